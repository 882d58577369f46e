"""What do the words of the one-stop system's file mean?"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from saturday.rules.intake import Filing, Outcome, ReturnWay
from saturday.rules.procedures import parse_code
from saturday.vietnamese.names import fold, nfc

_PREFIX = "thu tuc "


def code_key(code: str) -> str:
    """Write a dossier's code as it is compared: blanks and capitals say nothing."""
    return "".join(code.split()).casefold()


def plain_words(words: str) -> str:
    """Write a procedure's or a person's name as it is compared: no marks, no signs."""
    plain = "".join(one if one.isalnum() else " " for one in fold(nfc(words)))
    return " ".join(plain.split()).removeprefix(_PREFIX)


def codes_in(words: str) -> Iterator[str]:
    """Find the national codes that stand in a text: "2.000815 - Chứng thực bản sao"."""
    for piece in words.replace("(", " ").replace(")", " ").replace(",", " ").split():
        code = parse_code(piece.rstrip(".:;-"))
        if code:
            yield code


def outcome_told(status: str, received: date, returned: date | None) -> Outcome:
    """Say what became of a dossier by its state in words, and by when its result was fetched."""
    if returned is not None:
        settled = on_day(returned) == on_day(received)
        return Outcome.SETTLED if settled else Outcome.RECEIVED
    plain = fold(nfc(status))
    if "bo sung" in plain and "da bo sung" not in plain:
        return Outcome.SUPPLEMENT
    if any(words in plain for words in ("tu choi", "khong tiep nhan")):
        return Outcome.REFUSED
    return Outcome.RECEIVED


def filing_told(words: str) -> Filing | None:
    """Say how a dossier came in; nothing when the file does not tell."""
    plain = fold(nfc(words))
    if any(one in plain for one in ("truc tuyen", "online", "qua mang", "cong dich vu")):
        return Filing.ONLINE
    if "buu" in plain:
        return Filing.POST
    return Filing.DIRECT if plain else None


def way_told(words: str) -> ReturnWay:
    """Say how a result was fetched."""
    plain = fold(nfc(words))
    if "buu" in plain:
        return ReturnWay.POST
    electronic = any(one in plain for one in ("dien tu", "truc tuyen", "qua mang", "email"))
    return ReturnWay.ELECTRONIC if electronic else ReturnWay.AT_DESK


def hamlet_told(address: str, hamlets: Iterable[tuple[int, str]]) -> int | None:
    """Find the village that an address names; the longest name that stands in it."""
    plain = f" {plain_words(address)} "
    found = [(len(name), key) for key, name in hamlets if f" {plain_words(name)} " in plain]
    return max(found)[1] if found else None


def on_day(moment: date) -> date:
    """Give the day of a moment that may lack its hour."""
    return moment.date() if isinstance(moment, datetime) else moment
