"""What did people say, who owes them an answer, and what were they told?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    false,
    select,
    text,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from saturday import clock
from saturday.models.accounts import token_hash
from saturday.models.base import AnySession, Model, OnBehalf, Report, Versioned, index_of_few
from saturday.models.commune import Commune, Department, Hamlet, Setting, SubjectArea
from saturday.models.feedback_words import FeedbackWord
from saturday.models.plan import DutySession
from saturday.rules.calendar import Calendar
from saturday.rules.feedback import (
    OPEN,
    AnswerWay,
    FeedbackKind,
    FeedbackSource,
    FeedbackState,
    FeedbackStep,
    Limits,
    Standing,
    Voice,
    after,
    due_on,
    new_code,
    refuse_content,
    refuse_half_named,
    refuse_naming,
)
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account

UNMASKED = text("masked_at IS NULL")  # as its index has it: what still says who and what
TURN = "commune.name"  # the row for which those wait who begin the numbers of a year at once


class FeedbackSeries(Model):
    """The last number given in one year's register (dãy số của sổ)."""

    __tablename__ = "feedback_series"

    year: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)

    @classmethod
    def next_number(cls, session: AnySession, year: int) -> int:
        """Give the next number of a year: none is left out, none is given twice."""
        asked = select(cls).where(cls.year == year).with_for_update()
        row = session.scalars(asked).one_or_none()
        if row is None:
            session.execute(select(Setting.id).where(Setting.key == TURN).with_for_update())
            row = session.scalars(asked).one_or_none() or cls(year=year, last=0)
            session.add(row)
        row.last += 1
        return row.last

    @classmethod
    def of_year(cls, year: int) -> Select[Self]:
        """Ask for the series of a year: there is none while nothing is written in it."""
        return select(cls).where(cls.year == year)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it (người nêu); all empty when it was said without a name (góp ý)."""

    name: str = ""
    address: str = ""
    phone: str = ""
    is_hidden: bool = False  # the name is not printed

    @property
    def is_named(self) -> bool:
        """Whether it is a named one, with a legal limit."""
        return bool(self.name)


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion as it came (ý kiến)."""

    content: str
    source: FeedbackSource
    kind: FeedbackKind = FeedbackKind.REPORT
    voice: Voice = Voice.CITIZEN
    speaker: Speaker = Speaker()
    hamlet: Hamlet | None = None
    duty_session: DutySession | None = None
    subject_area: SubjectArea | None = None
    received_at: datetime | None = None  # none: now
    national_number: str = ""  # of the same opinion on the national portal


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where an opinion was sent on that another body decides (chuyển đi)."""

    to: str
    on: date


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered, which way, on which day (câu trả lời)."""

    text: str
    way: AnswerWay
    on: date
    is_public: bool = False  # may be read out at the village's meeting


class Feedback(OnBehalf, Versioned, Model):
    """One opinion (phản ánh, kiến nghị, hỏi đáp, khen; without a name: góp ý)."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index(None, "owner_id", "year", "number"),  # a department reads its own, the newest first
        Index(None, "owner_id", "state"),  # and counts what it owes
        index_of_few("ix_feedback_unmasked", "received_at", UNMASKED),
    )

    year: Mapped[int]
    number: Mapped[int]
    code_sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    source: Mapped[FeedbackSource]
    voice: Mapped[Voice]
    kind: Mapped[FeedbackKind]
    content: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    is_named: Mapped[bool] = mapped_column(default=False)  # stays when the name goes away in time
    is_hidden: Mapped[bool] = mapped_column(default=False)
    hamlet_id: Mapped[int | None] = mapped_column(ForeignKey("hamlet.id"), index=True)
    duty_session_id: Mapped[int | None] = mapped_column(ForeignKey("duty_session.id"), index=True)
    subject_area_id: Mapped[int | None] = mapped_column(ForeignKey("subject_area.id"))
    state: Mapped[FeedbackState] = mapped_column(index=True)
    since: Mapped[date]  # from which day its limits count: received, or opened again
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    national_number: Mapped[str] = mapped_column(String(40), default="")  # PAKN.20200812.0012
    transferred_to: Mapped[str] = mapped_column(default="")
    transferred_on: Mapped[date | None]
    decline_reason: Mapped[str] = mapped_column(default="")
    masked_at: Mapped[datetime | None]  # when what is personal went away

    written_by: Mapped["Account | None"] = relationship(foreign_keys=[written_by_id])
    hamlet: Mapped[Hamlet | None] = relationship()
    duty_session: Mapped[DutySession | None] = relationship()
    subject_area: Mapped[SubjectArea | None] = relationship()
    owner: Mapped[Department | None] = relationship()
    answers: Mapped[list["Answer"]] = relationship(back_populates="feedback", order_by="Answer.id")
    steps: Mapped[list["FeedbackMove"]] = relationship(
        back_populates="feedback", order_by="FeedbackMove.id"
    )
    words: Mapped[list[FeedbackWord]] = relationship(
        back_populates="feedback", cascade="all, delete-orphan"
    )

    # --- Asking ---------------------------------------------------------------------------------

    @classmethod
    def seen_by(cls, account: "Account") -> ColumnElement[bool]:
        """Give the condition that holds for what an account may see.

        The Centre and the leader see all, a department its own, a village what it sent itself.
        """
        if account.may(Permission.SEE_ALL_FEEDBACK):
            return cls.id.is_not(None)
        if account.department_id and account.may(Permission.ANSWER_FEEDBACK):
            return cls.owner_id == account.department_id
        if account.hamlet_id and account.may(Permission.SEND_FEEDBACK):
            return (cls.hamlet_id == account.hamlet_id) & (cls.source == FeedbackSource.VILLAGE)
        return false()

    @classmethod
    def register(cls, account: "Account") -> Select[Self]:
        """Ask for what an account may see, the newest first."""
        return (
            select(cls)
            .where(cls.seen_by(account))
            .options(joinedload(cls.hamlet), joinedload(cls.owner), joinedload(cls.subject_area))
            .order_by(cls.year.desc(), cls.number.desc())
        )

    @classmethod
    def numbered(cls, account: "Account", year: int, number: int) -> Select[Self]:
        """Ask for one by its number, as far as an account may see it."""
        return cls.register(account).where(cls.year == year, cls.number == number)

    @classmethod
    def of_code(cls, code: str) -> Select[Self]:
        """Ask for the one whose slip bears this code."""
        return select(cls).where(cls.code_sha256 == token_hash(code))

    @property
    def full_number(self) -> str:
        """Number as people say it: "07/2026"."""
        return f"{self.number:02}/{self.year}"

    @property
    def standing(self) -> Standing:
        """What its limit depends on."""
        return Standing(self.state, self.kind, self.since, self.is_named)

    def due_on(self, limits: Limits, calendar: Calendar) -> date | None:
        """Give the last day of its next step; none when nothing is owed by a day."""
        return due_on(self.standing, limits, calendar)

    @property
    def answer(self) -> "Answer | None":
        """The newest answer."""
        return self.answers[-1] if self.answers else None

    # --- Steps ----------------------------------------------------------------------------------

    @classmethod
    def record(
        cls,
        session: AnySession,
        said: Opinion,
        report: Report | None = None,
        *,
        by: "Account | None",
        code: str | None = None,
    ) -> tuple[Self, str]:
        """Write an opinion down; give it with the code of its slip, which is shown only now.

        ``code``: one that whoever shows the slip can make again; none: any.
        Raises NotAllowedNow for what says nothing, or names somebody by half.
        """
        refuse_content(said.content)
        who, now = said.speaker, clock.now()
        if who.is_named:
            refuse_half_named(who.name, who.address, who.phone)
        received_at = said.received_at or now
        refuse_when(received_at > now, "Lúc nhận chưa đến.", field="received_at")
        day, code = received_at.date(), code or new_code()
        row = cls(
            year=day.year,
            number=FeedbackSeries.next_number(session, day.year),
            code_sha256=token_hash(code),
            received_at=received_at,
            written_at=now,
            written_by_id=by.id if by else None,
            source=said.source,
            voice=said.voice,
            kind=said.kind,
            content=said.content,
            state=FeedbackState.NEW,
            since=day,
            is_named=who.is_named,
        )
        row._describe(said)
        row.record_for(report, by=by)
        session.add(row)
        row._move(FeedbackStep.RECORD, by=by)
        return row, code

    def correct(self, said: Opinion, *, by: "Account | None") -> None:
        """Put right how it was written down; its number, way and moment stay."""
        refuse_content(said.content)
        if said.speaker.is_named:
            refuse_half_named(said.speaker.name, said.speaker.address, said.speaker.phone)
        self.kind, self.voice, self.content = said.kind, said.voice, said.content
        self.is_named = said.speaker.is_named
        self._describe(said)
        self.note("correct", by=by, number=self.full_number)

    def assign(
        self, owner: Department, kind: FeedbackKind, words: str = "", *, by: "Account | None"
    ) -> None:
        """Say what it is and who owes the answer (phân loại, giao xử lý)."""
        self.state = after(FeedbackStep.ASSIGN, self.state)
        self.owner, self.kind = owner, kind
        self._move(FeedbackStep.ASSIGN, words, by=by, department=owner)

    def take_up(self, *, by: "Account | None") -> None:
        """Let its owner say that it is being worked on."""
        self.state = after(FeedbackStep.TAKE_UP, self.state)
        self._move(FeedbackStep.TAKE_UP, by=by, department=self.owner)

    def give_back(self, reason: str, *, by: "Account | None") -> None:
        """Let its owner ask to be relieved: the Centre gives it to somebody else."""
        refuse_when(not reason, "Hãy ghi vì sao không thuộc phòng mình.", field="reason")
        former, self.state = self.owner, after(FeedbackStep.GIVE_BACK, self.state)
        self.owner = None
        self._move(FeedbackStep.GIVE_BACK, reason, by=by, department=former)

    def transfer(self, transfer: Transfer, *, by: "Account | None") -> None:
        """Send it on to the body that decides."""
        refuse_when(not transfer.to, "Hãy ghi cơ quan nhận.", field="to")
        self._refuse_day(transfer.on)
        self.state = after(FeedbackStep.TRANSFER, self.state)
        self.transferred_to, self.transferred_on = transfer.to, transfer.on
        self._move(FeedbackStep.TRANSFER, transfer.to, by=by, department=self.owner)

    def decline(self, reason: str, *, by: "Account | None") -> None:
        """Say that it is not taken, and why."""
        refuse_when(not reason, "Hãy ghi lý do không tiếp nhận.", field="reason")
        self.state = after(FeedbackStep.DECLINE, self.state)
        self.decline_reason = reason
        self._move(FeedbackStep.DECLINE, reason, by=by)

    def reply(self, reply: Reply, *, by: "Account | None") -> None:
        """Answer it; what was answered before it was opened again stays."""
        refuse_when(not reply.text, "Hãy ghi câu trả lời.", field="text")
        self._refuse_day(reply.on)
        if reply.is_public:
            refuse_naming(reply.text, self.name, self.phone)
        self.state = after(FeedbackStep.ANSWER, self.state)
        self.answers.append(
            Answer(
                text=reply.text,
                way=reply.way,
                answered_on=reply.on,
                is_public=reply.is_public,
                department_id=self.owner_id,
                written_at=clock.now(),
                written_by_id=by.id if by else None,
            )
        )
        self._move(FeedbackStep.ANSWER, by=by, department=self.owner)

    def close(self, words: str, *, by: "Account | None") -> None:
        """Note that whoever said it has heard what became of it."""
        self.state = after(FeedbackStep.CLOSE, self.state)
        self._move(FeedbackStep.CLOSE, words, by=by)

    def reopen(self, reason: str, *, by: "Account | None") -> None:
        """Open it again; its limits count from today."""
        refuse_when(not reason, "Hãy ghi vì sao mở lại.", field="reason")
        self.state = after(FeedbackStep.REOPEN, self.state)
        self.since, self.owner = clock.today(), None
        self.transferred_to, self.transferred_on, self.decline_reason = "", None, ""
        self._move(FeedbackStep.REOPEN, reason, by=by)

    def renew_code(self, *, by: "Account | None") -> str:
        """Give another code for a slip that was lost; the old one finds nothing any more."""
        code = new_code()
        self.code_sha256 = token_hash(code)
        self.note("renew_code", by=by, number=self.full_number)
        return code

    # --- Within ---------------------------------------------------------------------------------

    def _describe(self, said: Opinion) -> None:
        """Set who said it, where and of what."""
        who = said.speaker
        self.name, self.address, self.phone = who.name, who.address, who.phone
        self.is_hidden = who.is_hidden
        self.hamlet, self.duty_session = said.hamlet, said.duty_session
        self.subject_area, self.national_number = said.subject_area, said.national_number
        self.list_words()

    def list_words(self) -> None:
        """Set by which words it is found, as it reads now."""
        self.words = FeedbackWord.of((self.content, self.name, self.phone, self.national_number))

    def _refuse_day(self, day: date) -> None:
        """Refuse a day before it came, and one that has not come yet."""
        early = "Ngày này trước ngày nhận ý kiến."
        refuse_when(day < self.received_at.date(), early, field="on")
        refuse_when(day > clock.today(), "Ngày này chưa đến.", field="on")

    def _move(
        self,
        step: FeedbackStep,
        words: str = "",
        *,
        by: "Account | None",
        department: Department | None = None,
    ) -> None:
        """Keep a step in the history, and note it."""
        move = FeedbackMove(step=step, words=words, at=clock.now(), by_id=by.id if by else None)
        move.department = department
        self.steps.append(move)
        facts: Mapping[str, object] = {"department": department.code} if department else {}
        self.note(step.name.lower(), by=by, number=self.full_number, **facts)


class FeedbackMove(Model):
    """One step that was taken (bước xử lý), with the words said at it."""

    __tablename__ = "feedback_move"

    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    step: Mapped[FeedbackStep]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))

    feedback: Mapped[Feedback] = relationship(back_populates="steps")
    by: Mapped["Account | None"] = relationship()
    department: Mapped[Department | None] = relationship()


class Answer(Model):
    """What was answered (trả lời), which way and on which day."""

    __tablename__ = "answer"

    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    text: Mapped[str]
    way: Mapped[AnswerWay]
    answered_on: Mapped[date] = mapped_column(index=True)
    is_public: Mapped[bool] = mapped_column(default=False)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    feedback: Mapped[Feedback] = relationship(back_populates="answers")
    department: Mapped[Department | None] = relationship()
    written_by: Mapped["Account | None"] = relationship()


def limits_of(commune: Commune) -> Limits:
    """Read within how many working days opinions are sent on and answered."""
    return Limits.of(commune.text("feedback.forward_days"), commune.text("feedback.answer_days"))


def opened(session: AnySession, account: "Account") -> list[Feedback]:
    """Give what an account may see and somebody still owes, the oldest first: few, ever."""
    asked = Feedback.register(account).where(Feedback.state.in_(OPEN)).order_by(None)
    return list(session.scalars(asked.order_by(Feedback.since, Feedback.id)))
