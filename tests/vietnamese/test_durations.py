"""Are hours written as officials write them, and read as people type them?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.vietnamese.durations import duration, duration_short, parse_duration


@pytest.mark.parametrize(
    ("minutes", "words", "short"),
    [
        (0, "0 giờ", "0"),
        (45, "45 phút", "0h45"),
        (60, "1 giờ", "1"),
        (210, "3 giờ 30 phút", "3h30"),
        (240, "4 giờ", "4"),
        (262, "4 giờ 22 phút", "4h22"),
        (6000, "100 giờ", "100"),
    ],
)
def test_hours_are_written_whole_and_with_minutes(minutes: int, words: str, short: str) -> None:
    assert duration(minutes) == words
    assert duration_short(minutes) == short


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("4", 240),
        (" 3,5 ", 210),
        ("3.5", 210),
        ("1,25", 75),
        ("3h30", 210),
        ("3:30", 210),
        ("3 giờ 30", 210),
        ("3 Giờ 30 phút", 210),
        ("4 giờ", 240),
        ("4 tiếng", 240),
        ("45 phút", 45),
        ("0", 0),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, minutes: int) -> None:
    assert parse_duration(typed) == minutes


@pytest.mark.parametrize("typed", ["", "bốn", "-4", "4 giờ 75", "3h30h", "1000", "４", "4,555"])
def test_what_is_no_number_of_hours_is_not_guessed(typed: str) -> None:
    assert parse_duration(typed) is None


@given(st.integers(0, 60_000 - 1).filter(lambda minutes: minutes < 1000 * 60))
def test_what_is_written_is_read_again(minutes: int) -> None:
    assert parse_duration(duration(minutes)) == minutes
    assert parse_duration(duration_short(minutes)) == minutes
