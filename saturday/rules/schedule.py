"""Which Saturdays does a year hold? One a month, never two, some of them in a village."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from saturday.rules.calendar import Calendar, Judgement, Verdict, is_saturday, saturdays
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import day_month

_MONTHS = range(1, 13)
_WEEK = 7
_IMPOSSIBLE = {Verdict.HOLIDAY: "ngày nghỉ lễ", Verdict.MAKE_UP: "ngày làm bù"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A Saturday the app would choose (ngày đề xuất)."""

    day: date
    is_mobile: bool


def propose(
    year: int, calendar: Calendar, *, counted_from: date, mobile: int = 2
) -> list[Proposed]:
    """Take the first free Saturday of each month from a day on; spread the mobile ones evenly."""
    days: dict[int, date] = {}
    for day in saturdays(year):
        if day >= counted_from and calendar.judge(day).verdict is Verdict.FREE:
            days.setdefault(day.month, day)
    in_villages = {(2 * turn + 1) * len(days) // (2 * mobile) for turn in range(mobile)}
    return [Proposed(day, place in in_villages) for place, day in enumerate(days.values())]


def repeat(
    pattern: Iterable[Proposed], year: int, calendar: Calendar, *, counted_from: date
) -> list[Proposed]:
    """Take the same Saturday of each month in another year, or the free one nearest to it."""
    days: dict[int, Proposed] = {}
    for one in sorted(pattern, key=lambda proposed: proposed.day):
        month = [day for day in saturdays(year) if day.month == one.day.month]
        wanted = month[min((one.day.day - 1) // _WEEK, len(month) - 1)]
        free = [day for day in month if calendar.judge(day).verdict is Verdict.FREE]
        free = [day for day in free if day >= counted_from]
        if free:
            day = min(free, key=lambda day: (abs(day - wanted), day))
            days.setdefault(day.month, Proposed(day, one.is_mobile))
    return list(days.values())


def refuse_day(judgement: Judgement, *, taken: Iterable[date], reason: str | None) -> None:
    """Raise NotAllowedNow unless a session may be planned on the day.

    ``taken`` are the other days planned; the caller leaves out moved and cancelled ones.
    """
    day = judgement.day
    named = f"Ngày {day_month(day)}"
    refuse_when(not is_saturday(day), f"{named} không phải thứ Bảy. Hãy chọn một thứ Bảy.")
    what = _IMPOSSIBLE.get(judgement.verdict)
    refuse_when(what, f"{named} là {what}, không tổ chức được.")
    for other in sorted(taken):
        held = f"Tháng {day.month} đã có buổi {day_month(other)}. Bỏ chọn một ngày."
        refuse_when((other.year, other.month) == (day.year, day.month), held)
    unwise = f"{named} không nên tổ chức: {judgement.reason}. Hãy ghi lý do nếu vẫn chọn."
    refuse_when(judgement.needs_reason and not (reason or "").strip(), unwise, field="reason")


def fallen(
    planned: Iterable[date], calendar: Calendar, *, before: Calendar | None = None
) -> list[Judgement]:
    """Give the planned days that are no longer free; with ``before`` only those that changed."""
    judged = (calendar.judge(day) for day in sorted(planned))
    return [
        one
        for one in judged
        if one.verdict is not Verdict.FREE and (before is None or before.judge(one.day) != one)
    ]


def fallen_sentence(judgement: Judgement) -> str:
    """Say why a planned day fell, and what to do."""
    to_do = "dời sang ngày khác" if judgement.impossible else "dời hoặc ghi lý do giữ lại"
    return f"Buổi {day_month(judgement.day)} cần {to_do}: {judgement.reason}."


def months_without(year: int, days: Iterable[date], *, counted_from: date) -> list[int]:
    """Give the months the plan promises but holds no session in, from its date on."""
    held = {day.month for day in days if day.year == year}
    promised = (
        month for month in _MONTHS if (year, month) >= (counted_from.year, counted_from.month)
    )
    return [month for month in promised if month not in held]


def month_sentence(month: int) -> str:
    return f"Tháng {month} chưa có buổi. Kế hoạch hứa mỗi tháng một buổi."
