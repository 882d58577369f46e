"""Which lines of a Saturday's log does the person see, and how many are there?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from flask import request, url_for
from sqlalchemy import case, func, select

from saturday.extensions import db
from saturday.models.intake import IntakeEntry
from saturday.models.plan import DutySession
from saturday.rules.intake import Outcome, entry_number, parse_entry_number
from saturday.rules.permissions import Permission
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
    def address_of(self) -> Callable[[IntakeEntry], str]:
        """Give the address of a line's page: made once, not for each."""
        day = self.duty_session.day
        base = url_for("intake.entry_detail", day=day, number=entry_number("", 0))
        base = base.removesuffix(entry_number("", 0))
        return lambda row: f"{base}{row.full_number}"


def _sizes(duty_session: DutySession) -> tuple[int, int]:
    """Count the lines of the log: own ones, and all."""
    own = func.count(case((IntakeEntry.own(me()), 1)))
    question = select(own, func.count()).where(IntakeEntry.duty_session_id == duty_session.id)
    mine, every = db.session.execute(question).one()
    return mine, every
