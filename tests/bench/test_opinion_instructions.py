"""Does the register of opinions cost at most twice the same done barely, however many there are?"""

import pytest

from tests.bench.run import GROWTH, SEARCHES, TWICE, in_the_register
from tests.bench.worker import BESIDE

pytestmark = [pytest.mark.bench, pytest.mark.long, pytest.mark.ratio]

FEW, MANY = 100, 10_000
REGISTERS = ("register", "own")  # of all, and of a department


def test_the_register_of_opinions_costs_little_and_hardly_grows() -> None:
    with in_the_register(FEW, beside=MANY) as meter:
        few = {name: meter.instructions(name) for name in (*REGISTERS, SEARCHES[0])}
        bare = {name: meter.instructions(f"{name} bare") for name in REGISTERS}
        many = {name: meter.instructions(BESIDE + name) for name in few}

    assert dearer(few, bare, TWICE) == {}
    assert dearer(many, few, GROWTH) == {}


def dearer(ours: dict[str, float], other: dict[str, float], limit: float) -> dict[str, float]:
    """Give what costs more than so many times the other, and how many times."""
    ratios = {name: ours[name] / cost for name, cost in other.items()}
    return {name: round(ratio, 2) for name, ratio in ratios.items() if ratio > limit}
