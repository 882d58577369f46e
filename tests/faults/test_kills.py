"""What is left of the work when the program is killed again and again?"""

import os
import random
import signal
import time
from collections import Counter

import pytest

from tests.faults.clients import Client, officers
from tests.faults.judging import chain_is_broken
from tests.faults.serving import Prepared, Server, served
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.faults

SECONDS = 14
CLIENTS = ("kinh-te", "van-hoa-xa-hoi", "van-phong")
WHOLE_SERVER = 0.15  # share of the kills that take the whole server


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

    rows = officers(office.database)
    acked = [name for one in clients for name in one.acked]
    assert len(acked) >= 60, "too little work to prove anything"
    assert kills >= 8
    assert sum(one.unanswered for one in clients) >= 3, "no kill ever struck an act"
    assert [name for name in acked if rows[name] == 0] == []
    assert [name for name, count in rows.items() if count > 1] == []
    assert not sum((one.odd for one in clients), Counter())
    assert not chain_is_broken(office.database)
