"""Where in a Word file does each paragraph stand, as a clerk would find it?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from xml.etree.ElementTree import Element

from saturday.papers.package import Package, W

MARGINS = {"header": "Đầu trang", "footer": "Chân trang", "footnotes": "Chú thích"}
_TEXTBOX = f"{W}txbxContent"
_BLANKS = {f"{W}tab", f"{W}br", f"{W}cr"}
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """One paragraph of a template, and where it stands."""

    number: int
    text: str
    cuts: tuple[int, ...]  # places in the text where a link or a form field begins or ends
    box: int  # the body, the cell or the frame that holds it
    row: int | None = None
    table: int | None = None
    part: str = ""

    @property
    def words(self) -> str:
        """Say where it is: by its number, and by the words that stand there."""
        where = f"{self.part}, đoạn {self.number}" if self.part else f"Đoạn {self.number}"
        text = " ".join(self.text.split())
        shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
        return f"{where} “{shown}”"


def spots_of(package: Package) -> list[Spot]:
    """Give every paragraph that is printed, in the order of the pages."""
    found = list(_Walk().spots(package.trees[package.main]))
    for kind, part in MARGINS.items():
        for name in package.of_kind(kind):
            found += _Walk(part=part).spots(package.trees[name])
    return found


@dataclass(slots=True)
class _Walk:
    """A walk through one part, counting what has words."""

    part: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    boxes: Iterator[int] = field(default_factory=lambda: count(1))

    def spots(
        self, element: Element, box: int = 0, row: int | None = None, table: int | None = None
    ) -> Iterator[Spot]:
        for one in element:
            if one.tag == f"{W}p":
                yield self._spot(one, box, row, table)
                for frame in one.iter(_TEXTBOX):
                    yield from self.spots(frame, next(self.boxes))
            elif one.tag == f"{W}tbl":
                yield from self.spots(one, box, None, next(self.boxes))
            elif one.tag == f"{W}tr":
                yield from self.spots(one, box, next(self.boxes), table)
            else:
                inner = next(self.boxes) if one.tag == f"{W}tc" else box
                yield from self.spots(one, inner, row, table)

    def _spot(self, paragraph: Element, box: int, row: int | None, table: int | None) -> Spot:
        text, cuts, holder = "", [], None
        for piece, its_holder in _pieces(paragraph, None):
            if its_holder is not holder:
                cuts.append(len(text))
            text, holder = text + piece, its_holder
        number = next(self.numbers) if text.strip() else 0
        return Spot(number, text, tuple(cuts), box, row, table, self.part)


def _pieces(element: Element, holder: Element | None) -> Iterator[tuple[str, Element | None]]:
    """Give the text of a paragraph with what holds each piece: a link, a form field."""
    for one in element:
        if one.tag == f"{W}t":
            yield one.text or "", holder
        elif one.tag in _BLANKS:
            yield " ", holder
        elif one.tag == f"{W}r":
            yield from _pieces(one, holder)
        elif one.tag != _TEXTBOX and not one.tag.endswith("Pr"):
            yield from _pieces(one, one)


def hidden_tags(package: Package) -> Iterator[str]:
    """Name tags where nothing is printed: in bookmarks, names of pictures, properties."""
    printed = [package.main, *(name for kind in MARGINS for name in package.of_kind(kind))]
    for name, tree in package.trees.items():
        for one in tree.iter():
            held = [*one.attrib.values()]
            if name not in printed or one.tag != f"{W}t":
                held.append(one.text or "")
            if any("{{" in text or "{%" in text or "{#" in text for text in held):
                yield (
                    f"Có thẻ nằm ở chỗ không in ra (phần {name}). "
                    "Thẻ chỉ đặt trong đoạn văn, bảng, đầu trang, chân trang."
                )
                break
