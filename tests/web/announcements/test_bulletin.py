"""Tests: the bulletin of a Saturday, as the operator and the Centre see it."""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.broadcasts import Broadcast, Playing, note_broadcast, plan_broadcasts
from saturday.models.plan import DutySession
from saturday.models.settings import change_settings
from saturday.rules.broadcasts import Slots
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.factories import at
from tests.pages import Person
from tests.web.announcements.bulletin_stories import LOA, bulletin, operator

BELOW = ("", "/doc", "/phieu-duyet", "/ban-tin.txt", "/da-phat")


def plan(duty_session: DutySession) -> None:
    slots = Slots(date(2026, 4, 7), date(2026, 4, 10))
    plan_broadcasts(db.session, duty_session, slots, by=None)
    db.session.commit()


def test_the_operator_reads_the_approved_bulletin_as_it_is_said(app: Flask) -> None:
    bulletin(factories.duty_session())

    page = operator(app).get(LOA)

    assert page.status == 200
    assert "đã duyệt Lê Thị Duyệt (mẫu), 9 giờ, thứ Tư, 01/4 · đọc khoảng" in page.main
    assert "sáng thứ Bảy, ngày mười một tháng Tư" in page.main
    assert "11/4/2026" not in page.main
    assert page.has_form("/loa/vua-phat")
    assert not page.has_form("/loa/lich")
    assert "Sửa lịch phát" not in page.main
    assert page.response.headers["Content-Security-Policy"].endswith("; media-src 'self'")


def test_the_operator_sees_nothing_of_what_is_not_approved(app: Flask) -> None:
    bulletin(factories.duty_session(), approved=False)
    loa = operator(app)

    page = loa.get(LOA)

    assert "chưa được duyệt" in page.main
    assert "Kính thưa" not in page.main
    assert not page.has_form("/loa/vua-phat")
    assert [loa.get(LOA + path).status for path in BELOW[1:4]] == [404, 404, 404]


def test_the_centre_sees_the_bulletin_being_written(centre: Person) -> None:
    bulletin(factories.duty_session(), approved=False)

    page = centre.get(LOA)

    assert "Bản tin này chưa được duyệt (dự thảo), chưa phát được." in page.main
    assert "Kính thưa toàn thể Nhân dân" in page.main
    assert not page.has_form("/loa/vua-phat")


def test_a_new_edition_in_the_making_does_not_hide_the_approved_one(centre: Person) -> None:
    one = factories.duty_session()
    bulletin(one)
    bulletin(one, approved=False, edition=2)

    assert "Đang soạn bản mới (dự thảo). Dưới đây là bản đã duyệt." in centre.get(LOA).main
    assert "Đang soạn" not in operator(centre.app).get(LOA).main


def test_a_bulletin_that_is_no_longer_true_says_so(app: Flask) -> None:
    one = factories.duty_session()
    bulletin(one)
    one.place = "Nhà văn hóa thôn 3"
    db.session.commit()
    loa = operator(app)

    page = loa.get(LOA)

    assert "Không còn đúng" in page.main
    assert "Chưa đọc bản tin này." in loa.get(f"{LOA}/doc").main
    assert "Chưa phát bản tin này; Trung tâm cần soạn lại." in page.main


def test_words_that_nobody_can_say_are_named(app: Flask) -> None:
    row = bulletin(factories.duty_session())
    row.text = "Xin gọi XYZQ."
    db.session.commit()
    loa = operator(app)

    page = loa.get(LOA)

    assert "Loa chưa đọc được: “XYZQ”" in page.main
    assert not page.has_form("/loa/am-thanh")
    assert loa.get(f"{LOA}/ban-tin.txt").status == 409
    assert "XYZQ" in loa.get(f"{LOA}/doc").main


@pytest.mark.parametrize("change", ["moved", "cancelled"])
def test_after_a_change_the_old_bulletin_is_not_played(app: Flask, change: str) -> None:
    one = factories.duty_session()
    bulletin(one)
    if change == "moved":
        factories.duty_session(date(2026, 4, 18))
        one.moved_to, one.change_reason = date(2026, 4, 18), "mưa bão"
    else:
        one.cancel("mưa bão", by=None)
    db.session.commit()
    loa = operator(app)

    page = loa.get(LOA)
    bulletin(one)
    then = loa.get(LOA)
    played = loa.send(then, "/loa/vua-phat")

    assert "mưa bão. Không phát bản tin cũ nữa." in page.main
    assert not page.has_form("/loa/vua-phat")
    assert "mưa bão. Bản tin gấp này chưa phát: phát ngay." in then.main
    assert "mưa bão. Chỉ phát bản tin báo tin này." in played.main
    assert then.has_form("/loa/vua-phat")
    assert "mưa bão" in loa.get(f"{LOA}/doc").main


def test_plan_and_log_stand_in_the_order_of_time(app: Flask) -> None:
    one = factories.duty_session()
    bulletin(one)
    plan(one)
    stand_at("2026-04-08 17:10")
    note_broadcast(db.session, one, Playing(at("2026-04-07 17:04"), "Vi Văn Loa (mẫu)"), by=None)
    db.session.commit()

    page = operator(app).get(LOA)

    lines = [one.get_text(" ", strip=True) for one in page.soup.select("main .list-plain li")]
    assert lines[0].startswith("5 giờ 30, thứ Ba, 07/4 ! chưa ghi Đã phát đúng giờ")
    assert "Đã phát 17 giờ 04, thứ Ba, 07/4 , Vi Văn Loa (mẫu) · lịch: 17 giờ" in lines[1]
    assert "đến giờ" in lines[3]
    assert lines[4] == "5 giờ 30, thứ Năm, 09/4"


def test_ten_more_playings_ask_nothing_more(app: Flask) -> None:
    one = factories.duty_session()
    bulletin(one)
    loa = operator(app)
    loa.get(LOA)
    with counted_queries() as before:
        loa.get(LOA)
    row = bulletin(one, edition=2)
    for hour in range(10):
        moment = at(f"2026-04-07 {hour:02}:30")
        played = Broadcast(duty_session=one, planned_at=moment, announcement=row, player="mẫu")
        played.played_at = moment
        db.session.add(played)
    db.session.commit()
    with counted_queries() as after:
        loa.get(LOA)

    assert len(after) == len(before)


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.OFFICER, Role.HAMLET, Role.ADMIN])
def test_others_have_no_business_here(app: Flask, role: Role) -> None:
    bulletin(factories.duty_session())
    other = Person(app, factories.account(roles={role}))

    assert {other.get(LOA + path).status for path in BELOW} == {403}


@pytest.mark.parametrize("person", ["leader", "clerk"])
def test_the_office_reads_and_notes_nothing(request: pytest.FixtureRequest, person: str) -> None:
    reader: Person = request.getfixturevalue(person)
    bulletin(factories.duty_session())

    page = reader.get(LOA)

    assert page.status == 200
    assert not any(page.has_form(one) for one in ("/vua-phat", "/am-thanh", "/tep"))
    assert reader.get(f"{LOA}/da-phat").status == 403


def test_the_operator_goes_through_no_other_door(app: Flask) -> None:
    factories.duty_session()
    loa = operator(app)

    closed = ("/lich-truc/", "/ke-hoach/2026", "/danh-muc/", "/quan-tri/", f"{LOA}/lich")
    assert {loa.get(path).status for path in (*closed, f"{LOA}/tieng-khac")} == {403}
    menu = [one.get_text(strip=True) for one in loa.get("/").soup.select("header nav a")]
    assert menu == ["Việc cần làm", "Bản tin phát thanh", "Văn bản"]


def test_no_such_saturday_is_no_page(app: Flask) -> None:
    assert operator(app).get(LOA).status == 404


def test_a_telephone_is_said_digit_by_digit(app: Flask) -> None:
    change_settings(db.session, {"centre.phone": "0238 123 456"}, by=None)
    bulletin(factories.duty_session())

    assert "không hai ba tám" in operator(app).get(LOA).main
