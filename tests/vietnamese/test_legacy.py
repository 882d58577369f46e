"""Is text from before Unicode recognised, read rightly, and proper text left alone?"""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.vietnamese.legacy import (
    LegacyEncoding,
    Reading,
    is_syllable,
    reading_of,
    suspect,
)


def words_in(text: str) -> list[str]:
    """Give the words of a text."""
    return re.findall(r"\S+", text)


TCVN3, VNI = LegacyEncoding.TCVN3, LegacyEncoding.VNI

# As it looks in a workbook that nobody converted, and what its writer meant.
LEGACY = [
    (TCVN3, "NguyÔn V¨n An", "Nguyễn Văn An"),
    (TCVN3, "Lª ThÞ Hång", "Lê Thị Hồng"),
    (TCVN3, "§Æng ThÞ ¦íc", "Đặng Thị Ước"),
    (TCVN3, "V¨n phßng H§ND vµ UBND", "Văn phòng HĐND và UBND"),
    (TCVN3, "Tæ tr­ëng", "Tổ trưởng"),
    (TCVN3, "Th«n 1", "Thôn 1"),
    (TCVN3, "B¶n Phó", "Bản Phú"),
    (TCVN3, "NGUYÔN V¡N AN", "NGUYỄN VĂN AN"),
    (TCVN3, "Quúnh, Thuû, Quý", "Quỳnh, Thuỷ, Quý"),
    (VNI, "Nguyeãn Vaên An", "Nguyễn Văn An"),
    (VNI, "Traàn Thò Höông", "Trần Thị Hương"),
    (VNI, "Ñaëng Thò Öôùc", "Đặng Thị Ước"),
    (VNI, "NGUYEÃN VAÊN AN", "NGUYỄN VĂN AN"),
    (VNI, "Phoøng Kinh teá", "Phòng Kinh tế"),
    (VNI, "Toå tröôûng", "Tổ trưởng"),
    (VNI, "Thoân Phuù Myõ", "Thôn Phú Mỹ"),
    (VNI, "Quyønh, Lyù, Kyû", "Quỳnh, Lý, Kỷ"),
]

PROPER = [
    "Nguyễn Văn An",
    "Đặng Thị Ước",
    "Trần Thị Hoè",
    "Thuý Quỳnh",
    "Hoà, Hòa, Hoá",
    "Phã ban",  # odd, and still a syllable
    "Bản Cán Kè",
    "Y Bhô, H'Mông, Krông Pắc, Đắk",
    "Thôn «Đoàn Kết»",
    "«Lan»",
    "© 2026 Samsung®",
    "3×4 cm, 10 m², 5 N·m, ±1 °C, 30 µm",
    "§ 5, khoản 2",
    "José, Noël, Müller, Chloé, São Paulo, Señor",
    "m·s, x×y, a÷b",
    "Ø 20, µ",
    "½ ngày",
    "UBND",
    "",
]

# TCVN 5712:1993 as iconv knows it, read independently of the table in the code.
ICONV = {
    0xA1: "Ă",
    0xA2: "Â",
    0xA3: "Ê",
    0xA4: "Ô",
    0xA5: "Ơ",
    0xA6: "Ư",
    0xA7: "Đ",
    0xA8: "ă",
    0xA9: "â",
    0xAA: "ê",
    0xAB: "ô",
    0xAC: "ơ",
    0xAD: "ư",
    0xAE: "đ",
    0xB5: "à",
    0xB6: "ả",
    0xB7: "ã",
    0xB8: "á",
    0xB9: "ạ",
    0xBB: "ằ",
    0xBC: "ẳ",
    0xBD: "ẵ",
    0xBE: "ắ",
    0xC6: "ặ",
    0xC7: "ầ",
    0xC8: "ẩ",
    0xC9: "ẫ",
    0xCA: "ấ",
    0xCB: "ậ",
    0xCC: "è",
    0xCE: "ẻ",
    0xCF: "ẽ",
    0xD0: "é",
    0xD1: "ẹ",
    0xD2: "ề",
    0xD3: "ể",
    0xD4: "ễ",
    0xD5: "ế",
    0xD6: "ệ",
    0xD7: "ì",
    0xD8: "ỉ",
    0xDC: "ĩ",
    0xDD: "í",
    0xDE: "ị",
    0xDF: "ò",
    0xE1: "ỏ",
    0xE2: "õ",
    0xE3: "ó",
    0xE4: "ọ",
    0xE5: "ồ",
    0xE6: "ổ",
    0xE7: "ỗ",
    0xE8: "ố",
    0xE9: "ộ",
    0xEA: "ờ",
    0xEB: "ở",
    0xEC: "ỡ",
    0xED: "ớ",
    0xEE: "ợ",
    0xEF: "ù",
    0xF1: "ủ",
    0xF2: "ũ",
    0xF3: "ú",
    0xF4: "ụ",
    0xF5: "ừ",
    0xF6: "ử",
    0xF7: "ữ",
    0xF8: "ứ",
    0xF9: "ự",
    0xFA: "ỳ",
    0xFB: "ỷ",
    0xFC: "ỹ",
    0xFD: "ý",
    0xFE: "ỵ",
}
# VNI for Windows as its users type it: the vowel, then the sign.
VNI_TYPED = (
    "aø à aû ả aõ ã aù á aï ạ aê ă aè ằ aú ẳ aü ẵ aé ắ aë ặ aâ â aà ầ aå ẩ aã ẫ aá ấ aä ậ ñ đ "
    "eø è eû ẻ eõ ẽ eù é eï ẹ eâ ê eà ề eå ể eã ễ eá ế eä ệ ì ì æ ỉ ó ĩ í í ò ị "
    "oø ò oû ỏ oõ õ où ó oï ọ oâ ô oà ồ oå ổ oã ỗ oá ố oä ộ ô ơ ôø ờ ôû ở ôõ ỡ ôù ớ ôï ợ "
    "uø ù uû ủ uõ ũ uù ú uï ụ ö ư öø ừ öû ử öõ ữ öù ứ öï ự yø ỳ yû ỷ yõ ỹ yù ý î ỵ"
)


@pytest.mark.parametrize(("encoding", "typed", "meant"), LEGACY)
def test_old_text_is_recognised_and_read(encoding: LegacyEncoding, typed: str, meant: str) -> None:
    found = suspect(typed)

    assert found is not None
    assert found.encoding is encoding
    assert found.is_certain
    assert found.meant == meant


@pytest.mark.parametrize("text", PROPER)
def test_proper_text_is_left_alone(text: str) -> None:
    assert suspect(text) is None
    assert suspect(unicodedata.normalize("NFD", text)) is None
    assert reading_of([text]) == Reading()


@pytest.mark.parametrize("code", ICONV)
def test_the_table_of_tcvn3_is_the_standards(code: int) -> None:
    assert TCVN3.read(chr(code)) == ICONV[code]


def test_the_table_of_vni_is_what_its_users_type() -> None:
    typed = VNI_TYPED.split()
    for code, letter in zip(typed[::2], typed[1::2], strict=True):
        assert VNI.read(code) == letter
        assert VNI.read(code.upper()) == letter.upper()


WORDS = words_in(
    """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý nghiêm khuất
    quách giàng lò vi lương mùa thào vàng cầm lữ moong cụt xeo ngân hà quỳnh thuý thúy hoà
    hòa khoẻ khỏe khuya khuỷu loắt choắt oái oăm giếng giặt gì gìn quý quyết quốc yêu yến
    uyên ương ước ươm nghệch ngoằn ngoèo xoong boong tuýp huých khuynh thuở quờ uể oải
    nghiêng rượu
    """
)


@pytest.mark.parametrize("word", WORDS)
def test_words_are_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", ["nguyeãn", "v¨n", "müller", "noël", "bất̀", "3", "strong", "àá"])
def test_other_words_are_none(word: str) -> None:
    assert not is_syllable(word)


ONSETS = ["", *words_in("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")]
RIMES = words_in("a an ăn ân em ên inh iêu oa oang oe ong ông ơ ua uân uê uyên ưa ương yên ach êch")
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
syllables = st.builds(
    lambda onset, rime, tone: unicodedata.normalize("NFC", onset + rime[0] + tone + rime[1:]),
    st.sampled_from(ONSETS),
    st.sampled_from(RIMES),
    st.sampled_from(TONES),
)
marks = st.sampled_from([" ", ", ", " – ", ". ", " (", ") ", "/", "-", " «", "» ", " “", "” "])
phrases = st.lists(st.tuples(syllables, marks), max_size=8).map(
    lambda pairs: "".join(word + mark for word, mark in pairs)
)


@given(phrases, st.sampled_from(["NFC", "NFD"]))
def test_no_proper_vietnamese_is_ever_called_old(phrase: str, form: str) -> None:
    text = unicodedata.normalize(form, phrase)  # type: ignore[arg-type] # one of the two
    found = suspect(text)

    assert found is None or not is_proper(phrase), found


def is_proper(phrase: str) -> bool:
    """Tell the words that could be: after a stop consonant stand two tones only."""
    letters = "".join(one if one.isalpha() else " " for one in phrase)
    return all(map(is_syllable, letters.split()))


ALL_LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)


def as_tcvn3(text: str) -> str:
    back = {letter: chr(code) for code, letter in ICONV.items()}
    return "".join(back.get(one, one) for one in text)


def as_vni(text: str) -> str:
    typed = VNI_TYPED.split()
    back = dict(zip(typed[1::2], typed[::2], strict=True))
    return "".join(back.get(one, one) for one in text)


@given(st.text(ALL_LETTERS, max_size=12))
def test_what_was_typed_in_tcvn3_is_read_back(text: str) -> None:
    assert TCVN3.read(as_tcvn3(text)) == text


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join))
def test_what_was_typed_in_vni_is_read_back(text: str) -> None:
    assert VNI.read(as_vni(text)) == text


# --- Whole files -------------------------------------------------------------------------------


def test_a_file_in_one_old_encoding_is_certain() -> None:
    texts = ["Hä vµ tªn", "NguyÔn V¨n An", "Phã ban", "C¸n bé", "UBND", "Th«n 1", "H§ND – Q§"]

    assert reading_of(texts) == Reading(TCVN3)


def test_short_words_of_an_old_file_are_read_with_it() -> None:
    assert suspect("Phã ban") is None
    assert TCVN3.read("Phã ban") == "Phó ban"


@pytest.mark.parametrize(
    "texts",
    [
        ["NguyÔn V¨n An", "Trần Thị Hương"],
        ["NguyÔn V¨n An", "Nguyeãn Vaên An"],
        ["NguyÔn V¨n An", "José Noël"],
        ["Nguyeãn Vaên An", "Đỗ"],
    ],
)
def test_a_file_with_two_kinds_of_text_is_not(texts: list[str]) -> None:
    found = reading_of(texts)

    assert found.is_mixed


def test_a_text_that_is_old_in_part_is_suspected_without_certainty() -> None:
    found = suspect("NguyÔn José")

    assert found is not None
    assert not found.is_certain
