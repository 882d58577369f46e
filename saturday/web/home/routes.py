"""What must this person do, and by when?"""

from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from saturday.extensions import db
from saturday.models.forms import Draft
from saturday.models.progress import turns_of
from saturday.papers.making import name_of
from saturday.rules.lifecycle import StageState, stages
from saturday.rules.permissions import Permission, Role
from saturday.web.access import me, public, requires
from saturday.web.home.announcing import announcement_todos
from saturday.web.home.desk import desk_lines, desk_todos
from saturday.web.home.known import Known
from saturday.web.home.machine import machine_lines, machine_todos, personal_todos
from saturday.web.home.opinions import opinion_todos
from saturday.web.home.todos import by_limit, todos_of
from saturday.web.home.villages import village_todos
from saturday.web.navigation import MENU
from saturday.web.page import done, render_page

bp = Blueprint("home", __name__)

SHOWN = 7
LOOKS = {
    StageState.DONE: "done",
    StageState.DOING: "now",
    StageState.MISSING: "lack",
    StageState.OVERDUE: "late",
    StageState.NOT_YET: "todo",
}


@bp.get("/")
@public
def todo() -> ResponseReturnValue:
    """Show what this person owes; strangers are led to what anyone may read."""
    if not current_user.is_authenticated:
        return redirect(url_for("announcements.notice_list"), 303)
    known, officer = Known(me()), me().officer_id
    more = (
        *announcement_todos(known),
        *village_todos(known),
        *desk_todos(known),
        *opinion_todos(known),
    )
    owed = by_limit([*todos_of(me(), known), *more])
    todos = [*machine_todos(known), *personal_todos(known), *owed]
    shown = todos if request.args.get("tat_ca") else todos[:SHOWN]
    soon = [one for one in shown if one.is_soon(known.today)]
    return render_page(
        "home/todo.html",
        known=known,
        soon=soon,
        is_any_past=any(one.is_late or (one.due or known.today) < known.today for one in soon),
        later=[one for one in shown if not one.is_soon(known.today)],
        hidden=len(todos) - len(shown),
        count=len(todos),
        stages=next_stages(known) if Role.LEADER in me().roles else [],
        turns=turns_of(db.session, officer) if officer else [],
        drafts=[Kept(row, room_of(row.path)) for row in db.session.scalars(Draft.of(me().id))],
        name_of=name_of,
        machine=list(machine_lines(known)),
        told=desk_lines(known),
    )


def next_stages(known: Known) -> list[SimpleNamespace]:
    """Give the stages of the next Saturday, to be read only."""
    if not known.near:
        return []
    return [
        SimpleNamespace(name=one.name, words=one.words, state=LOOKS[one.state], url=None)
        for one in stages(known.near[0].facts)
    ]


@dataclass(frozen=True, slots=True)
class Kept:
    """Text that was typed into an ended sign-in, with the room it belongs to."""

    draft: Draft
    room: str


def room_of(path: str) -> str:
    """Name the room that a page is in, as the menu does."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(urlsplit(path).path)
    except HTTPException:
        return ""
    room = str(endpoint).partition(".")[0]
    return next((one.title for one in MENU if one.endpoint.partition(".")[0] == room), "")


@bp.post("/phan-giu/<int:draft_id>/bo")
@requires(Permission.USE_ACCOUNT)
def discard_draft(draft_id: int) -> ResponseReturnValue:
    """Throw away text that was kept."""
    row = db.session.scalar(Draft.of(me().id).where(Draft.id == draft_id))
    if row is None:
        abort(404)
    db.session.delete(row)
    return done(url_for(".todo"), "Đã bỏ phần đang nhập.")
