"""Does a telephone's calendar take a Saturday, ring the day before, and take a change?"""

from datetime import timedelta
from typing import Any

import icalendar
import pytest

from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.plan import Choice
from tests.conftest import stand_at
from tests.pages import Person
from tests.web.announcements.telling import DAY, PAGE, moved, published, setting, told

ICS = f"{PAGE}/lich.ics"


def read(person: Person) -> Any:  # noqa: ANN401 - whatever the program makes of it
    """Let a program that is not ours read the one event."""
    answer = person.get(ICS).response
    assert answer.content_type == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(answer.get_data()).walk("VEVENT")
    return event


def test_the_day_stands_there_with_hours_place_and_what_to_bring(stranger: Person) -> None:
    setting("announcement.bring", "Căn cước; VNeID\nBản chính, bản sao")
    told()

    event = read(stranger)

    assert event.decoded("DTSTART").isoformat() == "2026-04-11T00:30:00+00:00"
    assert event.decoded("DTEND").isoformat() == "2026-04-11T04:30:00+00:00"
    assert event["LOCATION"] == "Trung tâm Phục vụ hành chính công xã Anh Sơn"
    assert event["DESCRIPTION"].splitlines() == [
        "Mang theo:",
        "- Căn cước; VNeID",
        "- Bản chính, bản sao",
        f"http://localhost{PAGE}",
    ]
    assert event["STATUS"] == "CONFIRMED"


def test_the_telephone_rings_the_day_before(stranger: Person) -> None:
    told()

    (alarm,) = read(stranger).walk("VALARM")

    assert alarm.decoded("TRIGGER") == -timedelta(days=1)


@pytest.mark.parametrize("how", ["moved", "cancelled"])
def test_a_saturday_that_is_gone_is_cancelled_under_its_name(stranger: Person, how: str) -> None:
    duty_session = told().duty_session
    before = read(stranger)
    stand_at("2026-04-10 20:00")
    if how == "moved":
        moved(duty_session)
    else:
        duty_session.cancel("bão số 3", by=None)
        db.session.commit()

    after = read(stranger)

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["STATUS"] == "CANCELLED"
    assert after["SUMMARY"].startswith("Buổi thứ Bảy, 11/4")
    assert after["DESCRIPTION"].startswith("Lý do: ")
    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")
    assert after.walk("VALARM") == []


def test_each_edition_rises_whatever_happened_between(stranger: Person) -> None:
    duty_session = told().duty_session
    seen = [read(stranger)["SEQUENCE"]]
    published(duty_session, place="Nhà văn hóa")
    seen.append(read(stranger)["SEQUENCE"])
    new = moved(duty_session)
    seen.append(read(stranger)["SEQUENCE"])
    new.plan.move(new, Choice(DAY), "trời đẹp", known_calendar(db.session), by=None)
    db.session.commit()
    back = read(stranger)

    assert [*seen, back["SEQUENCE"]] == sorted({*seen, back["SEQUENCE"]})
    assert back["STATUS"] == "CONFIRMED"


def test_without_hours_it_is_the_whole_day(stranger: Person) -> None:
    told(starts_at=None, ends_at=None)

    assert read(stranger).decoded("DTSTART") == DAY


def test_strange_letters_come_out_right(stranger: Person) -> None:
    place = '<b>"Đồi & Chè"</b>; bản, 🌾 \\ ' + "Trường Xuân" * 30
    told(place=place)

    assert read(stranger)["LOCATION"] == place
