"""What happened before, in tests of lists and the board."""

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Officer
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import DutySession
from saturday.models.roster import (
    Assignment,
    DutyRequirement,
    gaps_of,
)
from tests import factories

LAND, BUSINESS = "LAND", "BUSINESS"


def line(officer: Officer, duty: str = LAND, **other: object) -> Line:
    """Give a typed line."""
    return Line(factories.duty(duty), officer, **other)  # type: ignore[arg-type]


def written(duty_session: DutySession, *lines: Line, code: str = "kinh-te") -> Nomination:
    """Write a department's list."""
    row = Nomination.begin(duty_session, factories.department(code), by=None)
    row.write(lines, remark="", cannot_reason="", by=None)
    return row


def sent(duty_session: DutySession, *lines: Line, code: str = "kinh-te") -> Nomination:
    """Write a department's list and send it."""
    row = written(duty_session, *lines, code=code)
    row.send(by=None)
    db.session.flush()
    return row


def board(duty_session: DutySession) -> list[tuple[str, str]]:
    """Give who is on which duty."""
    db.session.flush()
    rows = db.session.scalars(Assignment.of_session(duty_session))
    return [(one.duty.code, one.who) for one in rows]


def verbs() -> list[str]:
    """Commit, and give every verb of the log."""
    db.session.commit()
    return [one.verb for one in db.session.scalars(AuditEvent.in_order())]


def missing(duty_session: DutySession) -> list[str]:
    """Give the duties without enough people."""
    db.session.flush()
    wanted = db.session.scalars(DutyRequirement.of_session(duty_session))
    people = db.session.scalars(Assignment.of_session(duty_session))
    return [gap.code for gap in gaps_of(duty_session, wanted, people)]
