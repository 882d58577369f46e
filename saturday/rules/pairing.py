"""Which line of the log does each dossier of a file mean, and where must somebody be asked?

A dossier is known by its code. One without a line may be a line without a code: typed ones come
before taps, the nearest hour before others. A line of another village, or of an hour far off, is
never taken silently: both are laid beside each other, and somebody says whether they are one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from saturday.rules.coded import Coded
from saturday.rules.dossier_words import code_key, on_day, plain_words
from saturday.rules.dossiers import DeskLine, FileDossier

# How late that system may honestly know of somebody. On such a morning its sign-in was gone for
# 25 minutes and the power for 8; what was written on paper meanwhile takes as long again to be
# typed. Beyond an hour, a quarter of the half-day, it is more likely somebody else.
FAR = timedelta(hours=1)


class Doubt(Enum):
    """Why a dossier and a line may be of different people (chỗ khác nhau)."""

    VILLAGE = "khác thôn, bản"
    HOUR = "giờ cách nhau hơn một tiếng"


class Answer(Coded):
    """What somebody said of a doubtful pair (trả lời câu hỏi); without one nothing is done."""

    SAME = "SAME", "cùng một người"
    OTHER = "OTHER", "người khác"


@dataclass(frozen=True, slots=True)
class Question:
    """A dossier and a line that may be the same (câu hỏi cùng người hay khác)."""

    dossier: FileDossier
    line: DeskLine
    doubts: tuple[Doubt, ...]

    @property
    def key(self) -> str:
        """By what its answer is found."""
        return f"{self.line.key}-{self.dossier.key}"


Found = Mapping[int, DeskLine]  # by row of the file
Answers = Mapping[str, Answer]  # by key of the question


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which line each dossier means (kết quả ghép hồ sơ với dòng)."""

    known: Found = field(default_factory=dict)  # by their code
    filled: Found = field(default_factory=dict)  # lines that get a code
    rest: tuple[FileDossier, ...] = ()  # this Saturday's that no line has the code of
    asked: tuple[Question, ...] = ()  # not decided

    @property
    def open(self) -> Found:
        """Lines that are not decided."""
        return {one.dossier.row: one.line for one in self.asked}

    @property
    def taken(self) -> frozenset[int]:
        """Lines without a code that a dossier means, or may mean."""
        return frozenset(one.key for found in (self.filled, self.open) for one in found.values())


def pair(
    day: date, dossiers: Sequence[FileDossier], lines: Sequence[DeskLine], answers: Answers
) -> Pairing:
    """Find the line of each dossier; who is asked about does not depend on the answers."""
    known = _known(dossiers, lines)
    rest = [one for one in dossiers if one.row not in known and on_day(one.received) == day]
    free = {one.key: one for one in lines if one.is_free}
    filled = _found(rest, free, lambda dossier, line: not doubts_of(dossier, line))
    left = [one for one in rest if one.row not in filled]
    doubtful = _found(left, free, lambda _dossier, _line: True)
    questions = [
        Question(one, doubtful[one.row], doubts_of(one, doubtful[one.row]))
        for one in left
        if one.row in doubtful
    ]
    said = {one.dossier.row: answers.get(one.key) for one in questions}
    same = {row: line for row, line in doubtful.items() if said[row] is Answer.SAME}
    asked = tuple(one for one in questions if said[one.dossier.row] is None)
    return Pairing(known, {**filled, **same}, tuple(rest), asked)


def doubts_of(dossier: FileDossier, line: DeskLine) -> tuple[Doubt, ...]:
    """Name what speaks against a pair; what one of both does not tell says nothing."""
    other = bool(dossier.hamlet and line.hamlet and dossier.hamlet != line.hamlet)
    speaks = {Doubt.VILLAGE: other, Doubt.HOUR: apart(dossier, line) > FAR}
    return tuple(doubt for doubt, is_so in speaks.items() if is_so)


def apart(dossier: FileDossier, line: DeskLine) -> timedelta:
    """Say how long one came after the other; nothing when an hour is not known."""
    if dossier.moment is None or line.moment is None:
        return timedelta()
    return abs(dossier.moment - line.moment)


def _known(dossiers: Iterable[FileDossier], lines: Iterable[DeskLine]) -> Found:
    """Find the lines that have the codes of the file's dossiers, standing ones first."""
    by_code: dict[str, DeskLine] = {}
    for line in sorted(lines, key=lambda one: (one.is_void, not one.is_of_day)):
        if line.code:
            by_code.setdefault(code_key(line.code), line)
    return {one.row: by_code[one.key] for one in dossiers if one.key in by_code}


Test = Callable[[FileDossier, DeskLine], bool]


def _found(rest: Sequence[FileDossier], free: dict[int, DeskLine], allowed: Test) -> Found:
    """Find for each dossier a line that may be it, and take that from those still free."""
    found: dict[int, DeskLine] = {}
    for fits in (_typed_exactly, _typed, _tapped_exactly, _tapped, _bare_exactly, _bare):
        for dossier in (one for one in rest if one.row not in found):
            fitting = [one for one in free.values() if fits(dossier, one) and allowed(dossier, one)]
            if fitting:
                line = min(fitting, key=lambda one: _distance(dossier, one))
                found[dossier.row] = free.pop(line.key)
    return found


def _distance(dossier: FileDossier, line: DeskLine) -> tuple[bool, timedelta, int]:
    """Say how unlike they are: the same village first, then the nearest hour."""
    return Doubt.VILLAGE in doubts_of(dossier, line), apart(dossier, line), line.key


def _typed(dossier: FileDossier, line: DeskLine) -> bool:
    """Whether somebody typed this procedure for nobody else."""
    both = dossier.name and line.name
    other = both and plain_words(dossier.name) != plain_words(line.name)
    return line.is_typed and _same_procedure(dossier, line) and not other


def _typed_exactly(dossier: FileDossier, line: DeskLine) -> bool:
    return _typed(dossier, line) and line.outcome is dossier.outcome


def _tapped(dossier: FileDossier, line: DeskLine) -> bool:
    return line.is_tapped and _same_procedure(dossier, line)


def _tapped_exactly(dossier: FileDossier, line: DeskLine) -> bool:
    return _tapped(dossier, line) and line.outcome is dossier.outcome


def _bare(dossier: FileDossier, line: DeskLine) -> bool:
    """Whether it is a tap that tells no procedure."""
    return line.is_tapped and line.procedure is None and line.kind == dossier.kind


def _bare_exactly(dossier: FileDossier, line: DeskLine) -> bool:
    return _bare(dossier, line) and line.outcome is dossier.outcome


def _same_procedure(dossier: FileDossier, line: DeskLine) -> bool:
    return line.procedure == dossier.procedure and line.kind == dossier.kind
