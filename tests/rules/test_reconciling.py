"""What does importing a file do to the log of a Saturday, when whose figures hold?"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.dossiers import DeskLine, Figures, FileDossier
from saturday.rules.intake import Filing, Outcome
from saturday.rules.pairing import Answer
from saturday.rules.reconciling import (
    LINE_STAYS,
    NOT_RETURNED,
    DossierState,
    DossierStep,
    Reconciliation,
    changes_in_words,
    reconcile,
)
from tests.dossier_rules import (
    BIRTH,
    COPY,
    DAY,
    FILE,
    LATER,
    RECEIVED,
    SETTLED,
    SUPPLEMENT,
    TALLY,
    at,
    dossier,
    line,
    typed,
)


def found(
    dossiers: Sequence[FileDossier],
    lines: Iterable[DeskLine] = (),
    figures: Figures = Figures.FILE,
    answers: Mapping[str, Answer] | None = None,
) -> Reconciliation:
    """Reconcile a file with the log of the day."""
    return reconcile(DAY, dossiers, lines, figures, answers or {})


def states(what: Reconciliation) -> list[str]:
    """Name the states by row of the file."""
    steps = sorted(what.steps, key=lambda one: one.dossier.row)
    return [one.state.name for one in steps]


def step(what: Reconciliation, row: int = 1) -> DossierStep:
    """Give the step of a row."""
    return next(one for one in what.steps if one.dossier.row == row)


# --- What is closed ----------------------------------------------------------------------------


def earlier(**more: Any) -> DeskLine:  # noqa: ANN401 - whichever field
    """Give a line of a file, of an earlier Saturday whose figures are closed."""
    since = datetime(2026, 3, 28, 10)  # noqa: DTZ001 - a file knows no zone
    told = {"since": since, "is_of_day": False, "is_closed": True, "procedure": COPY, **more}
    return line(7, FILE, **{"code": "H1", **told})


def test_a_line_of_a_closed_saturday_stays_but_its_result_may_be_handed_over() -> None:
    told = dossier(1, due=LATER, returned=LATER, hamlet=3)

    what = step(found([told], [earlier()]))

    assert (what.changes, what.closes, what.state) == ({}, True, DossierState.CHANGED)
    assert what.kept == (LINE_STAYS.format("28/3"),)


def test_a_line_of_a_closed_saturday_stays_what_it_was() -> None:
    what = found([dossier(1, returned=LATER)], [earlier(outcome=SUPPLEMENT)])

    assert (step(what).outcome, step(what).closes) == (SUPPLEMENT, False)
    assert states(what) == ["SAME"]
    assert what.kept == [step(what)]


def test_nothing_is_said_of_a_closed_line_that_has_all_the_file_tells() -> None:
    assert found([dossier(1)], [earlier()]).kept == []


def test_a_result_handed_over_on_a_closed_saturday_stays_unrecorded() -> None:
    told = dossier(1, returned=LATER, is_return_closed=True)
    met = dossier(2, returned=LATER, is_return_closed=True, hamlet=3)
    what = found([met, told], [earlier(code="H2")])

    assert what.closed == 0
    assert [one.state.name for one in what.kept] == ["NEW", "SAME"]
    words = NOT_RETURNED.format("15/4")
    assert [one.kept for one in what.kept] == [(words,), (LINE_STAYS.format("28/3"), words)]


# --- Which line is meant -----------------------------------------------------------------------


def test_a_dossier_is_known_by_its_code_whatever_its_capitals_and_blanks() -> None:
    what = found([dossier(1, code="H41.34 - 0001")], [typed(7, code="h41.34-0001")])

    assert states(what) == ["SAME"]
    assert step(what).line == typed(7, code="h41.34-0001")


def test_a_dossier_nobody_typed_is_a_new_line() -> None:
    what = found([dossier(1, SETTLED), dossier(2)])

    assert states(what) == ["NEW", "NEW"]
    assert what.act == "thêm 2 dòng"


def test_a_dossier_of_another_day_is_left_where_it_is() -> None:
    what = found([dossier(1, received=LATER)], [line(1)])

    assert states(what) == ["ELSEWHERE"]
    assert not what.does_something
    assert not what.is_contested


def test_a_dossier_of_an_earlier_saturday_is_closed_there() -> None:
    early = typed(3, code="H1", is_of_day=False)

    what = found([dossier(1, received=date(2026, 3, 28), returned=LATER)], [early])

    assert states(what) == ["CHANGED"]
    assert step(what).closes
    assert what.act == "bổ sung 1 dòng, ghi trả 1 kết quả"


def test_a_line_that_was_made_void_stays_void() -> None:
    what = found([dossier(1)], [typed(3, code="H1", is_void=True)])

    assert states(what) == ["LEFT_OUT"]
    assert not what.does_something


def test_a_standing_line_goes_before_a_void_one_with_the_same_code() -> None:
    what = found([dossier(1)], [typed(3, code="H1", is_void=True), typed(4, code="H1")])

    assert states(what) == ["SAME"]


def test_a_typed_line_without_a_code_gets_it_and_keeps_its_outcome() -> None:
    what = found([dossier(1, RECEIVED)], [typed(3, SETTLED)])

    assert states(what) == ["FILLED"]
    assert step(what).outcome is SETTLED
    assert step(what).changes == {"dossier_code": "H1"}


def test_the_same_outcome_goes_before_another() -> None:
    what = found(
        [dossier(1, SETTLED), dossier(2, RECEIVED)], [typed(3, RECEIVED), typed(4, SETTLED)]
    )

    assert [step(what, row).line for row in (1, 2)] == [typed(4, SETTLED), typed(3, RECEIVED)]


def test_somebody_elses_line_is_not_filled() -> None:
    lines = [typed(3, name="Lê An")]

    assert states(found([dossier(1, name="Lê Bình")], lines)) == ["NEW"]
    assert states(found([dossier(1, name="LÊ AN")], lines)) == ["FILLED"]
    assert states(found([dossier(1)], lines)) == ["FILLED"]


def test_another_procedures_line_is_not_filled_and_is_named() -> None:
    what = found([dossier(1, procedure=BIRTH)], [typed(3)])

    assert states(what) == ["NEW"]
    assert what.unseen == (typed(3),)


def test_a_tap_with_the_procedure_goes_before_a_bare_one() -> None:
    bare, tapped = line(1), line(2, procedure=COPY)

    what = found([dossier(1)], [bare, tapped])

    assert step(what).line == tapped
    assert what.voided == (bare,)


def test_a_supplement_is_no_tap_of_something_received() -> None:
    what = found([dossier(1, SUPPLEMENT)], [line(1)])

    assert states(what) == ["NEW"]
    assert what.voided == ()
    assert not what.is_contested


# --- Whose figures hold ------------------------------------------------------------------------


def test_taps_and_file_are_compared_by_outcome() -> None:
    lines = [line(1, outcome=SETTLED), line(2), line(3)]
    dossiers = [dossier(1, SETTLED), dossier(2), dossier(3), dossier(4, SUPPLEMENT)]

    assert not found(dossiers, lines).is_contested
    more = found([*dossiers, dossier(5)], lines)
    assert more.is_contested
    assert more.question == "Đếm nhanh 3, tệp 4: lấy số nào?"
    assert more.tapped == {SETTLED: 1, RECEIVED: 2}
    assert more.told == {SETTLED: 1, RECEIVED: 3}


def test_typed_lines_are_not_counted_with_the_taps() -> None:
    what = found([dossier(1), dossier(2)], [typed(3), line(4)])

    assert not what.is_contested


def test_the_files_figures_add_and_drop() -> None:
    more = found([dossier(1), dossier(2)], [line(1)])
    fewer = found([dossier(1)], [line(1), line(2)])

    assert more.act == "thêm 1 dòng, điền 1 dòng chưa có mã"
    assert fewer.act == "điền 1 dòng chưa có mã, hủy 1 lượt đếm"


def test_the_desks_figures_neither_add_nor_drop() -> None:
    more = found([dossier(1), dossier(2)], [line(1)], Figures.DESK)
    fewer = found([dossier(1)], [line(1), line(2)], Figures.DESK)

    assert states(more) == ["FILLED", "LEFT_OUT"]
    assert fewer.voided == ()


def test_a_tap_that_was_handed_over_is_not_dropped() -> None:
    what = found([dossier(1)], [line(1), line(2, procedure=BIRTH, is_returned=True)])

    assert what.voided == ()


# --- What is written ---------------------------------------------------------------------------


def test_a_line_gets_what_it_lacks() -> None:
    full = dossier(
        1, due=LATER, filing=Filing.ONLINE, quantity=4, hamlet=9, name="Lê An", person="le an"
    )

    taken, kept = (step(found([full], [line(1)], one)) for one in ONE_SIDE[::-1])

    assert taken.changes == {
        "origin": FILE,
        "dossier_code": "H1",
        "procedure": COPY,
        "hamlet": 9,
        "name": "Lê An",
        "filing": Filing.ONLINE,
        "quantity": 4,
        "due": LATER,
    }
    assert kept.changes == {name: one for name, one in taken.changes.items() if name != "origin"}
    assert changes_in_words(taken) == [
        "mã hồ sơ",
        "thôn, bản",
        "người nộp",
        "hình thức: trực tuyến tại chỗ",
        "số lượng: 4",
        "hẹn trả 15/4",
    ]


def test_what_somebody_typed_is_kept() -> None:
    known = typed(3, code="H1", due=DAY, quantity=5, hamlet=1, name="Lê An")
    other = dossier(1, due=LATER, quantity=4, filing=Filing.POST, hamlet=2, name="Lê Anh")

    what = step(found([other], [known]))

    assert (what.state, what.changes) == (DossierState.SAME, {})


def test_a_result_fetched_later_closes_the_line() -> None:
    what = step(found([dossier(1, returned=LATER)], [typed(3, code="H1", due=LATER)]))

    assert (what.state, what.closes) == (DossierState.CHANGED, True)
    assert changes_in_words(what) == ["đã trả kết quả 15/4"]


def test_a_result_is_not_fetched_before_its_line_was_written() -> None:
    known = typed(3, code="H1", since=DAY)
    early = dossier(1, received=date(2026, 4, 8), returned=date(2026, 4, 10))

    assert states(found([early], [known])) == ["SAME"]


def test_a_result_is_closed_once() -> None:
    known = typed(3, code="H1", is_returned=True)

    assert states(found([dossier(1, returned=LATER)], [known])) == ["SAME"]


def test_a_line_from_a_file_only_goes_on() -> None:
    was_received, was_settled = (
        line(1, FILE, one, code="H1", procedure=COPY) for one in (RECEIVED, SETTLED)
    )

    on = step(found([dossier(1, SETTLED)], [was_received]))
    back = step(found([dossier(1, RECEIVED)], [was_settled]))

    assert on.changes == {"outcome": SETTLED}
    assert changes_in_words(on) == ["kết quả: giải quyết, trả ngay"]
    assert (back.state, back.changes) == (DossierState.SAME, {})


def test_an_appointment_put_off_is_followed_where_the_file_wrote_it() -> None:
    known = line(1, FILE, RECEIVED, code="H1", procedure=COPY, due=DAY)

    assert step(found([dossier(1, due=LATER)], [known])).changes == {"due": LATER}
    assert step(found([dossier(1, due=at(8, 15))], [known])).changes == {}


# --- Who came ----------------------------------------------------------------------------------


def test_dossiers_of_one_person_share_a_visit() -> None:
    what = found([dossier(1, person="an"), dossier(2, person="an"), dossier(3, person="binh")])

    assert [step(what, row).beside for row in (1, 2, 3)] == [None, 1, None]


def test_a_new_dossier_joins_the_visit_of_a_typed_line() -> None:
    what = found([dossier(1, person="an"), dossier(2, person="an")], [typed(3, code="H2")])

    assert step(what, 1).beside == 2


def test_lines_of_an_earlier_file_join_a_typed_one_of_the_same_person() -> None:
    early = line(5, FILE, code="H1", procedure=COPY)
    dossiers = [dossier(1, person="an"), dossier(2, person="an")]

    what = found(dossiers, [early, typed(3, code="H2")])

    assert what.joined == {5: 3}
    assert what.act == "gộp 1 lượt của cùng một người"
    assert not found(dossiers, [replace(early, visit=3), typed(3, code="H2")]).does_something


def test_taps_of_one_person_become_one_visit_when_the_files_figures_hold() -> None:
    dossiers = [dossier(1, person="an"), dossier(2, person="an")]

    taken, kept = (found(dossiers, [line(1), line(2)], one) for one in ONE_SIDE[::-1])

    assert (step(taken, 2).beside, step(kept, 2).beside) == (1, None)


def test_taps_of_two_people_part() -> None:
    dossiers = [dossier(1, person="an"), dossier(2, person="binh")]

    what = found(dossiers, [line(1), line(2, visit=1)])

    assert [step(what, row).apart for row in (1, 2)] == [False, True]


def test_people_of_an_earlier_saturday_came_then() -> None:
    early = typed(3, code="H1", is_of_day=False)

    what = found([dossier(1, person="an"), dossier(2, person="an")], [early])

    assert step(what, 2).beside is None


# --- Two files, in either order ----------------------------------------------------------------


@dataclass
class Log:
    """A log that follows what is decided; visits are counted over the lines that stand."""

    lines: list[DeskLine]
    keys: Iterator[int] = field(default_factory=partial(count, 500))  # none is used again

    def take(
        self,
        dossiers: Sequence[FileDossier],
        figures: Figures,
        told: Callable[[str], Answer | None] = lambda _pair: None,
    ) -> Reconciliation:
        """Import a file; of the pairs in doubt somebody says what he knows."""
        asked = reconcile(DAY, dossiers, self.lines, figures, {}).asked
        said = {one.key: told(one.key) for one in asked}
        answers = {key: one for key, one in said.items() if one is not None}
        what = reconcile(DAY, dossiers, self.lines, figures, answers)
        by_key = {one.key: one for one in self.lines}
        visits: dict[int, int] = {}
        for one in what.steps:
            written = self._written(one, visits)
            if written is not None:
                by_key[written.key] = written
                visits[one.dossier.row] = written.visit
        gone = {one.key for one in what.voided}
        self.lines = [
            replace(one, visit=what.joined.get(one.visit, one.visit)) if one.origin is FILE else one
            for one in by_key.values()
            if one.key not in gone
        ]
        return what

    def _written(self, one: DossierStep, visits: dict[int, int]) -> DeskLine | None:
        """Give the line of a step as it stands afterwards."""
        if one.state is DossierState.NEW:
            key = next(self.keys)
            told = one.dossier
            new = line(
                key,
                FILE,
                one.outcome,
                code=told.code,
                procedure=told.procedure,
                hamlet=told.hamlet,
            )
            return replace(new, visit=visits.get(one.beside or 0, key), is_returned=one.closes)
        if one.line is None or one.state is DossierState.ASKED:
            return None
        changes: Any = dict(one.changes)
        code = changes.pop("dossier_code", one.line.code)
        visit = visits.get(one.beside or 0, 2000 + one.line.key) if one.moves else one.line.visit
        returned = one.line.is_returned or one.closes
        return replace(one.line, **changes, code=code, visit=visit, is_returned=returned)

    @property
    def totals(self) -> tuple[int, Counter[Outcome], int]:
        """Count people, lines by outcome, and results handed over."""
        visits = {one.visit for one in self.lines}
        closed = sum(one.is_returned for one in self.lines)
        return len(visits), Counter(one.outcome for one in self.lines), closed


HOURS = st.sampled_from([DAY, at(8), at(8, 50), at(11)])
VILLAGES = st.sampled_from([None, 1, 2])
ONE_SIDE = [Figures.DESK, Figures.FILE]
SAID = st.functions(
    like=lambda pair: None,  # noqa: ARG005 - its name is how it is called
    returns=st.sampled_from([None, Answer.SAME, Answer.OTHER]),
    pure=True,
)
Told = Callable[[str], Answer | None]


@st.composite
def mornings(draw: st.DrawFn) -> tuple[list[DeskLine], list[FileDossier], list[FileDossier]]:
    """Make a log of taps and coded lines, and two files that tell of the same dossiers."""
    kinds = st.sampled_from([SETTLED, RECEIVED])
    truth = [
        dossier(
            row,
            draw(kinds),
            draw(st.sampled_from([COPY, BIRTH])),
            person=draw(st.sampled_from(["", "an", "binh", "chi"])),
            received=draw(HOURS),
            hamlet=draw(VILLAGES),
        )
        for row in range(1, draw(st.integers(0, 6)) + 1)
    ]
    lines = [
        line(
            key,
            outcome=draw(kinds),
            procedure=draw(st.sampled_from([None, COPY, BIRTH])),
            since=draw(HOURS),
            hamlet=draw(VILLAGES),
        )
        for key in range(1, draw(st.integers(0, 5)) + 1)
    ]
    lines += [
        typed(100 + one.row, draw(kinds), code=one.code, procedure=one.procedure)
        for one in truth
        if draw(st.booleans()) and draw(st.booleans())
    ]
    files = []
    for _file in range(2):
        told = [one for one in truth if draw(st.booleans())]
        # A file written earlier does not know yet that a result was fetched.
        files.append(
            [replace(one, outcome=RECEIVED) if draw(st.booleans()) else one for one in told]
        )
    return lines, files[0], files[1]


Morning = tuple[list[DeskLine], list[FileDossier], list[FileDossier]]


@given(mornings(), st.sampled_from(ONE_SIDE), SAID, st.sampled_from(list(Answer)))
def test_two_files_in_either_order_give_the_same_figures(
    morning: Morning, figures: Figures, told: Told, later: Answer
) -> None:
    lines, one, two = morning
    forward, backward = Log(list(lines)), Log(list(lines))

    for log, files in ((forward, (one, two)), (backward, (two, one))):
        for file in files:
            log.take(file, figures, told)
        for file in files:  # what was left open is decided in the end
            what = log.take(file, figures, lambda pair: told(pair) or later)
            assert what.asked == ()

    assert forward.totals == backward.totals


@given(mornings(), st.sampled_from(list(Figures)), SAID)
def test_a_file_read_twice_changes_nothing(morning: Morning, figures: Figures, told: Told) -> None:
    lines, one, _two = morning
    log = Log(list(lines))
    log.take(one, figures, told)

    assert not log.take(one, figures, told).does_something


@given(mornings(), st.sampled_from(list(Figures)))
def test_what_nobody_decided_stays_on_both_sides(morning: Morning, figures: Figures) -> None:
    lines, one, _two = morning
    log = Log(list(lines))

    what = log.take(one, figures)

    standing = {item.key: item for item in log.lines}
    written = {item.code for item in log.lines}
    for pair in what.asked:
        assert standing[pair.line.key] == pair.line
        assert pair.dossier.code not in written


@given(mornings(), SAID)
def test_with_both_figures_no_tap_and_no_dossier_is_lost(morning: Morning, told: Told) -> None:
    lines, one, _two = morning
    log = Log(list(lines))

    what = log.take(one, Figures.BOTH, told)

    open_ones = {pair.dossier.code for pair in what.asked}
    assert {item.key for item in lines} <= {item.key for item in log.lines}
    assert {item.code for item in one} - open_ones <= {item.code for item in log.lines}


@given(mornings(), SAID)
def test_no_line_far_off_gets_a_code_unasked(morning: Morning, told: Told) -> None:
    lines, one, _two = morning
    log = Log(list(lines))

    what = log.take(one, Figures.FILE, told)

    filled = what.of(DossierState.FILLED)
    doubtful = [
        f"{item.line.key}-{item.dossier.key}" for item in filled if item.line and is_doubtful(item)
    ]
    assert {told(pair) for pair in doubtful} <= {Answer.SAME}


def is_doubtful(item: DossierStep) -> bool:
    """Whether both sides name another village, or hours over an hour apart."""
    line, told = item.line, item.dossier
    if line is None:
        return False
    other = None not in {line.hamlet, told.hamlet} and line.hamlet != told.hamlet
    far = False
    if line.moment and told.moment:
        far = abs((line.moment - told.moment).total_seconds()) > 60 * 60
    return other or far


@given(mornings(), SAID)
def test_the_desks_figures_stay_as_they_were(morning: Morning, told: Told) -> None:
    lines, one, _two = morning
    taps = [item for item in lines if item.origin is TALLY]
    log = Log(list(lines))
    before = log.totals[1] if taps else None
    log.take(one, Figures.DESK, told)

    if before is not None:
        assert log.totals[1] == before
