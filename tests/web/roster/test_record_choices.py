"""Does the Centre record on behalf what the officers want, and who said so?"""

from datetime import date
from typing import Any

import pytest

from saturday.extensions import db
from saturday.models.attendance import Attendance, CompensatoryLeave, LeaveDay
from saturday.models.base import Way
from saturday.models.calendar import known_calendar
from saturday.models.commune import Partner
from saturday.models.plan import DutySession
from saturday.models.roster import Seat, assign
from saturday.rules.attendance import HoursChoice, Ledger
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person, values_of
from tests.web.roster.stories import APRIL_11, HUB, assigned, found, later, recorded, shown

CHOICES = f"{HUB}/cham-cong/lua-chon"
AFTER = "2026-04-13 10:00"
TOLD: dict[str, Any] = {"way": "PAPER", "reported_by": "bảng đã ký", "reported_at": "9h"}


def served() -> None:
    """Let two officers and a partner have served on 11/4."""
    duty_session = factories.duty_session()
    assigned(duty_session, factories.officer("Người thứ nhất (mẫu)"))
    assigned(duty_session, factories.officer("Người thứ hai (mẫu)", code="van-phong"), "GUIDANCE")
    police = db.session.scalars(Partner.in_order()).all()[0]
    assign(duty_session, Seat(factories.duty("PARTNER"), partner=police), by=None)
    db.session.commit()
    stand_at(AFTER)
    recorded(duty_session)


def stored() -> list[Attendance]:
    """Give what is recorded of the officers."""
    duty_session = db.session.scalars(DutySession.on(APRIL_11)).one()
    rows = db.session.scalars(Attendance.of_session(duty_session))
    return [one for one in rows if one.officer_id]


def test_choices_of_several_are_recorded_with_one_report(centre: Person) -> None:
    served()
    centre = later(centre, AFTER)
    page = centre.get(CHOICES)
    assert len(page.rows("Lựa chọn của từng người")) == 2

    page = centre.send(
        page, "/lua-chon", rows__0__choice="LEAVE", rows__1__choice="PAYMENT", **TOLD
    )

    assert page.path.startswith(f"{HUB}/cham-cong?")
    assert page.notice == "Đã ghi hộ lựa chọn của buổi thứ Bảy, 11/4."
    first, second = stored()
    assert (first.choice, second.choice) == (HoursChoice.LEAVE, HoursChoice.PAYMENT)
    assert (first.way, first.reported_by) == (Way.PAPER, "bảng đã ký")
    assert first.recorded_by is not None
    again = centre.get(CHOICES)
    assert "nghỉ bù, ghi hộ theo giấy, do bảng đã ký báo" in again.main


def test_a_choice_one_made_oneself_is_left_alone(centre: Person) -> None:
    served()
    stored()[0].choose(HoursChoice.LEAVE, ledger=Ledger(), by=None)
    db.session.commit()
    centre = later(centre, AFTER)

    centre.send(centre.get(CHOICES), "/lua-chon", rows__1__choice="PAYMENT", **TOLD)

    first, second = stored()
    assert (first.choice, first.way) == (HoursChoice.LEAVE, None)
    assert (second.choice, second.way) == (HoursChoice.PAYMENT, Way.PAPER)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"way": ""}, "Hãy chọn ghi hộ theo cách nào."),
        ({"reported_by": ""}, "Hãy ghi ai đã báo."),
        ({"reported_at": ""}, "Hãy ghi giờ báo."),
        ({"reported_at": "23h"}, "Lúc báo muộn hơn hiện tại. Hãy ghi lại giờ báo."),
        ({"rows-0-choice": "BOTH"}, "Hãy chọn nghỉ bù hay thanh toán."),
    ],
)
def test_a_slip_is_named_and_nothing_is_lost(
    centre: Person, typed: dict[str, str], words: str
) -> None:
    served()
    centre = later(centre, AFTER)
    values: dict[str, object] = dict(values_of(centre.get(CHOICES).form("/lua-chon")))

    page = centre.post(CHOICES, {**values, "rows-1-choice": "PAYMENT", **TOLD, **typed})

    assert page.status == 422
    assert page.faults == [words]
    assert str(found(page, "[name=rows-1-choice] option[selected]")["value"]) == "PAYMENT"
    assert [one.choice for one in stored()] == [None, None]


def test_a_report_without_a_choice_is_sent_back(centre: Person) -> None:
    served()
    centre = later(centre, AFTER)

    page = centre.send(centre.get(CHOICES), "/lua-chon", **TOLD)

    assert page.status == 422
    assert page.faults == ["Chưa đổi lựa chọn của ai. Hãy chọn cho ít nhất một người."]


def test_a_choice_made_meanwhile_is_shown_beside(centre: Person) -> None:
    served()
    centre = later(centre, AFTER)
    late = centre.get(CHOICES)
    stored()[0].choose(HoursChoice.LEAVE, ledger=Ledger(), by=None)
    db.session.commit()

    page = centre.send(late, "/lua-chon", rows__0__choice="PAYMENT", **TOLD)

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [["Người thứ nhất (mẫu)", "nghỉ bù", "thanh toán"]]
    assert shown(page, "reported_by") == "bảng đã ký"


def test_hours_already_taken_off_are_not_paid(centre: Person) -> None:
    served()
    row = stored()[0]
    row.choose(HoursChoice.LEAVE, ledger=Ledger(), by=None)
    assert row.officer is not None
    leave = LeaveDay(date(2026, 4, 14), 60)
    calendar = known_calendar(db.session)
    CompensatoryLeave.take(db.session, row.officer, leave, calendar, by=None)
    db.session.commit()
    centre = later(centre, AFTER)

    page = centre.send(centre.get(CHOICES), "/lua-chon", rows__0__choice="PAYMENT", **TOLD)

    assert page.status == 422
    assert "Đã ghi nghỉ bù 1 giờ" in found(page, "#rows-0-choice-error").text


def test_without_hours_there_is_nothing_to_choose(centre: Person) -> None:
    factories.duty_session()

    page = centre.get(CHOICES)

    assert "Chưa có giờ nào để chọn." in page.main
    assert not page.has_form("/lua-chon")


def test_a_second_click_records_once(centre: Person) -> None:
    served()
    centre = later(centre, AFTER)
    values: dict[str, object] = dict(values_of(centre.get(CHOICES).form("/lua-chon")))
    values |= {"rows-0-choice": "LEAVE", **TOLD}

    first, second = centre.post(CHOICES, values), centre.post(CHOICES, values)

    assert first.notice == second.notice
    assert stored()[0].version == 2


def test_others_may_not_record_choices(economy: Person, leader: Person) -> None:
    factories.duty_session()

    for person in (economy, leader):
        assert person.get(CHOICES).status == 403
        assert person.post(CHOICES, {}).status == 403
