"""A calendar program must read back every word and the very hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.papers.ics import Event, write

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
STAMP = datetime(2026, 4, 1, 9, tzinfo=VIETNAM)
APRIL = Event(
    uid="2026-04-11.xa-anh-son@ngay-thu-7-vi-dan",
    starts_at=datetime(2026, 4, 11, 7, 30, tzinfo=VIETNAM),
    ends_at=datetime(2026, 4, 11, 11, 30, tzinfo=VIETNAM),
    summary="Ngày thứ 7 vì dân",
    location="Trung tâm Phục vụ hành chính công xã Anh Sơn",
)
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")) | st.just("\n"))


def read(content: bytes) -> list[dict[str, str]]:
    """Read events as RFC 5545 says: unfold, split at the first colon, take escapes away."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    for octets in content.split(b"\r\n"):
        assert len(octets) <= 75, octets
        octets.decode()  # no letter is cut in two
    events: list[dict[str, str]] = []
    for line in content.replace(b"\r\n ", b"").decode().split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name not in {"BEGIN", "END"}:
            events[-1][name] = unescaped(value)
    return events


def unescaped(value: str) -> str:
    """Take escapes away from left to right."""
    letters = iter(value)
    return "".join(
        {"n": "\n"}.get(after := next(letters), after) if letter == "\\" else letter
        for letter in letters
    )


def test_a_saturday_morning_stands_at_its_hour_in_utc() -> None:
    (event,) = read(write("Kế hoạch 2026", [APRIL], stamp=STAMP))

    assert event["DTSTART"] == "20260411T003000Z"
    assert event["DTEND"] == "20260411T043000Z"
    assert event["DTSTAMP"] == "20260401T020000Z"
    assert event["STATUS"] == "CONFIRMED"
    assert event["UID"] == APRIL.uid


def test_a_cancelled_one_says_so() -> None:
    gone = Event(APRIL.uid, APRIL.starts_at, APRIL.ends_at, "Buổi đã hủy", is_cancelled=True)

    (event,) = read(write("", [gone], stamp=STAMP))

    assert event["STATUS"] == "CANCELLED"
    assert "LOCATION" not in event


def test_a_program_that_is_not_ours_reads_it_and_rings_the_day_before() -> None:
    event = replace(APRIL, remind_before=timedelta(days=1), sequence=3, description="a\nb; c, d")

    calendar = icalendar.Calendar.from_ical(write("Tháng 4", [event], stamp=STAMP))

    (found,) = calendar.walk("VEVENT")
    assert found["SUMMARY"] == APRIL.summary
    assert found["DESCRIPTION"] == "a\nb; c, d"
    assert found["SEQUENCE"] == 3
    assert found.decoded("DTSTART") == APRIL.starts_at
    (alarm,) = found.walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["DESCRIPTION"] == APRIL.summary
    assert alarm.decoded("TRIGGER") == -timedelta(days=1)


def test_nothing_rings_for_a_cancelled_one() -> None:
    event = replace(APRIL, remind_before=timedelta(days=1), is_cancelled=True)

    assert b"VALARM" not in write("", [event], stamp=STAMP)


def test_a_day_without_hours_is_a_whole_day() -> None:
    (event,) = read(
        write("", [Event("x", date(2026, 4, 11), date(2026, 4, 12), "Nghỉ")], stamp=STAMP)
    )

    assert event["DTSTART;VALUE=DATE"] == "20260411"
    assert event["DTEND;VALUE=DATE"] == "20260412"


def test_the_file_is_a_whole_calendar_even_when_empty() -> None:
    lines = write("Kế hoạch 2026", [], stamp=STAMP).decode().split("\r\n")

    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-2:] == ["END:VCALENDAR", ""]


@pytest.mark.parametrize("letter", ["a", "ấ", "𝄞", ","])
@pytest.mark.parametrize("shift", range(4))
def test_a_long_line_is_folded_wherever_its_letters_end(letter: str, shift: int) -> None:
    summary = "x" * shift + letter * 200
    event = Event("u", APRIL.starts_at, APRIL.ends_at, summary)

    (found,) = read(write("x", [event], stamp=STAMP))

    assert found["SUMMARY"] == summary


@given(WORDS, WORDS)
def test_every_word_comes_back_however_long(summary: str, place: str) -> None:
    start = datetime(2026, 4, 11, tzinfo=UTC)
    event = Event("a;b,c\\d", start, start, summary=summary, location=place)

    (found,) = read(write("x", [event], stamp=STAMP))

    assert found.get("SUMMARY", "") == summary
    assert found.get("LOCATION", "") == place
    assert found["UID"] == "a;b,c\\d"
