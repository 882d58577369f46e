"""A real browser at a plain-HTTP name of the office network, as people have it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from saturday.extensions import db

CHROMIUM = shutil.which("chromium")
HOST = "anhson.lan"  # no secure context: no secure cookies, no clipboard, as on a LAN
GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "guide"
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}


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


@dataclass
class Desk:
    """One person's browser window, which notes whatever a careful eye would mind."""

    address: str
    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to an address of the app."""
        self.page.goto(self.address + path)

    @property
    def path(self) -> str:
        """Where the window is."""
        return urlsplit(self.page.url).path

    def main(self) -> str:
        """Give the words of the main part."""
        return self.page.locator("main").inner_text()

    def picture(self, name: str) -> None:
        """Take a picture for the guide."""
        GUIDE.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=GUIDE / f"{name}.png")

    def check(self) -> None:
        """Refuse faults of accessibility, content policy, and sideways scrolling."""
        found = Axe().run(self.page).response["violations"]
        assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
        width = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{self.path} scrolls sideways by {width} px"
        assert not self.complaints, self.complaints


@pytest.fixture
def desk(chromium: Browser, address: str) -> Iterator[Callable[..., Desk]]:
    """Open windows: ``desk(scripts=False, size=PHONE)``."""
    contexts: list[BrowserContext] = []

    def open_window(*, scripts: bool = True, size: dict[str, int] | None = None) -> Desk:
        context = chromium.new_context(
            java_script_enabled=scripts,
            viewport=size or DESK,  # type: ignore[arg-type]
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        window = Desk(address, context.new_page())
        window.page.on(
            "console",
            lambda said: (
                window.complaints.append(said.text)
                if said.type == "error" and "status of 4" not in said.text
                else None
            ),
        )
        window.page.on("pageerror", lambda fault: window.complaints.append(str(fault)))
        return window

    yield open_window
    for context in contexts:
        context.close()
