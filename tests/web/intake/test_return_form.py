"""A result is handed over with its day and way; one click or two, it is one result."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.commune import Setting
from saturday.models.intake import Applicant, IntakeEntry, counts_of
from saturday.models.plan import DutySession
from saturday.models.returns import Return
from saturday.rules.intake import Outcome, ReturnWay
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person
from tests.web.intake.later import later


@pytest.fixture(autouse=True)
def duty_session(app: Flask) -> DutySession:
    """Hold the Saturday of 11/4, at nine."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 09:00")
    return row


@pytest.fixture
def entry(duty_session: DutySession) -> IntakeEntry:
    """Receive a dossier to be fetched on Wednesday 15/4."""
    who = Applicant(name="Lô Thị Lan")
    return factories.received(duty_session, due_on=date(2026, 4, 15), who=who)


def opened(person: Person, entry: IntakeEntry) -> Page:
    """Open the page of a result."""
    return person.get(f"/tiep-nhan/tra-ket-qua/{entry.id}")


def send(person: Person, page: Page, **typed: object) -> Page:
    """Send the page's form."""
    return person.send(page, page.path, follow=True, **typed)


def count_returns() -> int:
    """Count what was handed over."""
    return db.session.scalars(select(func.count()).select_from(Return)).one()


def test_a_result_is_handed_over_with_its_day_and_way(centre: Person, entry: IntakeEntry) -> None:
    centre = later(centre, "2026-04-16 08:00")
    page = opened(centre, entry)
    facts = "mã hồ sơ H41.156-260411-0001 · nhận lúc 9 giờ, thứ Bảy, 11/4 · hẹn trả thứ Tư, 15/4"
    assert f"L. T. Lan · dòng 0001 · {facts}" in page.main
    assert "Quá hạn 1 ngày làm việc." in page.main

    page = send(
        centre, page, returned_on="15/4", returned_at="14h05", way="POST", remark="gửi bảo đảm"
    )

    assert page.notice == "Đã ghi trả kết quả của dòng 0001."
    row = db.session.scalars(select(Return)).one()
    assert (row.returned_on, row.way) == (date(2026, 4, 15), ReturnWay.POST)
    assert row.remark == "gửi bảo đảm"
    assert row.recorded_by_id == (centre.account.id if centre.account else None)
    assert "14 giờ 05, 15/4/2026 · bưu chính" in page.main


def test_the_day_is_shown_with_its_counting_and_why_it_is_another(
    app: Flask, centre: Person, entry: IntakeEntry
) -> None:
    entry.due_reason = "bà Lan đi vắng"
    db.session.commit()
    officer = Person(app, factories.account(username="canbo", roles={Role.OFFICER}))

    page = opened(centre, entry)

    assert "Đã hẹn khác hạn chuẩn thứ Ba, 14/4: bà Lan đi vắng." in page.main
    assert "Nhận thứ Bảy, 11/4; đủ 3 ngày: thứ Ba, 14/4." in page.main
    assert "Đã hẹn khác hạn chuẩn thứ Ba, 14/4." in opened(officer, entry).main  # no free words


def test_on_a_saturday_the_person_is_counted_once_for_two_clicks(
    centre: Person, entry: IntakeEntry, duty_session: DutySession
) -> None:
    page = opened(centre, entry)

    send(centre, page)
    again = send(centre, page)

    assert again.notice == "Đã ghi trả kết quả của dòng 0001."
    assert count_returns() == 1
    assert counts_of(db.session, duty_session).of(Outcome.HANDED_OVER) == 1


def test_a_person_counted_at_the_desk_is_not_counted_again(
    centre: Person, entry: IntakeEntry, duty_session: DutySession
) -> None:
    send(centre, opened(centre, entry), is_counted="y")

    assert count_returns() == 1
    assert counts_of(db.session, duty_session).of(Outcome.HANDED_OVER) == 0


def test_a_line_counted_by_a_second_device_bears_its_letter(
    centre: Person, entry: IntakeEntry
) -> None:
    letter = db.session.scalars(select(Setting).where(Setting.key == "desk.letter")).one()
    letter.value = "B"
    db.session.commit()

    send(centre, opened(centre, entry))

    fetched = db.session.scalars(select(Return)).one().fetched_entry
    assert fetched is not None
    assert fetched.full_number == "B0001"


def test_in_a_village_results_are_handed_over_in_the_village(
    centre: Person, entry: IntakeEntry, duty_session: DutySession
) -> None:
    duty_session.is_mobile = True
    db.session.commit()

    send(centre, opened(centre, entry))

    assert db.session.scalars(select(Return)).one().way is ReturnWay.AT_VILLAGE


def test_what_cannot_be_is_refused_and_stays_typed(centre: Person, entry: IntakeEntry) -> None:
    page = send(centre, opened(centre, entry), returned_on="12/4/2026", remark="bà nhận thay")

    assert page.status == 422
    assert page.faults == ["Ngày trả chưa đến."]
    assert page.soup.title is not None
    assert page.soup.title.text.startswith("Lỗi:")
    form = page.form(page.path)
    assert form.select_one("[name=remark]")["value"] == "bà nhận thay"  # type: ignore[index]
    assert count_returns() == 0


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"returned_on": ""}, "Hãy ghi ngày trả."),
        ({"returned_on": "hôm qua"}, "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ({"returned_at": "sáng"}, "Hãy ghi giờ dạng 7h30."),
        ({"way": None}, "Hãy chọn phương thức nhận kết quả."),
        ({"remark": "a" * 501}, "Hãy viết ngắn hơn: tối đa 500 ký tự."),
    ],
)
def test_each_field_says_what_to_do(
    centre: Person, entry: IntakeEntry, typed: dict[str, object], fault: str
) -> None:
    page = send(centre, opened(centre, entry), **typed)

    assert page.status == 422
    assert page.faults == [fault]


def test_the_second_of_two_desks_is_told_that_it_was_handed_over(
    app: Flask, centre: Person, entry: IntakeEntry
) -> None:
    officer = Person(app, factories.account(username="canbo", roles={Role.OFFICER}))
    late = opened(officer, entry)
    send(centre, opened(centre, entry))

    page = send(officer, late)

    assert page.status == 422
    assert page.faults == ["Kết quả này đã ghi trả ngày 11/4/2026."]
    assert count_returns() == 1
    assert "Kết quả này đã ghi trả ngày 11/4/2026." in opened(officer, entry).main


def test_there_is_no_result_of_a_line_that_is_not(centre: Person) -> None:
    assert centre.get("/tiep-nhan/tra-ket-qua/99").status == 404


def test_results_are_handed_over_by_the_desk_only(economy: Person, entry: IntakeEntry) -> None:
    assert opened(economy, entry).status == 403


def test_the_lines_own_page_leads_to_its_return_until_it_is_handed_over(
    centre: Person, entry: IntakeEntry
) -> None:
    line = "/tiep-nhan/2026-04-11/dong/0001"
    page = centre.get(line)
    address = f"/tiep-nhan/tra-ket-qua/{entry.id}"
    assert "Hẹn trả thứ Tư, 15/4" in page.main
    assert "đủ 3 ngày: thứ Ba, 14/4" in page.main
    assert page.soup.select_one(f"a[href='{address}']")

    send(centre, opened(centre, entry))

    page = centre.get(line)
    assert "Đã trả kết quả thứ Bảy, 11/4, tại quầy." in page.main
    assert not page.soup.select_one(f"a[href='{address}']")


def test_a_line_that_waits_for_nothing_offers_no_form(
    centre: Person, duty_session: DutySession
) -> None:
    settled = factories.received(duty_session, outcome=Outcome.SETTLED)
    voided = factories.received(duty_session)
    voided.void("ghi nhầm", by=None)
    db.session.commit()

    for entry, words in (
        (settled, "Dòng này là “giải quyết, trả ngay”, không chờ trả kết quả."),
        (voided, "Dòng này đã hủy nên không có kết quả để trả."),
    ):
        page = opened(centre, entry)
        assert words in page.main
        assert not page.has_form(page.path)
