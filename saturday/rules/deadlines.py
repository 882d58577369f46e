"""By when must things be in, and how late is it? Limits are counted in working days."""

from datetime import date, datetime, time, timedelta

from saturday.rules.calendar import Calendar
from saturday.vietnamese.dates import clock, day_month, days_left, listed_day

LIST_LIMIT = time(17, 0)
_WHOLE_WORKING_DAYS = 5
_ONE_DAY = timedelta(days=1)


def list_due_on(day: date, calendar: Calendar) -> date:
    """Give the last working day that leaves five whole working days before a Saturday.

    The limit is 17:00 of it: for 11/4/2026 that is Friday 03/4.
    """
    return calendar.add_working_days(day, -_WHOLE_WORKING_DAYS - 1)


def limit_in_words(due: datetime) -> str:
    """Write a limit: "17 giờ thứ Sáu, 03/4"."""
    return f"{clock(due.time())} {listed_day(due.date())}"


def time_left(due: datetime, now: datetime) -> str:
    """Say how many days are left, or how late it is: "còn 1 ngày", "quá hạn 3 ngày"."""
    days = (due.date() - now.date()).days
    return "quá hạn hôm nay" if days == 0 and now > due else days_left(days)


def working_days_late(due: date, day: date, calendar: Calendar) -> int:
    """Count the working days after a limit, a day itself included; none before it."""
    return calendar.working_days_between(due, day + _ONE_DAY) if day > due else 0


def late_in_words(due: date, day: date, calendar: Calendar) -> str:
    """Say how late it is on a day: "quá hạn 2 ngày làm việc"; nothing when in time.

    After a Friday's limit a Saturday is late, though no working day has passed.
    """
    if day <= due:
        return ""
    late = working_days_late(due, day, calendar)
    return f"quá hạn {late} ngày làm việc" if late else f"quá hạn từ {listed_day(due)}"


def working_days_left(due: date, day: date, calendar: Calendar) -> int:
    """Count the working days after a day until a limit, itself included; none once it has come."""
    return working_days_late(day, due, calendar)


def left_in_words(due: date, day: date, calendar: Calendar) -> str:
    """Say how long there is, or how late it is: "còn 4 ngày làm việc, đến 24/4"."""
    if day == due:
        return "hạn hôm nay"
    left = working_days_left(due, day, calendar)
    return late_in_words(due, day, calendar) or f"còn {left} ngày làm việc, đến {day_month(due)}"
