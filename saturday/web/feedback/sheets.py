"""What of the register is printed, filed as Excel, read out in villages, or sent as a reminder?"""

from datetime import date, timedelta

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Commune, Hamlet
from saturday.models.feedback import Answer, Feedback, FeedbackSeries, opened
from saturday.models.feedback_register import by_village, public_answers
from saturday.papers.spreadsheet import MEDIA_TYPE
from saturday.rules.permissions import Permission
from saturday.web.access import me, note_view, requires
from saturday.web.feedback.book import Owed, RegisterBook, as_workbook
from saturday.web.feedback.register import Clockwork
from saturday.web.feedback.routes import bp
from saturday.web.page import download, render_page

SPANS = {"30": "30 ngày qua", "90": "90 ngày qua", "365": "Một năm qua"}
USUAL = "90"


# The register


@bp.get("/so/<year:year>")
@requires(Permission.SEE_FEEDBACK)
def register_print(year: int) -> ResponseReturnValue:
    """Show the register of a year as it is printed; names that may not be printed are left out."""
    book = seen(year)
    commune = Commune.of_database(db.session)
    return render_page("feedback/register_print.html", None, book=book, commune=commune)


@bp.get("/so/<year:year>.xlsx")
@requires(Permission.SEE_FEEDBACK)
def register_file(year: int) -> ResponseReturnValue:
    """Give the same register as a workbook."""
    return download(as_workbook(seen(year)), f"so-phan-anh-kien-nghi-{year}.xlsx", MEDIA_TYPE)


def seen(year: int) -> RegisterBook:
    """Load the register; that somebody saw names in it is noted."""
    book = RegisterBook.of(year)
    if book.told:
        series = db.session.scalars(FeedbackSeries.of_year(year)).one()
        note_view(series, year=year, rows=book.told)
        book = RegisterBook.of(year)
    return book


# What is late


@bp.get("/qua-han")
@requires(Permission.SEE_ALL_FEEDBACK)
def overdue() -> ResponseReturnValue:
    """Show by owner what is late or soon due, with a message to copy for each."""
    owed = Owed.by_owner(opened(db.session, me()), Clockwork.now())
    return render_page("feedback/overdue.html", None, owed=owed)


# Back to the villages


@bp.get("/theo-thon")
@requires(Permission.SEE_ALL_FEEDBACK)
def village_answers() -> ResponseReturnValue:
    """List the villages for whose meeting there are answers."""
    return render_page(
        "feedback/village_answers.html", None, found=_found(), span=_span(), spans=SPANS
    )


@bp.get("/theo-thon/<int:hamlet_id>")
@requires(Permission.SEE_ALL_FEEDBACK)
def village_sheet(hamlet_id: int) -> Response:
    """Show one village's answers as they are read out: what was asked and answered, no name."""
    found = _found()
    hamlet = next((one for one in found if one.id == hamlet_id), None)
    if hamlet is None:
        abort(404)
    return render_page(
        "feedback/village_sheet.html",
        None,
        hamlet=hamlet,
        former=_former(hamlet, found[hamlet]),
        answers=found[hamlet],
        since=_since(),
        span=_span(),
        commune=Commune.of_database(db.session),
        today=clock.today(),
    )


def _found() -> dict[Hamlet, list[Answer]]:
    villages = db.session.scalars(Hamlet.with_former()).all()
    answers = db.session.scalars(public_answers(_since())).all()
    return dict(by_village(answers, villages))


def _former(hamlet: Hamlet, answers: list[Answer]) -> dict[int, str]:
    """Name the former village of answers that come from one, by their number."""
    rows: list[Feedback] = [one.feedback for one in answers]
    return {row.id: row.hamlet.name for row in rows if row.hamlet and row.hamlet is not hamlet}


def _span() -> str:
    wanted = request.args.get("ngay", USUAL)
    return wanted if wanted in SPANS else USUAL


def _since() -> date:
    return clock.today() - timedelta(days=int(_span()))
