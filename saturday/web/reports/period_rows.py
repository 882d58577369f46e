"""How do the rows stand behind figures that no line of the log is counted for?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Self, TypeAlias

from flask import url_for

from saturday import clock
from saturday.extensions import db
from saturday.models import period_rows
from saturday.models.figures import Span
from saturday.papers.spreadsheet import Book
from saturday.rules.columns import Column, ColumnKind, Layout, Value, Values
from saturday.rules.intake import Satisfaction
from saturday.rules.periods import Period
from saturday.rules.reporting import Indicator
from saturday.vietnamese.dates import numeric_day
from saturday.vietnamese.numbers import grouped

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
class Beside:
    """Which figure was opened, and its rows (con số ngoài nhật ký)."""

    period: Period
    words: str
    layout: Layout
    rows: list[Row]

    @classmethod
    def of(cls, period: Period, typed: Mapping[str, str]) -> Self | None:
        """Read an address; None when it names no such figure."""
        name = typed.get("so", "").upper()
        asked = _ASKED.get(Indicator(name)) if name in {one.value for one in Indicator} else None
        if asked is None:
            return None
        one, (layout, rows) = Indicator(name), asked
        words = one.words[:1].upper() + one.words[1:]
        return cls(period, words, layout, list(rows(period, one)))

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Name the columns, each with the look of its cells."""
        return [(one.title, _look(one)) for one in self.layout.columns]

    def cells(self, row: Row) -> list[tuple[str, str]]:
        """Write the values of a row in the order of the heads, each with its look."""
        return [(_written(row.values[one.field]), _look(one)) for one in self.layout.columns]

    def book(self) -> Book:
        """Give all of them as a workbook."""
        return Book("Các dòng", self.layout, [one.values for one in self.rows])


def _look(column: Column) -> str:
    return "num" if column.kind is NUMBER else ""


def _written(value: Value) -> str:
    if isinstance(value, date):
        return numeric_day(value)
    return grouped(value) if isinstance(value, int) else str(value or "")


def _saturdays(period: Period, one: Indicator) -> Iterator[Row]:
    span = Span(period, clock.today())
    for row in db.session.scalars(period_rows.held(span, mobile=one is Indicator.MOBILE)):
        words = "lưu động" if row.is_mobile else ""
        values: Values = {"day": row.day, "place": row.place, "kind": words}
        yield Row(values, url_for("reports.day_detail", day=row.day))


def _returns(period: Period, _one: Indicator) -> Iterator[Row]:
    for row in db.session.scalars(period_rows.other_returns(period)):
        yield Row(
            {
                "day": row.returned_on,
                "code": row.dossier_code,
                "procedure": row.procedure.short_name if row.procedure else "",
                "way": row.way.words,
            }
        )


def _opinions(period: Period, one: Indicator) -> Iterator[Row]:
    """Give what is known of opinions without who spoke, and what was said."""
    for row in db.session.scalars(period_rows.opinions(period, one)):
        answered = min((each.answered_on for each in row.answers), default=None)
        values: Values = {
            "day": row.received_at.date(),
            "number": row.full_number,
            "kind": row.kind.words,
            "source": row.source.words,
            "state": row.state.words,
            "answered": answered,
        }
        yield Row(values, url_for("feedback.opinion", year=row.year, number=row.number))


def _slips(period: Period, one: Indicator) -> Iterator[Row]:
    for count, row in db.session.execute(period_rows.slips(period, LEVELS[one])):
        yield Row({"day": row.day, "count": count}, url_for("reports.day_detail", day=row.day))


def _costs(period: Period, _one: Indicator) -> Iterator[Row]:
    for row in db.session.scalars(period_rows.spent(period)):
        day = row.duty_session.day
        values: Values = {"day": day, "content": row.content, "spent": row.spent}
        yield Row(values, url_for("reports.budget", day=day))


_Rows: TypeAlias = Callable[[Period, Indicator], Iterable[Row]]
_ASKED: Mapping[Indicator, tuple[Layout, _Rows]] = MappingProxyType(
    {
        **dict.fromkeys((Indicator.SATURDAYS, Indicator.MOBILE), (SATURDAYS, _saturdays)),
        Indicator.OTHER_RETURNS: (RETURNS, _returns),
        **dict.fromkeys(
            (Indicator.OPINIONS, Indicator.FROM_VILLAGES, Indicator.ANSWERED),
            (OPINIONS, _opinions),
        ),
        **dict.fromkeys(LEVELS, (SLIPS, _slips)),
        Indicator.SPENT: (COSTS, _costs),
    }
)
