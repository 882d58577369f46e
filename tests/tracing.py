"""What of all that runs counts as tried? Coverage may look away, and look again."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_known: list[Any] = []  # the tracer of this process, once it was told to look away


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
