"""Which sheets does the workbook of a period hold?"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from saturday.models.period_tables import Table
from saturday.models.reports import Review
from saturday.papers.reported import COLUMNS, WHOLE, state_of
from saturday.papers.spreadsheet import Book, workbook
from saturday.rules.columns import Column, ColumnKind, Layout, Values
from saturday.rules.intake import Outcome
from saturday.rules.reporting import (
    DESK,
    PUNCTUALITY,
    PUNCTUALITY_MEANS,
    Indicator,
    SaturdayFigures,
)
from saturday.rules.statistics import Dossiers
from saturday.web.reports.arranged import PeriodPage

TEXT, DAY = ColumnKind.TEXT, ColumnKind.DAY
NUMBER, DECIMAL = ColumnKind.NUMBER, ColumnKind.DECIMAL
AT_A_DESK = (Indicator.VISITS, Indicator.RECEIVED, *DESK)


def period_book(page: PeriodPage) -> bytes:
    """Write every table of a period, each on a sheet of its own."""
    review = page.review
    sheets = [one for table in page.tables for one in (_dossiers(table), _outcomes(table))]
    return workbook(_figures(page), _shares(page), _saturdays(review), *sheets)


def _figures(page: PeriodPage) -> Book:
    """Set every figure beside the earlier ones."""
    titles = zip(("now", "before", "year_before"), page.period_names, strict=False)
    columns = [Column(name, title, NUMBER) for name, title in titles]
    rows = [
        {key: row[key] for key in ("name", *(one.field for one in columns))}
        for row in _rows(page.review)
    ]
    return Book("Số liệu chính", Layout((Column("name", "Chỉ tiêu", TEXT), *columns)), rows)


def _shares(page: PeriodPage) -> Book:
    """Set the share returned in time, and what it means."""
    review = page.review
    named = (("now", review.now), ("before", review.before), ("year_before", review.year_before))
    pairs = list(zip(named, page.period_names, strict=False))
    columns = [Column(name, f"{title} (%)", DECIMAL) for (name, _), title in pairs]
    shares = {name: _in_percent(one.dossiers.punctuality) for (name, one), _ in pairs}
    words = (Column("name", "Chỉ tiêu", TEXT), *columns, Column("means", "Cách tính", TEXT))
    row = {"name": PUNCTUALITY, **shares, "means": PUNCTUALITY_MEANS}
    return Book("Tỷ lệ", Layout(words), [row])


def _in_percent(share: Fraction | None) -> float | None:
    """Give it with one decimal, as the page does; none of nothing."""
    return None if share is None else round(share * 1000) / 10


def _rows(review: Review) -> Iterator[Values]:
    """Set the figures; where nothing was kept the cells stay empty."""
    now, before, last_year = (
        each.values if each.is_on_record else {}
        for each in (review.now, review.before, review.year_before)
    )
    for one in Indicator:
        name = f"- {one.words}" if one.is_part else one.words
        yield {
            "name": name,
            "now": now.get(one),
            "before": before.get(one),
            "year_before": last_year.get(one),
        }


def _saturdays(review: Review) -> Book:
    columns = [Column(one.value, one.words, NUMBER) for one in AT_A_DESK]
    words = (Column("note", "Ghi chú", TEXT), Column("reason", "Lý do dời, hủy", TEXT))
    layout = Layout((Column("day", "Ngày", DAY), *columns, *words))
    return Book("Từng buổi", layout, map(_saturday, review.now.saturdays))


def _saturday(one: SaturdayFigures) -> Values:
    values = {} if one.is_to_come else one.values
    counts = {indicator.value: count for indicator, count in values.items()}
    return {"day": one.day, **counts, "note": state_of(one), "reason": one.reason}


def _dossiers(table: Table) -> Book:
    """Set a table with the columns of Biểu II.06a."""
    name = table.by.words[:1].upper() + table.by.words[1:]
    columns = [Column(one, words, NUMBER) for one, words in COLUMNS.items()]
    rows = [(row.name, row.dossiers) for row in table.rows]
    return Book(
        f"II.06a {name}",
        Layout((Column("name", name, TEXT), *columns)),
        [_row(*one) for one in (*rows, (WHOLE, table.total))],
    )


def _outcomes(table: Table) -> Book:
    """Set the same lines by what became of them."""
    name = table.by.words[:1].upper() + table.by.words[1:]
    columns = [Column(one.value, one.words.capitalize(), NUMBER) for one in Outcome]
    rows = [(row.name, row.outcomes) for row in table.lines]
    return Book(
        f"Kết quả {name}",
        Layout((Column("name", name, TEXT), *columns, Column("sum", WHOLE, NUMBER))),
        [_line(*one) for one in (*rows, (WHOLE, table.outcomes))],
    )


def _line(name: str, outcomes: Mapping[Outcome, int]) -> Values:
    counts = {one.value: outcomes.get(one, 0) for one in Outcome}
    return {"name": name, **counts, "sum": sum(counts.values())}


def _row(name: str, dossiers: Dossiers) -> Values:
    return {"name": name, **{one: getattr(dossiers, one) for one in COLUMNS}}
