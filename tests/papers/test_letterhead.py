"""Tests: what words all papers share."""

import json
from datetime import date, time

import pytest

from saturday.papers.letterhead import Heading, blank_date, broken, ended, listed, own_hours
from tests.papers import rows, samples


@pytest.mark.parametrize("name", samples.every_paper())
def test_words_come_back_from_json_as_the_same_paper(name: str) -> None:
    paper = samples.every_paper()[name]

    kept = json.loads(json.dumps(paper.as_words()))

    assert type(paper).from_words(kept) == paper


def test_words_kept_before_a_field_was_added_are_read_with_its_default() -> None:
    words = samples.annual_plan().as_words()
    del words["saturdays"]

    assert type(samples.annual_plan()).from_words(words) == samples.annual_plan()


def test_a_number_changes_only_number_and_date() -> None:
    draft = samples.assignment_notice()

    numbered = draft.numbered("05", date(2026, 4, 7))

    changed = {"number", "date"}
    before, after = draft.as_words(), numbered.as_words()
    heading_before, heading_after = before.pop("heading"), after.pop("heading")
    assert before == after
    assert isinstance(heading_before, dict)
    assert isinstance(heading_after, dict)
    assert {key for key in heading_before if heading_before[key] != heading_after[key]} == changed
    assert heading_after["number"] == "05"
    assert heading_after["date"] == "ngày 07 tháng 4 năm 2026"


def test_a_draft_leaves_number_day_and_month_blank() -> None:
    heading = Heading("", ("ỦY BAN NHÂN DÂN",), "Anh Sơn", blank_date(2026))

    assert heading.number.isspace()
    assert heading.date.split() == ["ngày", "tháng", "năm", "2026"]


@pytest.mark.parametrize(
    ("recipients", "lines"),
    [
        ([], ()),
        (["Lưu: VT"], ("- Lưu: VT.",)),
        (["Như trên", "Lưu: VT"], ("- Như trên;", "- Lưu: VT.")),
    ],
)
def test_recipients_end_in_semicolons_and_a_full_stop(
    recipients: list[str], lines: tuple[str, ...]
) -> None:
    assert listed(recipients) == lines


@pytest.mark.parametrize("text", ["nghiêm túc", "nghiêm túc.", "nghiêm túc./.", "nghiêm túc. "])
def test_the_last_words_end_once(text: str) -> None:
    assert ended(text) == "nghiêm túc./."


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("PHÒNG KINH TẾ", ("PHÒNG KINH TẾ",)),
        ("PHÒNG VĂN HÓA - XÃ HỘI", ("PHÒNG VĂN HÓA - XÃ HỘI",)),
        ("VĂN PHÒNG HĐND VÀ UBND", ("VĂN PHÒNG", "HĐND VÀ UBND")),
        ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", ("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG")),
        ("W" * 40, ("W" * 40,)),
    ],
)
def test_a_long_name_is_set_in_two_lines_of_like_length(name: str, lines: tuple[str, ...]) -> None:
    assert broken(name) == lines


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "written"),
    [
        (None, None, ""),
        (time(7, 30), time(11, 30), ""),
        (time(8), None, "8h00–11h30"),
        (None, time(9), "7h30–9h00"),
    ],
)
def test_own_hours_are_written_when_not_the_whole_half_day(
    starts_at: time | None, ends_at: time | None, written: str
) -> None:
    assert own_hours(starts_at, ends_at, rows.duty_session()) == written


def test_hours_of_a_saturday_without_hours_are_not_written() -> None:
    held = rows.duty_session()
    held.starts_at = None

    assert own_hours(None, time(9), held) == ""


def test_a_recipient_typed_with_its_marks_is_not_marked_twice() -> None:
    assert listed(["- Như trên;", "", "Lưu: VT."]) == ("- Như trên;", "- Lưu: VT.")
