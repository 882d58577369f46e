"""Telephone numbers are recognised and shown alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.identifiers import parse_phone, show_phone


@pytest.mark.parametrize(
    ("typed", "digits", "shown"),
    [
        ("0912345678", "0912345678", "0912 345 678"),
        ("0912.345.678", "0912345678", "0912 345 678"),
        ("+84 912 345 678", "0912345678", "0912 345 678"),
        ("84-912-345-678", "0912345678", "0912 345 678"),
        ("0084 912345678", "0912345678", "0912 345 678"),
        ("(0238) 3872 105", "02383872105", "0238 3872 105"),
        ("+84 238 3872105", "02383872105", "0238 3872 105"),
        ("0848 123 456", "0848123456", "0848 123 456"),
        ("18001096", "18001096", "1800 1096"),
        ("1900 565656", "1900565656", "1900 565656"),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, digits: str, shown: str) -> None:
    assert parse_phone(typed) == digits
    assert show_phone(digits) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "gọi Trung tâm",
        "091234567",
        "09123456789",
        "0112345678",
        "0412345678",
        "0238 387210",
        "113",
    ],
)
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert parse_phone(typed) is None


@given(st.from_regex(r"0[35789][0-9]{8}|02[0-9]{9}|1[89]00[0-9]{4,6}", fullmatch=True))
def test_a_number_shown_is_read_back(digits: str) -> None:
    assert parse_phone(show_phone(digits)) == digits
