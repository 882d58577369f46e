"""Which line of the log does each dossier mean, and where must somebody be asked?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import pytest

from saturday.rules.dossiers import DeskLine, FileDossier
from saturday.rules.pairing import Answer, Doubt, Pairing, Question, pair
from tests.dossier_rules import BIRTH, COPY, DAY, RECEIVED, SETTLED, at, dossier, line, typed


def pairs(
    dossiers: Sequence[FileDossier],
    lines: Iterable[DeskLine],
    answers: Mapping[str, Answer] | None = None,
) -> Pairing:
    """Lay a file beside the log of the day."""
    return pair(DAY, dossiers, list(lines), answers or {})


def question(found: Pairing) -> Question:
    """Give the one question."""
    (one,) = found.asked
    return one


def test_a_dossier_is_known_by_its_code_whatever_the_village_and_the_hour() -> None:
    known = typed(7, code="h41.34-0001", hamlet=1, since=at(7, 30))
    told = dossier(1, code="H41.34 - 0001", hamlet=2, received=at(11))

    found = pairs([told], [known])

    assert (found.known, found.asked) == ({1: known}, ())


@pytest.mark.parametrize(
    ("line_at", "dossier_at", "is_asked"),
    [
        (at(8, 20), at(8, 45), False),  # the portal's sign-in was gone meanwhile
        (at(9, 0), at(8, 0), False),
        (at(8, 0), at(9, 0), False),
        (at(8, 0), at(9, 1), True),
        (at(9, 1), at(8, 0), True),
        (at(7, 40), at(11, 10), True),
    ],
)
def test_an_hour_far_off_is_asked(
    line_at: datetime, dossier_at: datetime, *, is_asked: bool
) -> None:
    found = pairs([dossier(1, received=dossier_at)], [typed(3, since=line_at)])

    assert bool(found.asked) is is_asked
    assert bool(found.filled) is not is_asked
    assert not is_asked or question(found).doubts == (Doubt.HOUR,)


@pytest.mark.parametrize(
    ("here", "there", "is_asked"),
    [(1, 2, True), (1, 1, False), (None, 2, False), (1, None, False), (None, None, False)],
)
def test_another_village_is_asked(here: int | None, there: int | None, *, is_asked: bool) -> None:
    found = pairs([dossier(1, hamlet=there)], [typed(3, hamlet=here)])

    assert bool(found.asked) is is_asked
    assert not is_asked or question(found).doubts == (Doubt.VILLAGE,)


def test_an_hour_that_one_side_does_not_tell_says_nothing() -> None:
    assert pairs([dossier(1)], [typed(3, since=at(11))]).filled
    assert pairs([dossier(1, received=at(11))], [typed(3, since=DAY)]).filled


def test_a_tap_of_another_hour_is_asked_as_well() -> None:
    found = pairs([dossier(1, received=at(8))], [line(3, since=at(10))])

    assert question(found).line.key == 3


def test_the_nearest_hour_goes_first() -> None:
    lines = [typed(3, since=at(8, 50)), typed(4, since=at(8, 10))]

    assert pairs([dossier(1, received=at(8))], lines).filled == {1: lines[1]}


def test_the_same_village_goes_before_a_nearer_hour_when_asked() -> None:
    near, same = typed(3, hamlet=2, since=at(8)), typed(4, hamlet=1, since=at(10))

    found = pairs([dossier(1, hamlet=1, received=at(8))], [near, same])

    assert question(found).line == same


def test_a_line_that_nothing_speaks_against_goes_before_one_to_be_asked() -> None:
    other, tap = typed(3, hamlet=2), line(4)

    found = pairs([dossier(1, hamlet=1)], [other, tap])

    assert (found.filled, found.asked) == ({1: tap}, ())


def test_people_of_two_names_are_never_one() -> None:
    lines = [typed(3, name="Lê An", hamlet=1)]

    assert not pairs([dossier(1, name="Lê Bình", hamlet=2)], lines).asked
    assert pairs([dossier(1, name="LÊ AN", hamlet=2)], lines).asked


def test_an_answer_is_followed() -> None:
    told, there = dossier(1, hamlet=2), typed(3, hamlet=1)
    key = question(pairs([told], [there])).key

    same = pairs([told], [there], {key: Answer.SAME})
    other = pairs([told], [there], {key: Answer.OTHER})

    assert (same.filled, same.asked, same.taken) == ({1: there}, (), frozenset({3}))
    assert (other.filled, other.asked, other.taken) == ({}, (), frozenset())
    assert other.rest == (told,)


def test_who_is_asked_about_does_not_depend_on_other_answers() -> None:
    dossiers = [dossier(row, hamlet=2) for row in (1, 2)]
    lines = [typed(3, hamlet=1), typed(4, hamlet=1)]
    first, second = pairs(dossiers, lines).asked

    found = pairs(dossiers, lines, {first.key: Answer.OTHER})

    assert found.asked == (second,)


def test_an_answer_of_another_pair_says_nothing() -> None:
    found = pairs([dossier(1, hamlet=2)], [typed(3, hamlet=1)], {"4-h1": Answer.SAME})

    assert len(found.asked) == 1
    assert (found.open, found.taken) == ({1: typed(3, hamlet=1)}, frozenset({3}))


def test_a_line_of_another_procedure_is_not_asked_about() -> None:
    assert not pairs([dossier(1, procedure=BIRTH, hamlet=2)], [typed(3, hamlet=1)]).asked


def test_typed_lines_go_before_taps_and_the_same_outcome_before_another() -> None:
    settled = dossier(1, SETTLED)
    lines = [line(1, outcome=SETTLED, procedure=COPY), typed(2, RECEIVED), typed(3, SETTLED)]

    assert pairs([settled], lines).filled == {1: lines[2]}
    assert pairs([settled], lines[:2]).filled == {1: lines[1]}
    assert pairs([settled], lines[:1]).filled == {1: lines[0]}
