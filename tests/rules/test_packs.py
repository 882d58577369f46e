"""Which letter does a laptop get, when is it too early, and which of two copies knows more?"""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.packs import (
    LETTERS,
    Finding,
    Lineage,
    Preparation,
    Side,
    lineage,
    next_letter,
    refuse_letter,
)
from saturday.rules.refusals import NotAllowedNow


@pytest.mark.parametrize(
    ("known", "found", "expected"),
    [
        ("", "", Lineage.SAME),
        ("", "ab", Lineage.NEWER),
        ("ab", "ab", Lineage.SAME),
        ("ab", "abc", Lineage.NEWER),
        ("abc", "ab", Lineage.OLDER),
        ("abc", "", Lineage.OLDER),
        ("abc", "abd", Lineage.OTHER),
        ("abc", "axcd", Lineage.OTHER),
    ],
)
def test_the_longer_log_of_one_device_knows_more(known: str, found: str, expected: Lineage) -> None:
    assert lineage(list(known), list(found)) is expected


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_what_is_newer_one_way_is_older_the_other(one: str, other: str) -> None:
    turned = {Lineage.NEWER: Lineage.OLDER, Lineage.OLDER: Lineage.NEWER}
    seen = lineage(list(one), list(other))
    assert lineage(list(other), list(one)) is turned.get(seen, seen)


def test_each_laptop_gets_the_next_letter_and_none_twice() -> None:
    taken: set[str] = set()
    for _one in LETTERS:
        taken.add(next_letter(taken))
    assert taken == set(LETTERS)
    assert next_letter({""}) == "B"  # the office itself has none
    with pytest.raises(NotAllowedNow, match="18 gói"):
        next_letter(taken)


@pytest.mark.parametrize("letter", ["", "b", "A", "BC", "Đ", "1"])
def test_what_is_no_letter_of_a_laptop_is_refused(letter: str) -> None:
    with pytest.raises(NotAllowedNow, match="Hãy chọn một chữ") as refusal:
        refuse_letter(letter, set())
    assert refusal.value.field == "letter"


def test_a_letter_of_another_laptop_is_refused_and_a_free_one_named() -> None:
    with pytest.raises(NotAllowedNow, match="Hãy chọn chữ D"):
        refuse_letter("B", {"B", "C"})
    refuse_letter("D", {"B", "C"})


READY = Preparation(
    is_past=False, has_hours=True, has_place=True, has_list=True, has_procedures=True
)


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({}, []),
        ({"is_past": True}, ["buổi đã qua"]),
        ({"has_hours": False}, ["chưa ghi giờ làm việc"]),
        ({"has_place": False}, ["chưa ghi nơi làm việc"]),
        ({"has_list": False}, ["chưa duyệt danh sách của phòng nào"]),
        ({"has_procedures": False}, ["chưa có thủ tục nào nhận ở buổi lưu động"]),
        (
            {"has_list": False, "has_hours": False},
            ["chưa ghi giờ làm việc", "chưa duyệt danh sách của phòng nào"],
        ),
    ],
)
def test_what_a_saturday_lacks_is_named(lacking: dict[str, bool], said: list[str]) -> None:
    assert replace(READY, **lacking).lacks == said


@pytest.mark.parametrize(
    "finding",
    [
        Finding("Dòng B0007 chưa nhận."),
        Finding("Khác nhau.", "Hãy sửa.", "B0007", (Side("số lượng", "7", "2"),)),
    ],
)
def test_what_was_found_is_read_as_it_was_kept(finding: Finding) -> None:
    assert Finding.of(json.loads(json.dumps(finding.kept))) == finding
