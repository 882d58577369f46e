"""Which words do letters share that correct or withdraw an issued paper (công văn)?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.papers.letterhead import HeadedPaper, Heading, Signature, ended, listed
from saturday.papers.variables import Says
from saturday.rules.numbering import Issuer
from saturday.vietnamese.dates import official_date

# Whom a letter is for when the old paper names nobody.
EVERYBODY = "Các cơ quan, đơn vị, cá nhân đã nhận văn bản"


@dataclass(frozen=True, slots=True)
class Letter(HeadedPaper):
    """The words of a công văn about an issued paper."""

    # What it does, said before the text that its maker typed, and what it asks at the end.
    SAYS: ClassVar[str]
    ASKS: ClassVar[str]

    subject: Annotated[
        str, Says("Trích yếu của công văn", "V/v đính chính Thông báo số 28/TB-TTPVHCC")
    ]
    addressees: Annotated[
        tuple[str, ...],
        Says("Nơi kính gửi, mỗi dòng một nơi", "- Phòng Kinh tế;", "- Phòng Văn hóa - Xã hội."),
    ]
    opening: Annotated[
        str,
        Says(
            "Đoạn đầu: văn bản cũ và việc làm với văn bản đó",
            "Trung tâm đã ban hành Thông báo số 28/TB-TTPVHCC. Nay đính chính như sau:",
        ),
    ]
    paragraphs: Annotated[
        tuple[str, ...],
        Says(
            "Nội dung đã gõ, mỗi dòng một đoạn",
            "Tại dòng 2, “Chuyên viên” nay là “Phó Trưởng phòng”.",
        ),
    ]
    closing: Annotated[
        str, Says("Đoạn cuối, đã có dấu ./.", "Các nội dung khác của Thông báo giữ nguyên./.")
    ]
    recipients: Annotated[
        tuple[str, ...], Says("Nơi nhận, mỗi dòng một nơi", "- Như trên;", "- Lưu: VT.")
    ]
    signature: Signature

    @classmethod
    def of(cls, document: Document, commune: Commune) -> Self:
        """Set a letter to everybody who got the old paper."""
        old = document.amends
        if old is None or old.dated_on is None:
            message = "a letter is about an issued paper"
            raise ValueError(message)
        body = issuing_body(document, commune)
        cited = f"{kind_of(old)} số {old.full_number} {official_date(old.dated_on)}"
        says = cls.SAYS.format(body=body, cited=cited)
        return cls(
            heading=Heading.of(document, commune, commune.centre),
            subject=f"V/v {' '.join(document.title.split())}",
            addressees=tuple(_addressees(old.recipients.splitlines())),
            opening=f"{body} đã ban hành {cited} về việc {_lowered(old.title)}. {says}",
            paragraphs=tuple(line for line in document.statement.splitlines() if line.strip()),
            closing=ended(cls.ASKS.format(body=body, cited=cited)),
            recipients=listed(document.recipients.splitlines()),
            signature=Signature.of(document),
        )


def issuing_body(document: Document, commune: Commune) -> str:
    """Name the body that issues a paper, in running text."""
    own = document.issuer is Issuer.COMMITTEE
    return f"Ủy ban nhân dân {commune.name}" if own else f"{commune.centre} {commune.name}"


def kind_of(document: Document) -> str:
    """Name a paper's kind in running text: "Thông báo"."""
    return document.kind.words.capitalize() if document.kind else "Văn bản"


def _lowered(title: str) -> str:
    words = " ".join(title.split())
    return words[:1].lower() + words[1:]


def _addressees(recipients: Iterable[str]) -> Iterable[str]:
    """Give each who got the old paper; where the file copy lies is nobody's address."""
    names = [one.strip(" -;.") for one in recipients]
    known = [name for name in names if name and not name.startswith(("Lưu", "Như trên"))]
    return listed(known) if len(known) > 1 else known or [EVERYBODY]
