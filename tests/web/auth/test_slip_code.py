"""Does the code of a printed slip lead to the password, and does guessing get tired?"""

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.accounts import Account, Link, SignInFailure, make_slips, slip_code
from saturday.rules.one_time_codes import in_groups
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person

PATH = "/bat-dau"
WRONG = "Mã trên phiếu chưa đúng, đã dùng hoặc đã hết hạn. Hãy xem lại từng nhóm chữ số."


@pytest.fixture
def slip(app: Flask) -> str:
    """Give the code of a slip for somebody of the Centre."""
    admin = factories.account(username="quantri", roles={Role.ADMIN})
    hoa = factories.account(username="hoa", roles={Role.CENTRE})
    batch = make_slips(db.session, [hoa], app.config["SECRET_KEY"], by=admin)
    db.session.commit()
    return slip_code(app.config["SECRET_KEY"], batch, hoa)


@pytest.mark.parametrize("style", ["groups", "plain", "hyphens"])
def test_a_code_opens_however_it_is_spaced(stranger: Person, slip: str, style: str) -> None:
    typed = {"groups": in_groups(slip), "plain": slip, "hyphens": in_groups(slip).replace(" ", "-")}

    page = stranger.send(stranger.get(PATH), PATH, code=typed[style])

    assert page.path == f"/bat-dau/{slip}"
    assert "Tên đăng nhập: hoa" in page.main


def test_a_wrong_code_is_refused_in_words(stranger: Person, slip: str) -> None:
    empty = stranger.send(stranger.get(PATH), PATH)
    wrong = stranger.send(empty, PATH, code="1234 5678")

    assert empty.faults == ["Hãy ghi mã trên phiếu."]
    assert (wrong.status, wrong.faults) == (422, [WRONG])
    assert stranger.send(wrong, PATH, code=slip).status == 200


def test_an_old_slip_and_that_of_a_closed_account_say_the_same(stranger: Person, slip: str) -> None:
    account = db.session.scalars(Account.named("hoa")).one()
    account.disabled_at = account.disabled_at or db.session.scalars(select(Link.made_at)).first()
    db.session.commit()
    closed = stranger.send(stranger.get(PATH), PATH, code=slip)
    account.disabled_at = None
    db.session.commit()
    stand_at("2026-04-08 09:01")

    assert stranger.send(stranger.get(PATH), PATH, code=slip).faults == closed.faults == [WRONG]


def test_thirty_guesses_close_the_page_for_the_machine(stranger: Person, slip: str) -> None:
    page = stranger.get(PATH)
    for _ in range(30):
        page = stranger.send(page, PATH, code="1")

    answer = stranger.send(page, PATH, code=slip)

    assert answer.status == 429
    assert db.session.scalar(select(func.count(SignInFailure.id))) == 31


@pytest.mark.usefixtures("slip")
def test_an_installed_office_takes_no_code_in_the_clear(stranger: Person) -> None:
    stranger.app.config["HTTPS_ONLY"] = True
    try:
        page = stranger.get(PATH)
    finally:
        stranger.app.config["HTTPS_ONLY"] = False

    assert not list(page.forms())
    assert "https://localhost/bat-dau" in page.main
