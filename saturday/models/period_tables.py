"""How do a period's dossiers stand by area, department, officer, village …? Zero rows too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from saturday.models import figures
from saturday.models.base import AnySession
from saturday.models.commune import Department, Hamlet, Officer, Posting, SubjectArea
from saturday.models.figures import Key, Span
from saturday.models.intake import IntakeEntry, Visit
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.intake import Filing, Outcome, Payment
from saturday.rules.periods import Period
from saturday.rules.statistics import Dimension, Dossiers
from saturday.vietnamese.dates import listed_day

UNSAID: Mapping[Dimension, str] = MappingProxyType(
    {
        Dimension.SUBJECT_AREA: "Chưa ghi lĩnh vực",
        Dimension.DEPARTMENT: "Chưa ghi phòng, đơn vị",
        Dimension.OFFICER: "Chưa ghi công chức",
        Dimension.HAMLET: "Chưa ghi thôn, bản",
        Dimension.PROCEDURE: "Chưa ghi thủ tục",
        Dimension.FILING: "Không nộp hồ sơ",
    }
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One value of a dimension, with its dossiers and what became of its lines (dòng số liệu)."""

    key: Key
    name: str
    dossiers: Dossiers
    outcomes: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class Table:
    """The dossiers and lines of a period by one dimension (bảng số liệu)."""

    by: Dimension
    lines: Sequence[TableRow]

    @property
    def rows(self) -> list[TableRow]:
        """Give the rows of Biểu II.06a: what no dossier lacks has none."""
        return [one for one in self.lines if one.key is not None or one.dossiers.received]

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """Add up what became of the lines."""
        return {one: sum(row.outcomes.get(one, 0) for row in self.lines) for one in Outcome}

    @property
    def total(self) -> Dossiers:
        """Add up the rows."""
        return sum((one.dossiers for one in self.rows), Dossiers())

    @property
    def agrees(self) -> bool:
        """Whether (3) = (7) + (11) on each row."""
        return all(one.dossiers.agrees for one in self.rows)


def table_of(session: AnySession, span: Span, by: Dimension) -> Table:
    """Ask for a table; what has no dossier has its row of zeros while it is in use."""
    dossiers = figures.dossiers(session, span, by)
    outcomes = figures.outcomes(session, span.period, by)
    counted = dossiers.keys() | outcomes.keys()
    names = _NAMES[by](session, span.period, frozenset(counted))
    names |= {None: UNSAID[by]} if None in counted else {}
    return Table(
        by,
        [
            TableRow(key, name, dossiers.get(key, Dossiers()), outcomes.get(key, {}))
            for key, name in names.items()
        ],
    )


def name_of(session: AnySession, period: Period, by: Dimension, key: Key) -> str:
    """Name one value of a dimension; what is none has no name."""
    if key is None:
        return UNSAID.get(by, "")
    return _NAMES[by](session, period, frozenset({key})).get(key, "")


def lines_of(
    period: Period, *, outcomes: Sequence[Outcome] = (), day: date | None = None
) -> Select[IntakeEntry]:
    """Ask for the lines of a period: of some outcomes, of one Saturday, or all."""
    question = (
        select(IntakeEntry)
        .join(IntakeEntry.duty_session)
        .where(DutySession.day.between(period.first, period.last), IntakeEntry.voided_at.is_(None))
        .order_by(IntakeEntry.id)
    )
    question = question.where(IntakeEntry.outcome.in_(outcomes)) if outcomes else question
    return question.where(DutySession.day == day) if day else question


def paid_lines(period: Period, *, cashless: bool) -> Select[IntakeEntry]:
    """Ask for the lines of a period on which something was paid: otherwise than in cash, or all."""
    question = lines_of(period).where(IntakeEntry.fee > 0)
    if not cashless:
        return question
    return question.where(IntakeEntry.payment.is_not(None), IntakeEntry.payment != Payment.CASH)


def shown(question: Select[IntakeEntry]) -> Select[IntakeEntry]:
    """Load with lines what a list of them shows; nobody's name is among it."""
    return question.options(
        joinedload(IntakeEntry.duty_session),
        joinedload(IntakeEntry.procedure),
        joinedload(IntakeEntry.visit).joinedload(Visit.hamlet),
        joinedload(IntakeEntry.returned),
    )


# --- The rows of each dimension, in their order ---------------------------------------------------

Names = dict[Key, str]


def _areas(session: AnySession, period: Period, counted: frozenset[Key]) -> Names:
    in_use = or_(SubjectArea.lasts(period.first), SubjectArea.id.in_(_ids(counted)))
    rows = session.scalars(SubjectArea.with_former().where(in_use))
    return {one.id: one.name for one in rows}


def _departments(session: AnySession, period: Period, counted: frozenset[Key]) -> Names:
    in_use = or_(Department.lasts(period.first), Department.id.in_(_ids(counted)))
    rows = session.scalars(Department.in_order().where(in_use))
    return {one.id: one.name for one in rows}


def _officers(session: AnySession, period: Period, counted: frozenset[Key]) -> Names:
    """Name each with the department of the period's last day; two may have one name."""
    serves = or_(Officer.left_on.is_(None), Officer.left_on > period.first)
    question = (
        select(Officer)
        .where(or_(serves, Officer.id.in_(_ids(counted))))
        .options(
            joinedload(Officer.department),
            selectinload(Officer.former).joinedload(Posting.department),
        )
        .order_by(Officer.sort_key, Officer.id)
    )
    return {
        one.id: f"{one.name}, {one.department_on(period.last).short_name}"
        for one in session.scalars(question)
    }


def _hamlets(session: AnySession, period: Period, counted: frozenset[Key]) -> Names:
    """Name a village that was merged with where it is now: its dossiers stay its own."""
    begun = or_(Hamlet.valid_from.is_(None), Hamlet.valid_from <= period.last)
    in_use = or_(begun & Hamlet.lasts(period.first), Hamlet.id.in_(_ids(counted)))
    question = (
        select(Hamlet)
        .where(in_use)
        .options(joinedload(Hamlet.merged_into))
        .order_by(Hamlet.position, Hamlet.id)
    )
    return {one.id: _village(one) for one in session.scalars(question)}


def _village(hamlet: Hamlet) -> str:
    into = hamlet.merged_into
    return f"{hamlet.name} (nay là {into.name})" if into else hamlet.name


def _procedures(session: AnySession, period: Period, counted: frozenset[Key]) -> Names:
    """Name each code once, by its newest version."""
    codes = [one for one in counted if one is not None]
    begun = or_(Procedure.valid_from.is_(None), Procedure.valid_from <= period.last)
    lasts = or_(Procedure.valid_to.is_(None), Procedure.valid_to >= period.first)
    in_use = or_(begun & lasts & Procedure.is_shown, Procedure.code.in_(codes))
    rows = session.scalars(Procedure.all_versions().where(in_use))
    return {one.code: f"{one.short_name} ({one.code})" for one in rows}


def _filings(_session: AnySession, _period: Period, _counted: frozenset[Key]) -> Names:
    return {one: one.words.capitalize() for one in Filing}


def _saturdays(session: AnySession, period: Period, counted: frozenset[Key]) -> Names:
    """Name the Saturdays of the period, and those before it that dossiers were carried from."""
    wanted = or_(
        DutySession.day.between(period.first, period.last), DutySession.id.in_(_ids(counted))
    )
    rows = session.scalars(select(DutySession).where(wanted).order_by(DutySession.day))
    return {one.id: f"{listed_day(one.day)}/{one.day.year}" for one in rows}


def _ids(counted: frozenset[Key]) -> list[int]:
    return [one for one in counted if isinstance(one, int)]


_NAMES: Mapping[Dimension, Callable[[AnySession, Period, frozenset[Key]], Names]] = (
    MappingProxyType(
        {
            Dimension.SUBJECT_AREA: _areas,
            Dimension.DEPARTMENT: _departments,
            Dimension.OFFICER: _officers,
            Dimension.HAMLET: _hamlets,
            Dimension.PROCEDURE: _procedures,
            Dimension.FILING: _filings,
            Dimension.SESSION: _saturdays,
        }
    )
)
