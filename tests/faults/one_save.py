"""Save lists, each in a process of its own, so that strace can make one call of each fail.

On standard input one JSON line a save: folder, cookie, call, when. strace lets the FAILS_AT-th
such call of every process fail; calls wasted beforehand make that the when-th of the save.
Prints a line a save: the status that the browser got.
"""

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from http.cookies import SimpleCookie

from saturday import create_app
from tests.faults.acts import DAYS, list_page, with_people
from tests.faults.visitor import Answer, filled

REMARK = "Ghi chú của lần lưu này"
FAILS_AT = 60
WASTES: dict[str, Callable[[int], object]] = {
    "pwrite64": lambda handle: os.pwrite(handle, b"", 0),
    "fdatasync": os.fdatasync,
    "ftruncate": lambda handle: os.ftruncate(handle, 0),
}


def save(cookie: str, waste: Callable[[], object]) -> int:
    """Open the list, fill it in, save it."""
    client = create_app().test_client()
    for name, kept in SimpleCookie(cookie).items():
        client.set_cookie(name, kept.value)
    address = list_page(DAYS[0], "kinh-te")
    page = Answer(200, address, "", client.get(address).get_data(as_text=True))
    letter = filled(page, address, **with_people(page, remark=REMARK))
    waste()
    kind = "application/x-www-form-urlencoded"
    return client.post(address, data=letter.body, content_type=kind).status_code


def wasted(call: str, times: int) -> None:
    """Make calls that change nothing; most are refused, and counted all the same."""
    handle = os.open(os.devnull, os.O_RDWR)
    for _ in range(times):
        with suppress(OSError):
            WASTES[call](handle)
    os.close(handle)


def main() -> None:
    """Take one order after the other."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            os.environ["SATURDAY_DATA"] = order["folder"]
            times = FAILS_AT - int(order["when"]) if order["call"] else 0
            status = save(order["cookie"], lambda: wasted(order["call"], times))  # noqa: B023 - used at once
            os.write(1, f"{status}\n".encode())
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    main()
