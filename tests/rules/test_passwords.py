"""Which passwords are refused, and which are not?"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.passwords import LEAST, LEAST_WITH_CODE, composed, refuse_password
from saturday.rules.refusals import NotAllowedNow

GOOD = [
    "trời mưa ngoài sân gạch",
    "troimuangoaisangach",
    "con mèo vàng leo cây cau",
    "Bốn quả ổi chín trong vườn nhà",
    "correct horse battery staple",
    "anhson có bảy cây xoài già",
    "kJ8#vP2!qX9@mZ4",
    "  hai dấu cách ở đầu và cuối  ",
]
EASY = [
    "123456789012345",
    "111111111111111",
    "aaaaaaaaaaaaaaaaaaaa",
    "abcdefghijklmnopq",
    "qwertyuiopasdfghjkl",
    "0987654321098765",
    "passwordpassword",
    "matkhau123456789",
    "Mật khẩu 12345678",
    "saturday-saturday",
    "anhson@123456789",
    "UBND xã Anh Sơn 2026",
    "trungtam.pvhcc.anhson",
    "admin admin admin 1",
    "P@ssw0rd-P@ssw0rd",
    "xinxinxinxinxinxin",
    "----------------",
]


@pytest.mark.parametrize("password", GOOD)
def test_a_few_words_of_ones_own_are_accepted(password: str) -> None:
    refuse_password(password, names=["trungtam", "Nguyễn Thị Mẫu"])


@pytest.mark.parametrize("password", EASY)
def test_what_others_would_try_first_is_refused(password: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_password(password)

    assert "dễ đoán" in refusal.value.reason
    assert refusal.value.field == "new_password"


@pytest.mark.parametrize("password", ["", "ngắn quá", "mười bốn chữ ư"])
def test_a_short_one_is_told_how_long_it_must_be(password: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_password(password)

    assert "từ 15 ký tự" in refusal.value.reason


def test_ones_own_names_do_not_count() -> None:
    refuse_password("hoangthiluu.botruong", names=["vanthu"])

    with pytest.raises(NotAllowedNow):
        refuse_password("hoangthiluu.botruong", names=["botruong", "Hoàng Thị Lưu"])


@pytest.mark.parametrize("length", [64, 200, 1000])
def test_long_ones_are_accepted_and_never_cut(length: int) -> None:
    password = ("Bốn quả ổi chín trong vườn nhà " * 40)[:length]

    refuse_password(password)

    assert composed(password + "1") != composed(password)
    assert len(composed(password)) == length


def test_only_what_nobody_types_is_too_long() -> None:
    with pytest.raises(NotAllowedNow, match="tối đa 1000"):
        refuse_password("bảy cây xoài già " * 100)


def test_length_is_counted_in_letters_as_people_see_them() -> None:
    fourteen = unicodedata.normalize("NFD", "mười bốn chữ ư")

    assert len(fourteen) > LEAST
    with pytest.raises(NotAllowedNow):
        refuse_password(fourteen)


@given(st.text())
def test_composed_and_decomposed_typing_give_the_same_password(text: str) -> None:
    assert composed(unicodedata.normalize("NFD", text)) == composed(text)


@given(st.text(max_size=LEAST - 1))
def test_nothing_shorter_passes(text: str) -> None:
    with pytest.raises(NotAllowedNow):
        refuse_password(text)


def test_with_a_second_step_twelve_letters_are_enough() -> None:
    refuse_password("mười hai chữ", least=LEAST_WITH_CODE)
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_password("mười hai chữ")
    assert "15 ký tự" in refusal.value.reason
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_password("mười một ch", least=LEAST_WITH_CODE)
    assert "12 ký tự" in refusal.value.reason


@pytest.mark.parametrize(
    "password", ["motherfucker", "mickeymouse1", "basketball12", "manchester12", "administrator"]
)
def test_common_ones_of_twelve_letters_are_easy_too(password: str) -> None:
    with pytest.raises(NotAllowedNow, match="dễ đoán"):
        refuse_password(password, least=LEAST_WITH_CODE)
