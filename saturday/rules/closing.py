"""When is a Saturday's count closed, and what may be said of it afterwards?

The plan asks the Centre's officers, at the end of each Saturday, how many dossiers they dealt with
and how many opinions they received.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from saturday.rules.intake import Outcome
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.rules.statistics import Dossiers
from saturday.vietnamese.dates import clock, moment

MOST_A_DAY = 9_999  # dossiers of one officer: more is a slip of the hand
LONGEST_REMARK = 2_000
LONGEST_REASON = 300
REOPENED_WHERE = "Trung tâm mở lại được ở trang Số liệu ngày."


@dataclass(frozen=True, slots=True)
class Handled:
    """What one officer did on one Saturday (số liệu ngày)."""

    dossiers: int = 0  # số hồ sơ đã xử lý
    opinions: int = 0  # số kiến nghị tiếp nhận

    @classmethod
    def of(cls, counts: Mapping[Outcome, int]) -> "Handled":
        """Count it from the log: a dossier that was sent back was dealt with too."""
        dealt_with = sum(n for outcome, n in counts.items() if outcome.needs_procedure)
        return cls(dealt_with, counts.get(Outcome.OPINION, 0))

    def __add__(self, other: "Handled") -> "Handled":
        """Add another officer's."""
        return Handled(self.dossiers + other.dossiers, self.opinions + other.opinions)

    @property
    def words(self) -> str:
        """Say both numbers: "39 hồ sơ, 2 kiến nghị"."""
        return f"{self.dossiers} hồ sơ, {self.opinions} kiến nghị"


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody says that an officer did (số liệu được xác nhận), having seen the log's."""

    key: int  # of the officer; 0 for accounts of no officer
    seen: Handled
    said: Handled
    reason: str = ""
    version: int = 0  # of the sheet that was seen; 0 while nobody had confirmed

    @property
    def kept_reason(self) -> str:
        """Why it is another number than the log's; nothing when it is the same."""
        return self.reason.strip() if self.said != self.seen else ""


def refuse_stated(stated: Stated, now: Stated | None) -> None:
    """Refuse what was seen of an older log or sheet, numbers that cannot be or lack a reason.

    ``now``: what would be seen now; None when the log knows nothing of the officer any more.
    """
    words = "Nhật ký vừa có dòng mới hoặc dòng sửa. Hãy xem lại số rồi xác nhận."
    if now is None or stated.seen != now.seen:
        raise NotAllowedNow(words)
    words = "Số liệu vừa đổi sau khi mở trang. Hãy xem lại rồi xác nhận."
    refuse_when(stated.version != now.version, words)
    words = f"Hãy ghi số từ 0 đến {MOST_A_DAY}."
    for name in ("dossiers", "opinions"):
        refuse_when(not 0 <= getattr(stated.said, name) <= MOST_A_DAY, words, field=name)
    unexplained = stated.said != stated.seen and not stated.kept_reason
    words = f"Nhật ký có {stated.seen.words}. Ghi số khác thì hãy ghi lý do."
    refuse_when(unexplained, words, field="reason")


def closed_words(closed_at: datetime) -> str:
    """Say when it was closed, and where it is opened again."""
    return f"Buổi đã chốt số liệu lúc {moment(closed_at)}. {REOPENED_WHERE}"


def refuse_closing(waits_for: str, remark: str) -> None:
    """Refuse to close what something will still change, unless a remark says why all the same."""
    unexplained = waits_for and not remark.strip()
    refuse_when(unexplained, f"{waits_for} Hãy ghi lý do vẫn chốt.", field="remark")


def early_words(ends: datetime | None, now: datetime) -> str:
    """Warn who closes while the hours go on; nothing once they are over, or were never set."""
    if ends is None or now >= ends:
        return ""
    return f"Buổi còn đến {clock(ends.time())}. Chốt rồi thì các quầy không ghi được nữa."


def refuse_early(words: str, *, is_meant: bool) -> None:
    """Refuse to take the log from desks that still serve, unless it is said to be meant."""
    refuse_when(words and not is_meant, f"{words} Vẫn chốt thì đánh dấu ô này.", field="early")


def refuse_overtaken(mark: str, seen: str) -> None:
    """Refuse to close other figures than those that were seen."""
    words = "Số liệu vừa đổi sau khi mở trang. Hãy xem lại rồi chốt."
    refuse_when(mark != seen, words)


def dossiers_in_words(dossiers: Dossiers) -> str:
    """Prove the count: "39 tiếp nhận + 9 từ các buổi trước = 48 = 30 đã trả + 18 còn lại"."""
    here = dossiers.online + dossiers.direct
    left = f"{here} tiếp nhận + {dossiers.carried} từ các buổi trước = {dossiers.received} hồ sơ"
    return f"{left} = {dossiers.returned} đã trả + {dossiers.pending} còn lại"


def refuse_reopening(*, is_closed: bool, reason: str) -> None:
    """Refuse to open again what is open, and without a reason."""
    refuse_when(not is_closed, "Số liệu buổi này đang mở, chưa chốt.")
    words = "Hãy ghi lý do mở lại."
    refuse_when(not reason.strip(), words, field="reason")
