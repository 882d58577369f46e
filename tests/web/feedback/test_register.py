"""The register shows what somebody may see, sifted, a hundred a page, at the same cost."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.feedback import Feedback, Reply, Transfer
from saturday.models.feedback_register import PAGE
from saturday.rules.feedback import AnswerWay, FeedbackKind
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person
from tests.web.feedback.telling import LAND, UNNAMED, given, written

TABLE = "Phản ánh, kiến nghị, mới nhất trước"


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Stand at the desk of Saturday 11/4."""
    del app
    stand_at("2026-04-11 09:00")


def numbers(page: Page) -> list[str]:
    """Give the numbers on the page, from above."""
    return [row[0] for row in page.rows(TABLE)] if page.soup.table else []


def test_the_centre_sees_everything_with_the_time_that_is_left(centre: Person) -> None:
    given()
    written(UNNAMED)

    page = centre.get("/phan-anh/")

    assert page.rows(TABLE) == [
        [
            *("02/2026", "11/4/2026", "phản ánh", UNNAMED.content),
            *("góp ý không ghi tên", "", "", "mới ghi nhận"),
        ],
        [
            *("01/2026", "11/4/2026", "phản ánh", LAND.content, "L. T. Ẩn", "Kinh tế"),
            *("còn 10 ngày làm việc, đến 24/4", "đã giao, chờ nhận"),
        ],
    ]
    assert "Chưa xong (2) Quá hạn (0)" in page.main
    assert LAND.speaker.phone not in page.text


def test_a_department_sees_its_own_only(economy: Person, culture: Person) -> None:
    given("kinh-te")

    assert numbers(economy.get("/phan-anh/")) == ["01/2026"]
    assert numbers(culture.get("/phan-anh/")) == []
    assert "don-vi" not in {one.get("name") for one in economy.get("/phan-anh/").soup("select")}


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("trang-thai=moi", ["02/2026"]),
        ("trang-thai=chua-xong", ["03/2026", "02/2026", "01/2026"]),
        ("trang-thai=qua-han", ["01/2026"]),
        ("trang-thai=da-giao&don-vi=van-hoa-xa-hoi", ["03/2026"]),
        ("loai=khen", ["04/2026"]),
        ("don-vi=kinh-te", ["01/2026"]),
        ("trang-thai=la&loai=la&truoc=la&buoi=la", ["04/2026", "03/2026", "02/2026", "01/2026"]),
        ("truoc=2026-3", ["02/2026", "01/2026"]),
        ("truoc=2027-1", ["04/2026", "03/2026", "02/2026", "01/2026"]),
    ],
)
def test_the_register_is_sifted(centre: Person, query: str, left: list[str]) -> None:
    stand_at("2026-04-02 09:00")
    given("kinh-te")
    stand_at("2026-04-14 09:00")
    written(UNNAMED)
    given("van-hoa-xa-hoi")
    written(replace(UNNAMED, kind=FeedbackKind.PRAISE)).decline("đã chuyển lời", by=None)
    db.session.commit()
    stand_at("2026-04-24 09:00")

    assert numbers(Person(centre.app, fresh("sau")).get(f"/phan-anh/?{query}")) == left


def fresh(username: str) -> Account:
    """Make the coordinator's account anew: the first sign-in has ended meanwhile."""
    return factories.account(username=username, roles={Role.CENTRE})


def test_what_waits_to_be_told_is_found(centre: Person) -> None:
    for opinion in (LAND, LAND, UNNAMED, replace(LAND, kind=FeedbackKind.PRAISE), LAND):
        row = written(opinion)
        row.reply(Reply("Đã xong.", AnswerWay.LETTER, date(2026, 4, 11)), by=None)
        if row.number == 2:  # told already
            row.close("đã gọi điện", by=None)
    given().transfer(Transfer("Sở Xây dựng", date(2026, 4, 11)), by=None)
    db.session.commit()

    page = centre.get("/phan-anh/?trang-thai=cho-bao-lai")

    assert numbers(page) == ["06/2026", "05/2026", "01/2026"]


def test_what_was_said_on_a_saturday_is_found_by_its_day(centre: Person) -> None:
    saturday = factories.duty_session(date(2026, 4, 11))
    written()
    written(replace(UNNAMED, duty_session=saturday))

    page = centre.get("/phan-anh/?buoi=2026-04-11")

    assert numbers(page) == ["02/2026"]
    assert "Ý kiến ghi ở buổi thứ Bảy, 11/4." in page.main


def test_an_empty_register_says_what_will_come(centre: Person) -> None:
    assert "Chưa có ý kiến nào." in centre.get("/phan-anh/").main
    assert "Không có ý kiến nào như vậy." in centre.get("/phan-anh/?loai=khen").main


def test_more_than_a_page_goes_on(centre: Person) -> None:
    for _ in range(PAGE + 2):
        Feedback.record(db.session, UNNAMED, by=None)
    db.session.commit()

    first = centre.get("/phan-anh/?loai=phan-anh")
    link = first.soup.find("a", string="Ý kiến trước đó")
    second = centre.get(str(link["href"]))  # type: ignore[index] # a page of this many has one

    assert numbers(first)[-1] == "03/2026"
    assert numbers(second) == ["02/2026", "01/2026"]


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("sought", "left"),
    [
        ("giay chung nhan", ["01/2026"]),
        ("Lô Thị", ["01/2026"]),
        ("0912 345", ["01/2026"]),
        ("02/2026", ["02/2026"]),
        ("GHẾ NGỒI", ["02/2026"]),
        ("không có đâu", []),
    ],
)
def test_an_opinion_is_found(centre: Person, sought: str, left: list[str]) -> None:
    written()
    written(UNNAMED)

    page = centre.send(centre.get("/phan-anh/"), "/phan-anh/tim", sought=sought)

    assert numbers(page) == left
    assert f"Tìm thấy {len(left)} ý kiến." in page.main
    assert page.path == "/phan-anh/tim"


def test_a_department_finds_its_own_only(culture: Person) -> None:
    given("kinh-te")

    page = culture.send(culture.get("/phan-anh/"), "/phan-anh/tim", sought="Lô Thị")

    assert numbers(page) == []


@pytest.mark.parametrize(
    ("sought", "fault"),
    [
        ("", "Hãy gõ một phần nội dung, tên, số điện thoại hoặc số."),
        ("a", "Hãy gõ ít nhất 2 ký tự."),
    ],
)
def test_a_search_for_nothing_is_refused(centre: Person, sought: str, fault: str) -> None:
    page = centre.send(centre.get("/phan-anh/"), "/phan-anh/tim", sought=sought)

    assert (page.status, page.faults) == (422, [fault])


def test_ten_more_ask_no_more(centre: Person) -> None:
    given()
    given("van-hoa-xa-hoi")
    centre.get("/phan-anh/")
    with counted_queries() as few:
        centre.get("/phan-anh/")
    for number in range(10):
        given(opinion=replace(LAND, hamlet=factories.hamlet(f"Thôn {number} (mẫu)")))
    with counted_queries() as many:
        page = centre.get("/phan-anh/")

    assert len(numbers(page)) == 12
    assert len(many) <= len(few)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CLERK, Role.HAMLET, Role.ADMIN])
def test_others_have_no_register(app: Flask, role: Role) -> None:
    person = Person(app, factories.account(username="khac", roles={role}))

    assert person.get("/phan-anh/").status == 403
