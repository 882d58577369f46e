"""What is typed to find an opinion, or to write one down?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, Self, TypeVar

from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from saturday import clock
from saturday.models.base import Model, Report, Way
from saturday.models.commune import Hamlet, SubjectArea
from saturday.models.feedback import Feedback, Opinion, Speaker
from saturday.models.plan import DutySession
from saturday.rules.coded import Coded
from saturday.rules.feedback import (
    FeedbackKind,
    FeedbackSource,
    Voice,
    refuse_half_named,
)
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import listed_day, numeric_day
from saturday.web.fields import (
    BaseForm,
    ClockField,
    DayField,
    EditForm,
    PickField,
    at_most,
    option,
    person_name,
    phone,
    required,
)

Row = TypeVar("Row", bound=Model)
LONGEST_SEARCH, LONGEST_NAME, LONGEST_ADDRESS, LONGEST_CODE = 60, 120, 200, 40
NAMED, UNNAMED = "NAMED", "UNNAMED"
WAYS = [option("", "Không ghi hộ"), *(option(one.name, f"Theo {one.value}") for one in Way)]
# Through the desk comes all but what people write on the commune's page.
SOURCES = [one for one in FeedbackSource if one is not FeedbackSource.PUBLIC_FORM]


class SearchForm(BaseForm):
    """What is looked for in the register."""

    sought = StringField(
        "Tìm ý kiến",
        [
            required("Hãy gõ một phần nội dung, tên, số điện thoại hoặc số."),
            at_most(LONGEST_SEARCH),
        ],
    )

    def validate_sought(self, field: Field) -> None:
        """Refuse a single letter: all of the register would be found."""
        if len(field.data) == 1:
            message = "Hãy gõ ít nhất 2 ký tự."
            raise ValidationError(message)


def codes(kinds: Iterable[Coded]) -> list[Any]:
    """Give codes to choose from, their words as a heading writes them."""
    return [option(one.value, one.words[:1].upper() + one.words[1:]) for one in kinds]


def reader(kind: type[Coded]) -> Any:  # noqa: ANN401 - what WTForms calls to read a choice
    """Give what reads a choice of codes; what is none of them is nothing."""
    return lambda value: kind(value) if value in set(kind) else None


def picked(rows: Iterable[Row], number: int | None) -> Row | None:
    """Give the row that was chosen."""
    return next((one for one in rows if one.id == number), None)


def with_present(rows: Iterable[Row], present: Row | None) -> list[Row]:
    """Offer what an opinion has now too, even when it is past."""
    known = list(rows)
    return known if present is None or present in known else [*known, present]


@dataclass(frozen=True, slots=True)
class Offered:
    """Villages, Saturdays and fields that may be chosen."""

    hamlets: Sequence[Hamlet]
    saturdays: Sequence[DutySession]
    areas: Sequence[SubjectArea]


class OpinionFields:
    """What is written down of an opinion, whichever way it came."""

    kind = RadioField(
        "Loại",
        [required("Hãy chọn loại ý kiến.")],
        choices=codes(FeedbackKind),
        coerce=reader(FeedbackKind),
        validate_choice=False,
    )
    voice = SelectField(
        "Người nêu là",
        [required("Hãy chọn người nêu là ai.")],
        choices=codes(Voice),
        coerce=reader(Voice),
        validate_choice=False,
    )
    content = TextAreaField("Nội dung, ghi đúng lời người nêu")
    named = RadioField(
        "Ghi tên hay không",
        [required("Hãy chọn có ghi tên hay không.")],
        choices=[
            option(NAMED, "Có tên: phải trả lời trong thời hạn"),
            option(UNNAMED, "Góp ý không ghi tên: luật không định thời hạn"),
        ],
        validate_choice=False,
    )
    name = StringField("Họ và tên", [at_most(LONGEST_NAME), person_name])
    address = StringField("Địa chỉ", [at_most(LONGEST_ADDRESS)])
    phone = StringField("Số điện thoại", [at_most(LONGEST_CODE), phone])
    is_hidden = BooleanField("Không in tên ra giấy")
    hamlet = PickField("Thôn, bản")
    duty_session = PickField("Buổi thứ Bảy")
    subject_area = PickField("Lĩnh vực")
    national_number = StringField("Số trên Cổng quốc gia", [at_most(LONGEST_CODE)])

    def offer(self, offered: Offered) -> None:
        """Offer what may be chosen."""
        self.hamlet.offer([(one.id, one.name) for one in offered.hamlets], "Không ghi")
        saturdays = [(one.id, listed_day(one.day)) for one in offered.saturdays]
        self.duty_session.offer(saturdays, "Không phải ở buổi thứ Bảy")
        self.subject_area.offer([(one.id, one.name) for one in offered.areas], "Không ghi")

    @property
    def speaker(self) -> Speaker:
        """Who said it; raises NotAllowedNow for somebody named by half, or half unnamed."""
        name, address, number = (one.data or "" for one in (self.name, self.address, self.phone))
        if self.named.data == UNNAMED:
            both = "Đã ghi họ và tên. Hãy chọn “Có tên”, hoặc xóa tên, địa chỉ, điện thoại."
            refuse_when(bool(name or address or number), both, field="named")
            return Speaker()
        refuse_half_named(name, address, number)
        return Speaker(name, address, number, is_hidden=bool(self.is_hidden.data))

    def opinion(
        self, source: FeedbackSource, offered: Offered, received_at: datetime | None = None
    ) -> Opinion:
        """Give what was typed."""
        return Opinion(
            content=self.content.data or "",
            source=source,
            kind=self.kind.data,
            voice=self.voice.data,
            speaker=self.speaker,
            hamlet=picked(offered.hamlets, self.hamlet.data),
            duty_session=picked(offered.saturdays, self.duty_session.data),
            subject_area=picked(offered.areas, self.subject_area.data),
            received_at=received_at,
            national_number=self.national_number.data or "",
        )


class RecordForm(OpinionFields, BaseForm):
    """An opinion as somebody tells it, with where and when it came."""

    source = RadioField(
        "Nơi đến",
        [required("Hãy chọn ý kiến đến từ đâu.")],
        choices=codes(SOURCES),
        coerce=reader(FeedbackSource),
        validate_choice=False,
    )
    received_on = DayField("Ngày nhận", [required("Hãy ghi ngày nhận.")])
    received_at = ClockField("Giờ nhận", [required("Hãy ghi giờ nhận.")])
    reported_by = StringField("Do ai báo", [at_most(LONGEST_NAME)])
    way = SelectField("Ghi hộ", choices=WAYS)

    @classmethod
    def begin(cls, offered: Offered, saturday: DutySession | None) -> Self:
        """Offer the desk, now; on a Saturday the opinion belongs to it."""
        now = clock.now()
        form = cls(
            data={
                "source": FeedbackSource.DESK,
                "kind": FeedbackKind.REPORT,
                "voice": Voice.CITIZEN,
                "named": NAMED,
                "received_on": now.date(),
                "received_at": now.time(),
                "duty_session": saturday.id if saturday else None,
            }
        )
        form.offer(offered)
        return form

    def validate_source(self, field: Field) -> None:
        """Refuse what nobody at the desk can have heard."""
        if field.data not in SOURCES:
            message = "Hãy chọn ý kiến đến từ đâu."
            raise ValidationError(message)

    def validate_reported_by(self, field: Field) -> None:
        """Want to know which village, and who spoke for it, when one sent it."""
        told = self.source.data is FeedbackSource.VILLAGE or self.way.data
        if told and not field.data:
            message = "Hãy ghi ai đã báo."
            raise ValidationError(message)

    def validate_hamlet(self, field: Field) -> None:
        """Want the village that sent it."""
        if self.source.data is FeedbackSource.VILLAGE and not field.data:
            message = "Hãy chọn thôn, bản đã gửi ý kiến."
            raise ValidationError(message)

    def validate_way(self, field: Field) -> None:
        """Want the way in which it was told, when somebody told it."""
        if self.reported_by.data and not field.data:
            message = "Hãy chọn ghi hộ theo cách nào."
            raise ValidationError(message)

    @property
    def moment(self) -> datetime:
        """When it came."""
        typed = self.data
        return datetime.combine(typed["received_on"], typed["received_at"], clock.TIMEZONE)

    @property
    def report(self) -> Report | None:
        """Who told it on somebody's behalf, when somebody did."""
        if not self.reported_by.data:
            return None
        return Report(self.reported_by.data, Way[self.way.data], self.moment)


class CorrectForm(OpinionFields, EditForm):
    """An opinion as it should have been written down."""

    @classmethod
    def of(cls, row: Feedback, offered: Offered, **kw: Any) -> Self:  # noqa: ANN401 - WTForms'
        """Show an opinion as it stands."""
        shown = SimpleNamespace(version=row.version)
        form = cls(obj=shown, data=_values(row), **kw)
        form.offer(offered)
        return form

    def differences(self, row: Feedback, offered: Offered) -> list[tuple[str, str, str]]:
        """Give what is saved beside what was typed, where they differ."""
        saved = CorrectForm.of(row, offered, formdata=None)
        names = [name for name in self._fields if name in _values(row)]
        pairs = ((self[name], in_words(saved[name]), in_words(self[name])) for name in names)
        return [(one.label.text, theirs, own) for one, theirs, own in pairs if theirs != own]


def _values(row: Feedback) -> dict[str, object]:
    """Give what stands in the fields of an opinion."""
    return {
        "kind": row.kind,
        "voice": row.voice,
        "content": row.content,
        "named": NAMED if row.is_named else UNNAMED,
        "name": row.name,
        "address": row.address,
        "phone": row.phone,
        "is_hidden": row.is_hidden,
        "hamlet": row.hamlet_id,
        "duty_session": row.duty_session_id,
        "subject_area": row.subject_area_id,
        "national_number": row.national_number,
    }


def in_words(field: Field) -> str:
    """Say what stands in a field: the words of what was chosen, else what was typed."""
    if isinstance(field.data, bool):
        return "có" if field.data else "không"
    if hasattr(field, "iter_choices"):
        words = {str(one[0]): str(one[1]) for one in field.iter_choices()}
        return words.get("" if field.data is None else str(field.data), "")
    if isinstance(field.data, date):
        return numeric_day(field.data)
    return str(field.data or "")
