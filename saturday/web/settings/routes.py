"""Who may come in, and how is the app set up?"""

from flask import Blueprint

from saturday.web.access import public

bp = Blueprint("settings", __name__, url_prefix="/quan-tri")


@bp.get("/")
@public
def overview() -> str:
    """Stub."""
    return ""
