"""A report speaks of the days that the office means by its month, quarter and year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.periods import LONGEST_YEARS, Period, PeriodKind
from saturday.rules.refusals import NotAllowedNow

DAY = date(2026, 4, 11)
CUT = [one for one in PeriodKind if one is not PeriodKind.FREE]
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
kinds = st.sampled_from(CUT)


@pytest.mark.parametrize(
    ("kind", "first", "last", "words"),
    [
        (
            PeriodKind.REPORTING_MONTH,
            date(2026, 3, 15),
            date(2026, 4, 14),
            "tháng 4 (15/3 – 14/4/2026)",
        ),
        (PeriodKind.MONTH, date(2026, 4, 1), date(2026, 4, 30), "tháng 4 năm 2026"),
        (PeriodKind.QUARTER, date(2026, 4, 1), date(2026, 6, 30), "quý II năm 2026"),
        (PeriodKind.YEAR, date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        (PeriodKind.FREE, DAY, DAY, "kỳ 11/4 – 11/4/2026"),
    ],
)
def test_a_day_lies_in_its_period(kind: PeriodKind, first: date, last: date, words: str) -> None:
    found = Period.around(kind, DAY)

    assert found == Period(first, last)
    assert found.kind is kind
    assert found.words == words


def test_28_3_and_11_4_count_together_from_the_15th_to_the_14th() -> None:
    both = Period.around(PeriodKind.REPORTING_MONTH, DAY)

    assert both.holds(date(2026, 3, 28))
    assert both.holds(date(2026, 4, 14))
    assert not both.holds(date(2026, 4, 15))


def test_a_reporting_month_over_new_year_names_both_years() -> None:
    found = Period.around(PeriodKind.REPORTING_MONTH, date(2027, 1, 3))

    assert found.words == "tháng 1 (15/12/2026 – 14/01/2027)"


@given(kind=kinds, day=days)
def test_periods_follow_each_other_without_gap(kind: PeriodKind, day: date) -> None:
    found = Period.around(kind, day)

    assert found.holds(day)
    assert found.before.last == found.first - timedelta(days=1)
    assert found.before.kind is kind
    assert Period.around(kind, found.last + timedelta(days=1)).before == found


@given(kind=kinds, day=days)
def test_the_year_before_is_the_same_period(kind: PeriodKind, day: date) -> None:
    found = Period.around(kind, day)
    earlier = found.year_before

    assert (earlier.kind, earlier.first.month) == (kind, found.first.month)
    assert earlier.last.year == found.last.year - 1


@given(first=days, length=st.integers(0, 400))
def test_a_free_period_is_compared_with_one_as_long(first: date, length: int) -> None:
    found = Period(first, first + timedelta(days=length))
    if found.kind is not PeriodKind.FREE:
        return

    assert found.before.last == first - timedelta(days=1)
    assert found.before.last - found.before.first == found.last - found.first


def test_a_free_period_from_a_leap_day_has_a_year_before() -> None:
    found = Period(date(2028, 2, 20), date(2028, 2, 29))

    assert found.year_before == Period(date(2027, 2, 20), date(2027, 2, 28))


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(NotAllowedNow, match="Ngày kết thúc") as refusal:
        Period(DAY, DAY - timedelta(days=1))

    assert refusal.value.field == "last"


def test_a_period_is_not_a_century() -> None:
    Period(DAY, DAY.replace(year=DAY.year + LONGEST_YEARS))

    with pytest.raises(NotAllowedNow, match="ngắn hơn"):
        Period(DAY, DAY.replace(year=DAY.year + LONGEST_YEARS, day=12))


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2009, 12, 31), date(2010, 1, 31), "first"),
        (date(2099, 12, 1), date(2100, 1, 1), "last"),
        (date(1, 1, 1), date(1, 1, 31), "first"),
        (date(9999, 12, 1), date(9999, 12, 31), "first"),
    ],
)
def test_a_year_that_nobody_reports_is_a_slip_of_the_hand(
    first: date, last: date, field: str
) -> None:
    with pytest.raises(NotAllowedNow, match="Hãy chọn ngày trong các năm 2010 đến 2099") as refusal:
        Period.asked(first, last)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("key", "period"),
    [
        ("2026-03-15/2026-04-14", Period(date(2026, 3, 15), date(2026, 4, 14))),
        ("2026", Period(date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_a_period_is_written_into_an_address_and_read_back(key: str, period: Period) -> None:
    assert Period.of_key(key) == period
    assert period.key == key


def test_a_calendar_month_may_be_named_as_such() -> None:
    assert Period.of_key("2026-04") == Period(date(2026, 4, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    "key",
    [
        *("", "tháng 4", "2026-04-14/2026-03-15", "2026-04-14/", "2026-13", "2026-"),
        *("99999999999999999999", "2026-99999999999999999999"),
    ],
)
def test_what_is_no_period_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        Period.of_key(key)
