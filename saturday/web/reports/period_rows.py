"""How do the rows stand behind figures that no line of the log is counted for?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Self

from flask import url_for
from sqlalchemy import Select, func, select

from saturday import clock
from saturday.extensions import db
from saturday.models import period_rows
from saturday.models.budget import BudgetLine
from saturday.models.feedback import Feedback
from saturday.models.figures import Span
from saturday.models.plan import DutySession
from saturday.models.returns import Return
from saturday.papers.spreadsheet import Book
from saturday.rules.columns import Column, ColumnKind, Layout, Value, Values
from saturday.rules.intake import Satisfaction
from saturday.rules.periods import Period
from saturday.rules.reporting import Indicator
from saturday.vietnamese.dates import numeric_day
from saturday.vietnamese.numbers import grouped
from saturday.web.reports.period_lines import AT_ONCE, ON_A_PAGE

TEXT, DAY, NUMBER = ColumnKind.TEXT, ColumnKind.DAY, ColumnKind.NUMBER
LEVELS: Mapping[Indicator, Satisfaction] = MappingProxyType(
    {
        Indicator.VERY: Satisfaction.VERY,
        Indicator.SATISFIED: Satisfaction.SATISFIED,
        Indicator.NOT_SATISFIED: Satisfaction.NOT,
    }
)
_DAY = Column("day", "Buổi", DAY)
SATURDAYS = Layout((_DAY, Column("place", "Địa điểm", TEXT), Column("kind", "Ghi chú", TEXT)))
RETURNS = Layout(
    (
        Column("day", "Ngày trả", DAY),
        Column("code", "Mã hồ sơ", TEXT),
        Column("procedure", "Thủ tục", TEXT),
        Column("way", "Cách trả", TEXT),
    )
)
OPINIONS = Layout(
    (
        Column("day", "Ngày nhận", DAY),
        Column("number", "Số", TEXT),
        Column("kind", "Loại", TEXT),
        Column("source", "Nơi đến", TEXT),
        Column("state", "Tình trạng", TEXT),
        Column("answered", "Ngày trả lời", DAY),
    )
)
SLIPS = Layout((_DAY, Column("count", "Số phiếu", NUMBER)))
COSTS = Layout(
    (_DAY, Column("content", "Nội dung", TEXT), Column("spent", "Thực chi (đồng)", NUMBER))
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and the page where it is kept."""

    values: Values
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """Which rows are behind some figures, and how each is shown (loại dòng)."""

    layout: Layout
    question: Callable[[Period, Indicator], Select[*tuple[Any, ...]]]
    row: Callable[..., Row]


@dataclass(frozen=True, slots=True)
class Beside:
    """Which figure was opened, and its rows (con số ngoài nhật ký)."""

    period: Period
    words: str
    sort: Sort
    question: Select[*tuple[Any, ...]]
    count: int

    @classmethod
    def of(cls, period: Period, typed: Mapping[str, str]) -> Self | None:
        """Read an address; None when it names no such figure."""
        name = typed.get("so", "").upper()
        sort = _ASKED.get(Indicator(name)) if name in {one.value for one in Indicator} else None
        if sort is None:
            return None
        one = Indicator(name)
        question = sort.question(period, one)
        rows = question.order_by(None).subquery()
        count = db.session.scalars(select(func.count()).select_from(rows)).one()
        return cls(period, one.words[:1].upper() + one.words[1:], sort, question, count)

    @property
    def rows(self) -> list[Row]:
        """Give the first of them: as many as a page shows."""
        return [self.sort.row(*one) for one in db.session.execute(self.question.limit(ON_A_PAGE))]

    @property
    def has_more(self) -> bool:
        """Whether only the workbook has all of them."""
        return self.count > ON_A_PAGE

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Name the columns, each with the look of its cells."""
        return [(one.title, _look(one)) for one in self.sort.layout.columns]

    def cells(self, row: Row) -> list[tuple[str, str]]:
        """Write the values of a row in the order of the heads, each with its look."""
        columns = self.sort.layout.columns
        return [(_written(row.values[one.field]), _look(one)) for one in columns]

    def book(self) -> Book:
        """Give all of them as a workbook, row by row."""
        found = db.session.execute(self.question.execution_options(yield_per=AT_ONCE))
        return Book("Các dòng", self.sort.layout, (self.sort.row(*one).values for one in found))


def _look(column: Column) -> str:
    return "num" if column.kind is NUMBER else ""


def _written(value: Value) -> str:
    if isinstance(value, date):
        return numeric_day(value)
    return grouped(value) if isinstance(value, int) else str(value or "")


def _held(period: Period, one: Indicator) -> Select[DutySession]:
    span = Span(period, clock.today())
    return period_rows.held(span, mobile=one is Indicator.MOBILE)


def _saturday(row: DutySession) -> Row:
    words = "lưu động" if row.is_mobile else ""
    values: Values = {"day": row.day, "place": row.place, "kind": words}
    return Row(values, url_for("reports.day_detail", day=row.day))


def _other_returns(period: Period, _one: Indicator) -> Select[Return]:
    return period_rows.other_returns(period)


def _return(row: Return) -> Row:
    return Row(
        {
            "day": row.returned_on,
            "code": row.dossier_code,
            "procedure": row.procedure.short_name if row.procedure else "",
            "way": row.way.words,
        }
    )


def _opinion(row: Feedback) -> Row:
    """Give what is known of an opinion without who spoke, and what was said."""
    answered = min((each.answered_on for each in row.answers), default=None)
    values: Values = {
        "day": row.received_at.date(),
        "number": row.full_number,
        "kind": row.kind.words,
        "source": row.source.words,
        "state": row.state.words,
        "answered": answered,
    }
    return Row(values, url_for("feedback.opinion", year=row.year, number=row.number))


def _slips_of(period: Period, one: Indicator) -> Select[int, DutySession]:
    return period_rows.slips(period, LEVELS[one])


def _slips(count: int, row: DutySession) -> Row:
    return Row({"day": row.day, "count": count}, url_for("reports.day_detail", day=row.day))


def _spent(period: Period, _one: Indicator) -> Select[BudgetLine]:
    return period_rows.spent(period)


def _cost(row: BudgetLine) -> Row:
    day = row.duty_session.day
    values: Values = {"day": day, "content": row.content, "spent": row.spent}
    return Row(values, url_for("reports.budget", day=day))


_SATURDAYS = Sort(SATURDAYS, _held, _saturday)
_OPINIONS = Sort(OPINIONS, period_rows.opinions, _opinion)
_ASKED: Mapping[Indicator, Sort] = MappingProxyType(
    {
        **dict.fromkeys((Indicator.SATURDAYS, Indicator.MOBILE), _SATURDAYS),
        Indicator.OTHER_RETURNS: Sort(RETURNS, _other_returns, _return),
        **dict.fromkeys(
            (Indicator.OPINIONS, Indicator.FROM_VILLAGES, Indicator.ANSWERED), _OPINIONS
        ),
        **dict.fromkeys(LEVELS, Sort(SLIPS, _slips_of, _slips)),
        Indicator.SPENT: Sort(COSTS, _spent, _cost),
    }
)
