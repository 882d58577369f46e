"""Tests: each rule of the decree finds the fault that was planted for it."""

import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import pytest
from docx.document import Document as Form
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from saturday.papers.layout import check_layout
from saturday.papers.letterhead import Paper
from saturday.papers.looks import LOOKS, Profile
from saturday.papers.rulebook import RULES
from tests.papers import samples
from tests.papers.planting import (
    Spoil,
    at,
    change,
    change_below,
    drop_below,
    every_line,
    say,
    spoiled,
    type_below,
)

PLAN, NOTICE = samples.annual_plan(), samples.assignment_notice(3)
LIST, REGISTER = samples.nomination(3), samples.outgoing_register(3)
FIRST = "Thực hiện"


class Plant(NamedTuple):
    """A fault set into a good paper, and the rule that must find it."""

    rule: str
    paper: Paper
    spoil: Spoil


def page(act: Callable[[Section], object]) -> Spoil:
    return lambda form: act(form.sections[-1])


def shape(beginning: str, **wanted: object) -> Spoil:
    """Set paragraph matters of a line."""

    def act(line: Paragraph) -> None:
        for name, value in wanted.items():
            setattr(line.paragraph_format, name, value)

    return change(beginning, act)


def lay_down(form: Form) -> None:
    for section in form.sections:
        section.page_width, section.page_height = section.page_height, section.page_width


def paint(line: Paragraph) -> None:
    line.runs[0].font.color.rgb = RGBColor(0xC0, 0, 0)


def take_apart(line: Paragraph) -> None:
    line.runs[0].text = unicodedata.normalize("NFD", line.text)


def page_number(section: Section) -> Paragraph:
    line: Paragraph = section.header.paragraphs[0]
    return line


def shrink_number(section: Section) -> None:
    for run in page_number(section).runs:
        run.font.size = Pt(10)


def clear(line: Paragraph) -> None:
    for run in line.runs:
        run._r.getparent().remove(run._r)


def move_down(section: Section) -> None:
    section.footer.is_linked_to_previous = False
    foot = section.footer.paragraphs[0]
    for run in page_number(section).runs:
        foot._p.append(run._r)


def show_on_first(section: Section) -> None:
    first = section.first_page_header.paragraphs[0]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    first._p.append(field)


def widen(rule: Paragraph) -> None:
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Mm(0)


def lower_recipients(form: Form) -> None:
    """Let Nơi nhận begin one row below the signer's capacity."""
    table = form.tables[-1]
    row = table.add_row()  # type: ignore[no-untyped-call]
    title = at(form, "Nơi nhận:")._p
    for line in [title, *title.itersiblings()]:
        row.cells[0]._tc.append(line)
    table.rows[0].cells[0].add_paragraph()


def address_nobody(form: Form) -> None:
    for beginning in ("- Như trên", "- Lưu"):
        clear(at(form, beginning))


def drop_column(form: Form) -> None:
    for row in form.tables[-1].rows:
        cell = row._tr.findall(qn("w:tc"))[-1]
        row._tr.remove(cell)


def untitle(form: Form) -> None:
    for line in every_line(form):
        if line.text.startswith("SỔ"):
            line.runs[0].text = "Đăng ký văn bản đi"


PLANTS = (
    Plant("paper-size", PLAN, page(lambda it: setattr(it, "page_width", Mm(216)))),
    Plant("orientation", PLAN, lay_down),
    Plant("margin-top", PLAN, page(lambda it: setattr(it, "top_margin", Mm(15)))),
    Plant("margin-bottom", PLAN, page(lambda it: setattr(it, "bottom_margin", Mm(30)))),
    Plant("margin-left", PLAN, page(lambda it: setattr(it, "left_margin", Mm(25)))),
    Plant("margin-right", REGISTER, page(lambda it: setattr(it, "right_margin", Mm(25)))),
    Plant("font", PLAN, change(FIRST, lambda it: setattr(it.runs[0].font, "name", "Arial"))),
    Plant("colour", PLAN, change(FIRST, paint)),
    Plant(
        "underline", NOTICE, change("Độc lập", lambda it: setattr(it.runs[0], "underline", True))
    ),
    Plant("composed", PLAN, change(FIRST, take_apart)),
    Plant("page-number", PLAN, page(lambda it: clear(page_number(it)))),
    Plant("page-number-place", PLAN, page(lambda it: setattr(page_number(it), "alignment", 0))),
    Plant("page-number-place", PLAN, page(move_down)),
    Plant("page-number-look", PLAN, page(shrink_number)),
    Plant(
        "page-number-first",
        PLAN,
        page(lambda it: setattr(it, "different_first_page_header_footer", False)),
    ),
    Plant("page-number-first", PLAN, page(show_on_first)),
    Plant("country-words", PLAN, say("CỘNG HÒA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆTNAM")),
    Plant("motto-words", PLAN, say("Độc lập", "Độc lập-Tự do-Hạnh phúc")),
    Plant("motto-rule", PLAN, drop_below("Độc lập")),
    Plant("motto-rule", PLAN, type_below("Độc lập", "____________")),
    Plant("motto-rule-length", PLAN, change_below("Độc lập", widen)),
    Plant("issuer-rule", PLAN, drop_below("XÃ ANH SƠN")),
    Plant("issuer-rule-length", PLAN, change_below("XÃ ANH SƠN", widen)),
    Plant("subject-rule", PLAN, drop_below("Tổ chức triển khai")),
    Plant("subject-rule-length", PLAN, change_below("Tổ chức triển khai", widen)),
    Plant("number-form", PLAN, say("Số:", "Số: 50-KH.UBND")),
    Plant("number-spaces", PLAN, say("Số:", "Số: 50 /KH-UBND")),
    Plant("number-spaces", PLAN, say("Số:", "Số: 50/KH - UBND")),
    Plant("number-zero", PLAN, say("Số:", "Số: 5/KH-UBND")),
    Plant("number-symbol", PLAN, say("Số:", "Số: 50/KH-ubnd")),
    Plant("number-kind", PLAN, say("Số:", "Số: 50/TB-UBND")),
    Plant("date-form", PLAN, say("Anh Sơn,", "Anh Sơn ngày 11 tháng 02 năm 2026")),
    Plant("date-missing", PLAN, say("Anh Sơn,", "Anh Sơn, 11/02/2026")),
    Plant("date-zeros", PLAN, say("Anh Sơn,", "Anh Sơn, ngày 7 tháng 4 năm 2026")),
    Plant("date-zeros", PLAN, say("Anh Sơn,", "Anh Sơn, ngày 07 tháng 04 năm 2026")),
    Plant("date-zeros", PLAN, say("Anh Sơn,", "Anh Sơn, ngày 11 tháng 2 năm 2026")),
    Plant("addressee", NOTICE, say(FIRST, "Kính gửi: Các phòng chuyên môn")),
    Plant("body-justified", PLAN, shape(FIRST, alignment=WD_ALIGN_PARAGRAPH.LEFT)),
    Plant("body-indent", PLAN, shape(FIRST, first_line_indent=Mm(5))),
    Plant("body-gap", PLAN, shape(FIRST, space_after=Pt(3))),
    Plant("body-spacing", PLAN, shape(FIRST, line_spacing=2)),
    Plant("body-spacing", PLAN, shape(FIRST, line_spacing=Pt(12))),
    Plant("ending", PLAN, say("Trên đây là", "Trên đây là Kế hoạch.")),
    Plant("recipients-missing", PLAN, say("Nơi nhận:", "Gửi:")),
    Plant("recipients-missing", LIST, address_nobody),
    Plant("recipients-marks", PLAN, say("- 35 thôn", "- 35 thôn, bản")),
    Plant("recipients-marks", PLAN, say("- 35 thôn", "35 thôn, bản;")),
    Plant("recipients-marks", PLAN, say("- Lưu", "- Lưu: VT, HS;")),
    Plant("recipients-last", PLAN, say("- Lưu", "- Văn thư.")),
    Plant("recipients-last", LIST, say("- Lưu", "- Văn thư.")),
    Plant("recipients-level", PLAN, lower_recipients),
    Plant("signer-degree", PLAN, say(samples.SIGNED_BY, f"ThS. {samples.SIGNED_BY}")),
    Plant("register-columns", REGISTER, drop_column),
    Plant("register-title", REGISTER, shape("SỔ", alignment=WD_ALIGN_PARAGRAPH.LEFT)),
    Plant("register-title", REGISTER, untitle),
)

NAMES = [f"{plant.rule} {place}" for place, plant in enumerate(PLANTS)]


def held_to(paper: Paper) -> Profile:
    profiles = {"outgoing_register.docx": Profile.LIST, "nomination.docx": Profile.INTERNAL}
    return profiles.get(paper.TEMPLATE, Profile.DOCUMENT)


@pytest.mark.parametrize("plant", PLANTS, ids=NAMES)
def test_a_planted_fault_is_found(plant: Plant) -> None:
    faults = check_layout(spoiled(plant.paper, plant.spoil), held_to(plant.paper))

    assert plant.rule in {fault.rule for fault in faults}


@pytest.mark.parametrize("paper", [PLAN, NOTICE, LIST, REGISTER])
def test_without_a_plant_nothing_is_found(paper: Paper) -> None:
    assert check_layout(spoiled(paper), held_to(paper)) == []


def test_every_rule_has_its_plant() -> None:
    planted = {plant.rule for plant in PLANTS}
    looks = {rule.code for look in LOOKS for rule in look.rules()}  # test_looks.py plants these

    assert {rule.code for rule in RULES} - looks - planted == set()
    assert len(planted | looks) > 28


@pytest.mark.parametrize("plant", PLANTS, ids=NAMES)
def test_a_sentence_is_short_and_says_it_kindly(plant: Plant) -> None:
    faults = check_layout(spoiled(plant.paper, plant.spoil), held_to(plant.paper))

    for fault in faults:
        assert len(fault.sentence.split()) <= 30
        assert fault.sentence[0].isupper() or fault.sentence[0] == "“"
        assert fault.sentence.endswith(".")
        assert not any(word in fault.sentence for word in ("không hợp lệ", "vui lòng", "!"))


@pytest.mark.parametrize(
    ("paper", "spoil"),
    [
        (PLAN, say("CỘNG HÒA", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
        (PLAN, say("Số:", "Số: 05/KH-UBND")),
        (PLAN, say("Số:", "Số: 50a/KH-UBND")),
        (PLAN, say("Anh Sơn,", "Anh Sơn, ngày 05 tháng 01 năm 2026")),
        (PLAN, say("Anh Sơn,", "Anh Sơn, ngày 29 tháng 6 năm 2026")),
        (PLAN, shape(FIRST, first_line_indent=Mm(10))),
        (PLAN, shape(FIRST, line_spacing=1.5)),
        (PLAN, shape(FIRST, line_spacing=Pt(18))),
        (PLAN, shape(FIRST, space_before=Pt(6), space_after=Pt(0))),
        (PLAN, page(lambda it: setattr(it, "left_margin", Mm(35)))),
        (PLAN, say(FIRST, "Căn cứ Luật Tổ chức chính quyền địa phương;")),
    ],
)
def test_what_the_decree_allows_is_no_fault(paper: Paper, spoil: Spoil) -> None:
    assert check_layout(spoiled(paper, spoil), held_to(paper)) == []


def test_grounds_may_stand_in_italics() -> None:
    def slant(form: Form) -> None:
        line = at(form, FIRST)
        line.runs[0].text = "Căn cứ Luật Tổ chức chính quyền địa phương;"
        line.runs[0].italic = True

    assert check_layout(spoiled(PLAN, slant)) == []


def test_a_tab_may_indent_a_paragraph() -> None:
    def indent(form: Form) -> None:
        line = at(form, FIRST)
        line.paragraph_format.first_line_indent = Mm(0)
        line.runs[0].text = f"\t{line.text}"

    assert check_layout(spoiled(PLAN, indent)) == []


def test_a_typed_rule_is_told_from_a_missing_one() -> None:
    typed = check_layout(spoiled(PLAN, type_below("Độc lập", "______")))
    missing = check_layout(spoiled(PLAN, drop_below("Độc lập")))

    assert "gõ bằng dấu gạch dưới" in typed[0].sentence
    assert missing[0].sentence == "Dòng kẻ dưới Tiêu ngữ chưa có."
