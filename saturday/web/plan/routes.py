"""Which Saturdays does the year hold?"""

from flask import Blueprint

from saturday.web.access import public

bp = Blueprint("plan", __name__, url_prefix="/ke-hoach")


@bp.get("/")
@public
def this_year() -> str:
    """Stub."""
    return ""
