"""Who gets an account today, and how does each learn how to come in?"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from saturday.extensions import db
from saturday.models.accounts import Account, Link, make_slips, slip_code
from saturday.papers import qr
from saturday.rules.one_time_codes import in_groups
from saturday.rules.permissions import Permission
from saturday.web.access import me, requires
from saturday.web.page import done, render_page
from saturday.web.settings.accounts import SlipsForm, live_slips, show_accounts
from saturday.web.settings.bulk import GROUPS, BulkForm, Group
from saturday.web.settings.routes import bp

THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def master() -> str:
    """Give the app's secret, from which the codes of slips are derived."""
    secret: str = current_app.config["SECRET_KEY"]
    return secret


@bp.post("/tai-khoan/phieu")
@requires(Permission.MANAGE_ACCOUNTS)
def print_slips() -> ResponseReturnValue:
    """Make slips for the accounts that were ticked; handed-out ones end only when told so."""
    wanted = request.form.getlist("account", type=int)
    accounts = db.session.scalars(
        Account.all_by_name().where(Account.id.in_(wanted), Account.disabled_at.is_(None))
    ).all()
    if not accounts:
        return done(url_for(".account_list"), "Chưa chọn tài khoản nào. Hãy đánh dấu rồi in phiếu.")
    form, slips = SlipsForm(), live_slips()
    ending = [one.username for one in accounts if one.id in slips]
    if ending and not form.data["again"]:
        form.refuse(
            f"{len(ending)} người đã chọn đang có phiếu. Bỏ dấu họ, hoặc chọn in lại.", "again"
        )
        return show_accounts(form, wanted), 422
    return hand_out(accounts)


def hand_out(accounts: Sequence[Account]) -> ResponseReturnValue:
    """Make the slips and go to the sheet that shows them."""
    batch = make_slips(db.session, accounts, master(), by=me())
    return done(url_for(".link_slip", batch=batch), "")


@bp.post("/tai-khoan/<int:account_id>/lien-ket")
@requires(Permission.MANAGE_ACCOUNTS)
def make_link(account_id: int) -> ResponseReturnValue:
    """Make the slip by which an owner sets a password; older ones end."""
    account = db.one_or_404(Account.all_by_name().where(Account.id == account_id))
    if not account.is_active:
        abort(404)
    return hand_out([account])


@bp.get("/tai-khoan/phieu/<batch>")
@requires(Permission.MANAGE_ACCOUNTS)
def link_slip(batch: str) -> ResponseReturnValue:
    """Show slips for an hour to whoever made them; those that were used are left out."""
    links = db.session.scalars(Link.of_batch(batch, me())).unique().all()
    accounts = [link.account for link in links if link.account]
    return render_page(
        "settings/link_slip.html",
        links=links,
        codes=[slip_code(master(), batch, account) for account in accounts],
        written=in_groups,
        drawn=drawn,
        start=url_for("auth.slip_code", _external=True),
        is_local=urlsplit(request.host_url).hostname in THIS_MACHINE,
    )


def drawn(code: str) -> Markup:
    """Draw the address of one slip."""
    return Markup(qr.svg(url_for("auth.first_step", token=code, _external=True)))  # noqa: S704


@bp.get("/tai-khoan/hang-loat/<group>")
@requires(Permission.MANAGE_ACCOUNTS)
def bulk_form(group: str) -> ResponseReturnValue:
    """Propose accounts for everybody of a group who has none."""
    return show_bulk(chosen(group), BulkForm.proposing(chosen(group)))


def chosen(group: str) -> Group:
    """Give a group by the name in its address, or no page."""
    if group not in GROUPS:
        abort(404)
    return GROUPS[group]


def show_bulk(group: Group, form: BulkForm) -> Response:
    """Show the accounts that would be made."""
    return render_page("settings/bulk_form.html", group=group, form=form, groups=GROUPS)


@bp.post("/tai-khoan/hang-loat/<group>")
@requires(Permission.MANAGE_ACCOUNTS)
def create_many(group: str) -> ResponseReturnValue:
    """Make the accounts that were left ticked, and their slips."""
    known = chosen(group)
    form = BulkForm.sent(known)
    made: list[Account] = []
    if not form.validate() or not form.accepts(lambda: made.extend(form.make(known, by=me()))):
        return show_bulk(known, form), 422
    return hand_out(made)
