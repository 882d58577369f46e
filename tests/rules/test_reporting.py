"""Tests: the figures of a period prove each other, and stand beside the earlier ones."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from saturday.rules.closing import Handled
from saturday.rules.intake import DeskCounts, Outcome, Payment, Satisfaction
from saturday.rules.periods import Period
from saturday.rules.reporting import (
    DESK,
    FORM,
    PUNCTUALITY,
    Indicator,
    PeriodFigures,
    Said,
    SaturdayFigures,
    checks,
    compared,
    days_in_words,
)
from saturday.rules.statistics import Dossiers

MARCH, APRIL, MAY = date(2026, 3, 28), date(2026, 4, 11), date(2026, 5, 9)
PERIOD = Period(date(2026, 3, 15), date(2026, 4, 14))
# Practice tells 11/4 so: 58 = 39 + 4 + 2 + 5 + 6 + 2, and 39 + 9 = 30 + 18.
ELEVENTH = DeskCounts(
    58,
    {
        Outcome.SETTLED: 25,
        Outcome.RECEIVED: 14,
        Outcome.SUPPLEMENT: 4,
        Outcome.REDIRECTED: 2,
        Outcome.HANDED_OVER: 5,
        Outcome.GUIDED: 6,
        Outcome.OPINION: 2,
    },
)
DOSSIERS = Dossiers(
    online=14, direct=25, carried=9, early=4, on_time=25, late=1, open=17, overdue=1
)
SATURDAY = SaturdayFigures(APRIL, ELEVENTH, is_closed=True)
FIGURES = PeriodFigures(
    PERIOD,
    PERIOD.last,
    saturdays=[SATURDAY],
    dossiers=DOSSIERS,
    other_returns=2,
    said=Said(3, 1, 1, 2),
    satisfied={Satisfaction.VERY: 31, Satisfaction.SATISFIED: 14, Satisfaction.NOT: 1},
    spent=950000,
    money={Payment.CASH: 8000, Payment.TRANSFER: 50000, None: 1000},
)
NOTHING = PeriodFigures(PERIOD.before, PERIOD.before.last)


def test_the_figures_are_those_that_practice_tells() -> None:
    values = FIGURES.values

    assert list(values) == list(Indicator)
    told = {one.name: values[one] for one in Indicator}
    assert told == {
        "SATURDAYS": 1,
        "MOBILE": 0,
        "VISITS": 58,
        "RECEIVED": 39,
        "ONLINE": 14,
        "DIRECT": 25,
        "SETTLED": 25,
        "APPOINTED": 14,
        "SUPPLEMENT": 4,
        "REFUSED": 0,
        "REDIRECTED": 2,
        "HANDED_OVER": 5,
        "GUIDED": 6,
        "ONLY_OPINION": 2,
        "CARRIED": 9,
        "RETURNED": 30,
        "EARLY": 4,
        "ON_TIME": 25,
        "LATE": 1,
        "PENDING": 18,
        "OPEN": 17,
        "OVERDUE": 1,
        "OTHER_RETURNS": 2,
        "OPINIONS": 3,
        "FROM_VILLAGES": 1,
        "ANSWERED": 1,
        "VERY": 31,
        "SATISFIED": 14,
        "NOT_SATISFIED": 1,
        "MONEY": 59000,
        "CASHLESS": 50000,
        "SPENT": 950000,
    }


def test_two_saturdays_add_up() -> None:
    earlier = SaturdayFigures(MARCH, DeskCounts(12, {Outcome.SETTLED: 10}), is_mobile=True)
    both = replace(FIGURES, saturdays=[earlier, SATURDAY])

    assert (both.counts.visits, both.counts.received) == (70, 49)
    assert (both.values[Indicator.SATURDAYS], both.values[Indicator.MOBILE]) == (2, 1)


def test_a_saturday_that_was_moved_or_has_not_come_was_not_held() -> None:
    nobody = DeskCounts(0, {})
    gone = SaturdayFigures(MARCH, nobody, is_held=False, gone="dời sang 11/4")
    coming = SaturdayFigures(MAY, nobody, is_held=False)
    figures = replace(FIGURES, saturdays=[gone, SATURDAY, coming])

    assert figures.held == [SATURDAY]
    assert figures.gone == [gone]
    assert figures.unclosed == []


def test_checks_prove_the_counts_and_name_what_is_open() -> None:
    found = list(checks(FIGURES))

    assert [one.holds for one in found] == [True, True, True]
    assert found[0].words == (
        "Lượt công dân: 58 lượt = 39 tiếp nhận + 4 yêu cầu bổ sung + 2 chỉ dẫn nơi khác + "
        "5 trả kết quả + 6 hướng dẫn trực tuyến + 2 góp ý, phản ánh."
    )
    assert "39 tiếp nhận + 9 kỳ trước chuyển sang = 30 đã trả + 18 còn lại" in found[1].words

    open_day = replace(FIGURES, saturdays=[replace(SATURDAY, is_closed=False)])
    last = list(checks(open_day))[-1]
    assert (last.holds, last.day) == (False, APRIL)
    assert last.words == "Buổi thứ Bảy, 11/4 chưa chốt số liệu."


def test_what_does_not_agree_is_said_to() -> None:
    lost = replace(FIGURES, dossiers=replace(DOSSIERS, online=13))
    crowd = replace(SATURDAY, counts=DeskCounts(99, ELEVENTH.by_outcome))

    assert [one.holds for one in checks(lost)] == [True, False, False]
    assert not next(checks(replace(FIGURES, saturdays=[crowd]))).holds


def test_every_figure_stands_beside_the_earlier_ones() -> None:
    nobody = replace(NOTHING, saturdays=[SaturdayFigures(MARCH, DeskCounts(0, {}))])
    rows = {one.name: one for one in compared(FIGURES, nobody, FIGURES)}

    visits = rows["Lượt công dân"]
    assert (visits.now, visits.before, visits.change) == ("58", "0", "tăng 58")
    assert visits.year_before == "58"
    assert rows["nộp trực tuyến tại chỗ"].is_part
    share = rows[PUNCTUALITY]
    assert (share.now, share.before, share.indicator) == (
        "93,5\N{NO-BREAK SPACE}%",
        "chưa có",
        None,
    )
    assert rows["Phí, lệ phí thu tại quầy (đồng)"].now == "59.000"
    assert rows["Phí, lệ phí thu tại quầy (đồng)"].change == "tăng 59.000"
    assert list(rows).index(PUNCTUALITY) == list(rows).index("đã quá hạn") + 1


def test_a_saturday_confirmed_with_other_figures_than_its_log_is_named() -> None:
    as_counted = replace(SATURDAY, confirmed=Handled(43, 2))
    corrected = replace(SATURDAY, confirmed=Handled(45, 2))

    assert all(one.holds for one in checks(replace(FIGURES, saturdays=[as_counted])))
    *_, last = checks(replace(FIGURES, saturdays=[corrected]))
    assert (last.holds, last.day) == (False, APRIL)
    assert last.words == (
        "Buổi thứ Bảy, 11/4: số đã xác nhận 45 hồ sơ, 2 kiến nghị, nhật ký 43 hồ sơ, 2 kiến nghị."
    )


def test_of_what_nobody_kept_no_figure_is_told() -> None:
    to_come = replace(FIGURES, as_of=PERIOD.first - (PERIOD.last - PERIOD.first))

    assert FIGURES.is_on_record
    for unknown in (NOTHING, to_come):
        assert not unknown.is_on_record
        rows = list(compared(FIGURES, unknown, unknown))
        assert {(one.before, one.change, one.year_before) for one in rows} == {("", "", "")}


def test_nothing_is_divided_by_nothing() -> None:
    assert set(NOTHING.values.values()) == {0}
    assert NOTHING.content_share is None
    assert FIGURES.content_share == Fraction(45, 46)
    assert FIGURES.said.unowed == 0
    assert all(one.holds for one in checks(NOTHING))


def test_days_are_named_with_their_years_when_they_differ() -> None:
    assert days_in_words([MARCH, APRIL]) == "28/3, 11/4"
    assert days_in_words([date(2025, 12, 6), APRIL]) == "06/12/2025, 11/4/2026"


def test_what_the_form_counts_is_named_as_its_row_names_it() -> None:
    assert {one.name.lower() for one in FORM} <= {*Dossiers.__slots__, "returned", "pending"}
    assert set(DESK.values()) == set(Outcome)
