"""Is the Saturday prepared, how does it go, and what is told of it?"""

from collections.abc import Iterable
from datetime import date

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Commune, Setting, SubjectArea
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment
from saturday.models.running import Answers, Checklist, WaitingCount, figures_of
from saturday.rules.permissions import Permission
from saturday.rules.running import USUAL_CHECKLIST, CountKind, Turn, calendar_line, noon_message
from saturday.web.access import me, requires
from saturday.web.intake.routes import bp
from saturday.web.intake.running_forms import AnswersForm, ChecklistForm, CountForm, ItemsForm
from saturday.web.page import done, render_page


@bp.get("/<day:day>/buoi")
@requires(Permission.RUN_DESK)
def running(day: date) -> ResponseReturnValue:
    """Show what is to be seen to, who waits, what people say, and what is told of it."""
    return show(session_on(day))


@bp.post("/<day:day>/kiem-tra")
@requires(Permission.RUN_DESK)
def tick_checklist(day: date) -> ResponseReturnValue:
    """Keep what was ticked."""
    duty_session = session_on(day)
    checklist = checklist_of(duty_session)
    form = ChecklistForm.over(checklist)
    status = form.refused(
        checklist,
        lambda: [("Danh mục", f"{len(checklist.items)} mục", "danh mục trước khi sửa")],
        lambda: checklist.tick(db.session, form.shown_places(), form.ticks.places, by=me()),
    )
    if status:
        return show(duty_session, checklist_form=form), status
    left = len(checklist_of(duty_session).open_items)
    words = f"Còn {left} mục chưa xong." if left else "Đã xong cả danh mục."
    return done(url_for(".running", day=day), f"Đã lưu danh mục kiểm tra. {words}")


@bp.get("/<day:day>/kiem-tra/sua")
@requires(Permission.RUN_DESK)
def checklist_form(day: date) -> ResponseReturnValue:
    duty_session = session_on(day)
    return show_items(duty_session, ItemsForm.over(checklist_of(duty_session)))


@bp.post("/<day:day>/kiem-tra/sua")
@requires(Permission.RUN_DESK)
def write_checklist(day: date) -> ResponseReturnValue:
    """Set what is on the list of this Saturday, and of later ones when that is wanted."""
    duty_session = session_on(day)
    checklist = checklist_of(duty_session)
    form = ItemsForm.over(checklist)
    typed = form.texts.data or ""
    status = form.refused(
        checklist,
        lambda: [("Các mục", "\n".join(one.text for one in checklist.items), typed)],
        lambda: _write(checklist, typed, is_usual=form.is_usual.data),
    )
    if status:
        return show_items(duty_session, form), status
    return done(url_for(".running", day=day), "Đã lưu các mục của danh mục kiểm tra.")


@bp.post("/<day:day>/dem-nguoi")
@requires(Permission.RUN_DESK)
def count_people(day: date) -> ResponseReturnValue:
    """Keep how many wait, or have come in."""
    duty_session = session_on(day)
    form = CountForm.offering(areas())
    if not form.validate() or not form.accepts(
        lambda: WaitingCount.write(db.session, duty_session, form.seen(duty_session), by=me())
    ):
        return show(duty_session, count_form=form), 422
    words = f"{form.count.data} người {CountKind[form.kind.data].words}"
    return done(url_for(".running", day=day), f"Đã ghi {words}.")


@bp.post("/<day:day>/dem-nguoi/<int:count_id>/bo")
@requires(Permission.RUN_DESK)
def drop_count(day: date, count_id: int) -> ResponseReturnValue:
    """Take back a count that was wrong."""
    question = WaitingCount.of_session(session_on(day)).where(WaitingCount.id == count_id)
    row = db.session.scalar(question)
    if row is None:
        abort(404)
    row.drop(db.session, by=me())
    return done(url_for(".running", day=day), f"Đã bỏ số đếm {row.count} người.")


@bp.post("/<day:day>/hai-long")
@requires(Permission.RUN_DESK)
def write_answers(day: date) -> ResponseReturnValue:
    """Keep how many people said what."""
    duty_session = session_on(day)
    answers = Answers.of(db.session, duty_session)
    form = AnswersForm.over(answers)
    status = form.refused(
        answers,
        lambda: form.differences(answers),
        lambda: answers.write(db.session, form.counts(), by=me()),
    )
    if status:
        return show(duty_session, answers_form=form), status
    total = sum(form.counts().values())
    return done(url_for(".running", day=day), f"Đã lưu mức độ hài lòng: {total} phiếu.")


def session_on(day: date) -> DutySession:
    """Give the Saturday of a day, else 404."""
    row: DutySession = db.one_or_404(DutySession.on(day))
    return row


def checklist_of(duty_session: DutySession) -> Checklist:
    """Give what is to be seen to on a Saturday: its own list, else the usual one."""
    usual = Commune.of_database(db.session).text(USUAL_CHECKLIST)
    return Checklist.of(db.session, duty_session, usual)


def areas() -> list[str]:
    """Name the fields at whose desks people wait."""
    question = select(SubjectArea.name).where(SubjectArea.lasts())
    return list(db.session.scalars(question.order_by(SubjectArea.position, SubjectArea.id)))


def turn_of(duty_session: DutySession) -> Turn:
    """Give what the weekly calendar tells of a Saturday."""
    people = db.session.scalars(Assignment.of_session(duty_session)).unique().all()
    return Turn(
        day=duty_session.day,
        starts_at=duty_session.starts_at,
        ends_at=duty_session.ends_at,
        place=duty_session.place or "",
        leaders=_holding(people, "LEADER"),
        leads=_holding(people, "CENTRE_LEAD"),
    )


def _holding(people: Iterable[Assignment], duty: str) -> list[str]:
    """Name those who hold a duty."""
    return [one.who for one in people if one.duty.code == duty]


def _write(checklist: Checklist, text: str, *, is_usual: bool) -> None:
    """Set the list, and the usual one too when later Saturdays are to have it."""
    lines = checklist.write(db.session, text, by=me())
    if is_usual:
        row = db.session.scalars(
            select(Setting).where(Setting.key == USUAL_CHECKLIST)
        ).one_or_none()
        row = row or Setting(key=USUAL_CHECKLIST, value="")
        db.session.add(row)
        db.session.flush()
        row.change("\n".join(lines), by=me())


def show(
    duty_session: DutySession,
    *,
    checklist_form: ChecklistForm | None = None,
    count_form: CountForm | None = None,
    answers_form: AnswersForm | None = None,
) -> Response:
    """Show the page of a Saturday's course."""
    checklist = checklist_of(duty_session)
    seen = db.session.scalars(WaitingCount.of_session(duty_session)).all()
    figures, answers = figures_of(db.session, duty_session), Answers.of(db.session, duty_session)
    others = request.method == "POST"  # one of the forms was sent: the rest are as stored
    return render_page(
        "intake/running.html",
        None,
        duty_session=duty_session,
        today=clock.today(),
        has_come=clock.today() >= duty_session.day,
        checklist=checklist,
        checklist_form=checklist_form or ChecklistForm.over(checklist, is_shown_only=others),
        count_form=count_form or CountForm.offering(areas(), is_shown_only=others),
        answers_form=answers_form or AnswersForm.over(answers, is_shown_only=others),
        seen=seen,
        came_in=next((one for one in seen if one.kind is CountKind.CAME_IN), None),
        figures=figures,
        noon="\n".join(noon_message(figures)),
        line=calendar_line(turn_of(duty_session)),
        packs=db.session.scalars(MobilePack.of_session(duty_session)).all(),
    )


def show_items(duty_session: DutySession, form: ItemsForm) -> Response:
    """Show the page on which the list itself is written."""
    return render_page("intake/checklist_form.html", None, duty_session=duty_session, form=form)
