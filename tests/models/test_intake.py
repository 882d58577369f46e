"""What passes over the desk is written, counted, corrected and voided."""

from datetime import date

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.intake import (
    Applicant,
    Deed,
    Due,
    IntakeEntry,
    IntakeSeries,
    Origin,
    SearchKey,
    counts_of,
    name_keys,
)
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.returns import Handing, Return
from saturday.rules.intake import EntryOrigin, Outcome
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("morning")
SATURDAY = date(2026, 4, 11)
AN = Applicant(name="Lô Thị Ẩn", phone="0912345678", identity_number="040012345678")


@pytest.fixture
def morning(app: object) -> DutySession:
    """Open the desk of Saturday 11/4, at twenty past eight."""
    del app
    row = factories.duty_session(SATURDAY)
    stand_at("2026-04-11 08:20")
    return row


def desk() -> DutySession:
    """Give the Saturday."""
    return db.session.scalars(DutySession.on(SATURDAY)).one()


def line(outcome: Outcome = Outcome.SETTLED, **deed: object) -> IntakeEntry:
    """Write one line."""
    who = deed.pop("who", Applicant())
    origin = Origin(desk(), None, letter=str(deed.pop("letter", "")))
    row = IntakeEntry.record(db.session, Deed(outcome, **deed), origin, who=who)  # type: ignore[arg-type]
    db.session.commit()
    return row


def births() -> Procedure:
    """Give the registration of births."""
    question = Procedure.in_force(SATURDAY).where(Procedure.code == "1.001193")
    return db.session.scalars(question).one()


def acts() -> list[tuple[str, dict[str, object]]]:
    """Give the acts of the log with their facts, oldest first."""
    db.session.commit()
    question = select(AuditEvent.verb, AuditEvent.facts).order_by(AuditEvent.id)
    return [(verb, facts) for verb, facts in db.session.execute(question)]


def test_lines_are_numbered_by_device_without_gap() -> None:
    numbers = [line(letter=one).full_number for one in ("", "", "B", "", "B")]

    assert numbers == ["0001", "0002", "B0001", "0003", "B0002"]


def test_a_line_that_is_refused_gives_its_number_back() -> None:
    line()
    with pytest.raises(NotAllowedNow, match="Số lượng từ 1 đến 999"):
        line(quantity=0)
    db.session.rollback()

    assert line().full_number == "0002"
    assert db.session.scalars(select(IntakeSeries.last)).one() == 2


def test_each_line_is_a_person_unless_it_is_the_same_one() -> None:
    first = line(Outcome.SETTLED)
    line(Outcome.RECEIVED, who=first.visit)
    line(Outcome.GUIDED)

    counts = counts_of(db.session, desk())

    assert (counts.visits, counts.lines, counts.received) == (2, 3, 2)


def test_sixty_four_copies_are_one_line() -> None:
    line(quantity=64)

    assert counts_of(db.session, desk()).of(Outcome.SETTLED) == 1
