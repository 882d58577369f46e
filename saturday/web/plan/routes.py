"""Which Saturdays does the year hold?"""

from datetime import date

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.calendar import WorkingHours, known_calendar
from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.models.plan import AnnualPlan, fallen_of
from saturday.papers import ics
from saturday.rules.lifecycle import PaperState
from saturday.rules.permissions import Permission
from saturday.rules.schedule import Proposed, fallen_sentence
from saturday.safekeeping import defaults
from saturday.web.access import may, me, requires
from saturday.web.page import done, download, render_page
from saturday.web.plan import year as arranged
from saturday.web.plan.forms import BeginForm, ChooseForm, TextForm
from saturday.web.plan.usual import Usual

bp = Blueprint("plan", __name__, url_prefix="/ke-hoach")


@bp.get("/")
@requires(Permission.SEE_SATURDAYS)
def this_year() -> ResponseReturnValue:
    return redirect(url_for(".year_detail", year=clock.today().year))


@bp.get("/<year:year>")
@requires(Permission.SEE_SATURDAYS)
def year_detail(year: int) -> ResponseReturnValue:
    plan = _find(year)
    if plan is None:
        return _show_nothing(year, _begin_form(year))
    proposed = _proposed(plan)
    return _show(plan, ChooseForm.over(plan, proposed), proposed=len(proposed))


@bp.post("/<year:year>/lap")
@requires(Permission.PLAN_YEAR)
def begin(year: int) -> ResponseReturnValue:
    form = _begin_form(year)
    if _find(year) is not None:
        return done(url_for(".year_detail", year=year), f"Kế hoạch năm {year} đã có.")
    if not form.validate() or not form.accepts(lambda: _begin(form, year)):
        return _show_nothing(year, form), 422
    how = "nam-truoc" if form.start.data == "copy" else None
    return done(
        url_for(".year_detail", year=year, chon=how),
        f"Đã lập kế hoạch năm {year}. Việc tiếp theo: chọn các thứ Bảy.",
    )


@bp.post("/<year:year>/chon")
@requires(Permission.PLAN_YEAR)
def choose(year: int) -> ResponseReturnValue:
    plan, calendar = _plan(year), known_calendar(db.session)
    form = ChooseForm.over(plan)
    if "giup" in request.form:  # ticks only; nothing is saved
        return _show(plan, form, proposed=form.help(arranged.proposal(plan, calendar)))
    if form.is_stale(plan, lambda: form.differences(plan, calendar)):
        return _show(plan, form), 409
    if not form.validate() or not form.takes(plan, calendar):
        return _show(plan, form), 422
    plan.choose(form.choices(plan, calendar), calendar, by=me())
    held = [one for one in plan.sessions if one.counts]
    return done(url_for(".year_detail", year=year), f"Đã lưu kế hoạch: {len(held)} buổi.")


@bp.get("/<year:year>/noi-dung")
@requires(Permission.PLAN_YEAR)
def text_form(year: int) -> ResponseReturnValue:
    plan = _plan(year)
    return _show_text(plan, TextForm.over(plan))


@bp.post("/<year:year>/noi-dung")
@requires(Permission.PLAN_YEAR)
def write(year: int) -> ResponseReturnValue:
    plan = _plan(year)
    form = TextForm.over(plan)
    if act := request.form.get("act"):
        return _show_text(plan, form, form.rearrange(act))
    if form.is_stale(plan, lambda: form.differences(plan)):
        return _show_text(plan, form), 409
    if not all([form.validate(), form.is_full()]) or not form.accepts(lambda: _write(plan, form)):
        return _show_text(plan, form), 422
    return done(url_for(".text_form", year=year), f"Đã lưu lời văn: {len(plan.lines)} dòng.")


@bp.get("/<year:year>/in")
@requires(Permission.SEE_SATURDAYS)
def year_sheet(year: int) -> ResponseReturnValue:
    plan = _plan(year)
    return render_page(
        "plan/year_sheet.html",
        plan=plan,
        months=arranged.months_of(plan, known_calendar(db.session)),
        held=[one for one in plan.sessions if one.counts],
        usual=_usual(),
    )


@bp.get("/<year:year>.ics")
@requires(Permission.SEE_SATURDAYS)
def year_calendar(year: int) -> ResponseReturnValue:
    events = _usual().events_of(_plan(year).sessions)
    content = ics.write(f"Ngày thứ 7 vì dân {year}", events, stamp=clock.now())
    return download(content, f"ngay-thu-7-{year}.ics", ics.MEDIA_TYPE)


def _find(year: int) -> AnnualPlan | None:
    """Find the plan of a year."""
    row: AnnualPlan | None = db.session.scalar(AnnualPlan.of_year(year))
    return row


def _plan(year: int) -> AnnualPlan:
    """Give the plan of a year; a year without one has none of its pages."""
    row = _find(year)
    if row is None:
        abort(404)
    return row


def _begin_form(year: int) -> BeginForm:
    """Offer to begin a year on this day, or on its first."""
    first = max(clock.today(), date(year, 1, 1))
    form = BeginForm(data={"counted_from": first if first.year == year else date(year, 1, 1)})
    form.offer(_find(year - 1))
    return form


def _begin(form: BeginForm, year: int) -> None:
    """Begin a year with the words that were asked for."""
    since, last = form.counted_from.data or date(year, 1, 1), _find(year - 1)
    commune = Commune.of_database(db.session)
    if form.start.data == "copy" and last is not None:
        db.session.add(defaults.begin_plan_like(last, year, since, commune, by=me()))
        return
    db.session.add(defaults.begin_plan(year, since, commune, by=me()))


def _usual() -> Usual:
    """Read where and when a Saturday is held unless it says otherwise."""
    seasons = db.session.scalars(WorkingHours.in_order()).all()
    return Usual(Commune.of_database(db.session), tuple(seasons))


def _write(plan: AnnualPlan, form: TextForm) -> None:
    """Keep the words of the plan."""
    plan.head(form.subject.data or "", form.counted_from.data or plan.counted_from, by=me())
    plan.write(form.typed(), by=me())


def _proposed(plan: AnnualPlan) -> list[Proposed]:
    """Give the days asked for by the address, to be ticked but not yet saved."""
    how = request.args.get("chon")
    last = _find(plan.year - 1) if how == "nam-truoc" else None
    if how != "giup" and last is None:
        return []
    return arranged.proposal(plan, known_calendar(db.session), last)


def _show(plan: AnnualPlan, form: ChooseForm, *, proposed: int = 0) -> Response:
    """Show a year; ``proposed`` days are ticked but not yet saved."""
    calendar = known_calendar(db.session)
    today = clock.today()
    coming = [one for one in plan.sessions if one.day >= today]
    return render_page(
        "plan/year_detail.html",
        plan=plan,
        form=form,
        months=arranged.months_of(plan, calendar),
        held=[one for one in plan.sessions if one.counts],
        lacks=arranged.lacks(plan),
        fallen=[(fallen_sentence(one), one.day) for one in fallen_of(coming, calendar)],
        proposed=proposed,
        is_provisional=calendar.provisional(plan.year),
        has_last=_find(plan.year - 1) is not None,
        papers=_papers(plan),
        today=today,
        usual=_usual(),
    )


def _show_nothing(year: int, form: BeginForm) -> Response:
    """Show a year that has no plan yet."""
    return render_page("plan/begin.html", year=year, form=form)


def _show_text(plan: AnnualPlan, form: TextForm, there: int | None = None) -> Response:
    """Show the words of the plan; ``there`` is the line to go on with."""
    return render_page("plan/text_form.html", plan=plan, form=form, there=there)


def _papers(plan: AnnualPlan) -> list[Document]:
    """Give the papers of the plan that this person may see."""
    papers = db.session.scalars(Document.of_plan(plan))
    everything = may(Permission.SEE_UNISSUED_PAPERS)
    return [one for one in papers if everything or one.state is PaperState.ISSUED]
