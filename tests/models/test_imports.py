"""Does a workbook wait unchanged, and is it written only as it was seen?"""

import zlib
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Officer
from saturday.models.import_tables import TABLES, Importing, ImportTable
from saturday.models.imports import NOTHING_TO_DO, USED, ImportFile
from saturday.rules.columns import Cell
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.sheets import NO_ROWS, RawSheet
from tests import factories

OFFICERS = TABLES["cong-chuc"]
HEADS: list[Cell] = ["Họ và tên", "Chức vụ", "Phòng, đơn vị", "Nghỉ từ ngày"]


@pytest.fixture
def work(app: Flask) -> Importing:
    """Import today, as nobody in particular."""
    assert app.testing
    return Importing(db.session, clock.today())


def kept(work: Importing, *lines: list[Cell]) -> ImportFile:
    """Keep a list until it is confirmed."""
    sheet = RawSheet("Trang 1", [HEADS, *lines], frozenset({9}), ("Trang 2",))
    row = ImportFile.keep(OFFICERS, sheet, "danh-sach.xlsx", work)
    db.session.commit()
    return row


PERSON: list[Cell] = ["Lê An", "Chuyên viên", "Kinh tế", date(2026, 5, 1)]
MORNING = datetime(2026, 4, 11, 8, 15)  # noqa: DTZ001 - a cell has no zone


def test_cells_wait_as_they_were_read(work: Importing) -> None:
    row = kept(work, PERSON, ["Lê Bình", 1.5, True, MORNING])
    db.session.expire_all()

    sheet = row.sheet

    assert [list(line) for line in sheet.lines] == [HEADS, PERSON, ["Lê Bình", 1.5, True, MORNING]]
    assert (sheet.name, sheet.headings, sheet.unread) == (
        "Trang 1",
        frozenset({9}),
        ("Trang 2",),
    )


def test_cells_that_were_changed_meanwhile_are_not_imported(work: Importing) -> None:
    row = kept(work, PERSON)
    row.content = zlib.compress(zlib.decompress(row.content or b"").replace(b"An", b"Em"))

    with pytest.raises(RuntimeError, match="not those that were read"):
        row.plan(work)


def test_a_plan_that_was_not_seen_is_not_written(work: Importing) -> None:
    row = kept(work, PERSON)

    plan = row.confirm("another plan", work)

    assert row.used_at is None
    assert db.session.scalar(select(func.count(Officer.id))) == 0
    row.confirm(plan.fingerprint, work)
    assert db.session.scalar(select(func.count(Officer.id))) == 1


def test_what_was_used_is_used_up(work: Importing) -> None:
    row = kept(work, PERSON)
    row.confirm(row.plan(work).fingerprint, work)
    db.session.commit()

    for act in (lambda: row.plan(work), lambda: row.discard(work)):
        with pytest.raises(NotAllowedNow) as refusal:
            act()
        assert refusal.value.reason == USED


def test_a_file_with_nothing_to_do_is_refused(work: Importing) -> None:
    factories.officer("Lê An")
    same, empty = kept(work, ["Lê An", "Chuyên viên", "Kinh tế", None]), kept(work)

    for row, reason in ((same, NOTHING_TO_DO), (empty, NO_ROWS)):
        with pytest.raises(NotAllowedNow) as refusal:
            row.write(row.plan(work), work)
        assert refusal.value.reason == reason


def test_only_plain_cells_can_wait(work: Importing) -> None:
    with pytest.raises(TypeError, match="object"):
        kept(work, [object()])  # type: ignore[list-item] # what no reader gives


def test_nobody_joins_a_department_that_is_no_more(work: Importing) -> None:
    gone = factories.department("kinh-te")
    gone.valid_to = date(2026, 1, 1)
    db.session.commit()

    (verdict,) = kept(work, PERSON).plan(work).verdicts

    assert [one.words for one in verdict.faults] == [
        "cột Phòng, đơn vị: Phòng này không còn hoạt động. Hãy ghi phòng khác."
    ]


def test_a_second_move_on_one_day_is_refused(work: Importing) -> None:
    officer = factories.officer("Lê An")
    officer.move(factories.department("van-phong"), "Chuyên viên", work.today, by=None)
    db.session.commit()

    (verdict,) = kept(work, PERSON).plan(work).verdicts

    assert "Lần chuyển trước từ ngày" in verdict.faults[0].sentence
    assert verdict.changes == ()


def test_each_table_says_what_it_must(work: Importing) -> None:
    bare, row = ImportTable(), Officer()
    (verdict,) = kept(work, PERSON).plan(work).verdicts

    bare.try_out(verdict, None, work)
    for ask in (
        lambda: bare.layout(work),
        lambda: bare.rows(work),
        lambda: bare.values_of(row),
        lambda: bare.add({}, work),
        lambda: bare.change(row, {}, work),
    ):
        with pytest.raises(NotImplementedError):
            ask()
