"""A real browser at a plain-HTTP name of the office network, as people have it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from saturday import demo
from saturday.extensions import db
from tests.browser.window import DESK, Desk
from tests.conftest import POSTGRES, stand_at

CHROMIUM = shutil.which("chromium-headless-shell")  # the same Chromium, without its frame
HOST = "anhson.lan"  # no secure context: no secure cookies, no clipboard, as on a LAN
PASSWORD = "bốn từ không liên quan"
SAY_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("content policy", event.violatedDirective, event.blockedURI, event.sourceFile))"""


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
                f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def story(app: Flask, empty_folder: Path) -> Flask:
    """Give the app with the demo's story; it is told once and copied for each test."""
    told = empty_folder / "told.sqlite"
    if POSTGRES or not told.exists():
        demo.tell(PASSWORD)
        db.session.commit()
    _close()
    if not POSTGRES and not told.exists():
        shutil.copy(empty_folder / "now.sqlite", told)
    elif not POSTGRES:
        shutil.copy(told, empty_folder / "now.sqlite")
    stand_at(demo.NOW)
    return app


def _close() -> None:
    """Let go of the database, so that its file may be copied."""
    db.session.remove()
    db.engine.dispose()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the app and give its address on the network."""
    db.session.rollback()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://{HOST}:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture
def desk(chromium: Browser, address: str) -> Iterator[Callable[..., Desk]]:
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
        context.set_default_timeout(15_000)
        context.add_init_script(SAY_VIOLATIONS)
        contexts.append(context)
        window = Desk(address, context.new_page())
        window.page.on("console", window.hear)
        window.page.on("pageerror", lambda fault: window.complaints.append(str(fault)))
        return window

    yield open_window
    for context in contexts:
        context.close()
