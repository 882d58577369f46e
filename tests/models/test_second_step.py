"""Does a telephone's code open once, and what helps when the telephone is lost?"""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account, SignIn, password_fits
from saturday.models.audit import AuditEvent
from saturday.models.second_step import RECOVERY_CODES, RecoveryCode, SecondFactor
from saturday.rules.one_time_codes import code_at, step_of
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at

MASTER = "the secret of this machine"
LONG = "bảy cây xoài già sau vườn"
SHORT = "mười hai chữ"


def code(row: SecondFactor, steps: int = 0) -> str:
    """Give what the telephone shows now, or so many half minutes later."""
    return code_at(row.key(MASTER), step_of(clock.true_now()) + steps)


@pytest.fixture
def hoa(app: Flask) -> Account:
    """Somebody of the Centre with a password."""
    del app
    return factories.account(username="hoa", roles={Role.CENTRE}, password=LONG)


@pytest.fixture
def telephone(hoa: Account, monkeypatch: pytest.MonkeyPatch) -> SecondFactor:
    """Her telephone, proven, at a moment that stands still."""
    moment = clock.true_now()
    monkeypatch.setattr(clock, "true_now", lambda: moment)
    row = SecondFactor.begin(hoa, MASTER, by=hoa)
    db.session.add(row)
    row.prove(code(row, -1), MASTER, by=hoa, but=None)
    db.session.commit()
    return row


def verbs() -> list[str]:
    """Name what was done with second steps."""
    log = db.session.scalars(AuditEvent.in_order().where(AuditEvent.subject == "second_factor"))
    return [one.verb for one in log]


def test_it_counts_for_nothing_before_its_first_code(hoa: Account) -> None:
    row = SecondFactor.begin(hoa, MASTER, by=hoa)
    db.session.add(row)
    db.session.commit()

    assert not hoa.asks_for_code
    with pytest.raises(NotAllowedNow) as refusal:
        row.prove("000000" if code(row) != "000000" else "111111", MASTER, by=hoa, but=None)
    assert refusal.value.field == "code"
    assert not hoa.asks_for_code


def test_the_first_code_turns_it_on_and_sends_others_out(hoa: Account) -> None:
    own, _ = SignIn.start(hoa, address="10.0.0.1", browser="đây")
    other, _ = SignIn.start(hoa, address="10.0.0.2", browser="kia")
    row = SecondFactor.begin(hoa, MASTER, by=hoa)
    db.session.add_all([own, other, row])
    db.session.flush()

    row.prove(code(row), MASTER, by=hoa, but=own)
    db.session.commit()

    assert hoa.asks_for_code
    assert own.ended_at is None
    assert other.ended_why == "second step"
    assert verbs() == ["begin", "prove", "renew_codes"]
    with pytest.raises(NotAllowedNow, match="đã bật"):
        row.prove(code(row, 1), MASTER, by=hoa, but=own)


def test_a_code_opens_once_and_none_before_it(telephone: SecondFactor) -> None:
    now = code(telephone)

    assert telephone.accepts(now, MASTER)
    assert not telephone.accepts(now, MASTER)
    assert not telephone.accepts(code(telephone, -1), MASTER)
    assert telephone.accepts(code(telephone, 1), MASTER)


def test_the_key_is_neither_stored_nor_told_by_the_database(telephone: SecondFactor) -> None:
    stored = {str(value) for value in vars(telephone).values()}

    assert telephone.key(MASTER).hex() not in stored
    assert telephone.key(MASTER) != telephone.key("another machine")
    assert telephone.is_readable(MASTER)
    assert not telephone.is_readable("another machine")


def test_on_another_machine_a_recovery_code_still_opens(telephone: SecondFactor) -> None:
    codes = telephone.shown_codes(MASTER)
    shown_there = code_at(telephone.key("other"), step_of(clock.true_now()))

    assert not telephone.accepts(shown_there, "other")
    assert telephone.accepts(codes[0], "other")


def test_a_recovery_code_opens_once(telephone: SecondFactor) -> None:
    codes = telephone.shown_codes(MASTER)
    assert len(codes) == len(set(codes)) == RECOVERY_CODES

    assert telephone.accepts(codes[2], MASTER)
    db.session.commit()

    assert not telephone.accepts(codes[2], MASTER)
    assert telephone.codes_left == RECOVERY_CODES - 1
    assert verbs()[-1] == "use_recovery_code"
    assert not telephone.accepts("1" * 20, MASTER)


def test_new_recovery_codes_end_the_old(telephone: SecondFactor) -> None:
    before = telephone.shown_codes(MASTER)

    telephone.renew_codes(MASTER, by=telephone.account)
    db.session.commit()

    assert not telephone.accepts(before[0], MASTER)
    assert telephone.accepts(telephone.shown_codes(MASTER)[0], MASTER)
    assert len(db.session.scalars(select(RecoveryCode)).all()) == RECOVERY_CODES


def test_recovery_codes_are_shown_a_quarter_of_an_hour(telephone: SecondFactor) -> None:
    stand_at("2026-04-01 09:14")
    assert telephone.shown_codes(MASTER)
    stand_at("2026-04-01 09:16")
    assert telephone.shown_codes(MASTER) == []


def test_a_key_is_shown_until_it_is_proven_or_a_quarter_of_an_hour_old(hoa: Account) -> None:
    row = SecondFactor.begin(hoa, MASTER, by=hoa)
    db.session.add(row)
    db.session.commit()
    before = row.key(MASTER)
    assert row.is_shown(MASTER)
    assert not row.is_shown("another machine")

    stand_at("2026-04-01 09:16")
    assert not row.is_shown(MASTER)
    row.begin_anew(MASTER, by=hoa)

    assert row.is_shown(MASTER)
    assert row.key(MASTER) != before


def test_removing_it_sends_the_owner_out(telephone: SecondFactor, hoa: Account) -> None:
    sign_in, _ = SignIn.start(hoa, address="10.0.0.1", browser="đây")
    db.session.add(sign_in)
    db.session.commit()

    telephone.remove(by=None)
    db.session.commit()

    assert sign_in.ended_why == "second step"
    assert not hoa.asks_for_code
    assert password_fits(hoa, LONG)
    assert db.session.scalar(select(RecoveryCode)) is None
    assert verbs()[-1] == "remove"


def test_a_short_password_goes_with_the_code(telephone: SecondFactor, hoa: Account) -> None:
    hoa.replace_password(SHORT, by=hoa)
    assert hoa.has_short_password

    with pytest.raises(NotAllowedNow, match="15 ký tự"):
        telephone.remove(by=hoa)
    telephone.remove(by=None)
    db.session.commit()

    assert hoa.password_hash is None
    assert not password_fits(hoa, SHORT)


def test_a_short_password_is_refused_without_the_code(hoa: Account) -> None:
    with pytest.raises(NotAllowedNow, match="15 ký tự"):
        hoa.replace_password(SHORT, by=hoa)


def test_a_role_may_require_it(hoa: Account, telephone: SecondFactor) -> None:
    other = factories.account(username="binh", roles={Role.CENTRE, Role.CLERK})

    assert other.must_enrol({Role.CLERK, Role.ADMIN})
    assert not other.must_enrol({Role.ADMIN})
    assert not other.must_enrol(())
    assert telephone.account is hoa
    assert not hoa.must_enrol({Role.CENTRE})


def test_two_people_can_not_use_one_code_in_the_same_moment(telephone: SecondFactor) -> None:
    version = telephone.version

    telephone.accepts(code(telephone), MASTER)
    db.session.commit()

    assert telephone.version == version + 1
    assert clock.now() - telephone.begun_at < timedelta(hours=1)
