"""Which words stand on the letter that takes an issued paper back (văn bản thu hồi)?"""

from dataclasses import dataclass
from typing import ClassVar

from saturday.papers.letter import Letter


@dataclass(frozen=True, slots=True)
class Withdrawal(Letter):
    """The words of withdrawal.docx."""

    TEMPLATE: ClassVar[str] = "withdrawal.docx"
    SAYS: ClassVar[str] = "Nay {body} thu hồi văn bản này, lý do như sau:"
    # Nghị định 30/2020, Điều 18.4: a paper copy comes back, an electronic one is deleted.
    ASKS: ClassVar[str] = (
        "Đề nghị nơi đã nhận gửi trả bản giấy, hủy bản điện tử và không thực hiện theo {cited}"
    )
