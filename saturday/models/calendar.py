"""Which days are off, busy or worked, and which hours does the office keep?"""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any, ClassVar, Self

from sqlalchemy import Date, Select, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from saturday.models.base import AnySession
from saturday.models.entries import Entry
from saturday.rules.calendar import Calendar, CalendarDay, HolidayKind
from saturday.rules.refusals import NotAllowedNow, refuse_when

A_LEAP_YEAR = 2024
WEEKS = timedelta(weeks=6)  # longer than any break: enough to judge the day in the middle


class Holiday(Entry):
    """A day off, or a Saturday worked instead (nghỉ lễ, nghỉ bù, hoán đổi, làm bù)."""

    __tablename__ = "holiday"

    KEY: ClassVar[tuple[str, ...]] = ("day",)
    OPEN: ClassVar[tuple[str, ...]] = ("day", "kind")
    TAKEN: ClassVar[str] = "Ngày này đã có trong bảng. Hãy sửa dòng đã có."

    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[HolidayKind]
    name: Mapped[str]
    basis: Mapped[str]
    is_provisional: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for the whole table by day."""
        return select(cls).order_by(cls.day)


class BusyDay(Entry):
    """A day on which a Saturday session is unwise (ngày bận), with its reason."""

    __tablename__ = "busy_day"

    KEY: ClassVar[tuple[str, ...]] = ("day",)
    OPEN: ClassVar[tuple[str, ...]] = ("day",)
    TAKEN: ClassVar[str] = "Ngày này đã có trong bảng. Hãy sửa dòng đã có."

    day: Mapped[date] = mapped_column(unique=True)
    reason: Mapped[str]

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for the whole table by day."""
        return select(cls).order_by(cls.day)


class WorkingHours(Entry):
    """Morning hours from one day of the year on (giờ làm việc theo mùa)."""

    __tablename__ = "working_hours"

    KEY: ClassVar[tuple[str, ...]] = ("from_day", "from_month")
    OPEN: ClassVar[tuple[str, ...]] = ("from_day", "from_month", "starts_at", "ends_at")
    TAKEN: ClassVar[str] = "Đã có giờ làm việc bắt đầu từ ngày này. Hãy sửa dòng đã có."

    from_month: Mapped[int]
    from_day: Mapped[int]
    starts_at: Mapped[time]
    ends_at: Mapped[time]

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for the seasons in the order of the year."""
        return select(cls).order_by(cls.from_month, cls.from_day)

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse a day that no year has, and hours that end before they begin."""
        day, month = values["from_day"], values["from_month"]
        try:
            date(A_LEAP_YEAR, month, day)
        except ValueError:
            reason = f"Không có ngày {day}/{month}. Hãy ghi lại ngày và tháng."
            raise NotAllowedNow(reason, field="from_day") from None
        backwards = values["starts_at"] >= values["ends_at"]
        refuse_when(backwards, "Giờ kết thúc phải sau giờ bắt đầu.", field="ends_at")


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
            CalendarDay(
                day=row.day,
                kind=row.kind,
                name=row.name,
                basis=row.basis,
                is_provisional=row.is_provisional,
            )
            for row in holidays
        ),
        busy=tuple((row.day, row.reason) for row in busy_days),
    )


def known_calendar(session: AnySession, around: date | None = None) -> Calendar:
    """Give the calendar as the commune's tables have it now; of the weeks around a day only."""
    first, last = (around - WEEKS, around + WEEKS) if around else (date.min, date.max)
    within = {"first": first, "last": last}
    return Calendar(
        days=tuple(CalendarDay(*row) for row in session.execute(_DAYS, within)),
        busy=tuple((day, why) for day, why in session.execute(_BUSY, within)),
    )


_WITHIN = (bindparam("first", type_=Date), bindparam("last", type_=Date))
_DAYS = (
    select(Holiday.day, Holiday.kind, Holiday.name, Holiday.basis, Holiday.is_provisional)
    .where(Holiday.day.between(*_WITHIN))
    .order_by(Holiday.day)
)
_BUSY = (
    select(BusyDay.day, BusyDay.reason).where(BusyDay.day.between(*_WITHIN)).order_by(BusyDay.day)
)
