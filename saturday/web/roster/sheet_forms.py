"""What can be typed about who came, what they choose, and hours taken off?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from itertools import count, takewhile
from typing import Self

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, FormField, HiddenField, SelectField, StringField
from wtforms.validators import ValidationError

from saturday.models.attendance import Attendance, LeaveDay, OnDay, Stay
from saturday.rules.attendance import Came, HoursChoice
from saturday.vietnamese.dates import clock_short
from saturday.vietnamese.durations import duration_short, parse_duration
from saturday.vietnamese.names import nfc
from saturday.web.fields import BaseForm, ClockField, DayField, EditForm, at_most, option, required
from saturday.web.roster.forms import ReportedForm, Row, RowForm

CAME = [option(one.name, one.words) for one in Came]
NOT_YET = option("", "chưa chọn")
CHOICES = [NOT_YET, *(option(one.name, one.words) for one in HoursChoice)]


class AttendanceRow(RowForm):
    """Whether one person came, from when until when."""

    key = HiddenField()
    came = SelectField("Tình trạng", choices=CAME, validate_choice=False)
    starts_at = ClockField("Giờ đến")
    ends_at = ClockField("Giờ về")
    note_text = StringField("Ghi chú, lý do vắng", [at_most(200)])

    def validate_came(self, field: Field) -> None:
        """Want one of the three."""
        if field.data not in Came.__members__:
            message = "Hãy chọn có mặt hay vắng."
            raise ValidationError(message)


class AttendanceForm(EditForm):
    """Who came on a Saturday: a row for each person, one save for all."""

    rows = FieldList(FormField(AttendanceRow))

    @classmethod
    def over(cls, people: Sequence[OnDay], version: str) -> Self:
        """Lay out a row for each person: as typed, else as recorded, else as usual."""
        shown = [row_of(one) for one in people]
        if request.method == "POST":
            return cls(formdata=_relaid(request.form, shown))
        form = cls(data={"rows": shown})
        form.version.data = form.version.data or version
        return form

    def typed(self, people: Sequence[OnDay]) -> list[Stay]:
        """Give what was typed of each person."""
        return [
            Stay(
                one=one,
                came=Came[row["came"]],
                starts_at=row["starts_at"],
                ends_at=row["ends_at"],
                note=row["note_text"] or "",
                place=place,
            )
            for place, (one, row) in enumerate(zip(people, self.rows.data, strict=True))
        ]


def row_of(one: OnDay) -> Row:
    """Give what the row of a person begins with: came, for the hours of the duties."""
    row = one.attendance
    stay = row.stay if row else None
    starts_at, ends_at = stay or one.usual or (None, None)
    return {
        "key": one.key,
        "came": row.came.name if row else Came.PRESENT.name,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "note_text": row.note_text if row else "",
    }


def _relaid(typed: MultiDict[str, str], shown: Sequence[Row]) -> MultiDict[str, str]:
    """Put typed rows beside the people of now: somebody may have come or gone since."""
    places = takewhile(lambda place: f"rows-{place}-key" in typed, count())
    known = {nfc(typed[f"rows-{place}-key"]): place for place in places}
    laid = MultiDict((name, typed[name]) for name in typed if not name.startswith("rows-"))
    for place, row in enumerate(shown):
        old = known.get(row["key"])
        for name, value in row.items():
            kept = typed.get(f"rows-{old}-{name}") if old is not None else None
            laid[f"rows-{place}-{name}"] = _as_typed(value) if kept is None else kept
    return laid


def _as_typed(value: object) -> str:
    """Write a value as a browser would send it."""
    return clock_short(value) if isinstance(value, time) else str(value or "")


class ChoiceRow(RowForm):
    """What one officer wants for the hours of a Saturday."""

    key = HiddenField()
    choice = SelectField("Lựa chọn", choices=CHOICES, validate_choice=False)

    def validate_choice(self, field: Field) -> None:
        """Want one of the two, or none yet."""
        if field.data and field.data not in HoursChoice.__members__:
            message = "Hãy chọn nghỉ bù hay thanh toán."
            raise ValidationError(message)


class ChoicesForm(ReportedForm, EditForm):
    """What the officers of a Saturday chose, recorded on their behalf."""

    rows = FieldList(FormField(ChoiceRow))

    @classmethod
    def over(cls, attendances: Iterable[Attendance], version: str) -> Self:
        """Lay out a row for each officer with hours: as typed, else as recorded."""
        shown: list[Row] = [
            {"key": str(one.id), "choice": one.choice.name if one.choice else ""}
            for one in attendances
        ]
        if request.method == "POST":
            return cls(formdata=_relaid(request.form, shown))
        form = cls(data={"rows": shown})
        form.version.data = form.version.data or version
        form.suggest_today()
        return form

    @property
    def typed(self) -> Mapping[str, HoursChoice | None]:
        """Give what was chosen, by the number of the row."""
        return {
            row["key"]: HoursChoice[row["choice"]] if row["choice"] else None
            for row in self.rows.data
        }


class DurationField(StringField):
    """How long, typed as people write it: 4; 3,5; 3h30."""

    data: int | None  # type: ignore[assignment] # minutes

    def _value(self) -> str:
        """Show what was typed, else the stored minutes."""
        if self.raw_data:
            return str(self.raw_data[0])
        return duration_short(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read how long, refusing what can't be read."""
        text = nfc(str(valuelist[0])) if valuelist else ""
        self.data = parse_duration(text) if text else None
        if text and self.data is None:
            message = "Hãy ghi số giờ, ví dụ 4 hoặc 3,5 hoặc 3h30."
            raise ValueError(message)


class LeaveForm(BaseForm):
    """Hours that an officer takes off on one day."""

    day = DayField("Ngày nghỉ bù", [required("Hãy ghi ngày nghỉ.")])
    minutes = DurationField("Số giờ nghỉ")
    note_text = StringField("Ghi chú", [at_most(200)])

    def wanted(self) -> LeaveDay:
        """Give what was typed; no hours at all are refused by the rule."""
        typed = self.data
        return LeaveDay(typed["day"], typed["minutes"] or 0, typed["note_text"] or "")


class OwnChoiceForm(BaseForm):
    """One press of a button: time off, or payment, for the hours of one Saturday."""

    choice = StringField("Lựa chọn")
    version = HiddenField()
