"""How are calendars and feed readers told of a Saturday?"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask import request, url_for

from saturday import clock
from saturday.models.commune import Commune
from saturday.papers import atom, ics
from saturday.papers.article import html
from saturday.vietnamese.names import fold
from saturday.web.announcements.shown import Shown

REMIND_BEFORE = timedelta(days=1)
NOTHING_YET = datetime(2026, 1, 1, tzinfo=clock.TIMEZONE)
PAGES = "/thong-bao"


def base_of(commune: Commune) -> str:
    """Give the address at which people reach this app: as a setting says, else as they did now."""
    known = commune.text("public.address").strip().rstrip("/").removesuffix(PAGES)
    return known or request.host_url.rstrip("/")


def feed(rows: Sequence[Shown], commune: Commune) -> bytes:
    """Write the feed, the newest change first."""
    base, place = base_of(commune), _place(commune)
    told = atom.Feed(
        key=place,
        title=f"Ngày thứ 7 vì dân, {commune.name}",
        author=f"UBND {commune.name}",
        address=base + url_for("announcements.feed"),
        page=base + url_for("announcements.notice_list"),
        updated=max((one.updated for one in rows), default=NOTHING_YET),
    )
    newest_first = sorted(rows, key=lambda one: one.updated, reverse=True)
    return atom.write(told, (_story(one, base, place) for one in newest_first))


def _story(one: Shown, base: str, place: str) -> atom.Story:
    new = filter(None, (one.change.hours, one.change.where)) if one.change else ()
    told = one.row.text if one.is_true else "\n".join((f"{one.heading}.", *new, _reason(one)))
    return atom.Story(
        key=f"{place}/{one.day}",
        title=one.title,
        address=base + url_for("announcements.notice", day=one.day),
        updated=one.updated,
        published=one.row.published_at or NOTHING_YET,
        html=html(told),
    )


def calendar(one: Shown, commune: Commune) -> bytes:
    """Write the calendar of one Saturday: gone ones as cancelled."""
    starts_at, ends_at = _span(one)
    address = base_of(commune) + url_for("announcements.notice", day=one.day)
    event = ics.Event(
        uid=f"{one.day}.tin.{_place(commune)}@ngay-thu-7-vi-dan",
        starts_at=starts_at,
        ends_at=ends_at,
        summary=one.change.heading if one.change else f"Ngày thứ 7 vì dân, {commune.name}",
        location=one.facts.where,
        description="\n".join(filter(None, (_reason(one), *_bring(one), address))),
        sequence=one.row.duty_session.version + one.row.id,  # either rises with each change
        is_cancelled=not one.row.duty_session.counts,
        remind_before=REMIND_BEFORE,
    )
    return ics.write(event.summary, [event], stamp=one.updated)


def _place(commune: Commune) -> str:
    return "-".join(fold(commune.name).split())


def _reason(one: Shown) -> str:
    return f"Lý do: {one.change.reason}" if one.change and one.change.reason else ""


def _bring(one: Shown) -> list[str]:
    bring = one.facts.bring if one.row.duty_session.counts else ()
    return ["Mang theo:", *(f"- {item}" for item in bring)] if bring else []


def _span(one: Shown) -> tuple[datetime, datetime] | tuple[date, date]:
    """Give its first and last moment, or the whole day where no hours are known."""
    facts = one.facts
    if not (facts.starts_at and facts.ends_at):
        return one.day, one.day + timedelta(days=1)
    return (
        datetime.combine(one.day, facts.starts_at, tzinfo=clock.TIMEZONE),
        datetime.combine(one.day, facts.ends_at, tzinfo=clock.TIMEZONE),
    )
