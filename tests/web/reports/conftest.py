"""A Saturday whose desk was open, and the people who look at its figures."""

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models import daily
from saturday.models.accounts import Account
from saturday.models.daily import DayFigures
from saturday.models.plan import DutySession
from saturday.rules.closing import Handled, Stated
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person

SERVED = (Outcome.SETTLED, Outcome.SETTLED, Outcome.SUPPLEMENT, Outcome.OPINION)


@pytest.fixture
def served(app: Flask) -> DutySession:
    """Give the Saturday of 11/4 at its noon: four people came to one officer."""
    del app
    saturday = factories.duty_session()
    stand_at("2026-04-11 12:20")
    for outcome in SERVED:
        factories.received(saturday, outcome=outcome, by=_desk())
    return saturday


def _desk() -> Account:
    """Give the account of the officer at the desk."""
    row = db.session.query(Account).filter_by(username="congchuc1").one_or_none()
    if row is None:
        row = factories.account(username="congchuc1", roles={Role.OFFICER})
        row.officer = factories.officer("Vi Văn An (mẫu)")
        db.session.commit()
    return row


def confirm_otherwise(served: DutySession, said: Handled, reason: str) -> DutySession:
    """Confirm other figures of the officer at the desk than the log's; give the Saturday."""
    saturday = db.session.merge(served)
    one = DayFigures.of(db.session, saturday).officers[0]
    daily.confirm(db.session, saturday, Stated(one.key, one.counted, said, reason), by=None)
    db.session.commit()
    return saturday


@pytest.fixture
def host(app: Flask, served: DutySession) -> Person:
    """Open the browser of the Centre at that noon."""
    del served
    return Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))


@pytest.fixture
def officer(app: Flask, served: DutySession) -> Person:
    """Open the browser of the officer at the desk."""
    del served
    return Person(app, _desk())
