"""Are hours served counted once, and taken off only when they were earned?"""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.attendance import (
    Came,
    DayHours,
    HoursChoice,
    Ledger,
    Span,
    hull,
    minutes_there,
    pauses,
    pauses_in_words,
    refuse_debt,
    refuse_early,
    refuse_leave,
    refuse_stay,
)
from saturday.rules.calendar import Calendar, CalendarDay, HolidayKind
from saturday.rules.refusals import NotAllowedNow

SATURDAY = date(2026, 4, 11)
MONDAY, TUESDAY = date(2026, 4, 13), date(2026, 4, 14)
HOLIDAY = CalendarDay(date(2026, 4, 27), HolidayKind.HOLIDAY, "Giỗ Tổ (mẫu)", "")
CALENDAR = Calendar((HOLIDAY,), ())


def span(text: str) -> Span:
    """Read "7:30-11:30"."""
    start, end = text.split("-")
    return time.fromisoformat(start.zfill(5)), time.fromisoformat(end.zfill(5))


def spans(text: str) -> list[Span]:
    """Read several spans."""
    return [span(one) for one in text.split()]


@pytest.mark.parametrize(
    ("came", "duties", "minutes"),
    [
        ("7:30-11:30", "7:30-11:30", 240),
        ("7:30-11:30", "7:30-11:30 9:00-10:30", 240),
        ("7:30-11:30", "7:30-9:00 8:00-10:00 9:30-11:30", 240),
        ("7:30-11:30", "7:30-9:00 10:00-11:30", 180),
        ("7:30-11:30", "7:30-8:00 9:00-9:30 11:00-11:30", 90),
        ("7:30-11:52", "7:30-11:30", 262),
        ("8:00-9:30", "7:30-9:00 10:00-11:30", 60),
        ("9:15-9:45", "7:30-9:00 10:00-11:30", 0),
        ("7:30-11:30", "", 240),
    ],
)
def test_hours_are_counted_once_however_many_duties(came: str, duties: str, minutes: int) -> None:
    assert minutes_there(span(came), spans(duties)) == minutes


quarters = st.integers(0, 95).map(lambda one: time(one // 4, one % 4 * 15))
some_spans = st.lists(
    st.tuples(quarters, quarters).filter(lambda one: one[0] < one[1]), min_size=1, max_size=5
)


@given(some_spans)
def test_hours_are_those_covered_by_any_duty(duties: list[Span]) -> None:
    whole = hull(duties)
    assert whole is not None

    covered = {
        minute
        for start, end in duties
        for minute in range(start.hour * 60 + start.minute, end.hour * 60 + end.minute)
    }

    assert minutes_there(whole, duties) == len(covered)


def test_who_has_no_duty_is_wanted_at_no_hour() -> None:
    assert hull([]) is None
    assert pauses([]) == []


def test_a_pause_is_said_in_words() -> None:
    duties = spans("10:00-11:30 7:30-9:00")

    assert pauses_in_words(duties) == "không tính từ 9 giờ đến 10 giờ"
    assert not pauses_in_words(spans("7:30-9:00 9:00-11:30"))


def test_nobody_came_before_the_day() -> None:
    refuse_early(SATURDAY, SATURDAY)
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_early(SATURDAY, date(2026, 4, 10))

    assert refusal.value.reason == "Buổi chưa diễn ra. Chấm công được từ thứ Bảy, 11/4."


@pytest.mark.parametrize(
    ("came", "stay", "note", "field", "words"),
    [
        (Came.PRESENT, (None, time(11)), "", "starts_at", "Hãy ghi giờ đến."),
        (Came.PRESENT, (time(7), None), "", "ends_at", "Hãy ghi giờ về."),
        (Came.PRESENT, (time(11), time(11)), "", "ends_at", "Giờ về phải sau giờ đến."),
        (Came.EXCUSED, (None, None), "", "note_text", "Hãy ghi lý do vắng."),
    ],
)
def test_a_row_says_when_or_why_not(
    came: Came, stay: tuple[time | None, time | None], note: str, field: str, words: str
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_stay(came, stay, note, at="rows-3")

    assert (refusal.value.field, refusal.value.reason) == (f"rows-3-{field}", words)


@pytest.mark.parametrize(
    ("came", "stay", "note"),
    [
        (Came.PRESENT, (time(7, 30), time(11, 30)), ""),
        (Came.EXCUSED, (None, None), "ốm"),
        (Came.ABSENT, (None, None), ""),
    ],
)
def test_a_whole_row_is_taken(came: Came, stay: tuple[time | None, time | None], note: str) -> None:
    refuse_stay(came, stay, note, at="rows-0")


def ledger(earned: str = "11/4 240", taken: str = "") -> Ledger:
    """Read "11/4 240" as 240 minutes on 11/4/2026; several after commas."""
    return Ledger(_hours(earned), _hours(taken))


def _hours(text: str) -> tuple[DayHours, ...]:
    found = []
    for one in filter(None, text.split(",")):
        day, minutes = one.split()
        number, month = map(int, day.split("/"))
        found.append(DayHours(date(2026, month, number), int(minutes)))
    return tuple(found)


@pytest.mark.parametrize(
    ("known", "day", "minutes"),
    [
        (ledger(), TUESDAY, 240),
        (ledger("11/4 240", "13/4 120"), TUESDAY, 120),
        (ledger("11/4 240", "13/4 240"), TUESDAY, 0),
        (ledger("11/4 240", "20/4 240"), TUESDAY, 0),
        (ledger("11/4 240,09/5 240", "11/5 240"), TUESDAY, 240),
        (ledger("11/4 240,09/5 240", "11/5 300"), TUESDAY, 180),
        (ledger(), SATURDAY, 0),
    ],
)
def test_what_is_free_on_a_day_leaves_later_days_whole(
    known: Ledger, day: date, minutes: int
) -> None:
    assert known.free_on(day) == minutes


def test_a_ledger_adds_up() -> None:
    known = ledger("11/4 240,09/5 270", "13/4 120")

    assert (known.earned_minutes, known.taken_minutes, known.left) == (510, 120, 390)


@pytest.mark.parametrize(
    ("known", "day", "minutes", "field", "words"),
    [
        (ledger(), date(2026, 4, 18), 60, "day",
         "Thứ Bảy, 18/4 là ngày nghỉ. Hãy chọn ngày làm việc."),
        (ledger(), HOLIDAY.day, 60, "day",
         "Thứ Hai, 27/4 là ngày nghỉ. Hãy chọn ngày làm việc."),
        (ledger("11/4 240", "14/4 90"), TUESDAY, 60, "day",
         "Ngày này đã ghi nghỉ bù 1 giờ 30 phút. Hãy bỏ lần đó rồi ghi lại."),
        (ledger(), TUESDAY, 0, "minutes", "Hãy ghi số giờ nghỉ, ví dụ 4 hoặc 3,5."),
        (ledger("11/4 900"), TUESDAY, 481, "minutes",
         "Một ngày làm việc có 8 giờ. Nghỉ nhiều ngày thì ghi từng ngày."),
        (ledger(), date(2026, 4, 10), 60, "day",
         "Đến thứ Sáu, 10/4 không còn giờ nghỉ bù. Giờ nghỉ bù có từ sau buổi trực."),
        (ledger(), TUESDAY, 241, "minutes",
         "Đến thứ Ba, 14/4 chỉ còn 4 giờ nghỉ bù. Hãy ghi tối đa số đó."),
    ],
)  # fmt: skip
def test_hours_are_not_taken_off_when(
    known: Ledger, day: date, minutes: int, field: str, words: str
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_leave(DayHours(day, minutes), known, CALENDAR)

    assert (refusal.value.field, refusal.value.reason) == (field, words)


def test_hours_earned_are_taken_off_to_the_last_minute() -> None:
    refuse_leave(DayHours(MONDAY, 120), ledger("11/4 240", "14/4 120"), CALENDAR)
    refuse_leave(DayHours(TUESDAY, 480), ledger("11/4 480"), CALENDAR)


def test_hours_already_taken_stay_earned() -> None:
    refuse_debt(ledger("11/4 240", "14/4 240"))
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_debt(ledger("11/4 120", "14/4 240"), field="rows-0-came")

    assert refusal.value.field == "rows-0-came"
    assert refusal.value.reason == (
        "Đã ghi nghỉ bù 4 giờ, nhiều hơn số giờ còn được nghỉ. Hãy bỏ lần nghỉ đó trước."
    )


hours_of_days = st.lists(
    st.builds(DayHours, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 480)),
    max_size=6,
).map(tuple)


@given(hours_of_days, hours_of_days, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_what_is_free_may_be_taken_and_not_a_minute_more(
    earned: tuple[DayHours, ...], taken: tuple[DayHours, ...], day: date
) -> None:
    known = Ledger(earned, taken)
    free = known.free_on(day)
    if known.owes or free <= 0:
        return

    assert not Ledger(earned, (*taken, DayHours(day, free))).owes
    assert Ledger(earned, (*taken, DayHours(day, free + 1))).owes


def test_people_read_words() -> None:
    assert [one.words for one in Came] == ["có mặt", "vắng có lý do", "vắng"]
    assert [one.words for one in HoursChoice] == ["nghỉ bù", "thanh toán"]
