"""Which words stand on the notice of who serves on a Saturday (thông báo phân công)?"""

from dataclasses import dataclass
from typing import ClassVar

from saturday.papers.letterhead import HeadedPaper, Signature


@dataclass(frozen=True, slots=True)
class AssignedPerson:
    """One row of the table; hours only when not the whole half-day."""

    order: str
    name: str
    post: str
    duty: str
    hours: str
    note: str


@dataclass(frozen=True, slots=True)
class AssignmentNotice(HeadedPaper):
    """The words of assignment_notice.docx."""

    TEMPLATE: ClassVar[str] = "assignment_notice.docx"

    subject: tuple[str, ...]
    opening: str
    time: str
    place: str
    people: tuple[AssignedPerson, ...]
    requirements: tuple[str, ...]
    closing: str
    recipients: tuple[str, ...]
    signature: Signature
