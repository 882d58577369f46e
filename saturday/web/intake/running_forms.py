"""What is typed about the morning: what was seen to, who waits, what people say?"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from saturday import clock
from saturday.models.plan import DutySession
from saturday.models.running import Answers, Checklist, Seen
from saturday.rules.intake import Satisfaction
from saturday.rules.running import LONGEST_ITEM, MOST_ITEMS, CountKind
from saturday.web.fields import (
    BaseForm,
    ClockField,
    EditForm,
    WholeNumberField,
    at_most,
    option,
    required,
)

WHOLE_HALL = "Cả buổi"
LONGEST_LIST = MOST_ITEMS * LONGEST_ITEM


def _typed(*, is_shown_only: bool) -> dict[str, Any]:
    """Keep a form from reading what was typed into another one of the same page."""
    return {"formdata": None} if is_shown_only else {}


class TicksField(SelectMultipleField):
    """Things to see to as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    @property
    def places(self) -> list[int]:
        """Places on the list that were ticked."""
        return [int(one) for one in self.data or () if one.isascii() and one.isdigit()]


class ChecklistForm(EditForm):
    """What was seen to this morning; what others tick meanwhile stays."""

    shown = HiddenField()  # the places that were done when the page was made
    ticks = TicksField("Mục đã xong", validate_choice=False)

    @classmethod
    def over(cls, checklist: Checklist, *, is_shown_only: bool = False) -> Self:
        """Lay out a box for each thing, ticked when it was seen to."""
        done = [str(one.position) for one in checklist.items if one.done_at]
        kept = {"ticks": done, "shown": " ".join(done)}
        form = cls(data=kept, **_typed(is_shown_only=is_shown_only))
        form.ticks.choices = [option(str(one.position), one.text) for one in checklist.items]
        form.version.data = form.version.data or checklist.version
        return form

    def shown_places(self) -> list[int]:
        """Places that were done on the page."""
        return [int(one) for one in (self.shown.data or "").split() if one.isdigit()]


class ItemsForm(EditForm):
    """The things on a Saturday's list, one a line."""

    texts = TextAreaField(
        "Các mục, mỗi mục một dòng", [required("Hãy ghi ít nhất một mục."), at_most(LONGEST_LIST)]
    )
    is_usual = BooleanField("Dùng danh mục này cho các buổi sau")

    @classmethod
    def over(cls, checklist: Checklist) -> Self:
        """Fill in what is on the list."""
        form = cls(data={"texts": "\n".join(one.text for one in checklist.items)})
        form.version.data = form.version.data or checklist.version
        return form


class CountForm(BaseForm):
    """How many people are there now."""

    kind = RadioField(
        "Đếm gì",
        choices=[option(one.name, one.words) for one in CountKind],
        default=CountKind.WAITING.name,
    )
    count = WholeNumberField("Số người", [required("Hãy ghi số người.")])
    place = SelectField("Ở đâu", choices=[option("", WHOLE_HALL)])
    seen_at = ClockField("Lúc")

    @classmethod
    def offering(cls, areas: Iterable[str], *, is_shown_only: bool = False) -> Self:
        """Offer the fields at whose desks people wait."""
        form = cls(**_typed(is_shown_only=is_shown_only))
        form.place.choices = [option("", WHOLE_HALL), *(option(one, one) for one in areas)]
        return form

    def seen(self, duty_session: DutySession) -> Seen:
        """Give what was seen."""
        at = self.seen_at.data
        moment = datetime.combine(duty_session.day, at, tzinfo=clock.TIMEZONE) if at else None
        return Seen(self.count.data or 0, CountKind[self.kind.data], self.place.data, moment)


class AnswersForm(EditForm):
    """How many people said what."""

    VERY = WholeNumberField("Rất hài lòng")
    SATISFIED = WholeNumberField("Hài lòng")
    NOT = WholeNumberField("Chưa hài lòng")

    @classmethod
    def over(cls, answers: Answers, *, is_shown_only: bool = False) -> Self:
        """Fill in the totals; empty where nobody answered yet."""
        known = {one.name: answers.counts[one] or None for one in Satisfaction}
        form = cls(data=known, **_typed(is_shown_only=is_shown_only))
        form.version.data = form.version.data or answers.version
        return form

    def counts(self) -> dict[Satisfaction, int]:
        """Give the totals as typed; an empty field is none."""
        return {one: self.data[one.name] or 0 for one in Satisfaction}

    def differences(self, answers: Answers) -> list[tuple[str, str, str]]:
        """Give label, stored total and typed total wherever they differ."""
        typed = self.counts()
        return [
            (one.words, str(answers.counts[one]), str(typed[one]))
            for one in Satisfaction
            if answers.counts[one] != typed[one]
        ]
