"""Numbers are written and read as Vietnamese does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.vietnamese import numbers

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
VALUES = {
    **{word: value for value, word in enumerate(DIGITS)},
    "mốt": 1,
    "tư": 4,
    "lăm": 5,
    "mười": 10,
}
STEPS = {"nghìn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000}


def read_back(words: str) -> int:
    """Read words by adding up, in another way than they are made."""
    total = group = 0
    for word in words.split():
        if word in STEPS:
            step = STEPS[word]
            total = (total + group) * step if word == "tỷ" else total + group * step
            group = 0
        elif word == "trăm":
            group = group * 100
        elif word == "mươi":
            group += group % 10 * 9
        elif word != "linh":
            group += VALUES[word]
    return total + group


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (44, "bốn mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (500, "năm trăm"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (1_015, "một nghìn không trăm mười lăm"),
        (2_026, "hai nghìn không trăm hai mươi sáu"),
        (50_000, "năm mươi nghìn"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_010, "một tỷ không trăm mười"),
        (2_000_000_000_000, "hai nghìn tỷ"),
    ],
)
def test_numbers_are_read_as_officials_read_them(number: int, words: str) -> None:
    assert numbers.words(number) == words


@given(st.integers(0, 10**15))
def test_words_are_read_back_as_the_same_number(number: int) -> None:
    assert read_back(numbers.words(number)) == number


def test_a_negative_number_has_no_words() -> None:
    with pytest.raises(ValueError, match="-5"):
        numbers.words(-5)


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (105, "105")]
)
def test_a_number_below_ten_has_a_zero_before_it(number: int, written: str) -> None:
    assert numbers.leading_zero(number) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (999, "999"), (1_000, "1.000"), (1_234_567, "1.234.567"), (-1_500, "-1.500")],
)
def test_thousands_are_parted_by_dots(number: int, written: str) -> None:
    assert numbers.grouped(number) == written


def test_a_quantity_has_its_zero_its_dots_and_its_unit() -> None:
    assert numbers.quantity(5, "người") == "05 người"
    assert numbers.quantity(35, "thôn, bản") == "35 thôn, bản"
    assert numbers.quantity(1_000, "bản") == "1.000 bản"
    assert numbers.quantity(2) == "02"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        ("1250000", 1_250_000),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1 250 000", 1_250_000),
        ("007", 7),
        ("", None),
        ("-5", None),
        ("+5", None),
        ("1.5", None),
        ("1,50", None),
        ("1.2500", None),
        ("12.50.000", None),
        ("1.250,000", None),
        ("1.000.", None),
        ("1000.000", None),
        ("ba", None),
        ("1e6", None),
        ("١٢", None),
    ],
)
def test_a_whole_number_is_read_as_people_type_it(typed: str, number: int | None) -> None:
    assert numbers.parse_whole(typed) == number


@given(st.integers(0, 10**15))
def test_a_grouped_number_is_read_back(number: int) -> None:
    assert numbers.parse_whole(numbers.grouped(number)) == number


@pytest.mark.parametrize(
    ("amount", "written", "words"),
    [
        (0, "0 đồng", "Không đồng"),
        (64_000, "64.000 đồng", "Sáu mươi tư nghìn đồng"),
        (1_250_000, "1.250.000 đồng", "Một triệu hai trăm năm mươi nghìn đồng"),
        (4_005_000, "4.005.000 đồng", "Bốn triệu không trăm linh năm nghìn đồng"),
    ],
)
def test_money_is_written_in_figures_and_in_words(amount: int, written: str, words: str) -> None:
    assert numbers.dong(amount) == written
    assert numbers.dong_in_words(amount) == words
