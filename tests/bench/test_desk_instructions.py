"""Does the desk cost as few instructions as it did, and what strangers see of its Saturday?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import limits
from tests.bench.callgrind import Meter
from tests.bench.load import arrivals
from tests.bench.records import BUSY_DAY
from tests.bench.run import in_hellos, measuring_desk, morning_office
from tests.faults.desk import MORNING
from tests.faults.serving import Prepared, served
from tests.faults.visitor import Visitor

pytestmark = [pytest.mark.bench, pytest.mark.long]

PHONES = 35  # one for each village


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Prepare the morning of a Saturday."""
    return morning_office(tmp_path_factory.mktemp("morning") / "office", 0)


@pytest.fixture(scope="module")
def morning(office: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    """Count over its log."""
    with measuring_desk(office, tmp_path_factory.mktemp("callgrind")) as found:
        yield found


def test_the_desk_costs_what_it_did(morning: Meter) -> None:
    found = in_hellos(morning, (*limits.IN_THE_GATE, "log burdened"))
    burdened = {"log": found.pop("log burdened")}

    assert limits.faults(found, limits.limits()) == []
    assert limits.faults(burdened, found), "twelve more questions must be noticed"


@pytest.mark.ratio
def test_a_line_costs_what_it_did(morning: Meter) -> None:
    assert limits.faults(in_hellos(morning, ["line"]), limits.limits()) == []


def test_phones_of_all_villages_open_the_page_at_once(office: Prepared, tmp_path: Path) -> None:
    """Nobody waits for the one before; how long it takes is told by the bench, not judged here."""
    own = office.copied_to(tmp_path / "office")
    with served(own.folder, SATURDAY_NOW=MORNING) as server:

        def opened() -> bool:
            page = Visitor(server.port, "").get(f"/thong-bao/{BUSY_DAY}")
            return page.status == 200 and "Mời bà con" in page.text

        waits = arrivals(opened, per_second=10 * PHONES, seconds=0.1)

    assert (len(waits.seconds), waits.faults) == (PHONES, 0)


def test_each_recorded_route_is_counted() -> None:
    assert set(limits.limits()) == {*limits.ROUTES, *limits.AT_THE_DESK}
