"""What is typed to plan a year?"""

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from saturday.models.plan import AnnualPlan, Choice, DutySession, LineLevel
from saturday.rules.calendar import Calendar
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.schedule import Proposed
from saturday.vietnamese.dates import day_month, numeric_day
from saturday.web.fields import BaseForm, DayField, EditForm, at_most, clean, option, required

LEVELS = {
    LineLevel.PART: "Phần",
    LineLevel.CLAUSE: "Khoản có tiêu đề",
    LineLevel.DASH: "Gạch đầu dòng",
    LineLevel.PLAIN: "Đoạn thường",
}
DEFAULT = option("default", "Lời văn ban đầu (theo Kế hoạch 50/KH-UBND), tự chọn ngày")


class BeginForm(BaseForm):
    """The day a new year's promise counts from, and whose words it begins with."""

    counted_from = DayField("Tính từ ngày", [required("Hãy ghi ngày kế hoạch bắt đầu tính.")])
    start = RadioField(
        "Bắt đầu từ",
        default="default",
        choices=[DEFAULT],
    )

    def offer(self, last: AnnualPlan | None) -> None:
        """Offer to begin like an earlier year, when there is one."""
        if last is not None:
            words = f"Chép lời văn và cách chọn ngày của năm {last.year}"
            self.start.choices = [option("copy", words), DEFAULT]
            self.start.data = self.start.data if self.start.raw_data else "copy"


class DaysField(SelectMultipleField):
    """The Saturdays ticked in one month."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the days; what is none of ours was never offered."""
        found = []
        for text in valuelist:
            try:
                found.append(date.fromisoformat(text))
            except ValueError:
                continue
        self.data = sorted(set(found))


class MonthForm(Form):
    """One month of the year: its Saturdays, and what holds for the one chosen."""

    month = HiddenField()
    days = DaysField("Các thứ Bảy", coerce=lambda day: day, choices=[], validate_choice=False)
    is_mobile = BooleanField("Lưu động")
    reason = StringField("Lý do vẫn chọn ngày không nên", [at_most(300)], filters=[clean])


class ChooseForm(EditForm):
    """The Saturdays of a year."""

    months = FieldList(FormField(MonthForm))

    @classmethod
    def over(cls, plan: AnnualPlan, proposed: Iterable[Proposed] = ()) -> "ChooseForm":
        """Make the form over a plan; proposed days are ticked besides those it holds."""
        chosen = [
            Choice(one.day, one.is_mobile, one.override_reason)
            for one in plan.sessions
            if one.counts and not one.is_settled
        ]
        chosen += [Choice(one.day, one.is_mobile) for one in proposed]
        return cls(obj=plan, data={"months": [_month(number, chosen) for number in range(1, 13)]})

    def of_month(self, number: int) -> MonthForm | None:
        """Give the part of one month; a browser that hides it sends none."""
        forms = (entry.form for entry in self.months)
        return next((form for form in forms if form.month.data == str(number)), None)

    def help(self, proposed: Iterable[Proposed]) -> int:
        """Tick proposed days in the months without a tick; give how many were ticked."""
        ticked = 0
        for one in proposed:
            form = self.of_month(one.day.month)
            if form is not None and not form.days.data:
                form.days.data, form.is_mobile.data = [one.day], one.is_mobile
                ticked += 1
        return ticked

    def choices(self, plan: AnnualPlan, calendar: Calendar) -> list[Choice]:
        """Give what was ticked; a reason belongs to a day that needs one."""
        return [
            Choice(
                day,
                form.is_mobile.data,
                form.reason.data or "" if calendar.judge(day).needs_reason else "",
            )
            for form in (entry.form for entry in self.months)
            for day in form.days.data or ()
            if day.year == plan.year and str(day.month) == form.month.data
        ]

    def takes(self, plan: AnnualPlan, calendar: Calendar) -> bool:
        """Say whether all that was ticked may be planned; else every row says what is wrong."""
        choices = self.choices(plan, calendar)
        faults = gone_among(choices, plan.sessions) | plan.refusals(choices, calendar)
        for day, refusal in faults.items():
            form = self.of_month(day.month)
            if form is not None:
                field = form.reason if refusal.field == "reason" else form.days
                field.errors = [*field.errors, refusal.reason]
                self.months.errors = [*self.months.errors, form.errors]
        return not faults

    def differences(self, plan: AnnualPlan, calendar: Calendar) -> list[tuple[str, str, str]]:
        """Give month, stored days and ticked days wherever they differ."""
        stored = [
            Choice(one.day, one.is_mobile)
            for one in plan.sessions
            if one.counts and not one.is_settled
        ]
        typed = self.choices(plan, calendar)
        rows = [
            (f"Tháng {number}", _in_words(stored, number), _in_words(typed, number))
            for number in range(1, 13)
        ]
        return [row for row in rows if row[1] != row[2]]


def gone_among(
    choices: Iterable[Choice], duty_sessions: Iterable[DutySession]
) -> dict[date, NotAllowedNow]:
    """Refuse days that were moved away or cancelled after the page was shown."""
    gone = {one.day: one.gone_words for one in duty_sessions if not one.counts}
    return {one.day: NotAllowedNow(gone[one.day]) for one in choices if one.day in gone}


def _month(number: int, chosen: Iterable[Choice]) -> dict[str, object]:
    """Fill the part of one month."""
    here = [one for one in chosen if one.day.month == number]
    return {
        "month": str(number),
        "days": [one.day for one in here],
        "is_mobile": any(one.is_mobile for one in here),
        "reason": " ".join(one.reason for one in here if one.reason),
    }


def _in_words(choices: Iterable[Choice], month: int) -> str:
    """Name the days of one month."""
    here = [one for one in choices if one.day.month == month]
    words = [f"{day_month(one.day)}{', lưu động' if one.is_mobile else ''}" for one in here]
    return "; ".join(words) or "không chọn"


class LineForm(Form):
    """One line of the plan's text."""

    level = SelectField(
        "Cấp dòng",
        choices=[option(level.value, words) for level, words in LEVELS.items()],
        validate_choice=False,
    )
    text = TextAreaField("Nội dung", [at_most(4000)], filters=[clean])


class TextForm(EditForm):
    """The words of the plan, line by line."""

    subject = TextAreaField("Trích yếu", [required("Hãy ghi trích yếu."), at_most(400)])
    counted_from = DayField("Tính từ ngày", [required("Hãy ghi ngày kế hoạch bắt đầu tính.")])
    lines = FieldList(FormField(LineForm))

    @classmethod
    def over(cls, plan: AnnualPlan) -> "TextForm":
        """Make the form over a plan."""
        lines = [{"level": line.level.value, "text": line.text} for line in plan.lines]
        return cls(obj=_Head(plan), data={"lines": lines})

    def typed(self) -> list[tuple[LineLevel, str]]:
        """Give the lines as typed; an unknown level is a plain paragraph."""
        known = {level.value: level for level in LineLevel}
        return [
            (known.get(entry.form.level.data, LineLevel.PLAIN), entry.form.text.data or "")
            for entry in self.lines
        ]

    def is_full(self) -> bool:
        """Say whether every line holds words; else each empty one says what to do."""
        empty = [entry.form for entry in self.lines if not entry.form.text.data]
        for form in empty:
            reason = "Dòng này còn trống. Hãy ghi nội dung hoặc bỏ dòng."
            form.text.errors = [*form.text.errors, reason]
        self.lines.errors = [*self.lines.errors, *(form.errors for form in empty)]
        if not self.lines.entries:
            self.form_errors.append("Kế hoạch chưa có dòng nào. Hãy thêm ít nhất một dòng.")
        return bool(self.lines.entries) and not empty

    def rearrange(self, act: str) -> int:
        """Add, drop, lift or lower a line (act "add-3"); give the line to go on with."""
        verb, _, number = act.partition("-")
        lines = [{"level": level.value, "text": text} for level, text in self.typed()]
        place = min(int(number), len(lines) - 1) if number.isdigit() else len(lines) - 1
        there = ACTS.get(verb, _stay)(lines, place)
        while self.lines.entries:
            self.lines.pop_entry()
        self.lines.last_index = -1
        for line in lines:
            self.lines.append_entry(line)
        return there

    def differences(self, plan: AnnualPlan) -> list[tuple[str, str, str]]:
        """Give place, stored words and typed words wherever they differ."""
        rows = [
            ("Trích yếu", plan.subject, self.subject.data or ""),
            (
                "Tính từ ngày",
                numeric_day(plan.counted_from),
                numeric_day(self.counted_from.data) if self.counted_from.data else "",
            ),
        ]
        rows += _differing_lines([line.text for line in plan.lines], [t for _, t in self.typed()])
        return [row for row in rows if row[1] != row[2]]


class _Head:
    """What the text form takes from a plan as it stands."""

    def __init__(self, plan: AnnualPlan) -> None:
        """Leave the lines out: the form is given them as plain values."""
        self.version = plan.version
        self.subject = plan.subject
        self.counted_from = plan.counted_from


def _differing_lines(stored: Sequence[str], typed: Sequence[str]) -> list[tuple[str, str, str]]:
    """Pair the stretches of lines that two people wrote differently."""
    matcher = SequenceMatcher(a=stored, b=typed, autojunk=False)
    return [
        (f"Dòng {first + 1}", "\n".join(stored[first:last]), "\n".join(typed[begin:end]))
        for kind, first, last, begin, end in matcher.get_opcodes()
        if kind != "equal"
    ]


Lines = list[dict[str, str]]


def _stay(_lines: Lines, place: int) -> int:
    return place


def _add(lines: Lines, place: int) -> int:
    level = lines[place]["level"] if lines else LineLevel.PLAIN.value
    lines.insert(place + 1, {"level": level, "text": ""})
    return place + 1


def _drop(lines: Lines, place: int) -> int:
    del lines[place : place + 1]
    return min(place, len(lines) - 1)


def _lift(lines: Lines, place: int) -> int:
    above = max(place - 1, 0)
    lines[above], lines[place] = lines[place], lines[above]
    return above


def _lower(lines: Lines, place: int) -> int:
    below = min(place + 1, len(lines) - 1)
    lines[below], lines[place] = lines[place], lines[below]
    return below


ACTS = {"add": _add, "drop": _drop, "up": _lift, "down": _lower}
