"""How does an answer leave: as a page, as a piece of one, or as a step done?"""

import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2_fragments.flask import render_block

from saturday.extensions import db
from saturday.models.forms import Draft, FormKey
from saturday.web.access import signed_in


def render_page(template: str, fragment: str | None = None, /, **context: object) -> Response:
    """Render the whole page for a browser, ``fragment`` alone for an htmx request."""
    htmx = request.headers.get("HX-Request") and not request.headers.get(
        "HX-History-Restore-Request"
    )
    if fragment and htmx:
        return make_response(render_block(template, fragment, **context))
    return make_response(render_template(template, **context))


def row_urls(endpoint: str, number: str, **same: str) -> Callable[[int], str]:
    """Give the addresses of a list's rows, which differ in one number: made once, not for each."""
    values: dict[str, Any] = {**same, number: 0}
    before, _zero, after = url_for(endpoint, **values).rpartition("0")
    return lambda row_id: f"{before}{row_id}{after}"


def done(location: str, message: str) -> ResponseReturnValue:
    """Commit the act and go to ``location``, which says ``message``.

    Message and address are kept with the form's key: a second click gets the same answer.
    """
    nonce: str | None = g.pop("form_key", None)
    if nonce is not None:
        page, mark, place = location.partition("#")
        location = f"{page}{'&' if '?' in page else '?'}xong={nonce}{mark}{place}"
        FormKey.answer(db.session, nonce, location, message)
        account = signed_in()
        if account and g.form_name:
            Draft.forget(db.session, account.id, Draft.keyed(g.form_name, nonce))
    db.session().expire_on_commit = False  # nobody looks at the rows any more
    db.session.commit()
    return redirect(location, 303)


def done_showing(location: str, message: str, page: Response) -> Response:
    """Commit the act and answer with a page that is shown only now: it holds a secret kept nowhere.

    A second click is led to ``location``, which says ``message``.
    """
    done(location, message)
    return page


def done_here() -> ResponseReturnValue:
    """Commit the act and show its own address again: for one that is a secret, kept nowhere."""
    g.pop("form_key", None)
    db.session.commit()
    return redirect(request.path, 303)


def notice() -> str | None:
    """Give what was just done, when the address carries the key of the form that did it."""
    nonce, account = request.args.get("xong"), signed_in()
    if not nonce or not account:
        return None
    key = db.session.scalar(FormKey.used(nonce))
    return key.message if key and key.account_id == account.id else None


def download(content: bytes, name: str, media_type: str, *, inline: bool = False) -> Response:
    """Answer with a file; ``name`` may be Vietnamese (RFC 6266)."""
    response = make_response(content)
    response.content_type = media_type
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    names = {
        "filename": plain.encode("ascii", "ignore").decode(),  # for programs that know no other
        "filename*": f"UTF-8''{quote(name, safe='')}",
    }
    response.headers.set("Content-Disposition", "inline" if inline else "attachment", **names)
    return response
