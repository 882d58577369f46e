"""Who opens the pages that are counted."""

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.documents import Document
from saturday.rules.permissions import Role
from tests import factories
from tests.bench.everybody import DAY, list_of, said, seats
from tests.bench.records import fill, paper
from tests.pages import Person


@pytest.fixture
def everybody(app: Flask) -> Person:
    """Open the browser of somebody who may do everything, in a commune that has a little of all."""
    roles = set(Role) - {Role.HAMLET}
    account = factories.account(
        username="moi", roles=roles, department=factories.department("kinh-te")
    )
    factories.hamlet()
    factories.officer()
    duty_session = factories.duty_session(DAY)
    list_of(duty_session, "kinh-te", 1)
    seats(duty_session, 1)
    fill(Document.__table__, (paper(number) for number in range(2)))
    said(2)
    db.session.commit()
    return Person(app, account)
