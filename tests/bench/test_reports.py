"""Do reports stay as cheap as they were? Counts and memory only: nothing here looks at a clock."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.callgrind import Meter, metered
from tests.bench.worker import BESIDE
from tests.faults.serving import ROOT, Prepared, environment, prepare

pytestmark = [pytest.mark.bench, pytest.mark.long]

NOW = "2026-04-14T16:00:00"
FEW, MANY = 3, 60  # Saturdays of five hundred lines
TWICE, PAPER, GROWTH = 2.0, 1.5, 2.0
MOST_MB = 150
LEAST_LINES = 28_000


def office(folder: Path, saturdays: int) -> Prepared:
    """Prepare a commune with so many Saturdays behind."""
    return prepare(folder, "tests.bench.report_records", str(saturdays), SATURDAY_NOW=NOW)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Prepare five years."""
    return office(tmp_path_factory.mktemp("large") / "office", MANY)


@pytest.fixture(scope="module")
def meter(large: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    """Count over the Saturdays that are compared alone, and beside them over five years."""
    few = office(tmp_path_factory.mktemp("few") / "office", FEW)
    with metered(
        few,
        tmp_path_factory.mktemp("callgrind"),
        "tests.bench.reports",
        beside=large,
        SATURDAY_NOW=NOW,
    ) as found:
        yield found


@pytest.fixture(scope="module")
def period(meter: Meter) -> float:
    """Count the page of a period once."""
    return meter.instructions("period")


@pytest.mark.ratio
def test_the_page_of_a_period_costs_at_most_twice_its_questions_and_words(
    meter: Meter, period: float
) -> None:
    assert period <= TWICE * meter.instructions("period bare")


@pytest.mark.ratio
def test_a_report_costs_at_most_half_more_than_docxtpl_alone(meter: Meter) -> None:
    assert meter.instructions("report") <= PAPER * meter.instructions("report bare")


@pytest.mark.ratio
def test_five_years_make_a_month_at_most_twice_as_dear(meter: Meter, period: float) -> None:
    assert meter.instructions(f"{BESIDE}period") <= GROWTH * period


def test_a_workbook_of_thirty_thousand_lines_stays_small(large: Prepared) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.report_file"],
        cwd=ROOT,
        env=environment(large.folder, SATURDAY_NOW=NOW),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    lines, peak = map(int, told.stdout.split())
    assert lines >= LEAST_LINES
    assert peak <= MOST_MB, f"{peak} MB"
