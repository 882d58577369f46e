"""What is written is said as a reader on the loudspeaker says it."""

import csv
import random
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.vietnamese.spoken import Reading, is_plain, read_aloud
from tests.vietnamese import reader

DEFAULTS = Path(__file__).resolve().parents[2] / "saturday" / "defaults" / "abbreviations.csv"
KNOWN = {
    row["written"]: row["said"] for row in csv.DictReader(DEFAULTS.read_text("utf-8").splitlines())
}
UNSAYABLE = re.compile(r"[0-9²/&%=+*#@_<>()\[\]{}|~°•–—]|[^\W\d_a-zà-ỹđ]{2}")


def said(text: str) -> str:
    """Read a text that can be said as a whole."""
    reading = read_aloud(text, KNOWN)
    assert reading.left == ()
    return reading.text


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("UBND, HĐND và MTTQ xã",
         "Ủy ban nhân dân, Hội đồng nhân dân và Mặt trận Tổ quốc xã"),
        ("TTHC ở Trung tâm PVHCC", "thủ tục hành chính ở Trung tâm Phục vụ hành chính công"),
        ("Đ/c Bí thư và đ/c Chủ tịch", "đồng chí Bí thư và đồng chí Chủ tịch"),
        ("bản sao và/hoặc bản chính", "bản sao hoặc bản chính"),
        ("Quét mã QR, mở VNeID", "Quét mã quy-a, mở vi-en-ai-đi"),
        ("TP.Vinh, TP. Vinh", "thành phố Vinh, thành phố Vinh"),
        ("giấy tờ, v.v.", "giấy tờ, vân vân"),
        ("THÔNG BÁO CỦA UBND XÃ", "Thông báo của Ủy ban nhân dân xã"),
        ("Việc này KHÔNG thu phí", "Việc này không thu phí"),
        ("BAN CHỈ ĐẠO", "Ban chỉ đạo"),
        ("UBND & HĐND", "Ủy ban nhân dân và Hội đồng nhân dân"),
        ("UBND/HĐND", "Ủy ban nhân dân, Hội đồng nhân dân"),
        ("phòng Văn hóa - Xã hội", "phòng Văn hóa, Xã hội"),
        ("Vinh–Anh Sơn", "Vinh, Anh Sơn"),
        ("HĐND-UBND", "Hội đồng nhân dân, Ủy ban nhân dân"),
        ("anh/chị, thôn / bản, 5 / 6", "anh, chị, thôn, bản, năm, sáu"),
        ("buổi sáng (có trả kết quả).", "buổi sáng, có trả kết quả."),
        ("“Ngày thứ 7 vì dân”", "Ngày thứ Bảy vì dân"),
        ("bản, *có thông báo sau*", "bản, có thông báo sau"),
        ("- Mang theo giấy tờ\n+ Bản chính\n• Bản sao", "Mang theo giấy tờ\nBản chính\nBản sao"),
        ("Trên\n-----\nDưới", "Trên\n\nDưới"),
        ("2 + 3 = 5", "hai cộng ba bằng năm"),
        ("≥ 18 tuổi, ~ 5 km", "lớn hơn hoặc bằng mười tám tuổi, khoảng năm ki-lô-mét"),
        ("xin chờ...", "xin chờ…"),
        ("xã (35 thôn), bản", "xã, ba mươi lăm thôn, bản"),
        ("Ở đây, Ý kiến, Y tế, H'Mông, ki-lô-mét", "Ở đây, Ý kiến, Y tế, H'Mông, ki-lô-mét"),
        ("№ 5, ５ người, ٣ buổi", "số năm, năm người, ba buổi"),
        ("5\ufe0f\u20e3 người", "năm người"),
        ("📢 Thông báo 👍🏽 ©", "Thông báo"),
        ("  nhiều\u00a0 chỗ\u200b trống \r\n\t xuống dòng ", "nhiều chỗ trống\nxuống dòng"),
        ("5\u0301 người q\u0301", "năm người q"),
        ("Kính thu\u031ba Nha\u0302n da\u0302n!", "Kính thưa Nhân dân!"),
        ("", ""),
    ],
)  # fmt: skip
def test_words_and_signs_are_said(written: str, heard: str) -> None:
    assert said(written) == heard


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Nộp ABC ở đây, rồi ABC", ("ABC",)),
        ("BAN NHAN DAN", ("BAN", "NHAN", "DAN")),
        ("thư a@b.vn, trang https://anhson.gov.vn/2026/4 và gov.vn",
         ("a@b.vn", "https://anhson.gov.vn/2026/4", "gov.vn")),
        ("#zalo, T7; C12!", ("#zalo", "T7", "C12")),
        ("ông Nguyễn Văn B, vitamin-C, X-quang", ("B", "C")),
        ("7h99, 45/13/2026, 1/2/3/4", ("7h99", "45/13/2026", "1/2/3/4")),
        ("32–40/4, thứ 1-3", ("32–40/4", "1-3")),
        ("số:    /KH-UBND", ("/KH-UBND",)),
        ("a<b, $5, x=y, + z, { }", ("a<b", "$5", "x=y", "+", "{", "}")),
        ("12abc, 5-HT, an123", ("12abc", "5-HT", "an123")),
        ("mục IIII, VV, loại IC", ("IIII", "VV", "IC")),
        ("khối LX", ("LX",)),
        ("½ ngày, 漢字, \ufffd", ("½", "漢字", "\ufffd")),
        ("5-, x-5, a=6", ("5-", "x-5", "a=6")),
        ("Covid-20", ("Covid-20",)),
        ("QĐ/0001-BTP, 2 * 3, x*y, UBND@xa", ("QĐ/0001-BTP", "*", "x*y", "UBND@xa")),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_left_and_named(written: str, left: tuple[str, ...]) -> None:
    assert read_aloud(written, KNOWN).left == left


def test_the_tieng_of_a_reading_are_counted() -> None:
    assert read_aloud("7h30, xã Anh Sơn", {}).words == 8
    assert Reading("").words == 0


# --- The list of abbreviations -------------------------------------------------------------------


def test_every_default_is_said_whole() -> None:
    for written, words in KNOWN.items():
        assert said(written) == words, written
        assert read_aloud(words, KNOWN) == Reading(words)


def test_abbreviations_within_what_is_said_are_said_too() -> None:
    known = {"BCĐ": "Ban Chỉ đạo UBND", "UBND": "Ủy ban nhân dân"}

    assert read_aloud("BCĐ", known).text == "Ban Chỉ đạo Ủy ban nhân dân"


@pytest.mark.parametrize(
    "known",
    [
        {"AB": "BA", "BA": "AB"},
        {"VNeID": "ứng dụng VNeID"},
        {"AB": "AB AB"},
        {"AB": "AB " * 200},
        {"": "gì", "chip": "chíp", "mươi": "chục"},
    ],
)
def test_abbreviations_without_an_end_and_plain_words_are_none(known: dict[str, str]) -> None:
    reading = read_aloud("AB, VNeID và 20 chip", known)

    assert reading == Reading("AB, VNeID và hai mươi chip", ("AB", "VNeID"))


def test_an_abbreviation_may_be_one_letter_or_end_with_a_sign() -> None:
    known = {"w": "ra-đi-ô", "P.": "Phòng", "€": "ơ-rô"}

    assert read_aloud("nghe w ở P.Kinh tế, 5 €", known) == Reading(
        "nghe ra-đi-ô ở Phòng Kinh tế, năm ơ-rô"
    )


def test_an_abbreviation_is_no_part_of_a_word() -> None:
    assert read_aloud("XUBNDX, UBND-xã", KNOWN).left == ("XUBNDX",)


def test_plain_words_are_told_from_abbreviations() -> None:
    assert is_plain("Ủy ban nhân dân")
    assert not is_plain("UBND")
    assert not is_plain("đ/c")


# --- Against another reader ----------------------------------------------------------------------


Phrase = tuple[str, str]  # as it is written, and as the other reader says it


def amount(chance: random.Random) -> Phrase:
    digits = str(chance.randrange(10 ** chance.randint(1, 9)))
    is_code = len(digits) == 9  # without dots
    dotted = f"{int(digits):,}".replace(",", ".")
    unit = chance.choice(["người", "hồ sơ", "thôn", "trang"])
    written = dotted if is_code or chance.randint(0, 1) else digits
    return f"{written} {unit}", f"{reader.number(digits)} {unit}"


def measure(chance: random.Random) -> Phrase:
    digits, unit = str(chance.randrange(1, 5000)), chance.choice(list(reader.MEASURES))
    return f"{digits} {unit}", f"{reader.number(digits)} {reader.MEASURES[unit]}"


def day(chance: random.Random) -> Phrase:
    written = f"{chance.randint(1, 28):02}/{chance.randint(1, 12)}"
    written += f"/{chance.randint(2000, 2099)}" * chance.randint(0, 1)
    return f"ngày {written}", f"ngày {reader.day(written)}"


def hours(chance: random.Random) -> Phrase:
    low, high = chance.randint(5, 10), chance.randint(11, 18)
    start, end = f"{low}h{chance.randrange(0, 60, 5):02}", f"{high}h{chance.randrange(0, 60, 5):02}"
    joint = chance.choice([" – ", "-", " đến "])
    return f"từ {start}{joint}{end}", f"từ {reader.hour(start)} đến {reader.hour(end)}"


def telephone(chance: random.Random) -> Phrase:
    tail = "".join(chance.choices("0123456789", k=8))
    digits = chance.choice([f"0{chance.choice('35789')}{tail}", f"0238{tail[:7]}"])
    return f"số máy {digits}", f"số máy {reader.telephone(digits)}"


def weekday(chance: random.Random) -> Phrase:
    digit = chance.choice(list(reader.WEEKDAYS))
    return f"thứ {digit}", f"thứ {reader.WEEKDAYS[digit]}"


def short(chance: random.Random) -> Phrase:
    written = chance.choice(list(reader.SHORT))
    return f"theo {written} xã", f"theo {reader.SHORT[written]} xã"


def roman(chance: random.Random) -> Phrase:
    written = chance.choice(list(reader.ROMANS))
    return f"khóa {written}", f"khóa {reader.ROMANS[written]}"


def paper(chance: random.Random) -> Phrase:
    digits = str(chance.randint(1, 4000))
    symbol = chance.choice(["KH-UBND", "TB-TTPVHCC", "BC-UBND"])
    return f"văn bản số {digits}/{symbol}", f"văn bản số {reader.number(digits)}"


def rate(chance: random.Random) -> Phrase:
    digits, unit = str(chance.randint(1, 99)), chance.choice(["năm", "tháng", "hộ"])
    return f"{digits} lần/{unit}", f"{reader.number(digits)} lần một {unit}"


WAYS = (amount, measure, day, hours, telephone, weekday, short, roman, paper, rate)


@pytest.mark.parametrize("seed", range(200))
def test_a_generated_text_is_said_as_the_other_reader_says_it(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same texts on each run
    phrases = [chance.choice(WAYS)(chance) for _ in range(chance.randint(3, 12))]
    written = ". ".join(phrase for phrase, _heard in phrases) + "."
    heard = ". ".join(words for _phrase, words in phrases) + "."

    assert said(written) == heard


def test_the_other_reader_knows_nothing_of_ours() -> None:
    source = Path(str(reader.__file__)).read_text("utf-8")

    assert "import saturday" not in source
    assert "from saturday" not in source


# --- Whatever comes ------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("7 giờ 30", "7h30", "–", "-", " ", "\n", "11/4", "11/4/2026", "2026", "UBND", "Đ/c", "/"),
        *("&", "%", "(", ")", "5", "05", "km", "m2", "đ", " đồng", "thứ ", "tháng ", "ngày ", "…"),
        *("0912 345 678", "50/KH-UBND", "XVI", "quý I", "THÔNG", "BÁO", "AN", "x", ".", ",", ":"),
        *("...", "+", "=", "<", "“", "’", "'", "😀", "A", "B", "Ở", "từ ", "1.000", "1,5", "#"),
        *("buổi/năm", "số ", "người", "+84", "~", "°", "*", "v.v.", "mã QR", "e\u0301", "٣", "²"),
    ]
)
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=12).map(" ".join),
)


@given(ANYTHING)
def test_what_is_spoken_is_said_as_it_stands(text: str) -> None:
    once = read_aloud(text, KNOWN)

    assert read_aloud(once.text, KNOWN) == once


@given(ANYTHING)
def test_no_digit_sign_or_capitals_remain_unnamed(text: str) -> None:
    reading = read_aloud(text, KNOWN)

    for word in reading.text.split():
        if UNSAYABLE.search(word) or any(letter.isdigit() for letter in word):
            assert any(one in word for one in reading.left), word


@given(st.integers(0, 10**15))
def test_a_grouped_number_is_said_as_a_bare_one(value: int) -> None:
    grouped = f"{value:,}".replace(",", ".")

    assert read_aloud(f"{grouped} đồng", {}).text == read_aloud(f"{value} đồng", {}).text


@given(st.integers(0, 999_999_999))
def test_a_number_is_said_as_the_other_reader_says_it(value: int) -> None:
    assert read_aloud(f"{value} đồng", {}).text == f"{reader.number(str(value))} đồng"


# --- Cost ----------------------------------------------------------------------------------------


def calls(text: str) -> int:
    """Count the calls that a reading takes, those into C too."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        read_aloud(text, KNOWN)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "page",
    [
        "Từ 7h30 – 11h30, ngày 11/4/2026, UBND xã trả 50 hồ sơ; gọi 0912 345 678.\n" * 9,
        "1-" * 200,
        "THÔNG BÁO " * 60,
        "A B C " * 60,
        "((((5/a" * 40,
    ],
)
def test_ten_pages_cost_ten_times_one(page: str) -> None:
    read_aloud(page, KNOWN)

    assert calls(page * 10) <= calls(page) * 11
