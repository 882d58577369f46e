"""Strangers are counted by machine for an hour, and their addresses are not kept."""

import pytest
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.strangers import StrangerCall, machine_key
from saturday.rules.feedback import StrangerAct
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("app")
HERE, THERE = machine_key("secret", "10.0.0.7"), machine_key("secret", "10.0.0.8")


def sent(machine: str, times: int) -> None:
    """Let a machine have sent so many."""
    for _ in range(times):
        StrangerCall.count_one(db.session, StrangerAct.SEND, machine)
    db.session.commit()


def tires(machine: str, act: StrangerAct = StrangerAct.SEND) -> bool:
    """Ask whether it must wait."""
    return StrangerCall.tires(db.session, act, machine)


def test_a_machine_waits_an_hour_and_others_do_not() -> None:
    sent(HERE, 10)

    assert tires(HERE)
    assert not tires(THERE)
    assert not tires(HERE, StrangerAct.LOOK_UP)
    stand_at("2026-04-01 10:01")
    assert not tires(HERE)


def test_all_wait_when_too_many_come_together() -> None:
    for machine in range(7):
        sent(str(machine), 9)

    assert tires(THERE)


def test_a_day_later_nothing_of_it_is_left() -> None:
    sent(HERE, 3)
    stand_at("2026-04-02 09:01")
    sent(THERE, 1)

    assert db.session.scalar(select(func.count(StrangerCall.id))) == 1


def test_the_address_of_a_machine_is_not_kept() -> None:
    assert "10.0.0" not in HERE
    assert HERE != THERE == machine_key("secret", "10.0.0.8") != machine_key("other", "10.0.0.8")
