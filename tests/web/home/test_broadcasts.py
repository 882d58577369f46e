"""Does the first page say what is to be played, and what nobody noted?"""

from datetime import date, time

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.broadcasts import plan_broadcasts
from saturday.models.plan import DutySession
from saturday.rules.broadcasts import Slots
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Person
from tests.web.announcements.bulletin_stories import LOA, bulletin, operator
from tests.web.announcements.telling import moved
from tests.web.home.test_todo import todos

FIRST, LAST = date(2026, 4, 7), date(2026, 4, 10)


@pytest.fixture
def planned(app: Flask) -> DutySession:
    """Give a Saturday with its usual broadcasts."""
    del app
    one = factories.duty_session()
    bulletin(one)
    plan_broadcasts(db.session, one, Slots(FIRST, LAST), by=None)
    db.session.commit()
    return one


def test_the_operator_is_told_today_and_tomorrow(app: Flask, planned: DutySession) -> None:
    del planned
    stand_at("2026-04-07 05:00")

    assert todos(operator(app).get("/")) == [
        (
            "Phát bản tin của buổi thứ Bảy, 11/4 lúc 5 giờ 30 và 17 giờ hôm nay.",
            "Mở bản tin",
            LOA,
        ),
        (
            "Phát bản tin của buổi thứ Bảy, 11/4 lúc 5 giờ 30 và 17 giờ ngày mai.",
            "Mở bản tin",
            LOA,
        ),
    ]


def test_what_was_played_is_owed_no_more(app: Flask, planned: DutySession) -> None:
    del planned
    stand_at("2026-04-07 17:10")
    loa = operator(app)

    loa.send(loa.get(LOA), "/loa/vua-phat")

    assert todos(loa.get("/"))[0][0] == (
        "Phát bản tin của buổi thứ Bảy, 11/4 lúc 5 giờ 30 hôm nay."
    )


def test_what_nobody_noted_is_owed_to_both(app: Flask, planned: DutySession) -> None:
    del planned
    stand_at("2026-04-08 08:00")
    centre = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))
    words = "Chưa ghi lượt phát 5 giờ 30 và 17 giờ, thứ Ba, 07/4, của buổi thứ Bảy, 11/4."

    assert todos(operator(app).get("/"))[0] == (words, "Ghi lượt đã phát", LOA)
    assert (words, "Ghi hộ lượt đã phát", LOA) in todos(centre.get("/?tat_ca=1"))
    assert not any("hôm nay" in one[0] for one in todos(centre.get("/?tat_ca=1")))


def test_after_a_week_nobody_asks_any_more(app: Flask, planned: DutySession) -> None:
    del planned
    stand_at("2026-04-18 08:00")

    assert todos(operator(app).get("/")) == []


def test_a_moved_saturday_says_so_beside_its_hours(app: Flask, planned: DutySession) -> None:
    planned.cancel("mưa bão", by=None)
    db.session.commit()
    stand_at("2026-04-07 05:00")

    page = operator(app).get("/")

    assert "Buổi này đã hủy: mưa bão." in page.main
    assert todos(page)[0][0] == (
        "Không phát bản tin cũ của buổi thứ Bảy, 11/4 lúc 5 giờ 30 và 17 giờ hôm nay."
    )


def test_the_bulletin_of_a_change_comes_before_everything_else(
    app: Flask, planned: DutySession
) -> None:
    stand_at("2026-04-07 05:40")
    loa = operator(app)
    loa.send(loa.get(LOA), "/loa/vua-phat")
    stand_at("2026-04-07 09:00")
    planned = db.session.merge(planned)
    planned.cancel("mưa bão", by=None)
    bulletin(planned)
    loa = Person(app, loa.account)

    owed = todos(loa.get("/"))

    assert owed[0] == ("Phát ngay bản tin báo hủy buổi thứ Bảy, 11/4.", "Mở bản tin", LOA)
    assert owed[1][0] == "Phát bản tin báo hủy buổi thứ Bảy, 11/4 lúc 17 giờ hôm nay."
    stand_at("2026-04-07 09:10")
    loa = Person(app, loa.account)
    loa.send(loa.get(LOA), "/loa/vua-phat")
    assert todos(loa.get("/"))[0] == owed[1]


def test_a_bulletin_of_another_day_than_the_new_one_is_not_owed(
    app: Flask, planned: DutySession
) -> None:
    new = moved(planned)
    bulletin(planned)
    moved(new, date(2026, 5, 16), "nước chưa rút")
    stand_at("2026-04-06 09:00")

    assert not any("Phát ngay" in words for words, *_ in todos(operator(app).get("/")))


def test_an_approved_bulletin_wants_its_hours(centre: Person) -> None:
    one = factories.duty_session()
    bulletin(one, approved=False)
    wanted = (
        "Trung tâm cần lập lịch phát thanh buổi thứ Bảy, 11/4: bản tin đã duyệt.",
        "Lập lịch phát",
        f"{LOA}/lich",
    )
    assert wanted not in todos(centre.get("/?tat_ca=1"))

    bulletin(one, edition=2)
    assert wanted in todos(centre.get("/?tat_ca=1"))

    centre.send(centre.get(f"{LOA}/lich"), "/loa/lich")
    assert wanted not in todos(centre.get("/?tat_ca=1"))


def test_ten_more_broadcasts_ask_nothing_more(app: Flask, planned: DutySession) -> None:
    stand_at("2026-04-07 05:00")
    loa = operator(app)
    loa.get("/")
    with counted_queries() as before:
        loa.get("/")
    hours = tuple(time(hour, 7) for hour in range(6, 12))
    plan_broadcasts(db.session, planned, Slots(FIRST, LAST, hours), by=None)
    db.session.commit()
    with counted_queries() as after:
        loa.get("/")

    assert len(after) == len(before)
