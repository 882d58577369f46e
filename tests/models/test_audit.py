"""Does the audit log show whoever touches it?"""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from saturday.extensions import db
from saturday.models.audit import AuditEvent, first_break
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("app")


def events() -> list[AuditEvent]:
    """Give the whole log."""
    db.session.expire_all()
    return list(db.session.scalars(AuditEvent.in_order()))


def test_every_act_joins_one_unbroken_chain() -> None:
    factories.duty_session()

    log = events()

    assert [one.verb for one in log] == ["begin", "write", "prepare", "require"]
    assert first_break(log) is None


def test_the_log_can_not_be_changed_by_the_program() -> None:
    factories.plan()

    with pytest.raises(DatabaseError):
        db.session.execute(text("UPDATE audit_event SET verb = 'other' WHERE id = 1"))
    db.session.rollback()
    with pytest.raises(DatabaseError):
        db.session.execute(text("DELETE FROM audit_event WHERE id = 1"))
    db.session.rollback()


def test_a_row_changed_behind_its_back_is_found() -> None:
    factories.duty_session()
    log = events()

    log[1].verb = "other"

    found = first_break(log)
    assert found is not None
    assert found.row == 2
    db.session.rollback()


def test_the_latest_moment_survives_a_clock_that_went_back() -> None:
    factories.account(username="mot")
    stand_at("2019-01-01 08:00")
    factories.account(username="hai")

    latest = db.session.scalar(AuditEvent.latest_moment())
    assert latest is not None
    assert latest.year == 2026


def test_an_empty_log_has_no_latest_moment() -> None:
    assert db.session.scalar(AuditEvent.latest_moment()) is None


def test_a_row_removed_or_moved_is_found() -> None:
    factories.duty_session()
    log = events()

    assert first_break(log[:1] + log[2:]) is not None
    assert first_break([log[1], log[0], *log[2:]]) is not None
