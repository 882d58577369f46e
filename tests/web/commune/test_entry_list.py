"""Does each table show its rows as people read them?"""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.commune import Hall, Hamlet, Network, Partner, Power, Signal
from saturday.rules.permissions import Role
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
    "nha-van-hoa",
    "linh-vuc",
    "nhiem-vu",
    "chu-viet-tat",
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


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("ngay-ban", ["14/3/2026", "thứ Bảy", "ngay trước ngày bầu cử 15/3"]),
        ("gio-lam-viec", ["16/4", "7 giờ 00 – 11 giờ 30"]),
        ("phong", ["Ủy ban nhân dân xã", "UBND xã", "", "", "không", "uy-ban"]),
        ("don-vi-phoi-hop", ["Công an xã", ""]),
        ("linh-vuc", ["Chứng thực", "Trung tâm", "Chứng thực", "", "chung-thuc"]),
        ("chu-viet-tat", ["4G", "bốn gờ"]),
        ("nhiem-vu", ["Lãnh đạo UBND xã", "UBND xã", "1", "cả buổi", ""]),
    ],
)
def test_the_first_row_reads(economy: Person, name: str, first: list[str]) -> None:
    page = economy.get(f"/danh-muc/{name}/")

    assert page.rows()[0] == first


def test_former_villages_come_last_with_their_last_day(centre: Person) -> None:
    db.session.add(Hamlet(name="Thôn cũ", valid_to=date(2025, 12, 31)))
    db.session.add(Hamlet(name="Thôn sau", position=2, valid_from=date(2026, 7, 1)))
    db.session.add(Hamlet(name="Thôn 1", position=1, valid_to=date(2026, 12, 31)))
    db.session.commit()

    rows = centre.get("/danh-muc/thon-ban/").rows()

    assert [(row[0], row[-2]) for row in rows] == [
        ("Thôn 1", "còn: đến 31/12/2026"),
        ("Thôn sau", "có từ 01/7/2026"),
        ("Thôn cũ", "đã hết: đến 31/12/2025"),
    ]


def test_a_column_without_any_word_is_left_out(centre: Person) -> None:
    factories.hamlet()

    def heads() -> list[str]:
        return [one.text for one in centre.get("/danh-muc/thon-ban/").soup.select("thead th")]

    plain = ["Tên", "Bí thư chi bộ", "Trưởng thôn, bản", "Trưởng Ban công tác Mặt trận", "Sóng"]
    assert heads() == plain
    row = db.session.scalars(Hamlet.in_order()).one()
    row.distance_km = 3.0
    db.session.commit()
    assert heads() == [*plain, "Cách (km)"]


def test_halls_say_what_can_be_relied_on(centre: Person) -> None:
    village = factories.hamlet(hall="")
    hall = Hall(
        name="Nhà văn hóa thôn 1",
        hamlet=village,
        address="xóm Đông",
        capacity=120,
        power=Power.UNSTEADY,
        network=Network.MOBILE,
    )
    db.session.add(hall)
    db.session.commit()

    assert centre.get("/danh-muc/nha-van-hoa/").rows()[0][:4] == [
        "Nhà văn hóa thôn 1",
        "Thôn 1 (mẫu)",
        "xóm Đông",
        "120 chỗ; điện hay mất điện; chỉ có sóng di động",
    ]


def test_telephones_are_for_those_who_call(
    app: Flask, centre: Person, clerk: Person, economy: Person
) -> None:
    village = factories.hamlet()
    village.head_name, village.head_phone = "Lô Thị Hai (mẫu)", "0912345678"
    factories.officer().phone = "0987654321"
    db.session.commit()
    desk = Person(app, factories.account(username="quay", roles={Role.OFFICER}))

    for path, name, number in (
        ("/danh-muc/thon-ban/", "Lô Thị Hai", "0912 345 678"),
        ("/danh-muc/cong-chuc/", "Công chức 1", "0987 654 321"),
    ):
        for person in (centre, clerk, economy):
            assert number in person.get(path).main
        assert name in desk.get(path).main
        assert number not in desk.get(path).response.get_data(as_text=True)
    assert "Không có dòng nào khớp." in desk.get("/danh-muc/thon-ban/?tim=0912345").main


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cao", ["Bản Cao"]),
        ("lo thi", ["Bản Cao"]),
        ("0912 345", ["Bản Cao"]),
        ("tot", ["Bản Thấp"]),
        ("xyz", []),
    ],
)
def test_any_word_of_a_row_finds_it(centre: Person, typed: str, found: list[str]) -> None:
    db.session.add(Hamlet(name="Bản Cao", head_name="Lô Thị Hai (mẫu)", head_phone="0912345678"))
    db.session.add(Hamlet(name="Bản Thấp", signal=Signal.GOOD))
    db.session.commit()

    page = centre.get(f"/danh-muc/thon-ban/?tim={typed}")

    assert ([row[0] for row in page.rows()] if found else []) == found
    assert f"{len(found)} trên 2 thôn, bản." in page.main
    assert ("Không có dòng nào khớp." in page.main) == (not found)


def test_a_short_table_has_its_count_and_no_search(centre: Person) -> None:
    page = centre.get("/danh-muc/don-vi-phoi-hop/")

    assert "6 đơn vị phối hợp." in page.main
    assert page.soup.select_one("[name=tim]") is None
    assert centre.get("/danh-muc/nhiem-vu/").soup.select_one("[name=tim]")


@pytest.mark.parametrize("name", ["thon-ban", "nha-van-hoa"])
def test_a_new_commune_reads_how_to_begin(centre: Person, economy: Person, name: str) -> None:
    page = centre.get(f"/danh-muc/{name}/")

    assert "Chưa nhập" in page.main
    assert page.soup.select_one(f'.empty a[href="/danh-muc/{name}/moi"]')
    assert not economy.get(f"/danh-muc/{name}/").soup.select_one(".empty a")


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


@pytest.mark.each_on_server
@pytest.mark.parametrize("name", TABLES)
def test_more_rows_ask_no_more_of_the_database(centre: Person, name: str) -> None:
    factories.hamlet("Thôn đầu")
    with counted_queries() as few:
        centre.get(f"/danh-muc/{name}/")
    db.session.add_all(Partner(name=f"Đơn vị {number}") for number in range(10))
    first = db.session.scalars(Hamlet.with_former()).first()
    for number in range(10):
        halls = [Hall(name=f"Nhà văn hóa {number}")]
        db.session.add(Hamlet(name=f"Thôn {number}", halls=halls, merged_into=first))
    db.session.commit()

    with counted_queries() as many:
        centre.get(f"/danh-muc/{name}/")

    assert len(many) == len(few)
