"""Does anyone find the next Saturday, and see at once when it is moved or cancelled?"""

from datetime import date

from saturday.extensions import db
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Person
from tests.web.announcements.telling import DAY, NEW_DAY, moved, published, setting, told

LIST = "/thong-bao/"


def test_a_stranger_at_the_first_page_is_led_here_and_may_sign_in(stranger: Person) -> None:
    page = stranger.get("/")

    assert page.path == LIST
    assert page.soup.select_one("a[href='/dang-nhap']")


def test_an_empty_list_says_what_will_appear(stranger: Person) -> None:
    assert "Mỗi buổi được đăng ở đây trước 7 đến 10 ngày." in stranger.get(LIST).main


def test_what_is_not_published_is_not_shown(stranger: Person) -> None:
    factories.duty_session(DAY)

    assert "11 tháng 4" not in stranger.get(LIST).main


def test_the_next_saturday_comes_first_with_hours_and_place(stranger: Person) -> None:
    told(date(2026, 5, 9))
    told(DAY)

    days = stranger.get(LIST).soup.select(".days > li")

    assert [one.a["href"] for one in days if one.a] == [
        f"/thong-bao/{DAY}",
        "/thong-bao/2026-05-09",
    ]
    words = days[0].get_text(" ", strip=True)
    assert words.startswith("Thứ Bảy, ngày 11 tháng 4 năm 2026 7 giờ 30 – 11 giờ 30 Trung tâm")


def test_a_saturday_that_is_past_goes_to_the_end(stranger: Person) -> None:
    told(DAY)
    stand_at("2026-04-12 08:00")

    page = stranger.get(LIST)

    assert not page.soup.select(".days > li")
    assert [one.text for one in page.soup.select(".past a")] == ["Thứ Bảy, 11/4"]


def test_a_moved_saturday_says_so_at_once_before_anything_is_published_anew(
    stranger: Person,
) -> None:
    moved(told().duty_session)

    page = stranger.get(LIST)

    (box,) = page.soup.select(".days .gone")
    assert box.get_text(" ", strip=True) == (
        "Buổi thứ Bảy, 11/4 dời sang thứ Bảy, 18/4 7 giờ 30 – 11 giờ 30 "
        "Trung tâm Phục vụ hành chính công xã Anh Sơn Lý do: mưa lũ"
    )


def test_a_year_of_saturdays_asks_three_questions_at_most(stranger: Person) -> None:
    row = told()
    stranger.get(LIST)
    with counted_queries() as few:
        stranger.get(LIST)
    published(moved(row.duty_session))
    for month in range(5, 10):
        told(date(2026, month, 9))
    with counted_queries() as many:
        page = stranger.get(LIST)

    assert NEW_DAY.isoformat() in str(page.soup)
    assert len(few) == 2
    assert len(many) == 3
    db.session.rollback()


def test_it_leads_to_the_form_for_opinions_where_the_commune_takes_them(stranger: Person) -> None:
    closed = stranger.get("/thong-bao/")
    setting("feedback.public_form", "yes")
    opened = stranger.get("/thong-bao/")

    assert closed.soup.select_one("a[href='/phan-anh/gui']") is None
    assert opened.soup.select_one("a[href='/phan-anh/gui']")
    assert closed.soup.select_one("a[href='/phan-anh/tra-cuu']")
