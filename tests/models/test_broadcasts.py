"""Tests: planned and played broadcasts, and the sound that is kept."""

from datetime import date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.announcements import Announcement, Made
from saturday.models.audit import AuditEvent
from saturday.models.base import Report, Way
from saturday.models.broadcasts import (
    Broadcast,
    NewSound,
    Playing,
    Recording,
    begins_at,
    bulletins_of,
    for_air,
    keep_made,
    note_broadcast,
    plan_broadcasts,
)
from saturday.models.plan import DutySession
from saturday.rules.announcements import AnnouncementState, Channel, News
from saturday.rules.broadcasts import Slots, SoundOrigin
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at
from tests.factories import at

WAV = b"RIFF\x24\0\0\0WAVEfmt "
USUAL = Slots(date(2026, 4, 7), date(2026, 4, 10))


def bulletin(
    duty_session: DutySession,
    *,
    approved: str = "2026-04-01 08:00",
    edition: int = 1,
    news: News = News.HELD,
) -> Announcement:
    made = Made(duty_session, Channel.LOUDSPEAKER, news, "…", {})
    row = Announcement.write(made, "Kính thưa toàn thể Nhân dân.", edition=edition, by=None)
    db.session.add(row)
    if approved:
        row.approve("Lê Thị Duyệt (mẫu)", by=None)
        row.approved_at = at(approved)
    db.session.commit()
    return row


def planned(duty_session: DutySession) -> list[str]:
    rows = db.session.scalars(Broadcast.of_session(duty_session))
    return [f"{one.planned_at:%d %H:%M}" if one.planned_at else "-" for one in rows]


def log(duty_session: DutySession) -> list[tuple[str, str]]:
    rows = db.session.scalars(Broadcast.of_session(duty_session))
    return [(_short(one.planned_at), _short(one.played_at)) for one in rows]


def _short(moment: datetime | None) -> str:
    return f"{moment:%d %H:%M}" if moment else "-"


def play(duty_session: DutySession, moment: str, player: str = "Vi Văn Loa (mẫu)") -> Broadcast:
    row = note_broadcast(db.session, duty_session, Playing(at(moment), player), by=None)
    db.session.commit()
    return row


def refused(act: object, *, field: str | None = None) -> str:
    with pytest.raises(NotAllowedNow) as caught:
        act()  # type: ignore[operator]
    assert caught.value.field == field
    db.session.rollback()
    return caught.value.reason


def test_a_plan_sets_what_comes(app: Flask) -> None:
    del app
    one = factories.duty_session()

    assert plan_broadcasts(db.session, one, USUAL, by=None) == 8
    db.session.commit()

    assert planned(one)[:2] == ["07 05:30", "07 17:00"]
    assert len(planned(one)) == 8


def test_a_new_plan_keeps_what_is_past_or_played(app: Flask) -> None:
    del app
    one = factories.duty_session()
    bulletin(one)
    plan_broadcasts(db.session, one, USUAL, by=None)
    db.session.commit()
    stand_at("2026-04-08 17:10")
    play(one, "2026-04-08 17:05")

    plan_broadcasts(db.session, one, Slots(date(2026, 4, 8), date(2026, 4, 9), (time(6),)), by=None)
    db.session.commit()

    assert log(one) == [
        ("07 05:30", "-"),
        ("07 17:00", "-"),
        ("08 05:30", "-"),
        ("08 17:00", "08 17:05"),
        ("09 06:00", "-"),
    ]


def test_a_new_plan_keeps_what_was_played_ahead_of_its_hour(app: Flask) -> None:
    del app
    one = factories.duty_session()
    bulletin(one)
    plan_broadcasts(db.session, one, USUAL, by=None)
    db.session.commit()
    stand_at("2026-04-10 16:50")
    day = date(2026, 4, 10)
    play(one, "2026-04-10 16:45")

    plan_broadcasts(db.session, one, Slots(day, day, (time(18),)), by=None)
    db.session.commit()

    assert log(one)[-2:] == [("10 17:00", "10 16:45"), ("10 18:00", "-")]


def test_a_plan_of_the_past_is_refused(app: Flask) -> None:
    del app
    one = factories.duty_session()
    stand_at("2026-04-11 06:00")
    late = Slots(date(2026, 4, 11), date(2026, 4, 11), (time(5, 30), time(7, 30)))

    words = refused(lambda: plan_broadcasts(db.session, one, late, by=None), field="hours")

    assert "đã qua hoặc sau giờ bắt đầu" in words


def test_a_saturday_without_hours_begins_at_seven(app: Flask) -> None:
    del app

    assert begins_at(factories.duty_session(prepared=False)) == at("2026-04-11 07:00")


def test_a_playing_fulfils_the_planned_hour_nearest_to_it(app: Flask) -> None:
    del app
    one = factories.duty_session()
    row = bulletin(one)
    plan_broadcasts(db.session, one, USUAL, by=None)
    stand_at("2026-04-07 17:10")

    done = play(one, "2026-04-07 17:04")

    assert (_short(done.planned_at), done.announcement) == ("07 17:00", row)
    assert row.state is AnnouncementState.PUBLISHED
    assert len(planned(one)) == 8


def test_a_playing_that_nobody_planned_is_a_row_of_its_own(app: Flask) -> None:
    del app
    one = factories.duty_session()
    bulletin(one)
    plan_broadcasts(db.session, one, USUAL, by=None)
    stand_at("2026-04-07 12:00")

    row = play(one, "2026-04-07 11:00")

    assert row.planned_at is None
    assert len(planned(one)) == 9


def test_a_playing_may_be_told_by_telephone(app: Flask) -> None:
    del app
    one = factories.duty_session()
    bulletin(one)
    centre = factories.account(username="trungtam")
    stand_at("2026-04-07 18:00")
    report = Report("Vi Văn Loa (mẫu)", Way.TELEPHONE, at("2026-04-07 17:50"))
    playing = Playing(at("2026-04-07 17:05"), "Vi Văn Loa (mẫu)", report)

    row = note_broadcast(db.session, one, playing, by=centre)
    db.session.commit()

    assert (row.way, row.recorded_by, row.player) == (Way.TELEPHONE, centre, "Vi Văn Loa (mẫu)")
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "play")).one()
    assert event.facts == {"day": "2026-04-11", "on_behalf": True}


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-04-07 17:11", "Giờ phát muộn hơn hiện tại"),
        ("2026-04-01 07:59", "Bản tin được duyệt lúc 8 giờ, thứ Tư, 01/4"),
        ("2026-04-07 16:55", "Đã ghi lượt phát lúc 17 giờ, 07/4"),
    ],
)
def test_playings_that_cannot_be(app: Flask, moment: str, words: str) -> None:
    del app
    one = factories.duty_session()
    bulletin(one)
    stand_at("2026-04-07 17:10")
    play(one, "2026-04-07 17:00")

    assert words in refused(lambda: play(one, moment), field="played_at")


def test_what_is_not_approved_was_not_played(app: Flask) -> None:
    del app
    one = factories.duty_session()
    bulletin(one, approved="")

    words = refused(lambda: play(one, "2026-04-01 08:30"), field="played_at")

    assert words == "Bản tin chưa được duyệt nên chưa phát được."


def test_the_edition_played_is_the_one_approved_by_then(app: Flask) -> None:
    del app
    one = factories.duty_session()
    first = bulletin(one)
    second = bulletin(one, approved="2026-04-08 10:00", edition=2)
    stand_at("2026-04-08 18:00")

    assert play(one, "2026-04-08 05:30").announcement is first
    assert play(one, "2026-04-08 17:00").announcement is second


def test_a_playing_is_taken_back(app: Flask) -> None:
    del app
    one = factories.duty_session()
    bulletin(one)
    plan_broadcasts(db.session, one, USUAL, by=None)
    stand_at("2026-04-07 17:10")
    on_plan, other = play(one, "2026-04-07 17:04"), play(one, "2026-04-07 11:00")

    on_plan.take_back(by=None)
    other.take_back(by=None)
    db.session.commit()

    assert len(planned(one)) == 8
    assert all(played == "-" for _planned, played in log(one))
    assert (on_plan.player, on_plan.announcement) == ("", None)
    assert "chưa ghi đã phát" in refused(lambda: on_plan.take_back(by=None))


def test_a_cancelled_saturday_is_told_by_its_own_bulletin_only(app: Flask) -> None:
    del app
    one = factories.duty_session()
    bulletin(one)
    one.cancel("mưa bão", by=None)
    db.session.commit()

    assert for_air(db.session.scalars(bulletins_of(one)), one) is None
    told = bulletin(one, news=News.CANCELLED)
    assert for_air(db.session.scalars(bulletins_of(one)), one) is told


def test_a_moved_saturday_is_told_by_its_own_bulletin_only(app: Flask) -> None:
    del app
    one = factories.duty_session()
    bulletin(one)
    one.moved_to = date(2026, 4, 18)

    told = bulletin(one, news=News.MOVED)

    assert for_air(db.session.scalars(bulletins_of(one)), one) is told


def test_a_second_reading_is_approved_with_the_first(app: Flask) -> None:
    del app
    row = bulletin(factories.duty_session())

    row.write_other("Xin chào pi nọng.", "tiếng Thái", by=None)

    assert (row.other_text, row.other_language) == ("Xin chào pi nọng.", "tiếng Thái")
    assert row.state is AnnouncementState.DRAFT
    row.write_other("", "tiếng Thái", by=None)
    assert row.other_language == ""


def test_a_second_reading_names_its_language_and_keeps_to_what_was_played(app: Flask) -> None:
    del app
    row = bulletin(factories.duty_session())

    unnamed = refused(lambda: row.write_other("Xin chào.", "", by=None), field="other_language")
    row.publish(by=None)

    assert unnamed == "Hãy ghi tên tiếng của phần đọc thứ hai."
    assert "đã phát không sửa được" in refused(lambda: row.write_other("a", "b", by=None))


def sounds(row: Announcement) -> list[bytes]:
    return [one.content for one in db.session.scalars(Recording.of_bulletin(row))]


def keep(row: Announcement, content: bytes, *, is_other: bool = False) -> None:
    new = NewSound(content, SoundOrigin.UPLOADED, is_other=is_other)
    Recording.keep(db.session, row, new, by=None)
    db.session.commit()


def test_a_sound_sent_twice_is_kept_once(app: Flask) -> None:
    del app
    row = bulletin(factories.duty_session())

    keep(row, WAV + b"1")
    keep(row, WAV + b"1")

    assert sounds(row) == [WAV + b"1"]
    kept = db.session.scalars(Recording.of_bulletin(row)).one()
    assert (kept.size, len(kept.sha256), kept.kind.words) == (17, 64, "wav")


def test_a_sound_of_other_words_is_no_longer_offered(app: Flask) -> None:
    del app
    row = bulletin(factories.duty_session())
    keep(row, WAV + b"1")
    keep(row, WAV + b"2", is_other=True)

    row.rewrite("Kính thưa bà con.", by=None)
    db.session.commit()

    assert sounds(row) == [WAV + b"2"]
    keep(row, WAV + b"1")
    assert sounds(row) == [WAV + b"1", WAV + b"2"]


def test_what_the_machine_reads_anew_replaces_what_it_read(app: Flask) -> None:
    del app
    row = bulletin(factories.duty_session())
    keep(row, WAV + b"own")
    for content in (b"1", b"2", b"2"):
        keep_made(db.session, row, [NewSound(WAV + content, SoundOrigin.MADE)], by=None)
        db.session.commit()

    assert sounds(row) == [WAV + b"own", WAV + b"2"]


def test_a_sound_is_dropped(app: Flask) -> None:
    del app
    row = bulletin(factories.duty_session())
    keep(row, WAV)

    db.session.scalars(Recording.of_bulletin(row)).one().drop(by=None)
    db.session.commit()

    assert db.session.scalar(select(func.count(Recording.id))) == 0
