"""Who sits down at a shared desk after whom?"""

from flask import Response, g, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.web.access import enrolling, me, public, repeatable
from saturday.web.auth import attempts, entrance
from saturday.web.auth.forms import PersonForm
from saturday.web.auth.places import https_address
from saturday.web.auth.routes import bp
from saturday.web.page import done, render_page


@bp.get("/doi-nguoi")
@public
@enrolling
def person_list() -> ResponseReturnValue:
    """Name those who signed in here of late, where the commune allows it."""
    known = entrance.people()
    if https_address() or not known:
        return redirect(url_for(".sign_in"), 303)
    return show_people(PersonForm.offering(known))


def show_people(form: PersonForm) -> Response:
    """Show who may sit down, with a box for the password."""
    return render_page("auth/person_list.html", form=form)


@bp.post("/doi-nguoi")
@public
@repeatable
@enrolling
def leave_desk() -> ResponseReturnValue:
    """End the sign-in of whoever gets up, and ask who sits down."""
    if current_user.is_authenticated:
        g.sign_in.end("changed person", by=me())
    session.clear()
    return done(url_for(".person_list"), "")


@bp.post("/doi-nguoi/vao")
@public
@repeatable
def take_desk() -> ResponseReturnValue:
    """Let in whoever was chosen, by the password."""
    known = entrance.people()
    if not known:
        return redirect(url_for(".sign_in"), 303)
    form = PersonForm.offering(known)
    if not form.validate():
        return show_people(form), 422
    account = db.session.get_one(Account, int(form.data["person"]))
    if refusal := attempts.refusal_of(account.username, form.data["password"]):
        form.refuse(refusal.at_person, "password")
        return show_people(form), refusal.status
    return entrance.admit(account)


@bp.post("/doi-nguoi/quen")
@public
@repeatable
def forget_people() -> ResponseReturnValue:
    """Forget who signed in on this machine."""
    entrance.remember([])
    return done(url_for(".sign_in"), "")
