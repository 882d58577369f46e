"""Does the Centre record hours off, once, on a working day, and no more than were earned?"""

from datetime import date

import pytest

from saturday.extensions import db
from saturday.models.attendance import Attendance, CompensatoryLeave
from saturday.models.commune import Officer
from saturday.rules.attendance import HoursChoice, Ledger
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person, values_of
from tests.web.roster.stories import assigned, found, later, recorded, shown

AFTER = "2026-04-13 10:00"


def served(*, choice: HoursChoice | None = HoursChoice.LEAVE) -> Officer:
    """Let an officer have served on 11/4, with the hours chosen."""
    duty_session = factories.duty_session()
    officer = factories.officer()
    assigned(duty_session, officer)
    stand_at(AFTER)
    row: Attendance = recorded(duty_session)[0]
    if choice:
        row.choose(choice, ledger=Ledger(), by=None)
    db.session.commit()
    return officer


def path(officer: Officer) -> str:
    """Give the address of an officer's hours."""
    return f"/lich-truc/nghi-bu/{db.session.merge(officer).id}"


def stored() -> list[tuple[date, int]]:
    """Give the days off as stored."""
    rows = db.session.query(CompensatoryLeave).order_by(CompensatoryLeave.day)
    return [(one.day, one.minutes) for one in rows]


def test_hours_off_are_recorded_and_what_is_left_is_said(centre: Person) -> None:
    officer = served()
    centre = later(centre, AFTER)
    page = centre.get(path(officer))

    page = centre.send(page, path(officer), day="14/4/2026", minutes="2,5", note_text="buổi chiều")

    assert page.notice == "Đã ghi nghỉ bù thứ Ba, 14/4 của Công chức 1 (mẫu)."
    assert stored() == [(date(2026, 4, 14), 150)]
    assert page.rows("Giờ nghỉ bù") == [
        ["4 giờ", "2 giờ 30 phút", "1 giờ 30 phút", "0 giờ", "0 giờ"]
    ]
    assert page.rows("Các lần nghỉ bù")[0][:3] == [
        "thứ Ba, 14/4/2026, sẽ nghỉ",
        "2h30",
        "buổi chiều",
    ]


@pytest.mark.parametrize(
    ("day", "minutes", "field", "words"),
    [
        ("", "4", "day", "Hãy ghi ngày nghỉ."),
        ("mai", "4", "day", "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ("14/4/2026", "", "minutes", "Hãy ghi số giờ nghỉ, ví dụ 4 hoặc 3,5."),
        ("14/4/2026", "bốn", "minutes", "Hãy ghi số giờ, ví dụ 4 hoặc 3,5 hoặc 3h30."),
        (
            "14/4/2026",
            "5",
            "minutes",
            "Đến thứ Ba, 14/4 chỉ còn 4 giờ nghỉ bù. Hãy ghi tối đa số đó.",
        ),
        ("18/4/2026", "4", "day", "Thứ Bảy, 18/4 là ngày nghỉ. Hãy chọn ngày làm việc."),
        (
            "10/4/2026",
            "4",
            "day",
            "Đến thứ Sáu, 10/4 không còn giờ nghỉ bù. Giờ nghỉ bù có từ sau buổi trực.",
        ),
    ],
)
def test_a_slip_is_named_at_its_field_and_nothing_is_lost(
    centre: Person, day: str, minutes: str, field: str, words: str
) -> None:
    officer = served()
    centre = later(centre, AFTER)
    page = centre.get(path(officer))

    page = centre.send(page, path(officer), day=day, minutes=minutes, note_text="việc nhà")

    assert page.status == 422
    assert page.faults == [words]
    assert words in found(page, f"#{field}-error").text
    assert shown(page, "note_text") == "việc nhà"
    assert stored() == []


def test_a_day_is_recorded_once(centre: Person) -> None:
    officer = served()
    centre = later(centre, AFTER)
    centre.send(centre.get(path(officer)), path(officer), day="14/4/2026", minutes="1")

    page = centre.send(centre.get(path(officer)), path(officer), day="14/4/2026", minutes="1")

    assert page.status == 422
    assert page.faults == ["Ngày này đã ghi nghỉ bù 1 giờ. Hãy bỏ lần đó rồi ghi lại."]


def test_hours_recorded_by_mistake_are_taken_back(centre: Person) -> None:
    officer = served()
    centre = later(centre, AFTER)
    page = centre.send(centre.get(path(officer)), path(officer), day="14/4/2026", minutes="4")

    page = centre.send(page, "/bo")

    assert page.notice == "Đã bỏ lần nghỉ bù thứ Ba, 14/4."
    assert stored() == []


def test_hours_of_another_officer_are_not_taken_back_here(centre: Person) -> None:
    officer = served()
    other = factories.officer("Người khác (mẫu)")
    centre = later(centre, AFTER)
    page = centre.send(centre.get(path(officer)), path(officer), day="14/4/2026", minutes="4")
    form = page.form("/bo")
    foreign = str(form["action"]).replace(path(officer), path(other))

    assert centre.post(foreign, dict(values_of(form))).status == 404
    assert len(stored()) == 1


def test_without_hours_chosen_for_it_nothing_can_be_taken_off(centre: Person) -> None:
    officer = served(choice=None)
    centre = later(centre, AFTER)

    page = centre.get(path(officer))

    assert "Chưa có giờ nào chọn nghỉ bù." in page.main
    assert not page.has_form(path(officer))


def test_a_second_click_records_once(centre: Person) -> None:
    officer = served()
    centre = later(centre, AFTER)
    values: dict[str, object] = dict(values_of(centre.get(path(officer)).form(path(officer))))
    values |= {"day": "14/4/2026", "minutes": "4"}

    first, second = centre.post(path(officer), values), centre.post(path(officer), values)

    assert first.notice == second.notice
    assert len(stored()) == 1


def test_a_department_reads_its_own_and_the_leader_everybody(
    economy: Person, culture: Person, leader: Person
) -> None:
    officer = served()
    economy, culture, leader = (later(one, AFTER) for one in (economy, culture, leader))

    for person in (economy, leader):
        page = person.get(path(officer))
        assert page.status == 200
        assert not page.has_form(path(officer))
        assert person.post(path(officer), {}).status == 403
    assert culture.get(path(officer)).status == 404


def test_others_and_strangers_to_the_table_get_nothing(clerk: Person, centre: Person) -> None:
    officer = factories.officer()

    assert clerk.get(path(officer)).status == 403
    assert centre.get("/lich-truc/nghi-bu/999").status == 404
