"""Does the password alone open nothing where a code is asked for?"""

import logging
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account, SignIn, SignInFailure
from saturday.models.audit import AuditEvent
from saturday.models.second_step import SecondFactor
from saturday.rules.one_time_codes import code_at, step_of
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person

PASSWORD = "bảy cây xoài già sau vườn"
PATH = "/dang-nhap/ma"
WRONG = "Mã chưa đúng hoặc đã dùng. Hãy chờ mã mới trong ứng dụng rồi ghi lại."
TOO_MANY = "Nhập sai nhiều lần. Thử lại sau 15 phút, hoặc gọi người quản trị."


@pytest.fixture
def hoa(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Somebody of the Centre whose telephone makes codes, at a moment that stands still."""
    moment = clock.true_now()
    monkeypatch.setattr(clock, "true_now", lambda: moment)
    account = factories.account(username="hoa", roles={Role.CENTRE}, password=PASSWORD)
    row = SecondFactor.begin(account, app.config["SECRET_KEY"], by=account)
    db.session.add(row)
    row.prove(code(app, row, -1), app.config["SECRET_KEY"], by=account, but=None)
    db.session.commit()
    return account


def code(app: Flask, row: SecondFactor, steps: int = 0) -> str:
    """Give what the telephone shows."""
    return code_at(row.key(app.config["SECRET_KEY"]), step_of(clock.true_now()) + steps)


def code_of(person: Person, steps: int = 0) -> str:
    """Give what the only telephone shows."""
    return code(person.app, db.session.scalars(select(SecondFactor)).one(), steps)


def first_half(person: Person, *, next_page: str = "") -> Page:
    """Give the right password."""
    address = f"/dang-nhap?next={next_page}" if next_page else "/dang-nhap"
    return person.send(person.get(address), "/dang-nhap", username="hoa", password=PASSWORD)


def test_the_password_alone_opens_nothing(stranger: Person, hoa: Account) -> None:
    page = first_half(stranger)

    assert page.path.startswith(PATH)
    assert "Ghi mã đăng nhập" in page.main
    assert stranger.get("/phien", follow=False).status == 303
    assert db.session.scalar(SignIn.open_of(hoa)) is None


@pytest.mark.usefixtures("hoa")
def test_the_code_lets_in_where_one_wanted_to_go(stranger: Person) -> None:
    page = first_half(stranger, next_page="/phien")

    answer = stranger.send(page, PATH, code=code_of(stranger))

    assert answer.path.startswith("/phien")
    assert answer.status == 200


@pytest.mark.usefixtures("hoa")
def test_a_recovery_code_lets_in_once(stranger: Person) -> None:
    row = db.session.scalars(select(SecondFactor)).one()
    spare = row.shown_codes(stranger.app.config["SECRET_KEY"])[0]

    assert stranger.send(first_half(stranger), PATH, code=spare).status == 200
    again = Person(stranger.app, None)
    answer = again.send(first_half(again), PATH, code=spare)

    assert answer.status == 422
    assert answer.faults == [WRONG]


@pytest.mark.parametrize(
    ("typed", "fault"), [("", "Hãy ghi mã."), ("1", WRONG), ("abc", WRONG), ("9" * 20, WRONG)]
)
def test_a_wrong_code_is_refused_in_words(
    stranger: Person, hoa: Account, typed: str, fault: str
) -> None:
    answer = stranger.send(first_half(stranger), PATH, code=typed)

    assert answer.status == 422
    assert answer.faults == [fault]
    assert answer.soup.title is not None
    assert answer.soup.title.text.strip().startswith("Lỗi:")
    assert db.session.scalar(SignIn.open_of(hoa)) is None
    assert stranger.send(answer, PATH, code=code_of(stranger)).status == 200


@pytest.mark.usefixtures("hoa")
def test_a_code_does_not_open_twice(stranger: Person) -> None:
    used = code_of(stranger)
    stranger.send(first_half(stranger), PATH, code=used)
    other = Person(stranger.app, None)

    assert other.send(first_half(other), PATH, code=used).faults == [WRONG]


def test_a_second_click_gets_the_same_answer(stranger: Person, hoa: Account) -> None:
    page = first_half(stranger)
    values: dict[str, Any] = {"code": code_of(stranger)}
    with stranger.client.session_transaction() as cookie:
        before = dict(cookie)

    first = stranger.send(page, PATH, follow=False, **values)
    with stranger.client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(before)
    second = stranger.send(page, PATH, follow=False, **values)

    assert first.response.location == second.response.location
    assert len(db.session.scalars(SignIn.open_of(hoa)).all()) == 1
    assert db.session.scalar(select(func.count(SignInFailure.id))) == 0


@pytest.mark.usefixtures("hoa")
def test_ten_wrong_codes_make_one_wait(stranger: Person) -> None:
    page = first_half(stranger)
    for _ in range(10):
        page = stranger.send(page, PATH, code="1")

    answer = stranger.send(page, PATH, code=code_of(stranger))

    assert answer.status == 429
    assert answer.faults == [TOO_MANY]
    assert first_half(Person(stranger.app, None)).status == 429


def test_thirty_wrong_codes_a_day_close_the_second_step_for_the_day(
    stranger: Person, hoa: Account
) -> None:
    stand_at("2026-04-01 06:00")
    db.session.add_all(SignInFailure.note_one("hoa", "10.0.0.1", at_code=True) for _ in range(30))
    db.session.commit()
    stand_at("2026-04-01 20:00")

    refused = stranger.send(first_half(stranger), PATH, code=code_of(stranger))
    hoa.unlock(by=None)
    db.session.commit()

    assert refused.faults == [TOO_MANY]
    assert stranger.send(refused, PATH, code=code_of(stranger)).status == 200


@pytest.mark.usefixtures("hoa")
def test_a_wrong_code_is_in_the_log_without_the_code(
    stranger: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        stranger.send(first_half(stranger), PATH, code="987654")

    event = db.session.scalars(AuditEvent.newest()).one()
    assert event.verb == "wrong_code"
    assert "code refused" in caplog.text
    assert "987654" not in caplog.text + str(event.facts)


@pytest.mark.usefixtures("hoa")
def test_the_way_half_gone_ends_after_ten_minutes(stranger: Person) -> None:
    page = first_half(stranger)
    stand_at("2026-04-01 09:11")

    answer = stranger.send(page, PATH, code=code_of(stranger))

    assert answer.path.startswith("/dang-nhap?")
    assert "Đã quá 10 phút" in answer.main


def test_a_new_password_or_a_closed_account_ends_the_way_half_gone(
    stranger: Person, hoa: Account
) -> None:
    first_half(stranger)
    other = Person(stranger.app, None)
    first_half(other)
    hoa.set_password("bốn quả ổi chín trong vườn", by=None)
    db.session.commit()

    assert stranger.get(PATH).path.startswith("/dang-nhap?")
    hoa.disabled_at = clock.now()
    db.session.commit()
    assert other.get(PATH).path.startswith("/dang-nhap?")


def test_nobody_comes_here_without_the_password(stranger: Person) -> None:
    assert stranger.get(PATH).path.startswith("/dang-nhap?")


@pytest.mark.usefixtures("hoa")
def test_with_another_secret_the_page_says_what_still_opens(stranger: Person) -> None:
    row = db.session.scalars(select(SecondFactor)).one()
    spare = row.shown_codes(stranger.app.config["SECRET_KEY"])[1]
    row.key_sha256 = "0" * 64
    db.session.commit()

    page = first_half(stranger)

    assert "ghi một mã dự phòng" in page.main
    assert "không tính được mã" in page.main
    assert "ghi mã đang hiện" not in page.main
    refused = stranger.send(page, PATH, code=code_of(stranger))
    assert refused.status == 422
    assert refused.faults == [
        (
            "Mã chưa đúng hoặc đã dùng. Hãy ghi một mã dự phòng khác, hoặc nhờ người quản trị"
            " tắt đăng nhập hai lớp."
        )
    ]
    assert stranger.send(page, PATH, code=spare).status == 200
    own = stranger.get("/hai-lop").main
    assert "phải lập lại" in own
    assert "đang bật" not in own
