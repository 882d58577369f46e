"""What does anyone read of the Saturdays, without signing in?"""

from datetime import date

from flask import Response, abort, current_app, make_response, request
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.fates import notice_on, notices
from saturday.papers import atom, ics
from saturday.papers.article import html
from saturday.web.access import for_everyone
from saturday.web.announcements import calling
from saturday.web.announcements.routes import bp
from saturday.web.announcements.shown import Shown, shown
from saturday.web.page import download

MOST_DAYS = 18  # coming ones and the last that are past
MOST_PAST = 6
SECONDS = 60  # a browser asks again after a minute: what changes on Friday night is seen


@bp.get("/thong-bao/")
@for_everyone
def notice_list() -> ResponseReturnValue:
    """Show what is coming, then what is past."""
    rows = shown(notices(db.session, MOST_DAYS))
    today = clock.today()
    return _page(
        "announcements/notice_list.html",
        coming=[one for one in reversed(rows) if one.day >= today],
        past=[one for one in rows if one.day < today][:MOST_PAST],
    )


@bp.get("/thong-bao/<day:day>")
@for_everyone
def notice(day: date) -> ResponseReturnValue:
    """Show one Saturday: what has changed first, then when and where, then the whole text."""
    one = _published(day)
    return _page(
        "announcements/notice.html",
        one=one,
        is_past=one.held_on < clock.today(),
        article=html(one.row.text),
    )


@bp.get("/thong-bao/tin.atom")
@for_everyone
def feed() -> ResponseReturnValue:
    """Tell feed readers the same, the newest change first."""
    rows = shown(notices(db.session, MOST_DAYS))
    content = calling.feed(rows, Commune.of_database(db.session))
    return kept_briefly(Response(content, content_type=atom.MEDIA_TYPE))


@bp.get("/thong-bao/<day:day>/lich.ics")
@for_everyone
def notice_ics(day: date) -> ResponseReturnValue:
    """Put a Saturday into somebody's calendar; the telephone rings the day before."""
    commune = Commune.of_database(db.session)
    content = calling.calendar(_published(day), commune)
    return kept_briefly(download(content, f"ngay-thu-7-{day}.ics", ics.MEDIA_TYPE))


def _published(day: date) -> Shown:
    """Find what is published of a Saturday; 404 when nothing is."""
    row = notice_on(db.session, day)
    return shown([row])[0] if row else abort(404)


def _page(template: str, **context: object) -> Response:
    """Render past the context processors: nobody is signed in, nothing of the desk is shown."""
    commune = Commune.of_database(db.session)
    page = current_app.jinja_env.get_template(template).render(
        commune_name=commune.name,
        help_phone=commune.help_phone,
        is_demo=commune.is_demo,
        takes_opinions=commune.text("feedback.public_form") == "yes",
        **context,
    )
    return kept_briefly(make_response(page))


def kept_briefly(response: Response) -> Response:
    """Let browsers keep an answer for a minute, and ask afterwards whether it is still the same."""
    response.cache_control.public = True
    response.cache_control.max_age = SECONDS
    response.add_etag(weak=True)  # the same whether packed or not
    response.make_conditional(request)
    return response
