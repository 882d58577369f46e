"""Is an act ever called saved when the disk refused a part of it, or left half done?"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.judging import chain_is_broken, examine
from tests.faults.one_save import FAILS_AT, REMARK
from tests.faults.serving import ROOT, Prepared, environment

pytestmark = pytest.mark.faults

# Which call fails, how, and at its how manieth time within one save (about 30 writes, 5 syncs).
FAILURES = {
    ("pwrite64", "EIO"): range(1, 50, 8),
    ("pwrite64", "ENOSPC"): range(4, 50, 8),
    ("fdatasync", "EIO"): range(1, 6),
    ("ftruncate", "EIO"): range(1, 2),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A save on a failing disk: how it was answered, and what is found afterwards."""

    failure: str
    status: str
    is_there: bool
    is_whole: bool

    @property
    def lied(self) -> bool:
        """Whether it was called saved and is not."""
        return self.status == "303" and not self.is_there


def statuses(
    office: Prepared, databases: Mapping[int, Path], call: str = "", *strace: str
) -> list[str]:
    """Save a list in each database, on a disk whose calls fail; give the statuses."""
    cookie = office.cookies["kinh-te"]
    orders = [
        json.dumps({"database": str(file), "cookie": cookie, "call": call, "when": when})
        for when, file in databases.items()
    ]
    link = office.folder / "link.sqlite"
    done = subprocess.run(
        [*strace, sys.executable, "-m", "tests.faults.one_save", str(link)],
        cwd=ROOT,
        env=environment(office.folder) | {"DATABASE_URL": f"sqlite:///{link}"},
        input="\n".join(orders),
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def tried(office: Prepared, call: str, fault: str, times: Iterable[int]) -> Iterator[Attempt]:
    """Let a call fail at each of these times, and look at what is left."""
    inject = f"inject={call}:error={fault}:when={FAILS_AT}"
    strace = ("strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", f"trace={call}")
    databases = {when: office.folder / f"{call}-{fault}-{when}.sqlite" for when in times}
    for file in databases.values():
        file.write_bytes(office.database.read_bytes())
    found = statuses(office, databases, call, *strace, "-e", inject)
    for (when, file), status in zip(databases.items(), found, strict=True):
        traces = traces_of(file)
        sound = examine(file).is_sound and not chain_is_broken(file)
        name = f"{fault} at {call} {when}"
        yield Attempt(name, status, all(traces), sound and len(set(traces)) == 1)


def traces_of(database: Path) -> list[bool]:
    """Say of each trace that a save leaves whether it is there: list, lines, key, audit."""
    with closing(sqlite3.connect(database)) as kept:
        return [
            kept.execute(question).fetchone()[0] > 0
            for question in (
                f"SELECT count(*) FROM nomination WHERE remark = '{REMARK}'",  # noqa: S608 - ours
                "SELECT count(*) FROM nomination_line",
                "SELECT count(*) FROM form_key",
                "SELECT count(*) FROM audit_event WHERE subject = 'nomination' AND verb = 'write'",
            )
        ]


def test_a_save_leaves_its_four_traces(office: Prepared) -> None:
    assert not any(traces_of(office.database))

    assert statuses(office, {0: office.database}) == ["303"]

    assert all(traces_of(office.database))


def test_no_failing_call_makes_an_answer_lie_or_leaves_a_half(office: Prepared) -> None:
    found = [
        one
        for (call, fault), times in FAILURES.items()
        for one in tried(office, call, fault, times)
    ]

    refused = [one for one in found if one.status in {"503", "507"}]
    assert [one for one in found if one.lied] == []
    assert [one for one in found if not one.is_whole] == []
    assert len(refused) >= len(found) // 2, "the disk hardly ever failed"
    assert {one.status for one in found} <= {"303", "503", "507"}
