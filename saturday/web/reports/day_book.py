"""Which sheets does the workbook of a Saturday's figures hold?"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from saturday.models.daily import DayFigures
from saturday.papers.session_report import WHOLE
from saturday.papers.spreadsheet import Book, workbook
from saturday.rules.closing import Handled
from saturday.rules.columns import Column, ColumnKind, Layout, Values
from saturday.rules.intake import DeskCounts, Outcome

Row: TypeAlias = Mapping[str, str | int]
TEXT, NUMBER = ColumnKind.TEXT, ColumnKind.NUMBER
# What counts neither as a dossier nor as an opinion.
OTHERS = tuple(one for one in Outcome if not one.needs_procedure and one is not Outcome.OPINION)
HANDLED = (
    Column("dossiers", "Hồ sơ đã xử lý", NUMBER),
    Column("opinions", "Kiến nghị", NUMBER),
)
SUMS = Layout((Column("name", "Chỉ tiêu", TEXT), Column("count", "Số lượng", NUMBER)))
OFFICERS = Layout(
    (
        Column("name", "Công chức", TEXT),
        Column("post", "Chức vụ", TEXT),
        Column("unit", "Đơn vị", TEXT),
        Column("received", "Tiếp nhận", NUMBER),
        Column("sent_back", "Bổ sung, từ chối", NUMBER),
        *HANDLED,
        Column("handed_over", "Trả kết quả", NUMBER),
        Column("guided", "Hướng dẫn, chỉ dẫn", NUMBER),
        Column("confirmed", "Xác nhận", TEXT),
        Column("reason", "Lý do ghi khác nhật ký", TEXT),
    )
)
AREAS = Layout(
    (
        Column("name", "Lĩnh vực", TEXT),
        Column("received", "Tiếp nhận", NUMBER),
        Column("settled", "Trả ngay", NUMBER),
        Column("appointed", "Hẹn trả", NUMBER),
        Column("supplement", "Bổ sung", NUMBER),
        Column("refused", "Từ chối", NUMBER),
        *HANDLED,
        Column("others", "Việc khác", NUMBER),
        Column("total", "Cộng", NUMBER),
    )
)


def day_book(figures: DayFigures) -> bytes:
    """Write every table of a Saturday, each on a sheet of its own."""
    return workbook(
        Book("Cả ngày", SUMS, _sums(figures.counts)),
        _summed("Công chức", OFFICERS, _officers(figures)),
        _summed("Lĩnh vực", AREAS, _areas(figures)),
    )


def _sums(counts: DeskCounts) -> Iterator[Values]:
    yield {"name": "Lượt công dân", "count": counts.visits}
    for one in Outcome:
        yield {"name": one.words, "count": counts.of(one)}


def _officers(figures: DayFigures) -> Iterator[Row]:
    for one in figures.officers:
        sheet = one.confirmed
        yield {
            "name": one.name,
            "post": one.post,
            "unit": one.unit,
            "received": one.received,
            "sent_back": one.of(Outcome.SUPPLEMENT, Outcome.REFUSED),
            **_handled(one.said),
            "handed_over": one.of(Outcome.HANDED_OVER),
            "guided": one.of(Outcome.GUIDED, Outcome.REDIRECTED),
            "confirmed": sheet.confirmed_by.name if sheet and sheet.confirmed_by else "",
            "reason": one.reason,
        }


def _areas(figures: DayFigures) -> Iterator[Row]:
    for one in figures.areas:
        yield {
            "name": one.name,
            "received": one.received,
            "settled": one.of(Outcome.SETTLED),
            "appointed": one.of(Outcome.RECEIVED),
            "supplement": one.of(Outcome.SUPPLEMENT),
            "refused": one.of(Outcome.REFUSED),
            **_handled(one.handled),
            "others": one.of(*OTHERS),
            "total": one.total,
        }


def _handled(said: Handled) -> Row:
    return {"dossiers": said.dossiers, "opinions": said.opinions}


def _summed(title: str, layout: Layout, rows: Iterable[Row]) -> Book:
    """Set a table, and beneath it the sum of its numbers."""
    known = list(rows)
    numbers = [one.field for one in layout.columns if one.kind is NUMBER]
    whole = {name: sum(int(row[name]) for row in known) for name in numbers}
    return Book(title, layout, [*known, {"name": WHOLE, **whole}])
