"""Who came on a Saturday, for how long, and which hours were taken off for it?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Self

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    UniqueConstraint,
    and_,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from saturday import clock
from saturday.models.base import AnySession, Model, OnBehalf, Report, Versioned
from saturday.models.commune import Department, Officer, Partner
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment
from saturday.rules.attendance import (
    Came,
    DayHours,
    HoursChoice,
    Ledger,
    Span,
    hull,
    minutes_there,
    pauses_in_words,
    refuse_debt,
    refuse_early,
    refuse_leave,
    refuse_stay,
)
from saturday.rules.calendar import Calendar
from saturday.rules.permissions import Role
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class Attendance(Versioned, OnBehalf, Model):
    """One person's day of service (chấm công); who reported is of the choice, not of the hours.

    Department and post are those of the day: who moves later still stands where he served.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("duty_session_id", "officer_id"),
        UniqueConstraint("duty_session_id", "partner_id", "person"),
    )

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    person: Mapped[str] = mapped_column(default="")  # the partner's, when the name is known
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    post: Mapped[str] = mapped_column(default="")
    came: Mapped[Came]
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    minutes: Mapped[int] = mapped_column(default=0)
    note_text: Mapped[str] = mapped_column(default="")
    choice: Mapped[HoursChoice | None]
    chosen_at: Mapped[datetime | None]

    duty_session: Mapped[DutySession] = relationship()
    officer: Mapped[Officer | None] = relationship()
    partner: Mapped[Partner | None] = relationship()
    department: Mapped[Department | None] = relationship()

    @classmethod
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for what was recorded of one Saturday."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .options(*cls._with_people(), joinedload(cls.recorded_by))
            .order_by(cls.id)
        )

    @classmethod
    def of_officer(cls, officer_id: int) -> Select[Self]:
        """Ask for one officer's Saturdays, the newest first."""
        return (
            select(cls)
            .join(DutySession)
            .where(cls.officer_id == officer_id)
            .options(
                contains_eager(cls.duty_session),
                joinedload(cls.department),
                joinedload(cls.recorded_by),
            )
            .order_by(DutySession.day.desc())
        )

    @classmethod
    def of_year(cls, year: int, account: "Account") -> Select[Self]:
        """Ask for the officers' hours of a year that an account may see."""
        question = (
            select(cls)
            .join(DutySession)
            .where(
                cls.officer_id.is_not(None),
                cls.minutes > 0,
                DutySession.day >= date(year, 1, 1),
                DutySession.day <= date(year, 12, 31),
            )
            .options(contains_eager(cls.duty_session), *cls._with_people())
            .order_by(DutySession.day)
        )
        if sees_everybody(account):
            return question
        return question.where(cls.department_id == account.department_id)

    @classmethod
    def undecided(cls, officer_id: int) -> Select[Self]:
        """Ask for one officer's Saturdays whose hours wait for a choice, the oldest first."""
        return (
            select(cls)
            .join(DutySession)
            .where(cls.officer_id == officer_id, cls.minutes > 0, cls.choice.is_(None))
            .options(contains_eager(cls.duty_session))
            .order_by(DutySession.day)
        )

    @classmethod
    def _with_people(cls) -> tuple[ORMOption, ...]:
        """Load who it is."""
        return (joinedload(cls.officer), joinedload(cls.partner), joinedload(cls.department))

    @property
    def who(self) -> str:
        """Name the person, or the partner's unit."""
        return _name(self.officer, self.partner, self.person)

    @property
    def stay(self) -> Span | None:
        """From when until when the person was there."""
        return (self.starts_at, self.ends_at) if self.starts_at and self.ends_at else None

    @property
    def takes_choice(self) -> bool:
        """Whether there are hours that may be taken off or paid."""
        return self.officer_id is not None and self.minutes > 0

    def refuse_unless_seen(self, version: str) -> None:
        """Refuse a choice about hours that were changed after they were shown."""
        changed = "Giờ chấm công vừa được sửa. Hãy tải lại trang, xem lại rồi chọn."
        refuse_when(str(self.version) != version, changed)

    def choose(
        self,
        choice: HoursChoice | None,
        report: Report | None = None,
        *,
        ledger: Ledger,
        by: "Account | None",
    ) -> None:
        """Let the hours be taken off, or paid; ``ledger`` is what the officer has without them."""
        refuse_when(not self.takes_choice, "Buổi này không có giờ để chọn nghỉ bù hay thanh toán.")
        refuse_debt(_with(ledger, self, choice))
        self.choice, self.chosen_at = choice, clock.now()
        self.record_for(report, by=by)
        day, on_behalf = self.duty_session.day, report is not None
        self.note("choose_hours", by=by, day=day, on_behalf=on_behalf)

    def _put(self, stay: "Stay") -> list[str]:
        """Write what was typed; give the names of what changed."""
        there = stay.came is Came.PRESENT
        values = {
            "came": stay.came,
            "starts_at": stay.starts_at if there else None,
            "ends_at": stay.ends_at if there else None,
            "minutes": stay.minutes,
            "note_text": stay.note,
        }
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        if not self.minutes and self.choice is not None:
            self.choice, self.chosen_at = None, None
            self.record_for(None, by=None)
        return changed


def _name(officer: Officer | None, partner: Partner | None, person: str) -> str:
    """Name an officer, or a partner with its person when known."""
    if officer:
        return officer.name
    unit = partner.name if partner else ""
    return f"{person} ({unit})" if person and unit else person or unit


def _with(ledger: Ledger, row: Attendance, choice: HoursChoice | None) -> Ledger:
    """Give a ledger as it would be with these hours chosen so."""
    if choice is not HoursChoice.LEAVE:
        return ledger
    hours = DayHours(row.duty_session.day, row.minutes)
    return Ledger((*ledger.earned, hours), ledger.taken)


def sees_everybody(account: "Account") -> bool:
    """Whether an account sees the hours of all departments, not of its own only."""
    return not account.roles.isdisjoint({Role.CENTRE, Role.LEADER})


@dataclass(frozen=True, slots=True)
class OnDay:
    """One person of a Saturday: the duties held, and what was recorded (người của buổi)."""

    assignments: tuple[Assignment, ...]  # those still on the board
    attendance: Attendance | None

    @property
    def officer(self) -> Officer | None:
        """The officer; none when somebody of a partner."""
        return self._row.officer

    @property
    def partner(self) -> Partner | None:
        """The partner's unit; none when an officer."""
        return self._row.partner

    @property
    def person(self) -> str:
        """Name of the partner's person, when it is known."""
        return self._row.person

    @property
    def _row(self) -> Assignment | Attendance:
        """Whichever row names the person."""
        return self.attendance or self.assignments[0]

    @property
    def key(self) -> str:
        """What stands for the person in a form."""
        return _key(self._row)

    @property
    def who(self) -> str:
        """Name the person, or the partner's unit."""
        return self._row.who

    @property
    def duty_session(self) -> DutySession:
        """The Saturday."""
        return self._row.duty_session

    @property
    def department(self) -> Department | None:
        """The department of the day; none for partners."""
        if self.attendance:
            return self.attendance.department
        return self.officer.department_on(self.duty_session.day) if self.officer else None

    @property
    def unit(self) -> str:
        """Name the department of the day, or the partner, shortly."""
        if self.partner:
            return self.partner.name
        return self.department.short_name if self.department else ""

    @property
    def post(self) -> str:
        """Name the post of the day."""
        if self.attendance:
            return self.attendance.post
        return self.officer.post_on(self.duty_session.day) if self.officer else ""

    @property
    def duties(self) -> str:
        """Name the duties."""
        return "; ".join(dict.fromkeys(one.duty.name for one in self.assignments))

    @property
    def spans(self) -> tuple[Span, ...]:
        """Hours of the duties; a duty without its own has those of the half-day."""
        whole = (self.duty_session.starts_at, self.duty_session.ends_at)
        found = ((one.starts_at or whole[0], one.ends_at or whole[1]) for one in self.assignments)
        return tuple((start, end) for start, end in found if start and end)

    @property
    def pauses(self) -> str:
        """Say which hours between the duties are not counted."""
        return pauses_in_words(self.spans)

    @property
    def usual(self) -> Span | None:
        """From when until when the person is wanted."""
        return hull(self.spans)


def people_of(assignments: Iterable[Assignment], attendances: Iterable[Attendance]) -> list[OnDay]:
    """Put the duties and the record of each person together.

    Those on the board stand in its order; then those recorded who are on it no longer.
    """
    recorded = {_key(one): one for one in attendances}
    held: dict[str, list[Assignment]] = {}
    for one in assignments:
        held.setdefault(_key(one), []).append(one)
    on_board = [OnDay(tuple(rows), recorded.get(key)) for key, rows in held.items()]
    gone = [OnDay((), one) for key, one in recorded.items() if key not in held]
    return on_board + gone


def _key(row: Assignment | Attendance) -> str:
    """Give what stands for a person among those of a day."""
    return f"o{row.officer_id}" if row.officer_id else f"p{row.partner_id} {row.person}".strip()


@dataclass(frozen=True, slots=True)
class Stay:
    """What is recorded of one person's day; ``place`` is where in the form it stands."""

    one: OnDay
    came: Came
    starts_at: time | None = None
    ends_at: time | None = None
    note: str = ""
    place: int = 0

    @property
    def minutes(self) -> int:
        """Minutes served; overlapping duties count once, pauses between them do not."""
        if self.came is not Came.PRESENT or self.starts_at is None or self.ends_at is None:
            return 0
        return minutes_there((self.starts_at, self.ends_at), self.one.spans)


def record(
    session: AnySession, duty_session: DutySession, stays: Sequence[Stay], *, by: "Account | None"
) -> int:
    """Record who came and for how long, all rows at once; give how many were present."""
    refuse_early(duty_session.day, clock.today())
    refuse_when(not duty_session.counts, duty_session.gone_words)
    for stay in stays:
        typed = (stay.starts_at, stay.ends_at)
        refuse_stay(stay.came, typed, stay.note, at=f"rows-{stay.place}")
    for stay in stays:
        _record_one(session, stay, by=by)
    session.flush()
    _refuse_debts(session, stays)
    return sum(stay.came is Came.PRESENT for stay in stays)


def _record_one(session: AnySession, stay: Stay, *, by: "Account | None") -> None:
    """Record one person, when something is new."""
    one, row = stay.one, stay.one.attendance
    if row is None:
        row = Attendance(
            duty_session=one.duty_session,
            officer=one.officer,
            partner=one.partner,
            person=one.person,
            department=one.department,
            post=one.post,
        )
        session.add(row)
    if changed := row._put(stay):  # noqa: SLF001 - the two are one act
        row.note("attend", by=by, day=one.duty_session.day, fields=changed)


def _refuse_debts(session: AnySession, stays: Sequence[Stay]) -> None:
    """Refuse, at its row, what would leave somebody with more hours taken than earned."""
    ids = {stay.one.officer.id: stay.place for stay in stays if stay.one.officer}
    for officer_id, ledger in ledgers_of(session, ids).items():
        refuse_debt(ledger, field=f"rows-{ids[officer_id]}-came")


class CompensatoryLeave(Model):
    """Hours that an officer took off on one day (giờ đã nghỉ bù)."""

    __tablename__ = "compensatory_leave"
    __table_args__ = (UniqueConstraint("officer_id", "day"),)

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    day: Mapped[date]
    minutes: Mapped[int]
    note_text: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]

    officer: Mapped[Officer] = relationship()

    @classmethod
    def of_officer(cls, officer_id: int) -> Select[Self]:
        """Ask for what one officer took off, the newest first."""
        return select(cls).where(cls.officer_id == officer_id).order_by(cls.day.desc())

    @classmethod
    def take(
        cls,
        session: AnySession,
        officer: Officer,
        wanted: "LeaveDay",
        calendar: Calendar,
        *,
        by: "Account | None",
    ) -> Self:
        """Record hours taken off: earned before, on a working day, once a day."""
        ledger = ledgers_of(session, [officer.id])[officer.id]
        refuse_leave(DayHours(wanted.day, wanted.minutes), ledger, calendar)
        row = cls(
            officer=officer,
            day=wanted.day,
            minutes=wanted.minutes,
            note_text=wanted.note,
            recorded_at=clock.now(),
        )
        session.add(row)
        row.note("take_leave", by=by, day=wanted.day)
        return row

    def drop(self, session: AnySession, *, by: "Account | None") -> None:
        """Take back hours that were recorded by mistake."""
        self.note("drop", by=by, day=self.day)
        session.delete(self)


@dataclass(frozen=True, slots=True)
class LeaveDay:
    """Hours about to be taken off (lần nghỉ bù đang ghi)."""

    day: date
    minutes: int
    note: str = ""


def ledgers_of(
    session: AnySession, officer_ids: Iterable[int], *, but: DutySession | None = None
) -> dict[int, Ledger]:
    """Give what each officer earned and took off; two questions, however many they are.

    ``but``: a Saturday that is left out, because its choices are about to change.
    """
    ids = list(officer_ids)
    earned = select(Attendance.officer_id, DutySession.day, Attendance.minutes).join(DutySession)
    earned = earned.where(Attendance.officer_id.in_(ids), Attendance.choice == HoursChoice.LEAVE)
    if but is not None:
        earned = earned.where(Attendance.duty_session_id != but.id)
    taken = select(CompensatoryLeave.officer_id, CompensatoryLeave.day, CompensatoryLeave.minutes)
    taken = taken.where(CompensatoryLeave.officer_id.in_(ids))
    gained, used = _by_officer(session, earned), _by_officer(session, taken)
    return {one: Ledger(tuple(gained[one]), tuple(used[one])) for one in ids}


def _by_officer(
    session: AnySession, question: Select[int | None, date, int]
) -> Mapping[int, list[DayHours]]:
    """Group days with their minutes by officer."""
    found: defaultdict[int, list[DayHours]] = defaultdict(list)
    for officer_id, day, minutes in session.execute(question):
        if officer_id is not None:
            found[officer_id].append(DayHours(day, minutes))
    return found


def _lacks_record() -> ColumnElement[bool]:
    """Say in a question that an officer is on the board and nothing is recorded of the day."""
    recorded = exists().where(
        Attendance.duty_session_id == Assignment.duty_session_id,
        Attendance.officer_id == Assignment.officer_id,
    )
    return and_(Assignment.ended_at.is_(None), Assignment.officer_id.is_not(None), ~recorded)


def recorded_of(
    session: AnySession, duty_sessions: Iterable[DutySession]
) -> Mapping[int, frozenset[int]]:
    """Give, by Saturday, the officers of whom something is recorded."""
    ids = [one.id for one in duty_sessions]
    if not ids:
        return {}
    question = select(Attendance.duty_session_id, Attendance.officer_id).where(
        Attendance.duty_session_id.in_(ids), Attendance.officer_id.is_not(None)
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for saturday, officer in session.execute(question):
        if officer is not None:
            found[saturday].add(officer)
    return {saturday: frozenset(officers) for saturday, officers in found.items()}


def refuse_held(session: AnySession, duty_session: DutySession) -> None:
    """Refuse to move or cancel a Saturday on which somebody served: the hours are theirs."""
    served = exists().where(Attendance.duty_session_id == duty_session.id, Attendance.minutes > 0)
    held = (
        "Buổi này đã chấm công nên không dời, không hủy được. "
        "Nếu chấm nhầm, hãy sửa bảng chấm công."
    )
    refuse_when(session.scalar(select(served)), held)


def unrecorded(session: AnySession, first: date, last: date) -> list[tuple[date, int]]:
    """Give the Saturdays of a span that lack attendance, with how many people lack it."""
    question = (
        select(DutySession.day, func.count(func.distinct(Assignment.officer_id)))
        .join(DutySession, Assignment.duty_session_id == DutySession.id)
        .where(
            DutySession.day >= first,
            DutySession.day <= last,
            DutySession.moved_to.is_(None),
            DutySession.cancelled_at.is_(None),
            _lacks_record(),
        )
        .group_by(DutySession.day)
        .order_by(DutySession.day)
    )
    return [(day, count) for day, count in session.execute(question)]
