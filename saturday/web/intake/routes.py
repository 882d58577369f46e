"""How is what passes over the desk counted and logged?"""

from datetime import date

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.intake import counts_of
from saturday.models.plan import DutySession
from saturday.rules.permissions import Permission
from saturday.web.access import requires
from saturday.web.page import render_page

bp = Blueprint("intake", __name__, url_prefix="/tiep-nhan")


@bp.get("/")
@requires(Permission.LOG_AT_DESK)
def today() -> ResponseReturnValue:
    """Go to the Saturday that is under way, else to the next one, else to the last."""
    nearest = db.session.scalars(DutySession.coming()).first()
    return redirect(url_for(".desk", day=nearest.day if nearest else clock.today()))


@bp.get("/<day:day>")
@requires(Permission.LOG_AT_DESK)
def desk(day: date) -> ResponseReturnValue:
    """Show the tally, the entry line and the log of a Saturday."""
    duty_session = db.one_or_404(DutySession.on(day))
    return render_page(
        "intake/desk.html",
        duty_session=duty_session,
        counts=counts_of(db.session, duty_session),
    )
