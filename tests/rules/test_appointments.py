"""When a result is to be fetched, with its counting; never on a day off."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.appointments import (
    Appointment,
    appoint,
    differs,
    refuse_appointment,
)
from saturday.rules.calendar import Calendar, CalendarDay, HolidayKind
from saturday.rules.procedures import MobileState, Terms, TimeUnit
from saturday.rules.refusals import NotAllowedNow

SATURDAY = date(2026, 4, 11)
CLOSES = time(11, 30)
WORKED = TimeUnit.WORKING_DAYS
PLAIN = TimeUnit.CALENDAR_DAYS
TODAY = Terms(TimeUnit.SAME_DAY, None, same_day=True)

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
amounts = st.integers(1, 60)


def at(day: date, hour: int = 8, minute: int = 20) -> datetime:
    """Give a moment of a day; the rules know no time zone."""
    return datetime.combine(day, time(hour, minute))


def counted(terms: Terms, received_at: datetime, calendar: Calendar) -> Appointment:
    """Count at the morning desk of a Saturday."""
    found = appoint(terms, received_at, calendar, ends_at=CLOSES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("received", "unit", "amount", "due"),
    [
        (SATURDAY, WORKED, 3, date(2026, 4, 15)),
        (SATURDAY, WORKED, 5, date(2026, 4, 17)),
        (SATURDAY, WORKED, 10, date(2026, 4, 24)),
        (SATURDAY, WORKED, 20, date(2026, 5, 13)),  # 27/4, 30/4 and 01/5 are off
        (date(2026, 8, 8), WORKED, 10, date(2026, 8, 21)),
        (date(2026, 8, 8), WORKED, 11, date(2026, 8, 22)),  # that Saturday is worked
        (date(2026, 8, 8), WORKED, 16, date(2026, 8, 28)),
        (date(2026, 8, 8), WORKED, 17, date(2026, 9, 3)),  # 31/8 to 02/9 are off
        (date(2026, 2, 7), WORKED, 6, date(2026, 2, 23)),  # after Tết
        (SATURDAY, PLAIN, 3, date(2026, 4, 14)),
        (SATURDAY, PLAIN, 7, date(2026, 4, 20)),  # a Saturday: the Monday after
        (SATURDAY, PLAIN, 14, date(2026, 4, 28)),  # a Saturday before a long break
        (date(2026, 8, 8), PLAIN, 14, date(2026, 8, 22)),  # a Saturday that is worked
    ],
)
def test_days_are_counted_from_the_saturday_on(
    calendar: Calendar, received: date, unit: TimeUnit, amount: int, due: date
) -> None:
    assert counted(Terms(unit, amount), at(received), calendar).due_on == due


def test_the_counting_of_twenty_working_days_names_the_days_left_out(calendar: Calendar) -> None:
    assert counted(Terms(WORKED, 20), at(SATURDAY), calendar).steps == (
        "Nhận thứ Bảy, 11/4; ngày làm việc đầu tiên là thứ Hai, 13/4.",
        "Không tính 27/4: nghỉ bù Giỗ Tổ Hùng Vương.",
        "Không tính 30/4: Ngày Chiến thắng.",
        "Không tính 01/5: Quốc tế Lao động.",
        "Đủ 20 ngày làm việc: thứ Tư, 13/5.",
    )


def test_a_worked_saturday_and_a_run_of_days_off_are_named_in_one_go(calendar: Calendar) -> None:
    steps = counted(Terms(WORKED, 30), at(date(2026, 7, 25)), calendar).steps

    assert steps[1] == "Có tính 22/8: làm bù cho ngày 31/8."
    assert "Không tính 01–02/9: Quốc khánh." in steps


def test_a_worked_saturday_is_named_when_it_is_the_day_itself(calendar: Calendar) -> None:
    assert counted(Terms(WORKED, 11), at(date(2026, 8, 8)), calendar).steps[1:] == (
        "Có tính 22/8: làm bù cho ngày 31/8.",
        "Đủ 11 ngày làm việc: thứ Bảy, 22/8.",
    )


def test_days_off_of_one_name_that_lie_apart_are_listed() -> None:
    rows = [
        CalendarDay(date(2025, 3, day), HolidayKind.HOLIDAY, "bão", "công văn") for day in (11, 13)
    ]
    found = counted(Terms(WORKED, 3), at(date(2025, 3, 8)), Calendar(tuple(rows), ()))

    assert "Không tính 11/3, 13/3: bão." in found.steps


def test_calendar_days_that_end_on_a_day_off_move_on(calendar: Calendar) -> None:
    assert counted(Terms(PLAIN, 7), at(SATURDAY), calendar).steps == (
        "Nhận thứ Bảy, 11/4; đủ 7 ngày: thứ Bảy, 18/4.",
        "Ngày này nghỉ nên chuyển sang ngày làm việc tiếp theo: thứ Hai, 20/4.",
    )


def test_the_same_day_is_promised_by_the_end_of_the_desk(calendar: Calendar) -> None:
    found = counted(TODAY, at(SATURDAY), calendar)

    assert (found.due_on, found.due_at) == (SATURDAY, CLOSES)
    assert found.words == "trước 11 giờ 30, thứ Bảy, 11/4"
    assert found.counting == "Trả trong ngày: thứ Bảy, 11/4."


def test_who_is_served_after_the_end_gets_no_hour_that_is_past(calendar: Calendar) -> None:
    found = counted(TODAY, at(SATURDAY, 11, 52), calendar)

    assert (found.due_on, found.due_at, found.words) == (SATURDAY, None, "thứ Bảy, 11/4")


@pytest.mark.parametrize(
    ("received_at", "ends_at", "due"),
    [
        (at(date(2026, 4, 10), 15, 0), None, date(2026, 4, 10)),  # a Friday at the office
        (at(date(2026, 4, 10), 15, 1), None, date(2026, 4, 13)),
        (at(SATURDAY, 15, 1), None, SATURDAY),  # a Saturday has no afternoon of its own
        (at(SATURDAY, 15, 1), CLOSES, SATURDAY),  # written down late: the desk was a morning's
        (at(SATURDAY, 15, 1), time(15, 0), SATURDAY),
        (at(SATURDAY, 15, 1), time(17, 0), date(2026, 4, 13)),
    ],
)
def test_fifteen_o_clock_counts_only_where_there_is_an_afternoon(
    calendar: Calendar, received_at: datetime, ends_at: time | None, due: date
) -> None:
    found = appoint(TODAY, received_at, calendar, ends_at=ends_at)

    assert found is not None
    assert found.due_on == due
    assert ("15 giờ" in found.counting) is (due != received_at.date())


@pytest.mark.parametrize("amount", [None, 3])
def test_a_morning_desk_never_hears_of_fifteen_o_clock(
    calendar: Calendar, amount: int | None
) -> None:
    terms = Terms(WORKED, amount) if amount else TODAY

    assert "15 giờ" not in counted(terms, at(SATURDAY, 11, 59), calendar).counting


def test_what_a_mobile_saturday_cannot_sign_is_fetched_on_the_next_working_day(
    calendar: Calendar,
) -> None:
    found = appoint(TODAY, at(date(2026, 4, 25)), calendar, ends_at=CLOSES, is_mobile=True)

    assert found == Appointment(
        date(2026, 4, 28),
        None,
        (
            "Nhận ở buổi lưu động, ký tại trụ sở: trả ngày làm việc tiếp theo.",
            "Không tính 27/4: nghỉ bù Giỗ Tổ Hùng Vương.",
            "Hẹn trả thứ Ba, 28/4.",
        ),
    )


def test_a_mobile_saturday_finishes_what_can_be_finished_on_the_spot(calendar: Calendar) -> None:
    terms = Terms(TimeUnit.SAME_DAY, None, same_day=True, mobile=MobileState.ON_THE_SPOT)
    found = appoint(terms, at(SATURDAY), calendar, ends_at=CLOSES, is_mobile=True)

    assert found is not None
    assert found.due_on == SATURDAY


def test_a_same_day_procedure_that_no_saturday_finishes_waits(calendar: Calendar) -> None:
    found = counted(Terms(TimeUnit.SAME_DAY, None), at(SATURDAY), calendar)

    assert found.due_on == date(2026, 4, 13)
    assert found.steps[0] == "Không trả kết quả trong buổi: trả ngày làm việc tiếp theo."


def test_what_no_source_states_is_not_counted(calendar: Calendar) -> None:
    assert appoint(Terms(TimeUnit.NOT_STATED, None), at(SATURDAY), calendar) is None


def test_a_year_without_its_official_calendar_is_said_to_be_provisional() -> None:
    found = counted(Terms(WORKED, 3), at(date(2031, 3, 1)), Calendar((), ()))

    assert found.steps[-1] == "Lịch nghỉ năm 2031 còn tạm tính."


@given(received=days, amount=amounts)
def test_as_many_working_days_lie_up_to_the_appointment_as_the_law_gives(
    calendar: Calendar, received: date, amount: int
) -> None:
    due = counted(Terms(WORKED, amount), at(received), calendar).due_on
    span = [received + timedelta(days=n) for n in range(1, (due - received).days + 1)]

    assert sum(calendar.is_working_day(day) for day in span) == amount
    assert calendar.is_working_day(due)


@given(received=days, amount=amounts)
def test_calendar_days_end_on_the_first_working_day_from_their_last_on(
    calendar: Calendar, received: date, amount: int
) -> None:
    due = counted(Terms(PLAIN, amount), at(received), calendar).due_on
    end = received + timedelta(days=amount)

    assert due >= end
    assert calendar.is_working_day(due)
    between = [end + timedelta(days=n) for n in range((due - end).days)]
    assert not any(map(calendar.is_working_day, between))


@given(received=days, amount=amounts, unit=st.sampled_from([WORKED, PLAIN]))
def test_who_comes_later_is_never_served_earlier(
    calendar: Calendar, received: date, amount: int, unit: TimeUnit
) -> None:
    terms = Terms(unit, amount)
    later = received + timedelta(days=1)

    first = counted(terms, at(received), calendar).due_on
    assert first <= counted(terms, at(later), calendar).due_on
    assert first < counted(Terms(unit, amount + 7), at(received), calendar).due_on


@given(received=days, amount=amounts, unit=st.sampled_from([WORKED, PLAIN]))
def test_a_counted_appointment_is_never_refused(
    calendar: Calendar, received: date, amount: int, unit: TimeUnit
) -> None:
    found = counted(Terms(unit, amount), at(received), calendar)

    refuse_appointment(found.due_on, "", counted=found, received_on=received, calendar=calendar)


@given(received=days, hour=st.integers(0, 23), ends_at=st.sampled_from([None, CLOSES, time(17)]))
def test_a_same_day_procedure_is_fetched_that_day_or_on_the_next_working_one(
    calendar: Calendar, received: date, hour: int, ends_at: time | None
) -> None:
    found = appoint(TODAY, at(received, hour), calendar, ends_at=ends_at)

    assert found is not None
    assert found.due_on in {received, calendar.next_working_day(received)}
    assert found.due_at is None or found.due_at > time(hour, 20)


@pytest.mark.parametrize(
    ("due_on", "reason", "field", "sentence"),
    [
        (date(2026, 4, 10), "", "due_on", "Ngày hẹn trả phải từ ngày nhận trở đi."),
        (date(2029, 4, 11), "", "due_on", "Ngày hẹn trả quá xa. Hãy xem lại năm."),
        (
            date(2026, 4, 18),
            "người dân xin",
            "due_on",
            "Ngày hẹn trả 18/4 là thứ Bảy; ngày làm việc gần nhất: thứ Hai, 20/4.",
        ),
        (
            date(2026, 4, 30),
            "người dân xin",
            "due_on",
            (
                "Ngày hẹn trả 30/4 là ngày nghỉ (Ngày Chiến thắng); "
                "ngày làm việc gần nhất: thứ Hai, 04/5."
            ),
        ),
        (date(2026, 4, 16), " ", "due_reason", "Hãy ghi lý do: khác hạn chuẩn thứ Tư, 15/4."),
    ],
)
def test_another_day_is_refused_when_it_cannot_be_or_nobody_says_why(
    calendar: Calendar, due_on: date, reason: str, field: str, sentence: str
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_appointment(
            due_on,
            reason,
            counted=counted(Terms(WORKED, 3), at(SATURDAY), calendar),
            received_on=SATURDAY,
            calendar=calendar,
        )

    assert (refusal.value.field, refusal.value.reason) == (field, sentence)


@pytest.mark.parametrize(
    ("due_on", "reason"),
    [
        (date(2026, 4, 15), ""),
        (date(2026, 4, 16), "người dân đi vắng"),
        (SATURDAY, "ký được ngay"),  # the desk is open that day
    ],
)
def test_another_day_is_accepted_with_its_reason(
    calendar: Calendar, due_on: date, reason: str
) -> None:
    found = counted(Terms(WORKED, 3), at(SATURDAY), calendar)

    refuse_appointment(due_on, reason, counted=found, received_on=SATURDAY, calendar=calendar)


def test_where_nothing_is_counted_any_working_day_will_do(calendar: Calendar) -> None:
    refuse_appointment(date(2026, 5, 13), "", counted=None, received_on=SATURDAY, calendar=calendar)


def test_a_changed_appointment_says_what_would_have_been_counted(calendar: Calendar) -> None:
    found = counted(Terms(WORKED, 3), at(SATURDAY), calendar)

    assert differs(date(2026, 4, 16), found) == "khác hạn chuẩn thứ Tư, 15/4"
    assert differs(found.due_on, found) == ""
    assert differs(None, found) == differs(found.due_on, None) == ""
