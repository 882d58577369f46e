"""What would importing each row of a workbook change?"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeVar

from saturday.rules.columns import Column, Key, Layout, Value, Values
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.sheets import Fault, ReadRow, ReadSheet
from saturday.vietnamese.names import nfc
from saturday.vietnamese.numbers import grouped

REPEATED = "Trùng với dòng {}: cùng {}. Hãy bỏ một dòng."


class RowState(Enum):
    """What importing a row would do (kết luận về một dòng)."""

    FAULTY = "lỗi"
    NEW = "mới"
    CHANGED = "sửa"
    SAME = "như cũ"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a row would change (chỗ sửa), in words."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row of the database (dòng đang lưu) with the values of the table's fields."""

    key: int
    values: Values


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What is said of one row of a file (kết luận từng dòng)."""

    number: int
    state: RowState
    name: str
    values: Values = field(default_factory=dict)  # given ones; of a change only what differs
    key: int | None = None  # the stored row that it changes
    faults: tuple[Fault, ...] = ()
    changes: tuple[Change, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """Say it in one line, as a command prints it."""
        said = [
            *(fault.words for fault in self.faults),
            *(f"{one.title}: {one.before} → {one.after}" for one in self.changes),
            *self.remarks,
        ]
        whose = ", ".join(filter(None, (self.state.value, self.name)))
        return f"Dòng {self.number}, {whose}: {'; '.join(said)}".rstrip(": ")


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a file would do (kết quả xem trước)."""

    sheet: ReadSheet
    verdicts: tuple[RowVerdict, ...]

    def of(self, state: RowState) -> list[RowVerdict]:
        """Give the rows of one state, in the file's order."""
        return [one for one in self.verdicts if one.state is state]

    @property
    def counts(self) -> Mapping[RowState, int]:
        """How many rows there are of each state."""
        found = Counter(one.state for one in self.verdicts)
        return {state: found[state] for state in RowState}

    @property
    def does_something(self) -> bool:
        """Whether there is a row to write."""
        counts = self.counts
        return not self.sheet.refusal and counts[RowState.NEW] + counts[RowState.CHANGED] > 0

    @property
    def act(self) -> str:
        """Say what confirming does: "Nhập 34 dòng mới, sửa 3 dòng, bỏ 2 dòng lỗi"."""
        counts = self.counts
        words = [
            f"{verb} {grouped(counts[state])} {noun}"
            for state, verb, noun in (
                (RowState.NEW, "nhập", "dòng mới"),
                (RowState.CHANGED, "sửa", "dòng"),
                (RowState.FAULTY, "bỏ", "dòng lỗi"),
            )
            if counts[state]
        ]
        return ", ".join(words).capitalize()

    @property
    def fingerprint(self) -> str:
        """Tell two plans apart: what was shown must be what is done."""
        told = [
            [one.number, one.state.name, one.key, sorted(map(str, one.values.items())), one.line]
            for one in self.verdicts
        ]
        return hashlib.sha256(json.dumps([self.sheet.refusal, told]).encode()).hexdigest()


def judge(sheet: ReadSheet, stored: Iterable[StoredRow], layout: Layout) -> ImportPlan:
    """Say of every row what importing it would do."""
    rows = list(sheet.rows)
    for unique in layout.uniques:
        titles = [layout.column(name).title for name in unique.fields]
        alike = " và ".join(f"“{title}”" for title in titles)
        rows = list(_without_repeated(rows, unique, alike))
    known, unclear = _known_again([row for row in rows if not row.faults], list(stored), layout)
    doubt = Fault("", layout.unclear)
    rows = [replace(row, faults=(doubt,)) if row.number in unclear else row for row in rows]
    verdicts = (_verdict(row, known.get(row.number), layout) for row in rows)
    return ImportPlan(sheet, tuple(verdicts))


def _without_repeated(rows: Iterable[ReadRow], unique: Key, alike: str) -> Iterator[ReadRow]:
    """Refuse each row that is the same as an earlier one of the file, and say by what."""
    seen: dict[Hashable, list[ReadRow]] = defaultdict(list)
    for row in rows:
        key = _key_of(row.values, unique)
        earlier = seen[key] if key is not None else []
        first = next((one for one in earlier if not _differ(row, one, unique.unless)), None)
        earlier.append(row)
        repeated = (Fault("", REPEATED.format(first.number, alike)),) if first else ()
        yield replace(row, faults=(*row.faults, *repeated))


def _key_of(values: Values, key: Key) -> Hashable | None:
    """Give what two rows are compared by; None when a part of it isn't there."""
    parts = [(name, values.get(name)) for name in key.fields]
    if any(part in (None, "") and name not in key.lacking for name, part in parts):
        return None
    return tuple(nfc(one).lower() if isinstance(one, str) else one for _name, one in parts)


def _known_again(
    rows: Sequence[ReadRow], stored: Sequence[StoredRow], layout: Layout
) -> tuple[dict[int, StoredRow], set[int]]:
    """Find the stored row that each row means, and the rows that could mean several."""
    known: dict[int, StoredRow] = {}
    unclear: set[int] = set()
    taken: set[int] = set()
    for key in layout.keys:
        free = _grouped((one for one in stored if one.key not in taken), key)
        for value, its in _grouped((one for one in rows if one.number not in known), key).items():
            found = [
                one
                for one in free.get(value, ())
                if any(not _differ(row, one, key.unless) for row in its)
            ]
            if len(its) == len(found) == 1 and not _differ(its[0], found[0], (key.doubt,)):
                known[its[0].number] = found[0]
                taken.add(found[0].key)
            elif found:
                unclear.update(one.number for one in its)
    return known, unclear - known.keys()


Rowlike = TypeVar("Rowlike", ReadRow, StoredRow)


def _grouped(rows: Iterable[Rowlike], key: Key) -> dict[Hashable, list[Rowlike]]:
    found: dict[Hashable, list[Rowlike]] = defaultdict(list)
    for row in rows:
        value = _key_of(row.values, key)
        if value is not None:
            found[value].append(row)
    return found


def _differ(row: ReadRow, other: ReadRow | StoredRow, names: Iterable[str]) -> bool:
    """Whether both say one of these, and not the same."""
    pairs = ((row.values.get(name), other.values.get(name)) for name in names)
    return any(one and two and one != two for one, two in pairs)


def _verdict(row: ReadRow, stored: StoredRow | None, layout: Layout) -> RowVerdict:
    """Judge one row, knowing which stored row it means."""
    name = row.name
    whole = {**(stored.values if stored else {}), **row.values}
    faults = row.faults or tuple(_lacking(whole, layout)) or tuple(_refused(whole, layout))
    if faults:
        return RowVerdict(row.number, RowState.FAULTY, name, faults=faults, remarks=row.remarks)
    if stored is None:
        return RowVerdict(row.number, RowState.NEW, name, row.values, remarks=row.remarks)
    other = {key: value for key, value in row.values.items() if stored.values.get(key) != value}
    return RowVerdict(
        row.number,
        RowState.CHANGED if other else RowState.SAME,
        name,
        other,
        stored.key,
        changes=tuple(_change(layout.column(key), stored, other[key]) for key in other),
        remarks=row.remarks,
    )


def _change(column: Column, stored: StoredRow, value: Value) -> Change:
    before = column.in_words(stored.values.get(column.field)) or "để trống"
    return Change(column.title, before, column.in_words(value) or "để trống")


def _lacking(values: Values, layout: Layout) -> Iterator[Fault]:
    """Name what a row must say and does not."""
    for column in layout.columns:
        if column.empty and values.get(column.field) in (None, ""):
            yield Fault(column.title, column.empty)


def _refused(values: Values, layout: Layout) -> Iterator[Fault]:
    """Ask the table whether the values agree with each other."""
    try:
        layout.refuse({one.field: values.get(one.field) for one in layout.columns})
    except NotAllowedNow as refusal:
        named = [one.title for one in layout.columns if one.field == refusal.field]
        yield Fault(named[0] if named else "", refusal.reason)
