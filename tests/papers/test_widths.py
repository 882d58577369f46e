"""Tests: how wide a line is."""

import unicodedata

import pytest

from saturday.papers.widths import width_mm


@pytest.mark.parametrize(
    ("text", "size", "measured"),
    [
        # Measured in Liberation Serif Bold, which has the widths of Times New Roman.
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, 95.7),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 88.3),
        ("Độc lập - Tự do - Hạnh phúc", 13, 56.1),
        ("", 13, 0),
    ],
)
def test_a_line_is_as_wide_as_printed(text: str, size: float, measured: float) -> None:
    assert width_mm(text, size) == pytest.approx(measured, abs=0.7)


def test_the_way_letters_are_composed_changes_no_width() -> None:
    text = "PHÒNG VĂN HÓA - XÃ HỘI"

    assert width_mm(unicodedata.normalize("NFD", text), 12) == width_mm(text, 12)


def test_an_unknown_letter_has_some_width() -> None:
    assert width_mm("一", 13) > 0
