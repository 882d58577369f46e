"""Tests: a wrong look of any element is found."""

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from saturday.papers.layout import check_layout
from saturday.papers.letterhead import Paper
from saturday.papers.looks import LOOKS, Look, Profile
from tests.papers import samples
from tests.papers.planting import change, drop, say, spoiled

NOTICE, PLAN, LIST = samples.assignment_notice(2), samples.annual_plan(), samples.nomination(2)

# Where each element can be found: in which paper, and how its line begins.
FOUND = {
    "country": (NOTICE, "CỘNG HÒA"),
    "motto": (NOTICE, "Độc lập"),
    "parent": (NOTICE, "UBND XÃ"),
    "issuer": (LIST, "PHÒNG KINH TẾ"),
    "number": (NOTICE, "Số:"),
    "date": (NOTICE, "Anh Sơn, ngày"),
    "kind": (NOTICE, "THÔNG BÁO"),
    "subject": (PLAN, "Tổ chức triển khai"),
    "addressee": (LIST, "Kính gửi"),
    "part": (PLAN, "I. MỤC ĐÍCH"),
    "clause": (PLAN, "1. Mục đích"),
    "body": (PLAN, "- Góp phần"),
    "recipients-title": (NOTICE, "Nơi nhận:"),
    "recipient": (NOTICE, "- Lưu: VT"),
    "capacity": (NOTICE, "GIÁM ĐỐC"),
    "signer": (NOTICE, "Trần Quốc Ứng"),
}
MATTERS = [(look, what) for look in LOOKS for what in look.wants]


def profile(paper: Paper) -> Profile:
    return Profile.INTERNAL if paper is LIST else Profile.DOCUMENT


def rules(content: bytes, paper: Paper) -> set[str]:
    return {fault.rule for fault in check_layout(content, profile(paper))}


def flip(line: Paragraph, what: str, *, wanted: bool) -> None:
    """Spoil one matter of a line's look."""
    if what == "centred":
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for run in line.runs:
        if what == "capitals":
            run.text = run.text.title()
        elif what != "centred":
            setattr(run.font, what, not wanted)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.code)
def test_a_wrong_size_is_found(look: Look) -> None:
    paper, beginning = FOUND[look.code]

    def shrink(line: Paragraph) -> None:
        line.runs[0].font.size = Pt(8.5)

    faults = check_layout(spoiled(paper, change(beginning, shrink)), profile(paper))

    found = {fault.rule: fault.sentence for fault in faults}
    assert "cỡ chữ 8,5, cần 1" in found[f"{look.code}-size"]


@pytest.mark.parametrize(("look", "what"), MATTERS, ids=lambda one: getattr(one, "code", one))
def test_a_wrong_weight_slant_place_or_case_is_found(look: Look, what: str) -> None:
    paper, beginning = FOUND[look.code]

    content = spoiled(
        paper, change(beginning, lambda line: flip(line, what, wanted=look.wants[what]))
    )

    assert f"{look.code}-{what}" in rules(content, paper)


@pytest.mark.parametrize("code", ["country", "motto", "number", "date", "subject", "capacity"])
def test_a_missing_element_is_found(code: str) -> None:
    paper, beginning = FOUND[code]

    assert f"{code}-missing" in rules(spoiled(paper, say(beginning, "")), paper)


def test_a_missing_issuer_is_found() -> None:
    content = spoiled(LIST, say("UBND XÃ", ""), say("PHÒNG KINH TẾ", ""))

    assert "issuer-missing" in rules(content, LIST)


def test_a_missing_kind_is_found() -> None:
    content = spoiled(PLAN, say("KẾ HOẠCH", ""), say("Tổ chức triển khai", ""))

    assert {"kind-missing", "subject-missing"} <= rules(content, PLAN)


def test_an_official_letter_needs_neither_kind_nor_subject() -> None:
    content = spoiled(LIST, *(drop(one) for one in ("DANH SÁCH", "Cử công", "thứ Bảy")))

    assert not {"kind-missing", "subject-missing"} & rules(content, LIST)
