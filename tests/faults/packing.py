"""How does a laptop run a pack, with nothing but what lies in its folder?"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests.faults.serving import (
    ROOT,
    NeverAnswered,
    Prepared,
    environment,
    free_port,
    status_of,
)
from tests.faults.visitor import Visitor

DAY = date(2026, 5, 9)
MORNING = f"{DAY}T08:00:00"
EVENING = f"{DAY}T17:00:00"
PASSWORD = "bốn từ không liên quan"
PHRASE = "câu mật khẩu của gói"
LONGEST = 600  # seconds of one command: a pack is synced file by file, beside other tests
LONGEST_START = 180
TRIES = 3
TAKEN = "Connection in use"  # what the server says of a port
DESK = f"/tiep-nhan/{DAY}"


def flask(home: Prepared, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command at the office."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT,
        env=environment(home.folder, SATURDAY_NOW=EVENING),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )


def of_a_laptop(port: int) -> dict[str, str]:
    """Give the surroundings of a laptop: its own Python, and nothing of the office's."""
    base = Path(os.path.realpath(sys.executable)).parent
    return {
        "PATH": f"{base}:/usr/bin:/bin",
        "HOME": "/nonexistent",
        "SATURDAY_NOW": MORNING,
        "SATURDAY_PORT": str(port),
    }


def laptop(pack: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the pack's script to its end."""
    return subprocess.run(
        ["bash", str(pack / "chay.sh"), *words],
        env=of_a_laptop(free_port()),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )


@contextmanager
def running(pack: Path) -> Iterator[Visitor]:
    """Run a pack until the end of the ``with``; give a browser that is signed in to it."""
    process, port = started(pack)
    try:
        yield signed_in(port)
    finally:
        stop(process)


def started(pack: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start a pack; on another port when somebody took the first one in between."""
    for left in reversed(range(TRIES)):
        port, log = free_port(), pack.parent / f"laptop{left}.log"
        process = begun(pack, port, log)
        try:
            wait_for(process, port, log)
        except NeverAnswered:
            stop(process)
            if not left or TAKEN not in log.read_text("utf-8"):
                raise
        else:
            return process, port
    raise AssertionError


def begun(pack: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    """Begin to run a pack's script."""
    with log.open("wb") as lines:
        return subprocess.Popen(
            ["bash", str(pack / "chay.sh")],
            env=of_a_laptop(port),
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=lines,
            start_new_session=True,
        )


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the pack itself answers; raises NeverAnswered with what it said."""
    end = time.monotonic() + LONGEST_START
    answers = False
    while not answers:
        answers = status_of(f"http://127.0.0.1:{port}/healthz") == 200
        said = log.read_text("utf-8")
        if time.monotonic() > end or process.poll() is not None or TAKEN in said:
            raise NeverAnswered(said[-2000:])
        time.sleep(0.1)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the script and all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(30)


def signed_in(port: int) -> Visitor:
    """Sign in as at the office."""
    visitor = Visitor(port, "")
    page = visitor.get("/dang-nhap")
    answer = visitor.send(page, "/dang-nhap", username="hanh", password=PASSWORD)
    assert answer.status == 303, re.sub("<[^>]+>", " ", answer.text)[-800:]
    return visitor
