"""Which villages have an address of their own, and how does each get it?"""

from collections import defaultdict

from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from saturday.extensions import db
from saturday.models.commune import Commune, ContactPost, Hamlet
from saturday.models.villages import VillageLink, make_village_links
from saturday.papers import qr
from saturday.rules.one_time_codes import in_groups
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when
from saturday.web.access import me, requires
from saturday.web.announcements.routes import bp
from saturday.web.announcements.village_forms import LinksForm
from saturday.web.page import done, render_page

NO_ADDRESS = (
    "Chưa có địa chỉ công khai nên điện thoại ở thôn không mở được trang của thôn. "
    "Quản trị ghi địa chỉ ở Cài đặt của xã trước khi in phiếu."
)


def public_address() -> str:
    """Give where telephones outside the office reach this app; empty when they can't."""
    return Commune.of_database(db.session).text("public.address").rstrip("/")


@bp.get("/thon/lien-ket")
@requires(Permission.MANAGE_LINKS)
def village_link_list() -> ResponseReturnValue:
    """Show which villages have links; those without one are ticked for it."""
    return show(LinksForm.offering(_hamlets()))


def _hamlets() -> list[Hamlet]:
    return list(db.session.scalars(Hamlet.in_order()))


def show(form: LinksForm) -> Response:
    """Show the villages with their links."""
    links: defaultdict[int, list[VillageLink]] = defaultdict(list)
    former: list[VillageLink] = []
    hamlets = _hamlets()
    known = {one.id for one in hamlets}
    for link in db.session.scalars(VillageLink.standing()):
        (links[link.hamlet_id] if link.hamlet_id in known else former).append(link)
    without = {one.id for one in hamlets if one.id not in links}
    return render_page(
        "announcements/village_link_list.html",
        None,
        form=form,
        hamlets=hamlets,
        links=links,
        former=former,
        ticked=without if form.hamlet.raw_data is None else set(form.hamlet.data or ()),
        address=public_address(),
        no_address=NO_ADDRESS,
    )


@bp.post("/thon/lien-ket")
@requires(Permission.MANAGE_LINKS)
def make_links() -> ResponseReturnValue:
    """Make a link for each ticked village; older ones end only when told so."""
    refuse_when(not public_address(), NO_ADDRESS)
    form = LinksForm.offering(_hamlets())
    if not form.validate():
        return show(form), 422
    chosen = [one for one in _hamlets() if one.id in (form.hamlet.data or ())]
    if form.again.data:
        for link in db.session.scalars(VillageLink.of_hamlets(chosen)):
            link.revoke(by=me())
    holder = ContactPost[form.holder.data] if form.holder.data else None
    batch = make_village_links(db.session, chosen, holder, _master(), by=me())
    return done(url_for(".village_slips", batch=batch), "")


def _master() -> str:
    """Give the app's secret, from which the tokens of slips are derived."""
    secret: str = current_app.config["SECRET_KEY"]
    return secret


@bp.post("/thon/lien-ket/<int:link_id>/thu-hoi")
@requires(Permission.MANAGE_LINKS)
def revoke_link(link_id: int) -> ResponseReturnValue:
    """Let one link open nothing any more."""
    link = db.get_or_404(VillageLink, link_id)
    link.revoke(by=me())
    return done(url_for(".village_link_list"), f"Đã thu hồi liên kết của {link.hamlet.name}.")


@bp.get("/thon/lien-ket/phieu/<batch>")
@requires(Permission.MANAGE_LINKS)
def village_slips(batch: str) -> ResponseReturnValue:
    """Show slips for an hour to whoever made them."""
    links = db.session.scalars(VillageLink.of_batch(batch, me())).all()
    address = public_address()
    return render_page(
        "announcements/village_slips.html",
        None,
        slips=[Slip(link, address, link.token(_master())) for link in links],
        address=address,
    )


class Slip:
    """One A5 slip: whose, with the address as a drawing and as letters to type."""

    def __init__(self, link: VillageLink, address: str, token: str) -> None:
        """Write the address in groups of four, as one reads it aloud."""
        path = url_for(".village_page", token=token)
        self.link = link
        self.drawn = Markup(qr.svg(f"{address}{path}"))  # noqa: S704 - drawn here
        self.typed = f"{address}{path.removesuffix(token)}{in_groups(token).replace(' ', '-')}"
