"""Which lines of a Saturday's log stand behind a number?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, TypeVar

from flask import abort, request, url_for
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from saturday.extensions import db
from saturday.models.commune import Officer, SubjectArea
from saturday.models.daily import NO_AREA, NOBODY, DayFigures, OfficerDay
from saturday.models.intake import IntakeEntry
from saturday.models.period_tables import shown
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.papers.spreadsheet import Book
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Permission
from saturday.web.access import may
from saturday.web.fields import LONGEST_NUMBER
from saturday.web.reports.period_lines import LAYOUT, values_of

OFFICER, AREA, OUTCOMES = "cong-chuc", "linh-vuc", "ket-qua"  # in the address
ASKED = (OFFICER, AREA, OUTCOMES)
MOST_ROWS = 500

Named = TypeVar("Named", Officer, SubjectArea)


@dataclass(frozen=True)
class DayLines:
    """The lines of one Saturday that a number counts (các dòng của một con số)."""

    duty_session: DutySession
    question: Select[IntakeEntry]
    about: str  # whose, of which field, of which outcome

    @classmethod
    def of(cls, duty_session: DutySession) -> Self:
        """Load what the address asks for; a void line counts nowhere."""
        outcomes = _outcomes(request.args.get(OUTCOMES))
        named: list[str] = []
        question = (
            select(IntakeEntry)
            .outerjoin(IntakeEntry.procedure)
            .where(
                IntakeEntry.duty_session_id == duty_session.id,
                IntakeEntry.voided_at.is_(None),
                *_by_key(OFFICER, IntakeEntry.officer_id, Officer, NOBODY, named),
                *_by_key(AREA, Procedure.subject_area_id, SubjectArea, NO_AREA, named),
            )
            .order_by(IntakeEntry.id)
        )
        if outcomes:
            question = question.where(IntakeEntry.outcome.in_(outcomes))
            named += [one.words for one in outcomes]
        return cls(duty_session, question, "; ".join(named))

    @cached_property
    def count(self) -> int:
        """How many there are."""
        lines = self.question.order_by(None).with_only_columns(IntakeEntry.id).subquery()
        return db.session.scalars(select(func.count()).select_from(lines)).one()

    @cached_property
    def entries(self) -> Sequence[IntakeEntry]:
        """Give them, up to as many as a page takes."""
        seen = self.question.options(
            joinedload(IntakeEntry.procedure), joinedload(IntakeEntry.officer)
        )
        return db.session.scalars(seen.limit(MOST_ROWS)).all()

    @property
    def confirmed(self) -> OfficerDay | None:
        """Whose lines they are, when another number than the log's was confirmed."""
        if OFFICER not in request.args:
            return None
        figures = DayFigures.of(db.session, self.duty_session)
        one = figures.of_officer(int(request.args[OFFICER]))
        return one if one and one.reason else None

    @property
    def file(self) -> str:
        """Where all of them are a workbook."""
        asked = {name: request.args[name] for name in ASKED if name in request.args}
        return url_for("reports.day_lines_file", day=self.duty_session.day, **asked)  # type: ignore[arg-type] # words

    @property
    def book(self) -> Book:
        """Give all of them as a workbook; nobody's name is among them."""
        rows = db.session.scalars(shown(self.question))
        return Book("Dòng nhật ký", LAYOUT, map(values_of, rows))


def _outcomes(words: str | None) -> list[Outcome]:
    """Read which outcomes are asked for, none being all; what is no outcome is no page."""
    if words is None:
        return []
    asked = set(words.split())
    if not asked or asked - {one.value for one in Outcome}:
        abort(404)
    return [one for one in Outcome if one.value in asked]


def _by_key(
    name: str,
    column: InstrumentedAttribute[Any],
    model: type[Named],
    nobody: str,
    named: list[str],
) -> Iterable[ColumnElement[bool]]:
    """Narrow to one row's lines, 0 being those of none; name it. What is no row is no page."""
    words = request.args.get(name)
    if words is None:
        return ()
    if not words.isdecimal() or len(words) > LONGEST_NUMBER:
        abort(404)
    key = int(words)
    if not key:
        named.append(nobody)
        return (column.is_(None),)
    named.append((db.session.get(model, key) or abort(404)).name)
    return (column == key,)


def rows_url(duty_session: DutySession) -> Callable[..., str]:
    """Give what leads from a number to its lines; nowhere for those who may not see them."""
    day, sees = duty_session.day, may(Permission.SEE_WHOLE_LOG)

    def lead(*outcomes: Outcome, officer: int | None = None, area: int | None = None) -> str:
        asked = {OFFICER: officer, AREA: area, OUTCOMES: " ".join(outcomes) or None}
        known = {name: value for name, value in asked.items() if value is not None}
        return url_for("reports.day_lines", day=day, **known) if sees else ""  # type: ignore[arg-type] # numbers and words

    return lead
