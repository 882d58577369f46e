"""A small past to be kept, and a stick to keep it on."""

from pathlib import Path

import pytest
from flask import Flask

from saturday.safekeeping import sealing
from tests import factories
from tests.conftest import POSTGRES

PHRASE = "bốn từ không liên quan"
# The commands call what the other files try on PostgreSQL; they parse and print the same there.
# Laptops and what comes home from them lie in files of SQLite, whatever the commune's own data do.
collect_ignore = ["test_commands.py", "test_homecoming.py"] if POSTGRES else []


@pytest.fixture(autouse=True)
def _cheap_sealing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests not pay what a thief shall pay for each guess."""
    monkeypatch.setattr(sealing, "USUAL", sealing.Cost(memory=16, passes=1))


@pytest.fixture
def past(app: Flask) -> Flask:
    """Give the app with some history."""
    factories.duty_session()
    factories.officer()
    return app


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Give a folder whose name is as people write names."""
    folder = tmp_path / "USB của xã" / "Sao lưu 2026"
    folder.mkdir(parents=True)
    return folder
