"""Do pages cost as few instructions as they did? Counted by valgrind; nothing looks at a clock."""

from collections.abc import Iterator

import pytest

from tests.bench import limits
from tests.bench.callgrind import Meter, metered
from tests.faults.serving import Prepared, prepare

pytestmark = [pytest.mark.bench, pytest.mark.long]

TWICE = 2.0
TEXTS, TEN_TIMES = (10, 60), 11  # a text is so short that many are needed to count it well


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Prepare a small commune."""
    return prepare(tmp_path_factory.mktemp("small") / "office", "tests.bench.records", "0")


@pytest.fixture(scope="module")
def meter(office: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    """Count instructions over it."""
    with metered(office, tmp_path_factory.mktemp("callgrind")) as found:
        yield found


@pytest.mark.ratio
def test_routes_cost_what_they_did(meter: Meter) -> None:
    hello = meter.instructions(limits.HELLO, *limits.HELLOS)
    costs = {name: meter.instructions(name) / hello for name in limits.ROUTES}
    burdened = meter.instructions("hub burdened") / hello

    assert limits.faults(costs, limits.limits()) == []
    assert limits.faults({"hub": burdened}, costs), "twelve more questions must be noticed"


@pytest.mark.ratio
@pytest.mark.parametrize("name", ["public", "public list"])
def test_a_public_page_costs_at_most_twice_the_same_done_barely(meter: Meter, name: str) -> None:
    assert meter.instructions(name) <= TWICE * meter.instructions(f"{name} bare")


@pytest.mark.ratio
def test_a_bulletin_is_said_at_twice_the_cost_of_its_text_at_most(meter: Meter) -> None:
    said = meter.instructions("bulletin said", *TEXTS)

    assert said <= TWICE * meter.instructions("bulletin", *TEXTS)
    assert meter.instructions("ten bulletins said") <= TEN_TIMES * said


def test_a_route_that_changed_by_more_than_a_twentieth_is_named() -> None:
    allowed = {"hub": 100.0}

    assert limits.faults({"hub": 104.0}, allowed) == []
    assert limits.faults({"hub": 96.0}, allowed) == []
    assert "dearer" in limits.faults({"hub": 106.0}, allowed)[0]
    assert "cheaper" in limits.faults({"hub": 94.0}, allowed)[0]
    assert limits.faults({"new": 1.0}, allowed)
