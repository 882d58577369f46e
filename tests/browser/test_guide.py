"""Can the guide be followed? Its pictures are taken on the way, when they are asked for.

    SATURDAY_PICTURES=1 pytest tests/browser/test_guide.py

It tells Saturday 09/5/2026 on the demo's data: the Saturday that is left open to try.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.browser.test_new_commune import OFFICERS_HEAD, send_file, workbook
from tests.browser.window import PHONE, Desk
from tests.conftest import stand_at
from tests.telling import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.long]

HUB = "/lich-truc/2026-05-09"
TOLD = "/thong-bao/2026-05-09"
VOICES = ("cong-thong-tin", "trang-thon", "bang-tin", "loa", "zalo-thon")
OUT = ("Ghi đã đăng cổng thông tin", "Ghi đã đăng trang thôn, bản", "Ghi đã dán bảng tin")
NOTICE = "/van-ban/lap/assignment_notice/2026-05-09"
OWN_PEOPLE = (
    ("Lãnh đạo UBND xã", "minh"),
    ("Phụ trách tại Trung tâm", "hoang van s"),
    ("Chứng thực", "duc"),
    ("Ký chứng thực", "lvm"),
    ("Ký hộ tịch", "lvm"),
)


@dataclass
class Guide:
    """Everybody's window, and the pictures taken through it."""

    open_window: Callable[..., Desk]
    windows: dict[str, Desk] = field(default_factory=dict)

    def at(self, who: str, path: str, moment: str = "") -> Desk:
        """Let somebody sit down and open a page."""
        if moment:
            stand_at(moment)
        if who not in self.windows:
            self.windows[who] = self.open_window()
        window = self.windows[who]
        window.open(path)
        if not window.page.locator(".sign-out").count():  # or it is a page without the menu
            window.open("/dang-nhap")
            if window.path == "/dang-nhap":
                window.sign_in(who, PASSWORD)
            window.open(path)
        assert window.path == path, (window.path, window.main())
        return window

    def on_the_phone(self, who: str, path: str, name: str) -> None:
        """Take a page as a telephone shows it."""
        window = self.at(who, path)
        window.page.set_viewport_size(PHONE)
        window.glance()
        window.picture(name)


@pytest.mark.usefixtures("story")
def test_the_guide_can_be_followed(desk: Callable[..., Desk]) -> None:
    guide = Guide(desk)

    the_demo_as_it_stands(guide)
    two_lists_come_in(guide)
    the_people_are_told(guide)
    the_villages_answer(guide)
    one_is_missing(guide)
    it_is_typed_in_on_behalf(guide)
    the_board_is_filled(guide)
    the_notice_is_made(guide)
    it_is_signed_and_issued(guide)
    everybody_reads_it(guide)


def the_demo_as_it_stands(guide: Guide) -> None:
    """Look round on Tuesday 07/4."""
    window = guide.open_window()
    window.open("/dang-nhap")
    window.picture("sign-in")

    guide.at("quantri", "/quan-tri/tai-khoan/").picture("accounts")
    admin = guide.at("quantri", "/quan-tri/tai-khoan/moi")
    admin.fill("Tên đăng nhập", "vanthu2")
    admin.fill("Họ và tên", "Võ Thị Thủy (mẫu)")
    admin.field("Văn thư").check()
    admin.press("Tạo tài khoản")
    admin.press("In phiếu đặt mật khẩu")
    admin.page.locator(".slip").evaluate(
        """slip => {
          slip.querySelector("b.code").textContent = "1234 5678 9012 3456 7890";
          slip.querySelector(".qr-frame").replaceChildren();
          slip.querySelector("textarea").value = "Tên đăng nhập: vanthu2. Mở …";
        }"""
    )
    admin.picture("slip")
    guide.at("quantri", "/danh-muc/").picture("tables")
    the_admin_keeps_things_safe(guide)

    guide.at("trungtam", "/").picture("todo")
    guide.on_the_phone("trungtam", "/", "todo-phone")
    guide.windows.pop("trungtam")
    guide.at("trungtam", "/ke-hoach/2026").picture("year")
    guide.at("trungtam", "/lich-truc/2026-06-06/chuan-bi").picture("prepare")
    guide.at("trungtam", "/lich-truc/2026-03-28/cham-cong").picture("attendance")
    guide.at("trungtam", "/danh-muc/thu-tuc/").picture("procedures")
    guide.at("vanthu", "/van-ban/mau/assignment_notice").picture("template")
    guide.at("lanhdao", "/lich-truc/").picture("saturdays")
    guide.at("congchuc1", "/lich-truc/cua-toi").picture("hours")
    for who in ("vanthu", "congchuc1"):
        guide.windows.pop(who)


def the_admin_keeps_things_safe(guide: Guide) -> None:
    """Read a file with a faulty line, back up, and ask how the machine is."""
    admin = guide.at("quantri", "/danh-muc/cong-chuc/excel")
    rows = (
        ("Nguyễn Thị Hoa (mẫu)", "Chuyên viên", "Phòng Kinh tế", "0912345678"),
        ("Lê Văn Khánh (mẫu)", "Chuyên viên", "Phòng Nông nghiệp", "0912345679"),
    )
    send_file(admin, "Tệp Excel (.xlsx)", "danh sách.xlsx", workbook(OFFICERS_HEAD, rows))
    admin.press("Đọc tệp, xem trước")
    assert "1 dòng lỗi" in admin.main()
    admin.picture("import")
    admin = guide.at("quantri", "/quan-tri/sao-luu")
    admin.press("Sao lưu ngay")
    assert "Đã sao lưu" in admin.notice
    admin.picture("backup")
    guide.at("quantri", "/quan-tri/suc-khoe").picture("health")


def two_lists_come_in(guide: Guide) -> None:
    """Copy last time's list, and send it; the clerk records the public notice."""
    office = guide.at("vanphong", f"{HUB}/phong/van-phong", "2026-04-28 08:30")
    office.press("Chép danh sách buổi 11/4")
    office.picture("list")
    office.press("Gửi danh sách")
    assert office.notice.startswith("Đã gửi danh sách (2 người)")

    culture = guide.at("vanhoa", f"{HUB}/phong/van-hoa-xa-hoi", "2026-04-28 09:10")
    culture.pick("Người trực", "ngan thi yen")
    culture.press("Gửi danh sách")
    assert culture.notice.startswith("Đã gửi danh sách (1 người)")

    clerk = guide.at("vanthu", "/van-ban/da-phat-hanh", "2026-04-28 10:00")
    clerk.field("Trung tâm Phục vụ hành chính công").check()
    clerk.pick("Tên loại", "Thông báo (TB)")
    clerk.fill("Số", "33")
    clerk.fill("Ngày văn bản", "28/4/2026")
    clerk.fill("Trích yếu", "Tổ chức “Ngày thứ 7 vì dân” ngày 09 tháng 5 năm 2026")
    clerk.fill("Họ tên người ký", "Phạm Thị Hương (mẫu)")
    clerk.pick("Là thông báo cho người dân của buổi", "Buổi thứ Bảy, 09/5")
    clerk.picture("earlier")
    clerk.press("Ghi văn bản")
    assert clerk.notice == "Đã ghi văn bản số 33/TB-TTPVHCC."


def the_people_are_told(guide: Guide) -> None:
    """Write what each channel says, have it approved, and bring it before people."""
    centre = guide.at("trungtam", f"{TOLD}/soan", "2026-04-28 10:30")
    centre.press("Soạn cả bảy tin")
    for channel in VOICES:
        centre.open(f"{TOLD}/soan/{channel}")
        centre.press("Gửi duyệt")
    centre.open(f"{TOLD}/soan")
    centre.picture("compose")
    guide.on_the_phone("lanhdao", f"{TOLD}/soan/zalo-thon", "approve-phone")
    for channel in VOICES:
        guide.at("lanhdao", f"{TOLD}/soan/{channel}").press("Duyệt tin này")
    guide.windows.pop("lanhdao")
    for channel, done in zip(VOICES, OUT, strict=False):
        centre.open(f"{TOLD}/soan/{channel}")
        centre.press(done)
    centre.open(f"{TOLD}/soan/zalo-thon")
    centre.press("Ghi đã gửi Zalo")
    centre.open(centre.path)
    centre.picture("zalo")
    anyone = guide.open_window(size=PHONE)
    anyone.open(TOLD)
    anyone.picture("public-phone")
    guide.at("trungtam", f"{TOLD}/ap-phich").picture("poster")
    paper = guide.at("trungtam", "/lich-truc/2026-04-11")
    paper.click(paper.page.locator("#van-ban a", has_text="Tổ chức").first)
    paper.follow("Xem trang in")
    paper.page.locator("#paper section").first.wait_for()
    paper.picture("people")
    guide.at("truyenthanh", f"{TOLD}/loa").picture("bulletin")


def the_villages_answer(guide: Guide) -> None:
    """Call the villages, and write down together who has heard of it."""
    guide.at("trungtam", "/thon/2026-05-09/danh-sach-goi").picture("call-sheet")
    centre = guide.at("trungtam", "/thon/2026-05-09")
    for village in ("Thôn 1", "Thôn 2", "Thôn 3"):
        centre.page.locator("label.pick").get_by_text(village, exact=True).click()
    centre.picture("villages")
    centre.press("Ghi cho các thôn đã chọn")
    assert "Còn 32 thôn." in centre.notice
    guide.on_the_phone("thon4", "/thon/cua-toi", "village-phone")


def one_is_missing(guide: Guide) -> None:
    """See on the last day who has not sent, and approve what came."""
    centre = guide.at("trungtam", HUB, "2026-04-29 08:30")
    centre.press("Duyệt danh sách")
    assert "Đã duyệt danh sách của" in centre.notice
    centre.open(HUB)
    centre.picture("hub")
    guide.on_the_phone("trungtam", HUB, "hub-phone")
    guide.windows.pop("trungtam")
    guide.on_the_phone("kinhte", f"{HUB}/phong/kinh-te", "list-phone")
    guide.windows.pop("kinhte")


def it_is_typed_in_on_behalf(guide: Guide) -> None:
    """Write down on Monday what came by Zalo."""
    centre = guide.at("trungtam", HUB, "2026-05-04 09:20")
    assert "đã quá hạn 5 ngày" in centre.main()
    centre.follow("Ghi hộ danh sách")
    centre.press("Chép danh sách buổi 11/4")
    centre.field("Zalo").check()
    centre.fill("Do ai báo", "Trưởng phòng Kinh tế")
    centre.fill("Ngày báo", "04/5/2026")
    centre.fill("Giờ báo", "9h10")
    centre.picture("on-behalf")
    centre.press("Ghi hộ danh sách")
    assert "Gửi muộn 5 ngày." in centre.notice


def the_board_is_filled(guide: Guide) -> None:
    """Approve the rest, and give each duty its person."""
    centre = guide.at("trungtam", HUB)
    for _ in range(2):
        centre.press("Duyệt danh sách")
    for duty, person in OWN_PEOPLE:
        centre.open(HUB)
        centre.follow(f"Phân công {duty}")
        box = centre.field("Cán bộ, công chức")
        box.press_sequentially(person)
        if duty == "Chứng thực":
            centre.picture("assign")
        box.press("Enter")
        centre.press("Phân công người")
        assert "Đã phân công" in centre.notice
    centre.open(HUB)
    centre.page.locator("#bang-phan-cong").evaluate("board => board.scrollIntoView()")
    centre.picture("board")
    guide.at("trungtam", f"{HUB}/bang-cua").picture("door")


def the_notice_is_made(guide: Guide) -> None:
    """Draft the notice, check what it says and how it looks."""
    centre = guide.at("trungtam", NOTICE, "2026-05-05 09:00")
    centre.fill("Họ tên người ký", "Phạm Thị Hương (mẫu)")
    centre.press("Lập dự thảo")
    centre.open(centre.path)
    centre.picture("notice")
    centre.press("Ghi đã kiểm tra nội dung")

    clerk = guide.at("vanthu", centre.path, "2026-05-05 09:30")
    clerk.picture("check")
    clerk.press("Ghi đã kiểm tra thể thức")
    assert "Trình ký được." in clerk.notice


def it_is_signed_and_issued(guide: Guide) -> None:
    """Record the signing, then number and date."""
    clerk = guide.at("vanthu", guide.windows["vanthu"].path, "2026-05-05 15:45")
    clerk.fill("Ngày ký", "05/5/2026")
    clerk.fill("Giờ ký", "15h40")
    clerk.press("Ghi đã ký")
    stand_at("2026-05-05 16:05")
    clerk.open(clerk.path)
    clerk.fill("Số", "35")
    clerk.fill("Ngày văn bản", "05/5/2026")
    clerk.picture("issue")
    clerk.press("Ghi số và phát hành")
    assert clerk.notice == "Đã phát hành, số 35/TB-TTPVHCC."
    clerk.follow("Xem trang in")
    clerk.page.locator("#paper section").first.wait_for()
    clerk.picture("print")
    guide.at("vanthu", "/van-ban/so/trung-tam/2026").picture("register")


def everybody_reads_it(guide: Guide) -> None:
    """Look at the finished Saturday as a leader and as an officer do."""
    guide.at("lanhdao", HUB, "2026-05-05 16:30").picture("leader")
    window = guide.at("congchuc1", "/")
    assert "Buổi trực của tôi" in window.main()
    window.picture("officer")


@pytest.mark.usefixtures("friday")
def test_the_guide_to_a_friday_night_can_be_followed(desk: Callable[..., Desk]) -> None:
    guide = Guide(desk)

    centre = guide.at("trungtam", "/lich-truc/2026-04-11/doi")
    centre.pick("Ngày mới", "18/4")
    centre.fill("Lý do dời", "Bão số 3")
    centre.press("Dời buổi")
    guide.at("trungtam", "/thong-bao/2026-04-11/bao-gap").picture("urgent")
    anyone = guide.open_window(size=PHONE)
    anyone.open("/thong-bao/2026-04-11")
    anyone.picture("moved-phone")
