"""The same person on another day: sign-ins end by themselves."""

from tests.conftest import stand_at
from tests.pages import Person


def later(person: Person, moment: str) -> Person:
    """Let a person come back and sign in anew: "2026-04-13 08:00"."""
    stand_at(moment)
    return Person(person.app, person.account)
