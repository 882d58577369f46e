"""Does the page of a Saturday say how many villages know of it?"""

from datetime import date

import pytest

from saturday import clock
from saturday.extensions import db
from saturday.models.base import Report, Way
from saturday.models.villages import ReceiptKind, Said, record
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Person
from tests.web.announcements.telling import moved
from tests.web.announcements.village_stories import announced, answered, villages

pytestmark = pytest.mark.usefixtures("app")

HUB = "/lich-truc/2026-04-11"


def panel(person: Person) -> str:
    """Read what the page says of villages; empty when it says nothing."""
    found = person.get(HUB).soup.select_one("#xac-nhan-thon")
    return " ".join(found.get_text(" ", strip=True).split()) if found else ""


def test_it_counts_those_that_received_and_those_that_played(centre: Person) -> None:
    duty_session, rows = announced(), villages(35)
    answered(duty_session, *rows[:33])
    answered(duty_session, *rows[:28], kind=ReceiptKind.PLAYED)

    assert panel(centre) == (
        "Xác nhận của thôn 33 trên 35 thôn đã nhận · 28 đã phát loa Mở bảng 35 thôn"
    )
    assert centre.get(HUB).soup.select("#xac-nhan-thon a[href='/thon/2026-04-11']")


def test_before_anything_is_published_it_says_so(centre: Person) -> None:
    factories.duty_session()
    villages(2)

    assert panel(centre) == "Xác nhận của thôn Chưa đăng tin nào để 2 thôn xác nhận."


def test_a_commune_without_villages_is_told_so(centre: Person) -> None:
    announced()

    assert panel(centre) == "Xác nhận của thôn Xã chưa có thôn, bản nào trong danh mục."


def test_of_a_moved_saturday_it_counts_who_knows_of_the_move(centre: Person) -> None:
    duty_session, rows = announced(), villages(2)
    answered(duty_session, *rows)
    moved(duty_session)

    assert "0 trên 2 thôn đã nhận" in panel(centre)


def test_of_a_mobile_saturday_it_says_whether_the_hall_can_be_used(centre: Person) -> None:
    duty_session, (one,) = announced(), villages(1)
    assert "Nhà văn hóa" not in panel(centre)
    duty_session.is_mobile, duty_session.hamlet = True, one
    db.session.commit()

    assert "Nhà văn hóa Thôn 1: chưa trả lời" in panel(centre)
    broken = Said(
        ReceiptKind.HALL_NOT_READY,
        clock.now(),
        "mái dột",
        report=Report("Trưởng thôn", Way.TELEPHONE, clock.now()),
    )
    record(db.session, duty_session, [one], broken, by=None)
    db.session.commit()
    assert "Nhà văn hóa Thôn 1: chưa dùng được, vì mái dột" in panel(centre)


def test_who_may_not_see_the_board_is_not_told(economy: Person) -> None:
    announced()
    villages(2)

    assert panel(economy) == ""


def test_it_costs_one_question_for_any_number_of_villages(centre: Person, economy: Person) -> None:
    duty_session, rows = announced(), villages(60)
    answered(duty_session, *rows)
    factories.duty_session(date(2026, 5, 9))
    db.session.expire_all()
    centre.get(HUB)
    with counted_queries() as sent:
        centre.get(HUB)

    assert sum("receipt" in one for one in sent) == 1
    assert economy.account
