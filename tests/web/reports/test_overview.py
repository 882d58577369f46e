"""Which Saturdays were held this year?"""

from tests import factories
from tests.conftest import stand_at
from tests.pages import Person


def test_the_saturdays_that_have_come_are_listed(centre: Person) -> None:
    saturday = factories.duty_session()
    stand_at("2026-04-11 10:52")
    factories.received(saturday)

    page = centre.get("/bao-cao/")

    assert page.rows("Các buổi đã tổ chức") == [["thứ Bảy, 11/4", "1"]]


def test_before_the_first_saturday_the_page_says_what_will_appear(leader: Person) -> None:
    page = leader.get("/bao-cao/")

    assert "hiện ở đây từ buổi thứ Bảy đầu tiên" in page.main


def test_a_department_sees_no_reports(economy: Person) -> None:
    assert economy.get("/bao-cao/").status == 403
