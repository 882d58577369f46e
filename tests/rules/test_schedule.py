"""A year holds one Saturday a month, never two, and says why a day is refused."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.calendar import (
    Calendar,
    CalendarDay,
    HolidayKind,
    Judgement,
    Verdict,
    saturdays,
)
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.schedule import (
    Proposed,
    fallen,
    fallen_sentence,
    month_sentence,
    months_without,
    propose,
    refuse_day,
    repeat,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAN_DATE = date(2026, 2, 11)
SESSION = date(2026, 4, 11)


def refusal(
    calendar: Calendar, day: date, *, taken: "Iterable[date]" = (), reason: str | None = None
) -> NotAllowedNow:
    """Give the refusal of a day."""
    with pytest.raises(NotAllowedNow) as refused:
        refuse_day(calendar.judge(day), taken=taken, reason=reason)
    return refused.value


def test_2026_from_the_plan_on_holds_eleven_saturdays_two_of_them_mobile(
    calendar: Calendar,
) -> None:
    proposed = propose(2026, calendar, counted_from=PLAN_DATE)

    assert [f"{one.day:%d/%m}{' ◆' if one.is_mobile else ''}" for one in proposed] == [
        "28/02",
        "07/03",
        "04/04 ◆",
        "09/05",
        "06/06",
        "04/07",
        "01/08",
        "05/09",
        "03/10 ◆",
        "07/11",
        "05/12",
    ]


def test_the_day_of_the_plan_itself_may_be_proposed(calendar: Calendar) -> None:
    proposed = propose(2026, calendar, counted_from=date(2026, 12, 26))

    assert [one.day for one in proposed] == [date(2026, 12, 26)]


def test_a_plan_may_do_without_mobile_saturdays(calendar: Calendar) -> None:
    proposed = propose(2026, calendar, counted_from=PLAN_DATE, mobile=0)

    assert not any(one.is_mobile for one in proposed)


def test_nothing_is_proposed_after_the_year(calendar: Calendar) -> None:
    assert propose(2026, calendar, counted_from=date(2027, 1, 1)) == []


@given(st.integers(2024, 2035), st.integers(1, 365), st.integers(0, 12))
def test_a_proposal_keeps_the_promise(
    calendar: Calendar, year: int, day_of_year: int, mobile: int
) -> None:
    start = date.fromordinal(date(year, 1, 1).toordinal() + day_of_year - 1)
    proposed = propose(year, calendar, counted_from=start, mobile=mobile)
    days = [one.day for one in proposed]
    months = [day.month for day in days]

    assert len(set(months)) == len(months)
    assert all(day >= start for day in days)
    assert sum(one.is_mobile for one in proposed) == min(mobile, len(days))
    assert set(months_without(year, days, counted_from=start)) <= {start.month}
    for day in days:
        refuse_day(
            calendar.judge(day), taken=[other for other in days if other != day], reason=None
        )


def test_a_second_saturday_in_a_month_is_refused(calendar: Calendar) -> None:
    refused = refusal(calendar, date(2026, 4, 18), taken=[date(2026, 5, 9), SESSION])

    assert refused.reason == "Tháng 4 đã có buổi 11/4. Bỏ chọn một ngày."


def test_the_same_month_of_another_year_is_no_hindrance(calendar: Calendar) -> None:
    refuse_day(calendar.judge(SESSION), taken=[date(2025, 4, 12)], reason=None)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 8, 22), "Ngày 22/8 là ngày làm bù, không tổ chức được."),
        (date(2027, 5, 1), "Ngày 01/5 là ngày nghỉ lễ, không tổ chức được."),
        (date(2026, 4, 12), "Ngày 12/4 không phải thứ Bảy. Hãy chọn một thứ Bảy."),
    ],
)
def test_no_reason_makes_these_days_possible(day: date, sentence: str, calendar: Calendar) -> None:
    assert refusal(calendar, day, reason="Chủ tịch yêu cầu").reason == sentence


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_an_unwise_day_asks_for_a_reason(reason: str | None, calendar: Calendar) -> None:
    refused = refusal(calendar, date(2026, 3, 14), reason=reason)

    assert refused.field == "reason"
    assert refused.reason == (
        "Ngày 14/3 không nên tổ chức: ngay trước ngày bầu cử 15/3. Hãy ghi lý do nếu vẫn chọn."
    )


@pytest.mark.parametrize("day", [date(2026, 3, 14), date(2026, 4, 25)])
def test_an_unwise_day_is_accepted_with_its_reason(day: date, calendar: Calendar) -> None:
    refuse_day(calendar.judge(day), taken=[], reason="Bà con đề nghị")


def test_planned_days_that_are_no_longer_free_are_said(calendar: Calendar) -> None:
    planned = [date(2026, 8, 22), SESSION, date(2026, 4, 25)]

    assert [fallen_sentence(one) for one in fallen(planned, calendar)] == [
        "Buổi 25/4 cần dời hoặc ghi lý do giữ lại: trong kỳ nghỉ Giỗ Tổ Hùng Vương (25–27/4).",
        "Buổi 22/8 cần dời sang ngày khác: làm bù cho ngày 31/8.",
    ]


def test_a_change_of_the_calendar_names_only_what_it_made_fall(calendar: Calendar) -> None:
    swap = CalendarDay(SESSION, HolidayKind.MAKE_UP_WORKDAY, "làm bù cho ngày 24/4", "")
    changed = Calendar((*calendar.days, swap), calendar.busy)

    assert fallen([SESSION, date(2026, 4, 25)], changed, before=calendar) == [
        Judgement(SESSION, Verdict.MAKE_UP, "làm bù cho ngày 24/4")
    ]


def test_months_without_a_session_are_counted_from_the_plan_on() -> None:
    days = [date(2026, 3, 28), SESSION, date(2025, 5, 10)]

    assert months_without(2026, days, counted_from=PLAN_DATE) == [2, 5, 6, 7, 8, 9, 10, 11, 12]
    assert months_without(2026, days, counted_from=date(2025, 11, 1))[:2] == [1, 2]
    assert months_without(2026, days, counted_from=date(2027, 1, 1)) == []


def test_a_month_without_a_session_is_said() -> None:
    assert month_sentence(9) == "Tháng 9 chưa có buổi. Kế hoạch hứa mỗi tháng một buổi."


def pattern(*days: str) -> list[Proposed]:
    """Read days of 2026 as people write them; a diamond marks a mobile one."""
    return [
        Proposed(date(2026, int(text[3:5]), int(text[:2])), text.endswith("◆")) for text in days
    ]


@pytest.mark.parametrize(
    ("in_2026", "in_2027"),
    [
        ("28/02", "27/02"),  # the fourth
        ("11/04", "10/04"),  # the second
        ("15/08 ◆", "21/08 ◆"),  # the third, still in a village
        ("29/08", "28/08"),  # a fifth that 2027 lacks: the last one
        ("07/02", "13/02"),  # the first lies in the Tết of 2027: the nearest free one
        ("02/05", "08/05"),  # the first lies in a break
    ],
)
def test_a_saturday_is_copied_to_the_same_place_in_its_month(
    calendar: Calendar, in_2026: str, in_2027: str
) -> None:
    copied = repeat(pattern(in_2026), 2027, calendar, counted_from=date(2027, 1, 1))

    assert [f"{one.day:%d/%m}{' ◆' if one.is_mobile else ''}" for one in copied] == [in_2027]


def test_a_copied_year_begins_at_its_own_date(calendar: Calendar) -> None:
    days = pattern("11/04", "09/05")

    assert [one.day for one in repeat(days, 2027, calendar, counted_from=date(2027, 4, 20))] == [
        date(2027, 4, 24),
        date(2027, 5, 8),
    ]
    assert repeat(days, 2027, calendar, counted_from=date(2027, 12, 31)) == []


def test_two_saturdays_of_a_month_are_copied_as_one(calendar: Calendar) -> None:
    copied = repeat(pattern("11/04", "18/04"), 2027, calendar, counted_from=date(2027, 1, 1))

    assert [one.day for one in copied] == [date(2027, 4, 10)]


@given(
    st.sets(st.sampled_from(saturdays(2026)), max_size=20),
    st.integers(2024, 2035),
    st.integers(0, 364),
)
def test_a_copied_year_holds_at_most_one_free_saturday_a_month(
    calendar: Calendar, days: set[date], year: int, start: int
) -> None:
    counted_from = date(year, 1, 1) + timedelta(days=start)
    copied = repeat(
        [Proposed(day, is_mobile=False) for day in days], year, calendar, counted_from=counted_from
    )

    months = [one.day.month for one in copied]
    assert len(months) == len(set(months))
    assert set(months) <= {day.month for day in days}
    for one in copied:
        assert one.day >= counted_from
        assert calendar.judge(one.day).verdict is Verdict.FREE
