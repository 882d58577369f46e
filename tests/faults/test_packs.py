"""Does a pack run alone on a laptop, and does everything written there come home?"""

import socket
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from saturday.safekeeping.packs import TO_BE_TYPED
from tests.faults import packing
from tests.faults.packing import DAY, DESK, PASSWORD, PHRASE, flask, laptop, running
from tests.faults.serving import Prepared, free_port, prepare
from tests.faults.visitor import Visitor


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Prepare a commune with a Saturday in a village once."""
    return prepare(tmp_path_factory.mktemp("village"), "tests.faults.pack_people")


@pytest.fixture
def home(village: Prepared, tmp_path: Path) -> Prepared:
    """Give a copy, which has sent no pack out yet."""
    return village.copied_to(tmp_path / "home")


def sent_out(home: Prepared, stick: Path, phrase: str = "") -> Path:
    """Make a pack; give its folder."""
    words = ["export-pack", DAY.isoformat(), str(stick)]
    if phrase:
        words += ["--passphrase-file", "-"]
    answer = flask(home, *words, typed=phrase)
    assert answer.returncode == 0, answer.stderr
    return Path(answer.stdout.strip())


def log_three(visitor: Visitor) -> None:
    """Tap twice and type one line at the laptop's desk."""
    for _one in range(2):
        answer = visitor.send(visitor.get(DESK), "/dem", outcome="OPINION")
        assert answer.key, answer.text[-800:]
    answer = visitor.send(visitor.get(DESK), "/ghi", outcome="OPINION", remark="Đường thôn lầy")
    assert answer.key, answer.text[-800:]


def lines_of(database: Path) -> list[tuple[str, int, str]]:
    """Give the lines of a log that SQLite calls sound."""
    with closing(sqlite3.connect(database)) as found:
        assert found.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        asked = "SELECT letter, number, remark FROM intake_entry ORDER BY letter, number"
        return list(found.execute(asked))


def test_a_pack_begins_on_another_port_when_its_own_was_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "usb"
    pack.mkdir()
    (pack / "app.py").write_text("def app(_, start):\n    start('200 OK', [])\n    return [b'']\n")
    serve = f"exec {sys.executable} -m gunicorn app:app --no-control-socket"
    (pack / "chay.sh").write_text(f'cd {pack}\n{serve} --bind "127.0.0.1:$SATURDAY_PORT"\n')
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        taken, free = other.getsockname()[1], free_port()
        ports = iter([taken, free])
        monkeypatch.setattr(packing, "free_port", lambda: next(ports))
        opened: list[int] = []
        monkeypatch.setattr(packing, "signed_in", opened.append)

        with running(pack):
            assert opened == [free]


def test_a_pack_runs_alone_and_what_it_wrote_comes_home(home: Prepared, tmp_path: Path) -> None:
    pack = sent_out(home, tmp_path / "usb")
    with running(pack) as visitor:
        log_three(visitor)
        shown = visitor.get(DESK)
        assert "Máy lưu động chữ B" in shown.text
        assert "B0003" in shown.text

    early = laptop(pack, "xoa", typed="B\n")
    assert (early.returncode, (pack / "data").exists()) == (1, True)
    assert "mang-ve" in early.stderr
    packed = laptop(pack, "mang-ve")
    assert packed.returncode == 0, packed.stderr
    (file,) = (pack / "mang-ve").iterdir()
    taken = [flask(home, "import-pack", str(file)) for _one in range(2)]

    assert [one.returncode for one in taken] == [0, 0], taken[0].stderr
    assert "3 dòng mới" in taken[0].stdout
    assert "không có gì mới" in taken[1].stdout
    assert lines_of(home.database) == [("B", 1, ""), ("B", 2, ""), ("B", 3, "Đường thôn lầy")]

    kept = laptop(pack, "xoa", typed="C\n")
    assert (kept.returncode, (pack / "data").exists()) == (1, True)
    wiped = laptop(pack, "xoa", typed="B\n")
    assert (wiped.returncode, (pack / "data").exists()) == (0, False), wiped.stderr
    assert "đã xóa" in laptop(pack).stderr


def test_a_sealed_pack_shows_nobody_anything(home: Prepared, tmp_path: Path) -> None:
    pack = sent_out(home, tmp_path / "usb", PHRASE)
    data = pack / "data"

    assert {one.name for one in data.iterdir()} == {"config.py", "saturday.sealed"}
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    whole = b"".join(one.read_bytes() for one in data.iterdir())
    assert b"hanh" not in whole
    assert b"SQLite format" not in whole
    assert PASSWORD.encode() not in whole
    refused = laptop(pack)
    assert (refused.returncode, refused.stderr) == (1, f"{TO_BE_TYPED}\n")
