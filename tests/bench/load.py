"""How long do people wait when requests come at their own times, whether or not others are done?"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class Waits:
    """Seconds from the moment a request was due until its answer was there."""

    seconds: list[float] = field(default_factory=list)
    faults: int = 0

    def at(self, share: float) -> float:
        """Give the wait that this share of the requests did not exceed, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def arrivals(act: Callable[[], bool], per_second: float, seconds: float) -> Waits:
    """Let an act be asked for at a steady rate; nobody waits for the one before (open loop)."""
    waits, began, people = Waits(), time.monotonic(), []

    def person(due: float) -> None:
        try:
            done = act()
        except OSError:
            done = False
        waits.seconds.append(time.monotonic() - due)
        waits.faults += not done

    for number in range(int(per_second * seconds)):
        due = began + number / per_second
        time.sleep(max(0.0, due - time.monotonic()))
        people.append(threading.Thread(target=person, args=(due,)))
        people[-1].start()
    for one in people:
        one.join()
    return waits


def together(*loads: Callable[[], Waits]) -> Sequence[Waits]:
    """Let several kinds of requests arrive at the same time."""
    found: dict[int, Waits] = {}

    def run(number: int, load: Callable[[], Waits]) -> None:
        found[number] = load()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(loads)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return [found[number] for number in range(len(loads))]
