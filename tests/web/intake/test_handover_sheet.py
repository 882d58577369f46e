"""On Monday each department signs for the open dossiers of Saturday."""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.intake import Applicant, IntakeEntry
from saturday.models.plan import DutySession
from saturday.models.returns import Handing, Return
from saturday.rules.intake import Outcome
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Person
from tests.web.intake.later import later

SHEET = "/tiep-nhan/2026-04-11/ban-giao"
DUE = date(2026, 4, 15)


@pytest.fixture(autouse=True)
def duty_session(app: Flask) -> DutySession:
    """Hold the Saturday of 11/4, at nine."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 09:00")
    return row


def received(duty_session: DutySession, short_name: str) -> IntakeEntry:
    """Receive a dossier of a procedure."""
    who = Applicant(name="Lô Thị Lan")
    return factories.received(duty_session, due_on=DUE, short_name=short_name, who=who)


def test_each_department_has_its_own_record(centre: Person, duty_session: DutySession) -> None:
    for short_name in (
        "Đăng ký hộ kinh doanh",
        "Xác nhận tình trạng hôn nhân",
        "Trợ cấp xã hội hằng tháng",
        "Cấp giấy chứng nhận đất lần đầu",
    ):
        received(duty_session, short_name)
    centre = later(centre, "2026-04-13 07:30")

    page = centre.get(SHEET)

    captions = [one.text for one in page.soup.select("caption")]
    assert captions == [
        "Hồ sơ bàn giao: Phòng Kinh tế",
        "Hồ sơ bàn giao: Phòng Văn hóa - Xã hội",
        "Hồ sơ bàn giao: Văn phòng HĐND và UBND",
    ]
    code = "H41.156-260411-0001"
    assert page.rows("Phòng Kinh tế") == [
        ["1", "0001", code, "Đăng ký hộ kinh doanh", "L. T. Lan", "thứ Tư, 15/4", ""],
        ["2", "0004", code, "Cấp giấy chứng nhận đất lần đầu", "L. T. Lan", "thứ Tư, 15/4", ""],
    ]
    assert "cho Phòng Kinh tế 02 hồ sơ chờ giải quyết" in page.main
    assert "Lô Thị" not in page.main


def test_who_decides_as_written_goes_before_the_usual_department(
    centre: Person, duty_session: DutySession
) -> None:
    row = received(duty_session, "Đăng ký hộ kinh doanh")
    row.decider = factories.department("van-phong")
    db.session.commit()

    assert len(centre.get(SHEET).rows("Văn phòng HĐND và UBND")) == 1


def test_what_the_centre_decides_itself_is_handed_to_nobody(
    centre: Person, duty_session: DutySession
) -> None:
    row = received(duty_session, "Đăng ký hộ kinh doanh")
    row.decider = factories.department("trung-tam")
    db.session.commit()

    page = centre.get(SHEET)

    kept = "Trung tâm Phục vụ hành chính công giữ lại 01 hồ sơ tự giải quyết: dòng 0001."
    assert kept in page.main
    assert "Buổi này không còn hồ sơ nào chờ bàn giao cho các phòng." in page.main


def test_a_dossier_whose_department_nobody_knows_is_not_lost(
    centre: Person, duty_session: DutySession
) -> None:
    row = received(duty_session, "Đăng ký hộ kinh doanh")
    row.procedure_id, row.quantity = None, 2
    db.session.commit()

    rows = centre.get(SHEET).rows("Chưa rõ đơn vị giải quyết")

    assert [row[3] for row in rows] == ["chưa ghi thủ tục"]


def test_a_quantity_is_written_with_its_unit(centre: Person, duty_session: DutySession) -> None:
    row = received(duty_session, "Đăng ký hộ kinh doanh")
    row.quantity = 2
    db.session.commit()

    assert centre.get(SHEET).rows("Phòng Kinh tế")[0][3] == "Đăng ký hộ kinh doanh (2 việc)"


def test_what_was_settled_voided_or_handed_over_is_left_out(
    centre: Person, duty_session: DutySession
) -> None:
    factories.received(duty_session, outcome=Outcome.SETTLED)
    received(duty_session, "Đăng ký hộ kinh doanh").void("ghi nhầm", by=None)
    returned = received(duty_session, "Đăng ký hộ kinh doanh")
    Return.hand_over(db.session, returned, Handing(duty_session.day), by=None)
    db.session.commit()

    assert "không còn hồ sơ nào chờ bàn giao" in centre.get(SHEET).main


def test_the_short_way_leads_to_the_last_saturday_with_dossiers(
    centre: Person, duty_session: DutySession
) -> None:
    assert centre.get("/tiep-nhan/ban-giao", follow=False).response.location.endswith(
        "/tiep-nhan/tra-ket-qua"
    )
    received(duty_session, "Đăng ký hộ kinh doanh")

    page = centre.get("/tiep-nhan/ban-giao")

    assert "thứ Bảy, ngày 11 tháng 4 năm 2026" in page.main


def test_ten_more_dossiers_ask_no_more_of_the_database(
    centre: Person, duty_session: DutySession
) -> None:
    received(duty_session, "Đăng ký hộ kinh doanh")
    with counted_queries() as few:
        centre.get(SHEET)
    for _ in range(10):
        received(duty_session, "Đăng ký hộ kinh doanh")
    with counted_queries() as many:
        centre.get(SHEET)

    assert len(many) == len(few)


def test_there_is_no_record_of_a_day_without_a_saturday(centre: Person) -> None:
    assert centre.get("/tiep-nhan/2026-04-18/ban-giao").status == 404


def test_it_is_the_centres_to_hand_over(economy: Person, duty_session: DutySession) -> None:
    del duty_session
    assert economy.get(SHEET).status == 403
