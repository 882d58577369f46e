"""Does a Saturday become an issued report: closed, reported, checked, numbered, printed?

Told with scripts and without them, from the noon of Saturday 11/4/2026.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from saturday import demo
from saturday.papers.layout import check_layout
from tests.browser.test_journey import Office, whole_text
from tests.browser.window import Desk
from tests.conftest import stand_at
from tests.eleventh_of_april import SUM
from tests.faults.effort import times
from tests.telling import tell

pytestmark = [pytest.mark.browser, pytest.mark.long]

DIFFICULT = "9 giờ 10 mất điện 8 phút."
NUMBER = "31/BC-TTPVHCC"


@pytest.fixture
def noon(app: Flask, empty_folder: Path) -> Flask:
    """Give the app as the last person leaves: nothing of the day is confirmed yet."""
    return tell(app, empty_folder, demo.NOON)


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("scripts", ["on", "off"][: times(2)])
def test_a_saturday_becomes_an_issued_report(desk: Callable[..., Desk], scripts: str) -> None:
    office = Office(desk, scripts)

    the_centre_closes_the_day(office)
    the_centre_drafts_the_report(office)
    the_clerk_brings_it_out(office)
    it_is_printed(office)


def the_centre_closes_the_day(office: Office) -> None:
    """Read the day's figures, say what was difficult, and close; the desk then takes nothing."""
    centre = office.signed_in("trungtam", "2026-04-11 12:20")
    centre.go("Báo cáo")
    centre.follow("thứ Bảy, 11/4")
    assert f"{SUM}." in centre.main()
    assert "= 48 hồ sơ = 30 đã trả + 18 còn lại" in centre.main()
    centre.fill("Khó khăn, vướng mắc trong buổi", DIFFICULT)
    centre.press("Chốt số liệu ngày")
    assert centre.notice == "Đã chốt số liệu ngày."
    office.look(centre)
    centre.follow("Mở trang tiếp nhận")
    assert "Buổi đã chốt số liệu lúc 12 giờ" in centre.main()


def the_centre_drafts_the_report(office: Office) -> None:
    """Choose the reporting month, read both Saturdays in it, and make the report."""
    centre = office.signed_in("trungtam", "2026-04-14 17:10")
    centre.go("Báo cáo")
    centre.follow("Báo cáo kỳ")
    centre.follow("Tháng 4 (15/3 – 14/4/2026)")
    main = centre.main()
    assert "Lượt công dân 33 58 91" in main
    assert DIFFICULT in main
    assert "Chưa chốt số liệu" not in main
    office.look(centre)
    centre.follow("Lập báo cáo (BC)")
    centre.fill("Họ tên người ký", "Phạm Thị Hương (mẫu)")
    centre.press("Lập dự thảo")
    assert "Lỗi thể thức: 0" in centre.main()
    centre.press("Ghi đã kiểm tra nội dung")
    assert "Còn một lần kiểm tra nữa." in centre.notice


def the_clerk_brings_it_out(office: Office) -> None:
    """Check the form, record who signed and when, give number and date."""
    clerk = office.signed_in("vanthu", "2026-04-14 17:20")
    clerk.open(office.at("trungtam").path)
    clerk.press("Ghi đã kiểm tra thể thức")
    assert "Trình ký được." in clerk.notice
    clerk.fill("Ngày ký", "14/4/2026")
    clerk.fill("Giờ ký", "17h20")
    clerk.press("Ghi đã ký")
    assert clerk.notice == "Đã ghi ký. Còn ghi số và phát hành."
    stand_at("2026-04-14 17:30")
    clerk.fill("Số", "31")
    clerk.fill("Ngày văn bản", "14/4/2026")
    clerk.press("Ghi số và phát hành")
    assert clerk.notice == f"Đã phát hành, số {NUMBER}."
    office.look(clerk)


def it_is_printed(office: Office) -> None:
    """Fetch the .docx, which proves its counts; look at its print view; the period knows it."""
    clerk = office.at("vanthu")
    with clerk.page.expect_download() as waiting:
        clerk.follow("Tải .docx")
    content = waiting.value.path().read_bytes()
    assert check_layout(content) == []
    words = whole_text(content)
    for told in (f"Số: {NUMBER}", "91 lượt", DIFFICULT):
        assert told in words
    clerk.follow("Xem trang in")
    if office.scripts == "on":
        clerk.page.locator("#paper section").first.wait_for()
        assert DIFFICULT in clerk.main()
    centre = office.at("trungtam")
    centre.open("/bao-cao/ky/2026-03-15/2026-04-14")
    assert f"Đã phát hành báo cáo số {NUMBER}" in centre.main()
    centre.follow("In")
    assert centre.page.pdf().startswith(b"%PDF")
