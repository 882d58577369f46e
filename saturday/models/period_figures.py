"""What does a report tell of a period? Read-only questions, put together; nothing is stored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, or_, select

from saturday import clock
from saturday.models import figures
from saturday.models.base import AnySession, Moment
from saturday.models.budget import BudgetLine
from saturday.models.closing import DayClosing
from saturday.models.commune import SubjectArea
from saturday.models.feedback import Answer, Feedback
from saturday.models.figures import FIRST, LAST, Span, bounds_of
from saturday.models.intake import IntakeEntry
from saturday.models.plan import DutySession
from saturday.models.running import WaitingCount
from saturday.rules.feedback import OPEN, FeedbackKind, FeedbackSource, FeedbackState
from saturday.rules.intake import DeskCounts, EntryOrigin, Outcome
from saturday.rules.periods import Period
from saturday.rules.report_text import NEXT_DAYS
from saturday.rules.reporting import PeriodFigures, Said, SaturdayFigures, Trouble
from saturday.rules.running import CountKind, Crowd
from saturday.rules.statistics import Dimension, Dossiers
from saturday.vietnamese.dates import day_month

_NOBODY = DeskCounts(0, {})


def review(session: AnySession, span: Span, dossiers: Dossiers | None = None) -> PeriodFigures:
    """Ask for everything that a report of a period tells; ``dossiers`` when they are known."""
    period = span.period
    closed = _closed(session, period)
    return replace(
        _counted(session, span, dossiers or _dossiers(session, span), closed),
        guided=figures.guided(session, period),
        trouble=_trouble(session, period, closed),
        to_come=session.scalars(_to_come(period)).all(),
    )


def counted(session: AnySession, span: Span) -> PeriodFigures:
    """Ask for the figures of a period alone: another, or what was issued, is compared with them."""
    return _counted(session, span, _dossiers(session, span), {})


def _counted(
    session: AnySession, span: Span, dossiers: Dossiers, closed: Mapping[date, DayClosing]
) -> PeriodFigures:
    """Ask for what every period has a figure of."""
    period = span.period
    return PeriodFigures(
        period=period,
        as_of=span.as_of,
        saturdays=_saturdays(session, span, closed),
        dossiers=dossiers,
        other_returns=figures.other_returns(session, period),
        said=_said(session, period),
        satisfied=figures.satisfaction(session, period),
        money=figures.money(session, period).by_payment,
        spent=_spent(session, period),
    )


def _dossiers(session: AnySession, span: Span) -> Dossiers:
    by_way = figures.dossiers(session, span, Dimension.FILING)
    return sum(by_way.values(), Dossiers())


def days_of(period: Period) -> Select[DutySession]:
    """Ask for the Saturdays of a period, those that were moved or cancelled too."""
    return DutySession.between(period.first, period.last)


def _closed(session: AnySession, period: Period) -> Mapping[date, DayClosing]:
    """Give the Saturdays that are closed, each with its closing."""
    rows = session.scalars(DayClosing.in_force_between(period.first, period.last))
    return {one.duty_session.day: one for one in rows}


def _saturdays(
    session: AnySession, span: Span, closed: Mapping[date, DayClosing]
) -> list[SaturdayFigures]:
    counts = figures.desk_counts(session, span.period)
    rows = session.scalars(days_of(span.period)).all()
    return [
        SaturdayFigures(
            day=row.day,
            counts=counts.get(row.id, _NOBODY),
            is_mobile=row.is_mobile,
            is_held=row.counts and row.day <= span.as_of,
            is_closed=row.day in closed,
            confirmed=closed[row.day].handled if row.day in closed else None,
            gone=_gone(row),
            reason=row.change_reason,
        )
        for row in rows
    ]


def _gone(row: DutySession) -> str:
    """Say where a Saturday went that was not held on its day."""
    if row.moved_to is not None:
        return f"dời sang {day_month(row.moved_to)}"
    return "đã hủy" if row.cancelled_at else ""


def _spent(session: AnySession, period: Period) -> int:
    """Add up what the Saturdays of a period cost, as far as it was paid."""
    return int(session.scalar(_paid_out(), bounds_of(period)) or 0)


@cache
def _paid_out() -> Select[int | None]:
    """Ask for it; built once, as three periods are asked on one page."""
    return (
        select(func.sum(BudgetLine.spent))
        .join(DutySession, DutySession.id == BudgetLine.duty_session_id)
        .where(DutySession.day.between(FIRST, LAST))
    )


def _said(session: AnySession, period: Period) -> Said:
    """Count the opinions that came in a period, and those answered by its last day."""
    moments = {"begin": _begin(period.first), "end": _end(period.last)}
    counts = session.execute(_opinions(), {**bounds_of(period), **moments}).one()
    recorded, villages, answered, owed = counts
    return Said(recorded, villages, answered, owed)


@cache
def _opinions() -> Select[int, int, int, int]:
    """Ask for these counts; built once, as above."""
    in_time = Feedback.answers.any(Answer.answered_on <= LAST)
    from_villages = Feedback.source == FeedbackSource.VILLAGE
    moments = (bindparam(name, type_=Moment()) for name in ("begin", "end"))
    return select(
        func.count(),
        func.count().filter(from_villages),
        func.count().filter(in_time),
        func.count().filter(_owed(), ~in_time),
    ).where(*_heard_between(*moments))


def _owed() -> ColumnElement[bool]:
    """Tell the opinions to be answered here: one closed without an answer had been sent on."""
    asking = [one for one in FeedbackKind if one.asks_for_answer]
    return Feedback.kind.in_(asking) & or_(
        Feedback.state.in_(OPEN | {FeedbackState.ANSWERED}),
        and_(Feedback.state == FeedbackState.CLOSED, Feedback.answers.any()),
    )


def heard(period: Period) -> tuple[ColumnElement[bool], ...]:
    """Tell, inside a question, the opinions that came in a period."""
    return _heard_between(_begin(period.first), _end(period.last))


def _heard_between(
    begin: datetime | BindParameter[datetime], end: datetime | BindParameter[datetime]
) -> tuple[ColumnElement[bool], ...]:
    return Feedback.received_at >= begin, Feedback.received_at < end


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.TIMEZONE)


def _end(day: date) -> datetime:
    return _begin(day + timedelta(days=1))


def _trouble(session: AnySession, period: Period, closed: Mapping[date, DayClosing]) -> Trouble:
    """Find what was hard at the desk: paper first, a crowd, dossiers that lacked something."""
    later = (
        select(func.count())
        .select_from(IntakeEntry)
        .join(IntakeEntry.duty_session)
        .where(
            DutySession.day.between(period.first, period.last),
            IntakeEntry.origin == EntryOrigin.LATER,
            IntakeEntry.voided_at.is_(None),
        )
    )
    most = (
        select(WaitingCount, DutySession.day)
        .join(DutySession, DutySession.id == WaitingCount.duty_session_id)
        .where(
            DutySession.day.between(period.first, period.last),
            WaitingCount.kind == CountKind.WAITING,
        )
        .order_by(WaitingCount.count.desc(), WaitingCount.seen_at)
        .limit(1)
    )
    row = session.execute(most).one_or_none()
    return Trouble(
        later=session.scalars(later).one(),
        crowd=Crowd(row[0].count, row[0].place, row[0].seen_at.time()) if row else None,
        crowd_day=row[1] if row else None,
        supplements=_supplements(session, period),
        remarks=[(day, one.remark) for day, one in closed.items() if one.remark],
    )


def _supplements(session: AnySession, period: Period) -> list[tuple[str, int]]:
    """Count by subject area what had to be supplemented, the most first."""
    found = figures.outcomes(session, period, Dimension.SUBJECT_AREA)
    counts = {
        key: by.get(Outcome.SUPPLEMENT, 0) for key, by in found.items() if isinstance(key, int)
    }
    names = dict(iter(session.execute(select(SubjectArea.id, SubjectArea.name))))
    wanted = [(names[key], count) for key, count in counts.items() if count]
    return sorted(wanted, key=lambda one: (-one[1], one[0]))


def _to_come(period: Period) -> Select[date]:
    return (
        select(DutySession.day)
        .where(
            DutySession.day > period.last,
            DutySession.moved_to.is_(None),
            DutySession.cancelled_at.is_(None),
        )
        .order_by(DutySession.day)
        .limit(NEXT_DAYS)
    )
