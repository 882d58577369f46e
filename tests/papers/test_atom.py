"""A feed reader that is not ours must read back every word."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import feedparser

from saturday.papers.article import html
from saturday.papers.atom import Feed, Story, write

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FEED = Feed(
    key="xa-anh-son",
    title="Ngày thứ 7 vì dân, xã Anh Sơn",
    author="UBND xã Anh Sơn",
    address="http://thu7.example/thong-bao/tin.atom",
    page="http://thu7.example/thong-bao/",
    updated=datetime(2026, 4, 10, 20, tzinfo=VIETNAM),
)
STORY = Story(
    key="xa-anh-son/2026-04-11",
    title='Buổi ở <Bản "Đồi & Chè"> 🌾 dời sang 18/4',
    address="http://thu7.example/thong-bao/2026-04-11",
    updated=datetime(2026, 4, 10, 20, tzinfo=VIETNAM),
    published=datetime(2026, 4, 1, 8, 10, tzinfo=VIETNAM),
    html=str(html('Nhà văn hóa "A & B" <x>')),
)


def test_a_reader_that_is_not_ours_finds_every_word() -> None:
    found = feedparser.parse(write(FEED, [STORY]))

    assert not found.bozo
    assert found.version == "atom10"
    assert (found.feed.title, found.feed.author) == (FEED.title, FEED.author)
    assert {(one.rel, one.href) for one in found.feed.links} == {
        ("self", FEED.address),
        ("alternate", FEED.page),
    }
    (entry,) = found.entries
    assert (entry.title, entry.link) == (STORY.title, STORY.address)
    assert entry.content[0].type == "text/html"
    assert "A &amp; B" in entry.content[0].value
    assert entry.updated == "2026-04-10T20:00:00+07:00"
    assert entry.published == "2026-04-01T08:10:00+07:00"


def test_an_entry_keeps_its_name_whatever_is_said_of_it() -> None:
    said_anew = replace(STORY, title="Buổi đã hủy", updated=FEED.updated)
    first, again = (
        feedparser.parse(write(FEED, [one])).entries[0].id for one in (STORY, said_anew)
    )
    (other,) = feedparser.parse(write(FEED, [replace(STORY, key="another")])).entries

    assert first == again
    assert first.startswith("urn:uuid:")
    assert other.id != first


def test_letters_that_xml_cannot_carry_are_left_out() -> None:
    found = feedparser.parse(write(FEED, [replace(STORY, title="Buổi\x0b\x00 thứ Bảy\ufffe")]))

    assert not found.bozo
    assert found.entries[0].title == "Buổi thứ Bảy"


def test_an_empty_feed_is_whole() -> None:
    found = feedparser.parse(write(FEED, []))

    assert not found.bozo
    assert found.entries == []
    assert found.feed.updated == "2026-04-10T20:00:00+07:00"
