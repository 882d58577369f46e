"""Which lines of a Saturday's log stand behind a number?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from flask import request, url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from saturday.extensions import db
from saturday.models.commune import Officer, SubjectArea
from saturday.models.intake import IntakeEntry
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Permission
from saturday.web.access import may

OFFICER, AREA, OUTCOMES = "cong-chuc", "linh-vuc", "ket-qua"  # in the address
MOST_ROWS = 500

Named = TypeVar("Named", Officer, SubjectArea)


@dataclass(frozen=True, slots=True)
class DayLines:
    """The lines of one Saturday that a number counts (các dòng của một con số)."""

    duty_session: DutySession
    entries: Sequence[IntakeEntry]
    about: str  # whose, of which field, of which outcome

    @classmethod
    def of(cls, duty_session: DutySession) -> Self:
        """Load what the address asks for; a void line counts nowhere."""
        outcomes = [one for one in Outcome if one.value in request.args.get(OUTCOMES, "").split()]
        named: list[str] = []
        question = (
            select(IntakeEntry)
            .outerjoin(IntakeEntry.procedure)
            .where(
                IntakeEntry.duty_session_id == duty_session.id,
                IntakeEntry.voided_at.is_(None),
                *_by_key(OFFICER, IntakeEntry.officer_id, Officer, named),
                *_by_key(AREA, Procedure.subject_area_id, SubjectArea, named),
            )
            .options(joinedload(IntakeEntry.procedure), joinedload(IntakeEntry.officer))
            .order_by(IntakeEntry.id)
            .limit(MOST_ROWS)
        )
        if outcomes:
            question = question.where(IntakeEntry.outcome.in_(outcomes))
            named += [one.words for one in outcomes]
        return cls(duty_session, db.session.scalars(question).all(), "; ".join(named))


def _by_key(
    name: str,
    column: InstrumentedAttribute[Any],
    model: type[Named],
    named: list[str],
) -> Iterable[ColumnElement[bool]]:
    """Narrow to one row's lines, 0 being those of none; name it."""
    key = request.args.get(name, type=int)
    if key is None:
        return ()
    row = db.session.get(model, key) if key else None
    named.append(row.name if row else "không ghi")
    return (column == key,) if key else (column.is_(None),)


def rows_url(duty_session: DutySession) -> Callable[..., str]:
    """Give what leads from a number to its lines; nowhere for those who may not see them."""
    day, sees = duty_session.day, may(Permission.SEE_WHOLE_LOG)

    def lead(*outcomes: Outcome, officer: int | None = None, area: int | None = None) -> str:
        asked = {OFFICER: officer, AREA: area, OUTCOMES: " ".join(outcomes) or None}
        known = {name: value for name, value in asked.items() if value is not None}
        return url_for("reports.day_lines", day=day, **known) if sees else ""  # type: ignore[arg-type] # numbers and words

    return lead
