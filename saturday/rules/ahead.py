"""Which limits come next for a leader to know of?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from saturday.rules.lifecycle import Facts, public_notice_due
from saturday.rules.periods import Period, PeriodKind
from saturday.vietnamese.dates import listed_day

_EVE = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """Something that must be done by a day, and was not yet (hạn sắp tới)."""

    day: date
    sentence: str

    def is_late(self, today: date) -> bool:
        """Whether the day has gone by."""
        return self.day < today


def deadlines_of(facts: Facts, lists_due: date) -> Iterator[Deadline]:
    """Give what a Saturday still needs, each with its limit; ``lists_due`` is the usual one."""
    saturday = f"buổi {listed_day(facts.day)}"
    if not facts.is_prepared:
        yield Deadline(lists_due, f"Trung tâm mở chuẩn bị {saturday}")
    elif facts.lists_sent < facts.lists_wanted and not facts.is_announced_inside:
        due = facts.lists_due.date() if facts.lists_due else lists_due
        waited = facts.lists_wanted - facts.lists_sent
        yield Deadline(due, f"{waited} phòng gửi danh sách {saturday}")
    if facts.public_notice_on is None:
        yield Deadline(public_notice_due(facts.day), f"Thông báo cho người dân {saturday}")
    if facts.is_prepared and not facts.is_announced_inside:
        yield Deadline(facts.day - _EVE, f"Thông báo phân công {saturday}")


def reports_due(
    today: date, saturdays: Iterable[date], issued: Iterable[Period]
) -> Iterator[Deadline]:
    """Give the reporting months, this one and the last, that lack their report.

    A month without a Saturday needs none.
    """
    days, done = list(saturdays), set(issued)
    current = Period.around(PeriodKind.REPORTING_MONTH, today)
    for period in (current.before, current):
        if period not in done and any(map(period.holds, days)):
            yield Deadline(period.last, f"Báo cáo {period.words}")
