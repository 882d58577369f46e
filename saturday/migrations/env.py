"""How are the tables brought to what the models say?"""

from contextlib import nullcontext

from alembic import context
from flask import current_app
from sqlalchemy import types

from saturday.extensions import db, writing
from saturday.models.base import Model


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our column types as the plain ones beneath them."""
    if kind == "type" and isinstance(item, types.TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run() -> None:
    """Run the migrations in one transaction: the database is wholly old or wholly new.

    A caller may hand over a connection of its own, as a restore does for the copy it prepares.
    """
    configured = current_app.extensions["migrate"].configure_args
    given = context.config.attributes.get("connection")
    writing.set(True)
    with nullcontext(given) if given is not None else db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            render_item=render_item,
            transactional_ddl=True,
            **configured,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
