"""What happens between the right password and the first page?"""

from datetime import datetime, timedelta

from flask import after_this_request, current_app, g, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.wrappers import Response

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account, SignIn, token_hash
from saturday.models.commune import Commune
from saturday.models.forms import Draft
from saturday.models.personal import throw_away
from saturday.models.sign_in_rules import SignInRules
from saturday.rules.permissions import Role
from saturday.web.auth import attempts, browsers
from saturday.web.auth.places import own_path
from saturday.web.page import done

HALFWAY = timedelta(minutes=10)  # between password and code
MOST_PEOPLE = 6
REMEMBERED_SECONDS = 30 * 24 * 3600


def rules() -> SignInRules:
    """Give how this commune lets people in."""
    return SignInRules.of(Commune.of_database(db.session))


def admit(account: Account) -> ResponseReturnValue:
    """Let in whoever gave the right password; where the account has a code, ask for it first."""
    if not account.asks_for_code:
        return begin(account)
    session["halfway"] = [account.id, clock.now().isoformat(), _stamp(account)]
    return done(url_for("auth.second_step", next=request.args.get("next")), "")


def _stamp(account: Account) -> str:
    """Tell one password from the next: a changed one makes the way half gone worthless."""
    return token_hash(account.password_hash or "")[:16]


def halfway() -> Account | None:
    """Give the account whose password was right a short while ago in this browser."""
    number, since, stamp = session.get("halfway") or (None, "", "")
    account = db.session.get(Account, number) if number else None
    if account is None or not account.is_active or _stamp(account) != stamp:
        return None
    gone = clock.now() - datetime.fromisoformat(since) >= HALFWAY
    return account if account.asks_for_code and not gone else None


def begin(account: Account) -> ResponseReturnValue:
    """Begin a sign-in in a new session, so that no cookie from before opens it."""
    if current_user.is_authenticated:
        g.sign_in.end("replaced", by=account)
    known = rules()
    browser = browsers.in_words(request.user_agent.string)
    row, token = SignIn.start(account, address=attempts.address(), browser=browser)
    row.must_enrol = account.must_enrol(known.codes_for)
    db.session.add(row)
    throw_away(db.session)
    session.clear()
    session["sign_in"] = token
    if known.remembers_people and Role.ADMIN not in account.roles:
        remember([account.id, *(one for one in numbers() if one != account.id)])
    return done(goal(account), "")


def goal(account: Account) -> str:
    """Give the page that was wanted, with the text kept of it when it is this person's."""
    path = own_path(request.args.get("next"))
    kept = next((one for one in db.session.scalars(Draft.of(account.id)) if one.path == path), None)
    return kept.address if kept else path


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(attempts.master(), salt="people of this machine")


def _cookie() -> str:
    return "__Host-people" if current_app.config["HTTPS_ONLY"] else "people"


def numbers() -> list[int]:
    """Give the accounts that signed in on this machine of late; the cookie holds no name."""
    try:
        found: list[int] = _signer().loads(
            request.cookies.get(_cookie(), ""), max_age=REMEMBERED_SECONDS
        )
    except BadSignature:
        return []
    return found


def remember(accounts: list[int]) -> None:
    """Let the browser carry the numbers of those who signed in, sealed; none to forget them."""
    value = _signer().dumps(accounts[:MOST_PEOPLE])

    @after_this_request
    def _send(response: Response) -> Response:
        if accounts:
            response.set_cookie(
                _cookie(),
                value,
                max_age=REMEMBERED_SECONDS,
                secure=request.is_secure,
                httponly=True,
                samesite="Lax",
            )
        else:
            response.delete_cookie(
                _cookie(), secure=request.is_secure, httponly=True, samesite="Lax"
            )
        return response


def people() -> list[Account]:
    """Give those who signed in on this machine of late and still may, the last one first."""
    wanted = numbers() if rules().remembers_people else []
    rows = db.session.scalars(
        select(Account).where(
            Account.id.in_(wanted),
            Account.disabled_at.is_(None),
            Account.password_hash.is_not(None),
        )
    )
    return sorted(rows, key=lambda one: wanted.index(one.id))
