"""Does the year fit on one printed sheet, with days, hours and places?"""

from datetime import date

from saturday.models.plan import Choice
from tests import factories
from tests.pages import Person
from tests.web.plan.test_year_detail import planned


def test_the_sheet_tells_day_hours_and_place_of_each_month(economy: Person) -> None:
    planned(
        Choice(date(2026, 4, 11)),
        Choice(date(2026, 5, 9)),
        Choice(date(2026, 11, 7), is_mobile=True),
    )

    page = economy.get("/ke-hoach/2026/in")

    rows = {row[0]: row[1:] for row in page.rows("Lịch năm 2026")}
    centre = "Trung tâm Phục vụ hành chính công xã Anh Sơn"
    assert rows["4"] == ["04 [11] 18 25", "11/4/2026", "7 giờ 30 – 12 giờ 00", centre, ""]
    assert rows["5"] == ["02 [09] 16 23 30", "09/5/2026", "7 giờ 00 – 11 giờ 30", centre, ""]
    assert rows["11"][1:] == [
        "07/11/2026",
        "7 giờ 30 – 12 giờ 00",
        "nhà văn hóa thôn, bản (báo sau)",
        "◆ lưu động",
    ]
    assert rows["6"] == ["06 13 20 27", "", "", "", ""]
    assert "3 buổi, 1 buổi lưu động" in page.main


def test_a_prepared_saturday_shows_its_own_hours(centre: Person) -> None:
    factories.duty_session()

    page = centre.get("/ke-hoach/2026/in")

    assert "7 giờ 30 – 11 giờ 30" in page.main


def test_the_sheet_is_a_landscape_page_without_menu(centre: Person) -> None:
    planned()

    page = centre.get("/ke-hoach/2026/in")

    body = page.soup.body
    assert body
    assert "landscape" in (body.get("class") or [])
    assert not page.soup.select("nav[aria-label='Mục chính']")
    assert page.soup.select_one("[data-print]")
    assert page.soup.select_one('a[href="/ke-hoach/2026"]')
