"""How does a Saturday go: is it prepared, who waits, and what do people say of it?"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self, TypeVar

from sqlalchemy import ForeignKey, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.orm.exc import StaleDataError

from saturday import clock
from saturday.models.base import AnySession, Model, Versioned, built_once
from saturday.models.closing import keep_open, refuse_closed
from saturday.models.intake import IntakeEntry, counts_of
from saturday.models.plan import DutySession
from saturday.models.returns import Return, due_counts
from saturday.rules.intake import RECEIVED_HERE, Satisfaction, refuse_desk, refuse_moment
from saturday.rules.refusals import refuse_when
from saturday.rules.running import (
    CountKind,
    Crowd,
    DayFigures,
    checklist_lines,
    refuse_answers,
    refuse_people,
)

if TYPE_CHECKING:
    from saturday.models.accounts import Account

Row = TypeVar("Row", bound=Model)
LONGEST_PLACE = 60


class SatisfactionCount(Model):
    """How many people said what of a Saturday (mức độ hài lòng): totals, never who."""

    __tablename__ = "satisfaction_count"
    __table_args__ = (UniqueConstraint("duty_session_id", "level"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"))
    level: Mapped[Satisfaction]
    count: Mapped[int] = mapped_column(default=0)

    @classmethod
    @built_once
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for the totals of one Saturday."""
        return select(cls).where(cls.duty_session_id == duty_session.id)

    @classmethod
    def taken(cls, session: AnySession, duty_session: DutySession) -> "dict[Satisfaction, Self]":
        """Give the totals as those before have left them; others wait until this is written."""
        return {row.level: row for row in _in_turn(session, duty_session, cls.of_session)}


@dataclass(frozen=True, slots=True)
class Answers:
    """What people said of one Saturday, as totals (kết quả hài lòng)."""

    duty_session: DutySession
    counts: Mapping[Satisfaction, int]

    @classmethod
    def of(cls, session: AnySession, duty_session: DutySession) -> Self:
        """Ask for the totals; a level nobody wrote down is none."""
        return cls.among(duty_session, session.scalars(SatisfactionCount.of_session(duty_session)))

    @classmethod
    def among(cls, duty_session: DutySession, rows: Iterable[SatisfactionCount]) -> Self:
        """Gather the totals of what was read."""
        return cls(duty_session, dict.fromkeys(Satisfaction, 0) | {r.level: r.count for r in rows})

    @property
    def version(self) -> str:
        """Give what becomes another when a total changes."""
        return "-".join(str(self.counts[level]) for level in Satisfaction)

    @property
    def total(self) -> int:
        """How many people answered."""
        return sum(self.counts.values())

    def write(
        self, session: AnySession, counts: Mapping[Satisfaction, int], *, by: "Account | None"
    ) -> None:
        """Set the totals of the Saturday.

        Raises NotAllowedNow before the day, and for numbers that cannot be.
        """
        refuse_running(self.duty_session)
        refuse_answers((level.name, count) for level, count in counts.items())
        stored = SatisfactionCount.taken(session, self.duty_session)
        refuse_closed(session, self.duty_session.id)
        _refuse_overtaken(self, Answers.among(self.duty_session, stored.values()))
        for level, count in counts.items():
            row = stored.get(level) or SatisfactionCount(
                duty_session_id=self.duty_session.id, level=level, count=0
            )
            if row.count != count:
                row.count = count
                session.add(row)
                session.flush()
                row.note("count", by=by, day=self.duty_session.day, level=level, people=count)


@dataclass(frozen=True, slots=True)
class Seen:
    """How many people somebody saw, where and when."""

    count: int
    kind: CountKind = CountKind.WAITING
    place: str = ""
    seen_at: datetime | None = None  # none: now


class WaitingCount(Model):
    """How many people waited at a moment, and where (số người đang chờ); or had come in."""

    __tablename__ = "waiting_count"

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    kind: Mapped[CountKind] = mapped_column(default=CountKind.WAITING)
    seen_at: Mapped[datetime]
    count: Mapped[int]
    place: Mapped[str] = mapped_column(default="")  # at which desk

    @classmethod
    @built_once
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for all counts of one Saturday, the newest first."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .order_by(cls.seen_at.desc(), cls.id.desc())
        )

    @classmethod
    def write(
        cls, session: AnySession, duty_session: DutySession, seen: Seen, *, by: "Account | None"
    ) -> Self:
        """Write down how many people were seen.

        Raises NotAllowedNow before the day, and for a number or a moment that cannot be.
        """
        refuse_running(duty_session)
        keep_open(session, duty_session.id)
        refuse_people(seen.count)
        now = clock.now()
        seen_at = seen.seen_at or now
        refuse_moment(seen_at, duty_session.day, now) if seen.seen_at else None
        refuse_when(len(seen.place) > LONGEST_PLACE, "Hãy viết ngắn hơn.", field="place")
        row = cls(
            duty_session_id=duty_session.id,
            kind=seen.kind,
            seen_at=seen_at,
            count=seen.count,
            place=seen.place if seen.kind is CountKind.WAITING else "",
        )
        session.add(row)
        session.flush()
        row.note("count", by=by, day=duty_session.day, seen=seen.kind, people=seen.count)
        return row

    def drop(self, session: AnySession, *, by: "Account | None") -> None:
        """Take back a count that was wrong."""
        keep_open(session, self.duty_session_id)
        self.note("remove", by=by, seen=self.kind, people=self.count)
        session.delete(self)


class ChecklistItem(Versioned, Model):
    """One thing to see to in the morning (mục kiểm tra đầu buổi)."""

    __tablename__ = "checklist_item"
    __table_args__ = (UniqueConstraint("duty_session_id", "position"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"))
    position: Mapped[int]
    text: Mapped[str]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    done_by: Mapped["Account | None"] = relationship()

    @classmethod
    @built_once
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for what one Saturday's list holds."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .options(joinedload(cls.done_by))
            .order_by(cls.position)
        )


@dataclass(frozen=True, slots=True)
class Checklist:
    """The things to see to on one Saturday's morning (danh mục kiểm tra đầu buổi).

    Until somebody ticks or writes it, it is the commune's usual one and nothing is stored.
    """

    duty_session: DutySession
    items: Sequence[ChecklistItem]

    @classmethod
    def of(cls, session: AnySession, duty_session: DutySession, usual: str) -> Self:
        """Ask for the list; ``usual`` is the commune's, one thing a line."""
        stored = session.scalars(ChecklistItem.of_session(duty_session)).all()
        texts = [line.strip() for line in usual.splitlines() if line.strip()]
        return cls(duty_session, stored or _items(duty_session, texts))

    @property
    def version(self) -> str:
        """Give what becomes another when a thing is added, reworded or left out."""
        words = "\n".join(one.text for one in self.items)
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    @property
    def open_items(self) -> list[ChecklistItem]:
        """What was not seen to yet."""
        return [one for one in self.items if one.done_at is None]

    def tick(
        self,
        session: AnySession,
        shown: Sequence[int],
        ticked: Sequence[int],
        *,
        by: "Account | None",
    ) -> int:
        """Mark what was ticked since it was shown, and take back what was unticked; how many.

        ``shown`` are the places that were done on the page: what others ticked meanwhile stays.
        """
        refuse_gone(self.duty_session)
        changed = set(shown) ^ set(ticked)
        items, count = self._taken(session), 0
        for one in items:
            session.add(one)
            done = one.position in ticked
            if one.position in changed and done != (one.done_at is not None):
                one.done_at, one.done_by = (clock.now(), by) if done else (None, None)
                count += 1
        if count:
            session.flush()
            left = sum(one.done_at is None for one in items)
            items[0].note("tick", by=by, day=self.duty_session.day, changed=count, left=left)
        return count

    def write(self, session: AnySession, text: str, *, by: "Account | None") -> list[str]:
        """Set what is on this Saturday's list; a thing that stays keeps its tick."""
        refuse_gone(self.duty_session)
        lines = checklist_lines(text)
        items = self._taken(session)
        done = {one.text: (one.done_at, one.done_by) for one in items}
        for one in items:
            if one in session:
                session.delete(one)
        session.flush()
        rows = _items(self.duty_session, lines)
        for row in rows:
            row.done_at, row.done_by = done.get(row.text, (None, None))
        session.add_all(rows)
        session.flush()
        rows[0].note("write", by=by, day=self.duty_session.day, items=len(rows))
        return lines

    def _taken(self, session: AnySession) -> Sequence[ChecklistItem]:
        """Give the things as others have left them; raise StaleDataError when they are others."""
        stored = _in_turn(session, self.duty_session, ChecklistItem.of_session)
        items = stored or self.items
        _refuse_overtaken(self, Checklist(self.duty_session, items))
        return items


def refuse_gone(duty_session: DutySession) -> None:
    """Refuse to prepare a Saturday that is not held."""
    gone = "" if duty_session.counts else duty_session.gone_words
    refuse_when(gone, f"Buổi này không tổ chức: {gone}.")


def refuse_running(duty_session: DutySession) -> None:
    """Refuse to count people before the Saturday, when it is not held, and once it is closed."""
    gone = "" if duty_session.counts else duty_session.gone_words
    closed = duty_session.closing.words if duty_session.closing else ""
    refuse_desk(duty_session.day, clock.today(), gone=gone, closed=closed)


def figures_of(session: AnySession, duty_session: DutySession) -> DayFigures:
    """Gather what is known of one Saturday's desk now."""
    here = (IntakeEntry.duty_session_id == duty_session.id, IntakeEntry.voided_at.is_(None))
    received = select(IntakeEntry.filing, func.count()).where(
        *here, IntakeEntry.outcome.in_(RECEIVED_HERE)
    )
    last = session.scalar(select(func.max(IntakeEntry.happened_at)).where(*here))
    due = due_counts(session, clock.today())
    return DayFigures(
        day=duty_session.day,
        told_at=clock.now(),
        counts=counts_of(session, duty_session),
        filed=dict(iter(session.execute(received.group_by(IntakeEntry.filing)))),
        returned_late=_returned_late(session, duty_session),
        waiting_results=due.waiting,
        overdue=due.overdue,
        crowd=_crowd(session, duty_session),
        last_at=last.time() if last else None,
        satisfied=Answers.of(session, duty_session).counts,
    )


def visits_of(session: AnySession, duty_sessions: Iterable[DutySession]) -> Mapping[int, int]:
    """Count the people served, by Saturday; nothing is asked of none."""
    ids = [one.id for one in duty_sessions]
    if not ids:
        return {}
    question = (
        select(IntakeEntry.duty_session_id, func.count(IntakeEntry.visit_id.distinct()))
        .where(IntakeEntry.duty_session_id.in_(ids), IntakeEntry.voided_at.is_(None))
        .group_by(IntakeEntry.duty_session_id)
    )
    return dict(iter(session.execute(question)))


def _returned_late(session: AnySession, duty_session: DutySession) -> int:
    """Count results handed over on the day of a Saturday, after the day they were promised for."""
    question = (
        select(func.count())
        .select_from(Return)
        .join(IntakeEntry, Return.entry_id == IntakeEntry.id)
        .where(Return.returned_on == duty_session.day, IntakeEntry.due_on < Return.returned_on)
    )
    return session.scalars(question).one()


def _crowd(session: AnySession, duty_session: DutySession) -> Crowd | None:
    """Find when most people waited."""
    question = (
        select(WaitingCount)
        .where(
            WaitingCount.duty_session_id == duty_session.id,
            WaitingCount.kind == CountKind.WAITING,
        )
        .order_by(WaitingCount.count.desc(), WaitingCount.seen_at)
        .limit(1)
    )
    row = session.scalar(question)
    return Crowd(row.count, row.place, row.seen_at.time()) if row else None


def _items(duty_session: DutySession, texts: Sequence[str]) -> list[ChecklistItem]:
    """Make the rows of a list, not yet stored."""
    return [
        ChecklistItem(duty_session_id=duty_session.id, position=place, text=text)
        for place, text in enumerate(texts, start=1)
    ]


def _in_turn(
    session: AnySession, duty_session: DutySession, question: Callable[[DutySession], Select[Row]]
) -> Sequence[Row]:
    """Wait for those who write of a Saturday, then read what they left."""
    duty_session.take_turn(session)
    left = question(duty_session).execution_options(populate_existing=True)
    return session.scalars(left).all()


def _refuse_overtaken(seen: "Answers | Checklist", left: "Answers | Checklist") -> None:
    """Raise StaleDataError when somebody wrote between the look and the turn."""
    if seen.version != left.version:
        raise StaleDataError(seen.version)
