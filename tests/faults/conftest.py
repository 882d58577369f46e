"""The data folder that each fault begins with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.preparing import common
from tests.faults.serving import Prepared


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Make people and Saturdays once; every test works on a copy."""
    return common(tmp_path_factory)


@pytest.fixture
def copied(prepared: Prepared, tmp_path: Path) -> Callable[[str], Prepared]:
    """Give copies by name."""
    return lambda name: prepared.copied_to(tmp_path / name)


@pytest.fixture
def office(prepared: Prepared, tmp_path: Path) -> Prepared:
    """Give one copy."""
    return prepared.copied_to(tmp_path / "office")
