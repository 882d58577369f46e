"""A real browser at a plain-HTTP name of the office network, as people have it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect, sync_playwright
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from saturday import demo
from saturday.extensions import db
from tests.browser.window import DESK, Desk
from tests.telling import tell

CHROMIUM = shutil.which("chromium-headless-shell")  # the same Chromium, without its frame
HOST = "anhson.lan"  # no secure context: no secure cookies, no clipboard, as on a LAN
PATIENCE = 15_000  # milliseconds: on a busy machine a page takes its time
SAY_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("content policy", event.violatedDirective, event.blockedURI, event.sourceFile))"""

expect.set_options(timeout=PATIENCE)


class Silent(WSGIRequestHandler):
    """Serve without talking."""

    def log(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                # A page lives for a second: to optimize its code costs more than it saves.
                "--js-flags=--no-opt --no-maglev",
                f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def story(app: Flask, empty_folder: Path) -> Flask:
    """Give the app with the demo's story up to Tuesday; it is told once and copied."""
    return tell(app, empty_folder, demo.TUESDAY)


@pytest.fixture
def friday(app: Flask, empty_folder: Path) -> Flask:
    """Give the app with the story up to Friday night."""
    return tell(app, empty_folder, demo.FRIDAY)


@pytest.fixture
def saturday(app: Flask, empty_folder: Path) -> Flask:
    """Give the app as the demo stands: on Saturday at 10:52, 37 people have been served."""
    return tell(app, empty_folder, demo.NOW)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the app and give its address on the network."""
    db.session.rollback()
    with served(app) as found:
        yield found


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an app until the end of the ``with``; give its address on the network."""
    answer = DispatcherMiddleware(app, {"/axe.js": axe_script})
    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


@Request.application
def axe_script(_request: Request) -> Response:
    """Give axe, which a browser reads and compiles once a window and not once a page."""
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(AXE_SCRIPT, mimetype="text/javascript", headers=kept)


@pytest.fixture(scope="session")
def looked_at() -> set[str]:
    """Remember what windows have shown, to spare it a second close look."""
    return set()


@pytest.fixture
def desk(chromium: Browser, address: str, looked_at: set[str]) -> Iterator[Callable[..., Desk]]:
    """Open windows: ``desk(scripts=False, size=PHONE)``."""
    contexts: list[BrowserContext] = []

    def open_window(*, scripts: bool = True, size: ViewportSize | None = None) -> Desk:
        context = chromium.new_context(
            java_script_enabled=scripts,
            viewport=size or DESK,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
            reduced_motion="reduce",  # a picture is of a page at rest
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(SAY_VIOLATIONS)
        contexts.append(context)
        window = Desk(address, context.new_page(), looked_at)
        window.page.on("console", window.hear)
        window.page.on("pageerror", lambda fault: window.complaints.append(str(fault)))
        return window

    yield open_window
    for context in contexts:
        context.close()
