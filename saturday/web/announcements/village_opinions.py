"""What is hard in a village, and what became of what it said before?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import Response, abort, current_app, g, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.commune import Commune, Hamlet
from saturday.models.feedback import Feedback, Opinion, Speaker, limits_of
from saturday.models.strangers import StrangerCall, machine_key
from saturday.models.villages import VillageLink
from saturday.rules.feedback import (
    FeedbackKind,
    FeedbackSource,
    StrangerAct,
    Voice,
    refuse_content,
    refuse_half_named,
)
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when
from saturday.web.access import by_link, for_everyone, form_key, me, requires
from saturday.web.announcements.routes import bp
from saturday.web.announcements.village_acts import Visit
from saturday.web.announcements.village_forms import DifficultyForm
from saturday.web.announcements.village_page import link_of, my_hamlet, public_page
from saturday.web.page import done_here, render_page

MOST_SHOWN = 10
TOO_OFTEN = "Thôn vừa gửi quá nhiều lần. Hãy thử lại sau một giờ, hoặc gọi Trung tâm."


@dataclass(slots=True)
class Talk:
    """A village that says what is hard, by its link or by an account."""

    hamlet: Hamlet
    link: VillageLink | None = None
    sent: Sequence[Feedback] = ()
    due: Callable[[Feedback], date | None] = field(default=lambda _row: None)

    @property
    def key_name(self) -> str:
        """Name the form: a key of another village's page opens nothing here."""
        return f"difficulty {self.link.id}" if self.link else "difficulty"

    def form(self) -> DifficultyForm:
        """Make the form; whose slip it is speaks first."""
        form = DifficultyForm(data={"voice": self.voice.name})
        form.form_key.data = form.form_key.data if form.is_submitted() else form_key(self.key_name)
        return form

    @property
    def voice(self) -> Voice:
        """Who speaks, unless somebody says otherwise."""
        is_front = self.link is not None and self.link.holder and self.link.holder.name == "FRONT"
        return Voice.FRONT if is_front else Voice.VILLAGE_HEAD

    def knows(self, voice: Voice) -> bool:
        """Whether name and telephone of that post are known already."""
        return all(_contact(self.hamlet, voice))

    def send(self, form: DifficultyForm) -> None:
        """Write down what was said; few an hour from one village."""
        refuse_content(form.content.data or "")
        machine = machine_key(current_app.config["SECRET_KEY"], f"hamlet {self.hamlet.id}")
        tired = StrangerCall.tires(db.session, StrangerAct.VILLAGE, machine)
        refuse_when(tired, TOO_OFTEN)
        said = Opinion(
            content=form.content.data or "",
            source=FeedbackSource.VILLAGE,
            kind=FeedbackKind.PROPOSAL,
            voice=form.who,
            speaker=_speaker(self.hamlet, form),
            hamlet=self.hamlet,
        )
        Feedback.record(db.session, said, by=None if self.link else me())
        StrangerCall.count_one(db.session, StrangerAct.VILLAGE, machine)

    def load(self) -> None:
        """Look up what the village sent before, and by when it hears."""
        question = (
            select(Feedback)
            .where(Feedback.hamlet_id == self.hamlet.id)
            .where(Feedback.source == FeedbackSource.VILLAGE)
            .options(joinedload(Feedback.owner), selectinload(Feedback.answers))
            .order_by(Feedback.id.desc())
            .limit(MOST_SHOWN)
        )
        self.sent = db.session.scalars(question).all()
        limits = limits_of(Commune.of_database(db.session))
        calendar = known_calendar(db.session)
        self.due = lambda row: row.due_on(limits, calendar)


def _contact(hamlet: Hamlet, voice: Voice) -> tuple[str, str]:
    """Give name and telephone of a village's post, as far as they are known."""
    if voice is Voice.FRONT:
        return hamlet.front_name, hamlet.front_phone
    return hamlet.head_name, hamlet.head_phone


def _speaker(hamlet: Hamlet, form: DifficultyForm) -> Speaker:
    """Give who says it: as typed, else as known of the post, else nobody by name."""
    name, number = form.name.data or "", form.phone.data or ""
    if not (name or number):
        name, number = _contact(hamlet, form.who)
        return Speaker(name, hamlet.name, number) if name and number else Speaker()
    refuse_half_named(name, hamlet.name, number)
    return Speaker(name, hamlet.name, number)


@bp.get("/thon/l/<token>/kho-khan")
@for_everyone
def difficulties(token: str) -> ResponseReturnValue:
    """Let a village say what is hard, by its link."""
    talk = Talk(*link_of(token))
    return show(talk, talk.form())


@bp.post("/thon/l/<token>/kho-khan")
@by_link
def send_difficulty(token: str) -> ResponseReturnValue:
    """Write down what a village says; the link is its key."""
    return take(Talk(*link_of(token)))


@bp.get("/thon/cua-toi/kho-khan")
@requires(Permission.SEND_FEEDBACK)
def my_difficulties() -> ResponseReturnValue:
    """Let the village behind an account say what is hard."""
    talk = Talk(my_hamlet())
    return show(talk, talk.form())


@bp.post("/thon/cua-toi/kho-khan")
@requires(Permission.SEND_FEEDBACK)
def send_my_difficulty() -> ResponseReturnValue:
    """Write down what the village behind an account says."""
    return take(Talk(my_hamlet()))


def take(talk: Talk) -> ResponseReturnValue:
    """Write down what was typed, or show the form again."""
    if g.form_name != talk.key_name:
        abort(400)
    form = talk.form()
    if not form.validate() or not form.accepts(lambda: talk.send(form)):
        return show(talk, form), 422
    return done_here()


def show(talk: Talk, form: DifficultyForm) -> Response:
    """Show the form, and below it what was said before."""
    talk.load()
    visit = Visit.of(talk.hamlet, talk.link)  # beside it stands whether its hall can be used
    if talk.link is None:
        page, back = url_for(".my_difficulties"), url_for(".my_village")
        context = {"talk": talk, "form": form, "visit": visit, "page": page, "back": back}
        return render_page("announcements/my_difficulties.html", None, **context)
    return public_page("announcements/difficulties.html", talk=talk, form=form, visit=visit)
