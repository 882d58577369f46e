"""What does a Saturday cost, and how does the year's money stand?"""

from collections.abc import Sequence
from datetime import date

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from saturday.extensions import db
from saturday.models.budget import BudgetLine, YearMoney, carried, carry_over
from saturday.models.commune import Commune
from saturday.models.plan import AnnualPlan, DutySession
from saturday.papers.charts import Chart, Series
from saturday.papers.estimate import EstimateSheet
from saturday.papers.spreadsheet import MEDIA_TYPE
from saturday.rules.budget import Sums, by_source
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.dates import day_month
from saturday.vietnamese.numbers import dong
from saturday.web.access import me, requires
from saturday.web.page import done, download, render_page
from saturday.web.reports.money_book import money_book
from saturday.web.reports.money_forms import REMOVED, CarryForm, CostForm, YearBudgetForm
from saturday.web.reports.routes import bp

# One Saturday


@bp.get("/<day:day>/kinh-phi")
@requires(Permission.SEE_REPORTS)
def budget(day: date) -> ResponseReturnValue:
    """Show what a Saturday costs."""
    return show(session_on(day))


@bp.post("/<day:day>/kinh-phi")
@requires(Permission.KEEP_BUDGET)
def add_cost(day: date) -> ResponseReturnValue:
    """Write down one more thing that costs money."""
    duty_session, form = session_on(day), CostForm()
    if not form.validate() or not form.accepts(
        lambda: BudgetLine.add(db.session, duty_session, form.cost(), by=me())
    ):
        return show(duty_session, form=form), 422
    return done(url_for(".budget", day=day), f"Đã thêm: {form.content.data}.")


@bp.post("/<day:day>/kinh-phi/chep")
@requires(Permission.KEEP_BUDGET)
def carry_budget(day: date) -> ResponseReturnValue:
    """Estimate a Saturday as another one was."""
    duty_session, others = session_on(day), carried(db.session)
    form = CarryForm.offering(others)
    if not form.validate() or not form.accepts(lambda: _carry(form, others, duty_session)):
        return show(duty_session, carry=form), 422
    return done(url_for(".budget", day=day), "Đã chép dự toán. Sửa số lượng, đơn giá cho đúng.")


@bp.get("/<day:day>/kinh-phi/<int:line_id>")
@requires(Permission.KEEP_BUDGET)
def budget_line(day: date, line_id: int) -> ResponseReturnValue:
    """Show one line to be corrected."""
    row = line_of(day, line_id)
    return show_line(row, CostForm.over(row))


@bp.post("/<day:day>/kinh-phi/<int:line_id>")
@requires(Permission.KEEP_BUDGET)
def change_cost(day: date, line_id: int) -> ResponseReturnValue:
    """Correct a line, or write down what was spent."""
    if db.session.get(BudgetLine, line_id) is None:
        return show_removed(session_on(day)), 409
    row = line_of(day, line_id)
    form = CostForm.over(row)
    status = form.refused(
        row, lambda: form.differences(row), lambda: row.change(form.cost(), by=me())
    )
    if status:
        return show_line(row, form), status
    return done(url_for(".budget", day=day), f"Đã lưu: {form.content.data}.")


@bp.post("/<day:day>/kinh-phi/<int:line_id>/bo")
@requires(Permission.KEEP_BUDGET)
def remove_cost(day: date, line_id: int) -> ResponseReturnValue:
    """Take a line out."""
    row = line_of(day, line_id)
    content = row.content
    row.remove(db.session, request.form.get("version", ""), by=me())
    return done(url_for(".budget", day=day), f"Đã bỏ: {content}.")


@bp.get("/<day:day>/du-toan")
@requires(Permission.SEE_REPORTS)
def estimate_print(day: date) -> ResponseReturnValue:
    """Show the estimate as it is printed and signed."""
    return render_page("reports/estimate_print.html", None, sheet=sheet_of(session_on(day)))


@bp.get("/<day:day>/du-toan.xlsx")
@requires(Permission.SEE_REPORTS)
def estimate_file(day: date) -> ResponseReturnValue:
    """Give the same sheet as a workbook."""
    content = sheet_of(session_on(day)).workbook()
    return download(content, f"du-toan-{day.isoformat()}.xlsx", MEDIA_TYPE)


# The year


@bp.get("/nam/<year:year>/kinh-phi")
@requires(Permission.SEE_REPORTS)
def year_budget(year: int) -> ResponseReturnValue:
    """Show what the Saturdays of a year cost, beside what was given for them."""
    money = money_of(year)
    return show_year(year, money, YearBudgetForm.over(money.given))


@bp.get("/nam/<year:year>/kinh-phi.xlsx")
@requires(Permission.SEE_REPORTS)
def year_budget_file(year: int) -> ResponseReturnValue:
    """Give the year's tables and every line as a workbook."""
    return download(money_book(money_of(year)), f"kinh-phi-{year}.xlsx", MEDIA_TYPE)


@bp.post("/nam/<year:year>/kinh-phi")
@requires(Permission.KEEP_BUDGET)
def give_budget(year: int) -> ResponseReturnValue:
    """Write down what was given for the year."""
    money = money_of(year)
    given, form = money.given, YearBudgetForm.over(money.given)
    status = form.refused(
        given,
        lambda: form.differences(given),
        lambda: given.give(db.session, form.amount.data or 0, form.basis.data or "", by=me()),
    )
    if status:
        return show_year(year, money, form), status
    words = f"Đã lưu kinh phí được giao năm {year}: {dong(form.amount.data or 0)}."
    return done(url_for(".year_budget", year=year), words)


# Within


def session_on(day: date) -> DutySession:
    """Give the Saturday of a day, else 404."""
    row: DutySession = db.one_or_404(DutySession.on(day))
    return row


def line_of(day: date, line_id: int) -> BudgetLine:
    """Give a line of a Saturday, else 404."""
    question = BudgetLine.of_session(session_on(day)).where(BudgetLine.id == line_id)
    row = db.session.scalar(question)
    if row is None:
        abort(404)
    return row


def sheet_of(duty_session: DutySession) -> EstimateSheet:
    """Put the estimate of a Saturday together; what was not foreseen is not in it."""
    lines = db.session.scalars(BudgetLine.of_session(duty_session))
    costs = [one.cost for one in lines if one.price]
    return EstimateSheet(Commune.of_database(db.session), duty_session.day, costs)


def money_of(year: int) -> YearMoney:
    """Give the money of a year that has a plan, else 404."""
    plan: AnnualPlan = db.one_or_404(AnnualPlan.of_year(year))
    return YearMoney.of(db.session, plan)


def _carry(form: CarryForm, others: Sequence[DutySession], duty_session: DutySession) -> None:
    """Carry the lines of the chosen Saturday over."""
    old = form.chosen(others)
    if old is None:
        reason = "Hãy chọn buổi để chép."
        raise NotAllowedNow(reason, field="day")
    carry_over(db.session, old, duty_session, by=me())


def show(
    duty_session: DutySession, *, form: CostForm | None = None, carry: CarryForm | None = None
) -> Response:
    """Show what a Saturday costs, and the forms to add to it."""
    lines = db.session.scalars(BudgetLine.of_session(duty_session)).all()
    costs = [one.cost for one in lines]
    unread = {"formdata": None} if request.method == "POST" else {}  # the other form was sent
    if carry is None and not lines:
        carry = CarryForm.offering(carried(db.session), **unread)
    return render_page(
        "reports/budget.html",
        None,
        duty_session=duty_session,
        lines=lines,
        sums=Sums.of(costs),
        sources=by_source(costs),
        form=form or CostForm(**unread),
        carry=carry,
    )


def show_removed(duty_session: DutySession) -> Response:
    """Keep what was typed over a line that somebody took out meanwhile: it may be added anew."""
    form = CostForm()
    form.refuse(REMOVED)
    return show(duty_session, form=form)


def show_line(row: BudgetLine, form: CostForm) -> Response:
    """Show one line to be corrected."""
    return render_page("reports/budget_line.html", None, row=row, form=form)


def show_year(year: int, money: YearMoney, form: YearBudgetForm) -> Response:
    """Show the money of a year."""
    labels = [day_month(one.day) for one, _sums in money.rows]
    series = [
        Series("Dự toán", [sums.estimate for _one, sums in money.rows]),
        Series("Thực chi", [sums.spent for _one, sums in money.rows]),
    ]
    return render_page(
        "reports/year_budget.html",
        None,
        year=year,
        money=money,
        chart=Chart("money", "Dự toán và thực chi từng buổi (đồng)", "đồng", labels, series),
        form=form,
    )
