"""A person at a screen: pages are read strictly and forms are sent as they were shown."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask, g
from werkzeug.test import TestResponse

from saturday.extensions import db, writing
from saturday.models.accounts import Account, SignIn
from tests.tracing import untraced

IS_FIRST_RUN = "TEST_DATABASE_URL" not in os.environ  # the second, on PostgreSQL, sees the same
WITHOUT_COOKIE = ("/thon/l/", "/phan-anh/gui", "/phan-anh/tra-cuu")
NO_BODY = {301, 302, 303, 401}

# Plain words that stand in a value (but for what a control is: type=) or between two tags.
PLAIN = r"[\w \n.,;:!?()/%+*='#@|–—…“”’·✓→-]"
VALUE = re.compile(f'(?<!type)="{PLAIN}*"')
WORDS = re.compile(rf">(?=\s*[^\s<]){PLAIN}+<")
STRICT: set[int] = set()  # shapes of the pages that were found to be strict


@dataclass
class Page:
    """An answer as read from the screen."""

    response: TestResponse
    path: str

    @untraced()
    def __post_init__(self) -> None:
        """Inspect the page."""
        if IS_FIRST_RUN and self.markup.lstrip().lower().startswith("<!doctype"):
            inspect(self.markup, self.soup)

    @cached_property
    def markup(self) -> str:
        """What was sent to be shown."""
        is_html = self.response.mimetype == "text/html" and self.response.status_code not in NO_BODY
        return self.response.get_data(as_text=True) if is_html else ""

    @cached_property
    @untraced()
    def soup(self) -> BeautifulSoup:
        """The parsed page."""
        return BeautifulSoup(self.markup, "lxml")  # html5lib, the strict one, is slow at it

    @property
    def status(self) -> int:
        """Status code."""
        return self.response.status_code

    @property
    def text(self) -> str:
        """All words of the page, blanks collapsed."""
        return re.sub(r"\s+", " ", self.soup.get_text(" ", strip=True))

    @property
    def main(self) -> str:
        """The words of the main part."""
        main = self.soup.find("main")
        return re.sub(r"\s+", " ", main.get_text(" ", strip=True)) if main else ""

    @property
    def notice(self) -> str:
        """What the page says was done."""
        found = self.soup.find(id="status")
        return re.sub(r"\s+", " ", found.get_text(" ", strip=True)).strip("✓ ") if found else ""

    @property
    def faults(self) -> list[str]:
        """Sentences of the error summary."""
        box = self.soup.select_one(".errors")
        return [one.get_text(" ", strip=True) for one in box.select("li")] if box else []

    def rows(self, caption: str = "") -> list[list[str]]:
        """Cells of a table's body rows; the table is found by a part of its caption."""
        return [
            [
                re.sub(r"\s+", " ", cell.get_text(" ", strip=True))
                for cell in row.find_all(["th", "td"])
            ]
            for row in self.table(caption).select("tbody tr")
        ]

    def table(self, caption: str) -> Tag:
        """Find a table by a part of its caption."""
        for table in self.soup.find_all("table"):
            if caption in (table.caption.get_text() if table.caption else ""):
                return table
        message = f"no table {caption!r} in {self.path}"
        raise AssertionError(message)

    def forms(self) -> Iterator[Tag]:
        """Every form of the page."""
        yield from self.soup.find_all("form")

    def form(self, action: str) -> Tag:
        """Give the form that can be sent to an address ending so (its query apart)."""
        for one in self.forms():
            if address_of(one, action):
                return one
        known = [str(one.get("action")) for one in self.forms()]
        message = f"no form {action!r} in {self.path}; there are {known}"
        raise AssertionError(message)

    def has_form(self, action: str) -> bool:
        """Whether the page offers this act."""
        return any(address_of(one, action) for one in self.forms())


def address_of(form: Tag, ending: str) -> str:
    """Give the address, ending so, to which a form is sent: its own, or that of a button."""
    own = str(form.get("action"))
    buttons = (str(one["formaction"]) for one in form.select("[formaction]"))
    return next((one for one in (own, *buttons) if urlsplit(one).path.endswith(ending)), "")


def values_of(form: Tag) -> dict[str, list[str]]:  # noqa: C901 - one branch a kind of control
    """Give what a browser would send of a form as it was shown, buttons left out."""
    values: dict[str, list[str]] = {}
    for one in form.select("input[name], select[name], textarea[name]"):
        if one.has_attr("disabled"):
            continue
        name = str(one["name"])
        if one.name == "select":
            chosen = one.select("option[selected]") or one.select("option")[:1]
            values.setdefault(name, []).extend(str(o.get("value", o.text)) for o in chosen)
        elif one.name == "textarea":
            values.setdefault(name, []).append(one.get_text().removeprefix("\n"))
        elif one.get("type") in {"checkbox", "radio"}:
            if one.has_attr("checked"):
                values.setdefault(name, []).append(str(one.get("value", "on")))
        elif one.get("type") not in {"submit", "button", "file"}:
            values.setdefault(name, []).append(str(one.get("value", "")))
    return values


def inspect(markup: str, soup: BeautifulSoup) -> None:
    """Refuse a page that is not strict HTML5, or lacks what every page must have."""
    refuse_loose(markup)
    assert soup.html is not None
    assert soup.html.get("lang") == "vi"
    assert soup.title is not None
    assert soup.title.text.strip(), "a page needs a title"
    elements = soup.find_all(name=True)
    heads = [one.text for one in elements if one.name == "h1"]
    assert len(heads) == 1, heads
    ids = [str(one["id"]) for one in elements if "id" in one.attrs]
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})
    for element in elements:
        inspect_element(element, ids)


def refuse_loose(markup: str) -> None:
    """Refuse what is not strict HTML5; which plain words stand in its tags makes no difference."""
    shape = hash(WORDS.sub(">x<", VALUE.sub('=""', markup)))
    if shape not in STRICT:
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(markup)
        assert not parser.errors, parser.errors[:3]
        STRICT.add(shape)


def inspect_element(element: Tag, ids: list[str]) -> None:  # noqa: C901 - one line a rule
    """Refuse an element that works only with scripts, carries them, or names what is not there."""
    known = element.attrs
    assert "style" not in known, f"style= on {element.name}"
    assert not any(name.startswith("on") for name in known), known
    if element.name == "form":
        assert known.get("action") is not None, "a form without an address"
        if known.get("method") == "post":
            no_cookie = str(known["action"]).startswith(WITHOUT_COOKIE)  # hence no token of one
            name = "form_key" if no_cookie else "csrf_token"
            assert element.find("input", attrs={"name": name}), known["action"]
    if "hx-post" in known:
        assert element.name == "form", "hx-post stands on forms only"
        assert known.get("action"), "and their address works without scripts"
    if "hx-get" in known:
        assert known.get("href") or known.get("action"), "hx-get needs an address"
    if element.name == "label" and "for" in known:
        assert known["for"] in ids, f"label for {known['for']}"
    for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
        for one in str(known.get(name, "")).split():
            assert one in ids, f"{name}={one}"


class Person:
    """Somebody with a browser: opens pages and sends the forms that they show."""

    @untraced()
    def __init__(self, app: Flask, account: Account | None) -> None:
        """Open a browser; with an account it is signed in already."""
        self.app = app
        self.account = account
        self.client = app.test_client()
        if account is not None:
            writing.set(True)
            row, token = SignIn.start(account, address="127.0.0.1", browser="tests")
            db.session.add(row)
            db.session.commit()
            with self.client.session_transaction() as cookie:
                cookie["sign_in"] = token

    def get(self, path: str, *, htmx: bool = False, follow: bool = True) -> Page:
        """Open an address, following redirects as a browser does."""
        headers = {"HX-Request": "true"} if htmx else {}
        response = self.client.get(path, headers=headers, buffered=True)
        self._end_of_request()
        if follow and response.status_code in {301, 302, 303, 308}:
            return self.get(_local(response.location))
        return Page(response, path)

    def post(
        self, path: str, data: dict[str, object], *, follow: bool = True, **kw: object
    ) -> Page:
        """Send raw values: for tests of what a browser would not send."""
        response = self.client.post(path, data=data, **kw)
        self._end_of_request()
        if follow and response.status_code in {302, 303}:
            return self.get(_local(response.location))
        return Page(response, path)

    def send(self, page: Page, action: str, *, follow: bool = True, **typed: object) -> Page:
        """Fill in and send the form of a page; names use "__" for "-" ("lines__0__duty_id").

        A value may be a string, a list of strings, a file as (BytesIO, name), or None to untick.
        """
        form = page.form(action)
        values: dict[str, object] = dict(values_of(form))
        for name, value in typed.items():
            key = name.replace("__", "-")
            if value is None:
                values.pop(key, None)
            else:
                values[key] = value
        kw: dict[str, object] = {"headers": {"Referer": f"http://localhost{page.path}"}}
        if form.get("enctype") == "multipart/form-data":
            kw["content_type"] = "multipart/form-data"
        address = address_of(form, action) or page.path
        return self.post(address, values, follow=follow, **kw)

    @untraced()
    def _end_of_request(self) -> None:
        """Let the test see what was committed, and the next request know nothing of this one.

        A test holds one app context, which its requests share: what they put on ``g``, the
        person signed in among it, would stay there.
        """
        for name in list(g):
            g.pop(name)
        db.session.rollback()
        db.session.expire_all()
        db.session().expire_on_commit = True  # the answer of a form lets go of it
        writing.set(True)


def _local(location: str | None) -> str:
    """Give path and query of a redirect."""
    parts = urlsplit(location or "/")
    return parts._replace(scheme="", netloc="").geturl()
