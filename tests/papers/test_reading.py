"""Tests: how a Word file really looks, whoever made it."""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.document import Document as Form
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from saturday.papers.reading import Line, UnreadablePaper, read_word
from saturday.papers.render import render
from tests.papers import samples
from tests.papers.planting import saved

MAIN = "word/document.xml"
NOTICE = render(samples.assignment_notice(1))


def first_line(write: Callable[[Form], object]) -> Line:
    """Read the first line of a new Word file."""
    form = Document()
    write(form)
    return read_word(saved(form)).lines[0]


def with_part(name: str, change: Callable[[bytes], bytes], content: bytes = NOTICE) -> bytes:
    """Change one part of a package."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for one in source.namelist():
            part = source.read(one)
            target.writestr(one, change(part) if one == name else part)
    return made.getvalue()


def without(name: str, content: bytes = NOTICE) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(made, "w") as target:
        for one in source.namelist():
            if one != name:
                target.writestr(one, source.read(one))
    return made.getvalue()


def xml(text: str) -> str:
    return text.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a package", "không mở được"),
        (NOTICE[: len(NOTICE) // 2], "không mở được"),
        (without(MAIN), "không phải văn bản Word"),
        (without("_rels/.rels"), "không phải văn bản Word"),
        (with_part(MAIN, lambda _: b"<w:document"), "bị hỏng"),
        (with_part(MAIN, lambda part: part.replace(b'w:w="11906"', b'w:w="x"')), ""),
        (with_part(MAIN, lambda _: b"<document/>"), "không có nội dung"),
        (
            with_part(
                MAIN, lambda part: part.replace(b"<w:tcPr>", b"<w:tcPr><w:gridSpan w:val='a'/>")
            ),
            "bị hỏng",
        ),
        (with_part("word/styles.xml", lambda _: b"\x00\x01"), "bị hỏng"),
    ],
)
def test_a_broken_file_is_refused_in_words(content: bytes, reason: str) -> None:
    if not reason:
        assert read_word(content).sheets[0].width == 0
        return
    with pytest.raises(UnreadablePaper) as caught:
        read_word(content)

    assert reason in caught.value.reason
    assert str(caught.value) == caught.value.reason


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY l0 "ha"><!ENTITY l1 "&l0;&l0;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_declares_entities_is_refused(doctype: str, encoding: str) -> None:
    def declare(part: bytes) -> bytes:
        body = part.decode("utf-8").split("?>", 1)[1]
        return f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{body}'.encode(encoding)

    with pytest.raises(UnreadablePaper, match="khai báo lạ"):
        read_word(with_part(MAIN, declare))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UnreadablePaper, match="quá lớn"):
        read_word(with_part(MAIN, lambda part: part + b" " * 70_000_000))


def test_a_package_of_too_many_parts_is_refused() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as package:
        for place in range(2_001):
            package.writestr(f"{place}", b"")

    with pytest.raises(UnreadablePaper, match="quá lớn"):
        read_word(made.getvalue())


def test_tables_within_tables_without_end_are_refused() -> None:
    deep = b"<w:sdt>" * 40_000 + b"</w:sdt>" * 40_000

    with pytest.raises(UnreadablePaper):
        read_word(with_part(MAIN, lambda part: part.replace(b"<w:body>", b"<w:body>" + deep)))


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=len(NOTICE) - 1), st.integers(1, 255))
def test_a_damaged_byte_is_read_or_refused_never_worse(place: int, change: int) -> None:
    damaged = bytearray(NOTICE)
    damaged[place] ^= change

    with suppress(UnreadablePaper):
        assert read_word(bytes(damaged)).sheets


def test_a_file_without_styles_or_pages_is_read() -> None:
    def strip(part: bytes) -> bytes:
        start, end = part.index(b"<w:sectPr"), part.index(b"</w:body>")
        return part[:start] + part[end:]

    bare = with_part(MAIN, strip, without("word/styles.xml"))

    file = read_word(without("word/_rels/document.xml.rels", bare))

    assert not file.header
    assert file.sheets[0].width == 0
    assert [(run.size, run.fonts) for run in file.lines[0].runs] == [(10, ("",))]


def test_letters_come_from_the_run_before_its_style_before_the_paragraphs() -> None:
    def write(form: Form) -> None:
        strong = form.styles.add_style("Strong words", WD_STYLE_TYPE.CHARACTER)
        strong.font.bold, strong.font.size = True, Pt(15)
        base = form.styles.add_style("Base", WD_STYLE_TYPE.PARAGRAPH)
        base.font.italic, base.font.name = True, "Arial"
        child = form.styles.add_style("Child", WD_STYLE_TYPE.PARAGRAPH)
        child.base_style = base
        line = form.add_paragraph(style="Child")
        line.add_run("một")
        line.add_run("hai", style="Strong words")
        line.add_run("ba", style="Strong words").font.bold = False

    one, two, three = first_line(write).runs

    assert (one.bold, one.italic, one.size, one.fonts) == (False, True, 11, ("Arial",))
    assert (two.bold, two.size) == (True, 15)
    assert (three.bold, three.size) == (False, 15)


def test_styles_based_on_each_other_end() -> None:
    def write(form: Form) -> None:
        one = form.styles.add_style("One", WD_STYLE_TYPE.PARAGRAPH)
        two = form.styles.add_style("Two", WD_STYLE_TYPE.PARAGRAPH)
        one.base_style, two.base_style = two, one
        form.add_paragraph("một", style="One")

    assert first_line(write).text == "một"


def test_a_font_of_the_theme_is_named() -> None:
    assert first_line(lambda form: form.add_paragraph("một")).runs[0].fonts == ("Cambria",)


def test_a_font_of_a_theme_that_is_gone_has_no_name() -> None:
    form = Document()
    form.add_paragraph("một")
    themeless = without("word/theme/theme1.xml", saved(form))

    assert read_word(themeless).lines[0].runs[0].fonts == ("",)


def test_underline_colour_and_unbreakable_blanks_are_seen() -> None:
    def write(form: Form) -> None:
        run = form.add_paragraph().add_run("01\u00a0buổi")
        run.underline, run.font.color.rgb = True, RGBColor(0xC0, 0, 0)

    line = first_line(write)

    assert (line.runs[0].underlined, line.runs[0].colour, line.text) == (True, "C00000", "01 buổi")


def test_breaks_tabs_links_and_insertions_are_part_of_the_words() -> None:
    def write(form: Form) -> None:
        form.element.body.insert(
            0,
            parse_xml(
                xml(
                    "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/></w:r>"
                    "<w:hyperlink><w:r><w:t>c</w:t></w:r></w:hyperlink>"
                    "<w:ins><w:r><w:noBreakHyphen/><w:t/></w:r></w:ins>"
                    "<w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
                )
            ),
        )

    assert first_line(write).raw == "a\tb\nc-"


@pytest.mark.parametrize(
    ("rule", "line", "spacing"),
    [
        (None, None, 1.15),
        (WD_LINE_SPACING.MULTIPLE, 1.5, 1.5),
        (WD_LINE_SPACING.EXACTLY, Pt(16.1), 1),
        (WD_LINE_SPACING.AT_LEAST, Pt(5), 1),
    ],
)
def test_line_spacing_is_told_in_lines(
    rule: WD_LINE_SPACING | None, line: float | None, spacing: float
) -> None:
    def write(form: Form) -> None:
        paragraph = form.add_paragraph()
        paragraph.add_run("một").font.size = Pt(14)
        if rule is not None:
            paragraph.paragraph_format.line_spacing = line
            paragraph.paragraph_format.line_spacing_rule = rule

    assert first_line(write).spacing == pytest.approx(spacing, abs=0.01)


def test_a_hanging_indent_is_a_negative_one() -> None:
    def write(form: Form) -> None:
        form.add_paragraph("một").paragraph_format.first_line_indent = Mm(-10)

    assert first_line(write).first_indent == pytest.approx(-10, abs=0.1)


def test_lines_in_controls_and_cells_are_found_where_they_stand() -> None:
    form = Document()
    table = form.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "trái"
    table.cell(0, 2).text = "phải"
    form.element.body.insert(
        1,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>điều khiển</w:t></w:r></w:p>"
            "</w:sdtContent></w:sdt>"
        ),
    )

    left, right, control = read_word(saved(form)).lines[:3]

    assert left.cell is not None
    assert right.cell is not None
    assert (left.text, left.cell.column, right.text, right.cell.column) == ("trái", 0, "phải", 2)
    assert (control.text, control.cell) == ("điều khiển", None)


@pytest.mark.parametrize("width", ['<w:tcW w:w="0" w:type="auto"/>', ""])
def test_a_cell_of_no_width_is_as_wide_as_its_column(width: str) -> None:
    def loosen(part: bytes) -> bytes:
        text = part.decode("utf-8")
        return text.replace('<w:tcW w:type="dxa" w:w="3402"/>', width).encode()

    measured = read_word(NOTICE).lines[0].frame

    assert read_word(with_part(MAIN, loosen)).lines[0].frame == pytest.approx(measured)
    assert measured == pytest.approx(60, abs=0.1)


def test_a_cell_in_a_table_without_columns_is_as_wide_as_the_page() -> None:
    def loosen(part: bytes) -> bytes:
        text = part.decode("utf-8").replace('<w:tcW w:type="dxa" w:w="3402"/>', "")
        return text.replace('<w:gridCol w:w="3402"/>', "<w:gridCol/>").encode()

    assert read_word(with_part(MAIN, loosen)).lines[0].frame == pytest.approx(160, abs=0.1)


BORDER = '<w:pBdr><w:bottom w:val="{}" w:sz="6" w:space="0" w:color="auto"/></w:pBdr>'
DRAWING = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:extent cx="{}" cy="0"/><a:graphic '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:prstGeom prst="{}"/>'
    "</a:graphic></wp:anchor></w:drawing></w:r>"
)
SHAPE = '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml">{}</w:pict></w:r>'


@pytest.mark.parametrize(
    ("drawn", "length"),
    [
        ("", None),
        (f"<w:pPr>{BORDER.format('single')}<w:ind w:left='567' w:right='567'/></w:pPr>", 132.4),
        (f"<w:pPr>{BORDER.format('nil')}</w:pPr>", None),
        (DRAWING.format(36_000 * 25, "line"), 25),
        (DRAWING.format(36_000 * 25, "straightConnector1"), 25),
        (DRAWING.format(36_000 * 25, "rect"), None),
        (SHAPE.format('<v:line from="10pt,5pt" to="80.87pt,5pt"/>'), 25),
        (SHAPE.format('<v:line from="a" to="b"/>'), 0),
        (SHAPE.format('<v:shape type="#_x0000_t32" style="left:3pt;width:70.87pt"/>'), 25),
        (SHAPE.format('<v:shape type="#_x0000_t32" style="left:3pt"/>'), None),
        (SHAPE.format('<v:shape type="#_x0000_t75" style="width:70.87pt"/>'), None),
    ],
)
def test_a_drawn_line_is_measured_however_it_was_drawn(drawn: str, length: float | None) -> None:
    def write(form: Form) -> None:
        form.element.body.insert(0, parse_xml(xml(f"<w:p>{drawn}</w:p>")))

    rule = first_line(write).rule

    assert rule == (None if length is None else pytest.approx(length, abs=0.2))


@pytest.mark.parametrize(
    "field",
    [
        '<w:fldSimple w:instr=" PAGE  \\* MERGEFORMAT "><w:r><w:t>2</w:t></w:r></w:fldSimple>',
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>',
    ],
)
def test_a_page_number_is_known_by_its_field(field: str) -> None:
    def write(form: Form) -> None:
        form.element.body.insert(0, parse_xml(xml(f"<w:p>{field}</w:p>")))

    assert first_line(write).has_page_number


def test_a_count_of_pages_is_no_page_number() -> None:
    def write(form: Form) -> None:
        field = '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
        form.element.body.insert(0, parse_xml(xml(f"<w:p>{field}</w:p>")))

    assert not first_line(write).has_page_number


def test_headers_of_our_papers_are_read() -> None:
    file = read_word(NOTICE)

    assert [line.has_page_number for line in file.header] == [True]
    assert file.sheets[0].first_differs
    assert not any(line.has_page_number for line in file.first_header)


def test_a_header_that_is_gone_is_no_header() -> None:
    bare = without("word/header1.xml", without("word/header2.xml"))

    assert read_word(bare).header == ()


def test_only_shown_letters_make_a_line_bold() -> None:
    def write(form: Form) -> None:
        line: Paragraph = form.add_paragraph()
        line.add_run("đậm").bold = True
        line.add_run("  ")

    line = first_line(write)

    assert line.bold
    assert not line.italic
