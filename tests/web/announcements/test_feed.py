"""Does a feed reader learn of each news once, and of a change at once?"""

from typing import Any

import feedparser

from saturday.extensions import db
from tests.conftest import stand_at
from tests.pages import Person
from tests.web.announcements.telling import DAY, PAGE, moved, published, setting, told

FEED = "/thong-bao/tin.atom"


def read(person: Person) -> Any:  # noqa: ANN401 - whatever the reader makes of it
    """Let a reader that is not ours read it."""
    answer = person.get(FEED).response
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.get_data())
    assert not found.bozo
    return found


def test_before_anything_is_published_it_is_empty_and_whole(stranger: Person) -> None:
    found = read(stranger)

    assert found.entries == []
    assert found.feed.title == "Ngày thứ 7 vì dân, xã Anh Sơn"


def test_each_saturday_is_an_entry_with_the_published_text(stranger: Person) -> None:
    told()

    (entry,) = read(stranger).entries

    assert entry.title == "Ngày thứ 7 vì dân: sáng thứ Bảy, ngày 11 tháng 4 năm 2026"
    assert entry.link == f"http://localhost{PAGE}"
    assert "<li>Chứng thực</li>" in entry.content[0].value
    assert entry.updated.startswith("2026-04-01T09:0")


def test_a_move_is_news_under_the_same_name(stranger: Person) -> None:
    duty_session = told().duty_session
    (before,) = read(stranger).entries
    stand_at("2026-04-10 20:00")
    moved(duty_session)

    (after,) = read(stranger).entries

    assert after.id == before.id
    assert after.updated > before.updated
    assert after.title == "Buổi thứ Bảy, 11/4 dời sang thứ Bảy, 18/4"
    assert "<b>Lý do:</b> mưa lũ" in after.content[0].value
    assert "Chứng thực" not in after.content[0].value


def test_a_cancelling_comes_first_and_its_text_follows(stranger: Person) -> None:
    duty_session = told().duty_session
    told(DAY.replace(month=5, day=9))
    stand_at("2026-04-10 20:00")
    duty_session.cancel("bão số 3", by=None)
    db.session.commit()
    assert read(stranger).entries[0].title == "Buổi thứ Bảy, 11/4 đã hủy"
    published(duty_session)

    first = read(stranger).entries[0]

    assert "Buổi sau có thông báo riêng." in first.content[0].value


def test_addresses_are_those_at_which_people_can_come(stranger: Person) -> None:
    setting("public.address", "https://thu7.example/")
    told()

    found = read(stranger)

    assert found.entries[0].link == f"https://thu7.example{PAGE}"
    assert found.feed.links[0].href == "https://thu7.example/thong-bao/tin.atom"


def test_strange_letters_come_out_right(stranger: Person) -> None:
    place = '<b>"Đồi & Chè"</b> 🌾'
    told(place=place)

    value = read(stranger).entries[0].content[0].value

    assert "&lt;b&gt;" in value
    assert "Đồi &amp; Chè" in value
    assert "🌾" in value


def test_the_list_tells_browsers_where_the_feed_is(stranger: Person) -> None:
    link = stranger.get("/thong-bao/").soup.select_one("link[rel=alternate]")

    assert link
    assert (link["href"], link["type"]) == (FEED, "application/atom+xml")
