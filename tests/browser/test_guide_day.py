"""Can the guide to closing a day be followed, up to the numbered report of that Saturday?

    SATURDAY_PICTURES=1 pytest tests/browser/test_guide_day.py

It tells the noon of Saturday 11/4/2026: 58 people were served, the last one has left.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import demo
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.settings import change_settings
from tests.browser.test_guide import Guide
from tests.browser.window import DESK, Desk
from tests.conftest import stand_at
from tests.eleventh_of_april import SUM
from tests.telling import tell

pytestmark = pytest.mark.browser

DAY = "/bao-cao/2026-04-11"
OFFICER = "Ngân Thị Yến (mẫu)"
DIFFICULT = "9 giờ 10 mất điện 8 phút."


@pytest.fixture
def noon(app: Flask, empty_folder: Path) -> Flask:
    """Give the app as everybody was served; the commune reports each Saturday."""
    tell(app, empty_folder, demo.NOON)
    change_settings(db.session, {"reports.of_saturday": "yes"}, by=None)
    db.session.commit()
    return app


@pytest.mark.usefixtures("noon")
def test_the_guide_to_closing_a_day_can_be_followed(desk: Callable[..., Desk]) -> None:
    guide = Guide(desk)
    who = db.session.scalars(select(Account.username).where(Account.name == OFFICER)).one()
    db.session.rollback()

    an_officer_confirms(guide, who)
    the_centre_reads_the_figures(guide)
    one_number_is_put_right(guide)
    the_day_is_closed(guide, who)
    it_is_opened_and_closed_again(guide)
    the_sheet_is_printed(guide)
    the_report_is_made_and_checked(guide)
    the_clerk_numbers_it_and_prints(guide)


def an_officer_confirms(guide: Guide, who: str) -> None:
    """Confirm the own figures on a telephone."""
    stand_at("2026-04-11 12:20")
    guide.on_the_phone(who, f"{DAY}/cua-toi", "own-figures-phone")
    window = guide.windows[who]
    window.check()
    window.press("Xác nhận số liệu")
    assert window.notice == f"Đã xác nhận số liệu của {OFFICER}."
    window.resize(DESK)


def the_centre_reads_the_figures(guide: Guide) -> None:
    """Read the sums, and open what stands behind a number."""
    window = guide.at("trungtam", DAY)
    window.check()
    assert f"{SUM}." in window.main()
    assert "= 48 hồ sơ = 30 đã trả + 18 còn lại" in window.main()
    window.picture("day-figures")
    row = window.page.locator("tr").filter(has_text=OFFICER)
    window.follow("4", row)
    assert "4 dòng: " in window.main()
    window.check()
    window.picture("day-lines")


def one_number_is_put_right(guide: Guide) -> None:
    """Say another number than the log's, and why."""
    window = guide.at("trungtam", DAY)
    window.follow("Sửa số liệu của Trương Thị Hạnh (mẫu)")
    window.fill("Số kiến nghị tiếp nhận", "1")
    window.fill("Lý do ghi khác nhật ký", "Một kiến nghị nghe qua điện thoại của quầy.")
    window.check()
    window.picture("officer-figures")
    window.press("Xác nhận số liệu")
    assert window.notice == "Đã xác nhận số liệu của Trương Thị Hạnh (mẫu)."


def the_day_is_closed(guide: Guide, who: str) -> None:
    """Close the day; its desk takes nothing more."""
    window = guide.at("trungtam", DAY)
    window.fill("Khó khăn, vướng mắc trong buổi", DIFFICULT)
    window.press("Chốt số liệu ngày")
    assert window.notice == "Đã chốt số liệu ngày."
    window.check()
    window.picture("day-closed")
    officer = guide.at(who, "/tiep-nhan/2026-04-11")
    assert "Buổi đã chốt số liệu lúc 12 giờ" in officer.main()


def it_is_opened_and_closed_again(guide: Guide) -> None:
    """Open the day with a reason; both closings stay."""
    window = guide.at("trungtam", DAY)
    window.click(window.page.locator("summary", has_text="Mở lại số liệu ngày"))
    window.fill("Lý do mở lại", "Ghi thiếu một khó khăn.")
    window.press("Mở lại")
    assert window.notice == "Đã mở lại số liệu ngày. Sửa xong thì chốt lại."
    window.fill("Khó khăn, vướng mắc trong buổi", f"Mạng yếu đầu giờ.\n{DIFFICULT}")
    window.press("Chốt số liệu ngày")
    assert "Ghi thiếu một khó khăn." in window.main()


def the_sheet_is_printed(guide: Guide) -> None:
    """Look at the sheet that is signed."""
    window = guide.at("trungtam", f"{DAY}/in")
    window.check()
    assert "Ký xác nhận" in window.main()
    window.picture("day-sheet")


def the_report_is_made_and_checked(guide: Guide) -> None:
    """Make the numbered report, and check what it says and how it looks."""
    centre = guide.at("trungtam", DAY, "2026-04-11 14:00")
    centre.follow("Lập báo cáo của buổi")
    centre.fill("Họ tên người ký", "Phạm Thị Hương (mẫu)")
    centre.press("Lập dự thảo")
    assert "Lỗi thể thức: 0" in centre.main()
    centre.press("Ghi đã kiểm tra nội dung")
    clerk = guide.at("vanthu", centre.path, "2026-04-11 14:30")
    clerk.press("Ghi đã kiểm tra thể thức")
    assert "Trình ký được." in clerk.notice


def the_clerk_numbers_it_and_prints(guide: Guide) -> None:
    """Record the signing, number and date; the day's page knows it, and it is printed."""
    clerk = guide.at("vanthu", guide.windows["vanthu"].path, "2026-04-11 15:45")
    paper = clerk.path
    clerk.fill("Ngày ký", "11/4/2026")
    clerk.fill("Giờ ký", "15h40")
    clerk.press("Ghi đã ký")
    stand_at("2026-04-11 16:05")
    clerk.open(paper)
    clerk.fill("Số", "30")
    clerk.fill("Ngày văn bản", "11/4/2026")
    clerk.press("Ghi số và phát hành")
    assert clerk.notice == "Đã phát hành, số 30/BC-TTPVHCC."
    clerk.follow("Xem trang in")
    clerk.page.locator("#paper section").first.wait_for()
    assert DIFFICULT in clerk.main()
    window = guide.at("trungtam", DAY)
    assert "Báo cáo 30/BC-TTPVHCC, đã phát hành." in window.main()
