"""Whose account is it, what may it do, and how is it opened again?"""

from collections.abc import Collection
from datetime import datetime

from flask import Response, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from saturday.extensions import db
from saturday.models.accounts import Account, Link, SignIn, refuse_taken
from saturday.models.commune import Commune
from saturday.models.settings import change_settings
from saturday.models.sign_in_rules import SignInRules
from saturday.rules.permissions import Permission
from saturday.web.access import me, requires
from saturday.web.fields import BaseForm
from saturday.web.page import done, render_page
from saturday.web.settings.forms import (
    AccountForm,
    KeptRules,
    NewAccountForm,
    SignInRulesForm,
)
from saturday.web.settings.routes import bp


@bp.get("/tai-khoan/")
@requires(Permission.MANAGE_ACCOUNTS)
def account_list() -> ResponseReturnValue:
    """Show all accounts; who has no password and no slip is ticked for one."""
    return show_accounts(SlipsForm(), None)


class SlipsForm(BaseForm):
    """Whether slips that were handed out already may end."""

    again = BooleanField("In lại cả cho người đang có phiếu; phiếu đã phát của họ hết hiệu lực")


def show_accounts(form: SlipsForm, ticked: Collection[int] | None) -> Response:
    """Show all accounts, with those ticked that were, and who holds a slip until when."""
    accounts = db.session.scalars(Account.all_by_name()).all()
    slips = live_slips()
    if ticked is None:
        ticked = {one.id for one in accounts if not one.password_hash and one.id not in slips}
    return render_page(
        "settings/account_list.html",
        form=form,
        accounts=accounts,
        slips=slips,
        ticked=ticked,
        ending=[one.username for one in accounts if one.id in slips and one.id in ticked],
    )


def live_slips() -> dict[int, datetime]:
    """Give until when the slip opens that an account holds."""
    rows = db.session.execute(Link.live())
    return {number: until for number, until in rows if number is not None}


@bp.get("/tai-khoan/moi")
@requires(Permission.MANAGE_ACCOUNTS)
def account_form() -> ResponseReturnValue:
    """Offer to enter a new account."""
    return show_new_account(NewAccountForm.offering())


def show_new_account(form: NewAccountForm) -> Response:
    """Show the form of a new account."""
    return render_page("settings/account_form.html", form=form)


@bp.post("/tai-khoan/moi")
@requires(Permission.MANAGE_ACCOUNTS)
def create_account() -> ResponseReturnValue:
    """Enter a new account; its owner sets the password by a one-use link."""
    form = NewAccountForm.offering()
    if not form.validate() or not form.accepts(lambda: enter(form)):
        return show_new_account(form), 422
    account = db.session.scalars(Account.named(form.data["username"])).one()
    return done(
        url_for(".account_detail", account_id=account.id),
        f"Đã tạo tài khoản {account.username}. Hãy in phiếu đặt mật khẩu.",
    )


def enter(form: NewAccountForm) -> None:
    """Make the account as typed."""
    refuse_taken(db.session, form.data["username"])
    profile = form.profile()
    account = Account.create(form.data["username"], profile.name, profile.roles, by=me())
    db.session.add(account)
    account.describe(profile, by=me())


@bp.get("/tai-khoan/<int:account_id>")
@requires(Permission.MANAGE_ACCOUNTS)
def account_detail(account_id: int) -> ResponseReturnValue:
    """Show one account."""
    account = one(account_id)
    return show_account(account, AccountForm.offering(account))


def one(account_id: int) -> Account:
    """Give an account, or no page."""
    account: Account = db.one_or_404(Account.all_by_name().where(Account.id == account_id))
    return account


def show_account(account: Account, form: AccountForm) -> Response:
    """Show one account with what may be done with it."""
    sign_ins = [row for row in db.session.scalars(SignIn.open_of(account)) if row.is_open]
    factor = account.second_factor
    return render_page(
        "settings/account_detail.html",
        account=account,
        form=form,
        sign_ins=sign_ins,
        slip_until=live_slips().get(account.id),
        readable=factor is not None and factor.is_readable(current_app.config["SECRET_KEY"]),
    )


@bp.post("/tai-khoan/<int:account_id>")
@requires(Permission.MANAGE_ACCOUNTS)
def change_account(account_id: int) -> ResponseReturnValue:
    """Say anew whose an account is, and what it may be."""
    account = one(account_id)
    form = AccountForm.offering(account)
    status = form.refused(
        account,
        lambda: form.differences(account),
        lambda: account.describe(form.profile(), by=me()),
    )
    if status:
        return show_account(account, form), status
    return done(url_for(".account_list"), f"Đã lưu tài khoản {account.username}.")


@bp.post("/tai-khoan/<int:account_id>/khoa")
@requires(Permission.MANAGE_ACCOUNTS)
def disable_account(account_id: int) -> ResponseReturnValue:
    """Close an account, its sign-ins and links at once."""
    account = one(account_id)
    account.disable(by=me())
    return done(
        url_for(".account_detail", account_id=account.id),
        f"Đã khóa tài khoản {account.username}. Các phiên đăng nhập đã kết thúc.",
    )


@bp.post("/tai-khoan/<int:account_id>/mo-khoa")
@requires(Permission.MANAGE_ACCOUNTS)
def enable_account(account_id: int) -> ResponseReturnValue:
    """Open an account again."""
    account = one(account_id)
    account.enable(by=me())
    return done(
        url_for(".account_detail", account_id=account.id),
        f"Đã mở khóa tài khoản {account.username}.",
    )


@bp.post("/tai-khoan/<int:account_id>/bo-cho")
@requires(Permission.MANAGE_ACCOUNTS)
def unlock_account(account_id: int) -> ResponseReturnValue:
    """Let somebody who was wrong too often try again now."""
    account = one(account_id)
    account.unlock(by=me())
    return done(
        url_for(".account_detail", account_id=account.id),
        f"Đã bỏ thời gian chờ. {account.name} đăng nhập lại được ngay.",
    )


@bp.post("/tai-khoan/<int:account_id>/ket-thuc-phien")
@requires(Permission.MANAGE_ACCOUNTS)
def end_account_sign_ins(account_id: int) -> ResponseReturnValue:
    """Send somebody out wherever the account is signed in."""
    account = one(account_id)
    count = account.end_sign_ins(by=me())
    return done(
        url_for(".account_detail", account_id=account.id),
        f"Đã kết thúc {count} phiên đăng nhập của {account.name}.",
    )


@bp.post("/tai-khoan/<int:account_id>/tat-hai-lop")
@requires(Permission.MANAGE_ACCOUNTS)
def drop_account_factor(account_id: int) -> ResponseReturnValue:
    """Take the second step from an account whose telephone and recovery codes are lost."""
    account = one(account_id)
    if account.second_factor is None or account is me():
        abort(404)
    account.second_factor.remove(by=me())
    lost = "" if account.password_hash else " Mật khẩu ngắn hơn 15 ký tự: hãy in phiếu để đặt lại."
    return done(
        url_for(".account_detail", account_id=account.id),
        f"Đã tắt đăng nhập hai lớp của {account.name}.{lost}",
    )


@bp.get("/tai-khoan/quy-dinh")
@requires(Permission.MANAGE_ACCOUNTS)
def sign_in_rules() -> ResponseReturnValue:
    """Show who must give a code, and whether shared desks remember people."""
    return show_rules(SignInRulesForm.showing(kept_rules()))


def kept_rules() -> KeptRules:
    """Give how people are let in now."""
    return KeptRules(SignInRules.of(Commune.of_database(db.session)))


def show_rules(form: SignInRulesForm) -> Response:
    """Show the form, with how many of each role would have to set up their telephones."""
    return render_page("settings/sign_in_rules.html", form=form)


@bp.post("/tai-khoan/quy-dinh")
@requires(Permission.MANAGE_ACCOUNTS)
def save_sign_in_rules() -> ResponseReturnValue:
    """Keep how people are let in; it holds from each one's next sign-in on."""
    present = kept_rules()
    form = SignInRulesForm.showing(present)
    if not form.validate():
        return show_rules(form), 422
    if form.is_stale(present, lambda: form.differences(present)):
        return show_rules(form), 409
    change_settings(db.session, form.chosen().texts(), by=me())
    return done(url_for(".account_list"), "Đã lưu quy định đăng nhập.")
