"""Write the permission matrix anew (``python -m tests.house.write_matrix``); read every line."""

import shutil
import tempfile
from pathlib import Path

from flask_migrate import upgrade

from saturday import create_app
from saturday.extensions import db, writing
from saturday.papers import pdf, speech
from saturday.safekeeping import defaults
from tests.conftest import stand_at
from tests.house.test_permission_matrix import MATRIX, table_now
from tests.house.world import build


def main() -> None:
    """Build the world in a throw-away folder and ask every door as everybody."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(
            {
                "TESTING": True,
                "SECRET_KEY": "a key for tests only, never used elsewhere",
                "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'now.sqlite'}",
            }
        )
        with app.app_context():
            upgrade(directory=str(Path(defaults.__file__).parent.parent / "migrations"))
            writing.set(True)
            defaults.load(db.session)
            db.session.commit()
            world = build()
            db.session.remove()
            db.engine.dispose()
        shutil.copy(folder / "now.sqlite", folder / "world.sqlite")
        stand_at("2026-04-07 15:00")
        pdf._converted = lambda *_: b"%PDF-1.7"
        speech.speak = lambda *_: []  # nothing is read aloud here
        MATRIX.write_text(table_now(app, world, folder), "utf-8")


if __name__ == "__main__":
    main()
