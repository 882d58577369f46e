"""Does the page say what the doctor says?"""

import pytest

from saturday.safekeeping import doctor
from saturday.safekeeping.doctor import Finding
from tests.pages import Person

PATH = "/quan-tri/suc-khoe"
DEEP = f"{PATH}/ky"


def test_it_shows_each_thing_that_was_looked_at(
    admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        Finding("Ổ đĩa", ("Ổ đĩa sắp đầy: chỉ còn 90 MB. Hãy xóa hoặc chuyển bớt tệp.",)),
        Finding("Đồng hồ"),
        Finding("Nhật ký", was_looked_at=False),
    ]
    monkeypatch.setattr(doctor, "examine", lambda **_: found)

    page = admin.get(PATH)

    assert page.rows("Các mục kiểm tra") == [
        [
            "Ổ đĩa",
            "! cần xem Ổ đĩa sắp đầy: chỉ còn 90 MB. Hãy xóa hoặc chuyển bớt tệp.",
        ],
        ["Đồng hồ", "✓ tốt"],
        ["Nhật ký", "chưa xem"],
    ]
    assert "1 mục cần xem." in page.main
    assert page.soup.select_one(f'a[href="{DEEP}"]')


def test_everything_is_read_when_asked(admin: Person) -> None:
    page = admin.get(DEEP)

    assert "chưa xem" not in page.main
    assert page.soup.select_one(f'main a[href="{PATH}"]')


def test_the_overview_leads_there(admin: Person) -> None:
    links = {str(one["href"]) for one in admin.get("/quan-tri/").soup.select("main a")}

    assert {PATH, "/quan-tri/sao-luu"} <= links


def test_nobody_else_may_look(centre: Person, clerk: Person, stranger: Person) -> None:
    for person in (centre, clerk):
        assert person.get(PATH).status == 403
        assert person.get(DEEP).status == 403
    assert stranger.get(PATH).path.startswith("/dang-nhap")
