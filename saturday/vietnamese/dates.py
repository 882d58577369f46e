"""How days and hours are written for people, and read from what they type."""

import re
from datetime import date, datetime, time

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_FEBRUARY = 2
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})\s*(?:h|g|:|giờ)\s*(?:(\d{2})\s*(?:phút)?)?", re.ASCII)
_BARE_CLOCK = re.compile(r"(\d{1,2})(\d{2})", re.ASCII)


def weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


def official_date(day: date) -> str:
    """Nghị định 30/2020: days below 10 and months 1 and 2 have a leading zero."""
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def long_day(day: date) -> str:
    return f"{weekday(day)}, {official_date(day)}"


def listed_day(day: date) -> str:
    return f"{weekday(day)}, {day_month(day)}"


def numeric_day(day: date) -> str:
    return f"{day_month(day)}/{day.year}"


def day_month(day: date) -> str:
    return f"{day.day:02}/{_month(day)}"


def day_span(first: date, last: date) -> str:
    """Write a run of days: 25–27/4, 29/8–02/9."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day:02}–{day_month(last)}"
    return f"{day_month(first)}–{day_month(last)}"


def clock(moment_of_day: time) -> str:
    if moment_of_day.minute:
        return _with_minutes(moment_of_day)
    return f"{moment_of_day.hour} giờ"


def clock_short(moment_of_day: time) -> str:
    return f"{moment_of_day.hour}h{moment_of_day.minute:02}"


def hours(start: time, end: time) -> str:
    return " – ".join(_both_alike(start, end))


def hours_in_words(start: time, end: time) -> str:
    return "từ {} đến {}".format(*_both_alike(start, end))


def moment(when: datetime) -> str:
    return f"{clock(when.time())}, {listed_day(when)}"


def days_left(days: int) -> str:
    if days > 0:
        return f"còn {days} ngày"
    return f"quá hạn {-days} ngày" if days else "hôm nay"


def parse_day(text: str, near: date | None = None) -> date | None:
    """Read a day as people type it: 05/3/2026, 5-3-2026, 5.3.26, 2026-03-05.

    With ``near`` the year may be left out: 25/11 is the one that lies nearest.
    """
    typed = text.strip()
    if found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(typed):
        day, month, year = found.groups()
    else:
        return _nearest(typed, near) if near else None
    return _day(int(year) if len(year) > len("26") else 2000 + int(year), int(month), int(day))


def has_no_year(text: str) -> bool:
    """Say whether a day was typed without its year."""
    return _NO_YEAR.fullmatch(text.strip()) is not None


def parse_clock(text: str) -> time | None:
    """Read an hour as people type it: 7h30, 7:30, 7 giờ 30, 0730, 7h."""
    typed = text.strip().lower()
    found = _CLOCK.fullmatch(typed) or _BARE_CLOCK.fullmatch(typed)
    if found is None:
        return None
    hour, minute = found.groups()
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None


def _nearest(typed: str, near: date) -> date | None:
    found = _NO_YEAR.fullmatch(typed)
    if found is None:
        return None
    day, month = map(int, found.groups())
    days = (_day(year, month, day) for year in (near.year, near.year + 1, near.year - 1))
    return min((one for one in days if one), key=lambda one: abs(one - near), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month <= _FEBRUARY else str(day.month)


def _with_minutes(moment_of_day: time) -> str:
    return f"{moment_of_day.hour} giờ {moment_of_day.minute:02}"


def _both_alike(start: time, end: time) -> tuple[str, str]:
    """Show minutes at both ends of a span, or at neither."""
    if start.minute or end.minute:
        return _with_minutes(start), _with_minutes(end)
    return clock(start), clock(end)
