"""Tests: what a letter of correction says besides what every letter says."""

from saturday.papers.correction import Correction
from tests.papers.test_letter import words


def test_a_correction_leaves_the_rest_in_force() -> None:
    letter = words(Correction)

    assert letter.opening.endswith("đính chính như sau:")
    assert letter.closing == (
        "Các nội dung khác của Thông báo số 28/TB-TTPVHCC ngày 07 tháng 4 năm 2026 giữ nguyên./."
    )
