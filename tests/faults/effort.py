"""How hard do the faults try? Once in the gate; ``./deploy.sh nightly`` has more time."""

import os
from typing import TypeVar

T = TypeVar("T")
EFFORT = int(os.environ.get("SATURDAY_EFFORT", "1"))


def times(count: int) -> int:
    """Give how often something is tried: in the gate as often as said, at night more often."""
    return count * EFFORT


def by_night(night: T, *, gate: T) -> T:
    """Give one of two things, where ten times as often would be too little or too long."""
    return gate if EFFORT == 1 else night
