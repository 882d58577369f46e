"""What does a village read of the Saturdays it is told of, and what can it answer?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Self

from flask import abort, g, request, url_for

from saturday import clock
from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.models.broadcasts import Recording, bulletins_of, for_air, may_be_heard, news_of
from saturday.models.commune import Hamlet
from saturday.models.plan import DutySession
from saturday.models.villages import (
    ReceiptKind,
    Said,
    VillageLink,
    VillageRow,
    announced,
    record,
    village_row,
)
from saturday.papers.facts import PublicFacts
from saturday.rules.announcements import Channel, News
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.dates import clock as hour_in_words
from saturday.vietnamese.dates import day_month, parse_clock, weekday
from saturday.web.access import form_key, me
from saturday.web.announcements.village_forms import PLAYED_NOW, UNDO, AnswerForm

MOST = 2  # Saturdays on one page
DAYS_BACK = 7
FIRST_HOUR, LAST_HOUR = 5, 21
NO_HOUR = "Hãy chọn ngày và giờ đã phát."
SHOWN_FOR = timedelta(hours=1)  # how long "vừa phát xong" may lie on the screen


def date_in_words(day: date) -> str:
    """Write a day for a telephone: what must stay on one line."""
    return f"{day.day} tháng {day.month} năm {day.year}"


def weekday_first(day: date) -> str:
    """Begin a line with the day of the week."""
    words = weekday(day)
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Card:
    """One Saturday as a village is told of it."""

    duty_session: DutySession
    facts: PublicFacts
    text: str
    row: VillageRow
    sound: str  # its address; empty when there is none
    now: datetime

    @property
    def title(self) -> str:
        """Say first what it is about."""
        day = day_month(self.facts.day)
        if self.facts.news is News.CANCELLED:
            return f"Hủy buổi làm việc thứ Bảy, {day}"
        if self.facts.news is News.MOVED:
            return f"Dời buổi làm việc thứ Bảy, {day}"
        return f"Mời bà con đến làm giấy tờ {self.facts.part_of_day} {weekday(self.facts.day)}"

    @property
    def is_urgent(self) -> bool:
        """Whether something changed that was told before."""
        return self.facts.news is not News.HELD

    @property
    def held_on(self) -> date | None:
        """The day on which people should come; none when it was cancelled."""
        return None if self.facts.cancelled else self.facts.moved_to or self.facts.day

    @property
    def hours(self) -> str:
        """Hours for a telephone: "7 giờ 30 đến 11 giờ 30"."""
        return self.facts.spoken_hours.removeprefix("từ ")

    @property
    def is_host(self) -> bool:
        """Whether it is held in this village's hall."""
        one = self.duty_session
        return one.counts and one.is_mobile and one.hamlet_id == self.row.hamlet.id

    @property
    def days(self) -> list[tuple[str, str]]:
        """Days on which it may have been played, today first."""
        today = self.now.date()
        back = [today - timedelta(days=number) for number in range(DAYS_BACK)]
        return [(day.isoformat(), f"{weekday(day)}, {day_month(day)}") for day in back]

    @property
    def hours_of_day(self) -> list[tuple[str, str]]:
        """Hours at which it may have been played, every half an hour."""
        moments = (
            time(hour, minute) for hour in range(FIRST_HOUR, LAST_HOUR + 1) for minute in (0, 30)
        )
        return [(f"{one:%H:%M}", hour_in_words(one)) for one in moments]


@dataclass(slots=True)
class Visit:
    """A village at its page, by its link or by an account."""

    hamlet: Hamlet
    link: VillageLink | None = None
    cards: Sequence[Card] = field(default_factory=list)

    @classmethod
    def of(cls, hamlet: Hamlet, link: VillageLink | None = None) -> Self:
        """Load what the village is told of now."""
        visit = cls(hamlet, link)
        visit.cards = list(visit._load())[:MOST]
        return visit

    def _load(self) -> Iterator[Card]:
        """Give the Saturdays that are published for villages; news of a change comes first."""
        rows = db.session.scalars(announced().limit(MOST + 1)).all()
        for one in sorted(rows, key=lambda row: (row.counts, row.day)):
            told = self._told(one)
            if told is not None:
                yield told

    def _told(self, one: DutySession) -> Card | None:
        """Give what is published of a Saturday; of one that is gone the news itself, at once."""
        row = db.session.scalars(Announcement.in_force(one, Channel.VILLAGE)).first()
        fits = row is not None and row.news is news_of(one)
        if one.counts and not fits:
            return None
        facts = (
            PublicFacts.from_json(row.facts)
            if row is not None and fits
            else PublicFacts.of(db.session, one)
        )
        text = row.text if row is not None and fits else ""
        said = village_row(db.session, one, self.hamlet)
        return Card(one, facts, text, said, sound_of(one), clock.now())

    @property
    def key_name(self) -> str:
        """Name the forms of this page: a key of another village's page opens nothing here."""
        return f"village {self.link.id}" if self.link else "village"

    @property
    def playing(self) -> str:
        """The Saturday whose "đã phát loa lúc…" was opened, as in the address."""
        return request.values.get("phat", "")

    def key(self) -> str:
        """Make a fresh one-time key for a form of this page."""
        return form_key(self.key_name)

    def refuse_strange_key(self) -> None:
        """Refuse a key that was made for another village's page."""
        if g.form_name != self.key_name:
            abort(400)

    def card(self) -> Card:
        """Give the Saturday that the form was about; 404 when it is no longer shown."""
        wanted = request.form.get("day", "")
        for one in self.cards:
            if one.duty_session.day.isoformat() == wanted:
                return one
        return abort(404)

    def answer(self, form: AnswerForm) -> None:
        """Record or take back what was pressed."""
        card, pressed = self.card(), form.what.data or ""
        by = me() if self.link is None else None
        if pressed.startswith(UNDO):
            kind = ReceiptKind[pressed.removeprefix(f"{UNDO}_")]
            if kind in card.row.receipts:
                card.row.receipts[kind].undo(by=by)
            return
        kind = ReceiptKind.PLAYED if pressed == PLAYED_NOW else ReceiptKind[pressed]
        said = Said(kind, _moment(card, form), form.reason.data or "", link=self.link)
        record(db.session, card.duty_session, [self.hamlet], said, by=by)


def _moment(card: Card, form: AnswerForm) -> datetime:
    """Give when it happened: now, unless an hour was chosen or stood on the button."""
    now, pressed = clock.now(), form.what.data
    if pressed == PLAYED_NOW:
        shown = _chosen(card, form)
        return shown if shown and now - SHOWN_FOR < shown <= now else now
    if pressed != ReceiptKind.PLAYED.name:
        return now
    chosen = _chosen(card, form)
    if chosen is None:
        raise NotAllowedNow(NO_HOUR)
    return chosen


def _chosen(card: Card, form: AnswerForm) -> datetime | None:
    """Read a day and an hour that were chosen from lists; none when the day was not offered."""
    at = parse_clock(form.played_at.data or "")
    if at is None or form.played_on.data not in dict(card.days):
        return None
    return datetime.combine(date.fromisoformat(form.played_on.data), at, tzinfo=clock.TIMEZONE)


def sound_of(duty_session: DutySession) -> str:
    """Give where the bulletin that anybody may hear is found, when there is a sound of it."""
    row = for_air(db.session.scalars(bulletins_of(duty_session)), duty_session)
    if row is None or not may_be_heard(row):
        return ""
    sounds = Recording.of_bulletin(row).where(Recording.is_other.is_(False))
    found = db.session.scalars(sounds.limit(1)).first()
    return url_for("announcements.bulletin_sound", day=duty_session.day) if found else ""
