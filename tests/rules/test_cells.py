"""What does a cell of a clerk's workbook hold?"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.cells import Unreadable, read_cell
from saturday.rules.columns import Cell, Column, ColumnKind, Value
from tests.import_rules import DEPARTMENTS, PHONE_WORDS, at

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
