"""What time is it? The only place that asks."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_shift = timedelta(0)


def now() -> datetime:
    """Give the present moment in Vietnam."""
    return datetime.now(TIMEZONE) + _shift


def true_now() -> datetime:
    """Give the moment that telephones show as well, also while the demo tells its story."""
    return datetime.now(TIMEZONE)


def today() -> date:
    """Give the present day in Vietnam."""
    return now().date()


def run_from(moment: datetime) -> None:
    """Let the clock run on from another moment: for the demo and its story only."""
    global _shift  # noqa: PLW0603 - one clock for the whole process is the point
    _shift = moment.astimezone(TIMEZONE) - datetime.now(TIMEZONE)


def run_true() -> None:
    """Go back to the true time."""
    global _shift  # noqa: PLW0603 - as above
    _shift = timedelta(0)
