"""Does an officer see the own hours, and choose what they are for?"""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.attendance import Attendance, CompensatoryLeave, LeaveDay
from saturday.models.base import Report, Way
from saturday.models.calendar import known_calendar
from saturday.models.commune import Officer
from saturday.rules.attendance import HoursChoice, Ledger
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person, values_of
from tests.web.roster.stories import HUB, assigned, officer_person, recorded

MINE = "/lich-truc/cua-toi"
CHOOSE = f"{HUB}/cham-cong/chon"
AFTER = "2026-04-13 10:00"


def served(name: str = "Công chức 1 (mẫu)") -> Attendance:
    """Let an officer have served on 11/4."""
    duty_session = factories.duty_session()
    assigned(duty_session, factories.officer(name))
    stand_at(AFTER)
    return recorded(duty_session)[0]


def of(row: Attendance) -> Officer:
    """Give the officer of a row."""
    assert row.officer is not None
    return row.officer


def buttons(page: Page) -> list[str]:
    """Give the buttons of the Saturdays."""
    return [one.text for one in page.soup.select('form[action$="/chon"] button')]


def test_own_turns_hours_and_what_is_left_stand_on_one_page(app: Flask) -> None:
    row = served()
    assigned(factories.duty_session(date(2026, 5, 9)), of(row))

    page = officer_person(app, of(row)).get(MINE)

    assert "thứ Bảy, 09/5 , 7 giờ 30 – 11 giờ 30" in page.main
    assert page.rows("Các buổi đã chấm công") == [
        [
            "thứ Bảy, 11/4/2026",
            "Kinh tế",
            "có mặt, 7 giờ 30 – 11 giờ 30",
            "4",
            "chưa chọn",
            "Nghỉ bù Thanh toán",
        ]
    ]
    assert page.rows("Giờ nghỉ bù") == [["0 giờ", "0 giờ", "0 giờ", "0 giờ", "4 giờ"]]


def test_a_press_chooses_and_another_changes_ones_mind(app: Flask) -> None:
    row = served()
    person = officer_person(app, of(row))

    page = person.send(person.get(MINE), "/chon")

    assert page.notice == "Đã chọn nghỉ bù cho 4 giờ trực thứ Bảy, 11/4."
    assert page.rows("Giờ nghỉ bù")[0][:3] == ["4 giờ", "0 giờ", "4 giờ"]
    assert buttons(page) == ["Đổi sang thanh toán"]
    page = person.send(page, "/chon")
    assert page.notice == "Đã chọn thanh toán cho 4 giờ trực thứ Bảy, 11/4."
    assert buttons(page) == ["Đổi sang nghỉ bù"]


def test_what_the_centre_recorded_on_behalf_is_said_and_may_be_changed(app: Flask) -> None:
    row = served()
    report = Report("Trưởng phòng", Way.ZALO, factories.at("2026-04-13 09:00"))
    row.choose(HoursChoice.PAYMENT, report, ledger=Ledger(), by=None)
    db.session.commit()
    person = officer_person(app, of(row))
    page = person.get(MINE)
    assert "ghi hộ theo Zalo, do Trưởng phòng báo" in page.main

    person.send(page, "/chon")

    kept = db.session.get_one(Attendance, row.id)
    assert (kept.choice, kept.way) == (HoursChoice.LEAVE, None)


def test_hours_changed_after_the_page_was_shown_are_not_chosen_unseen(app: Flask) -> None:
    row = served()
    person = officer_person(app, of(row))
    late = person.get(MINE)
    row = db.session.get_one(Attendance, row.id)
    row.minutes = 120
    db.session.commit()

    page = person.send(late, "/chon")

    assert page.status == 409
    assert "Giờ chấm công vừa được sửa." in page.text
    assert db.session.get_one(Attendance, row.id).choice is None


def test_hours_already_taken_off_are_not_paid(app: Flask) -> None:
    row = served()
    row.choose(HoursChoice.LEAVE, ledger=Ledger(), by=None)
    leave, calendar = LeaveDay(date(2026, 4, 14), 60), known_calendar(db.session)
    CompensatoryLeave.take(db.session, of(row), leave, calendar, by=None)
    db.session.commit()
    person = officer_person(app, of(row))
    page = person.get(MINE)
    assert page.rows("Các lần nghỉ bù") == [["thứ Ba, 14/4/2026, sẽ nghỉ", "1", ""]]

    page = person.send(page, "/chon")

    assert page.status == 409
    assert "Đã ghi nghỉ bù 1 giờ" in page.text


@pytest.mark.parametrize("choice", ["", "BOTH"])
def test_only_the_two_can_be_chosen(app: Flask, choice: str) -> None:
    row = served()
    person = officer_person(app, of(row))

    page = person.send(person.get(MINE), "/chon", choice=choice)

    assert page.status == 409
    assert "Hãy chọn nghỉ bù hay thanh toán." in page.text


def test_a_second_click_chooses_once(app: Flask) -> None:
    row = served()
    person = officer_person(app, of(row))
    values: dict[str, object] = dict(values_of(person.get(MINE).form("/chon")))

    first, second = person.post(CHOOSE, values), person.post(CHOOSE, values)

    assert first.notice == second.notice
    assert db.session.get_one(Attendance, row.id).version == 2


def test_hours_of_another_are_not_there(app: Flask) -> None:
    row = served()
    other = officer_person(app, factories.officer("Người khác (mẫu)"))
    page = other.get(MINE)
    assert "Công chức 1 (mẫu)" not in page.text
    assert "Chưa có buổi nào." in page.main
    kept = values_of(other.get("/mat-khau").form("/mat-khau"))
    values: dict[str, object] = {"csrf_token": kept["csrf_token"], "form_key": kept["form_key"]}

    assert other.post(CHOOSE, {**values, "choice": "LEAVE", "version": "1"}).status == 404
    assert db.session.get_one(Attendance, row.id).choice is None


def test_an_account_without_an_officer_is_told_so(app: Flask) -> None:
    account = factories.account(roles={Role.OFFICER})

    page = Person(app, account).get(MINE)

    assert "Tài khoản chưa gắn với cán bộ, công chức nào." in page.main


def test_others_have_no_such_page(centre: Person, economy: Person) -> None:
    for person in (centre, economy):
        assert person.get(MINE).status == 403
        assert person.post(CHOOSE, {}).status == 403


def test_more_saturdays_cost_no_more_questions(app: Flask) -> None:
    row = served()
    officer = of(row)
    person = officer_person(app, officer)
    person.get(MINE)
    with counted_queries() as few:
        person.get(MINE)
    officer = db.session.merge(officer)
    for day in (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 28)):
        duty_session = factories.duty_session(day)
        assigned(duty_session, officer)
        recorded(duty_session)

    with counted_queries() as many:
        person.get(MINE)

    assert len(many) <= len(few)
