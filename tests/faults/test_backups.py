"""Is a copy called good only when it is whole?"""

import json
import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.rules.refusals import NotAllowedNow
from saturday.safekeeping import backup, sealing
from saturday.safekeeping.backup import back_up, bring_to, faults_of
from saturday.safekeeping.restore import restore
from tests import factories
from tests.faults.acts import DEPARTMENTS
from tests.faults.clients import Client, at_work, officers
from tests.faults.disks import small_disk
from tests.faults.effort import times
from tests.faults.killing import Killer, killer
from tests.faults.serving import Prepared, served
from tests.faults.visitor import Visitor

pytestmark = [pytest.mark.faults, pytest.mark.long]

FLIPS, CUTS, COPIES = times(300), times(20), 5
SPOILED = 10  # restores that are tried of each kind
PHRASE = "lúa chín ngoài đồng xa"
PATIENCE = 60  # seconds without any act after which something is wrong


@pytest.fixture
def copy(app: Flask, tmp_path: Path) -> Path:
    """Give a good backup of a Saturday."""
    assert app.config["TESTING"]
    factories.duty_session()
    return back_up(tmp_path / "sao lưu")


@contextmanager
def spoiled(file: Path, content: bytes) -> Iterator[None]:
    """Let a file hold something else for a while."""
    whole = file.read_bytes()
    file.write_bytes(content)
    yield
    file.write_bytes(whole)


def test_a_copy_just_made_is_good(copy: Path) -> None:
    assert faults_of(copy) == []


def test_every_flipped_bit_is_found(copy: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable on purpose
    whole = copy.read_bytes()
    unnoticed, sound_to_sqlite = [], 0

    for _ in range(FLIPS):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        content = bytearray(whole)
        content[place] ^= bit
        with spoiled(copy, bytes(content)):
            if not faults_of(copy):
                unnoticed.append((place, bit))
            sound_to_sqlite += integrity(copy)

    assert unnoticed == []
    assert sound_to_sqlite > FLIPS // 2, "SQLite's own check is no substitute for the fingerprint"


def integrity(file: Path) -> bool:
    """Whether SQLite's own check calls the file sound."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as found:
            found.text_factory = bytes
            return bool(found.execute("PRAGMA integrity_check").fetchone()[0] == b"ok")
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def test_every_truncated_copy_is_found(copy: Path) -> None:
    whole = copy.read_bytes()

    for part in range(CUTS):
        with spoiled(copy, whole[: len(whole) * part // CUTS]):
            assert faults_of(copy), part
    with spoiled(copy, whole + b"\0"):
        assert faults_of(copy)


def test_copies_with_each_others_manifests_are_found(copy: Path) -> None:
    others = []
    for number in range(5):
        factories.officer(f"Công chức {number} (mẫu)")
        others.append(back_up(copy.parent))

    for other in others:
        content = copy.with_suffix(".json").read_bytes()
        with spoiled(other.with_suffix(".json"), content):
            assert faults_of(other), other.name
        assert faults_of(other) == []


def test_a_copy_without_its_manifest_is_found(copy: Path) -> None:
    shutil.move(copy.with_suffix(".json"), copy.with_suffix(".txt"))

    assert faults_of(copy)


def test_a_manifest_that_lost_any_line_is_found(copy: Path) -> None:
    manifest = copy.with_suffix(".json")
    lines = manifest.read_text("utf-8").splitlines()

    unnoticed = []
    for number, line in enumerate(lines):
        with spoiled(manifest, "\n".join(lines[:number] + lines[number + 1 :]).encode()):
            if not faults_of(copy):
                unnoticed.append(line)

    assert unnoticed == []


@pytest.mark.parametrize("name", ["sha256", "audit_head", "counts", "schema"])
def test_a_manifest_that_says_something_else_is_found(copy: Path, name: str) -> None:
    manifest = copy.with_suffix(".json")
    said = json.loads(manifest.read_text("utf-8"))
    other = {"sha256": "0" * 64, "audit_head": [1, "0" * 64], "counts": {}, "schema": "0000"}

    with spoiled(manifest, json.dumps(said | {name: other[name]}).encode()):
        assert faults_of(copy)


@pytest.mark.parametrize("passphrase", [None, PHRASE])
def test_a_full_target_gets_no_file_with_a_good_name(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None
) -> None:
    with small_disk(tmp_path / "usb", kilobytes=160) as usb:
        room = usb / "backups"
        with pytest.raises(NotAllowedNow, match="chỉ còn"):
            back_up(room, passphrase)
        monkeypatch.setattr(backup, "refuse_without_room", lambda *_: None)
        with pytest.raises(NotAllowedNow, match="Ổ đĩa đầy"):
            back_up(room, passphrase)
        assert [one.name for one in room.iterdir()] == []
        monkeypatch.undo()

    assert faults_of(copy) == []
    assert faults_of(back_up(copy.parent)) == []


def test_a_target_that_can_not_be_written_gets_no_file_with_a_good_name(copy: Path) -> None:
    room = copy.parent / "gone"
    room.write_text("a file stands where the folder should be")

    with pytest.raises(NotAllowedNow, match="Không ghi được"):
        back_up(room)

    assert faults_of(copy) == []


@pytest.mark.parametrize("passphrase", [None, PHRASE])
def test_a_stick_pulled_in_mid_copy_gets_no_file_with_a_good_name(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None
) -> None:
    with small_disk(tmp_path / "usb", kilobytes=32_000) as usb:

        def pull(_part: Path) -> None:
            subprocess.run(["umount", "--lazy", str(usb)], check=True)

        monkeypatch.setattr(backup, "sync_file", pull)
        with pytest.raises(NotAllowedNow, match="Hãy xem USB còn cắm"):
            bring_to(usb, copy, passphrase)
        monkeypatch.undo()
        assert list(usb.iterdir()) == []
        subprocess.run(["mount", "-t", "tmpfs", "saturday-tests", str(usb)], check=True)

    assert faults_of(copy) == []
    assert faults_of(back_up(copy.parent)) == []


@pytest.fixture
def sealed(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the copy sealed, with a passphrase that costs little to try."""
    monkeypatch.setattr(sealing, "USUAL", sealing.Cost(memory=16, passes=1))
    return bring_to(copy.parent / "usb", copy, PHRASE)


def test_every_flipped_bit_of_a_sealed_copy_is_found(sealed: Path) -> None:
    """Also by the seal alone: a file taken away through the browser has no manifest beside it."""
    chance = random.Random(8)  # noqa: S311 - repeatable on purpose
    whole, manifest = sealed.read_bytes(), sealed.with_suffix(".json")
    aside = manifest.rename(manifest.with_suffix(".aside"))
    assert faults_of(sealed, PHRASE) == []
    unnoticed = []

    for number in range(FLIPS):
        place = number if number < sealing.HEADER else chance.randrange(len(whole))
        content = bytearray(whole)
        content[place] ^= 1 << chance.randrange(8)
        with spoiled(sealed, bytes(content)):
            if not faults_of(sealed, PHRASE):
                unnoticed.append(place)

    assert unnoticed == []
    aside.rename(manifest)
    for _ in range(FLIPS // 10):
        content = bytearray(whole)
        content[chance.randrange(len(whole))] ^= 1
        with spoiled(sealed, bytes(content)):
            assert "SHA-256" in faults_of(sealed)[0]


def test_every_truncated_sealed_copy_is_found(sealed: Path) -> None:
    whole = sealed.read_bytes()
    sealed.with_suffix(".json").unlink()

    for part in range(CUTS):
        with spoiled(sealed, whole[: len(whole) * part // CUTS]):
            assert faults_of(sealed, PHRASE), part
    with spoiled(sealed, whole + b"\0"):
        assert faults_of(sealed, PHRASE)


def test_a_bad_copy_of_any_kind_is_not_restored(copy: Path, sealed: Path) -> None:
    chance = random.Random(9)  # noqa: S311 - repeatable on purpose
    before = Path(str(db.engine.url.database)).read_bytes()

    for file, passphrase in ((copy, None), (sealed, PHRASE)):
        whole = file.read_bytes()
        for _ in range(SPOILED):
            content = bytearray(whole)
            content[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
            with spoiled(file, bytes(content)), pytest.raises(NotAllowedNow):
                restore(file, passphrase)

    assert Path(str(db.engine.url.database)).read_bytes() == before


def test_copies_made_while_people_work_hold_all_that_was_saved_before(office: Prepared) -> None:
    """Let the console make copies beside the running server; every one must be good."""
    room = office.folder / "backups"
    with served(office.folder) as server, killer("tests.faults.commanding") as console:
        clients = [Client(Visitor(server.port, office.cookies[one])) for one in DEPARTMENTS]
        made = []
        with at_work(clients):
            for _ in range(COPIES):
                wait_for_one_more(clients)
                saved = [name for one in clients for name in one.acked]
                made.append((backed_up(console, office, room), saved))

    assert len(made[-1][1]) >= COPIES, "nobody worked meanwhile"
    for copy, saved in made:
        assert faults_of(copy) == []
        held = officers(copy)
        assert [name for name in saved if held[name] != 1] == []


def wait_for_one_more(clients: list[Client]) -> None:
    """Wait until somebody is told that one more act is saved."""
    before, end = sum(len(one.acked) for one in clients), time.monotonic() + PATIENCE
    while sum(len(one.acked) for one in clients) == before:
        assert time.monotonic() < end, "nobody can work"
        time.sleep(0.02)


def backed_up(console: Killer, office: Prepared, room: Path) -> Path:
    """Make a copy as the IT officer or the nightly timer does."""
    before = set(room.glob("*.sqlite"))
    assert console.lets(office.folder, words=["backup", "--to", str(room)]) == "done"
    (copy,) = set(room.glob("*.sqlite")) - before
    return copy
