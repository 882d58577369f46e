"""How is everything copied so that a copy called good has been opened, checked and counted?"""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, Table, create_engine, func, select, table, text
from sqlalchemy.orm import Session

from saturday import clock
from saturday.extensions import db
from saturday.files import sync_file, sync_folder, write_durably
from saturday.models.audit import AuditEvent, first_break
from saturday.models.base import Model

CHUNK = 1 << 20
TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' "
    "AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version' ORDER BY name"
)


def back_up(folder: Path) -> Path:
    """Copy the database into ``folder``; give the path of the new NAME.sqlite.

    The copy is made under a temporary name, checked, synced and only then named; NAME.json
    beside it holds SHA-256, counts and the audit head. Raises ValueError when the copy is bad.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = clock.now().strftime("saturday-%Y%m%d-%H%M%S")
    target, number = folder / f"{name}.sqlite", 1
    while target.exists():
        number += 1
        target = folder / f"{name}-{number}.sqlite"
    temporary = folder / f".{target.name}.part"
    temporary.unlink(missing_ok=True)
    try:
        if db.engine.dialect.name == "sqlite":
            with closing(db.engine.raw_connection()) as live:
                live.cursor().execute("VACUUM INTO ?", (str(temporary),))
        else:
            _copy_rows(temporary)
        temporary.chmod(0o600)
        manifest = {"made_at": clock.now().isoformat(), "sha256": sha256_of(temporary)}
        manifest |= _facts(temporary)
        _refuse_bad(temporary, manifest)
        sync_file(temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    text_of = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    write_durably(target.with_suffix(".json"), text_of.encode())
    sync_folder(folder)
    return target


def _refuse_bad(copy: Path, manifest: dict[str, Any]) -> None:
    """Raise ValueError when the copy is not whole."""
    if faults := _inner_faults(copy, manifest):
        raise ValueError("; ".join(faults))


def _copy_rows(target: Path) -> None:
    """Write the rows of another database (PostgreSQL) into a new SQLite file, table by table."""
    copy = create_engine(f"sqlite:///{target}")
    Model.metadata.create_all(copy)
    version = Table("alembic_version", MetaData(), autoload_with=db.engine)
    version.metadata.create_all(copy)
    with db.engine.connect() as source, copy.begin() as sink:
        source.execution_options(isolation_level="REPEATABLE READ")
        sink.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # papers name later ones
        for one in (*Model.metadata.sorted_tables, version):
            for rows in source.execute(select(one)).mappings().partitions(500):
                sink.execute(one.insert(), [dict(row) for row in rows])
    copy.dispose()
    Path(f"{target}-journal").unlink(missing_ok=True)  # emptied by the commit


def sha256_of(file: Path) -> str:
    """Compute the fingerprint of a file, piece by piece."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _facts(file: Path) -> dict[str, Any]:
    """Count the rows of each table and read the end of the audit chain."""
    engine = _open(file)
    with engine.connect() as copy:
        # The tables of the file, not of the models: a copy made before an upgrade is older.
        tables = copy.scalars(text(TABLES)).all()
        counts = {
            name: copy.scalar(select(func.count()).select_from(table(name))) for name in tables
        }
        head = copy.execute(
            select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
        ).first()
        schema = copy.scalar(text("SELECT version_num FROM alembic_version"))
    engine.dispose()
    return {"counts": counts, "audit_head": list(head) if head else [], "schema": schema}


def _open(file: Path) -> Engine:
    """Open a copy read-only."""
    return create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True),
    )


def faults_of(file: Path) -> list[str]:
    """Name in Vietnamese what is wrong with a backup; an empty list means it is good."""
    manifest_file = file.with_suffix(".json")
    if not file.is_file() or not manifest_file.is_file():
        missing = file if not file.is_file() else manifest_file
        return [f"Thiếu tệp {missing.name}: bản sao lưu gồm hai tệp .sqlite và .json."]
    try:
        manifest = json.loads(manifest_file.read_text("utf-8"))
        recorded, _moment = manifest["sha256"], manifest["made_at"]
    except (ValueError, KeyError, TypeError):
        return [f"Tệp {manifest_file.name} hỏng, không đọc được."]
    if sha256_of(file) != recorded:
        return [f"Tệp {file.name} đã thay đổi so với lúc sao lưu (SHA-256 khác)."]
    return _inner_faults(file, manifest)


def _inner_faults(file: Path, manifest: dict[str, Any]) -> list[str]:
    """Check structure, counts and audit chain of a copy."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as copy:
            state = copy.execute("PRAGMA integrity_check").fetchone()[0]
            broken = copy.execute("PRAGMA foreign_key_check").fetchall()
        facts = _facts(file)
    except Exception as fault:  # noqa: BLE001 - whatever is wrong with a copy makes it bad
        return [f"Không mở được bản sao: {type(fault).__name__}."]
    faults = []
    if state != "ok" or broken:
        faults.append("Cấu trúc dữ liệu của bản sao bị hỏng.")
    faults += [
        f"Số dòng của bảng {table} không khớp: ghi {manifest['counts'].get(table)}, có {count}."
        for table, count in facts["counts"].items()
        if manifest.get("counts", {}).get(table) != count
    ]
    if facts["audit_head"] != manifest.get("audit_head"):
        faults.append("Dòng cuối của nhật ký không khớp.")
    if facts["schema"] != manifest.get("schema"):
        faults.append("Phiên bản dữ liệu không khớp.")
    return faults + _chain_faults(file)


def _chain_faults(file: Path) -> list[str]:
    """Walk the audit chain of a copy."""
    engine = _open(file)
    with Session(engine) as session:
        found = first_break(session.scalars(AuditEvent.in_order()))
    engine.dispose()
    return [f"Nhật ký của bản sao đứt ở dòng {found.row}."] if found else []
