"""The demo's story in the database of a test: told once, then copied for each test."""

import shutil
from pathlib import Path

from flask import Flask
from sqlalchemy import delete

from saturday import demo
from saturday.extensions import db
from saturday.models.accounts import Account
from tests.conftest import POSTGRES, bring_back, keep, stand_at
from tests.tracing import traced

PASSWORD = "bốn từ không liên quan"
KEPT: set[str] = set()  # stories that a schema of the server keeps


def tell(app: Flask, folder: Path, stand: str) -> Flask:
    """Put the story up to a moment into the database, and let the clock stand there."""
    if POSTGRES:
        _tell_server(f"told-{stand}", stand)
    else:
        _tell_file(folder, stand)
    stand_at(stand)
    return app


def _tell_file(folder: Path, stand: str) -> None:
    """Tell it once into the file, and copy the file from then on."""
    told, now = folder / f"told-{stand}.sqlite", folder / "now.sqlite"
    if not told.exists():
        _tell_anew(stand)
    db.session.remove()
    db.engine.dispose()
    shutil.copy(*((told, now) if told.exists() else (now, told)))


def _tell_server(name: str, stand: str) -> None:
    """Tell it once into the server's tables, and copy these from then on."""
    if name not in KEPT:
        _tell_anew(stand)
    db.session.remove()
    with db.engine.begin() as connection:
        connection.exec_driver_sql((bring_back if name in KEPT else keep)(name))
    KEPT.add(name)


def _tell_anew(stand: str) -> None:
    """Take every step of the story."""
    db.session.execute(delete(Account))
    with traced():
        demo.tell(PASSWORD, stand=stand)
    db.session.commit()
