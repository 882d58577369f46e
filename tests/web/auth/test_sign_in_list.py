"""Does one see where one is signed in, and can one end it?"""

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.accounts import SignIn
from tests.conftest import counted_queries, stand_at
from tests.pages import Person


@pytest.fixture
def elsewhere(app: Flask, centre: Person) -> Person:
    """Sign the coordinator in on another machine."""
    stand_at("2026-04-01 09:10")
    return Person(app, centre.account)


def test_it_lists_ones_own_open_sign_ins(centre: Person, clerk: Person, elsewhere: Person) -> None:
    del clerk
    rows = centre.get("/phien").rows("đang mở")

    assert [row[0] for row in rows] == ["9 giờ 10, thứ Tư, 01/4", "9 giờ, thứ Tư, 01/4"]
    assert rows[0][2:] == ["127.0.0.1", "tests", "Kết thúc phiên"]
    assert rows[1][4] == "phiên này"
    assert elsewhere.get("/phien").rows("đang mở")[0][4] == "phiên này"


def test_one_that_ran_out_is_not_listed(centre: Person, elsewhere: Person) -> None:
    stand_at("2026-04-01 09:35")

    assert len(elsewhere.get("/phien").rows("đang mở")) == 1
    assert centre.get("/phien", follow=False).status == 303


def test_one_can_be_ended(centre: Person, elsewhere: Person) -> None:
    page = centre.get("/phien")
    number = max(row.id for row in db.session.query(SignIn))

    answer = centre.send(page, f"/phien/{number}/ket-thuc")

    assert answer.notice == "Đã kết thúc phiên đăng nhập đó."
    assert len(answer.rows("đang mở")) == 1
    assert elsewhere.get("/phien", follow=False).status == 303
    assert centre.send(page, f"/phien/{number}/ket-thuc").notice == answer.notice


def test_all_others_can_be_ended(centre: Person, elsewhere: Person) -> None:
    Person(centre.app, centre.account)

    answer = centre.send(centre.get("/phien"), "/phien/ket-thuc-phien-khac")

    assert answer.notice == "Đã kết thúc 2 phiên đăng nhập khác."
    assert not answer.has_form("/phien/ket-thuc-phien-khac")
    assert elsewhere.get("/phien", follow=False).status == 303


def test_nobody_ends_somebody_elses(centre: Person, clerk: Person) -> None:
    assert clerk.account is not None
    theirs = db.session.scalars(SignIn.open_of(clerk.account)).one()
    Person(centre.app, centre.account)
    page = centre.get("/phien")
    form = page.form("/phien/ket-thuc-phien-khac")
    values: dict[str, object] = {
        str(one["name"]): str(one["value"]) for one in form.select("input")
    }

    answer = centre.post(f"/phien/{theirs.id}/ket-thuc", values)

    assert answer.status == 404
    assert clerk.get("/phien").status == 200


def test_ten_more_ask_nothing_more(centre: Person) -> None:
    with counted_queries() as few:
        centre.get("/phien")
    for _ in range(10):
        Person(centre.app, centre.account)
    with counted_queries() as many:
        assert len(centre.get("/phien").rows("đang mở")) == 11

    assert len(many) == len(few)


def test_strangers_are_asked_to_sign_in(stranger: Person) -> None:
    assert stranger.get("/phien").path == "/dang-nhap?next=/phien"
