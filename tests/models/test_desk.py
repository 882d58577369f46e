"""What the desk offers at one tap, and which lines somebody wrote last."""

from datetime import date

from flask import Flask

from saturday.extensions import db
from saturday.models.desk import (
    LINES_BACK,
    Offer,
    hamlet_names,
    offers,
    own_lines,
    usual_codes,
    usual_procedures,
)
from saturday.models.intake import Deed, IntakeEntry, Origin
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.intake import Outcome
from saturday.rules.procedures import Terms
from tests import factories
from tests.conftest import stand_at

BEFORE, DAY = date(2026, 3, 28), date(2026, 4, 11)
COPIES, SIGNATURES, LAND = "2.000815", "2.000884", "1.013978"


def offered() -> list[Offer]:
    """Give the procedures of the Saturday."""
    return offers(db.session, DAY)


def write(duty_session: DutySession, code: str, times: int = 1) -> list[IntakeEntry]:
    """Let a procedure have been brought some times."""
    number = next(row.id for row in offered() if row.code == code)
    procedure = db.session.get_one(Procedure, number)
    deed = Deed(Outcome.RECEIVED, procedure)
    rows = [IntakeEntry.record(db.session, deed, Origin(duty_session, None)) for _ in range(times)]
    db.session.commit()
    return rows


def test_the_saturdays_before_tell_what_is_usual(app: Flask) -> None:
    del app
    earlier, today = factories.duty_session(BEFORE), factories.duty_session(DAY)
    stand_at("2026-03-28 09:00")
    write(earlier, LAND)
    write(earlier, SIGNATURES, 2)
    [wrong] = write(earlier, COPIES)
    wrong.void("nhầm", by=None)
    stand_at("2026-04-11 09:00")
    write(today, COPIES, 3)  # of the same day: buttons stay where they are
    assert usual_codes(db.session, today) == [SIGNATURES, LAND]


def test_the_most_usual_come_first_and_stand_in_the_centre_s_order(app: Flask) -> None:
    del app
    chosen = usual_procedures(offered(), [LAND, SIGNATURES], 3)
    codes = [row.code for row in chosen]
    assert {LAND, SIGNATURES} < set(codes)
    assert codes.index(SIGNATURES) < codes.index(LAND)


def test_before_any_log_what_ends_the_same_day_is_offered(app: Flask) -> None:
    del app
    chosen = usual_procedures(offered(), [], 6)
    assert all(row.terms.same_day for row in chosen)
    assert len({row.subject_area_id for row in chosen}) > 1  # not one subject area alone


def test_an_offer_says_what_its_procedure_says(app: Flask) -> None:
    del app
    for one in offered():
        row = db.session.get_one(Procedure, one.id)
        assert (one.code, one.terms) == (row.code, row.terms)
        assert one.terms == Terms(
            row.time_unit, row.time_amount, row.receive_only, row.same_day, row.mobile
        )


def test_what_is_hidden_or_not_in_force_is_not_offered(app: Flask) -> None:
    del app
    count = len(offered())
    hidden = db.session.get_one(Procedure, offered()[0].id)
    hidden.is_shown = False
    db.session.commit()
    assert len(offered()) == count - 1
    assert len({one.code for one in offered()}) == count - 1  # one version of each


def test_villages_are_offered_by_name(app: Flask) -> None:
    del app
    row = factories.hamlet("Thôn 12 (mẫu)")
    assert hamlet_names(db.session, DAY) == [(row.id, "Thôn 12 (mẫu)")]


def test_one_sees_what_one_wrote_last(app: Flask) -> None:
    del app
    row = factories.duty_session(DAY)
    own, other = factories.account(username="mot"), factories.account(username="hai")
    stand_at("2026-04-11 09:00")
    for by in (own, own, other):
        IntakeEntry.record(db.session, Deed(Outcome.GUIDED), Origin(row, by))
    db.session.commit()
    assert [one.number for one in own_lines(db.session, row, own)] == [2, 1]
    for _more in range(LINES_BACK):
        IntakeEntry.record(db.session, Deed(Outcome.GUIDED), Origin(row, own))
    db.session.commit()
    assert len(own_lines(db.session, row, own)) == LINES_BACK
