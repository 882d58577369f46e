"""May somebody learn what is kept of them, have it put right, and have it taken away?"""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Setting
from saturday.models.feedback import Feedback, Opinion, Speaker
from saturday.models.intake import Applicant, Deed, IntakeEntry, Origin, Visit
from saturday.models.personal import PersonalPurge
from saturday.rules.feedback import FeedbackSource
from saturday.rules.intake import Outcome
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person

PATH = "/quan-tri/du-lieu-ca-nhan"
NAME, PHONE, NUMBER = "Lô Thị Mẫu", "0912345678", "040012345678"


def told(times: int = 1) -> None:
    """Let somebody have come and spoken on Saturday 28/3."""
    stand_at("2026-03-20 09:00")
    day = factories.duty_session(date(2026, 3, 28))
    stand_at("2026-03-28 09:00")
    who = Applicant(NAME, phone=PHONE, identity_number=NUMBER)
    for _ in range(times):
        deed = Deed(Outcome.GUIDED, remark="<b>cháu</b> đi cùng")
        IntakeEntry.record(db.session, deed, Origin(day, None), who=who)
    said = Opinion("Loa nói không nghe.", FeedbackSource.DESK, speaker=Speaker(NAME, "T5", PHONE))
    row, _code = Feedback.record(db.session, said, by=None)
    row.decline("đã hỏi rồi", by=None)
    db.session.commit()
    stand_at("2026-04-01 09:00")


def found(person: Person, **typed: object) -> Page:
    """Look for somebody."""
    return person.send(person.get(PATH), "/tim", **{"phone": "0912 345 678", **typed})  # type: ignore[arg-type] # fields


def file(person: Person, where: str = "") -> Page:
    """Open the page about the person whom ``told`` tells of."""
    return person.get(f"{PATH}/nguoi{where}?luot=1&y-kien=1")


def views() -> list[tuple[str, str]]:
    """Give the acts that say who saw what."""
    asked = AuditEvent.in_order().where(AuditEvent.verb == "view")
    return [(one.verb, one.subject) for one in db.session.scalars(asked)]


def test_what_is_found_is_masked_until_it_is_opened(admin: Person) -> None:
    told()

    page = found(admin)

    assert [row[1:5] for row in page.rows("Có thể là của người này")] == [
        ["Nhật ký tiếp nhận", "28/3/2026", "0001", "L. T. Mẫu ••• 678"],
        ["Sổ phản ánh, kiến nghị", "28/3/2026", "01/2026", "L. T. Mẫu ••• 678"],
    ]
    assert page.path == f"{PATH}/tim"
    assert NUMBER not in page.response.get_data(as_text=True)
    assert views() == []


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"phone": ""}, "Hãy ghi tên, số điện thoại hoặc số định danh."),
        ({"phone": "12"}, "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."),
        ({"identity_number": "123"}, "Hãy ghi đủ 12 chữ số của số định danh."),
    ],
)
def test_what_finds_nobody_is_said(admin: Person, typed: dict[str, object], fault: str) -> None:
    page = found(admin, **typed)

    assert page.status == 422
    assert page.faults == [fault]


def test_nothing_kept_is_an_answer_too(admin: Person) -> None:
    assert "Không lưu gì của người này." in found(admin).main


def test_all_of_it_is_shown_and_that_is_noted(admin: Person) -> None:
    told()

    page = file(admin)

    told_of = {tuple(row) for row in page.rows("Điều đang lưu")}
    assert {
        ("Nhật ký tiếp nhận, 28/3/2026, số 0001",),
        ("Họ và tên", NAME),
        ("Số điện thoại", "0912 345 678"),
        ("Số định danh", "0400 1234 5678"),
        ("Ghi chú", "<b>cháu</b> đi cùng"),
        ("Nội dung", "Loa nói không nghe."),
        ("Lời ở bước không tiếp nhận", "đã hỏi rồi"),
    } <= told_of
    assert views() == [("view", "visit"), ("view", "feedback")]
    assert [row[1:] for row in page.rows("Ai đã xem")] == [
        ["quantri", "Xem đủ thông tin: phản ánh, kiến nghị 1"],
        ["quantri", "Xem đủ thông tin: lượt công dân 1"],
    ]


def test_it_leaves_as_a_sheet_and_as_a_workbook(admin: Person) -> None:
    told()

    sheet, book = file(admin, "/in"), file(admin, "/tep.xlsx")

    assert "0400 1234 5678" in sheet.main
    assert "Giữ 24 tháng sau khi xong việc" in sheet.main
    rows = CalamineWorkbook.from_filelike(BytesIO(book.response.data)).get_sheet_by_index(0)
    cells = [row[4:6] for row in rows.to_python()]
    assert cells[0] == ["Điều được lưu", "Nội dung"]
    assert ["Họ và tên", NAME] in cells
    assert len(views()) == 4


def test_a_wrong_name_is_put_right(admin: Person) -> None:
    told()

    page = admin.send(file(admin), "/nguoi/sua", name="Lô Thị Mậu", address="Thôn 6")

    assert page.notice == "Đã sửa."
    assert db.session.scalars(select(Visit.name)).all() == ["Lô Thị Mậu"]
    row = db.session.scalars(select(Feedback)).one()
    assert (row.name, row.address, row.phone) == ("Lô Thị Mậu", "Thôn 6", PHONE)


def test_correcting_nothing_or_nonsense_is_refused(admin: Person) -> None:
    told()

    nothing = admin.send(file(admin), "/nguoi/sua")
    nonsense = admin.send(file(admin), "/nguoi/sua", phone="12", name="Lô Thị Mậu")

    assert (nothing.status, nothing.faults) == (422, ["Hãy ghi điều cần sửa."])
    assert nonsense.status == 422
    assert "Lô Thị Mậu" in str(nonsense.form("/nguoi/sua"))
    assert db.session.scalars(select(Visit.name)).all() == [NAME]


def test_what_is_taken_away_is_gone_and_counted_still(admin: Person) -> None:
    told()
    page = file(admin)

    gone = admin.send(page, "/nguoi/xoa")
    again = admin.send(page, "/nguoi/xoa")

    assert gone.notice == again.notice == "Đã xóa phần nhận ra người. Số đếm còn giữ."
    assert db.session.scalars(select(Visit.name)).all() == [""]
    assert "Không lưu gì" in found(admin).main
    verbs = [one.verb for one in db.session.scalars(AuditEvent.in_order())]
    assert verbs.count("forget") == 2


def test_what_is_not_done_yet_is_not_taken_away(admin: Person) -> None:
    told()
    row = db.session.scalars(select(Feedback)).one()
    row.reopen("hỏi lại", by=None)
    db.session.commit()

    page = admin.send(file(admin), "/nguoi/xoa")

    assert page.status == 409
    assert "Ý kiến 01/2026 chưa xong" in page.main
    assert db.session.scalars(select(Visit.name)).all() == [NAME]


@pytest.mark.parametrize("query", ["", "?luot=99", "?luot=1&y-kien=99", "?luot=x"])
def test_nobody_is_found_at_a_strange_address(admin: Person, query: str) -> None:
    told()

    assert admin.get(f"{PATH}/nguoi{query}").status == 404


def test_who_meets_the_people_answers_them_and_is_noted(centre: Person, stranger: Person) -> None:
    told()

    assert len(found(centre).rows("Có thể là của người này")) == 2
    page = centre.send(file(centre), "/nguoi/sua", address="Thôn 6")

    assert page.notice == "Đã sửa."
    assert ("view", "visit") in views()
    assert centre.get(f"{PATH}/ai-da-xem").status == 403
    assert stranger.get(f"{PATH}/nguoi?luot=1").path.startswith("/dang-nhap")


def test_nobody_else_comes_here(leader: Person, economy: Person) -> None:
    told()

    for where in ("", "/nguoi?luot=1", "/nguoi/in?luot=1", "/nguoi/tep.xlsx?luot=1", "/ai-da-xem"):
        assert leader.get(f"{PATH}{where}").status == 403
        assert economy.get(f"{PATH}{where}").status == 403
    assert views() == []


def test_overdue_data_are_counted_first_and_then_deleted_once(admin: Person) -> None:
    told()
    before = admin.get(PATH)
    stand_at("2028-04-30 09:00")
    admin = Person(admin.app, admin.account)
    page = admin.get(PATH)

    done = admin.send(page, "/xoa-qua-han")
    admin.send(page, "/xoa-qua-han")

    assert not before.has_form("/xoa-qua-han")
    assert "1 lượt ở quầy và 1 ý kiến đến hạn xóa" in page.main
    assert "Bản sao lưu cũ hết dữ liệu này trước ngày 30/5/2029." in page.main
    assert done.notice == "Đã xóa phần quá hạn của 1 lượt, 1 ý kiến. Số đếm còn giữ."
    assert "hết trước ngày 30/5/2029" in done.main
    assert not done.has_form("/xoa-qua-han")
    assert len(db.session.scalars(select(PersonalPurge)).all()) == 1


def test_who_saw_what_is_a_page(admin: Person) -> None:
    assert "Chưa ai mở xem đủ thông tin" in admin.get(f"{PATH}/ai-da-xem").main
    told()
    file(admin)

    rows = admin.get(f"{PATH}/ai-da-xem").rows("Các lần xem")

    assert rows[0][1:3] == ["quantri", "Xem đủ thông tin: phản ánh, kiến nghị 1"]


def test_older_looks_stand_on_the_next_page(admin: Person) -> None:
    told()
    row = db.session.scalars(select(Visit)).one()
    for _ in range(101):
        row.note("view", by=None)
    db.session.commit()

    first = admin.get(f"{PATH}/ai-da-xem")
    link = first.soup.find("a", string="Cũ hơn")

    assert len(first.rows("Các lần xem")) == 100
    assert link
    assert len(admin.get(str(link["href"])).rows("Các lần xem")) == 1


def test_the_sign_says_what_the_desk_writes_down(app: Flask, centre: Person) -> None:
    del app
    nothing = centre.get(f"{PATH}/bien-thong-bao")
    row = db.session.scalars(select(Setting).where(Setting.key == "desk.phones")).one()
    row.value = "yes"
    db.session.commit()
    phones = centre.get(f"{PATH}/bien-thong-bao")

    assert "Không ghi tên, số điện thoại, số định danh." in nothing.main
    assert "thôn bản, và số điện thoại của người nộp hồ sơ" in phones.main
    assert "Không chụp, không lưu ảnh giấy tờ tùy thân." in phones.main
    assert "Giữ 24 tháng" in phones.main


def test_ten_more_visits_add_no_question(admin: Person) -> None:
    told()
    found(admin)
    with counted_queries() as few:
        found(admin)
    stand_at("2026-03-28 09:30")
    day = db.session.scalars(select(Visit)).one().entries[0].duty_session
    who = Applicant(NAME, phone=PHONE)
    for _ in range(10):
        IntakeEntry.record(db.session, Deed(Outcome.GUIDED), Origin(day, None), who=who)
    db.session.commit()
    stand_at("2026-04-01 09:00")
    with counted_queries() as many:
        assert len(found(admin).rows("Có thể")) == 12

    assert len(many) == len(few)
