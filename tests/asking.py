"""What does a test ask the database that no other test asks?

While the tests run over a file, everything is noted that a server might take amiss: each statement
with the kinds of the values that it carries, and with each of its tables that was changed before (a
server gives their rows in another order, where none is asked for), each refusal of the database,
each answer of an address. The run on a server then leaves out a test only where all of this was
asked of it before; a test of which nothing is known is run.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from flask import Flask, Response, request, request_finished
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

LIST = re.compile(r"\(\?(?:, \?)*\)")  # however many places it has
CHANGED = re.compile(r'(?:UPDATE|DELETE FROM) "?(\w+)')
WIDE = 2**31  # a number that does not fit into a server's column
SHORT = 15  # words that fit into any

Asked = dict[str, list[int]]  # of each test

_now: set[tuple[object, ...]] = set()  # what the running test asks
_changed: set[str] = set()  # the tables that it has changed


def listen() -> None:
    """Hear every statement, refusal and answer from now on."""
    event.listen(Engine, "before_cursor_execute", _note_statement)
    event.listen(Engine, "handle_error", _note_refusal)
    request_finished.connect(_note_answer)


@contextmanager
def noted(into: Asked, name: str) -> Iterator[None]:
    """Note what a test asks, its preparations among it."""
    _now.clear()
    _changed.clear()
    yield
    into[name] = [crc32(repr(one).encode()) for one in _now]


def says_more(
    asked: Mapping[str, Collection[int]], certain: list[str], others: list[str]
) -> set[str]:
    """Choose of ``others`` those that ask what none before them asks, nor any that is certain."""
    chosen, known = set(), {one for name in certain for one in asked.get(name, ())}
    for name in others:
        if name not in asked or not known.issuperset(asked[name]):
            chosen.add(name)
            known.update(asked.get(name, ()))
    return chosen


def _note_statement(
    _connection: object, _cursor: object, statement: str, values: Collection[Any], *_rest: object
) -> None:
    asked = LIST.sub("(?)", statement)
    _now.update((asked, name) for name in _changed if name in asked)
    for row in values if isinstance(values, list) else [values]:
        kinds = [_kind(one) for one in row]
        _now.add((asked, *(sorted(set(kinds)) if "(?)" in asked else kinds)))
    if changed := CHANGED.match(statement):
        _changed.add(changed[1])


def _kind(value: object) -> str:
    """Tell of a value what a server may refuse: its type, its size, odd letters."""
    kind = type(value).__name__
    if isinstance(value, int):
        return kind + " wide" * (abs(value) >= WIDE)
    if isinstance(value, str):
        return f"{kind} {max(SHORT, len(value)).bit_length()}" + " odd" * (not value.isprintable())
    return kind


def _note_refusal(context: ExceptionContext) -> None:
    _now.add((type(context.original_exception).__name__, context.statement))


def _note_answer(_app: Flask, response: Response) -> None:
    _now.add((request.endpoint, request.method, response.status_code))
