"""The invented year that a newcomer can try; nobody in it exists."""

import csv
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from operator import itemgetter

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.announcements import Announcement, Made
from saturday.models.attendance import (
    Attendance,
    CompensatoryLeave,
    LeaveDay,
    Stay,
    people_of,
    record,
)
from saturday.models.base import Report, Way
from saturday.models.broadcasts import Playing, note_broadcast, plan_broadcasts
from saturday.models.calendar import BusyDay, Holiday, calendar_of
from saturday.models.commune import (
    Commune,
    ContactPost,
    Department,
    Duty,
    Hall,
    Hamlet,
    Network,
    Officer,
    Partner,
    Power,
    Setting,
    Signal,
)
from saturday.models.documents import Check, Document, Papers, Subject
from saturday.models.intake import Applicant, Deed, Due, IntakeEntry, Origin
from saturday.models.plan import AnnualPlan, Choice, DutySession, Setup, limit_of
from saturday.models.procedures import Procedure
from saturday.models.progress import ANNUAL_PLAN, ASSIGNMENT_NOTICE, CITIZEN_NOTICE
from saturday.models.returns import Dossier, Handing, Return, appointment_of, due_of
from saturday.models.roster import (
    Assignment,
    Line,
    Nomination,
    Replacement,
    Seat,
    Wanted,
    assign,
    require,
)
from saturday.models.running import Answers, Checklist, Seen, WaitingCount
from saturday.models.villages import Receipt, ReceiptKind, Said, record_calls
from saturday.models.villages import record as record_receipts
from saturday.papers import making, texts
from saturday.papers.facts import PublicFacts
from saturday.papers.issuing import Entry, issue, record_earlier
from saturday.rules.announcements import Channel
from saturday.rules.attendance import Came, HoursChoice, Ledger
from saturday.rules.broadcasts import Slots
from saturday.rules.deadlines import list_due_on
from saturday.rules.intake import EntryOrigin, Filing, Guidance, Outcome, Satisfaction
from saturday.rules.numbering import DocumentKind, Issuer
from saturday.rules.permissions import Role
from saturday.rules.procedures import TimeUnit
from saturday.rules.schedule import propose
from saturday.safekeeping import defaults
from saturday.vietnamese.dates import long_day, parse_day

Step = tuple[str, Callable[[], None]]  # when, and what is done

TUESDAY = "2026-04-07 15:00"  # the notice of who serves waits for its signature
FRIDAY = "2026-04-10 20:30"  # everybody has been told
NOW = "2026-04-11 10:52"  # Saturday: 37 people have been served, others wait
NOON = "2026-04-11 12:10"  # all 58 were served, the last one left
MONDAY = "2026-04-13 09:30"  # hours are recorded, open dossiers go to the departments
PHONE = "0238 3000 000"
DAYS = (date(2026, 2, 28), date(2026, 3, 28), date(2026, 4, 11), date(2026, 5, 9))
IN_VILLAGES = (date(2026, 8, 15), date(2026, 11, 7))
HAMLETS = 35
DEPUTY = "Lê Văn Minh (mẫu)"
DIRECTOR = "Phạm Thị Hương (mẫu)"

# Name, post; every name says that it is an example.
OFFICERS = {
    "uy-ban": (
        ("Nguyễn Văn Hùng (mẫu)", "Chủ tịch"),
        ("Trần Thị Lan (mẫu)", "Phó Chủ tịch"),
        ("Lê Văn Minh (mẫu)", "Phó Chủ tịch"),
    ),
    "trung-tam": (
        ("Phạm Thị Hương (mẫu)", "Giám đốc"),
        ("Hoàng Văn Sơn (mẫu)", "Phó Giám đốc"),
        ("Lô Thị Bình (mẫu)", "Chuyên viên"),
        ("Vi Văn Đức (mẫu)", "Chuyên viên"),
        ("Nguyễn Thị Ánh (mẫu)", "Chuyên viên"),
    ),
    "van-phong": (
        ("Cao Văn Thành (mẫu)", "Chánh Văn phòng"),
        ("Đặng Thị Ước (mẫu)", "Công chức Tư pháp - Hộ tịch"),
        ("Bùi Văn Quang (mẫu)", "Công chức Tư pháp - Hộ tịch"),
        ("Võ Thị Thủy (mẫu)", "Văn thư"),
    ),
    "van-hoa-xa-hoi": (
        ("Lương Văn Khoa (mẫu)", "Trưởng phòng"),
        ("Ngân Thị Yến (mẫu)", "Công chức Văn hóa - Xã hội"),
        ("Hồ Thị Mai (mẫu)", "Công chức Văn hóa - Xã hội"),
    ),
    "kinh-te": (
        ("Phan Văn Tài (mẫu)", "Trưởng phòng"),
        ("Nguyễn Đình Long (mẫu)", "Công chức Địa chính"),
        ("Kha Văn Nam (mẫu)", "Công chức Địa chính"),
        ("Trương Thị Hạnh (mẫu)", "Công chức Kinh tế"),
    ),
}

# Who usually takes which duty: the lists of the departments, then the Centre's own people.
LISTS = {
    "van-phong": (("CIVIL_STATUS", "Đặng Thị Ước (mẫu)"), ("CLERICAL_SEAL", "Võ Thị Thủy (mẫu)")),
    "van-hoa-xa-hoi": (("SOCIAL_POLICY", "Ngân Thị Yến (mẫu)"),),
    "kinh-te": (("LAND", "Nguyễn Đình Long (mẫu)"), ("BUSINESS", "Trương Thị Hạnh (mẫu)")),
}
DESKS = {
    "CERTIFICATION": "1",
    "CIVIL_STATUS": "2",
    "SOCIAL_POLICY": "3",
    "LAND": "4",
    "BUSINESS": "5",
}
# Who else sits at a desk with an account of his own.
AT_THE_DESK = ("Bùi Văn Quang (mẫu)", "Lô Thị Bình (mẫu)")
# Working days of procedures whose time the Centre compared with what it has posted up.
POSTED = {"1.004873": 3, "1.001776": 10, "1.014027": 10, "1.001699": 10, "1.013978": 20}
PAID = ("Hoàng Văn Sơn (mẫu)", "Trương Thị Hạnh (mẫu)")  # who wants payment; others, time off
OWN_PEOPLE = (
    ("LEADER", "Lê Văn Minh (mẫu)"),
    ("CENTRE_LEAD", "Hoàng Văn Sơn (mẫu)"),
    ("CERTIFICATION", "Lô Thị Bình (mẫu)"),
    ("CERTIFICATION_SIGNER", "Lê Văn Minh (mẫu)"),
    ("CIVIL_STATUS_SIGNER", "Lê Văn Minh (mẫu)"),
)


# How many waited on Saturday, and what people said of it in the end.
WAITED = (
    ("08:30", Seen(4, place="hộ tịch")),
    ("09:27", Seen(6, place="chứng thực")),
    ("10:30", Seen(9, place="chứng thực")),
    ("11:20", Seen(3, place="đất đai")),
)
ANSWERED = {Satisfaction.VERY: 31, Satisfaction.SATISFIED: 14, Satisfaction.NOT: 1}

# What is told on Wednesday 01/4, and in which Zalo group.
AT_ONCE = (Channel.WEBSITE, Channel.FANPAGE, Channel.VILLAGE, Channel.NOTICE_BOARD)
GROUPS = {
    Channel.ZALO_OFFICIALS: "Nhóm cán bộ xã",
    Channel.ZALO_VILLAGES: "Nhóm trưởng thôn, bản",
}
PLAYED_LATER = {"05:30": 2, "17:00": 1}  # minutes after the planned hour


@dataclass(frozen=True, slots=True)
class Heard:
    """That villages have been told: when they said so, how, and how many more of them."""

    noted: str  # when the Centre wrote it down
    said: str
    way: Way
    count: int
    who: str = "Trưởng thôn, bản"
    kind: ReceiptKind = ReceiptKind.RECEIVED


# Nobody can be called in the last village: its Bí thư chi bộ comes down to where there is signal.
HEARD = (
    Heard("2026-04-08 09:10", "2026-04-08 08:40", Way.ZALO, 11),
    Heard("2026-04-08 16:20", "2026-04-08 15:50", Way.ZALO, 8),
    Heard("2026-04-09 10:45", "2026-04-09 10:20", Way.TELEPHONE, 9),
    Heard("2026-04-09 15:30", "2026-04-09 15:10", Way.TELEPHONE, 5),
    Heard("2026-04-09 18:05", "2026-04-09 17:55", Way.ZALO, 26, kind=ReceiptKind.PLAYED),
    Heard("2026-04-10 16:40", "2026-04-10 16:30", Way.TELEPHONE, 1),
    Heard("2026-04-10 20:05", "2026-04-10 20:00", Way.TELEPHONE, 1, "Bí thư chi bộ"),
)
IN_VAIN = ("2026-04-09 10:50", "2026-04-09 15:35", "2026-04-10 09:15")  # calls to who is left
# Who takes whose place on Friday, and why.
STAND_INS = (
    ("CIVIL_STATUS", "Bùi Văn Quang (mẫu)", "xin nghỉ vì việc gia đình", "Chánh Văn phòng"),
    ("LEADER", "Nguyễn Văn Hùng (mẫu)", "Phó Chủ tịch đi họp đột xuất", "Chủ tịch UBND xã"),
    ("CIVIL_STATUS_SIGNER", "Nguyễn Văn Hùng (mẫu)", "Phó Chủ tịch đi họp", "Chủ tịch UBND xã"),
    ("CERTIFICATION_SIGNER", "Hoàng Văn Sơn (mẫu)", "ký theo ủy quyền", "Chủ tịch UBND xã"),
)


@dataclass(frozen=True, slots=True)
class Held:
    """The dates and numbers of a Saturday that lies behind."""

    day: date
    opened: date
    announced: date
    public_number: str
    sent: date
    issued: date
    number: str
    recorded: date  # when the Centre wrote down who came
    undecided: tuple[str, ...] = ()  # who has yet to choose between time off and payment
    leaves: tuple[tuple[str, LeaveDay], ...] = ()


BEHIND = (
    Held(
        day=DAYS[0],
        opened=date(2026, 2, 12),
        announced=date(2026, 2, 13),
        public_number="5",
        sent=date(2026, 2, 23),
        issued=date(2026, 2, 24),
        number="6",
        recorded=date(2026, 3, 2),
        leaves=(
            ("Đặng Thị Ước (mẫu)", LeaveDay(date(2026, 3, 6), 240)),
            ("Lô Thị Bình (mẫu)", LeaveDay(date(2026, 3, 12), 120, "về sớm buổi chiều")),
        ),
    ),
    Held(
        day=DAYS[1],
        opened=date(2026, 3, 16),
        announced=date(2026, 3, 18),
        public_number="17",
        sent=date(2026, 3, 19),
        issued=date(2026, 3, 23),
        number="21",
        recorded=date(2026, 3, 30),
        undecided=("Ngân Thị Yến (mẫu)", "Nguyễn Đình Long (mẫu)"),
    ),
)


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the invented log: who wrote what, and how it went on with it."""

    happened: str
    noted: str  # later than it happened where paper had to do
    username: str
    outcome: Outcome
    procedure: str  # its code
    quantity: int
    filing: Filing
    guidance: Guidance | None
    hamlet: str
    dossier_code: str
    due_on: date | None  # where it is not as counted; the remark says why
    returned_on: date | None
    remark: str

    @property
    def kind(self) -> EntryOrigin:
        """Whether it was tapped, typed, or copied from paper."""
        if self.noted != self.happened:
            return EntryOrigin.LATER
        is_full = self.hamlet or self.dossier_code or self.remark
        return EntryOrigin.LINE if is_full else EntryOrigin.TALLY


AFTER_THE_DAY = Held(
    day=DAYS[2],
    opened=date(2026, 3, 31),
    announced=date(2026, 4, 1),
    public_number="27",
    sent=date(2026, 4, 3),
    issued=date(2026, 4, 7),
    number="28",
    recorded=date(2026, 4, 13),
)


@dataclass(frozen=True, slots=True)
class Login:
    """One account of the demo."""

    role: Role
    username: str


def init_app(app: Flask) -> None:
    """Let the demo's clock run on from SATURDAY_NOW: honoured on the demo database only."""
    wanted = app.config["SATURDAY_NOW"]
    if not wanted:
        return
    with app.app_context():
        try:
            is_demo = Commune.of_database(db.session).is_demo
        except SQLAlchemyError:  # no tables yet: a new database is no demo
            is_demo = False
        db.session.remove()
    if is_demo:
        clock.run_from(at(wanted))


def at(text: str) -> datetime:
    """Read a moment in Vietnam."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.TIMEZONE)


def tell(password: str | None, *, stand: str = NOW) -> tuple[str, list[Login]]:
    """Fill an empty database with the story up to a moment; give the password and accounts.

    It stands at Saturday's desk, or at another moment between Tuesday afternoon and Monday, and
    holds no record later than that. Every step is taken by the verbs that people use, at its own
    time. Raises ValueError when the database already holds accounts: a demo never mixes with real
    data.
    """
    if db.session.scalar(Account.all_by_name().limit(1)) is not None:
        message = "Cơ sở dữ liệu đã có tài khoản: không nạp số liệu thử vào dữ liệu thật."
        raise ValueError(message)
    story = Story()
    story.tell(password := password or secrets.token_urlsafe(9))
    if stand >= FRIDAY:
        story.go_on_to_friday()
    if stand >= NOW:
        story.go_on_to_saturday(stand)
    if stand >= MONDAY:
        story.go_on_to_monday()
    clock.run_from(at(stand))
    return password, [
        Login(row.role_rows[0].role, row.username)
        for row in sorted(db.session.scalars(Account.all_by_name()), key=lambda row: row.id)
    ]


class Story:
    """The story of Saturday 11/4/2026, and of the two before it."""

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

    def tell(self, password: str) -> None:
        """Take every step up to Tuesday afternoon at its own time."""
        self._people()
        self._accounts(password)
        plan = self._plan()
        self._at("2026-02-12 08:00")
        self._confirm_times()
        rows = {row.day: row for row in plan.sessions}
        for told in BEHIND:
            self._held(rows[told.day], told)
            self._take(self._logged(rows[told.day]))
            self._recorded(rows[told.day], told)
        row = rows[DAYS[2]]
        notice = self._in_hand(row)
        self._at("2026-04-07 10:30")
        self._prepare(rows[DAYS[3]])
        self._at("2026-04-07 14:10")
        self._check(notice, Check.CONTENT, "trungtam")
        self._at("2026-04-07 14:30")
        self._check(notice, Check.FORM, "vanthu")
        self.row, self.notice = row, notice
        db.session.commit()

    def go_on_to_friday(self) -> None:
        """Take the steps of the rest of the week, each at its own time."""
        clerk = self.accounts["vanthu"]
        self._at("2026-04-07 15:50")
        making.sign(db.session, self.notice, at("2026-04-07 15:40"), by=clerk)
        self._at("2026-04-07 16:05")
        issue(db.session, self.notice, Entry("28", date(2026, 4, 7)), by=clerk)
        steps: list[Step] = [(one.noted, partial(self._heard, one)) for one in HEARD]
        steps += [(moment, self._called_in_vain) for moment in IN_VAIN]
        steps += [(moment, self._played) for moment in self._playings("2026-04-07 16:05", FRIDAY)]
        steps.append(("2026-04-10 15:10", self._replaced))
        for moment, step in sorted(steps, key=itemgetter(0)):
            self._at(moment)
            step()
        db.session.commit()

    def go_on_to_saturday(self, until: str) -> None:
        """Serve whoever comes on Saturday up to a moment, and mind how the morning goes."""
        self._at("2026-04-11 07:10")
        steps: list[Step] = [("2026-04-11 07:15", self._all_is_ready)]
        steps += [(f"{DAYS[2]} {hour}", partial(self._waited, seen)) for hour, seen in WAITED]
        steps += [("2026-04-11 12:00", self._answered)]
        self._take([*steps, *self._logged(self.row)], until)

    def go_on_to_monday(self) -> None:
        """Record on Monday who served, and what they want for their hours."""
        self._recorded(self.row, AFTER_THE_DAY)
        db.session.commit()

    def _at(self, text: str) -> None:
        """Close the step before and let the clock stand at the next; results go out between."""
        db.session.commit()
        while self.fetched and self.fetched[0][0] < text:
            moment, entry = self.fetched.pop(0)
            clock.run_from(at(moment))
            handing = Handing(clock.today(), clock.now().time())
            Return.hand_over(db.session, entry, handing, by=self.accounts["trungtam"])
            db.session.commit()
        clock.run_from(at(text))

    def _people(self) -> None:
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

    def _accounts(self, password: str) -> None:
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

    def _plan(self) -> AnnualPlan:
        """Plan the year, and record Kế hoạch 50 as issued before the app."""
        self._at("2026-02-11 09:00")
        plan = defaults.begin_plan(2026, date(2026, 2, 11))
        db.session.add(plan)
        proposed = propose(2026, self.calendar, counted_from=plan.counted_from)
        told = {day.month: day for day in (*DAYS, *IN_VILLAGES)}
        days = [told.get(one.day.month, one.day) for one in proposed]
        choices = [Choice(day, is_mobile=day in IN_VILLAGES) for day in days]
        plan.choose(choices, self.calendar, by=self.accounts["trungtam"])
        subject = Subject(plan=plan)
        begun = making.proposed(db.session, ANNUAL_PLAN, subject)
        signed = replace(begun, signer_name=DEPUTY)
        self._at("2026-02-11 16:30")
        entry = Entry("50", date(2026, 2, 11))
        record_earlier(db.session, signed, subject, entry, by=self.accounts["vanthu"])
        return plan

    def _confirm_times(self) -> None:
        """Let the Centre correct the times of procedures by what it has posted up."""
        for procedure in db.session.scalars(Procedure.in_force(clock.today())):
            self.procedures[procedure.code] = procedure
        for code, days in POSTED.items():
            row, by = self.procedures[code], self.accounts["trungtam"]
            unit = {"time_unit": TimeUnit.WORKING_DAYS, "time_amount": days, "time_note": ""}
            row.change(unit | {"source": "Bản niêm yết tại Trung tâm (mẫu)"}, by=by)
            db.session.flush()
            row.confirm(row.version, by=by)

    def _logged(self, row: DutySession) -> Iterator[Step]:
        """Give the steps that write down what passed over the desk of a Saturday."""
        for one in log_of(row.day):
            if one.outcome is Outcome.HANDED_OVER:
                yield one.noted, partial(self._handed_over, one)
            else:
                yield one.noted, partial(self._came, row, one)

    def _take(self, steps: Iterable[Step], until: str = "") -> None:
        """Take steps in their order, all of them or up to a moment."""
        for moment, step in sorted(steps, key=itemgetter(0)):
            if until and moment > until:
                break
            clock.run_from(at(moment))
            step()
        self.fetched.sort(key=itemgetter(0))
        db.session.commit()

    def _all_is_ready(self) -> None:
        """Tick the morning's list from end to end."""
        usual = Commune.of_database(db.session).text("desk.checklist")
        checklist = Checklist.of(db.session, self.row, usual)
        places = [one.position for one in checklist.items]
        checklist.tick(db.session, [], places, by=self.accounts["trungtam"])

    def _waited(self, seen: Seen) -> None:
        """Write down how many people waited."""
        WaitingCount.write(db.session, self.row, seen, by=self.accounts["trungtam"])

    def _answered(self) -> None:
        """Count what people said of the morning."""
        answers = Answers.of(db.session, self.row)
        answers.write(db.session, ANSWERED, by=self.accounts["trungtam"])

    def _came(self, row: DutySession, one: Logged) -> None:
        """Count one person, and what became of the thing."""
        deed = Deed(
            one.outcome,
            procedure=self.procedures.get(one.procedure),
            quantity=one.quantity,
            filing=one.filing,
            guidance=one.guidance,
            dossier_code=one.dossier_code,
            due=self._due(row, one),
            remark=one.remark,
        )
        by = self.accounts[one.username]
        origin = Origin(row, by, one.kind, happened_at=at(one.happened))
        who = Applicant(hamlet=self.hamlets.get(one.hamlet))
        entry = IntakeEntry.record(db.session, deed, origin, who=who)
        if one.returned_on:
            self.fetched.append((f"{one.returned_on} 16:20", entry))

    def _due(self, row: DutySession, one: Logged) -> Due:
        """Give when the result is to be fetched: as counted, or as the line says."""
        if one.outcome is not Outcome.RECEIVED:
            return Due()
        if one.due_on:
            return Due(one.due_on, reason=one.remark)
        procedure = self.procedures[one.procedure]
        counted = appointment_of(procedure, row, at(one.happened), self.calendar)
        return due_of(counted)

    def _handed_over(self, one: Logged) -> None:
        """Hand a result over at the desk, of a dossier that came on a Saturday or another day."""
        handing, by = Handing(clock.today(), at(one.happened).time()), self.accounts[one.username]
        coded = select(IntakeEntry).where(IntakeEntry.dossier_code == one.dossier_code)
        entry = db.session.scalars(coded).one_or_none()
        if entry:
            Return.hand_over(db.session, entry, handing, by=by)
        else:
            dossier = Dossier(self.procedures[one.procedure], one.dossier_code)
            Return.hand_over_other(db.session, dossier, handing, by=by)

    def _prepare(self, row: DutySession) -> None:
        """Open the preparation of a Saturday."""
        by = self.accounts["trungtam"]
        starts_at = time(7) if row.day == DAYS[3] else time(7, 30)
        setup = Setup(
            starts_at=starts_at,
            ends_at=time(11, 30),
            place=Commune.of_database(db.session).centre_place,
            list_due_at=limit_of(list_due_on(row.day, self.calendar)),
        )
        row.prepare(setup, by=by)
        wanted = [
            Wanted(duty, duty.default_count, desk=DESKS.get(code, ""))
            for code, duty in self.duties.items()
        ]
        require(row, wanted, by=by)

    def _list(
        self, row: DutySession, code: str, account: str, report: Report | None = None
    ) -> None:
        """Write and send one department's list."""
        by = self.accounts[account]
        nomination = Nomination.begin(row, self.departments[code], by=by)
        db.session.add(nomination)
        lines = [Line(self.duties[duty], self.officers[name]) for duty, name in LISTS[code]]
        nomination.write(lines, remark="", cannot_reason="", by=by)
        nomination.send(report, by=by)
        db.session.flush()

    def _approve(self, row: DutySession, codes: Sequence[str]) -> None:
        """Let the Centre approve lists."""
        for nomination in row.nominations:
            if nomination.department.code in codes:
                nomination.approve(by=self.accounts["trungtam"])

    def _own_people(self, row: DutySession) -> None:
        """Let the Centre add the leader, its own people and partners."""
        by = self.accounts["trungtam"]
        for duty, name in OWN_PEOPLE:
            note = "theo phân công của Chủ tịch UBND xã" if duty == "LEADER" else ""
            assign(row, Seat(self.duties[duty], officer=self.officers[name], note=note), by=by)
        for unit, note in (("Công an xã", "01 người"), ("Tổ công nghệ số cộng đồng", "02 người")):
            seat = Seat(self.duties["PARTNER"], partner=self.partners[unit], note=note)
            assign(row, seat, by=by)

    def _announced(self, row: DutySession, number: str, dated: date) -> None:
        """Record the public notice, which was made outside the app."""
        subject = Subject(duty_session=row)
        words = Papers(
            paper=CITIZEN_NOTICE,
            kind=DocumentKind.NOTICE,
            issuer=Issuer.CENTRE,
            symbol="TB-TTPVHCC",
            title="Thời gian, địa điểm tổ chức “Ngày thứ 7 vì dân”\n" + long_day(row.day),
            signer_capacity="GIÁM ĐỐC",
            signer_name=DIRECTOR,
            recipients="UBND xã (để báo cáo)\n35 thôn, bản\nLưu: VT, TTPVHCC",
        )
        entry = Entry(number, dated)
        record_earlier(db.session, words, subject, entry, by=self.accounts["vanthu"])

    def _notice(self, row: DutySession) -> Document:
        """Draft the assignment notice."""
        subject = Subject(duty_session=row)
        begun = making.proposed(db.session, ASSIGNMENT_NOTICE, subject)
        words = replace(begun, signer_name=DIRECTOR)
        document = making.begin(db.session, words, subject, by=self.accounts["trungtam"])
        db.session.flush()
        return document

    def _check(self, document: Document, part: Check, account: str) -> None:
        """Check the words as they stand."""
        seen = making.seen_now(db.session, document)
        making.check(db.session, document, part, seen, by=self.accounts[account])

    def _held(self, row: DutySession, told: Held) -> None:
        """Tell a Saturday that lies behind: every list in time, the notice issued."""
        self._at(f"{told.opened} 08:30")
        self._prepare(row)
        self._at(f"{told.announced} 15:00")
        self._announced(row, told.public_number, told.announced)
        self._at(f"{told.sent} 09:00")
        for code, account in (
            ("van-phong", "vanphong"),
            ("van-hoa-xa-hoi", "vanhoa"),
            ("kinh-te", "kinhte"),
        ):
            self._list(row, code, account)
        self._at(f"{told.sent} 10:00")
        self._approve(row, list(LISTS))
        self._own_people(row)
        document = self._notice(row)
        self._check(document, Check.CONTENT, "trungtam")
        self._check(document, Check.FORM, "vanthu")
        clerk = self.accounts["vanthu"]
        self._at(f"{told.issued} 15:20")
        making.sign(db.session, document, at(f"{told.issued} 15:00"), by=clerk)
        issue(db.session, document, Entry(told.number, told.issued), by=clerk)

    def _told(self, row: DutySession) -> None:
        """Tell the people of 11/4: by paper, then by every channel the leader approved."""
        subject = Subject(duty_session=row)
        centre, clerk = self.accounts["trungtam"], self.accounts["vanthu"]
        self._at("2026-04-01 08:20")
        begun = making.proposed(db.session, CITIZEN_NOTICE, subject)
        words = replace(begun, signer_name=DIRECTOR)
        document = making.begin(db.session, words, subject, by=centre)
        db.session.flush()
        self._check(document, Check.CONTENT, "trungtam")
        self._at("2026-04-01 09:00")
        self._check(document, Check.FORM, "vanthu")
        self._at("2026-04-01 10:40")
        making.sign(db.session, document, at("2026-04-01 10:30"), by=clerk)
        issue(db.session, document, Entry("27", date(2026, 4, 1)), by=clerk)
        self._at("2026-04-01 13:40")
        rows = {channel: self._written(row, channel) for channel in Channel}
        self._at("2026-04-01 14:25")
        report = Report(f"{DEPUTY}, Phó Chủ tịch", Way.TELEPHONE, at("2026-04-01 14:20"))
        for one in rows.values():
            one.approve(report.reported_by, report, by=centre)
        self._at("2026-04-01 15:00")
        for channel in AT_ONCE:
            rows[channel].publish(by=centre)
        self._at("2026-04-01 15:10")
        for channel, group in GROUPS.items():
            rows[channel].send(group, at("2026-04-01 15:05"), by=centre)

    def _written(self, row: DutySession, channel: Channel) -> Announcement:
        """Write what a channel says, from the facts, and ask for approval."""
        facts = PublicFacts.of(db.session, row)
        source = texts.source_of(db.session, channel, facts.news)
        made = Made(row, channel, facts.news, source, facts.to_json())
        centre = self.accounts["trungtam"]
        one = Announcement.write(made, texts.render(source, facts), by=centre)
        db.session.add(one)
        one.ask(by=centre)
        return one

    def _planned(self, row: DutySession) -> None:
        """Plan the loudspeaker for the four days before, early and in the evening."""
        days = Slots(row.day - timedelta(days=4), row.day - timedelta(days=1))
        plan_broadcasts(db.session, row, days, by=self.accounts["trungtam"])

    @staticmethod
    def _playings(after: str, until: str) -> list[str]:
        """Give the moments of a span at which the operator notes that he has played it."""
        days = [f"2026-04-{day:02}" for day in range(7, 11)]
        moments = [
            f"{day} {hour[:3]}{int(hour[3:]) + late + 5:02}"
            for day in days
            for hour, late in PLAYED_LATER.items()
        ]
        return [one for one in moments if after < one < until]

    def _played(self) -> None:
        """Note as the operator that the bulletin was played a few minutes ago."""
        playing = Playing(clock.now() - timedelta(minutes=5), "Truyền thanh (mẫu)")
        note_broadcast(db.session, self.row, playing, by=self.accounts["truyenthanh"])

    def _left(self, kind: ReceiptKind = ReceiptKind.RECEIVED) -> list[Hamlet]:
        """Give the villages that have not said a thing yet, in the order of the board."""
        said = {
            one.hamlet_id
            for one in db.session.scalars(Receipt.standing(self.row))
            if one.kind is kind
        }
        return [one for one in db.session.scalars(Hamlet.in_order()) if one.id not in said]

    def _heard(self, heard: Heard) -> None:
        """Write down what villages said."""
        said = Said(
            heard.kind,
            at(heard.said),
            report=Report(heard.who, heard.way, at(heard.said)),
            batch=secrets.token_hex(8),
        )
        villages = self._left(heard.kind)[: heard.count]
        record_receipts(db.session, self.row, villages, said, by=self.accounts["trungtam"])

    def _called_in_vain(self) -> None:
        """Note that the last villages could not be reached."""
        said = Said(ReceiptKind.RECEIVED, clock.now() - timedelta(minutes=5))
        record_calls(db.session, self.row, self._left()[-2:], said, by=self.accounts["trungtam"])

    def _replaced(self) -> None:
        """Let others stand in for who cannot come on Saturday."""
        for code, name, reason, told_by in STAND_INS:
            people = db.session.scalars(Assignment.of_session(self.row)).all()
            old = next(one for one in people if one.duty.code == code)
            report = Report(told_by, Way.TELEPHONE, at("2026-04-10 15:00"))
            seat = Seat(old.duty, officer=self.officers[name])
            by = self.accounts["trungtam"]
            db.session.add(Replacement.make(old, seat, reason, report, by=by))
            db.session.flush()

    def _in_hand(self, row: DutySession) -> Document:
        """Tell 11/4 up to Tuesday afternoon: one list late and on behalf, the notice checked."""
        self.row = row
        self._at("2026-03-31 08:30")
        self._prepare(row)
        self._told(row)
        self._at("2026-04-03 09:14")
        self._list(row, "van-phong", "vanphong")
        self._at("2026-04-03 10:40")
        self._list(row, "van-hoa-xa-hoi", "vanhoa")
        self._at("2026-04-03 15:00")
        self._approve(row, ["van-phong", "van-hoa-xa-hoi"])
        self._at("2026-04-06 09:20")
        report = Report("Trưởng phòng Kinh tế", Way.ZALO, at("2026-04-06 09:10"))
        self._list(row, "kinh-te", "trungtam", report)
        self._at("2026-04-06 09:40")
        self._approve(row, ["kinh-te"])
        self._own_people(row)
        self._at("2026-04-06 10:30")
        self._planned(row)
        for moment in self._playings("2026-04-06", "2026-04-07 09:00"):
            self._at(moment)
            self._played()
        self._at("2026-04-07 09:00")
        return self._notice(row)

    def _recorded(self, row: DutySession, told: Held) -> None:
        """Record who came, what they chose on the signed sheet, and the hours taken off since."""
        self._at(f"{told.recorded} 08:20")
        by = self.accounts["trungtam"]
        people = people_of(db.session.scalars(Assignment.of_session(row)), ())
        stays = [Stay(one, Came.PRESENT, *(one.usual or (None, None))) for one in people]
        record(db.session, row, stays, by=by)
        said = Report("từng người", Way.PAPER, at(f"{told.recorded} 08:10"))
        for one in db.session.scalars(Attendance.of_session(row)):
            if one.takes_choice and one.who not in told.undecided:
                choice = HoursChoice.PAYMENT if one.who in PAID else HoursChoice.LEAVE
                one.choose(choice, said, ledger=Ledger(), by=by)
        for name, leave in told.leaves:
            self._at(f"{leave.day} 16:45")
            CompensatoryLeave.take(db.session, self.officers[name], leave, self.calendar, by=by)


def village(name: str, place: int) -> Hamlet:
    """Make an invented village with those who are called there; the last lies without signal."""
    is_thai, is_remote = place > HAMLETS - 2, place == HAMLETS
    row = Hamlet(name=name, position=place, distance_km=place * 0.5)
    row.language = "tiếng Thái" if is_thai else ""
    row.signal = Signal.NONE if is_remote else Signal.WEAK if place % 7 == 0 else Signal.GOOD
    row.has_loudspeaker = not is_remote
    words = dict(zip(ContactPost, ("Bí thư", "Trưởng", "Mặt trận"), strict=True))
    for number, post in enumerate(ContactPost):
        setattr(row, f"{post}_name", f"{words[post]} {name.lower()} (mẫu)")
        setattr(row, f"{post}_phone", f"0900{place:03d}{number:03d}")
    hall = Hall(name=f"Nhà văn hóa {name.lower()}", capacity=60 + place % 5 * 20)
    hall.power = Power.UNSTEADY if is_thai else Power.STEADY
    hall.network = Network.WIRED if place % 3 else Network.MOBILE
    row.halls = [hall]
    return row


def log_of(day: date) -> Iterator[Logged]:
    """Read the invented log of one Saturday, in the order in which it was written."""
    lines = (defaults.FOLDER / "demo_log.csv").read_text("utf-8").splitlines()
    for one in csv.DictReader(lines):
        if one["day"] == day.isoformat():
            yield Logged(
                happened=f"{day} {one['time']}",
                noted=f"{day} {one['written'] or one['time']}",
                username=one["account"],
                outcome=Outcome(one["outcome"]),
                procedure=one["procedure"],
                quantity=int(one["quantity"]),
                filing=Filing(one["filing"]),
                guidance=Guidance(one["guidance"]) if one["guidance"] else None,
                hamlet=one["hamlet"],
                dossier_code=one["dossier_code"],
                due_on=parse_day(one["due_on"]),
                returned_on=parse_day(one["returned_on"]),
                remark=one["remark"],
            )
