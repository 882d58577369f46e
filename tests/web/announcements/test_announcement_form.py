"""One channel's text: edited, approved here or elsewhere, published, sent; old beside new."""

from datetime import time
from typing import Any

import pytest

from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.models.base import Way
from saturday.models.plan import DutySession
from saturday.rules.announcements import AnnouncementState, Channel
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person, values_of
from tests.web.announcements.writing import DESK, newest, put, written

FANPAGE = f"{DESK}/fanpage"
ZALO = f"{DESK}/zalo-thon"
LOA = f"{DESK}/loa"


@pytest.fixture
def saturday(centre: Person) -> DutySession:
    """Prepare 11/4; it is Wednesday, 01/4, nine in the morning."""
    del centre
    return factories.duty_session()


def test_a_channel_without_text_offers_to_write_it(centre: Person, saturday: DutySession) -> None:
    page = centre.get(FANPAGE)
    assert "Tin này chưa soạn." in page.main

    page = centre.send(page, "/fanpage/soan-lai")

    assert page.notice == "Đã soạn tin Fanpage từ thông tin chung."
    row = newest(saturday, Channel.FANPAGE)
    assert "Thứ Bảy, 11/4" in row.text
    assert row.facts["starts_at"] == "07:30:00"


def test_a_text_is_edited_and_kept_as_typed(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.FANPAGE)

    page = centre.send(centre.get(FANPAGE), "/fanpage", text="Mời bà con <b>&\nđến ạ 🎉")

    assert page.notice == "Đã lưu dự thảo."
    assert newest(saturday, Channel.FANPAGE).text == "Mời bà con <b>&\nđến ạ 🎉"
    assert "Mời bà con <b>&" in page.soup.select_one("textarea").text  # type: ignore[union-attr] # it is there


@pytest.mark.parametrize(
    ("path", "typed", "fault"),
    [
        (FANPAGE, "", "Hãy ghi nội dung."),
        (ZALO, "ă" * 742, "Tin dài 742 ký tự, tối đa 700. Hãy bớt chữ."),
        (
            FANPAGE,
            "Gặp Nguyễn Văn An.",
            "Có tên Nguyễn Văn An trong tin công khai. Hãy bỏ tên.",
        ),
        (
            FANPAGE,
            "Gọi 0912 345 678.",
            "Có số điện thoại 0912345678 của Nguyễn Văn An trong tin công khai. Hãy bỏ số này.",
        ),
        (
            FANPAGE,
            "Gọi trưởng bản Lê Thị Hòa",
            "Có tên Lê Thị Hòa trong tin công khai. Hãy bỏ tên.",
        ),
    ],
)
def test_a_text_that_may_not_stand_is_refused_and_kept(
    centre: Person, saturday: DutySession, path: str, typed: str, fault: str
) -> None:
    written(saturday)
    factories.officer("Nguyễn Văn An").phone = "0912345678"
    factories.hamlet().secretary_name = "Lê Thị Hòa"
    db.session.commit()

    page = centre.send(centre.get(path), path.removeprefix(DESK), text=typed)

    assert (page.status, page.faults) == (422, [fault])
    assert page.soup.select_one("#text").text.strip() == typed  # type: ignore[union-attr] # as above
    assert page.soup.title is not None
    assert page.soup.title.text.strip().startswith("Lỗi:")


def test_names_pass_where_the_commune_allows_them(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.FANPAGE)
    factories.officer("Nguyễn Văn An")
    put("announcement.names", "yes")

    page = centre.send(centre.get(FANPAGE), "/fanpage", text="Gặp Nguyễn Văn An.")

    assert page.notice == "Đã lưu dự thảo."


def test_the_centres_own_telephone_is_told_though_an_officer_answers_it(
    centre: Person, saturday: DutySession
) -> None:
    put("centre.phone", "0912345678")
    factories.officer("Nguyễn Văn An").phone = "0912345678"
    db.session.commit()
    written(saturday, Channel.FANPAGE)

    page = centre.send(centre.get(FANPAGE), "/gui-duyet")

    assert page.notice.startswith("Đã gửi duyệt.")


def test_what_was_typed_goes_along_when_approval_is_asked(
    centre: Person, saturday: DutySession
) -> None:
    written(saturday, Channel.FANPAGE)

    page = centre.send(centre.get(FANPAGE), "/gui-duyet", text="Mời bà con tới.")

    assert page.notice.startswith("Đã gửi duyệt.")
    row = newest(saturday, Channel.FANPAGE)
    assert (row.text, row.state) == ("Mời bà con tới.", AnnouncementState.WAITING)


def test_what_was_typed_stays_when_the_facts_changed_meanwhile(
    centre: Person, saturday: DutySession
) -> None:
    written(saturday, Channel.FANPAGE)
    page = centre.get(FANPAGE)
    db.session.merge(saturday).starts_at = time(7)
    db.session.commit()

    page = centre.send(page, "/gui-duyet", text="Mời bà con tới.")

    assert page.status == 422
    assert "Mời bà con tới." in page.main
    assert newest(saturday, Channel.FANPAGE).state is AnnouncementState.DRAFT


def test_two_who_edit_at_once_see_both_texts(centre: Person, saturday: DutySession) -> None:
    (row,) = written(saturday, Channel.FANPAGE)
    page = centre.get(FANPAGE)
    row.rewrite("Bản của người kia.", by=None)
    db.session.commit()

    page = centre.send(page, "/fanpage", text="Bản của tôi.")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Nội dung tin", "Bản của người kia.", "Bản của tôi."]
    ]


def test_a_leader_approves_here(leader: Person, centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.FANPAGE)
    centre.send(centre.get(FANPAGE), "/gui-duyet")

    page = leader.send(leader.get(FANPAGE), "/fanpage/duyet")

    assert page.notice == "Đã duyệt tin Fanpage buổi thứ Bảy, 11/4."
    row = newest(saturday, Channel.FANPAGE)
    assert (row.state, row.approver) == (AnnouncementState.APPROVED, leader.account.name)  # type: ignore[union-attr] # signed in
    assert row.way is None


def test_a_leader_does_not_approve_what_changed_meanwhile(
    leader: Person, saturday: DutySession
) -> None:
    (row,) = written(saturday, Channel.FANPAGE)
    row.ask(by=None)
    db.session.commit()
    page = leader.get(FANPAGE)
    row = newest(saturday, Channel.FANPAGE)
    row.rewrite("Chữ khác.", by=None)
    row.ask(by=None)
    db.session.commit()

    page = leader.send(page, "/fanpage/duyet")

    assert page.status == 409
    assert "Tin vừa được sửa. Hãy tải lại trang, đọc lại rồi duyệt." in page.main


def test_an_approval_by_telephone_is_recorded(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.FANPAGE)

    page = centre.send(
        centre.get(FANPAGE),
        "/ghi-duyet",
        approver="Phó Chủ tịch UBND xã",
        way="ZALO",
        reported_at="8:10",
        reported_on="01/4/2026",
    )

    assert page.notice == "Đã ghi Phó Chủ tịch UBND xã duyệt tin này."
    row = newest(saturday, Channel.FANPAGE)
    assert (row.way, row.approved_at) == (Way.ZALO, factories.at("2026-04-01 08:10"))
    assert "Phó Chủ tịch UBND xã, 8 giờ 10, thứ Tư, 01/4, qua Zalo (ghi hộ)" in page.main


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"approver": ""}, "Hãy ghi ai đã duyệt."),
        ({"reported_at": "25h"}, "Hãy ghi giờ dạng 7h30."),
        ({"reported_on": ""}, "Hãy ghi ngày duyệt."),
        ({"reported_on": "02/4/2026"}, "Lúc báo muộn hơn hiện tại. Hãy ghi lại giờ báo."),
        ({"way": "PIGEON"}, "Hãy chọn cách duyệt."),
    ],
)
def test_an_approval_that_cannot_be_is_refused(
    centre: Person, saturday: DutySession, typed: dict[str, Any], fault: str
) -> None:
    written(saturday, Channel.FANPAGE)
    given: dict[str, Any] = {"approver": "Phó Chủ tịch", "reported_at": "8h10"}

    page = centre.send(centre.get(FANPAGE), "/ghi-duyet", **(given | typed))

    assert (page.status, page.faults) == (422, [fault])
    assert newest(saturday, Channel.FANPAGE).approved_at is None


def test_a_bulletin_must_be_speakable_before_it_is_approved(
    centre: Person, leader: Person, saturday: DutySession
) -> None:
    (row,) = written(saturday, Channel.LOUDSPEAKER, text="Mời bà con đến XYZQ.")
    row.ask(by=None)
    db.session.commit()
    page = centre.get(LOA)
    assert "Loa chưa đọc được: XYZQ." in page.main

    recorded = centre.send(page, "/ghi-duyet", approver="Phó Chủ tịch", reported_at="8h00")
    approved = leader.send(leader.get(LOA), "/loa/duyet")

    assert recorded.faults == [
        "Loa chưa đọc được: “XYZQ”. Hãy viết thành chữ, hoặc thêm vào chữ viết tắt."
    ]
    assert approved.status == 409
    assert newest(saturday, Channel.LOUDSPEAKER).approved_at is None


def test_an_unspeakable_draft_may_be_kept(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.LOUDSPEAKER)

    page = centre.send(centre.get(LOA), "/loa", text="Còn viết dở: XYZQ")

    assert page.notice == "Đã lưu dự thảo."


def test_an_approved_text_is_published(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.FANPAGE, approved=True)

    page = centre.send(centre.get(FANPAGE), "/dang")

    assert page.notice == "Đã ghi: Fanpage, đã đăng Fanpage."
    assert newest(saturday, Channel.FANPAGE).published_at is not None
    assert not page.has_form("/dang")
    assert not page.has_form("/fanpage")


@pytest.mark.parametrize(
    ("channel", "page", "said"),
    [
        (Channel.WEBSITE, "cong-thong-tin", "Ghi đã đăng cổng thông tin"),
        (Channel.FANPAGE, "fanpage", "Ghi đã đăng Fanpage"),
        (Channel.ZALO_VILLAGES, "zalo-thon", "Ghi đã gửi Zalo"),
        (Channel.VILLAGE, "trang-thon", "Ghi đã đăng trang thôn, bản"),
        (Channel.NOTICE_BOARD, "bang-tin", "Ghi đã dán bảng tin"),
    ],
)
def test_each_channel_is_recorded_in_its_own_word(
    centre: Person, saturday: DutySession, channel: Channel, page: str, said: str
) -> None:
    written(saturday, channel, approved=True)

    assert said in buttons(centre.get(f"{DESK}/{page}"))
    assert said in centre.get(DESK).main


def buttons(page: Page) -> list[str]:
    """Read what the buttons of a page say."""
    return [one.get_text(" ", strip=True) for one in page.soup.select("main button[type=submit]")]


def test_a_bulletin_is_out_once_it_was_played(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.LOUDSPEAKER, approved=True)
    page = centre.get(LOA)

    assert page.soup.select_one('main a.btn-act[href="/thong-bao/2026-04-11/loa"]')
    assert "đã duyệt, chờ phát" in page.main
    assert not page.has_form("/dang")
    written(saturday, Channel.FANPAGE, approved=True)
    refused = centre.post(f"{LOA}/dang", dict(values_of(centre.get(FANPAGE).form("/dang"))))
    assert "Bản tin được ghi đã phát khi ghi lượt phát." in refused.main
    assert newest(saturday, Channel.LOUDSPEAKER).published_at is None


def test_zalo_is_sent_to_groups_with_the_time(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.ZALO_VILLAGES, approved=True)
    page = centre.get(ZALO)
    assert page.soup.select_one("#group")["value"] == "Nhóm trưởng thôn, bản"  # type: ignore[index] # as above

    page = centre.send(page, "/da-gui", sent_at="8h10", sent_on="01/4/2026")
    page = centre.send(page, "/da-gui", group="Nhóm Thôn 5", sent_at="8h12", sent_on="01/4/2026")

    assert page.notice == "Đã ghi gửi tới Nhóm Thôn 5."
    assert "Nhóm trưởng thôn, bản, lúc 8 giờ 10, thứ Tư, 01/4" in page.main
    row = newest(saturday, Channel.ZALO_VILLAGES)
    assert row.state is AnnouncementState.PUBLISHED
    assert [one.group for one in row.dispatches] == ["Nhóm trưởng thôn, bản", "Nhóm Thôn 5"]
    assert "đã gửi Zalo" in centre.get(DESK).main


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"group": ""}, "Hãy ghi tên nhóm."),
        ({"sent_on": "02/4/2026"}, "Lúc gửi muộn hơn hiện tại. Hãy ghi lại giờ gửi."),
    ],
)
def test_a_sending_that_cannot_be_is_refused(
    centre: Person, saturday: DutySession, typed: dict[str, Any], fault: str
) -> None:
    written(saturday, Channel.ZALO_VILLAGES, approved=True)

    page = centre.send(centre.get(ZALO), "/da-gui", **typed)

    assert (page.status, page.faults) == (422, [fault])
    assert newest(saturday, Channel.ZALO_VILLAGES).dispatches == []


def test_old_words_stand_beside_new_ones(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.FANPAGE, published=True)
    saturday.starts_at = time(7)
    db.session.commit()

    page = centre.get(FANPAGE)

    old, new = (one.get_text() for one in page.soup.select(".halves .as-typed"))
    assert "7 giờ 30 – 11 giờ 30" in old
    assert "7 giờ 00 – 11 giờ 30" in new
    assert "Tin không còn đúng: giờ bắt đầu đã đổi 7 giờ 30 → 7 giờ." in page.main


@pytest.mark.parametrize("act", ["/gui-duyet", "/ghi-duyet", "/dang", "/da-gui"])
def test_a_wrong_text_goes_no_step_further(centre: Person, saturday: DutySession, act: str) -> None:
    approved = act in {"/dang", "/da-gui"}
    path = ZALO if act == "/da-gui" else FANPAGE
    written(saturday, Channel.FANPAGE, Channel.ZALO_VILLAGES, approved=approved)
    page = centre.get(path)
    saturday = db.session.merge(saturday)
    saturday.starts_at = time(7)
    db.session.commit()

    typed: dict[str, Any] = {"approver": "Phó Chủ tịch"} if "ghi" in act else {}
    page = centre.send(page, act, **typed)

    assert page.status in {409, 422}
    assert "không còn đúng: giờ bắt đầu đã đổi 7 giờ 30 → 7 giờ" in page.main


def test_what_was_sent_once_may_be_noted_again_though_it_is_wrong_now(
    centre: Person, saturday: DutySession
) -> None:
    """It was sent before the change; the note tells the truth about it."""
    written(saturday, Channel.ZALO_VILLAGES, published=True)
    page = centre.get(ZALO)
    db.session.merge(saturday).starts_at = time(7)
    db.session.commit()

    page = centre.send(page, "/da-gui", sent_at="8h00")

    assert page.notice == "Đã ghi gửi tới Nhóm trưởng thôn, bản."


def test_a_new_edition_follows_the_published_one(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.FANPAGE, published=True, text="Bản một.")

    page = centre.send(centre.get(FANPAGE), "/soan-lai")

    row = newest(saturday, Channel.FANPAGE)
    assert (row.edition, row.state) == (2, AnnouncementState.DRAFT)
    assert "bản 1: đã đăng" in page.main
    assert "Bản một." in page.main


def test_a_moved_saturday_keeps_its_old_text_to_read(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.FANPAGE, published=True, text="Tin cũ của buổi.")
    saturday.cancel("mưa lũ", by=None)
    db.session.commit()

    page = centre.get(FANPAGE)

    assert "Tin đã đăng Fanpage không còn đúng: Buổi này đã hủy: mưa lũ." in page.main
    assert "Tin cũ của buổi." in page.main
    page = centre.send(page, "/soan-lai")
    assert "đã hủy" in newest(saturday, Channel.FANPAGE).text


@pytest.mark.parametrize("act", ["", "/soan-lai", "/gui-duyet", "/ghi-duyet", "/dang", "/da-gui"])
def test_a_leader_writes_and_sends_nothing(leader: Person, saturday: DutySession, act: str) -> None:
    written(saturday, Channel.FANPAGE)

    page = leader.get(FANPAGE)

    assert not page.has_form(f"/fanpage{act}")
    assert _forced(leader, page, f"{FANPAGE}{act}").status == 403


def test_the_centre_does_not_approve_as_a_leader(centre: Person, saturday: DutySession) -> None:
    (row,) = written(saturday, Channel.FANPAGE)
    row.ask(by=None)
    db.session.commit()

    page = centre.get(FANPAGE)

    assert not page.has_form("/fanpage/duyet")
    assert _forced(centre, page, f"{FANPAGE}/duyet").status == 403


def _forced(person: Person, page: Page, path: str) -> Page:
    """Send a form that the page does not show."""
    token = page.soup.select_one("[name=csrf_token]")
    assert token is not None
    return person.post(path, {"csrf_token": token["value"]})


@pytest.mark.parametrize("act", ["", "/gui-duyet", "/ghi-duyet", "/dang", "/da-gui"])
def test_what_was_never_written_has_no_acts(
    centre: Person, saturday: DutySession, act: str
) -> None:
    assert saturday.id
    page = centre.get(FANPAGE)
    token = page.form("/soan-lai").select_one("[name=csrf_token]")
    key = page.form("/soan-lai").select_one("[name=form_key]")
    assert token is not None
    assert key is not None

    sent = {"csrf_token": token["value"], "form_key": key["value"]}

    assert centre.post(f"{FANPAGE}{act}", dict(sent)).status == 404


@pytest.mark.parametrize("path", [f"{DESK}/khong-co", "/thong-bao/2026-04-18/soan/fanpage"])
def test_other_channels_and_days_have_no_page(
    centre: Person, saturday: DutySession, path: str
) -> None:
    assert saturday.id
    assert centre.get(path).status == 404


def test_a_second_press_takes_each_step_once(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.ZALO_VILLAGES, approved=True)
    page = centre.get(ZALO)

    centre.send(page, "/da-gui", sent_at="8h00")
    centre.send(page, "/da-gui", sent_at="8h00")

    assert len(newest(saturday, Channel.ZALO_VILLAGES).dispatches) == 1


def test_editions_cost_no_more_questions(centre: Person, saturday: DutySession) -> None:
    written(saturday, Channel.FANPAGE)
    centre.get(FANPAGE)
    with counted_queries() as before:
        centre.get(FANPAGE)
    for _edition in range(3):
        centre.send(centre.get(FANPAGE), "/ghi-duyet", approver="PCT")
        centre.send(centre.get(FANPAGE), "/dang")
        centre.send(centre.get(FANPAGE), "/soan-lai")
    with counted_queries() as after:
        centre.get(FANPAGE)

    assert len(after) == len(before)
    rows = db.session.scalars(Announcement.of_session(db.session.merge(saturday))).all()
    assert [row.edition for row in rows] == [1, 2, 3, 4]


def test_a_stranger_is_asked_to_sign_in(centre: Person) -> None:
    stranger = Person(centre.app, None)
    stand_at("2026-04-07 15:00")

    assert "Đăng nhập" in stranger.get(FANPAGE).main
