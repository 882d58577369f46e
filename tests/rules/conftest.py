"""The calendar a commune starts with."""

from pathlib import Path

import pytest

from saturday.rules.calendar import Calendar, read_busy_days, read_holidays

DEFAULTS = Path(__file__).resolve().parents[2] / "saturday" / "defaults"


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """Give the calendar of saturday/defaults/."""
    with (
        (DEFAULTS / "holidays.csv").open(encoding="utf-8") as holidays,
        (DEFAULTS / "busy_days.csv").open(encoding="utf-8") as busy_days,
    ):
        return Calendar(read_holidays(holidays), read_busy_days(busy_days))
