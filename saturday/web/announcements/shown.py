"""What may anyone read of a Saturday, and what must be said first of all?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.models.fates import Fate, end_of, fates
from saturday.papers.facts import PublicFacts
from saturday.rules.announcements import News
from saturday.vietnamese.dates import listed_day, long_day, weekday


@dataclass(frozen=True, slots=True)
class Change:
    """That a Saturday is not held as it was told: said at once, whatever is published."""

    heading: str
    reason: str
    moved_to: date | None = None
    cancelled: bool = False
    since: datetime | None = None
    is_told: bool = False  # the new day has a page of its own
    hours: str = ""  # of the new day, and where: known to all as soon as it is moved
    where: str = ""


@dataclass(frozen=True)
class Shown:
    """What is in force of one Saturday for everyone."""

    row: Announcement
    change: Change | None
    facts: PublicFacts = field(init=False)

    def __post_init__(self) -> None:
        """Read the facts as they were published."""
        object.__setattr__(self, "facts", PublicFacts.from_json(self.row.facts))

    @property
    def day(self) -> date:
        """The Saturday it was first told of."""
        return self.row.duty_session.day

    @property
    def held_on(self) -> date:
        """When it is held now, or was to be."""
        return (self.change.moved_to if self.change else None) or self.day

    @property
    def is_true(self) -> bool:
        """Whether the published text still tells where the Saturday is held, if at all."""
        now = (self.change.moved_to, self.change.cancelled) if self.change else (None, False)
        return (self.facts.moved_to, self.facts.cancelled) == now

    @property
    def told(self) -> tuple[date, str, str] | None:
        """Day, hours and place to be shown first; none when it is cancelled, or nobody can say.

        Those of a new day are what is known of it now, whatever is published of it.
        """
        if self.change is None:
            return (self.day, self.facts.hours, self.facts.where) if self.is_true else None
        if self.change.cancelled or self.change.moved_to is None:
            return None
        return self.change.moved_to, self.change.hours, self.change.where

    @cached_property
    def heading(self) -> str:
        """What it is about, in one line."""
        if self.change:
            return self.change.heading
        return f"Mời bà con đến làm giấy tờ {self.facts.part_of_day} {weekday(self.day)}"

    @property
    def title(self) -> str:
        """What it is about, with the day: for a feed, a portal, a calendar."""
        if self.change:
            return self.change.heading
        return f"Ngày thứ 7 vì dân: {self.facts.part_of_day} {long_day(self.day)}"

    @property
    def updated(self) -> datetime:
        """When there was last something new to know."""
        moments = (self.row.published_at, self.change.since if self.change else None)
        return max(one for one in moments if one)


def shown(rows: Iterable[Announcement]) -> list[Shown]:
    """Put what is published beside what has become of it; one question more if anything has."""
    found = list(rows)
    odd = {row.duty_session.plan_id for row in found if not _stands(row)}
    known = fates(db.session, odd) if odd else {}
    return [Shown(row, _change(row, known)) for row in found]


def _stands(row: Announcement) -> bool:
    return row.duty_session.counts and row.news is News.HELD


def _change(row: Announcement, known: Mapping[date, Fate]) -> Change | None:
    """Say what changed, with the reason; None when the Saturday is held as told."""
    if _stands(row):
        return None
    day = row.duty_session.day
    begun, end = known[day], end_of(day, known)
    if end.cancelled_at:
        moved_to = end.day if end is not begun else None
        heading = f"Buổi {listed_day(day)} đã hủy"
        return Change(heading, end.reason, moved_to, cancelled=True, since=end.cancelled_at)
    if end is begun:
        return Change(f"Buổi {listed_day(day)} vẫn làm việc", "", since=begun.prepared_at)
    return Change(
        heading=f"Buổi {listed_day(day)} dời sang {listed_day(end.day)}",
        reason=begun.reason,
        moved_to=end.day,
        since=end.prepared_at,
        is_told=end.is_told,
        hours=end.hours,
        where=end.where,
    )
