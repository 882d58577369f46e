"""Which helpers does the app carry, and how does the database write?"""

import sqlite3
from contextvars import ContextVar
from functools import cache

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import csrf as tokens
from htmx_flask import Htmx
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, Engine, event

from saturday.models.base import Model

db = SQLAlchemy(model_class=Model)
login_manager = LoginManager()
csrf = tokens.CSRFProtect()
htmx = Htmx()
migrate = Migrate(directory="saturday/migrations", render_as_batch=True)


class Cookies(SecureCookieSessionInterface):
    """The session's cookie; what signs it is made once and not for each request."""

    def __init__(self) -> None:
        """Begin without any."""
        self._signers: dict[str | bytes | None, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Give what signs with the app's secret."""
        secret = app.secret_key
        if secret not in self._signers:
            self._signers[secret] = super().get_signing_serializer(app)
        return self._signers[secret]

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Leave an answer alone that keeps nothing new, and says already whose it is."""
        if session.modified or "Cookie" not in response.headers.get("Vary", ""):
            super().save_session(app, session, response)


# A POST or a command that writes takes the write lock at once (BEGIN IMMEDIATE), so that two
# writers queue instead of one of them failing half-way; a GET only reads.
writing: ContextVar[bool] = ContextVar("writing", default=False)


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: object, _record: object) -> None:
    """Make every commit durable (TRUNCATE + FULL: no acknowledged loss in simulated cuts)."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # BEGIN is sent below, not by the driver
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=TRUNCATE",
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Send BEGIN, or BEGIN IMMEDIATE for a writer."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


def init_app(app: Flask) -> None:
    """Bind all helpers to the app; the class that knows htmx headers comes first."""
    htmx.init_app(app)
    db.init_app(app)
    migrate.init_app(app, db)
    login_manager.init_app(app)
    csrf.init_app(app)
    app.session_interface = Cookies()
    tokens.URLSafeTimedSerializer = cache(URLSafeTimedSerializer)  # as the cookie's signer
