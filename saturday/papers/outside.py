"""How is a program of the machine run, so that nothing of it is left behind?"""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress


def run(line: Sequence[str], *, limit: float, typed: bytes = b"") -> None:
    """Run a program in a group of its own, type into it, and end the whole group at the limit.

    Raises OSError when it cannot be started, TimeoutError after ``limit`` seconds.
    """
    process = subprocess.Popen(  # noqa: S603 - an argv of our own, no shell
        line,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with process:
        try:
            process.communicate(typed, timeout=limit)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        finally:
            with suppress(ProcessLookupError):  # also what the program itself started
                os.killpg(process.pid, signal.SIGKILL)
