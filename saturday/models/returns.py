"""Which results wait, which were handed over, when and how?"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, Select, String, exists, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from saturday import clock
from saturday.models.base import AnySession, Model, Versioned, index_of_few, says
from saturday.models.commune import SubjectArea
from saturday.models.intake import (
    EXPLAINED,
    Applicant,
    Deed,
    Due,
    IntakeEntry,
    IntakeSeries,
    Origin,
    SearchKey,
    Visit,
)
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.appointments import Appointment, appoint
from saturday.rules.calendar import Calendar
from saturday.rules.dossier_words import code_key
from saturday.rules.intake import EntryOrigin, Outcome, ReturnWay, refuse_without_reason
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import numeric_day

if TYPE_CHECKING:
    from saturday.models.accounts import Account

HANDED_WITH_WORDS = says("remark")


@dataclass(frozen=True, slots=True)
class Handing:
    """How a result is handed over, as typed (lần trả)."""

    on: date
    at: time | None = None
    way: ReturnWay = ReturnWay.AT_DESK
    remark: str = ""
    is_counted: bool = False  # the desk has already counted the person
    letter: str = ""  # of this device


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier that no line of the log speaks of (hồ sơ ngoài nhật ký)."""

    procedure: Procedure | None = None
    code: str = ""


class Return(Versioned, Model):
    """A result handed over (trả kết quả), on any day; tied to a line when there is one."""

    __tablename__ = "intake_return"
    __table_args__ = (index_of_few("ix_intake_return_remarked", "returned_on", HANDED_WITH_WORDS),)

    entry_id: Mapped[int | None] = mapped_column(ForeignKey("intake_entry.id"), unique=True)
    # The line of the Saturday on which the person came to fetch it: counts the visit.
    fetched_entry_id: Mapped[int | None] = mapped_column(ForeignKey("intake_entry.id"), index=True)
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedure.id"))
    dossier_code: Mapped[str] = mapped_column(String(40), default="", index=True)
    returned_on: Mapped[date] = mapped_column(index=True)
    returned_at: Mapped[time | None]
    way: Mapped[ReturnWay]
    remark: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    entry: Mapped[IntakeEntry | None] = relationship(
        back_populates="returned", foreign_keys=[entry_id]
    )
    fetched_entry: Mapped[IntakeEntry | None] = relationship(foreign_keys=[fetched_entry_id])
    procedure: Mapped[Procedure | None] = relationship()
    recorded_by: Mapped["Account | None"] = relationship()

    @classmethod
    def since(cls, day: date) -> "Select[Return]":
        """Ask for what was handed over from a day on, the newest first."""
        return (
            select(cls)
            .where(cls.returned_on >= day)
            .options(
                joinedload(cls.entry).options(
                    joinedload(IntakeEntry.duty_session),
                    joinedload(IntakeEntry.procedure),
                    joinedload(IntakeEntry.visit).joinedload(Visit.hamlet),
                ),
                joinedload(cls.procedure),
                joinedload(cls.recorded_by),
            )
            .order_by(cls.returned_on.desc(), cls.id.desc())
        )

    @property
    def is_late(self) -> bool:
        """Whether it was handed over after its appointment."""
        due = self.entry.due_on if self.entry else None
        return due is not None and self.returned_on > due

    @classmethod
    def hand_over(
        cls, session: AnySession, entry: IntakeEntry, handing: Handing, *, by: "Account | None"
    ) -> "Return":
        """Record that the result of a line was handed over.

        On a Saturday the person who came for it is counted too, unless the desk has done so.
        """
        # Two desks that hand over the same thing wait for each other here.
        origin = _counted_at(session, handing, by)
        entry.hold(session)
        _refuse(session, entry, handing)
        deed = Deed(
            Outcome.HANDED_OVER,
            procedure=entry.procedure,
            quantity=entry.quantity,
            dossier_code=entry.dossier_code,
        )
        who = Applicant(hamlet=entry.visit.hamlet)
        fetched = IntakeEntry.record(session, deed, origin, who=who) if origin else None
        row = cls(entry=entry, procedure=entry.procedure, dossier_code=entry.dossier_code)
        row._keep(session, handing, fetched, by=by)
        return row

    @classmethod
    def hand_over_other(
        cls, session: AnySession, dossier: Dossier, handing: Handing, *, by: "Account | None"
    ) -> "Return":
        """Record a result whose dossier came in elsewhere, or before this log."""
        nameless = dossier.procedure is None and not dossier.code
        refuse_when(nameless, "Hãy chọn thủ tục hoặc ghi mã hồ sơ.", field="procedure")
        _refuse_day(handing)
        origin = _counted_at(session, handing, by)
        _refuse_known(session, dossier.code)
        deed = Deed(Outcome.HANDED_OVER, procedure=dossier.procedure, dossier_code=dossier.code)
        fetched = IntakeEntry.record(session, deed, origin) if origin else None
        row = cls(procedure=dossier.procedure, dossier_code=dossier.code)
        row._keep(session, handing, fetched, by=by)
        return row

    def take_back(self, session: AnySession, reason: str, *, by: "Account | None") -> None:
        """Undo what was recorded by mistake; the reason stays, and the person counts no more."""
        refuse_without_reason(reason)
        fetched = self.fetched_entry
        undone = UndoneReturn(
            entry_id=self.entry_id,
            dossier_code=self.dossier_code,
            returned_on=self.returned_on,
            way=self.way,
            undone_at=clock.now(),
            undone_by_id=by.id if by else None,
            reason=reason,
        )
        session.add(undone)
        self.note("undo", by=by, day=self.returned_on, **_numbers(self.entry))
        session.delete(self)
        session.flush()
        if fetched is not None and not fetched.is_void:
            session.expire(fetched, ["fetching"])
            fetched.void(reason, by=by)

    def _keep(
        self,
        session: AnySession,
        handing: Handing,
        fetched: IntakeEntry | None,
        *,
        by: "Account | None",
    ) -> None:
        """Fill the row, and note it."""
        with session.no_autoflush:  # nothing is asked of the account while the row is half filled
            self.returned_on, self.returned_at = handing.on, handing.at
            self.way, self.remark = handing.way, handing.remark
            self.fetched_entry = fetched
            self.recorded_at, self.recorded_by_id = clock.now(), by.id if by else None
        session.add(self)
        session.flush()
        self.note("hand_over", by=by, day=self.returned_on, way=self.way, **_numbers(self.entry))


class UndoneReturn(Model):
    """A result that was recorded as handed over by mistake (lần bỏ trả kết quả)."""

    __tablename__ = "undone_return"
    __table_args__ = (index_of_few("ix_undone_return_explained", "returned_on", EXPLAINED),)

    entry_id: Mapped[int | None] = mapped_column(ForeignKey("intake_entry.id"), index=True)
    dossier_code: Mapped[str] = mapped_column(String(40), default="")
    returned_on: Mapped[date]
    way: Mapped[ReturnWay]
    undone_at: Mapped[datetime]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str]

    undone_by: Mapped["Account | None"] = relationship()


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many results wait (số kết quả chờ trả)."""

    overdue: int
    today: int
    later: int  # without an appointment too

    @property
    def waiting(self) -> int:
        return self.overdue + self.today + self.later


def waiting() -> Select[IntakeEntry]:
    """Ask for lines whose result was not handed over yet, the earliest appointment first."""
    area = joinedload(IntakeEntry.procedure).joinedload(Procedure.subject_area)
    return (
        select(IntakeEntry)
        .where(*_open())
        .options(
            joinedload(IntakeEntry.duty_session),
            joinedload(IntakeEntry.visit).joinedload(Visit.hamlet),
            area.joinedload(SubjectArea.department),
            joinedload(IntakeEntry.decider),
        )
        .order_by(IntakeEntry.due_on.is_(None), IntakeEntry.due_on, IntakeEntry.id)
    )


def waiting_of(duty_session: DutySession) -> Select[IntakeEntry]:
    """Ask for the same of one Saturday."""
    return waiting().where(IntakeEntry.duty_session_id == duty_session.id)


def waiting_count(session: AnySession, duty_session: DutySession) -> int:
    """Count them."""
    here = IntakeEntry.duty_session_id == duty_session.id
    return session.scalars(select(func.count()).where(here, *_open())).one()


def due_counts(session: AnySession, today: date) -> DueCounts:
    """Count what waits, by its appointment."""
    due = IntakeEntry.due_on
    counted = select(
        func.count().filter(due < today), func.count().filter(due == today), func.count()
    ).where(*_open())
    overdue, on_the_day, everything = session.execute(counted).one()
    return DueCounts(overdue, on_the_day, everything - overdue - on_the_day)


def last_with_dossiers(session: AnySession, today: date) -> DutySession | None:
    """Find the Saturday whose dossiers are to be handed to the departments: the last with any."""
    dossiers = exists().where(IntakeEntry.duty_session_id == DutySession.id, *_open())
    asked = (
        select(DutySession)
        .where(DutySession.day <= today, dossiers)
        .order_by(DutySession.day.desc())
    )
    return session.scalars(asked).first()


def appointment_of(
    procedure: Procedure, duty_session: DutySession, received_at: datetime, calendar: Calendar
) -> Appointment | None:
    """Count when the result of what was received on a Saturday is to be fetched."""
    return appoint(
        procedure.terms,
        received_at,
        calendar,
        ends_at=duty_session.ends_at,
        is_mobile=duty_session.is_mobile,
    )


def due_of(counted: Appointment | None, on: date | None = None, reason: str = "") -> Due:
    """Give a line's appointment: as it was said, or else as it is counted.

    The hour and no reason go with the day that is counted, the reason with any other.
    """
    if on is None:
        return Due(counted.due_on, counted.due_at) if counted else Due()
    if counted is not None and counted.due_on == on:
        return Due(on, counted.due_at)
    return Due(on, reason=reason)


def counted_of(entry: IntakeEntry, calendar: Calendar) -> Appointment | None:
    """Count the appointment of a line anew; None where it has none, or nothing is counted."""
    if entry.procedure is None or entry.due_on is None:
        return None
    return appointment_of(entry.procedure, entry.duty_session, entry.happened_at, calendar)


def not_waiting(session: AnySession, entry: IntakeEntry) -> str:
    """Say why a line has no result to hand over; nothing when it waits for one."""
    if entry.is_void:
        return "Dòng này đã hủy nên không có kết quả để trả."
    if entry.outcome is not Outcome.RECEIVED:
        return f"Dòng này là “{entry.outcome.words}”, không chờ trả kết quả."
    returned = session.scalars(select(Return).where(Return.entry_id == entry.id)).one_or_none()
    return f"Kết quả này đã ghi trả ngày {numeric_day(returned.returned_on)}." if returned else ""


def _open() -> tuple[ColumnElement[bool], ...]:
    """Tell, inside a question, the lines that wait for their result."""
    return (
        IntakeEntry.outcome == Outcome.RECEIVED,
        IntakeEntry.voided_at.is_(None),
        ~exists().where(Return.entry_id == IntakeEntry.id),
    )


def _refuse(session: AnySession, entry: IntakeEntry, handing: Handing) -> None:
    """Refuse what is not waiting, and a day before it came."""
    words = not_waiting(session, entry)
    refuse_when(words, words)
    received = entry.happened_at.date()
    early = f"Hồ sơ nhận ngày {numeric_day(received)}. Hãy ghi ngày trả từ ngày đó."
    refuse_when(handing.on < received, early, field="returned_on")
    _refuse_day(handing)


def _refuse_day(handing: Handing) -> None:
    """Refuse to hand over in the future."""
    now = clock.now()
    refuse_when(handing.on > now.date(), "Ngày trả chưa đến.", field="returned_on")
    early = handing.on == now.date() and handing.at is not None and handing.at > now.time()
    refuse_when(early, "Giờ trả chưa đến.", field="returned_at")


def _refuse_known(session: AnySession, code: str) -> None:
    """Refuse, as a dossier that no line speaks of, one that waits here or was handed over."""
    if not code:
        return
    same = code_key(code)
    keyed = select(SearchKey.entry_id).where(SearchKey.key == code.casefold())
    asked = waiting().where(IntakeEntry.id.in_(keyed))
    line = next((one for one in session.scalars(asked) if code_key(one.dossier_code) == same), None)
    if line is not None:
        number, day = line.full_number, numeric_day(line.duty_session.day)
        words = f"Hồ sơ này là dòng {number} buổi {day}, đang chờ trả. Hãy ghi trả ở dòng đó."
        raise NotAllowedNow(words, field="dossier_code")
    written = {code, code.lower(), code.upper()}
    known = select(Return.returned_on).where(Return.dossier_code.in_(written))
    returned_on = session.scalars(known.order_by(Return.id.desc()).limit(1)).first()
    if returned_on is not None:
        words = f"Kết quả của hồ sơ này đã ghi trả ngày {numeric_day(returned_on)}."
        raise NotAllowedNow(words, field="dossier_code")


def _counted_at(session: AnySession, handing: Handing, by: "Account | None") -> Origin | None:
    """Say at which desk the person who came is counted; None when nobody is to be counted.

    The series of that Saturday is held from here on: numbers come before lines.
    """
    came = handing.way in {ReturnWay.AT_DESK, ReturnWay.AT_VILLAGE}
    if handing.is_counted or not came:
        return None
    duty_session = session.scalars(DutySession.on(handing.on)).one_or_none()
    if duty_session is None or not duty_session.counts:
        return None
    IntakeSeries.hold(session, duty_session, handing.letter)
    return _origin(duty_session, handing, by)


def _origin(duty_session: DutySession, handing: Handing, by: "Account | None") -> Origin:
    """Say at which moment of the Saturday the person came."""
    is_today = handing.on == clock.today()
    if is_today and handing.at is None:
        return Origin(duty_session, by, letter=handing.letter)
    at = handing.at or duty_session.starts_at or time()
    happened_at = datetime.combine(handing.on, at, tzinfo=clock.TIMEZONE)
    kind = EntryOrigin.LINE if is_today else EntryOrigin.LATER
    return Origin(duty_session, by, kind, handing.letter, happened_at)


def _numbers(entry: IntakeEntry | None) -> dict[str, object]:
    """Say for the audit log which line it was: nothing personal."""
    return {"saturday": entry.duty_session.day, "number": entry.full_number} if entry else {}
