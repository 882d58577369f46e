"""How is a line of the log looked at, corrected, voided, and found again?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.commune import Commune, Department, Hamlet
from saturday.models.desk_search import DeskFound
from saturday.models.intake import Correction, Due, IntakeEntry
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.returns import appointment_of, counted_of, due_of
from saturday.rules.appointments import refuse_appointment
from saturday.rules.intake import LINE_PARTS, EntryOrigin, Outcome, parse_entry_number
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when
from saturday.web.access import may, me, note_view, repeatable, requires
from saturday.web.intake.log_forms import CorrectForm, Offered, Row, SearchForm, VoidForm
from saturday.web.intake.returns import takes_back
from saturday.web.intake.routes import bp
from saturday.web.intake.shown import LOOKS
from saturday.web.page import done, render_page


@bp.get("/<day:day>/dong/<number>")
@requires(Permission.LOG_AT_DESK)
def entry_detail(day: date, number: str) -> ResponseReturnValue:
    """Show one line: whole to the Centre and to whom it belongs, masked to others."""
    row = line(day, number)
    if sees_whole(row) and note_look(row, day):
        row = line(day, number)
    return show(row)


@bp.post("/<day:day>/dong/<number>/sua")
@requires(Permission.LOG_AT_DESK)
def correct(day: date, number: str) -> ResponseReturnValue:
    row = own_line(day, number)
    offered = offered_to(row)
    form = CorrectForm.of(row, offered)
    status = form.refused(
        row.state,
        lambda: form.differences(row, offered),
        lambda: write_anew(row, form, offered),
    )
    if status:
        note_look(row, day)
        return show(row, correcting=form), status
    return done(_address(row), f"Đã sửa dòng {row.full_number}.")


@bp.post("/<day:day>/dong/<number>/huy")
@requires(Permission.LOG_AT_DESK)
def void(day: date, number: str) -> ResponseReturnValue:
    row = own_line(day, number)
    form = VoidForm.of(row)
    status = form.refused(row.state, list, lambda: take_out(row, form))
    if status:
        note_look(row, day)
        return show(row, voiding=form), status
    return done(_address(row), f"Đã hủy dòng {row.full_number}. Số này không dùng lại.")


@bp.get("/tim")
@requires(Permission.LOG_AT_DESK)
def search() -> ResponseReturnValue:
    return show_found(SearchForm())


@bp.post("/tim")
@requires(Permission.LOG_AT_DESK)
@repeatable
def find() -> ResponseReturnValue:
    """Look for lines; a POST, so that no name comes to stand in an address."""
    form = SearchForm()
    if not form.validate():
        return show_found(form), 422
    return show_found(form, DeskFound.by(db.session, form.sought.data or ""))


def show_found(form: SearchForm, found: DeskFound | None = None) -> Response:
    """Show what was found: beside the desk's log alone, without script on a page of its own."""
    return render_page("intake/search.html", "found", form=form, found=found, looks=LOOKS)


def line(day: date, number: str) -> IntakeEntry:
    """Give the line of an address."""
    duty_session = db.one_or_404(DutySession.on(day))
    parsed = parse_entry_number(number)
    if parsed is None:
        abort(404)
    told = selectinload(IntakeEntry.corrections).joinedload(Correction.corrected_by)
    row: IntakeEntry = db.one_or_404(IntakeEntry.numbered(duty_session, *parsed).options(told))
    return row


def own_line(day: date, number: str) -> IntakeEntry:
    """Give the line of an address to whom it belongs, and to the Centre."""
    row = line(day, number)
    return row if sees_whole(row) else abort(404)


def sees_whole(row: IntakeEntry) -> bool:
    """Whether the person sees whole values of a line, and may change it."""
    return may(Permission.SEE_WHOLE_LOG) or row.is_own(me())


def note_look(row: IntakeEntry, day: date) -> bool:
    """Note that whole values are shown, also beside what was refused; False when there are none."""
    is_told = row.tells_of_somebody
    if is_told:
        note_view(row, number=row.full_number, day=day)
    return is_told


def write_anew(row: IntakeEntry, form: CorrectForm, offered: Offered) -> None:
    """Correct a line as typed."""
    deed = form.deed(row, offered)
    nameless = deed.outcome.needs_procedure and row.origin is not EntryOrigin.TALLY
    refuse_when(nameless and not deed.procedure, "Hãy chọn thủ tục.", field="procedure")
    deed = replace(deed, due=_due(row, form, deed.procedure))
    row.correct(deed, form.applicant(row, offered), form.reason.data or "", by=me())


def take_out(row: IntakeEntry, form: VoidForm) -> None:
    """Void a line."""
    row.void(form.void_reason.data or "", by=me())


def _due(row: IntakeEntry, form: CorrectForm, procedure: Procedure | None) -> Due:
    """Give the appointment as typed; of what was not typed, as it is counted."""
    if form.outcome.data is not Outcome.RECEIVED:
        return Due()
    calendar = known_calendar(db.session)
    counted = (
        appointment_of(procedure, row.duty_session, row.happened_at, calendar)
        if procedure
        else None
    )
    typed, reason = form.due_on.data, form.due_reason.data or ""
    if typed is None:
        return due_of(counted)
    if typed == row.due_on and reason == row.due_reason and procedure is row.procedure:
        return row.due
    day = row.duty_session.day
    refuse_appointment(typed, reason, counted=counted, received_on=day, calendar=calendar)
    return due_of(counted, typed, reason)


def offered_to(row: IntakeEntry) -> Offered:
    """Give what a line may be changed to: what it has now is among it, even when it is past."""
    day = row.duty_session.day
    procedures = [one for one in db.session.scalars(Procedure.in_force(day)) if one.is_shown]
    return Offered(
        procedures=_with(procedures, row.procedure),
        hamlets=_with(db.session.scalars(Hamlet.in_order(day)), row.visit.hamlet),
        departments=_with(db.session.scalars(Department.current()), row.decider),
        commune=Commune.of_database(db.session),
    )


def _with(rows: Iterable[Row], present: Row | None) -> list[Row]:
    known = list(rows)
    return known if present is None or present in known else [*known, present]


def show(
    row: IntakeEntry, *, correcting: CorrectForm | None = None, voiding: VoidForm | None = None
) -> Response:
    """Show a line with what may be done about it; once the day is closed, only what was typed."""
    whole, closed = sees_whole(row), row.duty_session.closing
    is_kept = closed is not None and correcting is None and voiding is None
    edits = whole and not row.is_void and not is_kept
    return render_page(
        "intake/entry_detail.html",
        row=row,
        duty_session=row.duty_session,
        whole=whole,
        closed=closed,
        form=(correcting or CorrectForm.of(row, offered_to(row))) if edits else None,
        voiding=(voiding or VoidForm.of(row)) if edits else None,
        others=[one for one in row.visit.entries if one is not row],
        parts=LINE_PARTS,
        looks=LOOKS,
        handing=row.handing,
        takes_back=takes_back,
        counted=counted_of(row, known_calendar(db.session)) if row.due_on else None,
    )


def _address(row: IntakeEntry) -> str:
    return url_for(".entry_detail", day=row.duty_session.day, number=row.full_number)
