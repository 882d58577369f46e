"""Is every village's word kept once, counted for its day, and taken back without a gap?"""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import token_hash
from saturday.models.announcements import Announcement, Made
from saturday.models.audit import AuditEvent
from saturday.models.base import Report, Way
from saturday.models.commune import ContactPost, Hamlet
from saturday.models.plan import DutySession
from saturday.models.villages import (
    CallAttempt,
    Receipt,
    ReceiptKind,
    Said,
    VillageLink,
    announced,
    make_village_links,
    reached_of,
    record,
    record_calls,
    told_of,
    village_rows,
)
from saturday.rules.announcements import Channel, News
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.web.announcements.telling import NEW_DAY, moved
from tests.web.announcements.village_stories import announced as announce
from tests.web.announcements.village_stories import answered, villages

pytestmark = pytest.mark.usefixtures("app")

MASTER = "a key for tests only"


def said(kind: ReceiptKind = ReceiptKind.RECEIVED, reason: str = "", batch: str = "") -> Said:
    """Say something by telephone now."""
    now = clock.now()
    return Said(kind, now, reason, Report("Trưởng thôn", Way.TELEPHONE, now), batch=batch)


def receipts() -> list[Receipt]:
    """Give all that was ever recorded."""
    return list(db.session.scalars(select(Receipt).order_by(Receipt.id)))


def counts(duty_session: DutySession) -> tuple[int, int, int]:
    """Give how many villages there are, know of it, have played it."""
    found = reached_of(db.session, duty_session)
    return found.total, found.received, found.played


def test_a_word_given_twice_is_kept_once() -> None:
    duty_session, (one, _two) = announce(), villages(2)

    assert record(db.session, duty_session, [one, one], said(), by=None) == 1
    assert record(db.session, duty_session, [one], said(), by=None) == 0
    db.session.commit()

    assert len(receipts()) == 1
    assert counts(duty_session) == (2, 1, 0)


def test_it_keeps_the_way_who_said_it_and_when() -> None:
    duty_session, (one,) = announce(), villages(1)
    centre = factories.account(username="trungtam", roles={Role.CENTRE})
    record(db.session, duty_session, [one], said(), by=centre)
    db.session.commit()

    (row,) = receipts()

    assert (row.way, row.way_words, row.reported_by) == (Way.TELEPHONE, "gọi điện", "Trưởng thôn")
    assert row.recorded_by == centre
    assert row.reported_at == row.happened_at


def test_an_undone_word_stays_as_a_log_and_may_be_given_again() -> None:
    duty_session, (one,) = announce(), villages(1)
    answered(duty_session, one)
    receipts()[0].undo(by=None)
    db.session.commit()
    assert counts(duty_session) == (1, 0, 0)
    answered(duty_session, one)

    assert [row.undone_at is None for row in receipts()] == [False, True]
    assert counts(duty_session) == (1, 1, 0)
    verbs = [row.verb for row in db.session.scalars(AuditEvent.in_order())]
    assert verbs[-3:] == ["confirm", "undo", "confirm"]


def test_undoing_twice_is_noted_once() -> None:
    duty_session, (one,) = announce(), villages(1)
    answered(duty_session, one)
    for _ in range(2):
        receipts()[0].undo(by=None)
        db.session.commit()

    verbs = [row.verb for row in db.session.scalars(AuditEvent.in_order())]
    assert verbs.count("undo") == 1


def test_whoever_played_it_has_heard_of_it() -> None:
    duty_session, (one, two, _three) = announce(), villages(3)
    answered(duty_session, one, kind=ReceiptKind.PLAYED)
    answered(duty_session, one, two)

    assert counts(duty_session) == (3, 2, 1)


def test_nothing_is_confirmed_before_anything_is_published() -> None:
    duty_session, (one,) = factories.duty_session(), villages(1)

    for verb in (record, record_calls):
        with pytest.raises(NotAllowedNow, match="Chưa có thông báo nào để thôn xác nhận"):
            verb(db.session, duty_session, [one], said(), by=None)


def test_word_from_the_future_is_refused() -> None:
    duty_session, (one,) = announce(), villages(1)
    later = clock.now() + timedelta(minutes=1)

    for kind, words in ((ReceiptKind.RECEIVED, "Lúc báo"), (ReceiptKind.PLAYED, "Lúc phát")):
        with pytest.raises(NotAllowedNow, match=f"{words} muộn hơn hiện tại"):
            record(db.session, duty_session, [one], Said(kind, later), by=None)


def test_the_hall_answers_only_where_the_saturday_is_held() -> None:
    duty_session, (one, two) = announce(), villages(2)
    duty_session.is_mobile, duty_session.hamlet = True, one
    db.session.commit()
    ready, unready = ReceiptKind.HALL_READY, ReceiptKind.HALL_NOT_READY

    with pytest.raises(NotAllowedNow, match="Buổi này không tổ chức tại nhà văn hóa của Thôn 2"):
        record(db.session, duty_session, [two], said(ready), by=None)
    with pytest.raises(NotAllowedNow, match="Hãy ghi vì sao"):
        record(db.session, duty_session, [one], said(unready, " "), by=None)
    record(db.session, duty_session, [one], said(unready, "đang lợp lại mái"), by=None)
    db.session.commit()
    record(db.session, duty_session, [one], said(ready), by=None)
    db.session.commit()

    rows = village_rows(db.session, duty_session)
    assert [row.hall.kind for row in rows if row.hall] == [ready]
    assert [(row.reason, row.undone_at is None) for row in receipts()] == [
        ("đang lợp lại mái", False),
        ("", True),
    ]
    assert counts(duty_session) == (2, 0, 0)


def test_after_a_move_every_village_must_be_told_anew() -> None:
    duty_session, (one, two) = announce(), villages(2)
    answered(duty_session, one, two)

    new = moved(duty_session)

    assert counts(duty_session) == (2, 0, 0)
    answered(duty_session, two)
    assert counts(duty_session) == (2, 1, 0)
    assert [row.news for row in receipts()] == [News.HELD, News.HELD, News.MOVED]
    assert counts(new) == (2, 0, 0)


def test_after_a_move_and_a_move_back_villages_are_told_once_more() -> None:
    duty_session, (one, two) = announce(), villages(2)
    answered(duty_session, one, two)
    record_calls(db.session, duty_session, [two], said(), by=None)
    stand_at("2026-04-01 10:00")
    new = moved(duty_session)
    moved(new, duty_session.day)
    assert counts(duty_session) == (2, 2, 0), "villages never heard of the move"
    new = moved(duty_session)
    row = Announcement.write(
        Made(duty_session, Channel.ZALO_VILLAGES, News.MOVED, "", {}), "Dời buổi.", by=None
    )
    db.session.add(row)
    row.approve("Phó Chủ tịch (mẫu)", by=None)
    row.publish(by=None)
    db.session.commit()
    stand_at("2026-04-01 11:00")

    moved(new, duty_session.day)

    assert counts(duty_session) == (2, 0, 0)
    assert [len(row.calls) for row in village_rows(db.session, duty_session)] == [0, 0]
    answered(duty_session, one)
    assert counts(duty_session) == (2, 1, 0)
    assert [row.undone_at is None for row in receipts()] == [False, False, True]


def test_calls_in_vain_are_counted_and_can_be_undone() -> None:
    duty_session, (one, two) = announce(), villages(2)
    for batch in ("a", "b"):
        record_calls(db.session, duty_session, [one], said(batch=batch), by=None)
        db.session.commit()

    rows = village_rows(db.session, duty_session)
    assert [len(row.calls) for row in rows] == [2, 0]
    for call in db.session.scalars(CallAttempt.saved_together(duty_session, "a")):
        call.undo(by=None)
        call.undo(by=None)
    db.session.commit()
    assert [len(row.calls) for row in village_rows(db.session, duty_session)] == [1, 0]
    assert two.id


@pytest.mark.parametrize("count", [0, 35, 60])
def test_the_board_costs_the_same_for_any_number_of_villages(count: int) -> None:
    duty_session, rows = announce(), villages(count)
    answered(duty_session, *rows[::2])
    db.session.expire_all()
    assert duty_session.day.year == 2026

    with counted_queries() as sent:
        found = village_rows(db.session, duty_session)

    assert len(found) == count
    assert len(sent) == 3
    with counted_queries() as asked:
        reached = reached_of(db.session, duty_session)
    assert len(asked) == 1
    assert (reached.total, reached.left) == (count, count // 2)
    assert reached.words == f"{count - count // 2} trên {count} thôn đã nhận"


def test_villages_count_as_they_are_on_the_day() -> None:
    duty_session, (old, new, other) = announce(), villages(3)
    answered(duty_session, old)
    old.merge(new, date(2026, 4, 10), by=None)
    db.session.commit()

    assert [row.hamlet.name for row in village_rows(db.session, duty_session)] == [
        "Thôn 2",
        "Thôn 3",
    ]
    assert counts(duty_session) == (2, 0, 0)
    with pytest.raises(NotAllowedNow, match="Thôn 1 chỉ có đến hết ngày 09/4/2026"):
        record(db.session, duty_session, [old], said(), by=None)
    assert other.id


def test_a_saturday_that_was_announced_is_asked_for_although_it_was_cancelled() -> None:
    told, later = announce(), factories.duty_session(date(2026, 5, 9))
    silent = factories.duty_session(NEW_DAY, prepared=False)
    for one in (told, silent):
        one.cancel("bão", by=None)
    db.session.commit()

    assert list(db.session.scalars(told_of())) == [told, later]
    assert list(db.session.scalars(announced())) == [told]
    stand_at("2026-04-12 06:00")
    assert list(db.session.scalars(told_of())) == [later]


# Links


def make(*hamlets: Hamlet, holder: ContactPost | None = None) -> tuple[str, list[VillageLink]]:
    """Make links to be printed; give their batch and rows."""
    centre = factories.account(username=f"tt{len(hamlets)}{holder or ''}", roles={Role.CENTRE})
    batch = make_village_links(db.session, hamlets, holder, MASTER, by=centre)
    db.session.commit()
    return batch, list(db.session.scalars(VillageLink.of_batch(batch, centre)))


def test_a_link_opens_its_village_and_only_its_hash_is_stored() -> None:
    one, two = villages(2)
    _batch, links = make(one, two)
    tokens = [link.token(MASTER) for link in links]

    assert [len(token) for token in tokens] == [32, 32]
    assert len(set(tokens)) == 2
    for link, token in zip(links, tokens, strict=True):
        assert link.token_sha256 == token_hash(token)
        assert db.session.scalars(VillageLink.of_token(token)).one() == link
        stored = [str(getattr(link, column.name)) for column in VillageLink.__table__.columns]
        assert token not in " ".join(stored)


def test_the_address_may_be_typed_in_groups_and_capitals() -> None:
    _batch, (link,) = make(*villages(1))
    token = link.token(MASTER).upper()
    typed = "-".join(token[place : place + 4] for place in range(0, 32, 4))

    assert db.session.scalars(VillageLink.of_token(typed)).one() == link


def test_a_village_may_have_several_and_lose_one() -> None:
    (hamlet,) = villages(1)
    _one, (head,) = make(hamlet, holder=ContactPost.HEAD)
    _two, (front,) = make(hamlet, holder=ContactPost.FRONT)
    token, other = head.token(MASTER), front.token(MASTER)

    head.revoke(by=None)
    db.session.commit()

    assert db.session.scalars(VillageLink.of_token(token)).one_or_none() is None
    assert db.session.scalars(VillageLink.of_token(other)).one() == front
    assert list(db.session.scalars(VillageLink.of_hamlets([hamlet]))) == [front]
    with pytest.raises(NotAllowedNow, match="đã thu hồi"):
        head.revoke(by=None)


def test_slips_are_shown_for_an_hour_to_whoever_made_them() -> None:
    batch, (link,) = make(*villages(1))
    somebody = factories.account(username="khac", roles={Role.CENTRE})
    maker = db.session.get_one(type(somebody), link.made_by_id)

    assert list(db.session.scalars(VillageLink.of_batch(batch, somebody))) == []
    stand_at("2026-04-01 09:59")
    assert list(db.session.scalars(VillageLink.of_batch(batch, maker))) == [link]
    stand_at("2026-04-01 10:01")
    assert list(db.session.scalars(VillageLink.of_batch(batch, maker))) == []


def test_once_slips_were_shown_nothing_stored_tells_their_tokens() -> None:
    one, two = villages(2)
    _batch, (old,) = make(one)
    stand_at("2026-04-01 10:30")
    make(one, two)

    db.session.refresh(old)
    assert old.batch is None
