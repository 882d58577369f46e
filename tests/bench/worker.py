"""What is measured, piece by piece; told what to do on standard input.

``warm NAME`` · ``stage NAME TIMES`` (prepares, uncounted) · ``go`` · each answered by ``done``.
"""

import gc
import json
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

from flask import Flask
from itsdangerous import URLSafeSerializer
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder

from saturday import create_app
from saturday.extensions import db, writing
from saturday.models.abbreviations import Abbreviation
from saturday.models.commune import Officer
from saturday.models.documents import Document
from saturday.models.plan import DutySession
from saturday.papers import making, texts
from saturday.papers.facts import PublicFacts
from saturday.papers.render import TEMPLATES, render
from saturday.rules.announcements import Channel, News
from saturday.vietnamese.spoken import read_aloud
from tests.bench.control import Control, Seen, asked, bare_paper, sent
from tests.bench.records import BUSY_DAY, LIST_DAY
from tests.faults.serving import DATABASE
from tests.faults.visitor import Answer, Letter, filled

QUESTIONS = 12  # of the planted fault
LIST = f"/lich-truc/{LIST_DAY}/phong/kinh-te"


class Work(Protocol):
    """A piece of work that can be done many times."""

    def stage(self, times: int) -> None:
        """Prepare so many times; this is not counted."""

    def do(self) -> None:
        """Do it once."""


BESIDE = "beside: "  # begins the name of work on a second folder
WARM = 8  # times that something is done before it is counted: Python learns what it does often

Works = Mapping[str, Callable[[], Work]]  # each is made when it is first asked for


@dataclass
class Browser:
    """Somebody in front of an app, without a network between."""

    app: Flask
    cookie: str = ""

    def surroundings(self, path: str, letter: Letter | None = None) -> dict[str, Any]:
        """Give what a server hands to an app."""
        place, _mark, query = path.partition("?")
        made = EnvironBuilder(path=place, query_string=query, method="POST" if letter else "GET")
        found = made.get_environ() | {"HTTP_COOKIE": self.cookie}
        if letter:
            found["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
            found["CONTENT_LENGTH"] = str(len(letter.body))
        return found

    def ask(self, surroundings: dict[str, Any], body: bytes = b"") -> tuple[str, list[Any], bytes]:
        """Let the app answer."""
        told: list[Any] = []

        def start(status: str, headers: list[Any], _fault: object = None) -> Callable[..., None]:
            told.extend((status, headers))
            return lambda _piece: None

        answer = self.app.wsgi_app({**surroundings, "wsgi.input": BytesIO(body)}, start)
        content = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return told[0], told[1], content

    def get(self, path: str) -> Answer:
        """Open a page, and keep its cookie."""
        status, headers, content = self.ask(self.surroundings(path))
        for name, value in headers:
            if name == "Set-Cookie":
                self.cookie = value.partition(";")[0]
        return Answer(int(status[:3]), path, "", content.decode())


@dataclass
class Page:
    """Opening a page."""

    browser: Browser
    path: str
    surroundings: dict[str, Any] = field(default_factory=dict)

    def stage(self, times: int) -> None:
        """Know the way."""
        del times
        self.surroundings = self.browser.surroundings(self.path)

    def do(self) -> None:
        """Open it."""
        status, _headers, content = self.browser.ask(self.surroundings)
        assert status.startswith("200"), (self.path, status, content[:500])


@dataclass
class Posting:
    """Sending a form again and again, each time with a key of its own."""

    browser: Browser
    page: str
    action: str
    typed: dict[str, str] = field(default_factory=dict)
    letters: list[tuple[dict[str, Any], bytes]] = field(default_factory=list)

    def stage(self, times: int) -> None:
        """Open the page and fill in as many forms as will be sent."""
        letter = filled(self.browser.get(self.page), self.action, **self.typed)
        self.letters = [self._sealed(letter, number) for number in range(times)]

    def _sealed(self, letter: Letter, number: int) -> tuple[dict[str, Any], bytes]:
        """Give a form with a fresh key and the version that the one before will leave."""
        signer = URLSafeSerializer(self.browser.app.config["SECRET_KEY"], salt="form-key")
        values = parse_qsl(letter.body.decode(), keep_blank_values=True)
        known = dict(values)
        _nonce, account, form = signer.loads(known["form_key"])
        fresh = {"form_key": signer.dumps([secrets.token_urlsafe(12), account, form])}
        if known.get("version"):
            fresh["version"] = str(int(known["version"]) + number)
        body = urlencode([(name, fresh.get(name, value)) for name, value in values]).encode()
        sent = replace(letter, body=body)
        return self.browser.surroundings(self.action, sent), body

    def do(self) -> None:
        """Send one."""
        status, _headers, content = self.browser.ask(*self.letters.pop(0))
        assert status.startswith("303"), (self.action, status, content[:2000])


@dataclass
class Checking:
    """Checking the form of one draft after the other: each is set, kept and written down."""

    browser: Browser
    drafts: list[int]
    ready: list[Posting] = field(default_factory=list)

    def stage(self, times: int) -> None:
        """Open as many drafts as will be checked."""
        self.ready = []
        for _ in range(times):
            paper = f"/van-ban/{self.drafts.pop(0)}"
            self.ready.append(Posting(self.browser, paper, f"{paper}/kiem-tra-the-thuc"))
            self.ready[-1].stage(1)

    def do(self) -> None:
        """Check one."""
        self.ready.pop(0).do()


@dataclass
class Burdened:
    """Opening a page that asks one more question for each of some rows: a planted fault."""

    page: Page

    def stage(self, times: int) -> None:
        """Know the way."""
        self.page.stage(times)

    def do(self) -> None:
        """Open it."""
        self.page.do()
        with self.page.browser.app.app_context():
            for number in range(QUESTIONS):
                db.session.get(Officer, number + 1)


@dataclass
class Call:
    """Calling a function."""

    function: Callable[[], object]

    def stage(self, times: int) -> None:
        """Need nothing."""

    def do(self) -> None:
        """Call it."""
        self.function()


@dataclass
class BareSaving:
    """Writing barely what the app writes for a list, into a copy of its database."""

    control: Control
    posting: Posting
    copy: Path

    def stage(self, times: int) -> None:
        """Let the app do it first and note what it sends; the copy stands where it began."""
        self.control.engine.dispose()
        self.posting.stage(times)
        shutil.copy(Path(os.environ["SATURDAY_DATA"]) / DATABASE, self.copy)
        letters = list(self.posting.letters)
        for _ in range(times):
            with sent() as statements:
                self.posting.do()
            self.control.saves.append(statements)
        self.posting.letters = letters

    def do(self) -> None:
        """Send the same form to the bare app."""
        surroundings, body = self.posting.letters.pop(0)
        browser = Browser(self.control.flask)
        writing.set(True)
        status, _headers, content = browser.ask({**surroundings, "PATH_INFO": "/save"}, body)
        writing.set(False)
        assert status.startswith("303"), (status, content[:500])


def shown_barely(control: Control, name: str, page: Page) -> Page:
    """Open a page of the app, note what it asked and showed, and let the bare app do the same."""
    page.browser.get(page.path)
    with asked() as questions:
        text = page.browser.get(page.path).text
    with Session(control.engine) as session:
        questions = [one.tried_in(session) for one in questions]
    control.pages[name] = Seen.of(questions, text)
    bare = Page(Browser(control.flask), f"/page/{name}")
    shown = bare.browser.get(bare.path).text
    assert unescape(shown) == unescape(text), "the control shows another page"
    return bare


def both(control: Control, name: str, page: Page) -> Works:
    """Open a page, and let the bare app do the same."""
    return {name: lambda: page, f"{name} bare": lambda: shown_barely(control, name, page)}


def notice() -> tuple[dict[str, object], Callable[[], object]]:
    """Give the words of a notice, and how the app sets them."""
    document = db.session.query(Document).filter_by(paper="assignment_notice").first()
    assert document
    words = making.words_now(db.session, document)
    return words.as_words(), lambda: render(words)


def bulletin() -> Works:
    """Render the loudspeaker's text of a Saturday, and say it: one page, and ten."""
    duty_session = db.session.scalars(DutySession.on(BUSY_DAY)).one()
    facts = PublicFacts.of(db.session, duty_session)
    source = texts.built_in(Channel.LOUDSPEAKER, News.HELD)
    text, known = texts.render(source, facts), Abbreviation.known(db.session)
    return {
        "bulletin": lambda: Call(lambda: texts.render(source, facts)),
        "bulletin said": lambda: Call(lambda: read_aloud(text, known)),
        "ten bulletins said": lambda: Call(lambda: read_aloud(f"{text}\n" * 10, known)),
    }


def bare_beside() -> tuple[Control, Path]:
    """Make the bare app over a copy of the database."""
    copy = Path(os.environ["SATURDAY_DATA"]) / "bare.sqlite"
    shutil.copy(Path(os.environ["SATURDAY_DATA"]) / DATABASE, copy)
    return Control(create_engine(f"sqlite:///{copy}")), copy


def works(cookies: dict[str, str]) -> Works:
    """List everything that can be measured."""
    app = create_app()
    control, copy = bare_beside()
    centre, clerk = Browser(app, cookies["trungtam"]), Browser(app, cookies["vanthu"])
    economy = Browser(app, cookies["kinh-te"])
    with app.app_context():
        words, set_notice = notice()
        spoken = bulletin()
        drafts = [row.id for row in db.session.query(Document).filter_by(paper="assignment_notice")]
    hub = f"/lich-truc/{BUSY_DAY}"
    saving = Posting(economy, f"{LIST}?sua=1", LIST)
    return {
        "hello": lambda: Page(Browser(control.flask), "/"),
        "sign_in": lambda: Page(Browser(app), "/dang-nhap"),
        "hub burdened": lambda: Burdened(Page(centre, hub)),
        **both(control, "home", Page(centre, "/")),
        **both(control, "hub", Page(centre, hub)),
        **both(control, "officers", Page(centre, "/danh-muc/cong-chuc/")),
        **both(control, "documents", Page(clerk, "/van-ban/")),
        **both(control, "public", Page(Browser(app), f"/thong-bao/{BUSY_DAY}")),
        **both(control, "public list", Page(Browser(app), "/thong-bao/")),
        **spoken,
        "save": lambda: saving,
        "save bare": lambda: BareSaving(control, replace(saving), copy),
        "paper": lambda: Page(clerk, f"/van-ban/{drafts.pop()}/docx"),
        "paper checked": lambda: Checking(clerk, drafts),
        "paper set": lambda: Call(set_notice),
        "paper bare": lambda: Call(lambda: bare_paper(TEMPLATES / "assignment_notice.docx", words)),
    }


def serve(known: Works) -> None:
    """Do as told until there is nothing more to do."""
    made: dict[str, Work] = {}
    name, times = "", 0
    say("ready")
    for line in sys.stdin:
        order, _blank, words = line.strip().partition(" ")
        if order == "stage":
            name, _blank, count = words.rpartition(" ")
            times = int(count)
            made[name].stage(times)
        elif order == "warm":
            made[words] = made.get(words) or known[words]()
            made[words].stage(WARM)
            for _ in range(WARM):
                made[words].do()
        else:
            for _ in range(times):
                made[name].do()
        gc.collect()
        say("done")


def say(word: str) -> None:
    """Answer whoever gives the orders."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(works: Callable[[dict[str, str]], Works]) -> None:
    """Stand ready; work on a second folder has its name with a word before it."""
    known: dict[str, Callable[[], Work]] = {}
    for word, (folder, cookies) in zip(
        ("", BESIDE), json.loads(Path(sys.argv[1]).read_text()), strict=False
    ):
        os.environ["SATURDAY_DATA"] = folder
        known |= {word + name: work for name, work in works(cookies).items()}
    gc.collect()
    gc.freeze()
    gc.disable()  # its rounds would fall on one piece of work or the other by chance
    serve(known)
