"""Which letter does a laptop get, and is what it brings home newer than what is known of it?"""

from collections.abc import Collection, Sequence

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
