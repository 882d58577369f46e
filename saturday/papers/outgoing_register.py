"""Which words stand in the register of outgoing documents (sổ đăng ký văn bản đi)?"""

from dataclasses import dataclass
from typing import ClassVar

from saturday.papers.letterhead import Paper


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
