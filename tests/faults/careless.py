"""The app with a database that writes carelessly: what the replay must be able to catch.

Its pragmas come from a test's surroundings; the app itself knows no such switch.
"""

import os
import sqlite3

from sqlalchemy import Engine, event

from saturday import create_app  # also sets the app's own pragmas, which come first


@event.listens_for(Engine, "connect")
def _write_carelessly(connection: sqlite3.Connection, _record: object) -> None:
    """Set the pragmas anew."""
    for pragma in os.environ["CARELESS_PRAGMAS"].split(","):
        connection.execute(f"PRAGMA {pragma}")


app = create_app()
