"""Does the notice board get a sheet that is approved, and a strip when the Saturday is gone?"""

import re

import pytest

from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.rules.announcements import Channel
from tests import factories
from tests.pages import Page, Person
from tests.web.announcements.telling import DAY, PAGE, moved, published, setting, written

POSTER = f"{PAGE}/ap-phich"


def keys(page: Page) -> list[str]:
    """Read what is written large."""
    return [one.get_text(" ", strip=True) for one in page.soup.select(".key p")]


def test_the_approved_text_stands_on_it_large_where_it_says_when_and_where(centre: Person) -> None:
    published(factories.duty_session(DAY), Channel.NOTICE_BOARD)

    page = centre.get(POSTER)

    assert keys(page) == [
        "Sáng thứ Bảy, ngày 11 tháng 4 năm 2026",
        "Giờ làm việc: 7 giờ 30 – 11 giờ 30",
        "Tại: Trung tâm Phục vụ hành chính công xã Anh Sơn",
    ]
    assert "Có kết quả ngay trong buổi:" in page.main
    assert "Dự thảo" not in page.main


@pytest.mark.parametrize("is_written", [True, False])
def test_what_nobody_approved_says_so(centre: Person, *, is_written: bool) -> None:
    duty_session = factories.duty_session(DAY)
    if is_written:
        written(duty_session, Channel.NOTICE_BOARD)

    page = centre.get(POSTER)

    assert "Dự thảo, chưa duyệt" in page.main
    assert "Sáng thứ Bảy, ngày 11 tháng 4 năm 2026" in keys(page)


def test_a_new_edition_does_not_hang_before_it_is_approved(centre: Person) -> None:
    duty_session = factories.duty_session(DAY)
    published(duty_session, Channel.NOTICE_BOARD)
    written(duty_session, Channel.NOTICE_BOARD, place="Nhà văn hóa")

    page = centre.get(POSTER)

    assert "Nhà văn hóa" not in page.main
    assert "Dự thảo" not in page.main


@pytest.mark.parametrize(
    ("address", "portal", "shown"),
    [
        ("", "", ""),
        ("", "https://anhson.example/", "https://anhson.example/"),
        ("https://thu7.example", "https://anhson.example", f"https://thu7.example{PAGE}"),
        ("https://thu7.example/thong-bao/", "", f"https://thu7.example{PAGE}"),
    ],
)
def test_the_code_leads_where_people_can_come(
    centre: Person, address: str, portal: str, shown: str
) -> None:
    factories.duty_session(DAY)
    setting("public.address", address)
    setting("public.portal", portal)

    page = centre.get(POSTER)

    code = page.soup.select_one(".door .code")
    assert (code.text if code else "") == shown
    assert bool(page.soup.select("svg.qr")) == bool(shown)


@pytest.mark.parametrize(
    ("letters", "size"),
    [(300, "largest"), (600, "large"), (900, "middle"), (1200, "small"), (2000, "smallest")],
)
def test_the_longer_the_text_the_smaller_it_is_written(
    centre: Person, letters: int, size: str
) -> None:
    row: Announcement = written(factories.duty_session(DAY), Channel.NOTICE_BOARD)
    row.rewrite("a" * letters, by=None)
    db.session.commit()

    assert centre.get(POSTER).soup.select(f".words.{size}")


def test_a_moved_saturday_gives_strips_to_glue_over_it(centre: Person) -> None:
    moved(factories.duty_session(DAY))

    page = centre.get(POSTER)

    strips = [re.sub(r"\s+", " ", one.text).strip() for one in page.soup.select(".strip")]
    assert len(set(strips)) == 1
    assert len(strips) == 3
    assert strips[0].startswith("Dời sang thứ Bảy, 18/4 7 giờ 30 – 11 giờ 30 Trung tâm")
    assert "Thứ Bảy, 11/4: không làm việc. Lý do: mưa lũ" in strips[0]


def test_a_cancelled_saturday_gives_strips_too(centre: Person) -> None:
    factories.duty_session(DAY).cancel("bão số 3", by=None)
    db.session.commit()

    page = centre.get(POSTER)

    assert page.soup.select(".strip")[0].get_text(" ", strip=True).startswith("Đã hủy buổi")
    assert "Lý do: bão số 3" in page.main


def test_no_saturday_no_sheet(centre: Person) -> None:
    assert centre.get(POSTER).status == 404


def test_a_stranger_signs_in_first(stranger: Person) -> None:
    assert stranger.get(POSTER).path.startswith("/dang-nhap")
