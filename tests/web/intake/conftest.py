"""People at the desk."""

import pytest
from flask import Flask

from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Person


@pytest.fixture
def officer(app: Flask) -> Person:
    """Open the browser of an officer at the desk."""
    return Person(app, factories.account(username="congchuc1", roles={Role.OFFICER}))


@pytest.fixture
def other(app: Flask) -> Person:
    """Open the browser of another officer."""
    return Person(app, factories.account(username="congchuc2", roles={Role.OFFICER}))
