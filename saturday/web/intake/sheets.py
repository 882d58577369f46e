"""What of the desk is printed?"""

from datetime import date

from flask.typing import ResponseReturnValue

from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.papers.spreadsheet import MEDIA_TYPE
from saturday.rules.intake import Filing, Outcome
from saturday.rules.permissions import Permission
from saturday.web.access import note_view, requires
from saturday.web.intake.book import DossierBook, as_workbook
from saturday.web.intake.routes import bp
from saturday.web.intake.running import checklist_of, session_on
from saturday.web.page import download, render_page

LINES_A_SHEET = 19


@bp.get("/<day:day>/phieu-trong")
@requires(Permission.LOG_AT_DESK)
def blank_sheet(day: date) -> ResponseReturnValue:
    """Show a sheet to write on while there is no current or no network."""
    return render_page(
        "intake/blank_sheet.html",
        None,
        duty_session=session_on(day),
        commune=Commune.of_database(db.session),
        outcomes=list(enumerate(Outcome, start=1)),
        filings=list(Filing),
        lines=LINES_A_SHEET,
    )


@bp.get("/<day:day>/danh-muc-kiem-tra")
@requires(Permission.RUN_DESK)
def checklist_sheet(day: date) -> ResponseReturnValue:
    """Show what is to be seen to in the morning on half a page."""
    duty_session = session_on(day)
    return render_page(
        "intake/checklist_sheet.html",
        None,
        duty_session=duty_session,
        commune=Commune.of_database(db.session),
        checklist=checklist_of(duty_session),
    )


@bp.get("/<day:day>/so-theo-doi")
@requires(Permission.RUN_DESK)
def book(day: date) -> ResponseReturnValue:
    """Show the register of the dossiers received on a Saturday, in form 07's columns."""
    shown = _seen(day)
    return render_page(
        "intake/book.html",
        None,
        book=shown,
        commune=Commune.of_database(db.session),
    )


@bp.get("/<day:day>/so-theo-doi.xlsx")
@requires(Permission.RUN_DESK)
def book_file(day: date) -> ResponseReturnValue:
    """Give the same register as a workbook."""
    shown = _seen(day)
    area = f"-{shown.area}" if shown.area else ""
    return download(as_workbook(shown), f"so-theo-doi-ho-so-{day}{area}.xlsx", MEDIA_TYPE)


def _seen(day: date) -> DossierBook:
    """Load the register; that somebody saw names in it is noted."""
    shown = DossierBook.of(session_on(day))
    if shown.told:
        note_view(shown.duty_session, day=day, rows=shown.told)
    return shown
