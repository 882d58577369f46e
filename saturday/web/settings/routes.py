"""Who may come in, and how is the app set up?"""

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.own_words import follow_name
from saturday.models.settings import Arrangement, arrange, arrangement, change_settings
from saturday.rules.numbering import Issuer
from saturday.rules.permissions import Permission
from saturday.web.access import me, requires
from saturday.web.page import done, render_page
from saturday.web.settings.forms import SeriesForm, SettingsForm, Stored

bp = Blueprint("settings", __name__, url_prefix="/quan-tri")

ISSUERS = {"uy-ban": Issuer.COMMITTEE, "trung-tam": Issuer.CENTRE}


@bp.get("/")
@requires(Permission.MANAGE_ACCOUNTS)
def overview() -> ResponseReturnValue:
    """Show what can be set up."""
    return render_page("settings/overview.html", year=clock.today().year)


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
    values = form.values()
    followed = follow_name(present.texts, values)
    changed = change_settings(db.session, values | followed, by=me())
    typed = len(changed) - len(followed)
    words = f"Đã lưu {typed} cài đặt." if changed else "Không có cài đặt nào thay đổi."
    if followed:
        words += f" Đã đổi theo: {'; '.join(map(form.label_of, followed))}."
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
