"""Which people stand at the desk on a Saturday? Run in a new data folder; prints the cookies."""

import json
import sys

from flask_migrate import upgrade
from sqlalchemy import select

from saturday import create_app
from saturday.extensions import db, writing
from saturday.models.accounts import Account
from saturday.models.commune import Officer
from saturday.rules.permissions import Role
from tests import factories
from tests.faults import people
from tests.faults.serving import ROOT

DESKS = tuple(f"congchuc{number}" for number in range(1, 7))
LEAVING = ("congchuc7", "congchuc8")  # each for one test that signs them out


def at_the_desks() -> dict[str, Account]:
    """Make an account for the officer at each desk."""
    everybody = DESKS + LEAVING
    officers = db.session.scalars(select(Officer).order_by(Officer.id).limit(len(everybody))).all()
    found = {}
    for username, officer in zip(everybody, officers, strict=True):
        found[username] = factories.account(username=username, roles={Role.OFFICER})
        found[username].officer = officer
    db.session.commit()
    return found


def main() -> None:
    """Prepare the folder that SATURDAY_DATA names."""
    people.write_config()
    app = create_app()
    with app.app_context():
        upgrade(directory=str(ROOT / "saturday" / "migrations"))
        writing.set(True)
        people.settle()
        json.dump(people.cookies(app, at_the_desks()), sys.stdout)


if __name__ == "__main__":
    main()
