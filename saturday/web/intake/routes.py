"""Which Saturday's desk is it today?"""

from datetime import timedelta

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.plan import DutySession
from saturday.rules.permissions import Permission
from saturday.web.access import requires
from saturday.web.page import render_page

bp = Blueprint("intake", __name__, url_prefix="/tiep-nhan")

STILL_OPEN = timedelta(
    days=7
)  # the Saturday before comes first: its paper is copied, results go out


@bp.get("/")
@requires(Permission.LOG_AT_DESK)
def today() -> ResponseReturnValue:
    """Go to the Saturday of this week, else to the next one, else to the last."""
    now = clock.today()
    rows = db.session.scalars(DutySession.between(now - timedelta(days=366), now)).all()
    held = [row for row in rows if row.counts]
    last = held[-1] if held else None
    coming = db.session.scalars(DutySession.coming()).first()
    if last is None or (coming is not None and now - last.day > STILL_OPEN):
        last = coming
    if last is None:
        return render_page("intake/today.html")
    return redirect(url_for(".desk", day=last.day))
