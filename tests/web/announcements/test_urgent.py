"""A minute on Friday night: a moved or cancelled Saturday is told with everything at once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from saturday import clock
from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.models.base import Way
from saturday.models.broadcasts import Playing, note_broadcast
from saturday.models.calendar import known_calendar
from saturday.models.plan import AnnualPlan, Choice, DutySession
from saturday.rules.announcements import URGENT, AnnouncementState, Channel, News
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person
from tests.web.announcements.writing import newest, put, written

URGENT_PAGE = "/thong-bao/2026-04-11/bao-gap"
APRIL_18 = date(2026, 4, 18)


@pytest.fixture
def saturday(centre: Person) -> DutySession:
    """Let 11/4 be told to everybody, then moved."""
    del centre
    put("centre.phone", "0238 3872 105")
    row = factories.duty_session()
    written(row, published=True)
    return row


def moved(saturday: DutySession, why: str = "áp thấp nhiệt đới") -> None:
    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    plan.move(saturday, Choice(APRIL_18), why, known_calendar(db.session), by=None)
    db.session.commit()


def send(person: Person, page: Page, **typed: Any) -> Page:  # noqa: ANN401 - as Person.send
    given: dict[str, Any] = {"approver": "Chủ tịch UBND xã", "reported_at": "8h45"}
    return person.send(page, "/bao-gap", **(given | typed))


def test_all_texts_of_a_moved_saturday_are_ready_to_copy(
    centre: Person, saturday: DutySession
) -> None:
    moved(saturday)

    page = centre.get(URGENT_PAGE)

    texts = {one["name"]: one.get_text() for one in page.soup.select("main textarea")}
    assert set(texts) == {channel.value for channel in URGENT}
    assert all("18" in text for text in texts.values())
    assert [one["data-copy"] for one in page.soup.select("[data-copy]")] == list(texts)
    assert "/700 ký tự" in page.main
    assert "đọc khoảng 1 phút" in page.main
    assert "In danh sách gọi các thôn, bản" in page.main
    assert "In băng dán áp phích" in page.main
    assert page.soup.select_one('main a[href="/thon/2026-04-11/danh-sach-goi"]')


def test_one_press_records_the_approval_and_the_sending(
    centre: Person, saturday: DutySession
) -> None:
    moved(saturday)

    page = send(centre, centre.get(URGENT_PAGE), zalo_villages="Tin gấp: dời sang 18/4.")

    assert page.notice == (
        "Đã ghi Chủ tịch UBND xã duyệt, đã gửi Zalo tin buổi thứ Bảy, 11/4. Bản tin chờ phát loa."
    )
    states = (*2 * [AnnouncementState.PUBLISHED], AnnouncementState.APPROVED)
    for channel, state in zip(URGENT, states, strict=True):
        row = newest(saturday, channel)
        assert (row.news, row.edition) == (News.MOVED, 1)
        assert row.state is state
        assert (row.way, row.approver) == (Way.TELEPHONE, "Chủ tịch UBND xã")
    assert newest(saturday, Channel.ZALO_VILLAGES).text == "Tin gấp: dời sang 18/4."
    sent = [one.group for one in newest(saturday, Channel.ZALO_OFFICIALS).dispatches]
    assert sent == ["Nhóm cán bộ xã"]
    assert newest(saturday, Channel.LOUDSPEAKER).dispatches == []
    assert "Đã gửi Zalo. Bản tin gấp chưa phát loa" in page.main
    assert newest(saturday, Channel.WEBSITE).news is News.HELD


def test_a_playing_before_the_move_does_not_tell_of_it(
    app: Flask, centre: Person, saturday: DutySession
) -> None:
    stand_at("2026-04-07 18:00")
    play(saturday, "2026-04-07 17:00")
    person = Person(app, db.session.merge(centre.account or factories.account()))
    saturday = db.session.merge(saturday)
    moved(saturday)

    page = send(person, person.get(URGENT_PAGE), reported_at="18h00")
    assert "Bản tin gấp chưa phát loa" in page.main
    assert "đã phát loa" not in page.main.lower()

    stand_at("2026-04-07 18:30")
    play(saturday, "2026-04-07 18:20")
    page = Person(app, person.account).get(URGENT_PAGE)
    assert "Đã gửi Zalo và đã phát loa." in page.main


def play(saturday: DutySession, when: str) -> None:
    """Note that what was approved was played at a moment."""
    at = datetime.fromisoformat(when).replace(tzinfo=clock.TIMEZONE)
    note_broadcast(db.session, saturday, Playing(at, "Vi Văn Loa (mẫu)"), by=None)
    db.session.commit()


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-20 20:00", "trước thứ Bảy, 11/4"),
        ("2026-04-10 09:00", "trong hôm nay"),
        ("2026-04-10 20:00", "trong tối nay"),
        ("2026-04-11 05:00", "cần làm ngay"),
    ],
)
def test_what_is_left_is_said_by_the_distance(
    app: Flask, centre: Person, saturday: DutySession, now: str, until: str
) -> None:
    stand_at(now)
    person = Person(app, db.session.merge(centre.account or factories.account()))
    moved(db.session.merge(saturday))

    page = person.get(URGENT_PAGE)

    assert until in page.soup.select("#more-title")[0].get_text()
    texts = [one.get_text() for one in page.soup.select("main textarea")]
    assert not any("tối nay" in text for text in texts)
    assert "báo ngay để bà con không đến vào thứ Bảy, 11/4" in texts[0]


def test_what_was_published_before_stays_as_it_was(centre: Person, saturday: DutySession) -> None:
    before = {row.id: row.text for row in db.session.scalars(Announcement.of_session(saturday))}
    moved(saturday)

    send(centre, centre.get(URGENT_PAGE))

    rows = {row.id: row.text for row in db.session.scalars(Announcement.of_session(saturday))}
    assert {key: rows[key] for key in before} == before
    assert len(rows) == len(before) + len(URGENT)


def test_a_second_press_tells_nobody_twice(centre: Person, saturday: DutySession) -> None:
    moved(saturday)
    page = centre.get(URGENT_PAGE)

    send(centre, page)
    send(centre, page)

    assert len(newest(saturday, Channel.ZALO_VILLAGES).dispatches) == 1


def test_a_cancelled_saturday_is_told_too(centre: Person, saturday: DutySession) -> None:
    saturday.cancel("mưa lũ", by=None)
    db.session.commit()

    page = centre.get(URGENT_PAGE)
    assert "đã hủy" in page.main
    send(centre, page)

    assert newest(saturday, Channel.LOUDSPEAKER).news is News.CANCELLED


def test_a_draft_already_written_is_taken_up(centre: Person, saturday: DutySession) -> None:
    moved(saturday)
    written(saturday, Channel.ZALO_VILLAGES, text="Tin đã viết sẵn, dời sang 18/4.")

    page = centre.get(URGENT_PAGE)
    assert "Tin đã viết sẵn, dời sang 18/4." in page.main
    send(centre, page)

    row = newest(saturday, Channel.ZALO_VILLAGES)
    assert (row.edition, row.text) == (1, "Tin đã viết sẵn, dời sang 18/4.")
    assert row.state is AnnouncementState.PUBLISHED


def test_moved_once_more_it_is_told_once_more(centre: Person, saturday: DutySession) -> None:
    moved(saturday)
    send(centre, centre.get(URGENT_PAGE))
    new = db.session.scalars(DutySession.on(APRIL_18)).one()
    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    later = Choice(date(2026, 4, 25), reason="không còn ngày khác")
    plan.move(new, later, "nước chưa rút", known_calendar(db.session), by=None)
    db.session.commit()

    page = centre.get(URGENT_PAGE)
    assert "25/4" in page.soup.select("main textarea")[0].get_text()
    send(centre, page)

    row = newest(saturday, Channel.ZALO_VILLAGES)
    assert (row.edition, row.state) == (2, AnnouncementState.PUBLISHED)
    assert "25/4/2026" in row.text


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"approver": ""}, "Hãy ghi ai đã duyệt."),
        ({"reported_at": ""}, "Hãy ghi giờ duyệt."),
        ({"reported_at": "23h50"}, "Lúc báo muộn hơn hiện tại. Hãy ghi lại giờ báo."),
        ({"zalo_officials": "ă" * 701}, "Tin dài 701 ký tự, tối đa 700. Hãy bớt chữ."),
        ({"zalo_villages": ""}, "Tin chưa có chữ nào. Hãy ghi nội dung."),
        (
            {"loudspeaker": "Gọi XYZQ."},
            "Loa chưa đọc được: “XYZQ”. Hãy viết thành chữ, hoặc thêm vào chữ viết tắt.",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_whole(
    centre: Person, saturday: DutySession, typed: dict[str, Any], fault: str
) -> None:
    moved(saturday)

    page = send(centre, centre.get(URGENT_PAGE), **typed)

    assert (page.status, page.faults) == (422, [fault])
    rows = db.session.scalars(Announcement.of_session(saturday))
    assert [row for row in rows if row.news is News.MOVED] == []


def test_a_fault_is_said_before_it_is_sent(centre: Person, saturday: DutySession) -> None:
    factories.officer("Nguyễn Văn An")
    moved(saturday, "Nguyễn Văn An bị ốm")

    page = centre.get(URGENT_PAGE)

    assert "Có tên Nguyễn Văn An trong tin công khai. Hãy bỏ tên." in page.main


def test_a_text_no_group_was_told_of_is_published_all_the_same(
    centre: Person, saturday: DutySession
) -> None:
    moved(saturday)

    send(centre, centre.get(URGENT_PAGE), villages_group="")

    row = newest(saturday, Channel.ZALO_VILLAGES)
    assert (row.state, row.dispatches) == (AnnouncementState.PUBLISHED, [])


def test_a_saturday_that_is_held_has_nothing_urgent(centre: Person, saturday: DutySession) -> None:
    page = centre.get(URGENT_PAGE)
    assert "Buổi này vẫn tổ chức." in page.main
    assert not page.has_form("/bao-gap")

    moved(saturday)
    shown = centre.get(URGENT_PAGE)
    db.session.merge(saturday).revive()
    db.session.commit()
    refused = send(centre, shown)

    assert refused.faults == ["Buổi này vẫn tổ chức. Hãy dời hoặc hủy buổi trước khi báo gấp."]


@pytest.mark.parametrize("who", ["leader", "economy"])
def test_others_send_nothing(
    request: pytest.FixtureRequest, saturday: DutySession, who: str
) -> None:
    person: Person = request.getfixturevalue(who)
    moved(saturday)

    assert person.get(URGENT_PAGE).status == 403


def test_a_day_without_saturday_has_no_page(centre: Person) -> None:
    assert centre.get("/thong-bao/2026-04-18/bao-gap").status == 404


def test_the_page_is_reached_from_the_moved_saturday_and_its_new_day(
    centre: Person, saturday: DutySession
) -> None:
    moved(saturday)

    for day in ("2026-04-11", "2026-04-18"):
        page = centre.get(f"/lich-truc/{day}")
        assert page.soup.select_one(f'main a[href="{URGENT_PAGE}"]'), day


def test_the_questions_of_the_page_are_few(centre: Person, saturday: DutySession) -> None:
    moved(saturday)
    centre.get(URGENT_PAGE)
    with counted_queries() as sent:
        page = centre.get(URGENT_PAGE)

    assert page.status == 200
    assert len(sent) <= 20, len(sent)


def test_it_is_done_within_the_hour_it_is_told(centre: Person, saturday: DutySession) -> None:
    """The hour offered is the present one: nothing has to be typed but who approved."""
    stand_at("2026-04-10 21:05")
    moved(saturday)
    person = Person(centre.app, centre.account and db.session.merge(centre.account))

    page = person.get(URGENT_PAGE)
    page = person.send(page, "/bao-gap", approver="Chủ tịch")

    assert page.status == 200
    row = newest(saturday, Channel.ZALO_VILLAGES)
    assert row.approved_at is not None
    assert clock.now() - row.approved_at < timedelta(minutes=2)
