"""What is tapped and typed at the desk?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Self

from flask import request
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import StopValidation

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Department, Hamlet
from saturday.models.forms import Draft
from saturday.models.intake import Applicant, Deed, Due, Fee
from saturday.models.procedures import Procedure
from saturday.rules.identifiers import parse_identity_number
from saturday.rules.intake import (
    LONGEST_REMARK,
    MOST_AT_ONCE,
    MOST_VND,
    Filing,
    Guidance,
    Outcome,
    Payment,
)
from saturday.vietnamese.numbers import grouped
from saturday.web.fields import (
    NOT_OFFERED,
    BaseForm,
    ClockField,
    DayField,
    OneOfButtons,
    OneOfList,
    PickField,
    WholeNumberField,
    at_most,
    phone,
)
from saturday.web.intake.log_forms import LONGEST_CODE, LONGEST_NAME, LONGEST_REASON, codes

SWITCHED: Mapping[str, Sequence[str]] = {  # fields that appear when one of these settings is on
    "name": ("desk.names",),
    "is_organisation": ("desk.names", "desk.identity"),
    "phone": ("desk.phones",),
    "identity_number": ("desk.identity",),
}


def _stop_when(condition: object, words: str) -> None:
    """Refuse a field when the condition holds."""
    if condition:
        raise StopValidation(words)


class OneRow(PickField):
    """A choice whose row is asked for by itself: the whole list is read only to be shown."""

    row: Any = None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002, ANN401 - WTForms calls it so
        """Refuse a name that was typed and is none; the form looks for the row."""
        if self.process_errors:
            raise StopValidation

    def find(self, model: type[Any]) -> None:
        """Ask for the row that was chosen."""
        self.row = model.found(db.session, "id", self.data) if self.data else None
        _stop_when(self.data and self.row is None, NOT_OFFERED)


class TappedForm(BaseForm):
    """What both speeds of the desk ask: how many, when, and whether for the same person."""

    quantity: WholeNumberField
    hour: ClockField
    procedure: OneRow
    same = StringField()  # the number of the line before

    day: date
    pressed_at: datetime | None = None  # of a tap whose moment is known without
    is_later: bool  # whether it is copied from paper, so that the true hour must be said
    outside: ClassVar[str]  # what to do with a true hour at which the desk was not open

    @classmethod
    def on(cls, day: date, *, is_later: bool, **values: Any) -> Self:  # noqa: ANN401 - of fields
        """Make the form for a Saturday."""
        form = cls(**values)
        form.day, form.is_later = day, is_later
        return form

    @classmethod
    def fresh(cls, day: date, *, is_later: bool, **values: Any) -> Self:  # noqa: ANN401 - as above
        """Make the form to be shown, beside another one that was sent."""
        unsent = {"formdata": None} if request.method == "POST" else {}
        return cls.on(day, is_later=is_later, **unsent, **values)

    def refuse(self, reason: str, field: str | None = None) -> None:
        """Put what is said of the moment at the hour, which says it here."""
        super().refuse(reason, "hour" if field == "happened_at" else field)

    def validate_quantity(self, field: WholeNumberField) -> None:
        """Refuse none, and more than a line holds."""
        wrong = not field.process_errors and not 1 <= (field.data or 0) <= MOST_AT_ONCE
        _stop_when(wrong, f"Số lượng từ 1 đến {MOST_AT_ONCE}.")

    def validate_hour(self, field: ClockField) -> None:
        """Ask for the true hour of what is copied from paper."""
        empty = not field.process_errors and field.data is None
        asked = self.is_later and self.pressed_at is None
        _stop_when(empty and asked, "Hãy ghi giờ thật của việc này, ví dụ 8h20.")

    def validate_procedure(self, field: OneRow) -> None:
        """Look for the procedure; it must hold on the day."""
        field.find(Procedure)
        _stop_when(field.row is not None and not field.row.validity.holds_on(self.day), NOT_OFFERED)

    @property
    def happened_at(self) -> datetime | None:
        """When it happened, where it is written down later; none: now."""
        if self.hour.data is None:
            return self.pressed_at
        return datetime.combine(self.day, self.hour.data, tzinfo=clock.TIMEZONE)


class TallyForm(TappedForm):
    """One tap: an outcome, a usual procedure, or what people were helped with."""

    quantity = WholeNumberField("Số lượng", default="1", id="tally-quantity")
    hour = ClockField("Giờ thật", id="tally-hour")
    outcome = StringField(id="tally")
    procedure = OneRow("Thủ tục", id="tally")
    guidance = StringField(id="tally")
    kept = StringField()  # the number of a tap that was sent into an ended sign-in
    drop = StringField()  # whether that one is not to be counted

    outside = "Đúng giờ thì ghi ở phần ghi chi tiết, kèm lý do ở ô Ghi chú."

    @classmethod
    def _kept(cls) -> Draft | None:
        """Leave the buttons as they are: a kept tap stands beside them with its own numbers."""
        return None

    @property
    def tapped(self) -> Outcome | None:
        """The outcome of the button; none for a button of a procedure."""
        if self.guidance.data in set(Guidance):
            return Outcome.GUIDED
        return Outcome(self.outcome.data) if self.outcome.data in set(Outcome) else None

    @property
    def guided(self) -> Guidance | None:
        """With what people were helped, where the button says it."""
        return Guidance(self.guidance.data) if self.guidance.data in set(Guidance) else None


class LineForm(TappedForm):
    """One line of the log in full."""

    outside = "Đúng giờ thì ghi lý do ở ô Ghi chú."

    about = StringField()  # the number of a tapped line that is told in full
    version = StringField()  # of that line, as it was shown
    quantity = WholeNumberField("Số lượng", default="1")
    hour = ClockField("Giờ thật")
    procedure = OneRow("Thủ tục")
    hamlet = OneRow("Thôn, bản")
    outcome = OneOfList("Kết quả", choices=codes(Outcome, "Theo thủ tục"))
    due_on = DayField("Hẹn trả")
    filing = OneOfButtons("Hình thức nộp", choices=codes(Filing), default=Filing.DIRECT.value)
    remark = StringField("Ghi chú", [at_most(LONGEST_REMARK)])
    name = StringField("Người nộp hồ sơ", [at_most(LONGEST_NAME)])
    is_organisation = BooleanField("Là tổ chức, doanh nghiệp")
    phone = StringField("Điện thoại", [phone])
    identity_number = StringField("Số định danh")
    dossier_code = StringField("Mã hồ sơ", [at_most(LONGEST_CODE)])
    decider = OneRow("Cơ quan giải quyết")
    guidance = OneOfList("Nội dung hướng dẫn", choices=codes(Guidance, "Không ghi"))
    fee = WholeNumberField("Phí, lệ phí (đồng)")
    payment = OneOfList("Hình thức thanh toán", choices=codes(Payment, "Không ghi"))
    fee_receipt = StringField("Biên lai số", [at_most(LONGEST_CODE)])
    due_reason = StringField("Lý do hẹn khác hạn chuẩn", [at_most(LONGEST_REASON)])

    def switch(self, texts: Mapping[str, str]) -> Self:
        """Leave out what the settings have not turned on."""
        for field, keys in SWITCHED.items():
            if "yes" not in map(texts.get, keys):
                del self[field]
        return self

    def validate_hour(self, field: ClockField) -> None:
        """Ask for no hour of a line that has its own: it is told in full."""
        if not self.about.data:
            super().validate_hour(field)

    def validate_hamlet(self, field: OneRow) -> None:
        """Look for the village."""
        field.find(Hamlet)

    def validate_decider(self, field: OneRow) -> None:
        """Look for the department."""
        field.find(Department)

    def validate_identity_number(self, field: StringField) -> None:
        """Read the number of a person, or of what is ticked as an organisation."""
        if field.data:
            is_organisation = bool(self.is_organisation.data)
            number = parse_identity_number(field.data, is_organisation=is_organisation)
            body = "Hãy ghi mã số thuế 10 hoặc 13 chữ số."
            person = "Hãy ghi đủ 12 chữ số của số định danh; mã số thuế thì chọn Là tổ chức."
            _stop_when(number is None, body if is_organisation else person)
            field.data = number

    def validate_fee(self, field: WholeNumberField) -> None:
        """Refuse a slip of the hand."""
        words = f"Phí của một dòng tối đa {grouped(MOST_VND)} đồng."
        _stop_when((field.data or 0) > MOST_VND, words)

    def validate_outcome(self, field: SelectField) -> None:
        """Refuse a line that says neither what it was nor what became of it."""
        neither = not field.data and not self.procedure.data and not self.procedure.errors
        _stop_when(neither, "Hãy chọn thủ tục hoặc kết quả.")

    @property
    def said(self) -> Outcome | None:
        """The outcome that was chosen; none: the usual one of the procedure."""
        return Outcome(self.outcome.data) if self.outcome.data else None

    def applicant(self) -> Applicant:
        """Say who it was, as far as the settings let it be asked."""
        return Applicant(
            name=self._typed("name"),
            is_organisation=bool("is_organisation" in self and self["is_organisation"].data),
            hamlet=self.hamlet.row,
            phone=self._typed("phone"),
            identity_number=self._typed("identity_number"),
        )

    def deed(self, outcome: Outcome, due: Due) -> Deed:
        """Say what was done."""
        return Deed(
            outcome=outcome,
            procedure=self.procedure.row,
            quantity=self.quantity.data or 0,
            filing=Filing(self.filing.data),
            guidance=Guidance(self.guidance.data) if self.guidance.data else None,
            dossier_code=self.dossier_code.data or "",
            decider=self.decider.row,
            fee=Fee(
                self.fee.data,
                Payment(self.payment.data) if self.payment.data else None,
                self.fee_receipt.data or "",
            ),
            due=due,
            remark=self.remark.data or "",
        )

    def _typed(self, name: str) -> str:
        """Give a text that a setting may have left out."""
        return str(self[name].data or "") if name in self else ""
