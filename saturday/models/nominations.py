"""Whom does a department send to a Saturday?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Self, cast

from sqlalchemy import (
    Date,
    ForeignKey,
    Select,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    Session,
    joinedload,
    mapped_column,
    object_session,
    relationship,
    selectinload,
)
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

from saturday import clock
from saturday.models.base import (
    AnySession,
    Model,
    OnBehalf,
    Report,
    SideBySide,
    Versioned,
    built_once,
    plainly,
)
from saturday.models.commune import Department, Duty, Officer, Posting
from saturday.models.plan import DutySession
from saturday.models.roster import OfferedDuty, Seat, assign, refuse_backwards
from saturday.rules.lifecycle import NominationState, NominationStep, refuse_list_step
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account


@dataclass(frozen=True, slots=True)
class Line:
    """One line as typed into a list; ``row`` is where in the form it stands."""

    duty: Duty | OfferedDuty
    officer: Officer
    starts_at: time | None = None
    ends_at: time | None = None
    note: str = ""
    row: int | None = None

    def kept(self, nomination_id: int, position: int) -> dict[str, object]:
        """Give what is kept of it."""
        return {
            "nomination_id": nomination_id,
            "position": position,
            "duty_id": self.duty.id,
            "officer_id": self.officer.id,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "note_text": self.note,
        }


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
    def to_write(
        cls, session: AnySession, day: date, department: Department
    ) -> tuple[DutySession, Self | None] | None:
        """Give the Saturday of a day and the list, when it was begun, to put other lines into."""
        rows = _to_write().held(session, day=day, department=department.id)
        if not rows:
            return None
        duty_session, row = rows[0]
        if row is not None:
            set_committed_value(row, "duty_session", duty_session)
            set_committed_value(row, "department", department)
        return duty_session, row

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
        session = self._session()
        session.flush()  # a list just begun has its number from now on
        self.overwrite(session, remark=remark, cannot_reason=cannot_reason, edited_at=clock.now())
        self.put(lines)
        self.note("write", by=by, lines=len(lines))

    def put(self, lines: Iterable[Line]) -> None:
        """Put lines in place of its own, by plain statements: a save is little else."""
        session = self._session()
        session.flush()
        for one in self.__dict__.get("lines", ()):
            session.expunge(one)
        session.expire(self, ["lines"])
        plainly(session).execute(_DROP, {"list": self.id})
        rows = [line.kept(self.id, place) for place, line in enumerate(lines, start=1)]
        if rows:
            plainly(session).execute(_ADD, rows)

    def _session(self) -> Session:
        """Give the session it is kept in: only there it is written."""
        return cast("Session", object_session(self))

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
            refuse_backwards(line.starts_at, line.ends_at, field=f"{row}-ends_at")
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
        return dict(iter(plainly(session).execute(_on_other_lists(), asked)))

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
def _to_write() -> SideBySide:
    """Ask for the Saturday of a day, beside a department's list."""
    sessions, lists = (cast("Table", one.__table__) for one in (DutySession, Nomination))
    its_own = and_(
        lists.c.duty_session_id == sessions.c.id,
        lists.c.department_id == bindparam("department"),
    )
    question = (
        select()
        .select_from(sessions.outerjoin(lists, its_own))
        .where(sessions.c.day == bindparam("day", type_=Date()))
    )
    return SideBySide(question, DutySession, Nomination)


@cache
def _on_other_lists() -> Select[int, str]:
    """Ask for officers on other departments' lists of a Saturday, with the department's name."""
    lines, lists, departments = (
        cast("Table", one.__table__) for one in (NominationLine, Nomination, Department)
    )
    return (
        select(lines.c.officer_id, departments.c.name)
        .select_from(lines.join(lists).join(departments))
        .where(
            lists.c.duty_session_id == bindparam("day"),
            lists.c.department_id != bindparam("own"),
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

    @property
    def post(self) -> str:
        """Name the post the officer has that day."""
        return self.officer.post_on(self.nomination.duty_session.day)

    @property
    def typed(self) -> Line:
        """Give the line as it would be typed again."""
        return Line(self.duty, self.officer, self.starts_at, self.ends_at, self.note_text)

    @property
    def seat(self) -> Seat:
        """Give the place on the board that it asks for."""
        return Seat(
            duty=self.duty,
            officer=self.officer,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            note=self.note_text,
        )


# Written at every save: plain statements, which need no rows in the session.
_LINES = cast("Table", NominationLine.__table__)
_DROP = delete(_LINES).where(_LINES.c.nomination_id == bindparam("list"))
_ADD = insert(_LINES)
