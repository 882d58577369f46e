"""How does a Word file really look: each line with its effective letters and place?"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"

_MOST_PARTS = 2_000
_MOST_BYTES = 60_000_000
_LONGEST_CHAIN = 20  # styles based on styles
_TWIPS_IN_MM = 1440 / 25.4
_EMU_IN_MM = 36_000
_POINTS_IN_MM = 72 / 25.4
_SINGLE = 1.15  # a single line of Times New Roman, in sizes
_WORDS_CELL_MARGIN = 108  # twips, when a table says nothing
_SPLITS = {f"{_W}{name}" for name in ("hyperlink", "ins", "smartTag", "sdt", "sdtContent")}
_NO = {"0", "false", "off", "none"}
_VML_POINT = re.compile(r"(-?[\d.]+)pt")
_VML_WIDTH = re.compile(r"(?<![\w-])width:([\d.]+)pt")


class UnreadablePaper(Exception):
    """A file that is no Word document, or one that must not be opened."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look."""

    text: str
    fonts: tuple[str, ...]
    size: float
    bold: bool
    italic: bool
    underlined: bool
    colour: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in which table a line stands."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    runs: tuple[Run, ...]
    align: str
    first_indent: float  # mm
    before: float  # points
    after: float
    spacing: float  # in single lines
    frame: float  # mm from margin to margin
    rule: float | None = None  # length in mm of a line drawn in or below it
    has_page_number: bool = False
    cell: Cell | None = None

    @property
    def raw(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def text(self) -> str:
        return self.raw.replace("\u00a0", " ").strip()

    @property
    def inked(self) -> tuple[Run, ...]:
        """Give the runs that show something."""
        return tuple(run for run in self.runs if run.text.strip())

    @property
    def bold(self) -> bool:
        return bool(self.inked) and all(run.bold for run in self.inked)

    @property
    def italic(self) -> bool:
        return bool(self.inked) and all(run.italic for run in self.inked)

    @property
    def sizes(self) -> tuple[float, ...]:
        return tuple(sorted({run.size for run in self.inked}))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One section's page, in mm."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    first_differs: bool

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class WordFile:
    """What is seen of a Word file."""

    sheets: tuple[Sheet, ...]
    lines: tuple[Line, ...]
    header: tuple[Line, ...]
    first_header: tuple[Line, ...]
    footer: tuple[Line, ...]


class _Plain(ET.TreeBuilder):
    """Builds a tree of plain XML: neither entities of its own nor of others."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        del name, pubid, system
        reason = "Tệp có phần khai báo lạ, không phải do Word tạo."
        raise UnreadablePaper(reason)


def read_word(source: bytes | Path) -> WordFile:
    """Read a .docx; raises UnreadablePaper when it is none or holds too much."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    try:
        with ZipFile(BytesIO(content)) as package:
            return _Reader(package).read()
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        reason = "Tệp không mở được như một văn bản Word (.docx)."
        raise UnreadablePaper(reason) from error
    except (ET.ParseError, ValueError) as error:
        reason = "Nội dung tệp .docx bị hỏng."
        raise UnreadablePaper(reason) from error


@dataclass(slots=True)
class _Style:
    based_on: str | None
    paragraph: Element | None
    letters: Element | None


@dataclass(slots=True)
class _Reader:
    """Reads the parts of one package."""

    package: ZipFile
    styles: dict[str, _Style] = field(default_factory=dict)
    default_style: str | None = None
    default_paragraph: Element | None = None
    default_letters: Element | None = None
    theme_fonts: dict[str, str] = field(default_factory=dict)
    tables: Iterator[int] = field(default_factory=count)

    def read(self) -> WordFile:
        self._refuse_bombs()
        main = self._main_name()
        links = self._links(main)
        self._learn_styles(self._linked(links, "styles"))
        self._learn_theme(self._linked(links, "theme"))
        body = self._part(main).find(f"{_W}body")
        if body is None:
            reason = "Tệp .docx không có nội dung."
            raise UnreadablePaper(reason)
        sections = list(body.iter(f"{_W}sectPr"))
        sheets = tuple(_sheet(section) for section in sections) or (_sheet(Element("none")),)
        width = sheets[0].text_width
        return WordFile(
            sheets=sheets,
            lines=tuple(self._lines(body, width)),
            header=self._margin_lines(sections, links, "headerReference", "default"),
            first_header=self._margin_lines(sections, links, "headerReference", "first"),
            footer=self._margin_lines(sections, links, "footerReference", "default"),
        )

    def _refuse_bombs(self) -> None:
        entries = self.package.infolist()
        if len(entries) > _MOST_PARTS or sum(one.file_size for one in entries) > _MOST_BYTES:
            reason = "Tệp .docx quá lớn sau khi giải nén."
            raise UnreadablePaper(reason)

    def _part(self, name: str) -> Element:
        parser = ET.XMLParser(target=_Plain())  # noqa: S314 - _Plain refuses every DOCTYPE
        parser.feed(self.package.read(name))
        root: Element = parser.close()
        return root

    def _main_name(self) -> str:
        names = set(self.package.namelist())
        links = self._links("")
        main = next((target for kind, target in links.values() if kind == "officeDocument"), "")
        if main not in names:
            reason = "Tệp không phải văn bản Word (.docx)."
            raise UnreadablePaper(reason)
        return main

    def _links(self, name: str) -> dict[str, tuple[str, str]]:
        """Give a part's links: their kind and target, by key."""
        folder, base = PurePosixPath(name).parent, PurePosixPath(name).name
        where = str(folder / "_rels" / f"{base}.rels")
        if where not in self.package.namelist():
            return {}
        return {
            link.get("Id", ""): (
                link.get("Type", "").rsplit("/", 1)[-1],
                str(folder / link.get("Target", "")).lstrip("/"),
            )
            for link in self._part(where)
        }

    def _linked(self, links: dict[str, tuple[str, str]], kind: str) -> Element | None:
        for its_kind, target in links.values():
            if its_kind == kind and target in self.package.namelist():
                return self._part(target)
        return None

    def _learn_styles(self, root: Element | None) -> None:
        if root is None:
            return
        self.default_paragraph = root.find(f"{_W}docDefaults/{_W}pPrDefault/{_W}pPr")
        self.default_letters = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        for style in root.iter(f"{_W}style"):
            key = style.get(f"{_W}styleId", "")
            self.styles[key] = _Style(
                _value(style, "basedOn"), style.find(f"{_W}pPr"), style.find(f"{_W}rPr")
            )
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") == "1":
                self.default_style = key

    def _learn_theme(self, root: Element | None) -> None:
        if root is None:
            return
        for kind in ("major", "minor"):
            for latin in root.findall(f".//{_A}{kind}Font/{_A}latin"):
                self.theme_fonts[kind] = latin.get("typeface", "")

    def _margin_lines(
        self,
        sections: Sequence[Element],
        links: dict[str, tuple[str, str]],
        kind: str,
        which: str,
    ) -> tuple[Line, ...]:
        """Read the first section's header or footer."""
        for link in sections[0].iter(f"{_W}{kind}") if sections else ():
            _, target = links.get(link.get(f"{_R}id", ""), ("", ""))
            if link.get(f"{_W}type") == which and target in self.package.namelist():
                return tuple(self._lines(self._part(target), 0))
        return ()

    def _lines(self, block: Element, frame: float, cell: Cell | None = None) -> Iterator[Line]:
        for child in block:
            if child.tag == f"{_W}p":
                yield self._line(child, frame, cell)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child, frame)
            elif child.tag in _SPLITS:
                yield from self._lines(child, frame, cell)

    def _table(self, table: Element, frame: float) -> Iterator[Line]:
        number = next(self.tables)
        grid = [_number(column, "w") or 0 for column in table.iter(f"{_W}gridCol")]
        margins = sum(_cell_margin(table, side) for side in ("left", "right"))
        for row_number, row in enumerate(table.findall(f"{_W}tr")):
            column = 0
            for one in row.findall(f"{_W}tc"):
                span = int(_value(one, f"tcPr/{_W}gridSpan") or 1)
                width = _cell_width(one) or sum(grid[column : column + span])
                inner = (width - margins) / _TWIPS_IN_MM if width else frame
                yield from self._lines(one, inner, Cell(number, row_number, column))
                column += span

    def _line(self, paragraph: Element, frame: float, cell: Cell | None) -> Line:
        own = paragraph.find(f"{_W}pPr")
        style = (_value(own, "pStyle") if own is not None else None) or self.default_style
        chain = list(self._chain(style))
        looks = _present([own, *(one.paragraph for one in chain), self.default_paragraph])
        letters = _present([*(one.letters for one in chain), self.default_letters])
        runs = tuple(self._run(run, letters) for run in _runs_of(paragraph))
        left, right = _first(looks, "ind", "left", "start"), _first(looks, "ind", "right", "end")
        hanging = _first(looks, "ind", "hanging")
        return Line(
            runs=runs,
            align=_word(looks, "jc", "val") or "left",
            first_indent=(_first(looks, "ind", "firstLine") - hanging) / _TWIPS_IN_MM,
            before=_first(looks, "spacing", "before") / 20,
            after=_first(looks, "spacing", "after") / 20,
            spacing=_spacing(looks, max((run.size for run in runs), default=14)),
            frame=frame,
            rule=_drawn(paragraph, looks, frame - (left + right) / _TWIPS_IN_MM),
            has_page_number=_counts_pages(paragraph),
            cell=cell,
        )

    def _chain(self, key: str | None) -> Iterator[_Style]:
        """Give a style and those it is based on."""
        for _ in range(_LONGEST_CHAIN):
            style = self.styles.get(key or "")
            if style is None:
                return
            yield style
            key = style.based_on

    def _run(self, run: Element, paragraph_letters: list[Element]) -> Run:
        own = run.find(f"{_W}rPr")
        style = _value(own, "rStyle") if own is not None else None
        letters = _present([own, *(one.letters for one in self._chain(style))])
        letters += paragraph_letters
        return Run(
            text=_text(run),
            fonts=tuple({self._font(letters, script) for script in ("ascii", "hAnsi")}),
            size=(_first(letters, "sz", "val") or 20) / 2,
            bold=_is_on(letters, "b"),
            italic=_is_on(letters, "i"),
            underlined=(_word(letters, "u", "val") or "none") != "none",
            colour=_word(letters, "color", "val") or "auto",
        )

    def _font(self, letters: list[Element], script: str) -> str:
        for one in letters:
            fonts = one.find(f"{_W}rFonts")
            if fonts is None:
                continue
            theme = fonts.get(f"{_W}{script}Theme")
            name = self.theme_fonts.get(theme[:5], "") if theme else fonts.get(f"{_W}{script}")
            if name:
                return name
        return ""


def _present(elements: list[Element | None]) -> list[Element]:
    return [one for one in elements if one is not None]


def _value(element: Element, path: str) -> str | None:
    found = element.find(f"{_W}{path}")
    return None if found is None else found.get(f"{_W}val")


def _number(element: Element, name: str) -> float | None:
    try:
        return float(element.get(f"{_W}{name}", ""))
    except ValueError:
        return None


def _word(looks: list[Element], tag: str, name: str) -> str | None:
    """Give the nearest word said about something: the line's own before its style's."""
    for one in looks:
        found = one.find(f"{_W}{tag}")
        if found is not None and found.get(f"{_W}{name}") is not None:
            return found.get(f"{_W}{name}")
    return None


def _first(looks: list[Element], tag: str, *names: str) -> float:
    """Give the nearest number said about something, or nothing."""
    for one in looks:
        found = one.find(f"{_W}{tag}")
        for name in names if found is not None else ():
            number = _number(found, name)  # type: ignore[arg-type]
            if number is not None:
                return number
    return 0


def _is_on(looks: list[Element], tag: str) -> bool:
    for one in looks:
        found = one.find(f"{_W}{tag}")
        if found is not None:
            return found.get(f"{_W}val", "1") not in _NO
    return False


def _spacing(looks: list[Element], size: float) -> float:
    line = _first(looks, "spacing", "line")
    if not line:
        return 1
    rule = _word(looks, "spacing", "lineRule") or "auto"
    if rule == "auto":
        return line / 240
    lines = line / 20 / (size * _SINGLE)
    return max(1, lines) if rule == "atLeast" else lines


def _sheet(section: Element) -> Sheet:
    page, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")

    def mm(element: Element | None, name: str) -> float:
        return (_number(element, name) or 0) / _TWIPS_IN_MM if element is not None else 0

    return Sheet(
        width=mm(page, "w"),
        height=mm(page, "h"),
        top=mm(margins, "top"),
        bottom=mm(margins, "bottom"),
        left=mm(margins, "left"),
        right=mm(margins, "right"),
        first_differs=_is_on([section], "titlePg"),
    )


def _cell_margin(table: Element, side: str) -> float:
    margin = table.find(f"{_W}tblPr/{_W}tblCellMar/{_W}{side}")
    said = None if margin is None else _number(margin, "w")
    return _WORDS_CELL_MARGIN if said is None else said


def _cell_width(cell: Element) -> float | None:
    width = cell.find(f"{_W}tcPr/{_W}tcW")
    if width is None or width.get(f"{_W}type") != "dxa":
        return None
    return _number(width, "w")


def _runs_of(paragraph: Element) -> Iterator[Element]:
    for child in paragraph:
        if child.tag == f"{_W}r":
            yield child
        elif child.tag in _SPLITS or child.tag == f"{_W}fldSimple":
            yield from _runs_of(child)


def _text(run: Element) -> str:
    signs = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    return "".join(
        (child.text or "") if child.tag == f"{_W}t" else signs.get(child.tag, "") for child in run
    )


def _counts_pages(paragraph: Element) -> bool:
    words = [one.text or "" for one in paragraph.iter(f"{_W}instrText")]
    words += [one.get(f"{_W}instr", "") for one in paragraph.iter(f"{_W}fldSimple")]
    return "PAGE" in " ".join(words).split()


def _drawn(paragraph: Element, looks: list[Element], span: float) -> float | None:
    """Give the length of the border below a paragraph, or of a line shape anchored in it."""
    for one in looks:
        border = one.find(f"{_W}pBdr/{_W}bottom")
        if border is not None:
            return span if border.get(f"{_W}val", "nil") not in {"nil", "none"} else None
    return next(_shapes(paragraph), None)


def _shapes(paragraph: Element) -> Iterator[float]:
    for drawing in paragraph.iter(f"{_W}drawing"):
        kinds = {shape.get("prst") for shape in drawing.iter(f"{_A}prstGeom")}
        extent = drawing.find(f".//{_WP}extent")
        if kinds & {"line", "straightConnector1"} and extent is not None:
            yield float(extent.get("cx", "0")) / _EMU_IN_MM
    for line in paragraph.iter(f"{_V}line"):
        ends = [_VML_POINT.match(line.get(end, "")) for end in ("from", "to")]
        places = [float(end[1]) for end in ends if end]
        yield (max(places, default=0) - min(places, default=0)) / _POINTS_IN_MM
    for shape in paragraph.iter(f"{_V}shape"):
        width = _VML_WIDTH.search(shape.get("style", ""))
        if shape.get("type", "").endswith("_x0000_t32") and width:
            yield float(width[1]) / _POINTS_IN_MM
