"""Does the desk cost as few instructions as it did, and what strangers see of its Saturday?"""

from collections.abc import Iterator

import pytest

from tests.bench import limits
from tests.bench.callgrind import Meter
from tests.bench.run import at_the_desk, in_hellos

pytestmark = [pytest.mark.bench, pytest.mark.long]


@pytest.fixture(scope="module")
def morning() -> Iterator[Meter]:
    """Count over the log of a Saturday."""
    with at_the_desk(0) as found:
        yield found


def test_the_desk_costs_what_it_did(morning: Meter) -> None:
    found = in_hellos(morning, (*limits.IN_THE_GATE, "log burdened"))
    burdened = {"log": found.pop("log burdened")}

    assert limits.faults(found, limits.limits()) == []
    assert limits.faults(burdened, found), "twelve more questions must be noticed"


@pytest.mark.ratio
def test_a_line_costs_what_it_did(morning: Meter) -> None:
    assert limits.faults(in_hellos(morning, ["line"]), limits.limits()) == []


def test_each_recorded_route_is_counted() -> None:
    assert set(limits.limits()) == {*limits.ROUTES, *limits.AT_THE_DESK}
