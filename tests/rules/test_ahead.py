"""Which limits does a leader hear of, and when do they fall silent?"""

from dataclasses import replace
from datetime import date, datetime

import pytest

from saturday.rules.ahead import Deadline, deadlines_of, reports_due
from saturday.rules.lifecycle import Facts, PaperState
from saturday.rules.periods import Period

LISTS_DUE = date(2026, 4, 3)
PLANNED = Facts(day=date(2026, 4, 11), now=datetime(2026, 4, 1, 9, 0))  # noqa: DTZ001 - not asked
OPEN = replace(
    PLANNED,
    is_prepared=True,
    lists_wanted=3,
    lists_sent=1,
    lists_due=datetime(2026, 4, 2, 17, 0),  # noqa: DTZ001 - its day only
)


def said(facts: Facts) -> list[tuple[date, str]]:
    return [(one.day, one.sentence) for one in deadlines_of(facts, LISTS_DUE)]


def test_a_saturday_that_is_only_planned_must_be_opened_and_told_of() -> None:
    assert said(PLANNED) == [
        (LISTS_DUE, "Trung tâm mở chuẩn bị buổi thứ Bảy, 11/4"),
        (date(2026, 4, 4), "Thông báo cho người dân buổi thứ Bảy, 11/4"),
    ]


def test_an_open_saturday_waits_for_lists_and_notices() -> None:
    assert said(OPEN) == [
        (date(2026, 4, 2), "2 phòng gửi danh sách buổi thứ Bảy, 11/4"),
        (date(2026, 4, 4), "Thông báo cho người dân buổi thứ Bảy, 11/4"),
        (date(2026, 4, 10), "Thông báo phân công buổi thứ Bảy, 11/4"),
    ]
    assert said(replace(OPEN, lists_due=None))[0][0] == LISTS_DUE


@pytest.mark.parametrize(
    ("done", "left"),
    [
        ({"lists_sent": 3}, ["Thông báo cho", "Thông báo phân"]),
        ({"public_notice_on": date(2026, 4, 1)}, ["2 phòng gửi", "Thông báo phân"]),
        ({"notice": PaperState.SIGNED}, ["2 phòng gửi", "Thông báo cho", "Thông báo phân"]),
        ({"notice": PaperState.ISSUED}, ["Thông báo cho"]),
    ],
)
def test_what_is_done_is_no_longer_said(done: dict[str, object], left: list[str]) -> None:
    sentences = [sentence for _day, sentence in said(replace(OPEN, **done))]  # type: ignore[arg-type] # some facts
    assert len(sentences) == len(left)
    assert all(map(str.startswith, sentences, left))


def test_a_reporting_month_with_a_saturday_owes_its_report() -> None:
    saturdays = [date(2026, 2, 28), date(2026, 3, 28), date(2026, 4, 11)]
    owed = list(reports_due(date(2026, 4, 7), saturdays, []))
    assert [(one.day, one.sentence) for one in owed] == [
        (date(2026, 3, 14), "Báo cáo tháng 3 (15/02 – 14/3/2026)"),
        (date(2026, 4, 14), "Báo cáo tháng 4 (15/3 – 14/4/2026)"),
    ]
    assert [one.is_late(date(2026, 4, 7)) for one in owed] == [True, False]
    assert not owed[1].is_late(date(2026, 4, 14))
    assert owed[1].is_late(date(2026, 4, 15))


def test_a_report_that_is_issued_is_not_owed_nor_that_of_an_empty_month() -> None:
    march = Period(date(2026, 2, 15), date(2026, 3, 14))
    saturdays = [date(2026, 2, 28), date(2026, 5, 9)]
    assert list(reports_due(date(2026, 4, 7), saturdays, [march])) == []


def test_limits_are_told_in_the_order_of_their_days() -> None:
    later, sooner = Deadline(date(2026, 4, 9), "a"), Deadline(date(2026, 4, 8), "b")
    assert sorted([later, sooner]) == [sooner, later]
