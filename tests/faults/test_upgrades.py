"""Are the data old or new, and never between, when an upgrade is killed at any of its syncs?"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.judging import chain_is_broken, examine
from tests.faults.serving import ROOT, Prepared, environment

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


@pytest.fixture
def program(office: Prepared, tmp_path: Path) -> Path:
    """Copy the program, with one migration more."""
    folder = tmp_path / "program"
    shutil.copytree(
        ROOT / "saturday", folder / "saturday", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy2(ROOT / "wsgi.py", folder)
    versions = folder / "saturday/migrations/versions"
    (versions / "0099_planted.py").write_text(PLANTED.format(head=revision(office.database)))
    return folder


def revision(database: Path) -> str:
    """Give what the data say of their own form."""
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def upgraded(program: Path, office: Prepared, *under: str) -> int:
    """Upgrade the data; give how the command ended."""
    command = (sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade")
    surroundings = environment(office.folder) | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*under, *command], cwd=program, env=surroundings, capture_output=True, check=False
    )
    return done.returncode


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


def test_an_upgrade_killed_at_any_sync_is_old_or_new(program: Path, office: Prepared) -> None:
    before = office.database.read_bytes()
    head, seen = revision(office.database), []
    for sync in range(1, MOST_SYNCS):
        office.database.write_bytes(before)
        kill = f"inject=fsync,fdatasync:signal=SIGKILL:when={sync}"
        strace = ("strace", "-f", "-qq", "-o", os.devnull)
        code = upgraded(program, office, *strace, "-e", "trace=fsync,fdatasync", "-e", kill)
        assert examine(office.database).is_sound  # a killed one is rolled back when it is opened
        seen.append(revision(office.database))
        assert is_wholly(office.database, new=seen[-1] == "0099")
        assert not chain_is_broken(office.database)
        if code == 0:
            break
        assert upgraded(program, office) == 0
        assert is_wholly(office.database, new=True)
    assert seen[0] == head
    assert seen[-1] == "0099"
    assert len(seen) >= 4, "hardly anything was synced"


def test_an_upgrade_that_fails_half_way_changes_nothing(program: Path, office: Prepared) -> None:
    planted = program / "saturday/migrations/versions/0099_planted.py"
    planted.write_text(planted.read_text() + '    op.execute("SELECT no_such_column")\n')
    head = revision(office.database)

    assert upgraded(program, office) != 0
    assert revision(office.database) == head
    assert is_wholly(office.database, new=False)


def test_an_upgrade_that_saves_in_between_is_caught(program: Path, office: Prepared) -> None:
    planted = program / "saturday/migrations/versions/0099_planted.py"
    words = planted.read_text().replace(
        "    with op.batch", '    op.get_bind().exec_driver_sql("COMMIT")\n    with op.batch'
    )
    planted.write_text(words + '    op.execute("SELECT no_such_column")\n')

    assert upgraded(program, office) != 0
    assert not is_wholly(office.database, new=False)
