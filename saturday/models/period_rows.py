"""Which rows stand behind the figures of a period that no line of the log is counted for?"""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from saturday.models.budget import BudgetLine
from saturday.models.feedback import Answer, Feedback
from saturday.models.figures import Span
from saturday.models.period_figures import days_of, heard
from saturday.models.plan import DutySession
from saturday.models.returns import Return
from saturday.models.running import SatisfactionCount
from saturday.rules.feedback import FeedbackSource
from saturday.rules.intake import Satisfaction
from saturday.rules.periods import Period
from saturday.rules.reporting import Indicator


def held(span: Span, *, mobile: bool) -> Select[DutySession]:
    """Ask for the Saturdays that were held: the mobile ones, or all."""
    question = days_of(span.period).where(
        DutySession.moved_to.is_(None),
        DutySession.cancelled_at.is_(None),
        DutySession.day <= span.as_of,
    )
    return question.where(DutySession.is_mobile) if mobile else question


def other_returns(period: Period) -> Select[Return]:
    """Ask for the results handed over whose dossiers came in elsewhere."""
    return (
        select(Return)
        .where(Return.entry_id.is_(None), Return.returned_on.between(period.first, period.last))
        .options(joinedload(Return.procedure))
        .order_by(Return.returned_on, Return.id)
    )


def opinions(period: Period, counted: Indicator) -> Select[Feedback]:
    """Ask for the opinions of a period: those of villages, those answered, or all."""
    question = select(Feedback).where(*heard(period)).order_by(Feedback.received_at, Feedback.id)
    if counted is Indicator.FROM_VILLAGES:
        question = question.where(Feedback.source == FeedbackSource.VILLAGE)
    elif counted is Indicator.ANSWERED:
        question = question.where(Feedback.answers.any(Answer.answered_on <= period.last))
    return question.options(selectinload(Feedback.answers))


def slips(period: Period, level: Satisfaction) -> Select[int, DutySession]:
    """Ask on which Saturdays so many people said so."""
    return (
        select(SatisfactionCount.count, DutySession)
        .join(DutySession, DutySession.id == SatisfactionCount.duty_session_id)
        .where(
            DutySession.day.between(period.first, period.last),
            SatisfactionCount.level == level,
            SatisfactionCount.count > 0,
        )
        .order_by(DutySession.day)
    )


def spent(period: Period) -> Select[BudgetLine]:
    """Ask for what was paid for the Saturdays of a period."""
    return (
        select(BudgetLine)
        .join(BudgetLine.duty_session)
        .where(DutySession.day.between(period.first, period.last), BudgetLine.spent.is_not(None))
        .options(joinedload(BudgetLine.duty_session))
        .order_by(DutySession.day, BudgetLine.id)
    )
