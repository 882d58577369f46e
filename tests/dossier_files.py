"""Workbooks as the one-stop system makes them, for tests; every code and name is invented."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

from saturday.rules.columns import Cell

HEADS = (
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục",
    "Chủ hồ sơ",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày trả kết quả",
    "Trạng thái",
)
COPY, BIRTH, SINGLE = "Chứng thực bản sao", "Đăng ký khai sinh", "Xác nhận tình trạng hôn nhân"


def code(number: int) -> str:
    """Write the code of a dossier."""
    return f"H41.34-260411-{number:04d}"


def row(
    number: int,
    procedure: str = COPY,
    returned: str = "",
    **more: str,
) -> list[Cell]:
    """Write a dossier's line under the usual heads."""
    return [
        number,
        more.get("code", code(number)),
        procedure,
        more.get("name"),
        more.get("received", "11/04/2026 08:15:20"),
        more.get("due"),
        returned or None,
        more.get("status"),
    ]


def book(rows: Iterable[Sequence[Cell]], heads: Sequence[str] = HEADS) -> BytesIO:
    """Make a workbook with an office's name above the table, as such systems do."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as out:
        sheet = out.add_worksheet("Danh sách hồ sơ")
        moment = out.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_string(0, 1, "UBND XÃ ANH SƠN (mẫu)")
        for place, line in enumerate([heads, *rows], start=2):
            for column, cell in enumerate(line):
                if isinstance(cell, (date, datetime)):
                    sheet.write_datetime(place, column, cell, moment)
                elif cell is not None:
                    sheet.write(place, column, cell)
    content.seek(0)
    return content
