"""What can be typed about the answers of villages?"""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from saturday import clock
from saturday.models.base import Report, Way
from saturday.models.commune import ContactPost, Hamlet
from saturday.models.villages import WAY_WORDS, ReceiptKind, Said
from saturday.rules.feedback import Voice
from saturday.web.fields import BaseForm, ClockField, DayField, at_most, option, phone, required

IN_VAIN, UNDO = "IN_VAIN", "UNDO"
WHAT = (
    (ReceiptKind.RECEIVED.name, "Đã nhận"),
    (ReceiptKind.PLAYED.name, "Đã phát loa"),
    (IN_VAIN, "Gọi không được"),
    (UNDO, "Bỏ xác nhận đã ghi"),
)
AT_HALL = (
    (ReceiptKind.HALL_READY.name, "Nhà văn hóa sẵn sàng"),
    (ReceiptKind.HALL_NOT_READY.name, "Nhà văn hóa chưa sẵn sàng"),
)
WAYS = [option(way.name, words.capitalize()) for way, words in WAY_WORDS.items()]
POSTS = tuple(one.words for one in (ContactPost.HEAD, ContactPost.SECRETARY, ContactPost.FRONT))
MUST_SAY_WHO = "Hãy ghi ai đã báo."


PLAYED_NOW = "PLAYED_NOW"
ANSWERS = frozenset(
    (PLAYED_NOW, *(one.name for one in ReceiptKind), *(f"{UNDO}_{one.name}" for one in ReceiptKind))
)


class RecordForm(BaseForm):
    """What some villages say, told to the Centre: one save for all that are ticked."""

    hamlet = SelectMultipleField("Thôn, bản", coerce=int)
    what = SelectField("Nội dung")
    way = SelectField("Theo", choices=WAYS, default=Way.TELEPHONE.name)
    reported_by = StringField("Do ai báo", [at_most(120)], default=POSTS[0])
    reported_at = ClockField("Lúc", [required("Hãy ghi giờ báo.")])
    reported_on = DayField("Ngày", [required("Hãy ghi ngày báo.")])
    reason = StringField("Vì sao nhà văn hóa chưa sẵn sàng", [at_most(300)])

    @classmethod
    def offering(cls, hamlets: Iterable[Hamlet], *, at_hall: bool, reached: bool) -> Self:
        """Offer these villages, and word of the hall where the Saturday is held in a village.

        ``reached``: those shown have received it, so what is new of them is that they played it.
        """
        now, usual = clock.now(), ReceiptKind.PLAYED if reached else ReceiptKind.RECEIVED
        begun = {"what": usual.name, "reported_at": now.time(), "reported_on": now.date()}
        form = cls(data=begun)
        form.hamlet.choices = [(one.id, one.name) for one in hamlets]
        form.what.choices = [option(*one) for one in (*WHAT, *(AT_HALL if at_hall else ()))]
        return form

    def validate_hamlet(self, field: SelectMultipleField) -> None:
        """Want at least one village."""
        if not field.data:
            message = "Hãy chọn ít nhất một thôn."
            raise ValidationError(message)

    def validate_reported_by(self, field: StringField) -> None:
        """Want to know who said it, unless nobody did."""
        if self.what.data not in {IN_VAIN, UNDO} and not field.data:
            raise ValidationError(MUST_SAY_WHO)

    @property
    def ticked(self) -> set[int]:
        """The villages that were ticked."""
        return set(self.hamlet.data or ())

    @property
    def moment(self) -> datetime:
        """When word came."""
        day, hour = self.reported_on.data, self.reported_at.data
        if day is None or hour is None:
            message = "ask only after validate()"
            raise RuntimeError(message)
        return datetime.combine(day, hour, tzinfo=clock.TIMEZONE)

    def said(self, batch: str) -> Said:
        """Give what was typed."""
        if self.what.data == IN_VAIN:
            return Said(ReceiptKind.RECEIVED, self.moment, batch=batch)
        report = Report(self.reported_by.data or "", Way[self.way.data], self.moment)
        kind, reason = ReceiptKind[self.what.data], self.reason.data or ""
        return Said(kind, self.moment, reason, report, batch=batch)


class LinksForm(BaseForm):
    """For whom links are made."""

    hamlet = SelectMultipleField("Thôn, bản", coerce=int)
    holder = SelectField("Phiếu cho")
    again = BooleanField("Thu hồi liên kết đang có của các thôn đã chọn")

    @classmethod
    def offering(cls, hamlets: Iterable[Hamlet]) -> Self:
        """Offer these villages."""
        form = cls()
        form.hamlet.choices = [(one.id, one.name) for one in hamlets]
        form.holder.choices = [
            option("", "Cả thôn, không ghi người"),
            *(option(one.name, one.words) for one in ContactPost),
        ]
        return form

    def validate_hamlet(self, field: SelectMultipleField) -> None:
        """Want at least one village."""
        if not field.data:
            message = "Hãy chọn ít nhất một thôn."
            raise ValidationError(message)


class AnswerForm(BaseForm):
    """What a village says by itself, on its own page: each button is an answer."""

    what = StringField("Xác nhận")
    played_on = StringField("Ngày phát")
    played_at = StringField("Giờ phát")
    reason = StringField("Vì sao chưa được", [at_most(300)])

    csrf_token = None  # type: ignore[assignment] # the link is the key: no cookie, no token of one

    def validate_what(self, field: StringField) -> None:
        """Refuse what is on no button."""
        if field.data not in ANSWERS:
            message = "Hãy bấm một nút trên trang."
            raise ValidationError(message)


class DifficultyForm(BaseForm):
    """What is hard in a village, as its head or the Front says it."""

    voice = RadioField(
        "Người gửi",
        choices=[
            option(Voice.VILLAGE_HEAD.name, "Trưởng thôn, trưởng bản"),
            option(Voice.FRONT.name, "Ban công tác Mặt trận"),
        ],
        validate_choice=False,  # whoever else speaks, the village's head sends it
    )
    content = TextAreaField("Khó khăn, ý kiến của thôn")
    name = StringField("Họ và tên người gửi", [at_most(120)])
    phone = StringField("Số điện thoại", [at_most(40), phone])

    csrf_token = None  # type: ignore[assignment] # as above; the page of an account has it beside

    @property
    def who(self) -> Voice:
        """Who speaks."""
        return Voice.FRONT if self.voice.data == Voice.FRONT.name else Voice.VILLAGE_HEAD
