"""What of the register of opinions is measured? Run as the worker that stands ready."""

from saturday import create_app
from tests.bench.desk import Searching
from tests.bench.worker import Browser, Page, Works, bare_beside, both

REGISTER = "/phan-anh/"
ONE = "09 000 000 17"  # somebody's telephone
MANY = "sửa không ai"  # all that there are


def works(cookies: dict[str, str]) -> Works:
    """List everything that can be measured."""
    app = create_app()
    control, _copy = bare_beside()
    centre, economy = Browser(app, cookies["trungtam"]), Browser(app, cookies["kinh-te"])
    return {
        "hello": lambda: Page(Browser(control.flask), "/"),
        **both(control, "register", Page(centre, REGISTER)),
        **both(control, "own", Page(economy, REGISTER)),
        "search for one": lambda: _searching(centre, ONE),
        "search for many": lambda: _searching(centre, MANY),
    }


def _searching(browser: Browser, sought: str) -> Searching:
    """Look something up in the register."""
    return Searching(browser, sought, page=REGISTER, action=f"{REGISTER}tim", found=b"/phan-anh/20")
