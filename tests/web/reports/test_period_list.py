"""A period is chosen: a month, 15–14, a quarter, a year, or any days."""

import pytest
from flask import Flask

from tests.conftest import stand_at
from tests.pages import Person
from tests.web.reports.test_period_detail import DAYS, held, issue_report

HERE = "/bao-cao/ky/"


@pytest.fixture(autouse=True)
def evening(app: Flask) -> None:
    """Stand on the last day of a reporting month."""
    del app
    for day in DAYS:
        held(day)
    stand_at("2026-04-14 16:00")


def test_the_periods_of_now_are_offered_each_with_the_one_before(centre: Person) -> None:
    links = [one.text for one in centre.get(HERE).soup.select("aside li a")]

    assert links == [
        *("Tháng 4 (15/3 – 14/4/2026)", "Tháng 3 (15/02 – 14/3/2026)"),
        *("Tháng 4 năm 2026", "Tháng 3 năm 2026", "Quý II năm 2026", "Quý I năm 2026"),
        *("Năm 2026", "Năm 2025"),
    ]


def test_any_days_lead_to_their_page(centre: Person) -> None:
    page = centre.get(HERE)

    chosen = centre.send(page, HERE, first="20/3/2026", last="20/4/2026")

    assert chosen.path == "/bao-cao/ky/2026-03-20/2026-04-20"
    assert centre.send(page, HERE, first="01/01/2026", last="31/12/2026").path == (
        "/bao-cao/nam/2026"
    )


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("", "20/4/2026", "Hãy ghi ngày bắt đầu."),
        ("20/4/2026", "", "Hãy ghi ngày kết thúc."),
        ("20/4/2026", "19/4/2026", "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
        ("20/4/2015", "19/4/2026", "Kỳ dài quá 5 năm. Hãy chọn kỳ ngắn hơn."),
    ],
)
def test_days_that_make_no_period_are_refused(
    centre: Person, first: str, last: str, said: str
) -> None:
    page = centre.send(centre.get(HERE), HERE, first=first, last=last)

    assert (page.status, page.faults) == (422, [said])
    assert page.soup.title is not None
    assert page.soup.title.text.startswith("Lỗi: ")


def test_reports_that_were_made_are_listed(centre: Person, leader: Person) -> None:
    assert "Báo cáo lập từ trang của kỳ sẽ hiện ở đây." in centre.get(HERE).main
    issue_report()

    for person in (centre, leader):
        assert person.get(HERE).rows("Báo cáo đã lập") == [
            ["Tháng 4 (15/3 – 14/4/2026)", "07/BC-TTPVHCC", "đã phát hành", "Mở văn bản"]
        ]


def test_others_see_none_of_it(economy: Person) -> None:
    assert economy.get(HERE).status == 403
