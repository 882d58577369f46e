"""Who serves on a Saturday, and who is missing?"""

from datetime import date

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from saturday import clock
from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.documents import Document
from saturday.models.intake import counts_of
from saturday.models.moving import reassign as put_again
from saturday.models.nominations import Nomination
from saturday.models.plan import DutySession
from saturday.models.progress import Board, progress_beside, progress_of
from saturday.models.roster import Assignment, DutyRequirement, Replacement
from saturday.models.villages import host_of, reached_of
from saturday.rules.intake import DeskCounts, sum_in_words
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import listed_day
from saturday.web.access import may, me, requires
from saturday.web.page import done, render_page
from saturday.web.roster import board, year
from saturday.web.roster.announced import PublicNotice, judged
from saturday.web.roster.forms import CancelForm, MoveForm, ReturnForm
from saturday.web.roster.lists import Desk, nomination_or_404, sent_words
from saturday.web.roster.moving import (
    behind,
    cancel_as_typed,
    move_as_typed,
    move_form_of,
    what_follows,
)
from saturday.web.roster.opinions import Opinions
from saturday.web.roster.people import Assigning, Replacing
from saturday.web.roster.preparing import Preparation
from saturday.web.roster.sheet import attended
from saturday.web.roster.telling import Told

YEARS = range(2000, 2100)

bp = Blueprint("roster", __name__, url_prefix="/lich-truc")


def hub_url(day: date) -> str:
    """Give the address of a Saturday's page."""
    return url_for(".session_detail", day=day)


def list_url(day: date, department: str) -> str:
    """Give the address of a department's list."""
    return url_for(".nomination_form", day=day, department=department)


def session_on(day: date) -> DutySession:
    """Give the Saturday of an address."""
    row: DutySession = db.one_or_404(DutySession.on(day))
    return row


# The year, and one Saturday


@bp.get("/")
@requires(Permission.SEE_SATURDAYS)
def session_list() -> ResponseReturnValue:
    """Show the year's Saturdays."""
    wanted = request.args.get("nam", clock.today().year, type=int)
    if wanted not in YEARS:
        abort(404)
    span = DutySession.between(date(wanted, 1, 1), date(wanted, 12, 31))
    sessions = db.session.scalars(span).all()
    papers = Document.visible_to(me()).where(
        Document.duty_session_id.in_([one.id for one in sessions]), Document.nomination_id.is_(None)
    )
    progress, calendar = progress_of(db.session, sessions), known_calendar(db.session)
    rows = year.year_rows(progress, db.session.scalars(papers), calendar)
    return render_page("roster/session_list.html", None, year=wanted, rows=rows)


@bp.get("/<day:day>")
@requires(Permission.SEE_SATURDAYS)
def session_detail(day: date) -> ResponseReturnValue:
    """Show how far a Saturday is, what is missing, and its board."""
    duty_session = session_on(day)
    loaded = Board(
        requirements=db.session.scalars(DutyRequirement.of_session(duty_session)).all(),
        nominations=db.session.scalars(Nomination.of_session(duty_session)).all(),
        assignments=db.session.scalars(Assignment.of_session(duty_session)).all(),
    )
    question = Document.visible_to(me()).where(
        Document.duty_session_id == duty_session.id, Document.nomination_id.is_(None)
    )
    papers = db.session.scalars(question).all()
    public_notice = PublicNotice.among(papers)
    rows = board.Rows(
        progress=judged(progress_beside(db.session, duty_session, loaded), public_notice),
        board=loaded,
        replacements=db.session.scalars(Replacement.of_session(duty_session)).unique().all(),
        has_papers=bool(papers),
    )
    own = me().department_id if may(Permission.SEND_LIST) else None
    viewer = board.Viewer(may(Permission.APPROVE_LISTS), own)
    came_from = db.session.scalars(DutySession.moved_here(day)).all()
    return render_page(
        "roster/session_detail.html",
        None,
        duty_session=duty_session,
        hub=board.hub_of(rows, viewer),
        viewer=viewer,
        papers=papers,
        public_notice=public_notice,
        fallen=year.fallen_words([duty_session], known_calendar(db.session, day)).get(day),
        came_from=came_from,
        behind=behind(duty_session, came_from) if may(Permission.ASSIGN_PEOPLE) else [],
        attended=attended(duty_session),
        desk=desk_counts(duty_session),
        sum_of=sum_in_words,
        opinions=Opinions.of(duty_session),
        told=Told.of(duty_session),
        reached=reached_of(db.session, duty_session) if may(Permission.SEE_VILLAGES) else None,
        host=host_of(db.session, duty_session) if may(Permission.SEE_VILLAGES) else None,
    )


def desk_counts(duty_session: DutySession) -> DeskCounts | None:
    """Count what passed over the desk; nothing is asked before the day."""
    has_come = duty_session.day <= clock.today()
    return counts_of(db.session, duty_session) if has_come else None


@bp.get("/<day:day>/bang-cua")
@requires(Permission.SEE_SATURDAYS)
def door_sheet(day: date) -> ResponseReturnValue:
    """Show the sheet for the door: who serves at which desk; no telephones."""
    duty_session = session_on(day)
    rows = board.door_rows(
        db.session.scalars(Assignment.of_session(duty_session)),
        db.session.scalars(DutyRequirement.of_session(duty_session)),
    )
    return render_page("roster/door_sheet.html", None, duty_session=duty_session, rows=rows)


# Preparing, moving, cancelling


@bp.get("/<day:day>/chuan-bi")
@requires(Permission.OPEN_SATURDAY)
def prepare_form(day: date) -> ResponseReturnValue:
    """Show hours, place, limit and duties to be set."""
    return show_preparation(Preparation.of(day))


@bp.post("/<day:day>/chuan-bi")
@requires(Permission.OPEN_SATURDAY)
def prepare(day: date) -> ResponseReturnValue:
    """Open the preparation, or set it anew."""
    preparation = Preparation.of(day)
    message = preparation.done_words
    if not preparation.form.validate():
        return show_preparation(preparation), 422
    if preparation.is_stale():
        return show_preparation(preparation), 409
    if not preparation.form.accepts(preparation.save):
        return show_preparation(preparation), 422
    return done(hub_url(day), message)


def show_preparation(preparation: Preparation) -> Response:
    """Render the page of the preparation."""
    return render_page("roster/prepare_form.html", None, preparation=preparation)


@bp.get("/<day:day>/doi")
@requires(Permission.MOVE_SATURDAY)
def move_form(day: date) -> ResponseReturnValue:
    """Show the days that a Saturday may move to."""
    duty_session = session_on(day)
    return show_move(duty_session, move_form_of(duty_session))


@bp.post("/<day:day>/doi")
@requires(Permission.MOVE_SATURDAY)
def move(day: date) -> ResponseReturnValue:
    """Move a Saturday with its duties and approved lists."""
    duty_session = session_on(day)
    form = move_form_of(duty_session)
    if not form.validate() or not form.accepts(lambda: move_as_typed(duty_session, form)):
        return show_move(duty_session, form), 422
    new = session_on(date.fromordinal(form.day.data))
    words = f"Đã dời buổi {listed_day(day)} sang {listed_day(new.day)}."
    return done(hub_url(new.day), f"{words} {what_follows(new)}")


def show_move(duty_session: DutySession, form: MoveForm) -> Response:
    """Render the page for moving a Saturday."""
    return render_page("roster/move_form.html", None, duty_session=duty_session, form=form)


@bp.get("/<day:day>/huy")
@requires(Permission.CANCEL_SATURDAY)
def cancel_form(day: date) -> ResponseReturnValue:
    """Ask why a Saturday is not held."""
    return show_cancel(session_on(day), CancelForm())


@bp.post("/<day:day>/huy")
@requires(Permission.CANCEL_SATURDAY)
def cancel(day: date) -> ResponseReturnValue:
    """Cancel a Saturday."""
    duty_session, form = session_on(day), CancelForm()
    reason = form.reason.data or ""
    if not form.validate() or not form.accepts(lambda: cancel_as_typed(duty_session, reason)):
        return show_cancel(duty_session, form), 422
    return done(hub_url(day), f"Đã hủy buổi {listed_day(day)}.")


def show_cancel(duty_session: DutySession, form: CancelForm) -> Response:
    """Render the page for cancelling a Saturday."""
    return render_page("roster/cancel_form.html", None, duty_session=duty_session, form=form)


# A department's list


@bp.get("/<day:day>/phong/<department>")
@requires(Permission.SEE_UNAPPROVED_LISTS)
def nomination_form(day: date, department: str) -> ResponseReturnValue:
    """Show a department's list, to be written while it is open."""
    return show_list(Desk.of(day, department))


@bp.post("/<day:day>/phong/<department>")
@requires(Permission.SEE_UNAPPROVED_LISTS)
def nomination_save(day: date, department: str) -> ResponseReturnValue:
    """Keep a list without sending it, or add and take away rows of the form."""
    desk = Desk.of(day, department)
    if desk.rearrange():
        return show_list(desk)
    message = desk.saved_words
    if not desk.form.validate():
        return show_list(desk), 422
    if desk.is_stale():
        return show_list(desk), 409
    if not desk.form.accepts(desk.save):
        return show_list(desk), 422
    return done(list_url(day, department), message)


@bp.get("/<day:day>/phong/<department>/gui")
@requires(Permission.SEE_UNAPPROVED_LISTS)
def nomination_again(day: date, department: str) -> ResponseReturnValue:
    """Lead back to the list whoever reloads the address that a refused sending left behind."""
    return redirect(f"{list_url(day, department)}?{request.query_string.decode()}")


@bp.post("/<day:day>/phong/<department>/gui")
@requires(Permission.SEE_UNAPPROVED_LISTS)
def nomination_send(day: date, department: str) -> ResponseReturnValue:
    """Send a list, for oneself or on a department's behalf."""
    desk = Desk.of(day, department)
    if not desk.form.validate() or not desk.form.may_be_sent(desk.choices):
        return show_list(desk), 422
    if desk.is_stale():
        return show_list(desk), 409
    if not desk.form.accepts(desk.send):
        return show_list(desk), 422
    message = sent_words(nomination_or_404(desk.duty_session, department))
    return done(hub_url(day) if desk.on_behalf else list_url(day, department), message)


@bp.post("/<day:day>/phong/<department>/lay-lai")
@requires(Permission.SEE_UNAPPROVED_LISTS)
def take_back(day: date, department: str) -> ResponseReturnValue:
    """Take a sent list back before it is approved."""
    nomination_or_404(session_on(day), department).take_back(by=me())
    return done(list_url(day, department), "Đã lấy lại danh sách. Sửa xong thì gửi lại.")


def show_list(desk: Desk) -> Response:
    """Render a department's list."""
    return render_page("roster/nomination_form.html", None, desk=desk, form=desk.form)


@bp.post("/<day:day>/phong/<department>/duyet")
@requires(Permission.APPROVE_LISTS)
def approve(day: date, department: str) -> ResponseReturnValue:
    """Approve a list: its people come onto the board."""
    nomination = nomination_or_404(session_on(day), department)
    nomination.refuse_unless_seen(request.form.get("version", ""))
    nomination.approve(by=me())
    return done(hub_url(day), f"Đã duyệt danh sách của {nomination.department.name}.")


@bp.get("/<day:day>/phong/<department>/tra-lai")
@requires(Permission.APPROVE_LISTS)
def return_form(day: date, department: str) -> ResponseReturnValue:
    """Ask why a list goes back."""
    return show_return(nomination_or_404(session_on(day), department), ReturnForm())


@bp.post("/<day:day>/phong/<department>/tra-lai")
@requires(Permission.APPROVE_LISTS)
def send_back(day: date, department: str) -> ResponseReturnValue:
    """Return a list to its department, saying why."""
    nomination, form = nomination_or_404(session_on(day), department), ReturnForm()
    reason = form.reason.data or ""
    if not form.validate() or not form.accepts(lambda: nomination.send_back(reason, by=me())):
        return show_return(nomination, form), 422
    return done(hub_url(day), f"Đã trả lại danh sách của {nomination.department.name}.")


def show_return(nomination: Nomination, form: ReturnForm) -> Response:
    """Render the page for returning a list."""
    return render_page("roster/return_form.html", None, nomination=nomination, form=form)


# People on the board


@bp.get("/<day:day>/phan-cong")
@requires(Permission.ASSIGN_PEOPLE)
def assign_form(day: date) -> ResponseReturnValue:
    """Ask who takes a duty."""
    return show_assign(Assigning.on(day))


@bp.post("/<day:day>/phan-cong")
@requires(Permission.ASSIGN_PEOPLE)
def assign(day: date) -> ResponseReturnValue:
    """Put an officer or a partner on the board."""
    assigning = Assigning.on(day)
    if not assigning.form.validate() or not assigning.form.accepts(assigning.save):
        return show_assign(assigning), 422
    return done(assigning.next_url, assigning.done_words)


@bp.post("/<day:day>/phan-cong/tu-buoi-cu")
@requires(Permission.ASSIGN_PEOPLE)
def reassign(day: date) -> ResponseReturnValue:
    """Put whom the Centre had assigned to the moved Saturday on the board of this one."""
    duty_session = session_on(day)
    came_from = db.session.scalars(DutySession.moved_here(day)).all()
    count = put_again(behind(duty_session, came_from), duty_session, by=me())
    return done(hub_url(day), f"Đã phân công lại {count} chỗ trực của buổi cũ.")


def show_assign(assigning: Assigning) -> Response:
    """Render the page for putting somebody on the board."""
    return render_page("roster/assign_form.html", None, assigning=assigning, form=assigning.form)


@bp.get("/<day:day>/phan-cong/<int:number>/thay")
@requires(Permission.REPLACE_PEOPLE)
def replace_form(day: date, number: int) -> ResponseReturnValue:
    """Ask who takes a person's place, and why."""
    return show_replace(Replacing.of(day, number))


@bp.post("/<day:day>/phan-cong/<int:number>/thay")
@requires(Permission.REPLACE_PEOPLE)
def replace(day: date, number: int) -> ResponseReturnValue:
    """Let somebody take a person's place."""
    replacing = Replacing.of(day, number)
    whole = replacing.form.validate() and replacing.is_whole()
    if not whole or not replacing.form.accepts(replacing.save):
        return show_replace(replacing), 422
    return done(hub_url(day), replacing.done_words)


def show_replace(replacing: Replacing) -> Response:
    """Render the page for replacing a person."""
    return render_page("roster/replace_form.html", None, replacing=replacing, form=replacing.form)


@bp.post("/<day:day>/phan-cong/<int:number>/bo")
@requires(Permission.ASSIGN_PEOPLE)
def remove(day: date, number: int) -> ResponseReturnValue:
    """Take a person off the board without a stand-in."""
    row: Assignment = db.one_or_404(Assignment.numbered(session_on(day), number))
    row.remove(by=me())
    return done(hub_url(day), f"Đã bỏ {row.who} khỏi nhiệm vụ {row.duty.name}.")
