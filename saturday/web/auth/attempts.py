"""Does the password fit, and how often was it wrong of late?"""

import logging
from dataclasses import dataclass

from flask import current_app, request

from saturday.extensions import db
from saturday.models.accounts import (
    WRONG_CODES_A_DAY,
    Account,
    SignInFailure,
    password_fits,
    throttled,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody does not come in: never which of the two was wrong."""

    words: str
    at_password: str  # where only the password is asked
    status: int
    at_person: str = ""  # where the person was chosen from a list


_KEYS = "Kiểm tra phím Caps Lock và bộ gõ (UniKey)."
_WAIT = "Nhập sai nhiều lần. Thử lại sau 15 phút, hoặc gọi người quản trị."
WRONG = Refusal(
    f"Tên đăng nhập hoặc mật khẩu chưa đúng. {_KEYS}",
    f"Mật khẩu đang dùng chưa đúng. {_KEYS}",
    422,
    f"Mật khẩu chưa đúng. {_KEYS}",
)
TOO_MANY = Refusal(_WAIT, _WAIT, 429, _WAIT)
_CODE = "Mã chưa đúng hoặc đã dùng. Hãy chờ mã mới trong ứng dụng rồi ghi lại."
WRONG_CODE = Refusal(_CODE, _CODE, 422)
_LOST = (
    "Mã chưa đúng hoặc đã dùng. Hãy ghi một mã dự phòng khác, hoặc nhờ người quản trị"
    " tắt đăng nhập hai lớp."
)
LOST_KEY = Refusal(_LOST, _LOST, 422)  # the server's secret is another: no app's code fits
_SLIP = "Mã trên phiếu chưa đúng, đã dùng hoặc đã hết hạn. Hãy xem lại từng nhóm chữ số."
WRONG_SLIP = Refusal(_SLIP, _SLIP, 422)
SLIPS = "/slip"  # no user name begins so: guesses at slips are counted by machine alone


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


def code_refusal(account: Account, code: str) -> Refusal | None:
    """Check the code after the right password; a wrong one is remembered at once."""
    counts = db.session.execute(SignInFailure.recent(account.username, address())).one()
    tired = db.session.scalars(SignInFailure.wrong_codes(account)).one() >= WRONG_CODES_A_DAY
    refusal = TOO_MANY if tired or throttled(*counts) else None
    factor = account.second_factor
    if refusal is None and factor is not None and factor.accepts(code, master()):
        return None
    db.session.rollback()
    db.session.add(SignInFailure.note_one(account.username, address(), at_code=True))
    account.note("wrong_code", by=None)  # whoever typed it knows the password
    db.session.commit()
    log.warning("code refused, from %s", address())
    fits = factor is None or factor.is_readable(master())
    return refusal or (WRONG_CODE if fits else LOST_KEY)


def slip_refusal(*, is_known: bool) -> Refusal | None:
    """Count guesses at slips from one machine."""
    counts = db.session.execute(SignInFailure.recent(SLIPS, address())).one()
    refusal = TOO_MANY if throttled(0, counts[1]) else None
    if refusal is None and is_known:
        return None
    db.session.rollback()
    db.session.add(SignInFailure.note_one(SLIPS, address()))
    db.session.commit()
    log.warning("slip refused, from %s", address())
    return refusal or WRONG_SLIP


def master() -> str:
    """Give the app's secret, from which others are derived."""
    secret: str = current_app.config["SECRET_KEY"]
    return secret
