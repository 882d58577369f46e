"""Tests: the plan of a year, against the text of Kế hoạch 50/KH-UBND."""

import tomllib
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path

from saturday.papers.letterhead import Signature
from saturday.papers.reading import WordFile, read_word
from saturday.papers.render import render
from tests.papers import samples

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
