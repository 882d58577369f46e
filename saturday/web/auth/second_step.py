"""How is a code of the telephone set up, asked for, and given up?"""

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from saturday.extensions import db
from saturday.models.second_step import SecondFactor
from saturday.papers import qr
from saturday.rules.one_time_codes import app_address, in_groups, typed_key
from saturday.rules.permissions import Permission
from saturday.web.access import enrolling, me, public, requires
from saturday.web.auth import attempts, entrance
from saturday.web.auth.forms import CodeForm, DropForm, OwnerForm, ProveForm, RenewForm
from saturday.web.auth.places import https_address
from saturday.web.auth.routes import bp
from saturday.web.page import done, render_page

ISSUER = "Ngày thứ 7 vì dân"


@bp.route("/dang-nhap/ma", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    """Ask for the code after the right password."""
    account = entrance.halfway()
    if account is None or https_address():
        return redirect(url_for(".sign_in", next=request.args.get("next"), cham=1), 303)
    form = CodeForm()
    if request.method == "GET":
        return show_step(form)
    if not form.validate():
        return show_step(form), 422
    if refusal := attempts.code_refusal(account, form.data["code"]):
        form.refuse(refusal.words, "code")
        return show_step(form), refusal.status
    return entrance.begin(account)


def show_step(form: CodeForm) -> Response:
    """Show the box for the code."""
    account = entrance.halfway()
    factor = account.second_factor if account else None
    readable = factor is not None and factor.is_readable(attempts.master())
    return render_page("auth/second_step.html", form=form, account=account, readable=readable)


@bp.get("/hai-lop")
@requires(Permission.USE_ACCOUNT)
@enrolling
def second_factor() -> ResponseReturnValue:
    """Show whether a code is asked for, and how to set it up."""
    return show_factor()


def show_factor(
    prove: ProveForm | None = None, renew: RenewForm | None = None, drop: DropForm | None = None
) -> Response:
    """Show the state of the second step with what may be done now."""
    factor = me().second_factor
    shown = factor is not None and factor.is_shown(attempts.master())
    return render_page(
        "auth/second_factor.html",
        factor=factor,
        key=factor.key(attempts.master()) if factor and shown else None,
        readable=factor is not None and factor.is_readable(attempts.master()),
        drawn=drawn,
        written=lambda key: in_groups(typed_key(key)),
        prove=prove or ProveForm(),
        renew=renew or RenewForm(),
        drop=drop or DropForm(),
        must_enrol=g.sign_in.must_enrol,
        required=not me().roles.isdisjoint(entrance.rules().codes_for),
    )


def drawn(key: bytes) -> Markup:
    """Draw what the app's camera reads."""
    return Markup(qr.svg(app_address(key, me().username, ISSUER)))  # noqa: S704 - drawn here


@bp.post("/hai-lop/bat-dau")
@requires(Permission.USE_ACCOUNT)
@enrolling
def begin_factor() -> ResponseReturnValue:
    """Make a key for the app on the telephone."""
    factor = me().second_factor
    if factor is None:
        db.session.add(SecondFactor.begin(me(), attempts.master(), by=me()))
    elif factor.proven_at is None:
        factor.begin_anew(attempts.master(), by=me())
    return done(url_for(".second_factor"), "")


@bp.post("/hai-lop/xac-nhan")
@requires(Permission.USE_ACCOUNT)
@enrolling
def prove_factor() -> ResponseReturnValue:
    """Take the first code; from now on one is asked for."""
    form, factor = ProveForm(), me().second_factor
    if factor is None or not factor.is_shown(attempts.master()):
        return done(url_for(".second_factor"), "Khóa đã quá 15 phút. Hãy bắt đầu lại.")
    if not form.validate():
        return show_factor(prove=form), 422
    typed = form.data
    if refusal := attempts.refusal_of(me().username, typed["password"]):
        form.refuse(refusal.at_password, "password")
        return show_factor(prove=form), refusal.status
    if not form.accepts(lambda: prove(factor, typed["code"])):
        return show_factor(prove=form), 422
    return done(url_for(".recovery_codes"), "")


def prove(factor: SecondFactor, code: str) -> None:
    """Prove the telephone and open the rest of the app."""
    factor.prove(code, attempts.master(), by=me(), but=g.sign_in)
    g.sign_in.must_enrol = False


@bp.get("/hai-lop/ma-du-phong")
@requires(Permission.USE_ACCOUNT)
def recovery_codes() -> ResponseReturnValue:
    """Show the recovery codes for printing, a quarter of an hour long."""
    factor = me().second_factor
    codes = factor.shown_codes(attempts.master()) if factor else []
    if not codes:
        return redirect(url_for(".second_factor"), 303)
    return render_page("auth/recovery_codes.html", codes=codes, factor=factor)


@bp.post("/hai-lop/ma-du-phong")
@requires(Permission.USE_ACCOUNT)
def renew_recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes."""
    form, factor = RenewForm(), me().second_factor
    if factor is None or factor.proven_at is None:
        return redirect(url_for(".second_factor"), 303)
    if status := refused(form):
        return show_factor(renew=form), status
    factor.renew_codes(attempts.master(), by=me())
    return done(url_for(".recovery_codes"), "")


def refused(form: OwnerForm) -> int | None:
    """Ask for the password once more; give the status of a refusal."""
    if not form.validate():
        return 422
    refusal = attempts.refusal_of(me().username, form.password.data or "")
    if refusal is None:
        return None
    form.refuse(refusal.at_password, form.password.name)
    return refusal.status


@bp.post("/hai-lop/tat")
@requires(Permission.USE_ACCOUNT)
def drop_factor() -> ResponseReturnValue:
    """Give the second step up, or change the telephone: then it is begun anew."""
    form, factor = DropForm(), me().second_factor
    if factor is None or factor.proven_at is None:
        return redirect(url_for(".second_factor"), 303)
    if status := refused(form):
        return show_factor(drop=form), status
    if not form.accepts(lambda: drop(factor)):
        return show_factor(drop=form), 422
    return done(url_for(".second_factor"), "Đã tắt đăng nhập hai lớp.")


def drop(factor: SecondFactor) -> None:
    """Give it up; where the role requires one, nothing else opens until it is set up anew."""
    factor.remove(by=me(), but=g.sign_in)
    g.sign_in.must_enrol = me().must_enrol(entrance.rules().codes_for)
