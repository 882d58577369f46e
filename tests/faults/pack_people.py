"""Who goes to the village with a laptop? Run in a new data folder; prints no cookies."""

import json
import sys

from flask_migrate import upgrade
from sqlalchemy import select

from saturday import create_app
from saturday.extensions import db, writing
from saturday.models.commune import Officer
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment
from saturday.rules.permissions import Role
from tests import factories
from tests.faults import people
from tests.faults.packing import DAY, PASSWORD
from tests.faults.serving import ROOT


def main() -> None:
    """Prepare the folder that SATURDAY_DATA names."""
    people.write_config()
    app = create_app()
    with app.app_context():
        upgrade(directory=str(ROOT / "saturday" / "migrations"))
        writing.set(True)
        people.settle()
        duty_session = db.session.scalars(DutySession.on(DAY)).one()
        duty_session.is_mobile = True
        officer = db.session.scalars(select(Officer).order_by(Officer.id)).first()
        account = factories.account(username="hanh", roles={Role.OFFICER}, password=PASSWORD)
        account.officer = officer
        duty = factories.duty("CERTIFICATION")
        seat = Assignment(duty_session=duty_session, duty=duty, officer=officer)
        db.session.add(seat)
        db.session.commit()
    json.dump({}, sys.stdout)


if __name__ == "__main__":
    main()
