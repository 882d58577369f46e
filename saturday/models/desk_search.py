"""By what is a line of the desk's log found again, over all years?

Every part of the question reads a few rows of an index, however many lines there are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from saturday.models.base import AnySession
from saturday.models.commune import Hamlet
from saturday.models.intake import AS_WRITTEN, LONGEST_KEY, IntakeEntry, SearchKey, Visit
from saturday.models.procedures import Procedure
from saturday.rules.identifiers import parse_phone
from saturday.vietnamese.names import fold, nfc

MOST = 50  # lines that are shown
MOST_PROCEDURES = MOST_VILLAGES = 12  # versions, and names, whose lines are looked up
SHORTEST = 2  # letters of a search
AFTER_ALL = "\U0010ffff"  # the last letter there is
_BETWEEN = re.compile(r"[\s.\-()]+")


@dataclass(frozen=True, slots=True)
class DeskFound:
    """What a search of the log found (kết quả tìm), the likeliest first, then the newest."""

    entries: Sequence[IntakeEntry] = ()
    has_more: bool = False

    @classmethod
    def by(cls, session: AnySession, sought: str) -> Self:
        """Look for part of a name, a telephone or identity number, a code, procedure or village."""
        parts = list(_parts(session, sought))
        if not parts:
            return cls()
        found = union_all(*parts).subquery()
        rank = func.min(found.c.rank).label("rank")
        best = (
            select(found.c.entry_id, rank)
            .group_by(found.c.entry_id)
            .order_by(rank, found.c.entry_id.desc())
            .limit(MOST + 1)
            .subquery()
        )
        question = (
            select(IntakeEntry)
            .join(best, IntakeEntry.id == best.c.entry_id)
            .options(
                joinedload(IntakeEntry.duty_session),
                joinedload(IntakeEntry.visit).joinedload(Visit.hamlet),
                joinedload(IntakeEntry.procedure),
                joinedload(IntakeEntry.returned),
            )
            .order_by(best.c.rank, IntakeEntry.id.desc())
        )
        rows = session.scalars(question).all()
        return cls(rows[:MOST], len(rows) > MOST)


def _parts(session: AnySession, sought: str) -> Iterator[Select[Any]]:
    """Give the questions of a search: as written, without marks, by procedure and village."""
    words = nfc(sought).casefold()[: LONGEST_KEY - 1]
    if len(words) < SHORTEST:
        return
    digits = _BETWEEN.sub("", words)
    keys = [AS_WRITTEN + words, fold(words)]
    if digits.isdigit() and digits != words:
        keys.append(digits)
    if phone := parse_phone(words):
        keys.append(phone)
    for rank, key in enumerate(dict.fromkeys(keys)):
        yield _part(2 * rank, _exactly(key))
        yield _part(2 * rank + 1, _beginning(key))
    yield from _named_parts(session, words, 2 * len(keys))


def _named_parts(session: AnySession, words: str, rank: int) -> Iterator[Select[Any]]:
    """Give the questions by what has a name of its own: procedures and villages."""
    for number in _procedures_like(session, words):
        yield _part(rank, _of_procedure(number))
    for place, number in _villages_like(session, words):
        yield _part(rank + place, _from_village(number))


def _part(rank: int, question: Select[Any]) -> Select[Any]:
    """Take the first rows of a question, with the place of all of them in the answer."""
    rows = question.limit(MOST + 1).subquery()
    return select(rows.c.entry_id, literal(rank).label("rank"))


def _exactly(key: str) -> Select[Any]:
    """Ask for the newest lines with a key."""
    entry = SearchKey.entry_id
    return select(entry).where(SearchKey.key == key).order_by(entry.desc())


def _beginning(key: str) -> Select[Any]:
    """Ask for lines with a key that begins so."""
    begins = (SearchKey.key >= key, SearchKey.key < key + AFTER_ALL)
    return select(SearchKey.entry_id).where(*begins).order_by(SearchKey.key, SearchKey.entry_id)


def _of_procedure(number: int) -> Select[Any]:
    """Ask for the newest lines of a procedure."""
    row = IntakeEntry.id.label("entry_id")
    return select(row).where(IntakeEntry.procedure_id == number).order_by(IntakeEntry.id.desc())


def _procedures_like(session: AnySession, words: str) -> list[int]:
    """Give the procedures that are meant by a code, by words of the name, or by its initials."""
    columns = (Procedure.id, Procedure.code, Procedure.short_name, Procedure.name)
    known = session.execute(select(*columns).order_by(Procedure.position, Procedure.id))
    wanted = fold(words)
    found = [
        number
        for number, code, short, name in known
        if code.startswith(wanted)
        or _is_called(wanted, fold(short))
        or _is_called(wanted, fold(name))
    ]
    return found[:MOST_PROCEDURES]


def _from_village(number: int) -> Select[Any]:
    """Ask for the lines of the newest visits from a village."""
    of_visit = IntakeEntry.visit_id == Visit.id
    entry = select(IntakeEntry.id.label("entry_id")).join(Visit, of_visit)
    return entry.where(Visit.hamlet_id == number).order_by(Visit.id.desc())


def _villages_like(session: AnySession, words: str) -> list[tuple[int, int]]:
    """Give the villages that are meant by words of the name: 0 before one called so, else 1."""
    known = session.execute(select(Hamlet.id, Hamlet.name).order_by(Hamlet.position, Hamlet.id))
    wanted = fold(words)
    found = [
        (int(fold(name) != wanted), number)
        for number, name in known
        if _begins_words(wanted, fold(name))
    ]
    return sorted(found, key=lambda one: one[0])[:MOST_VILLAGES]


def _is_called(wanted: str, name: str) -> bool:
    """Say whether words begin those of a name, or are its initials."""
    return wanted in "".join(word[0] for word in name.split()) or _begins_words(wanted, name)


def _begins_words(wanted: str, name: str) -> bool:
    """Say whether words begin those of a name, in whatever order."""
    words = name.split()
    return all(any(word.startswith(part) for word in words) for part in wanted.split())
