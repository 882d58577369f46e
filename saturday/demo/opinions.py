"""What did people say at the desk, and who answers them? Invented, as everything here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlalchemy import select

from saturday.demo.moments import DAYS, Step
from saturday.demo.stage import Stage
from saturday.extensions import db
from saturday.models.commune import SubjectArea
from saturday.models.feedback import Feedback, Opinion, Reply, Speaker
from saturday.models.plan import DutySession
from saturday.rules.feedback import AnswerWay, FeedbackKind, FeedbackSource


@dataclass(frozen=True, slots=True)
class Told:
    """One opinion of the story: what was said, where, of which field."""

    opinion: Opinion
    hamlet: str
    field: str = ""  # code of the subject area


LAMP = Told(
    Opinion(
        "Đèn đường ở lối vào nhà văn hóa thôn hỏng từ trước Tết, tối đi họp không thấy đường.",
        FeedbackSource.DESK,
        speaker=Speaker("Trần Văn Lộc (mẫu)", "Thôn 7", "0900007999"),
    ),
    "Thôn 7",
)
LAND = Told(
    Opinion(
        "Hồ sơ cấp giấy chứng nhận đất lần đầu của gia đình đã bảy tháng, đi lại bốn lần,"
        " chưa biết bao giờ xong.",
        FeedbackSource.DESK,
        speaker=Speaker("Nguyễn Thị Hòa (mẫu)", "Thôn 12", "0900012999", is_hidden=True),
    ),
    "Thôn 12",
    "dat-dai",
)
LOUDSPEAKER = Told(
    Opinion(
        "Loa ở bản nghe không rõ, và chỉ nói tiếng Việt. Đề nghị sửa loa, đọc thêm tiếng Thái.",
        FeedbackSource.DESK,
        FeedbackKind.PROPOSAL,
        speaker=Speaker("Vi Văn Thắng (mẫu)", "Bản 1", "0900034999"),
    ),
    "Bản 1",
    "van-hoa-xa-hoi",
)
MENDED = Reply(
    "Đã thay bóng và dây ngày 10/3, đèn sáng lại. Đèn hỏng nữa thì gọi Phòng Kinh tế.",
    AnswerWay.TELEPHONE,
    date(2026, 3, 13),
    is_public=True,
)


def steps_of(stage: Stage, day: date) -> Iterator[Step]:
    """Give the steps of what was said on a Saturday; the accusation of 11/4 is not kept."""
    if day == DAYS[0]:
        yield f"{day} 11:24", partial(_said, stage, LAMP, day)
        yield f"{day} 11:40", partial(_assign, stage, LAMP, "kinh-te")
    if day == DAYS[2]:
        yield f"{day} 09:38", partial(_said, stage, LAND, day)
        yield f"{day} 09:52", partial(_assign, stage, LAND, "kinh-te")
        yield f"{day} 11:22", partial(_said, stage, LOUDSPEAKER, day)


def steps_after(stage: Stage, day: date) -> Iterator[Step]:
    """Give the steps that the days after a Saturday bring."""
    if day == DAYS[0]:
        yield "2026-03-13 09:40", partial(_answer, stage, LAMP, MENDED)
        yield "2026-03-13 15:10", partial(_tell_back, stage, LAMP, "Đã gọi điện, người nêu rõ rồi.")
    if day == DAYS[2]:
        yield "2026-04-13 08:40", partial(_assign, stage, LOUDSPEAKER, "van-hoa-xa-hoi")
        yield "2026-04-13 08:50", partial(_take_up, stage, LAND)


def _said(stage: Stage, told: Told, day: date) -> None:
    """Write an opinion down at the desk."""
    area = select(SubjectArea).where(SubjectArea.code == told.field)
    said = replace(
        told.opinion,
        hamlet=stage.hamlets[told.hamlet],
        duty_session=db.session.scalars(DutySession.on(day)).one(),
        subject_area=db.session.scalars(area).one_or_none(),
    )
    Feedback.record(db.session, said, by=stage.accounts["trungtam"])


def _assign(stage: Stage, told: Told, code: str) -> None:
    """Let the Centre give it to a department."""
    owner, kind = stage.departments[code], told.opinion.kind
    _row(told).assign(owner, kind, by=stage.accounts["trungtam"])


def _take_up(stage: Stage, told: Told) -> None:
    """Let Phòng Kinh tế say that it works on it."""
    _row(told).take_up(by=stage.accounts["kinhte"])


def _answer(stage: Stage, told: Told, reply: Reply) -> None:
    """Let Phòng Kinh tế answer."""
    _row(told).reply(reply, by=stage.accounts["kinhte"])


def _tell_back(stage: Stage, told: Told, words: str) -> None:
    """Note that whoever said it has heard."""
    _row(told).close(words, by=stage.accounts["trungtam"])


def _row(told: Told) -> Feedback:
    """Find an opinion of the story."""
    asked = select(Feedback).where(Feedback.content == told.opinion.content)
    return db.session.scalars(asked).one()
