"""Which Saturdays were held this year, how many people came, and what is still to be done?"""

from datetime import date

from flask import Blueprint
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.budget import YearMoney
from saturday.models.closing import closed_of
from saturday.models.plan import AnnualPlan, DutySession
from saturday.models.running import visits_of
from saturday.rules.permissions import Permission
from saturday.web.access import requires
from saturday.web.page import render_page

bp = Blueprint("reports", __name__, url_prefix="/bao-cao")


@bp.get("/")
@requires(Permission.SEE_REPORTS)
def overview() -> ResponseReturnValue:
    """Show the Saturdays of this year that have come, the last one first."""
    today = clock.today()
    plan = db.session.scalar(AnnualPlan.of_year(today.year))
    question = DutySession.between(date(today.year, 1, 1), today)
    held = [row for row in db.session.scalars(question) if row.counts]
    return render_page(
        "reports/overview.html",
        year=today.year,
        held=held[::-1],
        visits=visits_of(db.session, held),
        closed=closed_of(db.session, held),
        plan=plan,
        money=dict(YearMoney.of(db.session, plan).rows) if plan else {},
    )
