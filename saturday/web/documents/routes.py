"""Which papers are there, and how far is each?"""

from flask import Blueprint

from saturday.web.access import public

bp = Blueprint("documents", __name__, url_prefix="/van-ban")


@bp.get("/")
@public
def document_list() -> str:
    """Stub."""
    return ""
