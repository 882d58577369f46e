"""Does each table show its rows as people read them?"""

from datetime import date

import pytest

from saturday.extensions import db
from saturday.models.commune import Hamlet, Partner
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Person

TABLES = (
    "ngay-nghi",
    "ngay-ban",
    "gio-lam-viec",
    "phong",
    "don-vi-phoi-hop",
    "thon-ban",
    "nhiem-vu",
)


def test_holidays_are_listed_by_year(centre: Person) -> None:
    page = centre.get("/danh-muc/ngay-nghi/")

    rows = page.rows("Ngày nghỉ, ngày làm bù 2026")
    assert rows[12][:4] == ["22/8/2026", "thứ Bảy", "làm bù", "làm bù cho ngày 31/8"]
    assert all(row[0].endswith("2026") for row in rows)
    next_year = centre.get("/danh-muc/ngay-nghi/?nam=2027").rows("2027")
    assert next_year[0][4] == "tạm tính"
    assert centre.get("/danh-muc/ngay-nghi/?nam=mai").rows("2026")


def test_a_year_without_rows_says_how_to_begin(centre: Person) -> None:
    page = centre.get("/danh-muc/ngay-nghi/?nam=2040")

    assert "Năm 2040 chưa có dòng nào." in page.main


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("ngay-ban", ["14/3/2026", "thứ Bảy", "ngay trước ngày bầu cử 15/3"]),
        ("gio-lam-viec", ["16/4", "7 giờ 00 – 11 giờ 30"]),
        ("phong", ["Ủy ban nhân dân xã", "UBND xã", "", "", "không", "uy-ban"]),
        ("don-vi-phoi-hop", ["Công an xã", ""]),
        ("nhiem-vu", ["Lãnh đạo UBND xã", "UBND xã", "1", ""]),
    ],
)
def test_the_first_row_reads(economy: Person, name: str, first: list[str]) -> None:
    page = economy.get(f"/danh-muc/{name}/")

    assert page.rows()[0] == first


def test_former_villages_come_last_with_their_last_day(centre: Person) -> None:
    db.session.add(Hamlet(name="Thôn cũ", valid_to=date(2025, 12, 31)))
    db.session.add(Hamlet(name="Thôn 1", position=1))
    db.session.commit()

    rows = centre.get("/danh-muc/thon-ban/").rows()

    assert [row[:4] for row in rows] == [
        ["Thôn 1", "Nhà văn hóa thôn 1", "", ""],
        ["Thôn cũ", "", "", "31/12/2025"],
    ]


def test_duties_are_neither_added_nor_removed(centre: Person) -> None:
    page = centre.get("/danh-muc/nhiem-vu/")

    assert not page.soup.select_one('a[href$="/moi"]')
    assert centre.get("/danh-muc/nhiem-vu/moi").status == 404
    assert not centre.get("/danh-muc/nhiem-vu/1").has_form("/xoa")


@pytest.mark.parametrize("name", TABLES)
def test_only_who_may_edit_is_offered_to(centre: Person, clerk: Person, name: str) -> None:
    factories.hamlet()

    assert centre.get(f"/danh-muc/{name}/").soup.select("table a")
    assert not clerk.get(f"/danh-muc/{name}/").soup.select("table a")


def test_an_unknown_table_is_no_address(centre: Person) -> None:
    assert centre.get("/danh-muc/cong-cu/").status == 404


@pytest.mark.parametrize("name", TABLES)
def test_more_rows_ask_no_more_of_the_database(centre: Person, name: str) -> None:
    with counted_queries() as few:
        centre.get(f"/danh-muc/{name}/")
    db.session.add_all(Partner(name=f"Đơn vị {number}") for number in range(10))
    db.session.add_all(Hamlet(name=f"Thôn {number}") for number in range(10))
    db.session.commit()

    with counted_queries() as many:
        centre.get(f"/danh-muc/{name}/")

    assert len(many) == len(few)
