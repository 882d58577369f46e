"""Does the desk cost as few instructions as it did?"""

import pytest

from tests.bench import limits
from tests.bench.run import at_the_desk, in_hellos

pytestmark = [pytest.mark.bench, pytest.mark.long]


def test_the_desk_costs_what_it_did() -> None:
    with at_the_desk(0) as morning:
        costs = in_hellos(morning, limits.AT_THE_DESK)

    assert limits.faults(costs, limits.limits()) == []
