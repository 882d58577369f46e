"""What is read on the loudspeaker of one Saturday, may it be played, and was it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Self

from flask import abort

from saturday import clock
from saturday.extensions import db
from saturday.models.abbreviations import Abbreviation
from saturday.models.announcements import Announcement
from saturday.models.broadcasts import (
    Broadcast,
    Recording,
    begins_at,
    bulletins_of,
    bulletins_since,
    for_air,
    may_be_heard,
    news_of,
    tells_now,
)
from saturday.models.commune import Commune
from saturday.models.plan import DutySession
from saturday.papers.facts import PublicFacts
from saturday.papers.speech import Reader
from saturday.papers.voices import differences
from saturday.rules.announcements import News
from saturday.rules.broadcasts import (
    Slots,
    speed_of,
    usual_slots,
    voice_of,
)
from saturday.rules.bulletins import on_air, refuse_unspeakable, seconds_on_air
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.dates import moment
from saturday.vietnamese.spoken import Reading, read_aloud
from saturday.web.access import may

SINCE = timedelta(days=60)


@dataclass
class Bulletin:
    """The bulletin of a Saturday as one person sees it (bản tin phát thanh)."""

    duty_session: DutySession
    editions: Sequence[Announcement]

    @classmethod
    def of(cls, day: date) -> Self:
        """Find it, or no page."""
        duty_session = db.session.scalars(DutySession.on(day)).one_or_none()
        if duty_session is None:
            abort(404)
        return cls(duty_session, db.session.scalars(bulletins_of(duty_session)).all())

    @cached_property
    def on_air(self) -> Announcement | None:
        """The edition to be played: approved, and of what is to be told now."""
        return for_air(self.editions, self.duty_session)

    @cached_property
    def coming_up(self) -> Announcement | None:
        """The edition being written, of what is to be told now; staff alone see it."""
        newest = self.editions[0] if self.editions else None
        if newest is None or newest is self.on_air or not may(Permission.SEE_ANNOUNCEMENTS):
            return None
        return newest if newest.news == news_of(self.duty_session) else None

    @property
    def shown(self) -> Announcement | None:
        """The edition this person reads: the approved one, else the one being written."""
        return self.on_air or self.coming_up

    @property
    def wanted(self) -> Announcement:
        """The edition this person reads, or no page."""
        if self.shown is None:
            abort(404)
        return self.shown

    @cached_property
    def reading(self) -> Reading:
        """The text as it is read aloud, and what nobody could say."""
        return read_aloud(self.wanted.text, Abbreviation.known(db.session))

    @property
    def fault(self) -> str:
        """Name what cannot be read; nothing when all can."""
        try:
            refuse_unspeakable(self.reading)
        except NotAllowedNow as refusal:
            return refusal.reason
        return ""

    @property
    def script(self) -> str:
        """What is read aloud, refused while a word of it cannot be."""
        refuse_unspeakable(self.reading)
        return self.reading.text

    @cached_property
    def reader(self) -> Reader:
        """Which voice reads, and how fast."""
        commune = Commune.of_database(db.session)
        return Reader(
            voice_of(commune.text("speech.voice")), speed_of(commune.text("speech.speed"))
        )

    @property
    def length(self) -> str:
        """About how long it takes to read, both readings."""
        both = f"{self.reading.text} {self.wanted.other_text}"
        return on_air(seconds_on_air(Reading(both)))

    @cached_property
    def stale_words(self) -> str:
        """Say which facts have changed since this was written, so that it is no longer true."""
        now = PublicFacts.of(db.session, self.duty_session)
        return "; ".join(one.words for one in differences(self.wanted, now))

    @cached_property
    def sounds(self) -> Sequence[Recording]:
        """The sounds of the edition shown."""
        return db.session.scalars(Recording.of_bulletin(self.wanted)).all()

    @cached_property
    def broadcasts(self) -> Sequence[Broadcast]:
        """The plan and the log."""
        return db.session.scalars(Broadcast.of_session(self.duty_session)).all()

    def told_before(self, one: Broadcast) -> str:
        """Name what a playing told, when that is not what is to be told now."""
        edition = one.announcement
        if edition is None or (self.on_air and tells_now(edition, self.on_air)):
            return ""
        return f"bản tin {edition.news.words}, bản {edition.edition}"

    @property
    def is_unplayed_change(self) -> bool:
        """Whether people wait for the bulletin of a change that was not played yet."""
        on_air = self.on_air
        if on_air is None or on_air.news is News.HELD:
            return False
        return all(one.announcement_id != on_air.id for one in self.broadcasts)

    @property
    def is_over(self) -> bool:
        """Whether people are there already."""
        return clock.now() >= begins_at(self.duty_session)

    @property
    def usual(self) -> Slots:
        """Days and hours to propose: those planned, else the usual ones."""
        planned = [one.planned_at for one in self.broadcasts if one.planned_at]
        if planned:
            hours = tuple(sorted({one.time() for one in planned}))
            return Slots(planned[0].date(), planned[-1].date(), hours)
        held = news_of(self.duty_session) is News.HELD
        day = self.duty_session.day
        return usual_slots(day, clock.today(), is_held=held, hours=_kept_hours())

    def sound(self, recording_id: int) -> Recording:
        """Find one of its sounds, or no page."""
        found = next((one for one in self.sounds if one.id == recording_id), None)
        return found or abort(404)

    @property
    def heard(self) -> Recording:
        """The sound that anybody may hear, or no page."""
        found = self.sounds if self.on_air and may_be_heard(self.on_air) else ()
        return next((one for one in found if not one.is_other), None) or abort(404)

    def broadcast(self, broadcast_id: int) -> Broadcast:
        """Find one of its playings, or no page."""
        found = next((one for one in self.broadcasts if one.id == broadcast_id), None)
        return found or abort(404)


def _kept_hours() -> tuple[time, ...]:
    """Give the hours of the Saturday that was planned last."""
    last = db.session.scalars(Broadcast.last_planned().limit(1)).first()
    if last is None:
        return ()
    rows = db.session.scalars(Broadcast.of_session(last.duty_session))
    return tuple(sorted({one.planned_at.time() for one in rows if one.planned_at}))


def approved_words(row: Announcement) -> str:
    """Say who approved an edition, when, and how we know."""
    if row.approved_at is None:
        return ""
    told = f", ghi hộ theo {row.way.value}" if row.way else ""
    return f"{row.approver}, {moment(row.approved_at)}{told}"


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """One Saturday on the list of bulletins (dòng của danh sách bản tin)."""

    duty_session: DutySession
    row: Announcement | None
    on_air: bool
    planned: int
    played: int


def rows_since(today: date) -> list[BulletinRow]:
    """List the Saturdays with a bulletin, the coming ones too; drafts for staff only."""
    grouped: dict[int, list[Announcement]] = {}
    for one in db.session.scalars(bulletins_since(today - SINCE)):
        grouped.setdefault(one.duty_session_id, []).append(one)
    counts: dict[int, dict[int | None, int]] = {}
    for saturday, edition, count in db.session.execute(Broadcast.counts()):
        counts.setdefault(saturday, {})[edition] = count
    found = (_row(one, counts.get(one[0].duty_session_id, {})) for one in grouped.values())
    return [one for one in found if one.row]


def _row(editions: Sequence[Announcement], counts: dict[int | None, int]) -> BulletinRow:
    bulletin = Bulletin(editions[0].duty_session, editions)
    on_air = bulletin.on_air
    played = sum(counts.get(one.id, 0) for one in editions if tells_now(one, on_air))
    planned = counts.get(None, 0) + played
    return BulletinRow(bulletin.duty_session, bulletin.shown, on_air is not None, planned, played)


def players(rows: Iterable[Broadcast]) -> list[str]:
    """Give who played so far, for the next time."""
    return sorted({one.player for one in rows if one.player})
