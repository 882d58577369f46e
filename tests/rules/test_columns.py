"""What are a table's columns?"""

from datetime import date

import pytest

from saturday.rules.columns import Cell, Column, ColumnKind, Key, Layout, as_text, plain
from tests.import_rules import DEPARTMENTS

TEXT = Column("x", "Cột")
PICK = Column("x", "Cột", ColumnKind.PICK, choices=DEPARTMENTS)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Họ và tên (*)", "ho va ten"),
        ("  HỌ VÀ TÊN: ", "ho va ten"),
        ("Số ĐT/Zalo", "so dt zalo"),
        (None, ""),
    ],
)
def test_a_head_is_compared_without_marks_signs_and_case(head: object, words: str) -> None:
    assert plain(head) == words


def test_a_column_is_known_by_all_its_heads() -> None:
    assert Column("x", "Điện thoại", others=("SĐT",)).heads == {"dien thoai", "sdt"}


def test_a_column_is_given_by_its_field() -> None:
    assert Layout((PICK,), (Key(("x",)),)).column("x") is PICK


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (True, "có"),
        (date(2026, 4, 11), "11/4/2026"),
        (2.0, "2"),
        (12.5, "12,5"),
        (None, ""),
        ("thường", "thường"),
    ],
)
def test_a_cell_is_written_as_it_is_seen(cell: Cell, words: str) -> None:
    assert as_text(cell) == words


def test_no_value_has_no_words() -> None:
    assert TEXT.in_words(None) == TEXT.in_words("") == PICK.in_words(99) == as_text(None) == ""
