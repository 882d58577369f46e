"""Does the audit log show whoever touches it?"""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from saturday.extensions import db
from saturday.models.audit import (
    NOTHING_BEFORE,
    SERVER,
    AuditCheck,
    AuditEvent,
    Break,
    Head,
    Sought,
    cut_after,
    first_break,
    walk,
)
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("app")


def events() -> list[AuditEvent]:
    """Give the whole log."""
    db.session.expire_all()
    return list(db.session.scalars(AuditEvent.in_order()))


def test_every_act_joins_one_unbroken_chain() -> None:
    factories.duty_session()

    log = events()

    assert [one.verb for one in log] == ["begin", "write", "prepare", "require"]
    assert first_break(log) is None


def test_the_log_can_not_be_changed_by_the_program() -> None:
    factories.plan()

    with pytest.raises(DatabaseError):
        db.session.execute(text("UPDATE audit_event SET verb = 'other' WHERE id = 1"))
    db.session.rollback()
    with pytest.raises(DatabaseError):
        db.session.execute(text("DELETE FROM audit_event WHERE id = 1"))
    db.session.rollback()


def test_a_row_changed_behind_its_back_is_found() -> None:
    factories.duty_session()
    log = events()

    log[1].verb = "other"

    found = first_break(log)
    assert found is not None
    assert found.row == 2
    db.session.rollback()


def test_the_latest_moment_survives_a_clock_that_went_back() -> None:
    factories.account(username="mot")
    stand_at("2019-01-01 08:00")
    factories.account(username="hai")

    latest = db.session.scalar(AuditEvent.latest_moment())
    assert latest is not None
    assert latest.year == 2026


def test_an_empty_log_has_no_latest_moment() -> None:
    assert db.session.scalar(AuditEvent.latest_moment()) is None


def test_a_row_removed_or_moved_is_found() -> None:
    factories.duty_session()
    log = events()

    assert first_break(log[:1] + log[2:]) is not None
    assert first_break([log[1], log[0], *log[2:]]) is not None


# A log touched behind the program's back: each way is done by raw SQL, with the guard taken away.


def unguard() -> None:
    """Take away what keeps the log from being changed."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("DROP TRIGGER audit_event_no_update"))
        db.session.execute(text("DROP TRIGGER audit_event_no_delete"))
    else:
        db.session.execute(text("DROP TRIGGER audit_event_no_change ON audit_event"))


@pytest.fixture
def long_log(app: Flask) -> Iterator[int]:
    """Write thirty acts; the guard is put back afterwards, other tests share the tables."""
    del app
    account = factories.account(username="hoa")
    for _ in range(29):
        account.note("unlock", by=account)
    db.session.commit()
    yield 30
    db.session.rollback()


def touched(*statements: str) -> Break | None:
    """Change the log and read it, in one transaction that is undone."""
    unguard()
    for one in statements:
        db.session.execute(text(one))
    return walk(db.session, Head(), 1000)[1]


COPY = (
    "INSERT INTO audit_event (id, at, account_id, verb, subject, subject_id, facts, previous, hash)"
    " SELECT 31, at, account_id, 'sign', subject, subject_id, facts, hash, '{}'"
    " FROM audit_event WHERE id = 30"
)


@pytest.mark.parametrize(
    ("statements", "row"),
    [
        (["UPDATE audit_event SET verb = 'lock' WHERE id = 7"], 7),
        (["UPDATE audit_event SET account_id = NULL WHERE id = 30"], 30),
        (['UPDATE audit_event SET facts = \'{"why": "x"}\' WHERE id = 12'], 12),
        (["UPDATE audit_event SET at = '2026-01-01 00:00:00' WHERE id = 1"], 1),
        (["DELETE FROM audit_event WHERE id = 9"], 9),
        (["DELETE FROM audit_event WHERE id = 1"], 1),
        (
            [
                "UPDATE audit_event SET id = 1000 WHERE id = 4",
                "UPDATE audit_event SET id = 4 WHERE id = 5",
                "UPDATE audit_event SET id = 5 WHERE id = 1000",
            ],
            4,
        ),
        ([COPY.format("ab" * 32)], 31),
        ([COPY.format("ab" * 32).replace(" hash, '", " previous, '")], 31),
    ],
    ids=[
        "verb changed",
        "person changed",
        "facts changed",
        "moment changed",
        "row removed",
        "first row removed",
        "two rows exchanged",
        "row added without the chain",
        "row added beside the chain",
    ],
)
@pytest.mark.usefixtures("long_log")
def test_each_way_to_touch_the_log_is_found_at_its_row(statements: list[str], row: int) -> None:
    assert walk(db.session, Head(), 1000)[1] is None

    found = touched(*statements)

    assert found is not None
    assert found.row == row


def test_a_cut_end_is_found_by_the_head_that_a_backup_noted(long_log: int) -> None:
    head, fault = walk(db.session, Head(), 1000)
    noted = Head(head.row, head.hash, "bản sao lưu x")
    assert (head.row, fault) == (long_log, None)
    assert cut_after(db.session, [noted]) is None

    assert touched("DELETE FROM audit_event WHERE id = 30") is None
    assert cut_after(db.session, [noted]) == Break(30, "dòng 30 không còn so với bản sao lưu x")


@pytest.mark.usefixtures("long_log")
def test_a_chain_computed_anew_is_found_by_the_head_that_a_backup_noted() -> None:
    head = walk(db.session, Head(), 20)[0]
    noted = Head(head.row, head.hash, "bản sao lưu x")
    unguard()
    db.session.execute(text("UPDATE audit_event SET verb = 'lock' WHERE id = 5"))
    previous = NOTHING_BEFORE
    for act in events():
        digest = act.expected_hash(previous)
        values = {"previous": previous, "hash": digest, "id": act.id}
        db.session.execute(
            text("UPDATE audit_event SET previous = :previous, hash = :hash WHERE id = :id"), values
        )
        previous = digest

    assert walk(db.session, Head(), 1000)[1] is None
    assert cut_after(db.session, [noted]) == Break(20, "dòng 20 khác so với bản sao lưu x")


@pytest.mark.usefixtures("long_log")
def test_a_reading_is_carried_on_from_press_to_press() -> None:
    check = AuditCheck.begin()
    db.session.add(check)

    check.carry_on(db.session, 12, [])
    assert (check.row, check.is_over) == (12, False)
    check.carry_on(db.session, 12, [])
    check.carry_on(db.session, 12, [])

    assert (check.row, check.is_whole, check.fault) == (30, True, None)


@pytest.mark.usefixtures("long_log")
def test_a_reading_stops_at_a_fault() -> None:
    unguard()
    db.session.execute(text("UPDATE audit_event SET verb = 'lock' WHERE id = 20"))
    check = AuditCheck.begin()

    check.carry_on(db.session, 1000, [])

    assert check.is_over
    assert not check.is_whole
    assert (check.row, check.fault_row) == (19, 20)
    assert check.fault == "dòng 20 đã bị sửa hoặc đổi chỗ"


@pytest.mark.usefixtures("long_log")
def test_a_whole_reading_still_misses_what_was_cut() -> None:
    check = AuditCheck.begin()

    check.carry_on(db.session, 1000, [Head(40, "ab" * 32, "lần kiểm tra trước")])

    assert check.is_whole
    assert check.fault == "dòng 40 không còn so với lần kiểm tra trước"


def found(sought: Sought) -> list[int]:
    """Give the numbers of the acts that are sought."""
    return [act.id for act in db.session.scalars(AuditEvent.page(sought, None, 100))]


def test_acts_are_sought_by_person_verb_thing_and_day() -> None:
    hoa = factories.account(username="hoa")
    stand_at("2026-04-02 00:30")
    hoa.note("unlock", by=hoa)
    db.session.commit()
    stand_at("2026-04-03 23:30")
    factories.plan()

    assert found(Sought()) == [4, 3, 2, 1]
    assert found(Sought(account_id=hoa.id)) == [2]
    assert found(Sought(account_id=SERVER)) == [4, 3, 1]
    assert found(Sought(verbs=("unlock", "create"))) == [2, 1]
    assert found(Sought(subjects=("annual_plan",))) == [4, 3]
    assert found(Sought(since=date(2026, 4, 2))) == [4, 3, 2]
    assert found(Sought(until=date(2026, 4, 2))) == [2, 1]
    assert found(Sought(since=date(2026, 4, 2), until=date(2026, 4, 2))) == [2]
    assert found(Sought(since=date(2026, 4, 3), until=date(2026, 4, 3))) == [4, 3]
