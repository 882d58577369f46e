"""How many hours did somebody serve, and how many of them may be taken off?

Nghị định 118/2025, Điều 11: who serves on a Saturday has a right to nghỉ bù. An hour served is an
hour earned; eight working hours are one day. Rates of payment are not this program's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from saturday.rules.calendar import Calendar
from saturday.rules.coded import Coded
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import hours_in_words, listed_day
from saturday.vietnamese.durations import duration

Span = tuple[time, time]
MOST_A_DAY = 8 * 60  # minutes: eight working hours are one day


class Came(Coded):
    """Whether somebody came to serve (chấm công)."""

    PRESENT = "PRESENT", "có mặt"
    EXCUSED = "EXCUSED", "vắng có lý do"
    ABSENT = "ABSENT", "vắng"


class HoursChoice(Coded):
    """What an officer wants for the hours served (lựa chọn của công chức)."""

    LEAVE = "LEAVE", "nghỉ bù"
    PAYMENT = "PAYMENT", "thanh toán"


@dataclass(frozen=True, slots=True)
class DayHours:
    """Minutes earned or taken on one day (giờ của một ngày)."""

    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """Hours that one person may take off, and those taken (sổ giờ nghỉ bù)."""

    earned: tuple[DayHours, ...] = ()
    taken: tuple[DayHours, ...] = ()

    @property
    def earned_minutes(self) -> int:
        return sum(one.minutes for one in self.earned)

    @property
    def taken_minutes(self) -> int:
        return sum(one.minutes for one in self.taken)

    @property
    def left(self) -> int:
        return self.earned_minutes - self.taken_minutes

    def taken_on(self, day: date) -> int:
        return sum(one.minutes for one in self.taken if one.day == day)

    def free_on(self, day: date) -> int:
        """Give what may still be taken on a day, without owing hours then or on a later one."""
        days = {day, *(one.day for one in self.taken if one.day > day)}
        return min(self._after(one) for one in days)

    @property
    def owes(self) -> bool:
        """Whether on some day more was taken than had been earned."""
        return any(self._after(one.day) < 0 for one in self.taken)

    def _after(self, day: date) -> int:
        """Give what is left after a day; hours count from the day after they were served."""
        earned = sum(one.minutes for one in self.earned if one.day < day)
        return earned - sum(one.minutes for one in self.taken if one.day <= day)


def minutes_between(starts_at: time, ends_at: time) -> int:
    return (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute


def hull(duties: Iterable[Span]) -> Span | None:
    """Give from when until when somebody is wanted; nothing without duties."""
    spans = sorted(duties)
    return (spans[0][0], max(end for _start, end in spans)) if spans else None


def pauses(duties: Iterable[Span]) -> list[Span]:
    """Give the hours between duties; duties at the same time are one."""
    found: list[Span] = []
    last: time | None = None
    for start, end in sorted(duties):
        if last is not None and start > last:
            found.append((last, start))
        last = end if last is None else max(last, end)
    return found


def minutes_there(stay: Span, duties: Iterable[Span]) -> int:
    """Count from coming to leaving, without the pauses between duties."""
    inside = ((max(stay[0], start), min(stay[1], end)) for start, end in pauses(duties))
    return minutes_between(*stay) - sum(
        minutes_between(start, end) for start, end in inside if start < end
    )


def pauses_in_words(duties: Iterable[Span]) -> str:
    """Say which hours are not counted; nothing when somebody serves without a pause."""
    spans = ", ".join(hours_in_words(*span) for span in pauses(duties))
    return f"không tính {spans}" if spans else ""


def refuse_early(day: date, today: date) -> None:
    """Raise NotAllowedNow before the Saturday: nobody can have come yet."""
    early = f"Buổi chưa diễn ra. Chấm công được từ {listed_day(day)}."
    refuse_when(today < day, early)


def refuse_stay(came: Came, stay: tuple[time | None, time | None], note: str, *, at: str) -> None:
    """Raise NotAllowedNow unless a row says when somebody was there, or why not.

    ``at``: the beginning of the names of the row's fields.
    """
    starts_at, ends_at = stay
    if came is Came.PRESENT:
        refuse_when(starts_at is None, "Hãy ghi giờ đến.", field=f"{at}-starts_at")
        refuse_when(ends_at is None, "Hãy ghi giờ về.", field=f"{at}-ends_at")
        backwards = starts_at is not None and ends_at is not None and starts_at >= ends_at
        refuse_when(backwards, "Giờ về phải sau giờ đến.", field=f"{at}-ends_at")
    unexplained = came is Came.EXCUSED and not note
    refuse_when(unexplained, "Hãy ghi lý do vắng.", field=f"{at}-note_text")


def refuse_debt(ledger: Ledger, *, field: str | None = None) -> None:
    """Raise NotAllowedNow when a change would leave more hours taken than earned."""
    taken = duration(ledger.taken_minutes)
    reason = f"Đã ghi nghỉ bù {taken}, nhiều hơn số giờ còn được nghỉ. Hãy bỏ lần nghỉ đó trước."
    refuse_when(ledger.owes, reason, field=field)


def refuse_leave(wanted: DayHours, ledger: Ledger, calendar: Calendar) -> None:
    """Raise NotAllowedNow unless these hours may be taken off on this day."""
    day, minutes = wanted.day, wanted.minutes
    off = f"{_capital(listed_day(day))} là ngày nghỉ. Hãy chọn ngày làm việc."
    refuse_when(not calendar.is_working_day(day), off, field="day")
    twice = f"Ngày này đã ghi nghỉ bù {duration(ledger.taken_on(day))}. Hãy bỏ lần đó rồi ghi lại."
    refuse_when(ledger.taken_on(day), twice, field="day")
    refuse_when(minutes <= 0, "Hãy ghi số giờ nghỉ, ví dụ 4 hoặc 3,5.", field="minutes")
    long = "Một ngày làm việc có 8 giờ. Nghỉ nhiều ngày thì ghi từng ngày."
    refuse_when(minutes > MOST_A_DAY, long, field="minutes")
    free = ledger.free_on(day)
    none = f"Đến {listed_day(day)} không còn giờ nghỉ bù. Giờ nghỉ bù có từ sau buổi trực."
    refuse_when(free <= 0, none, field="day")
    most = f"Đến {listed_day(day)} chỉ còn {duration(free)} nghỉ bù. Hãy ghi tối đa số đó."
    refuse_when(minutes > free, most, field="minutes")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
