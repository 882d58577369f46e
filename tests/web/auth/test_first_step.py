"""What does a one-use link open, and for how long?"""

import logging
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.accounts import Account, Link, LinkKind, SignInFailure, password_fits
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person

PASSWORD = "bảy cây xoài già sau vườn"
GONE = "Liên kết không còn dùng được"


def link_for(account: Account | None) -> str:
    """Make a link and give its path."""
    kind = LinkKind.SET_PASSWORD if account else LinkKind.FIRST_ADMIN
    row, token = Link.make(kind, account, by=None)
    db.session.add(row)
    db.session.commit()
    return f"/bat-dau/{token}"


def set_password(person: Person, path: str, **typed: str) -> Page:
    """Fill in the form of a link."""
    values: dict[str, Any] = {"new_password": PASSWORD, "again": PASSWORD} | typed
    return person.send(person.get(path), path, **values)


@pytest.fixture
def hoa(app: Flask) -> Account:
    """Somebody of the Centre without a password."""
    del app
    return factories.account(username="hoa", name="Hoa", roles={Role.CENTRE})


def test_the_first_admin_is_made_by_the_link_of_the_console(stranger: Person) -> None:
    path = link_for(None)

    page = set_password(stranger, path, username="QuanTri", name="Lê Thị Mẫu")

    assert page.path.startswith("/dang-nhap?dat=1")
    assert "Đã đặt mật khẩu." in page.main
    account = db.session.scalars(select(Account)).one()
    assert (account.username, account.name) == ("quantri", "Lê Thị Mẫu")
    assert account.roles == {Role.ADMIN}
    assert password_fits(account, PASSWORD)
    inside = stranger.send(page, "/dang-nhap", username="quantri", password=PASSWORD)
    assert "Quản trị" in inside.text


def test_there_is_no_account_before_the_first(stranger: Person) -> None:
    assert db.session.scalar(select(func.count(Account.id))) == 0
    for name in ("admin", "quantri"):
        page = stranger.get("/dang-nhap")
        assert stranger.send(page, "/dang-nhap", username=name, password=name).status == 422


def test_a_password_is_set_by_the_link_of_its_account(stranger: Person, hoa: Account) -> None:
    path = link_for(hoa)
    page = stranger.get(path)
    assert "Tên đăng nhập: hoa (Hoa)" in page.main

    answer = set_password(stranger, path)

    assert answer.status == 200
    assert password_fits(db.session.get(Account, hoa.id), PASSWORD)


def test_setting_it_ends_what_was_open_and_the_waiting(stranger: Person, hoa: Account) -> None:
    inside = Person(stranger.app, hoa)
    for _ in range(10):
        db.session.add(SignInFailure.note_one("hoa", "127.0.0.1"))
    db.session.commit()
    other = link_for(hoa)

    answer = set_password(stranger, link_for(hoa))

    assert inside.get("/phien", follow=False).status == 303
    assert stranger.get(other).status == 404
    assert stranger.send(answer, "/dang-nhap", username="hoa", password=PASSWORD).status == 200


def test_used_expired_guessed_and_closed_links_say_the_same(stranger: Person, hoa: Account) -> None:
    used, expired = link_for(hoa), link_for(factories.account(username="binh"))
    closed_account = factories.account(username="khoa")
    closed = link_for(closed_account)
    closed_account.disable(by=None)
    db.session.commit()
    set_password(stranger, used)
    pages = [stranger.get(used), stranger.get("/bat-dau/doan-mo"), stranger.get(closed)]
    stand_at("2026-04-08 09:01")
    pages.append(stranger.get(expired))

    assert {page.status for page in pages} == {404}
    assert len({page.main for page in pages}) == 1
    assert pages[0].main.startswith(GONE)


def test_a_link_lives_seven_days(stranger: Person, hoa: Account) -> None:
    path = link_for(hoa)

    stand_at("2026-04-08 08:59")

    assert stranger.get(path).status == 200


def test_a_second_click_is_shown_the_same_answer(stranger: Person) -> None:
    path = link_for(None)
    page = stranger.get(path)
    typed: dict[str, Any] = {
        "username": "quantri",
        "name": "Mẫu",
        "new_password": PASSWORD,
        "again": PASSWORD,
    }

    first = stranger.send(page, path, **typed)
    second = stranger.send(page, path, **typed)

    assert second.path == first.path
    assert db.session.scalar(select(func.count(Account.id))) == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"username": ""}, "Hãy ghi tên đăng nhập."),
        ({"name": ""}, "Hãy ghi họ và tên."),
        (
            {"username": "hoà"},
            "Hãy ghi từ 3 đến 40 ký tự: chữ không dấu, chữ số, dấu chấm hoặc gạch nối.",
        ),
        ({"username": "hoa"}, "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."),
        ({"again": "khác"}, "Hai lần ghi mật khẩu mới chưa giống nhau."),
        (
            {"new_password": "ngắn", "again": "ngắn"},
            "Hãy đặt mật khẩu từ 15 ký tự trở lên, ví dụ bốn, năm từ viết liền nhau.",
        ),
    ],
)
@pytest.mark.usefixtures("hoa")
def test_a_bad_form_comes_back_and_the_link_stays_good(
    stranger: Person, typed: dict[str, Any], fault: str
) -> None:
    path = link_for(None)
    whole = {"username": "quantri", "name": "Mẫu"} | typed

    answer = set_password(stranger, path, **whole)

    assert answer.status == 422
    assert answer.faults == [fault]
    assert db.session.scalar(select(func.count(Account.id))) == 1
    again = stranger.send(
        answer, path, username="quantri", name="Mẫu", new_password=PASSWORD, again=PASSWORD
    )
    assert again.path.startswith("/dang-nhap")


def test_the_secret_of_the_link_stays_out_of_logs_and_other_pages(
    stranger: Person, hoa: Account, caplog: pytest.LogCaptureFixture
) -> None:
    path = link_for(hoa)
    token = path.rpartition("/")[2]

    with caplog.at_level(logging.DEBUG):
        page = stranger.get(path)
        set_password(stranger, path)

    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert token not in caplog.text
    stored = db.session.scalars(select(Link)).one()
    assert token not in {str(value) for value in vars(stored).values()}


def test_an_installed_office_takes_no_password_in_the_clear(stranger: Person, hoa: Account) -> None:
    path = link_for(hoa)
    stranger.app.config["HTTPS_ONLY"] = True
    try:
        page = stranger.get(path)
    finally:
        stranger.app.config["HTTPS_ONLY"] = False

    assert not list(page.forms())
    assert f"https://localhost{path}" in page.main
