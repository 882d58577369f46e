"""How does a person's browser read pages and send forms to the real server?"""

from dataclasses import dataclass, replace
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

from tests.pages import values_of

TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered."""

    status: int
    path: str
    location: str
    text: str

    @property
    def key(self) -> str:
        """The one-time key whose act this answer says is done; empty when none is."""
        return parse_qs(urlsplit(self.location).query).get("xong", [""])[0]

    @property
    def soup(self) -> BeautifulSoup:
        """The page, to look things up in."""
        return BeautifulSoup(self.text, "lxml")

    def form(self, action: str) -> Tag:
        """Give the form whose action ends so."""
        forms = self.soup.find_all("form")
        for one in forms:
            if urlsplit(str(one.get("action"))).path.endswith(action):
                return one
        known = [str(one.get("action")) for one in forms]
        message = f"no form {action!r} in {self.path} ({self.status}); there are {known}"
        raise AssertionError(message)

    def offers(self, action: str) -> bool:
        """Whether the page holds this form."""
        forms = self.soup.find_all("form")
        return any(urlsplit(str(one.get("action"))).path.endswith(action) for one in forms)


@dataclass(frozen=True, slots=True)
class Letter:
    """A filled-in form, ready to be sent: the same bytes as often as wanted."""

    path: str
    body: bytes
    referrer: str

    def to(self, path: str) -> "Letter":
        """Send it elsewhere, as a button with an address of its own does."""
        return replace(self, path=path)


@dataclass(slots=True)
class Visitor:
    """A signed-in browser; it keeps the cookie that it was given last."""

    port: int
    cookie: str

    def get(self, path: str) -> Answer:
        """Open an address."""
        return self._ask("GET", path, {})

    def post(self, letter: Letter) -> Answer:
        """Send a filled-in form, without following where it leads."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://127.0.0.1:{self.port}{letter.referrer}",
        }
        return self._ask("POST", letter.path, headers, letter.body)

    def send(self, page: Answer, action: str, **typed: str | list[str] | None) -> Answer:
        """Fill in and send a form of a page; names use "__" for "-", None unticks."""
        return self.post(filled(page, action, **typed))

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, path, body, {"Cookie": self.cookie, **headers})
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
            return Answer(answer.status, path, answer.getheader("Location", ""), text)
        finally:
            connection.close()


def filled(page: Answer, action: str, **typed: str | list[str] | None) -> Letter:
    """Fill in a form as it was shown; names use "__" for "-", None unticks."""
    form = page.form(action)
    values = values_of(form)
    for name, value in typed.items():
        key = name.replace("__", "-")
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value if isinstance(value, list) else [value]
    address = urlsplit(str(form.get("action")) or page.path)
    path = address._replace(scheme="", netloc="").geturl()
    return Letter(path, urlencode(values, doseq=True).encode(), page.path)
