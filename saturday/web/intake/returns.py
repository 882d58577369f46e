"""Which results are due, and how are they handed over?"""

from datetime import date

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug import Response

from saturday import clock
from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.commune import Commune
from saturday.models.intake import IntakeEntry
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.returns import Return, counted_of, last_with_dossiers, not_waiting
from saturday.rules.permissions import Permission
from saturday.web.access import may, me, requires
from saturday.web.intake.due_list import DueList, Handover, returned_words, row_of, who_of
from saturday.web.intake.return_forms import OtherReturnForm, ReturnForm, TakeBackForm
from saturday.web.intake.routes import bp
from saturday.web.page import done, render_page

# What waits


@bp.get("/tra-ket-qua")
@requires(Permission.RETURN_RESULTS)
def return_list() -> ResponseReturnValue:
    """Show which results wait, and what was handed over lately."""
    return render_page(
        "intake/return_list.html",
        None,
        due=DueList.now(),
        who_of=who_of,
        returned_words=returned_words,
        takes_back=takes_back,
    )


@bp.get("/tra-ket-qua/in")
@requires(Permission.RETURN_RESULTS)
def return_sheet() -> ResponseReturnValue:
    """Show what is due, and was handed over today, on a sheet on which people sign for it."""
    known = Commune.of_database(db.session)
    return render_page(
        "intake/return_sheet.html",
        None,
        due=DueList.now(),
        commune=known,
        who_of=who_of,
        returned_words=returned_words,
    )


# One result


@bp.get("/tra-ket-qua/<int:entry_id>")
@requires(Permission.RETURN_RESULTS)
def return_form(entry_id: int) -> ResponseReturnValue:
    """Ask when and how the result of a line is handed over."""
    return show(line_or_404(entry_id), ReturnForm.begin(is_mobile=is_mobile_today()))


@bp.post("/tra-ket-qua/<int:entry_id>")
@requires(Permission.RETURN_RESULTS)
def hand_over(entry_id: int) -> ResponseReturnValue:
    """Record that the result of a line was handed over."""
    entry, form = line_or_404(entry_id), ReturnForm()
    if not form.validate() or not form.accepts(
        lambda: Return.hand_over(db.session, entry, form.handing(letter()), by=me())
    ):
        return show(entry, form), 422
    return done(url_for(".return_list"), f"Đã ghi trả kết quả của dòng {entry.full_number}.")


def show(entry: IntakeEntry, form: ReturnForm) -> Response:
    """Render the page of one result."""
    calendar = known_calendar(db.session)
    return render_page(
        "intake/return_form.html",
        None,
        row=row_of(entry, clock.today(), calendar),
        form=form,
        not_waiting=not_waiting(db.session, entry),
        counted=counted_of(entry, calendar),
        whole=may(Permission.RUN_DESK) or entry.is_own(me()),
    )


def line_or_404(entry_id: int) -> IntakeEntry:
    """Find a line of the log."""
    entry: IntakeEntry = db.one_or_404(select(IntakeEntry).where(IntakeEntry.id == entry_id))
    return entry


# A result that no line speaks of


@bp.get("/tra-ket-qua/khac")
@requires(Permission.RETURN_RESULTS)
def other_return_form() -> ResponseReturnValue:
    """Ask of a result whose dossier came in elsewhere."""
    form = OtherReturnForm.begin(is_mobile=is_mobile_today())
    return show_other(form)


@bp.post("/tra-ket-qua/khac")
@requires(Permission.RETURN_RESULTS)
def hand_over_other() -> ResponseReturnValue:
    """Record a result whose dossier came in elsewhere."""
    form, known = OtherReturnForm(), procedures()
    form.offer(known)
    if not form.validate() or not form.accepts(
        lambda: Return.hand_over_other(
            db.session, form.dossier(known), form.handing(letter()), by=me()
        )
    ):
        return show_other(form), 422
    return done(url_for(".return_list"), "Đã ghi trả kết quả của hồ sơ ngoài nhật ký.")


def show_other(form: OtherReturnForm) -> Response:
    """Render the page of a result whose dossier came in elsewhere."""
    form.offer(procedures())
    return render_page("intake/other_return_form.html", None, form=form)


def procedures() -> list[Procedure]:
    """Give the procedures that hold today."""
    return list(db.session.scalars(Procedure.in_force(clock.today())))


# Recorded by mistake


@bp.get("/da-tra/<int:return_id>/bo")
@requires(Permission.RETURN_RESULTS)
def take_back_form(return_id: int) -> ResponseReturnValue:
    """Ask why a result was not handed over after all."""
    return show_take_back(own_return_or_404(return_id), TakeBackForm())


@bp.post("/da-tra/<int:return_id>/bo")
@requires(Permission.RETURN_RESULTS)
def take_back(return_id: int) -> ResponseReturnValue:
    """Let a result wait again."""
    row, form = own_return_or_404(return_id), TakeBackForm()
    back = back_to(row)
    if not form.validate() or not form.accepts(
        lambda: row.take_back(db.session, form.reason.data or "", by=me())
    ):
        return show_take_back(row, form), 422
    return done(back, "Đã bỏ lần trả kết quả. Hồ sơ chờ trả lại như trước.")


def show_take_back(row: Return, form: TakeBackForm) -> Response:
    """Render the page that asks why."""
    return render_page(
        "intake/take_back_form.html",
        None,
        row=row,
        form=form,
        words=returned_words(row),
        who_of=who_of,
        line=line_it_came_from(row),
        back=back_to(row),
    )


def line_it_came_from(row: Return) -> IntakeEntry | None:
    """Give the line on whose page somebody stood: the dossier's, or of who came for it."""
    number = request.args.get("tu", type=int)
    lines = (row.entry, row.fetched_entry)
    return next((one for one in lines if one is not None and one.id == number), None)


def back_to(row: Return) -> str:
    """Give the page from which somebody came: that of a line, else the list."""
    line = line_it_came_from(row)
    if line is None:
        return url_for(".return_list")
    return url_for(".entry_detail", day=line.duty_session.day, number=line.full_number)


def takes_back(row: Return) -> bool:
    """Whether the person at the screen may undo this: the Centre all, an officer the own ones."""
    return may(Permission.RUN_DESK) or row.recorded_by_id == me().id


def own_return_or_404(return_id: int) -> Return:
    """Find a result that the person at the screen may undo."""
    row: Return = db.one_or_404(select(Return).where(Return.id == return_id))
    if not takes_back(row):
        abort(404)
    return row


# To the departments


@bp.get("/ban-giao")
@requires(Permission.RUN_DESK)
def latest_handover() -> ResponseReturnValue:
    """Lead to the record of the last Saturday that has open dossiers, else to the list."""
    latest = last_with_dossiers(db.session, clock.today())
    if latest is None:
        return redirect(url_for(".return_list"))
    return redirect(url_for(".handover_sheet", day=latest.day))


@bp.get("/<day:day>/ban-giao")
@requires(Permission.RUN_DESK)
def handover_sheet(day: date) -> ResponseReturnValue:
    """Show, by department, the open dossiers of a Saturday to be handed over and signed for."""
    duty_session = db.one_or_404(DutySession.on(day))
    return render_page(
        "intake/handover_sheet.html",
        None,
        duty_session=duty_session,
        handovers=Handover.of(duty_session),
        commune=Commune.of_database(db.session),
        today=clock.today(),
    )


def letter() -> str:
    """Give the letter of this device."""
    return Commune.of_database(db.session).text("desk.letter")


def is_mobile_today() -> bool:
    """Whether the desk stands in a village today."""
    row = db.session.scalars(DutySession.on(clock.today())).one_or_none()
    return row is not None and row.is_mobile
