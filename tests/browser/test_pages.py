"""Does every page stand up to a careful eye: at the desk, on the telephone, for each role?"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import run_wsgi_app

from saturday.rules.permissions import Role
from tests import factories
from tests.browser.window import Desk
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
MORE_OF = {  # pages of one kind that are looked at for each role: else one, for its state varies
    "documents.document_detail": 5,
    "plan.year_detail": 2,
    "roster.session_detail": 4,
    "roster.session_list": 2,
}
HREFS = "links => links.map(one => one.href).filter(one => one.startsWith(location.origin))"
# What a page is made of, whatever its words: parts seen on other pages need no second close look.
PARTS = """() => [...document.querySelectorAll("main *")].map((one) =>
  [one.parentElement.localName, one.localName, one.className, ...one.getAttributeNames()].join(" "))
"""
FILES = (
    *(".atom", ".csv", ".ics", ".png", ".txt", ".xlsx"),
    *("/ban-tin-am-thanh", "/docx", "/lap-thu", "/lap-thu-pdf", "/pdf"),
)


@dataclass
class Crawl:
    """A walk from link to link, by GET alone."""

    app: Flask
    window: Desk
    waiting: deque[tuple[str, str]] = field(default_factory=deque)
    known: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Open page after page; give each with its kind."""
        self.take("/")
        while self.waiting:
            path, kind = self.waiting.popleft()
            self.window.open(path)
            yield path, kind
            for address in self.window.page.eval_on_selector_all("a[href]", HREFS):
                self.take(address)

    def take(self, address: str) -> None:
        """Plan to open an address, unless it is known or there are enough of its kind."""
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        kind = self.kind_of(parts.path)
        if path in self.known or kind is None:
            return
        if self.kinds[kind] < MORE_OF.get(kind, 1):
            self.known.add(path)
            self.kinds[kind] += 1
            self.waiting.append((path, kind))

    def kind_of(self, path: str) -> str | None:
        """Give the door that answers, with the table it shows; none for what is no page."""
        if path.endswith(FILES) or "/tep/" in path or "/am-thanh/" in path:
            return None
        try:
            endpoint, values = self.app.url_map.bind("").match(path)
        except HTTPException:
            return None
        tables = [one for one in values.values() if isinstance(one, str) and not one.isdigit()]
        return " ".join([str(endpoint), *(one for one in tables if not is_day(one))])

    def faults(self, looked_at: set[str]) -> list[str]:
        """Look at every page at both sizes, closely when it has a part not looked at before."""
        found = []
        for path, kind in self.pages():
            door, *_table = kind.split()
            parts = {door, *self.window.page.evaluate(PARTS)}
            closely = not parts <= looked_at
            looked_at |= parts
            found += [f"{path} {one}" for one in self.window.faults_at_both_sizes(axe=closely)]
        return found


def is_day(text: str) -> bool:
    """Whether a part of an address is a day."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """Remember what was looked at for one role, to spare it for the next."""
    return set()


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_that_a_role_can_reach_is_sound(
    story: Flask, desk: Callable[..., Desk], looked_at: set[str], who: str
) -> None:
    window = desk()
    window.sign_in(who, PASSWORD)
    crawl = Crawl(story, window)

    faults = crawl.faults(looked_at)

    assert not faults, "\n".join(faults)
    assert crawl.known >= {"/", "/mat-khau", "/phien"}


def test_every_page_of_an_empty_commune_is_sound(
    app: Flask, desk: Callable[..., Desk], looked_at: set[str]
) -> None:
    roles = {Role.ADMIN, Role.CENTRE, Role.CLERK}
    factories.account(username="mot", roles=roles, password=PASSWORD)
    window = desk()
    window.sign_in("mot", PASSWORD)

    faults = Crawl(app, window).faults(looked_at)

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


def test_axe_finds_five_planted_faults(desk: Callable[..., Desk]) -> None:
    window = desk()
    window.page.route(
        "**/hong", lambda route: route.fulfill(body=PLANTED, content_type="text/html")
    )
    window.open("/hong")

    found = {rule for rule, _markup in window.violations()}

    assert found >= {"button-name", "color-contrast", "html-has-lang", "image-alt", "label"}


SMALL = """<html lang="vi"><head><title>Nhỏ</title></head><body><main><h1>Trang mẫu</h1>
<a href="/mot">1</a><a href="/hai">2</a></main></body></html>"""


def test_links_too_small_for_a_thumb_are_seen_at_another_size(desk: Callable[..., Desk]) -> None:
    window = desk()
    window.page.route("**/nho", lambda route: route.fulfill(body=SMALL, content_type="text/html"))
    window.open("/nho")

    assert {rule for rule, _markup in window.violations(again=True)} == {"target-size"}


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
