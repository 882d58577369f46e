"""Tests: how a paper's words become a Word file."""

import unicodedata
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Form
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError, UndefinedError

from saturday.papers.charts import Chart, Illustration, Series, png
from saturday.papers.letterhead import Paper
from saturday.papers.monthly_report import MonthlyReport
from saturday.papers.reading import read_word
from saturday.papers.render import TEMPLATES, asked_words, render
from saturday.papers.specimens import specimen
from saturday.papers.templates import PAPERS
from saturday.papers.widths import width_mm
from tests.papers import samples

MAKERS = [
    (samples.nomination, "officers"),
    (samples.assignment_notice, "people"),
    (samples.outgoing_register, "documents"),
]
HOSTILE = [
    "{{ ''.__class__.__mro__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ subject.__class__.__base__.__subclasses__() }}",
    "{{ closing.format_map }}{{ closing.__init__.__globals__ }}",
    "{% for n in range(10**9) %}{% endfor %}",
]


def opened(content: bytes) -> Form:
    return Document(BytesIO(content))


def texts(content: bytes) -> list[str]:
    return [line.text for line in read_word(content).lines]


def a_template(text: str) -> bytes:
    form, made = Document(), BytesIO()
    form.add_paragraph(text)
    form.save(made)
    return made.getvalue()


@pytest.mark.parametrize(("make", "word"), MAKERS)
@pytest.mark.parametrize("rows", [0, 1, 35, 200])
def test_every_row_comes_out_whole_and_in_order(
    make: Callable[[int], Paper], word: str, rows: int
) -> None:
    paper = make(rows)
    wanted = [[*asdict(row).values()] for row in getattr(paper, word)]

    tables = opened(render(paper)).tables

    listed = max(tables, key=lambda table: len(table.columns))
    found = [[cell.text for cell in row.cells] for row in listed.rows]
    assert len(wanted) == rows
    assert found[len(found) - rows :] == wanted


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (samples.nomination(0), "Chưa cử người nào."),
        (samples.assignment_notice(0), "Chưa phân công người nào."),
        (samples.outgoing_register(0), "Chưa có văn bản nào được phát hành trong năm 2026."),
    ],
)
def test_an_empty_list_says_so(paper: Paper, words: str) -> None:
    assert words in texts(render(paper))


@pytest.mark.parametrize(
    "typed",
    [
        "{{7*7}}",
        "{% if x %}",
        "{# chú thích #}",
        "{_{ a }_} {_% b %_}",
        "Vi Văn <Bình> & con",
        "</w:t></w:r>",
        "HĐND&UBND",
        "“Ngày thứ 7 vì dân” – 'đơn' \"kép\"",
        "snake_case",
    ],
)
def test_words_are_printed_as_typed(typed: str) -> None:
    notice = replace(samples.assignment_notice(1), place=typed)

    assert typed in texts(render(notice))


def test_words_of_separate_marks_are_composed() -> None:
    typed = unicodedata.normalize("NFD", "Nguyễn Thị Hường")
    notice = replace(samples.assignment_notice(0), place=typed)

    assert "Nguyễn Thị Hường" in texts(render(notice))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_file(typed: str) -> None:
    notice = replace(samples.assignment_notice(0), place=typed, time="(giờ)")

    lines = [line.raw for line in read_word(render(notice)).lines]

    composed = unicodedata.normalize("NFC", typed)
    shown = "".join(
        " " if unicodedata.category(it) in {"Cc", "Cs"} or it in "\ufffe\uffff" else it
        for it in composed
    )
    assert lines[lines.index("(giờ)") + 2] == shown


def test_equal_words_give_equal_bytes_without_an_hour() -> None:
    notice = samples.assignment_notice(35)

    once = render(notice, title="Thông báo", author="Trung tâm")

    assert once == render(notice, title="Thông báo", author="Trung tâm")
    assert once != render(notice.numbered("05", date(2026, 4, 7)), title="Thông báo")
    with ZipFile(BytesIO(once)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_a_chart_is_a_picture_in_the_text_and_says_what_it_shows() -> None:
    drawn = Chart("one", "Lượt “&” <công> 'dân'", "lượt", ["11/4"], [Series("", [58])])
    report = replace(specimen(MonthlyReport), visits_chart=Illustration.of(drawn, wanted=True))

    form = opened(render(report))

    (shape,) = form.inline_shapes
    page = form.sections[0]
    text = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
    assert 0 <= text - shape.width < Mm(0.1)
    assert round(shape.width / shape.height, 2) == 2.13
    described = form.element.body.xpath(".//wp:docPr/@descr")
    assert described == [
        "Lượt “&” <công> 'dân'. 1 cột. Nhiều nhất: 11/4, 58 lượt. Ít nhất: 11/4, 58 lượt."
    ]
    pictures = [one for one in form.part.package.iter_parts() if one.content_type == "image/png"]
    assert [one.blob for one in pictures] == [png(drawn.svg)]
    assert render(report) == render(report)


def test_the_example_of_a_chart_is_not_drawn() -> None:
    form = opened(render(specimen(MonthlyReport)))

    assert not form.inline_shapes
    assert not [one.text for one in form.paragraphs if "biểu đồ" in one.text.lower()]


def test_title_and_author_are_escaped_once() -> None:
    about = opened(
        render(samples.nomination(1), title="Trần & Lê {{7*7}}\x00", author="<Văn thư>")
    ).core_properties

    assert about.title == "Trần & Lê {{7*7}} "
    assert about.author == about.last_modified_by == "<Văn thư>"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_template_does_nothing(text: str) -> None:
    with pytest.raises((SecurityError, UndefinedError, OverflowError)):
        render(samples.nomination(1), a_template(text))


def test_a_template_asking_for_an_unknown_word_is_refused() -> None:
    with pytest.raises(UndefinedError, match="khong_co"):
        render(samples.nomination(1), a_template("{{ khong_co }}"))


def test_another_template_is_used_when_given() -> None:
    made = render(samples.nomination(1), a_template("Gửi {{ addressee }}"))

    assert texts(made) == ["Gửi Trung tâm Phục vụ hành chính công xã Anh Sơn"]


def test_only_plain_values_reach_a_template() -> None:
    notice = replace(samples.assignment_notice(0), place=date(2026, 4, 11))  # type: ignore[arg-type]

    with pytest.raises(TypeError, match="date"):
        render(notice)


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_a_template_asks_for_just_the_words_of_its_paper(template: Path) -> None:
    paper = PAPERS[template.stem]

    assert asked_words(template) == set(specimen(paper).as_words()) - paper.NOT_PRINTED
    assert asked_words(template.read_bytes()) == asked_words(template)


@pytest.mark.parametrize(
    "unit", ["PHÒNG KINH TẾ", "PHÒNG VĂN HÓA - XÃ HỘI", "VĂN PHÒNG\nHĐND VÀ UBND"]
)
def test_the_rule_under_an_office_fits_its_name(unit: str) -> None:
    lines = read_word(render(samples.nomination(1, unit))).lines

    drawn = next(line.rule for line in lines if line.rule is not None)
    widest = max(width_mm(line, 12) for line in unit.split("\n"))
    assert widest / 3 <= drawn <= widest / 2


def test_a_rule_with_no_words_above_it_has_no_length() -> None:
    form, made = Document(BytesIO((TEMPLATES / "nomination.docx").read_bytes())), BytesIO()
    for element in form.element.body[:-1]:
        form.element.body.remove(element)
    form.add_paragraph(style="Kẻ ngắn")
    form.save(made)

    rule = read_word(render(samples.nomination(1), made.getvalue())).lines[0].rule

    assert rule == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize(
    "paper", [samples.nomination(35), samples.assignment_notice(35), samples.outgoing_register(35)]
)
def test_a_long_table_repeats_its_head_and_splits_no_row(paper: Paper) -> None:
    listed = max(opened(render(paper)).tables, key=lambda table: len(table.rows))

    assert listed.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in listed.rows)


@pytest.mark.parametrize(
    "paper", [samples.annual_plan(), samples.nomination(35), samples.assignment_notice(35)]
)
def test_the_signature_stays_on_one_page_with_the_last_words(paper: Paper) -> None:
    form = opened(render(paper))
    row = form.tables[-1].rows[0]
    last_words = [line for line in form.paragraphs if line.text.endswith("./.")]

    assert row._tr.find(f".//{qn('w:cantSplit')}") is not None
    block = [line for cell in row.cells for line in cell.paragraphs][:-1]
    assert all(line.style.paragraph_format.keep_with_next for line in [*block, *last_words])


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_a_template_names_one_font_for_every_script_and_the_language(template: Path) -> None:
    defaults = Document(str(template)).styles.element.find(qn("w:docDefaults"))

    fonts = defaults.find(f".//{qn('w:rFonts')}").attrib
    assert set(fonts) == {qn(f"w:{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert set(fonts.values()) == {"Times New Roman"}
    assert defaults.find(f".//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"
