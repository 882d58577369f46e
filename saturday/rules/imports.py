"""What does each row of a workbook say, and what would importing it change?"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TypeAlias, TypeVar

from saturday.rules.identifiers import parse_phone, show_phone
from saturday.rules.procedures import parse_code
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.dates import numeric_day, parse_clock, parse_day
from saturday.vietnamese.legacy import Reading, reading_of, suspect
from saturday.vietnamese.names import fold, is_capitalised, nfc
from saturday.vietnamese.numbers import grouped

Cell: TypeAlias = str | int | float | bool | date | None
Value: TypeAlias = str | int | float | bool | date | None
Values: TypeAlias = Mapping[str, Value]

MOST_ROWS = 10_000
LAST_HEADER_ROW = 20  # a title and an office's name may stand above the table, no more
EPOCH = date(1899, 12, 30)  # day 0 of a workbook's calendar
DAYS = (date(1900, 1, 1), date(2100, 12, 31))
LAST_SERIAL = (DAYS[1] - EPOCH).days
MINUTES = 24 * 60  # of a day
COUNTERS = frozenset({"stt", "tt", "so tt"})  # heads of a column that only counts rows
EXAMPLE = "Ví dụ"  # stands before the template's line that shows how to write
MISSING = "Thiếu cột {}. Hãy tải mẫu để xem các cột."
NO_HEADER = "Không thấy dòng tên cột. Hãy tải mẫu rồi chép số liệu vào."
NO_ROWS = "Dưới dòng tên cột chưa có dòng nào."
TOO_MANY = "Tệp có {} dòng, nhiều hơn mức {} dòng một lần. Hãy chia thành nhiều tệp."
MIXED = "Tệp gõ bằng hai bảng mã nên không đọc chắc được. Hãy đổi cả tệp sang Unicode."
CONVERTED = "Tệp gõ bằng bảng mã {}, đã đổi sang Unicode. Hãy xem kỹ từng tên."
OLD_LETTERS = "Chữ gõ bằng bảng mã {}. Hãy đổi sang Unicode rồi nạp lại."
REPEATED = "Trùng với dòng {}: cùng {}. Hãy bỏ một dòng."
_DECIMAL = re.compile(r"\d{1,6}(\.\d{1,3})?", re.ASCII)
YES = frozenset({"co", "x", "1", "dung", "yes", "true", "c"})
NO = frozenset({"khong", "0", "ko", "k", "sai", "no", "false", "-"})


# --- What a table's columns are ----------------------------------------------------------------


class ColumnKind(Enum):
    """How a column's cells are read (kiểu cột)."""

    TEXT = "chữ"
    LINES = "nhiều dòng chữ"
    NAME = "họ và tên"
    PHONE = "số điện thoại"
    DAY = "ngày"
    MOMENT = "ngày, giờ"
    NUMBER = "số"
    DECIMAL = "số có phần lẻ"
    NATIONAL_CODE = "mã quốc gia"
    YES_NO = "có hoặc không"
    PICK = "chọn trong danh sách"


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing that may stand in a column with a list (lựa chọn)."""

    value: Value
    words: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table (cột): what it is called, how it is read, what is refused."""

    field: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    empty: str = ""  # said when a new row leaves it empty; without it the cell may be empty
    others: tuple[str, ...] = ()  # further heads by which it is known
    most: int = 200  # letters of a text, or the greatest number
    least: int = 0
    bounds: str = ""  # said of a number out of bounds
    choices: tuple[Pick, ...] = ()
    check: Callable[[str], str] = lambda _words: ""  # says what is wrong with a text
    unknown: str = "Không có “{}” trong danh sách. Hãy chọn theo mẫu."
    hint: str = ""
    example: str = ""

    @property
    def heads(self) -> frozenset[str]:
        """The heads by which the column is known, without marks."""
        return frozenset(map(plain, (self.title, *self.others)))

    def in_words(self, value: Value) -> str:
        """Write a value as it stands in a cell; the same words are read back."""
        if value is None or value == "":
            return ""
        if self.kind is ColumnKind.PICK:
            return next((one.words for one in self.choices if one.value == value), "")
        return show_phone(str(value)) if self.kind is ColumnKind.PHONE else as_text(value)


@dataclass(frozen=True, slots=True)
class Key:
    """Fields by which a row is known again (cách nhận ra dòng cũ)."""

    fields: tuple[str, ...]
    unless: tuple[str, ...] = ()  # rows that differ in one of these are not the same one
    doubt: str = ""  # rows that differ in this field may be the same one or not
    lacking: tuple[str, ...] = ()  # fields in which nothing equals nothing


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table and how its rows are known again (khuôn bảng)."""

    columns: tuple[Column, ...]
    keys: tuple[Key, ...] = ()  # tried one after another; the last one's fields are needed
    uniques: tuple[Key, ...] = ()  # no two rows of a file are alike in one of these
    unclear: str = "Có nhiều dòng giống nhau. Hãy sửa trên trang."
    heads: Mapping[str, str] = field(default_factory=dict)  # plain heads somebody told the field of
    refuse: Callable[[Values], None] = lambda _values: None  # raises NotAllowedNow

    def column(self, name: str) -> Column:
        """Give a column by its field."""
        return next(one for one in self.columns if one.field == name)


def plain(head: object) -> str:
    """Write a head without marks, signs and case: "Họ và tên (*)" becomes "ho va ten"."""
    before = nfc(str(head or "")).partition("(")[0]
    return " ".join("".join(one if one.isalnum() else " " for one in fold(before)).split())


# --- What a sheet holds ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of one sheet as they were stored (trang tính), from its first row on."""

    name: str
    lines: Sequence[Sequence[Cell]]
    headings: frozenset[int] = frozenset()  # rows that are one wide cell: the name of a group
    unread: tuple[str, ...] = ()  # names of further sheets that hold something


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a row from being imported (lỗi của dòng)."""

    title: str  # of the column; empty when the whole row is meant
    sentence: str

    @property
    def words(self) -> str:
        """Say it with its column."""
        return f"cột {self.title}: {self.sentence}" if self.title else self.sentence


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as it was read (dòng đã đọc): values given, faults, and what was set right."""

    number: int
    values: Values
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()
    name: str = ""  # as it was typed, also when it can't be taken


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """All rows of a sheet (trang đã đọc), and what is said of the whole."""

    rows: tuple[ReadRow, ...] = ()
    ignored: tuple[str, ...] = ()  # heads that no column has
    absent: tuple[str, ...] = ()  # titles of columns that the file lacks
    remarks: tuple[str, ...] = ()
    refusal: str = ""  # why nothing of the file can be imported


@dataclass(frozen=True, slots=True)
class Header:
    """Where the heads stand (dòng tên cột)."""

    index: int
    places: Mapping[str, int]
    ignored: tuple[str, ...]


def read_sheet(sheet: RawSheet, layout: Layout) -> ReadSheet:
    """Read a sheet row by row; a fault of the whole is said instead of rows."""
    lines, reading = _in_unicode(sheet.lines)
    header = find_header(lines, layout)
    refusal = _refusal_of(header, layout, len(lines))
    if header is None or refusal:
        return ReadSheet(refusal=refusal)
    rows = [
        read_row(number, line, header, layout)
        for number, line in enumerate(lines[header.index + 1 :], start=header.index + 2)
        if number not in sheet.headings and _says_something(line, header)
    ]
    if reading.is_mixed:
        rows = [_with_old_letters(row, lines[row.number - 1], header, layout) for row in rows]
    absent = (one.title for one in layout.columns if one.field not in header.places)
    return ReadSheet(
        rows=tuple(rows),
        ignored=header.ignored,
        absent=tuple(absent),
        remarks=tuple(_remarks_of(sheet, reading)),
        refusal=MIXED if reading.is_mixed else "" if rows else NO_ROWS,
    )


def _in_unicode(lines: Sequence[Sequence[Cell]]) -> tuple[Sequence[Sequence[Cell]], Reading]:
    """Turn text of an old encoding into Unicode when the whole file certainly is in it."""
    reading = reading_of(cell for line in lines for cell in line if isinstance(cell, str))
    if reading.encoding is None or reading.is_mixed:
        return lines, reading
    read = reading.encoding.read
    return [[read(one) if isinstance(one, str) else one for one in line] for line in lines], reading


def in_unicode(lines: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """Give the same cells in Unicode, when the whole file certainly is in an old encoding."""
    return _in_unicode(lines)[0]


def find_header(lines: Sequence[Sequence[Cell]], layout: Layout) -> Header | None:
    """Find the row that names most columns; one alone is a word, no header."""
    own = {head: one.field for one in layout.columns for head in one.heads}
    known = {**own, **layout.heads}
    best: Header | None = None
    for index, line in enumerate(lines[:LAST_HEADER_ROW]):
        places: dict[str, int] = {}
        ignored = []
        for place, head in enumerate(line):
            name = known.get(plain(head)) if isinstance(head, str) else None
            if name:
                places.setdefault(name, place)
            elif isinstance(head, str) and plain(head) not in {"", *COUNTERS}:
                ignored.append(nfc(head))
        if len(places) >= max(2, len(best.places) if best else 0):  # a head may have two rows
            best = Header(index, places, tuple(ignored))
    return best


def likely_header(lines: Sequence[Sequence[Cell]]) -> int:
    """Guess which row names the columns when hardly any head is known: the first fullest one."""
    filled = [
        len({plain(cell) for cell in line if isinstance(cell, str)} - {""})
        for line in lines[:LAST_HEADER_ROW]
    ]
    return filled.index(max(filled)) if filled else 0


def _refusal_of(header: Header | None, layout: Layout, height: int) -> str:
    """Say what is wrong with the sheet as a whole."""
    if header is None:
        return NO_HEADER
    needed = [layout.column(name) for name in layout.keys[-1].fields]
    lacking = [one.title for one in needed if one.field not in header.places]
    if lacking:
        return MISSING.format(", ".join(lacking))
    rows = height - header.index - 1
    return TOO_MANY.format(grouped(rows), grouped(MOST_ROWS)) if rows > MOST_ROWS else ""


def _remarks_of(sheet: RawSheet, reading: Reading) -> Iterator[str]:
    """Say what was done with the whole file."""
    if reading.encoding is not None and not reading.is_mixed:
        yield CONVERTED.format(reading.encoding.value)
    if sheet.unread:
        yield f"Chỉ đọc trang “{sheet.name}”; không đọc: {', '.join(sheet.unread)}."


def _says_something(line: Sequence[Cell], header: Header) -> bool:
    if any(isinstance(cell, str) and plain(cell) == plain(EXAMPLE) for cell in line):
        return False
    return any(_at(line, place) not in (None, "") for place in header.places.values())


def _at(line: Sequence[Cell], place: int) -> Cell:
    cell = line[place] if place < len(line) else None
    return (cell.strip() or None) if isinstance(cell, str) else cell


def _with_old_letters(
    row: ReadRow, line: Sequence[Cell], header: Header, layout: Layout
) -> ReadRow:
    """Name the cells of a mixed file that are in an old encoding."""
    found = []
    for name, place in header.places.items():
        cell = _at(line, place)
        doubt = suspect(cell) if isinstance(cell, str) else None
        if doubt:
            words = OLD_LETTERS.format(doubt.encoding.value)
            found.append(Fault(layout.column(name).title, words))
    return replace(row, faults=(*row.faults, *found))


# --- What a cell holds -------------------------------------------------------------------------


class Unreadable(Exception):
    """A cell that does not hold what its column asks for (ô không đọc được)."""


def read_row(number: int, line: Sequence[Cell], header: Header, layout: Layout) -> ReadRow:
    """Read the cells of a row; an empty cell gives no value: what is stored stays."""
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    remarks: list[str] = []
    for column in layout.columns:
        place = header.places.get(column.field)
        cell = _at(line, place) if place is not None else None
        if cell is None:
            continue
        try:
            value, remark = read_cell(column, cell)
        except Unreadable as fault:
            faults.append(Fault(column.title, str(fault)))
        else:
            values[column.field] = value
            remarks += [f"cột {column.title}: {remark}"] if remark else []
    name = as_text(_at(line, header.places[layout.keys[-1].fields[0]]))
    return ReadRow(number, values, tuple(faults), tuple(remarks), nfc(name))


def read_cell(column: Column, cell: Cell) -> tuple[Value, str]:
    """Give a cell's value, and what was set right in reading it; raise when it has none."""
    if isinstance(cell, str) and cell.startswith("#") and cell.rstrip("!?").isupper():
        message = f"Công thức bị lỗi ({cell}). Hãy sửa công thức hoặc ghi giá trị."
        raise Unreadable(message)
    value, remark = _READERS[column.kind](column, cell)
    wrong = column.check(value) if isinstance(value, str) else ""
    if wrong:
        raise Unreadable(wrong)
    return value, remark


def _text(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read words; a number is read as it is seen."""
    words = nfc(as_text(cell))
    if len(words) > column.most:
        raise Unreadable(_too_long(column.most))
    return words, ""


def _lines(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read words that keep their lines."""
    words = "\n".join(map(nfc, as_text(cell).splitlines())).strip()
    if len(words) > column.most:
        raise Unreadable(_too_long(column.most))
    return words, ""


def _name(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a person's name."""
    words, remark = _text(column, cell)
    if not is_capitalised(str(words)):
        message = "Hãy viết hoa chữ cái đầu của họ và tên."
        raise Unreadable(message)
    return words, remark


def _phone(_column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a telephone number; Excel drops the zero of one that was typed as a number."""
    typed = as_text(cell)
    digits = parse_phone(typed)
    if digits is not None:
        return digits, ""
    bare = typed.replace(" ", "").replace(".", "")
    digits = parse_phone(f"0{bare}") if bare[:1] in set("235789") else None
    if digits is None:
        message = "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."
        raise Unreadable(message)
    return digits, f"đã thêm số 0 đầu: {show_phone(digits)}"


def _day(_column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a day: a date, a date as people write it, or the bare number of one."""
    day: date | None = None
    remark = ""
    if isinstance(cell, date):
        day = date(cell.year, cell.month, cell.day)
    elif isinstance(cell, str):
        day = parse_day(cell)
    elif type(cell) is int and 0 < int(cell) <= LAST_SERIAL:
        day = EPOCH + timedelta(days=int(cell))
        remark = f"đọc số {cell} là ngày {numeric_day(day)}"
    if day is None or not _is_possible(day):
        message = "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."
        raise Unreadable(message)
    return day, remark


def _is_possible(day: date) -> bool:
    return DAYS[0] <= date(day.year, day.month, day.day) <= DAYS[1]


def _moment(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a day and, when it is told, the hour; the hour may stand before the day."""
    if isinstance(cell, datetime) and _is_possible(cell):
        return cell, ""
    if type(cell) is float and 0 < float(cell) <= LAST_SERIAL:
        whole, part = divmod(float(cell), 1)
        exact = datetime.combine(EPOCH + timedelta(days=whole), time())
        return exact + timedelta(minutes=round(part * MINUTES)), ""
    if isinstance(cell, str) and (found := _parts_of_moment(cell)):
        clock, words = found
        day, remark = _day(column, words)
        is_told = clock is not None and isinstance(day, date)
        return (datetime.combine(day, clock) if is_told else day), remark  # type: ignore[arg-type] # told
    return _day(column, cell)


def _parts_of_moment(text: str) -> tuple[time | None, str] | None:
    """Split "11/04/2026 08:15:20", "08:15 11/4/2026", "2026-04-11T08:15" in hour and day."""
    pieces = text.replace("T", " ").replace(",", " ").split()
    hours = [one for one in pieces if ":" in one]
    if len(hours) != 1:
        return None
    hour, _, rest = hours[0].partition(":")
    clock = parse_clock(f"{hour}:{rest[:2]}")
    return clock, " ".join(one for one in pieces if one != hours[0])


def _number(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a whole number, also when it is stored as text."""
    typed = as_text(cell).replace(".", "")
    if not (typed.isascii() and typed.isdigit()):
        message = "Hãy ghi một số, chỉ dùng chữ số."
        raise Unreadable(message)
    number = int(typed) if len(typed) <= len(str(column.most)) else column.most + 1
    if not column.least <= number <= column.most:
        raise Unreadable(column.bounds or f"Hãy ghi số từ {column.least} đến {column.most}.")
    return number, ""


def _decimal(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a number that may have a part after the comma, and its unit behind it."""
    typed = as_text(cell).lower().removesuffix("km").strip().replace(",", ".")
    number = float(typed) if _DECIMAL.fullmatch(typed) else -1.0
    if not column.least <= number <= column.most:
        message = f"Hãy ghi số từ {column.least} đến {column.most}, ví dụ 12,5."
        raise Unreadable(column.bounds or message)
    return number, ""


def _national_code(_column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a national code; Excel drops the last zeros of one that was typed as a number."""
    typed = f"{cell:.6f}" if type(cell) in {int, float} else as_text(cell)
    code = parse_code(typed)
    if code is None:
        message = "Hãy ghi mã quốc gia, ví dụ 2.000815."
        raise Unreadable(message)
    return code, "" if isinstance(cell, str) else f"đọc số là mã {code}"


def _yes_no(_column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a yes or a no, however they are ticked."""
    if isinstance(cell, bool):
        return cell, ""
    typed = fold(as_text(cell))
    if typed not in YES | NO:
        message = "Hãy ghi “có” hoặc “không”."
        raise Unreadable(message)
    return typed in YES, ""


def _pick(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read one of a list: its words, or its words without marks when only one has them."""
    typed = nfc(as_text(cell))
    for same in (str.lower, fold):
        wanted = same(typed)
        found = {
            one.value
            for one in column.choices
            if wanted in {same(nfc(words)) for words in (one.words, *one.others)}
        }
        if len(found) == 1:
            return found.pop(), ""
    raise Unreadable(column.unknown.format(typed[:60]))


_READERS: Mapping[ColumnKind, Callable[[Column, Cell], tuple[Value, str]]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.LINES: _lines,
    ColumnKind.NAME: _name,
    ColumnKind.PHONE: _phone,
    ColumnKind.DAY: _day,
    ColumnKind.MOMENT: _moment,
    ColumnKind.NUMBER: _number,
    ColumnKind.DECIMAL: _decimal,
    ColumnKind.NATIONAL_CODE: _national_code,
    ColumnKind.YES_NO: _yes_no,
    ColumnKind.PICK: _pick,
}


def as_text(cell: Cell) -> str:
    """Write a cell as it is seen on the screen."""
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, date):
        return numeric_day(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.10g}".replace(".", ",")
    return "" if cell is None else str(cell)


def _too_long(most: int) -> str:
    return f"Hãy viết ngắn hơn: tối đa {most} ký tự."


# --- What importing would change ---------------------------------------------------------------


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
