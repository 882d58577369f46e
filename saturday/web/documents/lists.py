"""Which papers are listed, and which may be begun from here?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from flask import url_for
from sqlalchemy import Select, and_, bindparam, func, or_, select, union
from sqlalchemy.orm import joinedload, load_only

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.commune import Department
from saturday.models.documents import Document
from saturday.models.nominations import Nomination
from saturday.models.plan import AnnualPlan, DutySession
from saturday.models.progress import ANNUAL_PLAN, ASSIGNMENT_NOTICE, CITIZEN_NOTICE, has_paper
from saturday.papers.making import SORTS, name_of
from saturday.rules.lifecycle import PaperState
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import day_month, listed_day, numeric_day
from saturday.web.access import may
from saturday.web.page import row_urls

STATES = {state.value.lower(): state for state in PaperState}
LOOKS = {PaperState.DRAFT: "draft", PaperState.CHECKED: "now", PaperState.SIGNED: "now"}
ALL_YEARS = "tat-ca"
ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One paper as the list shows it."""

    url: str
    name: str
    number: str
    day: str
    look: str
    state: str
    mark: str

    @classmethod
    def of(cls, paper: Document, url: str) -> "Line":
        """Put a paper in words."""
        drafted = f"lập {day_month(paper.drafted_at.date())}"
        return cls(
            url=url,
            name=name_of(paper),
            number=paper.full_number if paper.kind else "không lấy số",
            day=numeric_day(paper.dated_on) if paper.dated_on else drafted,
            look="done" if paper.is_finished else LOOKS[paper.state],
            state=paper.state.words,
            mark=paper.mark.words if paper.mark else "",
        )


@dataclass(frozen=True)
class Filter:
    """Which papers are asked for, as the address says."""

    state: str = ""
    year: str = ""  # nothing: this year's, and whatever goes on; else a year, or all of them
    page: int = 1

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "Filter":
        """Read the address; what it does not know is not asked for."""
        state, year = args.get("trang-thai", ""), args.get("nam", "")
        is_known = year == ALL_YEARS or re.fullmatch("20[0-9]{2}", year)
        return cls(
            state if state in STATES else "",
            year if is_known else "",
            _page(args.get("trang", "")),
        )

    @property
    def is_set(self) -> bool:
        return self != Filter()

    def lines(self, account: Account) -> tuple[Sequence[Line], bool]:
        """Give the lines of the page, and whether there are older ones."""
        first = (self.page - 1) * ON_A_PAGE
        found = db.session.scalars(self._asked(account).offset(first).limit(ON_A_PAGE + 1)).all()
        url_of = row_urls("documents.document_detail", "document_id")
        lines = [Line.of(paper, url_of(paper.id)) for paper in found[:ON_A_PAGE]]
        return lines, len(found) > ON_A_PAGE

    def _asked(self, account: Account) -> Select[Document]:
        """Ask for these papers with what names them."""
        asked = Document.visible_to(account).options(*_NAMED)
        if self.state:
            state = STATES[self.state]
            asked = asked.where(Document.state == state)
            asked = asked if state is PaperState.ISSUED else asked.where(Document.unissued())
        if self.year == ALL_YEARS:
            return asked
        wanted = _OF_YEAR if self.year else _OF_YEAR_OR_GOES_ON
        return asked.where(wanted).params(_ends_of(int(self.year or clock.today().year)))

    def address(self, page: int) -> str:
        """Give the address of another page of the same papers."""
        values = {"trang-thai": self.state, "nam": self.year, "trang": page if page > 1 else ""}
        known: dict[str, Any] = {name: value for name, value in values.items() if value}
        return url_for("documents.document_list", **known)

    @property
    def states(self) -> list[tuple[str, str]]:
        return [(value, state.words) for value, state in STATES.items()]

    @cached_property
    def first_year(self) -> int:
        """Give the first year there are papers of."""
        dated, drafted = db.session.execute(_FIRST_DAYS).one()
        return min([clock.today().year, *(day.year for day in (dated, drafted) if day)])

    @property
    def has_earlier(self) -> bool:
        return self.first_year < clock.today().year

    @property
    def years(self) -> list[tuple[str, str]]:
        """Offer this year with what goes on, each year there are papers of, and all of them."""
        years = [str(year) for year in range(clock.today().year, self.first_year - 1, -1)]
        named = [("", "Năm nay và chưa xong"), *zip(years, years, strict=True)]
        return [*named, (ALL_YEARS, "Tất cả các năm")]


# What a line of the list shows, and nothing more: a paper has forty columns.
_NAMED = (
    load_only(
        Document.paper,
        Document.kind,
        Document.symbol,
        Document.state,
        Document.drafted_at,
        Document.number,
        Document.suffix,
        Document.dated_on,
        Document.mark,
        Document.first_day,
        Document.last_day,
    ),
    joinedload(Document.plan).load_only(AnnualPlan.year),
    joinedload(Document.duty_session).load_only(DutySession.day),
    joinedload(Document.nomination)
    .load_only(Nomination.id)
    .joinedload(Nomination.department)
    .load_only(Department.name),
    joinedload(Document.amends).load_only(
        Document.kind, Document.symbol, Document.number, Document.suffix
    ),
)


_FIRST_DAYS = select(
    select(func.min(Document.dated_on)).scalar_subquery(),
    select(func.min(Document.drafted_at)).scalar_subquery(),
)
# Judged by the date of the document; one without a date, by the day of its draft.
_IN_YEAR = or_(
    Document.dated_on.between(bindparam("first"), bindparam("last")),
    and_(
        Document.dated_on.is_(None),
        Document.drafted_at >= bindparam("begins"),
        Document.drafted_at < bindparam("ends"),
    ),
)
# Found by themselves first: else the database walks through all papers in the order of the list.
_YEAR_S, _ONGOING = (
    select(Document.id).where(wanted).correlate(None) for wanted in (_IN_YEAR, Document.goes_on())
)
_OF_YEAR = Document.id.in_(_YEAR_S)
_OF_YEAR_OR_GOES_ON = Document.id.in_(union(_YEAR_S, _ONGOING))
_UNPLANNED_YEARS = select(AnnualPlan.year).where(
    AnnualPlan.year >= bindparam("year"),
    ~has_paper(ANNUAL_PLAN, Document.plan_id, AnnualPlan.id),
)
_UNANNOUNCED_DAYS = {
    paper: select(DutySession.day)
    .where(
        DutySession.comes(bindparam("today")),
        DutySession.prepared_at.is_not(None),
        ~has_paper(paper, Document.duty_session_id, DutySession.id),
    )
    .order_by(DutySession.day)
    for paper in (CITIZEN_NOTICE, ASSIGNMENT_NOTICE)
}


def _page(text: str) -> int:
    """Read the number of a page; what is none is the first."""
    return int(text) if re.fullmatch("[1-9][0-9]{0,4}", text) else 1


def _ends_of(year: int) -> dict[str, date | datetime]:
    """Give the first and last moments of a year as the questions above name them."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    begins = datetime.combine(first, time(0), tzinfo=clock.TIMEZONE)
    ends = datetime.combine(date(year + 1, 1, 1), time(0), tzinfo=clock.TIMEZONE)
    return {"first": first, "last": last, "begins": begins, "ends": ends}


def can_be_made() -> list[tuple[str, str]]:
    """Offer what has no paper yet: address and words of each."""
    if not may(Permission.DRAFT_PAPERS):
        return []
    return [*_plans(), *_notices()]


def _plans() -> list[tuple[str, str]]:
    years = db.session.scalars(_UNPLANNED_YEARS, {"year": clock.today().year})
    return [
        (url_for("documents.document_new", paper=ANNUAL_PLAN, key=year), f"kế hoạch năm {year}")
        for year in years
    ]


def _notices() -> list[tuple[str, str]]:
    return [
        (
            url_for("documents.document_new", paper=paper, key=day.isoformat()),
            f"{SORTS[paper].name.lower()} {listed_day(day)}",
        )
        for paper, asked in _UNANNOUNCED_DAYS.items()
        for day in db.session.scalars(asked, {"today": clock.today()})
    ]
