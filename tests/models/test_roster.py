"""Do what a Saturday needs, the board and replacements follow what people agreed?"""

from datetime import time

import pytest

from saturday.extensions import db
from saturday.models.base import Report, Way
from saturday.models.commune import Partner
from saturday.models.roster import (
    Replacement,
    Seat,
    Wanted,
    assign,
    require,
)
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.models.stories import LAND, board, missing, verbs

pytestmark = pytest.mark.usefixtures("app")


# What a Saturday needs


def test_a_duty_may_be_needed_for_a_part_of_the_half_day() -> None:
    row = factories.duty_session()
    signer = factories.duty("CERTIFICATION_SIGNER")
    require(row, [Wanted(signer, 1, time(9), time(10))], by=None)
    officer = factories.officer("Phó Chủ tịch (mẫu)", code="uy-ban")

    assign(row, Seat(signer, officer, starts_at=time(9), ends_at=time(10)), by=None)

    assert "CERTIFICATION_SIGNER" not in missing(row)


def test_the_late_saver_of_what_is_needed_is_noticed() -> None:
    row = factories.duty_session()
    before = row.version

    require(row, [Wanted(factories.duty("GUIDANCE"), 2)], by=None)
    db.session.commit()

    assert row.version > before
    assert verbs()[-1] == "require"


def test_hours_of_a_duty_that_run_backwards_are_refused_at_their_row() -> None:
    row = factories.duty_session()
    wanted = [
        Wanted(factories.duty("LEADER"), 1),
        Wanted(factories.duty(LAND), 1, time(9), time(8)),
    ]

    with pytest.raises(NotAllowedNow) as refusal:
        require(row, wanted, by=None)

    assert refusal.value.field == "duties-1-ends_at"


# The board


def test_the_same_person_twice_on_one_duty_is_refused() -> None:
    row = factories.duty_session()
    seat = Seat(factories.duty("LEADER"), factories.officer(code="uy-ban"))
    assign(row, seat, by=None)

    with pytest.raises(NotAllowedNow, match="đã có ở nhiệm vụ Lãnh đạo UBND xã"):
        assign(row, seat, by=None)


def test_a_partner_comes_with_or_without_a_name() -> None:
    row = factories.duty_session()
    police = db.session.scalars(Partner.in_order()).first()
    duty = factories.duty("PARTNER")

    assign(row, Seat(duty, partner=police), by=None)
    assign(row, Seat(duty, partner=police, person="Chiến sĩ 1 (mẫu)"), by=None)

    assert [who for _code, who in board(row)] == ["Công an xã", "Chiến sĩ 1 (mẫu) (Công an xã)"]
    assert {one.workplace for one in row.assignments} == {"Công an xã"}


def test_nobody_can_not_be_assigned() -> None:
    with pytest.raises(NotAllowedNow, match="Hãy chọn người") as refusal:
        assign(factories.duty_session(), Seat(factories.duty(LAND)), by=None)

    assert refusal.value.field == "officer_id"


def test_who_is_taken_off_is_missing_again() -> None:
    row = factories.duty_session()
    place = assign(row, Seat(factories.duty(LAND), factories.officer()), by=None)
    assert LAND not in missing(row)

    place.remove(by=None)

    assert LAND in missing(row)
    with pytest.raises(NotAllowedNow, match="đã được bỏ"):
        place.remove(by=None)
    assert verbs()[-1] == "remove"


# Replacement


def test_a_replacement_keeps_who_why_and_who_said_so() -> None:
    row = factories.duty_session()
    duty = factories.duty(LAND)
    old = assign(row, Seat(duty, factories.officer()), by=None)
    stand_in = factories.officer("Công chức 2 (mẫu)")
    report = Report("Trưởng phòng", Way.TELEPHONE, factories.at("2026-04-01 08:30"))

    made = Replacement.make(old, Seat(duty, stand_in), "đi tập huấn", report, by=None)

    assert board(row) == [(LAND, stand_in.name)]
    assert (made.old, made.new.officer, made.reason) == (old, stand_in, "đi tập huấn")
    assert made.reported_by == "Trưởng phòng"
    assert verbs()[-3:] == ["remove", "assign", "replace"]
    assert list(db.session.scalars(Replacement.of_session(row)).unique()) == [made]


def test_nobody_is_replaced_twice_or_by_himself() -> None:
    row = factories.duty_session()
    duty = factories.duty(LAND)
    first, second = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    old = assign(row, Seat(duty, first), by=None)

    with pytest.raises(NotAllowedNow, match="phải khác"):
        Replacement.make(old, Seat(duty, first), "nhầm", by=None)
    Replacement.make(old, Seat(duty, second), "đi tập huấn", by=None)
    with pytest.raises(NotAllowedNow, match="hoặc đã thay"):
        Replacement.make(old, Seat(duty, second), "đi tập huấn", by=None)


def test_the_stand_in_may_be_replaced_in_turn() -> None:
    row = factories.duty_session()
    duty = factories.duty(LAND)
    first, second = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    old = assign(row, Seat(duty, first), by=None)

    made = Replacement.make(old, Seat(duty, second), "đi tập huấn", by=None)
    Replacement.make(made.new, Seat(duty, first), "về kịp", by=None)

    assert board(row) == [(LAND, first.name)]
