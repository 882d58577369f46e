"""A table of people and workbooks that bring it, as the rules see them; for tests."""

from collections.abc import Sequence
from datetime import datetime

from saturday.rules.columns import (
    Cell,
    Column,
    ColumnKind,
    Key,
    Layout,
    Pick,
    Value,
    Values,
)
from saturday.rules.imports import ImportPlan, StoredRow, judge
from saturday.rules.refusals import refuse_when
from saturday.rules.sheets import (
    RawSheet,
    read_sheet,
)


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
PHONE_WORDS = "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."
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
