"""Can an uploaded workbook be opened without harm? It is unpacked bit by bit and counted first.

A workbook is a zip of XML: a few kilobytes can unpack to gigabytes, one cell at the far corner of
a sheet makes a reader lay out millions of empty ones, one long text can be named in each cell.
"""

import re
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.rules.sheets import MOST_ROWS
from saturday.vietnamese.numbers import grouped

FIELD = "file"
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 500
MOST_STRINGS = 500_000  # different texts in a workbook
MOST_LETTERS = 20_000_000  # of all cells of a sheet together
LAST_ROW = MOST_ROWS + 100  # heads and titles stand above the rows
LAST_COLUMN = 200
CHUNK = 256 * 1024
PIECE = 32 * 1024
LOCAL_HEADER = 30
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

OLD_KIND = (
    "Tệp này là .xls kiểu cũ hoặc có đặt mật khẩu. "
    "Hãy mở bằng Excel, bỏ mật khẩu rồi lưu thành .xlsx."
)
NOT_XLSX = "Tệp này không phải tệp Excel .xlsx. Hãy mở bằng Excel rồi lưu thành .xlsx."
HAS_MACRO = "Tệp có macro nên không nhận. Hãy lưu thành .xlsx, không phải .xlsm."
TOO_BIG = "Tệp lớn hơn {} MB. Hãy bỏ hình ảnh, trang thừa hoặc chia thành nhiều tệp."
BOMB = "Tệp bung ra quá lớn nên không mở. Hãy chép riêng bảng cần nhập sang tệp mới."
BROKEN = "Tệp bị hỏng, không đọc được. Hãy mở bằng Excel rồi lưu lại."
TOO_FAR = "Trang “{}” có dữ liệu tới ô {}, quá mức {} dòng. Hãy xóa phần thừa hoặc chia tệp."
TOO_WIDE = "Trang “{}” có dữ liệu tới ô {}, quá mức {} cột. Hãy xóa cột thừa."

_CELL = re.compile(
    rb"<(?:\w+:)?c(?P<about>\s[^>]*?)?(?<!/)>(?P<inside>.*?)</(?:\w+:)?c>", re.DOTALL
)
_PLACE = re.compile(rb'\sr="(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})"')
_SHARED = re.compile(rb'\st="s"')
_ERROR = re.compile(rb'\st="e"')
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_TEXT = re.compile(rb"<(?:\w+:)?si[\s>].*?</(?:\w+:)?si>", re.DOTALL)
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ID = re.compile(rb'\sId="([^"]*)"')
_TARGET = re.compile(rb'\sTarget="([^"]*)"')
_SHEET = re.compile(rb'<(?:\w+:)?sheet\s[^>]*\s\w+:id="([^"]*)"')
_STARTS = (b"<c ", b":c ", b"<row", b":row", b"<si", b":si")  # with and without a prefix
A = ord("A")


@dataclass
class SheetSize:
    """What the cells of one sheet come to."""

    letters: int = 0
    last_row: int = 0
    last_column: int = 0
    unreadable: set[tuple[int, int]] = field(default_factory=set)  # formulas without a value


@dataclass(frozen=True, slots=True)
class Inspection:
    """A workbook that may be opened, with the cells whose formulas came to nothing."""

    unreadable: tuple[frozenset[tuple[int, int]], ...]  # row, column from 0; sheets in their order


def inspect(content: bytes) -> Inspection:
    """Unpack every part once, bounded; raise NotAllowedNow with words when it can't be opened."""
    refuse_when(len(content) > MOST_BYTES, TOO_BIG.format(MOST_BYTES // 1024 // 1024), field=FIELD)
    refuse_when(content.startswith(b"\xd0\xcf\x11\xe0"), OLD_KIND, field=FIELD)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_parts(parts)
            return _inspected(content, parts)
    except (zipfile.BadZipFile, zlib.error, struct.error, OverflowError, ValueError) as fault:
        raise NotAllowedNow(BROKEN if content[:2] == b"PK" else NOT_XLSX, field=FIELD) from fault


def _refuse_parts(parts: list[zipfile.ZipInfo]) -> None:
    """Look at the names alone: kind, macros, number."""
    names = [one.filename for one in parts]
    refuse_when(any("vbaproject" in name.lower() for name in names), HAS_MACRO, field=FIELD)
    refuse_when(BOOK not in names, NOT_XLSX, field=FIELD)
    too_many = len(names) > MOST_PARTS or len(set(names)) < len(names)
    refuse_when(too_many, BROKEN, field=FIELD)
    strange = any(one.compress_type not in METHODS or one.flag_bits & 1 for one in parts)
    refuse_when(strange, OLD_KIND, field=FIELD)


def _inspected(content: bytes, parts: list[zipfile.ZipInfo]) -> Inspection:
    """Unpack strings first, then sheets, then the rest, counting all of it."""
    budget = Budget(MOST_UNPACKED)
    ordered = sorted(parts, key=lambda one: not one.filename.endswith("sharedStrings.xml"))
    lengths: list[int] = []
    unreadable: dict[str, set[tuple[int, int]]] = {}
    order: dict[str, bytes] = {}
    for part in ordered:
        chunks = budget.spent_on(unpacked(content, part))
        if part.filename.endswith("sharedStrings.xml"):
            lengths = _lengths(chunks)
        elif part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            unreadable[part.filename] = _measured(part.filename, chunks, lengths).unreadable
        elif part.filename in {BOOK, LINKS}:
            order[part.filename] = b"".join(_without_macros(chunks))
        else:
            deque(_without_macros(chunks), maxlen=0)
    sheets = _in_order(order.get(BOOK, b""), order.get(LINKS, b""))
    return Inspection(tuple(frozenset(unreadable.get(one, ())) for one in sheets))


def _in_order(book: bytes, links: bytes) -> list[str]:
    """Name the parts that hold the sheets, in the order of their tabs."""
    targets = {
        name[1]: target[1].decode()
        for link in _LINK.findall(links)
        if (name := _ID.search(link)) and (target := _TARGET.search(link))
    }
    found = [targets.get(one, "") for one in _SHEET.findall(book)]
    return [one.lstrip("/") if one.startswith("/") else f"xl/{one}" for one in found]


@dataclass
class Budget:
    """How much may still be unpacked."""

    left: int

    def spent_on(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Pass chunks on until there were too many."""
        for chunk in chunks:
            self.left -= len(chunk)
            refuse_when(self.left < 0, BOMB, field=FIELD)
            yield chunk


def unpacked(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack a part chunk by chunk, whatever size its header claims."""
    header = content[part.header_offset : part.header_offset + LOCAL_HEADER]
    name, extra = struct.unpack("<HH", header[26:30])
    start = part.header_offset + LOCAL_HEADER + name + extra
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), PIECE):
        rest = bytes(packed[at : at + PIECE])
        while rest and not machine.eof:
            yield machine.decompress(rest, CHUNK)
            rest = machine.unconsumed_tail


def _lengths(chunks: Iterator[bytes]) -> list[int]:
    """Measure the texts that cells name by their number."""
    lengths: list[int] = []
    for text in _whole(chunks):
        refuse_when(b"<!DOCTYPE" in text, BROKEN, field=FIELD)
        lengths += [found.end() - found.start() for found in _TEXT.finditer(text)]
        refuse_when(len(lengths) > MOST_STRINGS, BOMB, field=FIELD)
    return lengths


def _whole(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Give pieces of a stream that end before the beginning of a cell, a row or a string.

    An element cut by the end of a chunk waits for the next one.
    """
    kept = b""
    for chunk in chunks:
        kept += chunk
        last = max(kept.rfind(start) for start in _STARTS)
        if last > 0:
            yield kept[:last]
            kept = kept[last:]
    yield kept


def _without_macros(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Pass a part on; the list of kinds tells of macros, and no part defines words of its own."""
    for chunk in chunks:
        refuse_when(b"macroEnabled" in chunk, HAS_MACRO, field=FIELD)
        refuse_when(b"<!DOCTYPE" in chunk, BROKEN, field=FIELD)
        yield chunk


def _measured(name: str, chunks: Iterator[bytes], lengths: list[int]) -> SheetSize:
    """Count a sheet's cells that hold something."""
    size = SheetSize()
    for text in _whole(chunks):
        refuse_when(b"<!DOCTYPE" in text, BROKEN, field=FIELD)
        for cell in _CELL.finditer(text):
            _count(name, cell, lengths, size)
    return size


def _count(name: str, cell: re.Match[bytes], lengths: list[int], size: SheetSize) -> None:
    """Add one cell to its sheet's size; refuse it when it lies too far out."""
    about, inside = cell["about"] or b"", cell["inside"]
    place = _PLACE.search(about)
    if place is None:
        raise NotAllowedNow(BROKEN, field=FIELD)
    row, column = int(place["row"]) - 1, column_number(place["column"])
    short = name.rpartition("/")[2].removesuffix(".xml")
    seen = (place["column"] + place["row"]).decode()
    refuse_when(row >= LAST_ROW, TOO_FAR.format(short, seen, grouped(MOST_ROWS)), field=FIELD)
    refuse_when(column >= LAST_COLUMN, TOO_WIDE.format(short, seen, LAST_COLUMN), field=FIELD)
    size.letters += _letters(about, inside, lengths)
    refuse_when(size.letters > MOST_LETTERS, BOMB, field=FIELD)
    if _came_to_nothing(about, inside):
        size.unreadable.add((row, column))


def _letters(about: bytes, inside: bytes, lengths: list[int]) -> int:
    """How long the text of a cell is; a shared one is counted each time."""
    value = _VALUE.search(inside)
    if value and _SHARED.search(about):
        number = int(value[1])
        return lengths[number] if number < len(lengths) else 0
    return len(inside)


def _came_to_nothing(about: bytes, inside: bytes) -> bool:
    """Whether a cell holds an error, or a formula that was never computed."""
    if _ERROR.search(about):
        return True
    return bool(_FORMULA.search(inside)) and _VALUE.search(inside) is None


def column_number(letters: bytes) -> int:
    """Count columns from 0: A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - A + 1
    return number - 1
