"""What is typed to find an opinion, to write one down, and at each step of its way?"""

from typing import Any, TypeVar

from wtforms import Field, StringField
from wtforms.validators import ValidationError

from saturday.models.base import Model
from saturday.rules.coded import Coded
from saturday.web.fields import BaseForm, at_most, option, required

Row = TypeVar("Row", bound=Model)
LONGEST_SEARCH = 60


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


def codes(kinds: "type[Coded] | list[Any]") -> list[Any]:
    """Give codes to choose from, their words as a heading writes them."""
    return [option(one.value, one.words[:1].upper() + one.words[1:]) for one in kinds]
