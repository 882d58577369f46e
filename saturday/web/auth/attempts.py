"""Does the password fit, and how often was it wrong of late?"""

import logging
from dataclasses import dataclass

from flask import request

from saturday.extensions import db
from saturday.models.accounts import Account, SignInFailure, password_fits, throttled

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody does not come in: never which of the two was wrong."""

    words: str
    at_password: str  # where only the password is asked
    status: int


_KEYS = "Kiểm tra phím Caps Lock và bộ gõ (UniKey)."
_WAIT = "Nhập sai nhiều lần. Thử lại sau 15 phút, hoặc gọi người quản trị."
WRONG = Refusal(
    f"Tên đăng nhập hoặc mật khẩu chưa đúng. {_KEYS}", f"Mật khẩu đang dùng chưa đúng. {_KEYS}", 422
)
TOO_MANY = Refusal(_WAIT, _WAIT, 429)


def address() -> str:
    """Give the network address of the person's machine."""
    return request.remote_addr or ""


def refusal_of(username: str, password: str) -> Refusal | None:
    """Check a password; a wrong one is remembered at once, so that guesses can be counted.

    That row is saved although the answer is a refusal: the one commit beside ``done``.
    """
    counts = db.session.execute(SignInFailure.recent(username, address())).one()
    account = db.session.scalar(Account.named(username))
    refusal = TOO_MANY if throttled(*counts) else None
    if refusal is None and password_fits(account, password):
        return None
    db.session.rollback()
    db.session.add(SignInFailure.note_one(username, address()))
    db.session.commit()
    log.warning("sign-in refused, from %s", address())
    return refusal or WRONG
