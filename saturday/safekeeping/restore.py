"""How does a backup become the data again, wholly or not at all?

What is restored is unpacked beside the live data, opened, counted, brought to this program's
version and synced. Only then one rename (SQLite) or one commit (PostgreSQL) makes it the data.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Engine, create_engine, inspect, text, update
from sqlalchemy.orm import Session

from saturday import clock
from saturday.extensions import db, writing
from saturday.files import sync_file, sync_folder, write_durably
from saturday.models.accounts import Link, SignIn
from saturday.models.safekeeping import BackupCopy, CopyPlace, Made
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.safekeeping import backup, schema, transfer

BUSY = (
    "Chương trình đang chạy với dữ liệu này, chưa khôi phục gì. "
    "Hãy dừng chương trình, rồi gõ lại lệnh."
)
NEWER = (
    "Bản sao này do bản chương trình mới hơn tạo ra, chưa khôi phục gì. "
    "Hãy nâng cấp chương trình trước."
)
INCOMING = ".restore-"  # begins the name of what is not the data yet
REPLACED = "replaced-"  # begins the name of what was the data before
KEPT = 3  # of those
ROOM_FACTOR = 3  # the copy, its way through an upgrade, and what is unpacked


@dataclass(frozen=True, slots=True)
class Restored:
    """What is the data now, and where the former ones are (kết quả khôi phục)."""

    made_at: datetime
    audit_head: list[Any]
    rows: int
    former: Path | None


def restore(file: Path, passphrase: str | None = None) -> Restored:
    """Make a backup the data of this program; the live data are untouched until it is proven.

    Raises NotAllowedNow with the reason; then nothing has changed.
    """
    folder = Path(current_app.config["DATA_FOLDER"])
    before = writing.get()
    try:
        with _in_words(folder), alone(folder):
            incoming = _new_incoming(_beside_the_data(folder))
            try:
                return _restore(file, incoming, passphrase)
            finally:
                _remove(incoming)
    finally:
        writing.set(before)


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Say what a disk or a database throws."""
    try:
        yield
    except (OSError, sqlite3.Error) as fault:
        full = "full" in str(fault).lower() or "no space" in str(fault).lower()
        why = "Ổ đĩa đầy" if full else f"Không đọc, ghi được ở {folder} ({type(fault).__name__})"
        reason = f"{why}, chưa khôi phục gì. Dữ liệu còn nguyên như trước."
        raise NotAllowedNow(reason) from fault


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the data folder as deploy.sh does, so that no server runs over it meanwhile."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise NotAllowedNow(BUSY) from fault
    else:
        yield
    finally:
        os.close(handle)


def _beside_the_data(folder: Path) -> Path:
    """Give a place from which one rename leads to the database."""
    if db.engine.dialect.name == "sqlite":
        folder = Path(str(db.engine.url.database)).parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _new_incoming(folder: Path) -> Path:
    """Name what is being prepared; what a killed restore left there goes."""
    for left in folder.glob(f"{INCOMING}*"):
        left.unlink(missing_ok=True)
    return folder / f"{INCOMING}{clock.now():%Y%m%d-%H%M%S}{backup.PLAIN}"


def _remove(incoming: Path) -> None:
    """Leave nothing of what did not become the data."""
    for left in incoming.parent.glob(f"{incoming.name}*"):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def _restore(file: Path, incoming: Path, passphrase: str | None) -> Restored:
    """Unpack, prove, prepare, and let it take the place of the data."""
    refuse_when(not file.is_file(), f"Không có tệp {file}.")
    backup.refuse_without_room(incoming.parent, ROOM_FACTOR * file.stat().st_size)
    manifest = backup.unpack(file, incoming, passphrase)
    refuse_when(not schema.knows(manifest.get("schema")), NEWER)
    made_at = datetime.fromisoformat(manifest["made_at"])
    made = Made(file.name, made_at, file.stat().st_size, backup.is_sealed(file))
    _prepare(incoming, made, manifest["audit_head"])
    sync_file(incoming)
    facts = backup.facts_of(incoming)
    former = _take_the_place(incoming)
    return Restored(made_at, facts["audit_head"], sum(facts["counts"].values()), former)


def _prepare(incoming: Path, made: Made, head: list[Any]) -> None:
    """Bring the copy to this program's version, end its sign-ins, and note the restore in it."""
    writing.set(True)
    engine = create_engine(backup.address_of(incoming))
    try:
        with engine.connect() as connection:
            schema.bring_to(connection)
        with Session(engine) as session:
            _end_what_was_open(session)
            session.add(BackupCopy.record(made, CopyPlace.RESTORED, by=None))
            session.commit()
        with engine.connect() as connection:
            _refuse_another_past(connection, head)
    finally:
        engine.dispose()
    incoming.with_name(f"{incoming.name}-journal").unlink(missing_ok=True)
    faults = backup.structure_faults(incoming) + backup.chain_faults(incoming)
    refuse_when(faults, " ".join(faults))


def _end_what_was_open(session: Session) -> None:
    """End every sign-in and link of then: some were ended or used since the copy was made."""
    now = clock.now()
    ended = {"ended_at": now, "ended_why": "restored"}
    session.execute(update(SignIn).where(SignIn.ended_at.is_(None)).values(ended))
    unused = (Link.used_at.is_(None), Link.expires_at > now)
    session.execute(update(Link).where(*unused).values(expires_at=now))


def _refuse_another_past(connection: Connection, head: list[Any]) -> None:
    """See that the log goes on exactly where the backup's ended."""
    if head:
        question = text("SELECT hash FROM audit_event WHERE id = :id")
        found = connection.scalar(question, {"id": head[0]})
        refuse_when(found != head[1], "Nhật ký sau khi nâng cấp không nối tiếp bản sao.")


def _take_the_place(incoming: Path) -> Path | None:
    """Make the prepared copy the data, in one step that is done or not done."""
    if db.engine.dialect.name == "sqlite":
        return _replace_file(incoming, Path(str(db.engine.url.database)))
    return _replace_rows(incoming, db.engine)


# SQLite: one rename


def _replace_file(incoming: Path, live: Path) -> Path | None:
    """Set the former file aside under a second name, then rename the new one over it."""
    db.session.remove()
    db.engine.dispose()
    former = _set_aside(live) if live.exists() else None
    for ending in ("-journal", "-wal", "-shm"):
        live.with_name(f"{live.name}{ending}").unlink(missing_ok=True)
    incoming.replace(live)
    sync_folder(live.parent)
    return former


def _set_aside(live: Path) -> Path:
    """Give the former data a second name among the copies; with a manifest when they are sound."""
    sound = _settled(live)
    former = _former_name()
    journal = live.with_name(f"{live.name}-journal")
    pairs = [(live, former)]
    if not sound and journal.exists():
        pairs.append((journal, former.with_name(f"{former.name}-journal")))
    for source, target in pairs:
        _second_name(source, target)
    if sound:
        _describe(former)
    sync_folder(former.parent)
    return former


def _settled(live: Path) -> bool:
    """Let SQLite finish or undo what a crash left, and see that nobody else writes.

    Only then may the journal be left behind: it belongs to the former file.
    """
    try:
        with closing(sqlite3.connect(live, timeout=1, isolation_level=None)) as former:
            former.execute("PRAGMA journal_mode=TRUNCATE")
            former.execute("BEGIN EXCLUSIVE")
            former.execute("SELECT count(*) FROM sqlite_master")
            former.execute("ROLLBACK")
    except sqlite3.OperationalError as fault:
        refuse_when("locked" in str(fault), BUSY)
        return False
    except sqlite3.DatabaseError:
        return False  # it can't be read: that may be why somebody restores
    return True


def _former_name() -> Path:
    """Give a new name among the copies, and let the oldest such one go."""
    room = backup.room()
    for one in room.glob(f"{REPLACED}*"):
        if one.stat().st_nlink > 1:  # a killed restore left a second name of the live data
            one.unlink()
    old = sorted(room.glob(f"{REPLACED}*{backup.PLAIN}"), reverse=True)
    for one in old[KEPT - 1 :]:
        for left in room.glob(f"{one.stem}.*"):
            left.unlink(missing_ok=True)
    stem = f"{REPLACED}{clock.now():%Y%m%d-%H%M%S}"
    former, number = room / f"{stem}{backup.PLAIN}", 1
    while former.exists():
        number += 1
        former = room / f"{stem}-{number}{backup.PLAIN}"
    return former


def _second_name(source: Path, target: Path) -> None:
    """Link, so that no moment is without the former data; copy where a disk knows no links."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
        sync_file(target)
    target.chmod(0o600)


def _describe(former: Path) -> None:
    """Write a manifest, so that the former data can be restored like any backup."""
    try:
        manifest = {"made_at": clock.now().isoformat(), "sha256": backup.sha256_of(former)}
        manifest |= backup.facts_of(former)
    except Exception:  # noqa: BLE001 - damaged data are kept as they are, without a promise
        return
    write_durably(former.with_suffix(backup.MANIFEST), backup.written(manifest))


# PostgreSQL: one commit


def _replace_rows(incoming: Path, live: Engine) -> Path | None:
    """Keep the former rows as a backup, then exchange tables and rows in one transaction."""
    former = None
    with live.connect() as connection:
        has_data = bool(transfer.tables_of(connection))
    if has_data:
        made = backup.back_up(backup.room())
        former = _former_name()
        for ending in (backup.MANIFEST, backup.PLAIN):
            made.with_suffix(ending).replace(former.with_suffix(ending))
        sync_folder(former.parent)
    db.session.remove()
    source = backup.opened(incoming)
    try:
        with source.connect() as origin, live.connect() as sink, sink.begin():
            _exchange(origin, sink)
    finally:
        source.dispose()
    return former


def _exchange(origin: Connection, sink: Connection) -> None:
    """Take the former tables away, make them anew, fill and compare them."""
    sink.execute(text("SET LOCAL lock_timeout = '5s'"))
    for name in inspect(sink).get_table_names():
        sink.execute(text(f'DROP TABLE "{name}" CASCADE'))
    sink.execute(text("DROP FUNCTION IF EXISTS audit_event_refuse() CASCADE"))
    schema.bring_to(sink)
    transfer.pour(origin, sink)
    same = transfer.digests_of(origin) == transfer.digests_of(sink)
    refuse_when(not same, "Dữ liệu chép sang khác bản sao, đã bỏ. Dữ liệu còn nguyên như trước.")
