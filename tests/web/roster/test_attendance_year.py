"""Does the year add up hours by person and department, for those who may see them?"""

from datetime import date

from saturday.extensions import db
from saturday.models.attendance import CompensatoryLeave, LeaveDay
from saturday.models.calendar import known_calendar
from saturday.models.commune import Officer
from saturday.rules.attendance import HoursChoice, Ledger
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Person
from tests.web.roster.stories import assigned, later, recorded

YEAR = "/lich-truc/cham-cong/2026"
NOW = "2026-12-28 08:00"
LEAVE, PAYMENT = HoursChoice.LEAVE, HoursChoice.PAYMENT


def served(day: date, *officers: tuple[Officer, HoursChoice | None]) -> None:
    """Let officers have served a Saturday, with what each chose."""
    duty_session = factories.duty_session(day)
    for officer, _choice in officers:
        assigned(duty_session, officer, "GUIDANCE")
    stand_at(f"{day} 12:00")
    chosen = {officer.id: choice for officer, choice in officers}
    for row in recorded(duty_session):
        if choice := chosen[row.officer_id or 0]:
            row.choose(choice, ledger=Ledger(), by=None)
    db.session.commit()


def take(officer: Officer, day: date, minutes: int) -> None:
    """Let an officer take hours off."""
    calendar, leave = known_calendar(db.session), LeaveDay(day, minutes)
    CompensatoryLeave.take(db.session, officer, leave, calendar, by=None)
    db.session.commit()


def a_year() -> tuple[Officer, Officer]:
    """Tell two Saturdays of this year and one of the last."""
    first = factories.officer("Người kinh tế (mẫu)")
    second = factories.officer("Người văn phòng (mẫu)", code="van-phong")
    served(date(2025, 12, 20), (first, LEAVE))
    served(date(2026, 3, 28), (first, LEAVE), (second, PAYMENT))
    served(date(2026, 4, 11), (first, None), (second, LEAVE))
    take(first, date(2026, 4, 14), 360)
    return first, second


def test_hours_are_added_up_by_person_department_and_year(centre: Person) -> None:
    a_year()
    page = later(centre, NOW).get(YEAR)

    assert page.rows("Giờ trực, nghỉ bù năm 2026") == [
        ["Phòng Kinh tế"],
        ["Người kinh tế (mẫu)", "2", "8", "4", "0", "4", "4", "6", "2"],
        ["Cộng Kinh tế", "", "8", "4", "0", "4", "4", "6", "2"],
        ["Văn phòng HĐND và UBND"],
        ["Người văn phòng (mẫu)", "2", "8", "4", "4", "0", "0", "0", "4"],
        ["Cộng Văn phòng", "", "8", "4", "4", "0", "0", "0", "4"],
        ["Cộng cả năm", "", "16", "8", "4", "4", "4", "6", "6"],
    ]
    assert "2 buổi đã chấm công." in page.main


def test_an_earlier_year_ends_with_what_was_left_then(centre: Person) -> None:
    a_year()

    rows = later(centre, NOW).get("/lich-truc/cham-cong/2025").rows("Giờ trực")

    assert rows[1] == ["Người kinh tế (mẫu)", "1", "4", "4", "0", "0", "0", "0", "4"]


def test_who_moved_stands_under_both_departments_and_is_balanced_once(centre: Person) -> None:
    officer = factories.officer("Người chuyển (mẫu)")
    served(date(2026, 3, 28), (officer, LEAVE))
    stand_at("2026-04-01 08:00")
    officer.move(factories.department("van-phong"), "Văn thư", date(2026, 4, 1), by=None)
    db.session.commit()
    served(date(2026, 4, 11), (officer, LEAVE))

    rows = later(centre, NOW).get(YEAR).rows("Giờ trực")

    assert rows[1] == ["Người chuyển (mẫu)", "1", "4", "4", "0", "0", "", "", ""]
    assert rows[4] == ["Người chuyển (mẫu)", "1", "4", "4", "0", "0", "0", "0", "8"]
    assert rows[-1] == ["Cộng cả năm", "", "8", "8", "0", "0", "0", "0", "8"]


def test_a_department_sees_its_own_and_no_balance_of_who_left_it(
    economy: Person, office: Person
) -> None:
    officer = factories.officer("Người chuyển (mẫu)")
    served(date(2026, 3, 28), (officer, LEAVE))
    stand_at("2026-04-01 08:00")
    officer.move(factories.department("van-phong"), "Văn thư", date(2026, 4, 1), by=None)
    db.session.commit()

    rows = later(economy, NOW).get(YEAR).rows("Giờ trực")

    assert rows[1] == ["Người chuyển (mẫu)", "1", "4", "4", "0", "0", "", "", ""]
    assert "chưa có buổi nào được chấm công" in later(office, NOW).get(YEAR).main


def test_an_empty_year_says_how_to_begin(centre: Person) -> None:
    page = centre.get("/lich-truc/cham-cong/2030")

    assert "Năm 2030 chưa có buổi nào được chấm công." in page.main
    assert centre.get("/lich-truc/cham-cong/").path == YEAR


def test_the_year_is_printed_with_a_column_for_each_saturday_and_places_to_sign(
    centre: Person,
) -> None:
    a_year()

    page = later(centre, NOW).get(f"{YEAR}/in")

    heads = [one.text for one in page.soup.select("thead th")]
    assert heads[3:6] == ["28/3", "11/4", "Cộng"]
    rows = page.rows("Bảng chấm công năm 2026")
    assert rows[1] == [
        *("1", "Người kinh tế (mẫu)", "Chuyên viên"),
        *("4", "4", "8", "4", "", "4", "4", "6", "2"),
    ]
    assert rows[-1][:4] == ["", "Cộng cả năm", "8", "8"]
    assert "THỦ TRƯỞNG ĐƠN VỊ" in page.main
    empty = later(centre, NOW).get("/lich-truc/cham-cong/2030/in")
    assert "Năm 2030 chưa có buổi nào được chấm công." in empty.main


def test_others_may_not_see_the_year(clerk: Person, admin: Person) -> None:
    for person in (clerk, admin):
        for path in (YEAR, f"{YEAR}/in", "/lich-truc/cham-cong/"):
            assert person.get(path).status == 403


def test_ten_more_people_cost_no_more_questions(centre: Person) -> None:
    a_year()
    centre = later(centre, NOW)
    centre.get(YEAR)
    with counted_queries() as few:
        centre.get(YEAR)
    people = [(factories.officer(f"Người {number} (mẫu)"), LEAVE) for number in range(10)]
    served(date(2026, 5, 9), *people)
    centre = later(centre, NOW)
    centre.get(YEAR)

    with counted_queries() as many:
        page = centre.get(YEAR)

    assert len(page.rows("Giờ trực")) == 17
    assert len(many) == len(few)
