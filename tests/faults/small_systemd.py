"""Stand in for systemctl where no systemd runs: start, stop and restart what the units say."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(os.environ["SYSTEM_ROOT"])
UNITS = ROOT / "etc/systemd/system"
STOPS_WITHIN = 40


def settings(unit: str) -> dict[str, list[str]]:
    """Read a unit's lines, each name with all its values."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in (UNITS / unit).read_text("utf-8").splitlines():
        name, _, value = line.partition("=")
        found[name].append(value)
    return found


def pid_file(unit: str) -> Path:
    """Give the file that remembers who looks after a unit."""
    return ROOT / f"run/{unit}.pid"


def commands(said: dict[str, list[str]]) -> list[list[str]]:
    """Give what a unit runs, one after the other."""
    found = [shlex.split(line) for line in (*said["ExecStartPre"], *said["ExecStart"])]
    # Everybody is root here, and nginx would hand its folders to somebody else.
    own = ["-g", "user root; master_process off;"]
    return [[*one, *own] if one[0].endswith("nginx") else one for one in found]


class Keeper:
    """Whoever looks after a unit until told to stop."""

    def __init__(self, unit: str) -> None:
        """Read what the unit says."""
        self.said = settings(unit)
        self.folder = ROOT / "run" / self.said["RuntimeDirectory"][0]
        self.surroundings = os.environ | dict(
            pair.split("=", 1) for line in self.said["Environment"] for pair in shlex.split(line)
        )
        self.log = (ROOT / f"run/{unit}.log").open("ab")
        self.child: subprocess.Popen[bytes] | None = None
        self.wanted = True

    def stop(self, _signal: int, _frame: object) -> None:
        """Let it end, and not begin again."""
        self.wanted = False
        if self.child:
            self.child.terminate()

    def keep(self) -> None:
        """Prepare and start it, again whenever it has ended."""
        signal.signal(signal.SIGTERM, self.stop)
        while self.wanted:
            self.folder.mkdir(parents=True, exist_ok=True)
            all(self.went_well(command) for command in commands(self.said))
            time.sleep(float(self.said["RestartSec"][0]))

    def went_well(self, command: list[str]) -> bool:
        """Run one command to its end."""
        self.child = subprocess.Popen(
            command, env=self.surroundings, stdout=self.log, stderr=self.log, process_group=0
        )
        return self.child.wait() == 0


def start(unit: str) -> None:
    """Begin to look after a unit, out of reach of whoever asked."""
    if unit.endswith(".timer"):
        return
    keeper = subprocess.Popen(
        [sys.executable, __file__, "run", unit],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    pid_file(unit).write_text(str(keeper.pid))


def stop(unit: str) -> None:
    """End a unit and whoever looks after it."""
    if not pid_file(unit).exists():
        return
    keeper = int(pid_file(unit).read_text())
    pid_file(unit).unlink()
    os.kill(keeper, signal.SIGTERM)
    end = time.monotonic() + STOPS_WITHIN
    while Path(f"/proc/{keeper}/cmdline").exists() and time.monotonic() < end:
        if Path(f"/proc/{keeper}/cmdline").read_bytes() == b"":
            break  # ended, and nobody has asked how
        time.sleep(0.05)


def main(verb: str, units: list[str]) -> None:
    """Do what systemctl would do."""
    for unit in units:
        if verb in {"stop", "restart"}:
            stop(unit)
        if verb in {"start", "restart"}:
            start(unit)
        if verb == "run":
            Keeper(unit).keep()


if __name__ == "__main__":
    main(sys.argv[1], [one for one in sys.argv[2:] if not one.startswith("-")])
