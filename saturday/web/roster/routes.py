"""Who serves on a Saturday, and who is missing?"""

from flask import Blueprint

from saturday.web.access import public

bp = Blueprint("roster", __name__, url_prefix="/lich-truc")


@bp.get("/")
@public
def session_list() -> str:
    """Stub."""
    return ""
