"""Do the migrations bring about what the models say?"""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from saturday.extensions import db
from saturday.models.base import Model
from saturday.safekeeping import defaults

pytestmark = pytest.mark.usefixtures("app")


def test_no_model_has_changed_without_a_migration() -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Model.metadata) == []


def test_loading_the_defaults_again_adds_nothing() -> None:
    assert set(defaults.load(db.session).values()) == {0}


def test_a_changed_setting_survives_loading_the_defaults() -> None:
    db.session.execute(text("UPDATE setting SET value = 'xã Mẫu' WHERE key = 'commune.name'"))

    defaults.load(db.session)

    kept = db.session.scalar(text("SELECT value FROM setting WHERE key = 'commune.name'"))
    assert kept == "xã Mẫu"
