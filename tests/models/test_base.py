"""Is a question built once asked anew, and is what is inserted at once what is read later?"""

from datetime import date

import pytest
from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm.exc import StaleDataError

from saturday.extensions import db
from saturday.models.base import Model, SideBySide, built_once
from saturday.models.commune import Department, Duty, Hamlet, Partner
from saturday.models.plan import DutySession
from saturday.models.roster import DutyRequirement
from tests import factories
from tests.conftest import counted_queries

pytestmark = pytest.mark.usefixtures("app")

FIRST, SECOND = date(2026, 4, 11), date(2026, 5, 9)


def test_each_asking_has_its_own_value() -> None:
    rows = [factories.duty_session(day) for day in (FIRST, SECOND)]

    assert db.session.scalars(DutySession.on(FIRST)).one() is rows[0]
    assert db.session.scalars(DutySession.on(SECOND)).one() is rows[1]
    assert db.session.scalars(DutySession.on(date(2026, 6, 6))).one_or_none() is None


def test_a_row_is_asked_for_by_its_id() -> None:
    for row in [factories.duty_session(day) for day in (FIRST, SECOND)]:
        asked = db.session.scalars(DutyRequirement.of_session(row)).all()

        assert {one.duty_session_id for one in asked} == {row.id}


def test_two_questions_made_before_either_is_asked_stay_apart() -> None:
    economy, office = Department.coded("kinh-te"), Department.coded("van-phong")

    assert db.session.scalars(economy).one().code == "kinh-te"
    assert db.session.scalars(office).one().code == "van-phong"


def test_a_built_question_can_be_narrowed() -> None:
    narrow = Department.in_order().where(Department.code == "kinh-te")

    assert [one.code for one in db.session.scalars(narrow)] == ["kinh-te"]
    assert len(db.session.scalars(Department.in_order()).all()) > 1


def test_it_is_built_once_for_a_class() -> None:
    built: list[type[Model]] = []

    @built_once
    def coded(cls: type[Department], code: str) -> Select[Department]:
        built.append(cls)
        return Department.in_order().where(Department.code == code)

    with counted_queries() as sent:
        found = [
            db.session.scalars(coded(Department, code)).one().code
            for code in ("kinh-te", "van-phong")
        ]

    assert found == ["kinh-te", "van-phong"]
    assert built == [Department]
    assert len(sent) == 2


def test_a_question_inside_another_keeps_its_value() -> None:
    old, new = (factories.duty_session(day) for day in (FIRST, SECOND))
    old.moved_to = SECOND
    moved = DutySession.moved_here(SECOND).with_only_columns(DutySession.id).order_by(None)

    asked = DutySession.on(FIRST).where(DutySession.id == moved.scalar_subquery())

    assert db.session.scalars(asked).all() == [old]
    assert db.session.scalars(DutySession.on(SECOND)).all() == [new]


# --- Rows that are inserted at once ---------------------------------------------------------------


def columns_of(row: Model) -> dict[str, object]:
    """Give what a row holds."""
    return {one.key: getattr(row, one.key) for one in row.__table__.columns}


def test_a_row_inserted_at_once_is_the_one_read_later() -> None:
    row = Hamlet.inserted(db.session, name="Thôn mới (mẫu)", position=7)
    with counted_queries() as sent:
        held = columns_of(row)
    db.session.commit()
    db.session.expunge_all()

    assert sent == [], "what was just written is known"
    assert columns_of(db.session.scalars(Hamlet.in_order()).one()) == held


def test_a_row_inserted_at_once_is_changed_and_deleted_as_others() -> None:
    row = Partner.inserted(db.session, name="Đơn vị mới (mẫu)")
    row.name = "Đơn vị khác (mẫu)"
    db.session.commit()

    assert db.session.get_one(Partner, row.id).name == "Đơn vị khác (mẫu)"
    db.session.delete(row)
    db.session.commit()
    assert db.session.get(Partner, row.id) is None


def test_a_row_inserted_at_once_is_gone_after_a_rollback() -> None:
    number = Partner.inserted(db.session, name="Đơn vị mới (mẫu)").id
    db.session.rollback()

    assert db.session.get(Partner, number) is None


def test_a_row_found_by_a_column_is_the_one_that_is_loaded() -> None:
    row = factories.duty_session(FIRST)
    loaded = columns_of(row)
    db.session.expunge_all()
    found = DutySession.found(db.session, "day", FIRST)

    assert found is not None
    assert columns_of(found) == loaded
    assert found is db.session.scalars(DutySession.on(FIRST)).one(), "one row, held once"
    assert found.plan.year == FIRST.year
    assert DutySession.found(db.session, "day", SECOND) is None


def test_a_row_that_a_commit_let_go_of_is_whole_again_when_found() -> None:
    mine = factories.duty_session(FIRST)
    db.session.commit()
    db.session.execute(update(DutySession).values(place="Nhà văn hóa thôn 5"))
    db.session.commit()

    found = DutySession.found(db.session, "day", FIRST)

    with counted_queries() as sent:
        assert found is mine
        assert found.place == "Nhà văn hóa thôn 5"
    assert sent == [], "found whole, not asked for again"


def test_rows_side_by_side_are_those_that_are_loaded() -> None:
    needs, duties = DutyRequirement.__table__, Duty.__table__
    joined = duties.outerjoin(needs, (needs.c.duty_id == duties.c.id) & (needs.c.count > 0))
    place = duties.c.code == bindparam("code")
    asked = SideBySide(
        select(duties.c.name).select_from(joined).where(place), Duty, DutyRequirement
    )
    land = factories.duty("LAND")

    assert asked.held(db.session, code="LAND") == [[land, None, land.name]]

    wanted = factories.duty_session(FIRST)
    need = next(one for one in wanted.requirements if one.duty is land)
    loaded = columns_of(need)
    db.session.expunge_all()
    (found, beside, name), *others = asked.held(db.session, code="LAND")

    assert others == []
    assert (found.code, name) == ("LAND", land.name)
    assert columns_of(beside) == loaded
    assert db.session.get(Duty, found.id) is found, "one row, held once"


def test_what_is_overwritten_at_once_is_another_version() -> None:
    row = factories.duty_session(FIRST)
    seen = row.version

    row.overwrite(db.session, place="Nhà văn hóa thôn 5")

    with counted_queries() as sent:
        assert (row.place, row.version) == ("Nhà văn hóa thôn 5", seen + 1)
    assert sent == []
    db.session.commit()
    assert (row.place, row.version) == ("Nhà văn hóa thôn 5", seen + 1)


def test_what_somebody_saved_meanwhile_is_not_overwritten_at_once() -> None:
    row = factories.duty_session(FIRST)
    db.session.refresh(row)
    place, later = row.place, DutySession.version + 1
    db.session.execute(
        update(DutySession).values(version=later).execution_options(synchronize_session=False)
    )

    with pytest.raises(StaleDataError):
        row.overwrite(db.session, place="Nhà văn hóa thôn 5")

    assert db.session.scalar(select(DutySession.place)) == place
