"""Who may come in, and how is the app set up?"""

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account, Link, LinkKind, SignIn, refuse_taken
from saturday.models.audit import AuditEvent
from saturday.models.commune import Commune
from saturday.models.settings import Arrangement, arrange, arrangement, change_settings
from saturday.rules.numbering import Issuer
from saturday.rules.permissions import Permission
from saturday.web.access import me, requires
from saturday.web.page import done, render_page
from saturday.web.settings import acts
from saturday.web.settings.forms import (
    AccountForm,
    NewAccountForm,
    SeriesForm,
    SettingsForm,
    Stored,
)

bp = Blueprint("settings", __name__, url_prefix="/quan-tri")

ACTS_A_PAGE = 100
ISSUERS = {"uy-ban": Issuer.COMMITTEE, "trung-tam": Issuer.CENTRE}
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


@bp.get("/")
@requires(Permission.MANAGE_ACCOUNTS)
def overview() -> ResponseReturnValue:
    """Show what can be set up."""
    return render_page("settings/overview.html", year=clock.today().year)


@bp.get("/tai-khoan/")
@requires(Permission.MANAGE_ACCOUNTS)
def account_list() -> ResponseReturnValue:
    """Show all accounts."""
    return render_page(
        "settings/account_list.html",
        accounts=db.session.scalars(Account.all_by_name()).all(),
    )


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
        f"Đã tạo tài khoản {account.username}. Hãy tạo liên kết đặt mật khẩu.",
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
    return render_page(
        "settings/account_detail.html", account=account, form=form, sign_ins=sign_ins
    )


@bp.post("/tai-khoan/<int:account_id>")
@requires(Permission.MANAGE_ACCOUNTS)
def change_account(account_id: int) -> ResponseReturnValue:
    """Say anew whose an account is, and what it may be."""
    account = one(account_id)
    form = AccountForm.offering(account)
    if not form.validate():
        return show_account(account, form), 422
    if form.is_stale(account, lambda: form.differences(account)):
        return show_account(account, form), 409
    if not form.accepts(lambda: account.describe(form.profile(), by=me())):
        return show_account(account, form), 422
    return done(url_for(".account_list"), f"Đã lưu tài khoản {account.username}.")


@bp.post("/tai-khoan/<int:account_id>/lien-ket")
@requires(Permission.MANAGE_ACCOUNTS)
def make_link(account_id: int) -> ResponseReturnValue:
    """Make the link by which the owner sets a password; older ones end."""
    account = one(account_id)
    if not account.is_active:
        abort(404)
    for old in db.session.scalars(Link.open_of(account)):
        old.withdraw(by=me())
    link, token = Link.make(LinkKind.SET_PASSWORD, account, by=me())
    db.session.add(link)
    session["slip"] = token  # in this browser alone, until the slip was shown
    return done(url_for(".link_slip", account_id=account.id), "")


@bp.get("/tai-khoan/<int:account_id>/phieu")
@requires(Permission.MANAGE_ACCOUNTS)
def link_slip(account_id: int) -> ResponseReturnValue:
    """Show the slip with the link, once: only its hash is kept."""
    account, token = one(account_id), session.pop("slip", "")
    link = db.session.scalar(Link.of_token(token)) if token else None
    if link is None or link.account is not account:
        return redirect(url_for(".account_detail", account_id=account.id), 303)
    return render_page(
        "settings/link_slip.html",
        account=account,
        link=link,
        address=url_for("auth.first_step", token=token, _external=True),
        is_local=urlsplit(request.host_url).hostname in THIS_MACHINE,
    )


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


@bp.get("/cai-dat")
@requires(Permission.MANAGE_SETTINGS)
def settings_form() -> ResponseReturnValue:
    """Show the commune's words."""
    return show_settings(SettingsForm.showing(stored()))


def stored() -> Stored:
    """Give the settings as they are kept."""
    return Stored(Commune.of_database(db.session).texts)


def show_settings(form: SettingsForm) -> Response:
    """Show the form of the settings."""
    return render_page("settings/settings_form.html", form=form)


@bp.post("/cai-dat")
@requires(Permission.MANAGE_SETTINGS)
def save_settings() -> ResponseReturnValue:
    """Keep the commune's words."""
    present = stored()
    form = SettingsForm.showing(present)
    if not form.validate():
        return show_settings(form), 422
    if form.is_stale(present, lambda: form.differences(present)):
        return show_settings(form), 409
    changed = change_settings(db.session, form.values(), by=me())
    words = f"Đã lưu {len(changed)} cài đặt." if changed else "Không có cài đặt nào thay đổi."
    return done(url_for(".overview"), words)


@bp.get("/so-van-ban/<year:year>")
@requires(Permission.MANAGE_SERIES)
def series_list(year: int) -> ResponseReturnValue:
    """Show how each body numbers its papers in a year."""
    return render_page(
        "settings/series_list.html",
        year=year,
        rows=[(key, arrangement(db.session, issuer, year)) for key, issuer in ISSUERS.items()],
    )


@bp.get("/so-van-ban/<year:year>/<issuer>")
@requires(Permission.MANAGE_SERIES)
def series_form(year: int, issuer: str) -> ResponseReturnValue:
    """Show how a body numbers its papers in a year, and what else could be chosen."""
    present = present_of(issuer, year)
    return show_series(present, SeriesForm.showing(present))


def present_of(issuer: str, year: int) -> Arrangement:
    """Give how a body numbers its papers now, or no page."""
    if issuer not in ISSUERS:
        abort(404)
    return arrangement(db.session, ISSUERS[issuer], year)


def show_series(present: Arrangement, form: SeriesForm) -> Response:
    """Show the form of a body's runs of numbers."""
    return render_page("settings/series_form.html", present=present, form=form)


@bp.post("/so-van-ban/<year:year>/<issuer>")
@requires(Permission.MANAGE_SERIES)
def arrange_series(year: int, issuer: str) -> ResponseReturnValue:
    """Choose how a body numbers its papers."""
    present = present_of(issuer, year)
    form = SeriesForm.showing(present)
    if not form.validate():
        return show_series(present, form), 422
    wanted = form.arrangement(present)
    if not form.accepts(lambda: arrange(db.session, wanted, by=me())):
        return show_series(present, form), 422
    return done(
        url_for(".series_list", year=year),
        f"Đã lưu cách lấy số năm {year} của {present.issuer.words}.",
    )


@bp.get("/nhat-ky")
@requires(Permission.SEE_AUDIT)
def audit_log() -> ResponseReturnValue:
    """Show the newest acts, or those before one."""
    before = request.args.get("truoc", type=int)
    events = db.session.scalars(AuditEvent.page(before, ACTS_A_PAGE)).all()
    older = events[-1].id if len(events) == ACTS_A_PAGE and events[-1].id > 1 else None
    return render_page(
        "settings/audit_log.html", events=events, older=older, before=before, acts=acts
    )
