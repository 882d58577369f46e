"""A walk from link to link: what can somebody reach, and is each page of it sound?"""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin, urlsplit

from bs4 import Tag
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.browser.window import Desk
from tests.pages import Page, Person

MORE_OF = {  # pages of one kind that are looked at for each role: else one, for its state varies
    "documents.document_detail": 5,
    "plan.year_detail": 2,
    "roster.session_detail": 4,
    "roster.session_list": 2,
}
FILES = (
    *(".atom", ".csv", ".ics", ".png", ".txt", ".xlsx"),
    *("/ban-tin-am-thanh", "/docx", "/lap-thu", "/lap-thu-pdf", "/pdf"),
)


@dataclass
class Memory:
    """What was looked at for one role, and is spared for the next."""

    pages: set[str] = field(default_factory=set)  # main parts, to the letter
    doors: set[str] = field(default_factory=set)


@dataclass
class Crawl:
    """A walk from link to link, by GET alone; a page is shown in a window when it is a new one."""

    app: Flask
    person: Person
    window: Desk
    memory: Memory
    waiting: deque[tuple[str, str]] = field(default_factory=deque)
    known: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)

    def pages(self) -> Iterator[tuple[str, str, Page]]:
        """Read page after page; give each with its kind."""
        self.take("/")
        while self.waiting:
            path, kind = self.waiting.popleft()
            page = self.person.get(path)
            yield path, kind, page
            for link in page.soup.select("a[href]"):
                self.take(urljoin(page.path, str(link["href"])))

    def take(self, address: str) -> None:
        """Plan to open an address, unless it is known or there are enough of its kind."""
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        kind = None if parts.netloc or parts.scheme else self.kind_of(parts.path)
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

    def faults(self) -> list[str]:
        """Look at every new page at both sizes, closely when a part of it looks new.

        A page whose main part somebody else was shown to the letter is no new one.
        """
        found = []
        for path, kind, page in self.pages():
            main = main_of(page)
            if main in self.memory.pages:
                continue
            self.memory.pages.add(main)
            self.window.open(path)
            axe = self.is_to_be_read(kind.split()[0])
            faults = self.window.faults_at_both_sizes(axe=axe, stays=True)
            found += [f"{path} {one}" for one in faults]
        return found

    def is_to_be_read(self, door: str) -> bool:
        """Whether a page is the first behind its door, or has a part that looks new."""
        is_first = door not in self.memory.doors
        self.memory.doors.add(door)
        return is_first or bool(self.window.new_looks())


def main_of(page: Page) -> str:
    """Give the main part of a page, without what is drawn anew each time."""
    main = page.soup.find("main")
    assert isinstance(main, Tag), page.path
    for one in main.select("input[type=hidden]"):
        one["value"] = ""
    return str(main)


def is_day(text: str) -> bool:
    """Whether a part of an address is a day."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
