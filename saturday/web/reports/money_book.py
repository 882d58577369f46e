"""Which sheets does the workbook of a year's money hold?"""

from collections.abc import Iterator

from saturday.models.budget import YearMoney
from saturday.papers.spreadsheet import Book, workbook
from saturday.rules.columns import Column, ColumnKind, Layout, Values

TEXT, DAY, NUMBER = ColumnKind.TEXT, ColumnKind.DAY, ColumnKind.NUMBER
ESTIMATE = Column("estimate", "Dự toán (đồng)", NUMBER)
SPENT = Column("spent", "Thực chi (đồng)", NUMBER)
SOURCE = Column("source", "Nguồn kinh phí", TEXT)
STATE = Column("state", "Ghi chú", TEXT)
WHOLE = Layout((Column("name", "Chỉ tiêu", TEXT), Column("amount", "Số tiền (đồng)", NUMBER)))
SATURDAYS = Layout((Column("day", "Buổi", DAY), ESTIMATE, SPENT, STATE))
SOURCES = Layout((SOURCE, ESTIMATE, SPENT))
LINES = Layout(
    (
        Column("day", "Buổi", DAY),
        Column("content", "Nội dung chi", TEXT),
        Column("unit", "Đơn vị tính", TEXT),
        Column("quantity", "Số lượng", NUMBER),
        Column("price", "Đơn giá (đồng)", NUMBER),
        ESTIMATE,
        SPENT,
        SOURCE,
    )
)


def money_book(money: YearMoney) -> bytes:
    """Write every table of a year's money, and each line behind them."""
    return workbook(
        Book("Cả năm", WHOLE, _whole(money)),
        Book("Từng buổi", SATURDAYS, _saturdays(money)),
        Book("Theo nguồn", SOURCES, _sources(money)),
        Book("Các khoản chi", LINES, _lines(money)),
    )


def _whole(money: YearMoney) -> Iterator[Values]:
    given, total = money.given.amount, money.total
    yield {"name": "Kinh phí được giao", "amount": given}
    yield {"name": "Dự toán các buổi", "amount": total.estimate}
    yield {"name": "Đã chi", "amount": total.spent}


def _saturdays(money: YearMoney) -> Iterator[Values]:
    for one, sums in money.rows:
        state = sums.left_in_words if one.counts else "không tổ chức"
        yield {"day": one.day, "estimate": sums.estimate, "spent": sums.spent, "state": state}


def _sources(money: YearMoney) -> Iterator[Values]:
    for source, sums in money.sources.items():
        name = source or "Chưa ghi nguồn"
        yield {"source": name, "estimate": sums.estimate, "spent": sums.spent}


def _lines(money: YearMoney) -> Iterator[Values]:
    for one, costs in money.costs.items():
        for cost in costs:
            yield {
                "day": one.day,
                "content": cost.content,
                "unit": cost.unit,
                "quantity": cost.quantity,
                "price": cost.price,
                "estimate": cost.estimate,
                "spent": cost.spent,
                "source": cost.source,
            }
