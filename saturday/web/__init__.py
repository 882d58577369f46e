"""WHAT IS SHOWN: one room per feature; rooms do not know each other."""

import gzip
import hashlib
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for
from whitenoise import WhiteNoise

from saturday.extensions import db, writing
from saturday.models.accounts import IDLE
from saturday.models.commune import Commune, Setting
from saturday.models.sign_in_rules import SignInRules
from saturday.web import access, converters, errors, filters, markup, navigation, page
from saturday.web.announcements import loudspeaker as _loudspeaker  # noqa: F401 - opens doors of its room
from saturday.web.announcements import posted as _posted  # noqa: F401 - as above
from saturday.web.announcements import public as _public  # noqa: F401 - as above
from saturday.web.announcements import urgent as _urgent  # noqa: F401 - as above
from saturday.web.announcements import village_links as _village_links  # noqa: F401 - as above
from saturday.web.announcements import village_opinions as _village_opinions  # noqa: F401 - as above
from saturday.web.announcements import village_page as _village_page  # noqa: F401 - as above
from saturday.web.announcements import villages as _villages  # noqa: F401 - as above
from saturday.web.announcements import wordings as _wordings  # noqa: F401 - as above
from saturday.web.announcements.routes import bp as announcements
from saturday.web.auth import people as _people  # noqa: F401 - opens doors of its room
from saturday.web.auth import second_step as _second_step  # noqa: F401 - as above
from saturday.web.auth.routes import bp as auth
from saturday.web.commune import excel as _excel  # noqa: F401 - opens doors of its room
from saturday.web.commune import hamlets as _hamlets  # noqa: F401 - as above
from saturday.web.commune import officers as _officers  # noqa: F401 - as above
from saturday.web.commune import procedures as _procedures  # noqa: F401 - as above
from saturday.web.commune import texts as _paper_texts  # noqa: F401 - as above
from saturday.web.commune.routes import bp as commune
from saturday.web.documents import templates as _templates  # noqa: F401 - opens doors of its room
from saturday.web.documents.routes import bp as documents
from saturday.web.feedback import handling as _handling  # noqa: F401 - opens doors of its room
from saturday.web.feedback import public as _feedback_public  # noqa: F401 - opens doors of its room
from saturday.web.feedback import recording as _recording  # noqa: F401 - as above
from saturday.web.feedback import sheets as _opinion_sheets  # noqa: F401 - as above
from saturday.web.feedback.routes import bp as feedback
from saturday.web.home.routes import bp as home
from saturday.web.intake import desk as _desk  # noqa: F401 - opens doors of its room
from saturday.web.intake import dossiers as _dossiers  # noqa: F401 - as above
from saturday.web.intake import kit as _kit  # noqa: F401 - as above
from saturday.web.intake import log as _log  # noqa: F401 - as above
from saturday.web.intake import returns as _returns  # noqa: F401 - as above
from saturday.web.intake import running as _running  # noqa: F401 - as above
from saturday.web.intake import sheets as _sheets  # noqa: F401 - as above
from saturday.web.intake.routes import bp as intake
from saturday.web.plan.routes import bp as plan
from saturday.web.reports import days as _days  # noqa: F401 - opens doors of its room
from saturday.web.reports import money as _money  # noqa: F401 - as above
from saturday.web.reports import outlook as _outlook  # noqa: F401 - as above
from saturday.web.reports import periods as _periods  # noqa: F401 - as above
from saturday.web.reports.routes import bp as reports
from saturday.web.roster import attendance as _attendance  # noqa: F401 - opens doors of its room
from saturday.web.roster.routes import bp as roster
from saturday.web.settings import accounts as _accounts  # noqa: F401 - opens doors of its room
from saturday.web.settings import audit as _audit  # noqa: F401 - as above
from saturday.web.settings import backups as _backups  # noqa: F401 - as above
from saturday.web.settings import packs as _packs  # noqa: F401 - as above
from saturday.web.settings import personal as _personal  # noqa: F401 - as above
from saturday.web.settings import slips as _slips  # noqa: F401 - as above
from saturday.web.settings.routes import bp as settings

ROOMS = (
    auth,
    home,
    plan,
    roster,
    announcements,
    intake,
    feedback,
    reports,
    documents,
    commune,
    settings,
)
SMALL = 1000  # bytes below which packing an answer does not pay


def _frame() -> dict[str, object]:
    """Give what every page's frame shows."""
    known = Commune.of_database(db.session)
    return {
        "me": access.signed_in(),
        "menu": navigation.menu(),
        "commune_name": known.name,
        "help_phone": known.help_phone,
        "banners": _banners(known),
        "notice": page.notice(),
        "shared_desk": SignInRules.of(known).remembers_people,
        "timeout_minutes": int(IDLE.total_seconds() // 60),
    }


def _banners(known: Commune) -> list[dict[str, str]]:
    """Say above every page what is unusual about this copy of the app."""
    found = []
    letter = known.text("desk.letter")
    if known.is_demo:
        found.append({"kind": "demo", "text": "Bản dùng thử: người và số liệu đều là ví dụ."})
    if letter:
        words = f"Máy lưu động chữ {letter}: chỉ phần Tiếp nhận được mang về trụ sở."
        found.append({"kind": "demo", "text": words})
    elif not known.is_demo and not request.is_secure:
        words = "Chưa cài đặt kết nối bảo mật: chỉ dùng thử trên một máy."
        found.append({"kind": "insecure", "text": words})
    return found


def _pack(response: Response) -> Response:
    """Send long pages packed: a phone and an old network wait less."""
    wanted = "gzip" in request.headers.get("Accept-Encoding", "")
    if wanted and response.mimetype == "text/html" and not response.direct_passthrough:
        body = response.get_data()
        if len(body) > SMALL:
            response.set_data(gzip.compress(body, 6, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
    return response


def _static_headers(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
    """Protect static files as pages are."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = access.CSP


@access.public
def healthz() -> str:
    """Say that a write could begin now: what a watchdog asks every minute."""
    db.session.rollback()
    writing.set(True)
    db.session.add(Setting(key="healthz", value=""))
    db.session.flush()  # a full disk refuses it
    db.session.rollback()
    return "ok"


def init_app(app: Flask) -> None:
    """Open all rooms."""

    @cache
    def fingerprint(name: str) -> str:
        content = (Path(app.static_folder or "") / name).read_bytes()
        return hashlib.sha256(content).hexdigest()[:12]

    @cache
    def static_url(name: str) -> str:
        """Give an address that changes with the file, so that browsers may keep it for ever."""
        return url_for("static", filename=name, v=fingerprint(name))

    app.jinja_env.globals.update(static_url=static_url)
    app.context_processor(_frame)
    app.after_request(_pack)
    access.init_app(app)
    converters.init_app(app)
    filters.init_app(app)
    markup.init_app(app)
    errors.init_app(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign] # how WSGI apps are wrapped
        app.wsgi_app,
        root=app.static_folder,
        prefix="static/",
        max_age=app.config["STATIC_MAX_AGE"],
        add_headers_function=_static_headers,
    )
    app.add_url_rule("/healthz", view_func=healthz)
    for room in ROOMS:
        app.register_blueprint(room)
