"""The page of a year: the plan's promise beside what was held."""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.plan import AnnualPlan, Choice
from tests.conftest import stand_at
from tests.pages import Person
from tests.web.reports.test_period_detail import FIGURES, held
from tests.web.reports.test_period_file import sheets_of

HERE = "/bao-cao/nam/2026"


@pytest.fixture(autouse=True)
def april(app: Flask) -> None:
    """Stand after the Saturday of April."""
    del app
    for day in (date(2026, 2, 28), date(2026, 4, 11), date(2026, 5, 9)):
        held(day)
    stand_at("2026-04-20 09:00")


def test_the_promise_stands_beside_what_was_held_and_what_was_moved(centre: Person) -> None:
    moved = held(date(2026, 5, 9))
    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    plan.move(moved, Choice(date(2026, 5, 16)), "mưa lũ", known_calendar(db.session), by=None)
    db.session.commit()

    page = centre.get(HERE)

    assert "mỗi tháng một buổi, cả năm 11 buổi." in page.main
    assert "Chưa có buổi ở tháng: 3." in page.main
    assert page.rows("Các buổi dời, hủy") == [["thứ Bảy, 09/5", "dời sang 16/5", "mưa lũ"]]
    assert "Lập báo cáo (BC)" in page.main
    assert page.rows(FIGURES)[0][-1] == "2"
    assert centre.get("/bao-cao/ky/2026-01-01/2026-12-31").path == HERE


def test_a_year_is_compared_once_with_the_year_before(centre: Person) -> None:
    held(date(2025, 5, 10))
    page = centre.get(HERE)

    heads = [one.text for one in page.table(FIGURES).select("thead th")]
    assert heads[-3:] == ["Năm nay", "Năm trước", "So với năm trước"]
    assert "Kỳ trước" not in page.main
    assert "Cùng kỳ năm trước" not in page.main
    assert "chưa có số liệu" not in page.main
    book = sheets_of(centre.client.get("/bao-cao/ky/2026-01-01/2026-12-31/bang.xlsx").data)
    assert book["Số liệu chính"][0] == ["STT", "Chỉ tiêu", "Năm nay", "Năm trước"]


def test_a_year_without_a_plan_says_how_to_begin(centre: Person) -> None:
    page = centre.get("/bao-cao/nam/2031")

    assert "Chưa có số liệu năm 2031." in page.main
    assert "Chưa có kế hoạch năm 2031. Lập kế hoạch năm" in page.main
    assert "Lập báo cáo (BC)" not in page.main


@pytest.mark.parametrize("year", [2025, 2050])
def test_a_year_of_which_nothing_was_kept_shows_no_figures(centre: Person, year: int) -> None:
    page = centre.get(f"/bao-cao/nam/{year}")

    assert f"Chưa có số liệu năm {year}." in page.main
    assert FIGURES not in page.main
    assert ("Lập kế hoạch năm" in page.main) is (year == 2050)


def test_where_nothing_was_kept_or_has_come_no_nought_stands(centre: Person) -> None:
    page = centre.get(HERE)

    heads = [one.text for one in page.table(FIGURES).select("thead th")]
    assert heads[-1] == "Năm nay"
    assert "Năm trước, năm 2025: chưa có số liệu." in page.main
    saturdays = {row[0]: row[1:] for row in page.rows("Từng buổi")}
    assert saturdays["thứ Bảy, 11/4"][:5] == ["0"] * 5
    assert saturdays["thứ Bảy, 09/5"] == ["", "", "", "", "", "chưa đến"]
    book = sheets_of(centre.client.get("/bao-cao/ky/2026-01-01/2026-12-31/bang.xlsx").data)
    assert {row[3] for row in book["Số liệu chính"][1:]} == {""}
    assert book["Từng buổi"][3][2] == ""


def test_of_a_year_whose_plan_is_whole_nothing_was_moved(centre: Person) -> None:
    assert "Không có buổi nào dời, hủy." in centre.get(HERE).main
    assert "Không có buổi nào dời, hủy." in centre.get("/bao-cao/ky/2026-01-01/2026-12-31/in").main
