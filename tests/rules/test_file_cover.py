"""How much of a Saturday does a file cover?"""

from saturday.rules.file_cover import cover_of
from saturday.rules.intake import Outcome
from tests.dossier_rules import BIRTH, COPY, DAY, LATER, at, dossier, line, typed


def test_a_file_that_has_all_the_desk_wrote_covers_the_day() -> None:
    cover = cover_of(DAY, [dossier(1, received=at(8)), dossier(2)], [line(1), line(2)], {1, 2})

    assert (cover.told, cover.written, cover.missing) == (2, 2, 0)
    assert (cover.first, cover.last) == (at(8), at(8))
    assert not cover.is_partial


def test_a_file_of_one_department_lacks_the_others_procedures() -> None:
    lines = [typed(1), typed(2, procedure=BIRTH), line(3)]

    cover = cover_of(DAY, [dossier(1)], lines, {1})

    assert cover.is_partial
    assert (cover.missing, cover.procedures) == (2, (BIRTH,))


def test_a_file_of_the_first_hour_tells_how_far_it_goes() -> None:
    told = [dossier(1, received=at(9, 15)), dossier(2, received=at(7, 40))]

    cover = cover_of(DAY, told, [typed(1), typed(2), typed(3)], {1, 2})

    assert (cover.first, cover.last, cover.missing) == (at(7, 40), at(9, 15), 1)
    assert cover.procedures == ()


def test_what_no_file_tells_of_is_not_missing() -> None:
    lines = [
        line(1, outcome=Outcome.GUIDED),
        typed(2, code="H9"),  # an earlier file had it
        typed(3, is_void=True),
        typed(4, code="H8", is_of_day=False),
    ]

    cover = cover_of(DAY, [dossier(1, procedure=COPY, received=LATER)], lines, set())

    assert (cover.told, cover.written, cover.missing) == (0, 1, 0)
    assert (cover.first, cover.last) == (None, None)
