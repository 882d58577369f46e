"""Which words stand on the letter that puts an issued paper's form right (công văn đính chính)?"""

from dataclasses import dataclass
from typing import ClassVar

from saturday.papers.letter import Letter


@dataclass(frozen=True, slots=True)
class Correction(Letter):
    """The words of correction.docx."""

    TEMPLATE: ClassVar[str] = "correction.docx"
    SAYS: ClassVar[str] = "Do có sai sót khi trình bày, {body} đính chính như sau:"
    ASKS: ClassVar[str] = "Các nội dung khác của {cited} giữ nguyên"
