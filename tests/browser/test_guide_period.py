"""Can the guide to the report of a period be followed, up to the clerk's number and the print?

    SATURDAY_PICTURES=1 pytest tests/browser/test_guide_period.py

It tells the reporting month of 15/3 to 14/4/2026, with Saturday 11/4 behind.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from saturday import demo
from tests.browser.test_guide import Guide
from tests.browser.window import Desk
from tests.conftest import stand_at
from tests.telling import tell

pytestmark = pytest.mark.browser

PERIOD = "/bao-cao/ky/2026-03-15/2026-04-14"
DIFFICULT = "Mạng yếu vào đầu giờ; đã dùng phiếu giấy rồi cập nhật sau."


@pytest.fixture
def monday(app: Flask, empty_folder: Path) -> Flask:
    """Give the app with the whole story: Saturday 11/4 is over."""
    return tell(app, empty_folder, demo.MONDAY)


@pytest.mark.usefixtures("monday")
def test_the_guide_to_a_period_can_be_followed(desk: Callable[..., Desk]) -> None:
    guide = Guide(desk)

    the_figures_are_read(guide)
    a_number_opens_its_lines(guide)
    the_words_are_written(guide)
    the_report_is_drafted_and_checked(guide)
    the_clerk_numbers_it_and_prints(guide)
    the_year_is_looked_at(guide)


def the_figures_are_read(guide: Guide) -> None:
    """Read the checks and the figures of the reporting month."""
    window = guide.at("trungtam", "/bao-cao/ky/", "2026-04-14 08:30")
    window.check()
    window.picture("periods")
    window.follow("Tháng 4 (15/3 – 14/4/2026)")
    window.check()
    assert "39 tiếp nhận + 4 yêu cầu bổ sung" not in window.main()  # 28/3 is counted too
    assert "Số liệu chính" in window.main()
    window.picture("period")
    guide.on_the_phone("trungtam", PERIOD, "period-phone")
    guide.windows.pop("trungtam")


def a_number_opens_its_lines(guide: Guide) -> None:
    """Open what stands behind one number of the table."""
    window = guide.at("trungtam", PERIOD)
    cell = window.page.locator("#bang tbody td.num a").first
    count = cell.inner_text()
    window.click(cell)
    window.check()
    assert f": {count} dòng" in window.main()
    window.picture("period-lines")


def the_words_are_written(guide: Guide) -> None:
    """Put the Centre's own words in place of those drafted."""
    window = guide.at("trungtam", PERIOD)
    window.follow("Sửa phần khó khăn, vướng mắc")
    window.check()
    window.picture("period-words")
    window.fill("Nội dung, mỗi dòng một đoạn", DIFFICULT)
    window.press("Lưu phần này")
    assert window.notice == "Đã lưu phần Khó khăn, vướng mắc."
    assert DIFFICULT in window.main()


def the_report_is_drafted_and_checked(guide: Guide) -> None:
    """Make the report, and check what it says and how it looks."""
    centre = guide.at("trungtam", PERIOD, "2026-04-14 09:00")
    centre.follow("Lập báo cáo (BC)")
    centre.fill("Họ tên người ký", "Phạm Thị Hương (mẫu)")
    centre.press("Lập dự thảo")
    assert "Lỗi thể thức: 0" in centre.main()
    centre.open(centre.path)
    centre.picture("period-report")
    centre.press("Ghi đã kiểm tra nội dung")
    clerk = guide.at("vanthu", centre.path, "2026-04-14 09:30")
    clerk.press("Ghi đã kiểm tra thể thức")
    assert "Trình ký được." in clerk.notice


def the_clerk_numbers_it_and_prints(guide: Guide) -> None:
    """Record the signing, number and date; the period knows it, and it is printed."""
    clerk = guide.at("vanthu", guide.windows["vanthu"].path, "2026-04-14 15:45")
    paper = clerk.path
    clerk.fill("Ngày ký", "14/4/2026")
    clerk.fill("Giờ ký", "15h40")
    clerk.press("Ghi đã ký")
    stand_at("2026-04-14 16:05")
    clerk.open(paper)
    clerk.fill("Số", "31")
    clerk.fill("Ngày văn bản", "14/4/2026")
    clerk.press("Ghi số và phát hành")
    assert clerk.notice == "Đã phát hành, số 31/BC-TTPVHCC."
    clerk.follow("Xem trang in")
    clerk.page.locator("#paper section").first.wait_for()
    assert DIFFICULT in clerk.main()
    window = guide.at("trungtam", PERIOD)
    assert "Đã phát hành báo cáo số 31/BC-TTPVHCC" in window.main()
    window.follow("In")
    window.check()


def the_year_is_looked_at(guide: Guide) -> None:
    """Set the year against what its plan promised."""
    window = guide.at("lanhdao", "/bao-cao/nam/2026")
    window.check()
    assert "mỗi tháng một buổi, cả năm 11 buổi." in window.main()
    window.picture("period-year")
