"""Months are counted as people count them, and a strange setting deletes nothing too early."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.retention import USUAL_MONTHS, months_after, months_before, months_kept


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("24", 24),
        ("3", 3),
        ("240", 240),
        ("", USUAL_MONTHS),
        ("0", USUAL_MONTHS),
        ("2", USUAL_MONTHS),
        ("241", USUAL_MONTHS),
        ("-6", USUAL_MONTHS),
        ("hai năm", USUAL_MONTHS),
        ("²", USUAL_MONTHS),
    ],
)
def test_a_setting_out_of_reason_stays_as_usual(text: str, months: int) -> None:
    assert months_kept(text) == months


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 4, 1), 24, date(2024, 4, 1)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
    ],
)
def test_months_before_are_those_of_the_calendar(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 240))
def test_back_and_forth_lands_at_most_three_days_off(day: date, months: int) -> None:
    there = months_after(day, months)

    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert 0 <= (day - months_before(there, months)).days <= 3
