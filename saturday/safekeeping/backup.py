"""How is everything copied so that a copy called good has been opened, checked and counted?"""

import hashlib
import json
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app
from sqlalchemy import URL, Engine, create_engine, func, select, table, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from saturday import clock
from saturday.extensions import db, writing
from saturday.files import sync_file, sync_folder, write_durably
from saturday.models.audit import AuditEvent, first_break
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.safekeeping import schema, sealing, transfer

PLAIN, SEALED, MANIFEST = ".sqlite", ".sealed", ".json"
CHUNK = 1 << 20
SPARE = 8 << 20  # bytes that must stay free beside a copy
MOST_SAID = 1 << 20  # bytes of a manifest
TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' "
    "AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version' ORDER BY name"
)
WRONG_PASSPHRASE = "Câu mật khẩu không đúng với bản sao này."  # noqa: S105 - a sentence
NO_PASSPHRASE = "Bản sao này được niêm phong: cần câu mật khẩu để mở."  # noqa: S105 - as above
_LENGTH = struct.Struct(">I")


def room() -> Path:
    """Give the folder of this machine's own copies; what is unpacked lies there for a moment."""
    folder = Path(current_app.config["BACKUPS"])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@contextmanager
def unpacking() -> Iterator[Path]:
    """Give a place for a while, as private as the data; what a killed program left there goes."""
    with tempfile.TemporaryDirectory(prefix=".open-", dir=room(), ignore_cleanup_errors=True) as at:
        yield Path(at)


def back_up(folder: Path, passphrase: str | None = None) -> Path:
    """Copy the database into ``folder``; give the path of the new NAME.sqlite or NAME.sealed.

    The copy is made under a temporary name, checked, synced and only then named; NAME.json
    beside it holds SHA-256, counts and the audit head. Raises NotAllowedNow when it can't be
    made, or is bad.
    """
    before = writing.get()
    try:
        with said_in_words(folder):
            return _sealed_copy(folder, passphrase) if passphrase else _plain_copy(folder)
    finally:
        writing.set(before)


def _sealed_copy(folder: Path, passphrase: str) -> Path:
    """Copy aside, then seal what was found good: nothing readable touches the stick."""
    with unpacking() as aside:
        return bring_to(folder, _plain_copy(aside), passphrase)


def _plain_copy(folder: Path) -> Path:
    """Copy the database into a folder as it is."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    refuse_without_room(folder, size_of_database())
    target = _new_name(folder, PLAIN)
    with _part_of(target) as part:
        if db.engine.dialect.name == "sqlite":
            with closing(db.engine.raw_connection()) as live:
                live.cursor().execute("VACUUM INTO ?", (str(part),))
        else:
            _copy_rows(part)
        manifest = {"made_at": clock.now().isoformat(), "sha256": sha256_of(part)}
        manifest |= facts_of(part)
        _refuse_bad(inner_faults(part, manifest))
        _settle(part, target, manifest)
    return target


def bring_to(folder: Path, copy: Path, passphrase: str | None = None) -> Path:
    """Bring a good copy of this machine into another folder, sealed when there is a passphrase."""
    with said_in_words(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        refuse_without_room(folder, copy.stat().st_size)
        manifest = read_manifest(copy)
        target = _new_name(folder, SEALED if passphrase else PLAIN, copy.stem)
        with _part_of(target) as part:
            if passphrase:
                manifest = _seal(copy, part, manifest, passphrase)
            else:
                shutil.copyfile(copy, part)
                _refuse_bad(_fingerprint_faults(part, manifest))
            _settle(part, target, manifest)
        return target


def _seal(copy: Path, part: Path, manifest: dict[str, Any], passphrase: str) -> dict[str, Any]:
    """Seal manifest and copy as one; open it once more; give the manifest of the sealed file."""
    with unpacking() as aside:
        whole = aside / "whole"
        with whole.open("wb") as sink, copy.open("rb") as source:
            said = json.dumps(manifest, sort_keys=True).encode()
            sink.write(_LENGTH.pack(len(said)) + said)
            shutil.copyfileobj(source, sink, CHUNK)
        with whole.open("rb") as source, part.open("wb") as sink:
            sealing.seal(source, sink, passphrase)
        whole.unlink()
        with part.open("rb") as source, whole.open("wb") as sink:
            sealing.unseal(source, sink, passphrase)
        found = _split(whole, aside / "again")
        _refuse_bad(_fingerprint_faults(aside / "again", found))
    return manifest | {"sha256": sha256_of(part), "sealed": True}


def _split(whole: Path, target: Path) -> dict[str, Any]:
    """Take manifest and database apart again; raises Damaged when there is no manifest."""
    with whole.open("rb") as source, target.open("wb") as sink:
        manifest = _manifest_of(source)
        shutil.copyfileobj(source, sink, CHUNK)
    target.chmod(0o600)
    return manifest


def _manifest_of(source: BinaryIO) -> dict[str, Any]:
    try:
        (length,) = _LENGTH.unpack(source.read(_LENGTH.size))
        found: dict[str, Any] = json.loads(source.read(min(length, MOST_SAID)))
        found["sha256"], found["made_at"]
    except (struct.error, ValueError, KeyError, TypeError) as fault:
        raise sealing.Damaged from fault
    return found


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """Give the temporary name of a file; without a good end nothing of it stays."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600)
        yield part
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            with suppress(OSError):  # the stick may be gone
                left.unlink(missing_ok=True)


def _settle(part: Path, target: Path, manifest: dict[str, Any]) -> None:
    """Make the copy durable and give it its name, then its manifest beside it."""
    sync_file(part)
    part.replace(target)
    try:
        write_durably(target.with_suffix(MANIFEST), written(manifest))
    except BaseException:
        with suppress(OSError):
            target.unlink()
        raise
    sync_folder(target.parent)


def written(manifest: dict[str, Any]) -> bytes:
    """Write a manifest so that people can read it too."""
    return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _new_name(folder: Path, ending: str, stem: str = "") -> Path:
    """Give a name that nothing in the folder has, with one ending or another."""
    stem = stem or clock.now().strftime("saturday-%Y%m%d-%H%M%S")
    name, number = stem, 1
    while any((folder / f"{name}{one}").exists() for one in (PLAIN, SEALED)):
        number += 1
        name = f"{stem}-{number}"
    return folder / f"{name}{ending}"


def size_of_database() -> int:
    """Give the bytes that a copy will take, roughly."""
    if db.engine.dialect.name == "sqlite":
        return Path(str(db.engine.url.database)).stat().st_size
    with db.engine.connect() as live:
        return int(live.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def refuse_without_room(folder: Path, size: int) -> None:
    """Raise NotAllowedNow before anything is written where it can't end well."""
    free = shutil.disk_usage(folder).free
    refuse_when(
        free < size + SPARE,
        f"Nơi cất bản sao chỉ còn {free >> 20} MB, cần {(size + SPARE >> 20) + 1} MB. "
        "Hãy xóa bớt tệp khác hoặc dùng USB lớn hơn.",
    )


@contextmanager
def said_in_words(folder: Path) -> Iterator[None]:
    """Turn what a disk, a stick or a database throws into a sentence."""
    try:
        yield
    except (OSError, sqlite3.Error, SQLAlchemyError) as fault:
        raise NotAllowedNow(_why(fault, folder)) from fault


def _why(fault: Exception, folder: Path) -> str:
    """Say what went wrong and what to do."""
    said = str(getattr(fault, "orig", None) or fault).lower()
    if "full" in said or "no space" in said:
        return "Ổ đĩa đầy, chưa sao lưu. Hãy xóa bớt tệp khác, rồi sao lưu lại."
    if "malformed" in said or "not a database" in said:
        return "Dữ liệu đang dùng bị hỏng, chưa sao lưu. Hãy khôi phục từ bản sao gần nhất."
    if isinstance(fault, SQLAlchemyError):
        return "Không đọc được dữ liệu để sao lưu. Hãy chạy lệnh doctor để biết lý do."
    return f"Không ghi được vào {folder}. Hãy xem USB còn cắm và còn ghi được không."


def _refuse_bad(faults: list[str]) -> None:
    """Raise NotAllowedNow when the copy is not whole."""
    refuse_when(faults, " ".join(faults))


def _copy_rows(target: Path) -> None:
    """Write the rows of another database (PostgreSQL) into a new SQLite file of its version."""
    copy = create_engine(address_of(target))
    with transfer.reading(db.engine) as source:
        target.write_bytes(_empty(schema.version_of(source) or "head"))
        with copy.begin() as sink:
            transfer.pour(source, sink)
    copy.dispose()


@cache
def _empty(version: str) -> bytes:
    """Give a database file of a version without any row."""
    with unpacking() as aside:
        engine = create_engine(address_of(aside / "empty.sqlite"))
        with engine.begin() as connection:
            schema.bring_to(connection, version)
        engine.dispose()
        return (aside / "empty.sqlite").read_bytes()


def address_of(file: Path) -> URL:
    """Give the address of a database file, whatever letters its path has."""
    return URL.create("sqlite", database=str(file))


def sha256_of(file: Path) -> str:
    """Compute the fingerprint of a file, piece by piece."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def facts_of(file: Path) -> dict[str, Any]:
    """Count the rows of each table and read the end of the audit chain."""
    engine = opened(file)
    try:
        with engine.connect() as copy:
            # The tables of the file, not of the models: a copy made before an upgrade is older.
            tables = copy.scalars(text(TABLES)).all()
            counts = {
                name: copy.scalar(select(func.count()).select_from(table(name))) for name in tables
            }
            head, version = transfer.head_of(copy), schema.version_of(copy)
    finally:
        engine.dispose()
    return {"counts": counts, "audit_head": head, "schema": version}


def _connected(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def opened(file: Path) -> Engine:
    """Open a copy read-only."""
    return create_engine("sqlite://", creator=lambda: _connected(file))


def is_sealed(file: Path) -> bool:
    """Say whether a copy needs a passphrase, by its name."""
    return file.suffix == SEALED


def read_manifest(file: Path) -> dict[str, Any]:
    """Read what was said of a copy when it was made; raises NotAllowedNow when nothing is."""
    beside = file.with_suffix(MANIFEST)
    missing = next((one for one in (file, beside) if not one.is_file()), None)
    if missing:
        ending = SEALED if is_sealed(file) else PLAIN
        reason = f"Thiếu tệp {missing.name}: bản sao lưu gồm hai tệp {ending} và {MANIFEST}."
        raise NotAllowedNow(reason)
    try:
        manifest: dict[str, Any] = json.loads(beside.read_text("utf-8"))
        manifest["sha256"], manifest["made_at"]
    except (ValueError, KeyError, TypeError) as fault:
        reason = f"Tệp {beside.name} hỏng, không đọc được."
        raise NotAllowedNow(reason) from fault
    return manifest


def faults_of(file: Path, passphrase: str | None = None) -> list[str]:
    """Name in Vietnamese what is wrong with a backup; an empty list means it is good.

    A sealed one is opened when there is a passphrase; without it only its fingerprint is known.
    """
    try:
        if is_sealed(file):
            return _faults_of_sealed(file, passphrase)
        manifest = read_manifest(file)
        return _fingerprint_faults(file, manifest) or inner_faults(file, manifest)
    except NotAllowedNow as refusal:
        return [refusal.reason]
    except OSError as fault:
        return [f"Không đọc được tệp {file.name} ({type(fault).__name__})."]


def _faults_of_sealed(file: Path, passphrase: str | None) -> list[str]:
    """Look at a sealed copy from outside, and inside when it can be opened."""
    if passphrase:
        with unpacking() as aside:
            unpack(file, aside / "copy.sqlite", passphrase)
        return []
    refuse_when(not file.with_suffix(MANIFEST).is_file(), NO_PASSPHRASE)
    return _fingerprint_faults(file, read_manifest(file))


def unpack(file: Path, target: Path, passphrase: str | None = None) -> dict[str, Any]:
    """Bring the database of a backup to ``target`` and look at it there; give what it says.

    Raises NotAllowedNow when the backup is bad; then ``target`` must not be used.
    """
    if is_sealed(file):
        manifest = _unsealed(file, target, passphrase)
    else:
        manifest = read_manifest(file)
        shutil.copyfile(file, target)
        target.chmod(0o600)
    _refuse_bad(_fingerprint_faults(target, manifest) or inner_faults(target, manifest))
    return manifest


def _unsealed(file: Path, target: Path, passphrase: str | None) -> dict[str, Any]:
    """Open a sealed copy; the manifest beside it may be missing, the one inside counts."""
    refuse_when(not file.is_file(), f"Không có tệp {file.name}.")
    refuse_when(not passphrase, NO_PASSPHRASE)
    if file.with_suffix(MANIFEST).is_file():
        _refuse_bad(_fingerprint_faults(file, read_manifest(file)))
    whole = target.with_name(f"{target.name}.whole")
    try:
        with file.open("rb") as source, whole.open("wb") as sink:
            whole.chmod(0o600)
            sealing.unseal(source, sink, passphrase or "")
        return _split(whole, target)
    except sealing.WrongPassphrase as fault:
        raise NotAllowedNow(WRONG_PASSPHRASE) from fault
    except sealing.Damaged as fault:
        reason = f"Tệp {file.name} đã thay đổi so với lúc sao lưu."
        raise NotAllowedNow(reason) from fault
    finally:
        whole.unlink(missing_ok=True)


def _fingerprint_faults(file: Path, manifest: dict[str, Any]) -> list[str]:
    """Compare the fingerprint with the one that was written down."""
    if sha256_of(file) != manifest["sha256"]:
        return [f"Tệp {file.name} đã thay đổi so với lúc sao lưu (SHA-256 khác)."]
    return []


def fingerprint_faults(file: Path) -> list[str]:
    """Say what is wrong with a backup as far as its fingerprint tells: quick, and without a key."""
    try:
        return _fingerprint_faults(file, read_manifest(file))
    except NotAllowedNow as refusal:
        return [refusal.reason]


def structure_faults(file: Path) -> list[str]:
    """Let SQLite check pages, indices and references of a copy."""
    with closing(_connected(file)) as copy:
        state = copy.execute("PRAGMA integrity_check").fetchone()[0]
        broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    return ["Cấu trúc dữ liệu của bản sao bị hỏng."] if state != "ok" or broken else []


def inner_faults(file: Path, manifest: dict[str, Any]) -> list[str]:
    """Check structure, counts and audit chain of a copy."""
    try:
        faults, facts = structure_faults(file), facts_of(file)
    except Exception as fault:  # noqa: BLE001 - whatever is wrong with a copy makes it bad
        return [f"Không mở được bản sao: {type(fault).__name__}."]
    said, found = manifest.get("counts") or {}, facts["counts"]
    faults += [
        f"Số dòng của bảng {name} không khớp: ghi {said.get(name)}, có {found.get(name)}."
        for name in sorted(said.keys() | found.keys())
        if said.get(name) != found.get(name)
    ]
    if facts["audit_head"] != manifest.get("audit_head"):
        faults.append("Dòng cuối của nhật ký không khớp.")
    if facts["schema"] != manifest.get("schema"):
        faults.append("Phiên bản dữ liệu không khớp.")
    return faults + chain_faults(file)


def chain_faults(file: Path) -> list[str]:
    """Walk the audit chain of a copy."""
    engine = opened(file)
    with Session(engine) as session:
        found = first_break(session.scalars(AuditEvent.in_order().execution_options(yield_per=500)))
    engine.dispose()
    return [f"Nhật ký của bản sao đứt ở dòng {found.row}."] if found else []
