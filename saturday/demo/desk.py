"""What passes over the desk of a Saturday, and how does the morning go?"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import select

from saturday import clock
from saturday.demo.moments import DAYS, Step, at
from saturday.demo.stage import Stage
from saturday.extensions import db
from saturday.models import daily
from saturday.models.commune import Commune
from saturday.models.daily import DayFigures
from saturday.models.intake import Applicant, Deed, Due, IntakeEntry, Origin
from saturday.models.plan import DutySession
from saturday.models.returns import Dossier, Handing, Return, appointment_of, due_of
from saturday.models.running import Answers, Checklist, Seen, WaitingCount
from saturday.rules.intake import EntryOrigin, Filing, Guidance, Outcome, Satisfaction
from saturday.safekeeping import defaults
from saturday.vietnamese.dates import parse_day

# How many waited on Saturday 11/4; what was difficult; what people said of each in the end.
WAITED = (
    ("08:30", Seen(4, place="Hộ tịch")),
    ("09:27", Seen(6, place="Chứng thực")),
    ("10:30", Seen(9, place="Chứng thực")),
    ("11:20", Seen(3, place="Đất đai")),
)
DIFFICULT = {
    DAYS[2]: "Từ 8 giờ 20 đến 8 giờ 45 không đăng nhập được cổng dịch vụ công, ghi phiếu giấy.\n"
    "9 giờ 10 mất điện 8 phút.\n"
    "10 giờ 30 có 9 người chờ ở quầy chứng thực.",
}
ANSWERED = {
    DAYS[0]: {Satisfaction.VERY: 9, Satisfaction.SATISFIED: 7, Satisfaction.NOT: 0},
    DAYS[1]: {Satisfaction.VERY: 15, Satisfaction.SATISFIED: 11, Satisfaction.NOT: 1},
    DAYS[2]: {Satisfaction.VERY: 31, Satisfaction.SATISFIED: 14, Satisfaction.NOT: 1},
}


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


def steps_of(stage: Stage, row: DutySession) -> Iterator[Step]:
    """Give the steps that write down what passed over the desk of a Saturday."""
    for one in log_of(row.day):
        if one.outcome is Outcome.HANDED_OVER:
            yield one.noted, partial(_handed_over, stage, one)
        else:
            yield one.noted, partial(_came, stage, row, one)


def _came(stage: Stage, row: DutySession, one: Logged) -> None:
    """Count one person, and what became of the thing."""
    deed = Deed(
        one.outcome,
        procedure=stage.procedures.get(one.procedure),
        quantity=one.quantity,
        filing=one.filing,
        guidance=one.guidance,
        dossier_code=one.dossier_code,
        due=_due(stage, row, one),
        remark=one.remark,
    )
    by = stage.accounts[one.username]
    origin = Origin(row, by, one.kind, happened_at=at(one.happened))
    who = Applicant(hamlet=stage.hamlets.get(one.hamlet))
    entry = IntakeEntry.record(db.session, deed, origin, who=who)
    if one.returned_on:
        stage.fetched.append((f"{one.returned_on} 16:20", entry))


def _due(stage: Stage, row: DutySession, one: Logged) -> Due:
    """Give when the result is to be fetched: as counted, or as the line says."""
    if one.outcome is not Outcome.RECEIVED:
        return Due()
    if one.due_on:
        return Due(one.due_on, reason=one.remark)
    procedure = stage.procedures[one.procedure]
    counted = appointment_of(procedure, row, at(one.happened), stage.calendar)
    return due_of(counted)


def _handed_over(stage: Stage, one: Logged) -> None:
    """Hand a result over at the desk, of a dossier that came on a Saturday or another day."""
    handing, by = Handing(clock.today(), at(one.happened).time()), stage.accounts[one.username]
    coded = select(IntakeEntry).where(IntakeEntry.dossier_code == one.dossier_code)
    entry = db.session.scalars(coded).one_or_none()
    if entry:
        Return.hand_over(db.session, entry, handing, by=by)
    else:
        dossier = Dossier(stage.procedures[one.procedure], one.dossier_code)
        Return.hand_over_other(db.session, dossier, handing, by=by)


def tick_everything(stage: Stage, row: DutySession) -> None:
    """Tick the morning's list from end to end."""
    usual = Commune.of_database(db.session).text("desk.checklist")
    checklist = Checklist.of(db.session, row, usual)
    places = [one.position for one in checklist.items]
    checklist.tick(db.session, [], places, by=stage.accounts["trungtam"])


def count_waiting(stage: Stage, row: DutySession, seen: Seen) -> None:
    """Write down how many people waited."""
    WaitingCount.write(db.session, row, seen, by=stage.accounts["trungtam"])


def count_answers(stage: Stage, row: DutySession) -> None:
    """Count what people said of the morning."""
    answers = Answers.of(db.session, row)
    answers.write(db.session, ANSWERED[row.day], by=stage.accounts["trungtam"])


def close_day(stage: Stage, row: DutySession) -> None:
    """Close the figures of a Saturday: each officer looks at the own ones, then the Centre."""
    stage.at(f"{row.day} 12:15")
    for one in DayFigures.of(db.session, row).officers:
        account = next((by for by in stage.accounts.values() if by.officer_id == one.key), None)
        if account is not None and one.counts:
            daily.confirm(db.session, row, one.as_counted, by=account)
    stage.at(f"{row.day} 12:30")
    figures = DayFigures.of(db.session, row)
    remark = DIFFICULT.get(row.day, "")
    daily.close(db.session, row, remark, figures.mark, by=stage.accounts["trungtam"])
