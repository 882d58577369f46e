"""What are the columns of a table that a workbook brings, and how are its rows known again?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TypeAlias

from saturday.rules.identifiers import show_phone
from saturday.vietnamese.dates import numeric_day
from saturday.vietnamese.names import fold, nfc

Cell: TypeAlias = str | int | float | bool | date | None
Value: TypeAlias = str | int | float | bool | date | None
Values: TypeAlias = Mapping[str, Value]


class ColumnKind(Enum):
    """How a column's cells are read (kiểu cột)."""

    TEXT = "chữ"
    LINES = "nhiều dòng chữ"
    NAME = "họ và tên"
    PHONE = "số điện thoại"
    DAY = "ngày"
    MOMENT = "ngày, giờ"
    NUMBER = "số"
    DECIMAL = "số có phần lẻ"
    NATIONAL_CODE = "mã quốc gia"
    YES_NO = "có hoặc không"
    PICK = "chọn trong danh sách"


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing that may stand in a column with a list (lựa chọn)."""

    value: Value
    words: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table (cột): what it is called, how it is read, what is refused."""

    field: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    empty: str = ""  # said when a new row leaves it empty; without it the cell may be empty
    others: tuple[str, ...] = ()  # further heads by which it is known
    most: int = 200  # letters of a text, or the greatest number
    least: int = 0
    bounds: str = ""  # said of a number out of bounds
    choices: tuple[Pick, ...] = ()
    check: Callable[[str], str] = lambda _words: ""  # says what is wrong with a text
    unknown: str = "Không có “{}” trong danh sách. Hãy chọn theo mẫu."
    hint: str = ""
    example: str = ""

    @property
    def heads(self) -> frozenset[str]:
        """The heads by which the column is known, without marks."""
        return frozenset(map(plain, (self.title, *self.others)))

    def in_words(self, value: Value) -> str:
        """Write a value as it stands in a cell; the same words are read back."""
        if value is None or value == "":
            return ""
        if self.kind is ColumnKind.PICK:
            return next((one.words for one in self.choices if one.value == value), "")
        return show_phone(str(value)) if self.kind is ColumnKind.PHONE else as_text(value)


@dataclass(frozen=True, slots=True)
class Key:
    """Fields by which a row is known again (cách nhận ra dòng cũ)."""

    fields: tuple[str, ...]
    unless: tuple[str, ...] = ()  # rows that differ in one of these are not the same one
    doubt: str = ""  # rows that differ in this field may be the same one or not
    lacking: tuple[str, ...] = ()  # fields in which nothing equals nothing


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table and how its rows are known again (khuôn bảng)."""

    columns: tuple[Column, ...]
    keys: tuple[Key, ...] = ()  # tried one after another; the last one's fields are needed
    uniques: tuple[Key, ...] = ()  # no two rows of a file are alike in one of these
    unclear: str = "Có nhiều dòng giống nhau. Hãy sửa trên trang."
    heads: Mapping[str, str] = field(default_factory=dict)  # plain heads somebody told the field of
    refuse: Callable[[Values], None] = lambda _values: None  # raises NotAllowedNow

    def column(self, name: str) -> Column:
        """Give a column by its field."""
        return next(one for one in self.columns if one.field == name)


def plain(head: object) -> str:
    """Write a head without marks, signs and case: "Họ và tên (*)" becomes "ho va ten"."""
    before = nfc(str(head or "")).partition("(")[0]
    return " ".join("".join(one if one.isalnum() else " " for one in fold(before)).split())


def as_text(cell: Cell) -> str:
    """Write a cell as it is seen on the screen."""
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, date):
        return numeric_day(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.10g}".replace(".", ",")
    return "" if cell is None else str(cell)
