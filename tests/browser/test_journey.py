"""Can newcomers bring a Saturday from an empty database to its printed notice, by mouse alone?

The commune is Anh Sơn on its own network; the clock is the story's. Told with scripts, without
them, and with scripts that never arrive.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

import docx
import pytest
from docx.oxml.ns import qn
from flask import Flask
from playwright.sync_api import Route

from saturday.extensions import db
from saturday.models.audit import AuditEvent, first_break
from saturday.models.documents import Document
from saturday.papers.layout import check_layout
from saturday.vietnamese.names import fold
from tests import factories
from tests.browser.window import Desk
from tests.conftest import stand_at
from tests.faults.effort import times
from tests.telling import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.long]

DAY = "/lich-truc/2026-04-11"
# User name, name, role, department: what the administrator types.
ACCOUNTS = (
    ("trungtam", "Lô Thị Bình (mẫu)", "Trung tâm Phục vụ hành chính công", ""),
    ("vanthu", "Võ Thị Thủy (mẫu)", "Văn thư", ""),
    ("kinhte", "Phan Văn Tài (mẫu)", "Phòng, đơn vị", "Phòng Kinh tế"),
    ("vanhoa", "Lương Văn Khoa (mẫu)", "Phòng, đơn vị", "Phòng Văn hóa - Xã hội"),
    ("vanphong", "Cao Văn Thành (mẫu)", "Phòng, đơn vị", "Văn phòng HĐND và UBND"),
)
OFFICERS = (
    ("Lê Văn Minh (mẫu)", "uy-ban", "Phó Chủ tịch"),
    ("Hoàng Văn Sơn (mẫu)", "trung-tam", "Phó Giám đốc"),
    ("Vi Văn Đức (mẫu)", "trung-tam", "Chuyên viên"),
    ("Đặng Thị Ước (mẫu)", "van-phong", "Công chức Tư pháp - Hộ tịch"),
    ("Võ Thị Thủy (mẫu)", "van-phong", "Văn thư"),
    ("Ngân Thị Yến (mẫu)", "van-hoa-xa-hoi", "Công chức Văn hóa - Xã hội"),
    ("Nguyễn Đình Long (mẫu)", "kinh-te", "Công chức Địa chính"),
)
BY_HAND = "Trương Thị Hạnh (mẫu)"
NAMES = (BY_HAND, *(name for name, _code, _post in OFFICERS))
# Duty, and who takes it.
OWN_PEOPLE = (
    ("Lãnh đạo UBND xã", "Lê Văn Minh"),
    ("Phụ trách tại Trung tâm", "Hoàng Văn Sơn"),
    ("Chứng thực", "Vi Văn Đức"),
    ("Ký chứng thực", "Lê Văn Minh"),
    ("Ký hộ tịch", "Lê Văn Minh"),
)


def keep_away(route: Route) -> None:
    """Let a file never arrive."""
    route.abort("blockedbyclient")


@dataclass
class Office:
    """Everybody's window, opened when it is first needed."""

    open_window: Callable[..., Desk]
    scripts: str
    windows: dict[str, Desk] = field(default_factory=dict)

    def at(self, who: str) -> Desk:
        """Give somebody's window."""
        if who not in self.windows:
            window = self.open_window(scripts=self.scripts != "off")
            if self.scripts == "lost":
                window.page.route("**/static/**/*.js*", keep_away)
                window.page.route("**/static/*.js*", keep_away)
            self.windows[who] = window
        return self.windows[who]

    def look(self, window: Desk) -> None:
        """Look at a page; closely in one of the tellings, for the pages are the same in all."""
        if self.scripts == "on":
            window.check()
        else:
            window.glance()

    def signed_in(self, who: str, moment: str) -> Desk:
        """Let somebody sit down at a moment of the story, and sign in."""
        stand_at(moment)
        window = self.at(who)
        window.open("/dang-nhap")
        if window.path == "/dang-nhap":
            window.sign_in(who, PASSWORD)
        assert window.path == "/", window.main()
        return window


@pytest.mark.parametrize("scripts", ["on", "off", "lost"][: times(2)])  # "lost" at night
def test_newcomers_bring_a_saturday_to_its_printed_notice(
    app: Flask, desk: Callable[..., Desk], scripts: str
) -> None:
    office = Office(desk, scripts)

    the_first_admin_begins(app, office)
    the_admin_makes_accounts(office)
    officers_are_entered(office)
    the_centre_plans_the_year(office)
    the_clerk_records_the_plan_paper(office)
    the_centre_opens_the_saturday(office)
    the_clerk_records_the_public_notice(office)
    two_departments_send_their_lists(office)
    the_late_list_is_typed_in_on_behalf(office)
    the_centre_approves_and_fills_the_gaps(office)
    the_centre_makes_the_notice(office)
    the_clerk_brings_it_out(office)
    the_notice_is_printed(office)
    every_act_left_its_trace()


def the_first_admin_begins(app: Flask, office: Office) -> None:
    """Open the link that the console printed, once."""
    stand_at("2026-03-30 08:00")
    link = app.test_cli_runner().invoke(args=["create-admin"]).output.strip()
    window = office.at("quantri")

    window.open(link)
    window.fill("Tên đăng nhập", "quantri")
    window.fill("Họ và tên", "Hồ Thị Mai (mẫu)")
    window.fill("Mật khẩu mới", PASSWORD)
    window.fill("Mật khẩu mới, ghi lần nữa", PASSWORD)
    office.look(window)
    window.press("Lập tài khoản")
    office.look(window)
    window.sign_in("quantri", PASSWORD)

    assert window.path == "/"
    stranger = office.at("stranger")
    stranger.open(link)
    assert "Liên kết không còn dùng được" in stranger.main()


def the_admin_makes_accounts(office: Office) -> None:
    """Make an account for each, hand over its slip, and let its owner choose the password."""
    admin = office.at("quantri")
    for username, name, role, department in ACCOUNTS:
        admin.go("Quản trị")
        admin.follow("Tài khoản")
        admin.follow("Thêm tài khoản")
        admin.fill("Tên đăng nhập", username)
        admin.fill("Họ và tên", name)
        admin.field(role).first.check()
        if department:
            admin.page.locator("select[name=department_id]").select_option(label=department)
        admin.press("Tạo tài khoản")
        assert f"Đã tạo tài khoản {username}." in admin.notice
        admin.press("In phiếu đặt mật khẩu")
        link = link_on_slip(admin)
        admin.follow("Quay lại", admin.page.locator("nav"))

        owner = office.at(username)
        owner.page.goto(link)
        owner.fill("Mật khẩu mới", PASSWORD)
        owner.fill("Mật khẩu mới, ghi lần nữa", PASSWORD)
        owner.press("Đặt mật khẩu")
        assert "Đã đặt mật khẩu." in owner.main()
    office.look(admin)


def link_on_slip(window: Desk) -> str:
    """Read the link in the message of the first slip shown."""
    message = window.page.locator(".slip textarea").first.input_value()
    return next(word for word in message.split() if word.startswith("http"))


def officers_are_entered(office: Office) -> None:
    """Enter one officer by hand; the others come as rows."""
    admin = office.at("quantri")
    admin.go("Danh mục")
    admin.follow("Cán bộ, công chức")
    admin.follow("Thêm công chức")
    admin.fill("Họ và tên", BY_HAND)
    admin.fill("Chức vụ", "Công chức Kinh tế")
    admin.page.locator("select[name=department_id]").select_option(label="Phòng Kinh tế")
    office.look(admin)
    admin.press("Lưu công chức")

    assert BY_HAND in admin.main()
    office.look(admin)
    db.session.rollback()
    for name, code, post in OFFICERS:
        factories.officer(name, code=code, post=post)


def the_centre_plans_the_year(office: Office) -> None:
    """Take the proposal, choose 11/4 in April, and save."""
    centre = office.signed_in("trungtam", "2026-03-31 08:00")
    assert "Chưa có kế hoạch năm 2026." in centre.main()
    centre.follow("Lập kế hoạch năm")
    centre.fill("Tính từ ngày", "11/02/2026")
    centre.press("Lập kế hoạch năm")
    centre.press("Chọn giúp")
    assert "Đã chọn giúp 11 ngày, chưa lưu." in centre.main()
    centre.page.locator("input[value='2026-04-04']").uncheck()
    centre.page.locator("input[value='2026-04-11']").check()
    for month in range(2, 13):
        mobile = centre.page.get_by_role("checkbox", name=f"Tháng {month} lưu động", exact=True)
        mobile.set_checked(month in {8, 11})
    office.look(centre)
    centre.press("Lưu kế hoạch")

    assert centre.notice == "Đã lưu kế hoạch: 11 buổi."
    assert "2 buổi lưu động" in centre.main()
    office.look(centre)


def the_clerk_records_the_plan_paper(office: Office) -> None:
    """Record Kế hoạch 50, issued before the app was here."""
    clerk = begin_earlier_paper(office, "2026-03-31 08:15", "Ủy ban nhân dân xã")
    clerk.pick("Tên loại", "Kế hoạch (KH)")
    clerk.fill("Số", "50")
    clerk.fill("Ngày văn bản", "11/02/2026")
    clerk.fill("Trích yếu", "Tổ chức triển khai “Ngày thứ 7 vì dân” năm 2026")
    clerk.fill("Họ tên người ký", "Lê Văn Minh (mẫu)")
    clerk.pick("Là kế hoạch của năm", "Kế hoạch năm 2026")
    office.look(clerk)
    clerk.press("Ghi văn bản")

    assert clerk.notice == "Đã ghi văn bản số 50/KH-UBND."
    office.look(clerk)


def begin_earlier_paper(office: Office, moment: str, issuer: str) -> Desk:
    """Open the form for a paper that was made outside the app."""
    clerk = office.signed_in("vanthu", moment)
    clerk.go("Văn bản")
    clerk.follow("Ghi văn bản trước đây")
    clerk.field(issuer).check()
    return clerk


def the_centre_opens_the_saturday(office: Office) -> None:
    """Set hours and duties; the limit of the lists is worked out."""
    centre = office.signed_in("trungtam", "2026-03-31 08:45")
    centre.go("Lịch trực")
    centre.follow("thứ Bảy, 11/4")
    centre.follow("Mở chuẩn bị")
    centre.fill("Từ giờ", "7h30")
    centre.fill("Đến giờ", "11h30")
    assert centre.field("Hạn gửi danh sách, ngày").input_value() == "03/4/2026"
    office.look(centre)
    centre.press("Mở chuẩn bị")

    assert centre.path == DAY, centre.main()
    assert "7 giờ 30 – 11 giờ 30" in centre.main()
    office.look(centre)


def the_clerk_records_the_public_notice(office: Office) -> None:
    """Record the notice to the people, which the Centre made in its own way."""
    clerk = begin_earlier_paper(office, "2026-04-01 16:00", "Trung tâm Phục vụ hành chính công")
    clerk.pick("Tên loại", "Thông báo (TB)")
    clerk.fill("Số", "27")
    clerk.fill("Ngày văn bản", "01/4/2026")
    clerk.fill("Trích yếu", "Tổ chức “Ngày thứ 7 vì dân” ngày 11 tháng 4 năm 2026")
    clerk.fill("Họ tên người ký", "Phạm Thị Hương (mẫu)")
    clerk.pick("Là thông báo cho người dân của buổi", "Buổi thứ Bảy, 11/4")
    clerk.press("Ghi văn bản")

    assert clerk.notice == "Đã ghi văn bản số 27/TB-TTPVHCC."


def two_departments_send_their_lists(office: Office) -> None:
    """Let two departments pick their people and send, before the limit."""
    send_list(office, "vanphong", "2026-04-03 09:14", ("dang thi uoc", "vo thi thuy"))
    send_list(office, "vanhoa", "2026-04-03 10:40", ("ngan thi yen",))


def send_list(office: Office, who: str, moment: str, people: tuple[str, ...]) -> None:
    """Choose somebody for each row, and send."""
    window = office.signed_in(who, moment)
    assert "trước 17 giờ thứ Sáu, 03/4" in window.main()
    window.follow("Lập danh sách")
    for place, person in enumerate(people):
        pick_person(window, person, place)
    office.look(window)
    window.press("Gửi danh sách")

    assert window.notice.startswith(f"Đã gửi danh sách ({len(people)} người)")
    office.look(window)


def pick_person(window: Desk, part: str, place: int) -> None:
    """Find somebody by a part of the name without marks; a plain select is read through."""
    is_box = window.field("Người trực", place).get_attribute("role") == "combobox"
    name = next(name for name in NAMES if fold(name).startswith(part))
    window.pick("Người trực", part if is_box else name, place)


def the_late_list_is_typed_in_on_behalf(office: Office) -> None:
    """See on Monday that Kinh tế is late, and write down what came by Zalo."""
    centre = office.signed_in("trungtam", "2026-04-06 09:20")
    centre.go("Lịch trực")
    centre.follow("thứ Bảy, 11/4")
    assert "Phòng Kinh tế" in centre.main()
    assert "đã quá hạn 3 ngày" in centre.main()
    office.look(centre)
    centre.follow("Ghi hộ danh sách")
    pick_person(centre, "nguyen dinh long", 0)
    pick_person(centre, "truong thi hanh", 1)
    centre.field("Zalo").check()
    centre.fill("Do ai báo", "Trưởng phòng Kinh tế")
    centre.fill("Ngày báo", "06/4/2026")
    centre.fill("Giờ báo", "9h10")
    office.look(centre)
    centre.press("Ghi hộ danh sách")

    assert centre.path == DAY, centre.main()
    assert "Đã ghi hộ danh sách (2 người)" in centre.notice
    assert "Gửi muộn 3 ngày." in centre.notice

    department = office.signed_in("kinhte", "2026-04-06 09:25")
    department.open(f"{DAY}/phong/kinh-te")
    assert "Trung tâm ghi hộ theo Zalo, do Trưởng phòng Kinh tế báo" in department.main()
    office.look(department)


def the_centre_approves_and_fills_the_gaps(office: Office) -> None:
    """Approve the three lists, then give each duty that lacks somebody its person."""
    centre = office.signed_in("trungtam", "2026-04-06 09:40")
    centre.open(DAY)
    for _ in range(3):
        centre.press("Duyệt danh sách")
        assert "Đã duyệt danh sách của" in centre.notice
    main = centre.main()
    assert "Còn thiếu (5)" in main
    assert "Ủy ban nhân dân xã cần cử 3 người trước 7 giờ 30 thứ Bảy, 11/4" in main
    assert "Thiếu người thì không làm xong trong buổi: chứng thực bản sao" in main
    office.look(centre)
    for duty, person in OWN_PEOPLE:
        centre.follow(f"Phân công {duty}")
        centre.pick("Cán bộ, công chức", person)
        centre.press("Phân công người")
        assert f"Đã phân công {person}" in centre.notice
    centre.follow("Thêm người")
    centre.pick("Nhiệm vụ", "Phối hợp")
    centre.pick("Hoặc đơn vị phối hợp", "Công an xã")
    centre.fill("Ghi chú", "01 người")
    office.look(centre)
    centre.press("Phân công người")

    assert "Còn thiếu (" not in centre.main()
    assert "Phân công ✓ Xong" in centre.main()
    office.look(centre)


def the_centre_makes_the_notice(office: Office) -> None:
    """Draft the assignment notice and check what it says."""
    centre = office.signed_in("trungtam", "2026-04-07 14:00")
    assert "Trung tâm cần lập Thông báo phân công" in centre.main()
    centre.follow("Lập thông báo")
    centre.fill("Họ tên người ký", "Phạm Thị Hương (mẫu)")
    office.look(centre)
    centre.press("Lập dự thảo")
    assert "Đã lập dự thảo" in centre.notice
    centre.press("Ghi đã kiểm tra nội dung")

    assert "Còn một lần kiểm tra nữa." in centre.notice
    assert "Lỗi thể thức: 0" in centre.main()
    office.look(centre)


def the_clerk_brings_it_out(office: Office) -> None:
    """Check the form, record the signing, give number and date."""
    clerk = office.signed_in("vanthu", "2026-04-07 14:30")
    clerk.follow("Kiểm tra thể thức")
    clerk.press("Ghi đã kiểm tra thể thức")
    assert "Trình ký được." in clerk.notice
    office.look(clerk)

    clerk = office.signed_in("vanthu", "2026-04-07 15:45")
    clerk.follow("Ghi đã ký")
    clerk.fill("Ngày ký", "07/4/2026")
    clerk.fill("Giờ ký", "15h40")
    clerk.press("Ghi đã ký")
    assert clerk.notice == "Đã ghi ký. Còn ghi số và phát hành."
    office.look(clerk)

    stand_at("2026-04-07 16:05")
    clerk.fill("Số", "28")
    clerk.fill("Ngày văn bản", "07/4/2026")
    office.look(clerk)
    clerk.press("Ghi số và phát hành")
    assert clerk.notice == "Đã phát hành, số 28/TB-TTPVHCC."
    office.look(clerk)


def the_notice_is_printed(office: Office) -> None:
    """Look at the print view, fetch the .docx, and find the paper in the register."""
    clerk = office.at("vanthu")
    with clerk.page.expect_download() as waiting:
        clerk.follow("Tải .docx")
    content = waiting.value.path().read_bytes()
    words = whole_text(content)
    assert check_layout(content) == []
    assert "Số: 28/TB-TTPVHCC" in words
    assert "ngày 07 tháng 4 năm 2026" in words
    assert all(name in words for name in NAMES)

    clerk.follow("Xem trang in")
    if office.scripts == "on":
        clerk.page.locator("#paper section").first.wait_for()
        assert "28/TB-TTPVHCC" in clerk.main()
    else:
        assert "Nếu không thấy gì, bấm Tải .docx." in clerk.main()
    office.look(clerk)

    clerk.go("Văn bản")
    clerk.follow("Sổ của Trung tâm")
    assert "28/TB-TTPVHCC" in clerk.main()
    office.look(clerk)

    centre = office.signed_in("trungtam", "2026-04-07 16:10")
    centre.open(DAY)
    assert "28/TB-TTPVHCC" in centre.main()
    centre.follow("In bảng treo cửa")
    office.look(centre)
    assert centre.page.pdf().startswith(b"%PDF")


def whole_text(content: bytes) -> str:
    """Give all words of a .docx, those of its tables among them."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(line.itertext()) for line in body.iter(qn("w:p")))


def every_act_left_its_trace() -> None:
    """Find the audit unbroken, and one notice in the database."""
    db.session.rollback()
    assert first_break(db.session.scalars(AuditEvent.in_order())) is None
    papers = [one for one in db.session.query(Document) if one.paper == "assignment_notice"]
    assert [one.full_number for one in papers] == ["28/TB-TTPVHCC"]
