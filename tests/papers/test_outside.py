"""Does a program of the machine end when it should, with all that it started?"""

import time
from pathlib import Path

import pytest

from saturday.papers import outside


def is_there(number: int) -> bool:
    """Whether a process still runs; one that ended and waits to be buried does not."""
    status = Path(f"/proc/{number}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def has_ended(number: int) -> bool:
    """Whether a process that was killed is gone, in the time that a busy machine takes."""
    for _try in range(250):
        if not is_there(number):
            return True
        time.sleep(0.02)
    return False


def test_what_is_typed_reaches_the_program(tmp_path: Path) -> None:
    kept = tmp_path / "kept"

    outside.run(["/bin/sh", "-c", f"cat >'{kept}'"], limit=10, typed="thứ Bảy".encode())

    assert kept.read_text("utf-8") == "thứ Bảy"


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(OSError, match="no-such-program"):
        outside.run(["/no-such-program"], limit=10)


def test_at_the_limit_nothing_of_the_group_is_left(tmp_path: Path) -> None:
    number = tmp_path / "number"
    script = f"sleep 60 & echo $! >'{number}'; wait"

    with pytest.raises(TimeoutError):
        outside.run(["/bin/sh", "-c", script], limit=0.3)

    child = int(number.read_text())
    assert has_ended(child)


def test_what_a_program_leaves_running_is_ended_too(tmp_path: Path) -> None:
    number = tmp_path / "number"
    script = f"sleep 60 >/dev/null 2>&1 & echo $! >'{number}'"

    outside.run(["/bin/sh", "-c", script], limit=10)

    child = int(number.read_text())
    assert has_ended(child)
