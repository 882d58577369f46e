"""Is there ever half a restore, wherever the program dies or the disk ends?"""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.rules.refusals import NotAllowedNow
from saturday.safekeeping import backup, restore
from tests import factories
from tests.faults.disks import fill, small_disk
from tests.faults.dying import CALLS, FAILS_AT
from tests.faults.judging import chain_is_broken
from tests.faults.killing import Killer, killer
from tests.faults.serving import DATABASE, ROOT, Prepared, environment

pytestmark = [pytest.mark.faults, pytest.mark.long]

RESTORING = "tests.faults.restoring"


@dataclass(frozen=True, slots=True)
class Case:
    """Data, and a copy of other data that shall replace them."""

    old: Prepared
    copy: Path

    def begin(self, folder: Path) -> Path:
        """Give the old data once more."""
        return self.old.copied_to(folder).folder


@pytest.fixture(scope="module")
def case(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Let the copy know more than the data do; restores only read it."""
    place = tmp_path_factory.mktemp("case")
    other = prepared.copied_to(place / "other")
    copy = backed_up(other.folder, place / "Sao lưu 2026")
    old = prepared.copied_to(place / "old")
    mark(old.database)
    return Case(old, copy)


def mark(database: Path) -> None:
    """Make the data differ from the copy."""
    with closing(sqlite3.connect(database)) as file:
        file.execute("UPDATE setting SET value = 'the old ones' WHERE key = 'commune.name'")
        file.commit()


def backed_up(folder: Path, target: Path) -> Path:
    """Make a copy as the IT officer does."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "backup", "--to", str(target)],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        check=True,
        text=True,
    )
    return Path(done.stdout.strip())


def state_of(folder: Path) -> str:
    """Say whether the data of a folder are the old ones, the new ones, or neither."""
    database = folder / DATABASE
    if not database.exists():
        return "nothing"
    with closing(sqlite3.connect(database)) as file:  # it undoes what a crash left, if anything
        if file.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            return "damaged"
        name = file.execute("SELECT value FROM setting WHERE key = 'commune.name'").fetchone()[0]
        verb = file.execute("SELECT verb FROM audit_event ORDER BY id DESC LIMIT 1").fetchone()[0]
        signed_in = file.execute("SELECT count(*) FROM sign_in WHERE ended_at IS NULL").fetchone()
    if chain_is_broken(database):
        return "broken log"
    if name == "the old ones":
        return "old" if verb != "restore" else "between"
    return "new" if verb == "restore" and signed_in[0] == 0 else "between"


@pytest.fixture(scope="module")
def restorer() -> Iterator[Killer]:
    """Start the program once, to restore again and again."""
    with killer(RESTORING) as found:
        yield found


def all_deaths(restorer: Killer, case: Case, room: Path) -> Iterator[tuple[str, int, Path]]:
    """Let restores die at each call there is, one after the other."""
    for call in CALLS:
        for when in range(1, FAILS_AT):
            folder = case.begin(room / f"{call} {when}")
            ended = restorer.lets(folder, call=call, when=when, copy=str(case.copy))
            if ended == "done":
                assert state_of(folder) == "new"
                break
            assert ended == "killed", (call, when, ended)
            yield call, when, folder


def test_wherever_it_dies_the_data_are_old_or_new(
    restorer: Killer, case: Case, tmp_path: Path
) -> None:
    found = {}
    for call, when, folder in all_deaths(restorer, case, tmp_path / "deaths"):
        found[call, when] = state_of(folder)

    assert set(found.values()) == {"old", "new"}
    assert len(found) >= 15
    assert {call for call, _ in found} == set(CALLS)
    assert [place for place, state in found.items() if state not in {"old", "new"}] == []


def test_after_a_death_the_next_restore_leaves_no_trace(
    restorer: Killer, case: Case, tmp_path: Path
) -> None:
    folder = case.begin(tmp_path / "again")
    for when in (2, 4, 6):
        ended = restorer.lets(folder, call="fsync", when=when, copy=str(case.copy))
        assert ended in {"killed", "done"}
    assert restorer.lets(folder, copy=str(case.copy)) == "done"

    assert state_of(folder) == "new"
    assert list(folder.glob(".restore-*")) == []
    for former in (folder / "backups").glob("replaced-*.sqlite"):
        assert former.stat().st_nlink == 1


def test_a_careless_restore_is_caught(case: Case, tmp_path: Path) -> None:
    with killer(RESTORING, CARELESS="1") as one:
        states = set()
        for when in range(1, 6):
            folder = case.begin(tmp_path / f"careless {when}")
            ended = one.lets(folder, call="rename", when=when, copy=str(case.copy))
            if ended == "killed":
                states.add(state_of(folder))

    assert "nothing" in states


@pytest.fixture
def past(app: Flask, tmp_path: Path) -> Path:
    """Give a backup, after which something was done."""
    del app
    factories.duty_session()
    copy = backup.back_up(tmp_path / "sao lưu")
    factories.officer()
    return copy


def test_a_full_disk_leaves_the_data_as_they_are(
    past: Path, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", kilobytes=2048) as disk:
        live = disk / DATABASE
        shutil.copy(str(db.engine.url.database), live)
        before = live.read_bytes()
        monkeypatch.setitem(app.config, "DATA_FOLDER", str(disk))
        monkeypatch.setattr(restore, "_beside_the_data", lambda folder: folder)
        monkeypatch.setattr(backup, "refuse_without_room", lambda *_: None)
        spare = fill(disk)

        with pytest.raises(NotAllowedNow, match="Ổ đĩa đầy, chưa khôi phục gì"):
            restore.restore(past)

        assert live.read_bytes() == before
        assert sorted(one.name for one in disk.iterdir()) == [".lock", spare.name, DATABASE]
