"""What does a file of the one-stop system tell of a Saturday, and which lines does it mean?

The desk taps and types while people wait; that system's Excel comes afterwards. Each dossier of
the file is found again by its code, else among the lines that have no code yet, else it is new.
Two files of one Saturday give the same figures in either order, and a file read twice nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType

from saturday.rules.coded import Coded
from saturday.rules.intake import EntryOrigin, Filing, Outcome, ReturnWay
from saturday.rules.procedures import parse_code
from saturday.vietnamese.dates import day_month
from saturday.vietnamese.names import fold, nfc

# What a file may tell of a dossier; each figure stands beside the taps of the same kind.
_KINDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.SUPPLEMENT: "supplement",
        Outcome.REFUSED: "refused",
        Outcome.RECEIVED: "received",
        Outcome.SETTLED: "received",
    }
)
_FURTHER = tuple(_KINDS)  # a dossier only goes on: what a later file tells is never less
_TYPED = frozenset({EntryOrigin.LINE, EntryOrigin.LATER})
_PREFIX = "thu tuc "


class DossierState(Enum):
    """What a file does with one of its dossiers (kết luận về một hồ sơ)."""

    NEW = "thêm dòng"
    FILLED = "điền vào dòng chưa có mã"
    CHANGED = "bổ sung"
    SAME = "như cũ"
    LEFT_OUT = "không thêm"
    ELSEWHERE = "của ngày khác"


class Figures(Coded):
    """Whose count holds where taps and file differ (lấy số nào)."""

    FILE = "FILE", "số của tệp"
    DESK = "DESK", "số đếm nhanh"


@dataclass(frozen=True, slots=True)
class FileDossier:
    """One dossier as the file tells of it (hồ sơ trong tệp); a moment may lack its hour."""

    row: int
    code: str
    received: date
    outcome: Outcome
    procedure: int | None = None
    due: date | None = None
    returned: date | None = None
    way: ReturnWay = ReturnWay.AT_DESK
    filing: Filing | None = None
    quantity: int | None = None
    hamlet: int | None = None
    name: str = ""
    person: str = ""  # tells people apart inside the file; kept nowhere

    @property
    def key(self) -> str:
        """By what it is found again."""
        return code_key(self.code)

    @property
    def order(self) -> tuple[str, str]:
        """Its place, whatever the order of the file."""
        return self.received.isoformat(), self.key


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A line of the log as far as a file can meet it (dòng đang có)."""

    key: int
    number: str
    origin: EntryOrigin
    outcome: Outcome
    code: str = ""
    procedure: int | None = None
    due: date | None = None
    filing: Filing = Filing.DIRECT
    quantity: int = 1
    visit: int = 0
    hamlet: int | None = None
    name: str = ""
    is_returned: bool = False
    since: date | None = None  # the day on which it came
    is_of_day: bool = True  # of this Saturday, not of an earlier one
    is_void: bool = False  # somebody said that it does not count

    @property
    def is_tapped(self) -> bool:
        """Whether it is one of this Saturday's taps."""
        return self.origin is EntryOrigin.TALLY and self.is_of_day and not self.is_void

    @property
    def kind(self) -> str:
        """With which dossiers it is compared; empty when with none."""
        return _KINDS.get(self.outcome, "")


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
    tapped: Mapping[Outcome, int]
    told: Mapping[Outcome, int]

    def of(self, state: DossierState) -> list[DossierStep]:
        """Give the steps of one state, in the file's order."""
        found = [one for one in self.steps if one.state is state]
        return sorted(found, key=lambda one: one.dossier.row)

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


# --- What the words of a file mean -------------------------------------------------------------


def code_key(code: str) -> str:
    """Write a dossier's code as it is compared: blanks and capitals say nothing."""
    return "".join(code.split()).casefold()


def plain_words(words: str) -> str:
    """Write a procedure's or a person's name as it is compared: no marks, no signs."""
    plain = "".join(one if one.isalnum() else " " for one in fold(nfc(words)))
    return " ".join(plain.split()).removeprefix(_PREFIX)


def codes_in(words: str) -> Iterator[str]:
    """Find the national codes that stand in a text: "2.000815 - Chứng thực bản sao"."""
    for piece in words.replace("(", " ").replace(")", " ").replace(",", " ").split():
        code = parse_code(piece.rstrip(".:;-"))
        if code:
            yield code


def outcome_told(status: str, received: date, returned: date | None) -> Outcome:
    """Say what became of a dossier by its state in words, and by when its result was fetched."""
    if returned is not None:
        settled = on_day(returned) == on_day(received)
        return Outcome.SETTLED if settled else Outcome.RECEIVED
    plain = fold(nfc(status))
    if "bo sung" in plain and "da bo sung" not in plain:
        return Outcome.SUPPLEMENT
    if any(words in plain for words in ("tu choi", "khong tiep nhan")):
        return Outcome.REFUSED
    return Outcome.RECEIVED


def filing_told(words: str) -> Filing | None:
    """Say how a dossier came in; nothing when the file does not tell."""
    plain = fold(nfc(words))
    if any(one in plain for one in ("truc tuyen", "online", "qua mang", "cong dich vu")):
        return Filing.ONLINE
    if "buu" in plain:
        return Filing.POST
    return Filing.DIRECT if plain else None


def way_told(words: str) -> ReturnWay:
    """Say how a result was fetched."""
    plain = fold(nfc(words))
    if "buu" in plain:
        return ReturnWay.POST
    electronic = any(one in plain for one in ("dien tu", "truc tuyen", "qua mang", "email"))
    return ReturnWay.ELECTRONIC if electronic else ReturnWay.AT_DESK


def hamlet_told(address: str, hamlets: Iterable[tuple[int, str]]) -> int | None:
    """Find the village that an address names; the longest name that stands in it."""
    plain = f" {plain_words(address)} "
    found = [(len(name), key) for key, name in hamlets if f" {plain_words(name)} " in plain]
    return max(found)[1] if found else None


def on_day(moment: date) -> date:
    """Give the day of a moment that may lack its hour."""
    return moment.date() if isinstance(moment, datetime) else moment


# --- Which line each dossier means -------------------------------------------------------------


def reconcile(
    day: date,
    dossiers: Iterable[FileDossier],
    lines: Iterable[DeskLine],
    figures: Figures,
) -> Reconciliation:
    """Say what a file does to the log of a Saturday when these figures hold."""
    ordered = sorted(dossiers, key=lambda one: one.order)
    standing = sorted((one for one in lines if one.kind), key=lambda one: one.key)
    known = _known(ordered, standing)
    rest = [one for one in ordered if one.row not in known and on_day(one.received) == day]
    free = [one for one in standing if one.is_of_day and not (one.code or one.is_void)]
    filled = _filled(rest, free)
    contested = _contested(known, filled, rest, standing)
    left = {line.key for line in filled.values()}
    uncoded = [one for one in free if one.key not in left and not one.is_returned]
    steps = _steps(ordered, (known, filled, rest), standing, figures)
    placed, joined = _with_visits(steps, figures)
    tapped, told = _counted(contested, (known, filled, rest), standing)
    taken = figures is Figures.FILE
    return Reconciliation(
        figures,
        tuple(placed),
        joined,
        tuple(one for one in uncoded if taken and one.is_tapped and one.kind in contested),
        tuple(one for one in uncoded if one.origin in _TYPED),
        tapped,
        told,
    )


Found = Mapping[int, DeskLine]
Parts = tuple[Found, Found, Sequence[FileDossier]]


def _known(dossiers: Iterable[FileDossier], lines: Iterable[DeskLine]) -> Found:
    """Find the lines that have the codes of the file's dossiers, standing ones first."""
    by_code: dict[str, DeskLine] = {}
    for line in sorted(lines, key=lambda one: (one.is_void, not one.is_of_day)):
        if line.code:
            by_code.setdefault(code_key(line.code), line)
    return {one.row: by_code[one.key] for one in dossiers if one.key in by_code}


def _filled(rest: Sequence[FileDossier], free: Iterable[DeskLine]) -> Found:
    """Find for each dossier a line without a code that may be it: typed ones before taps."""
    found: dict[int, DeskLine] = {}
    left = {one.key: one for one in free}
    for fits in (_typed_exactly, _typed, _tapped_exactly, _tapped, _bare_exactly, _bare):
        for dossier in (one for one in rest if one.row not in found):
            line = next((one for one in left.values() if fits(dossier, one)), None)
            if line is not None:
                found[dossier.row] = left.pop(line.key)
    return found


def _typed(dossier: FileDossier, line: DeskLine) -> bool:
    """Whether somebody typed this procedure for nobody else."""
    both = dossier.name and line.name
    other = both and plain_words(dossier.name) != plain_words(line.name)
    return line.origin in _TYPED and _same_procedure(dossier, line) and not other


def _typed_exactly(dossier: FileDossier, line: DeskLine) -> bool:
    return _typed(dossier, line) and line.outcome is dossier.outcome


def _tapped(dossier: FileDossier, line: DeskLine) -> bool:
    return line.is_tapped and _same_procedure(dossier, line)


def _tapped_exactly(dossier: FileDossier, line: DeskLine) -> bool:
    return _tapped(dossier, line) and line.outcome is dossier.outcome


def _bare(dossier: FileDossier, line: DeskLine) -> bool:
    """Whether it is a tap that tells no procedure."""
    return line.is_tapped and line.procedure is None and line.kind == _KINDS[dossier.outcome]


def _bare_exactly(dossier: FileDossier, line: DeskLine) -> bool:
    return _bare(dossier, line) and line.outcome is dossier.outcome


def _same_procedure(dossier: FileDossier, line: DeskLine) -> bool:
    same = line.procedure == dossier.procedure
    return same and line.kind == _KINDS[dossier.outcome]


# --- Whose figures hold ------------------------------------------------------------------------


def _of_the_taps(parts: Parts) -> Iterator[FileDossier]:
    """Give the dossiers that nobody typed: those the taps of the day have counted, or not."""
    _known_lines, filled, rest = parts
    for one in rest:
        line = filled.get(one.row)
        if line is None or line.is_tapped:
            yield one


def _contested(
    known: Found, filled: Found, rest: Sequence[FileDossier], lines: Iterable[DeskLine]
) -> frozenset[str]:
    """Give the kinds of which there are taps, and of which the file tells as well."""
    tapped = {one.kind for one in lines if one.is_tapped}
    told = {_KINDS[one.outcome] for one in _of_the_taps((known, filled, rest))}
    return frozenset(tapped & (told | {one.kind for one in known.values() if one.is_tapped}))


def _counted(
    contested: frozenset[str], parts: Parts, lines: Sequence[DeskLine]
) -> tuple[Counter[Outcome], Counter[Outcome]]:
    """Count taps, and what would be counted by the file: taps that have a code, and the rest."""
    taps = [one for one in lines if one.is_tapped and one.kind in contested]
    told = Counter(one.outcome for one in taps if one.code)
    told += Counter(one.outcome for one in _of_the_taps(parts) if _KINDS[one.outcome] in contested)
    return Counter(one.outcome for one in taps), told


# --- What is written ---------------------------------------------------------------------------


def _steps(
    dossiers: Sequence[FileDossier],
    parts: Parts,
    lines: Iterable[DeskLine],
    figures: Figures,
) -> Iterator[DossierStep]:
    """Say of each dossier what is done, visits apart."""
    known, filled, rest = parts
    met = {**known, **filled}
    here = {one.row for one in rest}
    tapped = {one.kind for one in lines if one.is_tapped}
    for one in dossiers:
        if one.row in met:
            yield _met(one, met[one.row], figures)
        elif one.row not in here:
            yield DossierStep(one, DossierState.ELSEWHERE)
        elif figures is Figures.DESK and _KINDS[one.outcome] in tapped:
            yield DossierStep(one, DossierState.LEFT_OUT)
        else:
            closes = one.returned is not None and one.outcome is Outcome.RECEIVED
            yield DossierStep(one, DossierState.NEW, outcome=one.outcome, closes=closes)


def _met(dossier: FileDossier, line: DeskLine, figures: Figures) -> DossierStep:
    """Say what a dossier tells that its line does not have; a void line stays as it is."""
    if line.is_void:
        return DossierStep(dossier, DossierState.LEFT_OUT, line)
    follows = line.origin is EntryOrigin.FILE or (line.is_tapped and figures is Figures.FILE)
    outcome = _outcome(dossier, line) if follows and not line.is_returned else line.outcome
    changes = dict(_changes(dossier, line, outcome, follows=follows))
    waits = outcome is Outcome.RECEIVED and not line.is_returned
    step = DossierStep(dossier, DossierState.FILLED, line, outcome, changes)
    step = replace(step, closes=waits and _was_fetched(dossier, line))
    if not line.code:
        return step
    state = DossierState.CHANGED if step.does_something else DossierState.SAME
    return replace(step, state=state)


def _was_fetched(dossier: FileDossier, line: DeskLine) -> bool:
    """Whether the file tells of a day that can be: none before the line's own."""
    returned = dossier.returned
    return returned is not None and on_day(returned) >= (line.since or on_day(returned))


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
        ("filing", filing, filing is not line.filing and line.origin not in _TYPED),
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
    if not step.dossier.person or step.state in {DossierState.ELSEWHERE, DossierState.LEFT_OUT}:
        return False
    line = step.line
    as_tapped = line is not None and line.is_tapped and figures is Figures.DESK
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
