"""How do officers log at the real desk, and what does its ledger say afterwards?"""

import re
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Self

from tests.faults.serving import Prepared, prepare
from tests.faults.visitor import Letter, Visitor, filled

SATURDAY = "2026-04-11"
MORNING = f"{SATURDAY}T08:00:00"
DESK = f"/tiep-nhan/{SATURDAY}"
LAST_NUMBER = "SELECT coalesce(max(last), 0) FROM intake_series"
TALLY, LINE = f"{DESK}/dem", f"{DESK}/ghi"
PATIENCE = 60  # seconds without any act after which something is wrong
NUMBER = re.compile(r"\b[A-Z]?\d{4}\b")


def desk_office(folder: Path) -> Prepared:
    """Prepare a commune on the morning of a Saturday."""
    return prepare(folder, "tests.faults.desk_people", SATURDAY_NOW=MORNING)


def tapped(visitor: Visitor, outcome: str = "OPINION") -> Letter:
    """Open the desk and press a button of the tally."""
    return filled(visitor.get(DESK), TALLY, outcome=outcome)


def typed(visitor: Visitor, remark: str, **more: str | None) -> Letter:
    """Open the desk and type a line."""
    return filled(visitor.get(DESK), LINE, outcome="OPINION", remark=remark, **more)


@dataclass
class Officer(threading.Thread):
    """Somebody at a desk who taps and types by turns, and asks again when no answer came."""

    visitor: Visitor
    ends: threading.Event = field(default_factory=threading.Event)
    lines: dict[str, str] = field(default_factory=dict)  # words of a line -> key of its answer
    taps: set[str] = field(default_factory=set)  # keys of answers
    tried: int = 0
    unanswered: int = 0
    odd: Counter[int] = field(default_factory=Counter)

    __hash__ = threading.Thread.__hash__

    def __post_init__(self) -> None:
        """Become a thread."""
        super().__init__(daemon=True)

    @property
    def acks(self) -> int:
        """How many acts were answered as saved."""
        return len(self.lines) + len(self.taps)

    def run(self) -> None:
        """Work until the end; the last act is brought to its end too."""
        while not self.ends.is_set():
            self.tried += 1
            words = f"Dòng {self.tried} của {self.visitor.cookie[-6:]}"
            key = self.done(words if self.tried % 2 else "")
            if self.tried % 2:
                self.lines[words] = key
            else:
                self.taps.add(key)

    def done(self, words: str) -> str:
        """Carry out one act however long it takes; give the key of its answer."""
        letter = None
        while letter is None:
            letter = self.opened(words)
        while not (key := self.sent(letter)):
            time.sleep(0.05)
        return key

    def opened(self, words: str) -> Letter | None:
        """Fill in a form; None while nobody answers."""
        try:
            return typed(self.visitor, words) if words else tapped(self.visitor)
        except (OSError, HTTPException):
            time.sleep(0.05)
            return None

    def sent(self, letter: Letter) -> str:
        """Send the form; give the key that says it is saved."""
        try:
            answer = self.visitor.post(letter)
        except ConnectionRefusedError:  # no act was under way
            return ""
        except (OSError, HTTPException):
            self.unanswered += 1
            return ""
        if not answer.key:
            self.odd[answer.status] += 1
        return answer.key

    def stop(self) -> None:
        """Finish the act in hand, and no more."""
        self.ends.set()
        self.join(60)
        assert not self.is_alive(), "an act was never answered"


def last_number(file: Path) -> int:
    """Read the last number given, beside whoever is writing."""
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as database:
        return int(database.execute(LAST_NUMBER).fetchone()[0])


@dataclass(frozen=True, slots=True)
class Ledger:
    """What lies in the log of the desk."""

    numbers: list[int]  # in the order of the lines
    lines: Counter[str]  # typed lines by their remark
    taps: int
    visits: int
    last: int  # the last number given
    told: dict[str, str]  # key of a form -> what its sender was told
    number_of: dict[str, int]  # remark -> number

    @classmethod
    def of(cls, file: Path) -> Self:
        """Read a database that SQLite calls sound."""
        with closing(sqlite3.connect(file, timeout=PATIENCE)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            rows = database.execute(
                "SELECT number, origin, remark FROM intake_entry ORDER BY id"
            ).fetchall()
            return cls(
                numbers=[number for number, _origin, _remark in rows],
                lines=Counter(remark for _number, origin, remark in rows if origin == "LINE"),
                taps=sum(origin == "TALLY" for _number, origin, _remark in rows),
                visits=database.execute("SELECT count(*) FROM visit").fetchone()[0],
                last=database.execute(LAST_NUMBER).fetchone()[0],
                told=dict(database.execute("SELECT nonce, message FROM form_key")),
                number_of={remark: number for number, _origin, remark in rows if remark},
            )

    @property
    def has_gaps(self) -> bool:
        """Whether a number is missing, doubled or out of turn."""
        return self.numbers != list(range(1, self.last + 1))

    def lost(self, officers: list[Officer]) -> list[str]:
        """Name what was answered as saved and is not there."""
        gone = [words for one in officers for words in one.lines if not self.lines[words]]
        taps = sum(len(one.taps) for one in officers)
        return gone + (["taps"] if self.taps < taps else [])

    def doubled(self, officers: list[Officer]) -> list[str]:
        """Name what is there more than once."""
        again = [words for words, count in self.lines.items() if count > 1]
        taps = sum(len(one.taps) for one in officers)
        more = self.taps > taps or self.visits > len(self.numbers)
        return again + (["taps"] if more else [])

    def wrongly_told(self, officers: list[Officer]) -> list[str]:
        """Name the lines whose sender was told another number than theirs."""
        return [
            words
            for one in officers
            for words, key in one.lines.items()
            if NUMBER.findall(self.told.get(key, "")) != [f"{self.number_of.get(words, 0):04d}"]
        ]
