"""Does a leader see on one page how the year stands, what comes, and what is late?"""

from datetime import date, timedelta

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models import daily
from saturday.models.budget import BudgetLine, YearBudget
from saturday.models.feedback import Feedback, Opinion, Speaker
from saturday.models.plan import DutySession
from saturday.models.roster import DutyRequirement
from saturday.models.villages import ReceiptKind
from saturday.rules.budget import Cost
from saturday.rules.feedback import FeedbackKind, FeedbackSource
from saturday.rules.intake import Outcome
from saturday.web.reports import outlook
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person
from tests.web.announcements.village_stories import announced, answered, villages

PAGE = "/bao-cao/lanh-dao"


@pytest.fixture
def april(app: Flask) -> DutySession:
    """Give the Saturday of 11/4, under preparation."""
    del app
    return factories.duty_session()


def opinion(code: str = "kinh-te") -> Feedback:
    """Write down what somebody said, and give it to a department."""
    said = Opinion(
        content="Đường vào thôn hỏng.",
        source=FeedbackSource.DESK,
        speaker=Speaker("Lô Thị Ẩn", "Thôn 1 (mẫu)", "0912345678"),
    )
    row, _code = Feedback.record(db.session, said, by=None)
    row.assign(factories.department(code), FeedbackKind.REPORT, by=None)
    db.session.commit()
    return row


def section(page: Page, title: str) -> list[str]:
    """Give the lines below a heading."""
    found = page.soup.select_one(f"section[aria-labelledby={title}]")
    assert found is not None
    return [" ".join(one.get_text(" ", strip=True).split()) for one in found.select("li, p")]


def look(leader: Person) -> Page:
    """Open the page after a while: signed in anew."""
    return Person(leader.app, leader.account).get(PAGE)


def tiles(page: Page) -> dict[str, str]:
    return {
        one.dt.get_text(strip=True): " ".join(one.dd.get_text(" ", strip=True).split())
        for one in page.soup.select(".glance > div")
        if one.dt and one.dd
    }


def test_a_commune_without_a_plan_sees_an_empty_year(leader: Person) -> None:
    page = leader.get(PAGE)
    assert tiles(page)["Buổi đã tổ chức"] == "0"
    assert section(page, "next-title") == ["Năm nay không còn buổi nào sắp tới."]
    assert not page.soup.select("#gaps-title")
    assert section(page, "limits-title") == ["Không có hạn nào sắp tới."]
    assert section(page, "overdue-title") == ["Không có ý kiến nào quá hạn."]


def test_the_year_is_told_in_its_figures(leader: Person, april: DutySession) -> None:
    stand_at("2026-04-11 10:00")
    factories.received(april, due_on=date(2026, 4, 15))
    factories.received(april, outcome=Outcome.SETTLED, short_name="Chứng thực chữ ký")
    page = look(leader)
    assert tiles(page) == {
        "Buổi đã tổ chức": "1 trên 11",
        "Buổi lưu động": "0 trên 0",
        "Lượt công dân": "2",
        "Hồ sơ tiếp nhận": "2 trả ngay 1",
        "Hồ sơ còn lại": "1 quá hạn 0",
        "Phiếu hài lòng": "0",
        "Đã chi, đồng": "0",
    }
    days, visits, dossiers = page.rows("Từng tháng")
    assert days[4] == "11/4"
    assert (visits[4], dossiers[4], visits[5]) == ("2", "2", "")


def test_the_money_of_the_year_stands_beside_what_was_given(
    leader: Person, april: DutySession
) -> None:
    BudgetLine.add(db.session, april, Cost("Nước", "người", 60, 10_000, "", 580_000), by=None)
    YearBudget.of(db.session, 2026).give(db.session, 24_000_000, "", by=None)
    db.session.commit()
    page = leader.get(PAGE)
    assert tiles(page)["Đã chi, đồng"] == "580.000 trên 24.000.000"
    assert page.soup.select('a[href="/bao-cao/nam/2026/kinh-phi"]')


def test_a_saturday_that_was_moved_is_struck_out(leader: Person, april: DutySession) -> None:
    april.cancel("Bão", by=None)
    db.session.commit()
    page = leader.get(PAGE)
    assert page.rows("Từng tháng")[0][4] == "11/4 đã hủy"
    assert tiles(page)["Buổi đã tổ chức"] == "0 trên 11"


def test_the_next_saturday_says_who_must_send_whom(leader: Person, april: DutySession) -> None:
    del april
    page = leader.get(PAGE)
    lines = section(page, "next-title")
    assert "Buổi tới: thứ Bảy, 11/4" in page.main
    assert any(one.startswith("Danh sách cử:") for one in lines)
    assert lines[-1] == "Chưa có thông báo để xác nhận."
    gaps = section(page, "gaps-title")
    assert gaps[0] == "Chủ tịch UBND xã cần cử: lãnh đạo trực"
    assert len(gaps) >= 2


def test_a_saturday_that_nobody_opened_has_no_gaps_yet(leader: Person, april: DutySession) -> None:
    april.prepared_at = None
    db.session.commit()
    assert section(leader.get(PAGE), "gaps-title") == ["Chưa mở chuẩn bị."]


def test_many_gaps_are_led_to_on_the_page_of_the_saturday(
    leader: Person, april: DutySession, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = section(leader.get(PAGE), "gaps-title")
    monkeypatch.setattr(outlook, "SHOWN", 1)

    assert section(leader.get(PAGE), "gaps-title") == [
        every[0],
        f"Còn {len(every) - 1} dòng khác ở trang của buổi .",
    ]
    assert april.counts


def test_once_a_saturday_is_closed_the_one_after_it_is_next(
    leader: Person, april: DutySession
) -> None:
    factories.duty_session(date(2026, 5, 9))
    stand_at("2026-04-11 12:20")
    april = db.session.merge(april)
    assert "Buổi tới: thứ Bảy, 11/4" in look(leader).main
    mark = daily.DayFigures.of(db.session, april).mark
    daily.close(db.session, april, "", mark, by=None)
    db.session.commit()

    assert "Buổi tới: thứ Bảy, 09/5" in look(leader).main


def test_an_opinion_that_nobody_has_is_to_be_given_to_somebody(leader: Person) -> None:
    said = Opinion(
        content="Đường vào thôn hỏng.",
        source=FeedbackSource.DESK,
        speaker=Speaker("Lô Thị Ẩn", "Thôn 1 (mẫu)", "0912345678"),
    )
    row, _code = Feedback.record(db.session, said, by=None)
    db.session.commit()

    limits = section(leader.get(PAGE), "limits-title")
    assert any(f"Trung tâm giao xử lý ý kiến {row.full_number}:" in one for one in limits)


def test_a_saturday_with_everybody_says_so(leader: Person, april: DutySession) -> None:
    for one in db.session.scalars(DutyRequirement.of_session(april)):
        one.count = 0
    db.session.commit()
    assert section(leader.get(PAGE), "gaps-title") == ["Đủ người."]


def test_the_villages_answers_are_counted(leader: Person) -> None:
    duty_session, (first, second, _third) = announced(), villages(3)
    answered(duty_session, first)
    answered(duty_session, second, kind=ReceiptKind.PLAYED)
    line = section(look(leader), "next-title")[-1]
    assert line == "2 trên 3 thôn đã nhận , 1 thôn đã phát loa, 1 thôn chưa trả lời."


def test_limits_come_in_their_order_and_late_ones_say_so(
    leader: Person, april: DutySession
) -> None:
    del april
    stand_at("2026-04-05 09:00")
    lines = section(look(leader), "limits-title")
    assert lines[0].startswith("3 phòng gửi danh sách buổi thứ Bảy, 11/4: ! quá hạn")
    assert lines[1].startswith("Thông báo cho người dân buổi thứ Bảy, 11/4: ! quá hạn")
    assert lines[2].startswith("Thông báo phân công buổi thứ Bảy, 11/4: còn 5 ngày làm việc")
    assert lines[3].startswith("Báo cáo tháng 4 (15/3 – 14/4/2026): còn 7 ngày làm việc")


@pytest.mark.parametrize("today", ["2027-01-05", "2027-01-10"])
def test_in_january_the_reports_of_december_are_still_due(leader: Person, today: str) -> None:
    factories.duty_session(date(2026, 12, 5))
    factories.duty_session(date(2026, 12, 19))
    factories.duty_session(date(2026, 12, 26)).cancel("Bão", by=None)
    db.session.commit()
    stand_at(f"{today} 09:00")

    december, january = section(look(leader), "limits-title")

    assert december.startswith("Báo cáo tháng 12 (15/11 – 14/12/2026): ! quá hạn")
    assert january.startswith("Báo cáo tháng 1 (15/12/2026 – 14/01/2027): còn")


def test_an_opinion_is_a_limit_first_and_late_then(leader: Person) -> None:
    row = opinion()
    page = leader.get(PAGE)
    assert section(page, "limits-title")[0].startswith(
        f"Kinh tế trả lời ý kiến {row.full_number}: còn"
    )
    assert section(page, "overdue-title") == ["Không có ý kiến nào quá hạn. Đang chờ trả lời: 1."]
    stand_at("2026-06-01 09:00")
    (line,) = section(look(leader), "overdue-title")
    assert line.startswith(f"{row.full_number} Kinh tế: ! quá hạn")


def test_a_long_list_says_how_much_there_is_more(leader: Person) -> None:
    for _each in range(7):
        opinion()
    assert section(leader.get(PAGE), "limits-title")[-1] == "Còn 2 hạn sau đó."


def test_the_page_of_what_to_do_leads_there(leader: Person, economy: Person) -> None:
    assert leader.get("/").soup.select(f'a[href="{PAGE}"]')
    assert not economy.get("/").soup.select(f'a[href="{PAGE}"]')


def test_others_do_not_see_it(economy: Person, clerk: Person) -> None:
    assert [one.get(PAGE).status for one in (economy, clerk)] == [403, 403]


def test_the_centre_sees_it_too(centre: Person, april: DutySession) -> None:
    del april
    assert centre.get(PAGE).status == 200


def test_ten_more_of_everything_cost_no_more_questions(leader: Person, april: DutySession) -> None:
    opinion()
    counts = []
    for more in (0, 10):
        for place in range(more):
            opinion()
            factories.duty_session(date(2026, 5, 9) + timedelta(weeks=place))
        stand_at("2026-04-11 10:00")
        for _each in range(more):
            factories.received(april)
        stand_at("2026-04-05 09:00")
        person = Person(leader.app, leader.account)
        person.get(PAGE)
        with counted_queries() as sent:
            assert person.get(PAGE).status == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 45
