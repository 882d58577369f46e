"""Saturdays, lists and boards as the roster's tests find them."""

from datetime import date

from bs4 import Tag
from flask import Flask

from saturday.extensions import db
from saturday.models.attendance import Attendance, Stay, people_of, record
from saturday.models.base import Report
from saturday.models.calendar import known_calendar
from saturday.models.commune import Officer
from saturday.models.moving import copy_lists
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import AnnualPlan, Choice, DutySession
from saturday.models.roster import Assignment, Seat, assign
from saturday.rules.attendance import Came
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person, values_of

APRIL_11 = date(2026, 4, 11)
HUB = "/lich-truc/2026-04-11"
LIST = f"{HUB}/phong/kinh-te"


def nominated(
    duty_session: DutySession,
    *officers: Officer,
    code: str = "kinh-te",
    duty: str = "LAND",
    sent: bool = True,
    report: Report | None = None,
) -> Nomination:
    """Write a department's list, and send it unless told otherwise."""
    row = Nomination.begin(duty_session, factories.department(code), by=None)
    lines = [Line(factories.duty(duty), officer) for officer in officers]
    row.write(lines, remark="", cannot_reason="" if lines else "Cả phòng đi tập huấn", by=None)
    if sent:
        row.send(report, by=None)
    db.session.commit()
    return row


def assigned(duty_session: DutySession, officer: Officer, duty: str = "LAND") -> Assignment:
    """Put an officer on the board."""
    row = assign(duty_session, Seat(factories.duty(duty), officer), by=None)
    db.session.commit()
    return row


def press(person: Person, page: Page, path: str, **typed: object) -> Page:
    """Fill in the form of a list and press the button that sends it to another address."""
    values: dict[str, object] = dict(values_of(found(page, "#list-form")))
    values.update({name.replace("__", "-"): value for name, value in typed.items()})
    return person.post(path, values)


def tap(person: Person, page: Page, button: str, **typed: object) -> Page:
    """Press a button of a list that only rearranges its rows."""
    return press(person, page, LIST, **{button: "1"}, **typed)


def found(page: Page, selector: str) -> Tag:
    """Give the one element of a page that a selector names."""
    one = page.soup.select_one(selector)
    assert one is not None, selector
    return one


def shown(page: Page, name: str) -> str:
    """Give what a field of a page holds."""
    one = found(page, f"[name={name}]")
    return one.get_text().strip() if one.name == "textarea" else str(one["value"])


def later(person: Person, moment: str) -> Person:
    """Let time pass, and the person sign in again."""
    stand_at(moment)
    assert person.account is not None
    return Person(person.app, db.session.merge(person.account))


def list_of(code: str = "kinh-te") -> Nomination:
    """Give the list of a department for 11/4 as it is stored."""
    duty_session = db.session.scalars(DutySession.on(APRIL_11)).one()
    return db.session.scalars(Nomination.for_(duty_session, factories.department(code))).one()


def board() -> list[tuple[str, str]]:
    """Give duties and people on the board of 11/4."""
    duty_session = db.session.scalars(DutySession.on(APRIL_11)).one()
    rows = db.session.scalars(Assignment.of_session(duty_session))
    return [(one.duty.code, one.who) for one in rows]


def moved(old: DutySession, to: date, why: str) -> DutySession:
    """Move a Saturday with its lists."""
    plan = db.session.scalars(AnnualPlan.of_year(old.day.year)).one()
    new = plan.move(old, Choice(to), why, known_calendar(db.session), by=None)
    copy_lists(old, new, by=None)
    db.session.commit()
    return new


def recorded(duty_session: DutySession) -> list[Attendance]:
    """Let everybody on the board have come for the hours of the duties."""
    people = people_of(db.session.scalars(Assignment.of_session(duty_session)), ())
    stays = [Stay(one, Came.PRESENT, *(one.usual or ())) for one in people]
    record(db.session, duty_session, stays, by=None)
    db.session.commit()
    return list(db.session.scalars(Attendance.of_session(duty_session)))


def officer_person(app: Flask, officer: Officer) -> Person:
    """Open the browser of an officer on duty, signed in."""
    account = factories.account(username=f"congchuc{officer.id}", roles={Role.OFFICER})
    account.officer = officer
    db.session.commit()
    return Person(app, account)
