"""Who may pass which door, and is this form new?"""

import secrets
from collections.abc import Callable
from functools import cache
from typing import Any, ParamSpec, TypeVar
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from saturday import clock
from saturday.config import MissingSecret, is_own_host
from saturday.extensions import csrf, db, login_manager, writing
from saturday.models.accounts import Account, SignIn
from saturday.models.base import Model
from saturday.models.forms import Draft, FormKey
from saturday.rules.permissions import Permission

P = ParamSpec("P")
R = TypeVar("R")

SEEN_EVERY_SECONDS = 300
MOST_TYPED = 500_000  # bytes of a form without files
READ_AT_ONCE = 64 * 1024
KEPT_OF_QUERY = frozenset({"sau", "chi-tiet"})  # of the desk: on paper before, which line
NOT_KEPT = frozenset({"csrf_token", "form_key", "version"})
SECRETS = frozenset({"password", "new_password", "phrase", "passphrase", "again"})
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

NOT_ASKED: Any = object()  # who is at the screen is looked for once a request
SEALS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
UNKEPT = {"Cache-Control": "no-store", "Vary": "HX-Request, Cookie"}


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let anyone pass this door."""
    view.door = "public"  # type: ignore[attr-defined] # functions carry what the guard reads
    return view


def for_everyone(view: Callable[P, R]) -> Callable[P, R]:
    """Let anyone pass this door, who is never asked for: the answer is the same for everyone."""
    view.for_everyone = True  # type: ignore[attr-defined] # as above
    return public(view)


def by_link(view: Callable[P, R]) -> Callable[P, R]:
    """Let whoever holds the link of the address do this: without a cookie, hence a token of one."""
    view.by_link = True  # type: ignore[attr-defined] # as above
    return for_everyone(view)


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let those pass this door whom the permission table grants it."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.door = permission  # type: ignore[attr-defined] # as above
        return view

    return mark


def repeatable(view: Callable[P, R]) -> Callable[P, R]:
    """Let this POST be sent again with the same key: it makes no row people count."""
    view.repeatable = True  # type: ignore[attr-defined] # as above
    return view


def enrolling(view: Callable[P, R]) -> Callable[P, R]:
    """Let this door be passed before a second step is set up that the role requires."""
    view.enrolling = True  # type: ignore[attr-defined] # as above
    return view


def signed_in() -> Account | None:
    """Give the account of the person at the screen, looked for once; None for a stranger."""
    account: Account | None = g.get("account", NOT_ASKED)
    if account is NOT_ASKED:
        g.sign_in = _open_sign_in()
        account = g.account = g.sign_in.account if g.sign_in else None
    return account


def me() -> Account:
    """Give the account that passed a guarded door."""
    return signed_in()  # type: ignore[return-value] # behind a door there is one


def may(permission: Permission) -> bool:
    """Whether the person at the screen may do this; nobody may when signed out."""
    account = signed_in()
    return account is not None and account.may(permission)


@cache
def _signing_with(secret: str) -> URLSafeSerializer:
    """Sign keys apart from the app's other signatures."""
    return URLSafeSerializer(secret, salt="form-key")


def _signer() -> URLSafeSerializer:
    """Sign keys with the app's secret."""
    return _signing_with(current_app.config["SECRET_KEY"])


def form_key(form: str = "", nonce: str = "") -> str:
    """Make a one-time key: a random nonce signed with the account and the form it is for.

    What was sent into an ended sign-in keeps its own.
    """
    account = signed_in()
    return _signer().dumps([nonce or secrets.token_urlsafe(12), account and account.id, form])


def _read_key() -> tuple[str, int | None, str] | None:
    """Read the key of the form being sent; None when it is missing or forged."""
    try:
        nonce, account, form = _signer().loads(request.form.get("form_key", ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return nonce, account, form


def _take_key() -> ResponseReturnValue | None:
    """Take the form's key for this request; a key used before gives the answer it got."""
    key = _read_key()
    account = signed_in()
    number = account and account.id
    if key is None or key[1] != number:
        abort(400, "Trang này đã cũ. Hãy mở lại trang rồi gửi lại.")
    try:
        FormKey.take(db.session, key[0], number)
    except IntegrityError:  # the same form was sent before, perhaps just now
        db.session.rollback()
        used = db.session.scalars(FormKey.used(key[0])).one()
        return redirect(used.location or request.path, 303)  # an address that is a secret: its own
    g.form_key, g.form_name = key[0], key[2]
    return None


def retake_key() -> None:
    """Forget the key after a rollback: the form goes back to the person and may come again."""
    g.pop("form_key", None)


@login_manager.request_loader  # type: ignore[untyped-decorator]
def _load_account(_request: object) -> Account | None:
    """Tell Flask-Login whom its ``current_user`` stands for."""
    return signed_in()


def _open_sign_in() -> SignIn | None:
    """Find the cookie's sign-in while it is open."""
    token = session.get("sign_in")
    row = SignIn.of_token(db.session, token) if token else None
    return row if row is not None and row.is_open else None


def _mark_seen() -> None:
    """Keep the sign-in alive, at most every five minutes: a GET writes this and what was seen."""
    row: SignIn | None = g.get("sign_in")
    if row is None or (clock.now() - row.last_seen_at).total_seconds() < SEEN_EVERY_SECONDS:
        return
    if request.method == "POST":
        row.last_seen_at = clock.now()  # saved by the commit of the act itself
        return
    db.session.rollback()
    writing.set(True)
    row.last_seen_at = clock.now()
    try:
        db.session.commit()
    except OperationalError:  # a full disk keeps nobody from reading
        db.session.rollback()
    writing.set(False)


def note_view(*rows: Model, **facts: object) -> None:
    """Write into the audit log that a person saw whole values: the other write of a GET.

    What cannot be noted is not shown. Rows must be asked for anew afterwards.
    """
    db.session.rollback()
    writing.set(True)
    for row in rows:
        row.note("view", by=me(), **facts)
    db.session.commit()
    writing.set(False)


def _sign_in_first() -> ResponseReturnValue:
    """Send a stranger to the sign-in page; what was typed is kept for its owner."""
    kept = request.method == "POST" and _keep_draft()
    wanted = _page_of_form() if request.method == "POST" else request.full_path.rstrip("?")
    return _lead(url_for("auth.sign_in", next=wanted, het_phien=1 if kept else None))


def _lead(address: str) -> ResponseReturnValue:
    """Send a browser to another page, the whole of it."""
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address, 303)


def _page_of_form() -> str:
    """Address of the page that held the form: the referrer when it is ours, as a GET opens it.

    Of its query stays how the form was shown, and nothing else: an address is not personal.
    """
    form = came_from()
    asked = parse_qsl(form.query) if form else request.args.items(multi=True)
    kept = [pair for pair in asked if pair[0] in KEPT_OF_QUERY]
    path = _page_above(form.path if form else request.path)
    return f"{path}?{urlencode(kept)}" if kept else path


def came_from() -> SplitResult | None:
    """Give the address of ours that the browser says it came from; any other is none."""
    try:
        said = urlsplit(request.referrer or "")
    except ValueError:  # a bracket that is never closed
        return None
    return said if said.netloc == request.host else None


def _page_above(path: str) -> str:
    """Give a page that opens: a form that was refused stood at an address that only takes forms."""
    known = current_app.url_map.bind("")
    while path:
        try:
            known.match(path, method="GET")
        except RequestRedirect:
            return path
        except HTTPException:
            path = path.rpartition("/")[0]
        else:
            return path
    return "/"


def _keep_draft() -> bool:
    """Keep what was typed into an ended sign-in, for the account named in the form's key."""
    nonce, account, form = _read_key() or ("", None, "")
    if account is None or not form:
        return False  # of nobody, or a button alone: there is nothing to keep
    values = {
        name: request.form.getlist(name)
        for name in request.form
        if name.rpartition("-")[2] not in NOT_KEPT | SECRETS
    }
    if not values or db.session.scalar(FormKey.used(nonce)):
        return False  # nothing was typed, or it was saved and only the answer was lost
    db.session.execute(Draft.stale())
    Draft.keep(db.session, account, Draft.keyed(form, nonce), _page_of_form(), values)
    db.session.commit()
    return True


def _is_ours(host: str) -> bool:
    """Say whether this office may be asked for under a host name."""
    name = host.rpartition(":")[0] or host
    return is_own_host(name, current_app.config["OWN_HOSTS"])


def _refuse_to_serve() -> None:
    """Serve nobody under a strange name, without a secret, or with too much at once."""
    if not current_app.config["SECRET_KEY"]:
        message = "SECRET_KEY is missing: ./deploy.sh writes one into config.py of the data folder"
        raise MissingSecret(message)
    if not _is_ours(request.host):
        abort(400, "host")
    has_files = request.mimetype == "multipart/form-data"  # counted, and ended, part by part
    length = 0 if has_files else request.content_length or 0
    if length > MOST_TYPED:
        _read_away()
        abort(413)
    if length > len(request.get_data() if length else b""):  # the connection was cut on the way
        abort(400)


def _read_away() -> None:
    """Read what is too much and forget it: a browser still sending would never see the answer."""
    while request.stream.read(READ_AT_ONCE):
        pass


def _turn_away(view: Callable[..., object]) -> ResponseReturnValue | None:
    """Answer whoever may not pass this door; None when the person may."""
    if getattr(view, "for_everyone", False):
        return None
    door = getattr(view, "door", None)
    if door != "public" and not signed_in():
        return _sign_in_first()
    if door != "public" and (door is None or not me().may(door)):
        abort(403)
    if must_enrol() and not getattr(view, "enrolling", False):
        if request.method == "POST":
            _keep_draft()
        return _lead(url_for("auth.second_factor"))
    return None


def must_enrol() -> bool:
    """Whether the person may only set up the second step that the role requires."""
    return bool(signed_in() and g.sign_in.must_enrol)


def guard() -> ResponseReturnValue | None:
    """Stand before every request: sign-in, permission, CSRF token, one-time key, in this order."""
    _refuse_to_serve()
    endpoint, is_post = request.endpoint, request.method == "POST"
    writing.set(is_post)
    if endpoint is None or endpoint == "static":
        return None
    view = current_app.view_functions[endpoint]
    if turned_away := _turn_away(view):
        return turned_away
    _mark_seen()
    if not is_post:
        return None
    if not getattr(view, "by_link", False):
        csrf.protect()
    return None if getattr(view, "repeatable", False) else _take_key()


def seal(response: Response) -> Response:
    """Put the protecting headers on every answer."""
    headers = response.headers
    wanted = SEALS
    if request.endpoint != "static" and "Cache-Control" not in headers:
        wanted = SEALS | UNKEPT
        if "Vary" in headers:
            response.vary.update(("HX-Request", "Cookie"))
    present = {name for name, _value in headers}
    for name, value in wanted.items():
        if name not in present:
            headers.add(name, value)
    if request.is_secure:  # on plain HTTP browsers ignore it, with an error in the console
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


def init_app(app: Flask) -> None:
    """Stand before and after every request of the app."""
    login_manager.session_protection = None  # sign-ins are our own rows
    app.before_request(guard)
    app.after_request(seal)
    app.jinja_env.globals.update(form_key=form_key, may=may, Permission=Permission)


def doors(app: Flask) -> dict[str, object]:
    """List every endpoint with what guards it: "public", a permission, or None."""
    return {
        endpoint: getattr(view, "door", None)
        for endpoint, view in app.view_functions.items()
        if endpoint != "static"
    }
