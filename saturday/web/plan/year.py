"""How does a year stand on its page: months down, Saturdays across?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from saturday.models.plan import AnnualPlan, DutySession
from saturday.rules.calendar import Calendar, Judgement, Verdict, saturdays
from saturday.rules.schedule import Proposed, month_sentence, months_without, propose, repeat
from saturday.vietnamese.dates import day_month, listed_day

MOBILE_PROMISED = 2
MARKS = {
    Verdict.FREE: ("", ""),
    Verdict.BUSY: ("!", "không nên"),
    Verdict.BREAK: ("!", "không nên"),
    Verdict.HOLIDAY: ("×", "không tổ chức được"),
    Verdict.MAKE_UP: ("×", "không tổ chức được"),
}


@dataclass(frozen=True, slots=True)
class Saturday:
    """One Saturday of the year, chosen or not."""

    judgement: Judgement
    duty_session: DutySession | None
    can_choose: bool

    @property
    def day(self) -> date:
        """Its day."""
        return self.judgement.day

    @property
    def mark(self) -> str:
        """The sign beside its number."""
        return MARKS[self.judgement.verdict][0]

    @property
    def words(self) -> str:
        """What a screen reader says of it."""
        said = [listed_day(self.day), MARKS[self.judgement.verdict][1], self.judgement.reason]
        return ", ".join(filter(None, said))


@dataclass(frozen=True, slots=True)
class Month:
    """One month with its Saturdays."""

    number: int
    saturdays: list[Saturday]
    notes: list[str]
    duty_sessions: list[DutySession]

    @property
    def takes_reason(self) -> bool:
        """Whether a day may be chosen here that needs a reason."""
        return any(one.can_choose and one.judgement.needs_reason for one in self.saturdays)


def months_of(plan: AnnualPlan, calendar: Calendar) -> list[Month]:
    """Arrange the year."""
    rows = {one.day: one for one in plan.sessions}
    full = {day.month for day, one in rows.items() if one.is_settled and one.counts}

    def saturday(day: date) -> Saturday:
        judgement, row = calendar.judge(day), rows.get(day)
        is_open = day >= plan.counted_from and day.month not in full and not judgement.impossible
        return Saturday(judgement, row, is_open if row is None else not row.is_settled)

    def month(number: int) -> Month:
        shown = [saturday(day) for day in saturdays(plan.year) if day.month == number]
        here = [one for one in plan.sessions if one.day.month == number]
        return Month(number, shown, _notes(shown, plan.counted_from), here)

    return [month(number) for number in range(1, 13)]


def _notes(shown: Iterable[Saturday], counted_from: date) -> list[str]:
    """Say why days are unwise, impossible or too early; days with one reason share a sentence."""
    days: dict[str, list[str]] = {}
    early = []
    for one in shown:
        number = f"{one.day.day:02}"
        if one.judgement.reason:
            days.setdefault(one.judgement.reason, []).append(number)
        if one.day < counted_from:
            early.append(number)
    notes = [f"{', '.join(numbers)}: {reason}" for reason, numbers in days.items()]
    if early:
        notes.append(f"{', '.join(early)}: trước ngày tính {day_month(counted_from)}")
    return notes


def lacks(plan: AnnualPlan) -> list[str]:
    """Say what the plan promises and does not hold yet; nothing while it is empty."""
    held = [one for one in plan.sessions if one.counts]
    if not held:
        return []
    days = [one.day for one in held]
    missing = months_without(plan.year, days, counted_from=plan.counted_from)
    return [*_missing_sentence(missing), *_mobile_sentence(held)]


def _missing_sentence(months: list[int]) -> list[str]:
    if len(months) > 1:
        named = ", ".join(map(str, months))
        return [f"Các tháng {named} chưa có buổi. Kế hoạch hứa mỗi tháng một buổi."]
    return [month_sentence(month) for month in months]


def _mobile_sentence(held: list[DutySession]) -> list[str]:
    mobile = sum(one.is_mobile for one in held)
    if mobile >= MOBILE_PROMISED:
        return []
    return [f"Mới chọn {mobile} buổi lưu động. Kế hoạch hứa {MOBILE_PROMISED} buổi một năm."]


def proposal(
    plan: AnnualPlan, calendar: Calendar, last: AnnualPlan | None = None
) -> list[Proposed]:
    """Propose days for the months without any: as the rules would, or as the last year did."""
    held = {one.day.month for one in plan.sessions if one.counts}
    mobile = sum(one.is_mobile for one in plan.sessions if one.counts)
    if last is None:
        found = propose(
            plan.year,
            calendar,
            counted_from=plan.counted_from,
            mobile=max(0, MOBILE_PROMISED - mobile),
        )
    else:
        pattern = [Proposed(one.day, one.is_mobile) for one in last.sessions if one.counts]
        found = repeat(pattern, plan.year, calendar, counted_from=plan.counted_from)
    return [one for one in found if one.day.month not in held]
