"""The demo's story in the database of a test: told once, then copied for each test."""

import shutil
from pathlib import Path

from flask import Flask
from sqlalchemy import delete

from saturday import demo
from saturday.extensions import db
from saturday.models.accounts import Account
from tests.conftest import POSTGRES, stand_at

PASSWORD = "bốn từ không liên quan"


def tell(app: Flask, folder: Path, stand: str) -> Flask:
    """Put the story up to a moment into the database, and let the clock stand there."""
    told, now = folder / f"told-{stand}.sqlite", folder / "now.sqlite"
    if POSTGRES or not told.exists():
        db.session.execute(delete(Account))
        demo.tell(PASSWORD, stand=stand)
        db.session.commit()
    db.session.remove()
    db.engine.dispose()
    if not POSTGRES:
        shutil.copy(*((told, now) if told.exists() else (now, told)))
    stand_at(stand)
    return app
