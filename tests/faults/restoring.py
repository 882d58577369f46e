"""Restore backups, each in a process of its own, so that strace can kill it at any one call.

On standard input one JSON line a restore: folder, copy, call, when. strace kills every process at
its FAILS_AT-th such call; calls wasted beforehand make that the when-th of the restore. Prints a
line a restore: "killed", "done", or what else became of it. CARELESS takes the old file away first.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from saturday import create_app
from saturday.safekeeping import restore

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


def waste(call: str, times: int) -> None:
    """Make calls that change nothing; all are refused, and counted all the same."""
    handle = os.open(os.devnull, os.O_RDWR)
    for _ in range(times):
        with suppress(OSError):
            CALLS[call](handle)
    os.close(handle)


def careless(incoming: Path, live: Path) -> None:
    """Take the old file away before the new one is there."""
    live.unlink()
    incoming.replace(live)


def restored(wish: dict[str, str]) -> None:
    """Restore one backup into one folder."""
    os.environ["SATURDAY_DATA"] = wish["folder"]
    app = create_app()
    with app.app_context():
        waste(wish["call"], FAILS_AT - int(wish["when"]))
        restore.restore(Path(wish["copy"]))


def main() -> None:
    """Answer each wish by a child."""
    if os.environ.get("CARELESS"):
        restore._replace_file = careless
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            restored(json.loads(line))
            os._exit(0)
        _, ended = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL
        sys.stdout.write(f"{'killed' if killed else 'done' if ended == 0 else ended}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
