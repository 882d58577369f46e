"""Does the estimate say the same on paper and in the workbook, and can it be signed?"""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from saturday.models.commune import Commune
from saturday.papers.estimate import EstimateSheet
from saturday.rules.budget import Cost

COMMUNE = Commune(
    {
        "commune.name": "xã Anh Sơn",
        "commune.place": "Anh Sơn",
        "centre.name": "Trung tâm Phục vụ hành chính công xã Anh Sơn",
    }
)
COSTS = [
    Cost("Nước uống cho người dân chờ", "người", 60, 15_000, "Chi thường xuyên"),
    Cost("Băng rôn", "cái", 2, 175_000, "Xã hội hóa"),
]


def cells(sheet: EstimateSheet) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(sheet.workbook()))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_the_workbook_has_each_line_and_the_sum() -> None:
    rows = cells(EstimateSheet(COMMUNE, date(2026, 4, 11), COSTS))
    assert rows[6:9] == [
        [
            "TT",
            "Nội dung chi",
            "Đơn vị tính",
            "Số lượng",
            "Đơn giá (đồng)",
            "Thành tiền (đồng)",
            "Nguồn kinh phí",
        ],
        [1, "Nước uống cho người dân chờ", "người", 60, 15_000, 900_000, "Chi thường xuyên"],
        [2, "Băng rôn", "cái", 2, 175_000, 350_000, "Xã hội hóa"],
    ]
    assert rows[9][0] == "Cộng"
    assert rows[9][5] == 1_250_000
    assert rows[10][0] == "Bằng chữ: Một triệu hai trăm năm mươi nghìn đồng."


def test_the_workbook_says_whose_it_is_and_who_signs() -> None:
    rows = cells(EstimateSheet(COMMUNE, date(2026, 4, 11), COSTS))
    words = [str(one) for row in rows for one in row if one != ""]
    assert words[:4] == [
        "UBND XÃ ANH SƠN",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ ANH SƠN",
        "DỰ TOÁN KINH PHÍ",
        "Tổ chức “Ngày thứ 7 vì dân”, thứ Bảy, ngày 11 tháng 4 năm 2026",
    ]
    assert words[-7:] == [
        "Anh Sơn, ngày … tháng … năm 2026",
        "NGƯỜI LẬP",
        "KẾ TOÁN",
        "THỦ TRƯỞNG ĐƠN VỊ",
        *["(Ký, ghi rõ họ tên)"] * 3,
    ]


@pytest.mark.parametrize("typed", ["=1+1", "+84", "-5", "@x", '=HYPERLINK("http://x")'])
def test_typed_text_is_never_a_formula(typed: str) -> None:
    cost = Cost(typed, typed, 1, 1000, typed)
    sheet = EstimateSheet(COMMUNE, date(2026, 4, 11), [cost])
    assert cells(sheet)[7] == [1, typed, typed, 1, 1000, 1000, typed]
    with ZipFile(BytesIO(sheet.workbook())) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_an_estimate_of_nothing_comes_to_nothing() -> None:
    sheet = EstimateSheet(Commune({}), date(2026, 4, 11), [])
    assert (sheet.total, sheet.in_words) == (0, "Bằng chữ: Không đồng.")
    assert sheet.issuers[1] == "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
    assert cells(sheet)[7][:1] == ["Cộng"]


def test_two_hundred_lines_are_all_there_with_the_head_on_each_page() -> None:
    costs = [Cost(f"Khoản {number}", "cái", number, 1_000) for number in range(1, 201)]
    sheet = EstimateSheet(COMMUNE, date(2026, 4, 11), costs)
    rows = cells(sheet)
    assert [row[1] for row in rows[7:207]] == [one.content for one in costs]
    assert rows[207][5] == sheet.total == 20_100_000
    with ZipFile(BytesIO(sheet.workbook())) as book:
        names = book.read("xl/workbook.xml").decode()
    assert re.search(r"Print_Titles[^>]*>[^<]*\$7:\$7<", names)


def test_numbers_are_numbers_and_words_are_words() -> None:
    sheet = EstimateSheet(COMMUNE, date(2026, 4, 11), [Cost("0912", "1", 1, 1000, "2026")])
    with ZipFile(BytesIO(sheet.workbook())) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    kinds = dict(re.findall(r'<c r="([A-G])8" s="[0-9]+"( t="s")?>', xml))
    words = [column for column, kind in kinds.items() if kind]
    assert (words, list(kinds)) == (["B", "C", "G"], list("ABCDEFG"))
