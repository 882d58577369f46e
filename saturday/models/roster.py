"""Who is wanted, sent, assigned and replaced on one Saturday?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Self

from sqlalchemy import ForeignKey, Select, UniqueConstraint, bindparam, select
from sqlalchemy.orm import (
    Mapped,
    contains_eager,
    joinedload,
    mapped_column,
    object_session,
    relationship,
    selectinload,
)
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.interfaces import ORMOption

from saturday import clock
from saturday.models.base import Model, OnBehalf, Report, Versioned, built_once
from saturday.models.commune import Department, Duty, Officer, Partner, Posting
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure, names_on
from saturday.rules.coverage import Gap, Need, Presence, coverage
from saturday.rules.lifecycle import NominationState, NominationStep, refuse_list_step
from saturday.rules.refusals import refuse_when

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
    desk: Mapped[str] = mapped_column(default="")  # bàn số: where people find it

    duty_session: Mapped[DutySession] = relationship(back_populates="requirements")
    duty: Mapped[Duty] = relationship()

    @classmethod
    @built_once
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for what one Saturday needs, in the order of the notice."""
        return (
            select(cls)
            .join(Duty)
            .where(cls.duty_session_id == duty_session.id)
            .options(cls.with_duty())
            .order_by(Duty.position, cls.id)
        )

    @classmethod
    @built_once
    def duties_of(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for the same with the duties alone, as a list is written from them."""
        return (
            select(cls)
            .join(cls.duty)
            .where(cls.duty_session_id == duty_session.id)
            .options(contains_eager(cls.duty))
            .order_by(Duty.position, cls.id)
        )

    @classmethod
    def with_duty(cls) -> ORMOption:
        """Load the duty with its department and, in one more query, what fails without it."""
        fails = selectinload(Duty.procedures).load_only(*Procedure.NAMED)
        return joinedload(cls.duty).options(joinedload(Duty.department), fails)

    @classmethod
    def latest_before(cls, day: date) -> Select[Self]:
        """Ask for what the last prepared Saturday before a day needed: its desks are usual."""
        last = (
            select(DutySession.id)
            .where(DutySession.day < day, DutySession.prepared_at.is_not(None))
            .order_by(DutySession.day.desc())
            .limit(1)
            .scalar_subquery()
        )
        return select(cls).where(cls.duty_session_id == last)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many people a duty needs, when, and at which desk."""

    duty: Duty
    count: int
    starts_at: time | None = None
    ends_at: time | None = None
    desk: str = ""


def require(duty_session: DutySession, wanted: Iterable[Wanted], *, by: "Account | None") -> None:
    """Set what a Saturday needs; the hours of a duty may be a part of the half-day."""
    rows = {row.duty: row for row in duty_session.requirements}
    for place, one in enumerate(wanted):
        _refuse_backwards(one.starts_at, one.ends_at, field=f"duties-{place}-ends_at")
        row = rows.get(one.duty)
        if row is None:
            row = DutyRequirement(duty=one.duty)
            duty_session.requirements.append(row)
        row.count, row.starts_at, row.ends_at = one.count, one.starts_at, one.ends_at
        row.desk = one.desk
    if object_session(duty_session) is not None and duty_session.id is not None:
        flag_modified(duty_session, "place")  # the late saver of the same page is noticed
    counts = [f"{row.duty.code} {row.count}" for row in duty_session.requirements]
    duty_session.note("require", by=by, counts=counts)


def _refuse_backwards(starts_at: time | None, ends_at: time | None, *, field: str) -> None:
    """Refuse hours that end before they begin."""
    backwards = starts_at is not None and ends_at is not None and starts_at >= ends_at
    refuse_when(backwards, "Giờ kết thúc phải sau giờ bắt đầu.", field=field)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as typed into a list; ``row`` is where in the form it stands."""

    duty: Duty
    officer: Officer
    starts_at: time | None = None
    ends_at: time | None = None
    note: str = ""
    row: int | None = None


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
    @built_once
    def for_(cls, duty_session: DutySession, department: Department) -> Select[Self]:
        """Ask for one department's list for one Saturday."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id, cls.department_id == department.id)
            .options(*cls._with_lines(), joinedload(cls.recorded_by))
        )

    @classmethod
    @built_once
    def to_write(cls, duty_session: DutySession, department: Department) -> Select[Self]:
        """Ask for the same list to put other lines in place of its own: nobody looks at those."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id, cls.department_id == department.id)
            .options(selectinload(cls.lines))
        )

    @classmethod
    @built_once
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for all lists of one Saturday with their lines."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .options(*cls._with_lines(), joinedload(cls.department), joinedload(cls.recorded_by))
        )

    @classmethod
    @built_once
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
    def _with_lines(cls) -> tuple[ORMOption, ...]:
        """Load the lines with people and duties in one more query."""
        lines = selectinload(cls.lines)
        return (
            lines.joinedload(NominationLine.officer).joinedload(Officer.department),
            lines.joinedload(NominationLine.officer)
            .joinedload(Officer.former)
            .joinedload(Posting.department),
            lines.joinedload(NominationLine.duty),
        )

    @classmethod
    def begin(
        cls, duty_session: DutySession, department: Department, *, by: "Account | None"
    ) -> Self:
        """Begin a list."""
        row = cls(department=department, state=NominationState.DRAFT, edited_at=clock.now())
        duty_session.nominations.append(row)
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
        self._refuse_when_settled(NominationStep.WRITE)
        self._refuse_strangers(lines)
        self.lines = [NominationLine.of(place, line) for place, line in enumerate(lines, start=1)]
        self.remark, self.cannot_reason = remark, cannot_reason
        self.edited_at = clock.now()
        self.note("write", by=by, lines=len(lines))

    def _refuse_when_settled(self, step: NominationStep) -> None:
        """After approval only a replacement changes who comes."""
        closed = "Buổi này chưa mở chuẩn bị hoặc không còn tổ chức, nên không nhận danh sách."
        refuse_when(not self.duty_session.is_open, closed)
        refuse_list_step(self.state, step)

    def _refuse_strangers(self, lines: Sequence[Line]) -> None:
        """Refuse officers of other departments, on other lists that day, or twice for one duty."""
        elsewhere = self._people_of_other_lists()
        seen: set[tuple[int, int]] = set()
        for place, line in enumerate(lines):
            row = f"lines-{place if line.row is None else line.row}"
            _refuse_backwards(line.starts_at, line.ends_at, field=f"{row}-ends_at")
            reason = self._why_not(line, elsewhere)
            if (line.duty.id, line.officer.id) in seen:
                reason = f"{line.officer.name} đã có ở nhiệm vụ này. Hãy bỏ một dòng."
            refuse_when(reason, reason, field=f"{row}-officer_id")
            seen.add((line.duty.id, line.officer.id))

    def _why_not(self, line: Line, elsewhere: Mapping[int, str]) -> str:
        """Say why an officer can't stand on this list; nothing when he can."""
        name, department = line.officer.name, self.department
        if line.officer.department_on(self.duty_session.day) is not department:
            return f"{name} không thuộc {department.name}. Hãy chọn người của phòng."
        if line.officer.id in elsewhere:
            return f"{name} đã có trong danh sách của {elsewhere[line.officer.id]}."
        return ""

    def _people_of_other_lists(self) -> dict[int, str]:
        """Give officers on other departments' lists of the day, with the department's name."""
        session = object_session(self.duty_session)
        if session is None:
            return {}
        asked = {"day": self.duty_session.id, "own": self.department.id}
        return dict(iter(session.execute(_on_other_lists(), asked)))

    def send(self, report: Report | None = None, *, by: "Account | None") -> None:
        """Send the list to the Centre; late is said, not refused."""
        self._refuse_when_settled(NominationStep.SEND)
        empty = "Danh sách chưa có dòng nào. Hãy thêm người trực, hoặc ghi lý do không cử được."
        refuse_when(not self.lines and not self.cannot_reason, empty)
        self.state = NominationState.SENT
        self.sent_at = clock.now()
        self.returned_reason = ""
        self.record_for(report, by=by)
        self.note("send", by=by, on_behalf=report is not None, late_days=self.days_late)

    def take_back(self, *, by: "Account | None") -> None:
        """Take a sent list back before it is approved."""
        refuse_list_step(self.state, NominationStep.TAKE_BACK)
        self.state, self.sent_at = NominationState.DRAFT, None
        self.record_for(None, by=by)
        self.note("take_back", by=by)

    def send_back(self, reason: str, *, by: "Account | None") -> None:
        """Return the list to its department, saying why."""
        refuse_list_step(self.state, NominationStep.RETURN, reason=reason)
        self.state = NominationState.RETURNED
        self.returned_reason = reason
        self.note("return", by=by)

    @property
    def returned_words(self) -> str:
        """Say that the Centre returned it, and why; nothing when it did not."""
        why = self.returned_reason.rstrip(" .…;,")
        return f"Trung tâm trả lại: {why}." if self.returned_reason else ""

    def refuse_unless_seen(self, version: str) -> None:
        """Refuse to settle a list that was changed after it was shown."""
        changed = "Danh sách vừa được sửa. Hãy tải lại trang, xem lại rồi duyệt."
        refuse_when(str(self.version) != version, changed)

    def approve(self, *, by: "Account | None") -> None:
        """Approve the list: its people become assignments of the Saturday."""
        self._refuse_when_settled(NominationStep.APPROVE)
        self.state = NominationState.APPROVED
        self.approved_at = clock.now()
        there = {(one.duty, one.officer) for one in self.duty_session.assignments if one.is_on}
        for line in self.lines:
            if (line.duty, line.officer) not in there:
                assign(self.duty_session, line.seat, by=by).nomination_line = line
        self.note("approve", by=by, lines=len(self.lines))


@cache
def _on_other_lists() -> Select[int, str]:
    """Ask for officers on other departments' lists of a Saturday, with the department's name."""
    return (
        select(NominationLine.officer_id, Department.name)
        .join(Nomination, NominationLine.nomination_id == Nomination.id)
        .join(Department, Nomination.department_id == Department.id)
        .where(
            Nomination.duty_session_id == bindparam("day"),
            Nomination.department_id != bindparam("own"),
        )
    )


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

    @classmethod
    def of(cls, position: int, line: Line) -> Self:
        """Keep a typed line."""
        return cls(
            position=position,
            duty=line.duty,
            officer=line.officer,
            starts_at=line.starts_at,
            ends_at=line.ends_at,
            note_text=line.note,
        )

    @property
    def post(self) -> str:
        """Name the post the officer has that day."""
        return self.officer.post_on(self.nomination.duty_session.day)

    @property
    def typed(self) -> Line:
        """Give the line as it would be typed again."""
        return Line(self.duty, self.officer, self.starts_at, self.ends_at, self.note_text)

    @property
    def seat(self) -> "Seat":
        """Give the place on the board that it asks for."""
        return Seat(
            duty=self.duty,
            officer=self.officer,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            note=self.note_text,
        )


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
        ForeignKey("nomination_line.id", ondelete="SET NULL"), index=True
    )
    changed_at: Mapped[datetime | None]  # put on the board, or hours and note set anew
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
    def is_on(self) -> bool:
        """Whether the person is still on the board."""
        return self.ended_at is None

    def serves_on(self, day: date) -> bool:
        """Whether the person is still in service on a day; a partner always is."""
        left = self.officer.left_on if self.officer else None
        return left is None or left > day

    @property
    def workplace(self) -> str:
        """Name the unit the person comes from."""
        if self.officer:
            return self.officer.department_on(self.duty_session.day).name
        return self.partner.name if self.partner else ""

    @property
    def post(self) -> str:
        """Name the post the officer has that day."""
        return self.officer.post_on(self.duty_session.day) if self.officer else ""

    @classmethod
    def officers_loaded(cls) -> tuple[ORMOption, ...]:
        """Load the people with their department, and with those they served in before."""
        return (
            joinedload(cls.officer).joinedload(Officer.department),
            joinedload(cls.officer).selectinload(Officer.former).joinedload(Posting.department),
        )

    @classmethod
    def numbered(cls, duty_session: DutySession, number: int) -> Select[Self]:
        """Ask for one person's place on the board of a Saturday."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id, cls.id == number)
            .options(
                joinedload(cls.duty),
                *cls.officers_loaded(),
                joinedload(cls.partner),
            )
        )

    @classmethod
    @built_once
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for everyone on duty that Saturday, in the order of the notice."""
        return (
            select(cls)
            .join(Duty)
            .where(cls.duty_session_id == duty_session.id, cls.ended_at.is_(None))
            .options(
                joinedload(cls.duty),
                *cls.officers_loaded(),
                joinedload(cls.partner),
            )
            .order_by(Duty.position, cls.id)
        )

    def remove(self, *, by: "Account | None") -> None:
        """Take the person off the board."""
        self._refuse_when_gone()
        self.ended_at = clock.now()
        self.note("remove", by=by, duty=self.duty.code)

    def correct(self, seat: "Seat", *, by: "Account | None") -> None:
        """Set hours and note anew; the person stays, so it is no replacement."""
        self._refuse_when_gone()
        _refuse_backwards(seat.starts_at, seat.ends_at, field="ends_at")
        kept = (self.starts_at, self.ends_at, self.note_text)
        same = "Người thay phải khác người được thay, hoặc giờ trực, ghi chú phải khác trước."
        refuse_when(kept == (seat.starts_at, seat.ends_at, seat.note), same, field="officer_id")
        self.starts_at, self.ends_at, self.note_text = seat.starts_at, seat.ends_at, seat.note
        self.changed_at = clock.now()
        self.note("change", by=by, duty=self.duty.code, day=self.duty_session.day)

    @property
    def seat(self) -> "Seat":
        """Give the place as it would be given again."""
        return Seat(
            duty=self.duty,
            officer=self.officer,
            partner=self.partner,
            person=self.person,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            note=self.note_text,
        )

    def is_held_by(self, seat: "Seat") -> bool:
        """Whether somebody typed for this place is who holds it already."""
        return self.is_on and _same_person(self, seat)

    def _refuse_when_gone(self) -> None:
        """Refuse to touch who is no longer on the board, or a Saturday that is not held."""
        gone = "Người này đã được bỏ khỏi bảng phân công hoặc đã thay. Hãy tải lại trang."
        refuse_when(not self.is_on, gone)
        refuse_when(not self.duty_session.counts, self.duty_session.gone_words)


def assign(duty_session: DutySession, seat: Seat, *, by: "Account | None") -> Assignment:
    """Put somebody on a duty; the same person twice on one duty is refused."""
    closed = "Buổi này chưa mở chuẩn bị hoặc không còn tổ chức."
    refuse_when(not duty_session.is_open, closed)
    nobody = seat.officer is None and seat.partner is None
    refuse_when(nobody, "Hãy chọn người hoặc đơn vị phối hợp.", field="officer_id")
    _refuse_backwards(seat.starts_at, seat.ends_at, field="ends_at")
    there = any(one.is_on and _same_person(one, seat) for one in duty_session.assignments)
    double = f"{seat.words} đã có ở nhiệm vụ {seat.duty.name}."
    refuse_when(there, double, field="officer_id" if seat.officer else "partner_id")
    row = Assignment(
        duty=seat.duty,
        officer=seat.officer,
        partner=seat.partner,
        person=seat.person,
        starts_at=seat.starts_at,
        ends_at=seat.ends_at,
        note_text=seat.note,
        changed_at=clock.now(),
    )
    duty_session.assignments.append(row)
    row.note("assign", by=by, duty=seat.duty.code, day=duty_session.day)
    return row


def _same_person(one: Assignment, seat: Seat) -> bool:
    """Whether somebody already holds just this place."""
    return (one.duty, one.officer, one.partner, one.person) == (
        seat.duty,
        seat.officer,
        seat.partner,
        seat.person,
    )


class Replacement(OnBehalf, Model):
    """One person taking another's place (thay người): who, by whom, why, who said so."""

    __tablename__ = "replacement"

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    old_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    new_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    reason: Mapped[str]
    at: Mapped[datetime]

    duty_session: Mapped[DutySession] = relationship(back_populates="replacements")
    old: Mapped[Assignment] = relationship(foreign_keys=[old_id])
    new: Mapped[Assignment] = relationship(foreign_keys=[new_id])

    @classmethod
    @built_once
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
                *(
                    one.joinedload(Assignment.officer)
                    .joinedload(Officer.former)
                    .joinedload(Posting.department)
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
        same = "Người thay phải khác người được thay."
        refuse_when(old.is_on and _same_person(old, seat), same, field="officer_id")
        old.remove(by=by)
        new = assign(old.duty_session, seat, by=by)
        row = cls(old=old, new=new, reason=reason, at=clock.now())
        old.duty_session.replacements.append(row)
        row.record_for(report, by=by)
        row.note("replace", by=by, duty=old.duty.code, day=old.duty_session.day)
        return row


def needs_of(duty_session: DutySession, requirements: Iterable[DutyRequirement]) -> list[Need]:
    """Give what a Saturday needs as rules compare it, in the order of the notice."""
    starts_at, ends_at = _whole(duty_session)
    return [
        Need(
            code=row.duty.code,
            name=row.duty.name,
            count=row.count,
            starts_at=row.starts_at or starts_at,
            ends_at=row.ends_at or ends_at,
            department=row.duty.department.name if row.duty.department else None,
            fails=tuple(names_on(duty_session.day, row.duty.procedures)),
        )
        for row in sorted(requirements, key=lambda row: row.duty.position)
    ]


def gaps_of(
    duty_session: DutySession,
    requirements: Iterable[DutyRequirement],
    assignments: Iterable[Assignment | NominationLine],
) -> list[Gap]:
    """Compare what a Saturday needs with who is assigned; drafts and sent lists do not count.

    With the lines of a sent list added, it says what would still be missing after approval.
    """
    starts_at, ends_at = _whole(duty_session)
    present = [
        Presence(row.duty.code, row.starts_at or starts_at, row.ends_at or ends_at)
        for row in assignments
    ]
    return coverage(needs_of(duty_session, requirements), present)


def _whole(duty_session: DutySession) -> tuple[time, time]:
    """Give the hours of the whole half-day."""
    return duty_session.starts_at or time(0), duty_session.ends_at or time(23, 59)


def copy_lists(old: DutySession, new: DutySession, *, by: "Account | None") -> None:
    """Copy duties, and approved lists as sent ones to be confirmed again, to the moved Saturday.

    What a revived Saturday had of its own must be confirmed again too.
    """
    wanted = [
        Wanted(row.duty, row.count, row.starts_at, row.ends_at, row.desk)
        for row in old.requirements
    ]
    if wanted:
        require(new, wanted, by=by)
    _unsettle(new, by=by)
    for nomination in old.nominations:
        if nomination.state is NominationState.APPROVED:
            _copy_list(nomination, new, by=by)


def left_behind(old: DutySession, new: DutySession) -> list[Assignment]:
    """Give whom the Centre itself had put on a moved Saturday, and not yet on the new one.

    People of a department's list come along with the list, and so do not those who stood in for
    them: whom the list names may be free on the other day.
    """
    from_lists = {one.id for one in old.assignments if one.nomination_line_id is not None}
    for change in sorted(old.replacements, key=lambda one: one.id):
        if change.old_id in from_lists:
            from_lists.add(change.new_id)
    there = [one for one in new.assignments if one.is_on]
    return [
        one
        for one in old.assignments
        if one.is_on
        and one.id not in from_lists
        and one.serves_on(new.day)
        and not any(_same_person(row, one.seat) for row in there)
    ]


def reassign(people: Iterable[Assignment], new: DutySession, *, by: "Account | None") -> int:
    """Put people of the old day on the board of the new one, once they said they come."""
    return len([assign(new, one.seat, by=by) for one in people])


def _unsettle(duty_session: DutySession, *, by: "Account | None") -> None:
    """Empty the board of a revived Saturday; its approved lists wait for approval again."""
    for one in duty_session.assignments:
        if one.is_on:
            one.remove(by=by)
    for nomination in duty_session.nominations:
        if nomination.state is NominationState.APPROVED:
            nomination.state, nomination.approved_at = NominationState.SENT, None
            nomination.note("reopen", by=by)


def _copy_list(nomination: Nomination, new: DutySession, *, by: "Account | None") -> None:
    """Copy an approved list to another Saturday as one sent when, and by whom, it was."""
    copy = next((one for one in new.nominations if one.department is nomination.department), None)
    copy = copy or Nomination.begin(new, nomination.department, by=by)
    copy.lines = [NominationLine.of(line.position, line.typed) for line in nomination.lines]
    copy.state, copy.returned_reason = NominationState.SENT, ""
    copy.remark, copy.cannot_reason = nomination.remark, nomination.cannot_reason
    copy.edited_at, copy.sent_at = clock.now(), nomination.sent_at
    for name in ("reported_by", "way", "reported_at", "recorded_at", "recorded_by"):
        setattr(copy, name, getattr(nomination, name))
    copy.note("copy", by=by, from_day=nomination.duty_session.day, lines=len(copy.lines))
