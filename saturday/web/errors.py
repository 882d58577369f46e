"""What does a person read when something can't be shown, or went wrong?"""

import logging
import secrets

from flask import Flask, current_app, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from saturday.extensions import db
from saturday.rules.refusals import NotAllowedNow

log = logging.getLogger(__name__)

WORDS = {
    400: ("Trang này đã cũ", "Hãy mở lại trang rồi gửi lại. Chưa có gì được lưu."),
    403: ("Không có quyền mở trang này", "Cần mở thì gọi người quản trị để được cấp quyền."),
    404: ("Không có trang này", "Địa chỉ có thể đã gõ nhầm, hoặc mục này không còn."),
    405: ("Không mở được bằng cách này", "Hãy quay lại trang trước và bấm nút trên trang."),
    413: (
        "Nội dung gửi quá lớn",
        "Hãy chọn tệp nhỏ hơn 16 MB, hoặc quay lại và viết ngắn hơn. Chưa có gì được lưu.",
    ),
    429: ("Gửi quá nhiều lần", "Hãy chờ 15 phút rồi thử lại."),
}
OTHER = ("Chưa làm được việc này", "Chưa có gì được lưu. Hãy quay lại trang trước và thử lại.")


def _page(
    status: int, heading: str, *sentences: str, code: str | None = None
) -> ResponseReturnValue:
    """Show a bare page: no session, no token, so that it works when they don't."""
    referrer = request.referrer if request.referrer != request.url else None
    same = referrer if referrer and referrer.startswith(request.host_url) else None
    template = current_app.jinja_env.get_template("errors/error.html")
    page = template.render(  # past the context processors: they may ask a database that is ill
        heading=heading,
        sentences=list(sentences),
        code=code,
        back=same or url_for("home.todo"),
    )
    return page, status


def _http(fault: HTTPException) -> ResponseReturnValue:
    """Say in Vietnamese what the status means."""
    if fault.response is not None:
        return fault.response
    status = fault.code or 500
    heading, sentence = WORDS.get(status, OTHER)
    return _page(status, heading, sentence)


def _refused(refusal: NotAllowedNow) -> ResponseReturnValue:
    """Show why a rule said no to a button."""
    db.session.rollback()
    return _page(409, "Chưa làm được việc này", refusal.reason)


def _overtaken(_fault: StaleDataError) -> ResponseReturnValue:
    """Somebody else saved the same row in the same moment."""
    db.session.rollback()
    return _page(
        409,
        "Người khác vừa sửa phần này",
        "Chưa lưu lần bấm này. Hãy quay lại, tải lại trang để xem bản mới, rồi làm tiếp.",
    )


def _database(fault: OperationalError) -> ResponseReturnValue:
    """Say that nothing was saved when the disk is full or failing."""
    db.session.rollback()
    code = _note(fault)
    if "full" in str(fault.orig):
        return _page(
            507,
            "Ổ đĩa đầy, chưa lưu",
            "Chưa có gì được lưu. Hãy gọi người quản trị dọn ổ đĩa.",
            "Sau đó quay lại trang trước và gửi lại.",
            code=code,
        )
    return _page(
        503, "Chưa ghi được dữ liệu", "Chưa có gì được lưu. Hãy gọi người quản trị.", code=code
    )


def _fault(fault: Exception) -> ResponseReturnValue:
    """Show a code that the log also has; nothing of the fault itself."""
    db.session.rollback()
    return _page(
        500,
        "Có lỗi trong chương trình",
        "Chưa có gì được lưu. Hãy quay lại trang trước và thử lại.",
        "Nếu vẫn lỗi, gọi người quản trị và đọc mã ở dưới.",
        code=_note(fault),
    )


def _note(fault: Exception) -> str:
    """Log the fault under a short code; the message may hold typed values, so only its kind."""
    code = secrets.token_hex(4).upper()
    trace = fault.__traceback__
    place = "?"
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    log.error("%s %s %s at %s", code, request.endpoint, type(fault).__name__, place)
    return code


def init_app(app: Flask) -> None:
    """Answer every fault in words."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotAllowedNow, _refused)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(OperationalError, _database)
    if not app.testing:
        app.register_error_handler(Exception, _fault)
