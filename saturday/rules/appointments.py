"""When is a result to be fetched, how was that counted, and which other day is refused?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from saturday.rules.calendar import Calendar
from saturday.rules.procedures import MobileState, Terms, TimeUnit
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import clock, day_month, day_span, listed_day, weekday

AFTERNOON_LIMIT = time(15, 0)  # a same-day procedure received later waits a working day
FURTHEST = timedelta(days=731)  # a day beyond it is a year wrongly typed
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day that was counted (hẹn trả), and the steps of the counting in words."""

    due_on: date
    due_at: time | None  # only the same day: by the end of the desk
    steps: tuple[str, ...]

    @property
    def counting(self) -> str:
        """The whole counting in one line."""
        return " ".join(self.steps)

    @property
    def words(self) -> str:
        """The day as it is shown: "thứ Tư, 15/4"; the same day with its hour."""
        at = f"trước {clock(self.due_at)}, " if self.due_at else ""
        return f"{at}{listed_day(self.due_on)}"


def appoint(
    terms: Terms,
    received_at: datetime,
    calendar: Calendar,
    *,
    ends_at: time | None = None,
    is_mobile: bool = False,
) -> Appointment | None:
    """Count when the result of a procedure received at a moment is to be fetched.

    ``ends_at`` is when the desk of that day closes: without it an ordinary day of the office.
    None when no source states how long the procedure takes.
    """
    day = received_at.date()
    if terms.unit is TimeUnit.WORKING_DAYS:
        return _in_working_days(day, terms.amount or 0, calendar)
    if terms.unit is TimeUnit.CALENDAR_DAYS:
        return _in_calendar_days(day, terms.amount or 0, calendar)
    if terms.unit is TimeUnit.NOT_STATED:
        return None
    why = _why_not_today(terms, received_at, calendar, ends_at=ends_at, is_mobile=is_mobile)
    return _next_day(day, why, calendar) if why else _same_day(received_at, ends_at)


def refuse_appointment(
    due_on: date,
    reason: str,
    *,
    counted: Appointment | None,
    received_on: date,
    calendar: Calendar,
) -> None:
    """Refuse a day before the thing came, a day off, and another day than counted without reason.

    The very day of reception is allowed: the desk is open then, whatever day it is.
    """
    refuse_when(due_on < received_on, "Ngày hẹn trả phải từ ngày nhận trở đi.", field="due_on")
    far = due_on - received_on > FURTHEST
    refuse_when(far, "Ngày hẹn trả quá xa. Hãy xem lại năm.", field="due_on")
    if due_on != received_on and not calendar.is_working_day(due_on):
        raise NotAllowedNow(_off_in_words(due_on, calendar), field="due_on")
    changed = counted is not None and due_on != counted.due_on and not reason.strip()
    refuse_when(changed, f"Hãy ghi lý do: {differs(due_on, counted)}.", field="due_reason")


def differs(due_on: date | None, counted: Appointment | None) -> str:
    """Say that a day is not the one counted: "khác hạn chuẩn thứ Tư, 15/4"; else nothing."""
    if due_on is None or counted is None or due_on == counted.due_on:
        return ""
    return f"khác hạn chuẩn {listed_day(counted.due_on)}"


def _why_not_today(
    terms: Terms,
    received_at: datetime,
    calendar: Calendar,
    *,
    ends_at: time | None,
    is_mobile: bool,
) -> str:
    """Say why a same-day procedure waits for the next working day; nothing when it does not.

    The rule of 15:00 holds where there is an afternoon; a morning desk never hears of it.
    """
    if is_mobile and terms.mobile is not MobileState.ON_THE_SPOT:
        return "Nhận ở buổi lưu động, ký tại trụ sở"
    if not terms.same_day:
        return "Không trả kết quả trong buổi"
    has_afternoon = (
        ends_at > AFTERNOON_LIMIT if ends_at else calendar.is_working_day(received_at.date())
    )
    late = has_afternoon and received_at.time() > AFTERNOON_LIMIT
    return f"Nhận sau {clock(AFTERNOON_LIMIT)}" if late else ""


def _same_day(received_at: datetime, ends_at: time | None) -> Appointment:
    day = received_at.date()
    at = ends_at if ends_at and received_at.time() < ends_at else None
    return Appointment(day, at, (f"Trả trong ngày: {listed_day(day)}.",))


def _next_day(day: date, why: str, calendar: Calendar) -> Appointment:
    due = calendar.next_working_day(day)
    steps = (
        f"{why}: trả ngày làm việc tiếp theo.",
        *_passed(day, due, calendar),
        f"Hẹn trả {listed_day(due)}.",
    )
    return Appointment(due, None, steps + _provisional(due, calendar))


def _in_working_days(day: date, number: int, calendar: Calendar) -> Appointment:
    first, due = calendar.next_working_day(day), calendar.add_working_days(day, number)
    steps = (
        f"Nhận {listed_day(day)}; ngày làm việc đầu tiên là {listed_day(first)}.",
        *_passed(day, due, calendar),
        f"Đủ {number} ngày làm việc: {listed_day(due)}.",
    )
    return Appointment(due, None, steps + _provisional(due, calendar))


def _in_calendar_days(day: date, number: int, calendar: Calendar) -> Appointment:
    end = day + timedelta(days=number)
    due = end if calendar.is_working_day(end) else calendar.next_working_day(end)
    steps = [f"Nhận {listed_day(day)}; đủ {number} ngày: {listed_day(end)}."]
    if due != end:
        steps += [f"Ngày này nghỉ nên chuyển sang ngày làm việc tiếp theo: {listed_day(due)}."]
    return Appointment(due, None, (*steps, *_provisional(due, calendar)))


def _passed(day: date, due: date, calendar: Calendar) -> Iterator[str]:
    """Tell of weekdays off that were passed over, and of weekends that are worked."""
    passed = (row for row in calendar.days if day < row.day <= due)
    rows = sorted(
        (row for row in passed if row.is_off is not (row.day.weekday() >= _SATURDAY)),
        key=lambda row: row.day,
    )
    for (is_off, name), run in groupby(rows, key=lambda row: (row.is_off, row.name)):
        days = [row.day for row in run]
        written = _days_in_words(days)
        yield f"Không tính {written}: {name}." if is_off else f"Có tính {written}: {name}."


def _days_in_words(days: list[date]) -> str:
    is_run = len(days) > 1 and (days[-1] - days[0]).days == len(days) - 1
    return day_span(days[0], days[-1]) if is_run else ", ".join(map(day_month, days))


def _provisional(due: date, calendar: Calendar) -> tuple[str, ...]:
    if not calendar.provisional(due.year):
        return ()
    return (f"Lịch nghỉ năm {due.year} còn tạm tính.",)


def _off_in_words(day: date, calendar: Calendar) -> str:
    """Say why a day is none to fetch a result, and which one is."""
    names = [row.name for row in calendar.days if row.day == day]
    what = f"ngày nghỉ ({names[0]})" if names else weekday(day)
    nearest = listed_day(calendar.next_working_day(day))
    return f"Ngày hẹn trả {day_month(day)} là {what}; ngày làm việc gần nhất: {nearest}."
