"""How names are cleaned, searched and put in order."""

import re
import unicodedata
from collections.abc import Mapping

# The order of ICU (CLDR root, tailored for vi): marks of punctuation, numbers, letters.
_MARKS = " _-–—,;:!?.'‘’\"“”()[]{}@*/\\&#%`^+<=>|~$"
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # ngang has none, then huyền hỏi ngã sắc nặng
_OTHER_TONE = str(len(_TONES) + 1)
_NUMBER = f"{len(_MARKS) + 1:02}"
_PLACE = {
    **{mark: f"{place:02}" for place, mark in enumerate(_MARKS, start=1)},
    **{letter: f"{place:02}" for place, letter in enumerate(_LETTERS, start=len(_MARKS) + 2)},
}
_END = "00"
_BEYOND = "99"
_SHAPES = {"\u0302", "\u0306", "\u031b"}  # the marks that make â ă ơ, not tones
_PIECES = re.compile(r"[0-9]+|[^0-9]", re.DOTALL)


def nfc(text: str) -> str:
    """Compose, strip, and collapse blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Take away case, tones and marks: "Đặng Thị Ước" becomes "dang thi uoc"."""
    bare = unicodedata.normalize("NFD", nfc(text).lower().replace("đ", "d"))
    return "".join(mark for mark in bare if not unicodedata.combining(mark))


def reworded(text: str, words: Mapping[str, str]) -> str:
    """Put other words in place of some, whole words only, the longer ones first."""
    longest_first = sorted(words, key=len, reverse=True)
    pattern = "|".join(map(re.escape, longest_first))
    return re.sub(rf"(?<!\w)({pattern})(?!\w)", lambda found: words[found[0]], text)


def matches(query: str, text: str) -> bool:
    """Say whether what was typed is part of a name, or its initials, with or without marks."""
    wanted, found = fold(query), fold(text)
    words = found.split()
    if wanted in found or wanted.replace(" ", "") in "".join(word[0] for word in words):
        return True
    return all(any(word.startswith(part) for word in words) for part in wanted.split())


def is_capitalised(name: str) -> bool:
    """Say whether family and given name begin with a capital; a remark in brackets may not."""
    words = nfc(name).partition("(")[0].split()
    return not any(word[0].islower() for word in words[:1] + words[-1:])


def person_sort_key(name: str) -> str:
    """Order people by given name, then family name, then the names between.

    A remark in brackets that tells two people of one name apart comes last.
    """
    bare, bracket, remark = nfc(name).partition("(")
    *before, given = bare.split() or [""]
    parts = (given, *before[:1], " ".join(before[1:]), bracket + remark)
    return "".join(map(phrase_sort_key, parts))


def phrase_sort_key(text: str) -> str:
    """Give a string of digits that any database puts in the order of ICU for vi, numbers by value.

    Letters come first in the key, then tones, then capitals, as in ICU's three levels.
    """
    places, tones, capitals = [], [], []
    for piece in _PIECES.findall(nfc(text)):
        place, tone = _weigh(piece)
        places.append(place)
        tones.append(tone)
        capitals.append("1" if piece.isupper() else "0")
    return "".join([*places, _END, *tones, *capitals])


def _weigh(piece: str) -> tuple[str, str]:
    """Give the place of a number, letter or mark in the alphabet, and its tone."""
    if piece.isascii() and piece.isdigit():
        value = piece.lstrip("0")
        return f"{_NUMBER}{len(value):02}{value}", "0"
    base, *signs = list(unicodedata.normalize("NFD", piece.lower()))
    letter = unicodedata.normalize("NFC", base + "".join(_SHAPES.intersection(signs)))
    tones = [sign for sign in signs if sign not in _SHAPES]
    tone = str(_TONES.find(tones[0]) + 1 or _OTHER_TONE) if tones else "0"
    return _PLACE.get(letter, f"{_BEYOND}{ord(letter[0]):06}"), tone
