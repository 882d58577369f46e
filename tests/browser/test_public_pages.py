"""Can anyone read what is published on an old telephone, without scripts, and may it be copied?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from saturday.extensions import db
from saturday.rules.permissions import Role
from tests import factories
from tests.browser.test_village_page import MEASURED, faults_of
from tests.browser.window import DESK, PHONE, Desk
from tests.telling import PASSWORD
from tests.web.announcements.telling import DAY, PAGE, moved, setting, told

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]

FIRST_SCREEN = 620  # what the bars of a browser leave of 740
CONTRAST = 7

PLACE = "Nhà văn hóa bản Cao Vều Một, cạnh Trạm Y tế và Trường Tiểu học Phúc Sơn, " + "Trường" * 20


def test_public_pages_are_read_and_hit_on_an_old_telephone(desk: Callable[..., Desk]) -> None:
    setting("centre.phone", "0238 387 6543")
    told(DAY.replace(month=5, day=9), place=PLACE)
    moved(told().duty_session)
    window = desk(scripts=False, size=PHONE)

    for path in ("/thong-bao/", PAGE, "/thong-bao/2026-05-09"):
        window.open(path)
        measured = window.page.evaluate(MEASURED)
        pale = [one for one in measured["words"] if one[2] < CONTRAST]
        wide = window.page.evaluate("document.documentElement.scrollWidth")

        assert faults_of(measured) == [], path
        assert pale == [], path
        assert wide <= PHONE["width"], path
        window.page.set_viewport_size(DESK)
        assert window.page.evaluate("document.documentElement.scrollWidth") <= DESK["width"], path
        window.page.set_viewport_size(PHONE)
        assert window.complaints == []


def test_the_first_screen_says_when_where_and_whom_to_call(desk: Callable[..., Desk]) -> None:
    setting("centre.phone", "0238 387 6543")
    told()
    window = desk(scripts=False, size=PHONE)
    window.open(PAGE)

    for words in ("Mời bà con", "11 tháng 4 năm 2026", "7 giờ 30", "Trung tâm Phục vụ", "Gọi hỏi"):
        box = window.page.get_by_text(words).first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= FIRST_SCREEN, words


def test_the_portal_s_text_is_copied_over_plain_http(desk: Callable[..., Desk]) -> None:
    told()
    factories.account(username="trungtam", roles={Role.CENTRE}, password=PASSWORD)
    db.session.rollback()
    window = desk()
    window.sign_in("trungtam", PASSWORD)
    window.open(f"{PAGE}/dan-cong")

    window.press("Sao chép mã nguồn")

    said = window.page.locator(".copy", has_text="Mã nguồn của bài").locator(".said")
    expect(said).to_have_text("Đã sao chép. Dán vào ô mã nguồn.")
    window.page.evaluate("document.execCommand = () => false")  # a browser that refuses
    window.press("Sao chép mã nguồn")
    expect(said).to_have_text("Bấm Ctrl+C để sao chép.")
    chosen = window.page.evaluate("getSelection().toString()")
    assert chosen.startswith("<p>Ủy ban nhân dân xã Anh Sơn")
    assert "</ul>" in chosen
