"""Tests: the bulletin in large letters, as a file of text, and the sheet of its approval."""

from datetime import date

from flask import Flask

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.base import Report, Way
from saturday.models.broadcasts import plan_broadcasts
from saturday.rules.broadcasts import Slots
from tests import factories
from tests.pages import Person
from tests.web.announcements.bulletin_stories import LOA, bulletin, operator


def test_it_is_read_in_large_letters_with_its_pauses(app: Flask) -> None:
    bulletin(factories.duty_session())

    page = operator(app).get(f"{LOA}/doc")

    assert page.soup.select_one("body.paper.reading")
    assert len(page.soup.select("main p")) > 5
    assert "Kính thưa toàn thể Nhân dân." in page.main
    assert not any(letter.isdigit() for one in page.soup.select("main p") for letter in one.text)


def test_a_draft_says_that_it_may_not_be_read_yet(centre: Person) -> None:
    bulletin(factories.duty_session(), approved=False)

    assert "Chưa được duyệt, chưa phát được." in centre.get(f"{LOA}/doc").main


def test_the_broadcasting_system_gets_what_is_said(app: Flask) -> None:
    bulletin(factories.duty_session())

    file = operator(app).get(f"{LOA}/ban-tin.txt").response
    again = operator_text(app, "?phan=2")

    text = file.get_data().decode("utf-8-sig")
    assert file.get_data().startswith(b"\xef\xbb\xbf")
    assert "\r\n\r\nKính thưa toàn thể Nhân dân.\r\n" in text
    assert not any(letter.isdigit() for letter in text)
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert again == text


def operator_text(app: Flask, query: str) -> str:
    """Download the text once more, in another browser."""
    account = db.session.query(Account).filter_by(username="truyenthanh").one()
    page = Person(app, account).get(f"{LOA}/ban-tin.txt{query}")
    return page.response.get_data().decode("utf-8-sig")


def test_the_sheet_names_who_wrote_who_approved_and_when_it_is_played(centre: Person) -> None:
    one = factories.duty_session()
    row = bulletin(one, approved=False)
    report = Report("Chánh Văn phòng", Way.TELEPHONE, factories.at("2026-04-01 08:10"))
    row.approve("Phó Chủ tịch (mẫu)", report, by=None)
    plan_broadcasts(db.session, one, Slots(date(2026, 4, 7), date(2026, 4, 7)), by=None)
    db.session.commit()

    page = centre.get(f"{LOA}/phieu-duyet")

    rows = dict(page.rows("Phiếu duyệt"))
    assert rows["Bản tin"] == "Thông báo buổi làm việc, bản 1"
    assert rows["Giờ phát"] == "5 giờ 30, thứ Ba, 07/4; 17 giờ, thứ Ba, 07/4"
    assert rows["Duyệt"] == "Phó Chủ tịch (mẫu), 8 giờ 10, thứ Tư, 01/4, ghi hộ theo điện thoại"
    assert "NGƯỜI DUYỆT" in page.main
    assert "ngày 11 tháng 4 năm 2026" in page.main


def test_a_sheet_to_be_approved_leaves_room_to_write(centre: Person) -> None:
    bulletin(factories.duty_session(), approved=False)

    rows = dict(centre.get(f"{LOA}/phieu-duyet").rows("Phiếu duyệt"))

    assert rows["Duyệt"] == "chưa duyệt"
    assert set(rows["Giờ phát"]) == {"."}
