"""What became of the Saturdays that people were told of?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import contains_eager

from saturday.models.announcements import Announcement
from saturday.models.base import AnySession
from saturday.models.commune import Hamlet
from saturday.models.plan import DutySession
from saturday.rules.announcements import Channel, place_in_words
from saturday.vietnamese.dates import hours


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a Saturday stands now (tình trạng hiện nay của buổi)."""

    day: date
    moved_to: date | None
    cancelled_at: datetime | None
    reason: str
    prepared_at: datetime | None
    starts_at: time | None
    ends_at: time | None
    place: str
    hamlet: str | None  # the village of a mobile Saturday
    is_told: bool  # on the website

    @property
    def hours(self) -> str:
        """Hours as written; nothing while they are not set."""
        return hours(self.starts_at, self.ends_at) if self.starts_at and self.ends_at else ""

    @property
    def where(self) -> str:
        """Place with its village, as people are told it."""
        return place_in_words(self.place, self.hamlet or "")


def notices(session: AnySession, most: int) -> list[Announcement]:
    """Read what is published on the website of the last Saturdays, the latest day first."""
    return list(session.scalars(_notices(), {"most": most}))


def notice_on(session: AnySession, day: date) -> Announcement | None:
    """Read what is published on the website of one Saturday."""
    return session.scalar(_notice(), {"day": day})


@cache  # built once: these pages are opened by everybody
def _notices() -> Select[Announcement]:
    return Announcement.published(Channel.WEBSITE).limit(bindparam("most"))


@cache
def _notice() -> Select[Announcement]:
    return (
        select(Announcement)
        .join(Announcement.duty_session)
        .where(
            DutySession.day == bindparam("day"),
            Announcement.channel == Channel.WEBSITE,
            Announcement.published_at.is_not(None),
        )
        .options(contains_eager(Announcement.duty_session))
        .order_by(Announcement.id.desc())
        .limit(1)
    )


def fates(session: AnySession, plans: Iterable[int]) -> dict[date, Fate]:
    """Read, by day, what became of every Saturday of these plans: moving stays in its year."""
    told = exists().where(
        Announcement.duty_session_id == DutySession.id,
        Announcement.channel == Channel.WEBSITE,
        Announcement.published_at.is_not(None),
    )
    question: Select[*tuple[Any, ...]] = select(
        DutySession.day,
        DutySession.moved_to,
        DutySession.cancelled_at,
        DutySession.change_reason,
        DutySession.prepared_at,
        DutySession.starts_at,
        DutySession.ends_at,
        DutySession.place,
        Hamlet.name,
        told,
    )
    rows = session.execute(
        question.outerjoin(DutySession.hamlet).where(DutySession.plan_id.in_(set(plans)))
    )
    return {row.day: Fate(*row) for row in rows}


def end_of(day: date, known: Mapping[date, Fate]) -> Fate:
    """Follow a Saturday to where it is now; moving back revives a row, so it ends."""
    found = known[day]
    while found.moved_to is not None:
        found = known[found.moved_to]
    return found
