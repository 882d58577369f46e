"""What may lie on the disk after the power was cut? Every state a fair disk could leave.

What was synced is there. Of everything written later each write is there, or is not, or is torn
at 512 bytes. Truncations and names come and go in the order in which they were asked for.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.faults.recording import Event, Kind

SECTOR = 512
Image = dict[str, bytes]  # name -> content, as found when the power is back


def image_of(folder: Path) -> Image:
    """Take the files of a folder as they are."""
    return {str(file): file.read_bytes() for file in sorted(folder.iterdir())}


@dataclass(frozen=True, slots=True)
class Step:
    """Something asked of the disk that no sync has made durable yet."""

    kind: Kind
    inode: int
    number: int  # of the event that asked for it
    path: str = ""
    offset: int = 0
    data: bytes = b""

    @property
    def is_ordered(self) -> bool:
        """Whether it reaches the disk in its turn only: everything but plain writes."""
        return self.kind is not Kind.WRITE


@dataclass
class Disk:
    """What is durable, and what is still on its way."""

    names: dict[str, int] = field(default_factory=dict)
    content: dict[int, bytearray] = field(default_factory=dict)
    pending: list[Step] = field(default_factory=list)
    live: dict[str, int] = field(default_factory=dict)  # names as the running program sees them
    obeys: bool = True  # a disk that does not obey takes every sync for done: synchronous=OFF

    @classmethod
    def holding(cls, image: Image, *, obeys: bool = True) -> "Disk":
        """Begin with some files, all of them durable."""
        disk = cls(obeys=obeys)
        for number, (name, content) in enumerate(image.items()):
            disk.names[name] = number
            disk.content[number] = bytearray(content)
        disk.live = dict(disk.names)
        return disk

    def take(self, event: Event, number: int) -> None:
        """Let one event happen."""
        if event.kind is Kind.SYNC:
            if self.obeys:
                self._sync(event.path, event.covers)
        elif event.kind is Kind.CREATE:
            if event.path not in self.live:
                self._make(event.path, number)
        elif event.kind is not Kind.ACK:
            inode = self.live[event.path]
            self._rename(event)
            step = Step(event.kind, inode, number, event.path, event.offset, event.data)
            self.pending.append(step)

    def _make(self, path: str, number: int) -> None:
        """Make an empty file."""
        inode = max(self.content, default=0) + 1
        self.content[inode] = bytearray()
        self.live[path] = inode
        self.pending.append(Step(Kind.CREATE, inode, number, path))

    def _rename(self, event: Event) -> None:
        """Let the running program see names go and change at once."""
        if event.kind in {Kind.UNLINK, Kind.RENAME}:
            inode = self.live.pop(event.path)
            if event.kind is Kind.RENAME:
                self.live[event.data.decode()] = inode

    def _sync(self, path: str, covers: int) -> None:
        """Make durable what had been asked of a file, or of the names in a folder."""
        inode = self.live.get(path)
        last = max((one.number for one in self._ordered_of(path, inode, covers)), default=-1)
        waiting: list[Step] = []
        for one in self.pending:
            if one.number < covers and (
                one.inode == inode or (one.is_ordered and one.number <= last)
            ):
                waiting = _do(one, self.names, self.content, waiting)
            else:
                waiting.append(one)
        self.pending = waiting

    def _ordered_of(self, path: str, inode: int | None, covers: int) -> Iterator[Step]:
        """Give the ordered steps that a sync of this file or folder must bring to the disk."""
        for one in self.pending:
            inside = inode is None and one.path.startswith(f"{path}/")
            if one.is_ordered and one.number < covers and (one.inode == inode or inside):
                yield one

    def lost(self, fate: "Fate") -> Image:
        """Cut the power: give the files as one fate of everything pending leaves them."""
        names = dict(self.names)
        content = {inode: self.content[inode] for inode in self.content}
        ordered = sum(one.is_ordered for one in self.pending)
        room = fate.ordered(ordered)
        copied: set[int] = set()
        closed: set[int] = set()  # files whose truncation was lost, and with it what came after
        for one in self.pending:
            if one.is_ordered:
                room -= 1
            if (one.is_ordered and room < 0) or one.inode in closed:
                closed |= {one.inode} if one.kind is Kind.TRUNCATE else set()
                continue
            if one.inode not in copied:
                content[one.inode] = bytearray(content[one.inode])
                copied.add(one.inode)
            for piece in fate.pieces(one):
                _do(piece, names, content, [])
        return {name: bytes(content[inode]) for name, inode in names.items()}

    def kept(self) -> Image:
        """Give the files as the running program sees them."""
        return self.lost(Fate(None))


def _do(
    step: Step, names: dict[str, int], content: Mapping[int, bytearray], waiting: list[Step]
) -> list[Step]:
    """Carry out a step for good; a truncation also cuts what waits for the same file."""
    if step.kind is Kind.CREATE:
        names[step.path] = step.inode
    elif step.kind is Kind.UNLINK:
        names.pop(step.path, None)
    elif step.kind is Kind.RENAME:
        names[step.data.decode()] = names.pop(step.path)
    elif step.kind is Kind.TRUNCATE:
        file = content[step.inode]
        del file[step.offset :]
        file.extend(bytes(step.offset - len(file)))
        return [one for one in (_cut(one, step) for one in waiting) if one is not None]
    else:
        file = content[step.inode]
        file.extend(bytes(max(0, step.offset - len(file))))
        file[step.offset : step.offset + len(step.data)] = step.data
    return waiting


def _cut(waiting: Step, truncation: Step) -> Step | None:
    """Leave of a waiting write what lies before the new end."""
    if waiting.kind is not Kind.WRITE or waiting.inode != truncation.inode:
        return waiting
    room = truncation.offset - waiting.offset
    if room <= 0:
        return None
    return replace(waiting, data=waiting.data[:room])


class Fate:
    """How much of what was on its way arrived; without chance: everything."""

    def __init__(self, chance: random.Random | None) -> None:
        """Draw how unlucky this cut is: from nothing lost to everything lost."""
        self.chance = chance
        self.loss = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0)) if chance else 0.0
        self.tear = chance.choice((0.0, 0.3)) if chance else 0.0

    def ordered(self, count: int) -> int:
        """Choose how many of the ordered steps arrived."""
        if self.chance is None:
            return count
        return self.chance.choice((0, self.chance.randint(0, count), count))

    def pieces(self, step: Step) -> Iterator[Step]:
        """Give what arrived of a step: all of it, nothing, or some of its sectors."""
        if self.chance is None or step.is_ordered:
            yield step
        elif self.chance.random() < self.tear:
            yield from (one for one in _sectors(step) if self.chance.random() < 0.5)
        elif self.chance.random() >= self.loss:
            yield step


def _sectors(step: Step) -> Iterator[Step]:
    """Cut a write where the disk's sectors end."""
    place, end = step.offset, step.offset + len(step.data)
    while place < end:
        after = min(end, (place // SECTOR + 1) * SECTOR)
        piece = step.data[place - step.offset : after - step.offset]
        yield replace(step, offset=place, data=piece)
        place = after


@dataclass(frozen=True, slots=True)
class Crash:
    """One state after a cut, with how many acts had been answered as saved."""

    image: Image
    acks: int


def replayed(disk: Disk, events: Sequence[Event]) -> Iterator[tuple[int, int]]:
    """Let the events happen one by one; give after each its number and the acks so far."""
    acks = 0
    for number, event in enumerate(events):
        disk.take(event, number)
        acks += event.kind is Kind.ACK
        yield number, acks


def crashes(disk: Disk, events: Sequence[Event], count: int, seed: int) -> Iterator[Crash]:
    """Cut the power at ``count`` places drawn by chance."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    places = sorted(chance.randrange(len(events)) for _ in range(count))
    at = iter(places)
    wanted = next(at, None)
    for number, acks in replayed(disk, events):
        while wanted == number:
            yield Crash(disk.lost(Fate(chance)), acks)
            wanted = next(at, None)
