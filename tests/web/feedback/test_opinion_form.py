"""Can anybody write to the commune, with an old telephone, without an account or a cookie?"""

from typing import Any

import pytest
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.commune import Hamlet, Setting
from saturday.models.feedback import Feedback
from saturday.models.strangers import StrangerCall
from saturday.rules.feedback import FeedbackKind, FeedbackSource, FeedbackState, Voice
from tests.conftest import stand_at
from tests.pages import Page, Person

pytestmark = pytest.mark.usefixtures("app")
PATH = "/phan-anh/gui"
LOST = "Loa ở nhà văn hóa nói không nghe được, chỉ có tiếng Việt."
NAMED: dict[str, object] = {"name": "Lô Thị Mẫu", "address": "Thôn 5", "phone": "0912 345 678"}


def opened() -> None:
    """Let the commune take opinions on its page."""
    put("yes")


def put(value: str) -> None:
    """Change the setting."""
    row = db.session.scalars(select(Setting).where(Setting.key == "feedback.public_form")).one()
    row.value = value
    db.session.commit()


def send(person: Person, **typed: object) -> Page:
    """Open the form, fill it in and send it."""
    values: dict[str, Any] = {"content": LOST, **typed}
    return person.send(person.get(PATH), PATH, **values)


def rows() -> list[Feedback]:
    """Give what was written down."""
    return list(db.session.scalars(select(Feedback).order_by(Feedback.id)))


def test_an_opinion_with_a_name_gets_a_number_a_limit_and_a_code(stranger: Person) -> None:
    opened()

    page = send(stranger, kind="PROPOSAL", is_hidden="y", **NAMED)

    (row,) = rows()
    assert (row.kind, row.source, row.voice) == (
        FeedbackKind.PROPOSAL,
        FeedbackSource.PUBLIC_FORM,
        Voice.CITIZEN,
    )
    assert (row.name, row.address, row.phone) == ("Lô Thị Mẫu", "Thôn 5", "0912345678")
    assert (row.is_named, row.is_hidden, row.state) == (True, True, FeedbackState.NEW)
    assert row.written_by_id is None
    assert "Đã gửi ý kiến" in page.main
    assert "01/2026" in page.main
    assert "giao xử lý trước hết thứ Tư, 08/4, trả lời trước hết thứ Tư, 15/4" in page.main


def test_a_word_without_a_name_has_no_limit_and_keeps_no_name_that_was_typed(
    stranger: Person,
) -> None:
    opened()

    page = send(stranger, named="UNNAMED", **NAMED)

    (row,) = rows()
    assert (row.name, row.address, row.phone, row.is_named) == ("", "", "", False)
    assert "Hạn" not in page.main


def test_it_tells_what_a_name_is_for_and_what_is_not_taken(stranger: Person) -> None:
    opened()

    page = stranger.get(PATH)

    assert "Ghi tên: được trả lời trong 10 ngày làm việc" in page.main
    assert "không định thời hạn trả lời" in page.main
    assert "Khiếu nại, tố cáo không gửi ở đây" in page.main


def test_it_needs_neither_cookie_nor_script(stranger: Person) -> None:
    opened()

    page = stranger.get(PATH)
    sent = stranger.send(page, PATH, follow=False, content=LOST, named="UNNAMED")

    assert "Set-Cookie" not in page.response.headers
    assert "Set-Cookie" not in sent.response.headers
    assert page.soup.find("script") is None


def test_where_no_setting_opens_it_it_says_whom_to_tell(stranger: Person) -> None:
    page = stranger.get(PATH)

    assert page.status == 404
    assert "Xã chưa nhận ý kiến qua mạng" in page.main
    assert not page.has_form(PATH)


def test_a_form_shown_before_it_was_closed_is_not_taken(stranger: Person) -> None:
    opened()
    page = stranger.get(PATH)
    put("")

    assert stranger.send(page, PATH, content=LOST, named="UNNAMED").status == 404
    assert rows() == []


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"content": ""}, "Hãy ghi nội dung ý kiến, ít nhất một câu."),
        ({"content": "x" * 4001}, "Nội dung dài quá 4000 chữ. Hãy viết gọn lại."),
        ({"name": ""}, "Hãy ghi họ và tên."),
        ({"address": ""}, "Hãy ghi địa chỉ."),
        ({"phone": ""}, "Hãy ghi số điện thoại."),
        ({"phone": "12"}, "Hãy ghi số điện thoại đủ chữ số"),
        ({"name": "x" * 121}, "Hãy viết ngắn hơn: tối đa 120 ký tự."),
        ({"hamlet_id": "999999"}, "Hãy chọn lại"),
        ({"kind": "COMPLAINT"}, "Hãy chọn loại ý kiến."),
    ],
)
def test_what_is_missing_is_said_at_its_place_and_what_was_typed_stays(
    stranger: Person, typed: dict[str, object], fault: str
) -> None:
    opened()

    page = send(stranger, **{**NAMED, "content": f"{LOST} Thêm.", **typed})

    assert page.status == 422
    assert rows() == []
    assert fault in " ".join(page.faults)
    assert page.faults
    assert page.soup.title
    assert page.soup.title.get_text().startswith("Lỗi: ")
    if "content" not in typed:
        assert f"{LOST} Thêm." in page.main


def test_all_that_is_missing_is_said_at_once(stranger: Person) -> None:
    opened()

    page = send(stranger, content="")

    assert [one.partition(".")[0] for one in page.faults] == [
        "Hãy ghi nội dung ý kiến, ít nhất một câu",
        "Hãy ghi họ và tên",
        "Hãy ghi địa chỉ",
        "Hãy ghi số điện thoại",
    ]


def test_a_second_click_makes_one_row_and_shows_the_same_code(stranger: Person) -> None:
    opened()
    page = stranger.get(PATH)

    first = stranger.send(page, PATH, content=LOST, named="UNNAMED")
    second = stranger.send(page, PATH, content=LOST, named="UNNAMED")

    assert len(rows()) == 1
    assert code_on(first) == code_on(second)


def code_on(page: Page) -> str:
    """Read the code that a page shows."""
    found = page.soup.select_one(".code")
    assert found
    return found.get_text(strip=True)


def test_the_code_is_shown_for_an_hour_and_stored_nowhere(stranger: Person) -> None:
    opened()
    page = send(stranger, named="UNNAMED")
    code = code_on(page)

    assert code not in page.path
    assert stranger.get(page.path).status == 200
    assert code_on(stranger.get(page.path)) == code
    stand_at("2026-04-01 10:01")
    later = stranger.get(page.path)
    assert "Mã không còn hiện" in later.main
    assert code not in later.main


def test_a_key_of_anything_else_shows_no_code(stranger: Person) -> None:
    opened()

    assert "Mã không còn hiện" in stranger.get(f"{PATH}/xong").main
    assert "Mã không còn hiện" in stranger.get(f"{PATH}/xong?xong=xxxx").main
    other = stranger.get("/phan-anh/tra-cuu").soup.find("input", attrs={"name": "form_key"})
    assert other
    strange: dict[str, object] = {
        "form_key": str(other["value"]),
        "content": LOST,
        "named": "UNNAMED",
    }
    assert stranger.post(PATH, strange).status == 404
    assert rows() == []


def test_without_a_key_or_with_a_forged_one_nothing_is_taken(stranger: Person) -> None:
    opened()

    for key in ("", "forged"):
        assert stranger.post(PATH, {"form_key": key, "content": LOST}).status == 400
    assert rows() == []


def test_markup_is_shown_as_it_was_typed(stranger: Person) -> None:
    opened()
    typed = "<script>alert(1)</script> {{ 7 * 7 }} & <b>loa</b>"

    refused = send(stranger, content=typed, name="")
    send(stranger, content=typed, named="UNNAMED")

    assert refused.soup.find("script") is None
    assert typed in refused.main
    assert rows()[0].content == typed


def test_signs_that_no_database_takes_are_left_out(stranger: Person) -> None:
    opened()

    assert send(stranger, content=f"{LOST}\x00", named="UNNAMED").status == 200
    assert rows()[0].content == LOST


def test_after_ten_in_an_hour_a_machine_waits(stranger: Person) -> None:
    opened()
    for _ in range(10):
        assert send(stranger, named="UNNAMED").status == 200

    page = send(stranger, named="UNNAMED")

    assert page.status == 429
    assert page.faults == ["Vừa có quá nhiều lần gửi. Hãy thử lại sau một giờ, hoặc gọi Trung tâm."]
    assert LOST in page.main
    assert len(rows()) == 10
    stand_at("2026-04-01 10:01")
    assert send(stranger, named="UNNAMED").status == 200


def test_what_was_refused_is_not_counted(stranger: Person) -> None:
    opened()

    send(stranger, content="")

    assert db.session.scalar(select(func.count(StrangerCall.id))) == 0


@pytest.mark.parametrize("kind", ["multipart/form-data", "text/plain"])
def test_files_and_floods_are_turned_away(stranger: Person, kind: str) -> None:
    opened()
    page = stranger.get(PATH)

    strange = stranger.send(page, PATH, content=LOST)
    assert strange.status != 413
    values: dict[str, object] = {"form_key": key_of(page), "content": LOST}
    assert stranger.post(PATH, values, content_type=kind).status in {400, 413}
    flood: dict[str, object] = {"form_key": key_of(page), "content": "x" * 100_001}
    assert stranger.post(PATH, flood).status == 413
    assert rows() == []


def key_of(page: Page) -> str:
    """Read the key of the form."""
    found = page.form(PATH).find("input", attrs={"name": "form_key"})
    assert found
    return str(found["value"])


def test_the_village_that_is_chosen_is_kept(stranger: Person) -> None:
    opened()
    db.session.add(Hamlet(name="Thôn 5"))
    db.session.commit()
    village = db.session.scalars(select(Hamlet)).one()

    send(stranger, named="UNNAMED", hamlet_id=str(village.id))

    assert rows()[0].hamlet == village
