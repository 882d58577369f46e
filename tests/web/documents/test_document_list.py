"""Does the list show each person the papers that are theirs to see?"""

import pytest

from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Person
from tests.web.documents import stories

PAGE = "/van-ban/"


def names(page_rows: list[list[str]]) -> list[str]:
    return [row[0] for row in page_rows]


def test_every_paper_shows_its_number_day_and_state(clerk: Person) -> None:
    stories.paper("issued", number="5")
    stories.paper(sort="annual_plan")

    page = clerk.get(PAGE)

    assert page.rows("Văn bản") == [
        ["Kế hoạch năm 2026", "…/KH-UBND", "lập 01/4", "dự thảo"],
        ["Thông báo phân công thứ Bảy, 11/4", "05/TB-TTPVHCC", "01/4/2026", "✓ đã phát hành"],
    ]


def test_an_empty_list_says_what_will_appear(centre: Person) -> None:
    page = centre.get(PAGE)

    assert "sẽ hiện ở đây khi được lập" in page.main


def test_what_has_no_paper_yet_can_be_begun_from_here(centre: Person, leader: Person) -> None:
    stories.saturday()

    page = centre.get(PAGE)

    known = "kế hoạch năm 2026; thông báo cho người dân thứ Bảy, 11/4; thông báo phân công"
    assert f"Chưa lập: {known} thứ Bảy, 11/4." in page.main
    assert page.soup.find("a", href="/van-ban/lap/citizen_notice/2026-04-11")
    assert "Chưa lập" not in leader.get(PAGE).main


def test_what_is_begun_is_not_offered_again(centre: Person) -> None:
    stories.paper()
    stories.paper(sort="annual_plan")
    stories.paper(sort="citizen_notice")

    assert "Chưa lập" not in centre.get(PAGE).main


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("trang-thai=issued", ["Thông báo phân công thứ Bảy, 11/4"]),
        ("trang-thai=draft", ["Kế hoạch năm 2026"]),
        ("trang-thai=none", ["Kế hoạch năm 2026", "Thông báo phân công thứ Bảy, 11/4"]),
        ("nam=2026&trang-thai=issued", ["Thông báo phân công thứ Bảy, 11/4"]),
        ("nam=9999", ["Kế hoạch năm 2026", "Thông báo phân công thứ Bảy, 11/4"]),
        ("nam=abc", ["Kế hoạch năm 2026", "Thông báo phân công thứ Bảy, 11/4"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(clerk: Person, query: str, shown: list[str]) -> None:
    stories.paper("issued")
    stories.paper(sort="annual_plan")

    assert names(clerk.get(f"{PAGE}?{query}").rows("Văn bản")) == shown


def test_nothing_found_leads_back_to_all(clerk: Person) -> None:
    stories.paper()

    page = clerk.get(f"{PAGE}?nam=2025")

    assert "Không có văn bản nào như đã lọc." in page.main
    assert "Xem tất cả" in page.main


def test_years_are_offered_from_the_first_paper_on(clerk: Person) -> None:
    stories.paper()
    later = stories.at("2027-02-01 09:00", clerk)

    years = [one.text for one in later.get(PAGE).soup.select("#nam option")]

    assert years == ["Năm nay và chưa xong", "2027", "2026", "Tất cả các năm"]


def test_last_year_s_papers_are_shown_when_asked_for(clerk: Person) -> None:
    stories.earlier_papers(1, year=2025)
    stories.paper("issued")

    assert names(clerk.get(PAGE).rows("Văn bản")) == ["Thông báo phân công thứ Bảy, 11/4"]
    assert names(clerk.get(f"{PAGE}?nam=2025").rows("Văn bản")) == ["Thông báo"]
    assert len(clerk.get(f"{PAGE}?nam=tat-ca").rows("Văn bản")) == 2


def test_what_goes_on_since_last_year_is_shown(clerk: Person) -> None:
    stories.paper()
    later = stories.at("2027-02-01 09:00", clerk)

    assert names(later.get(PAGE).rows("Văn bản")) == ["Thông báo phân công thứ Bảy, 11/4"]


def test_a_new_year_without_papers_leads_to_the_years_before(clerk: Person) -> None:
    stories.earlier_papers(1, year=2025)

    page = clerk.get(PAGE)

    assert "sẽ hiện ở đây khi được lập" in page.main
    assert page.soup.find("a", string="Xem các năm trước", href="/van-ban/?nam=tat-ca")


def test_a_long_list_is_turned_page_by_page(clerk: Person) -> None:
    stories.earlier_papers(120, year=2025)
    page = clerk.get(f"{PAGE}?nam=2025&trang-thai=issued")
    shown = [len(page.rows("Văn bản"))]

    while older := page.soup.find("a", string="Cũ hơn"):
        page = clerk.get(str(older["href"]))
        shown.append(len(page.rows("Văn bản")))

    assert shown == [50, 50, 20]
    assert [one["value"] for one in page.soup.select("#nam option[selected]")] == ["2025"]
    assert [one["value"] for one in page.soup.select("#trang-thai option[selected]")] == ["issued"]


def test_the_page_before_is_one_step_away(clerk: Person) -> None:
    stories.earlier_papers(60, year=2025)

    page = clerk.get(f"{PAGE}?nam=2025&trang=2")
    newer = page.soup.select_one('a:-soup-contains-own("Mới hơn")')

    assert newer
    assert newer["href"] == "/van-ban/?nam=2025"
    assert page.rows("Văn bản")[0][1] == "10/TB-TTPVHCC"
    assert clerk.get(str(newer["href"])).rows("Văn bản")[0][1] == "60/TB-TTPVHCC"


def test_a_full_page_with_nothing_after_it_leads_nowhere(clerk: Person) -> None:
    stories.earlier_papers(50, year=2025)

    page = clerk.get(f"{PAGE}?nam=2025")

    assert len(page.rows("Văn bản")) == 50
    assert page.soup.find("a", string="Cũ hơn") is None


@pytest.mark.parametrize("number", ["0", "-1", "x", "1" * 30])
def test_a_page_that_is_no_number_is_the_first(clerk: Person, number: str) -> None:
    stories.paper("issued")

    assert len(clerk.get(f"{PAGE}?trang={number}").rows("Văn bản")) == 1


def test_a_page_after_the_last_leads_back_to_all(clerk: Person) -> None:
    stories.paper("issued")

    assert "Xem tất cả" in clerk.get(f"{PAGE}?trang=9").main


def test_an_unissued_paper_is_for_the_office_only(
    centre: Person, leader: Person, economy: Person, admin: Person
) -> None:
    stories.paper("signed")

    assert len(centre.get(PAGE).rows("Văn bản")) == 1
    assert len(leader.get(PAGE).rows("Văn bản")) == 1
    for person in (economy, admin):
        assert person.get(PAGE).soup.find("table") is None


def test_a_department_sees_its_own_list_only(economy: Person, office: Person) -> None:
    stories.paper(sort="nomination")

    assert names(economy.get(PAGE).rows("Văn bản")) == [
        "Danh sách cử công chức Phòng Kinh tế, thứ Bảy, 11/4"
    ]
    assert office.get(PAGE).soup.find("table") is None


def test_the_loudspeaker_sees_no_paper_with_names(centre: Person) -> None:
    stories.paper("issued")
    stories.paper("issued", sort="annual_plan", number="50")
    voice = Person(centre.app, factories.account(username="loa", roles={Role.BROADCASTER}))

    assert names(voice.get(PAGE).rows("Văn bản")) == ["Kế hoạch năm 2026"]


def test_a_village_has_no_such_page(centre: Person) -> None:
    village = Person(centre.app, factories.account(username="thon1", roles={Role.HAMLET}))

    assert village.get(PAGE).status == 403


def test_more_papers_cost_no_more_questions(clerk: Person) -> None:
    stories.paper(sort="nomination")
    clerk.get(PAGE)
    with counted_queries() as few:
        clerk.get(PAGE)
    for code in ("van-phong", "van-hoa-xa-hoi"):
        stories.draft_of(stories.nomination(code))
    with counted_queries() as more:
        clerk.get(PAGE)

    assert len(more) == len(few)
