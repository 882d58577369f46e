"""The register is sifted as rules judge row by row, and answers find their village."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.commune import Hamlet
from saturday.models.feedback import Feedback, Opinion, Reply, Speaker
from saturday.models.feedback_register import (
    by_village,
    is_late,
    public_answers,
    said_on,
    waiting_to_be_told,
)
from saturday.rules.feedback import (
    AnswerWay,
    FeedbackKind,
    FeedbackSource,
    FeedbackState,
    InTime,
    Limits,
)
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("morning")
LAND = Opinion(
    content="Hồ sơ cấp giấy chứng nhận lần đầu nộp bảy tháng chưa có kết quả.",
    source=FeedbackSource.DESK,
    speaker=Speaker("Lô Thị Ẩn", "Thôn 1 (mẫu)", "0912345678"),
)
SAID_ON = date(2026, 4, 11)


@pytest.fixture
def morning(app: object) -> None:
    """Stand at the desk of Saturday 11/4."""
    del app
    stand_at("2026-04-11 09:00")


def written(opinion: Opinion = LAND, *, owner: str = "") -> Feedback:
    """Write one down, and give it to a department."""
    row, _code = Feedback.record(db.session, opinion, by=None)
    if owner:
        row.assign(factories.department(owner), opinion.kind, by=None)
    db.session.commit()
    return row


def answered(opinion: Opinion = LAND, *, is_public: bool = True) -> Feedback:
    """Write one down and answer it."""
    row = written(opinion, owner="kinh-te")
    reply = Reply("Đã cấp giấy.", AnswerWay.MEETING, SAID_ON, is_public=is_public)
    row.reply(reply, by=None)
    db.session.commit()
    return row


def test_the_question_finds_what_the_rule_calls_late() -> None:
    rows = [
        written(),
        written(owner="kinh-te"),
        written(replace(LAND, speaker=Speaker())),
        written(replace(LAND, kind=FeedbackKind.PRAISE)),
        answered(),
    ]
    rows[1].take_up(by=None)
    db.session.commit()
    limits, calendar = Limits(), known_calendar(db.session)

    for ahead in range(45):
        day = SAID_ON + timedelta(days=ahead)
        asked = select(Feedback.id).where(is_late(InTime.on(day, limits, calendar)))
        due = [(row.id, row.due_on(limits, calendar)) for row in rows]
        late = {row_id for row_id, last in due if last is not None and last < day}

        assert set(db.session.scalars(asked)) == late, day


def test_a_saturday_s_opinions_are_counted_by_state() -> None:
    saturday = factories.duty_session(SAID_ON)
    written(replace(LAND, duty_session=saturday))
    answered(replace(LAND, duty_session=saturday))
    written()

    counted = said_on(db.session, saturday)

    assert counted == {FeedbackState.NEW: 1, FeedbackState.ANSWERED: 1}


def test_those_who_wait_to_be_told_are_counted() -> None:
    answered()
    answered(replace(LAND, speaker=Speaker()))
    told = answered()
    told.close("đã gọi điện", by=None)
    db.session.commit()

    assert waiting_to_be_told(db.session) == 1


def test_only_public_answers_go_to_their_village() -> None:
    one, other = factories.hamlet("Thôn 1 (mẫu)"), factories.hamlet("Thôn 2 (mẫu)")
    heard = answered(replace(LAND, hamlet=one))
    answered(replace(LAND, hamlet=one), is_public=False)
    answered()
    again = answered(replace(LAND, hamlet=other))
    again.reopen("chưa xong", by=None)
    db.session.commit()

    answers = db.session.scalars(public_answers(SAID_ON)).all()
    found = by_village(answers, db.session.scalars(Hamlet.with_former()).all())

    assert {village.name: [row.feedback for row in rows] for village, rows in found.items()} == {
        "Thôn 1 (mẫu)": [heard]
    }
    assert db.session.scalars(public_answers(SAID_ON + timedelta(days=1))).all() == []


def test_a_newer_answer_that_is_not_public_hides_the_older() -> None:
    row = answered(replace(LAND, hamlet=factories.hamlet()))
    row.reopen("chưa xong", by=None)
    row.reply(Reply("Đã gọi riêng.", AnswerWay.TELEPHONE, SAID_ON), by=None)
    db.session.commit()

    assert db.session.scalars(public_answers(SAID_ON)).all() == []


def test_a_merged_village_hears_its_answers_in_the_other() -> None:
    old, new = factories.hamlet("Thôn cũ (mẫu)"), factories.hamlet("Thôn mới (mẫu)")
    answered(replace(LAND, hamlet=old))
    old.merge(new, SAID_ON, by=None)
    db.session.commit()

    villages = db.session.scalars(Hamlet.with_former()).all()
    found = by_village(db.session.scalars(public_answers(SAID_ON)).all(), villages)

    assert {village.name: len(rows) for village, rows in found.items()} == {"Thôn mới (mẫu)": 1}
