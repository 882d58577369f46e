"""What does a file tell of a dossier, and what does the log have?"""

import pytest

from saturday.rules.dossiers import KINDS
from saturday.rules.intake import EntryOrigin, Outcome
from tests.dossier_rules import DAY, LINE, TALLY, at, dossier, line, typed


def test_a_moment_is_one_with_its_hour() -> None:
    assert (dossier(1).moment, dossier(1, received=at(8)).moment) == (None, at(8))
    assert (line(1, since=DAY).moment, line(1, since=at(8)).moment) == (None, at(8))


@pytest.mark.parametrize("outcome", list(Outcome))
def test_lines_and_dossiers_are_compared_kind_by_kind(outcome: Outcome) -> None:
    assert line(1, outcome=outcome).kind == KINDS.get(outcome, "")
    assert outcome not in KINDS or dossier(1, outcome).kind == KINDS[outcome]


def test_a_line_without_a_code_is_free_while_it_stands() -> None:
    assert typed(1).is_free
    assert not typed(1, code="H1").is_free
    assert not typed(1, is_void=True).is_free
    assert not typed(1, is_of_day=False).is_free


@pytest.mark.parametrize("origin", list(EntryOrigin))
def test_what_is_typed_is_no_tap(origin: EntryOrigin) -> None:
    one = line(1, origin)
    assert one.is_typed is (origin in {LINE, EntryOrigin.LATER})
    assert one.is_tapped is (origin is TALLY)
