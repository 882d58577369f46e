"""Which words stand in the register of outgoing documents (sổ đăng ký văn bản đi)?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from sqlalchemy import Select

from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.papers.letterhead import Paper, broken
from saturday.rules.numbering import Issuer, format_number
from saturday.vietnamese.dates import numeric_day


@dataclass(frozen=True, slots=True)
class RegisteredDocument:
    """One line with the ten columns of Nghị định 30/2020, Phụ lục IV."""

    number: str
    dated: str
    subject: str
    signer: str
    recipients: str
    keeper: str
    copies: str
    sent_on: str
    received_by: str
    note: str

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

    parent: str
    issuer: tuple[str, ...]
    year: str
    days: str
    numbers: str
    volume: str
    documents: tuple[RegisteredDocument, ...]
    empty: str

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
