"""Tests: the plan of a year, against the text of Kế hoạch 50/KH-UBND."""

import tomllib
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path

from saturday.models.plan import AnnualPlan, LineLevel
from saturday.papers.annual_plan import ANNEX_NOTE
from saturday.papers.annual_plan import AnnualPlan as PlanPaper
from saturday.papers.layout import check_layout
from saturday.papers.letterhead import Signature
from saturday.papers.reading import WordFile, read_word
from saturday.papers.render import render
from saturday.rules.numbering import DocumentKind, Issuer
from tests.papers import rows, samples

TYPED = Path(__file__).parent / "ke_hoach_50.txt"

# What the plan's text has wrong, and how it is put right; nothing else may differ.
CORRECTIONS = {
    "a number has no space before its symbol": ("Số: 50 /KH-UBND", "Số: 50/KH-UBND"),
    "asterisks are no words": (
        "(*có thông báo cụ thể sau*)",
        "(có thông báo cụ thể sau)",
    ),
    "the office has one name": ("Văn phòng HĐND&UBND", "Văn phòng HĐND và UBND"),
    "the office has one name, again": ("Văn phòng HĐND - UBND", "Văn phòng HĐND và UBND"),
    "the office has one name, a third time": ("Văn phòng HĐND-UBND", "Văn phòng HĐND và UBND"),
    "the last words end the paper": ("thực hiện nghiêm túc.", "thực hiện nghiêm túc./."),
    "a portal is a cổng": ("Công TTĐT xã", "Cổng TTĐT xã"),
}


def as_issued() -> list[str]:
    typed = TYPED.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in typed if line.strip()]


def as_corrected() -> list[str]:
    lines = as_issued()
    for wrong, right in CORRECTIONS.values():
        lines = [line.replace(wrong, right) for line in lines]
    return lines


def as_printed(file: WordFile) -> list[str]:
    lines = [line.text for line in file.lines if line.text]
    return lines[next(place for place, line in enumerate(lines) if line.startswith("Số:")) :]


def plan_50() -> WordFile:
    plan = samples.annual_plan().numbered("50", date(2026, 2, 11))
    signed = replace(plan, signature=Signature(plan.signature.capacity, "Bùi Thanh Dũng"))
    return read_word(render(signed))


def test_the_plan_numbered_50_reads_as_it_was_issued_paragraph_by_paragraph() -> None:
    differences = [
        (wanted, printed)
        for wanted, printed in zip_longest(as_corrected(), as_printed(plan_50()))
        if wanted != printed
    ]

    assert differences == []


def test_each_correction_is_needed_and_made_once() -> None:
    text = "\n".join(as_issued())

    assert {name: text.count(wrong) for name, (wrong, _) in CORRECTIONS.items()} == dict.fromkeys(
        CORRECTIONS, 1
    )


def test_no_person_is_named_in_the_plan_a_commune_starts_with() -> None:
    signer = as_issued()[-1]

    text = samples.PLAN.read_text(encoding="utf-8")

    assert signer == "Bùi Thanh Dũng"
    assert signer not in text
    assert set(tomllib.loads(text)["signer"]) == {"capacity"}


def test_the_plan_has_no_annex_unless_it_is_asked_for() -> None:
    without = [line.text for line in read_word(render(samples.annual_plan())).lines]
    with_annex = read_word(render(samples.annual_plan_with_saturdays()))

    assert "Phụ lục" not in without
    assert "Phụ lục" in [line.text for line in with_annex.lines]
    assert len(with_annex.sheets) == 2


def plan_row() -> AnnualPlan:
    return rows.annual_plan(
        (LineLevel.PLAIN, "Thực hiện nhiệm vụ năm 2026, cụ thể như sau:"),
        (LineLevel.PART, "I. NỘI DUNG"),
        (LineLevel.CLAUSE, "1. Thời gian"),
        (LineLevel.DASH, "Một buổi mỗi tháng."),
        (LineLevel.PLAIN, "Trên đây là Kế hoạch."),
    )


def paper(plan: AnnualPlan, *, with_saturdays: bool = False) -> PlanPaper:
    draft = rows.document(
        "annual_plan", DocumentKind.PLAN, Issuer.COMMITTEE, title="Tổ chức\n“Ngày thứ 7 vì dân”"
    )
    return PlanPaper.of(plan, draft, rows.COMMUNE, with_saturdays=with_saturdays)


def test_the_plan_is_set_line_by_line_as_the_centre_wrote_it() -> None:
    words = paper(plan_row())

    assert [(line.level, line.text) for line in words.lines] == [
        ("plain", "Thực hiện nhiệm vụ năm 2026, cụ thể như sau:"),
        ("part", "I. NỘI DUNG"),
        ("clause", "1. Thời gian"),
        ("dash", "- Một buổi mỗi tháng."),
        ("last", "Trên đây là Kế hoạch./."),
    ]
    assert words.heading.issuer == ("ỦY BAN NHÂN DÂN", "XÃ ANH SƠN")
    assert words.subject == ("Tổ chức", "“Ngày thứ 7 vì dân”")
    assert words.recipients == ("- Như trên;", "- Lưu: VT.")
    assert words.signature.capacity == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert words.saturdays == ()


def test_the_annex_lists_the_saturdays_to_be_held_and_the_text_points_to_it() -> None:
    plan = plan_row()
    held, moved = rows.duty_session(), rows.duty_session("Nhà văn hóa thôn 5")
    moved.moved_to = date(2026, 4, 18)
    held.is_mobile = True
    plan.sessions = [held, moved]

    words = paper(plan, with_saturdays=True)

    assert [(one.order, one.day, one.note) for one in words.saturdays] == [
        ("1", "thứ Bảy, 11/4/2026", "lưu động")
    ]
    assert words.lines[-2].text == ANNEX_NOTE
    assert words.lines[-1].level == "last"
    assert check_layout(render(words)) == []


def test_an_annex_of_no_saturdays_is_left_out() -> None:
    assert ANNEX_NOTE not in [line.text for line in paper(plan_row(), with_saturdays=True).lines]


def test_a_plan_without_text_is_only_its_frame() -> None:
    assert paper(rows.annual_plan()).lines == ()


def test_the_plan_wanted_is_that_of_the_year() -> None:
    assert 2026 in PlanPaper.wanted(2026).compile().params.values()
