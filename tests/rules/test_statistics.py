"""Dossiers are counted as Biểu II.06a counts them, and the counts agree."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.statistics import (
    Cell,
    Dossiers,
    Fate,
    Intake,
    change_in_words,
    percent,
)

cells = st.lists(
    st.builds(Cell, st.sampled_from(Intake), st.sampled_from(Fate), st.integers(0, 500))
)
# What was received on 11/4/2026, what was carried over, and what became of both.
SATURDAY = (
    Cell(Intake.ONLINE, Fate.ON_TIME, 9),
    Cell(Intake.DIRECT, Fate.ON_TIME, 16),
    Cell(Intake.ONLINE, Fate.OPEN, 5),
    Cell(Intake.DIRECT, Fate.OPEN, 9),
    Cell(Intake.CARRIED, Fate.ON_TIME, 4),
    Cell(Intake.CARRIED, Fate.LATE, 1),
    Cell(Intake.CARRIED, Fate.OPEN, 3),
    Cell(Intake.CARRIED, Fate.OVERDUE, 1),
)


def test_11_4_agrees() -> None:
    found = Dossiers.of(SATURDAY)

    assert (found.received, found.returned, found.pending) == (48, 30, 18)
    assert (found.late, found.open, found.overdue) == (1, 17, 1)
    assert found.agrees
    assert found.sum_in_words == ("39 tiếp nhận + 9 kỳ trước chuyển sang = 30 đã trả + 18 còn lại")
    assert found.punctuality == Fraction(29, 31)
    assert percent(found.punctuality) == "93,5\N{NO-BREAK SPACE}%"


@given(cells)
def test_every_table_agrees_however_it_is_cut(found: list[Cell]) -> None:
    whole = Dossiers.of(found)
    parts = [Dossiers.of(one for one in found if one.intake is intake) for intake in Intake]

    assert whole.agrees
    assert sum(parts, Dossiers()) == whole


def test_a_count_that_does_not_agree_is_seen() -> None:
    assert not Dossiers(direct=3, on_time=1, open=1).agrees


def test_nothing_has_no_share() -> None:
    assert Dossiers().punctuality is None
    assert percent(None) == "chưa có"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(0), "0,0"),
        (Fraction(1), "100,0"),
        (Fraction(1, 3), "33,3"),
        (Fraction(2, 3), "66,7"),
        (Fraction(1, 2000), "0,0"),  # halves go to the even tenth
    ],
)
def test_shares_have_one_decimal(share: Fraction, words: str) -> None:
    assert percent(share) == f"{words}\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (58, 46, "tăng 12 (26,1\N{NO-BREAK SPACE}%)"),
        (5, 10, "giảm 5 (50,0\N{NO-BREAK SPACE}%)"),
        (14, 1, "tăng 13"),
        (8, 9, "giảm 1"),
        (5, 5, "không đổi"),
        (7, 0, "tăng 7"),
    ],
)
def test_periods_are_compared_in_words(now: int, before: int, words: str) -> None:
    assert change_in_words(now, before) == words
