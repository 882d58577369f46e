"""What is written of one Saturday, what must hold before a text goes on, and what is next?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

from flask import abort, url_for
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.abbreviations import Abbreviation
from saturday.models.announcements import Announcement, Made
from saturday.models.commune import Commune, Hamlet, Officer
from saturday.models.plan import DutySession
from saturday.papers.facts import PublicFacts
from saturday.papers.texts import render, sources_of
from saturday.papers.voices import ChannelVoice, voices_of
from saturday.rules.announcements import (
    MOST_LETTERS,
    AnnouncementState,
    Channel,
    News,
    refuse_people,
    refuse_text,
)
from saturday.rules.bulletins import on_air, refuse_unspeakable, seconds_on_air
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import long_day, moment
from saturday.vietnamese.spoken import Reading, read_aloud
from saturday.web.access import me

NO_FACTS = "Buổi này chưa có giờ, nơi làm việc. Hãy mở chuẩn bị rồi soạn tin."
ZALO = frozenset({Channel.ZALO_OFFICIALS, Channel.ZALO_VILLAGES})


@dataclass
class Desk:
    """All announcements of one Saturday, on one desk (bàn soạn tin)."""

    duty_session: DutySession
    voices: list[ChannelVoice]

    @classmethod
    def of(cls, day: date) -> Self:
        """Find the Saturday with what is told of it, or no page."""
        duty_session = db.session.scalars(DutySession.on(day)).one_or_none()
        if duty_session is None:
            abort(404)
        return cls(duty_session, voices_of(db.session, duty_session))

    @cached_property
    def proofreader(self) -> "Proofreader":
        """Who reads every text before it goes out."""
        return Proofreader()

    @property
    def rows(self) -> "list[Row]":
        """Give the channels as the page lists them."""
        return [Row(voice, self.proofreader) for voice in self.voices]

    def line(self, channel: Channel) -> "Row":
        """Give one channel as the page lists it."""
        return Row(self.voice(channel), self.proofreader)

    def refuse_unfit(self, channel: Channel) -> None:
        """Refuse to approve or publish what a channel may not bring before people."""
        self.proofreader.refuse_unfit(self.voice(channel))

    @property
    def day(self) -> date:
        """Which Saturday it is."""
        return self.duty_session.day

    @property
    def facts(self) -> PublicFacts:
        """What is told of it now."""
        return self.voices[0].facts

    @property
    def is_ready(self) -> bool:
        """Whether there is something to tell: hours and place, or that it is not held."""
        held = self.facts.news is News.HELD
        return not held or bool(self.facts.hours and self.facts.place)

    @property
    def is_on_website(self) -> bool:
        """Whether anyone may read of it, right or wrong."""
        return self.voice(Channel.WEBSITE).published is not None

    @property
    def unwritten(self) -> list[ChannelVoice]:
        """Channels without a text."""
        return [one for one in self.voices if one.newest is None]

    @property
    def stale(self) -> list[ChannelVoice]:
        """Channels whose newest text no longer agrees with the facts."""
        return [one for one in self.voices if one.differences]

    @property
    def changes(self) -> list[str]:
        """Name each changed fact once, with what it was and what it is."""
        words = (one.words for voice in self.stale for one in voice.differences)
        return list(dict.fromkeys(words))

    @property
    def drafts(self) -> list[ChannelVoice]:
        """Channels whose text is right and was not sent to be approved."""
        return self._at(AnnouncementState.DRAFT)

    @property
    def waiting(self) -> list[ChannelVoice]:
        """Channels whose text is right and waits for approval."""
        return self._at(AnnouncementState.WAITING)

    def _at(self, state: AnnouncementState) -> list[ChannelVoice]:
        return [one for one in self.voices if one.state is state and not one.differences]

    @property
    def unapproved(self) -> list[ChannelVoice]:
        """Channels whose text somebody may approve now."""
        known = [*self.drafts, *self.waiting]
        return [one for one in self.voices if one in known]

    def refuse_unless_seen(self, voices: list[ChannelVoice], version: str) -> None:
        """Refuse to approve texts that were changed after they were shown."""
        changed = "Tin vừa được sửa. Hãy tải lại trang, đọc lại rồi duyệt."
        refuse_when(version != seen(voices), changed)

    def each_fit(self, voices: list[ChannelVoice]) -> Iterator[Announcement]:
        """Give the texts of channels, refusing the first that may not go on, by its name."""
        for voice in voices:
            try:
                self.proofreader.refuse_unfit(voice)
            except NotAllowedNow as refusal:
                reason = f"{voice.channel.words}: {refusal.reason}"
                raise NotAllowedNow(reason) from refusal
            yield self.row(voice.channel)

    @property
    def told(self) -> list[tuple[str, str]]:
        """Give the facts as the page shows them above everything."""
        facts = self.facts
        mobile = " (lưu động)" if facts.is_mobile else ""
        rows = [
            ("Ngày", long_day(facts.day)),
            ("Dời sang", long_day(facts.moved_to) if facts.moved_to else ""),
            ("Giờ", facts.hours or "chưa có"),
            ("Địa điểm", facts.where + mobile if facts.where else "chưa có"),
            ("Lĩnh vực", facts.said("subject_areas")),
            ("Mang theo", facts.said("bring")),
            ("Điện thoại", facts.said("phone")),
        ]
        return [(name, words) for name, words in rows if words]

    @property
    def procedures(self) -> list[tuple[str, str]]:
        """Give the procedures by what is promised of them."""
        rows = [
            ("Giải quyết, trả ngay", self.facts.settled),
            ("Tiếp nhận, hẹn trả", self.facts.received),
            ("Không nhận ở buổi lưu động", self.facts.not_taken),
        ]
        return [(name, "; ".join(names) or "không có") for name, names in rows]

    def voice(self, channel: Channel) -> ChannelVoice:
        """Give what one channel says."""
        return next(one for one in self.voices if one.channel is channel)

    def row(self, channel: Channel) -> Announcement:
        """Give the newest edition of a channel, or no page."""
        newest = self.voice(channel).newest
        if newest is None:
            abort(404)
        return newest

    def write(self, voices: list[ChannelVoice]) -> None:
        """Write an edition of these channels from the facts as they are now."""
        refuse_when(not self.is_ready, NO_FACTS)
        sources = sources_of(db.session, self.facts.news)
        for voice in voices:
            db.session.add(self.made(voice, sources[voice.channel]))

    def made(self, voice: ChannelVoice, source: str, text: str | None = None) -> Announcement:
        """Make the next edition of a channel, of its wording or with a text of one's own."""
        told = Made(self.duty_session, voice.channel, self.facts.news, source, self.facts.to_json())
        said = render(source, self.facts) if text is None else text
        return Announcement.write(told, said, edition=len(voice.editions) + 1, by=me())


@dataclass
class Proofreader:
    """What a text is read for before it goes before people (đọc soát)."""

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """What is said for each abbreviation."""
        return Abbreviation.known(db.session)

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        """Names and telephones that a public text does not tell; the Centre's own number may."""
        commune = Commune.of_database(db.session)
        if commune.text("announcement.names") == "yes":
            return []
        contacts = [getattr(Hamlet, f"{post}_{what}") for post in POSTS for what in WHAT]
        rows = [tuple(row) for row in db.session.execute(select(Officer.name, Officer.phone))]
        for row in db.session.execute(select(*contacts)):
            rows += zip(row[::2], row[1::2], strict=True)
        own = commune.text("centre.phone")
        return [(name, phone if phone != own else "") for name, phone in rows]

    def reading(self, text: str) -> Reading:
        """Put a text into spoken words, with the commune's abbreviations."""
        return read_aloud(text, self.abbreviations)

    def refuse_draft(self, channel: Channel, text: str) -> None:
        """Refuse a text that is empty, too long or names people; it may still be unspeakable."""
        refuse_text(channel, text)
        refuse_people(text, self.people)

    def refuse(self, channel: Channel, text: str) -> None:
        """Refuse words that a channel may not bring before people."""
        self.refuse_draft(channel, text)
        if channel is Channel.LOUDSPEAKER:
            refuse_unspeakable(self.reading(text))

    def refuse_unfit(self, voice: ChannelVoice) -> None:
        """Refuse to approve or publish a text that no longer agrees, or may not go out."""
        voice.refuse_stale()
        if voice.newest:
            self.refuse(voice.channel, voice.newest.text)


POSTS, WHAT = ("secretary", "head", "front"), ("name", "phone")


def seen(voices: list[ChannelVoice]) -> str:
    """Tell which texts are shown, to approve them all as they stand."""
    return " ".join(f"{one.newest.id}.{one.newest.version}" for one in voices if one.newest)


# Where the text of a channel is used: what to paste, download, print or play.
USES: Mapping[Channel, tuple[str, str, str]] = MappingProxyType(
    {
        Channel.WEBSITE: ("notice_html", "", "Sao chép cho cổng"),
        Channel.FANPAGE: ("picture", "fanpage", "Tải ảnh"),
        Channel.ZALO_OFFICIALS: ("picture", "zalo", "Tải ảnh"),
        Channel.ZALO_VILLAGES: ("picture", "zalo", "Tải ảnh"),
        Channel.LOUDSPEAKER: ("bulletin", "", "Nghe, lịch phát"),
        Channel.VILLAGE: ("village_board", "", "Bảng thôn, bản"),
        Channel.NOTICE_BOARD: ("poster", "", "In áp phích A4"),
    }
)


def links_to(day: date, pages: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Give words and address of pages of this room."""
    shapes: dict[str, dict[str, Any]] = {"": {}}
    return [
        (words, url_for(f".{name}", day=day, **shapes.get(shape, {"shape": shape})))
        for name, shape, words in pages
    ]


@dataclass(frozen=True)
class Row:
    """One line of the list of channels (dòng của hình thức)."""

    voice: ChannelVoice
    proofreader: Proofreader

    @property
    def look(self) -> str:
        """How its state is drawn."""
        if self.voice.is_wrong or self.voice.differences:
            return "late"
        looks = {None: "draft", "DRAFT": "draft", "WAITING": "now", "APPROVED": "now"}
        return looks.get(self.voice.state, "done")

    @property
    def state(self) -> str:
        """Say how far it is, in two or three words."""
        if self.voice.differences:
            return "không còn đúng"
        newest, former = self.voice.newest, self.voice.former
        if newest is None:
            return "tin cũ không còn đúng" if former else "chưa soạn"
        return newest.state_words

    @property
    def when(self) -> str:
        """Say when that was."""
        newest = self.voice.newest
        if newest is None:
            return ""
        sent = newest.dispatches[-1].sent_at if newest.dispatches else None
        at = sent or newest.published_at or newest.approved_at or newest.asked_at
        return moment(at) if at else ""

    @property
    def links(self) -> list[tuple[str, str]]:
        """Lead to where the text is used, once it is written."""
        newest = self.voice.newest
        return links_to(newest.duty_session.day, [USES[newest.channel]]) if newest else []

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Tell which steps the newest edition took: when, by whom, to whom it was sent."""
        newest = self.voice.newest
        if newest is None:
            return []
        taken = [
            ("Soạn", newest.written_at),
            ("Gửi duyệt", newest.asked_at),
            ("Duyệt", newest.approved_at),
            (newest.channel.act.capitalize(), newest.published_at),
        ]
        rows = [(name, moment(at)) for name, at in taken if at]
        how = f", qua {newest.way.value} (ghi hộ)" if newest.way else ""
        rows = [
            (name, f"{newest.approver}, {words}{how}" if name == "Duyệt" else words)
            for name, words in rows
        ]
        sent = [("Đã gửi", f"{one.group}, lúc {moment(one.sent_at)}") for one in newest.dispatches]
        return rows + sent

    @property
    def left(self) -> tuple[str, ...]:
        """Name the words of a bulletin that nobody can say."""
        newest = self.voice.newest
        if newest is None or newest.channel is not Channel.LOUDSPEAKER:
            return ()
        return tuple(self.proofreader.reading(newest.text).left)

    @cached_property
    def length(self) -> str:
        """Say how long it is where a channel sets a limit."""
        text = self.voice.newest.text if self.voice.newest else ""
        most = MOST_LETTERS.get(self.voice.channel)
        if not text or (most is None and self.voice.channel is not Channel.LOUDSPEAKER):
            return ""
        if most is None:
            return f"đọc khoảng {on_air(seconds_on_air(self.proofreader.reading(text)))}"
        return f"{len(text)}/{most} ký tự"
