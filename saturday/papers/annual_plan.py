"""Which words stand on the plan of a year (kế hoạch năm)?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from sqlalchemy import Select

from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.models.plan import AnnualPlan as Plan
from saturday.models.plan import DutySession, LineLevel
from saturday.papers.letterhead import HeadedPaper, Heading, Signature, ended, listed
from saturday.papers.variables import ORDER, Says
from saturday.vietnamese.dates import numeric_day, weekday

ANNEX_NOTE = "Các buổi làm việc thứ Bảy trong năm được nêu tại Phụ lục kèm theo Kế hoạch này."


@dataclass(frozen=True, slots=True)
class PlanText:
    """One line of the plan; its level says how it stands on the page."""

    level: Annotated[
        str,
        Says(
            "Cấp của dòng: part, clause, dash, plain hoặc last",
            "part",
            "clause",
            "dash",
            "plain",
            "last",
        ),
    ]
    text: Annotated[
        str,
        Says(
            "Chữ của dòng",
            "I. MỤC ĐÍCH, YÊU CẦU",
            "1. Mục đích",
            "- Giải quyết thủ tục cho người dân vào ngày thứ Bảy.",
            "Các phòng phối hợp thực hiện.",
            "Trung tâm theo dõi, báo cáo kết quả./.",
        ),
    ]

    @classmethod
    def set_as(cls, level: str, text: str) -> Self:
        """Set a line; a dash stands before its words on the page."""
        return cls(level, f"- {text}" if level == "dash" else text)


@dataclass(frozen=True, slots=True)
class PlannedSaturday:
    """One Saturday in the annex."""

    order: Annotated[str, ORDER]
    day: Annotated[str, Says("Thứ, ngày", "thứ Bảy, 11/4/2026", "thứ Bảy, 09/5/2026")]
    place: Annotated[
        str, Says("Địa điểm", "Trung tâm Phục vụ hành chính công", "Nhà văn hóa thôn 5")
    ]
    note: Annotated[str, Says("Ghi chú: lưu động", "", "lưu động")]

    @classmethod
    def of(cls, order: int, row: DutySession) -> Self:
        """Set one Saturday; its place stays blank until it is known."""
        day = f"{weekday(row.day)}, {numeric_day(row.day)}"
        return cls(str(order), day, row.place, "lưu động" if row.is_mobile else "")


@dataclass(frozen=True, slots=True)
class AnnualPlan(HeadedPaper):
    """The words of annual_plan.docx."""

    TEMPLATE: ClassVar[str] = "annual_plan.docx"

    subject: Annotated[
        tuple[str, ...],
        Says("Trích yếu, mỗi dòng một dòng", "Tổ chức “Ngày thứ 7 vì dân” năm 2026"),
    ]
    lines: Annotated[tuple[PlanText, ...], Says("Các dòng nội dung của kế hoạch")]
    recipients: Annotated[
        tuple[str, ...], Says("Nơi nhận, mỗi dòng một nơi", "- Các phòng chuyên môn;", "- Lưu: VT.")
    ]
    signature: Signature
    saturdays: Annotated[
        tuple[PlannedSaturday, ...],
        Says("Các buổi thứ Bảy của phụ lục; trống khi không kèm phụ lục"),
    ] = ()
    annex_issuer: Annotated[
        str, Says("Cơ quan ban hành, dùng ở phụ lục", "Ủy ban nhân dân xã Anh Sơn")
    ] = ""

    @classmethod
    def wanted(cls, year: int) -> Select[Plan]:
        """Ask for the plan of a year with its text."""
        return Plan.with_text(year)

    @classmethod
    def of(
        cls, plan: Plan, document: Document, commune: Commune, *, with_saturdays: bool = False
    ) -> Self:
        """Set the plan's text, and its Saturdays as an annex when they are asked for."""
        held = [row for row in plan.sessions if row.counts] if with_saturdays else []
        return cls(
            heading=Heading.of(document, commune, ""),
            subject=tuple(document.title.splitlines()),
            lines=tuple(_lines(plan, with_annex=bool(held))),
            recipients=listed(document.recipients.splitlines()),
            signature=Signature.of(document),
            saturdays=tuple(PlannedSaturday.of(at, row) for at, row in enumerate(held, start=1)),
            annex_issuer=f"Ủy ban nhân dân {commune.name}",
        )


def _lines(plan: Plan, *, with_annex: bool) -> Iterable[PlanText]:
    """Give the lines, the last one ended; an annex is announced in the text."""
    for row in plan.lines[:-1]:
        yield PlanText.set_as(row.level, row.text)
    if with_annex:
        yield PlanText.set_as(LineLevel.PLAIN, ANNEX_NOTE)
    for row in plan.lines[-1:]:
        yield PlanText("last", ended(PlanText.set_as(row.level, row.text).text))
