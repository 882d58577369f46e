"""Which sheets does the workbook of a period hold?"""

from collections.abc import Iterator

from saturday.models.period_tables import Table
from saturday.models.reports import Review
from saturday.papers.reported import COLUMNS, WHOLE, state_of
from saturday.papers.spreadsheet import Book, workbook
from saturday.rules.columns import Column, ColumnKind, Layout, Values
from saturday.rules.reporting import DESK, Indicator, SaturdayFigures
from saturday.rules.statistics import Dossiers
from saturday.web.reports.arranged import PeriodPage

TEXT, DAY, NUMBER = ColumnKind.TEXT, ColumnKind.DAY, ColumnKind.NUMBER
FIGURES = Layout(
    (
        Column("name", "Chỉ tiêu", TEXT),
        Column("now", "Kỳ này", NUMBER),
        Column("before", "Kỳ trước", NUMBER),
        Column("year_before", "Cùng kỳ năm trước", NUMBER),
    )
)
AT_A_DESK = (Indicator.VISITS, Indicator.RECEIVED, *DESK)


def period_book(page: PeriodPage) -> bytes:
    """Write every table of a period, each on a sheet of its own."""
    review = page.review
    figures = Book("Số liệu chính", FIGURES, _figures(review))
    return workbook(figures, _saturdays(review), *map(_dossiers, page.tables))


def _figures(review: Review) -> Iterator[Values]:
    now, before, last_year = (
        each.values for each in (review.now, review.before, review.year_before)
    )
    for one in Indicator:
        name = f"- {one.words}" if one.is_part else one.words
        yield {
            "name": name,
            "now": now[one],
            "before": before[one],
            "year_before": last_year[one],
        }


def _saturdays(review: Review) -> Book:
    columns = [Column(one.value, one.words, NUMBER) for one in AT_A_DESK]
    layout = Layout((Column("day", "Ngày", DAY), *columns, Column("note", "Ghi chú", TEXT)))
    return Book("Từng buổi", layout, map(_saturday, review.now.saturdays))


def _saturday(one: SaturdayFigures) -> Values:
    counts = {indicator.value: count for indicator, count in one.values.items()}
    return {"day": one.day, **counts, "note": state_of(one)}


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


def _row(name: str, dossiers: Dossiers) -> Values:
    return {"name": name, **{one: getattr(dossiers, one) for one in COLUMNS}}
