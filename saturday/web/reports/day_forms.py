"""What is typed about a day's figures: which are right, what they are instead, why?"""

from dataclasses import replace
from typing import Any, Self

from wtforms import BooleanField, HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from saturday.models.accounts import Account
from saturday.models.daily import DayFigures, OfficerDay
from saturday.rules.closing import LONGEST_REASON, LONGEST_REMARK, Handled, Stated
from saturday.web.fields import (
    BaseForm,
    SeenForm,
    WholeNumberField,
    at_most,
    option,
    optional,
    required,
)


class BoxesField(SelectMultipleField):
    """Rows of a table, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TicksForm(BaseForm):
    """Whose figures are right as the log counts them."""

    ticked = BoxesField("Số liệu đúng", validate_choice=False)

    def lay_out(self, figures: DayFigures) -> dict[int, Any]:
        """Lay out a box for each officer, which carries the numbers that are shown."""
        waiting = figures.unconfirmed
        self.ticked.choices = [option(_mark(one), one.name) for one in waiting]
        keys = (one.key for one in waiting)
        return dict(zip(keys, self.ticked, strict=True))

    @property
    def stated(self) -> list[Stated]:
        """Give what was ticked, each once."""
        read = dict.fromkeys(_read(one) for one in self.ticked.data or ())
        return [one for one in read if one is not None]


def _mark(one: OfficerDay) -> str:
    """Write what is seen of an officer as a box carries it."""
    seen = one.as_counted
    return f"{seen.key}-{seen.seen.dossiers}-{seen.seen.opinions}-{seen.version}"


def _read(box: str) -> Stated | None:
    """Read a box; nothing of what is none."""
    parts = box.split("-")
    names = ("key", "dossiers", "opinions", "version")
    if len(parts) != len(names) or not all(map(str.isdecimal, parts)):
        return None
    key, dossiers, opinions, version = (int(one[:9]) for one in parts)
    seen = Handled(dossiers, opinions)
    return Stated(key, seen, seen, version=version)


class FiguresForm(BaseForm):
    """One officer's figures, with a reason when they are not the log's."""

    counted = HiddenField()
    dossiers = WholeNumberField("Số hồ sơ đã xử lý", [InputRequired("Hãy ghi số hồ sơ.")])
    opinions = WholeNumberField("Số kiến nghị tiếp nhận", [InputRequired("Hãy ghi số kiến nghị.")])
    reason = TextAreaField("Lý do ghi khác nhật ký", [optional(), at_most(LONGEST_REASON)])

    @classmethod
    def of(cls, one: OfficerDay, account: Account) -> Self:
        """Begin with what counts now; another person's reason is not prefilled as one's own."""
        said = one.said
        form = cls(data={"dossiers": said.dossiers, "opinions": said.opinions})
        if one.confirmed and one.confirmed.confirmed_by == account:
            form.reason.data = form.reason.data or one.confirmed.reason
        form.show_again(one)
        return form

    def show_again(self, one: OfficerDay) -> None:
        """Carry what is seen of an officer now."""
        self.counted.data = _mark(one)

    def stated(self, one: OfficerDay) -> Stated:
        """Give what was typed, beside what was seen."""
        seen = _read(self.counted.data or "") or one.as_counted
        said = Handled(self.dossiers.data or 0, self.opinions.data or 0)
        return replace(seen, key=one.key, said=said, reason=self.reason.data or "")


class CloseForm(SeenForm):
    """The figures that were seen and are closed."""

    remark = TextAreaField("Khó khăn, vướng mắc trong buổi", [optional(), at_most(LONGEST_REMARK)])
    early = BooleanField("Vẫn chốt bây giờ, các quầy thôi ghi")

    @classmethod
    def over(cls, figures: DayFigures, remark: str) -> Self:
        """Carry the figures as they are shown, and what the closing before this one said."""
        form = cls()
        form.seen.data = form.seen.data or figures.mark
        form.remark.data = form.remark.data or remark
        return form


class ReopenForm(BaseForm):
    """Why closed figures are opened again."""

    reason = TextAreaField(
        "Lý do mở lại", [required("Hãy ghi lý do mở lại."), at_most(LONGEST_REASON)]
    )
