"""Are the data old or new, and never between, when an upgrade is killed at any of its syncs?"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.judging import chain_is_broken, examine
from tests.faults.killing import Killer, killer
from tests.faults.serving import ROOT, Prepared

pytestmark = [pytest.mark.faults, pytest.mark.long]

# A table is made, one is made anew with a further column, and its rows get their values.
PLANTED = """
\"\"\"Plant what a later version might need.\"\"\"
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0099", "{head}"


def upgrade():
    op.create_table("planted", sa.Column("id", sa.Integer, primary_key=True))
    with op.batch_alter_table("officer", recreate="always") as table:
        table.add_column(sa.Column("planted", sa.Integer, nullable=False, server_default="1"))
    op.execute("UPDATE officer SET planted = id")
    op.execute("INSERT INTO planted (id) SELECT id FROM officer")
"""
MOST_SYNCS = 40
COMMANDING = "tests.faults.commanding"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the program, so that a migration may be added."""
    folder = tmp_path_factory.mktemp("program")
    shutil.copytree(ROOT / "saturday", folder / "saturday")  # with what Python compiled of it
    shutil.copy2(ROOT / "wsgi.py", folder)
    return folder


@pytest.fixture(scope="module")
def upgrader(program: Path) -> Iterator[Killer]:
    """Start it, to upgrade data again and again."""
    with killer(COMMANDING, program) as found:
        yield found


@pytest.fixture
def planted(program: Path, office: Prepared) -> Path:
    """Add one migration to the program."""
    file = program / "saturday/migrations/versions/0099_planted.py"
    file.write_text(PLANTED.format(head=revision(office.database)))
    return file


def revision(database: Path) -> str:
    """Give what the data say of their own form."""
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def upgraded(upgrader: Killer, office: Prepared, call: str = "", when: int = 0) -> str:
    """Upgrade the data, at most up to one call; say what became of it."""
    return upgrader.lets(office.folder, call=call, when=when, words=["db", "upgrade"])


def is_wholly(database: Path, *, new: bool) -> bool:
    """Whether the data have all of the later form, or nothing of it."""
    with closing(sqlite3.connect(database)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        columns = {row[1] for row in connection.execute("PRAGMA table_info(officer)")}
        found = {"planted" in tables, "planted" in columns}
        if new and found == {True}:
            rows = "SELECT count(*) FROM officer WHERE planted <> id"
            found.add(connection.execute(rows).fetchone()[0] == 0)
    return found == {new}


@pytest.mark.usefixtures("planted")
def test_an_upgrade_killed_at_any_sync_is_old_or_new(upgrader: Killer, office: Prepared) -> None:
    head, seen = revision(office.database), []
    for ended in deaths(upgrader, office):
        assert examine(office.database).is_sound  # a killed one is rolled back when it is opened
        seen.append(revision(office.database))
        assert is_wholly(office.database, new=seen[-1] == "0099")
        assert not chain_is_broken(office.database)
        if ended == "killed":
            assert upgraded(upgrader, office) == "done"
            assert is_wholly(office.database, new=True)
    assert {head, "0099"} == set(seen)
    assert len(seen) >= 4, "hardly anything was synced"


def deaths(upgrader: Killer, office: Prepared) -> Iterator[str]:
    """Let upgrades of the same data end at one sync after the other, and at last at none."""
    before = office.database.read_bytes()
    for call in ("fsync", "fdatasync"):  # of which SQLite has its choice
        for when in range(1, MOST_SYNCS):
            office.database.write_bytes(before)
            ended = upgraded(upgrader, office, call, when)
            assert ended in {"done", "killed"}
            yield ended
            if ended == "done":
                break


def test_an_upgrade_that_fails_half_way_changes_nothing(
    upgrader: Killer, office: Prepared, planted: Path
) -> None:
    planted.write_text(planted.read_text() + '    op.execute("SELECT no_such_column")\n')
    head = revision(office.database)

    assert upgraded(upgrader, office) not in {"done", "killed"}
    assert revision(office.database) == head
    assert is_wholly(office.database, new=False)


def test_an_upgrade_that_saves_in_between_is_caught(
    upgrader: Killer, office: Prepared, planted: Path
) -> None:
    words = planted.read_text().replace(
        "    with op.batch", '    op.get_bind().exec_driver_sql("COMMIT")\n    with op.batch'
    )
    planted.write_text(words + '    op.execute("SELECT no_such_column")\n')

    assert upgraded(upgrader, office) not in {"done", "killed"}
    assert not is_wholly(office.database, new=False)
