"""What passes over the desk: how is it tapped, typed and undone?"""

from datetime import date

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from saturday.extensions import db
from saturday.models.intake import Deed, IntakeEntry
from saturday.models.plan import DutySession
from saturday.rules.intake import EntryOrigin, Guidance, Outcome
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import clock as hour_in_words
from saturday.web.access import me, note_view, requires
from saturday.web.intake.arranged import Desk, in_words
from saturday.web.intake.forms import LineForm, TallyForm
from saturday.web.intake.kept import pressed_at
from saturday.web.intake.routes import bp
from saturday.web.intake.shown import DayLog
from saturday.web.page import done, render_page

FOLDED = (  # fields that are seldom needed, behind one fold
    "phone",
    "identity_number",
    "dossier_code",
    "decider",
    "guidance",
    "fee",
    "payment",
    "fee_receipt",
    "due_reason",
)
GUIDANCES = {
    Guidance.VNEID: "VNeID",
    Guidance.ACCOUNT: "Tài khoản",
    Guidance.PAYMENT: "Thanh toán",
    Guidance.FILING: "Nộp hồ sơ",
}
KEPT = ("sau", "dong")  # what every form of the page carries on in its address
UNDONE = "Hoàn tác ngay sau khi ghi."


def desk_of(day: date) -> Desk:
    """Give the desk of an address; ``sau`` in it means that the true hour is typed."""
    kept = {name: request.args[name] for name in KEPT if name in request.args}
    if "dong" in request.form:  # whose lines the page shows by now
        kept["dong"] = request.form["dong"]
    return Desk(DutySession.found(db.session, "day", day) or abort(404), kept)


def desk_url(desk: Desk) -> str:
    """Give the address of the page, which keeps its mode."""
    return url_for(".desk", day=desk.duty_session.day, **desk.kept)


def show(here: Desk, *, line: LineForm | None = None, tally: TallyForm | None = None) -> Response:
    """Show the tally, the entry line and the log, with what was typed."""
    return render_page(
        "intake/desk.html",
        "desk",
        desk=here,
        duty_session=here.duty_session,
        counts=here.counts,
        line=here.offer(line or here.fresh_line()),
        tally=tally or here.fresh_tally(),
        log=DayLog.of(here.duty_session),
        in_words=in_words,
        folded=FOLDED,
        outcomes=list(Outcome),
        guidances=GUIDANCES,
    )


@bp.get("/<day:day>")
@requires(Permission.LOG_AT_DESK)
def desk(day: date) -> ResponseReturnValue:
    """Show the tally, the entry line and the log of a Saturday."""
    here, asked = desk_of(day), request.args.get("chi-tiet")
    row = here.to_tell(asked)
    if row is not None and row.tells_of_somebody:  # the line shows it whole
        note_view(row, number=row.full_number, day=day)
        here = desk_of(day)
        row = here.to_tell(asked)
    return show(here, line=here.line_about(row) if row else None)


@bp.post("/<day:day>/dem")
@requires(Permission.LOG_AT_DESK)
def tally(day: date) -> ResponseReturnValue:
    """Count one thing by one tap."""
    here = desk_of(day)
    form = TallyForm.on(day, is_later=here.is_later)
    form.pressed_at = pressed_at(form.kept.data or "", day)
    if form.kept.data and form.drop.data:
        return done(desk_url(here), "Đã bỏ lần bấm, không đếm.")
    written: list[IntakeEntry] = []
    if not form.validate() or not form.accepts(lambda: written.append(count(here, form))):
        return show(here, tally=form), 422
    row = written[0]
    at = hour_in_words(row.happened_at.time())
    return done(desk_url(here), f"Đã đếm dòng {row.full_number}: {in_words(row)} ({at}).")


def count(here: Desk, form: TallyForm) -> IntakeEntry:
    """Write the line of a tap."""
    here.refuse_closed()
    procedure = form.procedure.row
    outcome = form.tapped or (here.usual(procedure.terms) if procedure else None)
    if outcome is None:
        words = "Hãy bấm một nút đếm."
        raise NotAllowedNow(words)
    deed = Deed(
        outcome=outcome,
        procedure=procedure,
        quantity=form.quantity.data or 0,
        guidance=form.guided,
        due=here.due(outcome, form),
    )
    return here.record(deed, form, EntryOrigin.TALLY)


@bp.post("/<day:day>/ghi")
@requires(Permission.LOG_AT_DESK)
def record(day: date) -> ResponseReturnValue:
    """Write one line in full, or tell in full what was tapped."""
    here = desk_of(day)
    form = LineForm.on(day, is_later=here.is_later).switch(here.commune.texts)
    written: list[IntakeEntry] = []
    if not form.validate() or not form.accepts(lambda: written.append(write(here, form))):
        return show(here, line=form), 422
    row = written[0]
    return done(desk_url(here), f"Đã lưu dòng {row.full_number}: {in_words(row)}.")


def write(here: Desk, form: LineForm) -> IntakeEntry:
    """Write the line that was typed."""
    here.refuse_closed()
    procedure = form.procedure.row
    usual = here.usual(procedure.terms) if procedure else None
    outcome = form.said or usual
    if outcome is None or (procedure and usual is None and outcome.is_received):
        is_mobile = here.duty_session.is_mobile
        only_there = "Thủ tục này chỉ nhận ở buổi lưu động."
        words = "Buổi lưu động không nhận thủ tục này." if is_mobile else only_there
        raise NotAllowedNow(words, field="procedure")
    needed = outcome.needs_procedure and procedure is None
    refuse_when(needed, "Hãy chọn thủ tục.", field="procedure")
    told = here.tapped(form.about.data, form.version.data or "") if form.about.data else None
    deed = form.deed(outcome, here.due(outcome, form, told))
    if told is not None:
        return here.tell(told, deed, form.applicant())
    kind = EntryOrigin.LATER if form.happened_at else EntryOrigin.LINE
    return here.record(deed, form, kind)


@bp.post("/<day:day>/hoan-tac")
@requires(Permission.LOG_AT_DESK)
def undo(day: date) -> ResponseReturnValue:
    """Take back what this person wrote last."""
    here = desk_of(day)
    form = here.fresh_tally()
    number = request.form.get("number", "")
    if not form.accepts(lambda: take_back(here, number)):
        return show(desk_of(day), tally=form), 409
    return done(desk_url(here), f"Đã hoàn tác dòng {number}.")


def take_back(here: Desk, number: str) -> None:
    """Let the line written last count no longer, when it still is the one that was shown."""
    row = here.last
    words = "Dòng này không còn là dòng vừa ghi. Cần bỏ thì hủy ở trang của dòng."
    if row is None or row.full_number != number:
        raise NotAllowedNow(words)
    row.void(UNDONE, by=me())
