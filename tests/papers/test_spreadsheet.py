"""Do tables leave as text that is never a formula, and come back as a clerk left them?"""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from xlsxwriter.workbook import Worksheet

from saturday.papers.inspection import BROKEN
from saturday.papers.spreadsheet import NOTHING_SEEN, Book, fault_list, read_workbook, workbook
from saturday.rules.columns import Column, ColumnKind, Key, Layout, Pick, Values
from saturday.rules.imports import RowState, RowVerdict
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.sheets import Fault, RawSheet, read_sheet

LAYOUT = Layout(
    columns=(
        Column("name", "Tên", empty="Hãy ghi tên.", most=400, example="Lê An"),
        Column("phone", "Điện thoại", ColumnKind.PHONE, hint="Di động", example="0912 345 678"),
        Column("day", "Ngày", ColumnKind.DAY),
        Column("seats", "Số chỗ", ColumnKind.NUMBER, most=9999),
        Column("far", "Số km", ColumnKind.DECIMAL, most=500),
        Column("loud", "Có loa", ColumnKind.YES_NO),
        Column("place", "Phòng", ColumnKind.PICK, choices=(Pick(1, "Kinh tế"), Pick(2, "Nội vụ"))),
        Column("bring", "Giấy tờ", ColumnKind.LINES, most=400),
    ),
    keys=(Key(("name",)),),
)
ROW: Values = {
    "name": "Lê An",
    "phone": "0912345678",
    "day": date(2026, 4, 11),
    "seats": 120,
    "far": 4.5,
    "loud": True,
    "place": 2,
    "bring": "Bản chính\nBản sao",
}
PAYLOADS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example","xem")',
    "{=1+1}",
    "+84912345678",
    "-1+1",
    "@SUM(A1:A9)",
    "\uff1d1+1",
    "http://x.example/",
    "mailto:x@example.org",
    "internal:Sheet1!A1",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "'=1+1",
    "0012",
    "1e5",
    "TRUE",
)


def made(fill: Callable[[Worksheet, xlsxwriter.Workbook], None]) -> bytes:
    """Make a workbook as another program does."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book.add_worksheet("Trang 1"), book)
    return out.getvalue()


def heads(sheet: Worksheet, row: int = 0) -> None:
    """Write the heads."""
    sheet.write_row(row, 0, [column.title for column in LAYOUT.columns])


def read(content: bytes) -> RawSheet:
    """Read a workbook."""
    return read_workbook(content, LAYOUT)


def number_format(content: bytes, cell: str) -> str:
    """Tell how a cell of the first sheet shows what it holds; "" for as it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    found = re.search(rf'<c r="{cell}"(?: s="(\d+)")?', sheet)
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" [^>]*style="(\d+)"', sheet)
    (below,) = (
        look for first, last, look in columns if int(first) <= ord(cell[0]) - 64 <= int(last)
    )
    assert found is not None
    looks = re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])
    own: dict[str, str] = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]+)"', styles))
    (code,) = {looks[int(one)] for one in (found[1] or below, below)}  # and what is typed below
    return {"0": "", "49": "@", **own}[code]


# --- Out ---------------------------------------------------------------------------------------


def test_a_table_comes_back_as_it_left() -> None:
    found = read_sheet(read(workbook(Book("Bảng", LAYOUT, [ROW]))), LAYOUT)

    assert [row.values for row in found.rows] == [ROW]
    assert [row.remarks for row in found.rows] == [()]


@pytest.mark.parametrize(
    ("cell", "look"),
    [
        ("C2", "@"),  # a telephone number keeps its zero
        ("D2", "dd/mm/yyyy"),
        ("E2", ""),
        ("F2", ""),
    ],
)
def test_a_cell_is_told_what_it_holds(cell: str, look: str) -> None:
    content = workbook(Book("Bảng", LAYOUT, [ROW]))

    assert number_format(content, cell) == look


def test_text_that_looks_like_a_formula_stays_text() -> None:
    content = workbook(Book("Bảng", LAYOUT, [{"name": one} for one in PAYLOADS]))

    assert [line[1] for line in read(content).lines[1:]] == [*PAYLOADS]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        names = archive.namelist()
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
    assert not any("_rels/sheet1" in name for name in names)


texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=40,
)


@settings(max_examples=25)
@given(st.lists(texts, min_size=1, max_size=5))
def test_any_text_comes_back_letter_by_letter(names: list[str]) -> None:
    content = workbook(Book("Bảng", LAYOUT, [{"name": one} for one in names]))

    found = [line[1] for line in read(content).lines[1:]]

    assert found == names


def test_a_template_has_an_example_lists_and_a_guide() -> None:
    content = workbook(Book("Thôn, bản", LAYOUT, has_example=True))

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        seen = {one.name: one.visible for one in book.sheets_metadata}
        first = book.get_sheet_by_name("Thôn, bản").to_python()
        guide = book.get_sheet_by_name("Hướng dẫn").to_python()
    assert seen == {
        "Thôn, bản": SheetVisibleEnum.Visible,
        "Hướng dẫn": SheetVisibleEnum.Visible,
        "Danh sách": SheetVisibleEnum.Hidden,
    }
    assert first[0][:3] == ["STT", "Tên (*)", "Điện thoại"]
    assert first[1][:3] == ["Ví dụ", "Lê An", "0912 345 678"]
    assert guide[1][:3] == ["Tên", "có", "Chữ"]
    assert guide[2][2] == "Số điện thoại, để dạng chữ nên giữ được số 0 đầu. Di động"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == 2
    assert "$H$2:$H$3" in sheet


def test_a_table_that_never_comes_back_has_no_guide() -> None:
    content = workbook(Book("Nhật ký", Layout(LAYOUT.columns), [ROW]))

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        assert book.sheet_names == ["Nhật ký"]


def test_the_list_of_faults_names_each_row() -> None:
    verdict = RowVerdict(
        7,
        RowState.FAULTY,
        "=Lê An",
        faults=(Fault("Điện thoại", "Hãy ghi đủ chữ số."), Fault("", "Trùng với dòng 3.")),
    )

    with CalamineWorkbook.from_filelike(io.BytesIO(fault_list([verdict]))) as book:
        rows = book.get_sheet_by_index(0).to_python()
    assert rows == [
        ["Dòng", "Tên", "Lý do"],
        [7.0, "=Lê An", "cột Điện thoại: Hãy ghi đủ chữ số.\nTrùng với dòng 3."],
    ]


# --- In ----------------------------------------------------------------------------------------


def test_cells_of_every_kind_are_read_as_they_are_seen() -> None:
    def fill(sheet: Worksheet, book: xlsxwriter.Workbook) -> None:
        heads(sheet)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(1, 0, 1.5)
        sheet.write_number(1, 1, 912345678)
        sheet.write_datetime(1, 2, datetime(2026, 4, 11), day)  # noqa: DTZ001 - a cell has no zone
        sheet.write_datetime(1, 3, datetime(2026, 4, 11, 9, 30), day)  # noqa: DTZ001 - as above
        sheet.write_number(1, 4, 0.3125, book.add_format({"num_format": "hh:mm"}))
        sheet.write_boolean(1, 5, True)  # noqa: FBT003 - the writer's own
        sheet.write_number(1, 6, 1.5, book.add_format({"num_format": "[h]:mm:ss"}))

    assert read(made(fill)).lines[1][:7] == [
        1.5,
        912345678,
        date(2026, 4, 11),
        datetime(2026, 4, 11, 9, 30),  # noqa: DTZ001 - as above
        "7h30",
        True,
        "1 day, 12:00:00",
    ]


def test_marks_that_nobody_sees_are_left_out() -> None:
    def fill(sheet: Worksheet, _book: xlsxwriter.Workbook) -> None:
        heads(sheet)
        sheet.write_string(1, 0, "\ufeffLê\u200b An\x07\u202e")
        sheet.write_string(1, 1, "\u200e0912\u00a0345 678")
        sheet.write_string(1, 2, "\u200b")
        sheet.write_string(1, 7, "Bản chính\nBản sao")

    found = read_sheet(read(made(fill)), LAYOUT)

    assert [row.values for row in found.rows] == [
        {"name": "Lê An", "phone": "0912345678", "bring": "Bản chính\nBản sao"}
    ]


def test_formulas_give_their_last_values_and_failed_ones_are_told() -> None:
    def fill(sheet: Worksheet, _book: xlsxwriter.Workbook) -> None:
        heads(sheet)
        sheet.write_formula(1, 0, '="Lê "&"An"', None, "Lê An")
        sheet.write_formula(1, 3, "=60*2", None, 120)
        sheet.write_formula(1, 7, "=NA()", None, "#N/A")

    raw = read(made(fill))

    assert raw.lines[1][0] == "Lê An"
    assert raw.lines[1][3] == 120
    assert [fault.words for fault in read_sheet(raw, LAYOUT).rows[0].faults] == [
        "cột Giấy tờ: Công thức bị lỗi (#LỖI!). Hãy sửa công thức hoặc ghi giá trị."
    ]


def test_a_value_merged_downwards_is_each_rows_and_a_wide_one_a_heading() -> None:
    def fill(sheet: Worksheet, _book: xlsxwriter.Workbook) -> None:
        heads(sheet)
        sheet.merge_range(1, 0, 1, 7, "I. PHÒNG KINH TẾ")
        sheet.merge_range(2, 6, 4, 6, "Kinh tế")
        for row, name in enumerate(("Lê An", "Lê Bình", "Lê Chi"), start=2):
            sheet.write_string(row, 0, name)
        sheet.write_string(4, 6, "Nội vụ")  # some programs leave values under a merged cell
        sheet.merge_range(5, 0, 5, 1, "Lê Dũng")

    found = read_sheet(read(made(fill)), LAYOUT)

    assert [(row.number, row.values.get("place")) for row in found.rows] == [
        (3, 1),
        (4, 1),
        (5, 2),
        (6, None),
    ]


def test_the_visible_sheet_with_the_heads_is_read() -> None:
    def fill(sheet: Worksheet, book: xlsxwriter.Workbook) -> None:
        sheet.write_string(0, 0, "Ghi chú của tôi")
        hidden = book.add_worksheet("Ẩn")
        heads(hidden)
        hidden.write_string(1, 0, "Người ẩn")
        hidden.hide()
        right = book.add_worksheet("Đúng")
        heads(right, 3)
        right.write_string(4, 0, "Lê An")
        book.add_worksheet("Hướng dẫn").write_string(0, 0, "x")
        book.add_worksheet("Trống")
        book.add_chartsheet("Biểu đồ")

    raw = read(made(fill))

    assert (raw.name, raw.unread) == ("Đúng", ("Trang 1",))
    assert [row.values["name"] for row in read_sheet(raw, LAYOUT).rows] == ["Lê An"]


def test_a_workbook_without_a_sheet_to_see_is_refused() -> None:
    def fill(sheet: Worksheet, book: xlsxwriter.Workbook) -> None:
        book.add_chartsheet("Biểu đồ").activate()
        sheet.hide()

    with pytest.raises(NotAllowedNow) as refusal:
        read(made(fill))

    assert refusal.value.reason == NOTHING_SEEN


def test_a_workbook_that_cant_be_understood_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook><sheets></workbook>")

    with pytest.raises(NotAllowedNow) as refusal:
        read(out.getvalue())

    assert refusal.value.reason == BROKEN
    assert refusal.value.field == "file"
