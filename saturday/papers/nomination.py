"""Which words stand on a department's list for one Saturday (danh sách cử công chức)?"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from sqlalchemy import Select

from saturday.models.commune import Commune, Department
from saturday.models.documents import Document
from saturday.models.nominations import Nomination as List
from saturday.models.nominations import NominationLine
from saturday.models.plan import DutySession
from saturday.papers.letterhead import (
    HeadedPaper,
    Heading,
    Signature,
    basis,
    ended,
    listed,
    own_hours,
    title_lines,
)
from saturday.papers.variables import ORDER, Says
from saturday.vietnamese.dates import long_day


@dataclass(frozen=True, slots=True)
class NominatedOfficer:
    """One person on the list."""

    order: Annotated[str, ORDER]
    name: Annotated[str, Says("Họ và tên", "Nguyễn Thị Hồng Nhung (mẫu)", "Vi Văn Đức (mẫu)")]
    post: Annotated[str, Says("Chức vụ", "Chuyên viên", "Phó Trưởng phòng")]
    duty: Annotated[str, Says("Nhiệm vụ", "Tiếp nhận hồ sơ đất đai")]
    note: Annotated[str, Says("Ghi chú: giờ khác cả buổi", "", "7h30–9h30")]

    @classmethod
    def of(cls, order: int, line: NominationLine, duty_session: DutySession) -> Self:
        """Set one line of the list; hours stand before the note."""
        hours = own_hours(line.starts_at, line.ends_at, duty_session)
        note = "; ".join(filter(None, (hours, line.note_text)))
        return cls(str(order), line.officer.name, line.post, line.duty.name, note)


@dataclass(frozen=True, slots=True)
class Nomination(HeadedPaper):
    """The words of nomination.docx: signed by the department's head, never numbered."""

    TEMPLATE: ClassVar[str] = "nomination.docx"
    NOT_PRINTED: ClassVar[frozenset[str]] = frozenset({"heading.number", "heading.symbol"})

    subject: Annotated[
        tuple[str, ...],
        Says(
            "Trích yếu, mỗi dòng một dòng",
            "Cử công chức tham gia “Ngày thứ 7 vì dân”",
            "thứ Bảy, ngày 11 tháng 4 năm 2026",
        ),
    ]
    addressee: Annotated[str, Says("Nơi kính gửi", "Trung tâm Phục vụ hành chính công xã Anh Sơn")]
    opening: Annotated[
        str,
        Says(
            "Câu mở đầu: căn cứ và việc cử người",
            "Thực hiện Kế hoạch số 50/KH-UBND, Phòng Kinh tế cử công chức như sau:",
        ),
    ]
    officers: Annotated[tuple[NominatedOfficer, ...], Says("Bảng công chức được cử")]
    closing: Annotated[
        str,
        Says(
            "Đoạn cuối, đã có dấu ./.",
            "Phòng Kinh tế gửi danh sách để Trung tâm phối hợp thực hiện./.",
        ),
    ]
    recipients: Annotated[
        tuple[str, ...], Says("Nơi nhận, mỗi dòng một nơi", "- Như trên;", "- Lưu: VT.")
    ]
    signature: Signature

    @classmethod
    def wanted(cls, duty_session: DutySession, department: Department) -> Select[List]:
        """Ask for a department's list with its lines."""
        return List.for_(duty_session, department)

    @classmethod
    def of(
        cls, nomination: List, document: Document, commune: Commune, plan: Document | None
    ) -> Self:
        """Set a department's list; ``plan`` is the issued plan it carries out."""
        held, unit = nomination.duty_session, nomination.department
        centre = f"{commune.centre} {commune.name}"
        cause = basis(plan, commune, held.day.year)
        return cls(
            heading=Heading.of(document, commune, unit.name),
            subject=title_lines(document.title, held.day),
            addressee=centre,
            opening=f"{cause}, {unit.name} cử công chức tiếp nhận thủ tục hành chính "
            f"{long_day(held.day)} như sau:",
            officers=tuple(
                NominatedOfficer.of(at, line, held)
                for at, line in enumerate(nomination.lines, start=1)
            ),
            closing=ended(_closing(nomination, centre)),
            recipients=listed(document.recipients.splitlines()),
            signature=Signature.of(document),
        )


def _closing(nomination: List, centre: str) -> str:
    """Hand the list over, or say why nobody can be sent."""
    unit = nomination.department.name
    if nomination.cannot_reason:
        return f"{unit} không cử được người; lý do: {nomination.cannot_reason}"
    return f"{unit} gửi danh sách để {centre} phối hợp thực hiện"
