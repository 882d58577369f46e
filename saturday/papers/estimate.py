"""How does the estimate of a Saturday (dự toán) stand on the sheet that three people sign?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Worksheet

from saturday.models.commune import Commune
from saturday.papers.spreadsheet import A4
from saturday.rules.budget import Cost
from saturday.vietnamese.dates import long_day, numeric_day
from saturday.vietnamese.numbers import dong_in_words

COLUMNS = (
    ("TT", 5),
    ("Nội dung chi", 38),
    ("Đơn vị tính", 11),
    ("Số lượng", 10),
    ("Đơn giá (đồng)", 14),
    ("Thành tiền (đồng)", 16),
    ("Nguồn kinh phí", 26),
)
TITLE = "DỰ TOÁN KINH PHÍ"
SIGNERS = ("Người lập", "Kế toán", "Thủ trưởng đơn vị")
SIGN_HERE = "(Ký, ghi rõ họ tên)"
FIRST = 6  # row of the table's heads
SPARE = 4  # rows to sign in
MONEY = 5  # column of the sums


@dataclass(frozen=True, slots=True)
class EstimateSheet:
    """The estimate of one Saturday, as it is printed and as a workbook (bảng dự toán)."""

    commune: Commune
    day: date
    costs: Sequence[Cost]
    title: str = TITLE
    signers: tuple[str, ...] = SIGNERS

    @property
    def total(self) -> int:
        """What all of it comes to."""
        return sum(one.estimate for one in self.costs)

    @property
    def subtitle(self) -> str:
        """Say what the money is for."""
        return f"Tổ chức “Ngày thứ 7 vì dân”, {long_day(self.day)}"

    @property
    def issuers(self) -> tuple[str, str]:
        """Whose sheet it is."""
        centre = self.commune.centre or "Trung tâm Phục vụ hành chính công"
        return f"UBND {self.commune.name}".upper(), centre.upper()

    @property
    def in_words(self) -> str:
        """Write the sum so that nobody adds a digit."""
        return f"Bằng chữ: {dong_in_words(self.total)}."

    @property
    def dated(self) -> str:
        """Leave the date to who signs."""
        return f"{self.commune.place}, ngày … tháng … năm {self.day.year}"

    def workbook(self) -> bytes:
        """Write it as a workbook; each cell by its type, so that text is never a formula."""
        made = BytesIO()
        with xlsxwriter.Workbook(made, {"in_memory": True}) as out:
            sheet = out.add_worksheet(f"Dự toán {numeric_day(self.day).replace('/', '-')}")
            self._write(sheet, _Looks(out.add_format))
        return made.getvalue()

    def _write(self, sheet: Worksheet, looks: "_Looks") -> None:
        """Write the head, the table, its sum, and where the three sign."""
        last = len(COLUMNS) - 1
        for row, words in enumerate(self.issuers):
            sheet.merge_range(row, 0, row, 2, words, looks.bold if row else looks.centred)
        sheet.merge_range(3, 0, 3, last, self.title, looks.title)
        sheet.merge_range(4, 0, 4, last, self.subtitle, looks.centred)
        for place, (head, wide) in enumerate(COLUMNS):
            sheet.set_column(place, place, wide)
            sheet.write_string(FIRST, place, head, looks.head)
        for row, one in enumerate(self.costs, start=1):
            _write_cost(sheet, FIRST + row, (row, one), looks)
        foot = FIRST + len(self.costs) + 1
        sheet.merge_range(foot, 0, foot, MONEY - 1, "Cộng", looks.head)
        sheet.write_number(foot, MONEY, self.total, looks.sum)
        sheet.write_blank(foot, last, None, looks.head)
        sheet.merge_range(foot + 1, 0, foot + 1, last, self.in_words, looks.slanted)
        sheet.merge_range(foot + 3, 3, foot + 3, last, self.dated, looks.centred_slanted)
        for (left, right), who in zip(((0, 1), (2, 4), (5, 6)), self.signers, strict=True):
            sheet.merge_range(foot + 4, left, foot + 4, right, who.upper(), looks.bold)
            sheet.merge_range(foot + 5, left, foot + 5, right, SIGN_HERE, looks.centred_slanted)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST)
        sheet.print_area(0, 0, foot + 5 + SPARE, last)


class _Looks:
    """The looks of its cells."""

    def __init__(self, add: Callable[[dict[str, object]], Format]) -> None:
        font = {"font_name": "Times New Roman", "font_size": 13, "valign": "vcenter"}
        centre, edge = {"align": "center"}, {"border": 1, "text_wrap": True, "valign": "top"}
        self.centred: Format = add({**font, **centre})
        self.bold: Format = add({**font, **centre, "bold": True})
        self.title: Format = add({**font, **centre, "bold": True, "font_size": 15})
        self.slanted: Format = add({**font, "italic": True})
        self.centred_slanted: Format = add({**font, **centre, "italic": True})
        self.head: Format = add({**font, **edge, **centre, "bold": True})
        self.text: Format = add({**font, **edge, "num_format": "@"})
        self.number: Format = add({**font, **edge, "num_format": "#,##0"})
        self.sum: Format = add({**font, **edge, "num_format": "#,##0", "bold": True})


def _write_cost(sheet: Worksheet, row: int, numbered: tuple[int, Cost], looks: _Looks) -> None:
    """Write one line of the table."""
    number, one = numbered
    cells = (number, one.content, one.unit, one.quantity, one.price, one.estimate, one.source)
    for place, value in enumerate(cells):
        if isinstance(value, int):
            sheet.write_number(row, place, value, looks.number)
        else:
            sheet.write_string(row, place, value, looks.text)
