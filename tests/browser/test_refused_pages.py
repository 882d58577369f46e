"""Is what a refused person sees as sound as other pages, and is nothing typed lost?"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.browser.window import DESK, Desk
from tests.telling import PASSWORD

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Refused:
    """A form sent with something missing or wrong, and something typed that must stay."""

    who: str
    path: str
    button: str
    wrong: dict[str, str]
    kept: dict[str, str]


REFUSALS = (
    Refused(
        who="quantri",
        path="/quan-tri/tai-khoan/moi",
        button="Tạo tài khoản",
        wrong={"Tên đăng nhập": "có dấu cách"},
        kept={"Họ và tên": "Người mới (mẫu)"},
    ),
    Refused(
        who="quantri",
        path="/quan-tri/cai-dat",
        button="Lưu cài đặt",
        wrong={"Tên xã": "", "Điện thoại": "gọi sau"},
        kept={"Địa danh": "Nơi khác"},
    ),
    Refused(
        who="quantri",
        path="/mat-khau",
        button="Đổi mật khẩu",
        wrong={"Mật khẩu đang dùng": PASSWORD, "Mật khẩu mới": "ngắn"},
        kept={},
    ),
    Refused(
        who="quantri",
        path="/danh-muc/cong-chuc/moi",
        button="Lưu công chức",
        wrong={"Họ và tên": ""},
        kept={"Chức vụ": "Chuyên viên"},
    ),
    Refused(
        who="trungtam",
        path="/danh-muc/ngay-ban/moi",
        button="Lưu ngày bận",
        wrong={"Ngày": "hôm nào đó"},
        kept={"Lý do": "diễn tập"},
    ),
    Refused(
        who="trungtam",
        path="/ke-hoach/2026/noi-dung",
        button="Lưu lời văn",
        wrong={"Trích yếu": ""},
        kept={"Tính từ ngày": "12/02/2026"},
    ),
    Refused(
        who="trungtam",
        path="/lich-truc/2026-05-09/chuan-bi",
        button="Lưu chuẩn bị",
        wrong={"Từ giờ": "sáng sớm"},
        kept={"Nơi làm việc": "Nhà văn hóa Thôn 7"},
    ),
    Refused(
        who="trungtam",
        path="/lich-truc/2026-05-09/phong/kinh-te",
        button="Ghi hộ danh sách",
        wrong={"Do ai báo": ""},
        kept={"Ghi chú cho Trung tâm": "báo qua điện thoại"},
    ),
    Refused(
        who="trungtam",
        path="/lich-truc/2026-05-09/phan-cong",
        button="Phân công người",
        wrong={"Từ giờ": "trưa"},
        kept={"Ghi chú": "02 người"},
    ),
    Refused(
        who="trungtam",
        path="/lich-truc/2026-05-09/doi",
        button="Dời buổi",
        wrong={},
        kept={"Lý do dời": "Bão số 3"},
    ),
    Refused(
        who="kinhte",
        path="/lich-truc/2026-05-09/phong/kinh-te",
        button="Gửi danh sách",
        wrong={},
        kept={"Ghi chú cho Trung tâm": "đang tập huấn"},
    ),
    Refused(
        who="vanthu",
        path="/van-ban/da-phat-hanh",
        button="Ghi văn bản",
        wrong={"Số": "hai mươi", "Ngày văn bản": "31/02/2026"},
        kept={"Trích yếu": "Kiểm tra thể thức"},
    ),
    Refused(
        who="vanthu",
        path="/van-ban/lap/assignment_notice/2026-05-09",
        button="Lập dự thảo",
        wrong={"Họ tên người ký": ""},
        kept={"Nơi nhận": "UBND xã\nLưu: VT"},
    ),
)


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("form", REFUSALS, ids=lambda form: f"{form.who} {form.path}")
def test_a_refused_form_says_where_and_keeps_what_was_typed(
    desk: Callable[..., Desk], form: Refused
) -> None:
    window = desk()
    window.sign_in(form.who, PASSWORD)
    window.open(form.path)
    for label, text in (form.wrong | form.kept).items():
        window.fill(label, text)

    with window.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        window.press(form.button)

    assert sent.value.status == 422
    assert window.title.startswith("Lỗi:")
    assert window.page.evaluate("document.activeElement.className") == "errors"
    for label, text in form.kept.items():
        assert window.field(label).input_value() == text
    assert words_at_fields(window)
    assert window.faults_at_both_sizes() == []


def words_at_fields(window: Desk) -> list[str]:
    """Follow each link of the summary to its field, which says the same; give the sentences."""
    sentences = []
    for link in window.page.locator(".errors a").all():
        sentence = link.inner_text()
        link.click()
        field_id = window.page.evaluate("document.activeElement.id")
        assert f"#{field_id}" == link.get_attribute("href"), sentence
        told = window.page.evaluate(DESCRIPTION)
        assert sentence in told, (sentence, told)
        sentences.append(sentence)
    return sentences


DESCRIPTION = """() => {
  const place = document.activeElement.closest("[aria-describedby]");
  const ids = place ? place.getAttribute("aria-describedby").split(" ") : [];
  return ids.map((id) => document.getElementById(id).textContent).join(" ");
}"""


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/khong-co-trang-nay", 404, "Không có trang này"),
        ("/lich-truc/2026-04-18", 404, "Không có trang này"),
        ("/lich-truc/2026-04-11/phong/van-phong", 404, "Không có trang này"),
        ("/quan-tri/", 403, "Không có quyền mở trang này"),
        ("/lich-truc/2026-04-11/phong/kinh-te/duyet", 405, "Không mở được bằng cách này"),
    ],
)
def test_a_page_that_says_no_is_sound(
    desk: Callable[..., Desk], path: str, status: int, words: str
) -> None:
    window = desk()
    window.sign_in("kinhte", PASSWORD)

    answer = window.page.goto(window.address + path)

    assert answer is not None
    assert answer.status == status
    assert words in window.main()
    assert window.faults_at_both_sizes() == []


@pytest.mark.usefixtures("story")
def test_a_button_that_comes_too_late_gets_a_sound_page(desk: Callable[..., Desk]) -> None:
    first, second = desk(), desk()
    for window in (first, second):
        window.sign_in("vanthu", PASSWORD)
        window.open("/van-ban/8")
        window.page.locator("summary", has_text="Trả về dự thảo").click()
        window.fill("Lý do", "sai tên người ký")
    first.press("Trả về dự thảo")

    second.press("Trả về dự thảo")

    assert "Đã trả về dự thảo." in first.notice
    assert second.title.startswith(("Lỗi:", "Chưa làm được việc này"))
    assert second.faults_at_both_sizes() == []


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("path", ["/", "/ke-hoach/2026", "/lich-truc/2026-04-11", "/van-ban/8"])
def test_a_page_reflows_when_it_is_enlarged(desk: Callable[..., Desk], path: str) -> None:
    window = desk()
    window.sign_in("trungtam", PASSWORD)
    window.open(path)

    for width, height in ((320, 568), (568, 320), (683, 384)):  # 400 %, on its side, 200 %
        window.resize({"width": width, "height": height})
        window.glance()
    window.resize(DESK)
    window.page.evaluate("document.documentElement.style.fontSize = '200%'")
    window.glance()
