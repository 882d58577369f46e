"""Which lines of a Saturday's log does the person see, and how many are there?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from flask import request, url_for
from sqlalchemy import case, func, select

from saturday.extensions import db
from saturday.models.intake import IntakeEntry
from saturday.models.plan import DutySession
from saturday.rules.identifiers import mask_name
from saturday.rules.intake import Outcome, entry_number, parse_entry_number
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import day_month, listed_day
from saturday.web.access import may, me

LINES_A_PAGE = 100
COLUMNS = ("Thôn, bản", "Thủ tục", ("Số lượng", "num"), "Kết quả", "Hẹn trả", "")
OWN, ALL = "cua-toi", "ca-buoi"  # in the address
LOOKS: Mapping[Outcome, str] = {  # of an outcome's tag
    Outcome.SETTLED: "done",
    Outcome.RECEIVED: "now",
    Outcome.SUPPLEMENT: "lack",
    Outcome.REFUSED: "lack",
}


class Shown(NamedTuple):
    """A line of the log in words, as the table unpacks it: there may be a hundred."""

    number: str
    is_void: bool
    hour: str
    name: str
    hamlet: str
    matter: str
    quantity: str
    outcome: str
    look: str
    is_returned: bool
    due: str
    address: str
    may_edit: bool


@dataclass(frozen=True, slots=True)
class DayLog:
    """The log as it stands below the desk: own lines or all, the newest first."""

    duty_session: DutySession
    entries: Sequence[IntakeEntry]
    is_own: bool
    own: int
    all: int
    older: str  # number from which earlier lines are shown; empty when these are all

    @classmethod
    def of(cls, duty_session: DutySession) -> Self:
        """Load what the address asks for; the desk's own people begin with their lines."""
        sees_own = request.args.get("dong", ALL if may(Permission.RUN_DESK) else OWN) != ALL
        question = IntakeEntry.log(duty_session).limit(LINES_A_PAGE + 1)
        if sees_own:
            question = question.where(IntakeEntry.own(me()))
        before = parse_entry_number(request.args.get("truoc", ""))
        if before:
            question = question.where(IntakeEntry.before(duty_session, *before))
        rows = db.session.scalars(question).all()
        shown = rows[:LINES_A_PAGE]
        own, every = _sizes(duty_session)
        older = shown[-1].full_number if len(rows) > LINES_A_PAGE else ""
        return cls(duty_session, shown, sees_own, own, every, older)

    @property
    def whose(self) -> str:
        """Which lines these are, as the address says it."""
        return OWN if self.is_own else ALL

    @property
    def has_names(self) -> bool:
        """Whether somebody is named; without the setting nobody is."""
        return any(row.visit.name for row in self.entries)

    @property
    def columns(self) -> list[str | tuple[str, str]]:
        """Heads of the table."""
        named = ("Người nộp",) if self.has_names else ()
        return ["Số", "Giờ", *named, *COLUMNS]

    @property
    def rows(self) -> Iterator[Shown]:
        """The lines in words, names masked: a line's own page shows them whole."""
        account, edits_all = me(), may(Permission.SEE_WHOLE_LOG)
        last = entry_number("", 0)
        base = url_for("intake.entry_detail", day=self.duty_session.day, number=last)
        base = base.removesuffix(last)
        for row in self.entries:
            visit, number, is_void = row.visit, row.full_number, row.is_void
            procedure, hamlet, returned = row.procedure, visit.hamlet, row.returned
            yield Shown(
                number=number,
                is_void=is_void,
                hour=row.happened_at.strftime("%H:%M"),
                name=visit.name if visit.is_organisation else mask_name(visit.name),
                hamlet=hamlet.name if hamlet else "",
                matter=row.matter,
                quantity=f"{row.quantity} {procedure.quantity_unit if procedure else ''}",
                outcome=row.outcome.words,
                look=LOOKS.get(row.outcome, "draft"),
                is_returned=returned is not None,
                due=_due_in_words(row.due_on, returned.returned_on if returned else None),
                address=f"{base}{number}",
                may_edit=not is_void and (edits_all or row.is_own(account)),
            )


def _due_in_words(due_on: date | None, returned_on: date | None) -> str:
    """Say when the result was handed over, or is to be fetched."""
    if returned_on:
        return f"đã trả {day_month(returned_on)}"
    return listed_day(due_on) if due_on else ""


def _sizes(duty_session: DutySession) -> tuple[int, int]:
    """Count the lines of the log: own ones, and all."""
    own = func.count(case((IntakeEntry.own(me()), 1)))
    question = select(own, func.count()).where(IntakeEntry.duty_session_id == duty_session.id)
    mine, every = db.session.execute(question).one()
    return mine, every
