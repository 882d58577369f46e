"""Saturdays and papers that the tests of this room begin with; everyone in them is invented."""

from dataclasses import replace
from datetime import date, datetime

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Officer, Setting
from saturday.models.documents import Check, Document, Subject
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import AnnualPlan, DutySession
from saturday.models.progress import ANNUAL_PLAN, ASSIGNMENT_NOTICE
from saturday.models.roster import Assignment, DutyRequirement, Replacement, Seat, assign
from saturday.papers import issuing, making
from saturday.papers.issuing import Entry
from saturday.papers.making import Amendment
from saturday.rules.lifecycle import PaperState
from saturday.rules.numbering import DocumentKind, Issuer
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person
from tests.tracing import untraced

SATURDAY = date(2026, 4, 11)
SIGNER = "Phạm Thị Hương (mẫu)"
PDF = b"%PDF-1.7\n%stub"
STEPS = ("draft", "checked", "signed", "issued")


@untraced()
def setting(key: str, value: str) -> None:
    """Set one of the commune's settings."""
    rows = {row.key: row for row in db.session.scalars(Setting.in_order())}
    if key in rows:
        rows[key].value = value
    else:
        db.session.add(Setting(key=key, value=value))
    db.session.commit()


@untraced()
def saturday(day: date = SATURDAY, *, without: str = "") -> DutySession:
    """Make a Saturday with somebody on every duty that is needed, but for one."""
    row = db.session.scalar(DutySession.on(day)) or factories.duty_session(day)
    economy = factories.department("kinh-te")
    wanted = [one.duty for one in db.session.scalars(DutyRequirement.of_session(row)) if one.count]
    for duty in wanted:
        if duty.code != without:
            name = f"Công chức {duty.code.lower()} (mẫu)"
            person = Officer.create(name, "Chuyên viên", economy, by=None)
            db.session.add(person)
            assign(row, Seat(duty, officer=person), by=None)
    db.session.commit()
    return row


@untraced()
def replaced(row: DutySession, code: str = "CIVIL_STATUS", name: str = "Người thay (mẫu)") -> None:
    """Let somebody stand in for whoever has a duty."""
    people = db.session.scalars(Assignment.of_session(row)).all()
    old = next(one for one in people if one.duty.code == code)
    seat = Seat(old.duty, officer=factories.officer(name))
    db.session.add(Replacement.make(old, seat, "xin nghỉ", by=None))
    db.session.commit()


@untraced()
def added(row: DutySession, code: str, name: str = "Người thêm (mẫu)") -> None:
    """Put one more person on a duty."""
    assign(row, Seat(factories.duty(code), officer=factories.officer(name)), by=None)
    db.session.commit()


@untraced()
def earlier_papers(count: int, year: int) -> None:
    """Record notices that were issued on the same day, numbered from one on."""
    day = datetime(year, 3, 2, 9, tzinfo=clock.TIMEZONE)
    db.session.add_all(
        Document(
            paper="earlier",
            kind=DocumentKind.NOTICE,
            issuer=Issuer.CENTRE,
            symbol="TB-TTPVHCC",
            title=f"Về việc thứ {number} (mẫu)",
            signer_capacity="GIÁM ĐỐC",
            signer_name=SIGNER,
            recipients="Như trên",
            state=PaperState.ISSUED,
            drafted_at=day,
            issued_at=day,
            dated_on=day.date(),
            number=number,
            is_earlier=True,
        )
        for number in range(1, count + 1)
    )
    db.session.commit()


@untraced()
def nomination(code: str = "kinh-te", day: date = SATURDAY) -> Nomination:
    """Make a department's list with one officer."""
    held = db.session.scalar(DutySession.on(day)) or factories.duty_session(day)
    row = Nomination.begin(held, factories.department(code), by=None)
    db.session.add(row)
    person = factories.officer(f"Người của {code} (mẫu)", code=code)
    row.write([Line(factories.duty("LAND"), person)], remark="", cannot_reason="", by=None)
    db.session.commit()
    return row


@untraced()
def subject(paper: str, day: date = SATURDAY) -> Subject:
    """Find or make what a paper is made from."""
    if paper == ANNUAL_PLAN:
        plan = db.session.scalar(AnnualPlan.with_text(day.year)) or factories.plan(day.year)
        return Subject(plan=plan)
    if paper in making.OF_A_SATURDAY:
        held = db.session.scalar(DutySession.on(day))
        return Subject(duty_session=held if held and held.assignments else saturday(day))
    row = nomination(day=day)
    return Subject(duty_session=row.duty_session, nomination=row)


@untraced()
def paper(
    step: str = "draft",
    *,
    sort: str = ASSIGNMENT_NOTICE,
    day: date = SATURDAY,
    number: str = "28",
    amendment: Amendment | None = None,
) -> Document:
    """Take a paper as far as a step, all of it now."""
    about = subject(sort, day) if amendment is None else making.subject_from(amendment.old)
    papers = making.proposed(db.session, sort, about, amendment)
    said = "Sai ngày họp." if amendment else ""
    chosen = replace(papers, signer_name=SIGNER, statement=said)
    row = making.begin(db.session, chosen, about, amendment, by=None)
    db.session.flush()
    take(row, step, number=number)
    db.session.commit()
    return row


@untraced()
def take(row: Document, step: str, *, number: str = "28") -> None:
    """Take a paper further, to a step."""
    wanted = STEPS.index(step)
    if wanted >= 1 and not row.is_frozen:
        for part in Check:
            seen = making.seen_now(db.session, row)
            making.check(db.session, row, part, seen, by=None)
    if wanted >= 2 and row.state.name == "CHECKED":
        making.sign(db.session, row, clock.now(), by=None)
    if wanted >= 3:
        issuing.issue(db.session, row, Entry(number, clock.today()), by=None)
    db.session.commit()


@untraced()
def draft_of(row: Nomination) -> Document:
    """Make the paper of one list."""
    about = Subject(duty_session=row.duty_session, nomination=row)
    papers = making.proposed(db.session, making.NOMINATION, about)
    made = making.begin(db.session, papers, about, by=None)
    db.session.commit()
    return made


def at(moment: str, person: Person) -> Person:
    """Let time pass; whoever was signed in comes again."""
    stand_at(moment)
    return Person(person.app, person.account)


@untraced()
def earlier_plan() -> Document:
    """Record Kế hoạch 50 of 11/02/2026 as issued before the app."""
    about = subject(ANNUAL_PLAN)
    papers = replace(making.proposed(db.session, ANNUAL_PLAN, about), signer_name=SIGNER)
    entry = Entry("50", date(2026, 2, 11))
    row = issuing.record_earlier(db.session, papers, about, entry, by=None)
    db.session.commit()
    return row
