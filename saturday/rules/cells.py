"""What does a cell of a workbook hold?"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from saturday.rules.columns import Cell, Column, ColumnKind, Value, as_text
from saturday.rules.identifiers import parse_phone, show_phone
from saturday.rules.procedures import parse_code
from saturday.vietnamese.dates import numeric_day, parse_clock, parse_day
from saturday.vietnamese.names import fold, is_capitalised, nfc

EPOCH = date(1899, 12, 30)  # day 0 of a workbook's calendar
DAYS = (date(1900, 1, 1), date(2100, 12, 31))
LAST_SERIAL = (DAYS[1] - EPOCH).days
MINUTES = 24 * 60  # of a day
_DECIMAL = re.compile(r"\d{1,6}(\.\d{1,3})?", re.ASCII)
YES = frozenset({"co", "x", "1", "dung", "yes", "true", "c"})
NO = frozenset({"khong", "0", "ko", "k", "sai", "no", "false", "-"})


class Unreadable(Exception):
    """A cell that does not hold what its column asks for (ô không đọc được)."""


def read_cell(column: Column, cell: Cell) -> tuple[Value, str]:
    """Give a cell's value, and what was set right in reading it; raise when it has none."""
    if isinstance(cell, str) and cell.startswith("#") and cell.rstrip("!?").isupper():
        message = f"Công thức bị lỗi ({cell}). Hãy sửa công thức hoặc ghi giá trị."
        raise Unreadable(message)
    value, remark = _READERS[column.kind](column, cell)
    wrong = column.check(value) if isinstance(value, str) else ""
    if wrong:
        raise Unreadable(wrong)
    return value, remark


def _text(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read words; a number is read as it is seen."""
    words = nfc(as_text(cell))
    if len(words) > column.most:
        raise Unreadable(_too_long(column.most))
    return words, ""


def _lines(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read words that keep their lines."""
    words = "\n".join(map(nfc, as_text(cell).splitlines())).strip()
    if len(words) > column.most:
        raise Unreadable(_too_long(column.most))
    return words, ""


def _name(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a person's name."""
    words, remark = _text(column, cell)
    if not is_capitalised(str(words)):
        message = "Hãy viết hoa chữ cái đầu của họ và tên."
        raise Unreadable(message)
    return words, remark


def _phone(_column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a telephone number; Excel drops the zero of one that was typed as a number."""
    typed = as_text(cell)
    digits = parse_phone(typed)
    if digits is not None:
        return digits, ""
    bare = typed.replace(" ", "").replace(".", "")
    digits = parse_phone(f"0{bare}") if bare[:1] in set("235789") else None
    if digits is None:
        message = "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."
        raise Unreadable(message)
    return digits, f"đã thêm số 0 đầu: {show_phone(digits)}"


def _day(_column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a day: a date, a date as people write it, or the bare number of one."""
    day: date | None = None
    remark = ""
    if isinstance(cell, date):
        day = date(cell.year, cell.month, cell.day)
    elif isinstance(cell, str):
        day = parse_day(cell)
    elif type(cell) is int and 0 < int(cell) <= LAST_SERIAL:
        day = EPOCH + timedelta(days=int(cell))
        remark = f"đọc số {cell} là ngày {numeric_day(day)}"
    if day is None or not _is_possible(day):
        message = "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."
        raise Unreadable(message)
    return day, remark


def _is_possible(day: date) -> bool:
    return DAYS[0] <= date(day.year, day.month, day.day) <= DAYS[1]


def _moment(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a day and, when it is told, the hour; the hour may stand before the day."""
    if isinstance(cell, datetime) and _is_possible(cell):
        return cell, ""
    if type(cell) is float and 0 < float(cell) <= LAST_SERIAL:
        whole, part = divmod(float(cell), 1)
        exact = datetime.combine(EPOCH + timedelta(days=whole), time())
        return exact + timedelta(minutes=round(part * MINUTES)), ""
    if isinstance(cell, str) and (found := _parts_of_moment(cell)):
        clock, words = found
        day, remark = _day(column, words)
        is_told = clock is not None and isinstance(day, date)
        return (datetime.combine(day, clock) if is_told else day), remark  # type: ignore[arg-type] # told
    return _day(column, cell)


def _parts_of_moment(text: str) -> tuple[time | None, str] | None:
    """Split "11/04/2026 08:15:20", "08:15 11/4/2026", "2026-04-11T08:15" in hour and day."""
    pieces = text.replace("T", " ").replace(",", " ").split()
    hours = [one for one in pieces if ":" in one]
    if len(hours) != 1:
        return None
    hour, _, rest = hours[0].partition(":")
    clock = parse_clock(f"{hour}:{rest[:2]}")
    return clock, " ".join(one for one in pieces if one != hours[0])


def _number(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a whole number, also when it is stored as text."""
    typed = as_text(cell).replace(".", "")
    if not (typed.isascii() and typed.isdigit()):
        message = "Hãy ghi một số, chỉ dùng chữ số."
        raise Unreadable(message)
    number = int(typed) if len(typed) <= len(str(column.most)) else column.most + 1
    if not column.least <= number <= column.most:
        raise Unreadable(column.bounds or f"Hãy ghi số từ {column.least} đến {column.most}.")
    return number, ""


def _decimal(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a number that may have a part after the comma, and its unit behind it."""
    typed = as_text(cell).lower().removesuffix("km").strip().replace(",", ".")
    number = float(typed) if _DECIMAL.fullmatch(typed) else -1.0
    if not column.least <= number <= column.most:
        message = f"Hãy ghi số từ {column.least} đến {column.most}, ví dụ 12,5."
        raise Unreadable(column.bounds or message)
    return number, ""


def _national_code(_column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a national code; Excel drops the last zeros of one that was typed as a number."""
    typed = f"{cell:.6f}" if type(cell) in {int, float} else as_text(cell)
    code = parse_code(typed)
    if code is None:
        message = "Hãy ghi mã quốc gia, ví dụ 2.000815."
        raise Unreadable(message)
    return code, "" if isinstance(cell, str) else f"đọc số là mã {code}"


def _yes_no(_column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a yes or a no, however they are ticked."""
    if isinstance(cell, bool):
        return cell, ""
    typed = fold(as_text(cell))
    if typed not in YES | NO:
        message = "Hãy ghi “có” hoặc “không”."
        raise Unreadable(message)
    return typed in YES, ""


def _pick(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read one of a list: its words, or its words without marks when only one has them."""
    typed = nfc(as_text(cell))
    for same in (str.lower, fold):
        wanted = same(typed)
        found = {
            one.value
            for one in column.choices
            if wanted in {same(nfc(words)) for words in (one.words, *one.others)}
        }
        if len(found) == 1:
            return found.pop(), ""
    raise Unreadable(column.unknown.format(typed[:60]))


_READERS: Mapping[ColumnKind, Callable[[Column, Cell], tuple[Value, str]]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.LINES: _lines,
    ColumnKind.NAME: _name,
    ColumnKind.PHONE: _phone,
    ColumnKind.DAY: _day,
    ColumnKind.MOMENT: _moment,
    ColumnKind.NUMBER: _number,
    ColumnKind.DECIMAL: _decimal,
    ColumnKind.NATIONAL_CODE: _national_code,
    ColumnKind.YES_NO: _yes_no,
    ColumnKind.PICK: _pick,
}


def _too_long(most: int) -> str:
    return f"Hãy viết ngắn hơn: tối đa {most} ký tự."
