"""How does a test let a program die at a chosen call? See dying.py for what is started."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.dying import CALLS, FAILS_AT
from tests.faults.serving import ROOT, environment


@dataclass(frozen=True, slots=True)
class Killer:
    """A program under an strace that kills, which carries out one wish after the other."""

    process: subprocess.Popen[str]

    def lets(self, folder: Path, *, call: str = "", when: int = 0, **wish: object) -> str:
        """Carry out a wish, at most up to one call; say what became of it."""
        assert self.process.stdin
        assert self.process.stdout
        known = {"folder": str(folder), "call": call, "when": when}
        self.process.stdin.write(f"{json.dumps(known | wish)}\n")
        self.process.stdin.flush()
        ended = self.process.stdout.readline().strip()
        assert ended, "the program that carries out wishes has died itself"
        return ended


@contextmanager
def killer(module: str, program: Path = ROOT, **more: str) -> Iterator[Killer]:
    """Start a module that carries out wishes, with the program of a folder.

    It keeps nothing that Python compiles: each such file is renamed, and renames are counted.
    """
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    kills = [f"--inject={call}:signal=KILL:when={FAILS_AT}" for call in CALLS]
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", f"--trace={','.join(CALLS)}"]
    process = subprocess.Popen(
        [*strace, *kills, sys.executable, "-m", module],
        cwd=program,
        env=environment(
            Path("/nonexistent"), PYTHONPATH=str(ROOT), PYTHONDONTWRITEBYTECODE="1", **more
        ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Killer(process)
    finally:
        process.communicate()
