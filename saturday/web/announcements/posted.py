"""What is pasted into the portal, posted as a picture, hung on the notice board?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.models.commune import Commune
from saturday.papers import picture as pictures
from saturday.papers import qr, texts
from saturday.papers.article import html
from saturday.papers.facts import PublicFacts
from saturday.rules.announcements import Channel, News
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import long_day, numeric_day
from saturday.web.access import requires
from saturday.web.announcements.calling import PAGES
from saturday.web.announcements.desk import Desk
from saturday.web.announcements.routes import bp
from saturday.web.page import download, render_page

CHANNEL_OF = {
    pictures.Shape.FANPAGE: Channel.FANPAGE,
    pictures.Shape.ZALO: Channel.ZALO_VILLAGES,
}
# How large a poster is written, so that so many letters stay on one sheet.
ROOM = ((420, "largest"), (650, "large"), (950, "middle"), (1300, "small"))


@bp.get("/thong-bao/<day:day>/dan-cong")
@requires(Permission.SEE_ANNOUNCEMENTS)
def notice_html(day: date) -> ResponseReturnValue:
    """Give the website's text as clean HTML, once it is approved."""
    desk = Desk.of(day)
    row = _approved(desk, Channel.WEBSITE)
    article = html(row.text, level=3) if row else Markup()
    return render_page(
        "announcements/notice_html.html",
        desk=desk,
        row=row,
        title=_title(PublicFacts.from_json(row.facts)) if row else "",
        article=article,
        source=str(article),  # as letters, not as markup
    )


def _approved(desk: Desk, channel: Channel) -> Announcement | None:
    """Find what may be brought before people: the newest edition that was approved."""
    editions = reversed(desk.voice(channel).editions)
    return next((one for one in editions if one.approved_at), None)


def _title(facts: PublicFacts) -> str:
    """Name the news of a Saturday as a portal lists it."""
    day = long_day(facts.day)
    if facts.news is News.CANCELLED:
        return f"Hủy buổi làm việc “Ngày thứ 7 vì dân” {day}"
    if facts.moved_to:
        return f"Dời buổi làm việc “Ngày thứ 7 vì dân” sang {long_day(facts.moved_to)}"
    return f"Buổi làm việc “Ngày thứ 7 vì dân” {day}"


@bp.get("/thong-bao/<day:day>/anh/<any(fanpage,zalo):shape>.png")
@requires(Permission.SEE_ANNOUNCEMENTS)
def picture(day: date, shape: str) -> ResponseReturnValue:
    """Draw what the channel's text tells of: its own facts, as long as there is a text."""
    desk, chosen = Desk.of(day), pictures.Shape(shape)
    row = desk.voice(CHANNEL_OF[chosen]).newest
    facts = PublicFacts.from_json(row.facts) if row else desk.facts
    colour = Commune.of_database(db.session).text("picture.colour")
    content = pictures.png(facts, chosen, colour)
    return download(content, f"ngay-thu-7-{day}-{shape}.png", pictures.MEDIA_TYPE)


@bp.get("/thong-bao/<day:day>/ap-phich")
@requires(Permission.SEE_ANNOUNCEMENTS)
def poster(day: date) -> ResponseReturnValue:
    """Show the sheet for notice boards; of a Saturday that is gone, strips to glue over it."""
    desk = Desk.of(day)
    if desk.facts.news is not News.HELD:
        return render_page("announcements/poster.html", desk=desk, sheet=None)
    return render_page("announcements/poster.html", desk=desk, sheet=Sheet.of(desk))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A poster: its text, large where it says when and where, and the QR of a public address."""

    text: str
    facts: PublicFacts
    is_approved: bool
    address: str

    @classmethod
    def of(cls, desk: Desk) -> "Sheet":
        """Take the approved text, else the one being written, else what the wording says now."""
        row = _approved(desk, Channel.NOTICE_BOARD) or desk.voice(Channel.NOTICE_BOARD).newest
        facts = PublicFacts.from_json(row.facts) if row else desk.facts
        source = texts.source_of(db.session, Channel.NOTICE_BOARD, News.HELD)
        text = row.text if row else texts.render(source, facts)
        address = address_of(desk.day, Commune.of_database(db.session))
        return cls(text, facts, bool(row and row.approved_at), address)

    @property
    def size(self) -> str:
        """How large it may be written, to stay on one sheet."""
        return next((name for most, name in ROOM if len(self.text) <= most), "smallest")

    @property
    def qr(self) -> Markup | None:
        """The address as a drawing."""
        return Markup(qr.svg(self.address)) if self.address else None  # noqa: S704 - drawn here

    @property
    def blocks(self) -> Iterator[tuple[bool, Markup]]:
        """Give the text by turns: lines that say when and where, and the others."""
        lines = [line for line in self.text.splitlines() if line.strip()]
        for is_key, run in groupby(lines, self._is_key):
            yield is_key, html("\n".join(run))

    def _is_key(self, line: str) -> bool:
        day = (long_day(self.facts.day), numeric_day(self.facts.day))
        wanted = tuple(one for one in (*day, self.facts.hours, self.facts.where) if one)
        return line.rstrip(" .").endswith(wanted)


def address_of(day: date, commune: Commune) -> str:
    """Give what the QR opens: the day's own page where people can reach it, else the portal."""
    own = commune.text("public.address").strip().rstrip("/").removesuffix(PAGES)
    if own:
        return own + url_for(".notice", day=day)
    return commune.text("public.portal").strip()
