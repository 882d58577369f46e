"""Can the guide to the one-stop system's Excel be followed? Its pictures are taken on the way.

    SATURDAY_PICTURES=1 pytest tests/browser/test_guide_import.py

The Centre brings home, at 11:40 of Saturday 11/4/2026, what that system has by then.
"""

from collections.abc import Callable

import pytest

from saturday.rules.columns import Cell
from tests.browser.test_guide import Guide
from tests.browser.window import Desk
from tests.dossier_files import book

pytestmark = pytest.mark.browser

PATH = "/tiep-nhan/2026-04-11/nap-tep"
EARLIER = "H41.999-260328-0003"  # received on 28/3, fetched since
HEADS = (
    "STT",
    "Số biên nhận HS",
    "Nội dung giải quyết",
    "Nơi cư trú",
    "Lúc nhận",
    "Lúc hẹn",
    "Lúc trả",
)
MEANINGS = ("Mã hồ sơ", "Tên thủ tục", "Địa chỉ", "Ngày tiếp nhận", "Ngày hẹn trả")
COPY, EXTRACT = "Chứng thực bản sao từ bản chính", "2.000635 - Cấp bản sao trích lục hộ tịch"


def row(
    number: int, procedure: str, hour: str, *, village: str = "", fetched: str = ""
) -> list[Cell]:
    """Write a dossier of the Saturday as that system exports it."""
    at = f"11/04/2026 {hour}"
    code = f"H41.999-260411-{number:04}"
    return [
        number,
        code,
        procedure,
        village,
        at,
        None,
        f"11/04/2026 {fetched}" if fetched else None,
    ]


def export() -> list[list[Cell]]:
    """Give what that system knows by 11:40; the demo's log is beside it."""
    copies = ("07:34", "07:40", "07:52", "08:03", "08:48", "09:26", "09:55", "10:10")
    return [
        [1, EARLIER, "1.013978", "Thôn 26", "28/03/2026 08:20", None, "10/04/2026 15:10"],
        row(2, "1.004873", "08:46"),
        row(8, "1.004873", "10:50", village="Thôn 15"),
        *(row(20 + place, COPY, hour, fetched="11:30") for place, hour in enumerate(copies)),
        row(40, EXTRACT, "07:44", village="Thôn 14, xã Anh Sơn", fetched="07:55"),
        row(41, EXTRACT, "10:33", village="Thôn 12, xã Anh Sơn", fetched="10:40"),
        row(42, "1.001193", "07:46", fetched="08:30"),
        row(43, "1.001612", "11:20", village="Thôn 5, xã Anh Sơn"),
    ]


@pytest.mark.usefixtures("saturday")
def test_the_guide_to_the_one_stop_excel_can_be_followed(desk: Callable[..., Desk]) -> None:
    window = Guide(desk).at("trungtam", PATH, "2026-04-11 11:40")

    choose(window)
    tell_the_columns(window)
    answer_what_is_asked(window)
    see_what_it_closed(window)
    nothing_is_left(window)


def choose(window: Desk) -> None:
    """Choose the file that the one-stop system made."""
    name, kind = "danh-sach-ho-so.xlsx", "application/octet-stream"
    content = book(export(), HEADS).getvalue()
    picked = window.page.locator("input[type=file]")
    picked.set_input_files({"name": name, "mimeType": kind, "buffer": content})
    window.press("Đọc tệp, xem trước")


def tell_the_columns(window: Desk) -> None:
    """Say once what that system calls its columns and procedures."""
    assert window.title == "Cột và tên gọi của tệp"
    for head, meaning in zip(HEADS[1:], (*MEANINGS, "Ngày trả kết quả"), strict=True):
        window.pick(head, meaning)
    window.picture("one-stop-columns")
    window.press("Nhớ và xem trước")
    assert "Đã nhớ tên cột" in window.notice
    window.follow("Chọn thủ tục")
    window.pick(COPY, "Chứng thực bản sao")
    window.press("Nhớ và xem trước")


def answer_what_is_asked(window: Desk) -> None:
    """See how much of the day the file has, and say who is who."""
    assert "Tệp có 14 hồ sơ của buổi 11/4, nhận từ 7 giờ 34 đến 11 giờ 20." in window.main()
    assert "Tệp chỉ có một phần của buổi" in window.main()
    window.check()
    window.picture("one-stop-preview")
    first, second = window.page.locator("form fieldset").all()[:2]
    first.get_by_label("Người khác").check()
    second.get_by_label("Cùng một người").check()
    window.page.locator("h2", has_text="Cùng một người không?").evaluate(
        "head => head.scrollIntoView()"
    )
    window.picture("one-stop-question")
    both = window.page.locator("input[name=figures][value=BOTH]")
    both.check()
    window.page.get_by_role("heading", name="lấy số nào?").evaluate("head => head.scrollIntoView()")
    window.picture("one-stop-figures")
    window.press("Nạp vào nhật ký")


def see_what_it_closed(window: Desk) -> None:
    """Read what was done, and look for the dossier of the earlier Saturday."""
    assert window.notice.startswith("Đã nạp tệp: thêm ")
    assert "ghi trả 1 kết quả" in window.notice
    window.picture("one-stop-done")
    window.open("/tiep-nhan/tim")
    window.page.locator("main input[name=sought]").fill(EARLIER)
    window.press("Tìm")
    window.click(window.page.locator("main table a").first)
    assert "10/4" in window.main()


def nothing_is_left(window: Desk) -> None:
    """Read the same file once more: what was told is known, and nothing is written."""
    window.open(PATH)
    choose(window)
    assert window.title.startswith("Xem trước tệp hồ sơ")
    assert "0 bổ sung, 15 như cũ" in window.main()
    assert "Tệp này không có dòng nào để nhập." in window.main()
