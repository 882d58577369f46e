"""Telephone and identity numbers are recognised, shown alike, and masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.identifiers import (
    mask_name,
    mask_number,
    parse_identity_number,
    parse_phone,
    show_identity_number,
    show_phone,
)


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


@pytest.mark.parametrize(
    ("typed", "is_organisation", "digits", "shown"),
    [
        ("040012345678", False, "040012345678", "0400 1234 5678"),
        ("0400 1234 5678", False, "040012345678", "0400 1234 5678"),
        ("040.012.345.678", False, "040012345678", "0400 1234 5678"),
        ("0101234567", True, "0101234567", "0101 2345 67"),
        ("0101234567-001", True, "0101234567001", "0101 2345 67-001"),
    ],
)
def test_an_identity_number_is_read_however_it_is_typed(
    typed: str,
    is_organisation: bool,  # noqa: FBT001 - a table
    digits: str,
    shown: str,
) -> None:
    assert parse_identity_number(typed, is_organisation=is_organisation) == digits
    assert show_identity_number(digits) == shown


@pytest.mark.parametrize(
    ("typed", "is_organisation"),
    [
        ("", False),
        ("04001234567", False),
        ("140012345678", False),
        ("0400123456789", False),
        ("không nhớ", False),
        ("٠٤٠٠١٢٣٤٥٦٧٨", False),
        ("0101234567", False),
        ("040012345678", True),
        ("01012345670", True),
    ],
)
def test_what_cannot_be_an_identity_number_is_none(
    typed: str,
    is_organisation: bool,  # noqa: FBT001 - a table
) -> None:
    assert parse_identity_number(typed, is_organisation=is_organisation) is None


@given(st.from_regex(r"0[0-9]{11}", fullmatch=True))
def test_an_identity_number_shown_is_read_back(digits: str) -> None:
    assert parse_identity_number(show_identity_number(digits)) == digits


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Lô Thị Mẫu", "L. T. Mẫu"),
        ("Đặng Thị Ước", "Đ. T. Ước"),
        ("Ẩn", "Ẩn"),
        ("", ""),
    ],
)
def test_a_masked_name_keeps_the_given_one(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_a_masked_number_keeps_its_end() -> None:
    assert mask_number("0912345678") == "••• 678"
    assert mask_number("040012345678") == "••• 678"
    assert mask_number("") == ""


@given(st.from_regex(r"[0-9]{10,13}", fullmatch=True))
def test_a_masked_number_tells_three_digits_of_it(digits: str) -> None:
    assert sum(one.isdigit() for one in mask_number(digits)) == len("678")
