"""Who takes which duty on a Saturday, who stands in, and what of hours is written down after it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from saturday.demo.moments import DAYS, at
from saturday.demo.people import DESKS, LISTS, OWN_PEOPLE, PAID, STAND_INS
from saturday.demo.stage import Stage
from saturday.extensions import db
from saturday.models.attendance import (
    Attendance,
    CompensatoryLeave,
    LeaveDay,
    Stay,
    people_of,
    record,
)
from saturday.models.base import Report, Way
from saturday.models.commune import Commune
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import DutySession, Setup, limit_of
from saturday.models.roster import Assignment, Replacement, Seat, Wanted, assign, require
from saturday.rules.attendance import Came, HoursChoice, Ledger
from saturday.rules.deadlines import list_due_on


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


def prepare(stage: Stage, row: DutySession) -> None:
    """Open the preparation of a Saturday."""
    by = stage.accounts["trungtam"]
    starts_at = time(7) if row.day == DAYS[3] else time(7, 30)
    setup = Setup(
        starts_at=starts_at,
        ends_at=time(11, 30),
        place=Commune.of_database(db.session).centre_place,
        list_due_at=limit_of(list_due_on(row.day, stage.calendar)),
    )
    row.prepare(setup, by=by)
    wanted = [
        Wanted(duty, duty.default_count, desk=DESKS.get(code, ""))
        for code, duty in stage.duties.items()
    ]
    require(row, wanted, by=by)


def send_list(
    stage: Stage, row: DutySession, code: str, account: str, report: Report | None = None
) -> None:
    """Write and send one department's list."""
    by = stage.accounts[account]
    nomination = Nomination.begin(row, stage.departments[code], by=by)
    db.session.add(nomination)
    lines = [Line(stage.duties[duty], stage.officers[name]) for duty, name in LISTS[code]]
    nomination.write(lines, remark="", cannot_reason="", by=by)
    nomination.send(report, by=by)
    db.session.flush()


def approve(stage: Stage, row: DutySession, codes: Sequence[str]) -> None:
    """Let the Centre approve lists."""
    for nomination in row.nominations:
        if nomination.department.code in codes:
            nomination.approve(by=stage.accounts["trungtam"])


def add_own_people(stage: Stage, row: DutySession) -> None:
    """Let the Centre add the leader, its own people and partners."""
    by = stage.accounts["trungtam"]
    for duty, name in OWN_PEOPLE:
        note = "theo phân công của Chủ tịch UBND xã" if duty == "LEADER" else ""
        assign(row, Seat(stage.duties[duty], officer=stage.officers[name], note=note), by=by)
    for unit, note in (("Công an xã", "01 người"), ("Tổ công nghệ số cộng đồng", "02 người")):
        seat = Seat(stage.duties["PARTNER"], partner=stage.partners[unit], note=note)
        assign(row, seat, by=by)


def let_others_stand_in(stage: Stage, row: DutySession) -> None:
    """Let others stand in for who cannot come on Saturday."""
    for code, name, reason, told_by in STAND_INS:
        people = db.session.scalars(Assignment.of_session(row)).all()
        old = next(one for one in people if one.duty.code == code)
        report = Report(told_by, Way.TELEPHONE, at("2026-04-10 15:00"))
        seat = Seat(old.duty, officer=stage.officers[name])
        by = stage.accounts["trungtam"]
        db.session.add(Replacement.make(old, seat, reason, report, by=by))
        db.session.flush()


def record_hours(stage: Stage, row: DutySession, told: Held) -> None:
    """Record who came, what they chose on the signed sheet, and the hours taken off since."""
    stage.at(f"{told.recorded} 08:20")
    by = stage.accounts["trungtam"]
    people = people_of(db.session.scalars(Assignment.of_session(row)), ())
    stays = [Stay(one, Came.PRESENT, *(one.usual or (None, None))) for one in people]
    record(db.session, row, stays, by=by)
    said = Report("từng người", Way.PAPER, at(f"{told.recorded} 08:10"))
    for one in db.session.scalars(Attendance.of_session(row)):
        if one.takes_choice and one.who not in told.undecided:
            choice = HoursChoice.PAYMENT if one.who in PAID else HoursChoice.LEAVE
            one.choose(choice, said, ledger=Ledger(), by=by)
    for name, leave in told.leaves:
        stage.at(f"{leave.day} 16:45")
        CompensatoryLeave.take(db.session, stage.officers[name], leave, stage.calendar, by=by)
