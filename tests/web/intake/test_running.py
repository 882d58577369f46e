"""Is the Saturday prepared, how does it go, and what is told of it?"""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.intake import Deed, IntakeEntry, Origin
from saturday.models.plan import DutySession
from saturday.models.roster import Seat, assign
from saturday.models.running import Answers, Checklist, WaitingCount
from saturday.rules.intake import Outcome, Satisfaction
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person

DAY = "/tiep-nhan/2026-04-11"
RUNNING = f"{DAY}/buoi"


@pytest.fixture
def saturday(app: Flask) -> DutySession:
    """Give the Saturday of 11/4, at 10:52 of the day."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 10:52")
    return row


@pytest.fixture
def host(app: Flask, saturday: DutySession) -> Person:
    """Open the browser of the Centre on the Saturday."""
    del saturday
    return Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))


def ticked(page: Page) -> list[str]:
    """Give the things that are ticked on the page."""
    found = page.soup.select(".checklist li")
    return [
        one.find("label").get_text(strip=True)  # type: ignore[union-attr] # each has one
        for one in found
        if one.find("input", checked=True)
    ]


def stored(saturday: DutySession) -> list[str]:
    """Give what is on the Saturday's own list."""
    return [one.text for one in Checklist.of(db.session, saturday, "").items]


def counted(saturday: DutySession) -> list[tuple[int, str, str]]:
    """Give what was counted, the newest first."""
    rows = db.session.scalars(WaitingCount.of_session(saturday))
    return [(one.count, one.kind.name, one.place) for one in rows]


# The page


def test_the_page_has_the_usual_list_and_the_messages(host: Person) -> None:
    page = host.get(RUNNING)

    assert len(page.soup.select(".checklist li")) == 12
    assert "Còn 12 trên 12 mục chưa xong." in page.main
    noon = page.soup.find(id="tin-trua")
    assert noon is not None
    assert len(noon.get_text().strip().splitlines()) == 6
    line = page.soup.find(id="lich-tuan")
    assert line is not None
    assert line.get_text().strip().startswith("Thứ Bảy (11/4): 7 giờ 30 – 11 giờ 30, Ngày thứ 7")


def test_the_calendar_line_names_who_leads(host: Person, saturday: DutySession) -> None:
    leader = factories.officer("Trần Văn Bình (mẫu)", code="uy-ban", post="Chủ tịch")
    assign(saturday, Seat(factories.duty("LEADER"), leader), by=None)
    db.session.commit()

    assert "Lãnh đạo trực: Trần Văn Bình (mẫu)." in host.get(RUNNING).main


def test_the_kit_is_printed_for_a_mobile_saturday(host: Person, saturday: DutySession) -> None:
    kit = f"{DAY}/bo-dung-cu"
    assert host.get(RUNNING).soup.find("a", href=kit) is None
    saturday.is_mobile = True
    db.session.commit()

    assert host.get(RUNNING).soup.find("a", href=kit)


def test_a_day_without_a_saturday_is_not_found(host: Person) -> None:
    for page in ("buoi", "kiem-tra/sua", "phieu-trong", "danh-muc-kiem-tra", "so-theo-doi"):
        assert host.get(f"/tiep-nhan/2026-04-18/{page}").status == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.CLERK, Role.DEPARTMENT])
def test_only_the_centre_runs_the_desk(app: Flask, saturday: DutySession, role: Role) -> None:
    del saturday
    person = Person(app, factories.account(username="khac", roles={role}))

    for page in ("buoi", "kiem-tra/sua", "danh-muc-kiem-tra", "so-theo-doi", "so-theo-doi.xlsx"):
        assert person.get(f"{DAY}/{page}").status == 403
    blank = {Role.OFFICER: 200}.get(role, 403)
    assert person.get(f"{DAY}/phieu-trong").status == blank


def test_ten_more_counts_ask_nothing_more(host: Person, saturday: DutySession) -> None:
    def asked() -> int:
        with counted_queries() as sent:
            assert host.get(RUNNING).status == 200
        return len(sent)

    host.send(host.get(RUNNING), "/dem-nguoi", count="9")
    few = asked()
    for _ in range(10):
        db.session.add(
            WaitingCount(
                duty_session_id=saturday.id,
                seen_at=factories.at("2026-04-11 09:00"),
                count=3,
            )
        )
    db.session.commit()

    assert asked() == few


# The checklist


def test_what_is_ticked_is_kept_with_who_and_when(host: Person, saturday: DutySession) -> None:
    page = host.send(host.get(RUNNING), "/kiem-tra", ticks=["1", "5"])

    assert page.notice == "Đã lưu danh mục kiểm tra. Còn 10 mục chưa xong."
    assert ticked(page) == [
        "Điện, mạng Internet, Wi-Fi cho người dân",
        "Con dấu có tại chỗ, người giữ dấu có mặt",
    ]
    assert "10h52, Người dùng trungtam" in page.main
    assert len(stored(saturday)) == 12


def test_the_last_tick_says_that_all_is_done(host: Person) -> None:
    every = [str(place) for place in range(1, 13)]

    page = host.send(host.get(RUNNING), "/kiem-tra", ticks=every)

    assert page.notice == "Đã lưu danh mục kiểm tra. Đã xong cả danh mục."
    assert "Đã xong cả 12 mục." in page.main


def test_a_tick_sent_twice_is_one(host: Person, saturday: DutySession) -> None:
    page = host.get(RUNNING)
    first = host.send(page, "/kiem-tra", ticks=["1"])
    again = host.send(page, "/kiem-tra", ticks=["1"])

    assert first.notice == again.notice
    assert len(stored(saturday)) == 12


def test_ticks_sent_from_two_screens_both_stay(host: Person) -> None:
    mine, theirs = host.get(RUNNING), host.get(RUNNING)
    host.send(theirs, "/kiem-tra", ticks=["2"])

    page = host.send(mine, "/kiem-tra", ticks=["1"])

    assert len(ticked(page)) == 2


def test_a_list_written_anew_meanwhile_is_shown_before_ticking(host: Person) -> None:
    old = host.get(RUNNING)
    host.send(host.get(f"{DAY}/kiem-tra/sua"), "/kiem-tra/sua", texts="Mạng\nĐiện")

    page = host.send(old, "/kiem-tra", ticks=["1"])

    assert page.status == 409
    assert page.faults == [
        "Người khác vừa sửa phần này. Xem hai bản ở dưới, sửa cho đúng rồi lưu lại."
    ]


def test_a_cancelled_saturday_takes_no_tick(host: Person, saturday: DutySession) -> None:
    page = host.get(RUNNING)
    saturday.cancel("mưa bão", by=None)
    db.session.commit()

    refused = host.send(page, "/kiem-tra", ticks=["1"])

    assert refused.status == 422
    assert refused.faults[0].startswith("Buổi này không tổ chức")


def test_the_list_is_written_for_one_saturday(host: Person, saturday: DutySession) -> None:
    page = host.get(f"{DAY}/kiem-tra/sua")

    page = host.send(page, "/kiem-tra/sua", texts=" Mạng \n\nĐiện\nMạng")

    assert page.notice == "Đã lưu các mục của danh mục kiểm tra."
    assert stored(saturday) == ["Mạng", "Điện"]
    assert "Mạng" not in Commune.of_database(db.session).text("desk.checklist").splitlines()


def test_the_list_is_written_for_later_saturdays_too(host: Person) -> None:
    host.send(host.get(f"{DAY}/kiem-tra/sua"), "/kiem-tra/sua", texts="Mạng\nĐiện", is_usual="y")

    assert Commune.of_database(db.session).text("desk.checklist") == "Mạng\nĐiện"
    later = factories.duty_session(date(2026, 5, 9))
    page = host.get(f"/tiep-nhan/{later.day}/buoi")
    assert len(page.soup.select(".checklist li")) == 2


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ("  ", "Hãy ghi ít nhất một mục."),
        ("\n".join(f"Mục {place}" for place in range(21)), "Tối đa 20 mục, để in vừa nửa trang."),
    ],
)
def test_a_bad_list_comes_back_as_typed(host: Person, texts: str, fault: str) -> None:
    page = host.send(host.get(f"{DAY}/kiem-tra/sua"), "/kiem-tra/sua", texts=texts)

    assert (page.status, page.faults) == (422, [fault])
    area = page.soup.find("textarea", attrs={"name": "texts"})
    assert area is not None
    assert area.get_text().strip() == texts.strip()
    assert page.soup.title is not None
    assert page.soup.title.text.strip().startswith("Lỗi:")


def test_a_list_changed_by_somebody_else_is_shown_beside(host: Person) -> None:
    old = host.get(f"{DAY}/kiem-tra/sua")
    host.send(host.get(f"{DAY}/kiem-tra/sua"), "/kiem-tra/sua", texts="Mạng")

    page = host.send(old, "/kiem-tra/sua", texts="Điện")

    assert page.status == 409
    assert page.rows("Hai bản") == [["Các mục", "Mạng", "Điện"]]


# People


def test_who_waits_is_kept_and_told_to_the_leader(host: Person, saturday: DutySession) -> None:
    page = host.send(
        host.get(RUNNING), "/dem-nguoi", count="9", place="Chứng thực", seen_at="10h30"
    )

    assert page.notice == "Đã ghi 9 người đang chờ."
    assert counted(saturday) == [(9, "WAITING", "Chứng thực")]
    assert page.rows("Số người đã đếm") == [["10h30", "9", "Chứng thực", "Bỏ"]]
    assert "Chờ đông nhất 9 người (Chứng thực, 10 giờ 30)" in page.main


def test_who_came_in_is_compared_with_who_was_logged(host: Person, saturday: DutySession) -> None:
    IntakeEntry.record(db.session, Deed(Outcome.GUIDED), Origin(saturday, None))
    db.session.commit()

    page = host.send(host.get(RUNNING), "/dem-nguoi", count="3", kind="CAME_IN")

    assert "Đã vào cửa 3 người (10h52), đã ghi 1 lượt: còn 2 người" in page.main
    assert counted(saturday) == [(3, "CAME_IN", "")]


def test_a_count_sent_twice_is_one(host: Person, saturday: DutySession) -> None:
    page = host.get(RUNNING)
    host.send(page, "/dem-nguoi", count="9")
    host.send(page, "/dem-nguoi", count="9")

    assert len(counted(saturday)) == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"count": ""}, "Hãy ghi số người."),
        ({"count": "chín"}, "Hãy ghi một số, chỉ dùng chữ số."),
        ({"count": "1000"}, "Số người từ 0 đến 999."),
        ({"count": "9", "seen_at": "11h30"}, "Giờ này chưa đến. Hãy ghi giờ đã qua."),
        ({"count": "9", "seen_at": "sáng"}, "Hãy ghi giờ dạng 7h30."),
    ],
)
def test_a_bad_count_comes_back_as_typed(
    host: Person, saturday: DutySession, typed: dict[str, str], fault: str
) -> None:
    page = host.send(host.get(RUNNING), "/dem-nguoi", **typed)  # type: ignore[arg-type]

    assert (page.status, page.faults) == (422, [fault])
    field = page.soup.find("input", attrs={"name": "count"})
    assert field is not None
    assert field["value"] == typed["count"]
    assert counted(saturday) == []


def test_a_bad_count_leaves_the_other_forms_as_stored(host: Person) -> None:
    page = host.send(host.get(RUNNING), "/hai-long", VERY="40")

    page = host.send(page, "/dem-nguoi", count="1000")

    field = page.soup.find("input", attrs={"name": "VERY"})
    assert field is not None
    assert field["value"] == "40"
    assert host.send(page, "/hai-long", NOT="1").notice == "Đã lưu mức độ hài lòng: 41 phiếu."


def test_a_wrong_count_is_taken_back(host: Person, saturday: DutySession) -> None:
    page = host.send(host.get(RUNNING), "/dem-nguoi", count="90")

    page = host.send(page, "/bo")

    assert page.notice == "Đã bỏ số đếm 90 người."
    assert counted(saturday) == []


def test_a_count_of_another_saturday_is_not_found(host: Person, saturday: DutySession) -> None:
    page = host.send(host.get(RUNNING), "/dem-nguoi", count="9")
    form = page.form("/bo")
    other = factories.duty_session(date(2026, 5, 9))
    address = str(form["action"]).replace("2026-04-11", str(other.day))

    keys = {str(one["name"]): str(one["value"]) for one in form.find_all("input")}
    assert host.post(address, dict(keys)).status == 404
    assert len(counted(saturday)) == 1


# Answers


def test_answers_are_kept_as_totals(host: Person, saturday: DutySession) -> None:
    page = host.send(host.get(RUNNING), "/hai-long", VERY="40", NOT="1")

    assert page.notice == "Đã lưu mức độ hài lòng: 41 phiếu."
    counts = Answers.of(db.session, saturday).counts
    assert [counts[level] for level in Satisfaction] == [40, 0, 1]
    assert "Rất hài lòng 40, hài lòng 0, chưa hài lòng 1; góp ý, phản ánh 0." in page.main


def test_answers_saved_by_somebody_else_are_shown_beside(host: Person) -> None:
    old = host.get(RUNNING)
    host.send(host.get(RUNNING), "/hai-long", VERY="40")

    page = host.send(old, "/hai-long", VERY="30")

    assert page.status == 409
    assert page.rows("Hai bản") == [["rất hài lòng", "40", "30"]]
    page = host.send(page, "/hai-long")
    assert page.notice == "Đã lưu mức độ hài lòng: 30 phiếu."


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("nhiều", "Hãy ghi một số, chỉ dùng chữ số."), ("1000", "Số phiếu từ 0 đến 999.")],
)
def test_bad_answers_come_back_as_typed(host: Person, typed: str, fault: str) -> None:
    page = host.send(host.get(RUNNING), "/hai-long", SATISFIED=typed)

    assert (page.status, page.faults) == (422, [fault])
    field = page.soup.find("input", attrs={"name": "SATISFIED"})
    assert field is not None
    assert field["value"] == typed


def test_before_the_day_there_is_the_checklist_and_the_calendar_line(app: Flask) -> None:
    factories.duty_session()
    host = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))

    page = host.get(RUNNING)

    assert "Số người chờ, mức độ hài lòng và tin trưa hiện ở đây vào thứ Bảy, 11/4." in page.main
    assert "còn 10 ngày" in page.main
    assert page.has_form("/kiem-tra")
    assert not page.has_form("/dem-nguoi")
    assert page.soup.find(id="tin-trua") is None
    assert page.soup.find(id="lich-tuan")


def test_a_saturday_cancelled_meanwhile_counts_nobody(host: Person, saturday: DutySession) -> None:
    page = host.get(RUNNING)
    saturday.cancel("mưa bão", by=None)
    db.session.commit()

    for act, typed in (("/dem-nguoi", {"count": "9"}), ("/hai-long", {"VERY": "9"})):
        refused = host.send(page, act, **typed)  # type: ignore[arg-type]
        assert refused.status == 422
        assert refused.faults[0].startswith("Buổi này không tổ chức")
