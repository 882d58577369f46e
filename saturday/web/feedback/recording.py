"""How does an opinion come into the register, and how is it put right?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Commune, Hamlet, SubjectArea
from saturday.models.feedback import Feedback
from saturday.models.plan import DutySession
from saturday.rules.feedback import FeedbackSource, show_code
from saturday.rules.permissions import Permission
from saturday.web.access import may, me, note_view, requires
from saturday.web.feedback.forms import CorrectForm, Offered, RecordForm, with_present
from saturday.web.feedback.register import Clockwork, address_of, asked_day
from saturday.web.feedback.routes import bp, one_or_404
from saturday.web.page import done, done_showing, render_page

LATELY = timedelta(days=60)
LOOK_UP = "/phan-anh/tra-cuu"


@dataclass(frozen=True, slots=True)
class Slip:
    """What whoever said it takes home: a number, a code, a limit; nothing of who said what."""

    row: Feedback
    code: str
    due: date | None
    look_up: str  # where the code is typed in, when strangers reach these pages

    @classmethod
    def of(cls, row: Feedback, code: str) -> "Slip":
        """Write the slip of an opinion."""
        public = Commune.of_database(db.session).text("public.address").strip().rstrip("/")
        due = Clockwork.now().answer_due(row)
        return cls(row, show_code(code), due, f"{public}{LOOK_UP}" if public else "")


@bp.get("/ghi")
@requires(Permission.RECORD_FEEDBACK)
def record_form() -> ResponseReturnValue:
    """Ask what was said, by whom, and which way it came."""
    offered = offered_to()
    return show_record(RecordForm.begin(offered, saturday_of(offered)))


@bp.post("/ghi")
@requires(Permission.RECORD_FEEDBACK)
def record() -> ResponseReturnValue:
    """Write an opinion down; the answer is its slip, which is shown only now."""
    offered, form, made = offered_to(), RecordForm(), list[tuple[Feedback, str]]()
    form.offer(offered)
    if not form.validate() or not form.accepts(lambda: made.append(write_down(form, offered))):
        return show_record(form), 422
    row, code = made[0]
    message = f"Đã ghi ý kiến số {row.full_number}. Phiếu chỉ hiện một lần, ngay sau khi ghi."
    return done_showing(next_url(row), message, show_slip(row, code))


def write_down(form: RecordForm, offered: Offered) -> tuple[Feedback, str]:
    """Record what was typed."""
    said = form.opinion(form.source.data or FeedbackSource.DESK, offered, form.moment)
    return Feedback.record(db.session, said, form.report, by=me())


def next_url(row: Feedback) -> str:
    """Go on to the opinion; who may only write them down goes on to the next."""
    return address_of(row) if may(Permission.SEE_FEEDBACK) else url_for(".record_form")


def show_record(form: RecordForm) -> Response:
    """Render the page on which an opinion is written down."""
    day = asked_day()
    kept = {"buoi": day.isoformat()} if day else {}
    return render_page("feedback/record_form.html", None, form=form, kept=kept)


def show_slip(row: Feedback, code: str) -> Response:
    """Render the slip of an opinion."""
    return render_page("feedback/record.html", None, slip=Slip.of(row, code), back=next_url(row))


@bp.get("/huong-dan")
@requires(Permission.RECORD_FEEDBACK)
def guidance_sheet() -> ResponseReturnValue:
    """Show the sheet for somebody who complains or accuses; nothing of it is kept."""
    commune = Commune.of_database(db.session)
    return render_page("feedback/guidance_sheet.html", None, commune=commune)


@bp.post("/<year:year>/<int:number>/phieu")
@requires(Permission.SORT_FEEDBACK)
def renew_slip(year: int, number: int) -> ResponseReturnValue:
    """Make another slip for one that was lost; the old code finds nothing any more."""
    row = one_or_404(year, number)
    code = row.renew_code(by=me())
    db.session.flush()
    message = f"Đã làm phiếu mới cho ý kiến số {row.full_number}. Mã cũ không dùng được nữa."
    return done_showing(address_of(row), message, show_slip(row, code))


@bp.get("/<year:year>/<int:number>/sua")
@requires(Permission.SORT_FEEDBACK)
def correct_form(year: int, number: int) -> ResponseReturnValue:
    """Show an opinion as it was written down; that somebody saw it whole is noted."""
    row = one_or_404(year, number)
    if note_look(row):
        row = one_or_404(year, number)
    return show_correct(row, CorrectForm.of(row, offered_to(row)))


@bp.post("/<year:year>/<int:number>/sua")
@requires(Permission.SORT_FEEDBACK)
def correct(year: int, number: int) -> ResponseReturnValue:
    """Put right how an opinion was written down."""
    row = one_or_404(year, number)
    offered = offered_to(row)
    form = CorrectForm.of(row, offered)
    status = form.refused(
        row,
        lambda: form.differences(row, offered),
        lambda: row.correct(form.opinion(row.source, offered), by=me()),
    )
    if status:
        note_look(row)
        return show_correct(row, form), status
    return done(address_of(row), f"Đã sửa ý kiến số {row.full_number}.")


def note_look(row: Feedback) -> bool:
    """Note that whole values are shown, also beside what was refused; False when there are none."""
    is_told = bool(row.name)
    if is_told:
        note_view(row, number=row.full_number)
    return is_told


def show_correct(row: Feedback, form: CorrectForm) -> Response:
    """Render the page on which an opinion is put right."""
    return render_page("feedback/correct_form.html", None, row=row, form=form)


def offered_to(row: Feedback | None = None) -> Offered:
    """Give what may be chosen; what an opinion has now is among it, even when it is past."""
    today = clock.today()
    hamlet, saturday, area = (
        (row.hamlet, row.duty_session, row.subject_area) if row else (None, None, None)
    )
    return Offered(
        hamlets=with_present(db.session.scalars(Hamlet.in_order()), hamlet),
        saturdays=with_present(_saturdays(today), saturday),
        areas=with_present(db.session.scalars(SubjectArea.in_order()), area),
    )


def _saturdays(today: date) -> Iterator[DutySession]:
    """Give the Saturdays held of late, the newest first, and the one of the address."""
    asked = asked_day()
    first = min(today - LATELY, asked or today)
    rows = db.session.scalars(DutySession.between(first, today)).all()
    since = today - LATELY
    return (one for one in reversed(rows) if one.counts and (one.day >= since or one.day == asked))


def saturday_of(offered: Offered) -> DutySession | None:
    """Give the Saturday of the address, else today's."""
    wanted = asked_day() or clock.today()
    return next((one for one in offered.saturdays if one.day == wanted), None)
