"""What is put on the air can be said, and its length is known."""

import pytest

from saturday.rules.bulletins import on_air, refuse_abbreviation, refuse_unspeakable, seconds_on_air
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.spoken import Reading


def test_a_bulletin_with_words_that_cannot_be_said_is_refused_and_they_are_named() -> None:
    with pytest.raises(NotAllowedNow) as refused:
        refuse_unspeakable(Reading("Nộp ABC qua #zalo", ("ABC", "#zalo")))

    assert refused.value.field == "text"
    assert refused.value.reason == (
        "Loa chưa đọc được: “ABC”, “#zalo”. Hãy viết thành chữ, hoặc thêm vào chữ viết tắt."
    )


def test_many_such_words_are_named_in_part_and_counted() -> None:
    with pytest.raises(NotAllowedNow, match="“W11” và 3 chỗ nữa"):
        refuse_unspeakable(Reading("", tuple(f"W{number}" for number in range(15))))


def test_a_bulletin_that_can_be_said_passes() -> None:
    refuse_unspeakable(Reading("Kính thưa toàn thể Nhân dân!"))


@pytest.mark.parametrize(
    ("words", "seconds", "said"),
    [
        (0, 0, "0 giây"),
        (25, 12, "12 giây"),
        (125, 60, "1 phút"),
        (250, 120, "2 phút"),
        (312, 150, "2 phút 30 giây"),
    ],
)
def test_a_hundred_and_twenty_five_words_last_a_minute(words: int, seconds: int, said: str) -> None:
    assert seconds_on_air(Reading("từ " * words)) == seconds
    assert on_air(seconds) == said


@pytest.mark.parametrize(
    ("written", "said", "field", "reason"),
    [
        ("Ủy ban", "Ủy ban", "written", "Đây là từ thường"),
        ("UB", "UBND", "said", "“UBND”"),
        ("UB", "ủy ban 2 cấp", "said", "đọc được ngay, ví dụ: ủy ban hai cấp."),
    ],
)
def test_an_abbreviation_that_helps_nobody_is_refused(
    written: str, said: str, field: str, reason: str
) -> None:
    with pytest.raises(NotAllowedNow, match=reason) as refused:
        refuse_abbreviation(written, said)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("written", "said"), [("UBND", "Ủy ban nhân dân"), ("đ/c", "đồng chí"), ("QR", "mã quy-a")]
)
def test_an_abbreviation_that_can_be_said_is_taken(written: str, said: str) -> None:
    refuse_abbreviation(written, said)
