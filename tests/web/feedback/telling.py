"""Opinions that the tests of the room tell of; everybody in them is invented."""

from dataclasses import replace

from saturday.extensions import db
from saturday.models.feedback import Feedback, Opinion, Speaker
from saturday.rules.feedback import FeedbackKind, FeedbackSource
from tests import factories

LAND = Opinion(
    content="Hồ sơ cấp giấy chứng nhận lần đầu nộp bảy tháng chưa có kết quả.",
    source=FeedbackSource.DESK,
    speaker=Speaker("Lô Thị Ẩn", "Thôn 1 (mẫu)", "0912345678"),
)
UNNAMED = replace(LAND, content="Nên có thêm ghế ngồi chờ ở sảnh Trung tâm.", speaker=Speaker())


def written(opinion: Opinion = LAND) -> Feedback:
    """Write one down."""
    row, _code = Feedback.record(db.session, opinion, by=None)
    db.session.commit()
    return row


def given(code: str = "kinh-te", opinion: Opinion = LAND) -> Feedback:
    """Write one down and give it to a department."""
    row = written(opinion)
    row.assign(factories.department(code), FeedbackKind.REPORT, by=None)
    db.session.commit()
    return row
