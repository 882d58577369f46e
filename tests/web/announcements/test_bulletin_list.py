"""Tests: the list of bulletins."""

from datetime import date

from flask import Flask

from saturday.extensions import db
from saturday.models.broadcasts import plan_broadcasts
from saturday.rules.broadcasts import Slots
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Person
from tests.web.announcements.bulletin_stories import LOA, bulletin, operator

LIST = "/thong-bao/loa"


def test_the_operator_sees_the_approved_ones(app: Flask) -> None:
    one = factories.duty_session()
    bulletin(one)
    bulletin(factories.duty_session(date(2026, 5, 9)), approved=False)
    plan_broadcasts(db.session, one, Slots(date(2026, 4, 7), date(2026, 4, 10)), by=None)
    db.session.commit()

    assert operator(app).get(LIST).rows("Bản tin của các buổi") == [
        ["thứ Bảy, 11/4", "thông báo buổi làm việc", "✓ đã duyệt", "0/8 lượt"]
    ]


def test_the_centre_sees_those_being_written(centre: Person) -> None:
    bulletin(factories.duty_session(date(2026, 5, 9)), approved=False)

    assert centre.get(LIST).rows("Bản tin của các buổi") == [
        ["thứ Bảy, 09/5", "thông báo buổi làm việc", "dự thảo", "chưa có lịch"]
    ]


def test_a_cancelled_saturday_waits_for_its_own_bulletin(app: Flask) -> None:
    one = factories.duty_session()
    bulletin(one)
    one.cancel("mưa bão", by=None)
    db.session.commit()
    loa = operator(app)

    assert "Chưa có bản tin nào." in loa.get(LIST).main
    bulletin(one)
    assert loa.get(LIST).rows("Bản tin")[0][1] == "báo hủy buổi"


def test_what_was_played_before_a_change_does_not_count_for_the_change(app: Flask) -> None:
    stand_at("2026-04-07 05:40")
    one = factories.duty_session()
    bulletin(one)
    plan_broadcasts(db.session, one, Slots(date(2026, 4, 7), date(2026, 4, 7)), by=None)
    db.session.commit()
    loa = operator(app)
    loa.send(loa.get(LOA), "/loa/vua-phat")
    assert loa.get(LIST).rows("Bản tin")[0][3] == "1/2 lượt"
    stand_at("2026-04-07 16:00")
    one = db.session.merge(one)
    one.cancel("mưa bão", by=None)
    bulletin(one)
    loa = Person(app, loa.account)

    assert loa.get(LIST).rows("Bản tin")[0][1:] == ["báo hủy buổi", "✓ đã duyệt", "0/1 lượt"]
    page = loa.get(LOA)
    assert "bản tin thông báo buổi làm việc, bản 1" in page.main
    assert "chưa phát: phát ngay" in page.main
    loa.send(page, "/loa/vua-phat")
    assert loa.get(LIST).rows("Bản tin")[0][3] == "1/1 lượt"


def test_nothing_yet_says_what_will_come(app: Flask) -> None:
    assert "Bản tin hiện ở đây khi đã được duyệt." in operator(app).get(LIST).main


def test_ten_more_saturdays_ask_nothing_more(app: Flask) -> None:
    loa = operator(app)
    bulletin(factories.duty_session(date(2026, 4, 11)))
    loa.get(LIST)
    with counted_queries() as before:
        loa.get(LIST)
    for month in range(5, 11):
        bulletin(factories.duty_session(date(2026, month, 1)))
    with counted_queries() as after:
        assert len(loa.get(LIST).rows("Bản tin")) == 7

    assert len(after) == len(before)
