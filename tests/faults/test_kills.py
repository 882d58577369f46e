"""What is left of the work when the program is killed again and again?"""

import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException

import pytest

from tests.faults.acts import new_officer
from tests.faults.judging import chain_is_broken
from tests.faults.serving import Prepared, Server, served
from tests.faults.visitor import Letter, Visitor

pytestmark = pytest.mark.faults

SECONDS = 14
CLIENTS = ("kinh-te", "van-hoa-xa-hoi", "van-phong")
WHOLE_SERVER = 0.15  # share of the kills that take the whole server


@dataclass
class Client(threading.Thread):
    """Somebody who enters people one after another, and asks again when no answer came."""

    visitor: Visitor
    end: float
    tried: list[str] = field(default_factory=list)
    acked: list[str] = field(default_factory=list)
    unanswered: int = 0
    odd: Counter[int] = field(default_factory=Counter)

    __hash__ = threading.Thread.__hash__

    def __post_init__(self) -> None:
        """Become a thread."""
        super().__init__()

    def run(self) -> None:
        """Work until the end; the last act is brought to its end too."""
        while time.monotonic() < self.end:
            name = f"Người {self.visitor.cookie[-6:]} thứ {len(self.tried) + 1} (mẫu)"
            self.tried.append(name)
            letter = None
            while letter is None:
                letter = self.opened(name)
            while not self.is_saved(letter):
                time.sleep(0.05)
            self.acked.append(name)

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


def torment(server: Server, end: float) -> int:
    """Kill workers, and now and then the whole server; give how often."""
    chance = random.Random(2)  # noqa: S311 - repeatable on purpose
    kills = 0
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.4, 1.2))
        kills += 1
        if chance.random() < WHOLE_SERVER:
            server.kill()
            server.start()
        else:
            for worker in server.workers:
                os.kill(worker, signal.SIGKILL)
    return kills


def test_kills_lose_nothing_and_double_nothing(office: Prepared) -> None:
    with served(office.folder) as server:
        end = time.monotonic() + SECONDS
        clients = [Client(Visitor(server.port, office.cookies[one]), end) for one in CLIENTS]
        for one in clients:
            one.start()
        kills = torment(server, end - 2)
        for one in clients:
            one.join(60)

    rows = officers(office)
    acked = [name for one in clients for name in one.acked]
    assert len(acked) >= 60, "too little work to prove anything"
    assert kills >= 8
    assert sum(one.unanswered for one in clients) >= 3, "no kill ever struck an act"
    assert [name for name in acked if rows[name] == 0] == []
    assert [name for name, count in rows.items() if count > 1] == []
    assert not sum((one.odd for one in clients), Counter())
    assert not chain_is_broken(office.database)


def officers(office: Prepared) -> Counter[str]:
    """Count the officers of each name, in a database that SQLite calls sound."""
    with closing(sqlite3.connect(office.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return Counter(name for (name,) in database.execute("SELECT name FROM officer"))
