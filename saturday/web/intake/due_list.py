"""How do results that wait stand on a page?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Self

from sqlalchemy import ColumnElement, or_

from saturday import clock
from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.intake import IntakeEntry, Visit
from saturday.models.plan import DutySession
from saturday.models.returns import DueCounts, Return, due_counts, waiting, waiting_of
from saturday.rules.calendar import Calendar
from saturday.rules.deadlines import late_in_words
from saturday.rules.identifiers import mask_name
from saturday.vietnamese.dates import clock as clock_words
from saturday.vietnamese.dates import day_month, listed_day, numeric_day

MOST_SHOWN = 200  # of each group: past its day, of today, still to come
LATELY = timedelta(days=14)
CENTRE = "trung-tam"
LAST = 9999
NO_DEPARTMENT = "Chưa rõ đơn vị giải quyết"


@dataclass(frozen=True, slots=True)
class DueRow:
    """One dossier that waits, or waited, for its result."""

    entry: IntakeEntry
    late: str = ""  # how late it is, in words

    @property
    def number(self) -> str:
        """The line's number with its Saturday: "0012 · 28/3"."""
        return f"{self.entry.full_number} · {day_month(self.entry.duty_session.day)}"

    @property
    def what(self) -> str:
        """What was asked for, with its quantity when that is more than one."""
        procedure, quantity = self.entry.procedure, self.entry.quantity
        if procedure is None:
            return "chưa ghi thủ tục"
        unit = procedure.quantity_unit
        return (
            f"{procedure.short_name} ({quantity} {unit})" if quantity > 1 else procedure.short_name
        )

    @property
    def who(self) -> str:
        """Who brought it, masked, and from where."""
        return who_of(self.entry.visit)

    @property
    def due(self) -> str:
        """The day of the appointment, with its hour when there is one."""
        if self.entry.due_on is None:
            return "chưa ghi ngày hẹn"
        hour = f", {clock_words(self.entry.due_at)}" if self.entry.due_at else ""
        return f"{listed_day(self.entry.due_on)}{hour}"


@dataclass(frozen=True, slots=True)
class DueList:
    """Everything that waits on a day, the late ones first, and what was handed over lately."""

    today: date
    counts: DueCounts
    overdue: Sequence[DueRow]  # should have been fetched before today
    on_the_day: Sequence[DueRow]
    later: Sequence[DueRow]  # those without a day too
    returned: Sequence[Return]

    @property
    def handed_today(self) -> list[Return]:
        """Give what was handed over today, in the order of the day."""
        return [one for one in reversed(self.returned) if one.returned_on == self.today]

    @property
    def next_due(self) -> tuple[date, int] | None:
        """Give the next day with an appointment, and how many results are due then."""
        days = [one.entry.due_on for one in self.later if one.entry.due_on]
        return (days[0], days.count(days[0])) if days else None

    @classmethod
    def now(cls) -> Self:
        """Load what waits today."""
        today, calendar = clock.today(), known_calendar(db.session)
        due, counts = IntakeEntry.due_on, due_counts(db.session, today)
        groups = (
            (counts.overdue, due < today),
            (counts.today, due == today),
            (counts.later, or_(due > today, due.is_(None))),
        )
        overdue, on_the_day, later = (
            [row_of(one, today, calendar) for one in _first(asked)] if count else []
            for count, asked in groups
        )
        returned = db.session.scalars(Return.since(today - LATELY)).all()
        return cls(today, counts, overdue, on_the_day, later, returned)


@dataclass(frozen=True, slots=True)
class Handover:
    """The dossiers of one Saturday that a department takes over (biên bản bàn giao)."""

    department: str
    is_kept: bool  # the Centre decides them itself: there is nobody to hand them to
    rows: Sequence[DueRow]

    @classmethod
    def of(cls, duty_session: DutySession) -> list[Self]:
        """Load the open dossiers of a Saturday, by the department that decides them."""
        today, calendar = clock.today(), known_calendar(db.session)
        entries = sorted(db.session.scalars(waiting_of(duty_session)), key=_place)
        return [
            cls(name, code == CENTRE, [row_of(one, today, calendar) for one in rows])
            for (_position, name, code), rows in groupby(entries, key=_department)
        ]


def row_of(entry: IntakeEntry, today: date, calendar: Calendar) -> DueRow:
    """Say of one dossier how late it is."""
    late = late_in_words(entry.due_on, today, calendar) if entry.due_on else ""
    return DueRow(entry, late)


def who_of(visit: Visit) -> str:
    """Name who brought it, a person by the given name only, and the village."""
    name = visit.name if visit.is_organisation else mask_name(visit.name)
    return ", ".join(_filled([name, visit.hamlet.name if visit.hamlet else ""]))


def returned_words(row: Return) -> str:
    """Say when a result was handed over, how, and after its day."""
    hour = f"{clock_words(row.returned_at)}, " if row.returned_at else ""
    late = "trả muộn" if row.is_late else ""
    return " · ".join(_filled([f"{hour}{numeric_day(row.returned_on)}", row.way.words, late]))


def _filled(words: Iterable[str]) -> Iterator[str]:
    return (one for one in words if one)


def _first(asked: ColumnElement[bool]) -> Iterable[IntakeEntry]:
    """Ask for as many of a group as are shown, the earliest appointment first."""
    return db.session.scalars(waiting().where(asked).limit(MOST_SHOWN))


def _department(entry: IntakeEntry) -> tuple[int, str, str]:
    """Give who decides: as written, else the department of the procedure's field."""
    usual = entry.procedure.subject_area.department if entry.procedure else None
    decider = entry.decider or usual
    return (decider.position, decider.name, decider.code) if decider else (LAST, NO_DEPARTMENT, "")


def _place(entry: IntakeEntry) -> tuple[tuple[int, str, str], str, int]:
    return _department(entry), entry.letter, entry.number
