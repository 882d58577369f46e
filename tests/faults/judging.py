"""What does a person find after the power came back: all that was promised, and nothing half?"""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from saturday.models.audit import AuditEvent, first_break
from tests.faults.recording import Event, Kind
from tests.faults.replay import Crash, Disk, Image, replayed
from tests.faults.serving import DATABASE


class Promise(Protocol):
    """An act that was answered as saved."""

    def is_in(self, database: sqlite3.Connection) -> bool:
        """Whether a database holds it."""


class Verdict(Enum):
    """What became of the records in one state."""

    WHOLE = "whole"
    CORRUPT = "corrupt"
    LOST = "lost"  # an act answered as saved is not there
    HALF = "half"  # a state that the running program never committed


@dataclass(frozen=True, slots=True)
class Found:
    """A database after SQLite's own recovery."""

    dump: str  # fingerprint of all rows; empty when it can't be read whole
    is_sound: bool


NOTHING = Found("", is_sound=False)


@dataclass
class Judge:
    """Compares states after a cut with the states that were truly committed, in their order."""

    room: Path  # where states are laid out and opened
    chain_is_whole: Callable[[Path], bool] = field(default=lambda file: not chain_is_broken(file))
    order: dict[str, int] = field(default_factory=dict)  # dump -> acts answered when it was seen
    seen: dict[str, Found] = field(default_factory=dict)
    broken_chains: int = 0

    def learn(self, disk: Disk, events: Sequence[Event], promises: Sequence[Promise]) -> None:
        """Walk the run without any cut and remember what was committed at each answer."""
        self.remember(disk.kept(), promises, 0)
        for number, answered in replayed(disk, events):
            if events[number].kind is Kind.ACK:
                self.remember(disk.kept(), promises, answered)

    def remember(self, image: Image, promises: Sequence[Promise], answered: int) -> None:
        """Check a committed state itself: sound, its chain whole, what was promised in it.

        The next promise must not be kept yet, else asking for it would prove nothing.
        """
        found = self.find(image)
        assert found.is_sound, "the running program itself made a broken database"
        assert found.dump not in self.order, "an act was answered that changed nothing"
        self.order[found.dump] = answered
        with closing(sqlite3.connect(self.room / DATABASE)) as database:
            kept = [one.is_in(database) for one in promises]
        assert all(kept[:answered]), promises[kept.index(False)]
        assert not any(kept[answered:]), "this promise is kept before it is given"
        self.broken_chains += not self.chain_is_whole(self.room / DATABASE)

    def find(self, image: Image) -> Found:
        """Lay out a state and open it as the program would: nobody's hand, SQLite alone.

        Hundreds of cuts are brought to an end in one of few states, each of which is read once.
        """
        for old in self.room.iterdir():
            old.unlink()
        for name, content in image.items():
            if Path(name).name.startswith(DATABASE):
                (self.room / Path(name).name).write_bytes(content)
        if not opens(self.room / DATABASE):
            return NOTHING
        key = fingerprint(self.room)
        if key not in self.seen:
            self.seen[key] = examine(self.room / DATABASE)
        return self.seen[key]

    def verdict(self, crash: Crash) -> Verdict:
        """Judge one state."""
        found = self.find(crash.image)
        if not found.is_sound:
            return Verdict.CORRUPT
        if found.dump not in self.order:
            return Verdict.HALF
        return Verdict.LOST if self.order[found.dump] < crash.acks else Verdict.WHOLE

    def verdicts(self, states: Iterable[Crash]) -> Counter[Verdict]:
        """Count what became of many states."""
        return Counter(self.verdict(one) for one in states)


def fingerprint(room: Path) -> str:
    """Tell databases apart that SQLite has opened: a journal that it left there is void."""
    digest = hashlib.sha256()
    for file in sorted(room.iterdir()):
        if not file.name.endswith("-journal"):
            digest.update(f"{file.name} {file.stat().st_size}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def opens(file: Path) -> bool:
    """Ask a database for something, so that SQLite rolls back or brings in what was cut."""
    try:
        with closing(sqlite3.connect(file)) as database:
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        return False
    return True


def examine(file: Path) -> Found:
    """Open a database after a cut and read every row of it."""
    try:
        with closing(sqlite3.connect(file)) as database:
            database.text_factory = bytes
            state = database.execute("PRAGMA integrity_check").fetchone()[0]
            strangers = database.execute("PRAGMA foreign_key_check").fetchall()
            return Found(dump_of(database), state == b"ok" and not strangers)
    except (sqlite3.Error, UnicodeDecodeError):
        return NOTHING


def dump_of(database: sqlite3.Connection) -> str:
    """Give one fingerprint of all rows."""
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    digest = hashlib.sha256()
    for (name,) in tables.fetchall():
        digest.update(name)
        for row in database.execute(f'SELECT * FROM "{name.decode()}" ORDER BY rowid'):  # noqa: S608
            digest.update(repr(row).encode())
    return digest.hexdigest()


def chain_is_broken(file: Path) -> bool:
    """Walk the audit chain of a database file."""
    engine = create_engine(f"sqlite:///{file}")
    try:
        with Session(engine) as session:
            return first_break(session.scalars(AuditEvent.in_order())) is not None
    finally:
        engine.dispose()
