"""Do what is wished, each time in a child of one process, so that strace can kill it at any call.

On standard input one JSON line a wish. With ``call`` and ``when`` it ends at that one call: strace
kills every process at its FAILS_AT-th such call, and calls wasted beforehand make that the when-th.
Prints a line a wish: "killed", "done", or what else became of it. The program is imported once.
"""

import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

FAILS_AT = 60
NOWHERE = "/nonexistent/a"
CALLS: dict[str, Callable[[int], object]] = {
    "fsync": os.fsync,
    "fdatasync": os.fdatasync,
    "ftruncate": lambda handle: os.ftruncate(handle, 0),
    "link": lambda _: os.link(NOWHERE, NOWHERE),
    "rename": lambda _: os.rename(NOWHERE, NOWHERE),  # noqa: PTH104 - the call itself is wanted
    "unlink": lambda _: os.unlink(NOWHERE),  # noqa: PTH108 - as above
}
Wish = dict[str, Any]


def waste(call: str, times: int) -> None:
    """Make calls that change nothing; all are refused, and counted all the same."""
    handle = os.open(os.devnull, os.O_RDWR)
    for _ in range(times):
        with suppress(OSError):
            CALLS[call](handle)
    os.close(handle)


def serve(does: Callable[[Wish], None]) -> None:
    """Answer each wish by a child, which ends well unless ``does`` raises something.

    No child looks through what its parent has loaded: each page it touched would be copied.
    """
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(attempted(json.loads(line), does))
        _, ended = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL
        sys.stdout.write(f"{'killed' if killed else 'done' if ended == 0 else ended}\n")
        sys.stdout.flush()


def attempted(wish: Wish, does: Callable[[Wish], None]) -> int:
    """Try what is wished; a child that failed ends here too, far from its parent's input."""
    try:
        begin(wish, does)
    except BaseException:  # noqa: BLE001 - also what would end the program in good order
        traceback.print_exc()
        return 1
    return 0


def begin(wish: Wish, does: Callable[[Wish], None]) -> None:
    """Work on the folder that is wished, until the call that ends it."""
    os.environ["SATURDAY_DATA"] = wish["folder"]
    if wish["call"]:
        waste(wish["call"], FAILS_AT - wish["when"])
    does(wish)
