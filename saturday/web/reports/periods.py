"""What was done in a period, which words go with it, and which lines stand behind a number?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.models.intake import IntakeEntry
from saturday.models.plan import AnnualPlan
from saturday.models.reports import Review, Wording, promise_of
from saturday.papers.charts import charts_of
from saturday.papers.reported import state_of
from saturday.papers.spreadsheet import MEDIA_TYPE, workbook
from saturday.rules.intake import Outcome
from saturday.rules.periods import Period, PeriodKind
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.report_text import Section, promise_in_words
from saturday.rules.reporting import OTHER_RETURNS_MEANS, PUNCTUALITY_MEANS, Indicator
from saturday.web.access import me, repeatable, requires
from saturday.web.page import done, download, render_page
from saturday.web.reports.arranged import COLUMNS, PeriodPage, address, page_of
from saturday.web.reports.period_book import period_book
from saturday.web.reports.period_forms import PeriodForm, WordingForm
from saturday.web.reports.period_lines import ASKED, Asked
from saturday.web.reports.period_rows import Beside
from saturday.web.reports.routes import bp

PERIOD = "/ky/<day:first>/<day:last>"
SECTIONS = {
    "to-chuc": Section.ORGANISATION,
    "danh-gia": Section.ASSESSMENT,
    "kho-khan": Section.DIFFICULTIES,
    "kinh-nghiem": Section.LESSONS,
    "nhiem-vu": Section.TASKS,
    "de-xuat": Section.PROPOSALS,
}
SATURDAY_COLUMNS = (
    Indicator.VISITS,
    Indicator.RECEIVED,
    Indicator.SETTLED,
    Indicator.APPOINTED,
    Indicator.HANDED_OVER,
)
NAMES = {section: name for name, section in SECTIONS.items()}
PART = "<any({}):part>".format(", ".join(f'"{name}"' for name in SECTIONS))


def period_or_404(first: date, last: date) -> Period:
    """Read the days of an address; days that make no period are no page."""
    try:
        return Period.asked(first, last)
    except NotAllowedNow:
        abort(404)


# Choosing


@dataclass(frozen=True, slots=True)
class Offered:
    """A period that is reported now (kỳ gợi ý)."""

    period: Period
    url: str

    @classmethod
    def around(cls, today: date) -> Iterator["Offered"]:
        """Offer the reporting month, the month, the quarter, the year, each with the one before."""
        for kind in PeriodKind:
            if kind is not PeriodKind.FREE:
                now = Period.around(kind, today)
                yield from (cls(one, page_of(one)) for one in (now, now.before))


@bp.get("/ky/")
@requires(Permission.SEE_REPORTS)
def period_list() -> ResponseReturnValue:
    """Offer the periods of now; show the reports that were made."""
    return show_list(PeriodForm())


@bp.post("/ky/")
@requires(Permission.SEE_REPORTS)
@repeatable
def choose_period() -> ResponseReturnValue:
    """Lead to the period whose days were typed."""
    form = PeriodForm()
    if not form.validate() or not form.accepts(form.read) or form.period is None:
        return show_list(form), 422
    return redirect(page_of(form.period), 303)


def show_list(form: PeriodForm) -> Response:
    """Render the choice of a period."""
    return render_page(
        "reports/period_list.html",
        None,
        form=form,
        offered=list(Offered.around(clock.today())),
        made=db.session.scalars(Document.reports().limit(50)).all(),
        page_of=page_of,
    )


# One period


@bp.get(PERIOD)
@requires(Permission.SEE_REPORTS)
def period_detail(first: date, last: date) -> ResponseReturnValue:
    """Show the figures of a period; a whole year has its own page."""
    period = period_or_404(first, last)
    if period.kind is PeriodKind.YEAR:
        return redirect(page_of(period), 303)
    return show(period, "reports/period_detail.html")


@bp.get(f"{PERIOD}/in")
@requires(Permission.SEE_REPORTS)
def period_print(first: date, last: date) -> ResponseReturnValue:
    """Show every table of a period as it is printed."""
    return show(period_or_404(first, last), "reports/period_print.html")


@bp.get(f"{PERIOD}/bang.xlsx")
@requires(Permission.SEE_REPORTS)
def period_file(first: date, last: date) -> ResponseReturnValue:
    """Give every table of a period as a workbook."""
    page = PeriodPage.of(period_or_404(first, last))
    return download(period_book(page), f"so-lieu-{first}-{last}.xlsx", MEDIA_TYPE)


def show(period: Period, template: str) -> Response:
    """Render a page of a period, or of a year beside what its plan promised."""
    is_year = period.kind is PeriodKind.YEAR
    plan = db.session.scalar(AnnualPlan.of_year(period.first.year)) if is_year else None
    page = PeriodPage.of(period, request.args.get("chia", ""))
    return render_page(
        template,
        None,
        page=page,
        drawn=charts_of(page.review.now),
        plan=plan,
        promise=list(promise_in_words(promise_of(plan, clock.today()))) if plan else [],
        names=NAMES,
        address=address,
        page_of=page_of,
        commune=Commune.of_database(db.session),
        state_of=state_of,
        form_columns=COLUMNS,
        saturday_columns=SATURDAY_COLUMNS,
        every_outcome=list(Outcome),
        whole=...,
        other_indicator=Indicator.OTHER_RETURNS,
        means=PUNCTUALITY_MEANS,
        other_means=OTHER_RETURNS_MEANS,
    )


@bp.get("/nam/<year:year>")
@requires(Permission.SEE_REPORTS)
def year_detail(year: int) -> ResponseReturnValue:
    """Show what was promised for a year, what was held, and the year's figures."""
    return show(period_or_404(date(year, 1, 1), date(year, 12, 31)), "reports/period_detail.html")


# The lines behind a number


@bp.get(f"{PERIOD}/dong")
@requires(Permission.SEE_WHOLE_LOG)
def period_lines(first: date, last: date) -> ResponseReturnValue:
    """Show the lines that a number counts, a page at a time."""
    period = period_or_404(first, last)
    beside = Beside.of(period, request.args)
    if beside is not None:
        return show_rows(beside, beside=beside)
    asked = Asked.of(period, request.args) or abort(404)
    lines, has_more = asked.page(request.args.get("sau", ""))
    more = {**named(), "sau": lines[-1].id} if has_more else {}
    following = address("period_lines", period, **more) if more else ""
    return show_rows(asked, lines=lines, following=following)


def named() -> dict[str, str]:
    """Give what of the address names a number: nothing else of it leads on."""
    return {name: request.args[name] for name in ASKED if name in request.args}


def show_rows(
    asked: Asked | Beside,
    *,
    lines: Sequence[IntakeEntry] = (),
    following: str = "",
    beside: Beside | None = None,
) -> Response:
    """Render what a number counts: lines of the log, or rows beside it."""
    return render_page(
        "reports/period_lines.html",
        None,
        asked=asked,
        beside=beside,
        lines=lines,
        back=page_of(asked.period),
        file=address("lines_file", asked.period, **named()),
        following=following,
    )


@bp.get(f"{PERIOD}/dong.xlsx")
@requires(Permission.SEE_WHOLE_LOG)
def lines_file(first: date, last: date) -> ResponseReturnValue:
    """Give all lines that a number counts as a workbook."""
    period = period_or_404(first, last)
    asked = Beside.of(period, request.args) or Asked.of(period, request.args) or abort(404)
    return download(workbook(asked.book()), f"dong-nhat-ky-{first}-{last}.xlsx", MEDIA_TYPE)


# Words


@bp.get(f"{PERIOD}/loi-van/{PART}")
@requires(Permission.DRAFT_PAPERS)
def wording_form(first: date, last: date, part: str) -> ResponseReturnValue:
    """Show one part of a report to be written."""
    wording = wording_of(first, last, part)
    return show_wording(wording, WordingForm(obj=wording))


@bp.post(f"{PERIOD}/loi-van/{PART}")
@requires(Permission.DRAFT_PAPERS)
def write_wording(first: date, last: date, part: str) -> ResponseReturnValue:
    """Keep the words of a part."""
    wording, form = wording_of(first, last, part), WordingForm()
    status = form.refused(
        wording,
        lambda: form.both(wording),
        lambda: wording.write(db.session, form.typed, by=me()),
    )
    if status:
        return show_wording(wording, form), status
    return done(f"{page_of(wording.period)}#loi-van", f"Đã lưu phần {wording.section.words}.")


@bp.post(f"{PERIOD}/loi-van/{PART}/bo")
@requires(Permission.DRAFT_PAPERS)
def drop_wording(first: date, last: date, part: str) -> ResponseReturnValue:
    """Go back to what the figures say."""
    wording = wording_of(first, last, part)
    wording.drop(db.session, request.form.get("version", ""), by=me())
    words = f"Đã lấy lại câu gợi ý cho phần {wording.section.words}."
    return done(f"{page_of(wording.period)}#loi-van", words)


def wording_of(first: date, last: date, part: str) -> Wording:
    """Give a part of a period's report as it stands."""
    review = Review.of(db.session, period_or_404(first, last))
    return review.wordings[SECTIONS[part]]


def show_wording(wording: Wording, form: WordingForm) -> Response:
    """Render the form of one part."""
    return render_page(
        "reports/wording_form.html",
        None,
        wording=wording,
        form=form,
        part=NAMES[wording.section],
        back=page_of(wording.period),
        address=address,
    )
