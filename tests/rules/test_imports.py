"""What is said of each row of a clerk's workbook?"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.columns import (
    Cell,
    Key,
    Values,
)
from saturday.rules.imports import RowState, StoredRow, judge
from saturday.rules.sheets import (
    NO_ROWS,
    ReadSheet,
    read_sheet,
)
from tests.import_rules import DEPARTMENTS, PEOPLE, PHONE_WORDS, line, plan, sheet, states, stored


def test_each_kind_of_row_has_its_verdict() -> None:
    known = [stored(1, "Lê An"), stored(2, "Lê Bình", phone="0912345678")]
    found = plan(
        line("Lê An"),
        line("Lê Bình", phone=987654321, left_on="01/5/2026"),
        line("Lê Chi", "Nội vụ"),
        line(None, phone="12"),
        known=known,
    )

    assert states(found) == ["SAME", "CHANGED", "NEW", "FAULTY"]
    assert [one.line for one in found.verdicts] == [
        "Dòng 2, như cũ, Lê An",
        (
            "Dòng 3, sửa, Lê Bình: Điện thoại: 0912 345 678 → 0987 654 321; "
            "Nghỉ từ ngày: để trống → 01/5/2026; cột Điện thoại: đã thêm số 0 đầu: 0987 654 321"
        ),
        "Dòng 4, mới, Lê Chi",
        f"Dòng 5, lỗi: cột Điện thoại: {PHONE_WORDS}",
    ]
    assert found.act == "Nhập 1 dòng mới, sửa 1 dòng, bỏ 1 dòng lỗi"
    assert found.does_something
    assert found.counts[RowState.SAME] == 1
    assert found.of(RowState.SAME) == [found.verdicts[0]]
    assert found.verdicts[1].values == {"phone": "0987654321", "left_on": date(2026, 5, 1)}
    assert found.verdicts[1].key == 2


def test_an_empty_cell_keeps_what_is_stored() -> None:
    known = [stored(1, "Lê An", phone="0912345678")]

    assert states(plan(line("Lê An", post=None), known=known)) == ["SAME"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (line(None), "cột Họ và tên: Hãy ghi họ và tên."),
        (line("Lê An", post=None), "cột Chức vụ: Hãy ghi chức vụ."),
        (line("Lê An", post="Không"), "cột Chức vụ: Hãy ghi chức vụ thật."),
        (line("Lê An", post="Trống"), "Dòng này tự mâu thuẫn."),
        (
            line("Lê An", "Y tế"),
            "cột Phòng: Không có “Y tế” trong danh sách. Hãy chọn theo mẫu.",
        ),
    ],
)
def test_a_faulty_row_says_what_to_do(cells: list[Cell], words: str) -> None:
    found = plan(cells)

    assert [fault.words for fault in found.verdicts[0].faults] == [words]


NOBODY: list[StoredRow] = []


@pytest.mark.parametrize(
    ("known", "cells", "state", "key"),
    [
        # the same name and department is the same person, whatever else changed
        ([stored(1, "Lê An")], line("Lê An", phone="0912345678"), "CHANGED", 1),
        ([stored(1, "Lê An")], line("LÊ AN"), "CHANGED", 1),
        # another department: a move, when nothing speaks against it
        ([stored(1, "Lê An")], line("Lê An", "Nội vụ"), "CHANGED", 1),
        (
            [stored(1, "Lê An", phone="0912345678"), stored(2, "Lê An", 2)],
            line("Lê An", "Nội vụ", "0912345678"),
            "CHANGED",
            1,
        ),
        # another department and another telephone: nobody can tell
        (
            [stored(1, "Lê An", phone="0912345678")],
            line("Lê An", "Nội vụ", "0987654321"),
            "FAULTY",
            None,
        ),
        # two of one name: the department tells them apart, else the telephone
        ([stored(1, "Lê An"), stored(2, "Lê An", 2)], line("Lê An", "kinh-te"), "SAME", 1),
        ([stored(1, "Lê An"), stored(2, "Lê An", 2)], line("Lê An", "Nội vụ"), "FAULTY", None),
        ([stored(1, "Lê An"), stored(2, "Lê An", 2)], line("Lê An", None), "FAULTY", None),
        (
            [stored(1, "Lê An", phone="0912345678"), stored(2, "Lê An", phone="0987654321")],
            line("Lê An", phone="0987654321"),
            "SAME",
            2,
        ),
        # a code decides: the same one is the same person, another one another
        ([stored(1, "Lê An", code="C1")], line("Lê Anh", code="c1"), "CHANGED", 1),
        ([stored(1, "Lê An", code="C1")], line("Lê An", code="C2"), "NEW", None),
        ([stored(1, "Lê An")], line("Lê An", code="C1"), "CHANGED", 1),
        # a tone makes another name
        ([stored(1, "Lê An")], line("Lê Ân"), "NEW", None),
    ],
)
def test_a_person_is_known_again(
    known: list[StoredRow], cells: list[Cell], state: str, key: int | None
) -> None:
    found = plan(cells, known=known)

    assert states(found) == [state]
    assert found.verdicts[0].key == key


def test_two_of_one_name_in_two_departments_are_two_people() -> None:
    both = (line("Lê An"), line("Lê An", "Nội vụ"))

    assert states(plan(*both)) == ["NEW", "NEW"]
    assert states(plan(*both, known=[stored(1, "Lê An")])) == ["SAME", "NEW"]
    assert states(plan(*both, known=[stored(1, "Lê An", 2)])) == ["FAULTY", "FAULTY"]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        (line("Lê An"), line("Lê An"), "“Họ và tên” và “Phòng”"),
        (line("Lê An"), line("LÊ AN", phone="0912345678"), "“Họ và tên” và “Phòng”"),
        (line("Lê An", phone="0912345678"), line("Lê An", phone="0987654321"), ""),
        (line("Lê An", code="C1"), line("Lê Bình", code="C1"), "“Mã”"),
        (line("Lê An", code="C1"), line("Lê An", code="C2"), ""),
    ],
)
def test_a_row_that_repeats_another_is_refused_and_says_by_what(
    first: list[Cell], second: list[Cell], alike: str
) -> None:
    found = plan(first, second)

    assert states(found) == ["NEW", "FAULTY" if alike else "NEW"]
    words = [fault.words for fault in found.verdicts[1].faults]
    assert words == ([f"Trùng với dòng 2: cùng {alike}. Hãy bỏ một dòng."] if alike else [])


def test_versions_are_known_by_their_first_day_also_by_having_none() -> None:
    version = Key(("code", "left_on"), lacking=("left_on",))
    versions = replace(
        PEOPLE, keys=(version, Key(("code",), unless=("left_on",))), uniques=(version,)
    )
    first = stored(1, "Lê An", code="C1")
    second = StoredRow(2, {**first.values, "left_on": date(2027, 3, 1)})
    both = (line("Lê An", code="C1"), line("Lê An", code="C1", left_on="01/3/2027"))

    def judged(*lines: list[Cell], known: list[StoredRow]) -> list[int | None]:
        found = judge(read_sheet(sheet(*lines), versions), known, versions)
        return [one.key for one in found.verdicts]

    assert judged(*both, known=[first, second]) == [1, 2]
    assert judged(both[0], known=[second]) == [2]
    assert judged(both[1], known=[first]) == [1]
    assert judged(both[0], both[0], known=[first]) == [1, None]


def test_a_fingerprint_changes_with_what_would_be_done() -> None:
    one, two = plan(line("Lê An")), plan(line("Lê Bình"))
    three = plan(line("Lê An"), known=[stored(1, "Lê An")])
    four = judge(ReadSheet(refusal=NO_ROWS), (), PEOPLE)

    assert len({one.fingerprint, two.fingerprint, three.fingerprint, four.fingerprint}) == 4
    assert plan(line("Lê An")).fingerprint == one.fingerprint


def test_a_plan_without_new_or_changed_rows_does_nothing() -> None:
    assert not plan(line("Lê An"), known=[stored(1, "Lê An")]).does_something
    assert not plan(line(None, phone="12")).does_something
    assert not plan().does_something


people = st.lists(
    st.tuples(
        st.sampled_from(["Lê An", "Lê Bình", "Vi Thị Chi", "Lô Văn Dũng", "Đỗ Ước"]),
        st.sampled_from([1, 2, 3, 4]),
        st.sampled_from(["", "0912345678", "0987654321", "02383872105"]),
    ),
    max_size=12,
    unique_by=lambda one: one[:2],
)


@given(people)
def test_what_is_stored_reads_as_the_same(rows: list[tuple[str, int, str]]) -> None:
    known = [stored(key, *one) for key, one in enumerate(rows, start=1)]
    lines = [
        [None, *(column.in_words(row.values[column.field]) for column in PEOPLE.columns)]
        for row in known
    ]

    found = plan(*lines, known=known)

    assert states(found) == ["SAME"] * len(rows)


@given(people, people)
def test_a_file_imported_twice_changes_nothing_the_second_time(
    before: list[tuple[str, int, str]], told: list[tuple[str, int, str]]
) -> None:
    words = {one.value: one.words for one in DEPARTMENTS}
    lines = [line(name, words[place], phone or None) for name, place, phone in told]
    database = {key: stored(key, *one) for key, one in enumerate(before, start=1)}

    first = plan(*lines, known=list(database.values()))
    for one in first.verdicts:
        if one.state is RowState.CHANGED:
            kept = database[one.key or 0]
            database[kept.key] = replace(kept, values={**kept.values, **one.values})
        if one.state is RowState.NEW:
            key = len(database) + 1
            blank: Values = {"code": None, "phone": "", "left_on": None}
            database[key] = StoredRow(key, {**blank, **one.values})
    second = plan(*lines, known=list(database.values()))

    for one, two in zip(first.verdicts, second.verdicts, strict=True):
        if one.state is not RowState.FAULTY:
            assert two.state is RowState.SAME, (one, two)
