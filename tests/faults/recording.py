"""What did the server do to its files, and when did it answer? Read from strace's own words."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import accumulate
from pathlib import Path

CALLS = (
    "pwrite64,write,writev,pwritev,sendto,sendmsg,ftruncate,truncate,fallocate,fsync,fdatasync,"
    "unlink,unlinkat,rename,renameat,renameat2,openat"
)
# -y names the files, -xx makes every string hexadecimal, so that no byte is guessed.
STRACE = (
    "strace",
    "-f",
    "--seccomp-bpf",
    "-y",
    "-xx",
    "-s",
    "200000",
    "-qq",
    "-e",
    f"trace={CALLS}",
)
DONE = re.compile(rb"HTTP/1\.1 303 .*?[?&]xong=([\w-]+)", re.DOTALL)


class Kind(Enum):
    """What happened."""

    CREATE = auto()
    WRITE = auto()
    TRUNCATE = auto()
    SYNC = auto()
    UNLINK = auto()
    RENAME = auto()
    ACK = auto()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done to a file, or an answer that says an act is saved.

    ``covers`` tells how many events had begun when a sync began: only those are made durable.
    """

    kind: Kind
    path: str
    offset: int = 0
    data: bytes = b""
    covers: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One finished system call in strace's words."""

    name: str
    arguments: str
    result: int
    slot: int  # how many calls had begun before it


@dataclass(frozen=True, slots=True)
class Recording:
    """The events of a run, in the order in which they began; syncs stand where they ended."""

    events: list[Event]

    @property
    def acks(self) -> list[str]:
        """One-time keys of the acts that were answered as done, in order."""
        return [one.path for one in self.events if one.kind is Kind.ACK]

    @property
    def syncs(self) -> int:
        """How often the disk was asked to make something durable."""
        return sum(one.kind is Kind.SYNC for one in self.events)


STARTED = re.compile(r"^(?P<thread>\d+) +(?P<name>\w+)\((?P<rest>.*)$", re.DOTALL)
RESUMED = re.compile(r"^(?P<thread>\d+) +<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)$", re.DOTALL)
ENDED = re.compile(r"^(?P<arguments>.*)\) += (?P<result>-?\d+)", re.DOTALL)
UNFINISHED = " <unfinished ...>"
HANDLE = re.compile(r"^(?:\d+|AT_FDCWD)<(?P<name>[^>]*)>")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def read(trace: Path, folder: Path) -> Recording:
    """Read a trace; only files of ``folder`` and answers of the server are kept."""
    reader = _Reader(str(folder))
    with trace.open(encoding="latin-1") as lines:
        for line in lines:
            reader.take(line.rstrip("\n"))
    return Recording(reader.events())


@dataclass
class _Reader:
    """Puts the two halves of calls together that other threads' calls cut in two."""

    folder: str
    slots: list[Event | None] = field(default_factory=list)  # one for each call, as they begin
    begun: dict[str, tuple[str, int]] = field(default_factory=dict)  # thread -> words, own slot

    def take(self, line: str) -> None:
        """Read one line."""
        started, resumed = STARTED.match(line), RESUMED.match(line)
        if resumed:
            words, slot = self.begun.pop(resumed["thread"], ("", -1))
            self._end(resumed["name"], words + resumed["rest"], slot)
        elif started and line.endswith(UNFINISHED):
            words = started["rest"].removesuffix(UNFINISHED)
            self.begun[started["thread"]] = words, self._slot()
        elif started:
            self._end(started["name"], started["rest"], self._slot())

    def _slot(self) -> int:
        """Keep a place for a call that begins."""
        self.slots.append(None)
        return len(self.slots) - 1

    def _end(self, name: str, words: str, slot: int) -> None:
        """Note what a finished call did; a sync, or a name made, only counts from its end on."""
        ended = ENDED.match(words)
        if ended is None or slot < 0 or int(ended["result"]) < 0:
            return
        call = Call(name, ended["arguments"], int(ended["result"]), slot)
        event = EFFECTS.get(name, _unknown)(call, self.folder)
        if event is not None and event.kind in {Kind.SYNC, Kind.CREATE}:
            slot = self._slot()
        self.slots[slot] = event

    def events(self) -> list[Event]:
        """Give the events alone; what a sync covers is counted in events too."""
        before = [0, *accumulate(one is not None for one in self.slots)]
        return [replace(one, covers=before[one.covers]) for one in self.slots if one is not None]


def _plain(text: str) -> bytes:
    """Turn strace's hexadecimal words into bytes."""
    return bytes.fromhex(text.replace("\\x", ""))


def _handle(call: Call) -> str:
    """Give the file or socket that a call's handle stands for."""
    found = HANDLE.match(call.arguments)
    return _plain(found["name"]).decode() if found else ""


def _last_number(call: Call) -> int:
    return int(call.arguments.rpartition(",")[2])


def _matters(path: str, folder: str) -> bool:
    """Whether a file is part of what must survive; shared memory is made anew at each start."""
    inside = path == folder or path.startswith(f"{folder}/")
    return inside and not path.endswith(("-shm", ".log", ".lock"))


def _unknown(call: Call, folder: str) -> Event | None:
    """Refuse to pass over a change whose effect the replay does not know."""
    if _matters(_handle(call), folder):
        message = f"the replay does not know what {call.name} does to {_handle(call)}"
        raise NotImplementedError(message)
    return None


def _sent(call: Call, folder: str) -> Event | None:
    """See the answer that tells a person that the act is saved."""
    content = STRING.search(call.arguments)
    if content is None or not _handle(call).startswith("socket:"):
        return _unknown(call, folder)
    found = DONE.match(_plain(content[1]))
    return Event(Kind.ACK, found[1].decode()) if found else None


def _write(call: Call, folder: str) -> Event | None:
    """See bytes going to a place in a file."""
    path, content = _handle(call), STRING.search(call.arguments)
    if not _matters(path, folder):
        return None
    data = _plain(content[1])[: call.result] if content else b""
    assert len(data) == call.result, "strace cut a write short"
    return Event(Kind.WRITE, path, _last_number(call), data)


def _truncation(call: Call, folder: str) -> Event | None:
    """See a file get another length."""
    path = _handle(call)
    return Event(Kind.TRUNCATE, path, _last_number(call)) if _matters(path, folder) else None


def _sync(call: Call, folder: str) -> Event | None:
    """See something made durable."""
    path = _handle(call)
    return Event(Kind.SYNC, path, covers=call.slot) if _matters(path, folder) else None


def _paths(call: Call, folder: str) -> list[str]:
    """Give the names in a call that matter."""
    names = [_plain(one).decode() for one in STRING.findall(call.arguments)]
    return [one for one in names if _matters(one, folder)]


def _opened(call: Call, folder: str) -> Event | None:
    """See a file being made by being opened."""
    paths = _paths(call, folder)
    if not paths or "O_CREAT" not in call.arguments:
        return _unknown(call, folder) if paths and "O_TRUNC" in call.arguments else None
    return Event(Kind.CREATE, paths[0])


def _unlinked(call: Call, folder: str) -> Event | None:
    """See a name go."""
    paths = _paths(call, folder)
    return Event(Kind.UNLINK, paths[0]) if paths else None


def _renamed(call: Call, folder: str) -> Event | None:
    """See a name change."""
    paths = _paths(call, folder)
    return Event(Kind.RENAME, paths[0], data=paths[1].encode()) if len(paths) > 1 else None


EFFECTS: dict[str, Callable[[Call, str], Event | None]] = {
    "fdatasync": _sync,
    "fsync": _sync,
    "ftruncate": _truncation,
    "openat": _opened,
    "pwrite64": _write,
    "rename": _renamed,
    "renameat": _renamed,
    "renameat2": _renamed,
    "sendto": _sent,
    "unlink": _unlinked,
    "unlinkat": _unlinked,
    "write": _sent,
}
