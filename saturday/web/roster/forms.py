"""What can be typed about a Saturday, its lists and its people?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from operator import attrgetter
from typing import Any, Generic, Self, TypeVar

from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)

from saturday import clock
from saturday.models.base import Report, Way
from saturday.models.commune import Duty, Hamlet, Officer, Partner
from saturday.models.nominations import Line, NominationLine
from saturday.models.plan import Choice, DutySession, Setup
from saturday.models.roster import OfferedDuty, Seat, Wanted
from saturday.rules.calendar import Judgement
from saturday.vietnamese.dates import listed_day
from saturday.web.fields import (
    BaseForm,
    ClockField,
    DayField,
    EditForm,
    Lean,
    PickField,
    WholeNumberField,
    at_most,
    option,
    required,
)

WAYS = [option(way.name, way.value[:1].upper() + way.value[1:]) for way in Way]
MOST_PEOPLE = 99
AnyDuty = TypeVar("AnyDuty", Duty, OfferedDuty)  # of the board, and of a department's list
Hours = tuple[time | None, time | None]
Row = dict[str, Any]  # what a form, or a row of it, begins with: values by the names of its fields


@dataclass(frozen=True, slots=True)
class Choices(Generic[AnyDuty]):
    """The duties and people that a form offers."""

    duties: Sequence[AnyDuty] = ()
    officers: Sequence[Officer] = ()
    partners: Sequence[Partner] = ()

    def duty(self, number: int | None) -> AnyDuty | None:
        """Give the duty with this number."""
        return next((row for row in self.duties if row.id == number), None)

    def officer(self, number: int | None) -> Officer | None:
        """Give the officer with this number."""
        return next((row for row in self.officers if row.id == number), None)

    def partner(self, number: int | None) -> Partner | None:
        """Give the partner with this number."""
        return next((row for row in self.partners if row.id == number), None)


class RowForm(Lean, Form):
    """One row of a list inside a form; the form around it carries the token."""

    class Meta(BaseForm.Meta):
        """Clean the fields as those of a form."""

        csrf = False


def part_of_day(row: Mapping[str, Any], whole: Hours) -> Hours:
    """Give the hours of a row; none when they are the whole half-day, or nothing is typed."""
    typed = (row["starts_at"], row["ends_at"])
    if typed in {whole, (None, None)}:
        return None, None
    return typed[0] or whole[0], typed[1] or whole[1]


class ReportedForm(BaseForm):
    """An act that may be recorded on somebody's behalf: which way, who said so, when."""

    way = RadioField("Ghi hộ theo", choices=WAYS, validate_choice=False)
    reported_by = StringField("Do ai báo", [at_most(80)])
    reported_on = DayField("Ngày báo")
    reported_at = ClockField("Giờ báo")

    def suggest_today(self) -> None:
        """Offer today: most word is recorded on the day it comes."""
        if not self.is_submitted():
            self.reported_on.data = self.reported_on.data or clock.today()

    @property
    def is_reported(self) -> bool:
        """Whether anything was typed of who said so; the day alone is only our suggestion."""
        typed_hour = self.reported_at.raw_data and self.reported_at.raw_data[0].strip()
        return bool(self.way.data or self.reported_by.data or typed_hour)

    def has_whole_report(self) -> bool:
        """Refuse, at its field, each part of a report that is missing."""
        asked = (
            (self.way, "Hãy chọn ghi hộ theo cách nào."),
            (self.reported_by, "Hãy ghi ai đã báo."),
            (self.reported_on, "Hãy ghi ngày báo."),
            (self.reported_at, "Hãy ghi giờ báo."),
        )
        for field, words in asked:
            known = {way.name for way in Way} if field is self.way else {field.data}
            if not field.errors and (not field.data or field.data not in known):
                self.refuse(words, field.name)
        return not any(field.errors for field, _words in asked)

    def report(self) -> Report:
        """Give the report, once it is whole."""
        typed = self.data
        at = datetime.combine(typed["reported_on"], typed["reported_at"], clock.TIMEZONE)
        return Report(typed["reported_by"], Way[typed["way"]], at)


class DutyRow(RowForm):
    """How many people one duty needs, when, and at which desk."""

    duty_id = HiddenField()
    count = WholeNumberField("Số người")
    desk = StringField("Bàn số", [at_most(10)])
    starts_at = ClockField("Từ giờ")
    ends_at = ClockField("Đến giờ")

    def validate_count(self, field: Field) -> None:
        """Take nothing for nobody; a hundred and more is a slip."""
        if field.data and field.data > MOST_PEOPLE:
            message = f"Hãy ghi số người từ 0 đến {MOST_PEOPLE}."
            raise ValidationError(message)


class PrepareForm(EditForm):
    """Hours, place, limit of the lists and duties of one Saturday."""

    starts_at = ClockField("Từ giờ", [required("Hãy ghi giờ bắt đầu.")])
    ends_at = ClockField("Đến giờ", [required("Hãy ghi giờ kết thúc.")])
    hamlet_id = PickField("Thôn, bản")
    place = StringField("Nơi làm việc", [at_most(200)])
    due_on = DayField("Hạn gửi danh sách, ngày", [required("Hãy ghi ngày hết hạn.")])
    due_at = ClockField("Giờ", [required("Hãy ghi giờ hết hạn.")])
    duties = FieldList(FormField(DutyRow))
    is_mobile = False

    @classmethod
    def over(cls, duty_session: DutySession, shown: Row, hamlets: Sequence[Hamlet]) -> Self:
        """Show what is set, or what is usual before anything was set."""
        form = cls(data=shown)
        form.is_mobile = duty_session.is_mobile
        if not form.is_submitted():
            form.version.data = str(duty_session.version)
        named = [
            (row.id, f"{row.name} ({row.hall_words})" if row.hall else row.name) for row in hamlets
        ]
        form.hamlet_id.offer(named, none="Chọn thôn, bản")
        return form

    def validate_hamlet_id(self, field: Field) -> None:
        """Want a village of a mobile Saturday, unless another place is written."""
        if self.is_mobile and field.data is None and not self.place.data:
            message = "Hãy chọn thôn, bản, hoặc ghi nơi làm việc khác."
            raise ValidationError(message)

    def validate_place(self, field: Field) -> None:
        """Want a place; a mobile Saturday has its village's hall."""
        if not self.is_mobile and not field.data:
            message = "Hãy ghi nơi làm việc."
            raise ValidationError(message)

    def setup(self, hamlets: Sequence[Hamlet]) -> Setup:
        """Give what was typed; the village's hall is the place when no other is written.

        The hall of a village chosen before is no other place: it goes with its village.
        """
        hamlet = next((row for row in hamlets if row.id == self.hamlet_id.data), None)
        typed = self.data
        is_own = typed["place"] and typed["place"] not in map(hall_of, hamlets)
        return Setup(
            starts_at=typed["starts_at"],
            ends_at=typed["ends_at"],
            place=typed["place"] if is_own or hamlet is None else hall_of(hamlet),
            hamlet=hamlet,
            list_due_at=datetime.combine(typed["due_on"], typed["due_at"], clock.TIMEZONE),
        )

    def wanted(self, duties: Iterable[Duty]) -> list[Wanted]:
        """Give how many of each duty; hours only where they differ from the half-day's."""
        named = {str(duty.id): duty for duty in duties}
        return [
            Wanted(named[row["duty_id"]], row["count"] or 0, *self._hours(row), row["desk"] or "")
            for row in self.duties.data
            if row["duty_id"] in named
        ]

    def _hours(self, row: Row) -> Hours:
        """Give the hours of a row; none when they are the whole half-day, or nothing is typed."""
        return part_of_day(row, (self.starts_at.data, self.ends_at.data))


def hall_of(hamlet: Hamlet) -> str:
    """Say where a village's hall is: its name, the village unless named already, its address."""
    name, address = (hamlet.hall.name, hamlet.hall.address) if hamlet.hall else ("", "")
    said = re.findall(r"\w+", f"{name}, {address}".lower())
    village = re.findall(r"\w+", hamlet.name.lower())
    is_named = f" {' '.join(village)} " in f" {' '.join(said)} "
    return ", ".join(filter(None, (name, "" if is_named else hamlet.name, address)))


class LineRow(RowForm):
    """One officer for one duty."""

    duty_id = PickField("Nhiệm vụ")
    officer_id = PickField("Người trực")
    starts_at = ClockField("Từ giờ")
    ends_at = ClockField("Đến giờ")
    note_text = StringField("Ghi chú", [at_most(200)])

    def validate_duty_id(self, field: Field) -> None:
        """Want a duty for a chosen person."""
        if field.data is None and self.officer_id.data is not None:
            message = "Hãy chọn nhiệm vụ."
            raise ValidationError(message)


class NominationForm(EditForm):
    """A department's list for one Saturday, as it writes it itself."""

    lines = FieldList(FormField(LineRow))
    remark = TextAreaField("Ghi chú cho Trung tâm", [at_most(500)])
    cannot_reason = TextAreaField("Lý do không cử được người", [at_most(500)])

    def offer(self, choices: Choices[OfferedDuty]) -> None:
        """Offer the duties of the day and the department's officers in every row."""
        duties = {row.id: row for row in choices.duties}
        officers = {row.id: row for row in choices.officers}
        for entry in self.lines:
            entry.form.duty_id.offer(duties, "Chọn nhiệm vụ", attrgetter("name"))
            entry.form.officer_id.offer(officers, "Chọn công chức", _with_post)

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows below those typed."""
        for row in rows:
            self.lines.append_entry(row)

    def drop(self, place: int) -> None:
        """Take one row away."""
        if place < len(self.lines):
            self._pop(place)

    def _pop(self, place: int) -> None:
        """Take a row out; those below move up."""
        self.lines.pop_entry(place)  # type: ignore[call-arg] # newer than its stubs

    def copy(self, rows: Iterable[Row]) -> None:
        """Put the rows of an earlier list in place of those without a person."""
        for place in reversed(range(len(self.lines))):
            if self.lines[place].form.officer_id.data is None:
                self._pop(place)
        there = {(row["duty_id"], row["officer_id"]) for row in self.lines.data}
        self.add(row for row in rows if (row["duty_id"], row["officer_id"]) not in there)

    def may_be_sent(self, choices: Choices[OfferedDuty]) -> bool:
        """Refuse, at its row, each duty without a person, unless it is said why there is none."""
        for entry in self.lines:
            duty = choices.duty(entry.form.duty_id.data)
            if duty and entry.form.officer_id.data is None and not self.cannot_reason.data:
                words = f"Hãy chọn người cho nhiệm vụ {duty.name}, hoặc bỏ dòng."
                self.refuse(words, entry.form.officer_id.name)
        return not any(entry.form.officer_id.errors for entry in self.lines)

    def report(self) -> Report | None:
        """Say on whose word it is sent: on nobody else's."""
        return None

    def typed(self, choices: Choices[OfferedDuty], whole: Hours) -> list[Line]:
        """Give the rows with a person."""
        lines = []
        for place, row in enumerate(self.lines.data):
            duty, officer = choices.duty(row["duty_id"]), choices.officer(row["officer_id"])
            if duty and officer:
                hours = part_of_day(row, whole)
                lines.append(Line(duty, officer, *hours, note=row["note_text"] or "", row=place))
        return lines


class ReportedNominationForm(ReportedForm, NominationForm):
    """A department's list that the Centre writes on its behalf."""

    def may_be_sent(self, choices: Choices[OfferedDuty]) -> bool:
        """Refuse, at its field, each part of the report that is missing too."""
        whole = super().may_be_sent(choices)
        return self.has_whole_report() and whole


def _with_post(officer: Officer) -> str:
    return f"{officer.name} – {officer.post}"


def row_of(line: NominationLine) -> Row:
    """Show a kept line again."""
    return {
        "duty_id": line.duty_id,
        "officer_id": line.officer_id,
        "starts_at": line.starts_at,
        "ends_at": line.ends_at,
        "note_text": line.note_text,
    }


class ReasonForm(BaseForm):
    """Why something is done."""

    reason = TextAreaField("Lý do", [required("Hãy ghi lý do."), at_most(300)])


class ReturnForm(ReasonForm):
    """Why a list goes back to its department."""


class CancelForm(ReasonForm):
    """Why a Saturday is not held."""


class MoveForm(BaseForm):
    """Which day a Saturday moves to, and why."""

    day = PickField("Ngày mới", [required("Hãy chọn ngày mới.")])
    change_reason = TextAreaField("Lý do dời", [required("Hãy ghi lý do dời."), at_most(300)])
    reason = StringField("Lý do vẫn chọn ngày không nên", [at_most(300)])

    def offer(self, days: Iterable[Judgement]) -> None:
        """Offer days with their verdicts in words."""
        self.day.offer([(one.day.toordinal(), _judged(one)) for one in days], none="Chọn thứ Bảy")

    def target(self, *, is_mobile: bool) -> Choice:
        """Give the day chosen."""
        return Choice(date.fromordinal(self.day.data), is_mobile, self.reason.data or "")


def _judged(one: Judgement) -> str:
    """Name a day with what speaks against it."""
    return f"{listed_day(one.day)}: " + (
        f"không nên, {one.reason}" if one.needs_reason else "phù hợp"
    )


class DutyForm(BaseForm):
    """Which duty it is about; stands before all else, on the page and among the faults."""

    duty_id = PickField("Nhiệm vụ", [required("Hãy chọn nhiệm vụ.")])


class SeatForm(BaseForm):
    """Who takes a duty: an officer, or somebody of a partner."""

    officer_id = PickField("Cán bộ, công chức")
    partner_id = PickField("Hoặc đơn vị phối hợp")
    person = StringField("Họ tên người của đơn vị", [at_most(80)])
    starts_at = ClockField("Từ giờ")
    ends_at = ClockField("Đến giờ")
    note_text = StringField("Ghi chú", [at_most(200)])

    def offer(self, choices: Choices[Duty]) -> None:
        """Offer officers and partners."""
        officers = [
            (row.id, f"{row.name} – {row.post}, {row.department.short_name}")
            for row in choices.officers
        ]
        self.officer_id.offer(officers, none="Chọn người")
        partners = [(row.id, row.name) for row in choices.partners]
        self.partner_id.offer(partners, none="Không")

    def validate_partner_id(self, field: Field) -> None:
        """Want one of the two."""
        if field.data is not None and self.officer_id.data is not None:
            message = "Hãy chọn một: cán bộ, công chức hoặc đơn vị phối hợp."
            raise ValidationError(message)

    def seat(self, duty: Duty, choices: Choices[Duty], whole: Hours) -> Seat:
        """Give the place on the board that was typed."""
        partner = choices.partner(self.partner_id.data)
        return Seat(
            duty,
            choices.officer(self.officer_id.data),
            partner,
            (self.person.data or "") if partner else "",
            *part_of_day(self.data, whole),
            note=self.note_text.data or "",
        )


class AssignForm(DutyForm, SeatForm):
    """Somebody put on the board by the Centre."""

    def offer(self, choices: Choices[Duty]) -> None:
        """Offer duties too."""
        super().offer(choices)
        self.duty_id.offer([(row.id, row.name) for row in choices.duties], none="Chọn nhiệm vụ")


class ReplaceForm(SeatForm, ReportedForm):
    """Somebody in another's place, why, and who said so."""

    reason = StringField("Lý do", [at_most(300)])
