"""What is left of the work when the program is killed again and again?"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.faults.acts import DEPARTMENTS
from tests.faults.clients import Client, at_work, officers
from tests.faults.effort import times
from tests.faults.judging import chain_is_broken
from tests.faults.serving import PRELOADED, Prepared, Server, served
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.faults

ACTS = times(40)  # answered as saved before the killing ends
KILLS = 8  # at least, however fast the machine
PATIENCE = 60  # seconds without any act after which something is wrong
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


@contextmanager
def three_at_work(office: Prepared, **server: str) -> Iterator[tuple[Server, list[Client]]]:
    """Let people work on a program that dies when an act is saved but not yet answered."""
    app = "tests.faults.speechless:app"
    with served(office.folder, app=app, **server | PRELOADED) as running:
        people = [Client(Visitor(running.port, office.cookies[one])) for one in DEPARTMENTS]
        with at_work(people):
            yield running, people


def tormented(office: Prepared) -> Aftermath:
    """Let people work while the program also dies at any moment."""
    with three_at_work(office) as (running, people):
        kills = killed(running, people)
    return Aftermath(
        acked=[name for one in people for name in one.acked],
        unanswered=sum(one.unanswered for one in people),
        odd=sum((one.odd for one in people), Counter()),
        kills=kills,
        rows=officers(office.database),
    )


def killed(server: Server, people: list[Client]) -> int:
    """Kill workers, and now and then the whole server, until much was done; give how often."""
    chance = random.Random(2)  # noqa: S311 - repeatable on purpose
    kills = 0
    while done_by(people) < ACTS or kills < KILLS:
        wait_for(people, done_by(people) + chance.randint(1, 6))
        time.sleep(chance.uniform(0.0, 0.3))
        kills += 1
        if chance.random() < WHOLE_SERVER:
            server.kill()
            server.start()
        else:
            for worker in server.workers:
                os.kill(worker, signal.SIGKILL)
    return kills


def done_by(people: list[Client]) -> int:
    """Count the acts that were answered as saved."""
    return sum(len(one.acked) for one in people)


def wait_for(people: list[Client], acts: int) -> None:
    """Wait until so much was done; not for ever."""
    end = time.monotonic() + PATIENCE
    while done_by(people) < acts and time.monotonic() < end:
        time.sleep(0.02)
    assert done_by(people) >= acts or time.monotonic() < end, "nobody can work any more"


def test_kills_lose_nothing_and_double_nothing(office: Prepared) -> None:
    found = tormented(office)

    assert len(found.acked) >= ACTS
    assert found.kills >= KILLS
    assert found.unanswered >= 3, "no kill ever struck an act"
    assert found.lost == []
    assert found.doubled == []
    assert not found.odd
    assert not chain_is_broken(office.database)


def test_an_app_that_forgets_its_forms_is_caught(office: Prepared) -> None:
    with three_at_work(office, FORGETFUL="1") as (_running, people):
        wait_for(people, 8)  # it dies at least once on the way

    assert max(officers(office.database).values()) > 1


def test_what_is_lost_or_doubled_is_named() -> None:
    found = Aftermath(["a", "b"], 0, Counter(), 0, rows=Counter(b=2))

    assert found.lost == ["a"]
    assert found.doubled == ["b"]
