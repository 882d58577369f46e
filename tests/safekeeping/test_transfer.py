"""Do all rows come over from one kind of database to the other, or none?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from saturday.extensions import db
from saturday.rules.refusals import NotAllowedNow
from saturday.safekeeping import backup, schema, transfer
from tests import factories
from tests.conftest import POSTGRES

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.each_on_server]


@pytest.fixture
def target(tmp_path: Path) -> Iterator[str]:
    """Give the address of a database that does not exist yet: PostgreSQL where there is one."""
    if not POSTGRES:
        yield backup.address_of(tmp_path / "đích.sqlite").render_as_string()
        return
    server = create_engine(make_url(POSTGRES), isolation_level="AUTOCOMMIT")
    # Named after this test's own database: another worker has another one, and another target.
    name = f"{db.engine.url.database}_target"
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    server.dispose()
    yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)


def tell() -> None:
    """Make rows of many kinds."""
    factories.duty_session(date(2026, 4, 11))
    factories.officer("Lò Văn Bình (mẫu)")
    factories.account(username="hoa", password="bốn từ không liên quan")


def test_every_row_comes_over_and_the_log_goes_on(target: str) -> None:
    tell()

    moved = transfer.transfer(target)

    there = create_engine(target)
    with db.engine.connect() as source, there.connect() as sink:
        assert transfer.digests_of(source) == transfer.digests_of(sink)
        assert moved.audit_head == transfer.head_of(source)
        assert schema.version_of(sink) == schema.head()
        assert moved.counts["officer"] == 1
        assert moved.rows == sum(transfer.counts_of(source).values())
    there.dispose()


def test_a_new_row_gets_the_next_number(target: str) -> None:
    tell()
    transfer.transfer(target)

    there = create_engine(target)
    with there.begin() as sink:
        last = sink.scalar(text("SELECT max(id) FROM setting"))
        sink.execute(text("INSERT INTO setting (key, value) VALUES ('new', '')"))
        assert sink.scalar(text("SELECT max(id) FROM setting")) == last + 1
    there.dispose()


def test_a_target_that_holds_anything_is_refused(target: str) -> None:
    transfer.transfer(target)

    with pytest.raises(NotAllowedNow, match="không trống"):
        transfer.transfer(target)


def test_nothing_stays_when_what_came_differs(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = iter([{"officer": "a"}, {"officer": "b"}])
    monkeypatch.setattr(transfer, "digests_of", lambda _: next(digests))

    with pytest.raises(NotAllowedNow, match="khác nguồn"):
        transfer.transfer(target)

    there = create_engine(target)
    with there.connect() as sink:
        assert transfer.tables_of(sink) == []
    there.dispose()


def test_an_address_that_leads_nowhere_is_said_in_words() -> None:
    with pytest.raises(NotAllowedNow, match="Không mở được"):
        transfer.transfer("postgresql+psycopg://nobody@127.0.0.1:1/none")


def test_data_of_a_newer_program_stay_where_they_are(target: str, app: Flask) -> None:
    del app
    db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    db.session.commit()
    try:
        with pytest.raises(NotAllowedNow, match="nguồn"):
            transfer.transfer(target)
    finally:
        again = text("UPDATE alembic_version SET version_num = :head")
        db.session.execute(again, {"head": schema.head()})
        db.session.commit()
