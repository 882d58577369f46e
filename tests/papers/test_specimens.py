"""Tests: specimens are whole papers, with as much in them as was asked for."""

import pytest

from saturday.papers.annual_plan import AnnualPlan
from saturday.papers.assignment_notice import AssignmentNotice
from saturday.papers.correction import Correction
from saturday.papers.layout import check_layout
from saturday.papers.reading import read_word
from saturday.papers.render import render
from saturday.papers.specimens import NASTY, Amount, specimen
from saturday.papers.templates import PAPERS


@pytest.mark.parametrize("paper", PAPERS)
def test_the_typical_one_looks_as_the_law_asks(paper: str) -> None:
    assert check_layout(render(specimen(PAPERS[paper]))) == []


@pytest.mark.parametrize("amount", Amount)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_amount_can_be_set(paper: str, amount: Amount) -> None:
    assert read_word(render(specimen(PAPERS[paper], amount))).lines


@pytest.mark.parametrize(
    ("amount", "people", "lines"),
    [
        (Amount.NONE, 0, 1),
        (Amount.ONE, 1, 1),
        (Amount.TYPICAL, 10, 2),
        (Amount.MANY, 60, 60),
        (Amount.NASTY, 3, 3),
    ],
)
def test_tables_and_lists_are_as_long_as_was_asked(amount: Amount, people: int, lines: int) -> None:
    notice = specimen(AssignmentNotice, amount)

    assert len(notice.people) == people
    assert len(notice.recipients) == lines


def test_nothing_is_nothing_and_nasty_is_nasty() -> None:
    assert specimen(AssignmentNotice, Amount.NONE).heading.parent == ""
    assert specimen(AssignmentNotice, Amount.NASTY).people[0].name == NASTY


def test_each_kind_has_its_own_heading() -> None:
    assert specimen(AnnualPlan).heading.symbol == "KH-UBND"
    assert specimen(AnnualPlan).heading.parent == ""
    assert specimen(Correction).heading.symbol == "TTPVHCC"
    assert specimen(AssignmentNotice).heading.symbol == "TB-TTPVHCC"
