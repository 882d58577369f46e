"""The register is printed and filed without the names that may not be; villages hear answers."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Hamlet
from saturday.models.feedback import Feedback, Reply, Speaker, Transfer
from saturday.rules.feedback import AnswerWay, Voice
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Person
from tests.web.feedback.telling import LAND, UNNAMED, given, written

SAID_ON = date(2026, 4, 11)
HIDDEN = replace(LAND, speaker=Speaker("Vi Văn Kín", "Thôn 3 (mẫu)", "0987654321", is_hidden=True))
BOOK = "Sổ phản ánh, kiến nghị năm 2026"


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Stand at the desk of Saturday 11/4."""
    del app
    stand_at("2026-04-11 09:00")


def answered(hamlet: Hamlet | None = None, *, is_public: bool = True) -> Feedback:
    """Write one down for a village, and answer it."""
    row = given(opinion=replace(LAND, hamlet=hamlet))
    reply = Reply("Đã cấp giấy.", AnswerWay.MEETING, SAID_ON, is_public=is_public)
    row.reply(reply, by=None)
    db.session.commit()
    return row


# The register


def test_the_register_is_printed_as_it_was_written(centre: Person) -> None:
    answered()
    written(replace(UNNAMED, voice=Voice.FRONT))
    given("van-phong").transfer(Transfer("Sở Xây dựng", SAID_ON), by=None)
    written().decline("không rõ", by=None)
    written()
    db.session.commit()

    rows = centre.get("/phan-anh/so/2026").rows(BOOK)

    assert rows[0] == [
        *("01/2026", "11/4/2026", "Lô Thị Ẩn, Thôn 1 (mẫu), 0912 345 678", "tại quầy"),
        *("phản ánh", LAND.content, "Phòng Kinh tế", "", "Đã cấp giấy.", "11/4/2026"),
    ]
    assert [row[2] for row in rows[1:2]] == ["Mặt trận: góp ý không ghi tên"]
    assert [row[8] for row in rows[1:]] == [
        "mới ghi nhận",
        "Đã chuyển Sở Xây dựng",
        "Không tiếp nhận: không rõ",
        "mới ghi nhận",
    ]
    assert rows[4][7] == "17/4/2026"


def test_a_name_that_may_not_be_printed_is_in_no_sheet(centre: Person) -> None:
    written(HIDDEN)

    page = centre.get("/phan-anh/so/2026")
    file = centre.client.get("/phan-anh/so/2026.xlsx").data

    assert page.rows(BOOK)[0][2] == "có tên, không in ra"
    told = str(CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python())
    assert "có tên, không in ra" in told
    for word in ("Kín", "0987", "Thôn 3"):
        assert word not in page.text + told


def test_a_name_that_went_away_is_said_to_have(centre: Person) -> None:
    row = written()
    row.name = row.address = row.phone = ""
    db.session.commit()

    assert centre.get("/phan-anh/so/2026").rows(BOOK)[0][2] == "đã xóa tên"


def test_the_workbook_holds_the_register(centre: Person) -> None:
    answered(factories.hamlet())
    written(replace(UNNAMED, content="=HYPERLINK('x') và hơn thế"))

    response = centre.client.get("/phan-anh/so/2026.xlsx")

    sheet = CalamineWorkbook.from_filelike(BytesIO(response.data)).get_sheet_by_index(0)
    head, first, second = sheet.to_python()
    assert head[:4] == ["STT", "Số", "Ngày nhận", "Người nêu"]
    assert dict(zip(head, first, strict=True)) == {
        "STT": 1.0,
        "Số": "01/2026",
        "Ngày nhận": "11/4/2026",
        "Người nêu": "Lô Thị Ẩn, Thôn 1 (mẫu), 0912 345 678",
        "Nơi đến": "tại quầy",
        "Loại": "phản ánh",
        "Nội dung": LAND.content,
        "Thôn, bản": "Thôn 1 (mẫu)",
        "Đơn vị xử lý": "Phòng Kinh tế",
        "Hạn": "",
        "Kết quả": "Đã cấp giấy.",
        "Ngày trả lời": "11/4/2026",
        "Công khai": "có",
        "Số trên Cổng quốc gia": "",
    }
    assert second[6] == "=HYPERLINK('x') và hơn thế"  # a text, no formula
    assert "so-phan-anh-kien-nghi-2026.xlsx" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/phan-anh/so/2026", "/phan-anh/so/2026.xlsx"])
def test_seeing_names_in_the_register_is_noted(centre: Person, path: str) -> None:
    written()
    written(HIDDEN)
    written(UNNAMED)
    centre.client.get(path)

    seen = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "view")).one()
    assert (seen.subject, seen.facts) == ("feedback_series", {"year": 2026, "rows": 1})


def test_a_department_prints_its_own_only(economy: Person) -> None:
    given("van-phong")
    given("kinh-te")

    assert [row[0] for row in economy.get("/phan-anh/so/2026").rows(BOOK)] == ["02/2026"]


def test_a_year_without_opinions_says_so(centre: Person) -> None:
    assert "Năm 2025 chưa có ý kiến nào." in centre.get("/phan-anh/so/2025").main
    assert centre.client.get("/phan-anh/so/2025.xlsx").status_code == 200


def test_ten_more_rows_of_the_register_ask_no_more(centre: Person) -> None:
    answered()
    centre.get("/phan-anh/so/2026")
    with counted_queries() as few:
        centre.get("/phan-anh/so/2026")
    for number in range(10):
        answered(factories.hamlet(f"Thôn {number} (mẫu)"))
    with counted_queries() as many:
        centre.get("/phan-anh/so/2026")

    assert len(many) <= len(few)


@pytest.mark.parametrize("path", ["so/2026", "so/2026.xlsx", "qua-han", "theo-thon"])
def test_an_officer_opens_no_sheet(app: Flask, path: str) -> None:
    officer = Person(app, factories.account(username="congchuc1", roles={Role.OFFICER}))

    assert officer.get(f"/phan-anh/{path}").status == 403


@pytest.mark.parametrize("path", ["qua-han", "theo-thon", "theo-thon/1"])
def test_a_department_opens_no_sheet_of_all(economy: Person, path: str) -> None:
    assert economy.get(f"/phan-anh/{path}").status == 403


# What is late


def test_what_is_late_or_soon_due_is_put_to_its_owner(app: Flask) -> None:
    stand_at("2026-04-02 09:00")
    given("kinh-te")
    stand_at("2026-04-07 09:00")
    given("kinh-te")
    stand_at("2026-04-11 09:00")
    given("van-phong")
    written()
    written(UNNAMED)
    stand_at("2026-04-20 09:00")
    centre = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))

    page = centre.get("/phan-anh/qua-han")

    assert [one.get_text(" ", strip=True) for one in page.soup.select("main h2")] == [
        "Phòng Kinh tế (2) · 1 quá hạn",
        "Trung tâm chưa giao cho đơn vị nào (1) · 1 quá hạn",
    ]
    assert [row[0] for row in page.rows("Phòng Kinh tế")] == ["01/2026", "02/2026"]
    box = page.soup.select_one("#nhac-1")
    assert box is not None
    assert box.text.splitlines()[:3] == [
        "Trung tâm nhắc Phòng Kinh tế: 2 ý kiến của người dân đang chờ.",
        "- Số 01/2026: quá hạn 2 ngày làm việc.",
        "- Số 02/2026: còn 1 ngày làm việc, đến 21/4.",
    ]
    assert "Ẩn" not in box.text


def test_nothing_late_says_so(leader: Person) -> None:
    written()

    page = leader.get("/phan-anh/qua-han")

    assert "Không có ý kiến nào quá hạn hay sắp đến hạn." in page.main


# Back to the villages


def test_a_village_hears_its_public_answers_without_names(centre: Person) -> None:
    hamlet = factories.hamlet()
    answered(hamlet)
    answered(hamlet, is_public=False)
    answered()
    given(opinion=replace(LAND, hamlet=hamlet))

    assert centre.get("/phan-anh/theo-thon").rows("Thôn, bản có câu trả lời") == [
        ["Thôn 1 (mẫu)", "1", "In cho Thôn 1 (mẫu)"]
    ]
    page = centre.get(f"/phan-anh/theo-thon/{hamlet.id}")

    assert "1 câu trả lời, từ 11/01/2026 đến 11/4/2026" in page.main
    assert f"Bà con nêu : {LAND.content}" in page.main
    assert "Trả lời của Phòng Kinh tế, 11/4/2026: Đã cấp giấy." in page.main
    for word in ("Ẩn", "0912", "mới ghi nhận"):
        assert word not in page.text


def test_older_answers_are_told_when_asked_for(app: Flask) -> None:
    hamlet = factories.hamlet()
    answered(hamlet)
    stand_at("2026-07-20 09:00")
    centre = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))

    assert "Chưa có câu trả lời nào" in centre.get("/phan-anh/theo-thon").main
    assert centre.get(f"/phan-anh/theo-thon/{hamlet.id}").status == 404
    assert centre.get(f"/phan-anh/theo-thon/{hamlet.id}?ngay=365").status == 200
    assert centre.get("/phan-anh/theo-thon?ngay=7").status == 200  # what means nothing: as usual


def test_a_merged_village_is_named_beside_its_answer(centre: Person) -> None:
    old, new = factories.hamlet("Thôn cũ (mẫu)"), factories.hamlet("Thôn mới (mẫu)")
    answered(old)
    old.merge(new, SAID_ON, by=None)
    db.session.commit()

    page = centre.get(f"/phan-anh/theo-thon/{new.id}")

    assert "Bà con nêu (Thôn cũ (mẫu) trước đây):" in page.main
    assert centre.get(f"/phan-anh/theo-thon/{old.id}").status == 404


def test_ten_more_answers_ask_no_more(centre: Person) -> None:
    hamlet = factories.hamlet()
    answered(hamlet)
    path = f"/phan-anh/theo-thon/{hamlet.id}"
    centre.get(path)
    with counted_queries() as few:
        centre.get(path)
    for _ in range(10):
        answered(hamlet)
    with counted_queries() as many:
        centre.get(path)

    assert len(many) <= len(few)
