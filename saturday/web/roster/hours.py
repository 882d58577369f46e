"""How many hours did each officer serve, choose and take off, in a year and in all?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from flask import abort

from saturday import clock
from saturday.extensions import db
from saturday.models.attendance import (
    Attendance,
    CompensatoryLeave,
    ledgers_of,
    sees_everybody,
)
from saturday.models.commune import Department, Officer
from saturday.rules.attendance import DayHours, HoursChoice, Ledger
from saturday.web.access import me
from saturday.web.roster.sheet import totals


@dataclass(frozen=True, slots=True)
class Balance:
    """Time off of one officer in one year: brought along, taken, left at its end."""

    brought: int
    taken: int
    left: int

    @classmethod
    def of(cls, ledger: Ledger, year: int) -> Self:
        """Cut a ledger at both ends of a year."""
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        brought = _before(ledger.earned, first) - _before(ledger.taken, first)
        taken = _before(ledger.taken, after) - _before(ledger.taken, first)
        left = _before(ledger.earned, after) - _before(ledger.taken, after)
        return cls(brought, taken, left)

    def __add__(self, other: "Balance") -> "Balance":
        """Add up two officers."""
        return Balance(
            self.brought + other.brought, self.taken + other.taken, self.left + other.left
        )


def _before(rows: Iterable[DayHours], day: date) -> int:
    """Add up the minutes of the days before one."""
    return sum(one.minutes for one in rows if one.day < day)


@dataclass(frozen=True, slots=True)
class YearLine:
    """One officer's year in one department, or the sum of several (dòng của bảng năm)."""

    name: str
    post: str
    officer_id: int
    by_day: Mapping[date, int]
    chosen: Mapping[HoursChoice | None, int]
    balance: Balance | None  # stands once, where the officer served last

    @property
    def minutes(self) -> int:
        """Minutes served."""
        return sum(self.by_day.values())


@dataclass(frozen=True, slots=True)
class YearGroup:
    """One department's people of a year."""

    department: Department
    lines: tuple[YearLine, ...]

    @property
    def total(self) -> YearLine:
        """Add up the department."""
        return added(f"Cộng {self.department.short_name}", self.lines)


@dataclass(frozen=True, slots=True)
class YearHours:
    """The hours of a year that one person may see."""

    year: int
    days: tuple[date, ...]
    groups: tuple[YearGroup, ...]

    @classmethod
    def of(cls, year: int) -> Self:
        """Ask for the hours, then for the ledgers of those who served."""
        rows = db.session.scalars(Attendance.of_year(year, me())).all()
        ledgers = ledgers_of(db.session, {row.officer_id or 0 for row in rows})
        held: dict[tuple[Department | None, int], list[Attendance]] = {}
        for row in rows:
            held.setdefault((row.department, row.officer_id or 0), []).append(row)
        last = {row.officer_id or 0: row.department for row in rows}
        groups: dict[Department, list[YearLine]] = {}
        for (department, officer_id), own in held.items():
            if department is not None:
                is_last = last[officer_id] is department and _shows_balance(own[0].officer)
                balance = Balance.of(ledgers[officer_id], year) if is_last else None
                groups.setdefault(department, []).append(_line(own, balance))
        return cls(
            year=year,
            days=tuple(sorted({row.duty_session.day for row in rows})),
            groups=tuple(
                YearGroup(department, tuple(groups[department]))
                for department in sorted(groups, key=lambda one: (one.position, one.id))
            ),
        )

    @property
    def total(self) -> YearLine:
        """Add up the year."""
        return added("Cộng cả năm", [line for group in self.groups for line in group.lines])


def _shows_balance(officer: Officer | None) -> bool:
    """Whether time off is shown: to a department only of those who are still its own."""
    own = officer is not None and officer.department_id == me().department_id
    return own or sees_everybody(me())


def _line(rows: Sequence[Attendance], balance: Balance | None) -> YearLine:
    """Arrange one officer's Saturdays in one department."""
    officer = rows[-1].officer
    return YearLine(
        name=officer.name if officer else "",
        post=rows[-1].post,
        officer_id=rows[-1].officer_id or 0,
        by_day={row.duty_session.day: row.minutes for row in rows},
        chosen=totals(rows),
        balance=balance,
    )


def added(name: str, lines: Iterable[YearLine]) -> YearLine:
    """Add lines up."""
    by_day: dict[date, int] = {}
    chosen = totals([])
    balance = Balance(0, 0, 0)
    for line in lines:
        balance += line.balance or Balance(0, 0, 0)
        for day, minutes in line.by_day.items():
            by_day[day] = by_day.get(day, 0) + minutes
        for choice, minutes in line.chosen.items():
            chosen[choice] += minutes
    return YearLine(name, "", 0, by_day, chosen, balance)


@dataclass(frozen=True)
class OfficerHours:
    """One officer's Saturdays and hours off, on one page."""

    officer: Officer
    attendances: Sequence[Attendance]
    leaves: Sequence[CompensatoryLeave]

    @classmethod
    def of(cls, officer: Officer) -> Self:
        """Ask for what the officer served and took off."""
        return cls(
            officer=officer,
            attendances=db.session.scalars(Attendance.of_officer(officer.id)).all(),
            leaves=db.session.scalars(CompensatoryLeave.of_officer(officer.id)).all(),
        )

    @cached_property
    def chosen(self) -> Mapping[HoursChoice | None, int]:
        """Minutes by what was chosen for them."""
        return totals(self.attendances)

    @property
    def earned(self) -> int:
        """Minutes that may be taken off."""
        return self.chosen[HoursChoice.LEAVE]

    @property
    def taken(self) -> int:
        """Minutes taken off."""
        return sum(one.minutes for one in self.leaves)

    @property
    def left(self) -> int:
        """Minutes that may still be taken off."""
        return self.earned - self.taken

    @property
    def today(self) -> date:
        """Today: hours off may be written ahead."""
        return clock.today()


def officer_or_404(officer_id: int) -> Officer:
    """Give an officer whose hours this person may see."""
    officer: Officer = db.get_or_404(Officer, officer_id)
    if not sees_everybody(me()) and officer.department_id != me().department_id:
        abort(404)
    return officer
