"""Can a village head with an old phone read what is published, and say so with one press?"""

import logging

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import clock
from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.broadcasts import NewSound, Recording
from saturday.models.commune import Hamlet
from saturday.models.forms import FormKey
from saturday.models.plan import DutySession
from saturday.models.villages import Receipt, ReceiptKind
from saturday.rules.announcements import Channel
from saturday.rules.broadcasts import SoundOrigin
from saturday.web import errors
from tests import factories
from tests.conftest import ROOT, counted_queries, stand_at
from tests.pages import Page, Person, values_of
from tests.web.announcements.bulletin_stories import bulletin
from tests.web.announcements.telling import DAY, NEW_DAY, moved, published, setting
from tests.web.announcements.village_stories import PAGE, TOKEN, announced, link_of, villages

pytestmark = pytest.mark.usefixtures("app")


def village(*, has_loudspeaker: bool = False) -> Hamlet:
    """Make a village with a link of its own, told of the Saturday."""
    announced()
    (one,) = villages(1, has_loudspeaker=has_loudspeaker)
    link_of(one)
    return one


def saturday() -> DutySession:
    """Give the Saturday that was announced."""
    return db.session.scalars(select(DutySession).where(DutySession.day == DAY)).one()


def words(page: Page) -> str:
    """Read the main part, a full stop beside its word."""
    return page.main.replace(" .", ".")


def press(person: Person, page: Page, what: str, /, *, follow: bool = True, **typed: str) -> Page:
    """Press the button of an answer, with what its form holds."""
    for form in page.forms():
        if form.select_one(f"button[value='{what}']"):
            sent: dict[str, object] = {name: value[0] for name, value in values_of(form).items()}
            return person.post(page.path, sent | {"what": what} | typed, follow=follow)
    message = f"no button {what} in {page.path}"
    raise AssertionError(message)


def buttons(page: Page) -> list[str]:
    """Name what can be pressed."""
    found = page.soup.select("main button, main a.button, main a.button-quiet")
    return [" ".join(one.get_text(" ", strip=True).split()) for one in found]


def standing() -> list[ReceiptKind]:
    """Give what the village has said and not taken back."""
    return list(
        db.session.scalars(
            select(Receipt.kind).where(Receipt.undone_at.is_(None)).order_by(Receipt.id)
        )
    )


def test_it_shows_what_is_published_for_villages(stranger: Person) -> None:
    setting("centre.phone", "0238 387 6543")
    setting("announcement.bring", "Căn cước\nGiấy tờ gốc")
    village()

    page = stranger.get(PAGE)

    assert page.soup.h1
    assert page.soup.h1.text == "Mời bà con đến làm giấy tờ sáng thứ Bảy"
    facts = [one.get_text(" ", strip=True) for one in page.soup.select("dl.facts > div")]
    assert [" ".join(one.split()) for one in facts] == [
        "Ngày Thứ Bảy, 11 tháng 4 năm 2026",
        "Giờ 7 giờ 30 đến 11 giờ 30",
        "Tại Trung tâm Phục vụ hành chính công xã Anh Sơn",
    ]
    assert [one.text for one in page.soup.select("main li")] == ["Căn cước", "Giấy tờ gốc"]
    assert page.soup.select("a.button-quiet[href='tel:02383876543']")
    assert "Thôn 1" in page.text
    assert page.soup.select("#lost[hidden]")


def test_nobody_is_told_the_address_and_nothing_is_left_in_the_browser(stranger: Person) -> None:
    village()
    page = stranger.get(PAGE)
    answer = press(stranger, page, "RECEIVED", follow=False)

    for response in (page.response, answer.response):
        assert "Set-Cookie" not in response.headers
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]
    outside = [str(one.get("href") or one.get("src")) for one in page.soup.select("a, link, img")]
    assert not [one for one in outside if one.startswith("http")]


def test_the_token_enters_no_log_and_no_row(
    stranger: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    village()
    page = stranger.get(PAGE)
    press(stranger, page, "RECEIVED")
    stranger.post(PAGE, {"what": "RECEIVED"})
    stranger.client.put(PAGE)
    stranger.get(f"{PAGE}x")

    assert TOKEN not in caplog.text
    assert TOKEN not in "".join(row.location for row in db.session.scalars(select(FormKey)))
    acts = db.session.scalars(AuditEvent.in_order()).all()
    assert [act.verb for act in acts][-1] == "confirm"
    assert TOKEN not in str([(act.facts, act.subject) for act in acts])


def test_a_refusal_of_the_server_hides_the_address_too(stranger: Person) -> None:
    village()

    for response in (
        stranger.post(PAGE, {}, follow=False).response,
        stranger.client.put(PAGE),
        stranger.client.get(f"{PAGE}x"),
    ):
        assert response.status_code in {400, 404, 405}
        assert response.headers["Referrer-Policy"] == "no-referrer"


def test_one_press_says_that_the_notice_was_received(stranger: Person) -> None:
    village()
    stand_at("2026-04-08 08:12")

    page = press(stranger, stranger.get(PAGE), "RECEIVED")

    assert "✓ Đã nhận thông báo lúc 8 giờ 12, thứ Tư, 08/4." in words(page)
    assert buttons(page)[0] == "Bấm nhầm? Bỏ xác nhận"
    (row,) = db.session.scalars(select(Receipt))
    assert (row.way_words, row.link_id, row.recorded_by_id) == ("trang của thôn", 1, None)


def test_two_taps_make_one_row(stranger: Person) -> None:
    village()
    page = stranger.get(PAGE)

    for _ in range(2):
        assert "✓ Đã nhận thông báo" in press(stranger, page, "RECEIVED").main
    press(stranger, stranger.get(PAGE), "UNDO_RECEIVED")
    press(stranger, page, "RECEIVED")

    assert len(list(db.session.scalars(select(Receipt)))) == 1
    assert standing() == []


def test_a_press_by_mistake_is_taken_back(stranger: Person) -> None:
    village()
    page = press(stranger, stranger.get(PAGE), "RECEIVED")

    page = press(stranger, page, "UNDO_RECEIVED")

    assert buttons(page)[0] == "Đã nhận thông báo"
    assert standing() == []


def test_taking_back_what_was_not_said_changes_nothing(stranger: Person) -> None:
    village()
    page = press(stranger, stranger.get(PAGE), "RECEIVED")
    press(stranger, page, "UNDO_RECEIVED")

    form = stranger.get(PAGE).forms()
    sent: dict[str, object] = {name: v[0] for name, v in values_of(next(form)).items()}
    assert stranger.post(PAGE, sent | {"what": "UNDO_RECEIVED"}).status == 200
    assert standing() == []


def test_only_a_village_with_a_loudspeaker_is_asked_when_it_was_played(stranger: Person) -> None:
    one = village()
    assert "Đã phát loa lúc …" not in buttons(stranger.get(PAGE))
    one.has_loudspeaker = True
    db.session.commit()

    assert "Đã phát loa lúc …" in buttons(stranger.get(PAGE))


def test_it_was_played_just_now_at_the_hour_on_the_button(stranger: Person) -> None:
    village(has_loudspeaker=True)
    stand_at("2026-04-09 17:05")
    page = stranger.get(f"{PAGE}?phat={DAY}")
    assert "Vừa phát xong (17 giờ 05)" in buttons(page)

    stand_at("2026-04-09 17:20")
    page = press(stranger, page, "PLAYED_NOW")

    assert "✓ Đã phát loa lúc 17 giờ 05, thứ Năm, 09/4." in words(page)
    assert standing() == [ReceiptKind.PLAYED]
    assert "Đã nhận thông báo" not in buttons(page)


def test_a_button_left_open_since_yesterday_says_the_present_hour(stranger: Person) -> None:
    village(has_loudspeaker=True)
    stand_at("2026-04-08 17:05")
    page = stranger.get(f"{PAGE}?phat={DAY}")

    stand_at("2026-04-09 17:20")

    assert "17 giờ 20, thứ Năm, 09/4" in press(stranger, page, "PLAYED_NOW").main


def test_it_was_played_at_another_hour(stranger: Person) -> None:
    village(has_loudspeaker=True)
    stand_at("2026-04-09 17:05")

    page = press(
        stranger,
        stranger.get(f"{PAGE}?phat={DAY}"),
        "PLAYED",
        played_on="2026-04-08",
        played_at="05:30",
    )

    assert "✓ Đã phát loa lúc 5 giờ 30, thứ Tư, 08/4." in words(page)


def test_it_can_not_have_been_played_later_than_now(stranger: Person) -> None:
    village(has_loudspeaker=True)

    page = press(
        stranger,
        stranger.get(f"{PAGE}?phat={DAY}"),
        "PLAYED",
        played_on="2026-04-01",
        played_at="17:00",
    )

    assert page.status == 422
    assert "Lỗi: Lúc phát muộn hơn hiện tại. Hãy ghi lại giờ phát." in page.main
    assert page.soup.title
    assert page.soup.title.text.startswith("Lỗi: ")
    assert standing() == []


@pytest.mark.parametrize(
    ("played_on", "played_at"),
    [("2026-03-01", "17:00"), ("hôm qua", "17:00"), ("2026-04-01", "chiều"), ("", "")],
)
def test_a_day_or_an_hour_that_is_not_offered_is_refused(
    stranger: Person, played_on: str, played_at: str
) -> None:
    village(has_loudspeaker=True)
    page = stranger.get(f"{PAGE}?phat={DAY}")

    page = press(stranger, page, "PLAYED", played_on=played_on, played_at=played_at)

    assert page.status == 422
    assert "Lỗi: Hãy chọn ngày và giờ đã phát." in page.main
    assert standing() == []


@pytest.mark.parametrize("what", ["NHAN", ""])
def test_what_is_on_no_button_is_refused_in_words(stranger: Person, what: str) -> None:
    village()

    page = press(stranger, stranger.get(PAGE), "RECEIVED", what=what)

    assert page.status == 422
    assert "Lỗi: Hãy bấm một nút trên trang." in page.main


def test_where_a_mobile_saturday_is_held_the_hall_is_asked_about(stranger: Person) -> None:
    one = village()
    duty_session = saturday()
    duty_session.is_mobile, duty_session.hamlet = True, one
    db.session.commit()
    page = stranger.get(PAGE)
    assert "Nhà văn hóa sẵn sàng" in buttons(page)

    refused = press(stranger, page, "HALL_NOT_READY")
    assert refused.status == 422
    assert "Lỗi: Hãy ghi vì sao nhà văn hóa chưa sẵn sàng." in refused.main
    page = press(stranger, refused, "HALL_NOT_READY", reason="mất điện <hai ngày> & dột")

    assert "chưa sẵn sàng lúc 9 giờ, thứ Tư, 01/4. Lý do: mất điện <hai ngày> & dột" in words(page)
    page = press(stranger, page, "UNDO_HALL_NOT_READY")
    press(stranger, page, "HALL_READY")
    assert standing() == [ReceiptKind.HALL_READY]


def test_the_bulletin_can_be_heard_when_there_is_a_sound_of_it(stranger: Person) -> None:
    village()
    row = bulletin(saturday())
    row.publish(by=None)
    db.session.commit()
    assert "Nghe bản tin" not in buttons(stranger.get(PAGE))
    wav = b"RIFF\x24\0\0\0WAVEfmt "
    Recording.keep(db.session, row, NewSound(wav, SoundOrigin.UPLOADED), by=None)
    db.session.commit()

    page = stranger.get(PAGE)

    (link,) = page.soup.select("a[href$='/ban-tin-am-thanh']")
    assert link.text == "Nghe bản tin"
    assert stranger.get(str(link["href"])).status == 200


def test_before_anything_is_published_it_says_what_will_appear(stranger: Person) -> None:
    duty_session = factories.duty_session()
    published(duty_session, Channel.WEBSITE)
    (one,) = villages(1)
    link_of(one)

    page = stranger.get(PAGE)

    assert "Chưa có thông báo mới" in page.main
    assert buttons(page) == ["Gửi khó khăn, ý kiến của thôn"]


def test_a_saturday_that_is_past_is_no_longer_shown(stranger: Person) -> None:
    village()
    stand_at("2026-04-12 06:00")

    assert "Chưa có thông báo mới" in stranger.get(PAGE).main


def test_a_move_comes_first_and_must_be_confirmed_anew(stranger: Person) -> None:
    village()
    press(stranger, stranger.get(PAGE), "RECEIVED")
    new = moved(saturday())
    published(new, Channel.VILLAGE)

    page = stranger.get(PAGE)

    assert page.soup.h1
    assert page.soup.h1.text == "Dời buổi làm việc thứ Bảy, 11/4"
    words = page.soup.select("dl.facts")[0].get_text(" ", strip=True)
    assert "Dời sang Thứ Bảy, 18 tháng 4 năm 2026" in " ".join(words.split())
    assert "mưa lũ" in words
    assert len(page.soup.select("article.card")) == 1
    assert [one.get_text() for one in page.soup.select("h2.title")] == [
        "Mời bà con đến làm giấy tờ sáng thứ Bảy"
    ]
    page = press(stranger, page, "RECEIVED")
    assert [row.news.name for row in db.session.scalars(select(Receipt))] == ["HELD", "MOVED"]
    press(stranger, page, "RECEIVED", day=NEW_DAY.isoformat())
    assert len(standing()) == 3


def test_a_cancelled_saturday_says_so_at_once(stranger: Person) -> None:
    village()
    saturday().cancel("bão số 5", by=None)
    db.session.commit()

    page = stranger.get(PAGE)

    assert page.soup.h1
    assert page.soup.h1.text == "Hủy buổi làm việc thứ Bảy, 11/4"
    assert "bão số 5" in page.main
    assert "7 giờ 30" not in page.main
    assert "Đã nhận thông báo" in buttons(page)


def test_an_answer_about_a_day_that_is_not_shown_finds_nothing(stranger: Person) -> None:
    village()

    page = press(stranger, stranger.get(PAGE), "RECEIVED", day="2026-05-09")

    assert page.status == 404
    assert standing() == []


@pytest.mark.parametrize("path", [f"{PAGE}x", "/thon/l/a", f"/thon/l/{'a' * 300}"])
def test_a_wrong_address_says_kindly_whom_to_call(stranger: Person, path: str) -> None:
    setting("centre.phone", "0238 387 6543")
    village()

    page = stranger.get(path)

    assert page.status == 404
    assert "Liên kết này không còn dùng được" in page.main
    assert page.soup.select("a.button[href='tel:02383876543']")
    assert "Thôn 1" not in page.text


def test_a_revoked_link_opens_nothing(stranger: Person) -> None:
    announced()
    (one,) = villages(1)
    link = link_of(one)
    page = stranger.get(PAGE)
    link.revoke(by=None)
    db.session.commit()

    assert stranger.get(PAGE).status == 404
    assert press(stranger, page, "RECEIVED").status == 404
    assert standing() == []


def test_the_link_of_a_merged_village_tells_where_it_went(stranger: Person) -> None:
    announced()
    one, two = villages(2)
    link_of(one)
    one.merge(two, clock.today(), by=None)
    db.session.commit()

    page = stranger.get(PAGE)

    assert page.status == 404
    assert "Thôn 1 đã sáp nhập vào Thôn 2." in page.main


def test_a_form_of_another_village_opens_nothing(stranger: Person) -> None:
    announced()
    one, two = villages(2)
    link_of(one)
    link_of(two, "thonhai")
    theirs = stranger.get("/thon/l/thonhai")
    form = next(theirs.forms())
    sent: dict[str, object] = {name: value[0] for name, value in values_of(form).items()}

    assert stranger.post(PAGE, sent | {"what": "RECEIVED"}).status == 400
    assert standing() == []


def test_a_form_without_a_key_is_refused(stranger: Person) -> None:
    village()

    assert stranger.post(PAGE, {"what": "RECEIVED", "day": str(DAY)}).status == 400
    assert standing() == []


def test_who_is_signed_in_may_answer_by_a_link_too(centre: Person) -> None:
    village()

    press(centre, centre.get(PAGE), "RECEIVED")

    assert standing() == [ReceiptKind.RECEIVED]


def test_more_villages_cost_no_more_questions(stranger: Person) -> None:
    village()
    stranger.get(PAGE)
    with counted_queries() as few:
        stranger.get(PAGE)
    db.session.add_all(Hamlet(name=f"Bản {number}", position=100) for number in range(60))
    db.session.commit()
    with counted_queries() as many:
        stranger.get(PAGE)

    assert len(many) == len(few)
    assert len(many) <= 8


def test_a_fault_of_the_program_is_logged_without_the_address(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with app.test_request_context(PAGE):
        errors._note(RuntimeError(TOKEN))

    assert "announcements.village_page RuntimeError" in caplog.text
    assert TOKEN not in caplog.text


def test_neither_the_server_nor_its_front_writes_who_asked_for_what() -> None:
    script = (ROOT / "deploy.sh").read_text("utf-8")

    assert "access_log off;" in script
    assert "access-logfile" not in script
    assert "location /thon/l/ { error_log /dev/null;" in script
