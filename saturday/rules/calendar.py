"""Which days are worked, and may a session be held on a day? What the two tables say."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property

from saturday.rules.coded import Coded
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.dates import day_month, day_span
from saturday.vietnamese.names import nfc

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_LONG_BREAK = 3  # with the plain weekend of two days every Saturday would be in a break
_HOLIDAY_COLUMNS = ("day", "kind", "name", "basis", "provisional")
_BUSY_COLUMNS = ("day", "reason")
_PROVISIONAL = {"yes": True, "no": False, "": False}


class HolidayKind(Coded):
    """What a row of the calendar makes of its day (loại ngày)."""

    HOLIDAY = "HOLIDAY", "nghỉ lễ"
    SUBSTITUTE = "SUBSTITUTE", "nghỉ bù ngày lễ"
    SWAPPED_OFF = "SWAPPED_OFF", "nghỉ do hoán đổi ngày làm việc"
    MAKE_UP_WORKDAY = "MAKE_UP_WORKDAY", "làm bù"


class Verdict(StrEnum):
    """What a day is to the plan of the year; the words stand in the reason (kết luận)."""

    FREE = "FREE"
    BUSY = "BUSY"
    HOLIDAY = "HOLIDAY"
    BREAK = "BREAK"
    MAKE_UP = "MAKE_UP"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One row of the calendar: a day off, or a day worked instead."""

    day: date
    kind: HolidayKind
    name: str
    basis: str
    is_provisional: bool = False

    @property
    def is_off(self) -> bool:
        return self.kind is not HolidayKind.MAKE_UP_WORKDAY


@dataclass(frozen=True, slots=True)
class Judgement:
    """A day with its verdict and the reason in words; a free day has no reason."""

    day: date
    verdict: Verdict
    reason: str = ""

    @property
    def needs_reason(self) -> bool:
        return self.verdict in {Verdict.BUSY, Verdict.BREAK}

    @property
    def impossible(self) -> bool:
        return self.verdict in {Verdict.HOLIDAY, Verdict.MAKE_UP}


@dataclass(frozen=True)
class Calendar:
    """The days off and worked, and the days on which a session is unwise (lịch)."""

    days: tuple[CalendarDay, ...]
    busy: tuple[tuple[date, str], ...]

    @cached_property
    def _rows(self) -> Mapping[date, CalendarDay]:
        return {row.day: row for row in self.days}

    @cached_property
    def _busy(self) -> Mapping[date, str]:
        return dict(self.busy)

    @cached_property
    def is_working_day(self) -> Callable[[date], bool]:
        """Whether a day is worked; each is judged once, for many limits count the same days."""
        rows = self._rows

        def is_worked(day: date) -> bool:
            row = rows.get(day)
            return not row.is_off if row else day.weekday() < _SATURDAY

        return cache(is_worked)

    def next_working_day(self, day: date) -> date:
        """Give the first working day after a day."""
        return self.add_working_days(day, 1)

    def working_days_between(self, first: date, last: date) -> int:
        """Count the whole working days that lie between two days, neither of them counted."""
        return sum(map(self.is_working_day, _days(first + _ONE_DAY, last - _ONE_DAY)))

    def add_working_days(self, day: date, number: int) -> date:
        """Go forward, or back when negative, by so many working days; the day itself is none."""
        step = _ONE_DAY if number > 0 else -_ONE_DAY
        left = abs(number)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def judge(self, day: date) -> Judgement:
        """Give the verdict of a day; làm bù precedes nghỉ lễ, then a long break, then busy."""
        if row := self._rows.get(day):
            verdict = Verdict.HOLIDAY if row.is_off else Verdict.MAKE_UP
            return Judgement(day, verdict, row.name)
        run = self._days_off_around(day)
        if len(run) >= _LONG_BREAK:
            return Judgement(day, Verdict.BREAK, self._break_in_words(run))
        if reason := self._busy.get(day):
            return Judgement(day, Verdict.BUSY, reason)
        return Judgement(day, Verdict.FREE)

    def provisional(self, year: int) -> bool:
        """Say whether a year still waits for its official notice (tạm tính)."""
        rows = [row for row in self.days if row.day.year == year]
        return not rows or any(row.is_provisional for row in rows)

    def _days_off_around(self, day: date) -> list[date]:
        """Give the whole run of days off that holds a day; none when the day is worked."""
        if self.is_working_day(day):
            return []
        first = self.add_working_days(day, -1) + _ONE_DAY
        return list(_days(first, self.add_working_days(day, 1) - _ONE_DAY))

    def _break_in_words(self, run: list[date]) -> str:
        rows = [self._rows[day] for day in run if day in self._rows]
        names = [row.name for row in rows if row.kind is HolidayKind.HOLIDAY]
        named = ", ".join(dict.fromkeys(names or [row.name for row in rows]))
        return f"trong kỳ nghỉ {named} ({day_span(run[0], run[-1])})"


def saturdays(year: int) -> list[date]:
    return [day for day in _days(date(year, 1, 1), date(year, 12, 31)) if is_saturday(day)]


def is_saturday(day: date) -> bool:
    return day.weekday() == _SATURDAY


def read_holidays(lines: Iterable[str]) -> tuple[CalendarDay, ...]:
    """Read holidays.csv; NotAllowedNow names the line of a fault."""
    rows = _unique_days(lines, _HOLIDAY_COLUMNS)
    return tuple(_holiday(place, day, cells) for place, day, cells in rows)


def read_busy_days(lines: Iterable[str]) -> tuple[tuple[date, str], ...]:
    """Read busy_days.csv; NotAllowedNow names the line of a fault."""
    rows = _unique_days(lines, _BUSY_COLUMNS)
    return tuple((day, _filled(place, cells, "reason")) for place, day, cells in rows)


def _holiday(place: int, day: date, cells: Mapping[str, str]) -> CalendarDay:
    if cells["kind"] not in HolidayKind.__members__:
        raise _fault(place, f"loại ngày phải là một trong {', '.join(HolidayKind)}")
    if cells["provisional"] not in _PROVISIONAL:
        raise _fault(place, "cột provisional chỉ ghi yes hoặc no")
    return CalendarDay(
        day=day,
        kind=HolidayKind[cells["kind"]],
        name=_filled(place, cells, "name"),
        basis=cells["basis"],
        is_provisional=_PROVISIONAL[cells["provisional"]],
    )


def _unique_days(
    lines: Iterable[str], columns: tuple[str, ...]
) -> Iterator[tuple[int, date, Mapping[str, str]]]:
    """Give each row's line number, day and cells; refuse a day written twice."""
    seen: set[date] = set()
    for place, cells in _rows_of(lines, columns):
        day = _day(place, cells["day"])
        if day in seen:
            raise _fault(place, f"ngày {day_month(day)}/{day.year} đã có ở một dòng trên")
        seen.add(day)
        yield place, day, cells


def _rows_of(
    lines: Iterable[str], columns: tuple[str, ...]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.reader(line.removeprefix("\ufeff") for line in lines)
    if tuple(map(nfc, next(reader, []))) != columns:
        raise _fault(1, f"dòng đầu phải là {','.join(columns)}")
    for row in reader:
        if len(row) not in {0, len(columns)}:
            raise _fault(reader.line_num, f"cần {len(columns)} ô, đang có {len(row)} ô")
        if row:
            yield reader.line_num, dict(zip(columns, map(nfc, row), strict=True))


def _day(place: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _fault(place, f"hãy ghi ngày như 2026-03-14, đang ghi “{text}”") from None


def _filled(place: int, cells: Mapping[str, str], column: str) -> str:
    if not cells[column]:
        raise _fault(place, f"cột {column} còn trống")
    return cells[column]


def _fault(place: int, words: str) -> NotAllowedNow:
    return NotAllowedNow(f"Dòng {place}: {words}.")


def _days(first: date, last: date) -> Iterator[date]:
    """Give every day from the first to the last, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
