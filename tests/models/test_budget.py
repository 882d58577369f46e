"""Is what a Saturday costs kept, carried over, and added up over the year?"""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.budget import BudgetLine, YearBudget, YearMoney, carried, carry_over
from saturday.models.plan import AnnualPlan, DutySession
from saturday.rules.budget import Cost, Sums
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import counted_queries

WATER = Cost("Nước uống", "người", 60, 15_000, "Chi thường xuyên", 840_000)
FUEL = Cost("Xăng xe loa lưu động", "lít", 20, 21_500)
UNFORESEEN = Cost("Thuê máy phát điện", "buổi", 1, 0, "", 300_000)


@pytest.fixture
def april(app: Flask) -> DutySession:
    del app
    return factories.duty_session()


@pytest.fixture
def may(april: DutySession) -> DutySession:
    del april
    return factories.duty_session(date(2026, 5, 9))


def write(duty_session: DutySession, *costs: Cost) -> list[BudgetLine]:
    rows = [BudgetLine.add(db.session, duty_session, one, by=None) for one in costs]
    db.session.commit()
    return rows


def lines(duty_session: DutySession) -> list[Cost]:
    return [one.cost for one in db.session.scalars(BudgetLine.of_session(duty_session))]


def noted() -> list[tuple[str, dict[str, object]]]:
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    return [(one.verb, one.facts) for one in events if one.subject == "budget_line"]


def test_a_line_is_kept_as_written_and_noted(april: DutySession) -> None:
    write(april, WATER, FUEL)
    assert lines(april) == [WATER, FUEL]
    assert noted()[0] == (
        "add",
        {"day": "2026-04-11", "estimate": 900_000, "spent": 840_000},
    )


def test_what_cannot_be_is_not_kept(april: DutySession) -> None:
    with pytest.raises(NotAllowedNow):
        BudgetLine.add(db.session, april, Cost("Nước", "người", 0, 1), by=None)
    assert lines(april) == []


def test_a_correction_raises_the_version_and_the_same_again_does_not(april: DutySession) -> None:
    (row,) = write(april, FUEL)
    spent = Cost("Xăng xe loa lưu động", "lít", 20, 21_500, "", 410_000)
    for _twice in range(2):
        row.change(spent, by=None)
        db.session.commit()
    assert (row.version, lines(april)) == (2, [spent])
    assert [verb for verb, _facts in noted()] == ["add", "change"]
    with pytest.raises(NotAllowedNow):
        row.change(Cost("Xăng", "lít", 1, 0), by=None)


def test_a_line_is_taken_out(april: DutySession) -> None:
    row, _other = write(april, WATER, FUEL)
    row.remove(db.session, "1", by=None)
    db.session.commit()
    assert lines(april) == [FUEL]
    assert noted()[-1] == ("remove", {"day": "2026-04-11", "estimate": 900_000})


def test_a_line_that_was_changed_meanwhile_is_not_taken_out(april: DutySession) -> None:
    (row,) = write(april, FUEL)
    row.change(replace(FUEL, spent=410_000), by=None)
    db.session.commit()
    with pytest.raises(StaleDataError):
        row.remove(db.session, "1", by=None)
    assert lines(april) == [replace(FUEL, spent=410_000)]


def test_the_number_of_a_line_is_never_given_again(april: DutySession) -> None:
    (row,) = write(april, WATER)
    number = row.id
    row.remove(db.session, "1", by=None)
    db.session.commit()
    (later,) = write(april, FUEL)
    assert later.id > number


def test_a_saturday_that_is_not_held_takes_only_what_was_spent(april: DutySession) -> None:
    april.cancel("Bão", by=None)
    with pytest.raises(NotAllowedNow) as refusal:
        BudgetLine.add(db.session, april, FUEL, by=None)
    assert (refusal.value.field, refusal.value.reason) == (
        "spent",
        "Buổi này đã hủy: Bão. Chỉ ghi thêm khoản đã chi: hãy ghi thực chi.",
    )
    write(april, WATER)
    assert lines(april) == [WATER]


def test_a_saturday_that_is_not_held_needs_no_estimate(
    april: DutySession, may: DutySession
) -> None:
    write(april, WATER)
    may.cancel("Bão", by=None)
    with pytest.raises(NotAllowedNow, match="Buổi này không cần dự toán"):
        carry_over(db.session, april, may, by=None)


def test_an_estimate_is_carried_over_without_what_was_spent(
    april: DutySession, may: DutySession
) -> None:
    write(april, WATER, UNFORESEEN, FUEL)
    assert carry_over(db.session, april, may, by=None) == 2
    db.session.commit()
    assert lines(may) == [Cost("Nước uống", "người", 60, 15_000, "Chi thường xuyên"), FUEL]
    assert lines(april) == [WATER, UNFORESEEN, FUEL]
    assert noted()[-1] == ("copy", {"day": "2026-05-09", "from_day": "2026-04-11", "lines": 2})


def test_an_estimate_is_not_carried_over_twice(april: DutySession, may: DutySession) -> None:
    write(april, WATER)
    carry_over(db.session, april, may, by=None)
    with pytest.raises(NotAllowedNow, match="đã có dòng kinh phí"):
        carry_over(db.session, april, may, by=None)


@pytest.mark.parametrize("costs", [(), (UNFORESEEN,)])
def test_nothing_is_carried_over_from_nothing(
    april: DutySession, may: DutySession, costs: tuple[Cost, ...]
) -> None:
    write(april, *costs)
    with pytest.raises(NotAllowedNow, match=r"thứ Bảy, 11/4 không có dòng"):
        carry_over(db.session, april, may, by=None)


def test_saturdays_with_lines_are_offered_the_last_first(
    april: DutySession, may: DutySession
) -> None:
    assert list(carried(db.session)) == []
    write(april, WATER, FUEL)
    write(may, FUEL)
    assert list(carried(db.session)) == [may, april]


def money() -> YearMoney:
    return YearMoney.of(db.session, db.session.scalars(AnnualPlan.of_year(2026)).one())


def test_a_year_adds_up_its_saturdays(april: DutySession, may: DutySession) -> None:
    write(may, FUEL)
    write(april, WATER, UNFORESEEN)
    year = money()
    assert year.rows == [
        (april, Sums(900_000, 1_140_000, 0)),
        (may, Sums(430_000, 0, 1)),
    ]
    assert year.total == Sums(1_330_000, 1_140_000, 1)
    assert year.estimated_in_words == "2 trên 2 buổi"
    assert year.sources == {
        "Chi thường xuyên": Sums(900_000, 840_000, 0),
        "": Sums(430_000, 300_000, 1),
    }


def test_a_cancelled_saturday_counts_for_what_was_spent(april: DutySession) -> None:
    write(april, WATER, FUEL)
    april.cancel("Bão", by=None)
    db.session.commit()
    assert money().total == Sums(0, 840_000, 0)
    assert money().estimated_in_words == "0 trên 0 buổi"


def test_what_is_left_of_the_year_is_said(april: DutySession) -> None:
    write(april, WATER)
    assert money().left_in_words == "chưa tính được: chưa ghi kinh phí được giao"
    for amount, words in ((900_000, "60.000 đồng"), (800_000, "đã chi vượt 40.000 đồng")):
        YearBudget.of(db.session, 2026).give(db.session, amount, "", by=None)
        db.session.commit()
        assert money().left_in_words == words


def test_what_is_expected_to_be_left_counts_what_is_still_to_be_paid(april: DutySession) -> None:
    write(april, WATER, FUEL)
    assert money().expected_in_words == ""  # nobody knows what was given
    YearBudget.of(db.session, 2026).give(db.session, 2_000_000, "", by=None)
    db.session.commit()
    assert money().expected_in_words == "730.000 đồng, khi 1 khoản chưa ghi chi đúng dự toán"
    (line,) = (one for one in db.session.scalars(BudgetLine.of_session(april)) if not one.spent)
    line.change(replace(FUEL, spent=400_000), by=None)
    db.session.commit()
    assert money().expected_in_words == ""  # all is paid: what is left is known


def test_the_money_of_a_year_is_one_row(april: DutySession) -> None:
    del april
    for amount in (40_000_000, 50_000_000):
        YearBudget.of(db.session, 2026).give(db.session, amount, "Quyết định 12", by=None)
        db.session.commit()
    (row,) = db.session.scalars(select(YearBudget))
    assert (row.amount, row.basis, row.version) == (50_000_000, "Quyết định 12", 2)
    with pytest.raises(NotAllowedNow):
        row.give(db.session, 10**9, "", by=None)


def test_ten_more_saturdays_cost_no_more_questions(april: DutySession, may: DutySession) -> None:
    counts = []
    for days in ([], [date(2026, 6, 13), date(2026, 7, 11), date(2026, 8, 8)]):
        write(april, WATER)
        for day in days:
            write(factories.duty_session(day), WATER, FUEL)
        write(may, FUEL)
        db.session.expire_all()
        with counted_queries() as sent:
            assert money().total.estimate
        counts.append(len(sent))
    assert all(one == other for one, other in pairwise(counts))
