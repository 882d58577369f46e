"""Does a save reach the disk at once, and no more often than it must? Counts only."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.bench.records import BUSY_DAY
from tests.faults import recording
from tests.faults.acts import list_page, with_people
from tests.faults.desk import MORNING, tapped, typed
from tests.faults.preparing import common, common_desk
from tests.faults.recording import Event, Kind
from tests.faults.serving import served
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.bench

SAVES, SYNCS = 3, 5


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    """Save a list again and again on the real server; give what reached the disk."""
    office = common(tmp_path_factory).copied_to(tmp_path_factory.mktemp("saves") / "office")
    trace = office.folder.parent / "trace"
    address = list_page(BUSY_DAY, "kinh-te")
    with served(office.folder, under=(*recording.STRACE, "-o", str(trace))) as server:
        visitor = Visitor(server.port, office.cookies["kinh-te"])
        for number in range(SAVES + 1):
            page = visitor.get(address)
            typed = with_people(page, remark=f"Lần {number}")
            assert visitor.send(page, address, **typed).key
    return recording.read(trace, office.folder).events


def saves(events: list[Event]) -> Iterator[list[Event]]:
    """Cut the run at each answer that something is saved; before the first the server started."""
    ends = [place for place, one in enumerate(events) if one.kind is Kind.ACK]
    for first, last in pairwise(ends):
        yield events[first:last]


def test_a_save_is_one_commit_and_five_syncs_at_most(saved: list[Event]) -> None:
    each = list(saves(saved))

    assert len(each) == SAVES
    for events in each:
        commits = [
            one for one in events if one.kind is Kind.TRUNCATE and one.path.endswith("-journal")
        ]
        syncs = [one for one in events if one.kind is Kind.SYNC]
        assert len(commits) == 1
        assert 3 <= len(syncs) <= SYNCS, "fewer than three would be no durable commit"


def test_a_tap_at_the_desk_is_one_commit_and_five_syncs_at_most(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office = common_desk(tmp_path_factory).copied_to(tmp_path / "office")
    trace = tmp_path / "trace"
    with served(
        office.folder, under=(*recording.STRACE, "-o", str(trace)), SATURDAY_NOW=MORNING
    ) as server:
        visitor = Visitor(server.port, office.cookies["congchuc1"])
        for number in range(SAVES + 1):
            letter = typed(visitor, f"Dòng {number}") if number % 2 else tapped(visitor)
            assert visitor.post(letter).key
    each = list(saves(recording.read(trace, office.folder).events))

    assert len(each) == SAVES
    for events in each:
        ends = [one for one in events if one.kind is Kind.TRUNCATE]
        assert len([one for one in ends if one.path.endswith("-journal")]) == 1
        assert 3 <= len([one for one in events if one.kind is Kind.SYNC]) <= SYNCS
