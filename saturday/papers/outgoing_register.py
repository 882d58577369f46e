"""Which words stand in the register of outgoing documents (sổ đăng ký văn bản đi)?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Self

from sqlalchemy import Select

from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.papers.letterhead import Paper, broken
from saturday.papers.variables import Says
from saturday.rules.numbering import Issuer, format_number
from saturday.vietnamese.dates import numeric_day


@dataclass(frozen=True, slots=True)
class RegisteredDocument:
    """One line with the ten columns of Nghị định 30/2020, Phụ lục IV."""

    number: Annotated[str, Says("Số, ký hiệu", "05/TB-TTPVHCC", "06/TB-TTPVHCC")]
    dated: Annotated[str, Says("Ngày tháng văn bản", "07/4/2026", "05/5/2026")]
    subject: Annotated[
        str,
        Says(
            "Tên loại và trích yếu",
            "Thông báo: Phân công cán bộ, công chức thực hiện “Ngày thứ 7 vì dân”",
        ),
    ]
    signer: Annotated[str, Says("Người ký", "Trần Quốc Ứng (mẫu)")]
    recipients: Annotated[str, Says("Nơi nhận", "UBND xã; các phòng chuyên môn; Lưu: VT")]
    keeper: Annotated[str, Says("Đơn vị, người nhận bản lưu", "VT")]
    copies: Annotated[str, Says("Số lượng bản", "5")]
    sent_on: Annotated[str, Says("Ngày chuyển", "07/4/2026")]
    received_by: Annotated[str, Says("Ký nhận", "")]
    note: Annotated[str, Says("Ghi chú", "")]

    @classmethod
    def of(cls, row: Document) -> Self:
        """Set one issued document; what a later one did to it stands in the note."""
        kind = row.kind.words.capitalize() if row.kind else ""
        return cls(
            number=row.full_number,
            dated=_written(row.dated_on),
            subject=": ".join(filter(None, (kind, " ".join(row.title.split())))),
            signer=row.signer_name,
            recipients="; ".join(row.recipients.splitlines()),
            keeper=row.archived_by,
            copies=str(row.copies or ""),
            sent_on=_written(row.sent_on),
            received_by=row.received_by,
            note="; ".join(
                filter(None, (row.register_note, *map(_amended, row.issued_amendments)))
            ),
        )


@dataclass(frozen=True, slots=True)
class OutgoingRegister(Paper):
    """The words of outgoing_register.docx."""

    TEMPLATE: ClassVar[str] = "outgoing_register.docx"

    parent: Annotated[str, Says("Cơ quan chủ quản; trống khi sổ là của UBND xã", "UBND XÃ ANH SƠN")]
    issuer: Annotated[
        tuple[str, ...],
        Says("Cơ quan ban hành, mỗi dòng một phần của tên", "TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"),
    ]
    year: Annotated[str, Says("Năm", "2026")]
    days: Annotated[str, Says("Từ ngày … đến ngày …", "Từ ngày 01/01/2026 đến ngày 05/5/2026")]
    numbers: Annotated[str, Says("Từ số … đến số …", "Từ số 05 đến số 06")]
    volume: Annotated[str, Says("Quyển số", "01")]
    documents: Annotated[tuple[RegisteredDocument, ...], Says("Bảng văn bản đã phát hành")]
    empty: Annotated[
        str,
        Says(
            "Câu thay cho bảng khi chưa có văn bản",
            "Chưa có văn bản nào được phát hành trong năm 2026.",
        ),
    ]

    @classmethod
    def wanted(cls, issuer: Issuer, year: int) -> Select[Document]:
        """Ask for the issued documents of a year in the order of the register."""
        return Document.registered(issuer, year)

    @classmethod
    def of(
        cls, documents: Sequence[Document], issuer: Issuer, year: int, until: date, commune: Commune
    ) -> Self:
        """Set the register of a year as it stands on a day."""
        own, name = issuer is Issuer.COMMITTEE, commune.name.upper()
        numbers = [format_number(row.number, row.suffix) for row in documents if row.number]
        last = min(until, date(year, 12, 31))
        return cls(
            parent="" if own else f"UBND {name}",
            issuer=("ỦY BAN NHÂN DÂN", name) if own else broken(commune.centre.upper()),
            year=str(year),
            days=f"Từ ngày {numeric_day(date(year, 1, 1))} đến ngày {numeric_day(last)}",
            numbers=f"Từ số {numbers[0]} đến số {numbers[-1]}" if numbers else "Chưa có số nào",
            volume="01",
            documents=tuple(RegisteredDocument.of(row) for row in documents),
            empty=f"Chưa có văn bản nào được phát hành trong năm {year}.",
        )


def _written(day: date | None) -> str:
    return numeric_day(day) if day else ""


def _amended(by: Document) -> str:
    """Say what an amending document did: "đã thay thế bằng số 06/TB-TTPVHCC"."""
    return f"{by.amends_as.words} bằng số {by.full_number}" if by.amends_as else ""
