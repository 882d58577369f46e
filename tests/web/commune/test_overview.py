"""Does the first page of the tables say what is there, and how to begin?"""

import pytest
from flask import Flask
from sqlalchemy import delete

from saturday.extensions import db
from saturday.models.calendar import BusyDay
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Person


def test_every_table_has_its_count_and_its_link(centre: Person) -> None:
    factories.officer()

    rows = {row[0]: row[1:] for row in centre.get("/danh-muc/").rows("Các bảng")}

    assert rows["Ngày nghỉ, ngày làm bù"][0] == "176 mục"
    assert rows["Cán bộ, công chức"][0] == "1 mục"
    assert rows["Thôn, bản"] == [
        "! chưa nhập",
        "Thêm từng thôn, bản cùng người nhận thông báo và số điện thoại.",
    ]
    assert len(rows) == 13


def test_every_link_opens_a_page(centre: Person) -> None:
    links = centre.get("/danh-muc/").soup.select("main table a")

    for link in links:
        page = centre.get(str(link["href"]))
        assert page.status == 200, link
        assert page.soup.h1


@pytest.mark.parametrize("role", [Role.HAMLET, Role.BROADCASTER])
def test_the_tables_are_for_the_office_only(app: Flask, role: Role) -> None:
    person = Person(app, factories.account(username="khac", roles={role}))

    for path in ("/danh-muc/", "/danh-muc/ngay-nghi/", "/danh-muc/cong-chuc/"):
        assert person.get(path).status == 403


def test_who_may_only_look_is_told_whom_to_ask(economy: Person) -> None:
    assert "cần sửa thì báo Trung tâm" in economy.get("/danh-muc/").main


def test_counting_takes_one_question(centre: Person) -> None:
    with counted_queries() as sent:
        centre.get("/danh-muc/")

    assert len([one for one in sent if "count(" in one.lower()]) == 1


def test_an_empty_table_explains_itself(centre: Person, economy: Person) -> None:
    db.session.execute(delete(BusyDay))
    db.session.commit()

    page = centre.get("/danh-muc/ngay-ban/")

    assert "Chưa nhập ngày bận. Thêm ngày bận để kế hoạch nhắc trước khi chọn thứ Bảy." in page.main
    assert page.soup.select_one('.empty a[href="/danh-muc/ngay-ban/moi"]')
    assert not economy.get("/danh-muc/ngay-ban/").soup.select_one('a[href$="/moi"]')
