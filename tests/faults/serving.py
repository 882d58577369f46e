"""How does a test start the real server over a data folder of its own, and stop it again?"""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "saturday.sqlite"
WAIT_SECONDS = 60
# A Saturday's papers are made on the days before it, whatever day the tests are run.
NOW = "2026-04-01T09:00:00"
# For who kills workers again and again: the next one is there at once, made by the first process,
# which has loaded the program. What dies with a worker, and what is found after it, is the same.
PRELOADED = {"GUNICORN_CMD_ARGS": "--preload"}


class NeverAnswered(RuntimeError):
    """The server did not come up."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A data folder with invented people, and the cookie of each one's open sign-in."""

    folder: Path
    cookies: dict[str, str]

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / DATABASE

    def copied_to(self, folder: Path) -> "Prepared":
        """Give the same folder once more, for a test that spoils it."""
        folder.mkdir(parents=True)
        for name in (DATABASE, "config.py"):
            (folder / name).write_bytes((self.folder / name).read_bytes())
        return Prepared(folder, self.cookies)


@dataclass(slots=True)
class Server:
    """A gunicorn over a data folder, at one address however often it is started."""

    command: list[str]
    surroundings: dict[str, str]
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def is_up(self) -> bool:
        """Whether it answers that a write could begin."""
        return status_of(f"http://127.0.0.1:{self.port}/healthz") == 200

    @property
    def master(self) -> int | None:
        """Process id of gunicorn's first process, which strace may have started."""
        started = self.process.pid if self.process else 0
        if self.command[0] != "strace":
            return started or None
        return next(iter(children_of(started)), None)

    @property
    def workers(self) -> list[int]:
        """Process ids of its workers."""
        return children_of(self.master or 0)

    def start(self) -> None:
        """Start it, and wait for its first answer."""
        with self.log.open("ab") as lines:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.surroundings,
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=lines,
                start_new_session=True,
            )
        end = time.monotonic() + WAIT_SECONDS
        while not self.is_up:
            if time.monotonic() > end or self.process.poll() is not None:
                raise NeverAnswered(self.log.read_text("utf-8", "replace")[-2000:])
            time.sleep(0.05)

    def kill(self) -> None:
        """End all its processes without warning."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator would, at last by force."""
        try:
            self._end(signal.SIGTERM, seconds=15)
        except subprocess.TimeoutExpired:
            self.kill()

    def _end(self, how: signal.Signals, seconds: float | None = None) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        self.process.wait(seconds)


def status_of(url: str) -> int:
    """Ask an address; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own loopback
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


def children_of(parent: int) -> list[int]:
    """Process ids of the children of a process."""
    tasks = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(one) for one in tasks.read_text().split()] if tasks.exists() else []


def served_options() -> list[str]:
    """Give the options that deploy.sh serves with, read from it so that they never differ."""
    script = (ROOT / "deploy.sh").read_text("utf-8").replace("\\\n", " ")
    found = re.search(r"-m gunicorn wsgi:app (?P<options>.*?) --bind", script)
    assert found, "deploy.sh starts gunicorn in another way"
    return shlex.split(found["options"])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Give the surroundings of a program that works on a data folder."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    kept |= {"SATURDAY_DATA": str(folder), "SATURDAY_NOW": NOW, "PYTHONUTF8": "1"}
    return kept | more


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    folder: Path, *, app: str = "wsgi:app", under: Sequence[str] = (), **more: str
) -> Iterator[Server]:
    """Serve a data folder as deploy.sh does, until the end of the ``with``."""
    port = free_port()
    bind = ["--bind", f"127.0.0.1:{port}"]
    command = [*under, sys.executable, "-m", "gunicorn", app, *served_options(), *bind]
    server = Server(
        command, environment(folder, **more), port, folder.parent / f"{folder.name}.log"
    )
    try:
        server.start()
        yield server
    finally:
        server.stop()


def prepare(folder: Path, *by: str, **more: str) -> Prepared:
    """Fill a new data folder in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        [sys.executable, "-m", *(by or ("tests.faults.people",))],
        cwd=ROOT,
        env=environment(folder, **more),
        stdout=subprocess.PIPE,
        check=True,
    )
    return Prepared(folder, json.loads(made.stdout))
