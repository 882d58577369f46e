"""A small commune with a row in every state, and the addresses that lead to each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from flask import Flask

from saturday.extensions import db
from saturday.models.accounts import Account, SignIn
from saturday.rules.permissions import Role
from tests import factories

ROLES = (
    "ADMIN",
    "LEADER",
    "CENTRE",
    "CLERK",
    "DEPARTMENT",
    "OFFICER",
    "BROADCASTER",
    "HAMLET",
)


@dataclass
class World:
    """Accounts, sign-ins, and the rows that addresses may name."""

    accounts: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, object]] = field(default_factory=dict)


def build() -> World:
    """Make the world."""
    world = World()
    return world


def rows_of(app: Flask, world: World) -> list[str]:
    """Give a line's beginning for every address and every kind of row it may name."""
    return []
