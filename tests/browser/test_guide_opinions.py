"""Can the guide to opinions be followed, from a telephone without scripts to a village's meeting?

    SATURDAY_PICTURES=1 pytest tests/browser/test_guide_opinions.py

It goes on from Saturday 11/4/2026 at 10:52, as the demo stands. Each page is looked at closely at
the desk and on the telephone.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.browser.test_guide import Guide
from tests.browser.window import PHONE, Desk
from tests.conftest import stand_at
from tests.web.announcements.telling import setting

pytestmark = pytest.mark.browser

ROOM = "/phan-anh"
FORM, LOOK_UP = f"{ROOM}/gui", f"{ROOM}/tra-cuu"
SAID = "Cầu tràn ở thôn ngập là trẻ con không đi học được. Đề nghị đặt biển cấm lúc nước lên."
ANSWER = "Đã đặt biển và rào chắn ngày 15/4. Trưởng thôn giữ khóa rào khi nước lên."
WHO, ADDRESS, PHONE_NUMBER = "Lê Thị Sương (mẫu)", "Xóm 2, Thôn 3", "0900003999"
HERS = f"{ROOM}/2026/3"
SHOWN_CODE = "K7M2P-QX4TD"  # in pictures: a true code differs each time


@pytest.mark.usefixtures("saturday")
def test_an_opinion_goes_its_way_as_the_guide_tells(desk: Callable[..., Desk]) -> None:
    setting("feedback.public_form", "yes")
    guide, stranger = Guide(desk), Stranger(desk(scripts=False, size=PHONE), desk())

    code = somebody_writes_without_scripts(stranger)
    it_stands_in_the_register(guide)
    one_is_told_by_telephone(guide)
    the_centre_gives_it_to_a_department(guide)
    the_code_tells_who_has_it(stranger, code)
    the_department_answers(guide)
    the_code_tells_the_answer(stranger, code)
    whoever_said_it_is_told(guide)
    the_village_hears_it(guide)
    the_late_are_reminded(guide)
    the_register_is_printed(guide)
    other_steps_are_there(guide)
    a_person_asks_what_is_kept(guide)


def sound(window: Desk) -> None:
    """Look at a page closely at both sizes."""
    assert window.faults_at_both_sizes() == [], window.path


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody with an old telephone without scripts; and an eye that looks at the same page.

    What looks closely is a script itself, which such a telephone does not run.
    """

    window: Desk
    eye: Desk

    def open(self, path: str) -> Desk:
        """Open a page."""
        self.window.open(path)
        return self.window

    def sound(self) -> None:
        """Look closely at what the telephone shows."""
        self.window.glance()
        self.eye.page.goto(self.window.page.url)
        self.eye.page.set_content(self.window.page.content())
        assert self.eye.title == self.window.title
        sound(self.eye)


def somebody_writes_without_scripts(someone: Stranger) -> str:
    """Send the public form from an old telephone; give the code."""
    stand_at("2026-04-11 10:55")
    stranger = someone.open(FORM)
    stranger.picture("opinion-form")
    someone.sound()
    stranger.page.get_by_label("Kiến nghị: ").check()
    stranger.fill("Nội dung", SAID)
    stranger.pick("Ở thôn, bản nào", "Thôn 3")
    stranger.fill("Họ và tên", WHO)
    stranger.fill("Địa chỉ", ADDRESS)
    stranger.press("Gửi ý kiến")
    assert "Hãy ghi số điện thoại." in stranger.main()
    assert stranger.field("Nội dung").input_value() == SAID
    someone.sound()

    stranger.fill("Số điện thoại", PHONE_NUMBER)
    stranger.press("Gửi ý kiến")
    assert "Số 03/2026" in stranger.main()
    assert "giao xử lý trước hết thứ Sáu, 17/4" in stranger.main()
    someone.sound()
    code = stranger.page.locator("p.code")
    found = code.inner_text()
    code.evaluate(f"code => {{ code.textContent = '{SHOWN_CODE}' }}")
    stranger.picture("opinion-sent")
    return found


def it_stands_in_the_register(guide: Guide) -> None:
    """See on the front page that something is to be given to somebody, and find it."""
    window = guide.at("trungtam", "/", "2026-04-11 11:00")
    assert "ý kiến" in window.main()
    window.open(f"{ROOM}/")
    assert SAID[:40] in window.main()
    assert WHO not in window.main()
    sound(window)
    window.picture("opinions")


def one_is_told_by_telephone(guide: Guide) -> None:
    """Write down what a caller says, and read the code of the slip out."""
    window = guide.at("trungtam", f"{ROOM}/ghi")
    window.page.get_by_label("Hỏi đáp").check()
    window.page.get_by_label("Điện thoại", exact=True).check()
    window.fill("Nội dung, ghi đúng lời người nêu", "Đổi thẻ bảo hiểm y tế cho trẻ ở đâu?")
    window.page.get_by_label("Góp ý không ghi tên: ").check()
    sound(window)
    window.page.evaluate("scrollTo(0, 0)")
    window.picture("opinion-record")
    window.press("Ghi và in phiếu")
    assert "Số 04/2026" in window.main()
    assert "Ý kiến này không có hạn trả lời" in window.main()
    code = window.page.locator(".slip-code b.code")
    code.evaluate(f"code => {{ code.textContent = '{SHOWN_CODE}' }}")
    window.picture("opinion-slip")
    sound(window)
    guide.at("trungtam", f"{ROOM}/huong-dan").picture("opinion-guidance")


def the_centre_gives_it_to_a_department(guide: Guide) -> None:
    """Read who said it, and give it to Phòng Kinh tế."""
    window = guide.at("trungtam", HERS)
    assert f"{WHO}, {ADDRESS}" in window.main()
    sound(window)
    window.follow("Giao xử lý")
    assert WHO not in window.main()
    window.pick("Đơn vị xử lý", "Phòng Kinh tế")
    window.fill("Lời dặn cho đơn vị xử lý", "Sắp đến mùa mưa.")
    sound(window)
    window.picture("opinion-assign")
    window.press("Giao xử lý")
    assert window.notice == "Đã giao ý kiến số 03/2026."


def the_code_tells_who_has_it(someone: Stranger, code: str) -> None:
    """Ask with the code; nothing of who said what is shown."""
    stranger = someone.open(LOOK_UP)
    stranger.fill("Mã trên phiếu", code.lower())
    stranger.press("Tra cứu")
    assert "Ý kiến số 03/2026: đã giao, chờ nhận" in stranger.main()
    assert "trả lời trước hết thứ Sáu, 24/4" in stranger.main()
    assert "Phòng Kinh tế" in stranger.main()
    someone.sound()


def the_department_answers(guide: Guide) -> None:
    """Take it up on Monday, and answer on Wednesday; others see nothing of it."""
    window = guide.at("kinhte", "/", "2026-04-13 08:00")
    assert "ý kiến" in window.main()
    window.open(HERS)
    window.press("Nhận xử lý")
    assert window.notice == "Đã nhận xử lý ý kiến số 03/2026."
    assert "còn 9 ngày làm việc, đến 24/4" in window.main()
    window.picture("opinion-owner")
    sound(window)
    other = guide.open_window()
    guide.windows["vanhoa"] = other
    guide.at("vanhoa", f"{ROOM}/")
    other.open(HERS)
    assert "Không có trang này" in other.main()

    window = guide.at("kinhte", f"{HERS}/tra-loi", "2026-04-15 15:00")
    window.fill("Câu trả lời", ANSWER)
    window.field("Được đọc tại cuộc họp thôn, bản và khi tra cứu").check()
    sound(window)
    window.picture("opinion-answer")
    window.press("Trả lời")
    assert "Đã ghi trả lời ý kiến số 03/2026." in window.notice
    sound(window)


def the_code_tells_the_answer(someone: Stranger, code: str) -> None:
    """Ask again: the answer may be read by whoever holds the code."""
    stranger = someone.open(LOOK_UP)
    stranger.fill("Mã trên phiếu", code)
    stranger.press("Tra cứu")
    told = stranger.main()
    assert "Ý kiến số 03/2026: đã trả lời" in told
    assert ANSWER in told
    for word in (WHO, ADDRESS, PHONE_NUMBER, SAID):
        assert word not in told
    someone.sound()
    stranger.page.locator("#main h1").scroll_into_view_if_needed()
    stranger.picture("opinion-lookup")


def whoever_said_it_is_told(guide: Guide) -> None:
    """Note that she was called."""
    window = guide.at("trungtam", HERS, "2026-04-15 16:00")
    window.follow("Ghi đã báo lại")
    window.fill("Đã báo lại thế nào", "Đã gọi điện.")
    sound(window)
    window.press("Ghi đã báo lại")
    assert window.notice == "Đã đóng ý kiến số 03/2026: người nêu đã được báo lại."


def the_village_hears_it(guide: Guide) -> None:
    """Print what is read out at the meeting of Thôn 3: what was asked and answered, no name."""
    window = guide.at("trungtam", f"{ROOM}/theo-thon")
    sound(window)
    window.follow("In cho Thôn 3")
    sheet = window.main()
    assert SAID in sheet
    assert ANSWER in sheet
    for word in (WHO, "Sương", ADDRESS, PHONE_NUMBER):
        assert word not in sheet
    window.page.emulate_media(media="print")
    assert SAID in window.main()
    window.page.emulate_media(media="screen")
    window.picture("opinion-village")
    sound(window)


def the_late_are_reminded(guide: Guide) -> None:
    """Copy a message to those whose limit is near: it says no name."""
    window = guide.at("trungtam", f"{ROOM}/qua-han", "2026-04-22 08:00")
    assert "02/2026" in window.main()
    sound(window)
    window.page.locator("summary", has_text="Tin nhắn nhắc việc").first.click()
    window.picture("opinion-remind")


def the_register_is_printed(guide: Guide) -> None:
    """See the register of the year as it is printed."""
    window = guide.at("trungtam", f"{ROOM}/so/2026")
    assert f"{WHO}, {ADDRESS}, 0900 003 999" in window.main()
    assert "có tên, không in ra" in window.main()
    window.picture("opinion-book")
    sound(window)


def other_steps_are_there(guide: Guide) -> None:
    """Look at the steps that this way did not need."""
    for who, steps in (
        ("trungtam", ("sua", "chuyen", "khong-tiep-nhan", "mo-lai")),
        ("kinhte", ("tra-lai",)),
    ):
        for step in steps:
            sound(guide.at(who, f"{ROOM}/2026/2/{step}"))


def a_person_asks_what_is_kept(guide: Guide) -> None:
    """Find all that is kept of one person, and print the sign that tells of it at the desk."""
    window = guide.at("quantri", "/quan-tri/du-lieu-ca-nhan")
    window.fill("Số điện thoại", PHONE_NUMBER)
    window.press("Tìm")
    window.page.get_by_label("Chọn ý kiến 03/2026").check()
    sound(window)
    window.picture("personal-data")
    window.press("Xem các dòng đã chọn")
    assert WHO in window.main()
    sound(window)
    window.picture("person")
    for path in ("ai-da-xem", "bien-thong-bao"):
        sound(guide.at("quantri", f"/quan-tri/du-lieu-ca-nhan/{path}"))
    guide.at("quantri", "/quan-tri/du-lieu-ca-nhan/bien-thong-bao").picture("notice-sign")
