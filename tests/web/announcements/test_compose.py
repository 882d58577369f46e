"""The page of a Saturday's announcements: facts once, one row a channel."""

from datetime import time

import pytest

from saturday.extensions import db
from saturday.models.base import Way
from saturday.rules.announcements import AnnouncementState, Channel
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Person
from tests.web.announcements.writing import DESK, newest, put, written


def test_an_empty_desk_shows_the_facts_and_how_to_begin(centre: Person) -> None:
    factories.duty_session()

    page = centre.get(DESK)

    assert page.status == 200
    assert "Chưa có tin nào" in page.main
    assert "7 giờ 30 – 11 giờ 30" in page.main
    assert "Sửa giờ, nơi" in page.main
    assert page.has_form(DESK)


def test_all_texts_are_written_from_the_facts_by_one_press(centre: Person) -> None:
    factories.duty_session()

    page = centre.send(centre.get(DESK), DESK)

    assert page.notice == ("Đã soạn 7 tin từ thông tin chung. Đọc lại từng tin rồi gửi duyệt.")
    states = [(row[0], row[1].split(" Sửa")[0]) for row in page.rows("Tin theo hình thức")]
    assert [name for name, _state in states] == [channel.words for channel in Channel]
    assert all("dự thảo" in state for _name, state in states)
    assert not page.has_form(DESK)


def test_a_second_press_writes_nothing_twice(centre: Person) -> None:
    saturday = factories.duty_session()
    page = centre.get(DESK)

    centre.send(page, DESK)
    again = centre.send(page, DESK)

    assert again.status == 200
    assert newest(saturday, Channel.WEBSITE).edition == 1


def test_only_what_is_missing_is_written(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.WEBSITE, text="Tin đã sửa tay.")

    page = centre.send(centre.get(DESK), DESK)

    assert "Đã soạn 6 tin" in page.notice
    assert newest(saturday, Channel.WEBSITE).text == "Tin đã sửa tay."


def test_a_saturday_without_hours_has_nothing_to_tell_yet(centre: Person) -> None:
    factories.duty_session(prepared=False)

    page = centre.get(DESK)
    refused = centre.post(DESK, {"csrf_token": "", "form_key": ""})

    assert "chưa có giờ, nơi làm việc" in page.main
    assert not page.has_form(DESK)
    assert refused.status >= 400


def test_a_changed_fact_flags_exactly_the_texts_that_tell_it(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, published=True)
    put("announcement.bring", "Căn cước\nSổ hộ khẩu cũ")

    page = centre.get(DESK)

    wrong = [row[0] for row in page.rows("Tin theo hình thức") if "không còn đúng" in row[1]]
    assert wrong == [
        "Cổng thông tin",
        "Fanpage",
        "Zalo cho thôn, bản",
        "Loa truyền thanh",
        "Bảng tin",
    ]
    assert "Không còn đúng ở 5 nơi: giấy tờ mang theo đã đổi Căn cước;" in page.main
    assert "→ Căn cước; Sổ hộ khẩu cũ" in page.main


def test_wrong_texts_are_written_anew_and_the_published_ones_stay(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.WEBSITE, Channel.VILLAGE, published=True)
    put("centre.phone", "0238 3999 888")

    page = centre.send(centre.get(DESK), "/soan-lai")

    assert page.notice == ("Đã soạn lại 1 tin. Bản đã báo giữ nguyên tới khi ghi đã báo bản mới.")
    row = newest(saturday, Channel.WEBSITE)
    assert (row.edition, row.published_at) == (2, None)
    assert "0238 3999 888" in row.text
    assert "bản đã đăng cổng thông tin không còn đúng" in page.main
    assert newest(saturday, Channel.VILLAGE).edition == 1


def test_the_public_page_is_a_click_away_once_there_is_one(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.WEBSITE, approved=True)
    link = 'main a[href="/thong-bao/2026-04-11"]'
    assert not centre.get(DESK).soup.select(link)

    newest(saturday, Channel.WEBSITE).publish(by=None)
    db.session.commit()

    assert centre.get(DESK).soup.select(link)[0].text == "Xem trang công khai hiện nay"


def test_zalo_tells_its_letters_and_the_loudspeaker_its_seconds(centre: Person) -> None:
    written(factories.duty_session())

    rows = {row[0]: row[1] for row in centre.get(DESK).rows("Tin theo hình thức")}

    assert "/700 ký tự" in rows["Zalo cho cán bộ"]
    assert "đọc khoảng" in rows["Loa truyền thanh"]
    assert "ký tự" not in rows["Fanpage"]


def test_a_department_reads_and_may_not_write(economy: Person) -> None:
    written(factories.duty_session())

    page = economy.get(DESK)

    assert page.status == 200
    assert not list(page.soup.select("main form"))


@pytest.mark.parametrize("act", ["", "-lai"])
def test_a_leader_may_not_write(leader: Person, act: str) -> None:
    factories.duty_session()

    assert leader.post(f"{DESK}{act}", {"csrf_token": "x"}).status in {400, 403}


def test_a_day_without_saturday_has_no_page(centre: Person) -> None:
    assert centre.get("/thong-bao/2026-04-18/soan").status == 404


def test_editions_and_dispatches_cost_no_more_questions(centre: Person) -> None:
    saturday = factories.duty_session()
    rows = written(saturday, published=True)
    centre.get(DESK)
    with counted_queries() as before:
        centre.get(DESK)

    for row in rows:
        for place in range(3):
            row.send(f"Nhóm {place}", row.written_at, by=None)
    db.session.commit()
    written(factories.duty_session(day=saturday.day.replace(month=5, day=9)), published=True)
    with counted_queries() as after:
        centre.get(DESK)

    assert len(after) == len(before)


def test_every_draft_is_sent_to_be_approved_by_one_press(centre: Person, leader: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.FANPAGE, Channel.VILLAGE)
    written(saturday, Channel.WEBSITE, published=True)

    page = centre.send(centre.get(DESK), "/gui-duyet")

    assert page.notice == "Đã gửi duyệt 2 tin. Lãnh đạo thấy ở Việc cần làm."
    assert newest(saturday, Channel.FANPAGE).state is AnnouncementState.WAITING
    page = leader.send(leader.get(DESK), "/soan/duyet")
    assert page.notice == "Đã duyệt 2 tin buổi thứ Bảy, 11/4."
    row = newest(saturday, Channel.VILLAGE)
    assert (row.state, row.way) == (AnnouncementState.APPROVED, None)


def test_one_call_approves_all_that_is_not_approved(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday)
    newest(saturday, Channel.FANPAGE).ask(by=None)
    db.session.commit()

    page = centre.send(
        centre.get(DESK), "/ghi-duyet", approver="Phó Chủ tịch", way="ZALO", reported_at="8h30"
    )

    assert page.notice == "Đã ghi Phó Chủ tịch duyệt 7 tin."
    rows = [newest(saturday, channel) for channel in Channel]
    assert {(row.state, row.way) for row in rows} == {(AnnouncementState.APPROVED, Way.ZALO)}
    assert not page.has_form("/ghi-duyet")


def test_all_are_approved_or_none(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.FANPAGE)
    written(saturday, Channel.LOUDSPEAKER, text="Gọi XYZQ.")

    asked = centre.send(centre.get(DESK), "/gui-duyet")
    recorded = centre.send(centre.get(DESK), "/ghi-duyet", approver="PCT", reported_at="8h30")

    reason = "Loa truyền thanh: Loa chưa đọc được: “XYZQ”."
    assert asked.status == 409
    assert reason in asked.main
    assert recorded.status == 422
    assert recorded.faults[0].startswith(reason)
    assert newest(saturday, Channel.FANPAGE).state is AnnouncementState.DRAFT


def test_what_changed_after_it_was_shown_is_not_approved(centre: Person, leader: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.FANPAGE)
    newest(saturday, Channel.FANPAGE).ask(by=None)
    db.session.commit()
    pages = [(centre, centre.get(DESK), "/ghi-duyet"), (leader, leader.get(DESK), "/soan/duyet")]
    row = newest(saturday, Channel.FANPAGE)
    row.rewrite("Chữ khác.", by=None)
    row.ask(by=None)
    db.session.commit()

    for person, page, act in pages:
        typed = {"approver": "PCT"} if "ghi" in act else {}
        answer = person.send(page, act, follow=True, **typed)
        assert answer.status in {409, 422}
        assert "Tin vừa được sửa." in answer.main
    assert newest(saturday, Channel.FANPAGE).approved_at is None


def test_what_is_no_longer_right_is_left_out_of_the_approval(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.FANPAGE, Channel.VILLAGE)
    saturday.starts_at = time(7)
    db.session.commit()

    page = centre.send(centre.get(DESK), "/gui-duyet")

    assert page.notice.startswith("Đã gửi duyệt 1 tin.")
    assert newest(saturday, Channel.FANPAGE).state is AnnouncementState.DRAFT
