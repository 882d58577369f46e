"""Does the hub say how far a Saturday is, what is missing, and who must act?"""

from dataclasses import replace
from datetime import date, time

import pytest
from bs4 import Tag
from flask import Flask

from saturday import clock
from saturday.extensions import db
from saturday.models.base import Report, Way
from saturday.models.calendar import BusyDay, Holiday
from saturday.models.commune import Partner
from saturday.models.daily import DayFigures, close
from saturday.models.documents import Document, Papers, Subject
from saturday.models.intake import Deed, IntakeEntry, Origin
from saturday.models.plan import DutySession
from saturday.models.roster import Replacement, Seat, Wanted, assign, require
from saturday.rules.calendar import HolidayKind
from saturday.rules.intake import Outcome
from saturday.rules.lifecycle import PaperState
from saturday.rules.numbering import DocumentKind, Issuer
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person
from tests.web.roster.stories import APRIL_11, HUB, assigned, later, moved, nominated, recorded

MOST_QUERIES = 20
TO_CLOSE = "Trung tâm cần chốt số liệu ngày của buổi thứ Bảy, 11/4."
NOTICE = Papers(
    paper="assignment_notice",
    kind=DocumentKind.NOTICE,
    issuer=Issuer.CENTRE,
    symbol="TB-TTPVHCC",
    title="Phân công trực thứ Bảy",
    signer_capacity="GIÁM ĐỐC",
    signer_name="",
    recipients="",
)


def todos(page: Page) -> list[str]:
    """Give the sentences that say what is missing."""
    return [one.get_text(" ", strip=True) for one in page.soup.select(".todo strong")]


def links(page: Page) -> list[str]:
    """Give the words of links and buttons in the page's main part."""
    return [
        " ".join(one.get_text(" ", strip=True).split())
        for one in page.soup.select("main a, main button")
    ]


def blue(page: Page) -> list[str]:
    """Give the words of the blue buttons."""
    return [one.get_text(strip=True) for one in page.soup.select("main .btn-act")]


def settle(duty_session: DutySession) -> None:
    """Put somebody on every duty."""
    officer = factories.officer("Người trực (mẫu)", code="trung-tam")
    for row in duty_session.requirements:
        if row.count:
            assign(duty_session, Seat(row.duty, officer), by=None)
    for code in ("kinh-te", "van-hoa-xa-hoi", "van-phong"):
        nominated(duty_session, code=code).approve(by=None)
    db.session.commit()


def notice_of(duty_session: DutySession, *, issued: bool) -> Document:
    """Make the assignment notice."""
    row = Document.draft(NOTICE, Subject(duty_session=duty_session), by=None)
    if issued:
        row.state = PaperState.ISSUED
        row.number, row.dated_on = 28, date(2026, 4, 1)
        row.signed_at = row.issued_at = clock.now()
    db.session.add(row)
    db.session.commit()
    return row


def test_the_head_says_day_hours_place_and_how_long(leader: Person) -> None:
    factories.duty_session()

    page = leader.get(HUB)

    heads = [one.text for one in page.soup.select("h1")]
    assert heads == ["Buổi thứ Bảy, ngày 11 tháng 4 năm 2026"]
    place = "Trung tâm Phục vụ hành chính công xã Anh Sơn"
    assert f"7 giờ 30 – 11 giờ 30, tại {place} · còn 10 ngày" in page.main


def test_the_stages_say_their_state_in_words(leader: Person) -> None:
    factories.duty_session()

    steps = [one.get_text(" ", strip=True) for one in leader.get(HUB).soup.select(".steps li")]

    assert steps[2] == "3 Danh sách cử Đang làm 0 trên 3 phòng đã gửi, hạn 17 giờ thứ Sáu, 03/4"
    assert steps[3] == "4 Phân công ! Còn thiếu còn thiếu 10 nhiệm vụ"


def test_what_is_missing_names_who_must_act_by_when(centre: Person) -> None:
    factories.duty_session()

    page = centre.get(HUB)

    assert "Còn thiếu (10)" in page.main
    by_friday, by_then = "17 giờ thứ Sáu, 03/4 (còn 2 ngày)", "7 giờ 30 thứ Bảy, 11/4 (còn 10 ngày)"
    social = "người trực lĩnh vực chính sách xã hội"
    assert todos(page) == [
        f"Phòng Kinh tế cần gửi danh sách trước {by_friday}.",
        f"Phòng Văn hóa - Xã hội cần cử {social} trước {by_friday}.",
        f"Văn phòng HĐND và UBND cần gửi danh sách trước {by_friday}.",
        f"Ủy ban nhân dân xã cần cử 3 người trước {by_then}.",
        f"Trung tâm Phục vụ hành chính công cần cử 2 người trước {by_then}.",
    ]
    assert "Còn thiếu: Đất đai (chỉ tiếp nhận); Hộ kinh doanh, nông nghiệp." in page.main


def test_a_gap_says_which_procedures_fail(leader: Person) -> None:
    duty_session = factories.duty_session()
    for code in ("LEADER", "CIVIL_STATUS_SIGNER"):
        assigned(duty_session, factories.officer(f"{code} (mẫu)", code="uy-ban"), code)

    page = leader.get(HUB)

    assert (
        "Thiếu người thì không làm xong trong buổi: chứng thực bản sao, chứng thực chữ ký."
        in page.main
    )


def test_the_reminder_can_be_copied_without_scripts(centre: Person) -> None:
    factories.duty_session()

    page = centre.get(HUB)

    box = page.soup.select_one("#nhac-kinh-te")
    assert box is not None
    centre_name, limit = "Trung tâm Phục vụ hành chính công", "17 giờ thứ Sáu, 03/4 (còn 2 ngày)"
    assert box.text.splitlines() == [
        "Phòng Kinh tế chưa gửi danh sách cử công chức trực thứ Bảy, 11/4.",
        "Cần cử: 1 người đất đai; 1 người hộ kinh doanh, nông nghiệp.",
        f"Đề nghị gửi về {centre_name} trước {limit}.",
    ]
    assert blue(page) == ["Sao chép tin nhắn nhắc việc"]


def test_after_the_limit_the_centre_types_the_list_in(centre: Person) -> None:
    factories.duty_session()
    centre = later(centre, "2026-04-06 08:00")

    page = centre.get(HUB)

    assert todos(page)[0] == "Phòng Kinh tế cần gửi danh sách, đã quá hạn 3 ngày."
    assert blue(page) == ["Ghi hộ danh sách"]
    assert "! quá hạn 3 ngày" in page.main


def test_a_department_is_offered_its_own_list_only(economy: Person) -> None:
    factories.duty_session()

    page = economy.get(HUB)

    assert blue(page) == ["Lập danh sách"]
    assert not page.soup.select("textarea")
    assert [one for one in links(page) if "Ghi hộ" in one or "Phân công người" in one] == []
    hrefs = [str(one["href"]) for one in page.soup.select("main a[href]")]
    assert [one for one in hrefs if "/phong/" in one] == ["/lich-truc/2026-04-11/phong/kinh-te"] * 2


def test_others_are_offered_nothing(leader: Person) -> None:
    factories.duty_session()

    page = leader.get(HUB)

    assert blue(page) == []
    assert not [one for one in page.forms() if "/lich-truc/" in str(one["action"])]


def test_a_sent_list_waits_for_approval(centre: Person) -> None:
    duty_session = factories.duty_session()
    nominated(duty_session, factories.officer())

    page = centre.get(HUB)

    assert todos(page)[0] == "Trung tâm cần duyệt danh sách của Phòng Kinh tế."
    words = "Phòng Kinh tế cần cử người trực lĩnh vực hộ kinh doanh, nông nghiệp"
    assert todos(page)[1].startswith(words)
    assert blue(page) == ["Duyệt danh sách"]
    land = ["Đất đai (chỉ tiếp nhận)", "0/1", "Công chức 1 (mẫu)", "Kinh tế", "chờ duyệt", ""]
    assert land in page.rows("Bảng phân công")
    assert "Còn thiếu (10)" in page.main


@pytest.mark.parametrize(
    ("who", "seen"), [("economy", True), ("culture", False), ("leader", False)]
)
def test_unapproved_people_are_seen_by_their_own_only(
    who: str, *, seen: bool, request: pytest.FixtureRequest
) -> None:
    person: Person = request.getfixturevalue(who)
    row = nominated(factories.duty_session(), factories.officer())
    row.send_back("Lý do riêng", by=None)
    db.session.commit()

    page = person.get(HUB)

    assert ("Công chức 1 (mẫu)" in page.main) is seen
    assert ("Lý do riêng" in page.main) is seen
    assert ("trả lại" in page.main) is seen


def test_approved_names_are_seen_by_all(culture: Person) -> None:
    row = nominated(factories.duty_session(), factories.officer())
    row.approve(by=None)
    db.session.commit()

    page = culture.get(HUB)

    assert ["Đất đai (chỉ tiếp nhận)", "1/1", "Công chức 1 (mẫu)", "Kinh tế", "✓ đã duyệt"] in (
        page.rows("Bảng phân công")
    )
    assert "Còn thiếu (9)" in page.main
    assert "Đã có người (1)" in page.main


def test_a_draft_is_no_coverage(economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer(), sent=False)

    page = economy.get(HUB)

    assert "đang soạn, chưa gửi" in page.main
    assert "Còn thiếu (10)" in page.main
    assert ["Công chức 1 (mẫu)", "Kinh tế", "dự thảo"] in page.rows("Bảng phân công")


def test_hours_of_a_part_are_shown_beside_the_person(leader: Person) -> None:
    duty_session = factories.duty_session()
    signer = factories.duty("CERTIFICATION_SIGNER")
    require(duty_session, [Wanted(signer, 1)], by=None)
    officer = factories.officer("Người ký (mẫu)", code="uy-ban")
    assign(duty_session, Seat(signer, officer, starts_at=time(9), ends_at=time(10)), by=None)
    db.session.commit()

    page = leader.get(HUB)

    rows = page.rows("Bảng phân công")
    assert ["Người ký (mẫu) 9 giờ – 10 giờ", "UBND xã", "✓ đã phân công"] in rows
    assert any("chưa có người từ 7 giờ 30 đến 9 giờ 00" in cell for row in rows for cell in row)


def test_partners_come_with_their_number(leader: Person) -> None:
    duty_session = factories.duty_session()
    police = db.session.scalars(Partner.in_order()).first()
    seat = Seat(factories.duty("PARTNER"), partner=police, note="02 người")
    assign(duty_session, seat, by=None)
    db.session.commit()

    rows = leader.get(HUB).rows("Bảng phân công")

    assert ["Phối hợp", "1", "chưa ghi tên 02 người", "Công an xã", "✓ đã phân công"] in rows


def test_whom_no_duty_asked_for_waits_apart(centre: Person) -> None:
    nominated(factories.duty_session(), factories.officer(), duty="AGRICULTURE")

    rows = centre.get(HUB).rows("Bảng phân công")

    assert rows[-2:] == [
        ["Chờ duyệt thêm (1)"],
        ["Nông nghiệp", "0", "Công chức 1 (mẫu)", "Kinh tế", "chờ duyệt", ""],
    ]


def test_on_behalf_is_said_to_the_centre(centre: Person) -> None:
    report = Report("Trưởng phòng", Way.ZALO, factories.at("2026-04-01 08:10"))
    nominated(factories.duty_session(), factories.officer(), report=report)

    page = centre.get(HUB)

    words = "Trung tâm ghi hộ theo Zalo, do Trưởng phòng báo lúc 8 giờ 10, thứ Tư, 01/4"
    assert words in page.main


def test_a_planned_saturday_says_how_to_begin(centre: Person, economy: Person) -> None:
    factories.duty_session(prepared=False)

    assert blue(centre.get(HUB)) == ["Mở chuẩn bị"]
    page = economy.get(HUB)
    assert "chưa mở chuẩn bị" in page.main
    assert blue(page) == []


@pytest.mark.parametrize("is_open", [False, True])
def test_no_step_leads_to_a_place_that_is_not_there(centre: Person, *, is_open: bool) -> None:
    factories.officer()
    factories.duty_session(prepared=is_open)

    soup = centre.get(HUB).soup

    wanted = {str(one["href"]) for one in soup.select(".steps a")}
    there = {"#van-ban", "#danh-sach", "#bang-phan-cong"}
    assert wanted == (there if is_open else set())
    assert all(soup.select(one) for one in wanted)


def test_with_everybody_there_the_notice_is_next(centre: Person, clerk: Person) -> None:
    settle(factories.duty_session())

    page = centre.get(HUB)

    assert todos(page) == []
    assert blue(page) == ["Lập thông báo phân công"]
    href = str(page.soup.select_one("main .btn-act")["href"])  # type: ignore[index]
    assert href == "/van-ban/lap/assignment_notice/2026-04-11"
    assert "Lập thông báo phân công" in links(clerk.get(HUB))


def test_with_gaps_the_notice_wants_a_reason(centre: Person) -> None:
    factories.duty_session()

    page = centre.get(HUB)

    assert "Còn thiếu 10 người. Vẫn lập được nếu ghi lý do." in page.main
    assert "Lập thông báo phân công" in links(page)


def test_an_unissued_notice_is_named_to_the_office_only(leader: Person, economy: Person) -> None:
    notice_of(factories.duty_session(), issued=False)

    assert "Phân công trực thứ Bảy dự thảo" in leader.get(HUB).main
    page = economy.get(HUB)
    assert "Phân công trực thứ Bảy" not in page.main
    assert "Thông báo phân công chưa phát hành." in page.main


def test_after_a_replacement_a_new_notice_is_offered_and_not_forced(
    clerk: Person, centre: Person
) -> None:
    duty_session = factories.duty_session()
    settle(duty_session)
    notice = notice_of(duty_session, issued=True)
    old = next(one for one in duty_session.assignments if one.duty.code == "LAND")
    stand_in = factories.officer("Người thay (mẫu)")
    Replacement.make(old, Seat(old.duty, stand_in), "đi tập huấn", by=None)
    db.session.commit()

    page = clerk.get(HUB)

    assert todos(page) == ["Đã thay 1 người sau khi ký thông báo 28/TB-TTPVHCC."]
    hrefs = [str(one["href"]) for one in page.soup.select("main a[href]")]
    assert f"/van-ban/lap/assignment_notice/2026-04-11?replaces={notice.id}" in hrefs
    assert "Lập thông báo thay thế" not in links(centre.get(HUB))


def test_a_correction_after_signing_prompts_a_new_notice_too(clerk: Person) -> None:
    duty_session = factories.duty_session()
    settle(duty_session)
    notice_of(duty_session, issued=True)
    assert todos(clerk.get(HUB)) == []
    old = next(one for one in duty_session.assignments if one.duty.code == "LAND")
    stand_in = factories.officer("Người thay (mẫu)")
    Replacement.make(old, Seat(old.duty, stand_in), "đi tập huấn", by=None)
    other = next(one for one in duty_session.assignments if one.duty.code == "BUSINESS")
    other.correct(replace(other.seat, note="đến 10 giờ"), by=None)
    assigned(duty_session, factories.officer("Người thêm (mẫu)"), "AGRICULTURE")

    page = clerk.get(HUB)

    assert todos(page) == [
        "Đã thay 1 người và thêm hoặc sửa 2 người sau khi ký thông báo 28/TB-TTPVHCC."
    ]
    assert "Lập thông báo thay thế" in links(page)


def test_replacements_say_why_to_those_concerned(
    centre: Person, economy: Person, culture: Person
) -> None:
    duty_session = factories.duty_session()
    old = assigned(duty_session, factories.officer())
    report = Report("Trưởng phòng", Way.TELEPHONE, factories.at("2026-04-01 08:30"))
    stand_in = factories.officer("Người thay (mẫu)")
    Replacement.make(old, Seat(old.duty, stand_in), "đi tập huấn", report, by=None)
    db.session.commit()

    for person in (centre, economy):
        page = person.get(HUB)
        assert "Công chức 1 (mẫu) thay bằng Người thay (mẫu)" in page.main
        assert "Lý do: đi tập huấn." in page.main
        assert "do Trưởng phòng báo lúc 8 giờ 30" in page.main
    page = culture.get(HUB)
    assert "Công chức 1 (mẫu) thay bằng Người thay (mẫu)" in page.main
    assert "đi tập huấn" not in page.main


def test_a_moved_saturday_says_where_it_went_and_the_new_one_whence(centre: Person) -> None:
    moved(factories.duty_session(), date(2026, 4, 18), "Bão số 3")

    gone = centre.get(HUB)
    assert "Buổi này đã dời sang 18/4: Bão số 3." in gone.main
    assert "Mở buổi 18/4" in links(gone)
    assert blue(gone) == []
    assert not [one for one in links(gone) if one in {"Hủy buổi", "Dời sang ngày khác"}]
    here = centre.get("/lich-truc/2026-04-18")
    assert "Buổi này dời từ thứ Bảy, 11/4: Bão số 3" in here.main
    assert "Mở buổi 11/4" in links(here)


@pytest.mark.parametrize("prepared", [False, True])
def test_a_day_that_became_a_holiday_must_move(
    centre: Person, economy: Person, *, prepared: bool
) -> None:
    factories.duty_session(prepared=prepared)
    db.session.add(Holiday(day=APRIL_11, kind=HolidayKind.HOLIDAY, name="nghỉ lễ (mẫu)", basis=""))
    db.session.commit()

    page, others = centre.get(HUB), economy.get(HUB)

    assert todos(page)[0] == "Buổi 11/4 cần dời sang ngày khác: nghỉ lễ (mẫu)."
    assert todos(others)[0] == todos(page)[0]
    assert "Dời sang ngày khác" in links(page)
    assert "Dời sang ngày khác" not in links(others)


def test_an_unwise_day_kept_with_a_reason_may_stay(centre: Person) -> None:
    row = factories.duty_session()
    db.session.add(BusyDay(day=APRIL_11, reason="diễn tập"))
    db.session.commit()
    assert todos(centre.get(HUB))[0] == "Buổi 11/4 cần dời hoặc ghi lý do giữ lại: diễn tập."

    row.override_reason = "dân đã hẹn"
    db.session.commit()

    assert "diễn tập" not in centre.get(HUB).main


def test_a_saturday_behind_us_asks_to_be_closed_and_then_for_nothing(centre: Person) -> None:
    row = factories.duty_session()
    centre = later(centre, "2026-04-13 08:00")

    page = centre.get(HUB)
    assert todos(page) == [TO_CLOSE]
    assert blue(page) == ["Chốt số liệu ngày"]

    row = db.session.merge(row)
    close(db.session, row, "", DayFigures.of(db.session, row).mark, by=None)
    db.session.commit()
    page = centre.get(HUB)
    assert todos(page) == []
    assert "đã qua, đã chốt số liệu" in page.main


def test_after_the_day_the_centre_is_asked_who_came(centre: Person, economy: Person) -> None:
    duty_session = factories.duty_session()
    assigned(duty_session, factories.officer("Người thứ nhất (mẫu)"))
    assigned(duty_session, factories.officer("Người thứ hai (mẫu)"), "BUSINESS")
    assert "In bảng chấm công" in links(centre.get(HUB))
    centre, economy = later(centre, "2026-04-13 08:00"), later(economy, "2026-04-13 08:00")

    page, others = centre.get(HUB), economy.get(HUB)

    attend = "Trung tâm cần chấm công buổi thứ Bảy, 11/4: còn 2 người."
    assert todos(page) == [attend, TO_CLOSE]
    assert todos(others) == todos(page)
    assert blue(page) == ["Chấm công"]
    assert blue(others) == []
    steps = [one.get_text(" ", strip=True) for one in page.soup.select(".steps li")]
    assert steps[5] == "6 Tiếp nhận ! Còn thiếu còn 2 người chưa chấm công, chưa chốt số liệu"


def test_once_recorded_the_hub_adds_up_hours_and_who_has_yet_to_choose(
    centre: Person, culture: Person, clerk: Person
) -> None:
    duty_session = factories.duty_session()
    assigned(duty_session, factories.officer("Người thứ nhất (mẫu)"))
    centre, culture, clerk = (later(one, "2026-04-13 08:00") for one in (centre, culture, clerk))
    assert "Chưa chấm công." in centre.get(HUB).main
    recorded(db.session.merge(duty_session))

    page = centre.get(HUB)

    assert todos(page) == [TO_CLOSE]
    words = "1 công chức có mặt, 4 giờ. 1 người chưa chọn nghỉ bù hay thanh toán."
    assert words in page.main
    assert "đã chấm công, chưa chốt số liệu" in page.main
    assert words not in culture.get(HUB).main
    assert "Mở bảng chấm công" not in links(clerk.get(HUB))


def test_moving_and_cancelling_stand_last_and_quiet(centre: Person) -> None:
    factories.duty_session()

    sections: list[Tag] = centre.get(HUB).soup.select("aside section")

    assert sections[-1].get_text(" ", strip=True).startswith("Dời hoặc hủy buổi")
    assert not sections[-1].select(".btn-act, .btn-quiet")


def test_a_day_without_a_saturday_is_not_there(centre: Person) -> None:
    assert centre.get(HUB).status == 404
    assert centre.get("/lich-truc/2026-02-30").status == 404


def test_the_hub_asks_little_and_no_more_with_more_people(centre: Person) -> None:
    duty_session = factories.duty_session(APRIL_11)
    nominated(duty_session, factories.officer("Công chức 0 (mẫu)"))
    assigned(duty_session, factories.officer("Công chức 1 (mẫu)", code="trung-tam"), "GUIDANCE")
    old = assigned(duty_session, factories.officer("Công chức 2 (mẫu)"), "LAND")
    Replacement.make(old, Seat(old.duty, factories.officer("Người thay 1 (mẫu)")), "ốm", by=None)
    db.session.commit()
    with counted_queries() as few:
        centre.get(HUB)
    duty_session = db.session.merge(duty_session)
    guidance = factories.duty("GUIDANCE")
    for number in range(10):
        seat = Seat(guidance, factories.officer(f"Người hướng dẫn {number} (mẫu)"))
        row = assign(duty_session, seat, by=None)
        stand_in = Seat(guidance, factories.officer(f"Người thay {number} (mẫu)"))
        Replacement.make(row, stand_in, "ốm", by=None)
    people = [
        factories.officer(f"Công chức văn phòng {n} (mẫu)", code="van-phong") for n in range(9)
    ]
    nominated(duty_session, *people, code="van-phong", duty="CIVIL_STATUS")

    with counted_queries() as many:
        centre.get(HUB)

    assert len(many) == len(few)
    assert len(many) <= MOST_QUERIES


# The desk


def at_the_desk(saturday: DutySession, *outcomes: Outcome) -> None:
    """Write a line of the log for each of some people."""
    for outcome in outcomes:
        IntakeEntry.record(db.session, Deed(outcome), Origin(saturday, None))
    db.session.commit()


def test_the_hub_tells_what_passed_over_the_desk(app: Flask) -> None:
    saturday = factories.duty_session()
    stand_at("2026-04-11 10:52")
    at_the_desk(saturday, Outcome.SETTLED, Outcome.RECEIVED, Outcome.GUIDED)
    centre = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))

    page = centre.get(HUB)

    section = page.soup.find(id="tiep-nhan")
    assert section is not None
    assert "3 lượt = 2 tiếp nhận + 1 hướng dẫn trực tuyến." in section.get_text(" ", strip=True)
    assert [str(one["href"]) for one in section.select("a")] == [
        "/tiep-nhan/2026-04-11",
        "/tiep-nhan/2026-04-11/buoi",
        "/bao-cao/2026-04-11",
        "/bao-cao/2026-04-11/kinh-phi",
    ]
    step = page.soup.select(".steps li")[-1]
    assert "hôm nay, 3 lượt công dân" in step.get_text(" ", strip=True)
    assert step.select_one("a[href='#tiep-nhan']")


@pytest.mark.parametrize(
    ("role", "doors"),
    [
        (Role.LEADER, ["/bao-cao/2026-04-11", "/bao-cao/2026-04-11/kinh-phi"]),
        (Role.OFFICER, ["/tiep-nhan/2026-04-11"]),
    ],
)
def test_the_hub_leads_each_role_where_it_may_go(app: Flask, role: Role, doors: list[str]) -> None:
    factories.duty_session()
    stand_at("2026-04-11 07:00")
    person = Person(app, factories.account(username="khac", roles={role}))

    section = person.get(HUB).soup.find(id="tiep-nhan")

    assert section is not None
    assert "Chưa có lượt nào." in section.get_text(" ", strip=True)
    assert [str(one["href"]) for one in section.select("a")] == doors


def test_a_saturday_that_was_never_opened_shows_its_log_all_the_same(app: Flask) -> None:
    saturday = factories.duty_session(prepared=False)
    stand_at("2026-04-11 10:52")
    centre = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))
    assert centre.get(HUB).soup.find(id="tiep-nhan") is None

    at_the_desk(saturday, Outcome.OPINION)

    assert "1 lượt = 1 góp ý, phản ánh." in centre.get(HUB).main
