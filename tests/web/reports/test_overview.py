"""Which Saturdays were held this year?"""

from datetime import date

from tests import factories
from tests.pages import Person


def test_the_saturdays_that_have_come_are_listed(host: Person) -> None:
    factories.duty_session(date(2026, 5, 9))

    page = host.get("/bao-cao/")

    assert page.rows("Các buổi đã tổ chức") == [["thứ Bảy, 11/4", "4"]]


def test_before_the_first_saturday_the_page_says_what_will_appear(leader: Person) -> None:
    page = leader.get("/bao-cao/")

    assert "hiện ở đây từ buổi thứ Bảy đầu tiên" in page.main


def test_a_department_sees_no_reports(economy: Person) -> None:
    assert economy.get("/bao-cao/").status == 403
