"""The whole of Saturday 11/4/2026, typed and tapped at the desk: does every figure come out?"""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import demo
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.commune import Hamlet
from saturday.models.intake import IntakeEntry, counts_of
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.returns import Return, due_counts
from saturday.models.running import figures_of
from saturday.rules.intake import EntryOrigin, Filing, Outcome, sum_in_words
from tests.conftest import stand_at
from tests.pages import Person
from tests.telling import tell

DAY = date(2026, 4, 11)
PATH = "/tiep-nhan/2026-04-11"
SUM = (
    "58 lượt = 39 tiếp nhận + 4 yêu cầu bổ sung + 2 chỉ dẫn nơi khác + 5 trả kết quả"
    " + 6 hướng dẫn trực tuyến + 2 góp ý, phản ánh"
)


class Officers:
    """Everybody at the desk, each with a browser that never looks twice at a page."""

    def __init__(self, app: Flask) -> None:
        """Sit down at half past seven; know procedures and villages by their number."""
        self.app = app
        rows = db.session.scalars(Procedure.in_force(DAY))
        self.procedures = {row.code: str(row.id) for row in rows}
        self.hamlets = {row.name: str(row.id) for row in db.session.scalars(Hamlet.in_order())}

    def write(self, one: demo.Logged) -> None:
        """Write one line of the story by the way that people use for it."""
        stand_at(one.noted)
        if one.outcome is Outcome.HANDED_OVER:
            self._hand_over(one)
        elif one.kind is EntryOrigin.TALLY:
            self._tap(one)
        else:
            self._type(one)

    def _tap(self, one: demo.Logged) -> None:
        """Press one button, with the quantity typed beside it."""
        button = {"guidance": one.guidance.value} if one.guidance else {"outcome": one.outcome}
        if one.procedure:
            button = {"procedure": self.procedures[one.procedure]}
        self._send(one, PATH, "/dem", quantity=str(one.quantity), **button)

    def _type(self, one: demo.Logged) -> None:
        """Fill in the line; where paper had to do, with its hour."""
        is_later = one.kind is EntryOrigin.LATER
        hour = {"hour": one.happened.split()[1]} if is_later else {}
        due = f"{one.due_on:%d/%m/%Y}" if one.due_on else ""
        self._send(
            one,
            f"{PATH}?sau=1" if is_later else PATH,
            "/ghi",
            procedure=self.procedures.get(one.procedure, ""),
            hamlet=self.hamlets.get(one.hamlet, ""),
            quantity=str(one.quantity),
            outcome=one.outcome.value,
            guidance=one.guidance.value if one.guidance else "",
            filing=one.filing.value,
            dossier_code=one.dossier_code,
            due_on=due,
            due_reason=one.remark if due else "",
            remark=one.remark,
            **hour,
        )

    def _hand_over(self, one: demo.Logged) -> None:
        """Hand over what an earlier Saturday received."""
        coded = select(IntakeEntry.id).where(IntakeEntry.dossier_code == one.dossier_code)
        action = f"/tiep-nhan/tra-ket-qua/{db.session.scalars(coded).one()}"
        self._send(one, action, action)

    def _send(self, one: demo.Logged, path: str, action: str, **typed: str) -> None:
        """Send the form of a page, which is asked for as scripts do."""
        account = db.session.scalars(Account.named(one.username)).one()
        person = Person(self.app, account)  # signed in anew: some are away for long
        page = person.get(path, htmx=True)
        answer = person.send(page, action, follow=False, **typed)
        assert answer.status == 303, (one, answer.faults)


@pytest.fixture
def officers(app: Flask, empty_folder: Path) -> Officers:
    """Tell the story to Friday night, and begin the Saturday."""
    tell(app, empty_folder, demo.FRIDAY)
    stand_at("2026-04-11 07:30")
    return Officers(app)


def test_58_people_pass_over_the_desk_and_every_figure_comes_out(officers: Officers) -> None:
    for one in demo.log_of(DAY):
        officers.write(one)

    stand_at("2026-04-11 12:05")
    row = db.session.scalars(DutySession.on(DAY)).one()
    counts, figures = counts_of(db.session, row), figures_of(db.session, row)
    assert sum_in_words(counts) == SUM
    assert (counts.received, counts.of(Outcome.SETTLED), counts.of(Outcome.RECEIVED)) == (
        39,
        25,
        14,
    )
    assert figures.filed == {Filing.ONLINE: 14, Filing.DIRECT: 25}
    assert figures.returned_late == 1
    due = due_counts(db.session, DAY)
    assert (due.waiting, due.overdue) == (18, 1)
    log = db.session.scalars(IntakeEntry.log(row)).unique().all()
    assert sorted(one.number for one in log) == list(range(1, 59))
    copies = [one.quantity for one in log if one.procedure and one.procedure.code == "2.000815"]
    assert (len(copies), sum(copies)) == (18, 64)
    days = Counter(f"{one.due_on:%d/%m}" for one in log if one.due_on)
    assert days == {"15/04": 7, "17/04": 2, "24/04": 3, "13/05": 2}
    assert len(db.session.scalars(select(Return).where(Return.returned_on == DAY)).all()) == 5
