"""What does each Saturday of the invented year cost? The prices are invented too."""

from dataclasses import replace

from saturday.demo.stage import Stage
from saturday.extensions import db
from saturday.models.budget import BudgetLine, YearBudget, carried, carry_over
from saturday.models.plan import DutySession
from saturday.rules.budget import Cost

GIVEN, BASIS = 24_000_000, "Quyết định giao dự toán năm 2026 (mẫu)"
_OFFICE, _GIVEN_BY_OTHERS = "Chi thường xuyên (mẫu)", "Xã hội hóa (mẫu)"
ESTIMATED = (
    Cost("Nước uống cho người dân chờ", "người", 60, 10_000, _GIVEN_BY_OTHERS),
    Cost("Văn phòng phẩm, in biểu mẫu", "bộ", 1, 350_000, _OFFICE),
    Cost("In áp phích, tờ rơi", "bản", 40, 6_000, _OFFICE),
    Cost("Bữa sáng cho người trực", "suất", 12, 30_000, _OFFICE),
)
# What was spent in the end, line by line; on 28/3 somebody had to be paid whom nobody foresaw.
SPENT = {
    "2026-02-28": (520_000, 335_000, 240_000, 360_000),
    "2026-03-28": (580_000, 362_000, 228_000, 330_000),
}
UNFORESEEN = {"2026-03-28": Cost("Sửa ổ cắm điện tại sảnh", "lần", 1, 0, _OFFICE, 180_000)}
MORE_OF = {"2026-04-11": Cost("Thuê quạt đứng", "cái", 3, 80_000, _GIVEN_BY_OTHERS)}


def give(stage: Stage) -> None:
    """Write down what is given for the year."""
    by = stage.accounts["trungtam"]
    YearBudget.of(db.session, 2026).give(db.session, GIVEN, BASIS, by=by)


def estimate(stage: Stage, row: DutySession) -> None:
    """Estimate a Saturday: the first one line by line, a later one as the one before."""
    by, more = stage.accounts["trungtam"], MORE_OF.get(row.day.isoformat())
    before = carried(db.session)
    if before:
        carry_over(db.session, before[0], row, by=by)
    else:
        for cost in ESTIMATED:
            BudgetLine.add(db.session, row, cost, by=by)
    if more:
        BudgetLine.add(db.session, row, more, by=by)


def pay(stage: Stage, row: DutySession) -> None:
    """Write down what a Saturday cost in the end."""
    by, day = stage.accounts["trungtam"], row.day.isoformat()
    lines = db.session.scalars(BudgetLine.of_session(row)).all()
    for line, spent in zip(lines, SPENT[day], strict=True):
        line.change(replace(line.cost, spent=spent), by=by)
    if day in UNFORESEEN:
        BudgetLine.add(db.session, row, UNFORESEEN[day], by=by)
