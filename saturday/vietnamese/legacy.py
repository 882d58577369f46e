"""Was this text typed in an encoding from before Unicode: TCVN3 (ABC) or VNI?

Such text reaches a workbook as letters of western Europe: "NguyÔn V¨n An" in TCVN3, "Nguyeãn
Vaên An" in VNI. A word gives itself away when it is no Vietnamese syllable as it stands and is
one when it is read in that encoding.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from saturday.vietnamese.names import nfc

# TCVN 5712:1993, the half that its fonts (.VnTime) draw; a capital with a tone has no code.
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
# VNI for Windows: a vowel, then its sign; five letters of one code.
_MARKS = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # huyền hỏi ngã sắc nặng
_TONES = dict(zip("øûõùï", _MARKS, strict=True))
_ROOFS = dict(zip("âàåãáä", ("\u0302", *("\u0302" + mark for mark in _MARKS)), strict=True))
_BREVES = dict(zip("êèúüéë", ("\u0306", *("\u0306" + mark for mark in _MARKS)), strict=True))
_HORNS = {"ô": "ơ", "ö": "ư"}
_SINGLES = {"ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", **_HORNS}


def _vni_table() -> dict[str, str]:
    """Write the whole VNI table: what is typed and the letter that it means, small letters."""
    signs = {"a": _TONES | _ROOFS | _BREVES, "e": _TONES | _ROOFS, "o": _TONES | _ROOFS}
    signs |= dict.fromkeys("uyôö", _TONES)
    pairs = {
        base + sign: unicodedata.normalize("NFC", _HORNS.get(base, base) + mark)
        for base, marks in signs.items()
        for sign, mark in marks.items()
    }
    return {**_SINGLES, **pairs}


def _with_capitals(table: Mapping[str, str]) -> dict[str, str]:
    """Add the capitals: the vowel alone, or vowel and sign."""
    capitals = {
        form: letter.upper()
        for typed, letter in table.items()
        for form in (typed[0].upper() + typed[1:], typed.upper())
    }
    return {**capitals, **table}


_VNI = _with_capitals(_vni_table())
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


class LegacyEncoding(Enum):
    """An encoding of Vietnamese from before Unicode (bảng mã cũ)."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"

    def read(self, text: str) -> str:
        """Give the text as its writer meant it."""
        if self is LegacyEncoding.VNI:
            return unicodedata.normalize("NFC", _VNI_CODE.sub(lambda one: _VNI[one[0]], text))
        return "".join(_read_tcvn3(word) for word in re.split(r"(\s+)", text))


def _read_tcvn3(word: str) -> str:
    """Read a word; among capitals the letters with tones are capitals, which have no code."""
    meant = "".join(_TCVN3.get(letter, letter) for letter in word)
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    return meant.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else meant


# --- What a Vietnamese syllable is made of -----------------------------------------------------

_WORDS = re.compile(r"\S+")
_ONSETS = _WORDS.findall("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x")
_RIMES = frozenset(
    _WORDS.findall(
        """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
    oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ôông ơ ơc ơi ơm ơn ơng ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uêng uênh uêt ui um un ung uôc uôi uôm uôn uông uôt
    uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu uăn uăng uăt uau uao uai uan uang uanh
    uat uay uac uach ue uen ueo uet uec ươ ươc ươi ươm ươn ương ươp ươt ươu
    ư ưa ưc ưi ưng ưt ưu ưn ưm y yêm yên yêng yêt yêu ych ynh yt ym yn
    """
    )
)
_TONE_MARKS = frozenset(_MARKS)
_STOPS = ("c", "ch", "p", "t")
_TONES_OF_STOPS = frozenset("\u0301\u0323")
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}<>/\\|\"'“”‘’+=*&%$#@_~^`–—-]+")
_BEYOND = re.compile("[^\x00-\xff\u2010-\u2026]")  # dashes and quotes are Word's own doing
_OPERATORS = frozenset("·×÷")  # between single letters they are what they look like: N·m
_MICRON = "µm"  # would be a syllable in TCVN3
_LONGEST_ACRONYM = 6
_LETTER_BEYOND = re.compile(r"[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")


def is_syllable(word: str) -> bool:
    """Say whether a word is made as Vietnamese syllables are: onset, rime, at most one tone."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in letters if mark in _TONE_MARKS]
    bare = unicodedata.normalize("NFC", "".join(one for one in letters if one not in _TONE_MARKS))
    if len(tones) > 1 or not bare.isalpha():
        return False
    if tones and bare.endswith(_STOPS) and not _TONES_OF_STOPS.issuperset(tones):
        return False
    return any(bare == onset + rime for onset, rime in _halves(bare))


def _halves(bare: str) -> Iterable[tuple[str, str]]:
    """Cut a word into an onset that is known, or none, and a rime that is known."""
    for cut in range(4):
        onset, rime = bare[:cut], bare[cut:]
        if (not onset or onset in _ONSETS) and (rime in _RIMES or (onset == "gi" and not rime)):
            yield onset, rime


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What speaks for an old encoding in one text (dấu hiệu bảng mã cũ)."""

    encoding: LegacyEncoding
    meant: str  # the text as it reads in that encoding
    is_certain: bool  # every word that is not plain becomes a syllable


@dataclass(frozen=True, slots=True)
class Reading:
    """How the texts of one file are encoded (kết quả nhận bảng mã).

    Without ``encoding`` all is Unicode; when it is ``mixed``, nobody can tell how to read it all.
    """

    encoding: LegacyEncoding | None = None
    is_mixed: bool = False


def suspect(text: str) -> Suspicion | None:
    """Say which old encoding a text seems to be in; proper Unicode Vietnamese never does."""
    composed = nfc(text)
    if composed.isascii() or _LETTER_BEYOND.search(composed):
        return None
    found = [one for one in (_judge(composed, encoding) for encoding in LegacyEncoding) if one]
    certain = [one for one in found if one.is_certain]
    return next(iter(certain or found), None)


def _judge(text: str, encoding: LegacyEncoding) -> Suspicion | None:
    """Weigh a text as one of an encoding; None when no word speaks for it."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    meant = [encoding.read(word) for word in words]
    speaking = [
        word
        for word, read in zip(words, meant, strict=True)
        if word != read and _is_telling(word) and is_syllable(read)
    ]
    if not speaking:
        return None
    return Suspicion(encoding, encoding.read(text), is_certain=_fits(text, encoding))


def _is_telling(word: str) -> bool:
    """Whether a word can speak: a syllable tells nothing, nor does a lone sign such as ©."""
    signs = {letter for letter in word if not letter.isascii()}
    is_odd = len(word) > 1 and not is_syllable(word)
    return is_odd and word != _MICRON and not signs <= _OPERATORS


def reading_of(texts: Iterable[str]) -> Reading:
    """Judge all texts of a file together: short ones alone could be read either way.

    The file is in an old encoding when every text with letters beyond ASCII can be read in it and
    one at least speaks for it; with both kinds of text in it nothing is certain.
    """
    foreign = [text for text in map(nfc, texts) if not text.isascii()]
    found = {one.encoding for one in map(suspect, foreign) if one is not None}
    if not found:
        return Reading()
    encoding = next(iter(found))
    pure = len(found) == 1 and all(_fits(text, encoding) for text in foreign)
    return Reading(encoding, is_mixed=not pure)


def _fits(text: str, encoding: LegacyEncoding) -> bool:
    """Whether a text can be read in an encoding from its first letter to its last."""
    if _BEYOND.search(text):
        return False
    words = [encoding.read(word) for word in _WORD.findall(text) if not word.isascii()]
    return all(is_syllable(word) or _is_acronym(word) for word in words)


def _is_acronym(word: str) -> bool:
    """HĐND, QĐ: capitals that are no syllable."""
    return word.isupper() and len(word) <= _LONGEST_ACRONYM
