"""What is left of the work when the program is killed again and again?"""

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.faults.acts import DEPARTMENTS
from tests.faults.clients import Client, officers
from tests.faults.judging import chain_is_broken
from tests.faults.serving import Prepared, Server, served
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.faults

SECONDS = 14
WHOLE_SERVER = 0.15  # share of the kills that take the whole server


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What the clients were told, and what is found."""

    acked: list[str]
    unanswered: int
    odd: Counter[int]
    kills: int
    rows: Counter[str]

    @property
    def lost(self) -> list[str]:
        """Name what was answered as saved and is not there."""
        return [name for name in self.acked if self.rows[name] == 0]

    @property
    def doubled(self) -> list[str]:
        """Name what is there more than once."""
        return [name for name, count in self.rows.items() if count > 1]


def tormented(office: Prepared, seconds: float, **server: str) -> Aftermath:
    """Let people work while the program dies: at any moment, and saved but not yet answered."""
    with served(office.folder, app="tests.faults.speechless:app", **server) as running:
        end = time.monotonic() + seconds
        people = [Client(Visitor(running.port, office.cookies[one]), end) for one in DEPARTMENTS]
        for one in people:
            one.start()
        kills = killed(running, end - 2)
        for one in people:
            one.join(60)
    return Aftermath(
        acked=[name for one in people for name in one.acked],
        unanswered=sum(one.unanswered for one in people),
        odd=sum((one.odd for one in people), Counter()),
        kills=kills,
        rows=officers(office.database),
    )


def killed(server: Server, end: float) -> int:
    """Kill workers, and now and then the whole server; give how often."""
    chance = random.Random(2)  # noqa: S311 - repeatable on purpose
    kills = 0
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.6, 1.6))
        kills += 1
        if chance.random() < WHOLE_SERVER:
            server.kill()
            server.start()
        else:
            for worker in server.workers:
                os.kill(worker, signal.SIGKILL)
    return kills


def test_kills_lose_nothing_and_double_nothing(office: Prepared) -> None:
    found = tormented(office, SECONDS)

    assert len(found.acked) >= 20, "too little work to prove anything"
    assert found.kills >= 4
    assert found.unanswered >= 3, "no kill ever struck an act"
    assert found.lost == []
    assert found.doubled == []
    assert not found.odd
    assert not chain_is_broken(office.database)


def test_an_app_that_forgets_its_forms_is_caught(office: Prepared) -> None:
    found = tormented(office, 5, FORGETFUL="1")

    assert found.doubled


def test_what_is_lost_or_doubled_is_named() -> None:
    found = Aftermath(["a", "b"], 0, Counter(), 0, rows=Counter(b=2))

    assert found.lost == ["a"]
    assert found.doubled == ["b"]
