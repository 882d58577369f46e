"""Opinions are numbered, given to an owner, answered, and seen by those who may."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.base import Report, Way
from saturday.models.calendar import known_calendar
from saturday.models.commune import Commune
from saturday.models.feedback import (
    Feedback,
    FeedbackMove,
    FeedbackSeries,
    Opinion,
    Reply,
    Speaker,
    Transfer,
    limits_of,
    opened,
)
from saturday.rules.feedback import (
    AnswerWay,
    FeedbackKind,
    FeedbackSource,
    FeedbackState,
    FeedbackStep,
    Limits,
    Voice,
)
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("morning")
LATE = Opinion(
    content="Hồ sơ cấp giấy chứng nhận lần đầu nộp bảy tháng chưa có kết quả.",
    source=FeedbackSource.DESK,
    speaker=Speaker("Lô Thị Ẩn", "Thôn 1 (mẫu)", "0912345678"),
)
TODAY = date(2026, 4, 11)


@pytest.fixture
def morning(app: object) -> None:
    """Stand at the desk of Saturday 11/4."""
    del app
    stand_at("2026-04-11 09:00")


def centre() -> Account:
    """Give the coordinator."""
    found = db.session.scalars(select(Account).where(Account.username == "trungtam")).first()
    return found or factories.account(username="trungtam", roles={Role.CENTRE})


def written(opinion: Opinion = LATE) -> Feedback:
    """Write one down."""
    row, _code = Feedback.record(db.session, opinion, by=centre())
    db.session.commit()
    return row


def due(row: Feedback) -> date | None:
    """Give its limit by the commune's calendar."""
    limits = limits_of(Commune.of_database(db.session))
    return row.due_on(limits, known_calendar(db.session))


def test_numbers_run_through_the_year_without_gap() -> None:
    rows = [written() for _ in range(3)]
    stand_at("2027-01-02 09:00")
    rows.append(written())

    assert [one.full_number for one in rows] == ["01/2026", "02/2026", "03/2026", "01/2027"]


def test_a_number_given_back_is_given_to_the_next() -> None:
    written()
    Feedback.record(db.session, LATE, by=None)
    db.session.rollback()

    assert written().full_number == "02/2026"
    assert db.session.scalars(select(FeedbackSeries.last)).all() == [2]


def test_the_slip_s_code_finds_it_and_is_kept_nowhere() -> None:
    row, code = Feedback.record(db.session, LATE, by=None)
    db.session.commit()

    assert db.session.scalars(Feedback.of_code(code)).one() is row
    assert db.session.scalars(Feedback.of_code(code[::-1])).one_or_none() is None
    assert code not in str(vars(row))


def test_the_three_opinions_of_11_4_come_to_their_limits() -> None:
    land = written()
    loud = written(replace(LATE, content="Loa của bản nghe không rõ, chỉ đọc tiếng phổ thông."))

    land.assign(factories.department("kinh-te"), FeedbackKind.REPORT, by=centre())

    assert due(land) == date(2026, 4, 24)
    assert due(loud) == date(2026, 4, 17)


def test_an_opinion_goes_from_the_desk_to_its_answer() -> None:
    row = written()
    row.assign(factories.department("kinh-te"), FeedbackKind.PROPOSAL, by=centre())
    row.take_up(by=None)
    stand_at("2026-04-20 10:00")
    row.reply(Reply("Đã cấp giấy.", AnswerWay.LETTER, date(2026, 4, 20)), by=centre())
    row.close("Đã gọi điện báo.", by=centre())
    db.session.commit()

    assert (row.state, row.kind) == (FeedbackState.CLOSED, FeedbackKind.PROPOSAL)
    assert [one.step for one in row.steps] == [
        FeedbackStep.RECORD,
        FeedbackStep.ASSIGN,
        FeedbackStep.TAKE_UP,
        FeedbackStep.ANSWER,
        FeedbackStep.CLOSE,
    ]
    assert row.answer
    assert row.answer.text == "Đã cấp giấy."
    assert row.answer.department is row.owner
    assert due(row) is None


def test_who_does_not_own_it_gives_it_back_with_a_reason() -> None:
    row = written()
    row.assign(factories.department("kinh-te"), FeedbackKind.REPORT, by=centre())

    with pytest.raises(NotAllowedNow, match="vì sao") as refusal:
        row.give_back("", by=None)
    assert refusal.value.field == "reason"
    row.give_back("Việc của Văn phòng đăng ký đất đai.", by=None)
    db.session.commit()

    assert (row.state, row.owner) == (FeedbackState.NEW, None)
    assert row.steps[-1].department is factories.department("kinh-te")


def test_what_others_decide_is_sent_on() -> None:
    row = written()

    row.transfer(Transfer("Sở Nông nghiệp và Môi trường", TODAY), by=centre())
    db.session.commit()

    assert row.state is FeedbackState.TRANSFERRED
    assert (row.transferred_to, row.transferred_on) == ("Sở Nông nghiệp và Môi trường", TODAY)
    assert due(row) is None


def test_opened_again_it_counts_anew_and_keeps_what_was_answered() -> None:
    row = written()
    row.reply(Reply("Đang giải quyết.", AnswerWay.TELEPHONE, TODAY), by=centre())
    stand_at("2026-05-04 08:00")
    row.reopen("Người dân chưa nhận được giấy.", by=centre())
    db.session.commit()

    assert due(row) == date(2026, 5, 11)
    assert [one.text for one in row.answers] == ["Đang giải quyết."]
    assert row.state is FeedbackState.NEW


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 4, 10), "trước ngày nhận"), (date(2026, 4, 12), "chưa đến")],
)
def test_no_answer_before_the_question_nor_in_the_future(day: date, words: str) -> None:
    row = written()

    with pytest.raises(NotAllowedNow, match=words) as refusal:
        row.reply(Reply("Đã trả lời.", AnswerWay.LETTER, day), by=centre())

    assert refusal.value.field == "on"


def test_what_many_hear_names_nobody_and_a_letter_may() -> None:
    row, named = written(), "Kính gửi bà Lô Thị Ẩn, hồ sơ đã xong."

    with pytest.raises(NotAllowedNow, match="Hãy bỏ họ tên"):
        row.reply(Reply(named, AnswerWay.MEETING, TODAY, is_public=True), by=centre())
    row.reply(Reply(named, AnswerWay.LETTER, TODAY), by=centre())

    assert [one.text for one in row.answers] == [named]


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda row: row.transfer(Transfer("", TODAY), by=None), "to"),
        (lambda row: row.decline("", by=None), "reason"),
        (lambda row: row.reply(Reply("", AnswerWay.LETTER, TODAY), by=None), "text"),
        (lambda row: row.reopen("", by=None), "reason"),
    ],
    ids=["transfer", "decline", "answer", "reopen"],
)
def test_a_step_without_its_words_is_refused_where_they_belong(act: object, field: str) -> None:
    row = written()

    with pytest.raises(NotAllowedNow) as refusal:
        act(row)  # type: ignore[operator] # each a step

    assert refusal.value.field == field
    assert row.state is FeedbackState.NEW


def test_what_is_declined_says_why() -> None:
    row = written()
    row.decline("Việc đang ở tòa án.", by=centre())

    assert (row.state, row.decline_reason) == (FeedbackState.DECLINED, "Việc đang ở tòa án.")


def test_a_correction_keeps_number_and_moment() -> None:
    row = written()
    before = (row.full_number, row.received_at, row.source)

    row.correct(replace(LATE, content="Hồ sơ nộp tám tháng.", kind=FeedbackKind.QUESTION), by=None)

    assert (row.full_number, row.received_at, row.source) == before
    assert (row.content, row.kind) == ("Hồ sơ nộp tám tháng.", FeedbackKind.QUESTION)
    with pytest.raises(NotAllowedNow, match="địa chỉ"):
        row.correct(replace(LATE, speaker=Speaker("Lô Thị Ẩn")), by=None)


def test_an_opinion_by_telephone_says_who_told_it_and_when() -> None:
    report = Report("Trưởng thôn 1 (mẫu)", Way.TELEPHONE, factories.at("2026-04-11 08:40"))
    row, _code = Feedback.record(db.session, LATE, report, by=centre())

    assert (row.reported_by, row.way) == ("Trưởng thôn 1 (mẫu)", Way.TELEPHONE)
    with pytest.raises(NotAllowedNow, match="chưa đến"):
        written(replace(LATE, received_at=factories.at("2026-04-11 09:30")))


def test_each_sees_what_is_theirs() -> None:
    village = factories.hamlet()
    mine, others, sent = (
        written(),
        written(),
        written(replace(LATE, source=FeedbackSource.VILLAGE, voice=Voice.FRONT, hamlet=village)),
    )
    mine.assign(factories.department("kinh-te"), FeedbackKind.REPORT, by=centre())
    others.assign(factories.department("van-hoa-xa-hoi"), FeedbackKind.REPORT, by=centre())
    db.session.commit()
    economy = factories.account(
        username="kinhte", roles={Role.DEPARTMENT}, department=factories.department("kinh-te")
    )
    head = factories.account(username="thon1", roles={Role.HAMLET})
    head.hamlet = village
    leader = factories.account(username="lanhdao", roles={Role.LEADER})
    clerk = factories.account(username="vanthu", roles={Role.CLERK})

    def seen(account: Account) -> set[Feedback]:
        return set(db.session.scalars(Feedback.register(account)))

    assert seen(centre()) == seen(leader) == {mine, others, sent}
    assert seen(economy) == {mine}
    assert seen(head) == {sent}
    assert seen(clerk) == set()
    assert db.session.scalars(Feedback.numbered(economy, 2026, others.number)).all() == []


def test_what_is_owed_is_listed_the_oldest_first() -> None:
    first, second, done = written(), written(), written()
    done.decline("Trùng với số 01.", by=None)
    db.session.commit()

    assert opened(db.session, centre()) == [first, second]


def test_limits_are_the_commune_s() -> None:
    assert limits_of(Commune({"feedback.answer_days": "7"})) == Limits(5, 7)


def test_the_audit_log_knows_the_steps_and_nobody_s_name() -> None:
    row = written()
    row.assign(factories.department("kinh-te"), FeedbackKind.REPORT, "Gọi chị Ẩn.", by=centre())
    row.decline("Chị Ẩn đã rút.", by=centre())
    db.session.commit()

    events = db.session.scalars(select(AuditEvent).where(AuditEvent.subject == "feedback")).all()
    assert [one.verb for one in events] == ["record", "assign", "decline"]
    assert "Ẩn" not in str([one.facts for one in events])
    assert db.session.scalars(select(FeedbackMove.words)).all() == [
        "",
        "Gọi chị Ẩn.",
        "Chị Ẩn đã rút.",
    ]
