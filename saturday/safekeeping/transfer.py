"""How do all rows move from one kind of database to another, and how is it known that all came?"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from saturday.extensions import db, writing
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.safekeeping import schema

AT_ONCE = 500  # rows; a row that may hold a file goes alone


@dataclass(frozen=True, slots=True)
class Moved:
    """What came over."""

    counts: dict[str, int]
    audit_head: list[Any]

    @property
    def rows(self) -> int:
        """How many rows in all."""
        return sum(self.counts.values())


def transfer(address: str) -> Moved:
    """Copy the app's database into an empty one, wholly or not at all.

    Raises NotAllowedNow when the target holds anything, or when what came differs.
    """
    writing.set(True)
    target = _target(address)
    try:
        with reading(db.engine) as source, target.begin() as sink:
            return _move(source, sink)
    finally:
        target.dispose()


def _target(address: str) -> Engine:
    """Find the target, and see that it answers."""
    try:
        target = create_engine(address)
        target.connect().close()
    except (SQLAlchemyError, ImportError) as fault:
        reason = (
            f"Không mở được cơ sở dữ liệu đích ({type(fault).__name__}). Xem lại địa chỉ, "
            "tên người dùng và mật khẩu."
        )
        raise NotAllowedNow(reason) from fault
    return target


def _move(source: Connection, sink: Connection) -> Moved:
    """Make the tables in the target, fill them and compare."""
    version = schema.version_of(source)
    refuse_when(not schema.knows(version), "Dữ liệu nguồn không phải của bản chương trình này.")
    refuse_when(tables_of(sink), "Cơ sở dữ liệu đích không trống. Hãy tạo một cơ sở dữ liệu mới.")
    schema.bring_to(sink, version or "head")
    pour(source, sink)
    refuse_when(digests_of(source) != digests_of(sink), "Dữ liệu chép sang khác nguồn, đã bỏ.")
    return Moved(counts_of(sink), head_of(sink))


def reading(engine: Engine) -> Connection:
    """Open a connection that sees one moment of the database, whoever writes meanwhile."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def pour(source: Connection, sink: Connection) -> None:
    """Copy every row into the same tables, which are there and empty."""
    targets = _tables(sink)
    _let_rows_come_in_any_order(sink)
    for name, origin in _tables(source).items():
        for rows in _read(source, origin):
            sink.execute(targets[name].insert(), rows)
    _ask_for_order_again(sink, targets)


def tables_of(connection: Connection) -> list[str]:
    """Name the tables of a database, the one with its version left out."""
    names = inspect(connection).get_table_names()
    return sorted(name for name in names if name != schema.VERSION)


def _tables(connection: Connection) -> dict[str, Table]:
    """Ask the database what its tables are like: the models may be newer or older."""
    found = MetaData()
    found.reflect(connection, resolve_fks=False)
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = bool(column.nullable)
    return {name: found.tables[name] for name in sorted(found.tables) if name != schema.VERSION}


def _read(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Give the rows of a table in the order of their keys, a few at a time."""
    heavy = any(isinstance(column.type, LargeBinary) for column in table.columns)
    size = 1 if heavy else AT_ONCE
    question = select(table).order_by(*table.primary_key.columns)
    answer = source.execute(question, execution_options={"yield_per": size})
    for rows in answer.mappings().partitions(size):
        yield [dict(row) for row in rows]


def _let_rows_come_in_any_order(sink: Connection) -> None:
    """Look at what rows point to when all are there: an old paper names the newer one."""
    if sink.dialect.name == "sqlite":
        sink.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        return
    _let_references(sink, "DEFERRABLE")
    sink.execute(text("SET CONSTRAINTS ALL DEFERRED"))


def _ask_for_order_again(sink: Connection, tables: Mapping[str, Table]) -> None:
    """Check all references now, and let new rows be numbered after the old ones."""
    if sink.dialect.name == "sqlite":
        return
    sink.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    _let_references(sink, "NOT DEFERRABLE")
    for name, table in tables.items():
        last = sink.scalar(select(func.max(table.c.id)))
        counter = sink.scalar(select(func.pg_get_serial_sequence(f'"{name}"', "id")))
        if last and counter:
            sink.execute(select(func.setval(counter, last)))


def _let_references(sink: Connection, be: str) -> None:
    """Change every foreign key of the database, in one message."""
    asked = inspect(sink).get_multi_foreign_keys()
    lines = [
        f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key["name"]}" {be}'
        for (_, table), keys in asked.items()
        for key in keys
    ]
    sink.exec_driver_sql("; ".join(lines))


def counts_of(connection: Connection) -> dict[str, int]:
    """Count the rows of each table."""
    return {
        name: connection.scalar(select(func.count()).select_from(table)) or 0
        for name, table in _tables(connection).items()
    }


def head_of(connection: Connection) -> list[Any]:
    """Give number and hash of the last act of the audit log; nothing when there is none."""
    question = text("SELECT id, hash FROM audit_event ORDER BY id DESC LIMIT 1")
    head = connection.execute(question).first()
    return list(head) if head else []


def digests_of(connection: Connection) -> dict[str, str]:
    """Give a fingerprint of each table's rows, the same whatever database holds them."""
    found = {}
    for name, table in _tables(connection).items():
        digest = hashlib.sha256()
        for rows in _read(connection, table):
            for row in rows:
                digest.update(json.dumps(row, default=_plain, sort_keys=True).encode() + b"\n")
        found[name] = digest.hexdigest()
    return found


def _plain(value: object) -> str:
    """Write a value the same way, whichever database it came from."""
    if isinstance(value, (bytes, memoryview)):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(type(value).__name__)
