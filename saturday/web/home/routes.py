"""What must this person do, and by when?"""

from flask import Blueprint

from saturday.web.access import public

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def todo() -> str:
    """Stub."""
    return ""
