"""How long is kept what says who somebody is, and what may not go yet?"""

from calendar import monthrange
from datetime import date

USUAL_MONTHS = 24  # cần Trung tâm xác nhận: no rule was found for a log beside the system's own
FEWEST_MONTHS, MOST_MONTHS = 3, 240
BACKUP_MONTHS = 13  # the oldest backup that rotation keeps: the newest of twelve months back


def months_kept(text: str) -> int:
    """Read the setting; what is no number of months within reason stays as usual."""
    known = text.isascii() and text.isdigit() and FEWEST_MONTHS <= int(text) <= MOST_MONTHS
    return int(text) if known else USUAL_MONTHS


def months_before(day: date, months: int) -> date:
    """Give the same day so many months earlier, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later."""
    return months_before(day, -months)
