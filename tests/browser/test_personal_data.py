"""Does a browser forget what people say of themselves: in its storage, its addresses, its Back?"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.feedback import Feedback
from saturday.models.intake import Visit
from saturday.rules.permissions import Role
from tests import factories
from tests.browser.window import PHONE, Desk
from tests.conftest import stand_at
from tests.house.test_personal_data import NAME, NUMBER, open_desk, told_in
from tests.house.test_personal_data import PHONE as TELEPHONE
from tests.telling import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]

DESK, FORM, PERSON = "/tiep-nhan/2026-04-11", "/phan-anh/gui", "/quan-tri/du-lieu-ca-nhan"
KEPT = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, document.cookie, window.name, history.state,
  await indexedDB.databases(), performance.getEntries().map((one) => one.name),
])"""


@pytest.fixture(autouse=True)
def saturday(app: Flask) -> None:
    """Hold a Saturday at whose desk names and numbers are asked; the public form is open."""
    del app
    open_desk()
    stand_at("2026-04-01 09:00")
    factories.duty_session()
    stand_at("2026-04-11 08:00")
    factories.account(username="trungtam", roles={Role.CENTRE}, password=PASSWORD)
    db.session.rollback()


def kept_by(window: Desk) -> str:
    """Give all that the browser holds beside the page itself."""
    cookies = str(window.page.context.cookies())
    return f"{window.page.evaluate(KEPT)} {cookies} {window.page.url}"


def test_nothing_typed_at_the_desk_stays_in_the_browser(desk: Callable[..., Desk]) -> None:
    window = desk()
    window.sign_in("trungtam", PASSWORD)
    window.open(DESK)
    window.page.locator("#outcome").select_option("GUIDED")
    window.page.locator("#line summary").click()
    for name, typed in (("name", NAME), ("phone", TELEPHONE), ("identity_number", NUMBER)):
        window.page.locator(f"#line [name={name}]").fill(typed)
    half = kept_by(window)
    window.page.locator("#line button[type=submit]").first.click()
    window.page.locator("#log tbody tr").first.wait_for()
    logged = kept_by(window)
    window.open(PERSON)
    window.fill("Số điện thoại", TELEPHONE)
    window.press("Tìm")
    window.page.locator("tbody input[type=checkbox]").check()
    window.press("Xem các dòng đã chọn")
    shown = window.main()
    looked = kept_by(window)

    assert NAME in shown
    assert db.session.scalars(select(Visit.identity_number)).all() == [NUMBER]
    assert [told_in(one) for one in (half, logged, looked)] == [[], [], []]
    window.page.get_by_role("button", name="Đăng xuất").click()
    window.page.wait_for_load_state()
    window.page.go_back()
    assert told_in(window.page.content()) == []


def test_nothing_written_by_anybody_stays_on_the_telephone(desk: Callable[..., Desk]) -> None:
    window = desk(size=PHONE)
    window.open(FORM)
    window.page.locator("textarea").fill(f"{NAME}: loa nói không nghe được.")
    for label, typed in (("Họ và tên", NAME), ("Địa chỉ", "Thôn 5"), ("Số điện thoại", TELEPHONE)):
        window.fill(label, typed)
    window.press("Gửi ý kiến")
    code = window.page.locator(".code").inner_text()

    assert db.session.scalars(select(Feedback.name)).all() == [NAME]
    assert told_in(kept_by(window)) == []
    assert code not in kept_by(window)
    assert window.page.context.cookies() == []
    window.page.go_back()  # the browser would fill the form again, and one press send it again
    assert window.page.locator("textarea").input_value() == ""
