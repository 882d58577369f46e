"""Limits are counted in working days and said in words."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.calendar import Calendar
from saturday.rules.deadlines import (
    LIST_LIMIT,
    late_in_words,
    left_in_words,
    limit_in_words,
    list_due_on,
    time_left,
    working_days_late,
    working_days_left,
)

DUE = datetime(2026, 4, 3, 17, 0)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 4, 11), date(2026, 4, 3)),
        (date(2026, 3, 28), date(2026, 3, 20)),
        (date(2026, 5, 9), date(2026, 4, 29)),  # 30/4 and 01/5 are off
        (date(2026, 2, 28), date(2026, 2, 13)),  # the Friday before Tết
        (date(2026, 9, 5), date(2026, 8, 25)),  # 31/8 to 02/9 are off
        (date(2026, 1, 17), date(2026, 1, 10)),  # that Saturday is worked
    ],
)
def test_a_list_is_due_five_whole_working_days_before(
    day: date, due: date, calendar: Calendar
) -> None:
    assert list_due_on(day, calendar) == due


@given(st.dates(date(2024, 2, 1), date(2035, 12, 31)))
def test_five_working_days_always_lie_between(calendar: Calendar, day: date) -> None:
    due = list_due_on(day, calendar)

    assert calendar.is_working_day(due)
    assert calendar.working_days_between(due, day) == 5


def test_lists_are_due_at_five_in_the_afternoon() -> None:
    assert DUE.time() == LIST_LIMIT


def test_a_limit_names_hour_weekday_and_day() -> None:
    assert limit_in_words(DUE) == "17 giờ thứ Sáu, 03/4"


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(days=-2), "còn 2 ngày"),
        (timedelta(hours=-20), "còn 1 ngày"),
        (timedelta(), "hôm nay"),
        (timedelta(minutes=1), "quá hạn hôm nay"),
        (timedelta(hours=8), "quá hạn 1 ngày"),
        (timedelta(days=3), "quá hạn 3 ngày"),
    ],
)
def test_what_is_left_is_said_in_days(later: timedelta, words: str) -> None:
    assert time_left(DUE, DUE + later) == words


days = st.dates(date(2025, 1, 1), date(2027, 6, 30))


@given(due=days, day=days)
def test_each_working_day_after_the_limit_makes_it_later_by_one(
    calendar: Calendar, due: date, day: date
) -> None:
    late = working_days_late(due, day, calendar)
    after = working_days_late(due, day + timedelta(days=1), calendar)
    counts = day >= due and calendar.is_working_day(day + timedelta(days=1))

    assert after - late == int(counts)


@pytest.mark.parametrize(
    ("day", "days_late", "words"),
    [
        (date(2026, 4, 9), 0, ""),
        (date(2026, 4, 10), 0, ""),
        (date(2026, 4, 11), 0, "quá hạn từ thứ Sáu, 10/4"),
        (date(2026, 4, 13), 1, "quá hạn 1 ngày làm việc"),
        (date(2026, 4, 28), 11, "quá hạn 11 ngày làm việc"),  # 26 and 27/4 are off
    ],
)
def test_lateness_is_counted_in_working_days(
    calendar: Calendar, day: date, days_late: int, words: str
) -> None:
    due = date(2026, 4, 10)

    assert working_days_late(due, day, calendar) == days_late
    assert late_in_words(due, day, calendar) == words


@pytest.mark.parametrize(
    ("day", "left", "words"),
    [
        (date(2026, 4, 11), 10, "còn 10 ngày làm việc, đến 24/4"),
        (date(2026, 4, 23), 1, "còn 1 ngày làm việc, đến 24/4"),
        (date(2026, 4, 24), 0, "hạn hôm nay"),
        (date(2026, 4, 28), 0, "quá hạn 1 ngày làm việc"),  # 26 and 27/4 are off
    ],
)
def test_the_time_left_is_said_in_working_days(
    calendar: Calendar, day: date, left: int, words: str
) -> None:
    due = date(2026, 4, 24)

    assert working_days_left(due, day, calendar) == left
    assert left_in_words(due, day, calendar) == words


@given(day=days, number=st.integers(1, 40))
def test_so_many_working_days_are_left_as_were_given(
    calendar: Calendar, day: date, number: int
) -> None:
    assert working_days_left(calendar.add_working_days(day, number), day, calendar) == number
