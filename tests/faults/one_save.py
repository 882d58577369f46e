"""Save lists, each in a process of its own, so that strace can make one call of each fail.

On standard input one JSON line a save: database, cookie, call, when. strace lets the FAILS_AT-th
such call of every process fail; calls wasted beforehand make that the when-th of the save.
DATABASE_URL leads to the link named as argument, which is laid anew for each save.
Prints a line a save: the status that the browser got.
"""

import gc
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from saturday import create_app
from saturday.extensions import db
from tests.faults.acts import DAYS, list_page, with_people
from tests.faults.visitor import Answer, filled

REMARK = "Ghi chú của lần lưu này"
ADDRESS = list_page(DAYS[0], "kinh-te")
FAILS_AT = 60
WASTES: dict[str, Callable[[int], object]] = {
    "pwrite64": lambda handle: os.pwrite(handle, b"", 0),
    "fdatasync": os.fdatasync,
    "ftruncate": lambda handle: os.ftruncate(handle, 0),
}


def browser(app: Flask, cookie: str) -> FlaskClient:
    """Open somebody's browser."""
    client = app.test_client()
    for name, kept in SimpleCookie(cookie).items():
        client.set_cookie(name, kept.value)
    return client


def save(app: Flask, cookie: str, waste: Callable[[], object]) -> int:
    """Open the list, fill it in, save it."""
    client = browser(app, cookie)
    page = Answer(200, ADDRESS, "", client.get(ADDRESS).get_data(as_text=True))
    letter = filled(page, ADDRESS, **with_people(page, remark=REMARK))
    waste()
    kind = "application/x-www-form-urlencoded"
    return client.post(ADDRESS, data=letter.body, content_type=kind).status_code


def wasted(call: str, times: int) -> None:
    """Make calls that change nothing; most are refused, and counted all the same."""
    handle = os.open(os.devnull, os.O_RDWR)
    for _ in range(times):
        with suppress(OSError):
            WASTES[call](handle)
    os.close(handle)


def lay(link: Path, database: str) -> None:
    """Let the link lead to another database."""
    link.unlink(missing_ok=True)
    link.symlink_to(database)


def main() -> None:
    """Take one order after the other."""
    link = Path(sys.argv[1])
    orders = [json.loads(line) for line in sys.stdin]
    lay(link, orders[0]["database"])
    app = create_app()
    browser(app, orders[0]["cookie"]).get(ADDRESS)  # what opening it needs is made once, for all
    gc.freeze()
    with app.app_context():
        db.engine.dispose()
    for order in orders:
        lay(link, order["database"])
        child = os.fork()
        if child == 0:
            times = FAILS_AT - int(order["when"]) if order["call"] else 0
            status = save(app, order["cookie"], partial(wasted, order["call"], times))
            os.write(1, f"{status}\n".encode())
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    main()
