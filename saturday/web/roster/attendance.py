"""Who came, for how long, and who takes the hours off?"""

from datetime import date

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from saturday import clock
from saturday.extensions import db
from saturday.models.attendance import CompensatoryLeave
from saturday.models.calendar import known_calendar
from saturday.models.commune import Commune
from saturday.models.progress import turns_of
from saturday.papers.assignment_notice import post_of
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import listed_day
from saturday.web.access import me, requires
from saturday.web.page import done, render_page
from saturday.web.roster.hours import OfficerHours, YearHours, officer_or_404
from saturday.web.roster.routes import bp
from saturday.web.roster.sheet import Sheet, choose_own
from saturday.web.roster.sheet_forms import AttendanceForm, ChoicesForm, LeaveForm, OwnChoiceForm


def sheet_url(day: date) -> str:
    """Give the address of a Saturday's attendance."""
    return url_for(".attendance_sheet", day=day)


# The attendance of one Saturday


@bp.get("/<day:day>/cham-cong")
@requires(Permission.SEE_ATTENDANCE)
def attendance_sheet(day: date) -> ResponseReturnValue:
    """Show who came and for how long, to be written by the Centre."""
    sheet = Sheet.of(day)
    return show_sheet(sheet, sheet.form)


@bp.post("/<day:day>/cham-cong")
@requires(Permission.RECORD_ATTENDANCE)
def record_attendance(day: date) -> ResponseReturnValue:
    """Record everybody of a Saturday at once."""
    sheet = Sheet.of(day)
    form, said = sheet.form, []
    status = form.refused(
        sheet, lambda: sheet.differences(form), lambda: said.append(sheet.save(form))
    )
    if status:
        return show_sheet(sheet, form), status
    return done(sheet_url(day), said[0])


def show_sheet(sheet: Sheet, form: AttendanceForm) -> Response:
    """Render the attendance of one Saturday."""
    return render_page("roster/attendance_sheet.html", None, sheet=sheet, form=form)


@bp.get("/<day:day>/cham-cong/in")
@requires(Permission.SEE_ATTENDANCE)
def attendance_print(day: date) -> ResponseReturnValue:
    """Show the sheet to be signed: empty before the day, as recorded after it."""
    known, sheet = Commune.of_database(db.session), Sheet.of(day)
    return render_page(
        "roster/attendance_print.html", None, sheet=sheet, commune=known, post_of=post_of
    )


@bp.get("/<day:day>/cham-cong/lua-chon")
@requires(Permission.RECORD_ATTENDANCE)
def choices_form(day: date) -> ResponseReturnValue:
    """Ask what the officers of a Saturday chose, and who said so."""
    sheet = Sheet.of(day)
    return show_choices(sheet, sheet.choices_form())


@bp.post("/<day:day>/cham-cong/lua-chon")
@requires(Permission.RECORD_ATTENDANCE)
def record_choices(day: date) -> ResponseReturnValue:
    """Record, on their behalf, what the officers of a Saturday chose."""
    sheet = Sheet.of(day)
    form = sheet.choices_form()
    whole = form.validate() and form.has_whole_report()
    if not whole:
        return show_choices(sheet, form), 422
    if form.is_stale(sheet, lambda: sheet.choice_differences(form)):
        return show_choices(sheet, form), 409
    if not form.accepts(lambda: sheet.save_choices(form)):
        return show_choices(sheet, form), 422
    return done(sheet_url(day), f"Đã ghi hộ lựa chọn của buổi {listed_day(day)}.")


def show_choices(sheet: Sheet, form: ChoicesForm) -> Response:
    """Render the page of what the officers of a Saturday chose."""
    return render_page("roster/choices_form.html", None, sheet=sheet, form=form)


# One officer


@bp.get("/cua-toi")
@requires(Permission.CHOOSE_LEAVE)
def my_hours() -> ResponseReturnValue:
    """Show the officer at the screen the own turns and hours."""
    officer = me().officer
    return render_page(
        "roster/my_hours.html",
        None,
        book=OfficerHours.of(officer) if officer else None,
        turns=turns_of(db.session, officer.id) if officer else [],
    )


@bp.post("/<day:day>/cham-cong/chon")
@requires(Permission.CHOOSE_LEAVE)
def choose_hours(day: date) -> ResponseReturnValue:
    """Let the officer at the screen have the own hours of a Saturday off, or paid."""
    form = OwnChoiceForm()
    said = choose_own(day, form.choice.data or "", form.version.data or "")
    return done(url_for(".my_hours"), f"{said} trực {listed_day(day)}.")


@bp.get("/nghi-bu/<int:officer_id>")
@requires(Permission.SEE_ATTENDANCE)
def officer_hours(officer_id: int) -> ResponseReturnValue:
    """Show one officer's hours; the Centre records here what was taken off."""
    return show_officer(OfficerHours.of(officer_or_404(officer_id)), LeaveForm())


@bp.post("/nghi-bu/<int:officer_id>")
@requires(Permission.RECORD_ATTENDANCE)
def take_leave(officer_id: int) -> ResponseReturnValue:
    """Record hours taken off."""
    book, form = OfficerHours.of(officer_or_404(officer_id)), LeaveForm()
    if not form.validate() or not form.accepts(lambda: _take(book, form)):
        return show_officer(book, form), 422
    words = f"Đã ghi nghỉ bù {listed_day(form.wanted().day)} của {book.officer.name}."
    return done(url_for(".officer_hours", officer_id=officer_id), words)


def _take(book: OfficerHours, form: LeaveForm) -> None:
    """Keep hours taken off as typed."""
    calendar = known_calendar(db.session)
    CompensatoryLeave.take(db.session, book.officer, form.wanted(), calendar, by=me())


@bp.post("/nghi-bu/<int:officer_id>/<int:leave_id>/bo")
@requires(Permission.RECORD_ATTENDANCE)
def drop_leave(officer_id: int, leave_id: int) -> ResponseReturnValue:
    """Take back hours off that were recorded by mistake."""
    asked = CompensatoryLeave.of_officer(officer_id).where(CompensatoryLeave.id == leave_id)
    row: CompensatoryLeave = db.one_or_404(asked)
    row.drop(db.session, by=me())
    words = f"Đã bỏ lần nghỉ bù {listed_day(row.day)}."
    return done(url_for(".officer_hours", officer_id=officer_id), words)


def show_officer(book: OfficerHours, form: LeaveForm) -> Response:
    """Render one officer's hours."""
    return render_page("roster/officer_hours.html", None, book=book, form=form)


# The year


@bp.get("/cham-cong/")
@requires(Permission.SEE_ATTENDANCE)
def attendance_this_year() -> ResponseReturnValue:
    """Lead to this year's hours."""
    return redirect(url_for(".attendance_year", year=clock.today().year))


@bp.get("/cham-cong/<year:year>")
@requires(Permission.SEE_ATTENDANCE)
def attendance_year(year: int) -> ResponseReturnValue:
    """Show the hours of a year, by officer and department."""
    return render_page("roster/attendance_year.html", None, sums=YearHours.of(year))


@bp.get("/cham-cong/<year:year>/in")
@requires(Permission.SEE_ATTENDANCE)
def attendance_year_print(year: int) -> ResponseReturnValue:
    """Show the hours of a year on sheets to be signed."""
    known = Commune.of_database(db.session)
    sums = YearHours.of(year)
    return render_page("roster/attendance_year_print.html", None, sums=sums, commune=known)
