"""Which people and Saturdays do the faults meet? Run in a new data folder; prints the cookies."""

import json
import os
import secrets
import sys
from datetime import datetime

from flask import Flask
from flask_migrate import upgrade

from saturday import clock, config, create_app
from saturday.extensions import db, writing
from saturday.models.accounts import Account, SignIn
from saturday.models.commune import Setting
from saturday.rules.permissions import Role
from saturday.safekeeping import defaults
from tests import factories
from tests.faults.acts import DAYS, DEPARTMENTS
from tests.faults.serving import ROOT

OFFICERS = 4  # of each department
ROLES = {
    "trungtam": Role.CENTRE,
    "vanthu": Role.CLERK,
    "quantri": Role.ADMIN,
    "lanhdao": Role.LEADER,
}


def write_config() -> None:
    """Give the folder a secret of its own."""
    secret = secrets.token_hex(32)
    (config.data_folder() / "config.py").write_text(f'SECRET_KEY = "{secret}"\n')


def settle() -> None:
    """Fill the tables: a plan with prepared Saturdays, officers, accounts."""
    now = datetime.fromisoformat(os.environ["SATURDAY_NOW"])
    clock.run_from(now.replace(tzinfo=clock.TIMEZONE))
    defaults.load(db.session)
    db.session.add(Setting(key="demo", value="yes"))  # so that the server's clock stands at NOW
    db.session.commit()
    for code in (*DEPARTMENTS, "trung-tam", "uy-ban"):
        for number in range(1, OFFICERS + 1):
            factories.officer(f"Công chức {code} {number} (mẫu)", code=code)
    factories.plan(2026)
    for day in DAYS:
        factories.duty_session(day)


def cookies(app: Flask, found: dict[str, Account] | None = None) -> dict[str, str]:
    """Make the accounts and sign each one in; give the cookie of each browser."""
    seal = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined] # Flask's own
    found = found or {}
    for username, role in ROLES.items():
        account = factories.account(username=username, roles={role})
        found[username] = account
    for code in DEPARTMENTS:
        found[code] = factories.account(
            username=code, roles={Role.DEPARTMENT}, department=factories.department(code)
        )
    made = {}
    for username, account in found.items():
        row, token = SignIn.start(account, address="127.0.0.1", browser="faults")
        db.session.add(row)
        made[username] = f"{app.config['SESSION_COOKIE_NAME']}={seal.dumps({'sign_in': token})}"
    db.session.commit()
    return made


def main() -> None:
    """Prepare the folder that SATURDAY_DATA names."""
    write_config()
    app = create_app()
    with app.app_context():
        upgrade(directory=str(ROOT / "saturday" / "migrations"))
        writing.set(True)
        settle()
        json.dump(cookies(app), sys.stdout)


if __name__ == "__main__":
    main()
