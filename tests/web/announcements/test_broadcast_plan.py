"""Tests: planning on which days, and at which hours, a bulletin is played."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.broadcasts import Broadcast
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person, values_of
from tests.web.announcements.bulletin_stories import bulletin

PLAN = "/thong-bao/2026-04-11/loa/lich"


def planned() -> list[str]:
    rows = db.session.scalars(select(Broadcast).order_by(Broadcast.planned_at))
    return [f"{row.planned_at:%d/%m %H:%M}" for row in rows]


def proposed(page: Person, path: str = PLAN) -> list[str]:
    values = values_of(page.get(path).form("/loa/lich"))
    return [values[name][0] for name in ("first", "last", "hours")]


def test_the_usual_plan_needs_one_button(centre: Person) -> None:
    bulletin(factories.duty_session())
    assert proposed(centre) == ["07/4/2026", "10/4/2026", "5h30, 17h00"]

    page = centre.send(centre.get(PLAN), "/loa/lich")

    assert page.notice == "Đã lưu lịch phát thanh."
    assert "17 giờ, thứ Sáu, 10/4" in page.main
    assert len(planned()) == 8


def test_other_hours_are_kept_for_the_next_saturday(centre: Person) -> None:
    bulletin(factories.duty_session())
    bulletin(factories.duty_session(date(2026, 5, 9)))

    centre.send(centre.get(PLAN), "/loa/lich", first="10/4", hours="18h; 6 giờ")

    assert planned() == ["10/04 06:00", "10/04 18:00"]
    assert proposed(centre) == ["10/4/2026", "10/4/2026", "6h00, 18h00"]
    assert proposed(centre, PLAN.replace("04-11", "05-09"))[2] == "6h00, 18h00"


def test_sending_the_plan_twice_plans_once(centre: Person) -> None:
    bulletin(factories.duty_session())
    page = centre.get(PLAN)

    centre.send(page, "/loa/lich")
    centre.send(page, "/loa/lich")
    centre.send(centre.get(PLAN), "/loa/lich")

    assert len(planned()) == 8


def test_word_of_a_change_goes_on_until_the_own_morning(app: Flask) -> None:
    stand_at("2026-04-10 20:00")
    centre = Person(app, factories.account(roles={Role.CENTRE}))
    one = factories.duty_session()
    one.cancel("mưa bão", by=None)
    db.session.commit()
    bulletin(one)

    assert proposed(centre) == ["10/4/2026", "11/4/2026", "5h30, 17h00"]
    centre.send(centre.get(PLAN), "/loa/lich")
    assert planned() == ["11/04 05:30"]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"hours": ""}, "Hãy ghi giờ phát."),
        ({"hours": "sáng sớm"}, "Hãy ghi các giờ dạng 5h30, 17h00."),
        ({"hours": "5h30, 25h"}, "Hãy ghi các giờ dạng 5h30, 17h00."),
        ({"first": ""}, "Hãy ghi ngày đầu."),
        ({"last": "mai"}, "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ({"last": "6/4"}, "Ngày cuối phải từ ngày đầu trở đi."),
        ({"last": "12/4"}, "Hãy chọn ngày cuối không sau 11/4."),
        ({"first": "27/3"}, "Hãy chọn ngày đầu từ 28/3 trở đi."),
        (
            {"first": "31/3", "last": "31/3"},
            "Các giờ này đã qua hoặc sau giờ bắt đầu buổi. Hãy chọn giờ sắp tới.",
        ),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(
    centre: Person, typed: dict[str, Any], fault: str
) -> None:
    bulletin(factories.duty_session())

    page = centre.send(centre.get(PLAN), "/loa/lich", **typed)

    assert page.status == 422
    assert page.faults == [fault]
    assert planned() == []


def test_a_plan_may_come_before_the_bulletin(centre: Person) -> None:
    factories.duty_session()

    assert centre.send(centre.get(PLAN), "/loa/lich").status == 200
    assert len(planned()) == 8
