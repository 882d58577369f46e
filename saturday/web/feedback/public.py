"""What may anyone write to the commune, and ask of it later, without signing in?"""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Response, abort, current_app, g, make_response, request, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.commune import Commune, Hamlet
from saturday.models.feedback import Feedback, limits_of
from saturday.models.forms import FormKey
from saturday.models.strangers import StrangerCall, machine_key
from saturday.rules.feedback import (
    AnswerWay,
    StrangerAct,
    answer_due_on,
    code_from,
    read_code,
    show_code,
)
from saturday.rules.one_time_codes import derived
from saturday.web.access import by_link, for_everyone, repeatable
from saturday.web.feedback.public_forms import CodeForm, PublicForm, PublicOpinionForm
from saturday.web.feedback.routes import bp
from saturday.web.page import done

CODE_SHOWN = timedelta(hours=1)
MOST_SENT = 100_000  # bytes: four thousand letters, each as nine, and what stands around them
TYPED = "application/x-www-form-urlencoded"
TOO_OFTEN = "Vừa có quá nhiều lần gửi. Hãy thử lại sau một giờ, hoặc gọi Trung tâm."
NO_SUCH_CODE = "Không thấy ý kiến nào có mã này. Hãy xem lại từng chữ trên phiếu."


@bp.get("/gui")
@for_everyone
def opinion_form() -> ResponseReturnValue:
    """Show the form, or whom to tell where the commune takes none this way."""
    if not _is_open():
        return _page("feedback/_closed.html"), 404
    return show_form(offered(_hamlets()))


@bp.post("/gui")
@by_link
def send_opinion() -> ResponseReturnValue:
    """Write down what a stranger says; one row a key, few an hour from one machine."""
    _refuse_size()
    hamlets = _hamlets()
    form = offered(hamlets)
    if not _is_open() or g.form_name != PublicOpinionForm.__name__:
        abort(404)
    if not form.validate():
        return show_form(form), 422
    if _must_wait(StrangerAct.SEND):
        form.refuse(TOO_OFTEN)
        return show_form(form), 429
    if not form.accepts(lambda: write_down(form, hamlets)):
        return show_form(form), 422
    return done(url_for(".opinion_sent"), "")


@bp.get("/gui/xong")
@for_everyone
def opinion_sent() -> ResponseReturnValue:
    """Show the code for an hour; then the address in somebody's browser tells nothing."""
    key = db.session.scalar(FormKey.used(request.args.get("xong", "")))
    is_fresh = key is not None and key.used_at > clock.now() - CODE_SHOWN
    code = _code(key.nonce) if key is not None and is_fresh else ""
    row = db.session.scalar(Feedback.of_code(code)) if code else None
    return _page(
        "feedback/opinion_sent.html",
        row=row,
        code=show_code(code) if row else "",
        owed=_owed(row) if row else {},
    )


@bp.get("/tra-cuu")
@for_everyone
def look_up() -> ResponseReturnValue:
    """Ask for the code of a slip."""
    return show_answer(CodeForm(formdata=None))


@bp.post("/tra-cuu")
@by_link
@repeatable
def tell_state() -> ResponseReturnValue:
    """Say where an opinion stands; a POST, so that no code comes to stand in an address.

    What is no code and what nobody's slip bears is answered alike, and counted.
    """
    _refuse_size()
    form = CodeForm()
    if not form.validate():
        return show_answer(form), 422
    if _must_wait(StrangerAct.LOOK_UP):
        form.refuse(TOO_OFTEN)
        return show_answer(form), 429
    row = db.session.scalar(Feedback.of_code(read_code(form.code.data or "")))
    if row is not None:
        return show_answer(form, row)
    StrangerCall.count_one(db.session, StrangerAct.LOOK_UP, _machine())
    db.session.commit()  # also when the answer is a refusal: guesses are counted
    form.refuse(NO_SUCH_CODE, "code")
    return show_answer(form), 422


def offered(hamlets: Sequence[Hamlet]) -> PublicOpinionForm:
    """Make the form as the commune's settings say."""
    limits = limits_of(Commune.of_database(db.session))
    return PublicOpinionForm.offering(hamlets, limits.answer)


def write_down(form: PublicOpinionForm, hamlets: Sequence[Hamlet]) -> None:
    """Record what was written, and count that somebody wrote."""
    said = form.opinion(hamlets)
    Feedback.record(db.session, said, by=None, code=_code(g.form_key))
    StrangerCall.count_one(db.session, StrangerAct.SEND, _machine())


def show_form(form: PublicOpinionForm) -> Response:
    """Show the form of an opinion."""
    return _page("feedback/opinion_form.html", form)


def show_answer(form: CodeForm, row: Feedback | None = None) -> Response:
    """Show the form of a code, and where an opinion stands: nothing of who said what."""
    answer = row.answer if row else None
    is_told = answer is not None and (answer.is_public or answer.way is AnswerWay.CODE)
    return _page(
        "feedback/look_up.html",
        form,
        row=row,
        owed=_owed(row) if row else {},
        answer=answer,
        is_told=is_told,
    )


def _is_open() -> bool:
    """Whether the commune takes opinions this way."""
    return Commune.of_database(db.session).text("feedback.public_form") == "yes"


def _hamlets() -> Sequence[Hamlet]:
    return db.session.scalars(Hamlet.in_order()).all()


def _owed(row: Feedback) -> dict[str, date]:
    """Give what is owed by when: the next step, and the answer, for which somebody waits."""
    limits, calendar = limits_of(Commune.of_database(db.session)), known_calendar(db.session)
    steps = {} if row.owner else {"giao xử lý": row.due_on(limits, calendar)}
    steps["trả lời"] = answer_due_on(row.standing, limits, calendar)
    return {step: due for step, due in steps.items() if due}


def _refuse_size() -> None:
    """Refuse what no such form sends: files, and more than anybody writes."""
    if request.mimetype != TYPED or (request.content_length or 0) > MOST_SENT:
        abort(413)


def _must_wait(act: StrangerAct) -> bool:
    """Whether too much came of late from this machine, or from all of them."""
    return StrangerCall.tires(db.session, act, _machine())


def _machine() -> str:
    """Give by what this machine is counted."""
    return machine_key(current_app.config["SECRET_KEY"], request.remote_addr or "")


def _code(nonce: str) -> str:
    """Make the code that belongs to a form's key."""
    return code_from(derived(current_app.config["SECRET_KEY"], "opinion", nonce))


def _page(template: str, form: PublicForm | None = None, **context: object) -> Response:
    """Render past the context processors: nobody is signed in, nothing of the desk is shown."""
    commune = Commune.of_database(db.session)
    page = current_app.jinja_env.get_template(template).render(
        commune_name=commune.name,
        help_phone=commune.help_phone,
        is_demo=commune.is_demo,
        takes_opinions=commune.text("feedback.public_form") == "yes",
        form=form,
        **context,
    )
    return make_response(page)
