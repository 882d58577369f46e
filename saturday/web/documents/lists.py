"""Which papers are listed, and which may be begun from here?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from flask import url_for
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.documents import Document
from saturday.models.plan import AnnualPlan, DutySession
from saturday.models.progress import ANNUAL_PLAN, ASSIGNMENT_NOTICE, in_force
from saturday.models.roster import Nomination
from saturday.rules.lifecycle import PaperState
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import listed_day
from saturday.web.access import may

STATES = {state.value.lower(): state for state in PaperState}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which papers are asked for, as the address says."""

    state: str
    year: int | None

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "Filter":
        """Read the address; what it does not know is not asked for."""
        state, year = args.get("trang-thai", ""), args.get("nam", "")
        known = state if state in STATES else ""
        return cls(known, int(year) if year.isdigit() and len(year) == len("2026") else None)

    @property
    def is_set(self) -> bool:
        return bool(self.state) or self.year is not None

    def question(self, account: Account) -> Select[Document]:
        """Ask for these papers with what names them."""
        asked = Document.visible_to(account).options(
            joinedload(Document.plan),
            joinedload(Document.duty_session),
            joinedload(Document.nomination).joinedload(Nomination.department),
        )
        if self.state:
            asked = asked.where(Document.state == STATES[self.state])
        return asked if self.year is None else asked.where(_in_year(self.year))

    @property
    def states(self) -> list[tuple[str, str]]:
        return [(value, state.words) for value, state in STATES.items()]

    @property
    def years(self) -> list[int]:
        """Give the years there are papers of, the newest first."""
        dated, drafted = db.session.execute(
            select(func.min(Document.dated_on), func.min(Document.drafted_at))
        ).one()
        this_year = clock.today().year
        first = min([this_year, *(day.year for day in (dated, drafted) if day)])
        return list(range(this_year, first - 1, -1))


def _in_year(year: int) -> ColumnElement[bool]:
    """Judge by the date of the document; one without a date, by the day of its draft."""
    first = datetime.combine(date(year, 1, 1), time(0), tzinfo=clock.TIMEZONE)
    last = datetime.combine(date(year + 1, 1, 1), time(0), tzinfo=clock.TIMEZONE)
    return or_(
        Document.dated_on.between(date(year, 1, 1), date(year, 12, 31)),
        and_(Document.dated_on.is_(None), Document.drafted_at >= first, Document.drafted_at < last),
    )


def can_be_made() -> list[tuple[str, str]]:
    """Offer what has no paper yet: address and words of each."""
    if not may(Permission.DRAFT_PAPERS):
        return []
    return [*_plans(), *_notices()]


def _plans() -> list[tuple[str, str]]:
    years = db.session.scalars(select(AnnualPlan).where(AnnualPlan.year >= clock.today().year))
    papers = db.session.scalars(select(Document).where(Document.paper == ANNUAL_PLAN)).all()
    return [
        (
            url_for("documents.document_new", paper=ANNUAL_PLAN, key=plan.year),
            f"kế hoạch năm {plan.year}",
        )
        for plan in years
        if in_force([one for one in papers if one.plan_id == plan.id], ANNUAL_PLAN) is None
    ]


def _notices() -> list[tuple[str, str]]:
    coming = DutySession.coming().where(DutySession.prepared_at.is_not(None))
    papers = db.session.scalars(select(Document).where(Document.paper == ASSIGNMENT_NOTICE)).all()
    return [
        (
            url_for("documents.document_new", paper=ASSIGNMENT_NOTICE, key=row.day.isoformat()),
            f"thông báo phân công {listed_day(row.day)}",
        )
        for row in db.session.scalars(coming)
        if in_force([one for one in papers if one.duty_session_id == row.id], ASSIGNMENT_NOTICE)
        is None
    ]
