"""Which days are off, busy or worked, and which hours does the office keep?"""

from collections.abc import Iterable
from datetime import date, time
from typing import TYPE_CHECKING, Self

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from saturday.models.base import Model, Versioned
from saturday.rules.calendar import Calendar, CalendarDay, HolidayKind

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class Holiday(Versioned, Model):
    """A day off, or a Saturday worked instead (nghỉ lễ, nghỉ bù, hoán đổi, làm bù)."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[HolidayKind]
    name: Mapped[str]
    basis: Mapped[str]
    is_provisional: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for the whole table by day."""
        return select(cls).order_by(cls.day)

    @classmethod
    def add(cls, day: date, kind: HolidayKind, name: str, *, by: "Account | None") -> Self:
        """Add a day to the table."""
        row = cls(day=day, kind=kind, name=name, basis="")
        row.note("add", by=by, day=day, kind=kind)
        return row


class BusyDay(Versioned, Model):
    """A day on which a Saturday session is unwise (ngày bận), with its reason."""

    __tablename__ = "busy_day"

    day: Mapped[date] = mapped_column(unique=True)
    reason: Mapped[str]

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for the whole table by day."""
        return select(cls).order_by(cls.day)


class WorkingHours(Versioned, Model):
    """Morning hours from one day of the year on (giờ làm việc theo mùa)."""

    __tablename__ = "working_hours"

    from_month: Mapped[int]
    from_day: Mapped[int]
    starts_at: Mapped[time]
    ends_at: Mapped[time]

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for the seasons in the order of the year."""
        return select(cls).order_by(cls.from_month, cls.from_day)


def hours_on(day: date, seasons: Iterable[WorkingHours]) -> tuple[time, time] | None:
    """Give the morning hours of a day: the last season begun; before the first, the last one.

    ``seasons`` come in the order of the year; None when the table is empty.
    """
    rows = list(seasons)
    begun = [row for row in rows if (row.from_month, row.from_day) <= (day.month, day.day)]
    row = (begun or rows)[-1] if rows else None
    return (row.starts_at, row.ends_at) if row else None


def calendar_of(holidays: Iterable[Holiday], busy_days: Iterable[BusyDay]) -> Calendar:
    """Give the stored tables as the value that rules judge by."""
    return Calendar(
        days=tuple(
            CalendarDay(day=row.day, kind=row.kind, name=row.name, basis=row.basis)
            for row in holidays
        ),
        busy=tuple((row.day, row.reason) for row in busy_days),
    )
