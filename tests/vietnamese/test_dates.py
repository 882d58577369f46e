"""Dates and hours read as officials write them."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.vietnamese import dates

PLAN = date(2026, 2, 11)
SESSION = date(2026, 4, 11)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (PLAN, "ngày 11 tháng 02 năm 2026"),
        (date(2026, 9, 2), "ngày 02 tháng 9 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_an_official_date_has_zeros_only_where_the_decree_wants_them(
    day: date, written: str
) -> None:
    assert dates.official_date(day) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 4, 3), "03/4"),
        (date(2026, 5, 9), "09/5"),
        (PLAN, "11/02"),
        (date(2026, 1, 2), "02/01"),
        (date(2026, 11, 24), "24/11"),
    ],
)
def test_a_short_date_keeps_the_same_zeros(day: date, written: str) -> None:
    assert dates.day_month(day) == written
    assert dates.numeric_day(day) == f"{written}/2026"


def test_the_week_begins_on_thu_hai_and_ends_on_chu_nhat() -> None:
    week = [dates.weekday(date(2026, 4, day)) for day in range(6, 13)]

    assert week == [
        "thứ Hai",
        "thứ Ba",
        "thứ Tư",
        "thứ Năm",
        "thứ Sáu",
        "thứ Bảy",
        "Chủ nhật",
    ]


def test_a_heading_and_a_list_name_the_weekday() -> None:
    assert dates.long_day(SESSION) == "thứ Bảy, ngày 11 tháng 4 năm 2026"
    assert dates.listed_day(SESSION) == "thứ Bảy, 11/4"


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 4, 25), date(2026, 4, 27), "25–27/4"),
        (date(2026, 1, 1), date(2026, 1, 4), "01–04/01"),
        (date(2026, 8, 29), date(2026, 9, 2), "29/8–02/9"),
        (date(2028, 12, 30), date(2029, 1, 1), "30/12–01/01"),
        (date(2026, 4, 1), date(2027, 4, 2), "01/4–02/4"),
    ],
)
def test_a_span_of_days_names_the_month_once_when_it_can(
    first: date, last: date, written: str
) -> None:
    assert dates.day_span(first, last) == written


@pytest.mark.parametrize(
    ("at", "written", "short"),
    [
        (time(7, 30), "7 giờ 30", "7h30"),
        (time(17, 0), "17 giờ", "17h00"),
        (time(8, 5), "8 giờ 05", "8h05"),
        (time(0, 0), "0 giờ", "0h00"),
    ],
)
def test_an_hour_shows_minutes_only_when_there_are_any(at: time, written: str, short: str) -> None:
    assert dates.clock(at) == written
    assert dates.clock_short(at) == short


@pytest.mark.parametrize(
    ("start", "end", "written", "in_words"),
    [
        (time(7, 30), time(11, 30), "7 giờ 30 – 11 giờ 30", "từ 7 giờ 30 đến 11 giờ 30"),
        (time(7, 0), time(11, 30), "7 giờ 00 – 11 giờ 30", "từ 7 giờ 00 đến 11 giờ 30"),
        (time(7, 30), time(12, 0), "7 giờ 30 – 12 giờ 00", "từ 7 giờ 30 đến 12 giờ 00"),
        (time(7, 0), time(11, 0), "7 giờ – 11 giờ", "từ 7 giờ đến 11 giờ"),
    ],
)
def test_both_ends_of_a_span_of_hours_look_alike(
    start: time, end: time, written: str, in_words: str
) -> None:
    assert dates.hours(start, end) == written
    assert dates.hours_in_words(start, end) == in_words


def test_a_moment_is_hour_weekday_and_day() -> None:
    assert dates.moment(datetime(2026, 4, 7, 15, 40)) == "15 giờ 40, thứ Ba, 07/4"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("days", "words"),
    [(9, "còn 9 ngày"), (1, "còn 1 ngày"), (0, "hôm nay"), (-3, "quá hạn 3 ngày")],
)
def test_days_left_are_said_in_words(days: int, words: str) -> None:
    assert dates.days_left(days) == words


@pytest.mark.parametrize(
    "typed", ["05/3/2026", "5-3-2026", "5.3.26", "2026-03-05", " 5 / 3 / 2026 ", "2026-3-5"]
)
def test_a_day_is_read_however_it_is_typed(typed: str) -> None:
    assert dates.parse_day(typed) == date(2026, 3, 5)


@pytest.mark.parametrize(
    "typed", ["", "hôm nay", "31/02/2026", "5/3", "2026-13-01", "5/3/026", "00/3/2026", "٥/٣/٢٠٢٦"]
)
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert dates.parse_day(typed) is None


@pytest.mark.parametrize(
    ("typed", "near", "day"),
    [
        ("25/11", date(2026, 11, 22), date(2026, 11, 25)),
        ("25.11", date(2026, 11, 22), date(2026, 11, 25)),
        (" 5-3 ", date(2026, 11, 22), date(2027, 3, 5)),
        ("28/12", date(2027, 1, 5), date(2026, 12, 28)),
        ("01/01", date(2026, 12, 30), date(2027, 1, 1)),
        ("29/02", date(2027, 3, 1), date(2028, 2, 29)),
        ("29/02", date(2026, 3, 1), None),
        ("31/4", date(2026, 3, 1), None),
        ("25/13", date(2026, 3, 1), None),
        ("25", date(2026, 3, 1), None),
        ("25/11/2030", date(2026, 3, 1), date(2030, 11, 25)),
    ],
)
def test_a_day_without_its_year_is_the_nearest_one(
    typed: str, near: date, day: date | None
) -> None:
    assert dates.parse_day(typed, near) == day


@pytest.mark.parametrize(
    ("typed", "lacks"), [("25/11", True), (" 5.3 ", True), ("25/11/2026", False), ("mai", False)]
)
def test_it_is_known_whether_a_year_was_typed(typed: str, *, lacks: bool) -> None:
    assert dates.has_no_year(typed) is lacks


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.integers(-182, 182))
def test_no_other_year_lies_nearer(near: date, distance: int) -> None:
    day = near + timedelta(days=distance)

    assert dates.parse_day(dates.day_month(day), near) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_written_is_read_back(day: date) -> None:
    assert dates.parse_day(dates.numeric_day(day)) == day
    assert dates.parse_day(day.isoformat()) == day
    assert dates.parse_day(f"{day:%d.%m.%y}") == day


@pytest.mark.parametrize(
    "typed", ["7h30", "7:30", "7 giờ 30", "0730", "730", "07:30", "7H30", "7 giờ 30 phút", "7g30"]
)
def test_an_hour_is_read_however_it_is_typed(typed: str) -> None:
    assert dates.parse_clock(typed) == time(7, 30)


@pytest.mark.parametrize("typed", ["7h", "7 giờ", "0700", "7:00"])
def test_a_full_hour_needs_no_minutes(typed: str) -> None:
    assert dates.parse_clock(typed) == time(7, 0)


@pytest.mark.parametrize("typed", ["", "25h", "7h60", "sáng", "7", "7h3", "12345"])
def test_what_is_no_hour_is_not_guessed(typed: str) -> None:
    assert dates.parse_clock(typed) is None


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_an_hour_written_is_read_back(at: time) -> None:
    assert dates.parse_clock(dates.clock(at)) == at
    assert dates.parse_clock(dates.clock_short(at)) == at
