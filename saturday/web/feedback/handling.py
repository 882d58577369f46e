"""What may be done about an opinion now, and by whom?"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload, selectinload

from saturday.extensions import db
from saturday.models.commune import Department
from saturday.models.feedback import Answer, Feedback, FeedbackMove
from saturday.rules.feedback import FeedbackState, FeedbackStep, may_take
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when
from saturday.web.access import may, me, note_view, requires
from saturday.web.feedback.register import LOOKS, Clockwork, address_of
from saturday.web.feedback.routes import bp, one_or_404
from saturday.web.feedback.step_forms import (
    AssignForm,
    CloseForm,
    DeclineForm,
    GiveBackForm,
    ReopenForm,
    ReplyForm,
    StepForm,
    TransferForm,
)
from saturday.web.page import done, render_page

# Who may take which step, and on which page, the likeliest first.
STEPS: tuple[tuple[FeedbackStep, Permission, str, str], ...] = (
    (FeedbackStep.ASSIGN, Permission.SORT_FEEDBACK, "assign_form", "Giao xử lý"),
    (FeedbackStep.TAKE_UP, Permission.ANSWER_FEEDBACK, "take_up", "Nhận xử lý"),
    (FeedbackStep.ANSWER, Permission.ANSWER_FEEDBACK, "reply_form", "Trả lời"),
    (FeedbackStep.CLOSE, Permission.SORT_FEEDBACK, "close_form", "Ghi đã báo lại"),
    (FeedbackStep.GIVE_BACK, Permission.ANSWER_FEEDBACK, "give_back_form", "Xin thôi xử lý"),
    (FeedbackStep.TRANSFER, Permission.SORT_FEEDBACK, "transfer_form", "Chuyển cơ quan khác"),
    (FeedbackStep.DECLINE, Permission.SORT_FEEDBACK, "decline_form", "Không tiếp nhận"),
    (FeedbackStep.REOPEN, Permission.SORT_FEEDBACK, "reopen_form", "Mở lại"),
)
# The step that is next: of the owner while there is one, else of the Centre.
NEXT = {
    FeedbackState.NEW: (FeedbackStep.ASSIGN,),
    FeedbackState.SORTED: (FeedbackStep.TAKE_UP, FeedbackStep.ANSWER),
    FeedbackState.HANDLING: (FeedbackStep.ANSWER,),
    FeedbackState.TRANSFERRED: (FeedbackStep.CLOSE,),
    FeedbackState.ANSWERED: (FeedbackStep.CLOSE,),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One step that may be taken now (nút bấm)."""

    step: FeedbackStep
    words: str
    url: str
    is_next: bool

    @property
    def is_at_once(self) -> bool:
        """Whether nothing is asked before it."""
        return self.step is FeedbackStep.TAKE_UP


def ways(row: Feedback) -> list[Way]:
    """Give what this person may do about an opinion now: the next step first."""
    found = {
        step: (endpoint, words)
        for step, permission, endpoint, words in STEPS
        if may(permission) and may_take(step, row.state) and _is_whose(step, row)
    }
    wanted = NEXT.get(row.state, ())
    if FeedbackStep.ASSIGN in found and row.owner and not row.owner.is_current:
        wanted = (FeedbackStep.ASSIGN,)
    following = next((step for step in wanted if step in found), None)
    order = sorted(found, key=lambda step: step is not following)
    return [
        Way(step, _words(step, found[step][1], row), _url(found[step][0], row), step is following)
        for step in order
    ]


def _is_whose(step: FeedbackStep, row: Feedback) -> bool:
    """Whether a step is for this person: taking up and giving back is the owner's alone."""
    if step in {FeedbackStep.TAKE_UP, FeedbackStep.GIVE_BACK}:
        return row.owner_id is not None and row.owner_id == me().department_id
    return step is not FeedbackStep.ANSWER or row.owner_id is not None or _answers_all()


def _answers_all() -> bool:
    """Whether the person answers for everybody."""
    return may(Permission.SEE_ALL_FEEDBACK) and may(Permission.ANSWER_FEEDBACK)


def _words(step: FeedbackStep, words: str, row: Feedback) -> str:
    """Say what a step does; giving it to another is another word."""
    return "Giao đơn vị khác" if step is FeedbackStep.ASSIGN and row.owner else words


def _url(endpoint: str, row: Feedback) -> str:
    return url_for(f".{endpoint}", year=row.year, number=row.number)


# One opinion


@bp.get("/<year:year>/<int:number>")
@requires(Permission.SEE_FEEDBACK)
def opinion(year: int, number: int) -> ResponseReturnValue:
    """Show an opinion with its way; that somebody saw who said it is noted."""
    row = one_or_404(year, number)
    if row.name:
        note_view(row, number=row.full_number)
    told = (
        selectinload(Feedback.steps).options(
            joinedload(FeedbackMove.by), joinedload(FeedbackMove.department)
        ),
        selectinload(Feedback.answers).joinedload(Answer.department),
        joinedload(Feedback.duty_session),
        joinedload(Feedback.written_by),
    )
    row = db.one_or_404(Feedback.numbered(me(), year, number).options(*told))
    return render_page(
        "feedback/opinion.html",
        None,
        row=row,
        ways=ways(row),
        look=LOOKS[row.state],
        clockwork=Clockwork.now(),
    )


# The Centre's steps


@bp.get("/<year:year>/<int:number>/giao")
@requires(Permission.SORT_FEEDBACK)
def assign_form(year: int, number: int) -> ResponseReturnValue:
    """Ask who owes the answer."""
    row = one_or_404(year, number)
    return show(row, AssignForm.over(row).offering(departments()))


@bp.post("/<year:year>/<int:number>/giao")
@requires(Permission.SORT_FEEDBACK)
def assign(year: int, number: int) -> ResponseReturnValue:
    """Give an opinion to a department."""
    row = one_or_404(year, number)
    return take(row, AssignForm.over(row).offering(departments()))


@bp.get("/<year:year>/<int:number>/chuyen")
@requires(Permission.SORT_FEEDBACK)
def transfer_form(year: int, number: int) -> ResponseReturnValue:
    """Ask which body decides."""
    return ask(TransferForm, year, number)


@bp.post("/<year:year>/<int:number>/chuyen")
@requires(Permission.SORT_FEEDBACK)
def transfer(year: int, number: int) -> ResponseReturnValue:
    """Send an opinion on."""
    row = one_or_404(year, number)
    return take(row, TransferForm.over(row))


@bp.get("/<year:year>/<int:number>/khong-tiep-nhan")
@requires(Permission.SORT_FEEDBACK)
def decline_form(year: int, number: int) -> ResponseReturnValue:
    """Ask why an opinion is not taken."""
    return ask(DeclineForm, year, number)


@bp.post("/<year:year>/<int:number>/khong-tiep-nhan")
@requires(Permission.SORT_FEEDBACK)
def decline(year: int, number: int) -> ResponseReturnValue:
    """Do not take an opinion."""
    row = one_or_404(year, number)
    return take(row, DeclineForm.over(row))


@bp.get("/<year:year>/<int:number>/bao-lai")
@requires(Permission.SORT_FEEDBACK)
def close_form(year: int, number: int) -> ResponseReturnValue:
    """Ask how whoever said it was told."""
    return ask(CloseForm, year, number)


@bp.post("/<year:year>/<int:number>/bao-lai")
@requires(Permission.SORT_FEEDBACK)
def close(year: int, number: int) -> ResponseReturnValue:
    """Close an opinion whose speaker has heard what became of it."""
    row = one_or_404(year, number)
    return take(row, CloseForm.over(row))


@bp.get("/<year:year>/<int:number>/mo-lai")
@requires(Permission.SORT_FEEDBACK)
def reopen_form(year: int, number: int) -> ResponseReturnValue:
    """Ask why an opinion is not over."""
    return ask(ReopenForm, year, number)


@bp.post("/<year:year>/<int:number>/mo-lai")
@requires(Permission.SORT_FEEDBACK)
def reopen(year: int, number: int) -> ResponseReturnValue:
    """Open an opinion again."""
    row = one_or_404(year, number)
    return take(row, ReopenForm.over(row))


# The owner's steps


@bp.post("/<year:year>/<int:number>/nhan")
@requires(Permission.ANSWER_FEEDBACK)
def take_up(year: int, number: int) -> ResponseReturnValue:
    """Say that an opinion is being worked on."""
    row = one_or_404(year, number)
    refuse_foreign(row)
    row.take_up(by=me())
    return done(address_of(row), f"Đã nhận xử lý ý kiến số {row.full_number}.")


@bp.get("/<year:year>/<int:number>/tra-lai")
@requires(Permission.ANSWER_FEEDBACK)
def give_back_form(year: int, number: int) -> ResponseReturnValue:
    """Ask why an opinion belongs to somebody else."""
    return ask(GiveBackForm, year, number)


@bp.post("/<year:year>/<int:number>/tra-lai")
@requires(Permission.ANSWER_FEEDBACK)
def give_back(year: int, number: int) -> ResponseReturnValue:
    """Ask to be relieved of an opinion."""
    row = one_or_404(year, number)
    refuse_foreign(row)
    return take(row, GiveBackForm.over(row))


@bp.get("/<year:year>/<int:number>/tra-loi")
@requires(Permission.ANSWER_FEEDBACK)
def reply_form(year: int, number: int) -> ResponseReturnValue:
    """Ask for the answer."""
    return ask(ReplyForm, year, number)


@bp.post("/<year:year>/<int:number>/tra-loi")
@requires(Permission.ANSWER_FEEDBACK)
def reply(year: int, number: int) -> ResponseReturnValue:
    """Answer an opinion; two who answer at once see each other's words."""
    row = one_or_404(year, number)
    return take(row, ReplyForm.over(row))


# All steps


def ask(kind: type[StepForm], year: int, number: int) -> Response:
    """Show the page of a step."""
    row = one_or_404(year, number)
    return show(row, kind.over(row))


def take(row: Feedback, form: StepForm) -> ResponseReturnValue:
    """Take a step as typed, or show its page again with what is wrong."""
    status = form.refused(row, lambda: form.differences(row), lambda: form.act(row, by=me()))
    if status:
        return show(row, form), status
    return done(_after(row), form.DONE.format(row.full_number))


def _after(row: Feedback) -> str:
    """Go on to the opinion while it can still be seen: given back, it is the Centre's again."""
    is_seen = may(Permission.SEE_ALL_FEEDBACK) or row.owner_id == me().department_id
    return address_of(row) if is_seen else url_for(".register")


def show(row: Feedback, form: StepForm) -> Response:
    """Render the page of a step."""
    return render_page(
        "feedback/_step.html",
        None,
        row=row,
        form=form,
        action=_url(form.ENDPOINT, row),
        left=Clockwork.now().left(row),
        can=may_take(form.STEP, row.state) or bool(form.errors),
    )


def refuse_foreign(row: Feedback) -> None:
    """Refuse a step that is the owner's alone: the Centre gives it to somebody else instead."""
    words = "Chỉ đơn vị đang xử lý bấm được nút này. Trung tâm thì giao đơn vị khác."
    refuse_when(row.owner_id is None or row.owner_id != me().department_id, words)


def departments() -> Sequence[Department]:
    """Give the departments that exist today."""
    return db.session.scalars(Department.current()).all()
