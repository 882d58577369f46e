"""Does anyone read of a Saturday what was published, and nothing that has changed since?"""

from datetime import date, time

import pytest

from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.plan import AnnualPlan, Choice
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person
from tests.web.announcements.telling import (
    DAY,
    NEW_PAGE,
    PAGE,
    moved,
    published,
    setting,
    told,
    written,
)

ODD = 'Nhà văn hóa <b>"Đồi & Chè"</b> 🌾 '
LONG = "Nhà sinh hoạt cộng đồng " + "Trường Xuân Thượng Hạ " * 20


def heading(page: Page) -> str:
    """Read the page's one heading."""
    return page.soup.h1.get_text(" ", strip=True) if page.soup.h1 else ""


def facts(page: Page) -> dict[str, str]:
    """Read label and words of the facts at the head of the page."""
    return {
        pair.dt.get_text(strip=True): pair.dd.get_text(" ", strip=True)
        for pair in page.soup.select(".facts > div")
        if pair.dt and pair.dd
    }


def test_it_shows_day_hours_and_place_and_the_text_as_published(stranger: Person) -> None:
    setting("centre.phone", "0238 387 6543")
    told()

    page = stranger.get(PAGE)

    assert heading(page) == "Mời bà con đến làm giấy tờ sáng thứ Bảy"
    assert facts(page) == {
        "Ngày": "Thứ Bảy, ngày 11 tháng 4 năm 2026",
        "Giờ": "7 giờ 30 – 11 giờ 30",
        "Tại": "Trung tâm Phục vụ hành chính công xã Anh Sơn",
    }
    assert "Ủy ban nhân dân xã Anh Sơn tổ chức buổi làm việc" in page.main
    assert [one.text for one in page.soup.select("article li")][:2] == ["Chứng thực", "Hộ tịch"]
    assert page.soup.select("a.button[href='tel:02383876543']")
    assert not page.soup.select("script, form, style")


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/lich.ics", NEW_PAGE, "/thong-bao/2026-02-30"])
def test_what_is_not_published_has_no_page(stranger: Person, path: str) -> None:
    written(factories.duty_session(DAY))

    assert stranger.get(path).status == 404


def test_nothing_published_changes_silently(stranger: Person) -> None:
    duty_session = told().duty_session
    duty_session.starts_at = time(8)
    db.session.commit()

    assert facts(stranger.get(PAGE))["Giờ"] == "7 giờ 30 – 11 giờ 30"


def test_a_moved_saturday_says_so_at_once_and_hides_what_no_longer_holds(stranger: Person) -> None:
    moved(told().duty_session)

    page = stranger.get(PAGE)

    assert heading(page) == "Buổi thứ Bảy, 11/4 dời sang thứ Bảy, 18/4"
    assert "Lý do: mưa lũ" in page.main
    assert page.soup.select("details > article")


def test_hours_and_place_of_the_new_day_are_told_before_its_text_is(stranger: Person) -> None:
    new = moved(told().duty_session)
    new.starts_at, new.place = time(8), "Nhà văn hóa thôn 12"
    db.session.commit()

    page = stranger.get(PAGE)

    assert facts(page) == {
        "Ngày mới": "Thứ Bảy, ngày 18 tháng 4 năm 2026",
        "Giờ": "8 giờ 00 – 11 giờ 30",
        "Tại": "Nhà văn hóa thôn 12",
    }
    assert "Tin mới sẽ đăng" not in page.main
    feed = stranger.get("/thong-bao/tin.atom").response.get_data(as_text=True)
    assert "8 giờ 00 – 11 giờ 30" in feed


def test_the_new_day_is_a_link_as_soon_as_it_has_a_page(stranger: Person) -> None:
    new = moved(told().duty_session)
    published(new)

    assert stranger.get(PAGE).soup.select(f".gone a[href='{NEW_PAGE}']")
    assert heading(stranger.get(NEW_PAGE)) == "Mời bà con đến làm giấy tờ sáng thứ Bảy"


def test_the_published_move_tells_hours_and_place_of_the_new_day(stranger: Person) -> None:
    duty_session = told().duty_session
    moved(duty_session)
    published(duty_session)

    page = stranger.get(PAGE)

    assert facts(page)["Ngày mới"] == "Thứ Bảy, ngày 18 tháng 4 năm 2026"
    assert "Bà con giữ lại giấy tờ đã chuẩn bị" in page.main
    assert not page.soup.select("details")


def test_a_saturday_moved_twice_says_where_it_is_now(stranger: Person) -> None:
    duty_session = told().duty_session
    published_move = moved(duty_session)
    published(duty_session)
    moved(published_move, day=date(2026, 5, 16))

    page = stranger.get(PAGE)

    assert heading(page) == "Buổi thứ Bảy, 11/4 dời sang thứ Bảy, 16/5"
    assert facts(page)["Ngày mới"] == "Thứ Bảy, ngày 16 tháng 5 năm 2026"


def test_a_cancelled_saturday_says_so_at_once(stranger: Person) -> None:
    duty_session = told().duty_session
    duty_session.cancel("bão số 3", by=None)
    db.session.commit()
    at_once = stranger.get(PAGE)
    published(duty_session)
    afterwards = stranger.get(PAGE)

    for page in (at_once, afterwards):
        assert heading(page) == "Buổi thứ Bảy, 11/4 đã hủy"
        assert "Lý do: bão số 3" in page.main
        assert facts(page) == {}
    assert "Tin mới sẽ đăng" in at_once.main
    assert "Buổi sau có thông báo riêng." in afterwards.main


def test_a_saturday_moved_and_then_cancelled_is_cancelled(stranger: Person) -> None:
    new = moved(told().duty_session)
    new.cancel("bão số 3", by=None)
    db.session.commit()

    page = stranger.get(PAGE)

    assert heading(page) == "Buổi thứ Bảy, 11/4 đã hủy"
    assert "Lý do: bão số 3" in page.main


def test_a_saturday_moved_back_is_held_again_and_the_move_no_longer_told(stranger: Person) -> None:
    duty_session = told().duty_session
    new = moved(duty_session)
    published(duty_session)
    plan: AnnualPlan = duty_session.plan
    plan.move(new, Choice(DAY), "trời đẹp", known_calendar(db.session), by=None)
    db.session.commit()

    page = stranger.get(PAGE)

    assert heading(page) == "Buổi thứ Bảy, 11/4 vẫn làm việc"
    assert "Tin mới sẽ đăng ở trang này." in page.main
    assert page.soup.select("details > article")


def test_a_saturday_that_is_past_says_so_and_leads_to_the_next(stranger: Person) -> None:
    told()
    stand_at("2026-04-11 18:00")
    assert heading(stranger.get(PAGE)) == "Mời bà con đến làm giấy tờ sáng thứ Bảy"
    stand_at("2026-04-12 06:00")

    page = stranger.get(PAGE)

    assert heading(page) == "Buổi thứ Bảy, 11/4 đã qua"
    assert page.soup.select("main a[href='/thong-bao/']")
    assert not page.soup.select("a[href$='lich.ics']")


def test_a_moved_saturday_is_past_when_its_new_day_is(stranger: Person) -> None:
    moved(told().duty_session)
    stand_at("2026-04-12 06:00")
    assert stranger.get(PAGE).soup.select("a[href$='lich.ics']")
    stand_at("2026-04-19 06:00")

    assert not stranger.get(PAGE).soup.select("a[href$='lich.ics']")


def test_strange_letters_come_out_right(stranger: Person) -> None:
    told(place=ODD, subject_areas=("Hộ tịch & <i>con dấu</i>", "Đất đai"))

    page = stranger.get(PAGE)

    assert facts(page)["Tại"] == ODD.strip()
    assert "Hộ tịch & <i>con dấu</i>" in [one.text for one in page.soup.select("article li")]
    assert not page.soup.select("main i, dd b")


def test_a_very_long_place_is_shown_whole(stranger: Person) -> None:
    told(place=LONG)

    assert facts(stranger.get(PAGE))["Tại"] == LONG.strip()


def test_nobody_is_given_a_cookie_and_browsers_may_keep_it_a_minute(stranger: Person) -> None:
    told()
    for path in ("/thong-bao/", PAGE, f"{PAGE}/lich.ics", "/thong-bao/tin.atom"):
        answer = stranger.get(path).response
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, max-age=60"

        again = stranger.client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")


def test_a_move_is_new_to_a_browser_that_kept_the_page(stranger: Person) -> None:
    duty_session = told().duty_session
    kept = stranger.get(PAGE).response.headers["ETag"]
    moved(duty_session)

    assert stranger.client.get(PAGE, headers={"If-None-Match": kept}).status_code == 200


def test_it_is_the_same_for_those_who_are_signed_in(centre: Person, stranger: Person) -> None:
    told()
    centre.get(PAGE)
    with counted_queries() as sent:
        centre.get(PAGE)

    assert len(sent) == 2, "nobody is asked for"
    assert centre.get(PAGE).response.get_data() == stranger.get(PAGE).response.get_data()


def test_it_asks_three_questions_at_most(stranger: Person) -> None:
    duty_session = told().duty_session
    stranger.get(PAGE)
    with counted_queries() as few:
        stranger.get(PAGE)
    published(moved(duty_session))
    with counted_queries() as many:
        stranger.get(PAGE)

    assert len(few) == 2
    assert len(many) == 3
