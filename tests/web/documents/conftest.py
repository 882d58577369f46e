"""Saturdays and papers that the tests of this room begin with."""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.documents import Check, Document, Subject, words_sha256
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment, DutyRequirement, Nomination, Line, Seat, assign
from saturday.papers import issuing, making
from saturday.papers.issuing import Entry
from saturday.rules.lifecycle import PaperState
from tests import factories

SATURDAY = date(2026, 4, 11)
DAY = SATURDAY.isoformat()


@pytest.fixture
def saturday(app: Flask) -> DutySession:
    """A Saturday under preparation with somebody on every duty that is needed."""
    del app
    row = factories.duty_session(SATURDAY)
    for requirement in db.session.scalars(DutyRequirement.of_session(row)).all():
        if requirement.count:
            name = f"Công chức {requirement.duty.code.lower()} (mẫu)"
            assign(row, Seat(requirement.duty, officer=factories.officer(name)), by=None)
    db.session.commit()
    return row
