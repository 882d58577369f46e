"""When is a bulletin to be played, when was it, by whom, and which sound of it is kept?"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Self

from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    Select,
    String,
    UniqueConstraint,
    and_,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    contains_eager,
    joinedload,
    mapped_column,
    object_session,
    relationship,
)

from saturday import clock
from saturday.models.announcements import Announcement
from saturday.models.base import AnySession, Model, OnBehalf, Report, Versioned
from saturday.models.plan import DutySession
from saturday.rules.announcements import Channel, News
from saturday.rules.broadcasts import (
    Slots,
    SoundKind,
    SoundOrigin,
    coming,
    nearest,
    refuse_slots,
    refuse_sound,
    refuse_twice,
)
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import moment

if TYPE_CHECKING:
    from saturday.models.accounts import Account


def bulletins_of(duty_session: DutySession) -> Select[Announcement]:
    """Ask for the editions of a Saturday's bulletin, the newest first."""
    return (
        select(Announcement)
        .where(
            Announcement.duty_session_id == duty_session.id,
            Announcement.channel == Channel.LOUDSPEAKER,
        )
        .options(joinedload(Announcement.approved_by))
        .order_by(Announcement.id.desc())
    )


def bulletins_since(day: date) -> Select[Announcement]:
    """Ask for the bulletins of Saturdays from a day on, newest Saturday and edition first."""
    return (
        select(Announcement)
        .join(Announcement.duty_session)
        .where(Announcement.channel == Channel.LOUDSPEAKER, DutySession.day >= day)
        .options(joinedload(Announcement.duty_session))
        .order_by(DutySession.day.desc(), Announcement.id.desc())
    )


def unplanned_since(day: date) -> Select[DutySession]:
    """Ask for the Saturdays from a day on whose bulletin is approved, and not planned."""
    approved = exists().where(
        Announcement.duty_session_id == DutySession.id,
        Announcement.channel == Channel.LOUDSPEAKER,
        Announcement.approved_at.is_not(None),
    )
    planned = exists().where(Broadcast.duty_session_id == DutySession.id)
    return (
        select(DutySession)
        .where(DutySession.comes(day), approved, ~planned)
        .order_by(DutySession.day)
    )


def changes_since(day: date) -> Select[Announcement, bool]:
    """Ask for the approved bulletins that tell of a change, and whether each was played.

    Of the Saturdays from a day on that are moved or cancelled; the newest edition comes last.
    """
    played = exists().where(
        Broadcast.announcement_id == Announcement.id, Broadcast.played_at.is_not(None)
    )
    moved = and_(DutySession.moved_to.is_not(None), Announcement.news == News.MOVED)
    cancelled = and_(
        DutySession.moved_to.is_(None),
        DutySession.cancelled_at.is_not(None),
        Announcement.news == News.CANCELLED,
    )
    return (
        select(Announcement, played)
        .join(Announcement.duty_session)
        .where(
            DutySession.day >= day,
            Announcement.channel == Channel.LOUDSPEAKER,
            Announcement.approved_at.is_not(None),
            or_(moved, cancelled),
        )
        .options(contains_eager(Announcement.duty_session))
        .order_by(DutySession.day, Announcement.id)
    )


def was_played(announcement: Announcement) -> Select[bool]:
    """Ask whether an edition was played; what others say is not told by it."""
    return select(
        exists().where(
            Broadcast.announcement_id == announcement.id, Broadcast.played_at.is_not(None)
        )
    )


def news_of(duty_session: DutySession) -> News:
    """Say what is to be told of a Saturday now."""
    if duty_session.moved_to:
        return News.MOVED
    return News.HELD if duty_session.counts else News.CANCELLED


def tells_now(edition: Announcement, on_air: Announcement | None) -> bool:
    """Whether a playing of an edition told what is on the air now: of a change, that edition."""
    if on_air is None or edition.news != on_air.news:
        return False
    return on_air.news is News.HELD or edition.id == on_air.id


def for_air(editions: Iterable[Announcement], duty_session: DutySession) -> Announcement | None:
    """Give the edition to be played: approved, and of what is to be told now."""
    news = news_of(duty_session)
    return next((one for one in editions if one.approved_at and one.news == news), None)


def may_be_heard(edition: Announcement) -> bool:
    """Whether anybody may hear it: it was on the air, or it tells of a change."""
    return edition.published_at is not None or edition.news is not News.HELD


def begins_at(duty_session: DutySession) -> datetime:
    """Give the moment after which nobody need be called any more."""
    return datetime.combine(
        duty_session.day, duty_session.starts_at or time(7), tzinfo=clock.TIMEZONE
    )


@dataclass(frozen=True, slots=True)
class Playing:
    """That a bulletin was played: when, by whom, and who said so when told (đã phát)."""

    at: datetime
    player: str
    report: Report | None = None


class Broadcast(OnBehalf, Versioned, Model):
    """One playing of a bulletin on the loudspeaker, planned or done (lượt phát thanh)."""

    __tablename__ = "broadcast"
    __table_args__ = (UniqueConstraint("duty_session_id", "planned_at"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    planned_at: Mapped[datetime | None] = mapped_column(index=True)
    played_at: Mapped[datetime | None]
    announcement_id: Mapped[int | None] = mapped_column(ForeignKey("announcement.id"), index=True)
    player: Mapped[str] = mapped_column(default="")

    duty_session: Mapped[DutySession] = relationship()
    announcement: Mapped[Announcement | None] = relationship()  # the edition that was played

    @classmethod
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for the plan and the log of a Saturday, in the order of time."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .options(joinedload(cls.announcement), joinedload(cls.recorded_by))
            .order_by(func.coalesce(cls.planned_at, cls.played_at), cls.id)
        )

    @classmethod
    def open_between(cls, first: datetime, last: datetime) -> Select[Self]:
        """Ask for what was planned in a span of time and is not noted as played."""
        return (
            select(cls)
            .where(cls.planned_at >= first, cls.planned_at < last, cls.played_at.is_(None))
            .options(joinedload(cls.duty_session))
            .order_by(cls.planned_at)
        )

    @classmethod
    def counts(cls) -> Select[int, int | None, int]:
        """Ask, for each Saturday and edition, how many playings there are; unplayed have none."""
        return select(cls.duty_session_id, cls.announcement_id, func.count(cls.id)).group_by(
            cls.duty_session_id, cls.announcement_id
        )

    @classmethod
    def last_planned(cls) -> Select[Self]:
        """Ask for what was planned last: a commune keeps its hours."""
        return select(cls).where(cls.planned_at.is_not(None)).order_by(cls.planned_at.desc())

    def take_back(self, *, by: "Account | None") -> None:
        """Say that it was not played after all; one that was never planned goes."""
        refuse_when(self.played_at is None, "Lượt này chưa ghi đã phát. Hãy tải lại trang.")
        self.note("take_back", by=by, day=self.duty_session.day)
        session = object_session(self)
        if self.planned_at is None and session is not None:
            session.delete(self)
            return
        self.played_at = self.announcement = None
        self.player = ""
        self.record_for(None, by=by)


def plan_broadcasts(
    session: AnySession, duty_session: DutySession, slots: Slots, *, by: "Account | None"
) -> int:
    """Set the playings to come; what is past or played stays as it is. Gives how many come."""
    refuse_slots(slots, duty_session.day)
    now = clock.now()
    each = (one.replace(tzinfo=clock.TIMEZONE) for one in slots.each())
    wanted = coming(each, now, begins_at(duty_session))
    past = "Các giờ này đã qua hoặc sau giờ bắt đầu buổi. Hãy chọn giờ sắp tới."
    refuse_when(not wanted, past, field="hours")
    known = {row.planned_at: row for row in session.scalars(Broadcast.of_session(duty_session))}
    for at, row in known.items():
        if at is not None and at > now and at not in wanted and row.played_at is None:
            session.delete(row)
    for at in wanted:
        if at not in known:
            session.add(Broadcast(duty_session=duty_session, planned_at=at))
    duty_session.note("plan_broadcasts", by=by, day=duty_session.day, count=len(wanted))
    return len(wanted)


def note_broadcast(
    session: AnySession, duty_session: DutySession, playing: Playing, *, by: "Account | None"
) -> Broadcast:
    """Note that the bulletin was played; the planned playing nearest to it is done with that."""
    late = "Giờ phát muộn hơn hiện tại. Hãy ghi lại giờ phát."
    refuse_when(playing.at > clock.now(), late, field="played_at")
    rows = session.scalars(Broadcast.of_session(duty_session)).all()
    refuse_twice(playing.at, (row.played_at for row in rows if row.played_at))
    edition = _edition_then(session, duty_session, playing.at)
    free = {row.planned_at: row for row in rows if row.planned_at and not row.played_at}
    planned = nearest(playing.at, free)
    row = free[planned] if planned else Broadcast(duty_session=duty_session)
    session.add(row)
    row.played_at, row.player, row.announcement = playing.at, playing.player, edition
    row.record_for(playing.report, by=by)
    row.note("play", by=by, day=duty_session.day, on_behalf=playing.report is not None)
    if edition.published_at is None:
        edition.publish(by=by)
    return row


def _edition_then(session: AnySession, duty_session: DutySession, at: datetime) -> Announcement:
    """Give the edition that was approved when it was played; people note whole minutes."""
    approved = [
        (one.approved_at.replace(second=0, microsecond=0), one)
        for one in session.scalars(bulletins_of(duty_session))
        if one.approved_at
    ]
    refuse_when(not approved, "Bản tin chưa được duyệt nên chưa phát được.", field="played_at")
    found = next((one for since, one in approved if since <= at), None)
    first, edition = approved[-1]
    early = f"Bản tin được duyệt lúc {moment(first)}. Hãy ghi giờ phát sau đó."
    refuse_when(found is None, early, field="played_at")
    return found or edition


@dataclass(frozen=True, slots=True)
class NewSound:
    """What is kept as a sound, and of which of the two readings (âm thanh cần lưu)."""

    content: bytes
    origin: SoundOrigin
    is_other: bool = False  # of the second reading, in another language
    seconds: int | None = None
    reader: str = ""  # which voice read, how fast


class Recording(Model):
    """The sound of one edition of a bulletin, made or brought along (tệp âm thanh của bản tin)."""

    __tablename__ = "recording"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), index=True)
    is_other: Mapped[bool]
    origin: Mapped[SoundOrigin]
    kind: Mapped[SoundKind]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    seconds: Mapped[int | None]
    reader: Mapped[str] = mapped_column(default="")
    text_sha256: Mapped[str] = mapped_column(String(64))  # of the words it says
    made_at: Mapped[datetime]

    announcement: Mapped[Announcement] = relationship()

    @classmethod
    def of_bulletin(cls, announcement: Announcement) -> Select[Self]:
        """Ask for the sounds that say what this edition says now, recordings of people first."""
        return (
            select(cls)
            .where(
                cls.announcement_id == announcement.id,
                cls.text_sha256.in_([words_of(announcement, one) for one in (False, True)]),
            )
            .order_by(cls.is_other, cls.origin.desc(), cls.kind, cls.id)
        )

    @classmethod
    def all_of(cls, announcement: Announcement) -> Select[Self]:
        """Ask for every sound of an edition, those of earlier words too."""
        return select(cls).where(cls.announcement_id == announcement.id)

    @classmethod
    def keep(
        cls,
        session: AnySession,
        announcement: Announcement,
        kept: NewSound,
        *,
        by: "Account | None",
    ) -> None:
        """Keep a sound; the same one twice is kept once."""
        kind = refuse_sound(kept.content)
        sha256 = hashlib.sha256(kept.content).hexdigest()
        text_sha256 = words_of(announcement, kept.is_other)
        for row in session.scalars(cls.all_of(announcement)):
            if (row.sha256, row.text_sha256) == (sha256, text_sha256):
                return
        row = cls(
            announcement=announcement,
            is_other=kept.is_other,
            origin=kept.origin,
            kind=kind,
            content=kept.content,
            sha256=sha256,
            size=len(kept.content),
            seconds=kept.seconds,
            reader=kept.reader,
            text_sha256=text_sha256,
            made_at=clock.now(),
        )
        session.add(row)
        row.note("record", by=by, day=announcement.duty_session.day, sha256=sha256)

    def drop(self, *, by: "Account | None") -> None:
        """Throw the sound away."""
        self.note("remove", by=by, day=self.announcement.duty_session.day, sha256=self.sha256)
        session = object_session(self)
        if session is not None:
            session.delete(self)


def keep_made(
    session: AnySession,
    announcement: Announcement,
    sounds: Iterable[NewSound],
    *,
    by: "Account | None",
) -> None:
    """Keep what the machine read just now instead of what it read before."""
    made = list(sounds)
    wanted = {hashlib.sha256(one.content).hexdigest() for one in made}
    for row in session.scalars(Recording.all_of(announcement)):
        if row.origin is SoundOrigin.MADE and row.sha256 not in wanted:
            row.drop(by=by)
    session.flush()
    for one in made:
        Recording.keep(session, announcement, one, by=by)


def words_of(announcement: Announcement, is_other: bool) -> str:  # noqa: FBT001 - which reading
    """Give the sum of the words of one reading, so that a sound of other words is known."""
    text = announcement.other_text if is_other else announcement.text
    return hashlib.sha256(f"{is_other}\n{text}".encode()).hexdigest()
