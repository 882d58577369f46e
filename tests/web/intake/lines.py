"""Lines of the log of Saturday 11/4, as tests of its pages need them."""

from datetime import date

from sqlalchemy import select

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.commune import Setting
from saturday.models.intake import Applicant, Deed, IntakeEntry, Origin, Visit
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.intake import Outcome
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person

DAY = date(2026, 4, 11)
DESK = "/tiep-nhan/2026-04-11"
LINE = f"{DESK}/dong/0001"
AN = Applicant(name="Lô Thị Ẩn", phone="0912345678", identity_number="040012345678")
SWITCHES = ("desk.names", "desk.phones", "desk.identity")


def open_desk(*asked: str) -> None:
    """Open the desk at twenty past eight; it may ask for everything unless told otherwise."""
    factories.duty_session(DAY)
    for key in asked or SWITCHES:
        db.session.scalars(select(Setting).where(Setting.key == key)).one().value = "yes"
    db.session.commit()
    stand_at("2026-04-11 08:20")


def write(
    by: Person, outcome: Outcome = Outcome.GUIDED, who: Applicant | Visit = AN, **deed: object
) -> None:
    """Let somebody write a line."""
    account = db.session.get_one(Account, by.account.id) if by.account else None
    duty_session = db.session.scalars(DutySession.on(DAY)).one()
    whole = Deed(outcome, **deed)  # type: ignore[arg-type]
    IntakeEntry.record(db.session, whole, Origin(duty_session, account), who=who)
    db.session.commit()


def the_line(number: int = 1) -> IntakeEntry:
    """Give a line as it is saved."""
    duty_session = db.session.scalars(DutySession.on(DAY)).one()
    return db.session.scalars(IntakeEntry.numbered(duty_session, "", number)).one()


def births() -> Procedure:
    """Give the registration of births."""
    return procedure("1.001193")


def procedure(code: str) -> Procedure:
    """Give the version of a procedure that holds on the day."""
    return db.session.scalars(Procedure.in_force(DAY).where(Procedure.code == code)).one()
