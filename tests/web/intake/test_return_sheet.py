"""What is due is printed with a place to sign."""

from datetime import date

from saturday.models.intake import Applicant
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
    assert "Không có kết quả nào hẹn trả đến hôm nay." in centre.get(SHEET).main


def test_it_is_for_the_desk_only(economy: Person) -> None:
    assert economy.get(SHEET).status == 403
