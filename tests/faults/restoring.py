"""Restore backups, each as dying.py says. CARELESS takes the old file away first."""

import os
from pathlib import Path

from saturday import create_app
from saturday.safekeeping import restore
from tests.faults.dying import Wish, serve


def careless(incoming: Path, live: Path) -> None:
    """Take the old file away before the new one is there."""
    live.unlink()
    incoming.replace(live)


def restored(wish: Wish) -> None:
    """Restore one backup into one folder."""
    with create_app().app_context():
        restore.restore(Path(wish["copy"]))


if __name__ == "__main__":
    if os.environ.get("CARELESS"):
        restore._replace_file = careless
    serve(restored)
