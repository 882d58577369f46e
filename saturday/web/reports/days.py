"""What came of a Saturday, who confirmed it, and is it closed?"""

from datetime import date
from typing import Any

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models import daily
from saturday.models.closing import DayClosing
from saturday.models.commune import Commune
from saturday.models.daily import DayFigures, OfficerDay
from saturday.models.plan import DutySession
from saturday.papers.spreadsheet import MEDIA_TYPE, workbook
from saturday.rules.closing import dossiers_in_words, early_words, refuse_early
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.web.access import may, me, requires
from saturday.web.page import done, download, render_page
from saturday.web.reports.day_book import OTHERS, day_book
from saturday.web.reports.day_forms import CloseForm, FiguresForm, ReopenForm, TicksForm
from saturday.web.reports.day_report import DayReport
from saturday.web.reports.matters import matters_of
from saturday.web.reports.routes import bp
from saturday.web.reports.rows import DayLines, rows_url

WORDS: dict[str, Any] = {  # what the templates count and say
    "outcome": Outcome,
    "others": OTHERS,
    "dossiers_in_words": dossiers_in_words,
}


@bp.get("/<day:day>")
@requires(Permission.SEE_REPORTS)
def day_detail(day: date) -> ResponseReturnValue:
    """Show the figures of a Saturday, what stands open, and whether it is closed."""
    return show(session_on(day))


@bp.get("/<day:day>/in")
@requires(Permission.SEE_REPORTS)
def day_sheet(day: date) -> ResponseReturnValue:
    """Show the same as a sheet to be signed."""
    duty_session = session_on(day)
    return render_page(
        "reports/day_sheet.html",
        duty_session=duty_session,
        figures=DayFigures.of(db.session, duty_session),
        commune=Commune.of_database(db.session),
        **WORDS,
    )


@bp.get("/<day:day>/bang.xlsx")
@requires(Permission.SEE_REPORTS)
def day_file(day: date) -> ResponseReturnValue:
    """Give the tables of a Saturday as a workbook."""
    figures = DayFigures.of(db.session, session_on(day))
    return download(day_book(figures), f"so-lieu-ngay-{day}.xlsx", MEDIA_TYPE)


@bp.get("/<day:day>/dong")
@requires(Permission.SEE_WHOLE_LOG)
def day_lines(day: date) -> ResponseReturnValue:
    """Show the lines behind a number."""
    return render_page("reports/day_lines.html", lines=DayLines.of(session_on(day)))


@bp.get("/<day:day>/dong.xlsx")
@requires(Permission.SEE_WHOLE_LOG)
def day_lines_file(day: date) -> ResponseReturnValue:
    """Give all lines behind a number as a workbook."""
    content = workbook(DayLines.of(session_on(day)).book)
    return download(content, f"dong-nhat-ky-{day}.xlsx", MEDIA_TYPE)


@bp.post("/<day:day>/xac-nhan")
@requires(Permission.CLOSE_DAY)
def confirm_ticked(day: date) -> ResponseReturnValue:
    """Confirm the figures of several officers as the log counts them."""
    duty_session = session_on(day)
    form = TicksForm()
    if not form.validate() or not form.accepts(lambda: confirm(duty_session, form)):
        return show(duty_session, ticks=form), 422
    words = f"Đã xác nhận số liệu của {len(form.stated)} công chức."
    return done(url_for(".day_detail", day=day), words)


def confirm(duty_session: DutySession, form: TicksForm) -> None:
    """Confirm whose box was ticked."""
    refuse_when(not form.stated, "Hãy đánh dấu công chức có số liệu đúng.")
    daily.confirm_all(db.session, duty_session, form.stated, by=me())


@bp.post("/<day:day>/chot")
@requires(Permission.CLOSE_DAY)
def close_day(day: date) -> ResponseReturnValue:
    """Close the count of a Saturday."""
    duty_session = session_on(day)
    form = CloseForm()
    if not form.validate() or not form.accepts(lambda: close(duty_session, form)):
        return show(duty_session, closing=form), 422
    return done(url_for(".day_detail", day=day), "Đã chốt số liệu ngày.")


def close(duty_session: DutySession, form: CloseForm) -> None:
    """Close a Saturday; while its hours go on only when that is meant."""
    refuse_early(early_words(duty_session.ends, clock.now()), is_meant=form.early.data)
    remark, seen = form.remark.data or "", form.seen.data or ""
    daily.close(db.session, duty_session, remark, seen, by=me())


@bp.post("/<day:day>/mo-lai")
@requires(Permission.CLOSE_DAY)
def reopen_day(day: date) -> ResponseReturnValue:
    """Open the log of a closed Saturday again."""
    duty_session = session_on(day)
    form, row = ReopenForm(), duty_session.closing
    if row is None:
        reason = "Số liệu buổi này đang mở, chưa chốt."
        raise NotAllowedNow(reason)
    reason = form.reason.data or ""
    if not form.validate() or not form.accepts(lambda: row.reopen(db.session, reason, by=me())):
        return show(duty_session, reopening=form), 422
    return done(url_for(".day_detail", day=day), "Đã mở lại số liệu ngày. Sửa xong thì chốt lại.")


# One officer


@bp.get("/<day:day>/cong-chuc/<int:officer_id>")
@requires(Permission.CLOSE_DAY)
def officer_sheet(day: date, officer_id: int) -> ResponseReturnValue:
    """Show one officer's figures, to be confirmed or put right."""
    one = row_or_404(session_on(day), officer_id)
    return show_sheet(one, FiguresForm.of(one, me()))


@bp.post("/<day:day>/cong-chuc/<int:officer_id>")
@requires(Permission.CLOSE_DAY)
def state_figures(day: date, officer_id: int) -> ResponseReturnValue:
    """Confirm one officer's figures as typed."""
    one = row_or_404(session_on(day), officer_id)
    return stated(one, url_for(".day_detail", day=day))


@bp.get("/<day:day>/cua-toi")
@requires(Permission.CONFIRM_OWN_SHEET)
def own_sheet(day: date) -> ResponseReturnValue:
    """Show somebody's own figures."""
    duty_session = session_on(day)
    one = own_row(duty_session)
    if one is None:
        return render_page("reports/own_sheet.html", duty_session=duty_session, one=None)
    return show_sheet(one, FiguresForm.of(one, me()))


@bp.post("/<day:day>/cua-toi")
@requires(Permission.CONFIRM_OWN_SHEET)
def confirm_own(day: date) -> ResponseReturnValue:
    """Confirm one's own figures."""
    one = own_row(session_on(day)) or abort(404)
    return stated(one, url_for(".own_sheet", day=day))


def stated(one: OfficerDay, address: str) -> ResponseReturnValue:
    """Confirm what was typed of an officer, or show it again."""
    form = FiguresForm()
    if form.validate() and form.accepts(
        lambda: daily.confirm(db.session, one.duty_session, form.stated(one), by=me())
    ):
        return done(address, f"Đã xác nhận số liệu của {one.name}.")
    now = row_or_404(one.duty_session, one.key)
    if form.form_errors:  # not of a field: the figures are to be looked at again
        form.show_again(now)
    return show_sheet(now, form), 422


def session_on(day: date) -> DutySession:
    """Give the Saturday of a day, else 404."""
    row: DutySession = db.one_or_404(DutySession.on(day))
    return row


def row_or_404(duty_session: DutySession, key: int) -> OfficerDay:
    """Give an officer's row of a Saturday."""
    return DayFigures.of(db.session, duty_session).of_officer(key) or abort(404)


def own_row(duty_session: DutySession) -> OfficerDay | None:
    """Give the row of the officer at the screen; none when nothing of the day is theirs."""
    key = me().officer_id
    return DayFigures.of(db.session, duty_session).of_officer(key) if key else None


def show(
    duty_session: DutySession,
    *,
    ticks: TicksForm | None = None,
    closing: CloseForm | None = None,
    reopening: ReopenForm | None = None,
) -> Response:
    """Show the page of a Saturday's figures; what was typed stays, also on a day that is closed."""
    figures = DayFigures.of(db.session, duty_session)
    closes = may(Permission.CLOSE_DAY)
    has_come = clock.today() >= duty_session.day
    waits = has_come and duty_session.counts and duty_session.closing is None
    elsewhere = daily.elsewhere(db.session) if closes and waits else ""
    is_open = closes and waits and not elsewhere
    boxes = ticks or TicksForm()
    closings = db.session.scalars(DayClosing.of_session(duty_session)).all()
    said = closings[0].remark if closings else ""
    if closing and closing.form_errors:  # not of a field: the figures are looked at again
        closing.seen.data = figures.mark
    return render_page(
        "reports/day_detail.html",
        duty_session=duty_session,
        today=clock.today(),
        figures=figures,
        matters=list(matters_of(duty_session, figures)) if has_come else [],
        closings=closings,
        refused=ticks or closing or reopening,
        elsewhere=elsewhere,
        ticks=boxes if is_open else None,
        boxes=boxes.lay_out(figures),
        closing=closing or (CloseForm.over(figures, said) if is_open else None),
        early=early_words(duty_session.ends, clock.now()),
        reopening=(reopening or ReopenForm()) if closes and duty_session.closing else None,
        rows_url=rows_url(duty_session),
        report=DayReport.of(duty_session),
        **WORDS,
    )


def show_sheet(one: OfficerDay, form: FiguresForm) -> Response:
    """Show the page of one officer's figures."""
    own = request.endpoint in {"reports.own_sheet", "reports.confirm_own"}
    return render_page(
        "reports/own_sheet.html" if own else "reports/officer_sheet.html",
        duty_session=one.duty_session,
        one=one,
        form=form,
        elsewhere=daily.elsewhere(db.session),
        **WORDS,
    )
