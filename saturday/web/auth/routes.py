"""Who comes in, and out again?"""

from flask import Blueprint

from saturday.web.access import public

bp = Blueprint("auth", __name__)


@bp.get("/dang-nhap")
@public
def sign_in() -> str:
    """Stub."""
    return ""


@bp.post("/dang-xuat")
@public
def sign_out() -> str:
    """Stub."""
    return ""


@bp.post("/phien/gia-han")
@public
def extend() -> str:
    """Stub."""
    return ""


@bp.get("/mat-khau")
@public
def password_form() -> str:
    """Stub."""
    return ""


@bp.get("/phien")
@public
def sign_in_list() -> str:
    """Stub."""
    return ""
