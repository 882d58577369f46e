"""What is due is printed with a place to sign."""

from datetime import date

from saturday.extensions import db
from saturday.models.intake import Applicant
from saturday.models.returns import Dossier, Handing, Return
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person
from tests.web.intake.later import later

SHEET = "/tiep-nhan/tra-ket-qua/in"


def test_late_and_due_results_stand_on_the_sheet_without_whole_names(centre: Person) -> None:
    duty_session = factories.duty_session()
    stand_at("2026-04-11 09:00")
    lan = Applicant(name="Lô Thị Lan")
    for day in (date(2026, 4, 15), date(2026, 4, 14), date(2026, 4, 17)):
        factories.received(duty_session, due_on=day, who=lan)
    centre = later(centre, "2026-04-15 08:00")

    page = centre.get(SHEET)

    assert "Hẹn trả đến thứ Tư, ngày 15 tháng 4 năm 2026" in page.main
    assert [row[5] for row in page.rows("Danh sách trả kết quả")] == [
        "thứ Ba, 14/4, quá hạn 1 ngày làm việc",
        "thứ Tư, 15/4",
    ]
    assert [row[3] for row in page.rows("Danh sách trả kết quả")] == ["L. T. Lan"] * 2
    assert page.rows("Danh sách trả kết quả")[0][6:] == ["", ""]


def test_a_day_without_results_says_so(centre: Person) -> None:
    page = centre.get(SHEET)

    assert "Không có kết quả nào hẹn trả đến hôm nay." in page.main
    assert "thì tờ này có dòng từ ngày hẹn" in page.main


def test_a_day_without_results_names_the_next_one(centre: Person) -> None:
    duty_session = factories.duty_session()
    stand_at("2026-04-11 09:00")
    for day in (date(2026, 4, 17), date(2026, 4, 15), date(2026, 4, 15)):
        factories.received(duty_session, due_on=day)
    centre = later(centre, "2026-04-13 08:00")

    page = centre.get(SHEET)

    assert "Lần tới: thứ Tư, 15/4, 2 kết quả." in page.main


def test_what_waits_without_a_day_is_said(centre: Person) -> None:
    duty_session = factories.duty_session()
    stand_at("2026-04-11 09:00")
    factories.received(duty_session, due_on=None)
    centre = later(centre, "2026-04-13 08:00")

    assert "Còn 1 hồ sơ chưa ghi ngày hẹn." in centre.get(SHEET).main


def test_what_was_handed_over_today_stands_on_it_to_be_signed_for(centre: Person) -> None:
    duty_session = factories.duty_session()
    stand_at("2026-04-11 09:00")
    entry = factories.received(
        duty_session, due_on=date(2026, 4, 15), who=Applicant(name="Lô Thị Lan")
    )
    before = Handing(date(2026, 4, 11), is_counted=True)
    Return.hand_over_other(db.session, Dossier(code="H41-1"), before, by=None)
    centre = later(centre, "2026-04-15 08:00")
    today = Handing(date(2026, 4, 15))
    Return.hand_over(db.session, entry, today, by=None)
    Return.hand_over_other(db.session, Dossier(code="H41-7"), today, by=None)
    db.session.commit()

    page = centre.get(SHEET)

    assert [(row[3], row[4], row[6]) for row in page.rows("Kết quả đã trả hôm nay")] == [
        ("L. T. Lan", "0001 · 11/4", ""),
        ("ngoài nhật ký", "", ""),
    ]


def test_it_is_for_the_desk_only(economy: Person) -> None:
    assert economy.get(SHEET).status == 403
