"""Who comes in, and out again?"""

from flask import Blueprint, Response, abort, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import (
    Account,
    Link,
    LinkKind,
    SignIn,
    end_all,
    refuse_taken,
)
from saturday.rules.one_time_codes import digits_of
from saturday.rules.passphrases import passphrase
from saturday.rules.permissions import Permission, Role
from saturday.web.access import enrolling, me, public, repeatable, requires
from saturday.web.auth import attempts, entrance
from saturday.web.auth.forms import (
    FirstAdminForm,
    PasswordForm,
    SetPasswordForm,
    SignInForm,
    SlipForm,
)
from saturday.web.auth.places import https_address, own_path, page_before
from saturday.web.page import done, render_page

bp = Blueprint("auth", __name__)

PROPOSALS = 3


@bp.route("/dang-nhap", methods=["GET", "POST"])
@public
@repeatable
def sign_in() -> ResponseReturnValue:
    """Let a person in; a form that is sent again only begins another sign-in."""
    if https_address():
        return show_sign_in(None)
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(own_path(request.args.get("next")), 303)
    form = SignInForm()
    if request.method == "GET":
        return show_sign_in(form)
    if not form.validate():
        return show_sign_in(form), 422
    typed = form.data
    if refusal := attempts.refusal_of(typed["username"], typed["password"]):
        form.refuse(refusal.words)
        return show_sign_in(form), refusal.status
    return entrance.admit(db.session.scalars(Account.named(typed["username"])).one())


def show_sign_in(form: SignInForm | None) -> Response:
    """Show the sign-in page; without a form where a password would travel in the clear."""
    people = entrance.people() if form else []
    return render_page("auth/sign_in.html", form=form, https=https_address(), people=people)


@bp.post("/dang-xuat")
@public
@repeatable
@enrolling
def sign_out() -> ResponseReturnValue:
    """End the sign-in at the server and forget it in the browser."""
    if current_user.is_authenticated:
        g.sign_in.end("signed out", by=me())
    session.clear()
    return done(url_for(".sign_in", ra=1), "")


@bp.post("/phien/gia-han")
@requires(Permission.USE_ACCOUNT)
@repeatable
@enrolling
def extend() -> ResponseReturnValue:
    """Stay signed in for another half hour."""
    g.sign_in.last_seen_at = clock.now()
    return done(page_before(), "")


@bp.get("/phien")
@requires(Permission.USE_ACCOUNT)
def sign_in_list() -> ResponseReturnValue:
    """Show where this account is signed in."""
    rows = [one for one in db.session.scalars(SignIn.open_of(me())) if one.is_open]
    return render_page("auth/sign_in_list.html", rows=rows, present=g.sign_in)


@bp.post("/phien/<int:sign_in_id>/ket-thuc")
@requires(Permission.USE_ACCOUNT)
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """End one of the account's own sign-ins."""
    row = db.session.scalar(SignIn.open_of(me()).where(SignIn.id == sign_in_id))
    if row is None:
        abort(404)
    row.end("ended by owner", by=me())
    return done(url_for(".sign_in_list"), "Đã kết thúc phiên đăng nhập đó.")


@bp.post("/phien/ket-thuc-phien-khac")
@requires(Permission.USE_ACCOUNT)
def end_others() -> ResponseReturnValue:
    """End all of the account's sign-ins but this one."""
    rows = db.session.scalars(SignIn.open_of(me()))
    count = end_all(rows, "ended by owner", by=me(), but=g.sign_in)
    return done(url_for(".sign_in_list"), f"Đã kết thúc {count} phiên đăng nhập khác.")


@bp.get("/mat-khau")
@requires(Permission.USE_ACCOUNT)
def password_form() -> ResponseReturnValue:
    """Offer to change the password."""
    return show_password(PasswordForm())


def show_password(form: PasswordForm) -> Response:
    """Show the form of the password."""
    return render_page("auth/password_form.html", form=form, proposals=proposals())


def proposals() -> list[str]:
    """Give a few passwords that are easy to keep, drawn anew for each page."""
    return [passphrase() for _ in range(PROPOSALS)]


@bp.post("/mat-khau")
@requires(Permission.USE_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change the password and end what was opened with the old one."""
    form = PasswordForm()
    if not form.validate():
        return show_password(form), 422
    typed = form.data
    if refusal := attempts.refusal_of(me().username, typed["password"]):
        form.refuse(refusal.at_password, "password")
        return show_password(form), refusal.status
    new = typed["new_password"]
    if not form.accepts(lambda: me().replace_password(new, by=me(), but=g.sign_in)):
        return show_password(form), 422
    return done(url_for("home.todo"), "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc.")


@bp.route("/bat-dau", methods=["GET", "POST"])
@public
@repeatable
@enrolling
def slip_code() -> ResponseReturnValue:
    """Let the holder of a printed slip type its code."""
    if https_address():
        return show_sign_in(None)
    form = SlipForm()
    if request.method == "GET":
        return render_page("auth/slip_code.html", form=form)
    if not form.validate():
        return render_page("auth/slip_code.html", form=form), 422
    code = digits_of(form.data["code"])
    link = db.session.scalar(Link.of_token(code))
    if refusal := attempts.slip_refusal(is_known=link is not None and link.is_good):
        form.refuse(refusal.words, "code")
        return render_page("auth/slip_code.html", form=form), refusal.status
    return redirect(url_for(".first_step", token=code), 303)


@bp.route("/bat-dau/<token>", methods=["GET", "POST"])
@public
@enrolling
def first_step(token: str) -> ResponseReturnValue:
    """Let the holder of a one-use link set a password, or make the first account."""
    if https_address():
        return show_sign_in(None)
    link = db.session.scalar(Link.of_token(token))
    if link is None or not link.is_good:
        return show_first_step(None, None), 404
    form = FirstAdminForm() if link.kind is LinkKind.FIRST_ADMIN else SetPasswordForm()
    if request.method == "GET":
        return show_first_step(link, form)
    if not form.validate() or not form.accepts(lambda: spend(link, form)):
        return show_first_step(link, form), 422
    return done(url_for(".sign_in", dat=1), "Đã đặt mật khẩu.")


def show_first_step(link: Link | None, form: FirstAdminForm | SetPasswordForm | None) -> Response:
    """Show what the link opens; its address must not travel on to other pages."""
    page = make_response(
        render_page("auth/first_step.html", link=link, form=form, proposals=proposals())
    )
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


def spend(link: Link, form: FirstAdminForm | SetPasswordForm) -> None:
    """Use the link: for its account, or for one made now."""
    typed = form.data
    account = link.account
    if account is None:
        refuse_taken(db.session, typed["username"])
        admin = frozenset({Role.ADMIN})
        account = Account.create(typed["username"], typed["name"], admin, by=None)
        db.session.add(account)
    link.begin_with(account, typed["new_password"])
