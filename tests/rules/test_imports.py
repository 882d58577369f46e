"""What is said of each row of a clerk's workbook?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.imports import (
    MIXED,
    MOST_ROWS,
    NO_HEADER,
    NO_ROWS,
    Cell,
    Column,
    ColumnKind,
    ImportPlan,
    Key,
    Layout,
    Pick,
    RawSheet,
    ReadSheet,
    RowState,
    StoredRow,
    Unreadable,
    Value,
    Values,
    as_text,
    judge,
    read_cell,
    read_sheet,
)
from saturday.rules.refusals import refuse_when


def at(hour: int, minute: int) -> datetime:
    """Give a moment of Saturday 11/4/2026 as a workbook holds it."""
    return datetime(2026, 4, 11, hour, minute)  # noqa: DTZ001 - a cell has no zone


DEPARTMENTS = (
    Pick(1, "Phòng Kinh tế", ("Kinh tế", "kinh-te")),
    Pick(2, "Phòng Văn hóa - Xã hội", ("Văn hóa - Xã hội", "van-hoa-xa-hoi")),
    Pick(3, "Phòng Nội vụ", ("Nội vụ",)),
    Pick(4, "Phòng Nội vũ", ("Nội vũ",)),
)


def refuse(values: Values) -> None:
    refuse_when(values["post"] == "Không", "Hãy ghi chức vụ thật.", field="post")
    refuse_when(values["post"] == "Trống", "Dòng này tự mâu thuẫn.")


PEOPLE = Layout(
    columns=(
        Column("code", "Mã", most=10),
        Column(
            "name", "Họ và tên", ColumnKind.NAME, empty="Hãy ghi họ và tên.", others=("Họ tên",)
        ),
        Column("post", "Chức vụ", empty="Hãy ghi chức vụ.", most=20),
        Column("department", "Phòng", ColumnKind.PICK, choices=DEPARTMENTS),
        Column("phone", "Điện thoại", ColumnKind.PHONE, others=("SĐT",)),
        Column("left_on", "Nghỉ từ ngày", ColumnKind.DAY),
    ),
    keys=(
        Key(("code",)),
        Key(("name", "department", "phone"), unless=("code",)),
        Key(("name", "department"), unless=("code",)),
        Key(("name", "phone"), unless=("code",)),
        Key(("name",), unless=("code",), doubt="phone"),
    ),
    uniques=(Key(("code",)), Key(("name", "department"), unless=("code", "phone"))),
    unclear="Chưa rõ là ai.",
    refuse=refuse,
)
NO_NAMES = "Thiếu cột Họ và tên. Hãy tải mẫu để xem các cột."
HEADS: list[Cell] = ["STT", "Mã", "Họ và tên", "Chức vụ", "Phòng", "SĐT", "Nghỉ từ ngày"]
ABOUT = "Chuyên viên"


def sheet(*lines: Sequence[Cell], heads: Sequence[Cell] | None = None) -> RawSheet:
    """Lay out a sheet under the usual heads."""
    return RawSheet("Trang 1", [heads or HEADS, *lines])


def line(name: Cell, department: Cell = "Kinh tế", phone: Cell = None, **more: Cell) -> list[Cell]:
    """Write one person's row."""
    return [
        None,
        more.get("code"),
        name,
        more.get("post", ABOUT),
        department,
        phone,
        more.get("left_on"),
    ]


def stored(key: int, name: str, department: int = 1, phone: str = "", code: str = "") -> StoredRow:
    """Make a row of the database."""
    values: dict[str, Value] = {"name": name, "department": department, "phone": phone}
    return StoredRow(key, {**values, "code": code or None, "post": ABOUT, "left_on": None})


def plan(*lines: Sequence[Cell], known: Sequence[StoredRow] = ()) -> ImportPlan:
    """Judge some rows."""
    return judge(read_sheet(sheet(*lines), PEOPLE), known, PEOPLE)


def states(found: ImportPlan) -> list[str]:
    """Name the states of all rows in their order."""
    return [one.state.name for one in found.verdicts]


# --- Cells -------------------------------------------------------------------------------------

TEXT = Column("x", "Cột", most=12)
PHONE = Column("x", "Cột", ColumnKind.PHONE)
DAY = Column("x", "Cột", ColumnKind.DAY)
MOMENT = Column("x", "Cột", ColumnKind.MOMENT)
NUMBER = Column("x", "Cột", ColumnKind.NUMBER, most=365)
DECIMAL = Column("x", "Cột", ColumnKind.DECIMAL, most=500)
YES_NO = Column("x", "Cột", ColumnKind.YES_NO)
PICK = Column("x", "Cột", ColumnKind.PICK, choices=DEPARTMENTS)
NAME = Column("x", "Cột", ColumnKind.NAME, most=30)
CODE = Column("x", "Cột", ColumnKind.NATIONAL_CODE)
LINES = Column("x", "Cột", ColumnKind.LINES, most=30)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (TEXT, "  Phó   phòng ", "Phó phòng"),
        (TEXT, "Pho\u0301 pho\u0300ng", "Phó phòng"),
        (TEXT, 12, "12"),
        (TEXT, 12.0, "12"),
        (TEXT, 1.5, "1,5"),
        (TEXT, True, "có"),
        (TEXT, date(2026, 4, 11), "11/4/2026"),
        (TEXT, "=1+1", "=1+1"),
        (NAME, "Nguyễn Văn An", "Nguyễn Văn An"),
        (PHONE, "0912 345 678", "0912345678"),
        (PHONE, "0912.345.678", "0912345678"),
        (PHONE, "+84 912 345 678", "0912345678"),
        (PHONE, "0238 3872 105", "02383872105"),
        (DAY, date(2026, 4, 11), date(2026, 4, 11)),
        (DAY, "11/4/2026", date(2026, 4, 11)),
        (DAY, "11-4-2026", date(2026, 4, 11)),
        (DAY, "2026-04-11", date(2026, 4, 11)),
        (DAY, at(9, 30), date(2026, 4, 11)),
        (MOMENT, at(9, 30), at(9, 30)),
        (MOMENT, date(2026, 4, 11), date(2026, 4, 11)),
        (MOMENT, "11/04/2026", date(2026, 4, 11)),
        (MOMENT, "11/04/2026 08:15:20", at(8, 15)),
        (MOMENT, "08:15, 11/4/2026", at(8, 15)),
        (MOMENT, "2026-04-11T08:15:00", at(8, 15)),
        (MOMENT, "25:00 11/4/2026", date(2026, 4, 11)),
        (MOMENT, 46123.5, at(12, 0)),
        (NUMBER, 12, 12),
        (NUMBER, 12.0, 12),
        (NUMBER, "12", 12),
        (NUMBER, "0", 0),
        (DECIMAL, 4.5, 4.5),
        (DECIMAL, "4,5", 4.5),
        (DECIMAL, "4.5", 4.5),
        (DECIMAL, 4, 4.0),
        (YES_NO, "Có", True),
        (YES_NO, "x", True),
        (YES_NO, "X", True),
        (YES_NO, 1, True),
        (YES_NO, True, True),
        (YES_NO, "không", False),
        (YES_NO, "Khong", False),
        (YES_NO, 0, False),
        (PICK, "Phòng Kinh tế", 1),
        (PICK, "PHÒNG KINH TẾ", 1),
        (PICK, "phong kinh te", 1),
        (PICK, "kinh-te", 1),
        (PICK, "Phòng Nội vụ", 3),
        (PICK, "Phòng Nội vũ", 4),
        (CODE, "2.000815", "2.000815"),
        (CODE, "2.000815.000.00.00.H10", "2.000815"),
        (LINES, " Bản chính \n\n  Bản  sao ", "Bản chính\n\nBản sao"),
    ],
)
def test_a_cell_is_read(column: Column, cell: Cell, value: Value) -> None:
    assert read_cell(column, cell) == (value, "")


@pytest.mark.parametrize(
    ("column", "cell", "value", "remark"),
    [
        (PHONE, 912345678, "0912345678", "đã thêm số 0 đầu: 0912 345 678"),
        (PHONE, 912345678.0, "0912345678", "đã thêm số 0 đầu: 0912 345 678"),
        (PHONE, "912345678", "0912345678", "đã thêm số 0 đầu: 0912 345 678"),
        (PHONE, 2383872105, "02383872105", "đã thêm số 0 đầu: 0238 3872 105"),
        (DAY, 46123, date(2026, 4, 11), "đọc số 46123 là ngày 11/4/2026"),
        (MOMENT, 46123, date(2026, 4, 11), "đọc số 46123 là ngày 11/4/2026"),
        (CODE, 2.000815, "2.000815", "đọc số là mã 2.000815"),
        (CODE, 2.00088, "2.000880", "đọc số là mã 2.000880"),
    ],
)
def test_what_excel_spoilt_is_set_right_and_said(
    column: Column, cell: Cell, value: Value, remark: str
) -> None:
    assert read_cell(column, cell) == (value, remark)


PHONE_WORDS = "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."
DAY_WORDS = "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."
NUMBER_WORDS = "Hãy ghi một số, chỉ dùng chữ số."


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        (TEXT, "Chuyên viên chính", "Hãy viết ngắn hơn: tối đa 12 ký tự."),
        (LINES, "Bản chính\n" * 9, "Hãy viết ngắn hơn: tối đa 30 ký tự."),
        (NAME, "nguyễn văn an", "Hãy viết hoa chữ cái đầu của họ và tên."),
        (NAME, "A" * 31, "Hãy viết ngắn hơn: tối đa 30 ký tự."),
        (PHONE, "091234567", PHONE_WORDS),
        (PHONE, 91234567, PHONE_WORDS),
        (PHONE, 123456789, PHONE_WORDS),
        (PHONE, "0912 345 678; 0987 654 321", PHONE_WORDS),
        (PHONE, "không có", PHONE_WORDS),
        (DAY, "31/02/2026", DAY_WORDS),
        (DAY, "tháng 4", DAY_WORDS),
        (DAY, 4.5, DAY_WORDS),
        (DAY, True, DAY_WORDS),
        (DAY, 0, DAY_WORDS),
        (DAY, 99_999, DAY_WORDS),
        (DAY, date(1899, 12, 31), DAY_WORDS),
        (DAY, date(2101, 1, 1), DAY_WORDS),
        (MOMENT, "08:15", DAY_WORDS),
        (MOMENT, "08:15 09:15", DAY_WORDS),
        (MOMENT, at(8, 15).replace(year=2101), DAY_WORDS),
        (MOMENT, True, DAY_WORDS),
        (NUMBER, "mười", NUMBER_WORDS),
        (NUMBER, -1, NUMBER_WORDS),
        (NUMBER, 1.5, NUMBER_WORDS),
        (NUMBER, 366, "Hãy ghi số từ 0 đến 365."),
        (NUMBER, "9" * 5000, "Hãy ghi số từ 0 đến 365."),
        (DECIMAL, "xa", "Hãy ghi số từ 0 đến 500, ví dụ 12,5."),
        (DECIMAL, -1, "Hãy ghi số từ 0 đến 500, ví dụ 12,5."),
        (DECIMAL, "nan", "Hãy ghi số từ 0 đến 500, ví dụ 12,5."),
        (YES_NO, "có lẽ", "Hãy ghi “có” hoặc “không”."),
        (PICK, "Phòng Y tế", "Không có “Phòng Y tế” trong danh sách. Hãy chọn theo mẫu."),
        (PICK, "phong noi vu", "Không có “phong noi vu” trong danh sách. Hãy chọn theo mẫu."),
        (CODE, "815", "Hãy ghi mã quốc gia, ví dụ 2.000815."),
        (TEXT, "#N/A!", "Công thức bị lỗi (#N/A!). Hãy sửa công thức hoặc ghi giá trị."),
        (TEXT, "#LỖI!", "Công thức bị lỗi (#LỖI!). Hãy sửa công thức hoặc ghi giá trị."),
        (
            replace(TEXT, check=lambda words: f"Không nhận {words}."),
            "Sai",
            "Không nhận Sai.",
        ),
    ],
)
def test_a_cell_that_cant_be_read_says_why(column: Column, cell: Cell, sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_cell(column, cell)

    assert str(refusal.value) == sentence


KINDS: list[tuple[Column, st.SearchStrategy[Value]]] = [
    (PHONE, st.integers(0, 99_999_999).map(lambda number: f"09{number:08}")),
    (DAY, st.dates(date(1900, 1, 1), date(2100, 12, 31))),
    (NUMBER, st.integers(0, 365)),
    (DECIMAL, st.integers(0, 5000).map(lambda number: number / 10)),
    (YES_NO, st.booleans()),
    (PICK, st.sampled_from([1, 2, 3, 4])),
    (TEXT, st.text(alphabet="=+-@#|'\"aàđ1", min_size=1, max_size=10)),
]


@pytest.mark.parametrize(("column", "values"), KINDS)
@given(data=st.data())
def test_words_of_a_value_are_read_back(
    column: Column, values: st.SearchStrategy[Value], data: st.DataObject
) -> None:
    value = data.draw(values)

    assert read_cell(column, column.in_words(value)) == (value, "")


def test_no_value_has_no_words() -> None:
    assert TEXT.in_words(None) == TEXT.in_words("") == PICK.in_words(99) == as_text(None) == ""


# --- Heads -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        (["Họ và tên", "Chức vụ"], ["Lê An", ABOUT]),
        (["HO VA TEN", "CHUC VU"], ["Lê An", ABOUT]),
        (["Họ và tên (*)", "Chức vụ (theo quyết định)"], ["Lê An", ABOUT]),
        (["Chức vụ:", "Họ tên."], [ABOUT, "Lê An"]),
        (["  họ   và tên ", "chức vụ"], ["Lê An", ABOUT]),
        (["Ho\u0323 va\u0300 te\u0302n", "Chu\u031b\u0301c vu\u0323"], ["Lê An", ABOUT]),
    ],
)
def test_heads_are_known_with_or_without_marks_in_any_order(
    heads: list[Cell], cells: list[Cell]
) -> None:
    found = read_sheet(sheet(cells, heads=heads), PEOPLE)

    assert found.refusal == ""
    assert found.rows[0].values == {"name": "Lê An", "post": ABOUT}
    assert found.absent == ("Mã", "Phòng", "Điện thoại", "Nghỉ từ ngày")


def test_titles_above_the_heads_are_passed_over_and_strange_columns_named() -> None:
    lines: list[list[Cell]] = [
        ["ỦY BAN NHÂN DÂN XÃ ANH SƠN"],
        ["DANH SÁCH CÁN BỘ", None, None],
        [],
        ["TT", "Họ và tên", "Năm sinh", "Chức vụ", "Ghi chú"],
        [1, "Lê An", 1980, ABOUT, ""],
    ]

    found = read_sheet(RawSheet("Trang 1", lines), PEOPLE)

    assert found.ignored == ("Năm sinh", "Ghi chú")
    assert [row.number for row in found.rows] == [5]


def test_heads_over_two_rows_begin_below_the_second() -> None:
    lines: list[list[Cell]] = [
        ["Họ và tên", "Chức vụ", "Liên hệ", None],
        ["Họ và tên", "Chức vụ", "SĐT", "Zalo"],
        ["Lê An", ABOUT, "0912345678", None],
    ]

    found = read_sheet(RawSheet("Trang 1", lines), PEOPLE)

    assert [row.values["name"] for row in found.rows] == ["Lê An"]


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([], NO_HEADER),
        ([["Họ và tên"], ["Lê An"]], NO_HEADER),
        ([["a", "b"], ["Lê An", ABOUT]], NO_HEADER),
        ([[3, 4.0]], NO_HEADER),
        (
            [["Chức vụ", "SĐT"], [ABOUT, "0912345678"]],
            "Thiếu cột Họ và tên. Hãy tải mẫu để xem các cột.",
        ),
        ([HEADS], NO_ROWS),
        ([HEADS, ["", None, "  "]], NO_ROWS),
        ([HEADS, ["Ví dụ", None, "Lê An", ABOUT]], NO_ROWS),
    ],
)
def test_a_sheet_without_a_table_is_refused(lines: list[list[Cell]], refusal: str) -> None:
    assert read_sheet(RawSheet("Trang 1", lines), PEOPLE).refusal == refusal


def test_more_rows_than_can_be_looked_at_are_refused() -> None:
    lines = [HEADS, *[line("Lê An")] * (MOST_ROWS + 1)]

    found = read_sheet(RawSheet("Trang 1", lines), PEOPLE)

    assert found.refusal == (
        "Tệp có 10.001 dòng, nhiều hơn mức 10.000 dòng một lần. Hãy chia thành nhiều tệp."
    )
    assert found.rows == ()


def test_group_headings_and_empty_rows_are_no_rows() -> None:
    raw = RawSheet(
        "Trang 1",
        [HEADS, ["I. PHÒNG KINH TẾ", None, "x"], line("Lê An"), [], line("Lê Bình")],
        headings=frozenset({2}),
    )

    assert [row.number for row in read_sheet(raw, PEOPLE).rows] == [3, 5]


def test_further_sheets_are_named() -> None:
    raw = RawSheet("Trang 1", [HEADS, line("Lê An")], unread=("Trang 2", "Nháp"))

    assert read_sheet(raw, PEOPLE).remarks == (
        "Chỉ đọc trang “Trang 1”; không đọc: Trang 2, Nháp.",
    )


# --- Old encodings -----------------------------------------------------------------------------


def test_a_file_in_an_old_encoding_is_read_and_that_is_said() -> None:
    raw = sheet(
        ["NguyÔn V¨n An", "Chuyªn viªn", "Kinh tÕ"], heads=["Hä vµ tªn", "Chøc vô", "Phßng"]
    )

    found = judge(read_sheet(raw, PEOPLE), (), PEOPLE)

    assert found.verdicts[0].values == {"name": "Nguyễn Văn An", "post": ABOUT, "department": 1}
    assert found.sheet.remarks == (
        "Tệp gõ bằng bảng mã TCVN3 (ABC), đã đổi sang Unicode. Hãy xem kỹ từng tên.",
    )


def test_a_file_in_two_encodings_is_refused_and_the_cells_are_named() -> None:
    found = plan(line("Nguyễn Văn An"), line("TrÇn ThÞ H­¬ng", phone="12"))

    assert found.sheet.refusal == MIXED
    assert not found.does_something
    assert [fault.words for fault in found.verdicts[1].faults] == [
        f"cột Điện thoại: {PHONE_WORDS}",
        "cột Họ và tên: Chữ gõ bằng bảng mã TCVN3 (ABC). Hãy đổi sang Unicode rồi nạp lại.",
    ]


# --- Verdicts ----------------------------------------------------------------------------------


def test_each_kind_of_row_has_its_verdict() -> None:
    known = [stored(1, "Lê An"), stored(2, "Lê Bình", phone="0912345678")]
    found = plan(
        line("Lê An"),
        line("Lê Bình", phone=987654321, left_on="01/5/2026"),
        line("Lê Chi", "Nội vụ"),
        line(None, phone="12"),
        known=known,
    )

    assert states(found) == ["SAME", "CHANGED", "NEW", "FAULTY"]
    assert [one.line for one in found.verdicts] == [
        "Dòng 2, như cũ, Lê An",
        (
            "Dòng 3, sửa, Lê Bình: Điện thoại: 0912 345 678 → 0987 654 321; "
            "Nghỉ từ ngày: để trống → 01/5/2026; cột Điện thoại: đã thêm số 0 đầu: 0987 654 321"
        ),
        "Dòng 4, mới, Lê Chi",
        f"Dòng 5, lỗi: cột Điện thoại: {PHONE_WORDS}",
    ]
    assert found.act == "Nhập 1 dòng mới, sửa 1 dòng, bỏ 1 dòng lỗi"
    assert found.does_something
    assert found.counts[RowState.SAME] == 1
    assert found.of(RowState.SAME) == [found.verdicts[0]]
    assert found.verdicts[1].values == {"phone": "0987654321", "left_on": date(2026, 5, 1)}
    assert found.verdicts[1].key == 2


def test_an_empty_cell_keeps_what_is_stored() -> None:
    known = [stored(1, "Lê An", phone="0912345678")]

    assert states(plan(line("Lê An", post=None), known=known)) == ["SAME"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (line(None), "cột Họ và tên: Hãy ghi họ và tên."),
        (line("Lê An", post=None), "cột Chức vụ: Hãy ghi chức vụ."),
        (line("Lê An", post="Không"), "cột Chức vụ: Hãy ghi chức vụ thật."),
        (line("Lê An", post="Trống"), "Dòng này tự mâu thuẫn."),
        (
            line("Lê An", "Y tế"),
            "cột Phòng: Không có “Y tế” trong danh sách. Hãy chọn theo mẫu.",
        ),
    ],
)
def test_a_faulty_row_says_what_to_do(cells: list[Cell], words: str) -> None:
    found = plan(cells)

    assert [fault.words for fault in found.verdicts[0].faults] == [words]


NOBODY: list[StoredRow] = []


@pytest.mark.parametrize(
    ("known", "cells", "state", "key"),
    [
        # the same name and department is the same person, whatever else changed
        ([stored(1, "Lê An")], line("Lê An", phone="0912345678"), "CHANGED", 1),
        ([stored(1, "Lê An")], line("LÊ AN"), "CHANGED", 1),
        # another department: a move, when nothing speaks against it
        ([stored(1, "Lê An")], line("Lê An", "Nội vụ"), "CHANGED", 1),
        (
            [stored(1, "Lê An", phone="0912345678"), stored(2, "Lê An", 2)],
            line("Lê An", "Nội vụ", "0912345678"),
            "CHANGED",
            1,
        ),
        # another department and another telephone: nobody can tell
        (
            [stored(1, "Lê An", phone="0912345678")],
            line("Lê An", "Nội vụ", "0987654321"),
            "FAULTY",
            None,
        ),
        # two of one name: the department tells them apart, else the telephone
        ([stored(1, "Lê An"), stored(2, "Lê An", 2)], line("Lê An", "kinh-te"), "SAME", 1),
        ([stored(1, "Lê An"), stored(2, "Lê An", 2)], line("Lê An", "Nội vụ"), "FAULTY", None),
        ([stored(1, "Lê An"), stored(2, "Lê An", 2)], line("Lê An", None), "FAULTY", None),
        (
            [stored(1, "Lê An", phone="0912345678"), stored(2, "Lê An", phone="0987654321")],
            line("Lê An", phone="0987654321"),
            "SAME",
            2,
        ),
        # a code decides: the same one is the same person, another one another
        ([stored(1, "Lê An", code="C1")], line("Lê Anh", code="c1"), "CHANGED", 1),
        ([stored(1, "Lê An", code="C1")], line("Lê An", code="C2"), "NEW", None),
        ([stored(1, "Lê An")], line("Lê An", code="C1"), "CHANGED", 1),
        # a tone makes another name
        ([stored(1, "Lê An")], line("Lê Ân"), "NEW", None),
    ],
)
def test_a_person_is_known_again(
    known: list[StoredRow], cells: list[Cell], state: str, key: int | None
) -> None:
    found = plan(cells, known=known)

    assert states(found) == [state]
    assert found.verdicts[0].key == key


def test_two_of_one_name_in_two_departments_are_two_people() -> None:
    both = (line("Lê An"), line("Lê An", "Nội vụ"))

    assert states(plan(*both)) == ["NEW", "NEW"]
    assert states(plan(*both, known=[stored(1, "Lê An")])) == ["SAME", "NEW"]
    assert states(plan(*both, known=[stored(1, "Lê An", 2)])) == ["FAULTY", "FAULTY"]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        (line("Lê An"), line("Lê An"), "“Họ và tên” và “Phòng”"),
        (line("Lê An"), line("LÊ AN", phone="0912345678"), "“Họ và tên” và “Phòng”"),
        (line("Lê An", phone="0912345678"), line("Lê An", phone="0987654321"), ""),
        (line("Lê An", code="C1"), line("Lê Bình", code="C1"), "“Mã”"),
        (line("Lê An", code="C1"), line("Lê An", code="C2"), ""),
    ],
)
def test_a_row_that_repeats_another_is_refused_and_says_by_what(
    first: list[Cell], second: list[Cell], alike: str
) -> None:
    found = plan(first, second)

    assert states(found) == ["NEW", "FAULTY" if alike else "NEW"]
    words = [fault.words for fault in found.verdicts[1].faults]
    assert words == ([f"Trùng với dòng 2: cùng {alike}. Hãy bỏ một dòng."] if alike else [])


def test_versions_are_known_by_their_first_day_also_by_having_none() -> None:
    version = Key(("code", "left_on"), lacking=("left_on",))
    versions = replace(
        PEOPLE, keys=(version, Key(("code",), unless=("left_on",))), uniques=(version,)
    )
    first = stored(1, "Lê An", code="C1")
    second = StoredRow(2, {**first.values, "left_on": date(2027, 3, 1)})
    both = (line("Lê An", code="C1"), line("Lê An", code="C1", left_on="01/3/2027"))

    def judged(*lines: list[Cell], known: list[StoredRow]) -> list[int | None]:
        found = judge(read_sheet(sheet(*lines), versions), known, versions)
        return [one.key for one in found.verdicts]

    assert judged(*both, known=[first, second]) == [1, 2]
    assert judged(both[0], known=[second]) == [2]
    assert judged(both[1], known=[first]) == [1]
    assert judged(both[0], both[0], known=[first]) == [1, None]


def test_a_fingerprint_changes_with_what_would_be_done() -> None:
    one, two = plan(line("Lê An")), plan(line("Lê Bình"))
    three = plan(line("Lê An"), known=[stored(1, "Lê An")])
    four = judge(ReadSheet(refusal=NO_ROWS), (), PEOPLE)

    assert len({one.fingerprint, two.fingerprint, three.fingerprint, four.fingerprint}) == 4
    assert plan(line("Lê An")).fingerprint == one.fingerprint


def test_a_plan_without_new_or_changed_rows_does_nothing() -> None:
    assert not plan(line("Lê An"), known=[stored(1, "Lê An")]).does_something
    assert not plan(line(None, phone="12")).does_something
    assert not plan().does_something


people = st.lists(
    st.tuples(
        st.sampled_from(["Lê An", "Lê Bình", "Vi Thị Chi", "Lô Văn Dũng", "Đỗ Ước"]),
        st.sampled_from([1, 2, 3, 4]),
        st.sampled_from(["", "0912345678", "0987654321", "02383872105"]),
    ),
    max_size=12,
    unique_by=lambda one: one[:2],
)


@given(people)
def test_what_is_stored_reads_as_the_same(rows: list[tuple[str, int, str]]) -> None:
    known = [stored(key, *one) for key, one in enumerate(rows, start=1)]
    lines = [
        [None, *(column.in_words(row.values[column.field]) for column in PEOPLE.columns)]
        for row in known
    ]

    found = plan(*lines, known=known)

    assert states(found) == ["SAME"] * len(rows)


@given(people, people)
def test_a_file_imported_twice_changes_nothing_the_second_time(
    before: list[tuple[str, int, str]], told: list[tuple[str, int, str]]
) -> None:
    words = {one.value: one.words for one in DEPARTMENTS}
    lines = [line(name, words[place], phone or None) for name, place, phone in told]
    database = {key: stored(key, *one) for key, one in enumerate(before, start=1)}

    first = plan(*lines, known=list(database.values()))
    for one in first.verdicts:
        if one.state is RowState.CHANGED:
            kept = database[one.key or 0]
            database[kept.key] = replace(kept, values={**kept.values, **one.values})
        if one.state is RowState.NEW:
            key = len(database) + 1
            blank: Values = {"code": None, "phone": "", "left_on": None}
            database[key] = StoredRow(key, {**blank, **one.values})
    second = plan(*lines, known=list(database.values()))

    for one, two in zip(first.verdicts, second.verdicts, strict=True):
        if one.state is not RowState.FAULTY:
            assert two.state is RowState.SAME, (one, two)


def test_what_somebody_said_of_a_head_goes_before_its_usual_meaning() -> None:
    layout = replace(PEOPLE, heads={"nguoi": "name", "ho va ten": "", "chuc danh": "post"})
    lines: list[list[Cell]] = [["Họ và tên", "Người", "Chức danh"], ["bỏ", "Lê An", ABOUT]]

    found = read_sheet(RawSheet("Trang 1", lines), layout)

    assert found.rows[0].values == {"name": "Lê An", "post": ABOUT}
    assert found.ignored == ("Họ và tên",)
