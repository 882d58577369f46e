"""Does the simulated disk lose what a real one could lose, and keep what a real one keeps?"""

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.judging import Judge, Verdict
from tests.faults.recording import Event, Kind, Recording, read
from tests.faults.replay import Crash, Disk, Fate, Image, crashes

pytestmark = pytest.mark.faults

FILE, OTHER = "/d/a", "/d/b"


class Luck(Fate):
    """A fate that is told in advance."""

    def __init__(self, *, ordered: int = 0, writes: bool = False) -> None:
        """Choose how many ordered steps arrive, and whether plain writes do."""
        super().__init__(random.Random(0))  # noqa: S311 - never asked
        self.room = ordered
        self.loss, self.tear = (0.0 if writes else 1.0), 0.0

    def ordered(self, count: int) -> int:
        """Give what was chosen."""
        return min(self.room, count)


def after(*events: Event) -> Disk:
    """Let some things happen to one durable file of sixteen sectors."""
    disk = Disk.holding({FILE: b"." * 8192})
    for number, event in enumerate(events):
        disk.take(event, number)
    return disk


def write(data: bytes, offset: int = 0, path: str = FILE) -> Event:
    """Write."""
    return Event(Kind.WRITE, path, offset, data)


def sync(covers: int, path: str = FILE) -> Event:
    """Make durable what began before."""
    return Event(Kind.SYNC, path, covers=covers)


NOTHING, ALL = Luck(), Luck(ordered=9, writes=True)


def test_a_write_may_be_lost_until_it_is_synced() -> None:
    disk = after(write(b"new"))

    assert disk.lost(NOTHING)[FILE][:3] == b"..."
    assert disk.kept()[FILE][:3] == b"new"
    assert after(write(b"new"), sync(1)).lost(NOTHING)[FILE][:3] == b"new"


def test_a_sync_keeps_only_what_began_before_it() -> None:
    assert after(write(b"one"), write(b"two"), sync(1)).lost(NOTHING)[FILE][:3] == b"one"


def test_a_sync_of_another_file_keeps_nothing_of_this_one() -> None:
    disk = after(Event(Kind.CREATE, OTHER), write(b"new"), sync(2, OTHER))

    assert disk.lost(NOTHING)[FILE][:3] == b"..."


def test_later_writes_may_arrive_without_earlier_ones() -> None:
    disk = after(write(b"a" * 512), write(b"b" * 512, 512))

    found = {
        disk.lost(Fate(random.Random(seed)))[FILE][:1024:512]  # noqa: S311 - repeatable
        for seed in range(200)
    }

    assert found == {b"..", b"a.", b".b", b"ab"}


def test_a_write_is_torn_only_between_sectors() -> None:
    disk = after(write(b"x" * 2048, 256))

    pieces: set[bytes] = set()
    for seed in range(300):
        content = disk.lost(Fate(random.Random(seed)))[FILE]  # noqa: S311 - repeatable
        pieces |= {content[256:512], *(content[at : at + 512] for at in (512, 1024, 1536))}
        pieces |= {content[2048:2304]}

    assert pieces == {b"x" * 256, b"." * 256, b"x" * 512, b"." * 512}


def test_a_new_name_is_kept_once_its_folder_is_synced() -> None:
    made = (Event(Kind.CREATE, OTHER), write(b"new", 0, OTHER))

    assert OTHER not in after(*made).lost(NOTHING)
    assert after(*made, sync(2, "/d")).lost(NOTHING)[OTHER] == b""
    assert after(*made, sync(2, OTHER)).lost(NOTHING)[OTHER] == b"new"


def test_a_removed_name_may_come_back_until_something_later_is_kept() -> None:
    gone = Event(Kind.UNLINK, FILE)

    assert FILE in after(gone).lost(NOTHING)
    assert FILE not in after(gone).lost(ALL)
    assert after(gone, Event(Kind.CREATE, FILE), sync(2, "/d")).lost(NOTHING)[FILE] == b""


def test_names_change_in_their_order() -> None:
    disk = after(Event(Kind.CREATE, OTHER), Event(Kind.RENAME, OTHER, data=FILE.encode()))

    assert disk.lost(Luck(ordered=0)) == {FILE: b"." * 8192}
    assert set(disk.lost(Luck(ordered=1))) == {FILE, OTHER}
    assert disk.lost(Luck(ordered=2)) == {FILE: b""}


def test_what_is_written_after_a_lost_truncation_is_lost_too() -> None:
    disk = after(Event(Kind.TRUNCATE, FILE, 0), write(b"new"))

    assert disk.lost(Luck(ordered=0, writes=True))[FILE] == b"." * 8192
    assert disk.lost(Luck(ordered=1, writes=True))[FILE] == b"new"


def test_a_truncation_forced_by_a_later_name_cuts_waiting_writes() -> None:
    disk = after(
        write(b"x" * 8, 100),
        Event(Kind.TRUNCATE, FILE, 104),
        Event(Kind.CREATE, OTHER),
        sync(3, OTHER),
    )

    assert disk.lost(NOTHING)[FILE] == b"." * 104
    assert disk.lost(ALL)[FILE] == b"." * 100 + b"xxxx"


# --- The judge ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Saved:
    """An act that is only its key."""

    key: str

    def is_in(self, database: sqlite3.Connection) -> bool:
        """Look for the key."""
        found = database.execute("SELECT 1 FROM act WHERE nonce = ?", (self.key,))
        return found.fetchone() is not None


def database(room: Path, *nonces: str) -> bytes:
    """Make a database in which some acts are saved."""
    file = room / "made.sqlite"
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as made, made:
        made.execute("CREATE TABLE mark (id INTEGER PRIMARY KEY, nonce)")
        made.execute("CREATE TABLE act (id INTEGER PRIMARY KEY, nonce)")
        for one in nonces:
            made.execute("INSERT INTO mark (nonce) VALUES (?)", (one,))
            made.execute("INSERT INTO act (nonce) VALUES (?)", (one,))
    return file.read_bytes()


def test_the_judge_tells_whole_lost_half_and_corrupt_apart(tmp_path: Path) -> None:
    none, one, two = (database(tmp_path, *keys) for keys in ((), ("a",), ("a", "b")))
    with closing(sqlite3.connect(tmp_path / "made.sqlite")) as made, made:
        made.execute("DELETE FROM act WHERE nonce = 'b'")
    half = (tmp_path / "made.sqlite").read_bytes()
    judge = Judge(tmp_path / "room", chain_is_whole=lambda _file: True)
    judge.room.mkdir()
    for answered, content in enumerate((none, one, two)):
        judge.remember({"/d/saturday.sqlite": content}, [Saved("a"), Saved("b")], answered)

    def verdict(content: bytes, acks: int) -> Verdict:
        return judge.verdict(Crash({"/d/saturday.sqlite": content}, acks))

    with pytest.raises(AssertionError, match="before it is given"):
        judge.remember({"/d/saturday.sqlite": database(tmp_path, "b", "c")}, [Saved("b")], 0)
    assert verdict(one, 1) is Verdict.WHOLE
    assert verdict(two, 1) is Verdict.WHOLE, "more may be saved than was answered"
    assert verdict(one, 2) is Verdict.LOST
    assert verdict(none, 1) is Verdict.LOST
    assert verdict(half, 1) is Verdict.HALF
    assert verdict(two[:4096] + b"\xff" * 4096 + two[8192:], 1) is Verdict.CORRUPT
    assert verdict(b"", 0) is Verdict.HALF, "an empty file is no state of ours"


# --- strace's words ----------------------------------------------------------------------------


def words(text: str) -> str:
    """Write as strace does under -xx."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def test_calls_cut_in_two_keep_their_order(tmp_path: Path) -> None:
    file = words("/d/saturday.sqlite")
    trace = tmp_path / "trace"
    trace.write_text(
        f'7  pwrite64(4<{file}>, "{words("one")}", 3, 0) = 3\n'
        f"7  fdatasync(4<{file}> <unfinished ...>\n"
        f'8  pwrite64(5<{file}>, "{words("two")}", 3, 3 <unfinished ...>\n'
        f"7  <... fdatasync resumed>) = 0\n"
        f"8  <... pwrite64 resumed>) = 3\n"
        f'9  sendto(6<{words("socket:[1]")}>, "{words("HTTP/1.1 303 SEE OTHER")}\\x0d\\x0a'
        f'{words("Location: /?xong=abc-1")}", 99, 0, NULL, 0) = 99\n'
        f'9  pwrite64(5<{words("/elsewhere")}>, "{words("no")}", 2, 0) = 2\n'
        f"9  +++ exited with 0 +++\n"
    )

    found: Recording = read(trace, Path("/d"))

    kinds = [one.kind for one in found.events]
    assert kinds == [Kind.WRITE, Kind.WRITE, Kind.SYNC, Kind.ACK]
    assert found.events[2].covers == 1, "the second write began after the sync did"
    assert found.acks == ["abc-1"]


def test_a_write_the_replay_does_not_know_is_not_passed_over(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    trace.write_text(f'7  write(4<{words("/d/saturday.sqlite")}>, "{words("x")}", 1) = 1\n')

    with pytest.raises(NotImplementedError):
        read(trace, Path("/d"))


def test_the_same_seed_cuts_at_the_same_places() -> None:
    events = [write(bytes([number]) * 600, number * 100) for number in range(50)]
    start: Image = {FILE: b"." * 8192}

    def states(seed: int) -> list[Image]:
        return [one.image for one in crashes(Disk.holding(start), events, 20, seed)]

    assert states(1) == states(1)
    assert states(1) != states(2)
