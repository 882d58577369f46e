"""How does a Saturday look as a picture for Fanpage and Zalo? Drawn here, read on a telephone."""

import subprocess
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from math import floor
from types import MappingProxyType
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from saturday.papers.facts import PublicFacts
from saturday.rules.coded import Coded
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.dates import listed_day, numeric_day, weekday

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

MEDIA_TYPE = "image/png"
# Every letter of Vietnamese beyond Latin-1; an old Liberation lacks ninety of them.
LETTERS = ":charset=102-103 110-111 128-129 168-169 1a0-1a1 1af-1b0 1ea0-1ef9"
FAMILIES = ("Liberation Sans", "Arial", "Noto Sans", "DejaVu Sans")
NO_FONT = (
    "Máy chủ thiếu phông chữ Liberation Sans đủ chữ Việt nên không vẽ được ảnh. "
    "Hãy cài gói fonts-liberation2."
)
USUAL_COLOUR = "#8f1d1d"
WHITE, INK, SOFT = (255, 255, 255), (29, 27, 24), (74, 69, 61)
READABLE = 7.0  # WCAG's contrast for all who see poorly
LARGEST = 1.2  # of the usual size
SMALLEST = 0.7  # on a telephone still some 12 points
SMALLEST_WITH_SPARE = 0.85  # rather leave out what is spare than write all of it smaller
STEP = 0.05
LONGEST = 320  # letters of a part: more than there is ever room for
MOST_ON_A_LINE = 80
LONGEST_ITEM = 24  # of a list, kept on one line
MARGIN, LEADING, GAP = 56, 1.18, 0.42
QUESTION_SECONDS = 10
NO_BREAK = "\u00a0"

RGB = tuple[int, int, int]


class Shape(Coded):
    """Where a picture is posted (khổ ảnh); the code stands in its address."""

    FANPAGE = "fanpage", "Fanpage, 1200×630"
    ZALO = "zalo", "Zalo, 1080×1080"


SIZES: Mapping[Shape, tuple[int, int]] = MappingProxyType(
    {Shape.FANPAGE: (1200, 630), Shape.ZALO: (1080, 1080)}
)


@dataclass(frozen=True, slots=True)
class Font:
    """A font of this machine, and the letters it has."""

    file: str
    letters: frozenset[str]

    def known(self, text: str) -> str:
        """Leave out what it has no letter for, emoji above all: no empty box is drawn."""
        kept = (one if one in self.letters else " " for one in normalize("NFC", text))
        return " ".join(filter(None, "".join(kept).split(" ")))


@dataclass(frozen=True, slots=True)
class Fonts:
    """The two fonts that a picture is written with, and what their family is called."""

    family: str
    regular: Font
    bold: Font


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of text: how large, how dark, and whether it may be left out or cut short."""

    text: str
    size: int
    ink: RGB = INK
    is_bold: bool = False
    is_spare: bool = False
    most_lines: int = 99


def fonts() -> Fonts | None:
    """Find fonts with every Vietnamese letter; None when this machine has none."""
    words = ("fc-list", "-f", "%{family[0]}|%{style[0]}|%{file}|%{charset}\n", LETTERS)
    try:
        answer = subprocess.run(  # noqa: S603 - words of our own
            words, capture_output=True, timeout=QUESTION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    rows = [line.split("|") for line in answer.stdout.decode("utf-8", "replace").splitlines()]
    found = {tuple(row[:2]): row[2:] for row in rows}
    for family in FAMILIES:
        regular = found.get((family, "Regular")) or found.get((family, "Book"))
        bold = found.get((family, "Bold"))
        if regular and bold:
            return Fonts(family, _font(*regular), _font(*bold))
    return None


def _font(file: str, charset: str) -> Font:
    return Font(file, _letters(charset))


def _letters(charset: str) -> frozenset[str]:
    """Read "20-7e a0-17f 192" as fontconfig writes it; signs that are not seen stay out."""
    spans = (one.partition("-") for one in charset.split())
    letters = (
        chr(code)
        for first, _dash, last in spans
        for code in range(int(first, 16), int(last or first, 16) + 1)
    )
    return frozenset(one for one in letters if category(one) != "Cf")


# Colours


def ground_of(colour: str) -> RGB:
    """Read the commune's colour, darkened until white words on it are well read."""
    found = colour_of(colour) or colour_of(USUAL_COLOUR) or INK
    while contrast(found, WHITE) < READABLE:
        red, green, blue = (floor(part * 0.94) for part in found)
        found = (red, green, blue)
    return found


def colour_of(colour: str) -> RGB | None:
    """Read a colour as "#8f1d1d"; None when it is none."""
    digits = colour.strip().removeprefix("#")
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return red, green, blue


def contrast(one: RGB, other: RGB) -> float:
    """Measure how well two colours are told apart, as WCAG does: 1 to 21."""
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def _light(colour: RGB) -> float:
    parts = [part / 255 for part in colour]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's formula
        for part in parts
    ]
    return sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# Words


def parts_of(facts: PublicFacts, brand: RGB) -> list[Part]:
    """Choose what the picture says, the most important first."""
    if not facts.cancelled and not facts.moved_to:
        day = f"{facts.part_of_day.capitalize()} {_day(facts.day)}"
        return [Part(day, 84, brand, is_bold=True), *_where(facts), *_more(facts)]
    gone = f"{_day_first(facts.day)}: không làm việc"
    if facts.cancelled:
        head, rest = "Đã hủy", _reason(facts)
    else:
        head, rest = f"Dời sang {_day(facts.moved_to or facts.day)}", _where(facts)
    return [Part(head, 92, brand, is_bold=True), Part(gone, 60, is_bold=True), *rest]


def _day(day: date) -> str:
    return f"{_in_one_piece(weekday(day))}, {numeric_day(day)}"


def _day_first(day: date) -> str:
    words = _in_one_piece(listed_day(day))
    return words[:1].upper() + words[1:]


def _where(facts: PublicFacts) -> list[Part]:
    found = [Part(_in_one_piece(facts.hours), 76, is_bold=True), Part(facts.where, 60)]
    return [one for one in found if one.text]


def _more(facts: PublicFacts) -> list[Part]:
    """Give what stands there where room is left."""
    lists = {"Lĩnh vực": facts.subject_areas, "Mang theo": facts.bring}
    return [
        Part(f"{label}: {_listed(items)}", 44, SOFT, is_spare=True)
        for label, items in lists.items()
        if items
    ]


def _listed(items: Sequence[str]) -> str:
    return "; ".join(one if len(one) > LONGEST_ITEM else _in_one_piece(one) for one in items)


def _reason(facts: PublicFacts) -> list[Part]:
    return [Part(f"Lý do: {facts.reason}", 52)] if facts.reason else []


def _in_one_piece(text: str) -> str:
    return text.replace(" ", NO_BREAK)


# Drawing


@dataclass(frozen=True, slots=True)
class Pen:
    """What draws, in which fonts; letters are counted by their width."""

    draw: "ImageDraw"
    fonts: Fonts

    def cleaned(self, part: Part) -> Part:
        """Keep the letters that can be drawn, as many as there may ever be room for."""
        text = self._chosen(part).known(part.text)
        return replace(part, text=text if len(text) <= LONGEST else f"{text[:LONGEST]}…")

    def _chosen(self, part: Part) -> Font:
        return self.fonts.bold if part.is_bold else self.fonts.regular

    def font(self, part: Part) -> "FreeTypeFont":
        """Load the font of a part in its size."""
        return _loaded(self._chosen(part).file, part.size)

    def lines(self, part: Part, width: float) -> list[str]:
        """Break a text into lines; a word wider than the picture is broken itself."""
        font = self.font(part)
        lines = [""]
        for word in _pieces(part.text, font, width):
            longer = f"{lines[-1]} {word}".strip(" ")
            if font.getlength(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) > part.most_lines:
            lines = lines[: part.most_lines]
            lines[-1] = _cut(lines[-1], font, width)
        return lines

    def height(self, parts: Sequence[Part], width: float) -> float:
        """Measure parts one under the other."""
        return sum(part.size * (LEADING * len(self.lines(part, width)) + GAP) for part in parts)

    def write(self, parts: Sequence[Part], at: tuple[float, float], width: float) -> None:
        """Write parts one under the other."""
        left, top = at
        for part in parts:
            for line in self.lines(part, width):
                self.draw.text((left, top), line, fill=part.ink, font=self.font(part))
                top += part.size * LEADING
            top += part.size * GAP


@lru_cache(maxsize=64)
def _loaded(file: str, size: int) -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415 - only who draws needs it

    return ImageFont.truetype(file, size)


def _cut(line: str, font: "FreeTypeFont", width: float) -> str:
    """Say by dots that there was more."""
    kept = line
    while font.getlength(f"{kept}…") > width:
        kept = kept[:-1]
    return kept.rstrip(" .,;:") + "…"


def _pieces(text: str, font: "FreeTypeFont", width: float) -> Iterator[str]:
    """Give the words of a text, those too wide in pieces that fit."""
    for word in text.split(" "):
        piece = word
        while font.getlength(piece) > width:
            widths = [font.getlength(piece[:n]) for n in range(1, MOST_ON_A_LINE)]
            count = max(1, bisect_right(widths, width))
            yield piece[:count]
            piece = piece[count:]
        yield piece


def fitted(pen: Pen, parts: Sequence[Part], width: float, height: float) -> list[Part]:
    """Make parts fit: smaller, then without what is spare, then the longest cut short."""
    kept = list(parts)
    while True:
        spare = [one for one in kept if one.is_spare]
        for scale in _scales(SMALLEST_WITH_SPARE if spare else SMALLEST):
            smaller = [_scaled(one, scale) for one in kept]
            if pen.height(smaller, width) <= height:
                return smaller
        if not spare:
            break
        kept.remove(spare[-1])
    return _shortened(pen, [_scaled(one, SMALLEST) for one in kept], width, height)


def _shortened(pen: Pen, parts: list[Part], width: float, height: float) -> list[Part]:
    """Take lines from the longest part, until all fits or each has one line only."""
    while pen.height(parts, width) > height:
        counts = [len(pen.lines(one, width)) for one in parts]
        longest = counts.index(max(counts))
        if counts[longest] == 1:
            break
        parts[longest] = replace(parts[longest], most_lines=counts[longest] - 1)
    return parts


def _scaled(part: Part, scale: float) -> Part:
    return replace(part, size=round(part.size * scale))


def _scales(smallest: float) -> list[float]:
    count = round((LARGEST - smallest) / STEP)
    return [LARGEST - STEP * number for number in range(count + 1)]


def png(facts: PublicFacts, shape: Shape, colour: str) -> bytes:
    """Draw the picture; raises NotAllowedNow where no font has the letters."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only who draws needs it

    known = fonts()
    if known is None:
        raise NotAllowedNow(NO_FONT)
    wide, high = SIZES[shape]
    brand = ground_of(colour)
    image = Image.new("RGB", (wide, high), brand)
    pen = Pen(ImageDraw.Draw(image), known)
    top, bottom = _frame(pen, facts, (wide, high))
    pen.draw.rectangle((0, top, wide, bottom), fill=WHITE)
    inner, room = wide - 2 * MARGIN, bottom - top - MARGIN
    body = fitted(pen, [pen.cleaned(one) for one in parts_of(facts, brand)], inner, room)
    spare = max(0.0, room - pen.height(body, inner))
    pen.write(body, (MARGIN, top + MARGIN * 0.6 + spare / 2), inner)
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _frame(pen: Pen, facts: PublicFacts, size: tuple[int, int]) -> tuple[float, float]:
    """Write whose picture it is above, whom to call below; give where the white between lies."""
    wide, high = size
    inner = wide - 2 * MARGIN
    name = Part("Ngày thứ 7 vì dân", 64, WHITE, is_bold=True, most_lines=1)
    place = pen.cleaned(Part(f"UBND {facts.commune}", 44, WHITE, most_lines=1))
    if wide > high:  # beside each other
        taken = pen.font(name).getlength(name.text) + MARGIN
        pen.write([name], (MARGIN, 24), inner)
        pen.write([place], (MARGIN + taken, 42), inner - taken)
        top = 24 + pen.height([name], inner)
    else:
        pen.write([name, place], (MARGIN, 32), inner)
        top = 24 + pen.height([name, place], inner)
    if not facts.phone:
        return top, high - MARGIN / 2
    words = f"Hỏi trước, gọi: {facts.phone}"
    call = pen.cleaned(Part(words, 52, WHITE, is_bold=True, most_lines=1))
    bottom = high - pen.height([call], inner) - 20
    pen.write([call], (MARGIN, bottom + 14), inner)
    return top, bottom
