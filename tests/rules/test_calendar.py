"""Every day of the calendar has its verdict, and a reason in words."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.calendar import (
    Calendar,
    CalendarDay,
    HolidayKind,
    Judgement,
    Verdict,
    is_saturday,
    read_busy_days,
    read_holidays,
    saturdays,
)
from saturday.rules.refusals import NotAllowedNow

HEAD = "day,kind,name,basis,provisional"
YEARS = range(2024, 2036)
covered_days = st.dates(date(2024, 1, 1), date(2035, 12, 31))


def test_the_saturdays_of_2026_have_exactly_these_verdicts(calendar: Calendar) -> None:
    judged = [calendar.judge(day) for day in saturdays(2026)]

    assert [(f"{one.day:%d/%m}", one.verdict, one.reason) for one in judged if one.reason] == [
        ("03/01", "BREAK", "trong kỳ nghỉ Tết Dương lịch (01–04/01)"),
        ("10/01", "MAKE_UP", "làm bù cho ngày 02/01"),
        ("14/02", "BREAK", "trong kỳ nghỉ Tết Nguyên đán (14–22/02)"),
        ("21/02", "BREAK", "trong kỳ nghỉ Tết Nguyên đán (14–22/02)"),
        ("14/03", "BUSY", "ngay trước ngày bầu cử 15/3"),
        ("25/04", "BREAK", "trong kỳ nghỉ Giỗ Tổ Hùng Vương (25–27/4)"),
        ("02/05", "BREAK", "trong kỳ nghỉ Ngày Chiến thắng, Quốc tế Lao động (30/4–03/5)"),
        ("22/08", "MAKE_UP", "làm bù cho ngày 31/8"),
        ("29/08", "BREAK", "trong kỳ nghỉ Quốc khánh (29/8–02/9)"),
    ]
    assert Counter(one.verdict for one in judged) == {
        "FREE": 43,
        "BREAK": 6,
        "MAKE_UP": 2,
        "BUSY": 1,
    }


def test_the_saturdays_of_2027_that_fall_out_are_known(calendar: Calendar) -> None:
    judged = [calendar.judge(day) for day in saturdays(2027)]

    assert [(f"{one.day:%d/%m}", one.verdict) for one in judged if one.reason] == [
        ("02/01", "BREAK"),
        ("06/02", "HOLIDAY"),
        ("17/04", "BREAK"),
        ("01/05", "HOLIDAY"),
        ("04/09", "BREAK"),
    ]


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2024, 5, 4), "MAKE_UP"),
        (date(2025, 4, 26), "MAKE_UP"),
        (date(2025, 5, 3), "BREAK"),
        (date(2026, 4, 26), "HOLIDAY"),
        (date(2026, 4, 27), "HOLIDAY"),
        (date(2026, 11, 24), "HOLIDAY"),
        (date(2026, 4, 24), "FREE"),
    ],
)
def test_other_days_have_verdicts_too(day: date, verdict: str, calendar: Calendar) -> None:
    assert calendar.judge(day).verdict == verdict


def test_the_stronger_verdict_is_named() -> None:
    day, friday = date(2026, 4, 11), date(2026, 4, 10)
    busy = ((day, "họp HĐND"),)
    make_up = CalendarDay(day, HolidayKind.MAKE_UP_WORKDAY, "làm bù cho ngày 10/4", "")
    holiday = CalendarDay(day, HolidayKind.HOLIDAY, "ngày lễ", "")
    before = CalendarDay(friday, HolidayKind.SWAPPED_OFF, "nghỉ hoán đổi", "")

    assert Calendar((), busy).judge(day) == Judgement(day, Verdict.BUSY, "họp HĐND")
    in_break = Calendar((before,), busy).judge(day)
    assert in_break == Judgement(day, Verdict.BREAK, "trong kỳ nghỉ nghỉ hoán đổi (10–12/4)")
    assert Calendar((before, holiday), busy).judge(day).verdict is Verdict.HOLIDAY
    assert Calendar((before, make_up), busy).judge(day).verdict is Verdict.MAKE_UP


@pytest.mark.parametrize(
    ("verdict", "needs_reason", "impossible"),
    [
        (Verdict.FREE, False, False),
        (Verdict.BUSY, True, False),
        (Verdict.BREAK, True, False),
        (Verdict.HOLIDAY, False, True),
        (Verdict.MAKE_UP, False, True),
    ],
)
def test_busy_and_break_may_be_overridden_and_holidays_never(
    verdict: Verdict, *, needs_reason: bool, impossible: bool
) -> None:
    judgement = Judgement(date(2026, 4, 11), verdict)

    assert judgement.needs_reason is needs_reason
    assert judgement.impossible is impossible


def test_a_swapped_saturday_is_worked_and_its_weekday_is_off(calendar: Calendar) -> None:
    assert calendar.is_working_day(date(2026, 1, 10))
    assert not calendar.is_working_day(date(2026, 1, 2))
    assert not calendar.is_working_day(date(2026, 4, 11))
    assert calendar.is_working_day(date(2026, 4, 10))


@pytest.mark.parametrize(
    ("number", "due"),
    [
        (3, date(2026, 4, 15)),
        (5, date(2026, 4, 17)),
        (10, date(2026, 4, 24)),
        (20, date(2026, 5, 13)),  # skips 27/4, 30/4 and 01/5
        (0, date(2026, 4, 11)),
        (-1, date(2026, 4, 10)),
    ],
)
def test_working_days_are_counted_from_a_saturday(
    number: int, due: date, calendar: Calendar
) -> None:
    assert calendar.add_working_days(date(2026, 4, 11), number) == due


def test_the_next_working_day_comes_after_the_break(calendar: Calendar) -> None:
    assert calendar.next_working_day(date(2026, 4, 25)) == date(2026, 4, 28)
    assert calendar.next_working_day(date(2026, 4, 28)) == date(2026, 4, 29)


def test_days_between_count_neither_end(calendar: Calendar) -> None:
    assert calendar.working_days_between(date(2026, 4, 3), date(2026, 4, 11)) == 5
    assert calendar.working_days_between(date(2026, 4, 24), date(2026, 4, 28)) == 0
    assert calendar.working_days_between(date(2026, 4, 11), date(2026, 4, 11)) == 0


@given(covered_days, st.integers(1, 40))
def test_going_forward_and_back_comes_to_the_same_working_day(
    calendar: Calendar, day: date, number: int
) -> None:
    later = calendar.add_working_days(day, number)

    assert calendar.is_working_day(later)
    assert calendar.working_days_between(day, later) == number - 1
    if calendar.is_working_day(day):
        assert calendar.add_working_days(later, -number) == day


@given(covered_days)
def test_a_verdict_agrees_with_the_days_around(calendar: Calendar, day: date) -> None:
    judgement = calendar.judge(day)
    worked = [calendar.is_working_day(day + timedelta(days=n)) for n in range(-2, 3)]
    long_run = any(not any(worked[start : start + 3]) for start in range(3))

    assert bool(judgement.reason) is (judgement.verdict is not Verdict.FREE)
    if judgement.verdict is Verdict.BREAK:
        assert long_run
    if judgement.verdict in {Verdict.FREE, Verdict.BUSY}:
        assert not long_run
    if judgement.verdict is Verdict.MAKE_UP:
        assert calendar.is_working_day(day)
        assert day.weekday() >= 5


@pytest.mark.parametrize("year", YEARS)
def test_every_year_has_its_twelve_days_and_their_substitutes(
    calendar: Calendar, year: int
) -> None:
    kinds = Counter(row.kind for row in calendar.days if row.day.year == year)
    at_weekend = [
        row.day
        for row in calendar.days
        if row.kind is HolidayKind.HOLIDAY and row.day.year == year and row.day.weekday() >= 5
    ]
    made_up = [day for day in at_weekend if (day.month, day.day) != (11, 24)]

    assert kinds[HolidayKind.HOLIDAY] == (12 if year >= 2026 else 11)
    assert kinds[HolidayKind.SUBSTITUTE] == len(made_up)
    assert kinds[HolidayKind.SWAPPED_OFF] == kinds[HolidayKind.MAKE_UP_WORKDAY]


@pytest.mark.parametrize("year", YEARS)
def test_every_month_has_a_free_saturday(calendar: Calendar, year: int) -> None:
    free = [day for day in saturdays(year) if calendar.judge(day).verdict is Verdict.FREE]

    assert {day.month for day in free} == set(range(1, 13))
    assert all(map(is_saturday, free))


def test_years_without_an_official_notice_are_provisional(calendar: Calendar) -> None:
    assert [year for year in range(2023, 2037) if not calendar.provisional(year)] == [
        2024,
        2025,
        2026,
    ]


def test_saturdays_of_a_year_are_all_of_them() -> None:
    assert saturdays(2026)[0] == date(2026, 1, 3)
    assert saturdays(2026)[-1] == date(2026, 12, 26)
    assert [len(saturdays(year)) for year in (2022, 2026, 2028)] == [53, 52, 53]


def test_a_holiday_row_is_read_with_all_its_cells() -> None:
    rows = read_holidays(
        [
            f"\ufeff{HEAD}\n",
            '2026-01-01,HOLIDAY, Tết  Dương lịch ,"Bộ luật Lao động 2019, Điều 112",no\n',
            "\n",
            "2027-01-01,HOLIDAY,Tết Dương lịch,tạm tính,yes\n",
        ]
    )

    assert [(row.day.year, row.name, row.basis, row.is_provisional) for row in rows] == [
        (2026, "Tết Dương lịch", "Bộ luật Lao động 2019, Điều 112", False),
        (2027, "Tết Dương lịch", "tạm tính", True),
    ]


def test_a_busy_day_is_read_with_its_reason() -> None:
    assert read_busy_days(["day,reason", "2026-03-14,ngay trước ngày bầu cử 15/3"]) == (
        (date(2026, 3, 14), "ngay trước ngày bầu cử 15/3"),
    )


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([], "Dòng 1: dòng đầu phải là day,kind,name,basis,provisional."),
        (["day,kind"], "Dòng 1: dòng đầu phải là day,kind,name,basis,provisional."),
        ([HEAD, "2026-01-01,HOLIDAY"], "Dòng 2: cần 5 ô, đang có 2 ô."),
        (
            [HEAD, "01/01/2026,HOLIDAY,Tết,,no"],
            "Dòng 2: hãy ghi ngày như 2026-03-14, đang ghi “01/01/2026”.",
        ),
        (
            [HEAD, "2026-01-01,LỄ,Tết,,no"],
            f"Dòng 2: loại ngày phải là một trong {', '.join(HolidayKind)}.",
        ),
        ([HEAD, "2026-01-01,HOLIDAY,,,no"], "Dòng 2: cột name còn trống."),
        ([HEAD, "2026-01-01,HOLIDAY,Tết,,có"], "Dòng 2: cột provisional chỉ ghi yes hoặc no."),
        (
            [HEAD, "2026-01-01,HOLIDAY,Tết,,no", "", "2026-01-01,HOLIDAY,Tết,,no"],
            "Dòng 4: ngày 01/01/2026 đã có ở một dòng trên.",
        ),
    ],
)
def test_a_fault_in_the_holidays_names_its_line(lines: list[str], fault: str) -> None:
    with pytest.raises(NotAllowedNow) as refused:
        read_holidays(lines)

    assert refused.value.reason == fault


def test_a_fault_in_the_busy_days_names_its_line() -> None:
    with pytest.raises(NotAllowedNow) as refused:
        read_busy_days(["day,reason", "2026-03-14,"])

    assert refused.value.reason == "Dòng 2: cột reason còn trống."
