"""How much may a route cost, and does it?"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).with_name("limits.toml")
ROUTES = ("sign_in", "hub", "save")
# In the gate: what everybody opens, an act, and a page with much on it; at night the others too.
IN_THE_GATE = ("public", "tally", "log")
AT_THE_DESK = (*IN_THE_GATE, "line")
SLACK = 0.05
HELLO = "hello"
HELLOS = (20, 120)  # one is so short that many are needed to count it well


def limits() -> dict[str, float]:
    """Read what each route may cost, in hellos."""
    return {name: float(cost) for name, cost in tomllib.loads(FILE.read_text("utf-8")).items()}


def faults(costs: Mapping[str, float], allowed: Mapping[str, float]) -> list[str]:
    """Name each route that became dearer, or so much cheaper that its limit guards nothing."""
    found = []
    for name, cost in costs.items():
        limit = allowed.get(name, 0.0)
        if abs(cost - limit) > limit * SLACK:
            word = (
                "dearer" if cost > limit else "cheaper: record it with ./deploy.sh bench --record"
            )
            found.append(f"{name}: {cost:.1f} hellos, recorded {limit:.1f}, {word}")
    return found


def record(costs: Mapping[str, float]) -> None:
    """Keep these costs as the limits from now on, under the words that explain them."""
    lines = FILE.read_text("utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    numbers = [f"{name} = {cost:.1f}" for name, cost in costs.items()]
    FILE.write_text("\n".join([*head, *numbers]) + "\n", "utf-8")
