"""A line of the log is found again by what people recall of it."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from saturday.extensions import db
from saturday.models.commune import Hamlet
from saturday.models.desk_search import MOST, DeskFound
from saturday.models.intake import Applicant, Deed, IntakeEntry, Origin
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.intake import Outcome
from tests import factories
from tests.conftest import counted_queries, stand_at

SATURDAY = date(2026, 4, 11)
WHOLE_TABLE = r"(?:SCAN|Seq Scan on) (?:search_key|intake_entry|visit)\b"


@pytest.fixture(autouse=True)
def desk(app: object) -> DutySession:
    """Open the desk of a Saturday."""
    del app
    row = factories.duty_session(SATURDAY)
    stand_at("2026-04-11 09:00")
    return row


def write(desk: DutySession, name: str = "", **more: str) -> IntakeEntry:
    """Write a line of somebody, with a code and a procedure when they are given."""
    who = Applicant(name, phone=more.get("phone", ""), identity_number=more.get("identity", ""))
    question = Procedure.in_force(SATURDAY).where(Procedure.code == more.get("procedure", ""))
    deed = Deed(
        Outcome.SETTLED,
        db.session.scalars(question).one_or_none(),
        dossier_code=more.get("code", ""),
    )
    return IntakeEntry.record(db.session, deed, Origin(desk, None), who=who)


def found(sought: str) -> list[str]:
    """Give the names that a search finds, in its order."""
    return [row.visit.name for row in DeskFound.by(db.session, sought).entries]


@pytest.mark.parametrize(
    "sought",
    [
        "Lô Thị Ẩn",
        "lo thi an",
        "LÔ THỊ",
        "thị ẩn",
        "ẩn",
        "lo  th",
        "L\u006f\u0302 Thi\u0323",  # typed in combined letters
        "0912345678",
        "0912.345.678",
        "+84 912 345 678",
        "0912",
        "0400 1234 5678",
        "H41.03.14-260411-0012",
        "h41.03",
        "0012",
    ],
)
def test_a_line_is_found_by_a_part_of_name_number_or_code(desk: DutySession, sought: str) -> None:
    write(desk, "Vi Văn Bình", phone="0988777666", code="H40.01-260411-0100")
    write(
        desk,
        "Lô Thị Ẩn",
        phone="0912345678",
        identity="040012345678",
        code="H41.03.14-260411-0012",
    )

    assert found(sought) == ["Lô Thị Ẩn"]


@pytest.mark.parametrize("sought", ["", "l", " ", "%", "lô%", "_n", "xyz", "345678"])
def test_what_nobody_is_called_finds_nothing(desk: DutySession, sought: str) -> None:
    write(desk, "Lô Thị Ẩn", phone="0912345678")

    assert found(sought) == []


def test_exact_marks_come_first_then_the_newest(desk: DutySession) -> None:
    for name in ("Hà Thị Lan", "Vi Thị Lân", "Lô Thị Làn", "Ngân Thị Lan"):
        write(desk, name)

    assert found("Lân")[:1] == ["Vi Thị Lân"]
    assert found("lan") == ["Ngân Thị Lan", "Hà Thị Lan", "Lô Thị Làn", "Vi Thị Lân"]


def test_a_mark_that_was_typed_wrongly_still_finds(desk: DutySession) -> None:
    write(desk, "Lô Thị Ẩn")

    assert found("Lò Thị") == ["Lô Thị Ẩn"]


def test_a_whole_name_comes_before_those_that_begin_with_it(desk: DutySession) -> None:
    for name in ("Lô Văn An", "Lô Văn Anh", "Lô Văn An Bình"):
        write(desk, name)

    assert found("Lô Văn An")[0] == "Lô Văn An"


@pytest.mark.parametrize(
    ("sought", "finds"),
    [
        ("khai sinh", True),
        ("đăng ký khai sinh", True),
        ("ks", True),
        ("1.001193", True),
        ("kết hôn", False),
        ("inh", False),
    ],
)
def test_lines_of_a_procedure_are_found_by_name_initials_and_code(
    desk: DutySession,
    sought: str,
    finds: bool,  # noqa: FBT001 - a table
) -> None:
    write(desk, "Lô Thị Ẩn", procedure="1.001193")

    assert bool(found(sought)) is finds


def test_people_come_before_procedures(desk: DutySession) -> None:
    write(desk, "Lô Khai Sinh")
    write(desk, "Vi Văn Bình", procedure="1.001193")

    assert found("khai sinh") == ["Lô Khai Sinh", "Vi Văn Bình"]


def test_a_line_is_listed_once_however_often_it_fits(desk: DutySession) -> None:
    write(desk, "An An An", code="AN-1")

    assert found("an") == ["An An An"]


def test_more_lines_than_a_page_holds_are_told_of(desk: DutySession) -> None:
    for _one in range(MOST + 1):
        write(desk, "Lô Thị Ẩn")

    result = DeskFound.by(db.session, "lô thị ẩn")

    assert (len(result.entries), result.has_more) == (MOST, True)
    assert result.entries[0].number == MOST + 1


def test_a_page_that_is_just_full_promises_no_more(desk: DutySession) -> None:
    for _one in range(MOST):
        write(desk, "Lô Thị Ẩn")

    assert not DeskFound.by(db.session, "lo thi an").has_more


def from_village(desk: DutySession, name: str, hamlet: Hamlet) -> None:
    """Write a line of somebody of a village."""
    who = Applicant(name, hamlet=hamlet)
    IntakeEntry.record(db.session, Deed(Outcome.GUIDED), Origin(desk, None), who=who)


@pytest.mark.parametrize("sought", ["Bản Vẽ", "ban ve", "bản", "ve", "VẼ", "mau ve"])
def test_lines_are_found_by_part_of_the_village(desk: DutySession, sought: str) -> None:
    from_village(desk, "An", factories.hamlet("Bản Mậu Vẽ"))
    from_village(desk, "Bình", factories.hamlet("Thôn Xiêng"))
    write(desk, "Chi")

    assert found(sought) == ["An"]


def test_the_village_called_so_comes_before_those_that_begin_so(desk: DutySession) -> None:
    for name in ("Thôn 1", "Thôn 12", "Thôn 15"):
        from_village(desk, f"Người {name[5:]}", factories.hamlet(name))

    assert found("thôn 1") == ["Người 1", "Người 15", "Người 12"]


def test_voided_lines_are_found_too(desk: DutySession) -> None:
    write(desk, "Lô Thị Ẩn").void("ghi nhầm", by=None)
    db.session.flush()

    assert found("ẩn") == ["Lô Thị Ẩn"]


def test_ten_more_lines_ask_nothing_more(desk: DutySession) -> None:
    def asked() -> int:
        db.session.commit()
        with counted_queries() as sent:
            rows = DeskFound.by(db.session, "ẩn").entries
            assert all(row.visit.hamlet is None and row.duty_session.day for row in rows)
            assert all(row.returned is None and row.matter == "" for row in rows)
        return len(sent)

    write(desk, "Lô Thị Ẩn")
    before = asked()
    for _one in range(10):
        write(desk, "Lô Thị Ẩn")

    assert asked() == before


@pytest.mark.parametrize("sought", ["lo thi", "Lô Thị Ẩn", "0912 345 678", "khai sinh", "vẽ"])
def test_no_search_reads_a_whole_table(desk: DutySession, sought: str) -> None:
    write(desk, "Lô Thị Ẩn", procedure="1.001193")
    from_village(desk, "Ẩn", factories.hamlet("Bản Vẽ"))
    db.session.commit()
    asked: list[tuple[str, Any]] = []

    def note(
        _connection: object, _cursor: object, statement: str, values: object, *_: object
    ) -> None:
        if "search_key" in statement:
            asked.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        DeskFound.by(db.session, sought)
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    ((statement, values),) = asked
    assert re.findall(WHOLE_TABLE, plan_of(statement, values)) == []


def plan_of(statement: str, values: Any) -> str:  # noqa: ANN401 - what the driver takes
    """Give how the database would answer."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":  # a table of one row is read whole otherwise
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return str(connection.exec_driver_sql(f"EXPLAIN {statement}", values).all())
    return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
