"""How does a table leave as a workbook (.xlsx), and how is one read that somebody filled in?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import xlsxwriter
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook, Worksheet

from saturday.papers.inspection import BROKEN, FIELD, inspect
from saturday.rules.columns import Cell, Column, ColumnKind, Layout, Value, Values
from saturday.rules.imports import RowVerdict
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.rules.sheets import EXAMPLE, LAST_HEADER_ROW, MOST_ROWS, RawSheet, find_header
from saturday.vietnamese.dates import clock_short

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTHING_SEEN = "Tệp không có trang nào mở ra thấy được. Hãy bỏ ẩn trang cần nhập."
FAILED = "#LỖI!"  # stands for a formula that came to nothing
# Control letters, and marks without width that are copied along from web pages.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
HEADING_WIDTH = 3  # a cell merged over so many columns is a heading, no value
NARROW, WIDE = 8, 44
NUMBERS = frozenset({ColumnKind.NUMBER, ColumnKind.DECIMAL})
A4 = 9  # as workbooks count sizes of paper
LISTS = "Danh sách"
GUIDE = "Hướng dẫn"
HOW: Mapping[ColumnKind, str] = {
    ColumnKind.TEXT: "Chữ",
    ColumnKind.LINES: "Chữ, nhiều dòng cũng được",
    ColumnKind.NAME: "Họ và tên, viết hoa chữ cái đầu",
    ColumnKind.PHONE: "Số điện thoại, để dạng chữ nên giữ được số 0 đầu",
    ColumnKind.DAY: "Ngày/tháng/năm, ví dụ 11/4/2026",
    ColumnKind.MOMENT: "Ngày/tháng/năm, có giờ thì ghi cả giờ, ví dụ 11/4/2026 8:15",
    ColumnKind.NUMBER: "Số, chỉ dùng chữ số",
    ColumnKind.DECIMAL: "Số, phần lẻ sau dấu phẩy",
    ColumnKind.NATIONAL_CODE: "Mã trên Cổng Dịch vụ công quốc gia, để dạng chữ",
    ColumnKind.YES_NO: "Ghi “có” hoặc “không”",
    ColumnKind.PICK: "Chọn trong danh sách thả xuống",
}
RULES = (
    "Một dòng là một mục. Thứ tự cột đổi được; cột lạ không đọc và được nêu tên.",
    "Dòng có chữ “Ví dụ” ở cột đầu chỉ để xem cách ghi, không nhập vào.",
    "Ô để trống thì giữ nguyên điều đang lưu. Muốn xóa một điều thì sửa trên trang.",
    "Nhập lại tệp này thì sửa mục đã có, không tạo thêm mục thứ hai.",
    "Chữ phải là Unicode; TCVN3 (ABC) và VNI chỉ nhận khi cả tệp cùng một bảng mã.",
)

RawCell: TypeAlias = str | float | bool | date | time | timedelta


# --- Out ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook shows: one table, and how to fill it in."""

    title: str
    layout: Layout
    rows: Iterable[Values] = ()
    has_example: bool = False


def workbook(*books: Book) -> bytes:
    """Write tables as a workbook, a sheet each, row by row to a temporary file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table.xlsx"
        # Every cell is written by its own type: text stays text, whatever it begins with.
        with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as out:
            for book in books:
                _write_table(out, book)
                if book.layout.keys:  # it comes back filled in
                    _write_guide(out, book)
                    _write_lists(out, book.layout)
        return file.read_bytes()


def _write_table(out: Workbook, book: Book) -> None:
    """Write the heads, an example when it is wanted, and the rows."""
    sheet, looks, columns = out.add_worksheet(book.title), _Looks(out), book.layout.columns
    sheet.set_column(0, 0, NARROW)
    sheet.write_string(0, 0, "STT", looks.head)
    for place, column in enumerate(columns, start=1):
        sheet.set_column(place, place, _width(column), looks.of(column.kind))
        sheet.write_string(0, place, f"{column.title}{' (*)' if column.empty else ''}", looks.head)
    if book.has_example:
        _write_example(sheet, columns, looks)
    for row, values in enumerate(book.rows, start=1 + book.has_example):
        sheet.write_number(row, 0, row - book.has_example)
        for place, column in enumerate(columns, start=1):
            _write_cell(sheet, (row, place), column, values.get(column.field), looks)
    if book.layout.keys:
        _offer_lists(sheet, book.layout)
    _set_for_print(sheet)


def _write_example(sheet: Worksheet, columns: Sequence[Column], looks: "_Looks") -> None:
    """Write the line that shows how to write; its mark keeps it from being read."""
    for place, words in enumerate((EXAMPLE, *(one.example for one in columns))):
        sheet.write_string(1, place, words, looks.example)


def _set_for_print(sheet: Worksheet) -> None:
    """Lay the table on A4 across, its heads on each page and always in sight."""
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


class _Looks:
    """The looks of cells; text cells are told to be text, so that a phone keeps its zero."""

    def __init__(self, out: Workbook) -> None:
        edge = {"valign": "top", "text_wrap": True}
        self.head: Format = out.add_format({**edge, "bold": True, "bg_color": "#E8ECF2"})
        self.cell: Format = out.add_format({**edge, "num_format": "@"})
        self.day: Format = out.add_format({**edge, "num_format": "dd/mm/yyyy"})
        self.example: Format = out.add_format(
            {**edge, "italic": True, "font_color": "#6B6B6B", "num_format": "@"}
        )
        self.bold: Format = out.add_format({**edge, "bold": True})
        self.wrap: Format = out.add_format(edge)

    def of(self, kind: ColumnKind) -> Format:
        """Give the look of a column: a number told to be text falls out of sums once edited."""
        if kind is ColumnKind.DAY:
            return self.day
        return self.wrap if kind in NUMBERS else self.cell


def _write_cell(
    sheet: Worksheet, place: tuple[int, int], column: Column, value: Value, looks: _Looks
) -> None:
    """Write one value by its type; all text goes through ``write_string``."""
    row, number = place
    if column.kind is ColumnKind.DAY and isinstance(value, date):
        sheet.write_datetime(row, number, datetime(value.year, value.month, value.day), looks.day)  # noqa: DTZ001 - a day has no zone
    elif column.kind in NUMBERS and isinstance(value, (int, float)):
        sheet.write_number(row, number, value)
    else:
        words = column.in_words(value)
        if words:
            sheet.write_string(row, number, words, looks.cell)


def _width(column: Column) -> int:
    longest = max(len(column.title), len(column.example), *map(len, column.title.split()))
    return min(max(longest + 2, NARROW), WIDE)


def _offer_lists(sheet: Worksheet, layout: Layout) -> None:
    """Let the columns with a list be filled from it."""
    for place, column in enumerate(layout.columns, start=1):
        words = _list_of(column)
        if not words:
            continue
        letter = xlsxwriter.utility.xl_col_to_name(place)
        rule: dict[str, object] = {
            "validate": "list",
            "source": f"='{LISTS}'!${letter}$2:${letter}${len(words) + 1}",
            "error_title": "Ghi khác danh sách",
            "error_message": "Hãy chọn trong danh sách thả xuống.",
            "error_type": "warning",
        }
        sheet.data_validation(1, place, MOST_ROWS, place, rule)


def _list_of(column: Column) -> list[str]:
    """Give what may stand in a column that has a list."""
    if column.kind is ColumnKind.YES_NO:
        return ["có", "không"]
    return [one.words for one in column.choices]


def _write_lists(out: Workbook, layout: Layout) -> None:
    """Keep the lists on a sheet of their own, which nobody needs to see."""
    sheet = out.add_worksheet(LISTS)
    lists = [_list_of(column) for column in layout.columns]
    for place, column in enumerate(layout.columns, start=1):
        sheet.write_string(0, place, column.title)
    for row in range(max(map(len, lists), default=0)):
        for place, words in enumerate(lists, start=1):
            if row < len(words):
                sheet.write_string(row + 1, place, words[row])
    sheet.hide()


def _write_guide(out: Workbook, book: Book) -> None:
    """Say how to fill the table in."""
    sheet, looks = out.add_worksheet(GUIDE), _Looks(out)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 3, 46)
    for place, head in enumerate(("Cột", "Bắt buộc", "Cách ghi", "Ví dụ")):
        sheet.write_string(0, place, head, looks.head)
    for row, column in enumerate(book.layout.columns, start=1):
        how = ". ".join(filter(None, (HOW[column.kind], column.hint)))
        for place, words in enumerate(
            (column.title, "có" if column.empty else "không", how, column.example)
        ):
            sheet.write_string(row, place, words, looks.wrap)
    below = len(book.layout.columns) + 2
    for row, words in enumerate(RULES, start=below):
        sheet.write_string(row, 0, words)


def fault_list(verdicts: Sequence[RowVerdict]) -> bytes:
    """Write every faulty row with its reasons as a workbook."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "faults.xlsx"
        with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as out:
            sheet, looks = out.add_worksheet("Dòng lỗi"), _Looks(out)
            sheet.set_column(0, 0, NARROW)
            sheet.set_column(1, 1, 32)
            sheet.set_column(2, 2, 90)
            sheet.freeze_panes(1, 0)
            for place, head in enumerate(("Dòng", "Tên", "Lý do")):
                sheet.write_string(0, place, head, looks.head)
            for row, one in enumerate(verdicts, start=1):
                sheet.write_number(row, 0, one.number, looks.wrap)
                sheet.write_string(row, 1, one.name, looks.wrap)
                reasons = "\n".join(fault.words for fault in one.faults)
                sheet.write_string(row, 2, reasons, looks.wrap)
        return file.read_bytes()


# --- In ----------------------------------------------------------------------------------------


def read_workbook(content: bytes, layout: Layout) -> RawSheet:
    """Read the visible sheet that has the table's heads; raise NotAllowedNow in words.

    Formulas give their last values; a cell merged downwards gives its value to each row.
    """
    failed = inspect(content).unreadable
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            seen = {
                book.get_sheet_by_name(one.name): place
                for place, one in enumerate(book.sheets_metadata)
                if one.visible is SheetVisibleEnum.Visible and one.typ is SheetTypeEnum.WorkSheet
            }
    except CalamineError as fault:
        raise NotAllowedNow(BROKEN, field=FIELD) from fault
    refuse_when(not seen, NOTHING_SEEN, field=FIELD)
    fitting = max(seen, key=lambda sheet: _fit(sheet, layout))
    others = (one.name for one in seen if one is not fitting and one.name != GUIDE and one.height)
    lines = [[_cell(cell) for cell in line] for line in fitting.iter_rows()]
    for place in failed[seen[fitting]] if seen[fitting] < len(failed) else ():
        _put(lines, place, FAILED)
    return RawSheet(
        fitting.name,
        lines,
        frozenset(_spread_merged(lines, fitting.merged_cell_ranges or ())),
        tuple(others),
    )


def _fit(sheet: CalamineSheet, layout: Layout) -> int:
    """How many of the table's heads a sheet has."""
    lines = [[_cell(cell) for cell in line] for line in islice(sheet.iter_rows(), LAST_HEADER_ROW)]
    header = find_header(lines, layout)
    return len(header.places) if header else 0


def _cell(cell: RawCell) -> Cell:
    """Give a cell's value as a plain one: whole numbers whole, midnight as the day."""
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, time):
        return clock_short(cell)
    if isinstance(cell, timedelta):
        return str(cell)
    return (_UNSEEN.sub("", cell) or None) if isinstance(cell, str) else cell


def _put(lines: list[list[Cell]], place: tuple[int, int], cell: Cell) -> None:
    row, column = place
    if row < len(lines) and column < len(lines[row]) and lines[row][column] is None:
        lines[row][column] = cell


def _spread_merged(
    lines: list[list[Cell]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> Iterable[int]:
    """Give a value merged downwards to every row; name the rows that are one wide heading."""
    for (top, left), (bottom, right) in ranges:
        if right - left + 1 >= HEADING_WIDTH:
            yield top + 1
        elif left == right and top < len(lines) and left < len(lines[top]):
            for row in range(top + 1, min(bottom + 1, len(lines))):
                _put(lines, (row, left), lines[top][left])
