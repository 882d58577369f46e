"""How does each element of a paper look, by Nghị định 30/2020, Phụ lục I?"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from saturday.papers.anatomy import Anatomy, is_part, is_titled_clause
from saturday.papers.reading import Line

_BASIS = re.compile(r"(Căn cứ|Theo đề nghị|Xét)\b")
_NOT_IN_LETTERS = {"kind", "subject"}  # a công văn has neither
_SHOWN_WORDS = 6  # enough to find a line by


class Profile(StrEnum):
    """Which rules a paper is held to."""

    DOCUMENT = "DOCUMENT"  # with number and signature
    INTERNAL = "INTERNAL"  # a list between units: no number
    LIST = "LIST"  # a register: no heading, no signature


Judge = Callable[[Anatomy], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the decree asks; its judge gives a sentence for each place that breaks it."""

    code: str
    profiles: frozenset[Profile]
    judge: Judge


EVERY = frozenset(Profile)
LETTERS = frozenset({Profile.DOCUMENT, Profile.INTERNAL})
NUMBERED = frozenset({Profile.DOCUMENT})
REGISTERS = frozenset({Profile.LIST})


_FITS: Mapping[str, Callable[[Line], bool]] = {
    "bold": lambda line: line.bold,
    "italic": lambda line: line.italic,
    "centred": lambda line: line.align == "center",
    "capitals": lambda line: line.text.isupper(),
}
_WORDS = {
    ("bold", True): "phải in đậm",
    ("bold", False): "phải để chữ không đậm",
    ("italic", True): "phải in nghiêng",
    ("italic", False): "phải để chữ đứng",
    ("centred", True): "phải canh giữa",
    ("capitals", True): "phải viết bằng chữ in hoa",
}
_UPRIGHT = {"bold": False, "italic": False}
_BOLD = {"bold": True, "italic": False}
_BOLD_CAPITALS = {**_BOLD, "capitals": True}
_BOLD_MIDDLE = {**_BOLD, "centred": True}


@dataclass(frozen=True, slots=True)
class Look:
    """How the lines of one element look; what it does not name is left open."""

    code: str
    name: str
    lines: Callable[[Anatomy], Sequence[Line]]
    sizes: tuple[float, float]
    wants: Mapping[str, bool]
    needed: bool = False
    profiles: frozenset[Profile] = LETTERS

    def rules(self) -> Iterator[Rule]:
        """Make a rule of each thing it says."""
        if self.needed:
            yield Rule(f"{self.code}-missing", self.profiles, self._missing)
        yield self._rule("size", self._wrong_size)
        for what, wanted in self.wants.items():
            yield self._rule(what, partial(_unfit, what, wanted))

    def _rule(self, what: str, fault: Callable[[Line], str]) -> Rule:
        def judge(paper: Anatomy) -> Iterator[str]:
            for line in self.lines(paper):
                words = fault(line)
                if words:
                    yield f"{self.name[0].upper()}{self.name[1:]} {quoted(line)} {words}."

        return Rule(f"{self.code}-{what}", self.profiles, judge)

    def _wrong_size(self, line: Line) -> str:
        low, high = self.sizes
        wrong = [size for size in line.sizes if not low <= size <= high]
        if not wrong:
            return ""
        wanted = f"{low:g}" if low == high else f"{low:g} đến {high:g}"
        return f"có cỡ chữ {decimal(wrong[0])}, cần {wanted}"

    def _missing(self, paper: Anatomy) -> Iterator[str]:
        if not self.lines(paper) and not (paper.is_letter and self.code in _NOT_IN_LETTERS):
            yield f"Chưa có {self.name}."


def _unfit(what: str, wanted: bool, line: Line) -> str:  # noqa: FBT001 - bound by partial
    return "" if _FITS[what](line) is wanted else _WORDS[what, wanted]


def decimal(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def quoted(line: Line) -> str:
    """Show a line by its first words."""
    words = line.text.split()
    return f"“{' '.join(words[:_SHOWN_WORDS])}{'…' if len(words) > _SHOWN_WORDS else ''}”"


def one_of(line: Line | None) -> tuple[Line, ...]:
    return (line,) if line else ()


def sentences_of(paper: Anatomy) -> list[Line]:
    """Give the text without headings and without the grounds, which stand in italics."""
    return [
        line
        for line in paper.body
        if not is_part(line) and not is_titled_clause(line) and not _BASIS.match(line.text)
    ]


LOOKS = (
    Look("country", "Quốc hiệu", lambda it: one_of(it.country), (12, 13), _BOLD, needed=True),
    Look("motto", "Tiêu ngữ", lambda it: one_of(it.motto), (13, 14), _BOLD, needed=True),
    Look("parent", "tên cơ quan chủ quản", lambda it: it.parent, (12, 13), _UPRIGHT),
    Look(
        "issuer",
        "tên cơ quan ban hành",
        lambda it: it.issuer,
        (12, 13),
        _BOLD_CAPITALS,
        needed=True,
    ),
    Look(
        "number",
        "số, ký hiệu",
        lambda it: one_of(it.number),
        (13, 13),
        _UPRIGHT,
        needed=True,
        profiles=NUMBERED,
    ),
    Look(
        "date",
        "địa danh, thời gian ban hành",
        lambda it: one_of(it.place_date),
        (13, 14),
        {"bold": False, "italic": True},
        needed=True,
    ),
    Look(
        "kind",
        "tên loại văn bản",
        lambda it: one_of(it.kind),
        (13, 14),
        {**_BOLD_CAPITALS, "centred": True},
        needed=True,
    ),
    Look("subject", "trích yếu", lambda it: it.subject, (13, 14), _BOLD_MIDDLE, needed=True),
    Look("addressee", "dòng", lambda it: one_of(it.addressee), (13, 14), _UPRIGHT),
    Look(
        "part",
        "đề mục",
        lambda it: [line for line in it.body if is_part(line)],
        (13, 14),
        _BOLD_CAPITALS,
    ),
    Look(
        "clause",
        "khoản có tiêu đề",
        lambda it: [line for line in it.body if is_titled_clause(line)],
        (13, 14),
        _BOLD,
    ),
    Look("body", "đoạn", sentences_of, (13, 14), {"italic": False}),
    Look(
        "recipients-title",
        "dòng",
        lambda it: one_of(it.recipients_title),
        (12, 12),
        {"bold": True, "italic": True},
    ),
    Look("recipient", "dòng nơi nhận", lambda it: it.recipients, (11, 11), _UPRIGHT),
    Look(
        "capacity",
        "quyền hạn, chức vụ người ký",
        lambda it: it.capacity,
        (13, 14),
        _BOLD_CAPITALS,
        needed=True,
    ),
    Look("signer", "họ tên người ký", lambda it: one_of(it.signer), (13, 14), _BOLD),
)
