"""Is the attendance sheet ready to be signed, before the day and after it?"""

from saturday.extensions import db
from saturday.models.commune import Partner
from saturday.models.roster import Seat, assign
from saturday.rules.attendance import HoursChoice, Ledger
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person
from tests.web.roster.stories import HUB, assigned, later, recorded

PRINT = f"{HUB}/cham-cong/in"
AFTER = "2026-04-13 08:00"
SIGNERS = ("NGƯỜI CHẤM CÔNG", "PHỤ TRÁCH BỘ PHẬN", "THỦ TRƯỞNG ĐƠN VỊ")


def test_before_the_day_the_hours_are_left_to_be_written_by_hand(centre: Person) -> None:
    assigned(factories.duty_session(), factories.officer(post="Công chức Địa chính"))

    page = centre.get(PRINT)

    empty = [""] * 7
    land = ["1", "Công chức 1 (mẫu)", "Công chức Địa chính, Kinh tế", "Đất đai (chỉ tiếp nhận)"]
    assert page.rows("Bảng chấm công") == [[*land, *empty]]
    assert "BẢNG CHẤM CÔNG" in page.main
    assert "UBND XÃ ANH SƠN" in page.main
    for signer in SIGNERS:
        assert signer in page.main


def test_the_sheet_says_which_way_the_paper_lies(centre: Person) -> None:
    assigned(factories.duty_session(), factories.officer())

    assert "Khổ A4 ngang." in centre.get(PRINT).soup.get_text()
    assert "Khổ A4. " in centre.get(f"{HUB}/bang-cua").soup.get_text()


def test_after_the_day_hours_choices_and_their_sum_are_printed(centre: Person) -> None:
    duty_session = factories.duty_session()
    for number, duty in enumerate(("LAND", "BUSINESS", "GUIDANCE")):
        assigned(duty_session, factories.officer(f"Công chức {number} (mẫu)"), duty)
    police = db.session.scalars(Partner.in_order()).all()[0]
    assign(duty_session, Seat(factories.duty("PARTNER"), partner=police), by=None)
    db.session.commit()
    stand_at(AFTER)
    rows = recorded(duty_session)
    rows[0].choose(HoursChoice.LEAVE, ledger=Ledger(), by=None)
    rows[1].choose(HoursChoice.PAYMENT, ledger=Ledger(), by=None)
    db.session.commit()

    printed = later(centre, AFTER).get(PRINT).rows("Bảng chấm công")

    assert [row[4:9] for row in printed[:4]] == [
        ["7h30", "11h30", "4", "x", ""],
        ["7h30", "11h30", "4", "", "x"],
        ["7h30", "11h30", "4", "", ""],
        ["7h30", "11h30", "4", "–", "–"],
    ]
    assert printed[4][1:3] == ["Cộng giờ của cán bộ, công chức", "12"]


def test_a_department_prints_its_own_people(economy: Person, centre: Person) -> None:
    duty_session = factories.duty_session()
    assigned(duty_session, factories.officer("Người kinh tế (mẫu)"))
    assigned(duty_session, factories.officer("Người văn phòng (mẫu)", code="van-phong"), "GUIDANCE")

    assert len(economy.get(PRINT).rows("Bảng chấm công")) == 1
    assert len(centre.get(PRINT).rows("Bảng chấm công")) == 2


def test_a_sheet_of_a_cancelled_or_empty_saturday_says_so(centre: Person, clerk: Person) -> None:
    duty_session = factories.duty_session()
    assert "Chưa có ai trên bảng phân công." in centre.get(PRINT).main
    assert clerk.get(PRINT).status == 403
    db.session.merge(duty_session).cancel("Bão số 3", by=None)
    db.session.commit()

    assert "Buổi này đã hủy: Bão số 3." in centre.get(PRINT).main
