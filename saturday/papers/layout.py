"""Does a Word file look as Nghị định 30/2020 asks? Each fault gets a sentence saying where."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from saturday.papers.anatomy import Anatomy, dissect
from saturday.papers.looks import Profile
from saturday.papers.reading import UnreadablePaper, read_word
from saturday.papers.rulebook import RULES

__all__ = ["Fault", "Profile", "UnreadablePaper", "check_layout"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that a paper breaks, and where."""

    rule: str
    sentence: str


def check_layout(source: bytes | Path, profile: Profile | None = None) -> list[Fault]:
    """Name every fault of a .docx, each rule once; raises UnreadablePaper when it is none."""
    paper = dissect(read_word(source))
    held_to = profile or _profile_of(paper)
    found = [(rule.code, list(rule.judge(paper))) for rule in RULES if held_to in rule.profiles]
    return [Fault(code, _counted(sentences)) for code, sentences in found if sentences]


def _profile_of(paper: Anatomy) -> Profile:
    """Tell a register, and a paper without number, by its text."""
    if paper.is_register:
        return Profile.LIST
    return Profile.DOCUMENT if paper.number else Profile.INTERNAL


def _counted(sentences: Sequence[str]) -> str:
    first, more = sentences[0], len(sentences) - 1
    return f"{first} Còn {more} chỗ nữa." if more else first
