"""Are the Saturdays of a year kept as chosen, and every fault named at its month?"""

from datetime import date
from typing import Any

import pytest

from saturday.extensions import db
from saturday.models import daily
from saturday.models.audit import AuditEvent
from saturday.models.budget import BudgetLine
from saturday.models.calendar import BusyDay, Holiday, known_calendar
from saturday.models.plan import AnnualPlan, Choice, DutySession
from saturday.rules.budget import Cost
from saturday.rules.calendar import HolidayKind
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person
from tests.web.plan.test_year_detail import planned, ticked

CHOOSE = "/ke-hoach/2026/chon"
KEPT = "Buổi 11/4 đã có kinh phí, số liệu hoặc văn bản. Hãy xóa phần đó, hoặc hủy buổi."


def days(month: int) -> str:
    """Name the field of a month's days, as ``Person.send`` wants it."""
    return f"months__{month - 1}__days"


def choose(person: Person, page: Page | None = None, /, **typed: Any) -> Page:  # noqa: ANN401 - as send
    """Tick days and save."""
    return person.send(page or person.get("/ke-hoach/2026"), CHOOSE, **typed)


def sessions() -> list[DutySession]:
    """Give all Saturdays of the plan."""
    return list(db.session.scalars(DutySession.between(date(2026, 1, 1), date(2026, 12, 31))))


def test_ticked_days_are_planned(centre: Person) -> None:
    factories.plan()

    page = choose(
        centre,
        months__3__days=["2026-04-11"],
        months__7__days=["2026-08-15"],
        months__7__is_mobile="y",
    )

    assert page.notice == "Đã lưu kế hoạch: 2 buổi."
    assert [(one.day, one.is_mobile) for one in sessions()] == [
        (date(2026, 4, 11), False),
        (date(2026, 8, 15), True),
    ]
    assert ticked(page) == ["2026-04-11", "2026-08-15"]
    last = db.session.scalars(AuditEvent.newest()).one()
    assert (last.verb, last.facts["mobile"]) == ("choose", ["2026-08-15"])


def test_help_keeps_what_was_ticked_and_not_yet_saved(centre: Person) -> None:
    factories.plan()

    page = choose(centre, months__3__days=["2026-04-18"], months__3__is_mobile="y", giup="1")

    assert "Đã chọn giúp 10 ngày, chưa lưu." in page.main
    assert [day for day in ticked(page) if "-04-" in day] == ["2026-04-18"]
    assert len(ticked(page)) == 11
    assert page.soup.select_one('input[name="months-3-is_mobile"][checked]')
    assert sessions() == []
    page = choose(centre, page)
    assert page.notice == "Đã lưu kế hoạch: 11 buổi."


def test_an_unticked_day_is_taken_out(centre: Person) -> None:
    planned(Choice(date(2026, 4, 11)), Choice(date(2026, 5, 9)))

    page = choose(centre, months__4__days=[])

    assert page.notice == "Đã lưu kế hoạch: 1 buổi."
    assert [one.day for one in sessions()] == [date(2026, 4, 11)]


def test_a_day_with_an_estimate_stays_and_says_why_beside_what_was_ticked(centre: Person) -> None:
    april, _may = planned(Choice(date(2026, 4, 11)), Choice(date(2026, 5, 9))).sessions
    BudgetLine.add(db.session, april, Cost("Nước", "người", 60, 10_000), by=None)
    db.session.commit()

    page = choose(centre, months__3__days=[], months__4__days=["2026-05-16"])

    assert page.status == 422
    assert page.faults == [KEPT]
    assert ticked(page) == ["2026-05-16"]
    assert [one.day for one in sessions()] == [date(2026, 4, 11), date(2026, 5, 9)]


def test_a_past_day_never_prepared_whose_figures_are_closed_stays(centre: Person) -> None:
    (april,) = planned(Choice(date(2026, 4, 11))).sessions
    stand_at("2026-04-11 12:20")
    daily.close(db.session, april, "", daily.DayFigures.of(db.session, april).mark, by=None)
    db.session.commit()

    page = choose(Person(centre.app, centre.account), months__3__days=[])

    assert (page.status, page.faults) == (422, [KEPT])
    assert [one.day for one in sessions()] == [date(2026, 4, 11)]


def test_all_faults_are_told_at_once_at_their_months_and_ticks_are_kept(centre: Person) -> None:
    factories.plan()

    page = choose(
        centre,
        months__2__days=["2026-03-14"],
        months__3__days=["2026-04-11", "2026-04-18"],
        months__7__days=["2026-08-22"],
        months__8__days=["2026-09-05"],
    )

    assert page.status == 422
    assert page.faults == [
        "Ngày 14/3 không nên tổ chức: ngay trước ngày bầu cử 15/3. Hãy ghi lý do nếu vẫn chọn.",
        "Tháng 4 đã có buổi 11/4. Bỏ chọn một ngày.",
        "Ngày 22/8 là ngày làm bù, không tổ chức được.",
    ]
    assert ticked(page) == ["2026-03-14", "2026-04-11", "2026-04-18", "2026-08-22", "2026-09-05"]
    assert "Lỗi: Tháng 4 đã có buổi 11/4." in page.main
    assert page.soup.title
    assert page.soup.title.text.strip().startswith("Lỗi:")
    for link in page.soup.select(".errors a"):
        assert page.soup.select_one(str(link["href"])), link
    assert sessions() == []


def test_a_mended_page_is_saved(centre: Person) -> None:
    factories.plan()
    refused = choose(centre, months__3__days=["2026-04-11", "2026-04-18"])

    page = choose(centre, refused, months__3__days=["2026-04-18"])

    assert page.notice == "Đã lưu kế hoạch: 1 buổi."


@pytest.mark.parametrize(("day", "month"), [("2026-03-14", 3), ("2026-04-25", 4)])
def test_an_unwise_day_is_kept_with_its_reason(centre: Person, day: str, month: int) -> None:
    factories.plan()
    typed: dict[str, Any] = {
        days(month): [day],
        f"months__{month - 1}__reason": "  đã hẹn với bà con   bản xa ",
    }

    page = choose(centre, **typed)

    assert page.notice == "Đã lưu kế hoạch: 1 buổi."
    assert sessions()[0].override_reason == "đã hẹn với bà con bản xa"
    assert "đã hẹn với bà con bản xa" in [
        str(one.get("value")) for one in page.soup.select("details[open] input")
    ]


def test_a_reason_typed_beside_a_free_day_is_not_kept(centre: Person) -> None:
    factories.plan()

    choose(centre, months__2__days=["2026-03-07"], months__2__reason="thừa")

    assert sessions()[0].override_reason == ""


@pytest.mark.parametrize("kind", [HolidayKind.HOLIDAY, HolidayKind.MAKE_UP_WORKDAY])
def test_a_day_that_became_impossible_while_the_page_was_open_is_refused(
    centre: Person, kind: HolidayKind
) -> None:
    factories.plan()
    page = centre.get("/ke-hoach/2026")
    db.session.add(Holiday(day=date(2026, 6, 13), kind=kind, name="mới", basis=""))
    db.session.commit()

    answer = choose(centre, page, months__5__days=["2026-06-13"])

    assert answer.status == 422
    assert "Ngày 13/6 là ngày" in answer.faults[0]
    assert ticked(answer) == ["2026-06-13"]


def test_two_people_choosing_at_once_see_both_versions(centre: Person) -> None:
    planned(Choice(date(2026, 4, 11)))
    mine, theirs = centre.get("/ke-hoach/2026"), centre.get("/ke-hoach/2026")
    choose(centre, theirs, months__3__days=["2026-04-18"])

    page = choose(centre, mine, months__4__days=["2026-05-09"])

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Tháng 4", "18/4", "11/4"],
        ["Tháng 5", "không chọn", "09/5"],
    ]
    assert ticked(page) == ["2026-04-11", "2026-05-09"]
    assert [one.day for one in sessions()] == [date(2026, 4, 18)]

    again = choose(centre, page, months__3__days=["2026-04-18"])
    assert again.notice == "Đã lưu kế hoạch: 2 buổi."


def test_a_saturday_cancelled_meanwhile_is_not_revived_by_an_old_page(centre: Person) -> None:
    plan = planned(Choice(date(2026, 4, 11)))
    page = centre.get("/ke-hoach/2026")
    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    plan.sessions[0].cancel("mưa lũ", by=None)
    db.session.commit()

    answer = choose(centre, page)

    assert answer.status == 422
    assert answer.faults == ["Buổi này đã hủy: mưa lũ."]
    assert not sessions()[0].counts


def test_a_month_under_preparation_stays_as_it_is(centre: Person) -> None:
    factories.duty_session()

    page = choose(centre, months__4__days=["2026-05-09"])
    forged = choose(centre, page, months__3__days=["2026-04-18"])

    assert [one.day for one in sessions()] == [date(2026, 4, 11), date(2026, 5, 9)]
    assert forged.faults == ["Tháng 4 đã có buổi 11/4. Bỏ chọn một ngày."]


def test_days_of_other_years_and_nonsense_are_not_read(centre: Person) -> None:
    factories.plan()

    page = choose(centre, months__3__days=["2027-04-10", "x", "2026-05-09"])

    assert page.notice == "Đã lưu kế hoạch: 0 buổi."


def test_a_day_before_the_plan_is_refused(centre: Person) -> None:
    factories.plan()

    page = choose(centre, months__1__days=["2026-02-07"])

    assert page.faults == ["Ngày 07/02 trước ngày tính của kế hoạch (11/02/2026)."]


def test_only_the_centre_chooses(clerk: Person, economy: Person) -> None:
    factories.plan()

    assert clerk.post(CHOOSE, {}).status == 403
    assert economy.post(CHOOSE, {}).status == 403


def test_a_year_without_a_plan_can_not_be_chosen(centre: Person) -> None:
    factories.plan(2027, counted_from=date(2027, 1, 1))
    page = centre.get("/ke-hoach/2027")
    form = page.form("/ke-hoach/2027/chon")
    form["action"] = CHOOSE

    assert centre.send(page, CHOOSE).status == 404


def test_a_second_click_gives_the_same_answer(centre: Person) -> None:
    factories.plan()
    page = centre.get("/ke-hoach/2026")

    first = choose(centre, page, months__3__days=["2026-04-11"])
    second = choose(centre, page, months__3__days=["2026-04-11"])

    assert second.notice == first.notice
    assert len(sessions()) == 1


def test_a_saturday_that_fell_may_stay_with_a_reason(centre: Person) -> None:
    planned(Choice(date(2026, 8, 15)))
    db.session.add(BusyDay(day=date(2026, 8, 15), reason="diễn tập"))
    db.session.commit()

    refused = choose(centre)
    kept = choose(centre, refused, months__7__reason="chỉ một tổ diễn tập")

    assert refused.status == 422
    assert kept.notice == "Đã lưu kế hoạch: 1 buổi."
    assert "cần dời" not in kept.main
    assert known_calendar(db.session).judge(date(2026, 8, 15)).needs_reason
