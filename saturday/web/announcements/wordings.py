"""In which words does the commune itself tell of its Saturdays?"""

from dataclasses import dataclass
from typing import Self

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.announcements import TextOverride
from saturday.models.plan import DutySession
from saturday.papers.facts import EXAMPLE, PublicFacts
from saturday.papers.texts import FILTERS, WORDS, built_in, refuse_source, render
from saturday.rules.announcements import Channel, News
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.dates import listed_day
from saturday.web.access import me, requires
from saturday.web.announcements.forms import WordingForm
from saturday.web.announcements.routes import bp
from saturday.web.page import done, render_page

PLACE = "/thong-bao/loi-van"


@dataclass(frozen=True)
class Wording:
    """The wording of one channel for one sort of news (lời văn của tin)."""

    channel: Channel
    news: News
    row: TextOverride | None

    @classmethod
    def of(cls, channel: Channel, news: News) -> Self:
        """Find the commune's own, if it has one."""
        row = db.session.scalars(TextOverride.of(channel, news)).one_or_none()
        return cls(channel, news, row)

    @property
    def source(self) -> str:
        """Words in use now."""
        return self.row.source if self.row else built_in(self.channel, self.news)

    @property
    def version(self) -> int:
        """Version of the commune's own; none is version nought."""
        return self.row.version if self.row else 0

    def change(self, source: str, facts: PublicFacts) -> None:
        """Keep other words, once they can be set."""
        refuse_source(source, facts)
        row = self.row or TextOverride.begin(self.channel, self.news)
        db.session.add(row)
        row.change(source, by=me())


@dataclass(frozen=True)
class Preview:
    """On which Saturday a wording is tried, and what it says (xem thử)."""

    facts: PublicFacts
    title: str

    @classmethod
    def of(cls, news: News) -> Self:
        """Take the next Saturday whose hours are known; what is not so is put in as an example."""
        known = db.session.scalars(DutySession.coming().where(DutySession.starts_at.is_not(None)))
        one = known.first()
        facts = PublicFacts.of(db.session, one) if one else EXAMPLE
        title = f"Thử với buổi {listed_day(one.day)}" if one else "Thử với một buổi ví dụ"
        return cls(facts.as_if(news), title)

    def said(self, source: str) -> str:
        """Give what a wording says; nothing while it is broken."""
        try:
            return render(source, self.facts)
        except NotAllowedNow:
            return ""


@bp.get(f"{PLACE}/")
@requires(Permission.SEE_ANNOUNCEMENTS)
def wording_list() -> ResponseReturnValue:
    """Show which wordings are the commune's own."""
    own = {(row.channel, row.news): row for row in db.session.scalars(TextOverride.in_order())}
    rows = [(channel, [(news, own.get((channel, news))) for news in News]) for channel in Channel]
    return render_page("announcements/wording_list.html", rows=rows, kinds=list(News))


@bp.get(f"{PLACE}/<channel:channel>/<news:news>")
@requires(Permission.EDIT_TEMPLATES)
def wording_form(channel: Channel, news: News) -> ResponseReturnValue:
    """Show a wording, the words it may use and what it says of the next Saturday."""
    found = Wording.of(channel, news)
    return show(found, WordingForm(obj=found))


def show(found: Wording, form: WordingForm) -> Response:
    """Render the page of a wording with what it says."""
    preview = Preview.of(found.news)
    return render_page(
        "announcements/wording_form.html",
        found=found,
        form=form,
        preview=preview,
        said=preview.said(form.source.data or ""),
        words=WORDS,
        ways=[(name, example) for name, (_does, example) in FILTERS.items()],
        today=clock.today(),
    )


@bp.post(f"{PLACE}/<channel:channel>/<news:news>")
@requires(Permission.EDIT_TEMPLATES)
def save_wording(channel: Channel, news: News) -> ResponseReturnValue:
    """Keep a wording of the commune's own."""
    found = Wording.of(channel, news)
    form, facts = WordingForm(obj=found), Preview.of(news).facts
    typed = form.source.data or ""

    def theirs() -> list[tuple[str, str, str]]:
        return [("Lời văn", found.source, typed)]

    if status := form.refused(found, theirs, lambda: found.change(typed, facts)):
        return show(Wording.of(channel, news), form), status
    page = url_for(".wording_form", channel=channel, news=news)
    return done(page, f"Đã lưu lời văn tin {channel.words}. Tin soạn từ nay dùng lời văn này.")


@bp.post(f"{PLACE}/<channel:channel>/<news:news>/bo")
@requires(Permission.EDIT_TEMPLATES)
def drop_wording(channel: Channel, news: News) -> ResponseReturnValue:
    """Go back to the built-in wording."""
    row = db.first_or_404(TextOverride.of(channel, news))
    row.drop(by=me())
    page = url_for(".wording_form", channel=channel, news=news)
    return done(page, f"Đã dùng lại lời văn có sẵn của tin {channel.words}.")
