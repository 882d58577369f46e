"""Does the year show what may be held, what is planned and what fell?"""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db, writing
from saturday.models.calendar import BusyDay, Holiday, known_calendar
from saturday.models.documents import Document, Papers, Subject
from saturday.models.plan import AnnualPlan, Choice
from saturday.rules.calendar import HolidayKind
from saturday.rules.numbering import DocumentKind, Issuer
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person

NOT_FREE = {
    1: "03: trong kỳ nghỉ Tết Dương lịch (01–04/01) · 10: làm bù cho ngày 02/01",
    2: "14, 21: trong kỳ nghỉ Tết Nguyên đán (14–22/02)",
    3: "14: ngay trước ngày bầu cử 15/3",
    4: "25: trong kỳ nghỉ Giỗ Tổ Hùng Vương (25–27/4)",
    5: "02: trong kỳ nghỉ Ngày Chiến thắng, Quốc tế Lao động (30/4–03/5)",
    8: "22: làm bù cho ngày 31/8 · 29: trong kỳ nghỉ Quốc khánh (29/8–02/9)",
}
A_FULL_YEAR = [
    date(2026, month, day) for month, day in enumerate((28, 7, 11, 9, 6, 4, 1, 5, 3, 7, 5), start=2)
]


def planned(*choices: Choice, year: int = 2026) -> AnnualPlan:
    """Plan these Saturdays."""
    plan = factories.plan(year)
    plan.choose(choices, known_calendar(db.session), by=None)
    db.session.commit()
    return plan


def month(page: Page, number: int) -> list[str]:
    """Give the cells of a month."""
    return next(row for row in page.rows("Các thứ Bảy") if row[0].split()[-1] == str(number))


def ticked(page: Page) -> list[str]:
    """Give the days whose boxes are ticked."""
    return [str(one["value"]) for one in page.soup.select(".saturdays input[checked]")]


def offered(page: Page) -> list[str]:
    """Give the days that have a box."""
    return [str(one["value"]) for one in page.soup.select(".saturdays input")]


def test_the_address_without_a_year_leads_to_this_year(centre: Person) -> None:
    answer = centre.get("/ke-hoach/", follow=False)

    assert answer.status in {302, 303}
    assert answer.response.location == "/ke-hoach/2026"


def test_the_verdicts_of_2026_stand_beside_their_months(centre: Person) -> None:
    factories.plan(counted_from=date(2026, 1, 1))

    page = centre.get("/ke-hoach/2026")

    for number in range(1, 13):
        reasons = month(page, number)[4].replace(" Vẫn chọn ngày không nên", "")
        assert reasons.split(" Lý do vẫn chọn")[0] == NOT_FREE.get(number, "")


def test_impossible_days_have_no_box_and_unwise_ones_say_so(centre: Person) -> None:
    factories.plan(counted_from=date(2026, 1, 1))

    page = centre.get("/ke-hoach/2026")

    assert "2026-01-10" not in offered(page)
    assert "2026-08-22" not in offered(page)
    assert "2026-03-14" in offered(page)
    assert "thứ Bảy, 22/8, không tổ chức được, làm bù cho ngày 31/8" in page.main
    assert "thứ Bảy, 14/3, không nên, ngay trước ngày bầu cử 15/3" in page.main


def test_saturdays_before_the_plan_are_shown_but_not_offered(centre: Person) -> None:
    factories.plan()

    page = centre.get("/ke-hoach/2026")

    assert min(offered(page)) == "2026-02-14"
    assert "03, 10, 17, 24, 31: trước ngày tính 11/02" in month(page, 1)[4]


def test_a_planned_year_says_how_much_it_holds_and_what_it_lacks(centre: Person) -> None:
    planned(Choice(date(2026, 2, 28)), Choice(date(2026, 8, 15), is_mobile=True))

    page = centre.get("/ke-hoach/2026")

    assert "Đã chọn 2 buổi , 1 buổi lưu động · tính từ 11/02/2026" in page.main
    assert "Các tháng 3, 4, 5, 6, 7, 9, 10, 11, 12 chưa có buổi." in page.main
    assert "Mới chọn 1 buổi lưu động. Kế hoạch hứa 2 buổi một năm." in page.main
    assert ticked(page) == ["2026-02-28", "2026-08-15"]
    assert "nhà văn hóa thôn, bản (báo sau)" in month(page, 8)[3]


def test_one_month_without_a_saturday_is_named(centre: Person) -> None:
    days = [
        "02-28",
        "03-07",
        "04-11",
        "05-09",
        "06-06",
        "07-04",
        "08-01",
        "10-03",
        "11-07",
        "12-05",
    ]
    planned(*(Choice(date.fromisoformat(f"2026-{day}"), is_mobile=True) for day in days))

    page = centre.get("/ke-hoach/2026")

    assert "Tháng 9 chưa có buổi. Kế hoạch hứa mỗi tháng một buổi." in page.main


def test_a_prepared_saturday_is_fixed_and_leads_to_its_page(centre: Person) -> None:
    factories.duty_session()

    page = centre.get("/ke-hoach/2026")

    assert not [day for day in offered(page) if day.startswith("2026-04")]
    assert "đã mở chuẩn bị" in month(page, 4)[3]
    assert page.soup.select_one('.saturdays a[href="/lich-truc/2026-04-11"]')


def test_a_moved_saturday_says_where_it_went(centre: Person) -> None:
    plan = planned(Choice(date(2026, 4, 11)))
    session = plan.sessions[0]
    plan.move(session, Choice(date(2026, 4, 18)), "bão", known_calendar(db.session), by=None)
    db.session.commit()

    page = centre.get("/ke-hoach/2026")

    assert "11/4 Buổi này đã dời sang 18/4: bão. không tổ chức" in month(page, 4)[3]
    assert ticked(page) == ["2026-04-18"]
    assert "2026-04-11" not in offered(page)


def test_a_saturday_that_fell_says_why_and_offers_to_move_or_cancel_it(centre: Person) -> None:
    planned(Choice(date(2026, 8, 15)))
    writing.set(True)
    db.session.add(BusyDay(day=date(2026, 8, 15), reason="diễn tập khu vực phòng thủ"))
    db.session.commit()

    page = centre.get("/ke-hoach/2026")

    assert "Buổi 15/8 cần dời hoặc ghi lý do giữ lại: diễn tập khu vực phòng thủ." in page.main
    assert page.soup.select_one('a[href="/lich-truc/2026-08-15/doi"]')
    assert page.soup.select_one('a[href="/lich-truc/2026-08-15/huy"]')


def test_a_past_saturday_does_not_fall(centre: Person) -> None:
    planned(Choice(date(2026, 3, 28)))
    db.session.add(Holiday(day=date(2026, 3, 28), kind=HolidayKind.HOLIDAY, name="nghỉ", basis=""))
    db.session.commit()

    page = centre.get("/ke-hoach/2026")

    assert "Buổi 28/3 cần" not in page.main


def test_a_provisional_calendar_says_so(centre: Person) -> None:
    factories.plan(2027, counted_from=date(2027, 1, 1))

    assert "Lịch nghỉ 2027: tạm tính." in centre.get("/ke-hoach/2027").main


def test_an_official_calendar_does_not(centre: Person) -> None:
    factories.plan()

    assert "tạm tính" not in centre.get("/ke-hoach/2026").main


def test_help_ticks_one_free_day_a_month_and_saves_nothing(centre: Person) -> None:
    factories.plan()

    page = centre.get("/ke-hoach/2026?chon=giup")

    assert len(ticked(page)) == 11
    assert "Đã chọn giúp 11 ngày, chưa lưu." in page.main
    assert len(page.soup.select('input[name$="is_mobile"][checked]')) == 2
    assert ticked(centre.get("/ke-hoach/2026")) == []


def test_help_keeps_the_months_that_hold_a_saturday(centre: Person) -> None:
    planned(Choice(date(2026, 4, 18)))

    page = centre.get("/ke-hoach/2026?chon=giup")

    assert [day for day in ticked(page) if "-04-" in day] == ["2026-04-18"]
    assert len(ticked(page)) == 11


def test_the_pattern_of_last_year_is_ticked_on_its_nearest_free_days(centre: Person) -> None:
    planned(
        Choice(date(2026, 2, 28)),
        Choice(date(2026, 4, 11)),
        Choice(date(2026, 9, 5), is_mobile=True),
    )
    factories.plan(2027, counted_from=date(2027, 1, 1))

    page = centre.get("/ke-hoach/2027?chon=nam-truoc")

    assert ticked(page) == ["2027-02-27", "2027-04-10", "2027-09-11"]
    mobile = page.soup.select('input[name$="is_mobile"][checked]')
    assert [one["name"] for one in mobile] == ["months-8-is_mobile"]


def test_without_a_paper_the_page_says_where_its_words_come_from(centre: Person) -> None:
    factories.plan()

    main = centre.get("/ke-hoach/2026").main

    assert "Văn bản Kế hoạch lấy lời văn ở mục Lời văn" in main
    assert "ngày cụ thể của từng buổi có thông báo riêng." in main


def test_the_plan_paper_is_shown_with_its_state_to_whom_it_may_be(
    centre: Person, economy: Person
) -> None:
    plan = factories.plan()
    papers = Papers(
        paper="annual_plan",
        kind=DocumentKind.PLAN,
        issuer=Issuer.COMMITTEE,
        symbol="KH-UBND",
        title="Kế hoạch",
        signer_capacity="",
        signer_name="",
        recipients="",
    )
    writing.set(True)
    db.session.add(Document.draft(papers, Subject(plan=plan), by=None))
    db.session.commit()

    assert "…/KH-UBND dự thảo" in centre.get("/ke-hoach/2026").main
    assert "KH-UBND" not in economy.get("/ke-hoach/2026").main


def test_who_may_not_plan_reads_the_year_without_boxes(economy: Person) -> None:
    planned(Choice(date(2026, 4, 11)))

    page = economy.get("/ke-hoach/2026")

    assert offered(page) == []
    assert not page.has_form("/chon")
    assert "11/4 tại Trung tâm dự kiến" in page.main
    assert "thứ Bảy, 11/4, đã chọn" in page.main


@pytest.mark.parametrize("role", [Role.HAMLET, Role.BROADCASTER])
def test_the_plan_is_not_for_everybody(app: Flask, role: Role) -> None:
    person = Person(app, factories.account(username="khac", roles={role}))

    assert person.get("/ke-hoach/2026").status == 403


def test_a_year_of_another_century_is_no_address(centre: Person) -> None:
    assert centre.get("/ke-hoach/1999").status == 404


def test_more_saturdays_ask_no_more_of_the_database(centre: Person) -> None:
    planned(Choice(date(2026, 2, 28)))
    with counted_queries() as few:
        centre.get("/ke-hoach/2026")
    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    days = [
        "02-28",
        "03-07",
        "04-11",
        "05-09",
        "06-06",
        "07-04",
        "08-01",
        "09-05",
        "10-03",
        "11-07",
        "12-05",
    ]
    choices = [Choice(date.fromisoformat(f"2026-{day}")) for day in days]
    plan.choose(choices, known_calendar(db.session), by=None)
    db.session.commit()

    with counted_queries() as many:
        centre.get("/ke-hoach/2026")

    assert len(many) == len(few)


def test_a_year_without_a_plan_explains_and_offers_to_begin(
    centre: Person, economy: Person
) -> None:
    page = centre.get("/ke-hoach/2026")

    assert page.has_form("/ke-hoach/2026/lap")
    assert page.soup.find("input", attrs={"name": "counted_from"})["value"] == "01/4/2026"  # type: ignore[index]
    assert not economy.get("/ke-hoach/2026").has_form("/lap")


def test_next_year_begins_on_its_first_day(app: Flask) -> None:
    stand_at("2026-12-20 09:00")
    factories.plan(2026)
    centre = Person(app, factories.account(username="khac", roles={Role.CENTRE}))

    page = centre.get("/ke-hoach/2027")

    assert page.soup.find("input", attrs={"name": "counted_from"})["value"] == "01/01/2027"  # type: ignore[index]
    assert "Chép lời văn và cách chọn ngày của năm 2026" in page.main
