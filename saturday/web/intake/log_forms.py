"""What is typed to look for a line of the log, to correct it, or to void it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar

from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from saturday.models.base import Model
from saturday.models.commune import Commune, Department, Hamlet
from saturday.models.intake import Applicant, Deed, Fee, IntakeEntry
from saturday.models.procedures import Procedure
from saturday.rules.coded import Coded
from saturday.rules.identifiers import parse_identity_number, show_identity_number, show_phone
from saturday.rules.intake import (
    LONGEST_REMARK,
    MOST_VND,
    Filing,
    Guidance,
    Outcome,
    Payment,
)
from saturday.vietnamese.dates import numeric_day
from saturday.vietnamese.numbers import grouped
from saturday.web.fields import (
    BaseForm,
    DayField,
    EditForm,
    PickField,
    WholeNumberField,
    at_most,
    option,
    optional,
    phone,
    required,
)

Row = TypeVar("Row", bound=Model)
LONGEST_NAME, LONGEST_CODE, LONGEST_REASON = 120, 40, 200
PERSONAL = {"name": "desk.names", "phone": "desk.phones", "identity_number": "desk.identity"}


class SearchForm(BaseForm):
    """What is looked for over all years."""

    sought = StringField(
        "Cần tìm",
        [
            required("Hãy gõ tên, thôn, bản, số điện thoại, mã hồ sơ hoặc thủ tục."),
            at_most(LONGEST_NAME),
        ],
    )

    def validate_sought(self, field: Field) -> None:
        """Refuse a single letter: half of the log would be found."""
        if len(field.data) == 1:
            message = "Hãy gõ ít nhất 2 ký tự."
            raise ValidationError(message)


class VoidForm(EditForm):
    """Why a line counts no longer."""

    void_reason = StringField(
        "Lý do hủy", [required("Hãy ghi lý do hủy."), at_most(LONGEST_REASON)]
    )

    @classmethod
    def of(cls, row: IntakeEntry) -> Self:
        """Show the version that is voided."""
        return cls(obj=row.state)


def codes(kind: type[Coded], none: str | None = None) -> list[Any]:
    """Give the codes of a kind to choose from."""
    first = [option("", none)] if none else []
    return [*first, *(option(one.value, one.words[:1].upper() + one.words[1:]) for one in kind)]


def reader(kind: type[Coded]) -> Any:  # noqa: ANN401 - what WTForms calls to read a choice
    """Give what reads a choice of codes; the empty one is none."""
    return lambda value: kind(value) if value and value in set(kind) else None


@dataclass(frozen=True, slots=True)
class Offered:
    """What a line may be changed to, and what may be asked of the person."""

    procedures: Sequence[Procedure]
    hamlets: Sequence[Hamlet]
    departments: Sequence[Department]
    commune: Commune


class CorrectForm(EditForm):
    """A line as it should have been written, and why it is changed."""

    procedure = PickField("Thủ tục")
    quantity = WholeNumberField("Số lượng", [InputRequired("Hãy ghi số lượng.")])
    outcome = SelectField(
        "Kết quả",
        [required("Hãy chọn kết quả.")],
        choices=codes(Outcome),
        coerce=reader(Outcome),
        validate_choice=False,
    )
    filing = RadioField(
        "Hình thức nộp",
        [required("Hãy chọn hình thức nộp.")],
        choices=codes(Filing),
        coerce=reader(Filing),
        validate_choice=False,
    )
    guidance = SelectField(
        "Nội dung hướng dẫn", choices=codes(Guidance, "Không ghi"), coerce=reader(Guidance)
    )
    due_on = DayField("Hẹn trả", [optional()])
    due_reason = StringField("Lý do hẹn khác hạn chuẩn", [at_most(LONGEST_REASON)])
    name = StringField("Họ và tên, hoặc tên tổ chức", [at_most(LONGEST_NAME)])
    hamlet = PickField("Thôn, bản")
    phone = StringField("Điện thoại", [phone])
    identity_number = StringField("Số định danh")
    is_organisation = BooleanField("Là tổ chức, doanh nghiệp")
    dossier_code = StringField("Mã hồ sơ", [at_most(LONGEST_CODE)])
    decider = PickField("Cơ quan giải quyết")
    fee = WholeNumberField("Phí, lệ phí (đồng)", [optional()])
    payment = SelectField(
        "Hình thức thanh toán", choices=codes(Payment, "Không ghi"), coerce=reader(Payment)
    )
    receipt = StringField("Biên lai số", [at_most(LONGEST_CODE)])
    remark = TextAreaField("Ghi chú", [at_most(LONGEST_REMARK)])
    reason = StringField("Lý do sửa", [required("Hãy ghi lý do sửa."), at_most(LONGEST_REASON)])

    def validate_identity_number(self, field: Field) -> None:
        """Read the number however it is spaced."""
        if not field.data:
            return
        number = parse_identity_number(field.data, is_organisation=self.is_organisation.data)
        if number is None:
            person = "Hãy ghi đủ 12 chữ số của số định danh."
            body = "Hãy ghi mã số thuế 10 hoặc 13 chữ số."
            raise ValidationError(body if self.is_organisation.data else person)
        field.data = number

    def validate_fee(self, field: Field) -> None:
        """Refuse a slip of the hand."""
        if (field.data or 0) > MOST_VND:
            message = f"Số tiền tối đa {grouped(MOST_VND)} đồng."
            raise ValidationError(message)

    def validate_due_on(self, field: Field) -> None:
        """Refuse an appointment for what was not received."""
        if field.data and self.outcome.data is not Outcome.RECEIVED:
            message = f"Chỉ ghi hẹn trả khi kết quả là “{Outcome.RECEIVED.words}”."
            raise ValidationError(message)

    @classmethod
    def of(cls, row: IntakeEntry, offered: Offered, **kw: Any) -> Self:  # noqa: ANN401 - WTForms'
        """Show a line as it is; what the settings keep unasked is not shown."""
        form = cls(obj=row.state, data=_values(row), **kw)
        form.procedure.offer([(one.id, one.short_name) for one in offered.procedures], "Không ghi")
        form.hamlet.offer([(one.id, one.name) for one in offered.hamlets], "Không ghi")
        form.decider.offer([(one.id, one.name) for one in offered.departments], "Không ghi")
        for name, setting in PERSONAL.items():
            if offered.commune.text(setting) != "yes":
                delattr(form, name)
        return form

    def deed(self, row: IntakeEntry, offered: Offered) -> Deed:
        """Give the thing as it is typed now; its appointment is counted apart."""
        outcome = self.outcome.data
        return Deed(
            outcome=outcome,
            procedure=_picked(offered.procedures, self.procedure.data),
            quantity=self.quantity.data or 0,
            filing=self.filing.data or row.filing,
            guidance=self.guidance.data if outcome is Outcome.GUIDED else None,
            dossier_code=self.dossier_code.data or "",
            decider=_picked(offered.departments, self.decider.data),
            fee=Fee(self.fee.data, self.payment.data, self.receipt.data or ""),
            remark=self.remark.data or "",
        )

    def applicant(self, row: IntakeEntry, offered: Offered) -> Applicant:
        """Give who came as typed now; what is not asked stays."""
        asked = {name: self[name].data for name in PERSONAL if name in self}
        known = replace(row.visit.applicant, **asked)
        hamlet = _picked(offered.hamlets, self.hamlet.data)
        return replace(known, is_organisation=self.is_organisation.data, hamlet=hamlet)

    def differences(self, row: IntakeEntry, offered: Offered) -> list[tuple[str, str, str]]:
        """Give what is saved beside what was typed, where they differ."""
        saved = CorrectForm.of(row, offered, formdata=None)
        pairs = [(self[name], saved[name]) for name in self._fields if name not in FRAME]
        said = [(own.label.text, _words(theirs), _words(own)) for own, theirs in pairs]
        return [one for one in said if one[1] != one[2]]


SHOWN = {"phone": show_phone, "identity_number": show_identity_number}
FRAME = frozenset({"csrf_token", "form_key", "version", "reason"})


def _picked(rows: Iterable[Row], number: int | None) -> Row | None:
    """Find the row that was chosen."""
    return next((row for row in rows if row.id == number), None)


def _values(row: IntakeEntry) -> dict[str, object]:
    """Give what the form shows of a line."""
    visit = row.visit
    return {
        "outcome": row.outcome,
        "procedure": row.procedure_id,
        "quantity": row.quantity,
        "filing": row.filing,
        "guidance": row.guidance,
        "due_on": row.due_on,
        "due_reason": row.due_reason,
        "name": visit.name,
        "is_organisation": visit.is_organisation,
        "phone": show_phone(visit.phone) if visit.phone else "",
        "identity_number": show_identity_number(visit.identity_number),
        "hamlet": visit.hamlet_id,
        "dossier_code": row.dossier_code,
        "decider": row.decider_id,
        "fee": row.fee,
        "payment": row.payment,
        "receipt": row.fee_receipt,
        "remark": row.remark,
    }


def _words(field: Field) -> str:
    """Say what stands in a field."""
    show = SHOWN.get(field.short_name)
    if show and field.data and field.data.isdigit():
        return show(field.data)
    if isinstance(field, BooleanField):
        return "có" if field.data else "không"
    if isinstance(field, (SelectField, RadioField)):
        value = "" if field.data is None else str(field.data)
        return next(
            (str(words) for key, words, *_ in field.iter_choices() if str(key) == value), ""
        )
    if isinstance(field, DayField):
        return numeric_day(field.data) if field.data else ""
    return "" if field.data is None else str(field.data)
