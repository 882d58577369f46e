"""Which copies of everything are kept, and which may go?"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

RECENT = timedelta(days=3)  # all of these days: a fault may be noticed only after the weekend
DAYS, WEEKS, MONTHS = 7, 4, 12


def _day(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month, moment.day


def _week(moment: datetime) -> tuple[int, ...]:
    return tuple(moment.isocalendar())[:2]


def _month(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month


PERIODS: tuple[tuple[Callable[[datetime], tuple[int, ...]], int], ...] = (
    (_day, DAYS),
    (_week, WEEKS),
    (_month, MONTHS),
)


def to_keep(moments: Iterable[datetime]) -> set[datetime]:
    """Choose the newest of each of the last 7 days, 4 weeks and 12 months that have one.

    What is at most three days older than the newest stays whole, so the newest always does.
    """
    ordered = sorted(moments, reverse=True)
    kept = {moment for moment in ordered if ordered[0] - moment <= RECENT}
    for period, most in PERIODS:
        newest: dict[tuple[int, ...], datetime] = {}
        for moment in ordered:
            newest.setdefault(period(moment), moment)
        kept.update(list(newest.values())[:most])
    return kept
