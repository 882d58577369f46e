"""Who is there in the invented year, and what hour is it?"""

from collections.abc import Iterable
from operator import itemgetter

from sqlalchemy import select

from saturday import clock
from saturday.demo.moments import Step, at
from saturday.demo.people import (
    AT_THE_DESK,
    HAMLETS,
    LISTS,
    OFFICERS,
    PHONE,
    village,
)
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.calendar import BusyDay, Holiday, calendar_of
from saturday.models.commune import Department, Duty, Hamlet, Officer, Partner, Setting
from saturday.models.intake import IntakeEntry
from saturday.models.procedures import Procedure
from saturday.models.returns import Handing, Return
from saturday.rules.permissions import Role
from saturday.rules.procedures import TimeUnit
from saturday.safekeeping import defaults

# Working days of procedures whose time the Centre compared with what it has posted up.
POSTED = {"1.004873": 3, "1.001776": 10, "1.014027": 10, "1.001699": 10, "1.013978": 20}


class Stage:
    """The people of the commune, and the clock that goes from step to step."""

    def __init__(self) -> None:
        """Take the defaults as the commune's own."""
        clock.run_from(at("2026-02-09 08:00"))
        defaults.load(db.session)
        db.session.add(Setting(key="demo", value="yes"))
        phone = db.session.scalars(select(Setting).where(Setting.key == "centre.phone")).one()
        phone.value = PHONE
        db.session.flush()
        self.departments = {row.code: row for row in db.session.scalars(Department.in_order())}
        self.duties = {row.code: row for row in db.session.scalars(Duty.in_order())}
        self.partners = {row.name: row for row in db.session.scalars(Partner.in_order())}
        self.calendar = calendar_of(
            db.session.scalars(Holiday.in_order()), db.session.scalars(BusyDay.in_order())
        )
        self.hamlets: dict[str, Hamlet] = {}
        self.procedures: dict[str, Procedure] = {}
        self.fetched: list[tuple[str, IntakeEntry]] = []  # when whose result will be fetched
        self.officers: dict[str, Officer] = {}
        self.accounts: dict[str, Account] = {}

    def at(self, text: str) -> None:
        """Close the step before and let the clock stand at the next; results go out between."""
        db.session.commit()
        while self.fetched and self.fetched[0][0] < text:
            moment, entry = self.fetched.pop(0)
            clock.run_from(at(moment))
            handing = Handing(clock.today(), clock.now().time())
            Return.hand_over(db.session, entry, handing, by=self.accounts["trungtam"])
            db.session.commit()
        clock.run_from(at(text))

    def take(self, steps: Iterable[Step], until: str = "") -> None:
        """Take steps in their order, all of them or up to a moment."""
        for moment, step in sorted(steps, key=itemgetter(0)):
            if until and moment > until:
                break
            clock.run_from(at(moment))
            step()
        self.fetched.sort(key=itemgetter(0))
        db.session.commit()

    def enter_people(self) -> None:
        """Enter officers and villages."""
        for code, people in OFFICERS.items():
            for name, post in people:
                officer = Officer.create(name, post, self.departments[code], by=None)
                db.session.add(officer)
                self.officers[name] = officer
        for place in range(1, HAMLETS + 1):
            name = f"Thôn {place}" if place <= HAMLETS - 2 else f"Bản {place - HAMLETS + 2}"
            self.hamlets[name] = village(name, place)
        db.session.add_all(self.hamlets.values())
        db.session.flush()

    def give_accounts(self, password: str) -> None:
        """Give one account to each role, department and village."""
        plain = {
            "quantri": ("Quản trị (mẫu)", Role.ADMIN),
            "lanhdao": ("Lãnh đạo (mẫu)", Role.LEADER),
            "trungtam": ("Điều phối Trung tâm (mẫu)", Role.CENTRE),
            "vanthu": ("Văn thư (mẫu)", Role.CLERK),
            "truyenthanh": ("Truyền thanh (mẫu)", Role.BROADCASTER),
        }
        for username, (name, role) in plain.items():
            self._account(username, name, role)
        for username, code in (
            ("kinhte", "kinh-te"),
            ("vanhoa", "van-hoa-xa-hoi"),
            ("vanphong", "van-phong"),
        ):
            department = self.departments[code]
            account = self._account(username, f"{department.short_name} (mẫu)", Role.DEPARTMENT)
            account.department = department
        served = [name for people in LISTS.values() for _duty, name in people]
        for place, name in enumerate((*served, *AT_THE_DESK), start=1):
            self._account(f"congchuc{place}", name, Role.OFFICER).officer = self.officers[name]
        for place, hamlet in enumerate(db.session.scalars(Hamlet.in_order()).all(), start=1):
            name = f"{hamlet.name} (mẫu)"
            self._account(f"thon{place}", name, Role.HAMLET).hamlet = hamlet
        first = self.accounts["quantri"]
        first.set_password(password, by=None)
        for account in self.accounts.values():
            account.password_hash = first.password_hash

    def _account(self, username: str, name: str, role: Role) -> Account:
        """Make one account."""
        account = Account.create(username, name, frozenset({role}), by=None)
        db.session.add(account)
        self.accounts[username] = account
        return account

    def confirm_times(self) -> None:
        """Let the Centre correct the times of procedures by what it has posted up."""
        for procedure in db.session.scalars(Procedure.in_force(clock.today())):
            self.procedures[procedure.code] = procedure
        for code, days in POSTED.items():
            row, by = self.procedures[code], self.accounts["trungtam"]
            unit = {"time_unit": TimeUnit.WORKING_DAYS, "time_amount": days, "time_note": ""}
            row.change(unit | {"source": "Bản niêm yết tại Trung tâm (mẫu)"}, by=by)
            db.session.flush()
            row.confirm(row.version, by=by)
