"""One line in full: what must be typed, what is filled in, and what is refused with its words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.commune import Hamlet
from saturday.models.forms import Draft
from saturday.models.intake import IntakeEntry
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.settings import change_settings
from saturday.rules.intake import EntryOrigin, Filing, Outcome, Payment
from saturday.rules.permissions import Role
from saturday.vietnamese.dates import listed_day
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person, values_of

DAY = date(2026, 4, 11)
PATH = "/tiep-nhan/2026-04-11"
COPIES, BIRTH, BUSINESS, LAND = "2.000815", "1.001193", "1.001612", "1.013978"
MOBILE_BIRTH = "1.003583"
NO_TIME = "1.001776"  # no source says how long it takes


@pytest.fixture
def officer(app: Flask) -> Person:
    """Open the browser of somebody who sits at the desk, at twenty past eight."""
    factories.duty_session(DAY)
    factories.hamlet("Thôn 12 (mẫu)")
    stand_at("2026-04-11 08:20")
    return Person(app, factories.account(username="congchuc1", roles={Role.OFFICER}))


def lines() -> Sequence[IntakeEntry]:
    """Give the log, the oldest line first."""
    return db.session.scalars(db.select(IntakeEntry).order_by(IntakeEntry.id)).all()


def procedure(code: str) -> str:
    """Give the number of a procedure's version of that day."""
    rows = db.session.scalars(Procedure.in_force(DAY))
    return str(next(row.id for row in rows if row.code == code))


def hamlet() -> str:
    """Give the number of the village."""
    return str(db.session.scalars(db.select(Hamlet.id)).one())


def write(person: Person, code: str = "", page: Page | None = None, **typed: Any) -> Page:  # noqa: ANN401 - as typed
    """Fill in and send the entry line."""
    if code:
        typed["procedure"] = procedure(code)
    return person.send(page or person.get(PATH), "/ghi", **typed)


def switch_on(*keys: str) -> None:
    """Turn settings of the desk on."""
    change_settings(db.session, dict.fromkeys(keys, "yes"), by=None)
    db.session.commit()


def test_a_procedure_alone_is_a_line(officer: Person) -> None:
    page = write(officer, BIRTH)
    assert page.notice == "Đã lưu dòng 0001: Đăng ký khai sinh – giải quyết, trả ngay."
    [line] = lines()
    assert (line.outcome, line.origin, line.due_on) == (Outcome.SETTLED, EntryOrigin.LINE, None)


@pytest.mark.parametrize(
    ("code", "due"),
    [(BUSINESS, date(2026, 4, 15)), ("1.008004", date(2026, 4, 17)), (NO_TIME, None)],
)
def test_an_appointment_is_counted(officer: Person, code: str, due: date | None) -> None:
    page = write(officer, code)
    [line] = lines()
    assert (line.outcome, line.due_on) == (Outcome.RECEIVED, due)
    shown = f"tiếp nhận, hẹn trả {listed_day(due)}." if due else "tiếp nhận, hẹn trả."
    assert page.notice.endswith(shown)


def test_everything_typed_is_kept(officer: Person) -> None:
    department = factories.department("kinh-te")
    write(
        officer,
        BUSINESS,
        hamlet=hamlet(),
        quantity="2",
        outcome="RECEIVED",
        filing="ONLINE",
        remark="thiếu một bản sao",
        dossier_code="H41.12-260411-0007",
        decider=str(department.id),
        fee="100.000",
        payment="TRANSFER",
        fee_receipt="0012",
    )
    [line] = lines()
    assert line.visit.hamlet is not None
    assert line.visit.hamlet.name == "Thôn 12 (mẫu)"
    assert (line.quantity, line.filing, line.remark) == (2, Filing.ONLINE, "thiếu một bản sao")
    assert (line.dossier_code, line.decider) == ("H41.12-260411-0007", department)
    assert (line.fee, line.payment, line.fee_receipt) == (100_000, Payment.TRANSFER, "0012")


def test_who_it_was_is_kept_when_switched_on(officer: Person) -> None:
    switch_on("desk.names", "desk.phones", "desk.identity")
    write(
        officer,
        BIRTH,
        name="Lô Thị Mẫu",
        phone="0912.345.678",
        identity_number="040 190 000 001",
    )
    visit = lines()[0].visit
    assert (visit.name, visit.phone) == ("Lô Thị Mẫu", "0912345678")
    assert visit.identity_number == "040190000001"


def test_who_it_was_is_not_kept_while_switched_off(officer: Person) -> None:
    write(officer, BIRTH, name="Lô Thị Mẫu", phone="0912345678", identity_number="040190000001")
    visit = lines()[0].visit
    assert (visit.name, visit.phone, visit.identity_number) == ("", "", "")


def test_no_name_stands_in_the_address_or_the_notice(officer: Person) -> None:
    switch_on("desk.names")
    page = write(officer, BIRTH, name="Lô Thị Mẫu")
    assert "Mẫu" not in page.path
    assert "Mẫu" not in page.notice


def test_several_things_of_one_person_share_the_visit(officer: Person) -> None:
    page = write(officer, BIRTH, hamlet=hamlet())
    write(officer, COPIES, page, same="0001")
    first, second = lines()
    assert first.visit_id == second.visit_id


def test_the_next_line_carries_on_how_it_came_in(officer: Person) -> None:
    page = write(officer, BIRTH, filing="ONLINE")
    assert values_of(page.form("/ghi"))["filing"] == ["ONLINE"]
    assert values_of(page.form("/ghi"))["procedure"] == [""]


def test_a_tapped_line_is_told_in_full(officer: Person) -> None:
    page = officer.send(officer.get(PATH), "/dem", outcome="SETTLED")
    page = officer.get(f"{PATH}?chi-tiet=0001")
    assert "Ghi chi tiết cho dòng 0001" in page.main
    assert values_of(page.form("/ghi"))["outcome"] == ["SETTLED"]
    page = write(officer, BIRTH, page)
    assert page.notice == "Đã lưu dòng 0001: Đăng ký khai sinh – giải quyết, trả ngay."
    [line] = lines()
    assert line.procedure is not None
    assert line.procedure.code == BIRTH


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(officer: Person) -> None:
    officer.send(officer.get(PATH), "/dem", outcome="SETTLED")
    page = officer.get(f"{PATH}?chi-tiet=0001")
    [line] = lines()
    line.void("trùng", by=None)
    db.session.commit()
    page = write(officer, BIRTH, page)
    assert page.status == 422
    assert page.faults == ["Người khác vừa sửa dòng này. Hãy mở lại trang để xem bản mới."]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({}, "Hãy chọn thủ tục hoặc kết quả."),
        ({"outcome": "RECEIVED"}, "Hãy chọn thủ tục."),
        ({"outcome": "REFUSED"}, "Hãy chọn thủ tục."),
        ({"outcome": "GUIDED", "quantity": "0"}, "Số lượng từ 1 đến 999."),
        ({"outcome": "GUIDED", "quantity": "ba"}, "Hãy ghi một số, chỉ dùng chữ số."),
        ({"outcome": "GUIDED", "due_on": "mai"}, "Hãy ghi ngày dạng ngày/tháng/năm"),
        (
            {"outcome": "GUIDED", "due_on": "15/4"},
            "Chỉ ghi ngày hẹn trả khi kết quả là “tiếp nhận, hẹn trả”.",
        ),
        ({"outcome": "GUIDED", "fee": "200.000.000"}, "Phí của một dòng tối đa 100.000.000 đồng."),
        ({"outcome": "GUIDED", "procedure": "99999"}, "Hãy chọn lại: mục đã chọn không còn"),
        ({"outcome": "GUIDED", "procedure-typed": "khai sin"}, "chưa có “khai sin”"),
        ({"outcome": "GUIDED", "remark": "a" * 501}, "Hãy viết ngắn hơn: tối đa 500 ký tự."),
    ],
)
def test_a_line_that_cannot_be_is_refused_in_words(
    officer: Person, typed: dict[str, Any], fault: str
) -> None:
    page = write(officer, **typed)
    assert page.status == 422
    assert page.soup.title is not None
    assert page.soup.title.text.strip().startswith("Lỗi:")
    assert any(fault in one for one in page.faults)
    assert not lines()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("18/4", "Ngày hẹn trả 18/4 là thứ Bảy; ngày làm việc gần nhất: thứ Hai, 20/4."),
        ("10/4", "Ngày hẹn trả phải từ ngày nhận trở đi."),
        ("16/4", "Hãy ghi lý do: khác hạn chuẩn thứ Tư, 15/4."),
    ],
)
def test_another_day_than_counted_is_refused_in_words(
    officer: Person, typed: str, fault: str
) -> None:
    page = write(officer, BUSINESS, due_on=typed)
    assert page.status == 422
    assert page.faults == [fault]
    assert not lines()


def test_another_day_than_counted_is_kept_with_its_reason(officer: Person) -> None:
    write(officer, BUSINESS, due_on="16/4", due_reason="chờ xác minh")
    [line] = lines()
    assert (line.due_on, line.due_reason) == (date(2026, 4, 16), "chờ xác minh")


def test_what_was_typed_stays_in_a_refused_line(officer: Person) -> None:
    switch_on("desk.names")
    page = write(officer, name="Lô Thị Mẫu", hamlet=hamlet(), quantity="7", dossier_code="H41")
    kept = values_of(page.form("/ghi"))
    assert kept["name"] == ["Lô Thị Mẫu"]
    assert (kept["hamlet"], kept["quantity"]) == ([hamlet()], ["7"])
    fold = page.soup.select_one("details.fold")
    assert fold is not None
    assert fold.has_attr("open")


def test_a_double_click_writes_one_line(officer: Person) -> None:
    values: dict[str, object] = dict(values_of(officer.get(PATH).form("/ghi")))
    values["procedure"] = procedure(BIRTH)
    first, second = (officer.post(f"{PATH}/ghi", values) for _click in range(2))
    assert first.notice == second.notice
    assert len(lines()) == 1


def test_text_typed_into_an_ended_sign_in_is_kept(app: Flask, officer: Person) -> None:
    page = officer.get(PATH)
    officer.client.delete_cookie("session")
    assert "/dang-nhap" in write(officer, BIRTH, page, remark="đã nộp đủ").path
    draft = db.session.scalars(db.select(Draft)).one()
    assert not lines()
    again = Person(app, officer.account)
    page = again.get(f"{PATH}?giu={draft.id}")
    assert values_of(page.form("/ghi"))["remark"] == ["đã nộp đủ"]
    assert values_of(page.form("/ghi"))["procedure"] == [procedure(BIRTH)]
    write(again, "", page)
    assert len(lines()) == 1


@pytest.mark.parametrize("asked", ["", "?sau=1"])
def test_a_refused_line_is_kept_for_a_page_that_opens(
    app: Flask, officer: Person, asked: str
) -> None:
    page = write(officer, page=officer.get(PATH + asked), hour="8h05", remark="đã nộp đủ")
    assert (page.status, page.path) == (422, f"{PATH}/ghi{asked}")
    officer.client.delete_cookie("session")
    write(officer, "", page)
    draft = db.session.scalars(db.select(Draft)).one()
    assert draft.path == PATH + asked
    again = Person(app, officer.account).get(draft.address)
    assert values_of(again.form("/ghi"))["remark"] == ["đã nộp đủ"]


def test_another_line_leaves_the_kept_one_waiting(app: Flask, officer: Person) -> None:
    page = officer.get(PATH)
    officer.client.delete_cookie("session")
    write(officer, BIRTH, page, remark="đã nộp đủ")
    again = Person(app, officer.account)
    write(again, BIRTH)
    draft = db.session.scalars(db.select(Draft)).one()
    write(again, "", again.get(draft.address))
    assert [line.remark for line in lines()] == ["", "đã nộp đủ"]
    assert db.session.scalar(db.select(Draft)) is None


def test_what_was_copied_from_paper_is_marked(officer: Person) -> None:
    page = write(officer, BIRTH, officer.get(f"{PATH}?sau=1"), hour="8h05")
    [line] = lines()
    assert (line.origin, line.happened_at) == (
        EntryOrigin.LATER,
        factories.at("2026-04-11 08:05"),
    )
    assert values_of(page.form("/ghi"))["hour"] == [""], "an hour is typed, never carried over"


@pytest.mark.parametrize("action", ["/ghi", "/dem"])
def test_what_is_copied_from_paper_needs_its_hour_on_the_day_too(
    officer: Person, action: str
) -> None:
    page = officer.send(officer.get(f"{PATH}?sau=1"), action, outcome="GUIDED")
    assert page.faults == ["Hãy ghi giờ thật của việc này, ví dụ 8h20."]
    assert not lines()


def test_an_hour_at_which_the_desk_was_not_open_needs_its_reason(officer: Person) -> None:
    page = write(officer, BIRTH, officer.get(f"{PATH}?sau=1"), hour="7h05")
    [fault] = page.faults
    assert "ngoài giờ làm việc của buổi (7 giờ 30 – 11 giờ 30)." in fault
    assert fault.endswith("ghi lý do ở ô Ghi chú.")
    assert not lines()
    write(officer, "", page, remark="bà con đến sớm")
    assert [line.happened_at for line in lines()] == [factories.at("2026-04-11 07:05")]


def test_what_is_wrong_with_an_hour_is_said_at_the_hour(officer: Person) -> None:
    page = write(officer, BIRTH, officer.get(f"{PATH}?sau=1"), hour="9h")
    assert page.soup.select_one(".errors a[href='#hour']")


def test_an_ordinary_saturday_refuses_what_only_a_mobile_one_takes(officer: Person) -> None:
    page = officer.get(PATH)
    assert "lưu động" not in page.form("/ghi").get_text()
    page = write(officer, MOBILE_BIRTH, outcome="RECEIVED")
    assert page.faults == ["Thủ tục này chỉ nhận ở buổi lưu động."]
    assert lines() == []


def test_a_mobile_saturday_refuses_what_it_does_not_take(officer: Person) -> None:
    row = db.session.scalars(db.select(DutySession)).one()
    row.is_mobile = True
    db.session.commit()
    page = officer.get(PATH)
    assert COPIES not in page.form("/ghi").get_text()
    for outcome in ("", "SETTLED"):
        page = write(officer, COPIES, outcome=outcome)
        assert page.faults == ["Buổi lưu động không nhận thủ tục này."]
    write(officer, COPIES, outcome="REFUSED")
    assert [line.outcome for line in lines()] == [Outcome.REFUSED]


def test_a_clerk_writes_nothing(clerk: Person) -> None:
    factories.duty_session(DAY)
    page = clerk.get("/")
    key = page.soup.select_one("[name=csrf_token]")
    assert key is not None
    assert clerk.post(f"{PATH}/ghi", {"csrf_token": str(key["value"])}).status == 403


def test_two_megabytes_of_text_are_not_taken(officer: Person) -> None:
    page = write(officer, BIRTH, remark="ă" * 1_000_000)
    assert page.status == 413
    assert not lines()


@pytest.mark.parametrize("field", ["outcome", "filing", "guidance", "payment", "decider"])
def test_a_choice_that_was_never_offered_is_refused_in_words(officer: Person, field: str) -> None:
    typed: dict[str, Any] = {field: "999"}
    page = write(officer, BIRTH, **typed)

    assert page.status == 422
    assert page.faults == ["Hãy chọn lại: mục đã chọn không còn trong danh sách."]
    assert not lines()
