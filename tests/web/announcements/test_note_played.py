"""Tests: noting that a bulletin was played, on time, at another hour, on behalf, and not at all."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.base import Way
from saturday.models.broadcasts import Broadcast, plan_broadcasts
from saturday.rules.broadcasts import Slots
from tests import factories
from tests.conftest import stand_at
from tests.factories import at
from tests.pages import Person, values_of
from tests.web.announcements.bulletin_stories import LOA, bulletin, operator

FORM = f"{LOA}/da-phat"


@pytest.fixture
def loa(app: Flask) -> Person:
    """Open the operator's browser on Tuesday at ten past five."""
    one = factories.duty_session()
    bulletin(one)
    slots = Slots(date(2026, 4, 7), date(2026, 4, 10))
    plan_broadcasts(db.session, one, slots, by=None)
    db.session.commit()
    stand_at("2026-04-07 17:10")
    return operator(app)


def played() -> list[Broadcast]:
    question = select(Broadcast).where(Broadcast.played_at.is_not(None))
    return list(db.session.scalars(question.order_by(Broadcast.played_at)))


def test_one_button_notes_what_was_just_played(loa: Person) -> None:
    page = loa.send(loa.get(LOA), "/loa/vua-phat")

    assert page.notice == "Đã ghi phát lúc 17 giờ 10."
    (row,) = played()
    assert row.planned_at == at("2026-04-07 17:00")
    assert row.player == "Vi Văn Loa (mẫu)"
    assert row.way is None


def test_a_second_tap_notes_nothing_more(loa: Person) -> None:
    page = loa.get(LOA)

    loa.send(page, "/loa/vua-phat")
    again = loa.send(page, "/loa/vua-phat")
    other_page = loa.send(loa.get(LOA), "/loa/vua-phat")

    assert again.notice == "Đã ghi phát lúc 17 giờ 10."
    assert other_page.status == 409
    assert "Đã ghi lượt phát lúc 17 giờ 10, 07/4." in other_page.text
    assert len(played()) == 1


def test_a_planned_hour_is_noted_as_it_was_planned(loa: Person) -> None:
    page = loa.send(loa.get(LOA), "/dung-gio")

    assert page.notice == "Đã ghi phát lúc 5 giờ 30, thứ Ba, 07/4."
    assert [row.played_at for row in played()] == [at("2026-04-07 05:30")]


def test_another_hour_is_typed(loa: Person) -> None:
    page = loa.get(FORM)

    assert "Do ai phát" not in page.main
    done = loa.send(page, "/da-phat", played_at="11h", played_on="7/4")

    assert done.notice == "Đã ghi phát lúc 11 giờ, thứ Ba, 07/4."
    assert [(row.planned_at, row.player) for row in played()] == [(None, "Vi Văn Loa (mẫu)")]


def test_the_form_begins_with_the_hour_of_the_line_it_came_from(loa: Person) -> None:
    first = db.session.scalars(select(Broadcast).order_by(Broadcast.planned_at)).first()
    assert first is not None

    values = values_of(loa.get(f"{FORM}?luot={first.id}").form("/da-phat"))

    assert (values["played_at"], values["played_on"]) == (["5h30"], ["07/4/2026"])
    assert loa.get(f"{FORM}?luot=999").status == 404


@pytest.mark.parametrize(
    ("hour", "day", "fault"),
    [
        ("", "7/4", "Hãy ghi giờ phát."),
        ("sáng", "7/4", "Hãy ghi giờ dạng 7h30."),
        ("5h30", "", "Hãy ghi ngày phát."),
        ("18h", "7/4", "Giờ phát muộn hơn hiện tại. Hãy ghi lại giờ phát."),
        ("5h30", "31/3", "Bản tin được duyệt lúc 9 giờ, thứ Tư, 01/4. Hãy ghi giờ phát sau đó."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    loa: Person, hour: str, day: str, fault: str
) -> None:
    page = loa.send(loa.get(FORM), "/da-phat", played_at=hour, played_on=day)

    assert page.status == 422
    assert page.faults == [fault]
    assert values_of(page.form("/da-phat"))["played_at"] == [hour]
    assert played() == []


def test_the_centre_records_what_it_was_told(loa: Person, centre: Person) -> None:
    page = centre.send(
        centre.get(FORM),
        "/da-phat",
        played_at="5h30",
        played_on="7/4",
        player="Vi Văn Loa (mẫu)",
        way="TELEPHONE",
    )

    assert "Vi Văn Loa (mẫu) (ghi hộ theo điện thoại)" in page.main
    (row,) = played()
    assert (row.way, row.recorded_by) == (Way.TELEPHONE, centre.account)
    assert values_of(centre.get(FORM).form("/da-phat"))["player"] == ["Vi Văn Loa (mẫu)"]
    assert "Vi Văn Loa" in loa.get(LOA).main


def test_the_centre_says_who_played_and_how_it_knows(loa: Person, centre: Person) -> None:
    del loa

    page = centre.send(centre.get(FORM), "/da-phat", played_at="5h30", player="", way="BÓI")

    assert page.status == 422
    assert page.faults == ["Hãy ghi ai đã phát.", "Hãy chọn ghi hộ theo cách nào."]


def test_a_slip_is_undone(loa: Person) -> None:
    page = loa.send(loa.get(LOA), "/loa/vua-phat")

    undone = loa.send(page, "/hoan-tac")

    assert undone.notice == "Đã hoàn tác: lượt này chưa phát."
    assert played() == []
    assert db.session.scalar(select(func.count(Broadcast.id))) == 8


def test_a_playing_of_another_saturday_is_not_here(loa: Person) -> None:
    other = factories.duty_session(date(2026, 5, 9))
    row = Broadcast(duty_session=other, planned_at=at("2026-05-08 17:00"))
    db.session.add(row)
    db.session.commit()
    page = loa.send(loa.get(LOA), "/loa/vua-phat")
    address = str(page.form("/hoan-tac")["action"])
    values: dict[str, object] = dict(values_of(page.form("/hoan-tac")))

    assert loa.post(address.replace(f"/{played()[0].id}/", f"/{row.id}/"), values).status == 404


def test_nothing_is_noted_before_the_approval(app: Flask, loa: Person) -> None:
    del app
    bulletin(factories.duty_session(date(2026, 5, 9)), approved=False)
    page = loa.get("/thong-bao/2026-05-09/loa/da-phat")

    refused = loa.send(page, "/da-phat", played_at="8h", played_on="7/4")

    assert refused.faults == ["Bản tin chưa được duyệt nên chưa phát được."]
