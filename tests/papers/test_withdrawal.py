"""Tests: what a letter of withdrawal says besides what every letter says."""

from saturday.papers.withdrawal import Withdrawal
from tests.papers.test_letter import words


def test_a_withdrawal_asks_for_the_copies_back() -> None:
    letter = words(Withdrawal)

    assert letter.opening.endswith("thu hồi văn bản này, lý do như sau:")
    assert letter.closing == (
        "Đề nghị nơi đã nhận gửi trả bản giấy, hủy bản điện tử và không thực hiện theo "
        "Thông báo số 28/TB-TTPVHCC ngày 07 tháng 4 năm 2026./."
    )
