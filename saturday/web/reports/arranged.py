"""How do a period's figures stand on a page, and which lines open behind each number?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

from flask import url_for

from saturday.extensions import db
from saturday.models.documents import Document, Subject
from saturday.models.figures import Key
from saturday.models.period_tables import Table, table_of
from saturday.models.progress import in_force
from saturday.models.reports import Review
from saturday.papers.making import MONTHLY_REPORT, YEAR_REPORT, frozen_words
from saturday.papers.reported import Difference, Report, changed_figures, set_figures
from saturday.rules.intake import Outcome
from saturday.rules.lifecycle import PaperState
from saturday.rules.periods import Period, PeriodKind
from saturday.rules.permissions import Permission
from saturday.rules.reporting import DESK, Indicator, SaturdayFigures
from saturday.rules.statistics import Dimension, Fate, Intake
from saturday.web.access import may

# How addresses name the ways to tell figures apart.
WAYS: Mapping[str, Dimension] = MappingProxyType(
    {
        "linh-vuc": Dimension.SUBJECT_AREA,
        "phong": Dimension.DEPARTMENT,
        "cong-chuc": Dimension.OFFICER,
        "thon-ban": Dimension.HAMLET,
        "thu-tuc": Dimension.PROCEDURE,
        "hinh-thuc": Dimension.FILING,
        "buoi": Dimension.SESSION,
    }
)
WAY_OF: Mapping[Dimension, str] = MappingProxyType({by: way for way, by in WAYS.items()})
# Columns 3 to 13 of Biểu II.06a, each with the sorts of dossiers that it counts.
COLUMNS: Mapping[str, tuple[Intake | Fate, ...]] = MappingProxyType(
    {
        "received": (),
        "online": (Intake.ONLINE,),
        "direct": (Intake.DIRECT,),
        "carried": (Intake.CARRIED,),
        "returned": (Fate.EARLY, Fate.ON_TIME, Fate.LATE),
        "early": (Fate.EARLY,),
        "on_time": (Fate.ON_TIME,),
        "late": (Fate.LATE,),
        "pending": (Fate.OPEN, Fate.OVERDUE),
        "open": (Fate.OPEN,),
        "overdue": (Fate.OVERDUE,),
    }
)
OF_A_DAY = frozenset({Indicator.VISITS, Indicator.RECEIVED, *DESK})
NOBODY = "khong"  # in an address: what says no area, village, officer …
ANY = "moi"  # in an address: every outcome
MOST_COLUMNS = 4  # Saturdays that stand side by side


def address(endpoint: str, period: Period, **more: Any) -> str:  # noqa: ANN401 - parts of an address
    """Give an address of a period's pages."""
    return url_for(f"reports.{endpoint}", first=period.first, last=period.last, **more)


def page_of(period: Period) -> str:
    """Give the page of a period: a whole year has its own."""
    if period.kind is PeriodKind.YEAR:
        return url_for("reports.year_detail", year=period.first.year)
    return address("period_detail", period)


@dataclass(frozen=True)
class PeriodPage:
    """What is shown of a period."""

    review: Review
    by: Dimension = Dimension.SUBJECT_AREA

    @classmethod
    def of(cls, period: Period, way: str = "") -> Self:
        """Ask for the figures of a period, told apart in one way."""
        return cls(Review.of(db.session, period), WAYS.get(way, Dimension.SUBJECT_AREA))

    @property
    def period(self) -> Period:
        return self.review.period

    @cached_property
    def table(self) -> Table:
        """The table that is shown."""
        if self.by is Dimension.SUBJECT_AREA:
            return self.review.areas
        return table_of(db.session, self.review.span, self.by)

    @cached_property
    def tables(self) -> list[Table]:
        """Every table, for paper."""
        others = (by for by in Dimension if by is not Dimension.SUBJECT_AREA)
        rest = (table_of(db.session, self.review.span, by) for by in others)
        return [self.review.areas, *rest]

    @property
    def beside(self) -> Sequence[SaturdayFigures]:
        """Give the Saturdays that have a column of their own: none when there are too many."""
        held = self.review.now.held
        return held if len(held) <= MOST_COLUMNS else ()

    @property
    def period_names(self) -> list[str]:
        """Name the periods whose figures stand side by side: a year has but the year before."""
        if self.review.is_compared_twice:
            return ["Kỳ này", "Kỳ trước", "Cùng kỳ năm trước"]
        return ["Năm nay", "Năm trước"]

    @property
    def unknown(self) -> list[str]:
        """Name the earlier periods of which nothing was kept: that is not none."""
        earlier = (self.review.before, self.review.year_before)
        named = zip(self.period_names[1:], earlier, strict=False)
        return [
            f"{name}, {one.period.words}: chưa có số liệu."
            for name, one in named
            if not one.is_on_record
        ]

    @property
    def way(self) -> str:
        return WAY_OF[self.by]

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """Give each way to tell figures apart, with its address."""
        return [
            (f"{page_of(self.period)}?chia={way}#bang", by.words, by is self.by)
            for way, by in WAYS.items()
        ]

    # --- Papers ----------------------------------------------------------------------------------

    @property
    def paper(self) -> str:
        """Which report is made of it."""
        return YEAR_REPORT if self.period.kind is PeriodKind.YEAR else MONTHLY_REPORT

    @cached_property
    def documents(self) -> Sequence[Document]:
        """The reports made of it, the newest first."""
        return db.session.scalars(Document.like(self.paper, Subject(period=self.period))).all()

    @property
    def issued(self) -> Document | None:
        """The report in force, once it has its number."""
        row = in_force(reversed(self.documents), self.paper)
        return row if row is not None and row.state is PaperState.ISSUED else None

    @property
    def under_way(self) -> Document | None:
        """The report that is being made."""
        return next((one for one in self.documents if one.is_being_made), None)

    @cached_property
    def differences(self) -> list[Difference]:
        """Set what was issued beside what the figures are now."""
        issued = self.issued
        if issued is None or not issued.words:
            return []
        then = frozen_words(issued)
        known = then.figures if isinstance(then, Report) else ()
        return changed_figures(known, set_figures(self.review.compared))

    def new_url(self, replaces: Document | None = None) -> str:
        """Give the door that makes the report."""
        more = {"replaces": replaces.id} if replaces else {}
        key = self.period.key
        return url_for("documents.document_new", paper=self.paper, key=key, **more)  # type: ignore[arg-type] # numbers

    # --- The lines behind a number ---------------------------------------------------------------

    @cached_property
    def lines_url(self) -> str:
        """Where lines are shown; nowhere for those who may not see them."""
        return address("period_lines", self.period) if may(Permission.SEE_WHOLE_LOG) else ""

    def cell_url(self) -> Callable[[Key, str], str]:
        """Give the addresses of a table's numbers: made once, not for each."""
        begun = f"{self.lines_url}?chia={self.way}"
        return lambda key, column: f"{begun}{value_words(key)}&cot={column}"

    def outcome_url(self) -> Callable[[Key, Outcome | None], str]:
        """Give the addresses of the lines of an outcome, or of any."""
        begun = f"{self.lines_url}?chia={self.way}"
        return lambda key, one: f"{begun}{value_words(key)}&ket-qua={one.value if one else ANY}"

    def day_url(self, indicator: Indicator, one: SaturdayFigures) -> str:
        """Give the lines behind a figure of one Saturday."""
        if not self.lines_url or indicator not in OF_A_DAY:
            return ""
        return f"{self.lines_url}?so={indicator.value.lower()}&buoi={one.day.isoformat()}"

    def figure_url(self, indicator: Indicator | None, period: Period | None = None) -> str:
        """Give the rows behind a figure, of this period or of an earlier one."""
        if not self.lines_url or indicator is None:
            return ""
        begun = address("period_lines", period) if period else self.lines_url
        return f"{begun}?so={indicator.value.lower()}"


def value_words(key: Key) -> str:
    """Write a value of a dimension into an address; all of them need no word."""
    if key is ...:
        return ""
    return f"&gia-tri={NOBODY if key is None else key}"
