"""Does the hub say when the notice to the people no longer agrees with the Saturday?"""

from datetime import time

from saturday.extensions import db
from saturday.models.documents import Document
from saturday.papers.making import Amendment
from saturday.rules.lifecycle import PaperMark
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Page, Person
from tests.web.documents import stories
from tests.web.roster.stories import HUB

PEOPLE = "/van-ban/lap/citizen_notice/2026-04-11"
REPLACE = "Lập văn bản thay thế"


def issued() -> Document:
    return stories.paper("issued", sort="citizen_notice")


def said(page: Page) -> list[str]:
    """Read what no longer agrees."""
    return [one.get_text(" ", strip=True) for one in page.soup.select(".todo.late li")]


def hrefs(page: Page) -> dict[str, str]:
    return {one.get_text(strip=True): str(one["href"]) for one in page.soup.select("main a[href]")}


def begin_later(row: Document) -> None:
    """Let the Saturday begin half an hour earlier than people were told."""
    assert row.duty_session is not None
    row.duty_session.starts_at = time(7)
    db.session.commit()


def test_until_it_is_made_the_hub_offers_it(centre: Person, clerk: Person, leader: Person) -> None:
    factories.duty_session()

    assert hrefs(centre.get(HUB))["Lập thông báo cho người dân"] == PEOPLE
    assert "ghi số, ngày vào đây" in hrefs(clerk.get(HUB))
    assert "Lập thông báo cho người dân" not in hrefs(leader.get(HUB))
    issued()
    assert "Lập thông báo cho người dân" not in hrefs(centre.get(HUB))


def test_hours_changed_after_issue_are_said_with_the_way_out(
    clerk: Person, centre: Person, economy: Person
) -> None:
    row = issued()
    assert said(clerk.get(HUB)) == []

    begin_later(row)

    page = clerk.get(HUB)
    assert said(page) == [
        (
            "Thời gian ghi “Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026”, "
            "nay là “Từ 7 giờ 00 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026”."
        )
    ]
    assert "✗ Thông báo cho người dân số 28/TB-TTPVHCC không còn đúng:" in page.main
    assert hrefs(page)[REPLACE] == f"{PEOPLE}?replaces={row.id}"
    assert clerk.get(f"{PEOPLE}?replaces={row.id}").has_form(PEOPLE)
    assert "không còn đúng, cần thay thế" in page.main
    for person in (centre, economy):
        assert said(person.get(HUB))
        assert REPLACE not in hrefs(person.get(HUB))


def test_the_one_under_way_is_gone_on_with(clerk: Person) -> None:
    row = issued()
    begin_later(row)
    new = stories.paper(sort="citizen_notice", amendment=Amendment(row, PaperMark.REPLACED))

    page = clerk.get(HUB)

    assert REPLACE not in hrefs(page)
    assert hrefs(page)["Mở văn bản đang thay thế"] == f"/van-ban/{new.id}"
    stories.take(new, "issued", number="29")
    assert said(clerk.get(HUB)) == []


def test_its_own_page_says_what_changed_too(clerk: Person) -> None:
    row = issued()
    begin_later(row)

    page = clerk.get(f"/van-ban/{row.id}")

    assert "✗ Thông tin của buổi đã đổi sau khi ký:" in page.main
    assert "nay là “Từ 7 giờ 00" in page.main


def test_a_cancelled_saturday_asks_to_tell_the_people(clerk: Person) -> None:
    row = issued()
    assert row.duty_session is not None
    row.duty_session.cancel("Mất điện", by=None)
    db.session.commit()

    page = clerk.get(HUB)

    assert said(page) == ["Buổi này đã hủy: Mất điện."]
    form = clerk.get(hrefs(page)[REPLACE])
    assert "Không tổ chức “Ngày thứ 7 vì dân”" in str(form.form(PEOPLE))


def test_people_who_changed_recall_no_public_notice(clerk: Person) -> None:
    row = issued()
    assert row.duty_session is not None

    stories.replaced(row.duty_session)

    assert said(clerk.get(HUB)) == []


def test_more_papers_ask_nothing_more(clerk: Person) -> None:
    row = issued()
    clerk.get(HUB)
    with counted_queries() as few:
        clerk.get(HUB)
    for number in ("29", "30"):
        amendment = Amendment(row, PaperMark.REPLACED)
        row = stories.paper("issued", sort="citizen_notice", number=number, amendment=amendment)
    with counted_queries() as many:
        clerk.get(HUB)

    assert len(many) == len(few)
