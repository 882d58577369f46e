"""Does the Centre record who came with one save, and does nobody's typing get lost?"""

from datetime import date, time

import pytest

from saturday.extensions import db
from saturday.models.attendance import Attendance, CompensatoryLeave, LeaveDay
from saturday.models.calendar import known_calendar
from saturday.models.commune import Partner
from saturday.models.plan import DutySession
from saturday.models.roster import Replacement, Seat, assign
from saturday.rules.attendance import Came, HoursChoice, Ledger
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person, values_of
from tests.web.roster.stories import APRIL_11, HUB, assigned, found, later, recorded, shown

SHEET = f"{HUB}/cham-cong"
AFTER = "2026-04-13 08:00"


def stored() -> list[Attendance]:
    """Give what is recorded of 11/4."""
    duty_session = db.session.scalars(DutySession.on(APRIL_11)).one()
    return list(db.session.scalars(Attendance.of_session(duty_session)))


def half_day() -> DutySession:
    """Put two officers and a partner on the board of 11/4."""
    duty_session = factories.duty_session()
    assigned(duty_session, factories.officer("Người thứ nhất (mẫu)"))
    assigned(duty_session, factories.officer("Người thứ hai (mẫu)", code="van-phong"), "GUIDANCE")
    police = db.session.scalars(Partner.in_order()).all()[0]
    assign(duty_session, Seat(factories.duty("PARTNER"), partner=police), by=None)
    db.session.commit()
    return duty_session


def order(page: Page) -> list[str]:
    """Give whoever the rows are about."""
    heads = page.soup.select('[aria-label="Chấm công"] tbody th')
    return [one.get_text(" ", strip=True).split(" (mẫu)")[0] for one in heads]


def test_everybody_is_there_with_the_usual_hours_and_one_save_keeps_all(centre: Person) -> None:
    half_day()
    centre = later(centre, AFTER)
    page = centre.get(SHEET)
    assert order(page)[:2] == ["Người thứ nhất", "Người thứ hai"]
    assert (shown(page, "rows-0-starts_at"), shown(page, "rows-0-ends_at")) == ("7h30", "11h30")
    assert "chưa chấm công" in page.main

    page = centre.send(page, "/cham-cong")

    assert page.notice == "Đã lưu chấm công: 3 người có mặt."
    assert [(one.who, one.minutes) for one in stored()] == [
        ("Người thứ nhất (mẫu)", 240),
        ("Người thứ hai (mẫu)", 240),
        ("Công an xã", 240),
    ]
    assert "2 công chức có mặt, 8 giờ" in page.main
    assert "2 người chưa chọn nghỉ bù hay thanh toán" in page.main


def test_late_comers_and_absent_people_are_edited_in_their_rows(centre: Person) -> None:
    half_day()
    centre = later(centre, AFTER)
    page = centre.get(SHEET)

    page = centre.send(
        page,
        "/cham-cong",
        rows__0__starts_at="8h15",
        rows__0__ends_at="11h52",
        rows__1__came="EXCUSED",
        rows__1__note_text="đi viện",
        rows__2__came="ABSENT",
    )

    assert page.notice == "Đã lưu chấm công: 1 người có mặt, 2 vắng."
    first, second, third = stored()
    assert (first.starts_at, first.ends_at, first.minutes) == (time(8, 15), time(11, 52), 217)
    assert (second.came, second.note_text, second.minutes) == (Came.EXCUSED, "đi viện", 0)
    assert (third.came, third.starts_at) == (Came.ABSENT, None)
    again = centre.get(SHEET)
    assert found(again, "[name=rows-1-came] option[selected]").text == "vắng có lý do"
    assert shown(again, "rows-0-ends_at") == "11h52"


def test_a_stand_in_is_recorded_and_the_replaced_is_not_asked_for(centre: Person) -> None:
    duty_session = factories.duty_session()
    old = assigned(duty_session, factories.officer())
    seat = Seat(old.duty, factories.officer("Người thay (mẫu)"))
    Replacement.make(old, seat, "ốm", by=None)
    db.session.commit()
    centre = later(centre, AFTER)

    centre.send(centre.get(SHEET), "/cham-cong")

    assert [one.who for one in stored()] == ["Người thay (mẫu)"]


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        ({"rows-0-starts_at": ""}, "rows-0-starts_at", "Hãy ghi giờ đến."),
        ({"rows-1-ends_at": ""}, "rows-1-ends_at", "Hãy ghi giờ về."),
        ({"rows-1-ends_at": "7h"}, "rows-1-ends_at", "Giờ về phải sau giờ đến."),
        ({"rows-0-ends_at": "trưa"}, "rows-0-ends_at", "Hãy ghi giờ dạng 7h30."),
        ({"rows-0-came": "EXCUSED"}, "rows-0-note_text", "Hãy ghi lý do vắng."),
        ({"rows-0-came": "SOON"}, "rows-0-came", "Hãy chọn có mặt hay vắng."),
        (
            {"rows-0-note_text": "x" * 201},
            "rows-0-note_text",
            "Hãy viết ngắn hơn: tối đa 200 ký tự.",
        ),
    ],
)
def test_a_slip_is_named_at_its_row_and_nothing_is_lost(
    centre: Person, typed: dict[str, str], place: str, words: str
) -> None:
    half_day()
    centre = later(centre, AFTER)
    values: dict[str, object] = dict(values_of(centre.get(SHEET).form("/cham-cong")))

    page = centre.post(SHEET, {**values, "rows-2-note_text": "đến 2 người", **typed})

    assert page.status == 422
    assert page.faults == [words]
    assert words in found(page, f"#{place}-error").text
    assert shown(page, "rows-2-note_text") == "đến 2 người"
    assert str(found(page, "title").text).startswith("Lỗi: ")
    assert stored() == []


def test_a_record_made_meanwhile_is_shown_beside_ones_own(centre: Person) -> None:
    duty_session = half_day()
    centre = later(centre, AFTER)
    late = centre.get(SHEET)
    recorded(db.session.merge(duty_session))

    page = centre.send(late, "/cham-cong", rows__0__came="ABSENT")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Người thứ nhất (mẫu)", "có mặt, 7 giờ 30 – 11 giờ 30", "vắng"]
    ]
    assert "Người khác vừa sửa phần này." in page.main
    page = centre.send(page, "/cham-cong")
    assert page.notice == "Đã lưu chấm công: 2 người có mặt, 1 vắng."


def test_who_was_put_on_the_board_meanwhile_gets_a_row_and_typing_stays_with_its_person(
    centre: Person,
) -> None:
    duty_session = half_day()
    centre = later(centre, AFTER)
    late = centre.get(SHEET)
    assigned(
        db.session.merge(duty_session),
        factories.officer("Người đến sau (mẫu)", code="trung-tam"),
        "CENTRE_LEAD",
    )

    page = centre.send(late, "/cham-cong", rows__0__note_text="đến sớm")

    assert page.status == 409
    place = order(page).index("Người thứ nhất")
    assert order(page).index("Người đến sau") < place
    assert shown(page, f"rows-{place}-note_text") == "đến sớm"


def test_hours_already_taken_off_are_not_unearned(centre: Person) -> None:
    duty_session = half_day()
    stand_at("2026-04-11 12:00")
    row = recorded(duty_session)[0]
    row.choose(HoursChoice.LEAVE, ledger=Ledger(), by=None)
    assert row.officer is not None
    calendar = known_calendar(db.session)
    leave = LeaveDay(date(2026, 4, 14), 240)
    CompensatoryLeave.take(db.session, row.officer, leave, calendar, by=None)
    db.session.commit()
    centre = later(centre, AFTER)

    page = centre.send(centre.get(SHEET), "/cham-cong", rows__0__ends_at="11h")

    assert page.status == 422
    assert "Đã ghi nghỉ bù 4 giờ" in found(page, "#rows-0-came-error").text
    assert stored()[0].minutes == 240


def test_before_the_day_the_sheet_is_read_only(centre: Person) -> None:
    half_day()

    page = centre.get(SHEET)

    assert not page.has_form("/cham-cong")
    assert "Chấm công được từ thứ Bảy, 11/4" in page.main
    refused = centre.post(SHEET, {**values_of(centre.get(f"{HUB}/huy").form("/huy"))})
    assert refused.status in {409, 422}
    assert stored() == []


def test_an_empty_board_says_how_to_begin(centre: Person) -> None:
    factories.duty_session()

    assert "Chưa có ai trên bảng phân công." in centre.get(SHEET).main


def test_a_cancelled_saturday_takes_no_record(centre: Person) -> None:
    duty_session = half_day()
    duty_session.cancel("Bão số 3", by=None)
    db.session.commit()
    centre = later(centre, AFTER)

    page = centre.get(SHEET)

    assert "Buổi này đã hủy: Bão số 3." in page.main
    assert not page.has_form("/cham-cong")


def test_a_second_click_records_once(centre: Person) -> None:
    half_day()
    centre = later(centre, AFTER)
    values: dict[str, object] = dict(values_of(centre.get(SHEET).form("/cham-cong")))

    first, second = centre.post(SHEET, values), centre.post(SHEET, values)

    assert first.notice == second.notice
    assert len(stored()) == 3


def test_a_department_reads_its_own_people_and_the_leader_all(
    economy: Person, leader: Person
) -> None:
    duty_session = half_day()
    stand_at(AFTER)
    recorded(duty_session)
    economy, leader = later(economy, AFTER), later(leader, AFTER)

    own, everybody = economy.get(SHEET), leader.get(SHEET)

    assert order(own) == ["Người thứ nhất"]
    assert order(everybody) == ["Người thứ nhất", "Người thứ hai", "Công an xã"]
    assert not everybody.has_form("/cham-cong")
    assert "thứ hai" not in own.text
    for person in (economy, leader):
        assert person.post(SHEET, {}).status == 403


def test_others_see_no_attendance(clerk: Person, admin: Person) -> None:
    half_day()

    for person in (clerk, admin):
        assert person.get(SHEET).status == 403
        assert person.post(SHEET, {}).status == 403


def test_a_day_without_a_saturday_has_no_attendance(centre: Person) -> None:
    assert centre.get(SHEET).status == 404
    assert centre.get(f"{SHEET}/in").status == 404


def test_ten_more_people_cost_no_more_questions(centre: Person) -> None:
    duty_session = half_day()
    stand_at(AFTER)
    recorded(duty_session)
    centre = later(centre, AFTER)
    centre.get(SHEET)
    with counted_queries() as few:
        centre.get(SHEET)
    duty_session = db.session.merge(duty_session)
    for number in range(10):
        assigned(duty_session, factories.officer(f"Người {number} (mẫu)"), "GUIDANCE")

    with counted_queries() as many:
        centre.get(SHEET)

    assert len(many) == len(few)
