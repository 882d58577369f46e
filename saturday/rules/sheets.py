"""What does each row of a workbook's sheet say?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from saturday.rules.cells import Unreadable, read_cell
from saturday.rules.columns import Cell, Layout, Value, Values, as_text, plain
from saturday.vietnamese.legacy import Reading, reading_of, suspect
from saturday.vietnamese.names import nfc
from saturday.vietnamese.numbers import grouped

MOST_ROWS = 10_000
LAST_HEADER_ROW = 20  # a title and an office's name may stand above the table, no more
COUNTERS = frozenset({"stt", "tt", "so tt"})  # heads of a column that only counts rows
EXAMPLE = "Ví dụ"  # stands before the template's line that shows how to write
MISSING = "Thiếu cột {}. Hãy tải mẫu để xem các cột."
NO_HEADER = "Không thấy dòng tên cột. Hãy tải mẫu rồi chép số liệu vào."
NO_ROWS = "Dưới dòng tên cột chưa có dòng nào."
TOO_MANY = "Tệp có {} dòng, nhiều hơn mức {} dòng một lần. Hãy chia thành nhiều tệp."
MIXED = "Tệp gõ bằng hai bảng mã nên không đọc chắc được. Hãy đổi cả tệp sang Unicode."
CONVERTED = "Tệp gõ bằng bảng mã {}, đã đổi sang Unicode. Hãy xem kỹ từng tên."
OLD_LETTERS = "Chữ gõ bằng bảng mã {}. Hãy đổi sang Unicode rồi nạp lại."


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
