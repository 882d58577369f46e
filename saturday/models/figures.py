"""What happened in a period? Read-only questions; nothing here is stored."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from saturday.models.base import AnySession
from saturday.models.commune import SubjectArea
from saturday.models.intake import IntakeEntry, Visit
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.returns import Return
from saturday.models.running import SatisfactionCount
from saturday.rules.intake import (
    RECEIVED_HERE,
    DeskCounts,
    Filing,
    Guidance,
    Outcome,
    Payment,
    Satisfaction,
)
from saturday.rules.periods import Period
from saturday.rules.statistics import Cell, Dimension, Dossiers, Fate, Intake

Key: TypeAlias = Hashable  # an id, a code; None where a line does not say
# Places of questions that are built once: the days of a period, and the one it is judged on.
FIRST, LAST, _AS_OF = (
    bindparam(f"period {name}", type_=Date()) for name in ("first", "last", "as of")
)
_KEYS: Mapping[Dimension, ColumnElement[Any] | InstrumentedAttribute[Any]] = MappingProxyType(
    {
        Dimension.SUBJECT_AREA: Procedure.subject_area_id,
        Dimension.DEPARTMENT: func.coalesce(IntakeEntry.decider_id, SubjectArea.department_id),
        Dimension.OFFICER: IntakeEntry.officer_id,
        Dimension.HAMLET: Visit.hamlet_id,
        Dimension.PROCEDURE: Procedure.code,
        # Only what was received was filed in some way.
        Dimension.FILING: case((IntakeEntry.outcome.in_(RECEIVED_HERE), IntakeEntry.filing)),
        Dimension.SESSION: IntakeEntry.duty_session_id,
    }
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of which is asked, as they stand on a day (khoảng thời gian)."""

    period: Period
    today: date

    @property
    def as_of(self) -> date:
        """The day on which what is open is judged: the last one, or today before it comes."""
        return min(self.period.last, self.today)


@dataclass(frozen=True, slots=True)
class Money:
    """What was paid at the desk (tiền thu): whole đồng, by the way of paying."""

    by_payment: Mapping[Payment | None, int]

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.by_payment.values())


def dossiers(session: AnySession, span: Span, by: Dimension) -> dict[Key, Dossiers]:
    """Give a row of Biểu II.06a for each value of a dimension that has any dossier."""
    cells: defaultdict[Key, list[Cell]] = defaultdict(list)
    for key, intake, fate, count in session.execute(_counted(by), _days_of(span)):
        cells[key].append(Cell(Intake(intake), Fate(fate), count))
    return {key: Dossiers.of(found) for key, found in cells.items()}


def behind(span: Span, by: Dimension, key: Key, *sorts: Intake | Fate) -> Select[IntakeEntry]:
    """Ask for the lines behind a number: of a value of a dimension, or of everything (...).

    ``sorts`` narrow to where dossiers come from and what became of them: several of a kind are
    any of them.
    """
    one = _sorted(by)
    question = select(IntakeEntry).join(one, one.c.id == IntakeEntry.id).order_by(IntakeEntry.id)
    if key is not ...:
        question = question.where(one.c.key.is_not_distinct_from(key))
    for column, kind in ((one.c.intake, Intake), (one.c.fate, Fate)):
        wanted = [sort.value for sort in sorts if isinstance(sort, kind)]
        question = question.where(column.in_(wanted)) if wanted else question
    return question.params(_days_of(span))


def outcomes(session: AnySession, period: Period, by: Dimension) -> dict[Key, dict[Outcome, int]]:
    """Count the lines of a period by what became of them, for each value of a dimension."""
    found: defaultdict[Key, dict[Outcome, int]] = defaultdict(dict)
    for value, outcome, count in session.execute(_outcomes(by), bounds_of(period)):
        found[value][outcome] = count
    return dict(found)


def counted_lines(
    period: Period, by: Dimension, key: Key, wanted: Outcome | None = None
) -> Select[IntakeEntry]:
    """Ask for the lines of a period: of a value of a dimension, or of everything (...).

    ``wanted`` narrows to those of one outcome.
    """
    within = [*_lines_between(period.first, period.last)]
    if key is not ...:
        within.append(_KEYS[by].is_not_distinct_from(key))
    if wanted is not None:
        within.append(IntakeEntry.outcome == wanted)
    known = select(IntakeEntry.id).select_from(_LINES).where(*within)
    return select(IntakeEntry).where(IntakeEntry.id.in_(known)).order_by(IntakeEntry.id)


def desk_counts(session: AnySession, period: Period) -> dict[int, DeskCounts]:
    """Count people and lines of each Saturday of a period, by its id."""
    people = session.execute(_people(), bounds_of(period))
    lines = outcomes(session, period, Dimension.SESSION)
    return {one: DeskCounts(count, lines[one]) for one, count in people}


def guided(session: AnySession, period: Period) -> dict[Guidance | None, int]:
    """Count the people who were helped online, by what they were helped with."""
    question = (
        select(IntakeEntry.guidance, func.count())
        .join(IntakeEntry.duty_session)
        .where(*_lines_between(period.first, period.last), IntakeEntry.outcome == Outcome.GUIDED)
        .group_by(IntakeEntry.guidance)
    )
    return dict(iter(session.execute(question)))


def money(session: AnySession, period: Period) -> Money:
    """Add up what was paid."""
    paid = session.execute(_paid(), bounds_of(period))
    return Money({way: int(total or 0) for way, total in paid})


def satisfaction(session: AnySession, period: Period) -> dict[Satisfaction, int]:
    """Add up what people said of the Saturdays of a period."""
    said = session.execute(_satisfaction(), bounds_of(period))
    counted = {level: int(count) for level, count in said}
    return dict.fromkeys(Satisfaction, 0) | counted


def other_returns(session: AnySession, period: Period) -> int:
    """Count results handed over whose dossiers came in elsewhere, or before this log."""
    return session.scalars(_other_returns(), bounds_of(period)).one()


def bounds_of(period: Period) -> dict[str, date]:
    """Give what fills the places FIRST and LAST of a question that is built once."""
    return {FIRST.key: period.first, LAST.key: period.last}


# --- Within -------------------------------------------------------------------------------------

_LINES: FromClause = (
    IntakeEntry.__table__.join(DutySession.__table__, IntakeEntry.duty_session_id == DutySession.id)
    .join(Visit.__table__, IntakeEntry.visit_id == Visit.id)
    .outerjoin(Procedure.__table__, IntakeEntry.procedure_id == Procedure.id)
    .outerjoin(SubjectArea.__table__, Procedure.subject_area_id == SubjectArea.id)
)
_WITH_RETURNS = _LINES.outerjoin(Return.__table__, Return.entry_id == IntakeEntry.id)


def _lines_between(
    first: date | BindParameter[date], last: date | BindParameter[date]
) -> tuple[ColumnElement[bool], ...]:
    """Tell, inside a question, the lines of a period that count.

    Its Saturdays are found first, so that the lines of years before are not walked through.
    """
    days = select(DutySession.id).where(DutySession.day.between(first, last))
    return IntakeEntry.duty_session_id.in_(days), IntakeEntry.voided_at.is_(None)


def _days_of(span: Span) -> dict[str, date]:
    """Give what fills the places of a question that is built once."""
    return {**bounds_of(span.period), _AS_OF.key: span.as_of}


# Three periods are asked the same on one page, so that each question is built once.


@cache
def _outcomes(by: Dimension) -> Select[Any, Outcome, int]:
    """Ask how many lines there are of each outcome."""
    key = _KEYS[by]
    question = select(key, IntakeEntry.outcome, func.count()).select_from(_LINES)
    return question.where(*_lines_between(FIRST, LAST)).group_by(key, IntakeEntry.outcome)


@cache
def _people() -> Select[int, int]:
    """Ask how many people came to each Saturday."""
    return (
        select(IntakeEntry.duty_session_id, func.count(IntakeEntry.visit_id.distinct()))
        .join(IntakeEntry.duty_session)
        .where(*_lines_between(FIRST, LAST))
        .group_by(IntakeEntry.duty_session_id)
    )


@cache
def _paid() -> Select[Payment | None, int | None]:
    """Ask what was paid, by the way of paying."""
    return (
        select(IntakeEntry.payment, func.sum(IntakeEntry.fee))
        .join(IntakeEntry.duty_session)
        .where(*_lines_between(FIRST, LAST), IntakeEntry.fee > 0)
        .group_by(IntakeEntry.payment)
    )


@cache
def _satisfaction() -> Select[Satisfaction, int]:
    """Ask what people said of the Saturdays."""
    return (
        select(SatisfactionCount.level, func.sum(SatisfactionCount.count))
        .join(DutySession, DutySession.id == SatisfactionCount.duty_session_id)
        .where(DutySession.day.between(FIRST, LAST))
        .group_by(SatisfactionCount.level)
    )


@cache
def _other_returns() -> Select[int]:
    """Ask for results whose dossiers came in elsewhere."""
    between = Return.returned_on.between(FIRST, LAST)
    return select(func.count()).where(Return.entry_id.is_(None), between)


@cache
def _counted(by: Dimension) -> Select[Any, Intake, Fate, int]:
    """Ask how many dossiers there are of each sort; built once for a dimension."""
    one = _sorted(by)
    return select(one.c.key, one.c.intake, one.c.fate, func.count()).group_by(
        one.c.key, one.c.intake, one.c.fate
    )


_NOT_WAITING = tuple(one for one in Outcome if one is not Outcome.RECEIVED)


@cache
def _sorted(by: Dimension) -> Subquery:
    """Give each dossier of a period with its key, since when it is here, and what became of it.

    What was settled on the spot was returned on its Saturday. What came before the period counts
    while it was open when the period began.
    """
    first, last = FIRST, LAST
    settled = IntakeEntry.outcome == Outcome.SETTLED
    returned_on = case((settled, DutySession.day), else_=Return.returned_on)
    intake = case(
        (DutySession.day < first, Intake.CARRIED.value),
        (IntakeEntry.filing == Filing.ONLINE, Intake.ONLINE.value),
        else_=Intake.DIRECT.value,
    )
    fate = case(
        (and_(returned_on <= last, returned_on < IntakeEntry.due_on), Fate.EARLY.value),
        (and_(returned_on <= last, returned_on > IntakeEntry.due_on), Fate.LATE.value),
        (returned_on <= last, Fate.ON_TIME.value),
        (IntakeEntry.due_on < _AS_OF, Fate.OVERDUE.value),
        else_=Fate.OPEN.value,
    )
    of_all = select(
        IntakeEntry.id,
        _KEYS[by].label("key"),
        intake.label("intake"),
        fate.label("fate"),
    ).select_from(_WITH_RETURNS)
    came = of_all.where(*_lines_between(first, last), IntakeEntry.outcome.in_(RECEIVED_HERE))
    days_before = select(DutySession.id).where(DutySession.day < first)
    unreturned = (
        select(IntakeEntry.id)
        .outerjoin(Return, Return.entry_id == IntakeEntry.id)
        .where(
            IntakeEntry.voided_at.is_(None),
            IntakeEntry.outcome == Outcome.RECEIVED,
            IntakeEntry.duty_session_id.in_(days_before),
            Return.id.is_(None),
        )
    )
    returned_since = select(Return.entry_id).where(Return.returned_on >= first)
    carried = of_all.where(
        IntakeEntry.id.in_(unreturned.union_all(returned_since)),
        IntakeEntry.voided_at.is_(None),
        IntakeEntry.outcome.not_in(_NOT_WAITING),  # of "is RECEIVED" an index leads to all years
        DutySession.day < first,
    )
    # Two questions in one: neither reads what years before have settled; what was asked of long ago
    # reads what was returned since.
    return came.union_all(carried).subquery()
