"""What a Saturday's page says of its announcements."""

from datetime import time

from saturday.extensions import db
from saturday.rules.announcements import Channel
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Page, Person
from tests.web.announcements.writing import written

HUB = "/lich-truc/2026-04-11"


def told(page: Page) -> str:
    box = page.soup.select_one("#tin-bai")
    return " ".join(box.get_text(" ", strip=True).split()) if box else ""


def test_before_the_first_text_the_centre_is_led_to_begin(centre: Person, leader: Person) -> None:
    factories.duty_session()

    assert told(centre.get(HUB)) == "Tin, bài Chưa soạn tin nào. Soạn tin, bài"
    assert told(leader.get(HUB)) == "Tin, bài Chưa soạn tin nào. Mở tin, bài"


def test_what_is_out_and_what_waits_is_counted(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.FANPAGE, Channel.WEBSITE, published=True)
    written(saturday, Channel.VILLAGE)[0].ask(by=None)
    db.session.commit()

    assert told(centre.get(HUB)) == "Tin, bài 2 trên 7 hình thức đã báo, 1 chờ duyệt. Mở tin, bài"


def test_what_is_no_longer_right_is_named(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.FANPAGE, Channel.VILLAGE, published=True)
    saturday.starts_at = time(7)
    db.session.commit()

    words = told(centre.get(HUB))

    assert "! không còn đúng Fanpage Mở" in words


def test_a_cancelled_saturday_people_heard_of_asks_for_haste(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.FANPAGE, published=True)
    saturday.cancel("mưa lũ", by=None)
    db.session.commit()

    page = centre.get(HUB)
    assert page.soup.select_one('.note.late a.btn-act[href="/thong-bao/2026-04-11/bao-gap"]')
    assert told(page)

    written(saturday, published=True)
    assert not centre.get(HUB).soup.select_one(".note.late a.btn-act")


def test_the_page_costs_no_more_questions_with_more_texts(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.FANPAGE)
    centre.get(HUB)
    with counted_queries() as few:
        centre.get(HUB)
    written(db.session.merge(saturday), *set(Channel) - {Channel.FANPAGE})
    with counted_queries() as many:
        centre.get(HUB)

    assert len(many) == len(few)
