"""Does word of a Saturday go from the Centre to everybody, and does a change on Friday night?"""

from collections.abc import Callable

import pytest

from tests.browser.window import PHONE, Desk
from tests.conftest import stand_at
from tests.telling import PASSWORD

pytestmark = pytest.mark.browser

MAY, APRIL = "2026-05-09", "2026-04-11"
VOICES = ("Cổng thông tin", "Loa truyền thanh")


def at(window: Desk, who: str, moment: str) -> Desk:
    """Let somebody sit down at a moment, and sign in."""
    stand_at(moment)
    window.sign_in(who, PASSWORD)
    assert window.path == "/", window.main()
    return window


def row_of(window: Desk, channel: str) -> Desk:
    """Open the page of a channel from the list of all."""
    row = window.page.locator("main tr", has=window.page.locator("th", has_text=channel))
    window.click(row.get_by_role("link").first)
    return window


@pytest.mark.usefixtures("story")
def test_word_of_a_saturday_goes_from_the_centre_to_the_villages(
    desk: Callable[..., Desk],
) -> None:
    centre = at(desk(), "trungtam", "2026-04-28 08:30")
    centre.open(f"/lich-truc/{MAY}")
    centre.follow("Soạn tin, bài")
    centre.press("Soạn cả bảy tin")
    assert centre.notice.startswith("Đã soạn 7 tin từ thông tin chung.")
    centre.check()
    for channel in VOICES:
        row_of(centre, channel).press("Gửi duyệt")
        assert centre.notice.startswith("Đã gửi duyệt.")
        centre.open(f"/thong-bao/{MAY}/soan")

    leader = at(desk(size=PHONE), "lanhdao", "2026-04-28 09:00")
    for channel in VOICES:
        leader.open(f"/thong-bao/{MAY}/soan")
        row_of(leader, channel).glance()
        leader.press("Duyệt tin này")
        assert leader.notice == f"Đã duyệt tin {channel} buổi thứ Bảy, 09/5."

    at(centre, "trungtam", "2026-04-28 09:20")
    centre.open(f"/thong-bao/{MAY}/soan")
    row_of(centre, VOICES[0]).press("Ghi đã đăng cổng thông tin")
    anyone = desk(size=PHONE)
    anyone.open("/")
    assert anyone.path == "/thong-bao/"
    anyone.open(f"/thong-bao/{MAY}")
    assert "7 giờ 00 – 11 giờ 30" in anyone.main()
    anyone.check()
    assert anyone.page.context.cookies() == []

    operator = at(desk(), "truyenthanh", "2026-05-05 05:45")
    operator.go("Bản tin phát thanh")
    operator.open(f"/thong-bao/{MAY}/loa")
    operator.check()
    operator.press("Vừa phát xong")
    assert "Đã ghi" in operator.notice

    at(centre, "trungtam", "2026-05-06 09:00")
    centre.open(f"/thon/{MAY}")
    for village in ("Thôn 1", "Thôn 2"):
        centre.page.locator("label.pick").get_by_text(village, exact=True).click()
    centre.check()
    centre.press("Ghi cho các thôn đã chọn")
    assert "Đã ghi cho 2 thôn. Còn 33 thôn." in centre.notice
    centre.open(f"/lich-truc/{MAY}")
    assert "2 trên 35 thôn đã nhận" in centre.main()


@pytest.mark.usefixtures("friday")
def test_a_minute_on_friday_night_tells_everybody(desk: Callable[..., Desk]) -> None:
    centre = at(desk(), "trungtam", "2026-04-10 20:40")
    centre.open(f"/lich-truc/{APRIL}")
    centre.follow("Dời sang ngày khác")
    centre.pick("Ngày mới", "18/4")
    centre.fill("Lý do dời", "Bão số 3")
    centre.press("Dời buổi")

    centre.open(f"/lich-truc/{APRIL}")
    assert "Thông báo cho người dân số 27/TB-TTPVHCC không còn đúng" in centre.main()
    centre.follow("Báo gấp cho mọi người")
    centre.check()
    centre.press("Sao chép tin")
    assert "Đã sao chép." in centre.main()
    centre.fill("Người duyệt", "Chủ tịch UBND xã")
    centre.press("Ghi đã duyệt, đã gửi Zalo")
    assert centre.notice == (
        "Đã ghi Chủ tịch UBND xã duyệt, đã gửi Zalo tin buổi thứ Bảy, 11/4. Bản tin chờ phát loa."
    )

    anyone = desk(scripts=False, size=PHONE)
    anyone.open(f"/thong-bao/{APRIL}")
    assert "dời sang thứ Bảy, 18/4" in anyone.page.locator(".gone").inner_text()
    assert "Bão số 3" in anyone.page.locator(".gone").inner_text()
    anyone.glance()

    centre.follow("In danh sách gọi các thôn, bản")
    assert "Thôn 35" not in centre.main()
    assert centre.page.locator("main tbody tr").count() == 35
    assert "Bão số 3" in centre.page.locator(".to-say").inner_text()
