"""Does a calendar program get every Saturday of the year, gone ones as cancelled?"""

from datetime import date

from saturday.extensions import db, writing
from saturday.models.calendar import WorkingHours, known_calendar
from saturday.models.plan import AnnualPlan, Choice
from tests.pages import Person
from tests.papers.test_ics import read
from tests.web.plan.test_year_detail import planned

ICS = "/ke-hoach/2026.ics"


def events(person: Person) -> dict[str, dict[str, str]]:
    """Give what a calendar program reads, by the day in the UID."""
    answer = person.client.get(ICS)
    assert answer.content_type == "text/calendar; charset=utf-8"
    return {event["UID"][:10]: event for event in read(answer.get_data())}


def test_every_saturday_is_an_event_at_its_hours(economy: Person) -> None:
    planned(Choice(date(2026, 4, 11)), Choice(date(2026, 5, 9), is_mobile=True))

    found = events(economy)

    assert list(found) == ["2026-04-11", "2026-05-09"]
    april, may = found.values()
    assert april["UID"] == "2026-04-11.xa-anh-son@ngay-thu-7-vi-dan"
    assert (april["DTSTART"], april["DTEND"]) == ("20260411T003000Z", "20260411T050000Z")
    assert april["DTSTAMP"].startswith("20260401T0200")
    assert april["LOCATION"] == "Trung tâm Phục vụ hành chính công xã Anh Sơn"
    assert may["SUMMARY"] == "Ngày thứ 7 vì dân (lưu động)"
    assert may["DTSTART"] == "20260509T000000Z"


def test_a_moved_saturday_is_cancelled_and_says_where_it_went(centre: Person) -> None:
    planned(Choice(date(2026, 4, 11)))
    before = events(centre)["2026-04-11"]
    writing.set(True)
    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    target = Choice(date(2026, 4, 18))
    plan.move(plan.sessions[0], target, "bão", known_calendar(db.session), by=None)
    db.session.commit()

    found = events(centre)

    assert found["2026-04-11"]["STATUS"] == "CANCELLED"
    assert found["2026-04-11"]["DESCRIPTION"] == "Buổi này đã dời sang 18/4: bão."
    assert int(found["2026-04-11"]["SEQUENCE"]) > int(before["SEQUENCE"])
    assert found["2026-04-18"]["STATUS"] == "CONFIRMED"


def test_without_a_table_of_hours_an_event_fills_its_day(centre: Person) -> None:
    planned(Choice(date(2026, 4, 11)))
    for row in db.session.scalars(WorkingHours.in_order()):
        db.session.delete(row)
    db.session.commit()

    assert events(centre)["2026-04-11"]["DTSTART;VALUE=DATE"] == "20260411"


def test_a_stranger_gets_no_calendar(stranger: Person) -> None:
    planned()

    assert stranger.get(ICS, follow=False).status == 303
