"""Does the sheet for the door say who serves at which desk, and nothing private?"""

from datetime import time

from saturday.extensions import db
from saturday.models.roster import Seat, assign
from tests import factories
from tests.pages import Person
from tests.web.roster.stories import HUB, assigned, nominated

DOOR = f"{HUB}/bang-cua"


def test_the_sheet_says_who_serves_where_and_when(leader: Person) -> None:
    duty_session = factories.duty_session()
    assigned(duty_session, factories.officer("Người đất đai (mẫu)"))
    signer = factories.officer("Người ký (mẫu)", code="uy-ban")
    duty = factories.duty("CIVIL_STATUS_SIGNER")
    assign(duty_session, Seat(duty, signer, starts_at=time(9), ends_at=time(10, 30)), by=None)
    db.session.commit()

    page = leader.get(DOOR)

    assert page.rows("Người trực") == [
        ["Đất đai (chỉ tiếp nhận)", "Người đất đai (mẫu)"],
        ["Ký hộ tịch", "Người ký (mẫu) (9 giờ 00 – 10 giờ 30)"],
    ]
    assert "Thứ Bảy, ngày 11 tháng 4 năm 2026" in page.main
    assert "7 giờ 30 – 11 giờ 30" in page.main


def test_desks_come_first_by_their_number_and_the_commune_stands_on_top(leader: Person) -> None:
    duty_session = factories.duty_session()
    desks = {"LAND": "10", "BUSINESS": "2", "GUIDANCE": "2A"}
    for row in duty_session.requirements:
        row.desk = desks.get(row.duty.code, "")
    for duty in ("LEADER", "LAND", "BUSINESS", "GUIDANCE"):
        assigned(duty_session, factories.officer(f"Người {duty} (mẫu)"), duty)
    assigned(duty_session, factories.officer("Người đất hai (mẫu)"), "LAND")

    page = leader.get(DOOR)

    assert [(row[0], row[2]) for row in page.rows("Người trực")] == [
        ("2", "Người BUSINESS (mẫu)"),
        ("2A", "Người GUIDANCE (mẫu)"),
        ("10", "Người LAND (mẫu) Người đất hai (mẫu)"),
        ("", "Người LEADER (mẫu)"),
    ]
    assert page.main.startswith("UBND XÃ ANH SƠN Ngày thứ 7 vì dân")


def test_no_telephone_and_nobody_unapproved_stands_on_it(leader: Person) -> None:
    duty_session = factories.duty_session()
    officer = factories.officer("Người đất đai (mẫu)")
    officer.phone = "0912345678"
    assigned(duty_session, officer)
    nominated(duty_session, factories.officer("Chưa duyệt (mẫu)"))

    page = leader.get(DOOR)

    assert "0912" not in page.text
    assert "Chưa duyệt" not in page.text


def test_an_empty_board_and_a_cancelled_day_say_so(centre: Person) -> None:
    duty_session = factories.duty_session()
    assert "Chưa có ai trên bảng phân công." in centre.get(DOOR).main
    db.session.merge(duty_session).cancel("Bão số 3", by=None)
    db.session.commit()

    assert "Buổi này đã hủy: Bão số 3." in centre.get(DOOR).main


def test_a_day_without_a_saturday_has_no_sheet(centre: Person) -> None:
    assert centre.get(DOOR).status == 404
