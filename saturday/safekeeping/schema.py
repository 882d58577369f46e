"""Which version are the tables of a database, and how are they brought to another?"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
VERSION = "alembic_version"


def _config() -> Config:
    """Point alembic at the program's own steps, wherever it was started from."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def head() -> str:
    """Give the version that this program works with."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def knows(version: str | None) -> bool:
    """Say whether this program knows a version: it does not when a newer program made it."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(version or "") is not None
    except CommandError:
        return False


def version_of(connection: Connection) -> str | None:
    """Give the version of a database; None when it has no tables of ours."""
    if not inspect(connection).has_table(VERSION):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION}"))  # noqa: S608
    return found


def bring_to(connection: Connection, version: str = "head") -> None:
    """Take the steps up to a version, within the transaction that is open, if one is."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, version)
