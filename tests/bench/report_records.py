"""Saturdays of five hundred lines, to be reported. Run in a new data folder; prints cookies."""

import json
import sys
from datetime import date, timedelta

from flask_migrate import upgrade
from sqlalchemy import text

from saturday import create_app
from saturday.extensions import db, writing
from saturday.models.plan import AnnualPlan, DutySession
from tests import factories
from tests.bench.desk_records import log
from tests.faults import people
from tests.faults.serving import ROOT

A_DAY = 500
SHOWN = date(2026, 4, 11)
# The Saturdays of the period, of the one before, and of the year before.
COMPARED = (date(2025, 4, 12), date(2026, 3, 7), SHOWN)
BEGAN = date(2021, 1, 2)
# Every third dossier has its appointment; all but a few were fetched by then.
PROMISED = """UPDATE intake_entry SET outcome = 'RECEIVED', due_on = (
    SELECT date(day, '+10 days') FROM duty_session d WHERE d.id = duty_session_id)
    WHERE id % 3 = 0"""
FETCHED = """INSERT INTO intake_return
    (entry_id, returned_on, way, recorded_at, dossier_code, remark, version)
    SELECT id, date(due_on, '-1 day'), 'POST', recorded_at, '', '', 1
    FROM intake_entry WHERE outcome = 'RECEIVED' AND id % 100 > 0"""


def saturday(day: date) -> DutySession:
    """Give a Saturday, planned when it is not."""
    known = db.session.scalar(DutySession.on(day))
    if known is not None:
        return known
    asked = AnnualPlan.of_year(day.year)
    plan = db.session.scalar(asked) or factories.plan(day.year)
    row = DutySession(day=day)
    plan.sessions.append(row)
    db.session.flush()
    return row


def days(count: int) -> list[date]:
    """Give those that are compared, and as many of the years before as are wanted."""
    others = [BEGAN + timedelta(weeks=4 * one) for one in range(count - len(COMPARED))]
    return sorted({*COMPARED, *others})


def main(count: int) -> None:
    """Prepare the folder that SATURDAY_DATA names."""
    people.write_config()
    app = create_app()
    with app.app_context():
        upgrade(directory=str(ROOT / "saturday" / "migrations"))
        writing.set(True)
        people.settle()
        cookies = people.cookies(app)
        for place, day in enumerate(days(count)):
            log([saturday(day)], A_DAY, place * A_DAY)
        for sql in (PROMISED, FETCHED):
            db.session.execute(text(sql))
        db.session.commit()
        json.dump(cookies, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
