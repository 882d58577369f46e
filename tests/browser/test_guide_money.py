"""Can the guide to the money be followed? Its pictures are taken on the way, when asked for.

    SATURDAY_PICTURES=1 pytest tests/browser/test_guide_money.py

The Centre estimates 09/5 on Saturday 11/4/2026, and the leader looks at the whole year.
"""

from collections.abc import Callable

import pytest

from tests.browser.test_guide import Guide
from tests.browser.window import Desk

pytestmark = pytest.mark.browser

ROOM = "/bao-cao"


@pytest.mark.usefixtures("saturday")
def test_the_guide_to_the_money_can_be_followed(desk: Callable[..., Desk]) -> None:
    guide = Guide(desk)

    a_saturday_is_estimated_as_the_last_one(guide)
    the_estimate_is_printed(guide)
    what_was_spent_is_written_down(guide)
    the_year_is_set_against_what_was_given(guide)
    the_leader_sees_it_all(guide)


def a_saturday_is_estimated_as_the_last_one(guide: Guide) -> None:
    """Carry the estimate of 11/4 over to 09/5, and add one thing."""
    window = guide.at("trungtam", f"{ROOM}/2026-05-09/kinh-phi", "2026-04-11 10:52")
    window.check()
    window.pick("Chép từ buổi", "11/4")
    window.press("Chép dự toán")
    assert window.notice.startswith("Đã chép dự toán.")
    window.fill("Nội dung chi", "Nước rửa tay")
    window.fill("Đơn vị tính", "chai")
    window.fill("Số lượng", "2")
    window.fill("Đơn giá (đồng)", "35.000")
    window.picture("budget")
    window.fill("Thực chi (đồng)", "1.5")
    window.press("Thêm khoản chi")
    assert "Hãy ghi số tiền chẵn đồng, ví dụ 1.250.000." in window.main()
    window.check()
    assert window.page.get_by_label("Nội dung chi").input_value() == "Nước rửa tay"
    window.fill("Thực chi (đồng)", "")
    window.press("Thêm khoản chi")
    assert window.notice == "Đã thêm: Nước rửa tay."
    assert "Dự toán 1.860.000 đồng" in window.main()
    window.check()


def the_estimate_is_printed(guide: Guide) -> None:
    """Look at the sheet that three people sign."""
    window = guide.at("trungtam", f"{ROOM}/2026-05-09/du-toan")
    assert "Một triệu tám trăm sáu mươi nghìn đồng" in window.main()
    window.check()
    window.picture("estimate")


def what_was_spent_is_written_down(guide: Guide) -> None:
    """Write down what the fans cost in the end."""
    window = guide.at("trungtam", f"{ROOM}/2026-04-11/kinh-phi")
    window.follow("Sửa: Thuê quạt đứng")
    window.fill("Thực chi (đồng)", "210.000")
    window.check()
    window.picture("budget-line")
    window.press("Lưu khoản chi")
    assert "đã chi 210.000 đồng" in window.main()


def the_year_is_set_against_what_was_given(guide: Guide) -> None:
    """Look at the year's money with its drawing."""
    window = guide.at("trungtam", f"{ROOM}/nam/2026/kinh-phi")
    assert window.page.get_by_role("img", name="Dự toán và thực chi từng buổi (đồng)").is_visible()
    window.check()
    window.picture("year-budget")


def the_leader_sees_it_all(guide: Guide) -> None:
    """Go from the page of what to do to the whole year, on one screen."""
    window = guide.at("lanhdao", "/")
    window.follow("Xem toàn cảnh")
    assert window.path == f"{ROOM}/lanh-dao"
    is_on_one_screen(window)
    window.check()
    guide.at("lanhdao", f"{ROOM}/").check()
    window = guide.at("lanhdao", f"{ROOM}/lanh-dao", "2026-04-13 08:30")
    assert "Trung tâm Phục vụ hành chính công cần cử" in window.main()
    is_on_one_screen(window)
    window.check()
    window.picture("outlook")


def is_on_one_screen(window: Desk) -> None:
    """Compare where the last part ends with the height of a common screen."""
    last = window.page.locator(".ahead").bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 768
