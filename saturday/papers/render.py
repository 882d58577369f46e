"""How do a paper's words become a Word file? The only door to docxtpl."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from saturday.papers.charts import Illustration, png, words_of
from saturday.papers.letterhead import Paper
from saturday.papers.variables import parts_of
from saturday.papers.widths import width_mm

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docxtpl import DocxTemplate, InlineImage

TEMPLATES = Path(__file__).parents[2] / "templates" / "docx"

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# A short rule is drawn at two fifths of the words above it: the decree asks for 1/3 to 1/2.
SHORT_RULE = "ShortRule"
_RULE_SHARE = 0.4
_HEADING_SIZE = 13  # 12 to 14 in the decree; the rule stays within its bounds for each
_EMU_IN_MM = 36_000
PICTURE_MM = 160.0  # as wide as the text between the widest margins
# Nothing keeps the text away from a picture: LibreOffice would shift it out of the text's frame.
_CLOSE = '<wp:inline distT="0" distB="0" distL="0" distR="0" '
_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_MARKUP = re.compile(r"<[^>]+>")
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")  # docxtpl's
_TWIPS_IN_MM = 1440 / 25.4
# The same words give the same bytes, so nothing in the file may tell the hour.
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_NO_TIME = (2000, 1, 1, 0, 0, 0)


def render(
    paper: Paper, template: bytes | None = None, *, title: str = "", author: str = ""
) -> bytes:
    """Set the words in their template, or in the one given; equal words give equal bytes."""
    form = _opened(BytesIO(template) if template else TEMPLATES / paper.TEMPLATE)
    words = {name: _plain(one) for name, one in paper.as_words().items()}
    form.render(words | _drawn(form, paper), jinja_env=_environment(), autoescape=True)
    document: Document = form.docx
    for paragraph in _short_rules(document):
        _fit(paragraph, document)
    _set_properties(document, _clean(title), _clean(author))
    made = BytesIO()
    document.save(made)
    return _settled(made)


@dataclass(frozen=True, slots=True)
class Source:
    """One part of a template as Jinja reads it, each paragraph beginning a line."""

    part: str
    text: str

    @property
    def tree(self) -> nodes.Template:
        """Give what it asks for; raises TemplateSyntaxError."""
        return _environment().parse(self.text)

    def set(self, paper: Paper) -> str:
        """Set a paper's words in it."""
        return _environment().from_string(self.text).render(_plain(paper.as_words()))

    def line(self, number: int) -> str:
        """Give the words of a line, to say where something is."""
        lines = self.text.splitlines()
        found = lines[number - 1] if 0 < number <= len(lines) else ""
        return " ".join(_MARKUP.sub("", found).split())


def sources(template: bytes) -> list[Source]:
    """Give every part of a template that docxtpl hands to Jinja, just as it does."""
    form = _opened(BytesIO(template))
    form.render_init()
    parts = [("thân văn bản", form.get_xml())]
    for uri, name in ((form.HEADER_URI, "đầu trang"), (form.FOOTER_URI, "chân trang")):
        parts += [(name, form.get_part_xml(one)) for _, one in form.get_headers_footers(uri)]
    for one in form.docx.part.package.iter_parts():
        if one.content_type.endswith("footnotes+xml"):
            parts.append(("chú thích", one.blob.decode()))
    found = [Source(name, _PARAGRAPH.sub("\n<w:p", form.patch_xml(xml))) for name, xml in parts]
    about = form.docx.core_properties
    texts = (getattr(about, name) for name in _PROPERTIES)
    return [*found, *(Source("thuộc tính của tệp", text) for text in texts)]


def asked_words(template: bytes | Path) -> set[str]:
    """Name the words that a template asks for."""
    form = _opened(BytesIO(template) if isinstance(template, bytes) else template)
    return set(form.get_undeclared_template_variables(_environment()))


def _opened(source: BytesIO | Path) -> "DocxTemplate":
    from docxtpl import DocxTemplate  # noqa: PLC0415 - 20 MB that only a paper needs

    return DocxTemplate(source)


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=_as_typed
    )


def _as_typed(value: object) -> object:
    """Print data as typed: docxtpl would read {_{ in it as a sign of its own."""
    if isinstance(value, str):
        return Markup(str(escape(value)).replace("_", "&#95;"))  # noqa: S704 - escaped here
    return value


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture where a template prints it; who does not see it hears its words."""

    image: "InlineImage"
    words: str

    def __html__(self) -> str:
        said = f"<wp:docPr descr={quoteattr(_clean(self.words))} "
        return str(self.image).replace("<wp:inline ", _CLOSE, 1).replace("<wp:docPr ", said, 1)


def _drawn(form: "DocxTemplate", paper: Paper) -> dict[str, object]:
    """Draw the charts that a paper shows."""
    charts = {
        name: getattr(paper, name)
        for name, part in parts_of(cast("type", type(paper))).items()
        if part.kind is Illustration
    }
    return {
        name: {"title": _clean(one.title), "picture": _picture(form, one.picture)}
        for name, one in charts.items()
    }


def _picture(form: "DocxTemplate", drawing: str) -> _Picture | str:
    """Make a picture as wide as the text of the page allows; an example of one is nothing."""
    if not drawing.startswith("<svg"):
        return ""
    from docx.shared import Mm  # noqa: PLC0415 - loaded with docxtpl
    from docxtpl import InlineImage  # noqa: PLC0415 - as above

    form.init_docx()
    width = min(PICTURE_MM, _text_mm(form.docx))
    return _Picture(InlineImage(form, BytesIO(png(drawing)), Mm(width)), words_of(drawing))


def _plain(value: object) -> object:
    """Let nothing but plain values into a template, their text clean."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_plain(one) for one in value)
    message = f"a paper's words are plain values, not {type(value).__name__}"
    raise TypeError(message)


def _clean(text: str) -> str:
    """Compose letters; what XML cannot hold becomes a blank."""
    return _UNPRINTABLE.sub(" ", unicodedata.normalize("NFC", text))


def _short_rules(document: "Document") -> "Iterator[Paragraph]":
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - loaded with docxtpl

    for mark in document.element.body.xpath(f".//w:pStyle[@w:val='{SHORT_RULE}']"):
        yield Paragraph(mark.getparent().getparent(), document)


def _fit(rule: "Paragraph", document: "Document") -> None:
    """Make a rule as long as the words right above it ask for, in their middle."""
    from docx.shared import Mm  # noqa: PLC0415 - loaded with docxtpl

    frame = _frame_mm(rule, document)
    widest = max((width_mm(line, _HEADING_SIZE) for line in _lines_above(rule)), default=0)
    indent = Mm(round((frame - min(widest, frame) * _RULE_SHARE) / 2, 1))
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = indent


def _frame_mm(rule: "Paragraph", document: "Document") -> float:
    widths = rule._p.xpath("parent::w:tc/w:tcPr/w:tcW/@w:w")  # noqa: SLF001 - no public way
    if widths:
        return int(widths[0]) / _TWIPS_IN_MM
    return _text_mm(document)


def _text_mm(document: "Document") -> float:
    page = document.sections[0]
    margins = (page.left_margin or 0) + (page.right_margin or 0)
    return ((page.page_width or 0) - margins) / _EMU_IN_MM


def _lines_above(rule: "Paragraph") -> Iterator[str]:
    """Give the lines of one style that end right above."""
    above = rule._p.xpath("preceding-sibling::w:p")[::-1]  # noqa: SLF001 - no public way
    for paragraph in above:
        if paragraph.style != above[0].style:
            return
        yield "".join(paragraph.xpath(".//w:t/text()"))


def _set_properties(document: "Document", title: str, author: str) -> None:
    """Set them here: docxtpl would escape them twice."""
    about = document.core_properties
    about.title, about.author, about.last_modified_by = title, author, author
    about.created = about.modified = _NO_MOMENT
    about.revision = 1


def _settled(made: BytesIO) -> bytes:
    """Pack the same parts without the hour of packing."""
    packed = BytesIO()
    with ZipFile(made) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
