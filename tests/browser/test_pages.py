"""Does every page stand up to a careful eye: at the desk, on the telephone, for each role?"""

from collections.abc import Callable
from functools import partial
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Route
from sqlalchemy import select
from werkzeug.test import run_wsgi_app

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.rules.permissions import Role
from tests import factories
from tests.browser.crawl import Crawl, Memory
from tests.browser.window import Desk
from tests.pages import Person
from tests.telling import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.long]

PEOPLE = (
    "quantri",
    "trungtam",
    "vanthu",
    "lanhdao",
    "kinhte",
    "congchuc1",
    "truyenthanh",
    "thon1",
)


@pytest.fixture(scope="module")
def memory() -> Memory:
    """Remember what was looked at for one role, to spare it for the next."""
    return Memory()


def crawled(app: Flask, window: Desk, memory: Memory, who: str) -> Crawl:
    """Let somebody sign in, to walk from link to link."""
    window.sign_in(who, PASSWORD)
    account = db.session.scalars(select(Account).where(Account.username == who)).one()
    return Crawl(app, Person(app, account), window, memory)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_that_a_role_can_reach_is_sound(
    story: Flask, desk: Callable[..., Desk], memory: Memory, who: str
) -> None:
    crawl = crawled(story, desk(), memory, who)

    faults = crawl.faults()

    assert not faults, "\n".join(faults)
    assert crawl.known >= {"/", "/mat-khau", "/phien"}


def test_every_page_of_an_empty_commune_is_sound(
    app: Flask, desk: Callable[..., Desk], memory: Memory
) -> None:
    roles = {Role.ADMIN, Role.CENTRE, Role.CLERK}
    factories.account(username="mot", roles=roles, password=PASSWORD)

    faults = crawled(app, desk(), memory, "mot").faults()

    assert not faults, "\n".join(faults)


# The eye itself is tried: what it must see is planted.

PLANTED = """<html><head><meta name="viewport" content="width=device-width"></head>
<body><main><h1>Trang mẫu</h1><img src="/static/favicon.svg"><form action="/"><input type="text">
<button></button></form><p style="color: #bbb; background: #fff">Chữ mờ</p></main></body></html>"""


def plant(app: Flask, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """Let every page leave the server changed, under its own headers."""
    real = app.wsgi_app

    def changed(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        body, status, headers = run_wsgi_app(real, environ, buffered=True)
        content = b"".join(body).replace(old.encode(), new.encode())
        headers["Content-Length"] = str(len(content))
        start_response(status, headers.to_wsgi_list())
        return [content]

    monkeypatch.setattr(app, "wsgi_app", changed)


def shown(window: Desk, markup: str) -> None:
    """Show a page that no server sent, which may therefore ask none for axe."""
    answers = {"/axe.js": (AXE_SCRIPT, "text/javascript"), "/mau": (markup, "text/html")}
    for path, (body, kind) in answers.items():
        window.page.route(f"**{path}", partial(Route.fulfill, body=body, content_type=kind))
    window.open("/mau")


def test_axe_finds_five_planted_faults(desk: Callable[..., Desk]) -> None:
    window = desk()
    shown(window, PLANTED)

    found = {rule for rule, _markup in window.violations()}

    assert found >= {"button-name", "color-contrast", "html-has-lang", "image-alt", "label"}


# A page of targets too small or too near, and one where each stands far enough from all others.
TARGETS = """<html lang="vi"><head><title>Nhỏ</title></head><body><main><h1>Trang mẫu</h1>
{}</main></body></html>"""
TIGHT = {
    "two small links": '<a href="/mot">1</a><a href="/hai">2</a>',
    "a small link at a large one": '<a href="/mot">1</a><button>Một nút thật dài</button>',
    "a link over a link": """<button>Một nút thật dài</button>
<p style="margin-top: -12px"><button style="height: 40px">Một nút khác</button></p>""",
}
FAR = '<p><a href="/mot">1</a></p><p style="margin-top: 40px"><a href="/hai">2</a></p>'


@pytest.mark.parametrize("links", TIGHT.values(), ids=TIGHT)
@pytest.mark.parametrize("again", [False, True], ids=["at first", "at another size"])
def test_links_too_small_for_a_thumb_are_seen(
    desk: Callable[..., Desk], links: str, *, again: bool
) -> None:
    window = desk()
    shown(window, TARGETS.format(links))

    assert "target-size" in {rule for rule, _markup in window.violations(again=again)}


def test_links_far_apart_need_no_close_look(desk: Callable[..., Desk]) -> None:
    window = desk()
    shown(window, TARGETS.format(FAR))

    assert not window.is_tight()
    assert window.violations(again=True) == []


END = "</main>"


@pytest.mark.parametrize(
    ("name", "swap"),
    [
        ("style-src", ("<h1>", '<h1 style="color: red">')),
        ("script-src", (END, f"<script>document.title = 1</script>{END}")),
        ("img-src", (END, f'<img src="http://example.com/a.png" alt="ngoài">{END}')),
        ("sideways", (END, f"<pre>{'dài' * 400}</pre>{END}")),
        ("2 h1", (END, f"<h1>Hai tiêu đề</h1>{END}")),
        ("kaput", (END, f'<script src="/static/kaput.js"></script>{END}')),
    ],
    ids=["style", "script", "image", "width", "heads", "error"],
)
def test_a_planted_fault_is_seen(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    desk: Callable[..., Desk],
    name: str,
    swap: tuple[str, str],
) -> None:
    plant(app, monkeypatch, *swap)
    window = desk()
    window.page.route("**/kaput.js", lambda route: route.fulfill(body="kaput()"))

    window.open("/dang-nhap")

    assert any(name in one for one in window.faults(axe=False)), (name, window.complaints)


def test_a_page_without_planted_faults_passes(
    app: Flask, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(app, monkeypatch, "<h1>", "<h1>")
    window = desk()

    window.open("/dang-nhap")

    assert window.faults_at_both_sizes() == []
