"""What is typed about money: what a Saturday costs, and what was given for the year?"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Self

from wtforms import StringField
from wtforms.validators import InputRequired

from saturday.models.budget import BudgetLine, YearBudget
from saturday.models.plan import DutySession
from saturday.rules.budget import LONGEST_CONTENT, LONGEST_SOURCE, LONGEST_UNIT, Cost
from saturday.vietnamese.dates import listed_day
from saturday.vietnamese.numbers import grouped
from saturday.web.fields import (
    BaseForm,
    EditForm,
    PickField,
    WholeNumberField,
    at_most,
    required,
)

_UNIT = re.compile(r" ?(?:đồng|đ|₫|vnđ|vnd)\.?$", re.IGNORECASE)
REMOVED = "Người khác vừa bỏ khoản chi này. Vẫn cần thì bấm Thêm khoản chi."


class DongField(WholeNumberField):
    """Money in whole đồng, shown in groups: 1.250.000; the unit may be typed along."""

    longest = 15  # the rules say how much is too much
    unreadable = "Hãy ghi số tiền chẵn đồng, ví dụ 1.250.000."

    def read(self, text: str) -> int | None:
        """Read the sum without its unit."""
        return super().read(_UNIT.sub("", text))

    def _value(self) -> str:
        """Show what was typed, else the stored sum."""
        if self.raw_data or self.data is None:
            return super()._value()
        return grouped(self.data)


class CostForm(EditForm):
    """One thing a Saturday costs."""

    content = StringField(
        "Nội dung chi", [required("Hãy ghi nội dung chi."), at_most(LONGEST_CONTENT)]
    )
    unit = StringField(
        "Đơn vị tính",
        [required("Hãy ghi đơn vị tính, ví dụ: người, bản, lượt xe."), at_most(LONGEST_UNIT)],
    )
    quantity = WholeNumberField("Số lượng", [InputRequired("Hãy ghi số lượng.")])
    price = DongField("Đơn giá (đồng)")
    spent = DongField("Thực chi (đồng)")
    source = StringField("Nguồn kinh phí", [at_most(LONGEST_SOURCE)])

    @classmethod
    def over(cls, row: BudgetLine) -> Self:
        """Fill in what is stored."""
        return cls(obj=row)

    def cost(self) -> Cost:
        """Give what was typed."""
        return Cost(
            self.content.data or "",
            self.unit.data or "",
            self.quantity.data or 0,
            self.price.data or 0,
            self.source.data or "",
            self.spent.data,
        )

    def differences(self, row: BudgetLine) -> list[tuple[str, str, str]]:
        """Give label, stored value and typed value wherever they differ."""
        typed = self.cost()
        pairs = (
            (self[name].label.text, getattr(row.cost, name), getattr(typed, name))
            for name in ("content", "unit", "quantity", "price", "spent", "source")
        )
        return [(label, _words(saved), _words(own)) for label, saved, own in pairs if saved != own]


class CarryForm(BaseForm):
    """The Saturday whose estimate is taken over."""

    day = PickField("Chép từ buổi")

    @classmethod
    def offering(cls, rows: Iterable[DutySession], **options: Any) -> Self:  # noqa: ANN401
        """Offer the Saturdays that have lines."""
        form = cls(**options)
        form.day.offer((one.id, listed_day(one.day)) for one in rows)
        return form

    def chosen(self, rows: Sequence[DutySession]) -> DutySession | None:
        """Give the Saturday that was chosen."""
        return next((one for one in rows if one.id == self.day.data), None)


class YearBudgetForm(EditForm):
    """What was given for the year, and by which paper."""

    amount = DongField("Kinh phí được giao cả năm (đồng)", [required("Hãy ghi số tiền được giao.")])
    basis = StringField("Theo văn bản", [at_most(LONGEST_SOURCE)])

    @classmethod
    def over(cls, row: YearBudget) -> Self:
        """Fill in what is stored; nothing while nobody wrote it down."""
        form = cls(obj=row)
        if not row.amount and not form.is_submitted():
            form.amount.data = None
        return form

    def differences(self, row: YearBudget) -> list[tuple[str, str, str]]:
        """Give what somebody else wrote down beside what was typed here."""
        saved = (row.amount, row.basis)
        typed = (self.amount.data, self.basis.data)
        labels = (self.amount.label.text, self.basis.label.text)
        pairs = zip(labels, saved, typed, strict=True)
        return [(label, _words(one), _words(own)) for label, one, own in pairs if one != own]


def _words(value: Any) -> str:  # noqa: ANN401 - a number, a text or nothing
    return grouped(value) if isinstance(value, int) else value or ""
