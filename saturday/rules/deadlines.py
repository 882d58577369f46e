"""By when must things be in, and how late is it? Limits are counted in working days."""

from datetime import date, datetime, time

from saturday.rules.calendar import Calendar
from saturday.vietnamese.dates import clock, days_left, listed_day

LIST_LIMIT = time(17, 0)
_WHOLE_WORKING_DAYS = 5


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
