"""Can the guide to the desk be followed? Its pictures are taken on the way, when asked for.

    SATURDAY_PICTURES=1 pytest tests/browser/test_guide_desk.py

It tells Saturday 11/4/2026 as the demo does, from 10:52 on, and the Monday after.
"""

from collections.abc import Callable

import pytest

from tests.browser.test_guide import Guide
from tests.browser.window import Desk

pytestmark = pytest.mark.browser

ROOM = "/tiep-nhan"
DESK = f"{ROOM}/2026-04-11"


@pytest.mark.usefixtures("saturday")
def test_the_guide_to_the_desk_can_be_followed(desk: Callable[..., Desk]) -> None:
    guide = Guide(desk)

    one_taps_and_types(guide)
    a_line_is_corrected_and_found(guide)
    results_go_out(guide)
    the_morning_is_minded(guide)
    the_leader_reads_it(guide)
    a_laptop_is_packed(guide)


def one_taps_and_types(guide: Guide) -> None:
    """Count one person by one button; type another by keyboard."""
    window = guide.at("congchuc6", DESK, "2026-04-11 10:52")
    assert "37 lượt công dân" in window.main()
    button = window.page.locator("button[name=outcome][value=GUIDED]")
    window.click(button)
    window.page.get_by_text("Đã đếm dòng 0038").wait_for()
    window.picture("desk")

    box = window.field("Thủ tục")
    box.press_sequentially("hon nhan")
    window.picture("desk-line")
    box.press("Enter")
    window.pick("Thôn, bản", "Thôn 12")
    window.press("Lưu", window.page.locator("#line"))
    window.page.get_by_text("Đã lưu dòng 0039").wait_for()
    assert "39 lượt công dân" in window.main()
    guide.on_the_phone("congchuc6", DESK, "desk-phone")
    guide.windows.pop("congchuc6")


def a_line_is_corrected_and_found(guide: Guide) -> None:
    """Open a line, give the reason of a change, and look for a dossier of last month."""
    window = guide.at("congchuc6", f"{DESK}/dong/0039")
    window.fill("Số lượng", "2")
    window.fill("Lý do sửa", "người dân cần hai bản")
    window.picture("desk-correct")
    window.press("Lưu dòng 0039")
    assert "0039" in window.notice
    window = guide.at("trungtam", f"{ROOM}/tim")
    window.page.locator("main input[name=sought]").fill("H41.999-260328-0003")
    window.press("Tìm")
    assert "Cấp giấy chứng nhận đất lần đầu" in window.main()
    window.picture("desk-search")


def results_go_out(guide: Guide) -> None:
    """See what waits, and hand one result over."""
    window = guide.at("trungtam", f"{ROOM}/tra-ket-qua")
    window.picture("returns")


def the_morning_is_minded(guide: Guide) -> None:
    """Look at the list of the morning, who waits, and what the leader is told."""
    window = guide.at("trungtam", f"{DESK}/buoi", "2026-04-11 11:10")
    window.picture("running")
    guide.at("trungtam", f"{DESK}/so-theo-doi").picture("book")
    guide.at("trungtam", f"{DESK}/phieu-trong").picture("blank-sheet")
    guide.at("trungtam", f"{DESK}/ban-giao").picture("handover")
    guide.at("trungtam", f"{DESK}/nap-tep").picture("dossiers")


def the_leader_reads_it(guide: Guide) -> None:
    """See at home how many were served."""
    window = guide.at("lanhdao", "/")
    assert "lượt" in window.main()
    window.picture("leader-day")


def a_laptop_is_packed(guide: Guide) -> None:
    """Make a folder for a Saturday in a village, and print what must come along."""
    guide.at("quantri", "/quan-tri/goi-luu-dong").picture("packs")
    guide.at("trungtam", f"{ROOM}/2026-08-15/bo-dung-cu").picture("kit")
