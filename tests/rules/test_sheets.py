"""What does each row of a clerk's workbook say?"""

from dataclasses import replace

import pytest

from saturday.rules.columns import (
    Cell,
)
from saturday.rules.imports import judge
from saturday.rules.sheets import (
    MIXED,
    MOST_ROWS,
    NO_HEADER,
    NO_ROWS,
    RawSheet,
    in_unicode,
    likely_header,
    read_sheet,
)
from tests.import_rules import ABOUT, HEADS, PEOPLE, PHONE_WORDS, line, plan, sheet


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


def test_what_somebody_said_of_a_head_goes_before_its_usual_meaning() -> None:
    layout = replace(PEOPLE, heads={"nguoi": "name", "ho va ten": "", "chuc danh": "post"})
    lines: list[list[Cell]] = [["Họ và tên", "Người", "Chức danh"], ["bỏ", "Lê An", ABOUT]]

    found = read_sheet(RawSheet("Trang 1", lines), layout)

    assert found.rows[0].values == {"name": "Lê An", "post": ABOUT}
    assert found.ignored == ("Họ và tên",)


def test_the_heads_are_guessed_when_none_is_known() -> None:
    lines: list[list[Cell]] = [["UBND XÃ"], ["Mã số", "Tên việc"], ["H1", 3]]

    assert (likely_header(lines), likely_header([])) == (1, 0)
    assert in_unicode(lines) == lines
