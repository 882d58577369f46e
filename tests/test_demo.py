"""Does the demo tell its story, up to its moment and no further?"""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, select

from saturday import clock, demo
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent, first_break
from saturday.models.base import Model
from saturday.models.commune import Commune, Hamlet, Officer
from saturday.models.documents import Document, FileStage
from saturday.models.plan import DutySession
from saturday.models.progress import ASSIGNMENT_NOTICE, progress_of
from saturday.models.roster import Nomination
from saturday.papers.layout import check_layout
from saturday.rules.lifecycle import PaperState
from saturday.rules.permissions import Role


@pytest.fixture(autouse=True)
def told(app: Flask) -> str:
    """Tell the story into an empty database."""
    del app
    db.session.execute(delete(Account))
    password, _logins = demo.tell(None)
    return password


def saturday(day: date) -> DutySession:
    """Give one of its Saturdays."""
    return db.session.scalars(DutySession.on(day)).one()


def test_it_stands_on_tuesday_afternoon_and_holds_nothing_later() -> None:
    now = clock.now()

    assert f"{now:%Y-%m-%d %H:%M}" == demo.NOW
    assert all(act.at <= now for act in db.session.scalars(AuditEvent.in_order()))
    assert first_break(db.session.scalars(AuditEvent.in_order())) is None


def test_it_says_of_itself_that_it_is_a_demo() -> None:
    assert Commune.of_database(db.session).is_demo


def test_everybody_in_it_is_marked_as_an_example() -> None:
    officers = db.session.scalars(select(Officer.name)).all()
    accounts = db.session.scalars(select(Account.name)).all()

    assert officers
    assert all(name.endswith("(mẫu)") for name in [*officers, *accounts])


def test_there_is_an_account_for_each_role_and_village() -> None:
    accounts = db.session.scalars(Account.all_by_name()).all()

    assert {role for one in accounts for role in one.roles} == set(Role)
    assert sum(one.hamlet_id is not None for one in accounts) == 35
    assert len(db.session.scalars(Hamlet.in_order()).all()) == 35


def test_the_notice_of_11_april_waits_for_the_signature() -> None:
    (progress,) = progress_of(db.session, [saturday(date(2026, 4, 11))])

    assert progress.gaps == ()
    assert progress.notice is not None
    assert progress.notice.state is PaperState.CHECKED
    assert progress.facts.plan_number == "50/KH-UBND"


def test_one_list_was_late_and_typed_in_by_the_centre() -> None:
    lists = db.session.scalars(Nomination.of_session(saturday(date(2026, 4, 11)))).unique().all()
    late = {one.department.code: one.days_late for one in lists}

    assert late == {"van-phong": 0, "van-hoa-xa-hoi": 0, "kinh-te": 3}
    assert [one.department.code for one in lists if one.recorded_by] == ["kinh-te"]


def test_the_saturdays_behind_it_have_their_issued_papers() -> None:
    papers = db.session.scalars(
        select(Document).where(
            Document.paper == ASSIGNMENT_NOTICE, Document.state == PaperState.ISSUED
        )
    ).all()

    assert [one.full_number for one in papers] == ["06/TB-TTPVHCC", "21/TB-TTPVHCC"]
    for one in papers:
        file = one.file_at(FileStage.NUMBERED)
        assert file is not None
        assert check_layout(file.content) == []


def test_the_rest_of_the_year_is_planned_and_9_may_is_open_to_try() -> None:
    days = db.session.scalars(DutySession.between(date(2026, 1, 1), date(2026, 12, 31))).all()
    may = saturday(date(2026, 5, 9))

    assert len(days) == 11
    assert sum(one.is_mobile for one in days) == 2
    assert may.is_open
    assert not db.session.scalars(Nomination.of_session(may)).unique().all()


def test_it_is_never_told_into_data_that_has_accounts() -> None:
    with pytest.raises(ValueError, match="đã có tài khoản"):
        demo.tell(None)


def test_every_table_it_fills_is_filled_by_verbs_that_leave_their_trace() -> None:
    traced = set(db.session.scalars(select(AuditEvent.subject).distinct()))
    told_of = {"annual_plan", "duty_session", "nomination", "assignment", "document", "account"}

    assert told_of <= traced
    assert told_of <= set(Model.metadata.tables)
