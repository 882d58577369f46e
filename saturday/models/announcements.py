"""What is told of each Saturday, by which channel, who approved it, and where was it sent?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import JSON, ForeignKey, Select, UniqueConstraint, func, select
from sqlalchemy.orm import (
    Mapped,
    joinedload,
    mapped_column,
    object_session,
    relationship,
    selectinload,
)

from saturday import clock
from saturday.models.base import Model, OnBehalf, Report, Versioned
from saturday.models.plan import DutySession
from saturday.rules.announcements import (
    AnnouncementState,
    Channel,
    News,
    Steps,
    refuse_text,
    state_words,
)
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class Announcement(OnBehalf, Versioned, Model):
    """One text for one channel (tin, bài); what was published stays, a new edition follows it.

    ``facts`` are the Saturday's facts as they stood when the text was made, ``source`` the wording
    that made it: both together tell later which facts it no longer agrees with. OnBehalf keeps how
    the approval came when it was not given here.
    """

    __tablename__ = "announcement"
    __table_args__ = (UniqueConstraint("duty_session_id", "news", "channel", "edition"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    news: Mapped[News]
    channel: Mapped[Channel]
    edition: Mapped[int] = mapped_column(default=1)
    text: Mapped[str]
    other_text: Mapped[str] = mapped_column(default="")  # loudspeaker: in another language
    other_language: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    written_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approver: Mapped[str] = mapped_column(default="")  # whose approval it is, in words
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]

    duty_session: Mapped[DutySession] = relationship()
    approved_by: Mapped["Account | None"] = relationship(foreign_keys=[approved_by_id])
    dispatches: Mapped[list["Dispatch"]] = relationship(
        back_populates="announcement", cascade="all, delete-orphan", order_by="Dispatch.sent_at"
    )

    @classmethod
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for every edition of a Saturday's announcements, the newest of a channel last."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .options(selectinload(cls.dispatches))
            .order_by(cls.id)
        )

    @classmethod
    def of_each(cls, duty_sessions: Iterable[DutySession]) -> Select[Self]:
        """Ask for every edition of some Saturdays' announcements, without where they were sent."""
        ids = [one.id for one in duty_sessions]
        return select(cls).where(cls.duty_session_id.in_(ids)).order_by(cls.id)

    @classmethod
    def waiting(cls, since: date) -> Select[date, Channel]:
        """Ask which channels of the Saturdays from a day on wait for approval, by day."""
        newest = select(func.max(cls.id)).group_by(cls.duty_session_id, cls.channel)
        return (
            select(DutySession.day, cls.channel)
            .join(cls.duty_session)
            .where(
                DutySession.day >= since,
                cls.id.in_(newest),
                cls.asked_at.is_not(None),
                cls.approved_at.is_(None),
            )
            .order_by(DutySession.day, cls.id)
        )

    @classmethod
    def published(cls, channel: Channel) -> Select[Self]:
        """Ask for the edition in force of each Saturday for a channel, the newest first."""
        newest = (
            select(func.max(cls.id))
            .where(cls.channel == channel, cls.published_at.is_not(None))
            .group_by(cls.duty_session_id)
        )
        return (
            select(cls)
            .join(cls.duty_session)
            .where(cls.id.in_(newest))
            .options(joinedload(cls.duty_session))
            .order_by(DutySession.day.desc())
        )

    @classmethod
    def in_force(cls, duty_session: DutySession, channel: Channel) -> Select[Self]:
        """Ask for what is published now of a Saturday by a channel."""
        return (
            select(cls)
            .where(
                cls.duty_session_id == duty_session.id,
                cls.channel == channel,
                cls.published_at.is_not(None),
            )
            .order_by(cls.id.desc())
            .limit(1)
        )

    @property
    def state(self) -> AnnouncementState:
        """How far this edition is."""
        return Steps(self.asked_at, self.approved_at, self.published_at).state

    @property
    def state_words(self) -> str:
        """Say how far it is, in its channel's own word: "đã gửi Zalo"."""
        return state_words(self.channel, self.state)

    @classmethod
    def write(cls, made: "Made", text: str, *, edition: int = 1, by: "Account | None") -> Self:
        """Write the first text of an edition; one too long is shortened before it goes on."""
        row = cls(
            duty_session=made.duty_session,
            news=made.news,
            channel=made.channel,
            edition=edition,
            text=text,
            source=made.source,
            facts=dict(made.facts),
            written_at=clock.now(),
        )
        row.note("write", by=by, channel=made.channel, day=made.duty_session.day, edition=edition)
        return row

    def rewrite(self, text: str, *, by: "Account | None") -> None:
        """Write other words; who approved must be asked again."""
        published = "Tin đã đăng không sửa được. Hãy soạn bản mới."
        refuse_when(self.published_at, published)
        if text == self.text:
            return
        refuse_text(self.channel, text)
        self.text = text
        self._begin_anew(by=by)
        self.note("rewrite", by=by, channel=self.channel, day=self.duty_session.day)

    def write_other(self, text: str, language: str, *, by: "Account | None") -> None:
        """Write what is played second, in another language; it is approved with the first."""
        published = "Bản tin đã phát không sửa được. Hãy soạn bản mới."
        refuse_when(self.published_at, published)
        unnamed = "Hãy ghi tên tiếng của phần đọc thứ hai."
        refuse_when(text and not language, unnamed, field="other_language")
        if text:
            refuse_text(self.channel, text)
        self.other_text, self.other_language = text, language if text else ""
        self._begin_anew(by=by)
        self.note("write_other", by=by, channel=self.channel, day=self.duty_session.day)

    def _begin_anew(self, *, by: "Account | None") -> None:
        """Have other words, which nobody has approved yet."""
        self.written_at = clock.now()
        self.asked_at = self.approved_at = self.approved_by = None
        self.approver = ""
        self.record_for(None, by=by)

    def refuse_unless_seen(self, version: str) -> None:
        """Refuse to approve a text that was changed after it was shown."""
        changed = "Tin vừa được sửa. Hãy tải lại trang, đọc lại rồi duyệt."
        refuse_when(str(self.version) != version, changed)

    def ask(self, *, by: "Account | None") -> None:
        """Ask for approval."""
        refuse_when(self.asked_at, "Tin này đã gửi duyệt.")
        refuse_text(self.channel, self.text)
        self.asked_at = clock.now()
        self.note("ask", by=by, channel=self.channel, day=self.duty_session.day)

    def approve(self, approver: str, report: Report | None = None, *, by: "Account | None") -> None:
        """Record who approved it, here or by telephone, Zalo, paper or word of mouth."""
        refuse_when(self.approved_at, "Tin này đã được duyệt.")
        refuse_when(not approver, "Hãy ghi ai đã duyệt.", field="approver")
        refuse_text(self.channel, self.text)
        self.asked_at = self.asked_at or clock.now()
        self.approved_at = report.reported_at if report else clock.now()
        self.approver, self.approved_by = approver, None if report else by
        self.record_for(report, by=by)
        self.note("approve", by=by, channel=self.channel, on_behalf=report is not None)

    def publish(self, *, by: "Account | None") -> None:
        """Put the approved text before people."""
        refuse_when(self.published_at, f"Tin này {self.channel.out_words}.")
        refuse_when(not self.approved_at, "Tin này chưa được duyệt. Hãy gửi duyệt trước.")
        self.published_at = clock.now()
        self.note("publish", by=by, channel=self.channel, day=self.duty_session.day)

    def send(self, group: str, sent_at: datetime, *, by: "Account | None") -> None:
        """Note to which group it was sent, and when; an approved text is published by it."""
        late = "Lúc gửi muộn hơn hiện tại. Hãy ghi lại giờ gửi."
        refuse_when(sent_at > clock.now(), late, field="sent_at")
        if not self.published_at:
            self.publish(by=by)
        self.dispatches.append(Dispatch(group=group, sent_at=sent_at))
        self.note("send", by=by, channel=self.channel)


@dataclass(frozen=True, slots=True)
class Made:
    """Of what an announcement is made: Saturday, channel, news, wording, facts (nguồn của tin)."""

    duty_session: DutySession
    channel: Channel
    news: News
    source: str
    facts: Mapping[str, Any]


class Dispatch(Model):
    """One sending of an announcement to a group (lần gửi)."""

    __tablename__ = "dispatch"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), index=True)
    group: Mapped[str] = mapped_column("group_name")
    sent_at: Mapped[datetime]

    announcement: Mapped[Announcement] = relationship(back_populates="dispatches")


class TextOverride(Versioned, Model):
    """A channel's wording as the commune wrote it (lời văn riêng), instead of the built-in one."""

    __tablename__ = "text_override"
    __table_args__ = (UniqueConstraint("channel", "news"),)

    channel: Mapped[Channel]
    news: Mapped[News]
    source: Mapped[str]
    changed_at: Mapped[datetime]

    @classmethod
    def of(cls, channel: Channel, news: News) -> Select[Self]:
        """Ask for the commune's wording of one channel."""
        return select(cls).where(cls.channel == channel, cls.news == news)

    @classmethod
    def of_news(cls, news: News) -> Select[Self]:
        """Ask for the commune's wordings of all channels."""
        return select(cls).where(cls.news == news)

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for every wording of the commune's own."""
        return select(cls).order_by(cls.id)

    @classmethod
    def begin(cls, channel: Channel, news: News) -> Self:
        """Begin a wording of the commune's own."""
        return cls(channel=channel, news=news, source="")

    def change(self, source: str, *, by: "Account | None") -> None:
        """Write other words; texts made before keep theirs."""
        self.source, self.changed_at = source, clock.now()
        self.note("change", by=by, channel=self.channel, news=self.news)

    def drop(self, *, by: "Account | None") -> None:
        """Go back to the built-in wording."""
        session = object_session(self)
        if session is not None:
            self.note("drop", by=by, channel=self.channel, news=self.news)
            session.delete(self)
