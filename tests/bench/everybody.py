"""A commune that has a little of everything, and ten more of it; the pages that show it."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.commune import Department, Hamlet, Officer, Partner
from saturday.models.documents import Document
from saturday.models.feedback import Feedback, Opinion, Reply, Speaker
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import DutySession
from saturday.models.roster import Seat, assign
from saturday.rules.feedback import AnswerWay, FeedbackKind, FeedbackSource
from saturday.rules.permissions import Role
from tests import factories
from tests.bench.records import fill, paper

MORE = 10
DAY = date(2026, 4, 11)


def said(count: int) -> None:
    """Write so many opinions down, some of them given to a department, some answered."""
    hamlets = db.session.scalars(Hamlet.in_order()).all()
    for number in range(count):
        opinion = Opinion(
            content=f"Việc thứ {number} nêu mãi chưa thấy trả lời.",
            source=FeedbackSource.DESK,
            speaker=Speaker("Lô Thị Ẩn", "Thôn 1 (mẫu)", "0912345678"),
            hamlet=hamlets[number % len(hamlets)],
        )
        for is_answered in (False, True):
            row, _code = Feedback.record(db.session, opinion, by=None)
            row.assign(factories.department("kinh-te"), FeedbackKind.REPORT, by=None)
            if is_answered:
                reply = Reply("Đã xong.", AnswerWay.MEETING, row.since, is_public=True)
                row.reply(reply, by=None)


def list_of(duty_session: DutySession, code: str, people: int) -> None:
    """Send a department's list with so many new people."""
    department = factories.department(code)
    row = db.session.scalars(Nomination.for_(duty_session, department)).one_or_none()
    if row is None:
        row = Nomination.begin(duty_session, department, by=None)
        db.session.add(row)
    new = [
        factories.officer(f"Người {department.name} {place} (mẫu)", code=code)
        for place in range(len(row.lines), people)
    ]
    lines = [Line(one.duty, one.officer) for one in row.lines]
    lines += [Line(factories.duty("LAND"), one) for one in new]
    row.write(lines, remark="", cannot_reason="", by=None)
    row.send(by=None)


def seats(duty_session: DutySession, count: int) -> None:
    """Put so many new people on the board."""
    for number in range(count):
        name = f"Người Trực {duty_session.day} {number} (mẫu)"
        officer = factories.officer(name, code="trung-tam")
        assign(duty_session, Seat(factories.duty("CERTIFICATION"), officer), by=None)


def ten_more_of_everything() -> None:
    """Let the commune grow."""
    duty_session = db.session.scalars(DutySession.on(DAY)).one()
    list_of(duty_session, "kinh-te", 1 + MORE)
    seats(duty_session, MORE)
    for number in range(MORE):
        factories.hamlet(f"Thôn mới {number} (mẫu)")
        factories.account(username=f"nguoi{number}", roles={Role.DEPARTMENT})
        other = factories.duty_session(date(2026, 5, 2) + timedelta(weeks=number))
        list_of(other, "kinh-te", 1)
        seats(other, 1)
    db.session.add_all(
        Department(code=f"phong-{number}", name=f"Phòng mới {number}", short_name="mới",
                   position=50 + number, sends_list=False)
        for number in range(MORE)
    )  # fmt: skip
    db.session.add_all(Partner(name=f"Đơn vị mới {number}") for number in range(MORE))
    fill(Document.__table__, (paper(number) for number in range(2, 2 + MORE)))
    said(MORE)
    db.session.commit()


def examples() -> dict[str, str]:
    """Give one value for each thing that can stand in an address."""
    document = db.session.scalars(select(Document.id).limit(1)).one()
    return {
        "account_id": str(db.session.scalars(select(Account.id).limit(1)).one()),
        "day": DAY.isoformat(),
        "department": "kinh-te",
        "document_id": str(document),
        "first": "2026-03-15",
        "hamlet_id": str(db.session.scalars(select(Hamlet.id).limit(1)).one()),
        "issuer": "trung-tam",
        "key": DAY.isoformat(),
        "last": "2026-04-14",
        "name": "thon-ban",
        "number": "1",
        "officer_id": str(db.session.scalars(select(Officer.id).limit(1)).one()),
        "paper": "assignment_notice",
        "part": "danh-gia",
        "place": "trung-tam",
        "row_id": "1",
        "year": "2026",
    }


def pages_of(app: Flask) -> list[str]:
    """Give the address of each page that can be opened with what is known."""
    known = examples()
    urls = app.url_map.bind("localhost")
    rules: list[Rule] = sorted(app.url_map.iter_rules(), key=lambda one: one.rule)
    return [
        urls.build(rule.endpoint, {name: value_of(name, known) for name in rule.arguments})
        for rule in rules
        if "GET" in (rule.methods or ()) and rule.arguments <= known.keys()
    ]


def value_of(name: str, known: dict[str, str]) -> object:
    """Give a value as a converter takes it."""
    text = known[name]
    if name in {"day", "first", "last"}:
        return date.fromisoformat(text)
    return int(text) if text.isdigit() else text
