"""Tests: what is tried can't stay, grow, write, call out or start anything."""

import os
import resource
import sys
import time
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from saturday.papers import cage
from saturday.papers.cage import BROKEN_OFF, TOO_LONG, Escape, Findings
from saturday.papers.templates import built_in

CLOSED = """
import sys, types
home = types.ModuleType("saturday")
home.__path__ = [sys.argv[1]]
sys.modules["saturday"] = home
from saturday.papers import cage
cage.close()
"""


def in_the_cage(program: str, *, limit: float = 20, content: bytes = b"") -> Findings:
    return cage.tried("assignment_notice", content, limit=limit, program=CLOSED + program)


def test_a_good_template_is_found_good() -> None:
    assert cage.tried("assignment_notice", built_in("assignment_notice")) == Findings()


def test_one_that_never_ends_is_ended_with_all_it_began(tmp_path: Path) -> None:
    child = tmp_path / "pid"
    program = (
        "import subprocess, sys, time; "
        "it = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
        f"open({str(child)!r}, 'w').write(str(it.pid)); time.sleep(60)"
    )
    begun = time.monotonic()

    found = cage.tried("assignment_notice", b"", limit=3, program=program)

    assert found == Findings((TOO_LONG,))
    assert time.monotonic() - begun < 20
    until = time.monotonic() + 10
    while is_alive(int(child.read_text())):
        assert time.monotonic() < until


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be seen does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize(
    "program",
    [
        "'a' * 10**10",
        "[0] * 10**9",
        "open('/tmp/saturday-was-here', 'w')",
        "import os; os.open('/tmp/saturday-was-here', os.O_CREAT | os.O_WRONLY)",
        "import os; os.system('touch /tmp/saturday-was-here')",
        "import subprocess; subprocess.run(['touch', '/tmp/saturday-was-here'])",
        "import os; os.mkdir('/tmp/saturday-was-here')",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import os; os.fork()",
        "raise SystemExit(3)",
        "print('no findings')",
        "print('{}')",
        "print('[1]')",
    ],
)
def test_what_reaches_out_or_says_nothing_is_broken_off(program: str) -> None:
    assert in_the_cage(program) == Findings((BROKEN_OFF,))
    assert not Path("/tmp/saturday-was-here").exists()  # noqa: S108 - what must not be there


def test_one_that_counts_for_ever_runs_out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    del monkeypatch
    program = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass"

    assert in_the_cage(program) == Findings((BROKEN_OFF,))


def test_it_knows_nothing_of_the_app_that_called_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret")
    said = (
        "import json, os; secrets = [one for one in os.environ if 'SECRET' in one]; "
        "print(json.dumps({'faults': secrets + [os.getcwd()], 'warnings': list(sys.argv[2:])}))"
    )

    assert in_the_cage(said) == Findings(("/",), ("assignment_notice",))


def test_the_cage_is_closed_before_the_template_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: dict[int, tuple[int, int]] = {}
    hooks: list[object] = []
    said = TextIOWrapper(BytesIO())
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    monkeypatch.setattr(sys, "addaudithook", hooks.append)
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"a template")))
    monkeypatch.setattr(sys, "stdout", said)

    cage.answer(lambda content: Findings((content.decode(),), ("b",)))

    assert said.buffer.getvalue() == b'{"faults": ["a template"], "warnings": ["b"]}'
    assert hooks == [cage.watch]
    assert limits[resource.RLIMIT_CPU] == (15, 15)
    assert resource.RLIMIT_AS in limits


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", ()),
        ("subprocess.Popen", ()),
        ("os.remove", ("a",)),
        ("open", ("a", "w", 0)),
        ("open", ("a", "r+", 0)),
        ("open", ("a", None, os.O_WRONLY)),
        ("open", ("a", None, os.O_CREAT)),
    ],
)
def test_reaching_out_is_an_escape(event: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(Escape, match=event):
        cage.watch(event, arguments)


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("a", "r", 0)),
        ("open", ("a", None, os.O_RDONLY)),
        ("open", (3, None, None)),
        ("import", ()),
    ],
)
def test_reading_is_none(event: str, arguments: tuple[object, ...]) -> None:
    cage.watch(event, arguments)
