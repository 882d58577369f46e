"""Who is wanted, assigned and replaced on one Saturday?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Self, cast

from sqlalchemy import ForeignKey, Select, Table, UniqueConstraint, bindparam, select
from sqlalchemy.orm import (
    Mapped,
    joinedload,
    mapped_column,
    object_session,
    relationship,
    selectinload,
)
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.interfaces import ORMOption

from saturday import clock
from saturday.models.base import AnySession, Model, OnBehalf, Report, built_once, plainly
from saturday.models.commune import Duty, Officer, Partner, Posting
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure, names_on
from saturday.rules.coverage import Gap, Need, Presence, coverage
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account
    from saturday.models.nominations import NominationLine


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


class OfferedDuty(NamedTuple):
    """A duty as a department's list of a Saturday offers it: read plainly, at every save."""

    id: int
    name: str
    department_id: int | None
    is_for_partners: bool
    wanted: int  # people
    starts_at: time | None
    ends_at: time | None

    @classmethod
    def on(cls, session: AnySession, duty_session: DutySession) -> list[Self]:
        """Give the duties of a Saturday in the order of the notice."""
        rows = plainly(session).execute(_offered(), {"duty_session": duty_session.id})
        return list(map(cls._make, rows))


@cache
def _offered() -> Select[Any]:
    """Ask for the duties of a Saturday, and beside each for how many, and when."""
    needs, duties = (cast("Table", one.__table__) for one in (DutyRequirement, Duty))
    both = {**dict(duties.c.items()), "wanted": needs.c.count}
    both |= {"starts_at": needs.c.starts_at, "ends_at": needs.c.ends_at}
    return (
        select(*(both[name] for name in OfferedDuty._fields))
        .select_from(needs.join(duties))
        .where(needs.c.duty_session_id == bindparam("duty_session"))
        .order_by(duties.c.position, needs.c.id)
    )


def require(duty_session: DutySession, wanted: Iterable[Wanted], *, by: "Account | None") -> None:
    """Set what a Saturday needs; the hours of a duty may be a part of the half-day."""
    rows = {row.duty: row for row in duty_session.requirements}
    for place, one in enumerate(wanted):
        refuse_backwards(one.starts_at, one.ends_at, field=f"duties-{place}-ends_at")
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


def refuse_backwards(starts_at: time | None, ends_at: time | None, *, field: str) -> None:
    """Refuse hours that end before they begin."""
    backwards = starts_at is not None and ends_at is not None and starts_at >= ends_at
    refuse_when(backwards, "Giờ kết thúc phải sau giờ bắt đầu.", field=field)


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
    nomination_line: Mapped["NominationLine | None"] = relationship()

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

    def correct(self, seat: Seat, *, by: "Account | None") -> None:
        """Set hours and note anew; the person stays, so it is no replacement."""
        self._refuse_when_gone()
        refuse_backwards(seat.starts_at, seat.ends_at, field="ends_at")
        kept = (self.starts_at, self.ends_at, self.note_text)
        same = "Người thay phải khác người được thay, hoặc giờ trực, ghi chú phải khác trước."
        refuse_when(kept == (seat.starts_at, seat.ends_at, seat.note), same, field="officer_id")
        self.starts_at, self.ends_at, self.note_text = seat.starts_at, seat.ends_at, seat.note
        self.changed_at = clock.now()
        self.note("change", by=by, duty=self.duty.code, day=self.duty_session.day)

    @property
    def seat(self) -> Seat:
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

    def is_held_by(self, seat: Seat) -> bool:
        """Whether somebody typed for this place is who holds it already."""
        return self.is_on and is_same_person(self, seat)

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
    refuse_backwards(seat.starts_at, seat.ends_at, field="ends_at")
    there = any(one.is_on and is_same_person(one, seat) for one in duty_session.assignments)
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


def is_same_person(one: Assignment, seat: Seat) -> bool:
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
        refuse_when(old.is_on and is_same_person(old, seat), same, field="officer_id")
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
    assignments: Iterable["Assignment | NominationLine"],
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
