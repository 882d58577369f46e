"""Who owes what of the opinions, by when, and with which button?"""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.feedback import Feedback, Opinion, Reply, Speaker
from saturday.rules.feedback import AnswerWay, FeedbackKind, FeedbackSource
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, department_person, stand_at
from tests.pages import Page, Person

LAND = Opinion(
    content="Hồ sơ cấp giấy chứng nhận lần đầu nộp bảy tháng chưa có kết quả.",
    source=FeedbackSource.DESK,
    speaker=Speaker("Lô Thị Ẩn", "Thôn 1 (mẫu)", "0912345678"),
)
UNNAMED = replace(LAND, speaker=Speaker())


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Stand at the desk of Saturday 11/4."""
    del app
    stand_at("2026-04-11 09:00")


def written(code: str = "", opinion: Opinion = LAND) -> Feedback:
    """Write one down, and give it to a department."""
    row, _code = Feedback.record(db.session, opinion, by=None)
    if code:
        row.assign(factories.department(code), opinion.kind, by=None)
    db.session.commit()
    return row


def at(app: Flask, moment: str, role: Role) -> Person:
    """Open the browser of somebody at a moment."""
    stand_at(moment)
    return Person(app, factories.account(username=role.name.lower(), roles={role}))


def owed(page: Page) -> dict[str, str]:
    """Give the things to do with opinions, with the addresses of their buttons."""
    found = {
        one.select_one("strong").get_text(" ", strip=True): str(one.select_one("a")["href"])  # type: ignore[union-attr, index] # they have both
        for one in page.soup.select(".todo")
    }
    return {words: address for words, address in found.items() if "/phan-anh/" in address}


def test_the_centre_gives_what_is_new(centre: Person) -> None:
    written()
    assert owed(centre.get("/?tat_ca=1")) == {
        "Trung tâm cần giao xử lý 1 ý kiến của người dân: còn 5 ngày làm việc, đến 17/4.": (
            "/phan-anh/2026/1"
        )
    }

    written(opinion=UNNAMED)
    assert owed(centre.get("/?tat_ca=1")) == {
        "Trung tâm cần giao xử lý 2 ý kiến của người dân: còn 5 ngày làm việc, đến 17/4.": (
            "/phan-anh/?trang-thai=moi"
        )
    }


def test_a_gop_y_is_owed_without_a_limit(centre: Person) -> None:
    written(opinion=UNNAMED)

    assert list(owed(centre.get("/?tat_ca=1"))) == [
        "Trung tâm cần giao xử lý 1 ý kiến của người dân."
    ]


def test_what_a_department_that_is_no_more_owes_is_given_anew(centre: Person) -> None:
    written("kinh-te")
    assert owed(centre.get("/?tat_ca=1")) == {}

    factories.department("kinh-te").valid_to = date(2026, 4, 10)
    db.session.commit()

    assert list(owed(centre.get("/?tat_ca=1")).values()) == ["/phan-anh/2026/1"]


def test_the_centre_reminds_who_is_late(app: Flask) -> None:
    written("kinh-te")
    written("van-phong", replace(LAND, kind=FeedbackKind.PRAISE))
    page = at(app, "2026-04-28 09:00", Role.CENTRE).get("/?tat_ca=1")

    assert owed(page) == {
        "Phòng Kinh tế cần trả lời 1 ý kiến của người dân: quá hạn 1 ngày làm việc.": (
            "/phan-anh/qua-han"
        )
    }
    boxes = [one.text for one in page.soup.find_all("textarea")]
    assert any("- Số 01/2026: quá hạn 1 ngày làm việc." in one for one in boxes)


def test_the_centre_tells_people_what_became_of_it(centre: Person) -> None:
    row = written("kinh-te")
    row.reply(Reply("Đã cấp giấy.", AnswerWay.LETTER, date(2026, 4, 11)), by=None)
    db.session.commit()

    assert owed(centre.get("/?tat_ca=1")) == {
        "Trung tâm cần báo lại cho người nêu 1 ý kiến đã có kết quả.": (
            "/phan-anh/?trang-thai=cho-bao-lai"
        )
    }


def test_a_department_owes_its_own_answers(app: Flask, culture: Person) -> None:
    written("kinh-te")
    economy = department_person(app, "kinh-te")
    assert owed(economy.get("/")) == {
        "Phòng Kinh tế cần trả lời 1 ý kiến của người dân: còn 10 ngày làm việc, đến 24/4.": (
            "/phan-anh/2026/1"
        )
    }
    assert owed(culture.get("/")) == {}

    written("kinh-te")
    assert list(owed(economy.get("/")).values()) == ["/phan-anh/?trang-thai=chua-xong"]


def test_a_leader_hears_of_what_is_late_only(app: Flask) -> None:
    written("kinh-te")
    assert owed(at(app, "2026-04-24 09:00", Role.LEADER).get("/")) == {}

    stand_at("2026-04-28 09:00")
    late = Person(app, factories.account(username="pct", roles={Role.LEADER}))
    assert owed(late.get("/")) == {"1 ý kiến của người dân quá hạn.": "/phan-anh/qua-han"}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CLERK, Role.ADMIN, Role.BROADCASTER])
def test_others_owe_nothing_of_it(app: Flask, role: Role) -> None:
    written()

    assert owed(at(app, "2026-04-11 10:00", role).get("/?tat_ca=1")) == {}


def test_ten_more_ask_no_more(centre: Person) -> None:
    written()
    written("kinh-te")
    centre.get("/")
    with counted_queries() as few:
        centre.get("/")
    for _ in range(10):
        written("kinh-te")
        written()
    with counted_queries() as many:
        centre.get("/")

    assert len(many) <= len(few)
