"""What does the commune consist of?"""

from flask import Blueprint

from saturday.web.access import public

bp = Blueprint("commune", __name__, url_prefix="/danh-muc")


@bp.get("/")
@public
def overview() -> str:
    """Stub."""
    return ""
