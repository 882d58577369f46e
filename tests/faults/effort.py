"""How hard do the faults try? Once in the gate; ``./deploy.sh nightly`` has more time."""

import os

EFFORT = int(os.environ.get("SATURDAY_EFFORT", "1"))


def times(count: int) -> int:
    """Give how often something is tried: in the gate as often as said, at night more often."""
    return count * EFFORT


def by_night(night: int, *, gate: int) -> int:
    """Give one of two figures, where ten times as often would be too little or too long."""
    return gate if EFFORT == 1 else night
