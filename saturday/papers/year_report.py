"""Which words stand on the report of a year (báo cáo năm): what was promised, what was held?"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from sqlalchemy import Select

from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.models.plan import AnnualPlan
from saturday.models.reports import Review
from saturday.papers.reported import Report, report_words
from saturday.papers.variables import ORDER, Says
from saturday.rules.report_text import Promise, promise_in_words
from saturday.rules.reporting import SaturdayFigures
from saturday.vietnamese.dates import numeric_day


@dataclass(frozen=True, slots=True)
class ReportedChange:
    """One Saturday of the plan that was moved or cancelled, and why."""

    order: Annotated[str, ORDER]
    day: Annotated[str, Says("Ngày theo kế hoạch", "14/3/2026", "12/9/2026")]
    change: Annotated[str, Says("Đã dời hay đã hủy", "dời sang 28/3", "đã hủy")]
    reason: Annotated[str, Says("Lý do", "ngay trước ngày bầu cử", "mưa lũ, đường ngập")]

    @classmethod
    def of(cls, order: int, one: SaturdayFigures) -> Self:
        """Set one Saturday that was not held on its day."""
        return cls(str(order), numeric_day(one.day), one.gone, one.reason)


@dataclass(frozen=True, slots=True)
class YearReport(Report):
    """The words of year_report.docx."""

    TEMPLATE: ClassVar[str] = "year_report.docx"
    # The year before is the period before.
    NOT_PRINTED: ClassVar[frozenset[str]] = frozenset({"figures.year_before", "year_before"})

    promise: Annotated[
        tuple[str, ...],
        Says("Lời hứa của kế hoạch, mỗi dòng một đoạn", "Kế hoạch hứa mỗi tháng một buổi."),
    ]
    changes: Annotated[tuple[ReportedChange, ...], Says("Bảng các buổi dời, hủy")]

    @classmethod
    def wanted(cls, year: int) -> Select[AnnualPlan]:
        """Ask for the plan of a year with its Saturdays."""
        return AnnualPlan.of_year(year)

    @classmethod
    def of(
        cls,
        reviewed: Review,
        promise: Promise,
        document: Document,
        commune: Commune,
        plan: Document | None,
    ) -> Self:
        """Set the figures of a year beside what its plan promised."""
        return cls(
            **report_words(reviewed, document, commune, plan),
            promise=tuple(promise_in_words(promise)),
            changes=tuple(
                ReportedChange.of(at, one) for at, one in enumerate(reviewed.now.gone, start=1)
            ),
        )


def title_of(year: int) -> str:
    """Give the usual subject."""
    return f"Kết quả thực hiện “Ngày thứ 7 vì dân”\nnăm {year}"
