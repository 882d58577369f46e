"""What of all that runs counts as tried? Coverage may look away, and look again."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import local
from typing import Any
from zipfile import ZipFile

import segno
from bs4 import Tag
from docx.opc.package import OpcPackage
from jinja2 import Environment
from sqlalchemy import Connection
from sqlalchemy.engine.result import ResultInternal
from sqlalchemy.orm import Session, attributes
from xlsxwriter import Workbook

from saturday.models.base import Moment, Words

DOORS: dict[Any, tuple[str, ...]] = {  # where the program waits for others
    Session: ("_execute_internal", "_flush"),
    Connection: ("_execute_clauseelement",),
    ResultInternal: ("_allrows", "_only_one_row"),
    attributes._AttributeImpl: ("_fire_loader_callables",),
    Environment: ("_load_template",),
    Tag: ("select", "select_one", "find_all", "find", "get_text"),
    OpcPackage: ("save",),
    ZipFile: ("__init__", "read", "writestr", "close"),
    Workbook: ("close",),
    segno: ("make",),
}
WAYS_BACK: dict[Any, tuple[str, ...]] = {  # and where they ask the program in between
    Words: ("process_bind_param",),
    Moment: ("process_bind_param", "process_result_value"),
}

_known: list[Any] = []  # the tracer of this process, once it was told to look away
_hidden = local()  # that of each thread, while others work


@contextmanager
def untraced() -> Iterator[None]:
    """Let coverage look away: to follow each line makes every step dearer by two thirds."""
    tracer = sys.gettrace()
    if tracer and not _known:
        _known.append(tracer)
    with _following(None):
        yield


@contextmanager
def traced() -> Iterator[None]:
    """Let coverage look again: what is prepared here is itself on trial."""
    with _following(_known[0] if _known else sys.gettrace()):
        yield


@contextmanager
def _following(tracer: Any) -> Iterator[None]:  # noqa: ANN401 - a tracer is any callable
    """Change the tracer for a while."""
    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        yield
    finally:
        sys.settrace(before)


def spare_others() -> None:
    """Look away while others work, who are not on trial here; look again when they call us."""
    if sys.gettrace():
        for change, doors in ((_unseen, DOORS), (_seen, WAYS_BACK)):
            for owner, names in doors.items():
                for name in names:
                    setattr(owner, name, change(getattr(owner, name)))


# As ``untraced`` and ``traced``, but lightly, for these are called often, and in any thread.


def _unseen(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Follow nothing that a function does."""

    @wraps(plain)
    def unseen(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function
        tracer = sys.gettrace()
        if tracer is None:
            return plain(*args, **named)
        _hidden.tracer = tracer
        sys.settrace(None)
        try:
            return plain(*args, **named)
        finally:
            sys.settrace(tracer)
            _hidden.tracer = None

    return unseen


def _seen(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Follow a function of ours that others call."""

    @wraps(plain)
    def seen(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function
        tracer = getattr(_hidden, "tracer", None)
        if tracer is None:
            return plain(*args, **named)
        sys.settrace(tracer)
        try:
            return plain(*args, **named)
        finally:
            sys.settrace(None)

    return seen
