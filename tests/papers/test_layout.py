"""Tests: every paper of ours has no fault, and others are judged by what they are."""

from pathlib import Path

import pytest

from saturday.papers.layout import Profile, UnreadablePaper, check_layout
from saturday.papers.letterhead import Paper
from saturday.papers.render import render
from tests.papers import samples
from tests.papers.planting import opened, saved, say, spoiled

PAPERS = samples.every_paper()


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_of_ours_has_no_fault(name: str) -> None:
    assert check_layout(render(PAPERS[name])) == []


@pytest.mark.parametrize(
    ("paper", "profile"),
    [
        (samples.annual_plan(), Profile.DOCUMENT),
        (samples.assignment_notice(1), Profile.DOCUMENT),
        (samples.nomination(1), Profile.INTERNAL),
        (samples.outgoing_register(1), Profile.LIST),
    ],
)
def test_a_paper_is_held_to_what_its_text_says_it_is(paper: Paper, profile: Profile) -> None:
    told = {fault.rule for fault in check_layout(render(paper))}
    given = {fault.rule for fault in check_layout(render(paper), profile)}

    assert told == given == set()


def test_a_list_held_to_the_rules_of_a_document_lacks_its_number() -> None:
    faults = check_layout(render(samples.nomination(1)), Profile.DOCUMENT)

    assert [(fault.rule, fault.sentence) for fault in faults] == [
        ("number-missing", "Chưa có số, ký hiệu.")
    ]


def test_many_faults_of_one_rule_are_one_sentence_with_their_count() -> None:
    form = opened(samples.annual_plan())
    form.styles["Nội dung"].font.name = "Arial"

    faults = check_layout(saved(form))

    assert [fault.rule for fault in faults] == ["font"]
    assert faults[0].sentence.startswith("“Thực hiện nhiệm vụ trọng tâm…” dùng phông chữ Arial")
    assert faults[0].sentence.endswith("chỗ nữa.")


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    paper = tmp_path / "bao_cao.docx"
    paper.write_bytes(spoiled(samples.annual_plan(), say("Số:", "Số: 5/KH-UBND")))

    assert [fault.rule for fault in check_layout(paper)] == ["number-zero"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", "văn bản".encode()])
def test_what_is_no_word_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnreadablePaper) as caught:
        check_layout(content)

    assert caught.value.reason == "Tệp không mở được như một văn bản Word (.docx)."
