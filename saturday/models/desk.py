"""What does the desk offer at one tap, and which line did this person write last?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from saturday.models.base import AnySession
from saturday.models.commune import Hamlet
from saturday.models.intake import IntakeEntry, Visit
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.procedures import Terms

if TYPE_CHECKING:
    from saturday.models.accounts import Account

TERMS = (
    Procedure.time_unit,
    Procedure.time_amount,
    Procedure.receive_only,
    Procedure.same_day,
    Procedure.mobile,
)
LOOKED_BACK = 3  # Saturdays whose logs tell what is usual
LINES_BACK = 5  # own lines among which the last one that stands is looked for


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure as the desk offers it (thủ tục ở quầy): no more of it than is shown."""

    id: int
    code: str
    short_name: str
    subject_area_id: int
    quantity_unit: str
    terms: Terms


def offers(session: AnySession, day: date) -> list[Offer]:
    """Give the procedures of a day, by subject area and the Centre's order."""
    return [
        Offer(number, code, name, area, unit, Terms(*terms))
        for number, code, name, area, unit, *terms in session.execute(_offers(), {"day": day})
    ]


@cache
def _offers() -> Select[*tuple[Any, ...]]:
    """Ask for the procedures of a day, and no more of them than the desk shows."""
    return (
        Procedure.in_force(bindparam("day", type_=Date))
        .where(Procedure.is_shown.is_(True))
        .with_only_columns(
            Procedure.id,
            Procedure.code,
            Procedure.short_name,
            Procedure.subject_area_id,
            Procedure.quantity_unit,
            *TERMS,
        )
    )


def hamlet_names(session: AnySession, day: date) -> list[tuple[int, str]]:
    """Give the villages of a day by their names."""
    return [(number, name) for number, name in session.execute(_hamlet_names(), {"day": day})]


@cache
def _hamlet_names() -> Select[int, str]:
    """Ask for the villages of a day."""
    on = bindparam("day", type_=Date)
    return Hamlet.in_order(on).with_only_columns(Hamlet.id, Hamlet.name)


def usual_codes(session: AnySession, duty_session: DutySession) -> list[str]:
    """Give the codes of procedures by how often the Saturdays before brought them.

    Saturdays before, not this one: a button must not wander while it is being pressed.
    """
    return list(session.scalars(_usual_codes(), {"day": duty_session.day}))


@cache
def _usual_codes() -> Select[str]:
    """Ask for the codes of the Saturdays before a day, the most usual first."""
    before = (
        select(DutySession.id)
        .where(DutySession.day < bindparam("day", type_=Date))
        .order_by(DutySession.day.desc())
        .limit(LOOKED_BACK)
    )
    return (
        select(Procedure.code)
        .join(IntakeEntry, IntakeEntry.procedure_id == Procedure.id)
        .where(IntakeEntry.duty_session_id.in_(before), IntakeEntry.voided_at.is_(None))
        .group_by(Procedure.code)
        .order_by(func.count().desc(), Procedure.code)
    )


def own_lines(
    session: AnySession, duty_session: DutySession, account: "Account"
) -> Sequence[IntakeEntry]:
    """Give the lines of a Saturday that somebody wrote last, the newest first, void ones too."""
    return session.scalars(_own_lines(), {"day": duty_session.id, "account": account.id}).all()


@cache
def _own_lines() -> Select[IntakeEntry]:
    """Ask for the last lines of an account on a Saturday."""
    return (
        select(IntakeEntry)
        .where(
            IntakeEntry.duty_session_id == bindparam("day"),
            IntakeEntry.recorded_by_id == bindparam("account"),
        )
        .options(
            joinedload(IntakeEntry.procedure),
            joinedload(IntakeEntry.visit).joinedload(Visit.hamlet),
        )
        .order_by(IntakeEntry.id.desc())
        .limit(LINES_BACK)
    )


def usual_procedures(offered: Sequence[Offer], codes: Sequence[str], number: int) -> list[Offer]:
    """Choose some of the procedures offered: the most usual, then what is done the same day.

    They stand in the Centre's own order, so that a button has its place.
    """
    rank = {code: place for place, code in enumerate(codes)}
    places: Counter[int] = Counter()
    keys = []
    for at, row in enumerate(offered):
        usual = rank.get(row.code, len(rank))
        keys.append((usual, not row.terms.same_day, places[row.subject_area_id], at))
        places[row.subject_area_id] += 1
    return [offered[at] for at in sorted(key[-1] for key in sorted(keys)[:number])]
