"""How do bytes that were deleted leave the file, and until when do older copies hold them?"""

import sqlite3
from contextlib import closing
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from saturday import clock
from saturday.extensions import db, writing
from saturday.models.accounts import Account
from saturday.models.personal import PersonalPurge, throw_away
from saturday.rules.retention import BACKUP_MONTHS, months_after

TABLES = (
    "correction",
    "answer",
    "draft",
    "feedback",
    "feedback_move",
    "form_key",
    "import_file",
    "intake_entry",
    "intake_return",
    "search_key",
    "undone_return",
    "visit",
)


def purge(*, by: Account | None) -> PersonalPurge:
    """Take away what was kept long enough, and let no byte of it stay in the file."""
    row = PersonalPurge.carry_out(db.session, by=by)
    db.session.commit()
    sweep()
    return row


def tidy() -> bool:
    """Throw away what was of use for a day, and write the tables anew, before the nightly copy.

    What is kept too long stays until somebody says so: it can't be brought back. False when it
    can't be done now: that keeps no copy from being made.
    """
    writing.set(True)
    try:
        throw_away(db.session)
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return sweep()


def sweep() -> bool:
    """Write the tables anew, so that nothing deleted is left between their rows.

    SQLite overwrites what it deletes already (secure_delete); False when others are reading:
    the night does it again.
    """
    db.session.rollback()
    try:
        _sweep_file() if db.engine.dialect.name == "sqlite" else _sweep_server()
    except (sqlite3.OperationalError, OperationalError):
        return False
    return True


def _sweep_file() -> None:
    """Write SQLite's file anew, outside any transaction."""
    with closing(db.engine.raw_connection()) as live:
        live.cursor().execute("VACUUM")


def _sweep_server() -> None:
    """Write PostgreSQL's tables anew, over a connection that waits for nobody for long."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()
        connection.execute(text("SET lock_timeout = '10s'"))
        for name in TABLES:
            connection.execute(text(f"VACUUM (FULL) {name}"))


def gone_from_copies(purged: datetime | None = None) -> date:
    """Give the day by which rotation has deleted every copy older than a purge, now or then."""
    return months_after((purged or clock.now()).date(), BACKUP_MONTHS)
