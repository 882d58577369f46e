"""What lies in the database that is measured? Run in a new data folder; prints the cookies."""

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import Table, insert, select

from saturday import clock, create_app
from saturday.extensions import db, writing
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent, first_break
from saturday.models.commune import Duty, Officer
from saturday.models.documents import Check, Document, Subject
from saturday.models.forms import FormKey
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment
from saturday.papers import making
from saturday.rules.feedback import (
    AnswerWay,
    FeedbackKind,
    FeedbackSource,
    FeedbackState,
    Voice,
)
from saturday.rules.lifecycle import PaperState
from saturday.rules.numbering import DocumentKind, Issuer
from tests import factories
from tests.faults import people
from tests.faults.acts import DAYS, DEPARTMENTS
from tests.faults.serving import ROOT
from tests.web.announcements.telling import published

OFFICERS = 200  # on the list of officers
LISTED = 200  # papers on the list of papers
DRAFTS = 24  # notices that wait for the check of their form
FIRST_DRAFT = date(2026, 7, 4)
BUSY_DAY = DAYS[0]  # its lists are approved: the hub that is measured
LIST_DAY = DAYS[1]  # its list of Phòng Kinh tế is saved again and again


def work() -> None:
    """Do what a commune did before the measuring: officers, lists, drafts."""
    for number in range(OFFICERS - len(db.session.scalars(Officer.everyone()).all())):
        name = f"Công chức thứ {number + 1} (mẫu)"
        officer = Officer.create(name, "Chuyên viên", factories.department("uy-ban"), by=None)
        db.session.add(officer)
    db.session.commit()
    for code in DEPARTMENTS:
        written(BUSY_DAY, code).approve(by=None)
    db.session.commit()
    written(LIST_DAY, "kinh-te")
    db.session.commit()
    for number in range(DRAFTS):
        drafted(FIRST_DRAFT + timedelta(weeks=number))
    for day in DAYS:
        published(saturday(day))


def written(day: date, code: str) -> Nomination:
    """Send a department's list with two people."""
    department = factories.department(code)
    row = Nomination.begin(saturday(day), department, by=None)
    db.session.add(row)
    duties = [one for one in db.session.scalars(Duty.in_order()) if one.department is department]
    officers = db.session.scalars(Officer.serving(department)).all()
    lines = [Line(duties[0], officer) for officer in officers[:2]]
    row.write(lines, remark="", cannot_reason="", by=None)
    row.send(by=None)
    db.session.flush()
    return row


def saturday(day: date) -> DutySession:
    """Find a Saturday."""
    return db.session.scalars(DutySession.on(day)).one()


def drafted(day: date) -> None:
    """Draft the notice of a Saturday whose content is checked already."""
    subject = Subject(duty_session=factories.duty_session(day))
    papers = making.proposed(db.session, "assignment_notice", subject)
    chosen = {"signer_name": "Giám đốc (mẫu)", "incomplete_reason": "Còn thiếu người"}
    row = making.begin(db.session, type(papers)(**(vars_of(papers) | chosen)), subject, by=None)
    db.session.flush()
    making.check(db.session, row, Check.CONTENT, making.seen_now(db.session, row), by=None)
    db.session.commit()


def vars_of(value: object) -> dict[str, Any]:
    """Give the fields of a value with slots."""
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined] # it has


# --- Years of records, put in as they would lie there ---------------------------------------------


def grow(records: int) -> None:
    """Put in so many papers, places on the board, acts and used keys."""
    fill(Document.__table__, (paper(number) for number in range(LISTED, records)))
    fill(FormKey.__table__, (used_key(number) for number in range(records)))
    fill(Assignment.__table__, seats(records))
    fill(AuditEvent.__table__, acts(records))
    db.session.commit()
    assert first_break(db.session.scalars(AuditEvent.in_order())) is None


def fill(table: Any, rows: Iterator[dict[str, Any]]) -> None:  # noqa: ANN401 - a mapped table
    """Put rows into a table, many at once."""
    assert isinstance(table, Table)
    found = list(rows)
    if found:
        db.session.execute(insert(table), found)


def paper(number: int) -> dict[str, Any]:
    """Give an issued paper: one a day, back through the years."""
    moment = clock.now() - timedelta(days=1 + number)
    return {
        "paper": "earlier",
        "kind": DocumentKind.NOTICE,
        "issuer": Issuer.CENTRE,
        "symbol": "TB-TTPVHCC",
        "title": f"Về việc thứ {number}",
        "signer_capacity": "GIÁM ĐỐC",
        "signer_name": "Người Ký (mẫu)",
        "recipients": "Như trên",
        "state": PaperState.ISSUED,
        "drafted_at": moment,
        "issued_at": moment,
        "number": number + 1,
        "dated_on": moment.date(),
        "is_earlier": True,
        "version": 1,
    }


def opinion(number: int) -> dict[str, Any]:
    """Give an opinion that is over: one a day, back through the years."""
    moment = clock.now() - timedelta(days=1 + number)
    return {
        "id": 1000 + number,
        "year": moment.year,
        "number": 1000 + number,
        "received_at": moment,
        "written_at": moment,
        "source": FeedbackSource.DESK,
        "voice": Voice.CITIZEN,
        "kind": FeedbackKind.REPORT,
        "content": f"Việc thứ {number} nêu ở quầy, nay đã xong và đã báo lại.",
        "name": "Lô Thị Ẩn",
        "address": "Thôn 1 (mẫu)",
        "phone": "0912345678",
        "is_named": True,
        "is_hidden": False,
        "hamlet_id": 1,
        "owner_id": 1 + number % 3,
        "state": FeedbackState.CLOSED,
        "since": moment.date(),
        "national_number": "",
        "transferred_to": "",
        "decline_reason": "",
        "version": 1,
    }


def answer(number: int) -> dict[str, Any]:
    """Give the answer to one of them, that may be read out."""
    moment = clock.now() - timedelta(days=1 + number)
    return {
        "feedback_id": 1000 + number,
        "text": "Đã làm xong, mời bà con xem lại.",
        "way": AnswerWay.MEETING,
        "answered_on": moment.date(),
        "is_public": True,
        "department_id": 1 + number % 3,
        "written_at": moment,
    }


def used_key(number: int) -> dict[str, Any]:
    """Give the key of a form that was sent."""
    used = clock.now() - timedelta(minutes=number)
    return {"nonce": f"earlier-{number}", "used_at": used, "location": "/", "message": ""}


def seats(count: int) -> Iterator[dict[str, Any]]:
    """Give places on the boards of Saturdays long ago."""
    plan = factories.plan(2019)
    days = [DutySession(day=date(2019, 1, 5) + timedelta(days=one)) for one in range(count // 30)]
    plan.sessions.extend(days)
    db.session.flush()
    duty = factories.duty("CERTIFICATION")
    officer = db.session.scalars(select(Officer.id).limit(1)).one()
    for number in range(count):
        yield {
            "duty_session_id": days[number % len(days)].id,
            "duty_id": duty.id,
            "officer_id": officer,
        }


def acts(count: int) -> Iterator[dict[str, Any]]:
    """Go on with the audit chain."""
    db.session.commit()
    head = db.session.scalars(AuditEvent.newest()).one()
    previous, account = head.hash, db.session.scalars(select(Account.id).limit(1)).first()
    for number in range(head.id + 1, head.id + 1 + count):
        act = AuditEvent(
            id=number,
            at=clock.now(),
            account_id=account,
            verb="write",
            subject="nomination",
            subject_id=1,
            facts={"lines": 2},
            previous=previous,
        )
        act.hash = act.expected_hash(previous)
        yield {
            name: getattr(act, name)
            for name in ("id", "at", "account_id", "verb", "subject", "subject_id", "facts")
        } | {"previous": previous, "hash": act.hash}
        previous = act.hash


def main(records: int) -> None:
    """Prepare the folder that SATURDAY_DATA names."""
    people.write_config()
    app = create_app()
    with app.app_context():
        upgrade(directory=str(ROOT / "saturday" / "migrations"))
        writing.set(True)
        people.settle()
        found = people.cookies(app)
        fill(Document.__table__, (paper(number) for number in range(LISTED - DRAFTS)))
        work()
        if records:
            grow(records)
        json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
