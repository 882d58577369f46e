"""What happens where there is no Internet: installing, upgrading, and losing power meanwhile?

Run with a bundle and a folder, as root of a network of its own (``unshare -rn python -m …``).
Prints what was found as JSON.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tests.faults.effort import times

HERE = Path(__file__).resolve().parent
PATIENCE = 90
SYSTEM_PYTHON = "/usr/bin/python3"
TABLE = """
\"\"\"Add a table that only the tests know.\"\"\"
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{revision}", "{before}"


def upgrade():
    op.create_table("planted_{revision}", sa.Column("id", sa.Integer, primary_key=True))
"""
# The system's Python, which makes its bare environment once; further ones are copies of it.
PYTHON = """
[ "$2" = venv ] || exec {python} "$@"
if [ -d "{bare}" ]; then exec cp -a "{bare}" "$4"; fi
{python} "$@" && cp -a "$4" "{bare}"
"""
# Commands work, but the server does not come up.
BROKEN = """
import sys
if "gunicorn" in sys.argv[0]:
    raise RuntimeError("planted")
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A folder that stands for a machine's disk."""

    root: Path
    patience: int = PATIENCE

    @property
    def data(self) -> Path:
        """Where the installed program keeps what people enter."""
        return self.root / "var/lib/saturday"

    @property
    def current(self) -> str:
        """Name of the release in force."""
        return (self.root / "opt/saturday/current").readlink().name

    def prepare(self) -> None:
        """Put the commands in place that here have nobody to serve."""
        commands = {
            "useradd": "",
            "chown": "",
            "chgrp": "",
            "runuser": 'shift 3\nexec "$@"',
            "python3": PYTHON.format(python=SYSTEM_PYTHON, bare=self.root / "bare"),
            "systemctl": f'exec "{sys.executable}" "{HERE / "small_systemd.py"}" "$@"',
        }
        folder = self.root / "usr/bin"
        folder.mkdir(parents=True)
        for name, does in commands.items():
            (folder / name).write_text(f"#!/bin/sh\n{does}\n")
            (folder / name).chmod(0o755)
        (self.root / "run/systemd/system").mkdir(parents=True)
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)

    def systemctl(self, *words: str) -> None:
        """Ask the machine to start or stop something."""
        subprocess.run([self.root / "usr/bin/systemctl", *words], check=True, env=self.surroundings)

    @property
    def surroundings(self) -> dict[str, str]:
        """Give what deploy.sh is told here."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        kept["PATH"] = f"{self.root}/usr/bin:{kept['PATH']}"
        quick = {"PIP_NO_COMPILE": "1"}  # Python compiles what it meets, here as elsewhere
        return kept | quick | {"SYSTEM_ROOT": str(self.root), "SYSTEM_PATIENCE": str(self.patience)}

    def install(
        self, program: Path, *, cut_when: Callable[[], bool] | None = None
    ) -> tuple[int, str]:
        """Install or upgrade from a folder; give how it ended and what it said.

        ``cut_when``: the moment at which the power goes.
        """
        process = subprocess.Popen(
            [program / "deploy.sh", "install"],
            env=self.surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        if cut_when:
            while process.poll() is None and not cut_when():
                time.sleep(0.005)
            os.killpg(process.pid, signal.SIGKILL)
            self.lose_power()
        said, _ = process.communicate()
        return process.returncode, said

    def run(self, *words: str, typed: str = "") -> tuple[int, str]:
        """Give a command to the installed program; how it ended and what it said."""
        program = self.root / "opt/saturday/current"
        return self._told([program / "deploy.sh", *words], self.surroundings, typed)

    def flask(self, *words: str) -> tuple[int, str]:
        """Ask the installed program something, as the IT officer does."""
        python = self.root / "opt/saturday/current/.venv/bin/python"
        surroundings = self.surroundings | {"SATURDAY_DATA": str(self.data)}
        return self._told([python, "-m", "flask", "--app", "wsgi", *words], surroundings)

    def _told(
        self, command: Sequence[Path | str], surroundings: dict[str, str], typed: str = ""
    ) -> tuple[int, str]:
        done = subprocess.run(
            command,
            cwd=self.root / "opt/saturday/current",
            env=surroundings,
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def lose_power(self) -> None:
        """End every program of this machine without warning."""
        while self.programs:
            for one in self.programs:
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
        for file in (self.root / "run").glob("*.pid"):
            file.unlink()

    @property
    def programs(self) -> list[int]:
        """Process ids of whatever runs on this machine, but for those that have ended already."""
        found = []
        for one in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (one / "cmdline").read_bytes() + (one / "environ").read_bytes()
                if str(self.root).encode() in words and int(one.name) != os.getpid():
                    found.append(int(one.name))
        return found

    def boot(self) -> bool:
        """Start what the machine starts by itself; say whether it serves."""
        self.systemctl("start", "saturday.service", "saturday-front.service")
        return self.wait_until_up()

    def wait_until_up(self) -> bool:
        """Wait until the front answers that a write could begin."""
        end = time.monotonic() + PATIENCE
        while self.ask("https://127.0.0.1/healthz")[0] != 200:
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True

    def ask(self, url: str, **headers: str) -> tuple[int, str]:
        """Open an address as an office PC does that trusts this machine's certificate."""
        trusted = self.root / "etc/saturday/ca.crt"
        try:
            context = ssl.create_default_context(cafile=str(trusted))
            asked = urllib.request.Request(  # noqa: S310 - our own loopback
                url, headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
            with urllib.request.urlopen(asked, context=context, timeout=20) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()
        except OSError as reason:
            return 0, str(reason)

    @property
    def revision(self) -> str:
        """Give what the data say of their own form."""
        with closing(sqlite3.connect(self.data / "saturday.sqlite")) as database:
            return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])

    @property
    def is_sound(self) -> bool:
        """Whether the data are whole, with the table of each revision and no other."""
        with closing(sqlite3.connect(self.data / "saturday.sqlite")) as database:
            whole = database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            names = database.execute("SELECT name FROM sqlite_master WHERE name LIKE 'planted_%'")
            planted = {name.removeprefix("planted_") for (name,) in names}
        return whole and planted == {one for one in ("0090", "0091") if one <= self.revision}


def newer(program: Path, revision: str, before: str) -> Path:
    """Make a newer program whose data have one more table."""
    folder = program.with_name(f"bản {revision}")
    shutil.copytree(program, folder)
    versions = folder / "saturday/migrations/versions"
    (versions / f"{revision}_planted.py").write_text(TABLE.format(revision=revision, before=before))
    return folder


def killed_server(machine: Machine) -> float:
    """Kill the server, and give how many seconds the office was without it."""
    began = time.monotonic()
    for one in machine.programs:
        if b"gunicorn" in Path(f"/proc/{one}/cmdline").read_bytes():
            os.kill(one, signal.SIGKILL)
    machine.wait_until_up()
    return time.monotonic() - began


def unpacked(bundle: Path, place: Path) -> Path:
    """Unpack a bundle as people do; give the folder that comes out."""
    place.mkdir()
    subprocess.run(["tar", "-xzf", bundle, "-C", place], check=True)
    return next(place.iterdir())


def story(machine: Machine, bundle: Path) -> dict[str, object]:
    """Install, look, kill, upgrade, fail to upgrade, and cut the power in the middle of it."""
    found: dict[str, object] = {}
    place = machine.root / "Ổ USB của xã"
    program = unpacked(bundle, place)
    found["installed"] = _, said = machine.install(program)
    machine.wait_until_up()
    link = re.search(r"https://127\.0\.0\.1(/bat-dau/\S+)", said)
    first = link[1] if link else "/no-link"
    found["https"] = machine.ask(f"https://127.0.0.1{first}")
    found["http"] = [
        machine.ask(f"http://127.0.0.1{path}", **headers)
        for path in ("/dang-nhap", first)
        for headers in ({}, {"X_Forwarded_Proto": "https", "X_Forwarded_For": "10.0.0.9"})
    ]
    found["public"] = [
        machine.ask(f"http://127.0.0.1{path}") for path in ("/", "/thong-bao/", "/thon/l/none")
    ]
    found["seconds_away"] = [killed_server(machine) for _ in range(times(3))]
    old, head = machine.current, machine.revision
    good = newer(program, "0090", head)
    found["cuts"] = [cut(machine, good, when) for when in moments(machine)]
    found["upgraded"] = (*machine.install(good), machine.current != old, machine.is_sound)
    found["revision"] = machine.revision
    bad = newer(good, "0091", "0090")
    (bad / "wsgi.py").write_text((bad / "wsgi.py").read_text() + BROKEN)
    before = machine.current
    in_a_hurry = replace(machine, patience=10)
    found["failed"] = (*in_a_hurry.install(bad), machine.current == before, machine.is_sound)
    found["revision_after"] = machine.revision
    found["serves_after"] = machine.wait_until_up()
    machine.systemctl("stop", "saturday.service")
    found["away"] = machine.ask("https://127.0.0.1/")
    found["log_bytes"] = sum(one.stat().st_size for one in (machine.root / "run").glob("*.log"))
    return found


def moments(machine: Machine) -> list[Callable[[], bool]]:
    """Give the moments that matter: a new folder, the link moved, the data saved, and changed."""
    releases, copies = machine.root / "opt/saturday/releases", machine.data / "backups"
    old, before = machine.current, machine.revision
    folders = len(list(releases.iterdir()))
    return [
        lambda: len(list(releases.iterdir())) > folders,
        lambda: machine.current != old,
        lambda: any(copies.glob("*.json")),
        lambda: machine.revision != before,
    ]


def cut(machine: Machine, program: Path, when: Callable[[], bool]) -> tuple[bool, bool]:
    """Cut the power in the middle of an upgrade; say whether it serves again, and is sound."""
    machine.install(program, cut_when=when)
    return machine.boot(), machine.is_sound


def main(bundle: str, folder: str) -> None:
    """Tell the story."""
    machine = Machine(Path(folder))
    machine.prepare()
    try:
        found = story(machine, Path(bundle))
    finally:
        machine.lose_power()
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
