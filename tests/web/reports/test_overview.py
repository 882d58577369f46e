"""Which Saturdays were held this year?"""

from datetime import date

from saturday import clock
from saturday.extensions import db
from saturday.models.budget import BudgetLine
from saturday.models.closing import DayClosing
from saturday.models.plan import DutySession
from saturday.rules.budget import Cost
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Person


def test_the_saturdays_that_have_come_are_listed(host: Person) -> None:
    factories.duty_session(date(2026, 5, 9))

    page = host.get("/bao-cao/")

    assert page.rows("Các buổi đã tổ chức") == [
        ["thứ Bảy, 11/4", "4", "! chưa chốt", "–", "–", "chưa ghi"]
    ]


def test_a_saturday_says_whether_it_is_closed_and_what_it_cost(host: Person) -> None:
    row = db.session.scalars(DutySession.on(date(2026, 4, 11))).one()
    BudgetLine.add(db.session, row, Cost("Nước", "người", 60, 10_000, "", 580_000), by=None)
    db.session.add(
        DayClosing(duty_session=row, closed_at=clock.now(), visits=4, dossiers=3, opinions=0)
    )
    db.session.commit()

    page = host.get("/bao-cao/")

    assert page.rows("Các buổi đã tổ chức") == [
        [
            "thứ Bảy, 11/4",
            "4",
            "✓ đã chốt",
            "600.000",
            "580.000",
            "chi thấp hơn dự toán 20.000 đồng",
        ]
    ]


def test_more_saturdays_cost_no_more_questions(host: Person) -> None:
    counts = []
    for day in (date(2026, 4, 4), date(2026, 3, 28)):
        row = factories.duty_session(day)
        BudgetLine.add(db.session, row, Cost("Nước", "người", 60, 10_000), by=None)
        db.session.commit()
        host.get("/bao-cao/")
        with counted_queries() as sent:
            host.get("/bao-cao/")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_before_the_first_saturday_the_page_says_what_will_appear(leader: Person) -> None:
    page = leader.get("/bao-cao/")

    assert "hiện ở đây từ buổi thứ Bảy đầu tiên" in page.main
    assert not page.soup.select('a[href$="/kinh-phi"]')  # there is no plan


def test_a_department_sees_no_reports(economy: Person) -> None:
    assert economy.get("/bao-cao/").status == 403
