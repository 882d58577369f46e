"""How do versions of a procedure follow each other?"""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Duty
from saturday.models.procedures import CONTENT, Procedure, names_on
from saturday.models.roster import DutyRequirement, gaps_of
from saturday.rules.coverage import fails_sentence
from saturday.rules.procedures import MobileState, Promise, TimeUnit
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("app")
CODE, LAW = "2.000815", date(2026, 7, 1)


def version(code: str = CODE, day: date = date(2026, 4, 1)) -> Procedure:
    """Give the version of a code that holds on a day."""
    question = Procedure.in_force(day).where(Procedure.code == code)
    return db.session.scalars(question).one()


def values(row: Procedure, **other: object) -> dict[str, Any]:
    """Give what a form over a version would give."""
    return {name: getattr(row, name) for name in CONTENT if name != "needs_confirmation"} | other


def verbs() -> list[str]:
    """Give the acts of the log, oldest first."""
    db.session.commit()
    return list(db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)))


def test_a_change_of_law_ends_the_old_version_the_day_before() -> None:
    old = version()

    new = old.renew(values(old, fee="3.000 đồng/trang", valid_from=LAW, valid_to=None), by=None)
    db.session.flush()

    assert old.valid_to == LAW - timedelta(days=1)
    assert (new.valid_from, new.valid_to) == (LAW, None)
    assert version(day=LAW - timedelta(days=1)).fee.startswith("2.000 đồng/trang")
    assert version(day=LAW).fee == "3.000 đồng/trang"
    assert new.needs_confirmation
    assert verbs() == ["end", "add"]


def test_a_new_version_inside_the_old_one_keeps_its_end() -> None:
    old = version("1.001193")
    last = old.valid_to

    new = old.renew(values(old, valid_from=LAW, valid_to=None), by=None)

    assert new.valid_to == last


def test_a_new_version_right_after_the_old_one_has_no_end() -> None:
    old = version("2.000884")
    old.end(date(2026, 6, 30), by=None)

    assert old.renew(values(old, valid_from=LAW, valid_to=None), by=None).valid_to is None


def test_a_new_version_keeps_its_code_whatever_was_typed() -> None:
    old = version()

    new = old.renew(values(old, code="1.999999", valid_from=LAW, valid_to=None), by=None)

    assert new.code == CODE


def test_a_second_version_over_the_same_days_is_refused() -> None:
    with pytest.raises(NotAllowedNow, match="Mã này đã có phiên bản từ 01/11/2025"):
        Procedure().enter(db.session, values(version()), by=None)


def test_the_end_may_not_reach_into_the_next_version() -> None:
    row = version("1.001193")

    with pytest.raises(NotAllowedNow, match="từ 01/3/2027"):
        row.end(date(2027, 3, 1), by=None)
    with pytest.raises(NotAllowedNow, match="từ 01/3/2027"):
        row.end(None, by=None)


def test_what_is_over_keeps_its_words() -> None:
    row = version()
    row.end(date(2026, 3, 31), by=None)

    with pytest.raises(NotAllowedNow, match="đã hết hiệu lực nên giữ nguyên"):
        row.change(values(row, fee="0"), by=None)
    with pytest.raises(NotAllowedNow, match="đã hết hiệu lực nên giữ nguyên"):
        row.remove(by=None)
    row.end(None, by=None)
    assert row.valid_to is None


def test_words_that_changed_must_be_confirmed_again() -> None:
    row = version("2.001406")
    who = factories.account()
    row.confirm(row.version, by=who)
    db.session.commit()
    assert row.confirmed_by is who

    row.change(values(row, short_name="Chia di sản", position=9), by=None)
    placed = row.needs_confirmation
    row.change(values(row, fee="60.000 đồng"), by=None)

    assert [placed, row.needs_confirmation] == [False, True]
    assert [row.confirmed_by, row.confirmed_at] == [None, None]


def test_nothing_changed_is_nothing_noted() -> None:
    row = version()

    row.change(values(row), by=None)

    assert verbs() == []
    assert not row.needs_confirmation


def test_what_was_changed_meanwhile_is_not_confirmed_unseen() -> None:
    row = version("2.001406")
    seen = row.version
    row.change(values(row, fee="60.000 đồng"), by=None)
    db.session.commit()

    with pytest.raises(NotAllowedNow, match="vừa được sửa"):
        row.confirm(seen, by=None)
    row.confirm(row.version, by=None)
    with pytest.raises(NotAllowedNow, match="đã được xác nhận"):
        row.confirm(row.version, by=None)


def test_a_saturday_promises_by_the_version_of_its_place() -> None:
    copies, birth = version(), version("1.001193")

    assert copies.promised() is Promise.SAME_DAY
    assert copies.promised(is_mobile=True) is Promise.NOT_TAKEN
    assert birth.promised(is_mobile=True) is Promise.RECEIVED


def test_an_unknown_time_is_unclear_until_somebody_confirms_it() -> None:
    row = version("1.004859")
    assert (row.time_unit, row.time) == (TimeUnit.NOT_STATED, "chưa rõ")

    row.confirm(row.version, by=None)

    assert row.time == "không quy định"


def test_the_board_names_what_fails_as_it_holds_that_day() -> None:
    duty_session = factories.duty_session(date(2026, 4, 11))
    requirements = db.session.scalars(DutyRequirement.of_session(duty_session)).all()

    gaps = {gap.code: fails_sentence(gap) for gap in gaps_of(duty_session, requirements, [])}

    assert gaps["CIVIL_STATUS_SIGNER"] == (
        "Thiếu người này thì không làm xong trong buổi: "
        "đăng ký khai sinh, đăng ký khai tử, cấp bản sao trích lục hộ tịch."
    )
    assert gaps["LAND"] == ""


def test_what_is_no_longer_promised_does_not_fail() -> None:
    duty = db.session.scalars(select(Duty).where(Duty.code == "CIVIL_STATUS")).one()

    assert names_on(date(2027, 2, 27), duty.procedures) == [
        "đăng ký khai sinh",
        "đăng ký khai tử",
        "cấp bản sao trích lục hộ tịch",
    ]
    assert names_on(date(2027, 3, 6), duty.procedures) == []  # nobody has confirmed the new law


def test_a_late_saver_of_a_duty_is_noticed_by_its_procedures_alone() -> None:
    duty = factories.duty("LAND")
    before = duty.version

    duty.change({"fails_without": ["1.013978", "1.013978", "1.012812"]}, by=None)
    db.session.commit()

    assert duty.fails_without == ["1.012812", "1.013978"]
    assert duty.version == before + 1
    duty.change({"fails_without": ["1.012812"]}, by=None)
    db.session.commit()
    assert db.session.get(Duty, duty.id).fails_without == ["1.012812"]  # type: ignore[union-attr]


def test_a_version_nobody_needs_may_be_removed() -> None:
    stand_at("2026-04-01 09:00")
    row = version("2.001263")

    row.remove(by=None)

    assert verbs() == ["remove"]
    assert not db.session.scalars(Procedure.versions("2.001263")).all()


def test_a_procedure_that_a_duty_names_stays() -> None:
    with pytest.raises(NotAllowedNow, match="Nhiệm vụ"):
        version().remove(by=None)
    assert version().mobile is MobileState.NOT_TAKEN
