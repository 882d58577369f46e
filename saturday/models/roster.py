"""Who is wanted, sent, assigned and replaced on one Saturday?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Self

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
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
from saturday.models.commune import Department, Duty, Officer, Partner
from saturday.models.plan import DutySession
from saturday.rules.coverage import Gap, Need, Presence, coverage
from saturday.rules.lifecycle import NominationState, NominationStep, refuse_list_step
from saturday.rules.refusals import NotAllowedNow

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class DutyRequirement(Model):
    """How many people one duty needs on one Saturday (yêu cầu của buổi)."""

    __tablename__ = "duty_requirement"
    __table_args__ = (UniqueConstraint("duty_session_id", "duty_id"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"))
    count: Mapped[int]
    starts_at: Mapped[time | None]  # empty: the whole half-day
    ends_at: Mapped[time | None]

    duty_session: Mapped[DutySession] = relationship(back_populates="requirements")
    duty: Mapped[Duty] = relationship()


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many people a duty needs, and when."""

    duty: Duty
    count: int
    starts_at: time | None = None
    ends_at: time | None = None


def require(duty_session: DutySession, wanted: Iterable[Wanted], *, by: "Account | None") -> None:
    """Set what a Saturday needs."""
    rows = {row.duty_id: row for row in duty_session.requirements}
    for one in wanted:
        row = rows.get(one.duty.id)
        if row is None:
            row = DutyRequirement(duty=one.duty)
            duty_session.requirements.append(row)
        row.count, row.starts_at, row.ends_at = one.count, one.starts_at, one.ends_at
    duty_session.note(
        "require", by=by, counts={row.duty.code: row.count for row in duty_session.requirements}
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line as typed into a list."""

    duty: Duty
    officer: Officer
    starts_at: time | None = None
    ends_at: time | None = None
    note: str = ""


class Nomination(Versioned, OnBehalf, Model):
    """One department's list for one Saturday (danh sách cử công chức)."""

    __tablename__ = "nomination"
    __table_args__ = (UniqueConstraint("duty_session_id", "department_id"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    state: Mapped[NominationState] = mapped_column(default=NominationState.DRAFT)
    remark: Mapped[str] = mapped_column(default="")  # ghi chú cho Trung tâm
    cannot_reason: Mapped[str] = mapped_column(default="")  # không cử được người: lý do
    sent_at: Mapped[datetime | None]
    returned_reason: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    edited_at: Mapped[datetime]

    duty_session: Mapped[DutySession] = relationship(back_populates="nominations")
    department: Mapped[Department] = relationship()
    lines: Mapped[list["NominationLine"]] = relationship(
        back_populates="nomination",
        cascade="all, delete-orphan",
        order_by="NominationLine.position",
    )

    @classmethod
    def for_(cls, duty_session: DutySession, department: Department) -> Select[Self]:
        """Ask for one department's list for one Saturday."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id, cls.department_id == department.id)
            .options(*cls._with_lines(), joinedload(cls.recorded_by))
        )

    @classmethod
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for all lists of one Saturday with their lines."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .options(*cls._with_lines(), joinedload(cls.department), joinedload(cls.recorded_by))
        )

    @classmethod
    def latest_before(cls, day: date, department: Department) -> Select[Self]:
        """Ask for the department's last list of an earlier Saturday that was sent."""
        return (
            select(cls)
            .join(DutySession)
            .where(
                DutySession.day < day,
                cls.department_id == department.id,
                cls.state.in_([NominationState.SENT, NominationState.APPROVED]),
            )
            .options(*cls._with_lines(), joinedload(cls.duty_session))
            .order_by(DutySession.day.desc())
            .limit(1)
        )

    @classmethod
    def _with_lines(cls) -> tuple[object, ...]:
        """Load the lines with people and duties in one more query."""
        lines = selectinload(cls.lines)
        return (
            lines.joinedload(NominationLine.officer).joinedload(Officer.department),
            lines.joinedload(NominationLine.duty),
        )

    @classmethod
    def begin(
        cls, duty_session: DutySession, department: Department, *, by: "Account | None"
    ) -> Self:
        """Begin a list."""
        row = cls(
            duty_session=duty_session,
            department=department,
            state=NominationState.DRAFT,
            edited_at=clock.now(),
        )
        row.note("begin", by=by, department=department.code, day=duty_session.day)
        return row

    @property
    def counted_at(self) -> datetime | None:
        """When it counts as sent: at the time reported, when somebody recorded it for them."""
        return self.reported_at or self.sent_at

    @property
    def days_late(self) -> int:
        """Days after the limit; 0 when in time or not sent."""
        due, sent = self.duty_session.list_due_at, self.counted_at
        if due is None or sent is None or sent <= due:
            return 0
        return max(1, (sent.date() - due.date()).days)

    def write(
        self, lines: Sequence[Line], *, remark: str, cannot_reason: str, by: "Account | None"
    ) -> None:
        """Set the lines, refusing strangers and doubles; an approved list can't be written."""
        self._refuse_when_settled()
        self._refuse_strangers(lines)
        self.lines = [
            NominationLine(
                position=place,
                duty=line.duty,
                officer=line.officer,
                starts_at=line.starts_at,
                ends_at=line.ends_at,
                note_text=line.note,
            )
            for place, line in enumerate(lines, start=1)
        ]
        self.remark, self.cannot_reason = remark, cannot_reason
        self.edited_at = clock.now()
        self.note("write", by=by, lines=len(lines))

    def _refuse_when_settled(self) -> None:
        """After approval only a replacement changes who comes."""
        if not self.duty_session.is_open:
            reason = "Buổi này chưa mở chuẩn bị hoặc không còn tổ chức, nên không nhận danh sách."
            raise NotAllowedNow(reason)
        refuse_list_step(self.state, NominationStep.WRITE)

    def _refuse_strangers(self, lines: Sequence[Line]) -> None:
        """Refuse officers of other departments, on other lists that day, or twice for one duty."""
        seen: set[tuple[int, int]] = set()
        elsewhere = self._people_of_other_lists()
        for place, line in enumerate(lines):
            field = f"lines-{place}-officer_id"
            if line.officer.department_id != self.department.id:
                reason = f"{line.officer.name} không thuộc {self.department.name}. Hãy chọn người của phòng."
                raise NotAllowedNow(reason, field=field)
            if line.officer.id in elsewhere:
                reason = (
                    f"{line.officer.name} đã có trong danh sách của {elsewhere[line.officer.id]}."
                )
                raise NotAllowedNow(reason, field=field)
            if (line.duty.id, line.officer.id) in seen:
                reason = f"{line.officer.name} đã có ở nhiệm vụ này. Hãy bỏ một dòng."
                raise NotAllowedNow(reason, field=field)
            seen.add((line.duty.id, line.officer.id))

    def _people_of_other_lists(self) -> dict[int, str]:
        """Give officers on other departments' lists of the day, with the department's name."""
        session = object_session(self.duty_session)
        if session is None:
            return {}
        rows = session.execute(
            select(NominationLine.officer_id, Department.name)
            .join(Nomination, NominationLine.nomination_id == Nomination.id)
            .join(Department, Nomination.department_id == Department.id)
            .where(
                Nomination.duty_session_id == self.duty_session.id,
                Nomination.department_id != self.department.id,
            )
        )
        return {officer: name for officer, name in rows}

    def send(self, report: Report | None = None, *, by: "Account | None") -> None:
        """Send the list to the Centre; late is said, not refused."""
        self._refuse_when_settled()
        if not self.lines and not self.cannot_reason:
            reason = (
                "Danh sách chưa có dòng nào. Hãy thêm người trực, hoặc ghi lý do không cử được."
            )
            raise NotAllowedNow(reason)
        self.state = NominationState.SENT
        self.sent_at = clock.now()
        self.returned_reason = ""
        self.record_for(report, by=by)
        self.note("send", by=by, on_behalf=report is not None, late_days=self.days_late)

    def take_back(self, *, by: "Account | None") -> None:
        """Take a sent list back before it is approved."""
        refuse_list_step(self.state, NominationStep.TAKE_BACK)
        self.state = NominationState.DRAFT
        self.note("take_back", by=by)

    def send_back(self, reason: str, *, by: "Account | None") -> None:
        """Return the list to its department, saying why."""
        refuse_list_step(self.state, NominationStep.RETURN, reason=reason)
        self.state = NominationState.RETURNED
        self.returned_reason = reason
        self.note("return", by=by)

    def approve(self, *, by: "Account | None") -> None:
        """Approve the list: its people become assignments of the Saturday."""
        refuse_list_step(self.state, NominationStep.APPROVE)
        self.state = NominationState.APPROVED
        self.approved_at = clock.now()
        for line in self.lines:
            assign(
                self.duty_session,
                Seat(
                    duty=line.duty,
                    officer=line.officer,
                    starts_at=line.starts_at,
                    ends_at=line.ends_at,
                    note=line.note_text,
                ),
                by=by,
            ).nomination_line = line
        self.note("approve", by=by, lines=len(self.lines))


class NominationLine(Model):
    """One officer for one duty on a department's list (dòng danh sách)."""

    __tablename__ = "nomination_line"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    position: Mapped[int]
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    note_text: Mapped[str] = mapped_column(default="")

    nomination: Mapped[Nomination] = relationship(back_populates="lines")
    duty: Mapped[Duty] = relationship()
    officer: Mapped[Officer] = relationship()


@dataclass(frozen=True, slots=True)
class Seat:
    """Who takes a duty: an officer, or somebody of a partner."""

    duty: Duty
    officer: Officer | None = None
    partner: Partner | None = None
    person: str = ""  # the partner's person when the name is known
    starts_at: time | None = None
    ends_at: time | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """Name whoever it is."""
        return _who(self.officer, self.partner, self.person)


def _who(officer: Officer | None, partner: Partner | None, person: str) -> str:
    """Name an officer, or a partner with its person when known."""
    if officer:
        return officer.name
    unit = partner.name if partner else ""
    return f"{person} ({unit})" if person and unit else person or unit


class Assignment(Model):
    """One person on one duty of one Saturday (phân công)."""

    __tablename__ = "assignment"

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    person: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    note_text: Mapped[str] = mapped_column(default="")
    nomination_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("nomination_line.id", ondelete="SET NULL")
    )
    ended_at: Mapped[datetime | None]  # taken off the board, or replaced

    duty_session: Mapped[DutySession] = relationship(back_populates="assignments")
    duty: Mapped[Duty] = relationship()
    officer: Mapped[Officer | None] = relationship()
    partner: Mapped[Partner | None] = relationship()
    nomination_line: Mapped[NominationLine | None] = relationship()

    @property
    def who(self) -> str:
        """Name the person, or the partner's unit."""
        return _who(self.officer, self.partner, self.person)

    @property
    def workplace(self) -> str:
        """Name the unit the person comes from."""
        if self.officer:
            return self.officer.department.name
        return self.partner.name if self.partner else ""

    @classmethod
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for everyone on duty that Saturday, in the order of the notice."""
        return (
            select(cls)
            .join(Duty)
            .where(cls.duty_session_id == duty_session.id, cls.ended_at.is_(None))
            .options(
                joinedload(cls.duty),
                joinedload(cls.officer).joinedload(Officer.department),
                joinedload(cls.partner),
            )
            .order_by(Duty.position, cls.id)
        )

    def remove(self, *, by: "Account | None") -> None:
        """Take the person off the board."""
        if self.ended_at is not None:
            reason = "Người này đã được bỏ khỏi bảng phân công hoặc đã thay."
            raise NotAllowedNow(reason)
        self.ended_at = clock.now()
        self.note("remove", by=by, duty=self.duty.code)


def assign(duty_session: DutySession, seat: Seat, *, by: "Account | None") -> Assignment:
    """Put somebody on a duty; the same person twice on one duty is refused."""
    if not duty_session.is_open:
        reason = "Buổi này chưa mở chuẩn bị hoặc không còn tổ chức."
        raise NotAllowedNow(reason)
    if seat.officer is None and seat.partner is None:
        reason = "Hãy chọn người hoặc đơn vị phối hợp."
        raise NotAllowedNow(reason, field="officer_id")
    for one in duty_session.assignments:
        same = one.ended_at is None and one.duty is seat.duty
        if (
            same
            and one.officer is seat.officer
            and one.partner is seat.partner
            and one.person == seat.person
        ):
            reason = f"{seat.words} đã có ở nhiệm vụ {seat.duty.name}."
            raise NotAllowedNow(reason, field="officer_id")
    row = Assignment(
        duty=seat.duty,
        officer=seat.officer,
        partner=seat.partner,
        person=seat.person,
        starts_at=seat.starts_at,
        ends_at=seat.ends_at,
        note_text=seat.note,
    )
    duty_session.assignments.append(row)
    row.note("assign", by=by, duty=seat.duty.code, day=duty_session.day)
    return row


class Replacement(OnBehalf, Model):
    """One person taking another's place (thay người): who, by whom, why, who said so."""

    __tablename__ = "replacement"

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    old_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    new_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    reason: Mapped[str]
    at: Mapped[datetime]

    duty_session: Mapped[DutySession] = relationship()
    old: Mapped[Assignment] = relationship(foreign_keys=[old_id])
    new: Mapped[Assignment] = relationship(foreign_keys=[new_id])

    @classmethod
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for the replacements of one Saturday, newest first."""
        people = (joinedload(cls.old), joinedload(cls.new))
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .options(
                *(one.joinedload(Assignment.duty) for one in people),
                *(
                    one.joinedload(Assignment.officer).joinedload(Officer.department)
                    for one in people
                ),
                *(one.joinedload(Assignment.partner) for one in people),
            )
            .order_by(cls.at.desc(), cls.id.desc())
        )

    @classmethod
    def make(
        cls,
        old: Assignment,
        seat: Seat,
        reason: str,
        report: Report | None = None,
        *,
        by: "Account | None",
    ) -> Self:
        """Let somebody take a person's place ("thay bằng …, lý do …")."""
        old.remove(by=by)
        new = assign(old.duty_session, seat, by=by)
        row = cls(
            duty_session=old.duty_session,
            old=old,
            new=new,
            reason=reason,
            at=clock.now(),
        )
        row.record_for(report, by=by)
        row.note("replace", by=by, duty=old.duty.code, day=old.duty_session.day)
        return row


def gaps_of(
    duty_session: DutySession,
    requirements: Iterable[DutyRequirement],
    assignments: Iterable[Assignment],
) -> list[Gap]:
    """Compare what a Saturday needs with who is assigned; drafts and sent lists do not count."""
    whole = (duty_session.starts_at or time(0), duty_session.ends_at or time(23, 59))
    return coverage(
        [
            Need(
                code=row.duty.code,
                name=row.duty.name,
                count=row.count,
                starts_at=row.starts_at or whole[0],
                ends_at=row.ends_at or whole[1],
                department=row.duty.department.name if row.duty.department else None,
                fails=tuple(row.duty.fails_without),
            )
            for row in sorted(requirements, key=lambda row: row.duty.position)
        ],
        [
            Presence(row.duty.code, row.starts_at or whole[0], row.ends_at or whole[1])
            for row in assignments
        ],
    )


def copy_lists(old: DutySession, new: DutySession, *, by: "Account | None") -> None:
    """Copy duties, and approved lists as sent ones to be confirmed again, to the moved Saturday."""
    require(
        new,
        [Wanted(row.duty, row.count, row.starts_at, row.ends_at) for row in old.requirements],
        by=by,
    )
    there = {row.department_id for row in new.nominations}
    for nomination in old.nominations:
        if nomination.state is not NominationState.APPROVED or nomination.department_id in there:
            continue
        copy = Nomination.begin(new, nomination.department, by=by)
        copy.lines = [
            NominationLine(
                position=line.position,
                duty=line.duty,
                officer=line.officer,
                starts_at=line.starts_at,
                ends_at=line.ends_at,
                note_text=line.note_text,
            )
            for line in nomination.lines
        ]
        copy.state = NominationState.SENT
        copy.sent_at = clock.now()
