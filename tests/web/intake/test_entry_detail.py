"""A line's own page: whole to whom it belongs, masked to others, and each view noted."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.commune import Setting
from saturday.models.intake import Applicant, Deed, IntakeEntry, Origin
from saturday.models.plan import DutySession
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person

DAY = date(2026, 4, 11)
DESK = "/tiep-nhan/2026-04-11"
LINE = f"{DESK}/dong/0001"
AN = Applicant(name="Lô Thị Ẩn", phone="0912345678", identity_number="040012345678")
WHOLE = ("Lô Thị Ẩn", "0912 345 678", "0400 1234 5678", "gọi trước khi trả")


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Open the desk of Saturday 11/4, which may ask for everything."""
    del app
    factories.duty_session(DAY)
    for key in ("desk.names", "desk.phones", "desk.identity"):
        db.session.scalars(select(Setting).where(Setting.key == key)).one().value = "yes"
    db.session.commit()
    stand_at("2026-04-11 08:20")


@pytest.fixture
def officer(app: Flask) -> Person:
    """Open the browser of an officer at the desk."""
    return Person(app, factories.account(username="congchuc1", roles={Role.OFFICER}))


@pytest.fixture
def other(app: Flask) -> Person:
    """Open the browser of another officer."""
    return Person(app, factories.account(username="congchuc2", roles={Role.OFFICER}))


def write(who: Person, *, applicant: Applicant = AN, remark: str = "gọi trước khi trả") -> None:
    """Let somebody write a line."""
    account = db.session.get_one(Account, who.account.id) if who.account else None
    duty_session = db.session.scalars(DutySession.on(DAY)).one()
    deed = Deed(Outcome.GUIDED, remark=remark)
    IntakeEntry.record(db.session, deed, Origin(duty_session, account), who=applicant)
    db.session.commit()


def views() -> list[tuple[int | None, dict[str, object]]]:
    """Give who saw what, oldest first."""
    question = select(AuditEvent.account_id, AuditEvent.facts).where(AuditEvent.verb == "view")
    return [(who, facts) for who, facts in db.session.execute(question.order_by(AuditEvent.id))]


def test_the_one_who_wrote_it_sees_it_whole(officer: Person) -> None:
    write(officer)

    page = officer.get(LINE)

    typed = [str(one.get("value")) for one in page.form("/sua").select("input")]
    assert set(WHOLE[:3]) <= set(typed)
    assert page.form("/sua").select_one("textarea").text.strip() == WHOLE[3]  # type: ignore[union-attr]


def test_every_view_of_whole_values_is_noted(officer: Person, centre: Person) -> None:
    write(officer)

    officer.get(LINE)
    centre.get(LINE)

    facts = {"number": "0001", "day": "2026-04-11"}
    assert officer.account
    assert centre.account
    assert views() == [(officer.account.id, facts), (centre.account.id, facts)]


def test_another_officer_sees_it_masked_and_nothing_is_noted(
    officer: Person, other: Person
) -> None:
    write(officer)

    page = other.get(LINE)

    assert "L. T. Ẩn" in page.main
    assert "••• 678" in page.main
    assert not [one for one in WHOLE if one in page.main or one in page.soup.decode()]
    assert not page.has_form("/sua")
    assert not page.has_form("/huy")
    assert views() == []
