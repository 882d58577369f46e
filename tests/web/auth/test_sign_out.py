"""Does a sign-in end when it must, at the server and for every copy of its cookie?"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.accounts import Account, SignIn
from saturday.models.audit import AuditEvent
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person

PASSWORD = "bảy cây xoài già sau vườn"
NEW = "con mèo vàng leo cây cau"


def sign_out(person: Person) -> None:
    """Press the button in the bar."""
    person.send(person.get("/phien"), "/dang-xuat")


def change_password(person: Person) -> None:
    """Change the password in another browser of the same person."""
    other = Person(person.app, person.account)
    page = other.get("/mat-khau")
    other.send(page, "/mat-khau", password=PASSWORD, new_password=NEW, again=NEW)


def disable(person: Person) -> None:
    """Let the IT officer close the account."""
    admin = Person(person.app, factories.account(username="quantri", roles={Role.ADMIN}))
    assert person.account is not None
    page = admin.get(f"/quan-tri/tai-khoan/{person.account.id}")
    admin.send(page, f"/quan-tri/tai-khoan/{person.account.id}/khoa")


def end_elsewhere(person: Person) -> None:
    """End the other sign-ins from another browser."""
    other = Person(person.app, person.account)
    other.send(other.get("/phien"), "/phien/ket-thuc-phien-khac")


def wait_31_minutes(_person: Person) -> None:
    """Do nothing for longer than half an hour."""
    stand_at("2026-04-01 09:31")


def work_13_hours(person: Person) -> None:
    """Stay at work, never idle, for longer than twelve hours."""
    for minutes in range(21, 13 * 60, 20):
        stand_at(f"2026-04-01 {9 + minutes // 60:02}:{minutes % 60:02}")
        assert (person.get("/phien", follow=False).status == 200) is (minutes < 12 * 60)


ENDINGS = [sign_out, change_password, disable, end_elsewhere, wait_31_minutes, work_13_hours]


@pytest.fixture
def hoa(app: Flask) -> Person:
    """Somebody of the Centre, signed in."""
    return Person(app, factories.account(username="hoa", roles={Role.CENTRE}, password=PASSWORD))


@pytest.mark.parametrize("end", ENDINGS)
def test_a_copied_cookie_is_worth_nothing_after(hoa: Person, end: Callable[[Person], None]) -> None:
    copy = hoa.client.get_cookie("session")
    assert copy is not None
    assert hoa.get("/phien").status == 200

    end(hoa)

    thief = Person(hoa.app, None)
    thief.client.set_cookie("session", copy.value)
    for person in (thief, hoa):
        answer = person.get("/phien", follow=False)
        assert answer.status == 303
        assert answer.response.location == "/dang-nhap?next=/phien"
    assert thief.get("/phien", htmx=True, follow=False).status == 401


def test_signing_out_says_so_and_empties_the_cookie(hoa: Person) -> None:
    page = hoa.send(hoa.get("/phien"), "/dang-xuat")

    assert page.path == "/dang-nhap?ra=1"
    assert "Đã đăng xuất." in page.main
    with hoa.client.session_transaction() as cookie:
        assert "sign_in" not in cookie
    row = db.session.scalars(select(SignIn)).one()
    assert row.ended_why == "signed out"
    assert db.session.scalars(AuditEvent.newest()).one().verb == "end"


def test_signing_out_twice_harms_nobody(hoa: Person) -> None:
    page = hoa.get("/phien")
    hoa.send(page, "/dang-xuat")
    token = hoa.get("/dang-nhap").form("/dang-nhap").select_one("[name=csrf_token]")
    assert token is not None

    again = hoa.post("/dang-xuat", {"csrf_token": token["value"]})

    assert again.path == "/dang-nhap?ra=1"


def test_a_link_can_not_sign_anyone_out(hoa: Person) -> None:
    assert hoa.get("/dang-xuat").status == 405
    assert hoa.get("/phien").status == 200


def test_signing_out_needs_the_token_of_the_page(hoa: Person) -> None:
    assert hoa.post("/dang-xuat", {}).status == 400
    assert hoa.get("/phien").status == 200


def test_other_peoples_sign_ins_go_on(hoa: Person, centre: Person) -> None:
    sign_out(hoa)

    assert centre.get("/phien").status == 200


def test_a_closed_account_stays_out_when_it_is_opened_again(hoa: Person) -> None:
    disable(hoa)
    account = db.session.scalars(Account.named("hoa")).one()
    account.enable(by=None)
    db.session.commit()

    assert hoa.get("/phien", follow=False).status == 303
