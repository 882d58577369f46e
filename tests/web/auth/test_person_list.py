"""Can officers take turns at a shared desk, and does the browser carry nobody's name?"""

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.accounts import Account, SignIn, SignInFailure
from saturday.models.commune import Setting
from saturday.models.sign_in_rules import REMEMBERS
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Page, Person

PASSWORD = "bảy cây xoài già sau vườn"
PATH = "/doi-nguoi"
WRONG = "Mật khẩu chưa đúng. Kiểm tra phím Caps Lock và bộ gõ (UniKey)."


@pytest.fixture
def desk(app: Flask) -> Person:
    """Open the browser of a shared desk, which remembers."""
    db.session.add(Setting(key=REMEMBERS, value="yes"))
    for username, name in (("hoa", "Hoa"), ("binh", "Bình"), ("lan", "Lan")):
        factories.account(username=username, name=name, roles={Role.CENTRE}, password=PASSWORD)
    factories.account(username="quantri", name="Trị", roles={Role.ADMIN}, password=PASSWORD)
    return Person(app, None)


def come_in(person: Person, username: str) -> Page:
    """Sign in by name and password."""
    return person.send(person.get("/dang-nhap"), "/dang-nhap", username=username, password=PASSWORD)


def leave(person: Person, page: Page) -> Page:
    """Press "Đổi người" in the bar."""
    return person.send(page, PATH)


def offered(page: Page) -> list[str]:
    """Name who may sit down, the one at hand with a star."""
    rows = []
    for radio in page.soup.select("input[name=person]"):
        label = page.soup.find("label", attrs={"for": radio["id"]})
        assert label is not None
        rows.append(label.get_text(strip=True) + ("*" if radio.has_attr("checked") else ""))
    return rows


def open_names() -> list[str]:
    """Name who is signed in."""
    rows = db.session.scalars(select(SignIn).where(SignIn.ended_at.is_(None)))
    return [row.account.username for row in rows]


def number(username: str) -> str:
    """Give the number of an account."""
    return str(db.session.scalars(Account.named(username)).one().id)


def test_whoever_gets_up_is_out_and_the_one_before_comes_first_to_hand(desk: Person) -> None:
    leave(desk, come_in(desk, "hoa"))
    page = leave(desk, come_in(desk, "binh"))

    assert page.path == PATH
    assert offered(page) == ["Bình", "Hoa*"]
    assert open_names() == []
    answer = desk.send(page, "/doi-nguoi/vao", password=PASSWORD)
    assert answer.status == 200
    assert open_names() == ["hoa"]
    ended = db.session.scalars(select(SignIn.ended_why)).all()
    assert ended[:2] == ["changed person", "changed person"]


def test_the_browser_carries_numbers_under_a_seal_and_no_name(desk: Person) -> None:
    come_in(desk, "hoa")

    cookie = desk.client.get_cookie("people")
    assert cookie is not None
    assert "hoa" not in cookie.value.lower()
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    carried, _, seal = cookie.value.rpartition(".")
    desk.client.set_cookie("people", f"{carried}.{seal.swapcase()}")
    desk.client.delete_cookie("session")
    assert desk.get(PATH).path == "/dang-nhap"


def test_six_are_remembered_and_no_admin(desk: Person) -> None:
    for one in range(7):
        factories.account(
            username=f"cc{one}", name=f"Công chức {one}", roles={Role.CENTRE}, password=PASSWORD
        )
    for one in range(7):
        page = come_in(desk, f"cc{one}")
        leave(desk, page)
    leave(desk, come_in(desk, "quantri"))

    assert offered(desk.get(PATH)) == [
        "Công chức 6",
        "Công chức 5*",
        "Công chức 4",
        "Công chức 3",
        "Công chức 2",
        "Công chức 1",
    ]


def test_a_wrong_password_is_refused_and_counted(desk: Person) -> None:
    page = leave(desk, come_in(desk, "hoa"))

    answer = desk.send(page, "/doi-nguoi/vao", password="sai")

    assert answer.status == 422
    assert answer.faults == [WRONG]
    assert answer.soup.title is not None
    assert answer.soup.title.text.strip().startswith("Lỗi:")
    assert db.session.scalars(select(SignInFailure)).one().username == "hoa"
    for _ in range(9):
        answer = desk.send(answer, "/doi-nguoi/vao", password="sai")
    assert desk.send(answer, "/doi-nguoi/vao", password=PASSWORD).status == 429


def test_an_empty_password_is_named(desk: Person) -> None:
    page = leave(desk, come_in(desk, "hoa"))

    assert desk.send(page, "/doi-nguoi/vao").faults == ["Hãy ghi mật khẩu."]


def test_who_was_not_here_can_not_be_chosen(desk: Person) -> None:
    page = leave(desk, come_in(desk, "hoa"))

    answer = desk.send(page, "/doi-nguoi/vao", person=number("lan"), password=PASSWORD)

    assert answer.status == 422
    assert answer.faults == ["Hãy chọn người vào làm."]
    assert open_names() == []


def test_a_closed_account_is_not_named(desk: Person) -> None:
    leave(desk, come_in(desk, "hoa"))
    leave(desk, come_in(desk, "binh"))
    db.session.scalars(Account.named("binh")).one().disable(by=None)
    db.session.commit()

    assert offered(desk.get(PATH)) == ["Hoa*"]


def test_the_names_can_be_forgotten(desk: Person) -> None:
    page = leave(desk, come_in(desk, "hoa"))

    answer = desk.send(page, "/doi-nguoi/quen")

    assert answer.path.startswith("/dang-nhap")
    assert desk.get(PATH).path == "/dang-nhap"
    assert desk.post("/doi-nguoi/vao", {}).status == 400


def test_the_sign_in_page_leads_there_when_somebody_was_here(desk: Person) -> None:
    assert "Chọn người vừa dùng" not in desk.get("/dang-nhap").main
    page = come_in(desk, "hoa")
    desk.send(page, "/dang-xuat")

    assert "Chọn người vừa dùng máy này" in desk.get("/dang-nhap").main


@pytest.mark.usefixtures("app")
def test_unless_the_commune_allows_it_nothing_is_remembered(stranger: Person) -> None:
    factories.account(username="hoa", roles={Role.CENTRE}, password=PASSWORD)

    page = come_in(stranger, "hoa")

    assert not page.has_form(PATH)
    assert stranger.client.get_cookie("people") is None
    assert stranger.get(PATH).path != PATH


def test_when_it_is_forbidden_later_the_names_are_gone(desk: Person) -> None:
    leave(desk, come_in(desk, "hoa"))
    db.session.scalars(select(Setting).where(Setting.key == REMEMBERS)).one().value = ""
    db.session.commit()

    assert desk.get(PATH).path == "/dang-nhap"


def test_getting_up_twice_harms_nobody(desk: Person) -> None:
    page = come_in(desk, "hoa")

    leave(desk, page)
    again = leave(desk, page)

    assert again.path == PATH
    assert open_names() == []
