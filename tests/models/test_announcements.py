"""What is told by each channel: written, approved, published, sent; and what stays."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from saturday import clock
from saturday.extensions import db
from saturday.models.announcements import Announcement, Made, TextOverride
from saturday.models.audit import AuditEvent
from saturday.models.base import Report, Way
from saturday.models.plan import DutySession
from saturday.papers.facts import PublicFacts
from saturday.rules.announcements import AnnouncementState, Channel, News
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at


@pytest.fixture
def saturday(app: Flask) -> DutySession:
    """Make a Saturday under preparation."""
    del app
    stand_at("2026-04-01 09:00")
    return factories.duty_session()


def write(
    saturday: DutySession,
    text: str = "Mời bà con.",
    *,
    channel: Channel = Channel.FANPAGE,
    news: News = News.HELD,
    edition: int = 1,
) -> Announcement:
    facts = PublicFacts.of(db.session, saturday).to_json()
    made = Made(saturday, channel, news, "Mời bà con.", facts)
    row = Announcement.write(made, text, edition=edition, by=None)
    db.session.add(row)
    db.session.commit()
    return row


def why_not(verb: object, *given: object) -> str:
    with pytest.raises(NotAllowedNow) as refusal:
        verb(*given, by=None)  # type: ignore[operator] # a verb of a row
    return refusal.value.reason


def test_a_text_goes_from_draft_to_published(saturday: DutySession) -> None:
    row = write(saturday)
    states = [row.state]
    row.ask(by=None)
    states.append(row.state)
    row.approve("Lãnh đạo", by=None)
    states.append(row.state)
    row.publish(by=None)
    states.append(row.state)

    assert states == list(AnnouncementState)


def test_each_step_is_taken_once(saturday: DutySession) -> None:
    row = write(saturday)
    row.ask(by=None)
    assert why_not(row.ask) == "Tin này đã gửi duyệt."
    assert why_not(row.publish) == "Tin này chưa được duyệt. Hãy gửi duyệt trước."
    row.approve("Lãnh đạo", by=None)
    assert why_not(row.approve, "Lãnh đạo") == "Tin này đã được duyệt."
    row.publish(by=None)
    assert why_not(row.publish) == "Tin này đã đăng Fanpage."
    assert why_not(row.rewrite, "Khác") == "Tin đã đăng không sửa được. Hãy soạn bản mới."


def test_other_words_must_be_approved_again(saturday: DutySession) -> None:
    row = write(saturday)
    report = Report("Phó Chủ tịch", Way.TELEPHONE, clock.now())
    row.approve("Phó Chủ tịch", report, by=None)

    row.rewrite("Mời bà con đến.", by=None)

    assert (row.state, row.approver, row.way) == (AnnouncementState.DRAFT, "", None)


def test_the_same_words_keep_their_approval(saturday: DutySession) -> None:
    row = write(saturday)
    row.approve("Lãnh đạo", by=None)

    row.rewrite("Mời bà con.", by=None)

    assert row.state is AnnouncementState.APPROVED


def test_an_approval_given_here_names_the_account(saturday: DutySession) -> None:
    leader = factories.account(roles={Role.LEADER})
    row = write(saturday)

    row.approve("Bà Lê (mẫu)", by=leader)

    assert (row.approved_by, row.approver, row.way) == (leader, "Bà Lê (mẫu)", None)
    assert row.approved_at is not None


def test_an_approval_on_behalf_tells_who_which_way_and_when(saturday: DutySession) -> None:
    centre = factories.account(roles={Role.CENTRE})
    row = write(saturday)
    at = clock.now() - timedelta(minutes=20)

    row.approve("Phó Chủ tịch", Report("Phó Chủ tịch", Way.ZALO, at), by=centre)

    assert (row.approved_by, row.recorded_by, row.way) == (None, centre, Way.ZALO)
    assert row.approved_at == row.reported_at == at
    assert row.asked_at is not None


def test_nobody_approves_without_a_name(saturday: DutySession) -> None:
    assert why_not(write(saturday).approve, "") == "Hãy ghi ai đã duyệt."


def test_a_draft_may_be_too_long_but_goes_nowhere(saturday: DutySession) -> None:
    row = write(saturday, "ă" * 742, channel=Channel.ZALO_VILLAGES)

    reason = "Tin dài 742 ký tự, tối đa 700. Hãy bớt chữ."
    assert why_not(row.ask) == reason
    assert why_not(row.approve, "Lãnh đạo") == reason
    assert why_not(row.rewrite, "ă" * 742 + "!") == "Tin dài 743 ký tự, tối đa 700. Hãy bớt chữ."


def test_a_leader_approves_what_was_read(saturday: DutySession) -> None:
    row = write(saturday)
    seen = str(row.version)
    row.refuse_unless_seen(seen)
    row.rewrite("Chữ khác.", by=None)
    db.session.commit()

    with pytest.raises(NotAllowedNow, match="Tin vừa được sửa"):
        row.refuse_unless_seen(seen)


def test_sending_an_approved_text_publishes_it(saturday: DutySession) -> None:
    row = write(saturday, channel=Channel.ZALO_VILLAGES)
    at = clock.now() - timedelta(minutes=5)
    assert why_not(row.send, "Nhóm thôn", at).startswith("Tin này chưa được duyệt.")
    row.approve("Lãnh đạo", by=None)

    row.send("Nhóm thôn", at, by=None)
    row.send("Nhóm cán bộ", at, by=None)
    db.session.commit()

    assert row.state is AnnouncementState.PUBLISHED
    assert [(one.group, one.sent_at) for one in row.dispatches] == [
        ("Nhóm thôn", at),
        ("Nhóm cán bộ", at),
    ]


def test_nothing_was_sent_in_the_future(saturday: DutySession) -> None:
    row = write(saturday)
    row.approve("Lãnh đạo", by=None)

    late = clock.now() + timedelta(minutes=1)

    assert why_not(row.send, "Nhóm", late) == "Lúc gửi muộn hơn hiện tại. Hãy ghi lại giờ gửi."


def test_the_newest_published_edition_is_in_force(saturday: DutySession) -> None:
    first, second = write(saturday), write(saturday, "Bản hai.", edition=2)
    for row in (first, second):
        row.approve("Lãnh đạo", by=None)
    first.publish(by=None)
    db.session.commit()
    question = Announcement.in_force(saturday, Channel.FANPAGE)
    assert db.session.scalars(question).one() is first

    second.publish(by=None)
    db.session.commit()

    assert db.session.scalars(question).one() is second
    assert first.text == "Mời bà con."
    published = db.session.scalars(Announcement.published(Channel.FANPAGE)).all()
    assert published == [second]
    assert db.session.scalars(Announcement.in_force(saturday, Channel.WEBSITE)).all() == []


def test_one_edition_is_written_once(saturday: DutySession) -> None:
    write(saturday)

    with pytest.raises(IntegrityError):
        write(saturday)
    db.session.rollback()


def test_a_second_language_is_approved_with_the_first(saturday: DutySession) -> None:
    row = write(saturday, channel=Channel.LOUDSPEAKER)
    row.approve("Lãnh đạo", by=None)

    row.write_other("Xin pày pi nọng", "tiếng Thái", by=None)

    assert (row.state, row.other_language) == (AnnouncementState.DRAFT, "tiếng Thái")
    assert why_not(row.write_other, "Chữ", "") == "Hãy ghi tên tiếng của phần đọc thứ hai."
    row.write_other("", "tiếng Thái", by=None)
    assert (row.other_text, row.other_language) == ("", "")
    row.approve("Lãnh đạo", by=None)
    row.publish(by=None)
    assert why_not(row.write_other, "a", "b").startswith("Bản tin đã phát không sửa được.")


def test_editions_of_some_saturdays_are_asked_for_together(saturday: DutySession) -> None:
    row = write(saturday)

    assert db.session.scalars(Announcement.of_each([saturday])).all() == [row]
    assert db.session.scalars(Announcement.of_session(saturday)).all() == [row]
    assert db.session.scalars(Announcement.of_each([])).all() == []


def test_the_audit_log_tells_steps_without_the_words(saturday: DutySession) -> None:
    row = write(saturday, "Chữ riêng của tin.")
    row.rewrite("Chữ khác của tin.", by=None)
    row.ask(by=None)
    row.approve("Nguyễn Văn An", by=None)
    row.send("Nhóm thôn", clock.now(), by=None)
    db.session.commit()

    log = db.session.scalars(AuditEvent.in_order())
    events = [one for one in log if one.subject == "announcement"]
    assert [one.verb for one in events] == [
        "write",
        "rewrite",
        "ask",
        "approve",
        "publish",
        "send",
    ]
    assert all("Chữ" not in str(one.facts) and "An" not in str(one.facts) for one in events)


def test_a_wording_is_changed_and_given_back(app: Flask) -> None:
    del app
    row = TextOverride.begin(Channel.VILLAGE, News.MOVED)
    db.session.add(row)
    row.change("Lời {{ day }}", by=None)
    db.session.commit()
    question = TextOverride.of(Channel.VILLAGE, News.MOVED)
    assert db.session.scalars(question).one().source == "Lời {{ day }}"
    assert db.session.scalars(TextOverride.of_news(News.HELD)).all() == []
    assert db.session.scalars(TextOverride.in_order()).all() == [row]

    row.drop(by=None)
    db.session.commit()

    assert db.session.scalars(question).all() == []


def test_a_wording_that_was_never_kept_is_simply_forgotten(app: Flask) -> None:
    del app
    TextOverride.begin(Channel.VILLAGE, News.MOVED).drop(by=None)

    assert db.session.scalars(TextOverride.in_order()).all() == []
