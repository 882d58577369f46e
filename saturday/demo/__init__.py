"""The invented year that a newcomer can try; nobody in it exists."""

import secrets
from dataclasses import dataclass

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from saturday import clock
from saturday.demo.desk import Logged, log_of
from saturday.demo.moments import DAYS, FRIDAY, MONDAY, NOON, NOW, TUESDAY, at
from saturday.demo.year import Story
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.commune import Commune
from saturday.rules.permissions import Role

__all__ = [
    "DAYS",
    "FRIDAY",
    "MONDAY",
    "NOON",
    "NOW",
    "TUESDAY",
    "Logged",
    "Login",
    "at",
    "init_app",
    "log_of",
    "tell",
]


@dataclass(frozen=True, slots=True)
class Login:
    """One account of the demo."""

    role: Role
    username: str


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
        clock.run_from(at(wanted))


def tell(password: str | None, *, stand: str = NOW) -> tuple[str, list[Login]]:
    """Fill an empty database with the story up to a moment; give the password and accounts.

    It stands at Saturday's desk, or at another moment between Tuesday afternoon and Monday, and
    holds no record later than that. Every step is taken by the verbs that people use, at its own
    time. Raises ValueError when the database already holds accounts: a demo never mixes with real
    data.
    """
    if db.session.scalar(Account.all_by_name().limit(1)) is not None:
        message = "Cơ sở dữ liệu đã có tài khoản: không nạp số liệu thử vào dữ liệu thật."
        raise ValueError(message)
    story = Story()
    story.tell(password := password or secrets.token_urlsafe(9))
    if stand >= FRIDAY:
        story.go_on_to_friday()
    if stand >= NOW:
        story.go_on_to_saturday(stand)
    if stand >= MONDAY:
        story.go_on_to_monday()
    clock.run_from(at(stand))
    return password, [
        Login(row.role_rows[0].role, row.username)
        for row in sorted(db.session.scalars(Account.all_by_name()), key=lambda row: row.id)
    ]
