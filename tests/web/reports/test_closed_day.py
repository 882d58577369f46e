"""What does each door that writes of a Saturday say once its figures are closed?"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models import daily
from saturday.models.daily import DayFigures
from saturday.models.feedback import Feedback
from saturday.models.intake import IntakeEntry
from saturday.models.plan import DutySession
from saturday.models.returns import Handing, Return
from saturday.models.running import Answers, Seen, WaitingCount
from saturday.rules.closing import Handled
from saturday.rules.intake import Outcome
from tests import factories
from tests.pages import Page, Person
from tests.web.reports.conftest import confirm_otherwise

DAY = "/bao-cao/2026-04-11"
DESK = "/tiep-nhan/2026-04-11"
LINE = f"{DESK}/dong/0001"
RUNNING = f"{DESK}/buoi"
CLOSED = "Buổi đã chốt số liệu lúc 12 giờ 20, thứ Bảy, 11/4."


@pytest.fixture
def busy(host: Person, served: DutySession) -> DutySession:
    """Give the Saturday with a result that waits, one that was fetched, and a count."""
    saturday = db.session.merge(served)
    factories.received(saturday)
    fetched = factories.received(saturday)
    Return.hand_over(db.session, fetched, Handing(saturday.day), by=host.account)
    WaitingCount.write(db.session, saturday, Seen(9), by=None)
    db.session.commit()
    return saturday


def close(saturday: DutySession) -> None:
    row = db.session.merge(saturday)
    daily.close(db.session, row, "", DayFigures.of(db.session, row).mark, by=None)
    db.session.commit()


def counted(saturday: DutySession) -> tuple[object, ...]:
    """Give all that stands of a Saturday's desk."""
    row = db.session.merge(saturday)
    lines = db.session.scalars(IntakeEntry.log(row)).unique()
    return (
        DayFigures.of(db.session, row).mark,
        [(one.full_number, one.version, one.quantity, one.is_void) for one in lines],
        len(db.session.scalars(select(Return)).all()),
        len(db.session.scalars(select(WaitingCount)).all()),
        Answers.of(db.session, row).counts,
    )


def waiting_result() -> str:
    """Give where the result that waits is handed over."""
    rows = db.session.scalars(select(IntakeEntry).where(IntakeEntry.outcome == Outcome.RECEIVED))
    return f"/tiep-nhan/tra-ket-qua/{next(one.id for one in rows if one.returned is None)}"


def fetched_result() -> str:
    """Give where the handing over is taken back."""
    return f"/tiep-nhan/da-tra/{db.session.scalars(select(Return.id)).one()}/bo"


# The page that is looked at, the form's address, what is typed.
DOORS: dict[str, tuple[str | Callable[[], str], str, dict[str, Any]]] = {
    "a tap": (DESK, "/dem", {"outcome": "GUIDED"}),
    "a line in full": (DESK, "/ghi", {"outcome": "OPINION"}),
    "a line in full, from paper": (f"{DESK}?sau=1", "/ghi", {"outcome": "OPINION", "hour": "8h20"}),
    "a correction": (LINE, "/sua", {"quantity": "3", "reason": "đếm lại"}),
    "a void": (LINE, "/huy", {"void_reason": "ghi nhầm"}),
    "a result handed over": (waiting_result, "", {}),
    "a result of another dossier": (
        "/tiep-nhan/tra-ket-qua/khac",
        "/khac",
        {"dossier_code": "H41-7"},
    ),
    "a handing over taken back": (fetched_result, "/bo", {"reason": "nhầm hồ sơ"}),
    "a count of people": (RUNNING, "/dem-nguoi", {"count": "4"}),
    "a count taken back": (RUNNING, "/bo", {}),
    "what people said": (RUNNING, "/hai-long", {"VERY": "3"}),
}


@pytest.mark.each_on_server
@pytest.mark.parametrize("name", DOORS)
def test_a_form_opened_before_the_day_was_closed_writes_nothing_after(
    host: Person, busy: DutySession, name: str
) -> None:
    at, action, typed = DOORS[name]
    page = host.get(at() if callable(at) else at)
    close(busy)
    before = counted(busy)

    refused = host.send(page, action or page.path, **typed)

    assert refused.status in {409, 422}
    assert CLOSED in refused.main
    assert counted(busy) == before


@pytest.mark.each_on_server
@pytest.mark.parametrize("name", DOORS)
def test_while_the_day_is_open_each_of_them_writes(
    host: Person, busy: DutySession, name: str
) -> None:
    at, action, typed = DOORS[name]
    page = host.get(at() if callable(at) else at)
    before = counted(busy)

    assert host.send(page, action or page.path, **typed).status == 200

    assert counted(busy) != before


def test_the_last_tap_is_not_undone_after_closing(officer: Person, busy: DutySession) -> None:
    page = officer.send(officer.get(DESK), "/dem", outcome="GUIDED")
    close(busy)
    before = counted(busy)

    refused = officer.send(page, "/hoan-tac")

    assert refused.status in {409, 422}
    assert CLOSED in refused.main
    assert counted(busy) == before


def test_an_opinion_heard_that_day_is_still_kept_and_the_difference_is_named(
    host: Person, busy: DutySession
) -> None:
    close(busy)
    before = counted(busy)
    for said in ("Đường vào bản sạt lở, xe không qua được.", "Loa của bản nghe không rõ."):
        form = host.get("/phan-anh/ghi")
        page = host.send(
            form, "/phan-anh/ghi", content=said, named="UNNAMED", duty_session=str(busy.id)
        )
        assert page.status == 200, page.faults

    kept = db.session.scalars(select(Feedback.duty_session_id)).all()
    assert kept == [busy.id, busy.id]
    assert counted(busy) == before
    told = [one.get_text(" ", strip=True) for one in host.get(DAY).soup.select(".matters li")]
    assert "Nhật ký có 1 lượt góp ý, sổ phản ánh có 2. Mở sổ" in told


def test_a_period_names_a_saturday_confirmed_with_other_figures(
    host: Person, served: DutySession
) -> None:
    close(confirm_otherwise(served, Handled(5, 1), "hai hồ sơ ghi giấy"))

    page = host.get("/bao-cao/ky/2026-03-15/2026-04-14")

    words = "số đã xác nhận 5 hồ sơ, 1 kiến nghị, nhật ký 3 hồ sơ, 1 kiến nghị."
    assert f"cần xem Buổi thứ Bảy, 11/4: {words}" in page.main


def test_the_pages_of_a_closed_desk_say_so_and_offer_nothing(
    host: Person, busy: DutySession
) -> None:
    close(busy)

    desk: Page = host.get(DESK)

    assert CLOSED in desk.main
    assert not desk.has_form("/dem")
    assert not desk.has_form("/ghi")
    assert "Xem dòng 0001" in desk.main
    assert "Sửa dòng" not in desk.main
    assert CLOSED in host.get(LINE).main
    assert not host.get(LINE).has_form("/huy")
    assert not host.get(LINE).has_form("/sua")
    running = host.get(RUNNING)
    assert CLOSED in running.main
    assert not running.has_form("/hai-long")
    assert not running.has_form("/dem-nguoi")


def test_a_tap_after_closing_is_said_not_to_be_counted(officer: Person, busy: DutySession) -> None:
    page = officer.get(DESK)
    close(busy)

    refused = officer.send(page, "/dem", outcome="GUIDED")

    alarm = refused.soup.select_one("[role=alert][data-focus] .note.late")
    assert alarm is not None
    said = alarm.get_text(" ", strip=True)
    assert "Lần bấm này chưa được ghi vào nhật ký. " in said
    assert CLOSED in said
    assert said.endswith("Hãy ghi ra giấy và báo Trung tâm.")
    assert not refused.has_form("/ghi")


def test_a_line_typed_before_the_closing_stays_to_be_read(
    officer: Person, busy: DutySession
) -> None:
    page = officer.get(DESK)
    close(busy)

    refused = officer.send(page, "/ghi", outcome="OPINION", remark="đường vào bản sạt")

    assert refused.status == 422
    assert refused.soup.title is not None
    assert refused.soup.title.text.startswith("Lỗi:")
    assert CLOSED in refused.faults[0]
    assert "đường vào bản sạt" in str(refused.form("/ghi"))


def test_no_line_of_a_closed_day_offers_to_be_corrected(officer: Person, busy: DutySession) -> None:
    lines = officer.get(DESK).soup.select("#log tbody a")
    assert "Sửa" in lines[0].text
    close(busy)

    lines = officer.get(DESK).soup.select("#log tbody a")

    assert lines
    assert all(one.text.startswith("Xem") for one in lines)
