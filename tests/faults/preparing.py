"""How is a data folder prepared once for all processes of a run?"""

import json
import os
from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from tests.faults.desk import desk_office
from tests.faults.serving import Prepared, prepare


def common(factory: pytest.TempPathFactory) -> Prepared:
    """Give people and Saturdays on a Wednesday: a folder of which tests take copies."""
    return _once(factory, "wednesday", prepare)


def common_desk(factory: pytest.TempPathFactory) -> Prepared:
    """Give the same for the morning of a Saturday."""
    return _once(factory, "saturday", desk_office)


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Prepared]) -> Prepared:
    """Prepare a folder, unless another process of this run has done or does it."""
    place = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder, known = place / name, place / f"{name}.json"
    with (place / f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not known.exists():
            known.write_text(json.dumps(make(folder).cookies), "utf-8")
    return Prepared(folder, json.loads(known.read_text("utf-8")))
