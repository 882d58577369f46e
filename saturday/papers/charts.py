"""How are figures drawn: as SVG in a page, as a picture in a paper?

A chart never stands alone: its ``rows`` are the table beside it. Series are told apart by pattern
and by the figures written on them, so that neither colour nor good eyes are needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Self
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from markupsafe import Markup

from saturday.papers.picture import NO_FONT, fonts
from saturday.papers.variables import Says
from saturday.rules.intake import DeskCounts, Outcome
from saturday.rules.periods import PeriodKind
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.reporting import PeriodFigures
from saturday.vietnamese.dates import day_month, numeric_day
from saturday.vietnamese.numbers import grouped

WIDE, HIGH = 640, 300
LEFT, FLOOR = 48, 270  # left of it, or further in, and below it stand the words of the axes
FULLEST, WIDEST = 0.78, 96  # a bar: its share of the room of a label, and never more than so much
MOST_WORDS = 16  # labels that fit beside each other
SIZE = 15  # of letters
LINE = 22
LETTER = 7.6  # how wide a letter is, about: only the legend is laid out by it
SWATCH, GAP = 16, 8
MOST_LINES = 5  # across
SVG = "http://www.w3.org/2000/svg"
PICTURE_WIDE = 1280  # points of a picture: 200 to the inch on 16 cm
INK, SOFT, GRID, DARK, WHITE = "#1d1b18", "#5b554c", "#d9d3c7", "#0b4a8f", "#ffffff"
PATTERN = {"width": "8", "height": "8", "patternUnits": "userSpaceOnUse"}
# How the second to fourth series are drawn: light, hatched, dotted. The first is dark.
PATTERNS: tuple[dict[str, str], ...] = (
    {},
    {"d": "M0 0"},
    {"d": "M-2 2l4 -4M0 8l8 -8M6 10l4 -4", "stroke": DARK, "stroke-width": "2"},
    {"d": "M2 2h3v3h-3z", "fill": DARK},
)
GROUNDS = (DARK, "#c3d8ef", WHITE, WHITE)
CAME, GONE = "Lượt công dân và hồ sơ tiếp nhận", "Kết quả tại buổi"
# What a person went home with, in four kinds that can be told apart in one bar.
KINDS: Mapping[str, tuple[Outcome, ...]] = MappingProxyType(
    {
        "Giải quyết, trả ngay": (Outcome.SETTLED,),
        "Tiếp nhận, hẹn trả": (Outcome.RECEIVED,),
        "Bổ sung, từ chối, chỉ dẫn": (Outcome.SUPPLEMENT, Outcome.REFUSED, Outcome.REDIRECTED),
        "Trả kết quả, hướng dẫn, góp ý": (Outcome.HANDED_OVER, Outcome.GUIDED, Outcome.OPINION),
    }
)


@dataclass(frozen=True, slots=True)
class Series:
    """What is counted at each label (chuỗi số liệu); a pattern of its own in the bars."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over Saturdays or months (biểu đồ): side by side, or stacked to a whole."""

    name: str  # its own on the page: letters and dashes
    title: str
    unit: str
    labels: Sequence[str]
    series: Sequence[Series]
    of: str = "Buổi"  # what the labels are
    is_stacked: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(any(one.values) for one in self.series)

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """Give the table beside the chart: a label, then each series, then the whole of a stack."""
        columns = zip(*(one.values for one in self.series), strict=True)
        return [
            (label, [*values, sum(values)] if self.is_stacked else list(values))
            for label, values in zip(self.labels, columns, strict=True)
        ]

    @property
    def heads(self) -> list[str]:
        """Name the columns of the table."""
        return [one.name for one in self.series] + ["Cộng"] * self.is_stacked

    @property
    def tops(self) -> list[int]:
        """Give how high each label's bars go."""
        return [values[-1] if self.is_stacked else max(values) for _label, values in self.rows]

    @property
    def description(self) -> str:
        """Say in words what is seen, to who does not see it."""
        if self.is_empty:
            return "Chưa có số liệu."
        tops = self.tops
        most, least = (tops.index(edge(tops)) for edge in (max, min))
        return (
            f"{len(tops)} cột. Nhiều nhất: {self.labels[most]}, {grouped(tops[most])} {self.unit}. "
            f"Ít nhất: {self.labels[least]}, {grouped(tops[least])} {self.unit}."
        )

    @property
    def svg(self) -> Markup:
        """Draw it for a page: no script, no style, its words as text."""
        return Markup(tostring(_drawn(self), encoding="unicode"))  # noqa: S704 - escaped by the writer


@dataclass(frozen=True, slots=True)
class Illustration:
    """A chart among the words of a paper (biểu đồ trong văn bản); empty when it is not wanted."""

    title: Annotated[str, Says("Tên biểu đồ", f"{CAME}, theo buổi")]
    picture: Annotated[
        str,
        Says("Ảnh biểu đồ; trống khi Trung tâm không chọn kèm biểu đồ", "(ảnh của biểu đồ)"),
    ]

    @classmethod
    def of(cls, chart: Chart, *, wanted: bool) -> Self:
        """Set a chart where it is wanted and there is something to draw."""
        if not wanted or chart.is_empty:
            return cls("", "")
        return cls(chart.title, str(chart.svg))


def png(svg: str) -> bytes:
    """Make a drawing a picture for a paper; raises NotAllowedNow where no font has the letters."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - only who draws needs it

    known = fonts()
    if known is None:
        raise NotAllowedNow(NO_FONT)
    return svg_to_bytes(
        svg_string=svg,
        width=PICTURE_WIDE,
        background=WHITE,
        skip_system_fonts=True,
        font_family=known.family,
        font_files=[known.regular.file, known.bold.file],
    )


def words_of(svg: str) -> str:
    """Give what who does not see a drawing hears: what it is called, and what it shows."""
    root = fromstring(svg)  # noqa: S314 - drawn by ourselves
    return ". ".join(root.findtext(f"{{{SVG}}}{part}", "") for part in ("title", "desc"))


# Of a period


def charts_of(figures: PeriodFigures) -> tuple[Chart, Chart]:
    """Draw how many came and what they went home with: by Saturday, over a long time by month."""
    groups = _by_saturday(figures)
    of = "Buổi"
    if figures.period.kind is PeriodKind.YEAR or len(groups) > MOST_WORDS:
        groups, of = _by_month(figures), "Tháng"
    labels = list(groups)
    visits = [sum(one.visits for one in each) for each in groups.values()]
    received = [sum(one.received for one in each) for each in groups.values()]
    came = [Series("Lượt công dân", visits), Series("Hồ sơ tiếp nhận", received)]
    outcomes = [
        Series(name, [sum(one.of(*kind) for one in each) for each in groups.values()])
        for name, kind in KINDS.items()
    ]
    return (
        Chart("visits", f"{CAME}, theo {of.lower()}", "lượt", labels, came, of),
        Chart(
            "outcomes", f"{GONE}, theo {of.lower()}", "lượt", labels, outcomes, of, is_stacked=True
        ),
    )


def _by_saturday(figures: PeriodFigures) -> dict[str, list[DeskCounts]]:
    """Give the counts of each Saturday that was held."""
    same = figures.period.first.year == figures.period.last.year
    return {
        day_month(one.day) if same else numeric_day(one.day): [one.counts] for one in figures.held
    }


def _by_month(figures: PeriodFigures) -> dict[str, list[DeskCounts]]:
    """Give the counts of each month that has begun, those without a Saturday too."""
    first, last = figures.period.first, figures.as_of
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    same = first.year == last.year
    names = {one: f"{one % 12 + 1}" if same else f"{one % 12 + 1}/{one // 12}" for one in months}
    found: dict[str, list[DeskCounts]] = {name: [] for name in names.values()}
    for one in figures.held:
        found[names[one.day.year * 12 + one.day.month - 1]].append(one.counts)
    return found


# Drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, or one piece of a stack: where it stands, and what it counts."""

    number: int  # of its series
    value: int
    left: float
    top: float
    wide: float
    high: float

    @property
    def middle(self) -> float:
        """Where its figure is written, across."""
        return self.left + self.wide / 2


@dataclass(frozen=True, slots=True)
class Plane:
    """Where bars may stand: right of the figures of the lines across, above the labels."""

    chart: Chart
    left: float
    per_one: float  # how high one is

    @property
    def room(self) -> float:
        """How wide the place of one label is."""
        return (WIDE - self.left) / max(len(self.chart.labels), 1)

    def middle(self, place: int) -> float:
        """Where the place of a label has its middle."""
        return self.left + self.room * (place + 0.5)


def _drawn(chart: Chart) -> Element:
    """Draw the whole: what it is called, patterns, legend, lines, bars."""
    root = _root(chart)
    top = LINE + (_legend(root, chart) if len(chart.series) > 1 else 0)
    highest = max(chart.tops, default=0)
    step = _step(highest)
    lines = max(1, -(-highest // step))
    left = max(LEFT, len(grouped(lines * step)) * LETTER * 1.1 + 2 * GAP)
    plane = Plane(chart, left, (FLOOR - top) / (step * lines))
    for count in range(lines + 1):
        y = FLOOR - count * step * plane.per_one
        line = {"x1": f"{left:g}", "x2": f"{WIDE}", "y1": f"{y:g}", "y2": f"{y:g}"}
        SubElement(root, "line", line | {"stroke": INK if count == 0 else GRID})
        _write(root, grouped(count * step), (left - GAP, y + 5), anchor="end", fill=SOFT)
    _label(root, plane)
    if chart.is_stacked:
        _stack(root, plane)
    else:
        _stand(root, plane)
    return root


def _root(chart: Chart) -> Element:
    """Begin a drawing: who does not see it hears its title and its description."""
    title, words = f"{chart.name}-title", f"{chart.name}-words"
    root = Element("svg", {"xmlns": SVG, "role": "img", "class": "drawing"})
    root.set("viewBox", f"0 0 {WIDE} {HIGH}")
    root.set("aria-labelledby", title)
    root.set("aria-describedby", words)
    root.set("font-size", f"{SIZE}")
    SubElement(root, "title", {"id": title}).text = chart.title
    SubElement(root, "desc", {"id": words}).text = chart.description
    looks = SubElement(root, "defs")
    for number in range(1, len(chart.series)):
        pattern = SubElement(looks, "pattern", PATTERN | {"id": f"{chart.name}-{number}"})
        SubElement(pattern, "path", {"d": "M0 0h8v8h-8z", "fill": GROUNDS[number]})
        SubElement(pattern, "path", PATTERNS[number])
    return root


def _legend(root: Element, chart: Chart) -> int:
    """Say which pattern is what; give how high that is."""
    x, y = LEFT, 4
    for number, one in enumerate(chart.series):
        wide = SWATCH + GAP + round(len(one.name) * LETTER) + LINE
        if x + wide > WIDE:
            x, y = LEFT, y + LINE
        _draw(root, chart, Bar(number, 0, x, y, SWATCH, SWATCH))
        _write(root, one.name, (x + SWATCH + GAP, y + 13))
        x += wide
    return y + LINE


def _label(root: Element, plane: Plane) -> None:
    """Write what the bars are of, below them; as many as there is room for."""
    labels = plane.chart.labels
    every = -(-len(labels) // MOST_WORDS) or 1
    for place in range(0, len(labels), every):
        _write(root, labels[place], (plane.middle(place), FLOOR + LINE - 2), anchor="middle")


def _stand(root: Element, plane: Plane) -> None:
    """Stand the bars of each label side by side, each with its figure above it."""
    chart, count = plane.chart, len(plane.chart.series)
    wide = min(plane.room * FULLEST, WIDEST) / count
    apart = wide if count > 1 else plane.room  # from one figure to the next
    for number, one in enumerate(chart.series):
        for place, value in enumerate(one.values):
            left, high = plane.middle(place) + wide * (number - count / 2), value * plane.per_one
            bar = Bar(number, value, left, FLOOR - high, wide, high)
            _draw(root, chart, bar)
            if _fits(value, apart):
                _write(root, grouped(value), (bar.middle, bar.top - 5), anchor="middle")


def _stack(root: Element, plane: Plane) -> None:
    """Stack the pieces of each label, figures in those that are high enough, the whole above."""
    wide = min(plane.room * FULLEST, WIDEST)
    for place, whole in enumerate(plane.chart.tops):
        top, middle = float(FLOOR), plane.middle(place)
        for number, one in enumerate(plane.chart.series):
            high = one.values[place] * plane.per_one
            top -= high
            bar = Bar(number, one.values[place], middle - wide / 2, top, wide, high)
            _draw(root, plane.chart, bar)
            if high >= LINE and _fits(bar.value, wide):
                _write_inside(root, bar)
        if _fits(whole, plane.room):
            _write(root, grouped(whole), (middle, top - 5), anchor="middle", weight="bold")


def _fits(value: int, room: float) -> bool:
    """Whether a figure can be written on so much room."""
    return len(grouped(value)) * LETTER * 1.05 <= room


def _step(highest: int) -> int:
    """Choose what a line across counts: 1, 2 or 5 times a power of ten, so that all fits."""
    step = 1
    while step * MOST_LINES < highest:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def _draw(root: Element, chart: Chart, bar: Bar) -> None:
    """Draw a bar in the pattern of its series; nothing of nothing."""
    if bar.high:
        fill = f"url(#{chart.name}-{bar.number})" if bar.number else DARK
        box = {"x": bar.left, "y": bar.top, "width": bar.wide, "height": bar.high}
        places = {name: f"{value:.6g}" for name, value in box.items()}
        SubElement(root, "rect", places | {"fill": fill, "stroke": DARK})


def _write_inside(root: Element, bar: Bar) -> None:
    """Write the figure of a piece into it: white on dark, with white around it on a pattern."""
    at = (bar.middle, bar.top + bar.high / 2 + 5)
    if GROUNDS[bar.number] == WHITE:
        _write(root, grouped(bar.value), at, anchor="middle", fill=WHITE, stroke=WHITE, width="6")
    _write(root, grouped(bar.value), at, anchor="middle", fill=INK if bar.number else WHITE)


def _write(root: Element, words: str, at: tuple[float, float], **look: str) -> None:
    """Write words at a place."""
    named = {"anchor": "text-anchor", "weight": "font-weight", "width": "stroke-width"}
    looks = {named.get(name, name): value for name, value in look.items()}
    places = {"x": f"{at[0]:.6g}", "y": f"{at[1]:.6g}", "fill": INK}
    SubElement(root, "text", places | looks).text = words
