"""What lies in the log of the desk that is measured? Run in a new data folder; prints cookies."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import select

from saturday import clock, create_app
from saturday.extensions import db, writing
from saturday.models.commune import Setting
from saturday.models.intake import IntakeEntry, IntakeSeries, SearchKey, Visit, name_keys
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.intake import EntryOrigin, Filing, Outcome
from tests import factories
from tests.bench.records import fill
from tests.faults import people
from tests.faults.acts import DAYS
from tests.faults.desk_people import at_the_desks
from tests.faults.serving import ROOT
from tests.web.announcements.telling import published

OF_THE_DAY = 100  # lines of the log that is shown
A_DAY = 60  # of each Saturday before
FIRST = date(2016, 1, 2)  # of five hundred Saturdays, all of them before the one that is shown
FAMILIES = ("Nguyễn Văn", "Trần Thị", "Lê Đình", "Hoàng Thị", "Lương Văn", "Vi Thị", "Phan Bá")


def log(days: list[DutySession], count: int, first: int = 0) -> None:
    """Put in so many people and lines, one a person, spread over these Saturdays."""
    procedures = db.session.scalars(select(Procedure.id).order_by(Procedure.id).limit(20)).all()
    numbers = range(first + 1, first + 1 + count)
    fill(Visit.__table__, (visit(number, days[number % len(days)]) for number in numbers))
    fill(
        IntakeEntry.__table__,
        (line(number, days[number % len(days)], procedures) for number in numbers),
    )
    fill(SearchKey.__table__, (key for number in numbers for key in keys(number)))
    fill(
        IntakeSeries.__table__,
        ({"duty_session_id": one.id, "letter": "", "last": first + count} for one in days),
    )


def moment(duty_session: DutySession, number: int) -> datetime:
    """Give when somebody came."""
    begun = datetime.combine(duty_session.day, datetime.min.time(), clock.TIMEZONE)
    return begun + timedelta(hours=7, seconds=number % 3600)


def visit(number: int, duty_session: DutySession) -> dict[str, Any]:
    """Give a person."""
    name = f"{FAMILIES[number % len(FAMILIES)]} {number} (mẫu)"
    return {
        "id": number,
        "duty_session_id": duty_session.id,
        "came_at": moment(duty_session, number),
        "name": name,
        "is_organisation": False,
        "phone": "",
        "identity_number": "",
        "version": 1,
    }


def line(number: int, duty_session: DutySession, procedures: Any) -> dict[str, Any]:  # noqa: ANN401 - ids
    """Give the line of a person."""
    came = moment(duty_session, number)
    return {
        "id": number,
        "duty_session_id": duty_session.id,
        "visit_id": number,
        "letter": "",
        "number": number,
        "origin": EntryOrigin.LINE,
        "outcome": Outcome.SETTLED,
        "procedure_id": procedures[number % len(procedures)],
        "quantity": 1,
        "filing": Filing.DIRECT,
        "dossier_code": "",
        "fee_receipt": "",
        "due_reason": "",
        "remark": "",
        "happened_at": came,
        "recorded_at": came,
        "void_reason": "",
        "version": 1,
    }


def keys(number: int) -> Iterator[dict[str, Any]]:
    """Give by what a person is found."""
    name = f"{FAMILIES[number % len(FAMILIES)]} {number} (mẫu)"
    for one in sorted(name_keys(name)):
        yield {"entry_id": number, "key": one}


def earlier(count: int) -> list[DutySession]:
    """Give Saturdays of years before."""
    plan = factories.plan(FIRST.year)
    days = [DutySession(day=FIRST + timedelta(weeks=one)) for one in range(max(1, count // A_DAY))]
    plan.sessions.extend(days)
    db.session.flush()
    return days


def main(records: int) -> None:
    """Prepare the folder that SATURDAY_DATA names."""
    people.write_config()
    app = create_app()
    with app.app_context():
        upgrade(directory=str(ROOT / "saturday" / "migrations"))
        writing.set(True)
        people.settle()
        cookies = people.cookies(app, at_the_desks())
        names = db.session.scalars(select(Setting).where(Setting.key == "desk.names")).one()
        names.value = "yes"
        today = db.session.scalars(DutySession.on(DAYS[0])).one()
        published(today)
        log([today], OF_THE_DAY)
        if records:
            log(earlier(records), records, OF_THE_DAY)
        db.session.commit()
        json.dump(cookies, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
