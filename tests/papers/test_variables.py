"""Tests: every word that a template may ask for is explained, with an example."""

import pytest

from saturday.papers.assignment_notice import AssignmentNotice
from saturday.papers.letterhead import Heading, Signature
from saturday.papers.templates import PAPERS
from saturday.papers.variables import (
    Says,
    has_parts,
    leaves_of,
    parts_of,
    row_of,
    variables_of,
)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_word_has_a_meaning_of_its_own(paper: str) -> None:
    listed = variables_of(PAPERS[paper])

    assert all(one.meaning for one in listed), [one.name for one in listed if not one.meaning]
    names = [(one.within, one.name) for one in listed]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("paper", PAPERS)
def test_every_word_has_an_example(paper: str) -> None:
    blank_by_nature = {"row.note", "row.received_by"}

    without = {one.name for one in variables_of(PAPERS[paper]) if not one.example}

    assert without - blank_by_nature == {
        one.name for one in variables_of(PAPERS[paper]) if one.has_rows
    }


def test_the_list_shows_how_each_kind_is_written() -> None:
    written = {one.name: one.tags for one in variables_of(AssignmentNotice)}

    assert written["heading.number"] == ("{{ heading.number }}",)
    assert written["people"] == ("{%tr for row in people %}", "…", "{%tr endfor %}")
    assert written["row.name"] == ("{{ row.name }}",)
    assert written["signature.capacity"] == (
        "{%p for line in signature.capacity %}",
        "{{ line }}",
        "{%p endfor %}",
    )


def test_everything_that_can_be_printed_is_known_by_its_whole_name() -> None:
    leaves = leaves_of(AssignmentNotice)

    assert {"heading.number", "people.name", "opening", "subject"} <= leaves
    assert not {"heading", "people", "name"} & leaves


def test_a_word_without_a_meaning_is_still_a_word() -> None:
    part = parts_of(AssignmentNotice)["heading"]

    assert part.kind is Heading
    assert part.says.meaning == ""
    assert parts_of(Signature)["name"].says.meaning == "Họ tên người ký"


def test_lists_and_groups_are_told_apart() -> None:
    assert row_of(tuple[str, ...]) is str
    assert row_of(str) is None
    assert has_parts(Heading)
    assert not has_parts(str)
    assert not has_parts(tuple[str, ...])


def test_examples_are_kept_in_their_order() -> None:
    assert Says("a", "b", "c").examples == ("b", "c")
