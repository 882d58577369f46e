"""How is a written text said aloud: numbers, days, hours, money, telephones, abbreviations?"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from saturday.vietnamese import sayings
from saturday.vietnamese.legacy import is_syllable
from saturday.vietnamese.sayings import LOWER, PHONE, RUN, SAYINGS, SHORT, UPPER, Spot

_AROUND = 48  # letters that a saying may look at on either side
_MOST_PASSES = 4  # what one reading uncovers is read by the next
_LONGEST_SAID = 1000


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a loudspeaker reader says it, and the words that nobody could say (lời đọc)."""

    text: str
    left: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """Count the tiếng that are said."""
        return len(self.text.split())


def read_aloud(text: str, abbreviations: Mapping[str, str]) -> Reading:
    """Put a text into spoken words; what still holds a digit, sign or capitals is left, and named.

    ``abbreviations``: what is written, and how it is said. A telephone number is said twice where
    it first comes.
    """
    speaker = _speaker(tuple(abbreviations.items()))
    said = text
    for _ in range(_MOST_PASSES):
        before, said = said, _tidied(speaker.say(_cleaned(said)))
        if not _UNSAYABLE.search(said):
            return Reading(said)
        if said == before:
            break
    found = (word.strip(_STOP_MARKS) for word in said.split() if _UNSAYABLE.search(word))
    return Reading(said, tuple(dict.fromkeys(found)))


def is_plain(text: str) -> bool:
    """Say whether a text is made of Vietnamese syllables only, which anybody reads as they are."""
    return all(map(is_syllable, text.split())) and not _UNSAYABLE.search(text)


# --- Before: one way of writing ------------------------------------------------------------------

_STRANGE = re.compile("[^\n -~\u00a0-\u024f\u1e00-\u1eff\u2010-\u201f\u2022\u2026]")
_QUOTES = re.compile(
    r"[\"“”„«»‟'‘’`*](?:(?<=[\"“”„«»‟])|(?<=['‘’`])(?:(?<!\w.)|(?!\w))"
    r"|(?<=\*)(?:(?<!\w.)(?=[^\W\d])|(?<=[^\W\d].)(?!\w)))"  # *nhấn mạnh*
)
_RULES = re.compile(
    r"^[-–—_=*~. ]{3,}$|^(?>(?:(?:[-–—*•●▪◦·,;:.?!…]|\+(?!84)) ?)+)(?=\S)", re.MULTILINE
)
_KEPT = frozenset("\n°№\ufffd")
_NOTHING = frozenset(("Cc", "Cf", "Cs", "Me", "Mn"))  # a mark that no letter took in


class _Plainer(dict[int, str]):
    """What a strange letter is written as: digits of ours, blanks for pictures."""

    def __missing__(self, code: int) -> str:
        """Judge a letter when it is first met."""
        letter = chr(code)
        kind = unicodedata.category(letter)
        if letter in _KEPT:
            self[code] = {"№": "số "}.get(letter, letter)
        elif kind in _NOTHING or "🏻" <= letter <= "🏿":
            self[code] = ""
        elif kind == "So":
            self[code] = " "
        else:
            self[code] = str(unicodedata.decimal(letter, letter))
        return self[code]


_PLAINER = _Plainer()


def _cleaned(text: str) -> str:
    """Compose letters, collapse blanks; take away pictures, quotation marks, bullets and rules."""
    plain = unicodedata.normalize("NFC", text)
    lines = "\n".join(" ".join(line.split()) for line in plain.splitlines())
    if _STRANGE.search(lines):
        lines = "\n".join(" ".join(line.split()) for line in lines.translate(_PLAINER).split("\n"))
    return _RULES.sub("", _QUOTES.sub("", lines))


# --- Saying --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Speaker:
    """Whoever says a text, knowing some abbreviations."""

    known: Mapping[str, str]
    places: re.Pattern[str]
    places_and_addresses: re.Pattern[str]
    finds: re.Pattern[str]
    finds_within_runs: re.Pattern[str]

    @classmethod
    def knowing(cls, known: Mapping[str, str]) -> "_Speaker":
        """Learn the abbreviations."""
        return cls(
            known,
            sayings.places(known),
            sayings.places([*known, *sayings.ADDRESSES]),
            sayings.pattern(known),
            sayings.pattern(known, runs=False),
        )

    def say(self, text: str) -> str:
        """Say a text once through."""
        return "".join(_Speech(self).pieces(text, self.finds))


@dataclass(slots=True)
class _Speech:
    """One saying of one text."""

    speaker: _Speaker
    dialled: set[str] = field(default_factory=set)

    def pieces(self, text: str, finds: re.Pattern[str]) -> Iterator[str]:
        """Give what is plain as it stands, and the rest as it is said."""
        at, places = 0, self.speaker.places
        if any(begin in text for begin in sayings.ADDRESSES):
            places = self.speaker.places_and_addresses
        for place in places.finditer(text):
            start = place.start()
            found = finds.match(text, start) if start >= at else None
            if found:
                yield text[at:start]
                yield self._said(found)
                at = found.end()
        yield text[at:]

    def _said(self, found: re.Match[str]) -> str:
        name, text = str(found.lastgroup), found[0]
        if name == SHORT:
            is_glued = found.string[found.end() : found.end() + 1].isalnum()
            return self.speaker.known[text] + " " * is_glued
        spot = _spot(found)
        said = SAYINGS[name](spot)
        if name == PHONE:
            return self._twice(spot, said)
        within = self.speaker.finds_within_runs
        return "".join(self.pieces(said, within)) if name == RUN else said

    def _twice(self, spot: Spot, said: str) -> str:
        """Say a number again where it first comes."""
        digits = sayings.phone_digits(spot.text)
        is_again = digits in self.dialled or spot.before.rstrip(" :").endswith("nhắc lại")
        self.dialled.add(digits)
        return said if is_again else f"{said}; xin nhắc lại: {said}"


def _spot(found: re.Match[str]) -> Spot:
    start, end = found.span()
    before = found.string[max(0, start - _AROUND) : start]
    return Spot(found[0], before.lower(), found.string[end : end + _AROUND])


@lru_cache(maxsize=8)
def _speaker(abbreviations: tuple[tuple[str, str], ...]) -> _Speaker:
    """Make a speaker of abbreviations that can be said; an edited list makes another."""
    units = {unit: sayings.UNITS[unit] for unit in sayings.BARE_UNITS}
    typed = {_composed(written): _composed(said) for written, said in abbreviations}
    known = {
        form: words
        for written, said in {**units, **typed}.items()
        if written and not is_plain(written)
        for form, words in _forms(written, said)
    }
    return _sayable(known)


def _forms(written: str, said: str) -> list[tuple[str, str]]:
    """Give an abbreviation as it stands, and at the beginning of a sentence or within one."""
    if written.isupper():
        return [(written, said)]
    return [
        (written[:1].lower() + written[1:], said),
        (written[:1].upper() + written[1:], said[:1].upper() + said[1:]),
        (written, said),
    ]


def _sayable(known: Mapping[str, str]) -> _Speaker:
    """Say abbreviations within what is said for others; one that never comes to an end is none."""
    speaker = _Speaker.knowing(known)
    ends = {written: _end(speaker, said) for written, said in known.items()}
    found = {written: said for written, said in ends.items() if said}
    return speaker if found == known else _Speaker.knowing(found)


def _end(speaker: _Speaker, said: str) -> str:
    """Say words until they stay as they are; nothing for those that never do."""
    for _ in range(_MOST_PASSES):
        before, said = said, _tidied(speaker.say(said))
        if said == before:
            return said
        if len(said) > _LONGEST_SAID:
            break
    return ""


def _composed(text: str) -> str:
    return " ".join(_cleaned(text).split())


# --- After: pauses, and what is left -------------------------------------------------------------

_STOP_MARKS = "?!…:.;,"  # the strongest first
_BLANKS = re.compile(r" (?=[ \n,;:.?!…]|\Z)")
_STOPS = re.compile("[,;:.?!…][,;:.?!…]+")
_GLUED = re.compile(rf"[,;:](?<=[{LOWER}{UPPER}].)(?=[{LOWER}{UPPER}])")
_BEGINS = re.compile("\n[,;:.?!… ]+")
_ENDS = re.compile(r",(?=\n|\Z)")
_VOWELS = frozenset("AEOUY")
_LONE = "".join(sorted(set("ABCDEFGHIJKLMNOPQRSTUVWXYZĐ") - _VOWELS))
_LETTER = f"[{LOWER}{UPPER}]"
_UNSAYABLE = re.compile(
    rf"[^ \n{LOWER},;:?!…](?:"
    rf"(?<=[^{UPPER}.'’-])"  # a digit, a sign, other writing
    rf"|(?<=[{UPPER}])(?=[{UPPER}])"
    rf"|(?<=[{_LONE}])(?<![\w'’].)(?![\w'’-])"
    rf"|(?<=['’-])(?:(?<!{_LETTER}.)|(?!{_LETTER}))"  # signs of a word stand within it
    rf"|(?<=[{LOWER}]\.)(?=[{LOWER}]))"  # anhson.gov.vn
)


def _tidied(text: str) -> str:
    """Set one mark for each pause, none before it, none at the beginning of lines."""
    said = _GLUED.sub(r"\g<0> ", _STOPS.sub(_one_stop, _BLANKS.sub("", text)))
    lines = _ENDS.sub("", _BEGINS.sub("\n", said))
    return lines.lstrip(f"{_STOP_MARKS} \n").rstrip("\n")


def _one_stop(found: re.Match[str]) -> str:
    """Choose the strongest of several marks; three dots are one."""
    stops = found[0].replace("...", "…")
    return next(mark for mark in _STOP_MARKS if mark in stops)
