"""Who goes on working whatever happens, and remembers what was said to be saved?"""

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Protocol

from tests.faults.acts import new_officer
from tests.faults.visitor import Letter, Visitor


class Worker(Protocol):
    """A thread of somebody's work."""

    ends: threading.Event

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """Finish the act in hand, and no more."""


@contextmanager
def at_work(people: Sequence[Worker]) -> Iterator[None]:
    """Let people work until the end of the ``with``, however it ends."""
    for one in people:
        one.start()
    try:
        yield
    finally:
        for one in people:
            one.ends.set()
        for one in people:
            one.stop()


@dataclass
class Client(threading.Thread):
    """Somebody who enters people one after another, and asks again when no answer came."""

    visitor: Visitor
    ends: threading.Event = field(default_factory=threading.Event)
    tried: list[str] = field(default_factory=list)
    acked: list[str] = field(default_factory=list)
    unanswered: int = 0
    odd: Counter[int] = field(default_factory=Counter)

    __hash__ = threading.Thread.__hash__

    def __post_init__(self) -> None:
        """Become a thread."""
        super().__init__(daemon=True)

    def run(self) -> None:
        """Work until the end; the last act is brought to its end too."""
        while not self.ends.is_set():
            name = f"Người {self.visitor.cookie[-6:]} thứ {len(self.tried) + 1} (mẫu)"
            self.tried.append(name)
            letter = None
            while letter is None:
                letter = self.opened(name)
            while not self.is_saved(letter):
                time.sleep(0.05)
            self.acked.append(name)

    def stop(self) -> None:
        """Finish the act in hand, and no more."""
        self.ends.set()
        self.join(60)
        assert not self.is_alive(), "an act was never answered"

    def opened(self, name: str) -> Letter | None:
        """Open the form and fill it in; None while nobody answers."""
        try:
            return new_officer(self.visitor, name)
        except (OSError, HTTPException):
            time.sleep(0.05)
            return None

    def is_saved(self, letter: Letter) -> bool:
        """Send the form; whether the answer says that it is saved."""
        try:
            answer = self.visitor.post(letter)
        except (OSError, HTTPException):
            self.unanswered += 1
            return False
        if not answer.key:
            self.odd[answer.status] += 1
        return bool(answer.key)


def officers(file: Path) -> Counter[str]:
    """Count the officers of each name, in a database that SQLite calls sound."""
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return Counter(name for (name,) in database.execute("SELECT name FROM officer"))
