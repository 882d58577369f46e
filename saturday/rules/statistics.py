"""How are dossiers counted, and do the counts agree?

Biểu II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP): (3) = (4) + (5) + (6), (7) = (8) + (9) + (10),
(11) = (12) + (13), and (3) = (7) + (11). Only dossiers received here are counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from saturday.rules.coded import Coded
from saturday.vietnamese.numbers import grouped


class Fate(Coded):
    """What became of a dossier by the end of a period (tình trạng hồ sơ)."""

    EARLY = "EARLY", "trả trước hạn"
    ON_TIME = "ON_TIME", "trả đúng hạn"
    LATE = "LATE", "trả quá hạn"
    OPEN = "OPEN", "đang giải quyết, trong hạn"
    OVERDUE = "OVERDUE", "đang giải quyết, quá hạn"


class Dimension(Coded):
    """By what figures are told apart (chia theo)."""

    SUBJECT_AREA = "SUBJECT_AREA", "lĩnh vực"
    DEPARTMENT = "DEPARTMENT", "phòng, đơn vị"
    OFFICER = "OFFICER", "công chức"
    HAMLET = "HAMLET", "thôn, bản"
    PROCEDURE = "PROCEDURE", "thủ tục"
    FILING = "FILING", "hình thức nộp"
    SESSION = "SESSION", "buổi"


class Intake(Coded):
    """Since when a dossier is here (nguồn hồ sơ): II.06a, columns 4 to 6."""

    ONLINE = "ONLINE", "trong kỳ, trực tuyến"
    DIRECT = "DIRECT", "trong kỳ, trực tiếp, bưu chính"
    CARRIED = "CARRIED", "từ kỳ trước"


@dataclass(frozen=True, slots=True)
class Cell:
    """So many dossiers of one sort: since when they are here, and what became of them."""

    intake: Intake
    fate: Fate
    count: int


@dataclass(frozen=True, slots=True)
class Dossiers:
    """One row of Biểu II.06a (số hồ sơ)."""

    online: int = 0
    direct: int = 0
    carried: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "Dossiers":
        """Add up cells."""
        counts = dict.fromkeys(cls.__slots__, 0)
        for cell in cells:
            counts[cell.intake.name.lower()] += cell.count
            counts[cell.fate.name.lower()] += cell.count
        return cls(**counts)

    def __add__(self, other: "Dossiers") -> "Dossiers":
        """Add another row."""
        names = self.__slots__
        return Dossiers(**{one: getattr(self, one) + getattr(other, one) for one in names})

    @property
    def received(self) -> int:
        """Column 3: what there was to do."""
        return self.online + self.direct + self.carried

    @property
    def returned(self) -> int:
        """Column 7: what was done."""
        return self.early + self.on_time + self.late

    @property
    def pending(self) -> int:
        """Column 11: what is still to be done."""
        return self.open + self.overdue

    @property
    def agrees(self) -> bool:
        """Whether (3) = (7) + (11)."""
        return self.received == self.returned + self.pending

    @property
    def punctuality(self) -> Fraction | None:
        """Share returned in time of what was returned or should have been; none of nothing."""
        whole = self.returned + self.overdue
        return Fraction(self.early + self.on_time, whole) if whole else None

    @property
    def sum_in_words(self) -> str:
        """Prove the count: "39 tiếp nhận + 9 kỳ trước = 30 đã trả + 18 còn lại"."""
        received = self.online + self.direct
        left = f"{received} tiếp nhận + {self.carried} kỳ trước chuyển sang"
        return f"{left} = {self.returned} đã trả + {self.pending} còn lại"


LEAST_SHARED = 10  # of fewer, a share says more than there is


def percent(share: Fraction | None) -> str:
    """Write a share with one decimal: "92,3 %"; "chưa có" of nothing."""
    if share is None:
        return "chưa có"
    tenths = round(share * 1000)
    return f"{tenths // 10},{tenths % 10}\N{NO-BREAK SPACE}%"


def change_in_words(now: int, before: int) -> str:
    """Compare with an earlier period: "tăng 12 (26,1 %)", "giảm 3", "không đổi".

    A share of next to nothing says nothing.
    """
    if now == before:
        return "không đổi"
    way = "tăng" if now > before else "giảm"
    less = abs(now - before)
    share = f" ({percent(Fraction(less, before))})" if before >= LEAST_SHARED else ""
    return f"{way} {grouped(less)}{share}"
