"""An opinion is written down once, with a slip whose code is shown only then."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.base import Way
from saturday.models.commune import Setting
from saturday.models.feedback import Feedback
from saturday.models.forms import FormKey
from saturday.rules.feedback import FeedbackKind, FeedbackSource, Voice, read_code
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person, values_of
from tests.web.feedback.telling import LAND, written

FORM = "/phan-anh/ghi"
NAMED: dict[str, Any] = {"name": "Lô Thị Ẩn", "address": "Thôn 1 (mẫu)", "phone": "0912 345 678"}
SAID: dict[str, Any] = {"content": LAND.content, **NAMED}


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Stand at the desk of Saturday 11/4."""
    del app
    stand_at("2026-04-11 09:00")


@pytest.fixture
def officer(app: Flask) -> Person:
    """Open the browser of an officer at the desk."""
    return Person(app, factories.account(username="congchuc1", roles={Role.OFFICER}))


def sent(person: Person, **typed: object) -> Page:
    """Write an opinion down."""
    return person.send(person.get(FORM), FORM, follow=True, **typed)


def only() -> Feedback:
    """Give the one that was written."""
    return db.session.scalars(select(Feedback)).one()


def count() -> int:
    """Count what was written."""
    return db.session.scalars(select(func.count()).select_from(Feedback)).one()


def code_of(page: Page) -> str:
    """Read the code from the slip."""
    found = page.soup.select_one(".slip-code .code")
    assert found
    return read_code(found.text)


def test_an_officer_writes_down_what_was_said_at_the_desk(officer: Person) -> None:
    saturday = factories.duty_session(date(2026, 4, 11))

    page = sent(officer, **SAID)

    row = only()
    assert (row.full_number, row.source, row.kind) == (
        "01/2026",
        FeedbackSource.DESK,
        FeedbackKind.REPORT,
    )
    assert (row.name, row.phone, row.is_named, row.content) == (
        "Lô Thị Ẩn",
        "0912345678",
        True,
        LAND.content,
    )
    assert row.duty_session_id == saturday.id
    assert row.received_at == factories.at("2026-04-11 09:00")
    assert "Số 01/2026 , nhận thứ Bảy, ngày 11 tháng 4 năm 2026" in page.main
    assert "chậm nhất thứ Sáu, ngày 24 tháng 4 năm 2026" in page.main


def test_the_slip_bears_the_code_and_nothing_of_who_said_what(officer: Person) -> None:
    page = sent(officer, **SAID)

    assert db.session.scalars(Feedback.of_code(code_of(page))).one() is only()
    for word in ("Ẩn", "Thôn 1", "912", "giấy chứng nhận"):
        assert word not in page.text


def test_the_code_is_kept_nowhere_and_shown_once(centre: Person) -> None:
    form = centre.get(FORM)
    data: dict[str, object] = {**values_of(form.form(FORM)), **SAID}

    first, second = centre.post(FORM, data), centre.post(FORM, data)

    assert count() == 1
    assert first.status == 200
    assert second.path.startswith("/phan-anh/2026/1?xong=")
    assert second.notice == "Đã ghi ý kiến số 01/2026. Phiếu chỉ hiện một lần, ngay sau khi ghi."
    code = code_of(first)
    assert code[:5] not in second.text
    kept = db.session.execute(select(FormKey.location, FormKey.message)).all()
    assert code[:5] not in str(kept)


def test_who_may_only_write_goes_on_to_the_next(officer: Person) -> None:
    back = sent(officer, **SAID).soup.find("a", string="Quay lại")

    assert back is not None
    assert back["href"] == FORM


def test_the_slip_says_where_to_ask_when_strangers_reach_these_pages(officer: Person) -> None:
    assert "tra-cuu" not in sent(officer, **SAID).text

    setting = db.session.scalars(select(Setting).where(Setting.key == "public.address")).one()
    setting.value = "https://anhson.example/"
    db.session.commit()

    assert "mở https://anhson.example/phan-anh/tra-cuu , gõ mã." in sent(officer, **SAID).main


def test_a_gop_y_has_no_name_and_no_limit(officer: Person) -> None:
    page = sent(officer, named="UNNAMED", content="Nên có thêm ghế ngồi chờ ở sảnh.")

    row = only()
    assert (row.is_named, row.name, row.phone) == (False, "", "")
    assert "Ý kiến này không có hạn trả lời." in page.main


def test_the_form_says_what_a_name_means(officer: Person) -> None:
    page = officer.get(FORM)

    assert "Có tên: phải trả lời trong thời hạn" in page.main
    assert "Góp ý không ghi tên: luật không định thời hạn" in page.main
    assert "Khiếu nại, tố cáo không ghi ở đây" in page.main


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"content": ""}, "Hãy ghi nội dung ý kiến, ít nhất một câu."),
        ({"content": "ngắn"}, "Hãy ghi nội dung ý kiến, ít nhất một câu."),
        ({"content": "a" * 4001}, "Nội dung dài quá 4000 chữ. Hãy viết gọn lại."),
        ({"name": ""}, "Hãy ghi họ và tên. Không muốn ghi tên thì chọn “Góp ý không ghi tên”."),
        (
            {"phone": ""},
            "Hãy ghi số điện thoại. Không muốn ghi tên thì chọn “Góp ý không ghi tên”.",
        ),
        ({"phone": "12"}, "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."),
        ({"name": "lô thị ẩn"}, "Hãy viết hoa chữ cái đầu của họ và tên."),
        (
            {"named": "UNNAMED"},
            "Đã ghi họ và tên. Hãy chọn “Có tên”, hoặc xóa tên, địa chỉ, điện thoại.",
        ),
        ({"kind": ""}, "Hãy chọn loại ý kiến."),
        ({"source": "PUBLIC_FORM"}, "Hãy chọn ý kiến đến từ đâu."),
        ({"received_on": "12/4/2026"}, "Lúc nhận chưa đến."),
        ({"received_on": "mai"}, "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ({"received_at": ""}, "Hãy ghi giờ nhận."),
        ({"reported_by": "Trưởng thôn"}, "Hãy chọn ghi hộ theo cách nào."),
        ({"way": "ZALO"}, "Hãy ghi ai đã báo."),
        ({"hamlet": "77"}, "Hãy chọn lại: mục đã chọn không còn trong danh sách."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    officer: Person, typed: dict[str, object], fault: str
) -> None:
    page = sent(officer, **{**SAID, **typed})

    assert (page.status, page.faults) == (422, [fault])
    assert count() == 0
    assert page.soup.title
    assert page.soup.title.text.strip().startswith("Lỗi: ")
    kept = values_of(page.form(FORM))
    assert kept["address"] == ["Thôn 1 (mẫu)"]


def test_a_village_s_word_is_written_down_on_its_behalf(centre: Person) -> None:
    hamlet = factories.hamlet()
    typed: dict[str, Any] = {
        "source": "VILLAGE",
        "voice": "VILLAGE_HEAD",
        "named": "UNNAMED",
        "content": "Đường vào bản sạt lở, xe không đi được.",
        "received_at": "8h15",
    }
    page = sent(centre, **typed)
    assert page.faults == ["Hãy chọn thôn, bản đã gửi ý kiến.", "Hãy ghi ai đã báo."]

    centre.send(page, FORM, hamlet=str(hamlet.id), reported_by="Trưởng thôn", way="TELEPHONE")

    row = only()
    assert (row.voice, row.hamlet, row.reported_by) == (Voice.VILLAGE_HEAD, hamlet, "Trưởng thôn")
    assert row.way is Way.TELEPHONE
    assert row.reported_at == row.received_at == factories.at("2026-04-11 08:15")
    assert row.recorded_by_id == (centre.account.id if centre.account else None)


def test_an_earlier_saturday_of_the_address_is_chosen(officer: Person) -> None:
    earlier = factories.duty_session(date(2026, 3, 28))
    factories.duty_session(date(2026, 4, 11))

    page = officer.get(f"{FORM}?buoi=2026-03-28")

    assert values_of(page.form(FORM))["duty_session"] == [str(earlier.id)]
    assert officer.send(page, FORM, **SAID).status == 200
    assert only().duty_session_id == earlier.id


def test_markup_is_shown_as_typed(centre: Person) -> None:
    page = sent(centre, **{**SAID, "content": "<script>alert(1)</script> và <b>đậm</b>"})

    assert "alert" not in page.text
    shown = centre.get("/phan-anh/2026/1")
    assert "<script>alert(1)</script> và <b>đậm</b>" in shown.main
    assert shown.soup.find("b", string="đậm") is None


@pytest.mark.parametrize("role", [Role.CLERK, Role.DEPARTMENT, Role.LEADER, Role.HAMLET])
def test_others_write_nothing_down(app: Flask, role: Role) -> None:
    person = Person(app, factories.account(username="khac", roles={role}))

    assert person.get(FORM).status == 403
    assert person.get("/phan-anh/huong-dan").status == 403


def test_who_accuses_gets_the_way_and_nothing_is_kept(officer: Person) -> None:
    page = officer.get("/phan-anh/huong-dan")

    assert "Gặp bộ phận tiếp công dân về khiếu nại, tố cáo" in page.main
    assert list(page.forms()) == []
    assert not re.search(r"\d+ ngày", page.main)  # no limits of other laws are printed


# Put right


def test_an_opinion_is_put_right(centre: Person) -> None:
    written()
    page = centre.get("/phan-anh/2026/1/sua")

    page = centre.send(
        page, "/sua", kind="PROPOSAL", phone="0987654321", national_number="PAKN.20260411.0012"
    )

    row = only()
    assert page.notice == "Đã sửa ý kiến số 01/2026."
    assert (row.kind, row.phone) == (FeedbackKind.PROPOSAL, "0987654321")
    assert row.national_number == "PAKN.20260411.0012"
    assert "Số trên Cổng quốc gia PAKN.20260411.0012" in page.main


def test_a_bad_correction_is_refused_and_each_look_is_noted(centre: Person) -> None:
    written()
    page = centre.send(centre.get("/phan-anh/2026/1/sua"), "/sua", content="ngắn")

    assert (page.status, page.faults) == (422, ["Hãy ghi nội dung ý kiến, ít nhất một câu."])
    assert only().content == LAND.content
    views = select(AuditEvent.facts).where(AuditEvent.verb == "view")
    assert db.session.scalars(views).all() == [{"number": "01/2026"}] * 2
    page = centre.send(page, "/sua", content=LAND.content, kind="QUESTION")
    assert page.notice == "Đã sửa ý kiến số 01/2026."


def test_two_who_correct_at_once_see_both_versions(app: Flask, centre: Person) -> None:
    written()
    other = Person(app, factories.account(username="trungtam2", roles={Role.CENTRE}))
    first, second = centre.get("/phan-anh/2026/1/sua"), other.get("/phan-anh/2026/1/sua")
    centre.send(first, "/sua", address="Thôn 2 (mẫu)")

    page = other.send(second, "/sua", phone="0987654321")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Địa chỉ", "Thôn 2 (mẫu)", "Thôn 1 (mẫu)"],
        ["Số điện thoại", "0912345678", "0987654321"],
    ]
    assert other.send(page, "/sua").notice == "Đã sửa ý kiến số 01/2026."
    assert (only().address, only().phone) == ("Thôn 1 (mẫu)", "0987654321")


def test_a_village_that_is_past_stays_chosen(centre: Person) -> None:
    old, new = factories.hamlet("Thôn cũ (mẫu)"), factories.hamlet("Thôn mới (mẫu)")
    written(replace(LAND, hamlet=old))
    old.merge(new, date(2026, 4, 1), by=None)
    db.session.commit()

    page = centre.get("/phan-anh/2026/1/sua")

    assert values_of(page.form("/sua"))["hamlet"] == [str(old.id)]
    centre.send(page, "/sua", kind="QUESTION")
    assert only().hamlet_id == old.id
    assert "Thôn cũ (mẫu) (nay là Thôn mới (mẫu))" in centre.get("/phan-anh/2026/1").main


# Another slip


def test_a_lost_slip_is_replaced_and_its_code_finds_nothing_more(centre: Person) -> None:
    first = code_of(sent(centre, **SAID))
    page = centre.get("/phan-anh/2026/1")

    slip = centre.send(page, "/phan-anh/2026/1/phieu")

    second = code_of(slip)
    assert db.session.scalars(Feedback.of_code(second)).one() is only()
    assert db.session.scalars(Feedback.of_code(first)).one_or_none() is None


def test_an_officer_makes_no_second_slip_and_corrects_nothing(officer: Person) -> None:
    written()

    assert officer.get("/phan-anh/2026/1/sua").status == 403
    assert officer.get("/phan-anh/2026/1").status == 403
