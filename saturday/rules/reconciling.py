"""What does importing a file do to the log of a Saturday, when whose figures hold?

Two files of one Saturday give the same figures in either order, and a file read twice nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from saturday.rules.dossier_words import on_day
from saturday.rules.dossiers import KINDS, DeskLine, Figures, FileDossier
from saturday.rules.intake import EntryOrigin, Filing, Outcome
from saturday.rules.pairing import Answers, Pairing, Question, pair
from saturday.vietnamese.dates import day_month

_FURTHER = tuple(KINDS)  # a dossier only goes on: what a later file tells is never less


class DossierState(Enum):
    """What a file does with one of its dossiers (kết luận về một hồ sơ)."""

    NEW = "thêm dòng"
    FILLED = "điền vào dòng chưa có mã"
    CHANGED = "bổ sung"
    SAME = "như cũ"
    LEFT_OUT = "không thêm"
    ASKED = "chưa quyết"
    ELSEWHERE = "của ngày khác"


LINE_STAYS = "Buổi {} đã chốt số liệu nên dòng này giữ nguyên"
NOT_RETURNED = "Buổi {} đã chốt số liệu nên chưa ghi trả kết quả"
_UNTOUCHED = frozenset({DossierState.ELSEWHERE, DossierState.LEFT_OUT, DossierState.ASKED})


@dataclass(frozen=True, slots=True)
class DossierStep:
    """What importing one dossier does (việc làm với một hồ sơ)."""

    dossier: FileDossier
    state: DossierState
    line: DeskLine | None = None
    outcome: Outcome = Outcome.RECEIVED  # of the line afterwards
    changes: Mapping[str, object] = field(default_factory=dict)  # fields of the line
    closes: bool = False  # its result was handed over
    beside: int | None = None  # row of the file whose visit it shares: the same person
    apart: bool = False  # the line leaves a visit that is somebody else's
    kept: tuple[str, ...] = ()  # why something that the file tells is not written

    @property
    def does_something(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.closes or self.changes or self.moves or self.state is DossierState.NEW)

    @property
    def moves(self) -> bool:
        """Whether an old line goes to another visit."""
        return self.line is not None and (self.beside is not None or self.apart)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What importing a whole file does (kết quả đối chiếu), the figures chosen."""

    figures: Figures
    steps: tuple[DossierStep, ...]  # in the order in which they are written
    joined: Mapping[int, int]  # visits of an earlier file that are one with another
    voided: tuple[DeskLine, ...]  # taps that the file knows nothing of, its figures taken
    unseen: tuple[DeskLine, ...]  # lines typed without a code that the file does not have
    asked: tuple[Question, ...]  # not decided: nothing is done with either side
    tapped: Mapping[Outcome, int]
    told: Mapping[Outcome, int]

    def of(self, state: DossierState) -> list[DossierStep]:
        """Give the steps of one state, in the file's order."""
        found = [one for one in self.steps if one.state is state]
        return sorted(found, key=lambda one: one.dossier.row)

    @property
    def kept(self) -> list[DossierStep]:
        """Give the steps that leave something as it is, in the file's order."""
        return sorted((one for one in self.steps if one.kept), key=lambda one: one.dossier.row)

    @property
    def closed(self) -> int:
        """How many results it records as handed over."""
        return sum(one.closes for one in self.steps)

    @property
    def does_something(self) -> bool:
        """Whether anything would be written."""
        return bool(self.voided or self.joined) or any(one.does_something for one in self.steps)

    @property
    def act(self) -> str:
        """Say what is done: "thêm 2 dòng, điền 24 dòng chưa có mã, ghi trả 3 kết quả"."""
        counts = (
            (len(self.of(DossierState.NEW)), "thêm {} dòng"),
            (len(self.of(DossierState.FILLED)), "điền {} dòng chưa có mã"),
            (len(self.of(DossierState.CHANGED)), "bổ sung {} dòng"),
            (self.closed, "ghi trả {} kết quả"),
            (len(self.voided), "hủy {} lượt đếm"),
            (len(self.joined), "gộp {} lượt của cùng một người"),
        )
        return ", ".join(words.format(number) for number, words in counts if number)

    @property
    def is_contested(self) -> bool:
        """Whether somebody must say which figures hold."""
        return self.tapped != self.told

    @property
    def question(self) -> str:
        """Ask it: "Đếm nhanh 24, tệp 26: lấy số nào?"."""
        tapped, told = sum(self.tapped.values()), sum(self.told.values())
        return f"Đếm nhanh {tapped}, tệp {told}: lấy số nào?"


# --- Whose figures hold ------------------------------------------------------------------------


def reconcile(
    day: date,
    dossiers: Iterable[FileDossier],
    lines: Iterable[DeskLine],
    figures: Figures,
    answers: Answers,
) -> Reconciliation:
    """Say what a file does to the log of a Saturday when these figures and answers hold."""
    ordered = sorted(dossiers, key=lambda one: one.order)
    standing = sorted((one for one in lines if one.kind), key=lambda one: one.key)
    pairs = pair(day, ordered, standing, answers)
    contested = _contested(pairs, standing)
    uncoded = [
        one
        for one in standing
        if one.is_free and one.key not in pairs.taken and not one.is_returned
    ]
    placed, joined = _with_visits(_steps(ordered, pairs, standing, figures), figures)
    tapped, told = _counted(contested, pairs, standing)
    taken = figures is Figures.FILE
    return Reconciliation(
        figures,
        tuple(placed),
        joined,
        tuple(one for one in uncoded if taken and one.is_tapped and one.kind in contested),
        tuple(one for one in uncoded if one.is_typed),
        pairs.asked,
        tapped,
        told,
    )


def _of_the_taps(pairs: Pairing) -> Iterator[FileDossier]:
    """Give the dossiers that nobody typed: those the taps of the day have counted, or not.

    What is not decided is counted with the line that it may be.
    """
    met = {**pairs.filled, **pairs.open}
    for one in pairs.rest:
        line = met.get(one.row)
        if line is None or line.is_tapped:
            yield one


def _contested(pairs: Pairing, lines: Iterable[DeskLine]) -> frozenset[str]:
    """Give the kinds of which there are taps, and of which the file tells as well."""
    tapped = {one.kind for one in lines if one.is_tapped}
    told = {one.kind for one in _of_the_taps(pairs)}
    known = {one.kind for one in pairs.known.values() if one.is_tapped}
    return frozenset(tapped & (told | known))


def _counted(
    contested: frozenset[str], pairs: Pairing, lines: Iterable[DeskLine]
) -> tuple[Counter[Outcome], Counter[Outcome]]:
    """Count taps, and what would be counted by the file: taps that have a code, and the rest."""
    taps = [one for one in lines if one.is_tapped and one.kind in contested]
    told = Counter(one.outcome for one in taps if one.code)
    told += Counter(one.outcome for one in _of_the_taps(pairs) if one.kind in contested)
    return Counter(one.outcome for one in taps), told


# --- What is written ---------------------------------------------------------------------------


def _steps(
    dossiers: Sequence[FileDossier],
    pairs: Pairing,
    lines: Iterable[DeskLine],
    figures: Figures,
) -> Iterator[DossierStep]:
    """Say of each dossier what is done, visits apart."""
    met = {**pairs.known, **pairs.filled}
    here = {one.row for one in pairs.rest}
    tapped = {one.kind for one in lines if one.is_tapped}
    for one in dossiers:
        if one.row in pairs.open:
            yield DossierStep(one, DossierState.ASKED, pairs.open[one.row])
        elif one.row in met:
            yield _met(one, met[one.row], figures)
        elif one.row not in here:
            yield DossierStep(one, DossierState.ELSEWHERE)
        elif figures is Figures.DESK and one.kind in tapped:
            yield DossierStep(one, DossierState.LEFT_OUT)
        else:
            closes = one.returned is not None and one.outcome is Outcome.RECEIVED
            new = DossierStep(one, DossierState.NEW, outcome=one.outcome, closes=closes)
            yield _unless_closed(new)


def _met(dossier: FileDossier, line: DeskLine, figures: Figures) -> DossierStep:
    """Say what a dossier tells that its line does not have; a void line stays as it is."""
    if line.is_void:
        return DossierStep(dossier, DossierState.LEFT_OUT, line)
    follows = line.origin is EntryOrigin.FILE or (line.is_tapped and figures is Figures.FILE)
    outcome = _outcome(dossier, line) if follows and not line.is_returned else line.outcome
    changes = dict(_changes(dossier, line, outcome, follows=follows))
    step = DossierStep(dossier, DossierState.FILLED, line, outcome, changes)
    if changes and line.is_closed and line.since:
        words = LINE_STAYS.format(day_month(line.since))
        step = replace(step, outcome=line.outcome, changes={}, kept=(words,))
    waits = step.outcome is Outcome.RECEIVED and not line.is_returned
    step = _unless_closed(replace(step, closes=waits and _was_fetched(dossier, line)))
    if not line.code:
        return step
    state = DossierState.CHANGED if step.does_something else DossierState.SAME
    return replace(step, state=state)


def _unless_closed(step: DossierStep) -> DossierStep:
    """Leave out a result handed over on a Saturday whose figures are closed."""
    returned = step.dossier.returned
    if not (step.closes and returned and step.dossier.is_return_closed):
        return step
    words = NOT_RETURNED.format(day_month(returned))
    return replace(step, closes=False, kept=(*step.kept, words))


def _was_fetched(dossier: FileDossier, line: DeskLine) -> bool:
    """Whether the file tells of a day that can be: none before the line's own."""
    returned = dossier.returned
    return returned is not None and on_day(returned) >= on_day(line.since or returned)


def _outcome(dossier: FileDossier, line: DeskLine) -> Outcome:
    """Take what the file says; of a line that came from a file, what is further on."""
    if line.origin is not EntryOrigin.FILE:
        return dossier.outcome
    return max(dossier.outcome, line.outcome, key=_FURTHER.index)


def _changes(
    dossier: FileDossier, line: DeskLine, outcome: Outcome, *, follows: bool
) -> Iterator[tuple[str, object]]:
    """Give what is written into a line: what it lacks; more where it follows the file."""
    told = dossier.quantity or 1
    filing = dossier.filing or line.filing
    due = _has_other_due(dossier, line, outcome, follows=follows)
    written: tuple[tuple[str, object, object], ...] = (
        ("origin", EntryOrigin.FILE, follows and line.origin is not EntryOrigin.FILE),
        ("outcome", outcome, outcome is not line.outcome),
        ("dossier_code", dossier.code, not line.code),
        ("procedure", dossier.procedure, line.procedure is None),
        ("hamlet", dossier.hamlet, line.hamlet is None),
        ("name", dossier.name, not line.name),
        ("filing", filing, filing is not line.filing and not line.is_typed),
        ("quantity", told, line.quantity < told and line.quantity == 1),
        ("due", dossier.due, due),
    )
    return ((name, value) for name, value, wanted in written if wanted and value)


def _has_other_due(
    dossier: FileDossier, line: DeskLine, outcome: Outcome, *, follows: bool
) -> bool:
    """Whether the appointment is still to be written, or was put off in that system."""
    if dossier.due is None or outcome is not Outcome.RECEIVED:
        return False
    return line.due is None or (follows and on_day(dossier.due) != line.due)


def _with_visits(
    steps: Iterable[DossierStep], figures: Figures
) -> tuple[list[DossierStep], dict[int, int]]:
    """Let dossiers of one person share a visit, where the file's figures hold.

    What people typed stays where it is; lines of an earlier file join it, with their visit.
    """
    first: dict[str, DossierStep] = {}
    owners: dict[int, str] = {}
    joined: dict[int, int] = {}
    found = []
    for step in sorted(steps, key=lambda one: (_rank(one), one.dossier.order)):
        person, line = step.dossier.person, step.line
        if not _has_person(step, figures):
            found.append(step)
            continue
        known = first.setdefault(person, step)
        mine = line is None or owners.setdefault(line.visit, person) == person
        if not _may_move(step):
            joined |= _joins(line, known.line)
            found.append(step)
        elif known is step:
            found.append(replace(step, apart=not mine))
        else:
            found.append(replace(step, beside=known.dossier.row))
    return found, joined


def _rank(step: DossierStep) -> int:
    """Say in which order people are met: typed lines, lines of a file, taps, new ones."""
    line = step.line
    if line is None:
        return 3
    if line.origin is EntryOrigin.FILE:
        return 1
    return 2 if _may_move(step) else 0


def _joins(line: DeskLine | None, known: DeskLine | None) -> dict[int, int]:
    """Say which visit of an earlier file goes into that of the same person."""
    if line is None or known is None or line.origin is not EntryOrigin.FILE:
        return {}
    return {line.visit: known.visit} if line.visit != known.visit else {}


def _has_person(step: DossierStep, figures: Figures) -> bool:
    """Whether a step says who came; taps whose figures hold say nothing of people."""
    if not step.dossier.person or step.state in _UNTOUCHED:
        return False
    line = step.line
    as_tapped = line is not None and line.is_tapped and figures is not Figures.FILE
    return not as_tapped and (line is None or line.is_of_day)


def _may_move(step: DossierStep) -> bool:
    """Whether a line's visit is still open: new ones, and taps that now get their code."""
    line = step.line
    return line is None or (line.is_tapped and not line.code)


def changes_in_words(step: DossierStep) -> list[str]:
    """Say what a step writes into its line; the procedure stands beside it anyway."""
    words: Mapping[str, Callable[[object], str]] = {
        "outcome": lambda value: f"kết quả: {Outcome(str(value)).words}",
        "dossier_code": lambda _: "mã hồ sơ",
        "hamlet": lambda _: "thôn, bản",
        "name": lambda _: "người nộp",
        "filing": lambda value: f"hình thức: {Filing(str(value)).words}",
        "quantity": lambda value: f"số lượng: {value}",
        "due": lambda value: f"hẹn trả {day_month(value)}" if isinstance(value, date) else "",
    }
    said = [words[name](value) for name, value in step.changes.items() if name in words]
    if step.closes and step.dossier.returned:
        said.append(f"đã trả kết quả {day_month(step.dossier.returned)}")
    return said
