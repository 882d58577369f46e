"""What stands in the register of opinions, by what is it sifted, and what is found in it?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, and_, func, intersect, or_, select
from sqlalchemy.orm import joinedload, selectinload

from saturday.models.base import AnySession
from saturday.models.commune import Department, Hamlet
from saturday.models.feedback import Answer, Feedback
from saturday.models.feedback_words import FeedbackWord, words_sought
from saturday.models.plan import DutySession
from saturday.rules.feedback import (
    OPEN,
    FeedbackKind,
    FeedbackState,
    InTime,
)

if TYPE_CHECKING:
    from saturday.models.accounts import Account

PAGE = 100
_NUMBER = re.compile(r"0*(\d{1,6})/(\d{4})")
_UNTOLD = frozenset(FeedbackState) - {FeedbackState.ANSWERED, FeedbackState.CLOSED}


def is_late(in_time: InTime) -> ColumnElement[bool]:
    """Give the condition that holds for what is past its limit: as ``due_on`` counts it."""
    unowned = (Feedback.state == FeedbackState.NEW) & (Feedback.since < in_time.forward)
    owned = Feedback.state.in_(OPEN - {FeedbackState.NEW}) & (Feedback.since < in_time.answer)
    owed = Feedback.is_named & (Feedback.kind != FeedbackKind.PRAISE)
    return owed & or_(unowned, owned)


def is_untold() -> ColumnElement[bool]:
    """Give the condition that holds for what has its answer, and nobody was told of it."""
    states = (FeedbackState.ANSWERED, FeedbackState.TRANSFERRED)
    owed = Feedback.is_named & (Feedback.kind != FeedbackKind.PRAISE)
    return owed & Feedback.state.in_(states)


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which opinions are wanted (điều kiện lọc); what is empty leaves all."""

    states: frozenset[FeedbackState] = frozenset()
    kind: FeedbackKind | None = None
    owner: Department | None = None
    year: int | None = None
    duty_session: DutySession | None = None
    late: InTime | None = None  # only what is past its limit
    untold: bool = False  # only what nobody was told of

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Give what must hold."""
        asked: list[tuple[object, ColumnElement[bool]]] = [
            (self.states, Feedback.state.in_(self.states)),
            (self.kind, Feedback.kind == self.kind),
            (self.owner, Feedback.owner_id == (self.owner.id if self.owner else None)),
            (self.year, Feedback.year == self.year),
            (
                self.duty_session,
                Feedback.duty_session_id == (self.duty_session.id if self.duty_session else None),
            ),
        ]
        found = [condition for wanted, condition in asked if wanted]
        found += [is_late(self.late)] if self.late else []
        return [*found, is_untold()] if self.untold else found

    def of(self, account: "Account") -> Select[Feedback]:
        """Ask for those an account may see, the newest first."""
        return Feedback.register(account).where(*self.conditions)


def before(year: int, number: int) -> ColumnElement[bool]:
    """Give the condition that holds for what was written before a number: the next page."""
    return or_(Feedback.year < year, and_(Feedback.year == year, Feedback.number < number))


def whole(question: Select[Feedback]) -> Select[Feedback]:
    """Ask for opinions with their answers, in the order of the register, as it is printed."""
    return (
        question.options(selectinload(Feedback.answers))
        .order_by(None)
        .order_by(Feedback.year, Feedback.number)
    )


def counts_for(session: AnySession, account: "Account", in_time: InTime) -> tuple[int, int]:
    """Count what an account may see and somebody still owes, and what of it is late."""
    question = select(func.count(), func.count().filter(is_late(in_time))).where(
        Feedback.seen_by(account), Feedback.state.in_(OPEN)
    )
    owed, late = session.execute(question).one()
    return owed, late


def search(session: AnySession, account: "Account", sought: str) -> Sequence[Feedback]:
    """Find what an account may see by its number, or by what its words, name and numbers begin.

    Marks and capitals don't matter, nor does the order of words. The newest first.
    """
    number = _NUMBER.fullmatch(sought)
    if number:
        return session.scalars(Feedback.numbered(account, int(number[2]), int(number[1]))).all()
    words = words_sought(sought)
    if not words:
        return []
    own = select(Feedback.id).where(Feedback.seen_by(account))
    asked = (FeedbackWord.beginning(one) for one in words)
    newest = intersect(*(own.where(Feedback.id.in_(one)) for one in asked))
    newest = newest.order_by(newest.selected_columns.id.desc()).limit(PAGE)
    return session.scalars(Feedback.register(account).where(Feedback.id.in_(newest))).all()


def said_on(session: AnySession, duty_session: DutySession) -> Mapping[FeedbackState, int]:
    """Count the opinions of a Saturday by their state."""
    question = (
        select(Feedback.state, func.count())
        .where(Feedback.duty_session_id == duty_session.id)
        .group_by(Feedback.state)
    )
    return dict(iter(session.execute(question)))


def waiting_to_be_told(session: AnySession) -> int:
    """Count the named ones that are answered or sent on, and nobody was told."""
    return session.scalars(select(func.count(Feedback.id)).where(is_untold())).one()


# --- Back to a village ---------------------------------------------------------------------------


def public_answers(since: date) -> Select[Answer]:
    """Ask for the newest answers that may be read out at a meeting, given from a day on."""
    newest = (
        select(func.max(Answer.id))
        .where(Answer.feedback_id == Feedback.id)
        .correlate(Feedback)
        .scalar_subquery()
    )
    return (
        select(Answer)
        .join(Answer.feedback)
        .where(
            Answer.is_public,
            Answer.answered_on >= since,
            Answer.id == newest,
            Feedback.state.not_in(_UNTOLD),  # said so, the question begins with the few answers
            Feedback.hamlet_id.is_not(None),
        )
        .options(
            joinedload(Answer.feedback).joinedload(Feedback.hamlet),
            joinedload(Answer.department),
        )
        .order_by(Answer.answered_on, Answer.id)
    )


def by_village(
    answers: Sequence[Answer], villages: Sequence[Hamlet]
) -> Mapping[Hamlet, list[Answer]]:
    """Put answers to the villages of today: one that was merged hears them in the other."""
    known = {one.id: one.today for one in villages}
    found: dict[Hamlet, list[Answer]] = {}
    for one in answers:
        village = known.get(one.feedback.hamlet_id or 0)
        if village is not None:
            found.setdefault(village, []).append(one)
    return {one: found[one] for one in villages if one in found}
