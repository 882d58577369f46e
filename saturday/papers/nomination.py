"""Which words stand on a department's list for one Saturday (danh sách cử công chức)?"""

from dataclasses import dataclass
from typing import ClassVar

from saturday.papers.letterhead import HeadedPaper, Signature


@dataclass(frozen=True, slots=True)
class NominatedOfficer:
    """One person on the list."""

    order: str
    name: str
    post: str
    duty: str
    note: str


@dataclass(frozen=True, slots=True)
class Nomination(HeadedPaper):
    """The words of nomination.docx: signed by the department's head, never numbered."""

    TEMPLATE: ClassVar[str] = "nomination.docx"

    subject: tuple[str, ...]
    addressee: str
    opening: str
    officers: tuple[NominatedOfficer, ...]
    closing: str
    recipients: tuple[str, ...]
    signature: Signature
