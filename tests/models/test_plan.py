"""Does the year's plan hold what was promised, and do its Saturdays move as people decide?"""

from datetime import date, time

import pytest

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.calendar import BusyDay, Holiday, calendar_of
from saturday.models.plan import AnnualPlan, Choice, DutySession, Setup, fallen_of, limit_of
from saturday.rules.calendar import Calendar, HolidayKind
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("app")

APRIL_11, APRIL_18, APRIL_25, MAY_9 = (
    date(2026, 4, 11),
    date(2026, 4, 18),
    date(2026, 4, 25),
    date(2026, 5, 9),
)


def calendar() -> Calendar:
    """Give the stored calendar."""
    return calendar_of(
        db.session.scalars(Holiday.in_order()), db.session.scalars(BusyDay.in_order())
    )


def year() -> AnnualPlan:
    """Give the plan of 2026."""
    return db.session.scalars(AnnualPlan.of_year(2026)).one()


def verbs() -> list[str]:
    """Commit, and give every verb of the log."""
    db.session.commit()
    return [one.verb for one in db.session.scalars(AuditEvent.in_order())]


def chosen(plan: AnnualPlan) -> list[date]:
    """Give the days of the plan that will be held."""
    return sorted(one.day for one in plan.sessions if one.counts)


def setup_of(**other: object) -> Setup:
    """Give what is set when a Saturday is prepared."""
    values: dict[str, object] = {
        "starts_at": time(7, 30),
        "ends_at": time(11, 30),
        "place": "Trung tâm",
        "list_due_at": limit_of(date(2026, 4, 3)),
    }
    return Setup(**{**values, **other})  # type: ignore[arg-type]


def test_the_plan_holds_exactly_the_chosen_days() -> None:
    plan = factories.plan()

    plan.choose([Choice(APRIL_11), Choice(MAY_9, is_mobile=True)], calendar(), by=None)
    plan.choose([Choice(APRIL_18), Choice(MAY_9)], calendar(), by=None)

    assert chosen(plan) == [APRIL_18, MAY_9]
    assert not next(one for one in plan.sessions if one.day == MAY_9).is_mobile
    assert verbs()[2:] == ["plan", "plan", "choose", "plan", "drop", "choose"] or verbs()[2:] == [
        "plan",
        "plan",
        "choose",
        "drop",
        "plan",
        "choose",
    ]


def test_two_days_of_one_month_are_refused() -> None:
    plan = factories.plan()

    with pytest.raises(NotAllowedNow, match=r"Tháng 4 đã có buổi 11/4"):
        plan.choose([Choice(APRIL_11), Choice(APRIL_18)], calendar(), by=None)


def test_a_day_in_a_break_wants_a_reason() -> None:
    plan = factories.plan()

    with pytest.raises(NotAllowedNow, match="ghi lý do"):
        plan.choose([Choice(APRIL_25)], calendar(), by=None)
    plan.choose([Choice(APRIL_25, reason="Theo chỉ đạo của tỉnh")], calendar(), by=None)

    assert plan.sessions[0].override_reason == "Theo chỉ đạo của tỉnh"


def test_a_saturday_under_preparation_can_not_be_unticked() -> None:
    factories.duty_session(APRIL_11)
    plan = year()

    plan.choose([Choice(MAY_9)], calendar(), by=None)

    assert chosen(plan) == [APRIL_11, MAY_9]


def test_a_cancelled_day_chosen_again_is_planned_anew() -> None:
    row = factories.duty_session(APRIL_11)
    row.cancel("Bão số 3", by=None)

    year().choose([Choice(APRIL_11)], calendar(), by=None)

    assert row.counts
    assert not row.is_settled
    assert not row.change_reason
    assert "revive" in verbs()


def test_a_moved_saturday_stays_and_says_where_it_went() -> None:
    old = factories.duty_session(APRIL_11)

    new = year().move(old, Choice(APRIL_18), "Bão số 3", calendar(), by=None)

    assert old.moved_to == APRIL_18
    assert old.gone_words == "Buổi này đã dời sang 18/4: Bão số 3."
    assert not old.counts
    assert new.is_open
    assert (new.starts_at, new.place) == (old.starts_at, old.place)
    assert new.list_due_at == limit_of(date(2026, 4, 10))
    assert verbs()[-2:] == ["take_over", "move"]


def test_moving_onto_a_cancelled_day_revives_its_row() -> None:
    cancelled = factories.duty_session(APRIL_18, prepared=False)
    cancelled.cancel("Không đủ người", by=None)
    old = factories.duty_session(APRIL_11)

    new = year().move(old, Choice(APRIL_18), "Bão số 3", calendar(), by=None)

    assert new is cancelled
    assert new.counts
    assert not new.change_reason
    db.session.flush()
    assert chosen(year()) == [APRIL_18]


def test_moving_back_revives_the_first_row() -> None:
    first = factories.duty_session(APRIL_11)
    second = year().move(first, Choice(APRIL_18), "Bão số 3", calendar(), by=None)

    back = year().move(second, Choice(APRIL_11), "Bão đổi hướng", calendar(), by=None)

    assert back is first
    assert first.counts
    assert second.moved_to == APRIL_11


@pytest.mark.parametrize(
    ("target", "words", "field"),
    [
        (Choice(APRIL_11), "phải khác ngày đang dời", "day"),
        (Choice(date(2027, 4, 10)), "chỉ của năm 2026", "day"),
        (Choice(date(2026, 3, 21)), "đã qua", "day"),
        (Choice(date(2026, 4, 17)), "không phải thứ Bảy", None),
        (Choice(APRIL_25), "ghi lý do", "reason"),
        (Choice(MAY_9), "Tháng 5 đã có buổi 16/5", None),
        (Choice(date(2026, 8, 22)), "làm bù", None),
    ],
)
def test_a_saturday_can_not_move_just_anywhere(
    target: Choice, words: str, field: str | None
) -> None:
    old = factories.duty_session(APRIL_11)
    factories.duty_session(date(2026, 5, 16), prepared=False)

    with pytest.raises(NotAllowedNow, match=words) as refusal:
        year().move(old, target, "Bão số 3", calendar(), by=None)

    assert refusal.value.field == field
    assert old.counts


def test_what_is_gone_can_be_neither_moved_nor_cancelled_nor_prepared() -> None:
    row = factories.duty_session(APRIL_11)
    row.cancel("Bão số 3", by=None)
    words = r"Buổi này đã hủy: Bão số 3\."

    with pytest.raises(NotAllowedNow, match=words):
        year().move(row, Choice(APRIL_18), "Dời", calendar(), by=None)
    with pytest.raises(NotAllowedNow, match=words):
        row.cancel("Lần nữa", by=None)
    with pytest.raises(NotAllowedNow, match=words):
        row.prepare(setup_of(), by=None)


def test_preparing_twice_keeps_the_first_moment() -> None:
    row = factories.duty_session(APRIL_11, prepared=False)
    row.prepare(setup_of(), by=None)
    first = row.prepared_at
    stand_at("2026-04-02 10:00")

    row.prepare(setup_of(place="Nhà văn hóa"), by=None)

    assert row.prepared_at == first
    assert row.place == "Nhà văn hóa"
    assert verbs()[-2:] == ["prepare", "set_up"]


def test_hours_that_end_before_they_begin_are_refused() -> None:
    row = factories.duty_session(APRIL_11, prepared=False)

    with pytest.raises(NotAllowedNow) as refusal:
        row.prepare(setup_of(ends_at=time(7, 30)), by=None)

    assert refusal.value.field == "ends_at"


def test_the_next_saturday_is_neither_moved_nor_cancelled_nor_past() -> None:
    factories.duty_session(date(2026, 3, 28), prepared=False)
    factories.duty_session(APRIL_11, prepared=False).cancel("Bão số 3", by=None)
    factories.duty_session(MAY_9, prepared=False)
    db.session.commit()

    assert [one.day for one in db.session.scalars(DutySession.coming())] == [MAY_9]


def test_where_a_saturday_came_from_is_known() -> None:
    old = factories.duty_session(APRIL_11)
    year().move(old, Choice(APRIL_18), "Bão số 3", calendar(), by=None)
    db.session.commit()

    assert list(db.session.scalars(DutySession.moved_here(APRIL_18))) == [old]


def test_every_fault_of_a_page_is_told_at_once_by_its_day() -> None:
    plan = factories.plan()
    wanted = ["2026-01-10", "2026-02-07", "2026-03-14", "2026-04-11", "2026-04-18", "2026-08-22"]

    found = plan.refusals([Choice(date.fromisoformat(day)) for day in wanted], calendar())

    assert {f"{day:%d/%m}": refusal.reason for day, refusal in found.items()} == {
        "10/01": "Ngày 10/01 trước ngày tính của kế hoạch (11/02/2026).",
        "07/02": "Ngày 07/02 trước ngày tính của kế hoạch (11/02/2026).",
        "14/03": "Ngày 14/3 không nên tổ chức: ngay trước ngày bầu cử 15/3. "
        "Hãy ghi lý do nếu vẫn chọn.",
        "18/04": "Tháng 4 đã có buổi 11/4. Bỏ chọn một ngày.",
        "22/08": "Ngày 22/8 là ngày làm bù, không tổ chức được.",
    }


def test_a_saturday_kept_with_a_reason_falls_only_when_it_becomes_impossible() -> None:
    plan = factories.plan()
    plan.choose([Choice(APRIL_25, reason="đã hẹn với bà con")], calendar(), by=None)

    assert fallen_of(plan.sessions, calendar()) == []

    db.session.add(Holiday(day=APRIL_25, kind=HolidayKind.HOLIDAY, name="nghỉ", basis=""))
    found = fallen_of(plan.sessions, calendar())

    assert [one.day for one in found] == [APRIL_25]


def test_a_plan_begun_like_another_takes_its_words_with_the_year_put_in() -> None:
    plan = AnnualPlan.begin_like(factories.plan(), 2027, date(2027, 1, 4), by=None)

    words = " ".join(line.text for line in plan.lines)
    assert "năm 2027" in words
    assert "2026" not in words


def test_a_promise_counts_from_a_day_of_its_own_year() -> None:
    plan = factories.plan()

    with pytest.raises(NotAllowedNow, match="trong năm 2026") as refused:
        plan.head(plan.subject, date(2027, 1, 1), by=None)
    assert refused.value.field == "counted_from"
    with pytest.raises(NotAllowedNow, match="trong năm 2027"):
        AnnualPlan.begin(2027, date(2026, 12, 31), "", by=None)
