"""Does the year's list say how each Saturday stands?"""

from datetime import date

from saturday.extensions import db
from saturday.models.calendar import BusyDay
from saturday.models.documents import Document, Papers, Subject
from saturday.models.plan import DutySession
from saturday.rules.numbering import DocumentKind, Issuer
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Person
from tests.web.roster.stories import APRIL_11, moved, nominated

MARCH_28, MAY_9, JUNE_6 = date(2026, 3, 28), date(2026, 5, 9), date(2026, 6, 6)


def test_each_saturday_has_a_line_with_its_state_in_words(leader: Person) -> None:
    factories.duty_session(MARCH_28)
    nominated(factories.duty_session(APRIL_11), factories.officer())
    factories.duty_session(MAY_9, prepared=False).is_mobile = True
    factories.duty_session(JUNE_6, prepared=False).cancel("Bão số 3", by=None)
    db.session.commit()

    rows = leader.get("/lich-truc/").rows("Các buổi thứ Bảy năm 2026")

    assert [row[0] for row in rows] == [
        "thứ Bảy, 28/3",
        "thứ Bảy, 11/4 Buổi tới",
        "thứ Bảy, 09/5",
        "thứ Bảy, 06/6",
    ]
    assert [row[2] for row in rows] == [
        "✓ đã qua",
        "đang chuẩn bị, còn 10 ngày",
        "theo kế hoạch, còn 38 ngày",
        "đã hủy Bão số 3",
    ]
    assert rows[1][3:5] == ["1/3", "còn thiếu 10 nhiệm vụ"]
    assert rows[2][1] == "chưa định (lưu động)"
    assert rows[2][3:5] == ["", ""]


def test_a_moved_saturday_says_where_it_went_and_why(economy: Person) -> None:
    moved(factories.duty_session(APRIL_11), date(2026, 4, 18), "Bão số 3")

    rows = economy.get("/lich-truc/").rows("Các buổi")

    assert rows[0][2] == "dời sang 18/4/2026 Bão số 3"
    assert rows[1][0] == "thứ Bảy, 18/4 Buổi tới"


def test_unissued_papers_are_shown_to_the_office_only(clerk: Person, economy: Person) -> None:
    papers = Papers(
        "assignment_notice",
        DocumentKind.NOTICE,
        Issuer.CENTRE,
        "TB-TTPVHCC",
        "Phân công",
        "GIÁM ĐỐC",
        "",
        "",
    )
    subject = Subject(duty_session=factories.duty_session())
    db.session.add(Document.draft(papers, subject, by=None))
    db.session.commit()

    assert clerk.get("/lich-truc/").rows("Các buổi")[0][5] == "dự thảo"
    assert economy.get("/lich-truc/").rows("Các buổi")[0][5] == ""


def test_a_day_the_calendar_took_away_must_move(leader: Person) -> None:
    for day in (MARCH_28, APRIL_11, MAY_9):
        factories.duty_session(day, prepared=False)
        db.session.add(BusyDay(day=day, reason="diễn tập"))
    factories.duty_session(JUNE_6, prepared=False)
    kept = db.session.scalars(DutySession.on(MAY_9)).one()
    kept.override_reason = "dân đã hẹn"
    db.session.commit()

    rows = leader.get("/lich-truc/").rows("Các buổi thứ Bảy năm 2026")

    assert ["cần dời" in row[2] for row in rows] == [False, True, False, False]


def test_an_empty_year_says_how_to_begin(centre: Person, economy: Person) -> None:
    assert "chưa có buổi nào" in centre.get("/lich-truc/").main
    assert "Chọn ngày cho năm 2026" in centre.get("/lich-truc/").main
    assert "Xem kế hoạch năm 2026" in economy.get("/lich-truc/").main


def test_another_year_is_asked_in_the_address(centre: Person) -> None:
    factories.duty_session(APRIL_11)

    assert "Năm 2027 chưa có buổi nào" in centre.get("/lich-truc/?nam=2027").main
    assert "Lịch trực năm 2026" in centre.get("/lich-truc/?nam=năm nay").main
    assert centre.get("/lich-truc/?nam=20262").status == 404


def test_a_stranger_signs_in_first(stranger: Person) -> None:
    assert stranger.get("/lich-truc/", follow=False).status == 303


def test_ten_more_saturdays_and_lists_ask_no_more(centre: Person) -> None:
    nominated(factories.duty_session(APRIL_11), factories.officer())
    with counted_queries() as few:
        centre.get("/lich-truc/")
    for month in range(5, 13):
        row = factories.duty_session(date(2026, month, 9))
        nominated(row, factories.officer(f"Công chức tháng {month} (mẫu)"))

    with counted_queries() as many:
        centre.get("/lich-truc/")

    assert len(many) == len(few)
