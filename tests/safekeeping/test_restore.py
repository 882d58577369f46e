"""Does a backup become the data again, wholly or not at all?"""

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Link, LinkKind, SignIn
from saturday.models.audit import AuditEvent, first_break
from saturday.models.commune import Officer
from saturday.models.safekeeping import BackupCopy, CopyPlace
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from saturday.safekeeping import backup, restore, schema, transfer
from tests import factories
from tests.conftest import POSTGRES
from tests.safekeeping.conftest import PHRASE

pytestmark = [pytest.mark.usefixtures("past"), pytest.mark.long, pytest.mark.each_on_server]


def people() -> set[str]:
    """Name the officers of the data."""
    db.session.remove()
    found = set(db.session.scalars(select(Officer.name)))
    db.session.remove()
    return found


def audit_head() -> list[object]:
    """Give the end of the log."""
    with db.engine.connect() as connection:
        return transfer.head_of(connection)


@pytest.fixture
def copy(past: Flask, stick: Path) -> Path:
    """Give a backup, after which somebody else came."""
    del past
    made = backup.back_up(stick)
    factories.officer("Đặng Thị Ước (mẫu)")
    return made


def test_the_data_are_again_as_they_were(copy: Path) -> None:
    before = json.loads(copy.with_suffix(".json").read_text("utf-8"))
    assert len(people()) == 2

    found = restore.restore(copy)

    assert len(people()) == 1
    assert found.made_at.isoformat() == before["made_at"]
    with db.engine.connect() as connection:
        counts = transfer.counts_of(connection)
        assert schema.version_of(connection) == schema.head()
    changed = {name for name, count in counts.items() if before["counts"][name] != count}
    assert changed == {"audit_event", "backup_copy"}


def test_the_log_goes_on_where_the_copys_ended(copy: Path) -> None:
    number, fingerprint = json.loads(copy.with_suffix(".json").read_text("utf-8"))["audit_head"]

    found = restore.restore(copy)

    db.session.remove()
    event = db.session.scalars(AuditEvent.newest()).one()
    assert (event.id, event.previous, event.hash) == (number + 1, fingerprint, found.audit_head[1])
    assert (event.verb, event.subject) == ("restore", "backup_copy")
    assert event.facts["name"] == copy.name
    assert first_break(db.session.scalars(AuditEvent.in_order())) is None
    assert db.session.scalars(BackupCopy.latest((CopyPlace.RESTORED,))).one().name == copy.name


def test_every_sign_in_and_link_of_then_is_ended(past: Flask, stick: Path) -> None:
    del past
    account = factories.account(username="hoa", roles={Role.ADMIN})
    sign_in, token = SignIn.start(account, address="127.0.0.1", browser="tests")
    link, secret = Link.make(LinkKind.SET_PASSWORD, account, by=None)
    db.session.add_all([sign_in, link])
    db.session.commit()
    made = backup.back_up(stick)

    restore.restore(made)

    db.session.remove()
    kept = SignIn.of_token(db.session, token)
    assert kept is not None
    assert (kept.is_open, kept.ended_why) == (False, "restored")
    assert db.session.scalar(Link.of_token(secret)) is None


def test_the_former_data_can_be_had_back(copy: Path) -> None:
    former = restore.restore(copy).former

    assert former is not None
    assert former.name.startswith("replaced-")
    assert former.stat().st_mode & 0o077 == 0
    assert backup.faults_of(former) == []
    restore.restore(former)
    assert len(people()) == 2


def test_three_former_data_are_kept(copy: Path) -> None:
    for _ in range(restore.KEPT + 1):
        restore.restore(copy)

    assert len(list(backup.room().glob("replaced-*.sqlite"))) == restore.KEPT
    assert len(list(backup.room().glob("replaced-*"))) == 2 * restore.KEPT


def test_a_sealed_copy_needs_its_passphrase_and_no_manifest_beside_it(
    past: Flask, stick: Path
) -> None:
    del past
    made = backup.back_up(stick, PHRASE)
    made.with_suffix(".json").unlink()
    factories.officer("Đặng Thị Ước (mẫu)")

    with pytest.raises(NotAllowedNow, match="cần câu mật khẩu"):
        restore.restore(made)
    with pytest.raises(NotAllowedNow, match="không đúng"):
        restore.restore(made, "bốn từ hoàn toàn khác")
    assert len(people()) == 2
    restore.restore(made, PHRASE)
    assert len(people()) == 1


def spoil(copy: Path, how: str) -> None:
    """Spoil a copy."""
    content = bytearray(copy.read_bytes())
    if how == "flipped":
        content[len(content) // 2] ^= 1
    elif how == "cut":
        content = content[: len(content) // 2]
    copy.write_bytes(content)
    if how == "gone":
        copy.unlink()
    if how == "manifest":
        copy.with_suffix(".json").unlink()
    if how == "newer":
        with closing(sqlite3.connect(copy)) as file:
            file.execute("UPDATE alembic_version SET version_num = '9999'")
            file.commit()
        said = json.loads(copy.with_suffix(".json").read_text("utf-8"))
        said |= {"sha256": backup.sha256_of(copy), "schema": "9999"}
        copy.with_suffix(".json").write_text(json.dumps(said))


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("flipped", "SHA-256"),
        ("cut", "SHA-256"),
        ("gone", "Không có tệp"),
        ("manifest", "Thiếu tệp"),
        ("newer", "mới hơn"),
    ],
)
def test_a_bad_copy_touches_nothing(copy: Path, how: str, words: str) -> None:
    head = audit_head()
    spoil(copy, how)

    with pytest.raises(NotAllowedNow, match=words):
        restore.restore(copy)

    assert audit_head() == head
    assert len(people()) == 2
    assert not list(backup.room().parent.glob(".restore-*"))
    assert not list(backup.room().glob("replaced-*"))


@pytest.mark.parametrize("part", ["_prepare", "_refuse_another_past"])
def test_what_fails_on_the_way_touches_nothing(
    copy: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def fail(*_: object) -> None:
        message = "no space left on device"
        raise OSError(message)

    monkeypatch.setattr(restore, part, fail)

    with pytest.raises(NotAllowedNow, match="Ổ đĩa đầy, chưa khôi phục gì"):
        restore.restore(copy)

    assert len(people()) == 2
    assert not list(backup.room().parent.glob(".restore-*"))


def test_a_log_that_does_not_go_on_is_refused(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_to = schema.bring_to

    def careless(connection: object, *_: object) -> None:
        bring_to(connection)  # type: ignore[arg-type]
        with closing(sqlite3.connect(connection.engine.url.database)) as file:  # type: ignore[attr-defined]
            file.execute("DROP TRIGGER audit_event_no_delete")
            file.execute("DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)")
            file.commit()

    monkeypatch.setattr(schema, "bring_to", careless)

    with pytest.raises(NotAllowedNow, match="không nối tiếp"):
        restore.restore(copy)
    assert len(people()) == 2


def test_it_is_refused_while_the_program_runs(copy: Path, past: Flask) -> None:
    handle = os.open(Path(past.config["DATA_FOLDER"]) / ".lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(NotAllowedNow, match="đang chạy"):
            restore.restore(copy)
    finally:
        os.close(handle)

    assert len(people()) == 2


def test_nothing_is_begun_without_room(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "SPARE", 1 << 60)

    with pytest.raises(NotAllowedNow, match="cần"):
        restore.restore(copy)
    assert len(people()) == 2


def test_an_older_copy_is_brought_to_this_version(copy: Path) -> None:
    """A step of an upgrade that the copy lacks is taken before it becomes the data."""
    file = create_engine(f"sqlite:///{copy}")
    steps = Config()
    steps.set_main_option("script_location", str(schema.MIGRATIONS))
    with file.begin() as connection:
        steps.attributes["connection"] = connection
        command.downgrade(steps, "0001")
    file.dispose()
    said = json.loads(copy.with_suffix(".json").read_text("utf-8"))
    said |= {"sha256": backup.sha256_of(copy), **backup.facts_of(copy)}
    assert said["schema"] == "0001"
    copy.with_suffix(".json").write_text(json.dumps(said))

    restore.restore(copy)

    with pytest.raises(Exception, match="ghi thêm"):
        db.session.execute(text("DELETE FROM audit_event"))
    db.session.rollback()


if not POSTGRES:

    @pytest.fixture
    def live(past: Flask) -> Iterator[Path]:
        """Give the database file."""
        yield Path(str(db.engine.url.database))
        db.session.remove()
        db.engine.dispose()
        assert past.config["TESTING"]

    def test_a_machine_without_data_gets_them(copy: Path, live: Path) -> None:
        db.session.remove()
        db.engine.dispose()
        live.unlink()
        live.with_name(f"{live.name}-journal").unlink(missing_ok=True)

        assert restore.restore(copy).former is None
        assert len(people()) == 1

    def test_damaged_data_are_set_aside_as_they_are(copy: Path, live: Path) -> None:
        db.session.remove()
        db.engine.dispose()
        live.write_bytes(b"nothing that SQLite knows" * 100)

        former = restore.restore(copy).former

        assert former is not None
        assert former.read_bytes().startswith(b"nothing that")
        assert not former.with_suffix(".json").exists()
        assert len(people()) == 1

    def test_work_that_a_crash_left_half_is_undone_before_it_is_set_aside(
        copy: Path, live: Path
    ) -> None:
        """A journal belongs to the former data: over the new ones it would spoil them."""
        db.session.remove()
        db.engine.dispose()
        crashed(live)

        former = restore.restore(copy).former

        assert len(people()) == 1
        assert former is not None
        assert backup.faults_of(former) == []

    def test_somebody_who_writes_without_the_lock_is_noticed(copy: Path, live: Path) -> None:
        with closing(sqlite3.connect(live, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(NotAllowedNow, match="đang chạy"):
                restore.restore(copy)

        assert len(people()) == 2

    def test_a_disk_without_links_gets_a_copy(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_links(*_: object) -> None:
            raise OSError

        monkeypatch.setattr(Path, "hardlink_to", no_links)

        former = restore.restore(copy).former

        assert former is not None
        assert backup.faults_of(former) == []

    def test_a_second_name_that_a_killed_restore_left_goes(copy: Path, live: Path) -> None:
        (backup.room() / "replaced-20260101-090000.sqlite").hardlink_to(live)

        restore.restore(copy)

        assert len(list(backup.room().glob("replaced-*.sqlite"))) == 1


def crashed(live: Path) -> None:
    """Leave the file as a power cut in mid-commit would: half written, its journal beside it."""
    aside = live.with_name("aside.sqlite")
    journal = Path(f"{live}-journal")
    with closing(sqlite3.connect(live, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode=TRUNCATE")
        file.execute("PRAGMA cache_size=1")
        file.execute("BEGIN IMMEDIATE")
        file.execute("UPDATE setting SET value = value || hex(zeroblob(3000))")
        shutil.copy(live, aside)
        hot = journal.read_bytes()
        file.execute("ROLLBACK")
    aside.replace(live)
    journal.write_bytes(hot)
    assert len(hot) > 1000, "no journal, no crash"


def test_nobody_is_counted_twice(copy: Path) -> None:
    restore.restore(copy)
    restore.restore(copy)

    assert db.session.scalar(select(func.count(Officer.id))) == 1
    newest = db.session.scalar(AuditEvent.latest_moment())
    assert newest is not None
    assert newest <= clock.now()
