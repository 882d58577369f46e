"""What do people say, who owes an answer, and how long is there?"""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from saturday import clock
from saturday.extensions import db
from saturday.models.feedback import Feedback
from saturday.rules.permissions import Permission
from saturday.web.access import me, repeatable, requires
from saturday.web.feedback.forms import SearchForm
from saturday.web.feedback.register import (
    Register,
    kind_choices,
    owner_choices,
    state_choices,
)
from saturday.web.page import render_page

bp = Blueprint("feedback", __name__, url_prefix="/phan-anh")


@bp.get("/")
@requires(Permission.SEE_FEEDBACK)
def register() -> ResponseReturnValue:
    """Show what this person may see of the register, the newest first, a hundred a page."""
    return show(Register.sifted(request.args), SearchForm())


@bp.post("/tim")
@requires(Permission.SEE_FEEDBACK)
@repeatable
def find() -> ResponseReturnValue:
    """Look for opinions; a POST, so that no name comes to stand in an address."""
    form = SearchForm()
    if not form.validate():
        return show(Register.sifted({}), form), 422
    return show(Register.found(form.sought.data or ""), form)


def show(shown: Register, form: SearchForm) -> Response:
    """Render the register."""
    return render_page(
        "feedback/register.html",
        None,
        shown=shown,
        form=form,
        states=state_choices(),
        kinds=kind_choices(),
        owner_choices=owner_choices,
        year=clock.today().year,
    )


def one_or_404(year: int, number: int) -> Feedback:
    """Find an opinion that the person at the screen may see; another's isn't there."""
    row: Feedback = db.one_or_404(Feedback.numbered(me(), year, number))
    return row
