"""What does a paper look like with example words: few rows, none, many, and nasty ones?"""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, TypeVar

from saturday.papers.annual_plan import AnnualPlan
from saturday.papers.letter import Letter
from saturday.papers.letterhead import HeadedPaper, Paper
from saturday.papers.reported import Report
from saturday.papers.session_report import SessionReport
from saturday.papers.variables import Part, has_parts, parts_of, row_of

NASTY = 'Vi Văn <Bình> & "con" {{ 7*7 }} {% if x %} </w:t> \x0b “Đ”'
AnyPaper = TypeVar("AnyPaper", bound=Paper)


class Amount(Enum):
    """How much a specimen holds."""

    TYPICAL = 10  # rows of a table; lists of lines have their examples, and are never empty
    NONE = 0
    ONE = 1
    MANY = 60
    NASTY = 3


def specimen(paper: type[AnyPaper], amount: Amount = Amount.TYPICAL) -> AnyPaper:
    """Make a paper of the examples that its words carry."""
    made = paper(**_filled(paper, amount, 0))
    if amount is not Amount.TYPICAL or not isinstance(made, HeadedPaper):
        return made
    heading = made.heading
    if isinstance(made, AnnualPlan):
        issuer = ("ỦY BAN NHÂN DÂN", "XÃ ANH SƠN")
        heading = replace(heading, parent="", issuer=issuer, symbol="KH-UBND")
    elif isinstance(made, (Report, SessionReport)):
        heading = replace(heading, symbol="BC-TTPVHCC")
    elif isinstance(made, Letter):
        heading = replace(heading, symbol="TTPVHCC")
    return replace(made, heading=heading)


def _filled(kind: type, amount: Amount, place: int) -> Mapping[str, Any]:
    return {name: _value(part, amount, place) for name, part in parts_of(kind).items()}


def _value(part: Part, amount: Amount, place: int) -> object:
    row = row_of(part.kind)
    if has_parts(part.kind):
        return part.kind(**_filled(part.kind, amount, place))
    if row is None:
        return _text(part, amount, place)
    if row is str:
        lines = len(part.says.examples) if amount is Amount.TYPICAL else max(1, amount.value)
        return tuple(_text(part, amount, at) for at in range(lines))
    return tuple(row(**_filled(row, amount, at)) for at in range(amount.value))


def _text(part: Part, amount: Amount, place: int) -> str:
    if amount is Amount.NASTY:
        return NASTY
    examples = part.says.examples
    return "" if amount is Amount.NONE else examples[place % len(examples)]
