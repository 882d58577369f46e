"""Which Saturdays does the commune promise in a year, and what became of each?"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ForeignKey,
    Select,
    and_,
    exists,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    joinedload,
    mapped_column,
    object_session,
    relationship,
    selectinload,
)

from saturday import clock
from saturday.models.base import AnySession, Model, Versioned, built_once
from saturday.rules.calendar import Calendar, Judgement
from saturday.rules.deadlines import list_due_on
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.rules.schedule import fallen, refuse_day
from saturday.vietnamese.dates import day_month

if TYPE_CHECKING:
    from saturday.models.accounts import Account
    from saturday.models.closing import DayClosing
    from saturday.models.commune import Hamlet
    from saturday.models.nominations import Nomination
    from saturday.models.roster import Assignment, DutyRequirement, Replacement


USED = "kinh phí, số liệu hoặc văn bản. Hãy xóa phần đó, hoặc hủy buổi."


class LineLevel(StrEnum):
    """How a line of a paper's text stands on the page (Nghị định 30/2020, Phụ lục I, II.6)."""

    PART = "part"
    CLAUSE = "clause"
    DASH = "dash"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Choice:
    """A Saturday wanted in the plan."""

    day: date
    is_mobile: bool = False
    reason: str = ""


class AnnualPlan(Versioned, Model):
    """The plan of one year (kế hoạch năm)."""

    __tablename__ = "annual_plan"

    year: Mapped[int] = mapped_column(unique=True)
    counted_from: Mapped[date]  # the promise of one a month counts from the plan's date
    subject: Mapped[str]
    changed_at: Mapped[datetime]

    lines: Mapped[list["PlanLine"]] = relationship(
        back_populates="plan", cascade="all, delete-orphan", order_by="PlanLine.position"
    )
    sessions: Mapped[list["DutySession"]] = relationship(
        back_populates="plan", order_by="DutySession.day", cascade="all, delete-orphan"
    )

    @classmethod
    def of_year(cls, year: int) -> Select[Self]:
        """Ask for a year's plan with its Saturdays."""
        return select(cls).where(cls.year == year).options(selectinload(cls.sessions))

    @classmethod
    def with_text(cls, year: int) -> Select[Self]:
        """Ask for a year's plan with its text."""
        return select(cls).where(cls.year == year).options(selectinload(cls.lines))

    @classmethod
    def begin(cls, year: int, counted_from: date, subject: str, *, by: "Account | None") -> Self:
        """Begin the plan of a year."""
        reason = f"Ngày tính phải nằm trong năm {year}."
        refuse_when(counted_from.year != year, reason, field="counted_from")
        plan = cls(year=year, counted_from=counted_from, subject=subject, changed_at=clock.now())
        plan.note("begin", by=by, year=year)
        return plan

    @classmethod
    def begin_like(
        cls, last: "AnnualPlan", year: int, counted_from: date, *, by: "Account | None"
    ) -> Self:
        """Begin the plan of a year with the words of an earlier one, its year put in."""
        old, new = str(last.year), str(year)
        plan = cls.begin(year, counted_from, last.subject.replace(old, new), by=by)
        plan.write([(line.level, line.text.replace(old, new)) for line in last.lines], by=by)
        return plan

    def head(self, subject: str, counted_from: date, *, by: "Account | None") -> None:
        """Set what the plan is about, and from which day its promise counts."""
        reason = f"Ngày tính phải nằm trong năm {self.year}."
        refuse_when(counted_from.year != self.year, reason, field="counted_from")
        if (subject, counted_from) != (self.subject, self.counted_from):
            self.subject, self.counted_from = subject, counted_from
            self.note("head", by=by, counted_from=counted_from)

    def write(self, lines: Iterable[tuple[LineLevel, str]], *, by: "Account | None") -> None:
        """Set the plan's text, line by line."""
        self.lines = [
            PlanLine(position=place, level=level, text=text)
            for place, (level, text) in enumerate(lines, start=1)
        ]
        self.changed_at = clock.now()
        self.note("write", by=by, lines=len(self.lines))

    def choose(
        self, choices: Iterable[Choice], calendar: Calendar, *, by: "Account | None"
    ) -> None:
        """Make the plan hold exactly these Saturdays besides those already under preparation.

        Raises NotAllowedNow when a day is not free, needs a reason, or doubles a month.
        """
        wanted = {choice.day: choice for choice in choices}
        for refusal in self.refusals(wanted.values(), calendar).values():
            raise refusal
        for one in self._unticked(wanted):
            one.note("drop", by=by, day=one.day)
            self.sessions.remove(one)
        for day in sorted(wanted):
            self._plan_one(wanted[day], by=by)
        self.changed_at = clock.now()
        mobile = sorted(day for day, choice in wanted.items() if choice.is_mobile)
        self.note("choose", by=by, days=sorted(wanted), mobile=mobile)

    def refusals(self, choices: Iterable[Choice], calendar: Calendar) -> dict[date, NotAllowedNow]:
        """Give, by day, why these Saturdays may not be chosen: every fault of the page at once."""
        wanted = {choice.day: choice for choice in choices}
        found = {
            one.day: NotAllowedNow(f"Buổi {day_month(one.day)} đã có {USED}")
            for one in self._unticked(wanted)
            if one.is_used
        }
        taken = {one.day for one in self.sessions if one.is_settled and one.counts}
        for choice in sorted(wanted.values(), key=lambda choice: choice.day):
            judgement = calendar.judge(choice.day)
            if choice.day in taken:
                continue
            try:
                self._refuse_before_the_plan(choice.day)
                refuse_day(judgement, taken=taken, reason=choice.reason or None)
            except NotAllowedNow as refusal:
                found[choice.day] = refusal
            if not judgement.impossible:
                taken.add(choice.day)
        return found

    def _unticked(self, wanted: Container[date]) -> list["DutySession"]:
        """Give the Saturdays that are planned and no longer wanted."""
        return [one for one in self.sessions if not one.is_settled and one.day not in wanted]

    def _refuse_before_the_plan(self, day: date) -> None:
        """Refuse a new Saturday before the promise counts; what was planned earlier may stay."""
        since = f"{day_month(self.counted_from)}/{self.year}"
        early = day < self.counted_from and self._on(day) is None
        refuse_when(early, f"Ngày {day_month(day)} trước ngày tính của kế hoạch ({since}).")

    def move(
        self,
        duty_session: "DutySession",
        target: Choice,
        change_reason: str,
        calendar: Calendar,
        *,
        by: "Account | None",
    ) -> "DutySession":
        """Move a Saturday to another day of the year; the old row stays and says where it went.

        A moved or cancelled row of that day is revived. Duties and approved lists are copied by
        ``roster.copy_lists``; papers and the log stay with the old one.
        """
        duty_session.refuse_going()
        self._refuse_target(duty_session, target.day)
        others = [one.day for one in self.sessions if one.counts and one is not duty_session]
        refuse_day(calendar.judge(target.day), taken=others, reason=target.reason or None)
        new = self._on(target.day)
        if new is None:
            new = DutySession(day=target.day)
            self.sessions.append(new)
        new.take_over(duty_session, target, proposed_limit(target.day, calendar))
        new.note("take_over", by=by, day=new.day, from_day=duty_session.day)
        duty_session.moved_to = target.day
        duty_session.change_reason = change_reason
        duty_session.note("move", by=by, day=duty_session.day, to=target.day)
        self.changed_at = clock.now()
        return new

    def _on(self, day: date) -> "DutySession | None":
        """Give the plan's row of a day, moved and cancelled ones too."""
        return next((one for one in self.sessions if one.day == day), None)

    def _refuse_target(self, duty_session: "DutySession", day: date) -> None:
        """Refuse a day a Saturday can't move to, whatever the calendar says of it."""
        year = f"Kế hoạch này chỉ của năm {self.year}. Hãy chọn một ngày trong năm {self.year}."
        refuse_when(day.year != self.year, year, field="day")
        refuse_when(day == duty_session.day, "Ngày mới phải khác ngày đang dời.", field="day")
        gone = f"Ngày {day_month(day)} đã qua. Hãy chọn một ngày sắp tới."
        refuse_when(day < clock.today(), gone, field="day")

    def _plan_one(self, choice: Choice, *, by: "Account | None") -> None:
        """Plan one Saturday, revive one that was gone, or change what was planned of it."""
        row = self._on(choice.day)
        if row is None:
            row = DutySession(day=choice.day, place="")
            row.note("plan", by=by, day=choice.day)
            self.sessions.append(row)
        elif not row.counts:
            row.revive()
            row.note("revive", by=by, day=choice.day)
        elif row.is_settled:
            return
        row.is_mobile = choice.is_mobile
        row.override_reason = choice.reason


class PlanLine(Model):
    """One line of the plan's text."""

    __tablename__ = "plan_line"

    plan_id: Mapped[int] = mapped_column(ForeignKey("annual_plan.id"), index=True)
    position: Mapped[int]
    level: Mapped[LineLevel]
    text: Mapped[str]
    plan: Mapped[AnnualPlan] = relationship(back_populates="lines")


@dataclass(frozen=True, slots=True)
class Setup:
    """What is set when a Saturday is prepared."""

    starts_at: time
    ends_at: time
    place: str
    list_due_at: datetime
    hamlet: "Hamlet | None" = None


class DutySession(Versioned, Model):
    """One Saturday half-day (buổi làm việc thứ Bảy)."""

    __tablename__ = "duty_session"

    day: Mapped[date] = mapped_column(unique=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("annual_plan.id"), index=True)
    is_mobile: Mapped[bool] = mapped_column(default=False)  # lưu động
    override_reason: Mapped[str] = mapped_column(default="")  # why although BUSY or in a BREAK
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(default="")
    hamlet_id: Mapped[int | None] = mapped_column(ForeignKey("hamlet.id"))
    list_due_at: Mapped[datetime | None]
    prepared_at: Mapped[datetime | None]
    moved_to: Mapped[date | None]
    cancelled_at: Mapped[datetime | None]
    change_reason: Mapped[str] = mapped_column(default="")  # why moved or cancelled

    plan: Mapped[AnnualPlan] = relationship(back_populates="sessions")
    hamlet: Mapped["Hamlet | None"] = relationship()
    requirements: Mapped[list["DutyRequirement"]] = relationship(
        back_populates="duty_session", cascade="all, delete-orphan"
    )
    nominations: Mapped[list["Nomination"]] = relationship(back_populates="duty_session")
    assignments: Mapped[list["Assignment"]] = relationship(back_populates="duty_session")
    replacements: Mapped[list["Replacement"]] = relationship(back_populates="duty_session")
    closing: Mapped["DayClosing | None"] = relationship(  # the one in force: the day is closed
        primaryjoin="and_(DutySession.id == DayClosing.duty_session_id,"
        " DayClosing.reopened_at.is_(None))",
        viewonly=True,
        uselist=False,
    )

    @classmethod
    @built_once
    def on(cls, day: date) -> Select[Self]:
        """Ask for the Saturday of a day."""
        question = select(cls).where(cls.day == day)
        return question.options(joinedload(cls.hamlet), joinedload(cls.closing))

    def take_turn(self, session: AnySession) -> None:
        """Let those who write of this Saturday at once do it one after the other.

        What only points to it (a visit, a count) need not wait.
        """
        one = select(DutySession.id).where(DutySession.id == self.id)
        session.execute(one.with_for_update(key_share=True))

    @classmethod
    def between(cls, first: date, last: date) -> Select[Self]:
        """Ask for the Saturdays of a span of days, in order."""
        return (
            select(cls)
            .where(cls.day >= first, cls.day <= last)
            .options(joinedload(cls.hamlet))
            .order_by(cls.day)
        )

    @classmethod
    def to_be_told(cls, today: date, last: date) -> Select[Self]:
        """Ask for the Saturdays of a span of days, and for later ones that are not held."""
        gone = or_(cls.moved_to.is_not(None), cls.cancelled_at.is_not(None))
        return cls.between(today, date.max).where(or_(cls.day <= last, gone))

    @classmethod
    @built_once
    def moved_here(cls, day: date) -> Select[Self]:
        """Ask for the Saturdays that were moved to this day."""
        return select(cls).where(cls.moved_to == day).order_by(cls.day)

    @classmethod
    def comes(cls, today: date | BindParameter[date]) -> ColumnElement[bool]:
        """Tell, inside a question, the Saturdays still to be held."""
        return and_(cls.day >= today, cls.moved_to.is_(None), cls.cancelled_at.is_(None))

    @classmethod
    def coming(cls) -> Select[Self]:
        """Ask for the Saturdays still to be held, the next one first."""
        return (
            select(cls)
            .where(cls.comes(clock.today()))
            .options(joinedload(cls.hamlet))
            .order_by(cls.day)
        )

    @property
    def counts(self) -> bool:
        """Whether it counts for "one a month": neither moved away nor cancelled."""
        return self.moved_to is None and self.cancelled_at is None

    @property
    def ends(self) -> datetime | None:
        """When its hours are over; nothing while they are not set."""
        if self.ends_at is None:
            return None
        return datetime.combine(self.day, self.ends_at, tzinfo=clock.TIMEZONE)

    @property
    def is_settled(self) -> bool:
        """Whether the plan page may no longer untick it: prepared, moved or cancelled."""
        return self.prepared_at is not None or not self.counts

    @property
    def is_used(self) -> bool:
        """Whether anything was written of it (money, figures, papers), so that it must stay."""
        session = object_session(self)
        if session is None or self.id is None:
            return False
        own = inspect(DutySession).relationships["requirements"].target  # goes with it
        there = [
            exists().where(key.parent == self.id)
            for table in Model.metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table is DutySession.__table__ and table is not own
        ]
        return bool(session.scalar(select(or_(*there))))

    @property
    def is_open(self) -> bool:
        """Whether lists may be sent: under preparation and still to be held."""
        return self.prepared_at is not None and self.counts

    def prepare(self, setup: Setup, *, by: "Account | None") -> None:
        """Open the preparation (mở chuẩn bị), or set its hours, place and limit anew."""
        refuse_when(not self.counts, self.gone_words)
        backwards = setup.starts_at >= setup.ends_at
        refuse_when(backwards, "Giờ kết thúc phải sau giờ bắt đầu.", field="ends_at")
        first = self.prepared_at is None
        self.starts_at, self.ends_at = setup.starts_at, setup.ends_at
        self.place, self.hamlet = setup.place, setup.hamlet
        self.list_due_at = setup.list_due_at
        self.prepared_at = self.prepared_at or clock.now()
        self.note("prepare" if first else "set_up", by=by, day=self.day)

    def refuse_past_limit(self, limit: datetime) -> None:
        """Refuse a new limit that is past, until the Saturday itself begins."""
        kept = self.list_due_at if self.prepared_at else None
        begins = datetime.combine(self.day, self.starts_at or time(), tzinfo=clock.TIMEZONE)
        past = limit != kept and limit <= clock.now() < begins
        refuse_when(past, "Hạn gửi danh sách phải sau lúc này.", field="due_on")

    @property
    def gone_words(self) -> str:
        """Say that it will not be held, and why."""
        if self.moved_to:
            where = f"Buổi này đã dời sang {day_month(self.moved_to)}"
        else:
            where = "Buổi này đã hủy"
        return (
            f"{where}: {self.change_reason.rstrip(' .…;,')}." if self.change_reason else f"{where}."
        )

    def cancel(self, reason: str, *, by: "Account | None") -> None:
        """Cancel the Saturday, saying why."""
        self.refuse_going()
        self.cancelled_at = clock.now()
        self.change_reason = reason
        self.note("cancel", by=by, day=self.day)

    def refuse_going(self) -> None:
        """Refuse to move or cancel what is gone already, and what was held and closed."""
        refuse_when(not self.counts, self.gone_words)
        session = object_session(self)
        if session is not None:  # whoever closes the day has done so, or waits
            self.take_turn(session)
            session.expire(self, ["closing"])
        held = "Buổi này đã tổ chức và chốt số liệu nên không dời, hủy được."
        refuse_when(self.closing, held)

    def revive(self) -> None:
        """Let a moved or cancelled Saturday be held after all; it is prepared anew."""
        self.moved_to = self.cancelled_at = self.prepared_at = None
        self.change_reason = ""

    def take_over(self, old: "DutySession", target: Choice, due: datetime) -> None:
        """Stand in for a Saturday that was moved here, with its hours and place."""
        self.revive()
        self.override_reason = target.reason
        self.is_mobile = old.is_mobile
        self.starts_at, self.ends_at = old.starts_at, old.ends_at
        self.place, self.hamlet = old.place, old.hamlet
        self.prepared_at = clock.now() if old.prepared_at else None
        self.list_due_at = due if old.prepared_at else None


def fallen_of(
    duty_sessions: Iterable[DutySession], calendar: Calendar, *, before: Calendar | None = None
) -> list[Judgement]:
    """Judge planned Saturdays anew; those kept with a reason don't fall for being unwise."""
    rows = {one.day: one for one in duty_sessions if one.counts}
    return [
        judgement
        for judgement in fallen(rows, calendar, before=before)
        if judgement.impossible or not rows[judgement.day].override_reason
    ]


def proposed_limit(day: date, calendar: Calendar) -> datetime:
    """Give the usual limit; once it is past, the next working day's, or the Saturday's eve's."""
    usual, now = limit_of(list_due_on(day, calendar)), clock.now()
    if usual > now:
        return usual
    following, eve = calendar.next_working_day(now.date()), day - timedelta(days=1)
    return next(
        (one for one in map(limit_of, (following, eve)) if now < one < limit_of(day)), usual
    )


def limit_of(day: date) -> datetime:
    """Give 17:00 of a day: the hour at which lists are due by custom."""
    return datetime.combine(day, time(17), tzinfo=clock.TIMEZONE)
