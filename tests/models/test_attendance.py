"""Are hours kept as served, chosen by their owner, and taken off no more than earned?"""

from datetime import date, time

import pytest

from saturday.extensions import db
from saturday.models.attendance import (
    Attendance,
    CompensatoryLeave,
    LeaveDay,
    OnDay,
    Stay,
    ledgers_of,
    people_of,
    record,
    recorded_of,
    unrecorded,
)
from saturday.models.audit import AuditEvent
from saturday.models.base import Report, Way
from saturday.models.calendar import known_calendar
from saturday.models.commune import Officer, Partner
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment, Replacement, Seat, assign
from saturday.rules.attendance import Came, HoursChoice, Ledger
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import counted_queries, stand_at

pytestmark = pytest.mark.usefixtures("app")

APRIL_11, MAY_9 = date(2026, 4, 11), date(2026, 5, 9)
TUESDAY = date(2026, 4, 14)


def seat(duty_session: DutySession, officer: Officer, duty: str = "LAND", **other: time) -> None:
    """Put an officer on the board."""
    assign(duty_session, Seat(factories.duty(duty), officer, **other), by=None)  # type: ignore[arg-type]
    db.session.commit()


def on_day(duty_session: DutySession) -> list[OnDay]:
    """Give everybody of a Saturday."""
    return people_of(
        db.session.scalars(Assignment.of_session(duty_session)),
        db.session.scalars(Attendance.of_session(duty_session)),
    )


def all_came(duty_session: DutySession) -> list[Attendance]:
    """Record that everybody came for the hours of the duties."""
    stays = [Stay(one, Came.PRESENT, *(one.usual or ())) for one in on_day(duty_session)]
    record(db.session, duty_session, stays, by=None)
    db.session.commit()
    return list(db.session.scalars(Attendance.of_session(duty_session)))


def served(day: date = APRIL_11, name: str = "Công chức 1 (mẫu)") -> Attendance:
    """Let an officer serve a half-day."""
    duty_session = factories.duty_session(day)
    seat(duty_session, factories.officer(name))
    stand_at(f"{day} 12:00")
    return all_came(duty_session)[0]


def choose(row: Attendance, choice: HoursChoice | None) -> None:
    """Let the officer choose."""
    row.choose(choice, ledger=Ledger(), by=None)
    db.session.commit()


def take(officer: Officer, day: date, minutes: int) -> CompensatoryLeave:
    """Take hours off."""
    calendar = known_calendar(db.session)
    row = CompensatoryLeave.take(db.session, officer, LeaveDay(day, minutes), calendar, by=None)
    db.session.commit()
    return row


def verbs() -> list[str]:
    """Give every verb of the log."""
    db.session.commit()
    return [one.verb for one in db.session.scalars(AuditEvent.in_order())]


# Who came


def test_several_duties_of_one_officer_are_one_row_and_count_once() -> None:
    duty_session = factories.duty_session()
    officer = factories.officer()
    seat(duty_session, officer)
    seat(duty_session, officer, "CERTIFICATION_SIGNER", starts_at=time(9), ends_at=time(10))
    stand_at("2026-04-11 12:00")

    (row,) = all_came(duty_session)

    assert (row.starts_at, row.ends_at, row.minutes) == (time(7, 30), time(11, 30), 240)


def test_a_pause_between_two_duties_is_not_counted() -> None:
    duty_session = factories.duty_session()
    officer = factories.officer()
    seat(duty_session, officer, starts_at=time(7, 30), ends_at=time(9))
    seat(duty_session, officer, "GUIDANCE", starts_at=time(10), ends_at=time(11, 30))
    stand_at("2026-04-11 12:00")
    (one,) = on_day(duty_session)

    assert one.pauses == "không tính từ 9 giờ đến 10 giờ"
    assert one.duties.startswith("Đất đai (chỉ tiếp nhận); ")
    assert all_came(duty_session)[0].minutes == 180


def test_department_and_post_stay_those_of_the_day() -> None:
    row = served()
    officer = row.officer
    assert officer is not None
    stand_at("2026-06-01 08:00")

    officer.move(factories.department("van-phong"), "Văn thư", date(2026, 6, 1), by=None)
    db.session.commit()

    assert row.department is not None
    assert (row.department.code, row.post) == ("kinh-te", "Chuyên viên")
    (one,) = on_day(row.duty_session)
    assert (one.unit, one.post) == ("Kinh tế", "Chuyên viên")


def test_who_moved_before_it_was_recorded_stands_where_he_served() -> None:
    duty_session = factories.duty_session()
    officer = factories.officer()
    seat(duty_session, officer)
    stand_at("2026-04-20 08:00")
    officer.move(factories.department("van-phong"), "Văn thư", date(2026, 4, 20), by=None)

    (row,) = all_came(duty_session)

    assert row.department is not None
    assert (row.department.code, row.post) == ("kinh-te", "Chuyên viên")


def test_partners_come_and_have_nothing_to_choose() -> None:
    duty_session = factories.duty_session()
    police = db.session.scalars(Partner.in_order()).all()[0]
    duty = factories.duty("PARTNER")
    assign(duty_session, Seat(duty, partner=police, person="Chiến sĩ 1 (mẫu)"), by=None)
    assign(duty_session, Seat(duty, partner=police), by=None)
    db.session.commit()
    stand_at("2026-04-11 12:00")

    named, unit = all_came(duty_session)

    assert (named.who, unit.who) == ("Chiến sĩ 1 (mẫu) (Công an xã)", "Công an xã")
    assert not named.takes_choice
    with pytest.raises(NotAllowedNow, match="không có giờ để chọn"):
        choose(named, HoursChoice.LEAVE)
    assert on_day(duty_session)[0].attendance is named


def test_who_is_off_the_board_after_being_recorded_stands_last() -> None:
    duty_session = factories.duty_session()
    seat(duty_session, factories.officer("Người thứ nhất (mẫu)"))
    seat(duty_session, factories.officer("Người thứ hai (mẫu)"), "BUSINESS")
    stand_at("2026-04-11 12:00")
    all_came(duty_session)
    duty_session.assignments[0].remove(by=None)
    db.session.commit()

    people = on_day(duty_session)

    assert [(one.who, one.duties) for one in people] == [
        ("Người thứ hai (mẫu)", "Hộ kinh doanh, nông nghiệp"),
        ("Người thứ nhất (mẫu)", ""),
    ]


def test_nothing_is_recorded_before_the_day_or_of_a_day_not_held() -> None:
    duty_session = factories.duty_session()
    seat(duty_session, factories.officer())

    with pytest.raises(NotAllowedNow, match="Chấm công được từ thứ Bảy, 11/4"):
        all_came(duty_session)
    stand_at("2026-04-11 12:00")
    duty_session.cancel("Bão số 3", by=None)
    with pytest.raises(NotAllowedNow, match="Buổi này đã hủy: Bão số 3"):
        all_came(duty_session)


def test_only_what_changed_is_noted() -> None:
    duty_session = factories.duty_session()
    seat(duty_session, factories.officer("Người thứ nhất (mẫu)"))
    seat(duty_session, factories.officer("Người thứ hai (mẫu)"), "BUSINESS")
    stand_at("2026-04-11 12:00")
    all_came(duty_session)
    assert verbs().count("attend") == 2

    all_came(duty_session)
    assert verbs().count("attend") == 2
    first, second = on_day(duty_session)
    stays = [Stay(first, Came.ABSENT), Stay(second, Came.PRESENT, time(7, 30), time(11, 30))]
    assert record(db.session, duty_session, stays, by=None) == 1

    assert verbs().count("attend") == 3


def test_the_log_tells_nobodys_hours() -> None:
    served()

    event = next(one for one in db.session.scalars(AuditEvent.in_order()) if one.verb == "attend")

    assert set(event.facts) == {"day", "fields"}


def test_saturdays_without_a_record_are_found_with_how_many_people() -> None:
    duty_session = factories.duty_session()
    officer = factories.officer()
    seat(duty_session, officer)
    seat(duty_session, officer, "GUIDANCE")
    old = duty_session.assignments[0]
    seat(duty_session, factories.officer("Người thay (mẫu)"), "BUSINESS")
    stand_at("2026-04-13 08:00")
    span = (date(2026, 3, 1), date(2026, 4, 12))
    assert unrecorded(db.session, *span) == [(APRIL_11, 2)]
    stand_in = Seat(old.duty, factories.officer("Người mới (mẫu)"))
    Replacement.make(old, stand_in, "ốm", by=None)
    db.session.flush()
    assert unrecorded(db.session, *span) == [(APRIL_11, 3)]

    all_came(duty_session)

    assert unrecorded(db.session, *span) == []
    assert len(recorded_of(db.session, [duty_session])[duty_session.id]) == 3
    assert recorded_of(db.session, []) == {}


# What the hours are for


def test_the_choice_is_ones_own_or_recorded_on_behalf() -> None:
    row = served()
    choose(row, HoursChoice.PAYMENT)
    assert (row.choice, row.way) == (HoursChoice.PAYMENT, None)
    report = Report("Công chức 1", Way.TELEPHONE, factories.at("2026-04-11 11:50"))

    row.choose(HoursChoice.LEAVE, report, ledger=Ledger(), by=None)

    assert (row.choice, row.way) == (HoursChoice.LEAVE, Way.TELEPHONE)
    assert verbs()[-2:] == ["choose_hours", "choose_hours"]


def test_who_turns_out_absent_has_nothing_chosen() -> None:
    row = served()
    choose(row, HoursChoice.LEAVE)
    (one,) = on_day(row.duty_session)

    record(db.session, row.duty_session, [Stay(one, Came.EXCUSED, note="ốm")], by=None)

    assert (row.choice, row.minutes, row.starts_at) == (None, 0, None)


def test_hours_taken_off_hold_the_choice_and_the_record() -> None:
    row = served()
    officer = row.officer
    assert officer is not None
    choose(row, HoursChoice.LEAVE)
    take(officer, TUESDAY, 240)
    without = ledgers_of(db.session, [officer.id], but=row.duty_session)[officer.id]
    with pytest.raises(NotAllowedNow, match="Đã ghi nghỉ bù 4 giờ"):
        row.choose(HoursChoice.PAYMENT, ledger=without, by=None)
    (one,) = on_day(row.duty_session)
    early = Stay(one, Came.PRESENT, time(7, 30), time(11), place=4)

    with pytest.raises(NotAllowedNow) as refusal:
        record(db.session, row.duty_session, [early], by=None)

    assert refusal.value.field == "rows-4-came"


# Hours off


def test_hours_are_taken_off_and_given_back() -> None:
    row = served()
    officer = row.officer
    assert officer is not None
    with pytest.raises(NotAllowedNow, match="không còn giờ nghỉ bù"):
        take(officer, TUESDAY, 60)
    choose(row, HoursChoice.LEAVE)
    leave = take(officer, TUESDAY, 150)
    assert ledgers_of(db.session, [officer.id])[officer.id].left == 90

    leave.drop(db.session, by=None)
    db.session.commit()

    assert ledgers_of(db.session, [officer.id])[officer.id].left == 240
    assert verbs()[-2:] == ["take_leave", "drop"]


def test_an_officer_with_hours_is_not_removed() -> None:
    row = served()
    assert row.officer is not None
    with pytest.raises(NotAllowedNow, match="không xóa được"):
        row.officer.remove(by=None)


def test_ledgers_of_ten_more_cost_no_more() -> None:
    first = served()
    ids = [first.officer_id or 0]
    with counted_queries() as few:
        ledgers_of(db.session, ids)
    duty_session = first.duty_session
    for number in range(10):
        seat(duty_session, factories.officer(f"Người {number} (mẫu)"), "GUIDANCE")
    ids = [row.officer_id or 0 for row in all_came(duty_session)]

    with counted_queries() as many:
        found = ledgers_of(db.session, ids)

    assert len(many) == len(few) == 2
    assert len(found) == 11


# Whose hours are seen


@pytest.mark.parametrize(
    ("roles", "code", "seen"),
    [
        ({Role.CENTRE}, None, 2),
        ({Role.LEADER}, None, 2),
        ({Role.DEPARTMENT}, "kinh-te", 1),
        ({Role.DEPARTMENT}, "van-hoa-xa-hoi", 0),
        ({Role.LEADER, Role.DEPARTMENT}, "kinh-te", 2),
    ],
)
def test_a_department_sees_its_own_people(roles: set[Role], code: str | None, seen: int) -> None:
    duty_session = factories.duty_session()
    seat(duty_session, factories.officer("Người kinh tế (mẫu)"))
    seat(duty_session, factories.officer("Người văn phòng (mẫu)", code="van-phong"), "GUIDANCE")
    stand_at("2026-04-11 12:00")
    all_came(duty_session)
    department = factories.department(code) if code else None
    account = factories.account(roles=roles, department=department)

    rows = db.session.scalars(Attendance.of_year(2026, account)).all()

    assert len(rows) == seen
    assert db.session.scalars(Attendance.of_year(2025, account)).all() == []
