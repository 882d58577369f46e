"""How is a stranger's template tried so that it can do no harm?"""

import json
import logging
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore

log = logging.getLogger(__name__)

LIMIT_SECONDS = 20.0
_CPU_SECONDS = 15
_MEMORY = 600_000_000  # of addresses; trying a template needs about 150 MB
_LONGEST_ANSWER = 200_000
_FILES = 64
_HOME = str(Path(__file__).resolve().parents[1])
# A trial needs the floor of papers and those below it: the package is entered without the app.
_CHILD = """
import sys, types
home = types.ModuleType("saturday")
home.__path__ = [sys.argv[1]]
sys.modules["saturday"] = home
from saturday.papers import trial
trial.answer(sys.argv[2])
"""
_two_at_a_time = BoundedSemaphore(2)

TOO_LONG = "Lập thử quá lâu nên đã dừng. Mẫu có vòng lặp hoặc nội dung quá lớn."
BROKEN_OFF = "Lập thử bị dừng giữa chừng: mẫu cần quá nhiều bộ nhớ hoặc bị hỏng."
# What a process in the cage may not do, by the names of Python's audit events.
_FORBIDDEN = (
    "ftplib.",
    "os.exec",
    "os.fork",
    "os.kill",
    "os.link",
    "os.mkdir",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.spawn",
    "os.symlink",
    "os.system",
    "os.truncate",
    "pty.",
    "shutil.",
    "smtplib.",
    "socket.",
    "subprocess.",
    "urllib.",
    "webbrowser.",
)


class Escape(BaseException):
    """Something in the cage tried what it may not; nothing in there may catch it."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a trial found: faults that refuse a template, and warnings."""

    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def tried(
    paper: str, content: bytes, *, limit: float = LIMIT_SECONDS, program: str = _CHILD
) -> Findings:
    """Try a template in an interpreter of its own, which ends with all it began at the limit."""
    line = [sys.executable, "-I", "-B", "-c", program, _HOME, paper]
    with _two_at_a_time, TemporaryFile() as answer:
        code = _run(line, content, answer.fileno(), limit)
        answer.seek(0)
        said = answer.read(_LONGEST_ANSWER)
    if code is None:
        return Findings((TOO_LONG,))
    if code != 0:
        log.warning("the trial of a template ended with %s", code)
        return Findings((BROKEN_OFF,))
    return _findings(said)


def _run(line: Sequence[str], content: bytes, answer: int, limit: float) -> int | None:
    """Run a program in a group of its own; None when it had to be ended."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
        line,
        stdin=subprocess.PIPE,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"LANG": "C.UTF-8", "PATH": os.defpath},
        start_new_session=True,
    )
    try:
        process.communicate(content, timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(process)
    return process.returncode


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process that still runs, with everything it began."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _findings(said: bytes) -> Findings:
    try:
        found = json.loads(said)
        return Findings(tuple(found["faults"]), tuple(found["warnings"]))
    except (ValueError, KeyError, TypeError):
        return Findings((BROKEN_OFF,))


def answer(find: Callable[[bytes], Findings]) -> None:
    """Inside the cage: close it, read the template, say what was found."""
    close()
    found = find(sys.stdin.buffer.read())
    said = {"faults": found.faults, "warnings": found.warnings}
    sys.stdout.buffer.write(json.dumps(said).encode())


def close() -> None:
    """Take away what a trial does not need: time, memory, files, other programs, the network."""
    for what, most in (
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _LONGEST_ANSWER),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    sys.addaudithook(watch)


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Stop a process in the cage that reaches outside."""
    if event.startswith(_FORBIDDEN) or (event == "open" and _writes(arguments)):
        raise Escape(event)


def _writes(arguments: tuple[object, ...]) -> bool:
    _path, mode, flags = arguments
    if isinstance(mode, str):
        return any(sign in mode for sign in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
