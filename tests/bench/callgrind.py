"""How many instructions does a piece of work take? Counted by valgrind, the same on each run."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.serving import ROOT, Prepared, environment

TOTAL = re.compile(r"^(?:totals|summary): (\d+)", re.MULTILINE)
# Nothing of what is loaded is garbage; under valgrind looking for it takes seconds.
START = """
import gc
gc.disable()
from {worker} import works
from tests.bench.worker import main
main(works)
"""
FEW, MANY = 0, 2  # the difference of the two leaves out what begins and ends the counting


@dataclass(slots=True)
class Meter:
    """A process under callgrind that does pieces of work when it is told to."""

    process: subprocess.Popen[str]
    folder: Path

    def instructions(self, work: str, few: int = FEW, many: int = MANY) -> float:
        """Count the instructions of one piece of work."""
        self._ask(f"warm {work}")
        less, more = self._counted(work, few), self._counted(work, many)
        return (more - less) / (many - few)

    def _counted(self, work: str, times: int) -> int:
        """Count several pieces of work, with what begins and ends the counting."""
        self._ask(f"stage {work} {times}")
        self._order("instrumentation", "on")
        self._order("zero")
        self._ask("go")
        self._order("dump")
        self._order("instrumentation", "off")
        written = sorted(self.folder.glob("callgrind.*"), key=lambda one: one.stat().st_mtime_ns)
        found = TOTAL.search(written[-1].read_text())
        for one in written:
            one.unlink()
        assert found, "callgrind wrote no total"
        return int(found[1])

    def _ask(self, words: str) -> None:
        """Tell the process something and wait until it is done."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer == "done", f"{words}: {answer or 'no answer'}"

    def _order(self, *words: str) -> None:
        """Tell callgrind itself something."""
        subprocess.run(
            ["vgdb", f"--pid={self.process.pid}", *words], check=True, capture_output=True
        )


@contextmanager
def metered(
    office: Prepared,
    folder: Path,
    worker: str = "tests.bench.worker",
    *,
    beside: Prepared | None = None,
    **more: str,
) -> Iterator[Meter]:
    """Start a worker under callgrind over a data folder; its work BESIDE another is named so."""
    told, log = folder / "offices.json", folder / "valgrind.log"
    offices = [office, beside] if beside else [office]
    told.write_text(json.dumps([(str(one.folder), one.cookies) for one in offices]))
    command = [
        "valgrind",
        "--tool=callgrind",
        "--instr-atstart=no",
        f"--callgrind-out-file={folder}/callgrind.%p",
        *(sys.executable, "-c", START.format(worker=worker), str(told)),
    ]
    with log.open("w") as lines:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(office.folder, PYTHONHASHSEED="0", **more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=lines,
            text=True,
        )
    meter = Meter(process, folder)
    try:
        assert process.stdout
        ready = process.stdout.readline().strip()
        assert ready == "ready", log.read_text()[-3000:]
        yield meter
    finally:
        process.kill()
        process.communicate()
