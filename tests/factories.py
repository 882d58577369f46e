"""Rows that tests need, made plainly; everyone in them is invented."""

from datetime import date, datetime, time

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.commune import Department, Duty, Hall, Hamlet, Officer
from saturday.models.intake import Applicant, Deed, Due, IntakeEntry, Origin
from saturday.models.plan import AnnualPlan, DutySession, Setup, limit_of
from saturday.models.procedures import Procedure
from saturday.models.roster import Wanted, require
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Role
from saturday.safekeeping import defaults
from tests.tracing import untraced


@untraced()
def account(
    *,
    username: str = "mot",
    name: str | None = None,
    roles: set[Role] | None = None,
    department: Department | None = None,
    password: str | None = None,
) -> Account:
    """Make an account; a password costs time, so only where it is typed."""
    row = Account.create(
        username, name or f"Người dùng {username}", frozenset(roles or ()), by=None
    )
    row.department = department
    if password:
        row.set_password(password, by=None)
    db.session.add(row)
    db.session.commit()
    return row


@untraced()
def department(code: str) -> Department:
    """Give one of the default departments."""
    return db.session.scalars(Department.coded(code)).one()


@untraced()
def duty(code: str) -> Duty:
    """Give one of the default duties."""
    return next(row for row in db.session.scalars(Duty.in_order()) if row.code == code)


@untraced()
def officer(
    name: str = "Công chức 1 (mẫu)", *, code: str = "kinh-te", post: str = "Chuyên viên"
) -> Officer:
    """Make an officer of a department."""
    row = Officer.create(name, post, department(code), by=None)
    db.session.add(row)
    db.session.commit()
    return row


@untraced()
def hamlet(name: str = "Thôn 1 (mẫu)", *, hall: str = "Nhà văn hóa thôn 1") -> Hamlet:
    """Make a village."""
    row = Hamlet(name=name, halls=[Hall(name=hall)] if hall else [])
    db.session.add(row)
    db.session.commit()
    return row


@untraced()
def plan(year: int = 2026, *, counted_from: date | None = None) -> AnnualPlan:
    """Make a year's plan with the default text."""
    row = defaults.begin_plan(year, counted_from or date(year, 2, 11))
    db.session.add(row)
    db.session.commit()
    return row


@untraced()
def duty_session(
    day: date = date(2026, 4, 11), *, prepared: bool = True, due: datetime | None = None
) -> DutySession:
    """Make a Saturday, under preparation with the default duties unless told otherwise."""
    year = db.session.scalars(AnnualPlan.of_year(day.year)).one_or_none() or plan(day.year)
    row = DutySession(day=day)
    year.sessions.append(row)
    db.session.flush()
    if prepared:
        setup = Setup(
            starts_at=time(7, 30),
            ends_at=time(11, 30),
            place="Trung tâm Phục vụ hành chính công xã Anh Sơn",
            list_due_at=due or limit_of(date(2026, 4, 3)),
        )
        row.prepare(setup, by=None)
        duties = db.session.scalars(Duty.in_order())
        require(row, [Wanted(one, one.default_count) for one in duties], by=None)
    db.session.commit()
    return row


@untraced()
def procedure(short_name: str) -> Procedure:
    """Give one of the default procedures as it holds on Saturday 11/4/2026."""
    asked = Procedure.in_force(date(2026, 4, 11)).where(Procedure.short_name == short_name)
    return db.session.scalars(asked).one()


@untraced()
def received(
    duty_session: DutySession,
    *,
    due_on: date | None = None,
    outcome: Outcome = Outcome.RECEIVED,
    short_name: str = "Xác nhận tình trạng hôn nhân",
    who: Applicant | None = None,
    by: Account | None = None,
) -> IntakeEntry:
    """Receive a dossier on a Saturday, now."""
    deed = Deed(
        outcome,
        procedure=procedure(short_name),
        dossier_code="H41.156-260411-0001",
        due=Due(due_on),
    )
    row = IntakeEntry.record(db.session, deed, Origin(duty_session, by), who=who or Applicant())
    db.session.commit()
    return row


def at(text: str) -> datetime:
    """Give a moment in Vietnam: "2026-04-07 15:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.TIMEZONE)
