"""Tests: where each element of a paper stands, also in papers made by others."""

from collections.abc import Iterable

import pytest
from docx import Document
from docx.document import Document as Form
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from saturday.papers.anatomy import Anatomy, dissect, is_part, is_titled_clause
from saturday.papers.layout import check_layout
from saturday.papers.reading import Line, read_word
from saturday.papers.render import render
from tests.papers import samples
from tests.papers.planting import at, opened, saved, spoiled, twice

# A line 60 mm long, anchored in a paragraph as Word does it.
DRAWN = (
    f'<w:r {nsdecls("w", "wp", "a")}><w:drawing><wp:anchor><wp:extent cx="2160000" cy="0"/>'
    '<a:graphic><a:prstGeom prst="line"/></a:graphic></wp:anchor></w:drawing></w:r>'
)
CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT


def texts(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines]


def words(line: Line | None) -> str:
    return line.text if line else ""


def seen(form: Form) -> Anatomy:
    return dissect(read_word(saved(form)))


def paper_of(*lines: str) -> Form:
    """Make a paper without tables; a line after > stands in the middle."""
    form = Document()
    for line in lines:
        form.add_paragraph(line.removeprefix(">")).alignment = CENTRE if line[:1] == ">" else LEFT
    return form


def headed(*names: str) -> Anatomy:
    form = Document()
    left, right = form.add_table(rows=1, cols=2).rows[0].cells
    for name in names:
        left.add_paragraph(name)
    right.text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    right.add_paragraph("Độc lập - Tự do - Hạnh phúc")
    return seen(form)


def test_the_elements_of_a_notice_are_found() -> None:
    it = dissect(read_word(render(samples.assignment_notice(2))))

    assert texts(it.parent) == ["UBND XÃ ANH SƠN"]
    assert texts(it.issuer) == ["TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"]
    assert words(it.number) == "Số:       /TB-TTPVHCC"
    assert words(it.kind) == "THÔNG BÁO"
    assert len(it.subject) == 2
    assert it.body[0].text.startswith("Thực hiện Kế hoạch")
    assert words(it.last).endswith("./.")
    assert texts(it.recipients)[-1] == "- Lưu: VT."
    assert texts(it.capacity) == ["GIÁM ĐỐC"]
    assert words(it.signer) == "Trần Quốc Ứng"
    assert not it.is_letter
    assert not it.is_register


@pytest.mark.parametrize(
    ("names", "parent", "issuer"),
    [
        (["ỦY BAN NHÂN DÂN", "XÃ ANH SƠN"], [], ["ỦY BAN NHÂN DÂN", "XÃ ANH SƠN"]),
        (
            ["ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "SỞ NỘI VỤ"],
            ["ỦY BAN NHÂN DÂN TỈNH NGHỆ AN"],
            ["SỞ NỘI VỤ"],
        ),
        (
            ["UBND XÃ ANH SƠN", "VĂN PHÒNG", "HĐND VÀ UBND"],
            ["UBND XÃ ANH SƠN"],
            ["VĂN PHÒNG", "HĐND VÀ UBND"],
        ),
        (["UBND XÃ ANH SƠN", "____"], [], ["UBND XÃ ANH SƠN"]),
        (["CÔNG TY MỘT", "THÀNH VIÊN"], [], ["CÔNG TY MỘT", "THÀNH VIÊN"]),
        ([], [], []),
    ],
)
def test_the_issuer_is_told_from_the_body_above_it(
    names: list[str], parent: list[str], issuer: list[str]
) -> None:
    it = headed(*names)

    assert (texts(it.parent), texts(it.issuer)) == (parent, issuer)


def test_a_heading_without_a_table_is_found() -> None:
    it = seen(
        paper_of(
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 05/TB-UBND",
            "Anh Sơn, ngày 05 tháng 01 năm 2026",
        )
    )

    assert words(it.number) == "Số: 05/TB-UBND"
    assert words(it.place_date).startswith("Anh Sơn")
    assert it.issuer == ()


def test_an_official_letter_begins_with_whom_it_is_for() -> None:
    it = seen(
        paper_of(
            ">Kính gửi:", "- Sở Nội vụ;", "- Sở Tài chính.", "Thực hiện kế hoạch.", "- Một việc."
        )
    )

    assert it.is_letter
    assert texts(it.body) == ["Thực hiện kế hoạch.", "- Một việc."]


def test_recipients_and_signature_without_a_table_are_found() -> None:
    it = seen(
        paper_of(
            ">THÔNG BÁO",
            ">Về việc nghỉ",
            "Nội dung./.",
            "Nơi nhận:",
            "- Lưu: VT.",
            "GIÁM ĐỐC",
            "Lê A",
        )
    )

    assert texts(it.body) == ["Nội dung./."]
    assert texts(it.recipients) == ["- Lưu: VT."]
    assert (texts(it.capacity), words(it.signer)) == (["GIÁM ĐỐC"], "Lê A")


def test_an_empty_file_has_no_element() -> None:
    it = seen(Document())

    assert (it.country, it.kind, it.last, it.signer) == (None, None, None, None)
    assert it.body == it.recipients == ()


def test_a_line_drawn_from_the_next_words_counts_as_drawn_below() -> None:
    form = opened(samples.annual_plan())
    subject = at(form, "Tổ chức triển khai")
    rule = subject._p.getnext()
    rule.getparent().remove(rule)
    at(form, "Thực hiện")._p.append(parse_xml(DRAWN))

    assert check_layout(saved(form)) == []


def test_a_second_number_changes_nothing() -> None:
    assert check_layout(spoiled(samples.annual_plan(), twice("Số:"))) == []


@pytest.mark.parametrize(
    ("text", "part", "clause"),
    [
        ("I. MỤC ĐÍCH, YÊU CẦU", True, False),
        ("IV. KINH PHÍ", True, False),
        ("1. Mục đích", False, True),
        ("3. Trưởng thôn, bản và Ban công tác Mặt trận thôn, bản:", False, True),
        ("1. Quyết định này có hiệu lực thi hành kể từ ngày ký.", False, False),
        ("- Góp phần đổi mới", False, False),
        ("2026 là năm đầu", False, False),
    ],
)
def test_headings_are_told_from_sentences(text: str, *, part: bool, clause: bool) -> None:
    line = seen(paper_of(text)).file.lines[0]

    assert (is_part(line), is_titled_clause(line)) == (part, clause)
