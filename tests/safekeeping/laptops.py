"""Laptops that go out with a pack, work alone and come home: in memory, so that many may."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.commune import Commune
from saturday.models.intake import Applicant, Deed, IntakeEntry, Origin
from saturday.models.nominations import Nomination
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.roster import Assignment
from saturday.rules.intake import Outcome
from saturday.rules.lifecycle import NominationState
from saturday.rules.permissions import Role
from saturday.safekeeping import packs
from tests import factories

DAY = date(2026, 5, 9)
PASSWORD = "bốn từ không liên quan"

_compiled: dict[object, object] = {}  # statements that every laptop asks


def prepare(*, password: str | None = None) -> DutySession:
    """Make the Saturday in the village, with one officer and the Centre to go there."""
    duty_session = factories.duty_session(DAY)
    duty_session.is_mobile = True
    officer = factories.officer("Lô Thị Hạnh (mẫu)", code="van-phong")
    account = factories.account(username="hanh", roles={Role.OFFICER}, password=password)
    account.officer = officer
    factories.account(username="trungtam", roles={Role.CENTRE}, password=password)
    factories.account(username="vanthu", roles={Role.CLERK}, password=password)
    seat = Assignment(
        duty_session=duty_session, duty=factories.duty("CERTIFICATION"), officer=officer
    )
    db.session.add(seat)
    approved = Nomination.begin(duty_session, officer.department, by=None)
    approved.state = NominationState.APPROVED
    db.session.commit()
    return duty_session


def pack_for(folder: Path, passphrase: str | None = None) -> packs.SentOut:
    """Send one pack out."""
    return packs.send_out(db.session, DAY, folder, passphrase, by=None)


def content_of(sent: packs.SentOut) -> bytes:
    """Give the data of a pack as they left."""
    return (sent.folder / packs.FOLDER / packs.DATABASE).read_bytes()


@contextmanager
def session_over(content: bytes) -> Iterator[Session]:
    """Open data in memory."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.deserialize(content)
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with Session(engine.execution_options(compiled_cache=_compiled)) as session:
        yield session
    engine.dispose()
    connection.close()


def saved(session: Session) -> bytes:
    """Give data in memory as they would lie on a disk now."""
    session.commit()
    raw = session.connection().connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    content = bytes(raw.serialize())
    session.rollback()
    return content


@dataclass
class Desk:
    """Somebody who writes at a desk, here or in the village."""

    session: Session

    @property
    def duty_session(self) -> DutySession:
        return self.session.scalars(DutySession.on(DAY)).one()

    @property
    def letter(self) -> str:
        return Commune.of_database(self.session).text(packs.LETTER)

    @property
    def who(self) -> Account:
        return self.session.scalars(Account.named("hanh")).one()

    @property
    def lines(self) -> list[IntakeEntry]:
        asked = select(IntakeEntry).order_by(IntakeEntry.id)
        return list(self.session.scalars(asked))

    def deed(self, outcome: Outcome = Outcome.SETTLED, quantity: int = 1) -> Deed:
        """Describe one thing."""
        procedure = self.session.scalars(Procedure.in_force(DAY)).first()
        return Deed(outcome, procedure=procedure, quantity=quantity)

    def write(
        self, outcome: Outcome = Outcome.SETTLED, *, name: str = "", same: bool = False
    ) -> IntakeEntry:
        """Write one line; with ``same`` for the person of the last one."""
        origin = Origin(self.duty_session, self.who, letter=self.letter)
        last = self.lines[-1:]
        who = last[0].visit if same and last else Applicant(name=name)
        return IntakeEntry.record(self.session, self.deed(outcome), origin, who=who)

    def correct(self, line: IntakeEntry, *, quantity: int, name: str = "") -> None:
        """Write a line anew."""
        deed = self.deed(line.outcome, quantity)
        line.correct(deed, Applicant(name=name), "ghi nhầm", by=self.who)


def picture(session: Session) -> list[tuple[object, ...]]:
    """Give all that can be seen of the lines, by their number; whose visit is whose included."""
    found: list[tuple[object, ...]] = []
    for one in session.scalars(
        select(IntakeEntry).order_by(IntakeEntry.letter, IntakeEntry.number)
    ):
        returned = one.returned.recorded_at if one.returned else None
        found.append(
            (
                one.full_number,
                one.outcome,
                one.procedure.code if one.procedure else "",
                one.quantity,
                one.recorded_at,
                one.recorded_by.username if one.recorded_by else "",
                one.officer.name if one.officer else "",
                one.voided_at,
                one.visit.name,
                min(two.full_number for two in one.visit.entries),
                sorted(two.corrected_at for two in one.corrections),
                sorted(two.key for two in one.keys),
                returned,
            )
        )
    return found


def packs_of(session: Session) -> list[MobilePack]:
    """Give all packs that are known."""
    return list(session.scalars(MobilePack.in_order()))
