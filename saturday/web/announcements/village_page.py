"""What does a village read by its own link, and what does it answer?"""

from flask import Response, abort, current_app, make_response, request, url_for
from flask.typing import ResponseReturnValue

from saturday.extensions import db
from saturday.models.commune import Commune, Hamlet
from saturday.models.villages import VillageLink
from saturday.rules.permissions import Permission
from saturday.web.access import by_link, for_everyone, me, requires
from saturday.web.announcements import village_acts
from saturday.web.announcements.routes import bp
from saturday.web.announcements.village_acts import Visit
from saturday.web.announcements.village_forms import AnswerForm
from saturday.web.page import done_here, render_page

LINKS = "/thon/l/"  # what follows is a secret: it leaves no trace on other machines


@bp.after_app_request
def keep_secret(response: Response) -> Response:
    """Tell nobody the address of a village's page: neither the next site nor a search engine."""
    if request.path.startswith(LINKS):
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/thon/l/<token>")
@for_everyone
def village_page(token: str) -> ResponseReturnValue:
    """Show a village what is published, with what it may answer."""
    return show(visit_of(token), AnswerForm(formdata=None))


@bp.post("/thon/l/<token>")
@by_link
def answer_by_link(token: str) -> ResponseReturnValue:
    """Take a village's answer; the link is its key."""
    visit, form = visit_of(token), AnswerForm()
    visit.refuse_strange_key()
    if not form.validate() or not form.accepts(lambda: visit.answer(form)):
        return show(visit_of(token), form), 422
    return done_here()


def visit_of(token: str) -> Visit:
    """Give the page of whose link it is."""
    return Visit.of(*link_of(token))


def link_of(token: str) -> tuple[Hamlet, VillageLink]:
    """Find whose link it is; what opens nothing says kindly whom to call."""
    link = db.session.scalars(VillageLink.of_token(token)).one_or_none()
    if link is None:
        abort(gone(None))
    if not link.hamlet.is_current:
        abort(gone(link.hamlet))
    return link.hamlet, link


def gone(former: Hamlet | None) -> Response:
    """Say that a link opens nothing, and why as far as may be told."""
    page = public_page("announcements/_no_village.html", former=former)
    page.status_code = 404
    return page


def show(visit: Visit, form: AnswerForm) -> Response:
    """Show the village's page, as one of the public pages."""
    return public_page(
        "announcements/village_page.html", visit=visit, form=form, words=village_acts
    )


def public_page(template: str, **context: object) -> Response:
    """Render past the context processors: nobody is signed in here."""
    commune = Commune.of_database(db.session)
    page = current_app.jinja_env.get_template(template).render(
        request_path=request.path,
        commune_name=commune.name,
        help_phone=commune.help_phone,
        is_demo=commune.is_demo,
        **context,
    )
    return make_response(page)


# The same page for an account of the village


@bp.get("/thon/cua-toi")
@requires(Permission.SEE_OWN_VILLAGE)
def my_village() -> ResponseReturnValue:
    """Show the village behind an account what is published."""
    return show_mine(AnswerForm(formdata=None))


@bp.post("/thon/cua-toi")
@requires(Permission.SEE_OWN_VILLAGE)
def answer_for_mine() -> ResponseReturnValue:
    """Take the answer of the village behind an account."""
    form, visit = AnswerForm(), Visit.of(my_hamlet())
    visit.refuse_strange_key()
    if not form.validate() or not form.accepts(lambda: visit.answer(form)):
        return show_mine(form), 422
    return done_here()


def my_hamlet() -> Hamlet:
    """Give the village behind the account; one that merged has a page no longer."""
    hamlet = me().hamlet
    return hamlet if hamlet is not None and hamlet.is_current else abort(404)


def show_mine(form: AnswerForm) -> Response:
    """Show the page of one's own village."""
    hamlet = me().hamlet
    is_current = hamlet is not None and hamlet.is_current
    return render_page(
        "announcements/my_village.html",
        None,
        hamlet=hamlet,
        visit=Visit.of(hamlet) if hamlet is not None and is_current else None,
        form=form,
        words=village_acts,
        page=url_for(".my_village"),
    )
