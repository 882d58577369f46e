"""What can still be done when the disk is full, and after there is room again?"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.acts import OFFICERS, new_officer
from tests.faults.disks import fill, small_disk
from tests.faults.judging import chain_is_broken
from tests.faults.serving import Prepared, served
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.faults

NAME = "Người Cuối Đĩa (mẫu)"


@pytest.fixture
def cramped(prepared: Prepared, tmp_path: Path) -> Iterator[Prepared]:
    """Give a data folder on a disk with little room."""
    with small_disk(tmp_path / "disk", kilobytes=3072) as disk:
        yield prepared.copied_to(disk / "office")


def names(office: Prepared) -> list[str]:
    """Give all officers in a database that SQLite calls sound."""
    with closing(sqlite3.connect(office.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return [name for (name,) in database.execute("SELECT name FROM officer")]


def test_a_full_disk_refuses_in_words_and_saves_again_when_there_is_room(
    cramped: Prepared,
) -> None:
    with served(cramped.folder) as server:
        visitor = Visitor(server.port, cramped.cookies["kinh-te"])
        letter = new_officer(visitor, NAME)
        rest = fill(cramped.folder)

        refused = visitor.post(letter)
        listed, entry = visitor.get(OFFICERS), Visitor(server.port, "").get("/dang-nhap")
        between = names(cramped)
        rest.unlink()
        saved = visitor.post(letter)
        again = visitor.post(letter)

    assert refused.status == 507
    assert "Ổ đĩa đầy, chưa lưu" in refused.text
    assert "gửi lại" in refused.text, "the page says what to do with what was typed"
    assert listed.status == 200
    assert entry.status == 200
    assert NAME not in between
    assert saved.status == 303
    assert again.location == saved.location
    assert names(cramped).count(NAME) == 1
    assert not chain_is_broken(cramped.database)


def test_reading_goes_on_when_the_time_last_seen_can_not_be_kept(cramped: Prepared) -> None:
    """A GET may note when somebody was last seen; a full disk must not turn that into a refusal."""
    with served(cramped.folder, SATURDAY_NOW="2026-04-01T09:10:00") as server:
        fill(cramped.folder)
        listed = Visitor(server.port, cramped.cookies["kinh-te"]).get(OFFICERS)

    assert listed.status == 200


def test_health_says_no_while_no_write_can_begin(cramped: Prepared) -> None:
    with served(cramped.folder) as server:
        rest = fill(cramped.folder)
        full = server.is_up
        rest.unlink()
        free = server.is_up

    assert not full
    assert free
