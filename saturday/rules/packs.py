"""Which letter does a laptop get, when is it too early, and is what it brings home newer?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from saturday.rules.coded import Coded
from saturday.rules.refusals import NotAllowedNow, refuse_when

# Vietnamese letters without marks; A would be taken for the office, I, O and Q for others.
LETTERS = "BCDEGHKLMNPRSTUVXY"


class Lineage(Coded):
    """How the log of a laptop stands to what was brought home of it before (nguồn của gói)."""

    NEWER = "NEWER", "mới hơn bản đã nhận"
    SAME = "SAME", "đúng bản đã nhận"
    OLDER = "OLDER", "cũ hơn bản đã nhận"
    OTHER = "OTHER", "của máy khác"


@dataclass(frozen=True, slots=True)
class Preparation:
    """How far a Saturday is prepared that is to go on a laptop (mức chuẩn bị của buổi)."""

    is_past: bool
    has_hours: bool
    has_place: bool
    has_list: bool  # one department's at least is approved
    has_procedures: bool

    @property
    def lacks(self) -> list[str]:
        """Name what is not as it should be when a pack goes out; nothing when all is."""
        said = {
            "buổi đã qua": self.is_past,
            "chưa ghi giờ làm việc": not self.has_hours,
            "chưa ghi nơi làm việc": not self.has_place,
            "chưa duyệt danh sách của phòng nào": not self.has_list,
            "chưa có thủ tục nào nhận ở buổi lưu động": not self.has_procedures,
        }
        return [words for words, is_so in said.items() if is_so]


@dataclass(frozen=True, slots=True)
class Side:
    """What both sides say of one part of a line (khác nhau ở đâu); nothing personal."""

    part: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a homecoming could not settle (việc cần xem lại), and what a person does about it."""

    words: str
    todo: str = ""
    line: str = ""  # the number of the line that it is about, as here
    sides: tuple[Side, ...] = ()

    @property
    def kept(self) -> dict[str, object]:
        """Give it as it is kept."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, object]) -> Self:
        """Read what was kept."""
        sides = kept.get("sides", ())
        assert isinstance(sides, (list, tuple))  # noqa: S101 - as `kept` above wrote it
        told = {name: str(kept.get(name, "")) for name in ("words", "todo", "line")}
        return cls(**told, sides=tuple(Side(**one) for one in sides))


def lineage(known: Sequence[str], found: Sequence[str]) -> Lineage:
    """Compare two audit chains by their hashes: of one device, one begins with the other."""
    both = min(len(known), len(found))
    if list(known[:both]) != list(found[:both]):
        return Lineage.OTHER
    if len(found) == len(known):
        return Lineage.SAME
    return Lineage.NEWER if len(found) > len(known) else Lineage.OLDER


def next_letter(taken: Collection[str]) -> str:
    """Give the letter of the next laptop of one Saturday; a letter is never given twice.

    Raises NotAllowedNow when all are used.
    """
    for letter in LETTERS:
        if letter not in taken:
            return letter
    reason = f"Buổi này đã có {len(LETTERS)} gói. Hãy dùng lại một máy đã có gói."
    raise NotAllowedNow(reason)


def refuse_letter(letter: str, taken: Collection[str]) -> None:
    """Refuse what is no letter of a laptop, and one that another laptop has."""
    odd = len(letter) != 1 or letter not in LETTERS
    refuse_when(odd, f"Hãy chọn một chữ trong {', '.join(LETTERS)}.", field="letter")
    reason = f"Chữ {letter} của buổi này đã thuộc về máy khác. Hãy chọn chữ {next_letter(taken)}."
    refuse_when(letter in taken, reason, field="letter")
