"""Is a list imported wholly or not at all, at whatever moment the program or the power ends?"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import xlsxwriter

from tests.faults import recording
from tests.faults.judging import Judge, Verdict, chain_is_broken, examine
from tests.faults.killing import Killer, killer
from tests.faults.replay import Disk, crashes, image_of
from tests.faults.serving import Prepared, served
from tests.faults.visitor import Answer, Visitor
from tests.pages import values_of

pytestmark = [pytest.mark.faults, pytest.mark.long]

PAGE = "/danh-muc/cong-chuc/excel"
HEADS = ("Họ và tên", "Chức vụ", "Phòng, đơn vị", "Điện thoại")
ADDED = 300
# One person changes, one moves to another department, many are new.
CHANGED = ("Công chức kinh-te 1 (mẫu)", "Phó Trưởng phòng", "kinh-te", "0912345678")
MOVED = ("Công chức kinh-te 2 (mẫu)", "Chuyên viên", "van-phong", "")
STATES = 600
MOST_SYNCS = 40
BOUNDARY = "----saturday"


@dataclass(frozen=True, slots=True)
class Found:
    """How much of the list is in a database."""

    people: int
    posts: int
    moves: int
    events: int

    @classmethod
    def of(cls, database: sqlite3.Connection) -> "Found":
        """Count all that the list changes."""
        questions = (
            "SELECT count(*) FROM officer WHERE name LIKE 'Người mới %'",
            "SELECT count(*) FROM officer WHERE post = 'Phó Trưởng phòng'",
            "SELECT count(*) FROM posting",
            "SELECT count(*) FROM audit_event WHERE verb = 'import'",
        )
        return cls(*(database.execute(one).fetchone()[0] for one in questions))

    @classmethod
    def in_file(cls, file: Path) -> "Found":
        """Count it in a database file."""
        with closing(sqlite3.connect(file)) as database:
            return cls.of(database)


OLD, NEW = Found(0, 0, 0, 0), Found(ADDED, 1, 1, 1)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill in a list as a clerk does."""
    file = tmp_path_factory.mktemp("list") / "danh sách.xlsx"
    new = ((f"Người mới {one}", "Chuyên viên", "van-hoa-xa-hoi", "") for one in range(ADDED))
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate((HEADS, CHANGED, MOVED, *new)):
            sheet.write_row(row, 0, cells)
    return file


@pytest.fixture
def importer() -> Iterator[Killer]:
    """Start the program, to import again and again."""
    with killer("tests.faults.commanding") as found:
        yield found


def deaths(importer: Killer, office: Prepared, words: list[str]) -> Iterator[str]:
    """Let imports into the same data end at one sync after the other, and at last at none."""
    before = office.database.read_bytes()
    for call in ("fsync", "fdatasync"):  # of which SQLite has its choice
        for when in range(1, MOST_SYNCS):
            office.database.write_bytes(before)
            ended = importer.lets(office.folder, call=call, when=when, words=words)
            assert ended in {"done", "killed"}
            yield ended
            if ended == "done":
                break


def test_an_import_killed_at_any_sync_is_old_or_new(
    importer: Killer, office: Prepared, workbook: Path
) -> None:
    """Import the list from the command line."""
    words, seen = ["import-officers", str(workbook)], list[Found]()
    for ended in deaths(importer, office, words):
        assert examine(office.database).is_sound  # a killed one is rolled back when it is opened
        assert not chain_is_broken(office.database)
        seen.append(Found.in_file(office.database))
        assert seen[-1] == NEW if ended == "done" else seen[-1] in {OLD, NEW}
    assert OLD in seen
    assert len(seen) >= 4, "hardly anything was synced"
    assert importer.lets(office.folder, words=words) == "done", "once more changes nothing"
    assert Found.in_file(office.database) == NEW


# --- The same from the page, with the power cut at any moment -----------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One of the two steps, as it was answered."""

    answer: Answer
    is_last: bool

    @property
    def key(self) -> str:
        """The form's one-time key; empty when the answer does not say that it is done."""
        return self.answer.key

    def is_in(self, database: sqlite3.Connection) -> bool:
        """Whether a database holds it: the key and the waiting file, at last the whole list."""
        asked = "SELECT 1 FROM form_key, import_file WHERE nonce = ? AND location <> ''"
        kept = database.execute(asked, (self.key,)).fetchone()
        return bool(kept) and (not self.is_last or Found.of(database) == NEW)


def uploaded(visitor: Visitor, workbook: Path) -> Answer:
    """Choose the file on the page and send it."""
    values = values_of(visitor.get(PAGE).form(PAGE))
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, many in values.items()
        for value in many
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="ds.xlsx"\r\n'
    body = b"".join(
        [*parts, f"{head}\r\n".encode(), workbook.read_bytes(), f"\r\n--{BOUNDARY}--\r\n".encode()]
    )
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Referer": f"http://127.0.0.1:{visitor.port}{PAGE}",
    }
    return visitor._ask("POST", PAGE, headers, body)


def told(visitor: Visitor, workbook: Path) -> Iterator[Step]:
    """Upload, look, confirm."""
    read = uploaded(visitor, workbook)
    yield Step(read, is_last=False)
    preview = urlsplit(read.location).path
    yield Step(visitor.send(visitor.get(preview), preview), is_last=True)


def test_no_cut_leaves_half_a_list(office: Prepared, workbook: Path, tmp_path: Path) -> None:
    before, trace = image_of(office.folder), tmp_path / "trace"
    strace = (*recording.STRACE, "-o", str(trace))
    with served(office.folder, under=strace) as running:
        visitor = Visitor(running.port, office.cookies["trungtam"])
        steps = list(told(visitor, workbook))
    assert all(one.key for one in steps), [one.answer.status for one in steps]
    found = recording.read(trace, office.folder)
    judge = Judge(tmp_path / "room")
    judge.room.mkdir()
    judge.learn(Disk.holding(before), found.events, steps)

    verdicts = judge.verdicts(crashes(Disk.holding(before), found.events, STATES, 1))

    assert found.acks == [one.key for one in steps]
    assert verdicts == {Verdict.WHOLE: STATES}
    assert judge.broken_chains == 0


# --- A very long list ---------------------------------------------------------------------------

MOST_MEGABYTES = 220


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill in ten thousand rows, every cell as long as it may be."""
    file = tmp_path_factory.mktemp("list") / "dài.xlsx"
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*HEADS, "Ghi chú"])
        for row in range(1, 10_001):
            name = f"Nguyễn {'Văn ' * 20}An {row}"
            cells = (name, "Chuyên viên " * 8, "kinh-te", f"09{row:08}", "Đã có ý kiến " * 20)
            sheet.write_row(row, 0, cells)
    return file


def peak_megabytes(worker: int) -> float:
    """Ask how much memory a process ever had."""
    status = Path(f"/proc/{worker}/status").read_text("utf-8")
    line = next(one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def test_ten_thousand_rows_are_previewed_in_bounded_memory(
    office: Prepared, long_list: Path
) -> None:
    with served(office.folder) as running:
        visitor = Visitor(running.port, office.cookies["trungtam"])
        preview = urlsplit(uploaded(visitor, long_list).location).path
        page = visitor.get(preview)
        peaks = [peak_megabytes(worker) for worker in running.workers]

    assert "10.000 dòng mới" in " ".join(page.soup.get_text(" ").split())
    assert len(peaks) == 1
    assert peaks[0] <= MOST_MEGABYTES, peaks
