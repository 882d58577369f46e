"""The invented year that a newcomer can try; nobody in it exists."""

from datetime import datetime

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Commune


def init_app(app: Flask) -> None:
    """Let the demo's clock run on from SATURDAY_NOW: honoured on the demo database only."""
    wanted = app.config["SATURDAY_NOW"]
    if not wanted:
        return
    with app.app_context():
        try:
            is_demo = Commune.of_database(db.session).is_demo
        except SQLAlchemyError:  # no tables yet: a new database is no demo
            is_demo = False
        db.session.remove()
    if is_demo:
        moment = datetime.fromisoformat(wanted)
        clock.run_from(moment if moment.tzinfo else moment.replace(tzinfo=clock.TIMEZONE))
