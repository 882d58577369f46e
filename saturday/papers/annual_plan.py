"""Which words stand on the plan of a year (kế hoạch năm)?"""

from dataclasses import dataclass
from typing import ClassVar, Self

from saturday.papers.letterhead import HeadedPaper, Signature


@dataclass(frozen=True, slots=True)
class PlanText:
    """One line of the plan; its level says how it stands on the page."""

    level: str  # part, clause, dash, plain or last
    text: str

    @classmethod
    def set_as(cls, level: str, text: str) -> Self:
        """Set a line; a dash stands before its words on the page."""
        return cls(level, f"- {text}" if level == "dash" else text)


@dataclass(frozen=True, slots=True)
class PlannedSaturday:
    """One Saturday in the annex."""

    order: str
    day: str
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class AnnualPlan(HeadedPaper):
    """The words of annual_plan.docx."""

    TEMPLATE: ClassVar[str] = "annual_plan.docx"

    subject: tuple[str, ...]
    lines: tuple[PlanText, ...]
    recipients: tuple[str, ...]
    signature: Signature
    saturdays: tuple[PlannedSaturday, ...] = ()
    annex_issuer: str = ""
