"""Does the portal get clean HTML of what was approved, and nothing else?"""

from bs4 import BeautifulSoup

from saturday.extensions import db
from saturday.rules.announcements import Channel
from tests import factories
from tests.pages import Page, Person
from tests.web.announcements.telling import DAY, PAGE, moved, published, setting, written

PASTE = f"{PAGE}/dan-cong"


def copied(page: Page, name: str = "portal-html") -> str:
    """Read what the copy button takes along."""
    box = page.soup.select_one(f"textarea#{name}")
    assert box
    assert page.soup.select(f"button[data-copy={name}]")
    return box.text


def test_the_approved_text_is_there_as_html_and_as_it_will_look(centre: Person) -> None:
    row = written(factories.duty_session(DAY))
    row.approve("Phó Chủ tịch (mẫu)", by=None)
    db.session.commit()

    page = centre.get(PASTE)

    article = BeautifulSoup(copied(page), "lxml")
    assert copied(page, "portal-title") == (
        "Buổi làm việc “Ngày thứ 7 vì dân” thứ Bảy, ngày 11 tháng 4 năm 2026"
    )
    assert article.select("h3")[0].text == "Các lĩnh vực tiếp nhận"
    assert {one.name for one in article.select("body *")} == {"p", "b", "h3", "ul", "li"}
    assert not [one for one in article.select("body *") if one.attrs]
    assert "Bài sẽ hiện như sau" in page.main


def test_strange_letters_are_copied_as_html_and_not_as_markup(centre: Person) -> None:
    place = '<b>"Đồi & Chè"</b> 🌾'
    published(factories.duty_session(DAY), place=place)

    source = copied(centre.get(PASTE))

    assert "&lt;b&gt;&#34;Đồi &amp; Chè&#34;&lt;/b&gt; 🌾" in source
    assert place in BeautifulSoup(source, "lxml").text


def test_what_is_not_approved_is_not_given(centre: Person) -> None:
    written(factories.duty_session(DAY))

    page = centre.get(PASTE)

    assert not page.soup.select("textarea")
    assert "chưa được duyệt" in page.main
    assert page.soup.select(f"a[href='{PAGE}/soan/cong-thong-tin']")


def test_a_text_that_no_longer_agrees_says_so(centre: Person) -> None:
    published(factories.duty_session(DAY))
    setting("centre.phone", "0238 111")

    assert "không còn đúng với thông tin của buổi" in centre.get(PASTE).main


def test_a_move_and_a_cancelling_have_titles_of_their_own(centre: Person) -> None:
    duty_session = factories.duty_session(DAY)
    new = moved(duty_session)
    published(duty_session)
    assert copied(centre.get(PASTE), "portal-title") == (
        "Dời buổi làm việc “Ngày thứ 7 vì dân” sang thứ Bảy, ngày 18 tháng 4 năm 2026"
    )
    new.cancel("bão", by=None)
    published(new)
    assert copied(centre.get(f"/thong-bao/{new.day}/dan-cong"), "portal-title") == (
        "Hủy buổi làm việc “Ngày thứ 7 vì dân” thứ Bảy, ngày 18 tháng 4 năm 2026"
    )


def test_another_channel_gives_nothing(centre: Person) -> None:
    published(factories.duty_session(DAY), Channel.FANPAGE)

    assert not centre.get(PASTE).soup.select("textarea")


def test_a_stranger_signs_in_first(stranger: Person) -> None:
    assert stranger.get(PASTE).path.startswith("/dang-nhap")
