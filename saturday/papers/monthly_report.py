"""Which words stand on the report of a period (báo cáo kỳ), from the Centre to UBND xã?"""

from dataclasses import dataclass
from typing import ClassVar, Self

from sqlalchemy import Select

from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.models.period_figures import days_of
from saturday.models.plan import DutySession
from saturday.models.reports import Review
from saturday.papers.reported import Report, report_words
from saturday.rules.periods import Period


@dataclass(frozen=True, slots=True)
class MonthlyReport(Report):
    """The words of monthly_report.docx."""

    TEMPLATE: ClassVar[str] = "monthly_report.docx"

    @classmethod
    def wanted(cls, period: Period) -> Select[DutySession]:
        """Ask for the Saturdays that are reported."""
        return days_of(period)

    @classmethod
    def of(
        cls, reviewed: Review, document: Document, commune: Commune, plan: Document | None
    ) -> Self:
        """Set the figures of a period; ``plan`` is the issued plan that is carried out."""
        return cls(**report_words(reviewed, document, commune, plan))


def title_of(period: Period) -> str:
    """Give the usual subject."""
    return f"Kết quả thực hiện “Ngày thứ 7 vì dân”\n{period.words}"
