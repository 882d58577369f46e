"""The commune's own words for its texts: tried on the next Saturday, refused by line and word."""

import pytest

from saturday.extensions import db
from saturday.models.announcements import TextOverride
from saturday.papers.texts import built_in
from saturday.rules.announcements import Channel, News
from tests import factories
from tests.pages import Page, Person
from tests.web.announcements.writing import DESK, newest

LIST = "/thong-bao/loi-van/"
FORM = "/thong-bao/loi-van/fanpage/thong-bao"


def shown(page: Page, selector: str) -> str:
    found = page.soup.select_one(selector)
    assert found is not None, selector
    return found.get_text().strip()


def test_the_list_names_every_channel_and_news(centre: Person) -> None:
    page = centre.get(LIST)

    rows = page.rows("Lời văn theo hình thức")
    assert [row[0] for row in rows] == [channel.words for channel in Channel]
    assert all(cell.startswith("có sẵn") for row in rows for cell in row[1:])


def test_a_wording_begins_with_the_built_in_one_and_a_preview(centre: Person) -> None:
    factories.duty_session()

    page = centre.get(FORM)

    assert shown(page, "#source") == built_in(Channel.FANPAGE, News.HELD).strip()
    assert "Thử với buổi thứ Bảy, 11/4" in page.main
    assert "7 giờ 30 – 11 giờ 30" in shown(page, ".as-typed")
    words = {row[0]: row[1] for row in page.rows("Từ dùng được")}
    assert words["{{ phone }}"] == "số điện thoại"
    assert ["| long_day", "thứ Bảy, ngày 11 tháng 4 năm 2026"] in page.rows("Cách viết")


def test_without_a_saturday_an_example_is_tried(centre: Person) -> None:
    assert "Thử với một buổi ví dụ" in centre.get(FORM).main


@pytest.mark.parametrize(
    ("news", "words"), [("doi-buoi", "dời sang"), ("huy-buoi", "đã hủy"), ("thong-bao", "Lĩnh vực")]
)
def test_each_news_is_tried_as_if_it_had_come(centre: Person, news: str, words: str) -> None:
    factories.duty_session()

    assert words in shown(centre.get(f"/thong-bao/loi-van/fanpage/{news}"), ".as-typed")


def test_the_communes_own_words_are_used_from_now_on(centre: Person) -> None:
    saturday = factories.duty_session()

    page = centre.send(
        centre.get(FORM), "/fanpage/thong-bao", source="Hẹn bà con {{ day | listed_day }}."
    )

    assert page.notice == "Đã lưu lời văn tin Fanpage. Tin soạn từ nay dùng lời văn này."
    assert shown(page, ".as-typed") == "Hẹn bà con thứ Bảy, 11/4."
    assert "lời văn riêng" in centre.get(LIST).rows("Lời văn")[1][1]
    centre.send(centre.get(DESK), DESK)
    assert newest(saturday, Channel.FANPAGE).text == "Hẹn bà con thứ Bảy, 11/4."


def test_texts_written_before_keep_their_wording(centre: Person) -> None:
    saturday = factories.duty_session()
    centre.send(centre.get(DESK), DESK)
    before = newest(saturday, Channel.FANPAGE).text

    centre.send(centre.get(FORM), "/fanpage/thong-bao", source="Ngắn gọn. {{ phone }}")

    assert newest(saturday, Channel.FANPAGE).text == before
    assert "không còn đúng" not in centre.get(DESK).main


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (
            "Một\nGọi {{ dien_thoai }}",
            "Dòng 2: không có từ “dien_thoai”. Hãy xem bảng các từ dùng được.",
        ),
        (
            "{{ day | ngay_dai }}",
            "Dòng 1: không có cách viết “ngay_dai”. Hãy xem bảng các cách viết.",
        ),
        (
            "Một\n\n{% if phone %}Gọi",
            "Dòng 3: chưa đọc được “{% if phone %}Gọi”. Hãy sửa phần trong dấu ngoặc nhọn.",
        ),
        ("", "Hãy ghi lời văn của tin."),
        (
            "{{ ''.__class__ }}",
            "Dòng 1: chưa đọc được “{{ ''.__class__ }}”. Hãy sửa phần trong dấu ngoặc nhọn.",
        ),
    ],
)
def test_a_broken_wording_is_refused_and_kept_in_the_form(
    centre: Person, source: str, fault: str
) -> None:
    page = centre.send(centre.get(FORM), "/fanpage/thong-bao", source=source)

    assert (page.status, page.faults) == (422, [fault])
    assert shown(page, "#source") == source
    assert db.session.scalars(TextOverride.in_order()).all() == []


def test_the_built_in_words_come_back(centre: Person) -> None:
    page = centre.send(centre.get(FORM), "/fanpage/thong-bao", source="Riêng. {{ phone }}")

    page = centre.send(page, "/bo")

    assert page.notice == "Đã dùng lại lời văn có sẵn của tin Fanpage."
    assert shown(page, "#source") == built_in(Channel.FANPAGE, News.HELD).strip()
    assert not page.has_form("/bo")


def test_what_was_never_changed_cannot_be_given_back(centre: Person) -> None:
    page = centre.get(FORM)
    sent = {
        name: str(page.form("/fanpage/thong-bao").select_one(f"[name={name}]")["value"])  # type: ignore[index] # it is there
        for name in ("csrf_token", "form_key")
    }

    assert centre.post(f"{FORM}/bo", dict(sent)).status == 404


def test_two_who_change_it_see_both_wordings(centre: Person, clerk: Person) -> None:
    page = centre.get(FORM)
    clerk.send(clerk.get(FORM), "/fanpage/thong-bao", source="Của văn thư. {{ phone }}")

    page = centre.send(page, "/fanpage/thong-bao", source="Của Trung tâm. {{ phone }}")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Lời văn", "Của văn thư. {{ phone }}", "Của Trung tâm. {{ phone }}"]
    ]


def test_a_leader_reads_the_list_only(leader: Person) -> None:
    page = leader.get(LIST)

    assert page.status == 200
    assert not page.soup.select('main a[href*="loi-van/"]')
    assert leader.get(FORM).status == 403


def test_what_is_typed_into_a_wording_is_shown_as_text(centre: Person) -> None:
    page = centre.send(centre.get(FORM), "/fanpage/thong-bao", source="<b>Đậm</b> & {{ centre }}")

    assert shown(page, ".as-typed").startswith("<b>Đậm</b> & ")


def test_unknown_channels_and_news_have_no_page(centre: Person) -> None:
    assert centre.get("/thong-bao/loi-van/fanpage/khac").status == 404
    assert centre.get("/thong-bao/loi-van/khac/thong-bao").status == 404
