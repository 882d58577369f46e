"""What was recorded as handed over by mistake waits again; somebody says why."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.intake import counts_of
from saturday.models.plan import DutySession
from saturday.models.returns import Dossier, Handing, Return, UndoneReturn
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person


@pytest.fixture(autouse=True)
def duty_session(app: Flask) -> DutySession:
    """Hold the Saturday of 11/4, at nine."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 09:00")
    return row


@pytest.fixture
def handed(centre: Person, duty_session: DutySession) -> Return:
    """Let the Centre hand a result over."""
    entry = factories.received(duty_session, due_on=date(2026, 4, 15))
    row = Return.hand_over(db.session, entry, Handing(duty_session.day), by=centre.account)
    db.session.commit()
    return row


def test_a_result_waits_again_and_the_person_counts_no_more(
    centre: Person, handed: Return, duty_session: DutySession
) -> None:
    path = f"/tiep-nhan/da-tra/{handed.id}/bo"
    page = centre.get(path)
    assert "11/4/2026 · tại quầy" in page.main
    assert "dòng 0002, cũng hủy theo" in page.main

    for _click in range(2):
        done = centre.send(page, path, reason="nhầm người")

    assert done.notice == "Đã bỏ lần trả kết quả. Hồ sơ chờ trả lại như trước."
    assert "1 hồ sơ chờ trả kết quả" in done.main
    assert db.session.scalars(select(Return)).all() == []
    assert [one.reason for one in db.session.scalars(select(UndoneReturn))] == ["nhầm người"]
    assert counts_of(db.session, duty_session).of(Outcome.HANDED_OVER) == 0


def test_without_a_reason_it_stays(centre: Person, handed: Return) -> None:
    path = f"/tiep-nhan/da-tra/{handed.id}/bo"

    page = centre.send(centre.get(path), path, reason=" ")

    assert page.status == 422
    assert page.faults == ["Hãy ghi lý do."]
    assert db.session.scalars(select(Return)).all() == [handed]


def test_a_result_of_another_desk_is_taken_back_too(
    centre: Person, duty_session: DutySession
) -> None:
    handing = Handing(duty_session.day, is_counted=True)
    row = Return.hand_over_other(db.session, Dossier(code="H41-7"), handing, by=centre.account)
    db.session.commit()
    path = f"/tiep-nhan/da-tra/{row.id}/bo"
    page = centre.get(path)
    assert "cũng hủy theo" not in page.main

    centre.send(page, path, reason="ghi hai lần")

    assert [one.dossier_code for one in db.session.scalars(select(UndoneReturn))] == ["H41-7"]


def test_an_officer_takes_back_only_what_was_recorded_by_the_own_hand(
    app: Flask, handed: Return, duty_session: DutySession
) -> None:
    officer = Person(app, factories.account(username="canbo", roles={Role.OFFICER}))
    own = Return.hand_over_other(
        db.session, Dossier(code="H41-7"), Handing(duty_session.day), by=officer.account
    )
    db.session.commit()

    assert officer.get(f"/tiep-nhan/da-tra/{own.id}/bo").status == 200
    assert officer.get(f"/tiep-nhan/da-tra/{handed.id}/bo").status == 404
    assert officer.get("/tiep-nhan/da-tra/99/bo").status == 404


def test_it_is_for_the_desk_only(economy: Person, handed: Return) -> None:
    assert economy.get(f"/tiep-nhan/da-tra/{handed.id}/bo").status == 403
