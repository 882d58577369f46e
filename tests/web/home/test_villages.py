"""Is the Centre told which villages know nothing yet, and a village what it owes?"""

from datetime import date

from flask import Flask

from saturday.extensions import db
from saturday.models.commune import Hamlet
from saturday.models.villages import ReceiptKind
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Page, Person
from tests.web.announcements.telling import moved
from tests.web.announcements.village_stories import announced, answered, villager, villages

ALL = "/?tat_ca=1"


def of_villages(page: Page) -> list[str]:
    """Read what is owed about villages."""
    rows = page.soup.select(".todo strong")
    return [row.text for row in rows if "xác nhận" in row.text or "đã nhận" in row.text]


def test_the_centre_is_told_how_many_villages_have_not_answered(centre: Person) -> None:
    duty_session, rows = announced(), villages(3)
    answered(duty_session, rows[0])

    page = centre.get("/")

    assert of_villages(page) == ["2 thôn chưa xác nhận thông báo buổi thứ Bảy, 11/4."]
    assert "1 trên 3 thôn đã nhận." in page.main
    assert page.soup.select(".todo a[href='/thon/2026-04-11']")


def test_nothing_is_owed_before_anything_is_published(centre: Person) -> None:
    factories.duty_session()
    villages(2)

    assert of_villages(centre.get("/")) == []


def test_once_every_village_knows_the_line_goes(centre: Person) -> None:
    answered(announced(), *villages(2))

    assert of_villages(centre.get("/")) == []


def test_a_move_is_owed_today(centre: Person) -> None:
    duty_session, rows = announced(), villages(2)
    answered(duty_session, *rows)
    moved(duty_session)

    page = centre.get("/")

    assert of_villages(page) == ["2 thôn chưa xác nhận tin dời buổi thứ Bảy, 11/4."]
    heading = page.soup.find("h2")
    assert heading is not None
    assert "đến hạn hôm nay, ngày mai" in heading.text


def test_the_centre_is_told_until_the_hall_of_a_mobile_saturday_is_ready(centre: Person) -> None:
    duty_session, (one,) = announced(), villages(1)
    duty_session.is_mobile, duty_session.hamlet = True, one
    db.session.commit()

    assert "Nhà văn hóa Thôn 1 cho buổi thứ Bảy, 11/4 chưa trả lời." in centre.get(ALL).main
    answered(duty_session, one, kind=ReceiptKind.HALL_READY)
    assert "Nhà văn hóa" not in centre.get(ALL).main


def test_a_village_is_told_what_it_owes_and_where(app: Flask) -> None:
    duty_session, (one, _two) = announced(), villages(2)
    head = villager(app, one)

    page = head.get("/")

    assert of_villages(page) == ["Thôn 1 cần xác nhận đã nhận thông báo buổi thứ Bảy, 11/4."]
    assert page.soup.select(".todo a[href='/thon/cua-toi']")
    assert page.soup.select("nav a[href='/thon/cua-toi']")
    assert not page.soup.select("nav a[href='/thon/']")
    answered(duty_session, one)
    assert of_villages(head.get("/")) == []


def test_a_village_is_told_of_a_move_before_everything_else(app: Flask) -> None:
    duty_session, (one, _two) = announced(), villages(2)
    answered(duty_session, one)
    moved(duty_session)
    head = villager(app, one)

    page = head.get("/")

    assert of_villages(page) == [
        "Buổi thứ Bảy, 11/4 dời sang thứ Bảy, 18/4, mời bấm đã nhận.",
    ]
    assert page.soup.select(".todo a[href='/thon/cua-toi']")
    answered(duty_session, one)
    assert of_villages(head.get("/")) == []


def test_a_later_saturday_that_was_cancelled_is_owed_beside_the_next(
    app: Flask, centre: Person
) -> None:
    announced()
    later = announced(date(2026, 5, 9))
    one, _two = villages(2)
    later.cancel("mưa lũ", by=None)
    db.session.commit()

    assert of_villages(centre.get("/?tat_ca=1")) == [
        "2 thôn chưa xác nhận tin hủy buổi thứ Bảy, 09/5.",
        "2 thôn chưa xác nhận thông báo buổi thứ Bảy, 11/4.",
    ]
    assert of_villages(villager(app, one).get("/")) == [
        "Buổi thứ Bảy, 09/5 đã hủy, mời bấm đã nhận.",
        "Thôn 1 cần xác nhận đã nhận thông báo buổi thứ Bảy, 11/4.",
    ]


def test_an_account_without_a_village_owes_nothing(app: Flask) -> None:
    announced()
    somebody = Person(app, factories.account(username="thon", roles={Role.HAMLET}))

    assert of_villages(somebody.get("/")) == []


def test_sixty_villages_cost_no_more_questions(centre: Person) -> None:
    announced()
    villages(1)
    centre.get("/")
    with counted_queries() as few:
        centre.get("/")
    db.session.add_all(Hamlet(name=f"Bản {number}") for number in range(60))
    db.session.commit()
    with counted_queries() as many:
        page = centre.get("/")

    assert of_villages(page) == ["61 thôn chưa xác nhận thông báo buổi thứ Bảy, 11/4."]
    assert len(many) == len(few)
