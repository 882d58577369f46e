"""What happens when people click twice, go back, meet each other, or are away too long?"""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Locator, Request, expect
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.accounts import Account, SignIn
from saturday.models.nominations import Nomination
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment
from tests import factories
from tests.browser.test_pages import plant
from tests.browser.window import Desk
from tests.conftest import stand_at
from tests.telling import PASSWORD

HUB = "/lich-truc/2026-05-09"
OWN_LIST = f"{HUB}/phong/kinh-te"
MINUTES = 60 * 1000

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("story"), pytest.mark.long]
both_ways = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def remark() -> str:
    """Give the note on the list of Phòng Kinh tế as it is kept."""
    db.session.rollback()
    rows = db.session.scalars(Nomination.for_(may(), factories.department("kinh-te"))).unique()
    row = rows.one_or_none()
    words = row.remark if row else ""
    db.session.rollback()  # a reader that stays would keep the server from writing
    return words


def may() -> DutySession:
    """Give the Saturday that is open to try."""
    return db.session.scalars(DutySession.on(date(2026, 5, 9))).one()


def at_own_list(desk: Callable[..., Desk], *, scripts: bool = True) -> Desk:
    """Sign somebody of Phòng Kinh tế in and open the list."""
    window = desk(scripts=scripts)
    window.sign_in("kinhte", PASSWORD)
    window.open(OWN_LIST)
    return window


# Coming in


def test_signing_in_works_by_plain_http_at_a_name_of_the_network(desk: Callable[..., Desk]) -> None:
    window = desk()

    window.sign_in("trungtam", PASSWORD)

    assert window.path == "/"
    assert window.page.evaluate("window.isSecureContext") is False
    (cookie,) = window.page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["secure"]) == (True, "Lax", False)
    assert cookie["path"] == "/"


def test_where_only_https_will_do_the_cookie_stays_away_and_the_page_says_so(
    app: Flask, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "HTTPS_ONLY", value=True)
    window = desk()

    window.open("/dang-nhap")

    assert "chỉ đăng nhập được qua kết nối bảo mật" in window.main()
    assert window.page.locator("input[type=password]").count() == 0


def test_the_keyboard_begins_at_a_link_to_the_main_part(desk: Callable[..., Desk]) -> None:
    window = desk()
    window.sign_in("trungtam", PASSWORD)
    window.open(HUB)

    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.className") == "skip"
    window.page.keyboard.press("Enter")

    assert window.page.evaluate("document.activeElement.id") == "main"


# Clicking


@both_ways
def test_a_double_click_makes_one_row(desk: Callable[..., Desk], *, scripts: bool) -> None:
    window = desk(scripts=scripts)
    window.sign_in("trungtam", PASSWORD)
    window.open(f"{HUB}/phan-cong")
    window.pick("Nhiệm vụ", "Phối hợp")
    window.pick("Hoặc đơn vị phối hợp", "Công an xã")
    sent: list[Request] = []
    window.page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)

    window.page.get_by_role("button", name="Phân công người", exact=True).dblclick()
    window.page.wait_for_url(f"**{HUB}?xong=*")

    assert window.notice == "Đã phân công Công an xã: Phối hợp."
    assert len(sent) == 1 if scripts else sent
    db.session.rollback()
    people = db.session.scalars(Assignment.of_session(may())).all()
    assert [one.who for one in people] == ["Công an xã"]


def test_a_button_says_at_once_that_it_works(desk: Callable[..., Desk]) -> None:
    window = at_own_list(desk)
    window.fill("Ghi chú cho Trung tâm", "đang tập huấn")

    button = window.page.get_by_role("button", name="Lưu, gửi sau", exact=True)
    said = button.evaluate(
        "one => { one.click(); return [one.textContent, one.getAttribute('aria-disabled')]; }"
    )

    assert said == ["Đang lưu…", "true"]
    window.page.wait_for_url(f"**{OWN_LIST}?xong=*")
    assert remark() == "đang tập huấn"


def test_a_form_that_lost_its_address_would_be_noticed_without_scripts(
    app: Flask, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(app, monkeypatch, 'action="/ke-hoach/2026/chon"', 'data-lost=""')
    window = desk(scripts=False)
    window.sign_in("trungtam", PASSWORD)
    window.open("/ke-hoach/2026")

    window.press("Lưu kế hoạch")

    assert "Không mở được bằng cách này" in window.main()


# Meeting each other


@both_ways
def test_the_second_of_two_editors_sees_both_versions_and_keeps_the_own_text(
    desk: Callable[..., Desk], *, scripts: bool
) -> None:
    first = at_own_list(desk, scripts=scripts)
    first.fill("Ghi chú cho Trung tâm", "bản đầu")
    first.press("Lưu, gửi sau")
    second = at_own_list(desk, scripts=scripts)
    first.fill("Ghi chú cho Trung tâm", "của người thứ nhất")
    first.press("Lưu, gửi sau")

    second.fill("Ghi chú cho Trung tâm", "của người thứ hai")
    with second.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        second.press("Lưu, gửi sau")

    assert answer.value.status == 409
    row = second.page.get_by_role("row", name="Ghi chú")
    assert row.inner_text().split("\t") == ["Ghi chú", "của người thứ nhất", "của người thứ hai"]
    assert second.field("Ghi chú cho Trung tâm").input_value() == "của người thứ hai"
    assert remark() == "của người thứ nhất"
    if scripts:
        assert second.faults_at_both_sizes() == []

    second.press("Lưu, gửi sau")

    assert second.notice == "Đã lưu danh sách, chưa gửi."
    assert remark() == "của người thứ hai"


# Going back


@both_ways
def test_back_and_reload_give_whole_pages(desk: Callable[..., Desk], *, scripts: bool) -> None:
    window = at_own_list(desk, scripts=scripts)
    window.fill("Ghi chú cho Trung tâm", "đang tập huấn")
    window.press("Lưu, gửi sau")
    window.open(HUB)

    for move in (window.page.go_back, window.page.go_back, window.page.go_forward):
        move()
        assert window.page.evaluate("document.doctype.name") == "html"
        assert window.page.locator("header, main, h1").count() == 3
    answer = window.page.reload()

    assert answer is not None
    assert answer.status == 200
    assert remark() == "đang tập huấn"


@both_ways
def test_an_old_form_sent_again_changes_nothing(
    desk: Callable[..., Desk], *, scripts: bool
) -> None:
    window = at_own_list(desk, scripts=scripts)
    window.fill("Ghi chú cho Trung tâm", "lần đầu")
    window.press("Lưu, gửi sau")
    window.page.go_back()  # asked of the server anew: no page is kept
    window.fill("Ghi chú cho Trung tâm", "lần sau")
    window.press("Lưu, gửi sau")

    assert remark() == "lần sau"
    assert window.notice == "Đã lưu danh sách, chưa gửi."


@both_ways
def test_back_after_signing_out_shows_nothing(desk: Callable[..., Desk], *, scripts: bool) -> None:
    window = desk(scripts=scripts)
    window.sign_in("trungtam", PASSWORD)
    window.open("/danh-muc/cong-chuc/")
    assert "Vi Văn Đức (mẫu)" in window.main()

    window.page.get_by_role("button", name="Đăng xuất", exact=True).click()
    assert "Đã đăng xuất." in window.main()
    window.page.go_back()

    assert window.path == "/dang-nhap"
    assert "(mẫu)" not in window.page.content()


# Being away


@both_ways
@pytest.mark.parametrize("ended", ["by being away", "in another tab"])
def test_text_typed_into_an_ended_sign_in_waits_for_its_owner(
    desk: Callable[..., Desk], ended: str, *, scripts: bool
) -> None:
    window = at_own_list(desk, scripts=scripts)
    window.fill("Ghi chú cho Trung tâm", "gõ dở dang")
    if ended == "by being away":
        stand_at("2026-04-07 15:45")
    else:
        sign_out_in_another_tab(window)

    window.press("Lưu, gửi sau")

    assert window.path == "/dang-nhap"
    assert "Phần đang nhập được giữ 24 giờ" in window.main()
    assert remark() == ""
    window.sign_in("kinhte", PASSWORD)
    assert window.path == OWN_LIST
    assert window.field("Ghi chú cho Trung tâm").input_value() == "gõ dở dang"
    window.press("Lưu, gửi sau")
    assert remark() == "gõ dở dang"


def sign_out_in_another_tab(window: Desk) -> Desk:
    """Sign out on a second page of the same browser, and come back to the first.

    The second stays: to close a page while another is on its way to it may never end.
    """
    tab = Desk(window.address, window.page.context.new_page())
    tab.open("/")
    tab.press("Đăng xuất", tab.page.locator("body"))
    window.page.bring_to_front()
    return tab


def test_text_typed_into_an_ended_sign_in_is_shown_to_nobody_else(
    desk: Callable[..., Desk],
) -> None:
    window = at_own_list(desk)
    window.fill("Ghi chú cho Trung tâm", "gõ dở dang")
    stand_at("2026-04-07 15:45")
    window.press("Lưu, gửi sau")

    window.sign_in("vanhoa", PASSWORD)
    seen = window.page.content()
    window.open("/")
    seen += window.page.content()

    assert "gõ dở dang" not in seen
    assert "được giữ 24 giờ" not in seen


def test_a_form_of_one_person_is_not_sent_in_the_name_of_the_next(
    desk: Callable[..., Desk],
) -> None:
    window = at_own_list(desk)
    window.fill("Ghi chú cho Trung tâm", "của người trước")
    tab = sign_out_in_another_tab(window)
    tab.sign_in("trungtam", PASSWORD)
    window.page.bring_to_front()

    window.press("Lưu, gửi sau")

    assert "Chưa có gì được lưu" in window.main()
    assert remark() == ""


def test_before_the_time_is_over_a_button_keeps_the_sign_in_open(
    desk: Callable[..., Desk],
) -> None:
    window = desk()
    window.page.clock.install()
    window.sign_in("kinhte", PASSWORD)
    window.open(OWN_LIST)
    window.fill("Ghi chú cho Trung tâm", "gõ dở dang")
    dialog = window.page.get_by_role("dialog", name="Phiên làm việc sắp hết")
    window.page.clock.fast_forward(27 * MINUTES)
    expect(dialog).to_be_hidden()

    window.page.clock.fast_forward(2 * MINUTES)
    stand_at("2026-04-07 15:29")

    expect(dialog).to_be_visible()
    assert window.page.evaluate("document.activeElement.textContent") == "Ở lại"
    assert window.violations() == []
    window.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(window.page.locator("#status")).to_contain_text("Đã ở lại. Làm tiếp được.")
    assert window.field("Ghi chú cho Trung tâm").input_value() == "gõ dở dang"
    db.session.rollback()
    account = db.session.scalars(Account.named("kinhte")).one()
    row = db.session.scalars(select(SignIn).where(SignIn.account_id == account.id)).one()
    assert f"{row.last_seen_at:%H:%M}" == "15:29"


def test_when_the_time_is_over_the_page_says_how_to_go_on(desk: Callable[..., Desk]) -> None:
    window = desk()
    window.page.clock.install()
    window.sign_in("kinhte", PASSWORD)
    window.open("/")

    window.page.clock.fast_forward(31 * MINUTES)

    expect(window.page.locator("#alert")).to_contain_text("Phiên làm việc đã hết.")


# Finding and copying


def test_a_person_is_found_by_keys_without_marks(desk: Callable[..., Desk]) -> None:
    window = desk()
    window.sign_in("trungtam", PASSWORD)
    window.open(f"{HUB}/phan-cong")
    window.pick("Nhiệm vụ", "Chứng thực")
    box = window.field("Cán bộ, công chức")
    options = offered(window)

    box.press_sequentially("duc")
    expect(options).to_have_text(["Vi Văn Đức (mẫu) – Chuyên viên, Trung tâm"])
    assert window.violations() == []
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("Enter")

    assert box.input_value().startswith("Vi Văn Đức (mẫu)")
    assert box.get_attribute("aria-expanded") == "false"
    window.press("Phân công người")
    assert window.notice == "Đã phân công Vi Văn Đức (mẫu): Chứng thực."


def offered(window: Desk) -> Locator:
    """Give what the open list under a box offers."""
    return window.page.locator("[role=listbox]:visible [role=option]")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Đức", ["Vi Văn Đức (mẫu)"]),
        ("vvd", ["Vi Văn Đức (mẫu)"]),
        ("NGAN THI", ["Ngân Thị Yến (mẫu)"]),
        ("xyz", ["Không có tên này."]),
    ],
)
def test_a_box_of_people_finds_parts_and_initials(
    desk: Callable[..., Desk], typed: str, found: list[str]
) -> None:
    window = desk()
    window.sign_in("trungtam", PASSWORD)
    window.open(f"{HUB}/phan-cong")

    box = window.field("Cán bộ, công chức")
    box.press_sequentially(typed)

    shown = offered(window).all_inner_texts()
    assert [one.partition(" – ")[0] for one in shown] == found
    box.press("Escape")
    assert box.input_value() == typed
    assert window.path == f"{HUB}/phan-cong"


def test_a_reminder_is_copied_on_plain_http(desk: Callable[..., Desk]) -> None:
    window = desk()
    window.sign_in("trungtam", PASSWORD)
    window.open(HUB)
    todo = window.page.locator(".todo", has_text="Phòng Kinh tế").first

    todo.get_by_role("button", name="Sao chép tin nhắn nhắc việc", exact=True).click()

    expect(todo.locator(".said")).to_have_text("Đã sao chép. Dán vào nhóm Zalo.")
    reminder = todo.locator("textarea").input_value()
    assert "Phòng Kinh tế" in reminder
    window.open(OWN_LIST)
    window.field("Ghi chú cho Trung tâm").focus()
    window.page.keyboard.press("Control+V")
    assert window.field("Ghi chú cho Trung tâm").input_value() == reminder
