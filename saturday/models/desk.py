"""What does the desk offer at one tap, and which line did this person write last?"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from saturday.models.base import AnySession
from saturday.models.intake import IntakeEntry, Visit
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure

if TYPE_CHECKING:
    from saturday.models.accounts import Account

LOOKED_BACK = 3  # Saturdays whose logs tell what is usual
LINES_BACK = 5  # own lines among which the last one that stands is looked for


def usual_codes(session: AnySession, duty_session: DutySession) -> list[str]:
    """Give the codes of procedures by how often the Saturdays before brought them.

    Saturdays before, not this one: a button must not wander while it is being pressed.
    """
    before = (
        select(DutySession.id)
        .where(DutySession.day < duty_session.day)
        .order_by(DutySession.day.desc())
        .limit(LOOKED_BACK)
    )
    often = (
        select(Procedure.code)
        .join(IntakeEntry, IntakeEntry.procedure_id == Procedure.id)
        .where(IntakeEntry.duty_session_id.in_(before), IntakeEntry.voided_at.is_(None))
        .group_by(Procedure.code)
        .order_by(func.count().desc(), Procedure.code)
    )
    return list(session.scalars(often))


def own_lines(
    session: AnySession, duty_session: DutySession, account: "Account"
) -> Sequence[IntakeEntry]:
    """Give the lines of a Saturday that somebody wrote last, the newest first, void ones too."""
    question = (
        select(IntakeEntry)
        .where(
            IntakeEntry.duty_session_id == duty_session.id,
            IntakeEntry.recorded_by_id == account.id,
        )
        .options(
            joinedload(IntakeEntry.procedure),
            joinedload(IntakeEntry.visit).joinedload(Visit.hamlet),
        )
        .order_by(IntakeEntry.id.desc())
        .limit(LINES_BACK)
    )
    return session.scalars(question).all()


def usual_procedures(
    offered: Sequence[Procedure], codes: Sequence[str], number: int
) -> list[Procedure]:
    """Choose some of the procedures offered: the most usual, then what is done the same day.

    They stand in the Centre's own order, so that a button has its place.
    """
    rank = {code: place for place, code in enumerate(codes)}
    places: Counter[int] = Counter()
    keys = []
    for at, row in enumerate(offered):
        usual = rank.get(row.code, len(rank))
        keys.append((usual, not row.same_day, places[row.subject_area_id], at))
        places[row.subject_area_id] += 1
    return [offered[at] for at in sorted(key[-1] for key in sorted(keys)[:number])]
