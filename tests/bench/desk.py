"""What of the desk is measured? See worker.py."""

from dataclasses import dataclass, field, replace
from typing import Any

from saturday import create_app
from tests.bench.control import Control
from tests.bench.records import BUSY_DAY
from tests.bench.worker import (
    BareSaving,
    Browser,
    Burdened,
    Page,
    Posting,
    Works,
    bare_beside,
    both,
)
from tests.faults.desk import DESK, LINE, TALLY
from tests.faults.visitor import filled

SEARCH = "/tiep-nhan/tim"
ONE = "hoàng thị 17 (mẫu)"  # somebody who came once, among many of nearly the same name
MANY = "nguyễn văn"  # as many as are shown, however many there are


@dataclass
class Searching:
    """Looking for something over all years."""

    browser: Browser
    sought: str
    page: str = SEARCH
    action: str = SEARCH
    found: bytes = b"/dong/"  # stands in the answer when something was found
    letters: list[tuple[dict[str, Any], bytes]] = field(default_factory=list)

    def stage(self, times: int) -> None:
        """Open the page and fill in what is looked for: the key may be sent again."""
        letter = filled(self.browser.get(self.page), self.action, sought=self.sought)
        self.letters = [(self.browser.surroundings(self.action, letter), letter.body)] * times

    def do(self) -> None:
        """Look once."""
        status, _headers, content = self.browser.ask(*self.letters.pop())
        assert status.startswith("200"), (status, content[:2000])
        assert self.found in content, "nothing was found"


def works(cookies: dict[str, str]) -> Works:
    """List everything that can be measured."""
    app = create_app()
    control, copy = bare_beside()
    desk, centre = Browser(app, cookies["congchuc1"]), Browser(app, cookies["trungtam"])
    tap = Posting(desk, DESK, TALLY, {"outcome": "SETTLED"})
    line = Posting(desk, DESK, LINE, {"procedure": "1", "remark": "Ghi tại quầy"})
    return {
        "hello": lambda: Page(Browser(Control(control.engine).flask), "/"),
        "tally": lambda: tap,
        "tally bare": lambda: BareSaving(control, replace(tap), copy),
        "line": lambda: line,
        "line bare": lambda: BareSaving(control, replace(line), copy),
        **both(control, "log", Page(centre, DESK)),
        "log burdened": lambda: Burdened(Page(centre, DESK)),
        "public": lambda: Page(Browser(app), f"/thong-bao/{BUSY_DAY}"),
        "search for one": lambda: Searching(centre, ONE),
        "search for many": lambda: Searching(centre, MANY),
    }
