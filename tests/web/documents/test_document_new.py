"""Does the one door make a paper from what is there, and from nothing else?"""

import pytest
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.documents import Document
from saturday.papers.reading import read_word
from saturday.rules.lifecycle import PaperState
from saturday.rules.numbering import Issuer
from tests import factories
from tests.pages import Person, values_of
from tests.web.documents import stories

NOTICE = "/van-ban/lap/assignment_notice/2026-04-11"
PEOPLE = "/van-ban/lap/citizen_notice/2026-04-11"
PLAN = "/van-ban/lap/annual_plan/2026"
LIST = "/van-ban/lap/nomination/2026-04-11"


def count() -> int:
    return db.session.scalars(select(func.count(Document.id))).one()


def only() -> Document:
    return db.session.scalars(select(Document)).one()


def test_the_centre_makes_the_notice(centre: Person) -> None:
    stories.saturday()
    page = centre.get(NOTICE)
    assert page.soup.h1 is not None
    assert page.soup.h1.text == "Lập thông báo phân công thứ Bảy, 11/4"

    made = centre.send(page, NOTICE, signer_name=stories.SIGNER)

    assert made.notice == (
        "Đã lập dự thảo thông báo phân công thứ Bảy, 11/4. Cần kiểm tra trước khi trình ký."
    )
    row = only()
    assert made.path.startswith(f"/van-ban/{row.id}")
    assert (row.state, row.symbol, row.drafted_by) == (
        PaperState.DRAFT,
        "TB-TTPVHCC",
        centre.account,
    )
    assert row.duty_session is not None


def test_signer_and_recipients_begin_as_the_commune_set_them(centre: Person) -> None:
    factories.plan()
    stories.setting("annual_plan.recipients", "35 thôn, bản\nLưu: VT, HS")

    shown = values_of(centre.get(PLAN).form(PLAN))

    assert shown["signer_capacity"] == ["TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"]
    assert shown["recipients"] == ["35 thôn, bản\nLưu: VT, HS"]
    assert shown["signer_name"] == [""]


def test_the_signer_of_last_time_is_not_typed_again(centre: Person) -> None:
    stories.paper()
    stories.saturday(day=stories.SATURDAY.replace(day=25))

    page = centre.get("/van-ban/lap/assignment_notice/2026-04-25")

    assert values_of(page.form("2026-04-25"))["signer_name"] == [stories.SIGNER]


def test_a_department_makes_its_own_list(economy: Person) -> None:
    stories.nomination()
    page = economy.get(f"{LIST}?department=kinh-te")
    assert values_of(page.form(LIST))["signer_capacity"] == ["TRƯỞNG PHÒNG"]

    made = economy.send(page, LIST, signer_name="Phan Văn Tài (mẫu)")

    assert made.status == 200
    assert (only().kind, only().issuer) == (None, None)


def test_a_department_finds_no_other_list(economy: Person, centre: Person) -> None:
    stories.nomination("van-phong")

    assert economy.get(f"{LIST}?department=van-phong").status == 404
    assert centre.get(f"{LIST}?department=van-phong").status == 200


@pytest.mark.parametrize("path", [NOTICE, PLAN])
def test_a_department_makes_no_other_paper(economy: Person, path: str) -> None:
    stories.saturday()

    assert economy.get(path).status == 403


@pytest.mark.parametrize("path", [NOTICE, PLAN, LIST])
def test_a_leader_makes_no_paper(leader: Person, path: str) -> None:
    stories.saturday()

    assert leader.get(path).status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/van-ban/lap/assignment_notice/2026-04-12",
        "/van-ban/lap/assignment_notice/2026-4-11",
        "/van-ban/lap/citizen_notice/2026-04-12",
        "/van-ban/lap/annual_plan/2031",
        "/van-ban/lap/annual_plan/xx",
        "/van-ban/lap/nomination/2026-04-11",
        "/van-ban/lap/nomination/2026-04-11?department=khong-co",
        "/van-ban/lap/bang-khen/2026",
        "/van-ban/lap/correction/999",
        "/van-ban/lap/withdrawal/x",
        "/van-ban/lap/assignment_notice/2026-04-11?replaces=999",
        "/van-ban/lap/assignment_notice/2026-04-11?replaces=99999999999999999999",
        "/van-ban/lap/monthly_report/99999999999999999999",
        "/van-ban/lap/monthly_report/2026-99999999999999999999",
        "/van-ban/lap/annual_plan/99999999999999999999",
        "/van-ban/lap/correction/99999999999999999999",
        "/van-ban/lap/correction/²",
    ],
)
def test_what_is_not_there_makes_no_paper(clerk: Person, path: str) -> None:
    stories.saturday()

    assert clerk.get(path).status == 404


def test_a_notice_with_gaps_needs_a_reason(centre: Person) -> None:
    stories.saturday(without="LAND")
    page = centre.get(NOTICE)
    assert "Đất đai (chỉ tiếp nhận): chưa có người." in page.main

    refused = centre.send(page, NOTICE, signer_name=stories.SIGNER, recipients="Lưu: VT")

    assert refused.status == 422
    assert refused.faults == ["Hãy ghi lý do vẫn lập khi còn thiếu."]
    assert values_of(refused.form(NOTICE))["recipients"] == ["Lưu: VT"]
    assert count() == 0
    made = centre.send(refused, NOTICE, incomplete_reason="Phòng Kinh tế cử sau")
    assert made.status == 200
    assert only().incomplete_reason == "Phòng Kinh tế cử sau"


def test_the_gap_says_which_work_fails_without_it(centre: Person) -> None:
    stories.saturday(without="CLERICAL_SEAL")

    assert "Thiếu người này thì không làm xong trong buổi: chứng thực bản sao" in (
        centre.get(NOTICE).main
    )


def test_the_notice_to_the_people_may_be_the_committees(centre: Person) -> None:
    stories.saturday()
    page = centre.get(PEOPLE)
    assert "Cơ quan ban hành: Trung tâm Phục vụ hành chính công." in page.main
    assert values_of(page.form(PEOPLE))["signer_capacity"] == ["GIÁM ĐỐC"]

    other = centre.get(f"{PEOPLE}?issuer=COMMITTEE")

    assert page.soup.find("a", href=f"{PEOPLE}?issuer=COMMITTEE")
    assert other.soup.find("a", href=f"{PEOPLE}?issuer=CENTRE")
    assert "Cơ quan ban hành: Ủy ban nhân dân xã." in other.main
    made = centre.send(other, PEOPLE, signer_name=stories.SIGNER)
    assert made.notice == (
        "Đã lập dự thảo thông báo cho người dân thứ Bảy, 11/4. Cần kiểm tra trước khi trình ký."
    )
    assert (only().symbol, only().issuer) == ("TB-UBND", Issuer.COMMITTEE)


@pytest.mark.parametrize("more", ["paper=x", "endpoint=x", "_scheme=x", "khac=1"])
def test_nothing_else_of_the_address_leads_to_the_other_issuer(centre: Person, more: str) -> None:
    stories.saturday()

    page = centre.get(f"{PEOPLE}?{more}")

    assert page.status == 200
    assert page.soup.find("a", href=f"{PEOPLE}?issuer=COMMITTEE")


@pytest.mark.parametrize("path", [NOTICE, f"{NOTICE}?issuer=COMMITTEE", f"{PEOPLE}?issuer=thon"])
def test_another_body_is_offered_for_no_other_paper(centre: Person, path: str) -> None:
    stories.saturday()

    page = centre.get(path)

    assert "Cơ quan ban hành: Trung tâm Phục vụ hành chính công." in page.main
    assert ("Đổi sang" in page.main) is path.startswith(PEOPLE)


def test_people_are_told_although_somebody_is_missing(centre: Person) -> None:
    stories.saturday(without="LAND")

    made = centre.send(centre.get(PEOPLE), PEOPLE, signer_name=stories.SIGNER)

    assert made.status == 200
    assert only().incomplete_reason == ""


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ("title", "Hãy ghi trích yếu."),
        ("signer_capacity", "Hãy ghi quyền hạn, chức vụ người ký."),
        ("signer_name", "Hãy ghi họ tên người ký."),
        ("recipients", "Hãy ghi nơi nhận."),
    ],
)
def test_each_choice_is_asked_for(centre: Person, field: str, fault: str) -> None:
    stories.saturday()
    data = {**values_of(centre.get(NOTICE).form(NOTICE)), "signer_name": stories.SIGNER}

    refused = centre.post(NOTICE, {**data, field: " "})

    assert (refused.status, refused.faults) == (422, [fault])
    assert refused.soup.title is not None
    assert refused.soup.title.text.startswith("Lỗi: ")


def test_what_is_begun_is_gone_on_with(centre: Person) -> None:
    stories.saturday()
    page = centre.get(NOTICE)
    begun = stories.paper()

    again = centre.get(NOTICE)

    assert "Đã có văn bản này, lập ngày 01/4/2026. Hãy làm tiếp văn bản đó." in again.main
    assert again.soup.find("a", href=f"/van-ban/{begun.id}", class_="btn-act")
    assert not again.has_form(NOTICE)
    refused = centre.send(page, NOTICE, signer_name=stories.SIGNER)
    assert refused.status == 422
    assert count() == 1


def test_a_paper_in_force_is_replaced_never_doubled(centre: Person) -> None:
    stories.paper("issued")

    page = centre.get(NOTICE)

    assert "Đã phát hành số 28/TB-TTPVHCC. Cần đổi thì lập văn bản thay thế." in page.main


def test_a_saturday_not_yet_prepared_has_no_notice(centre: Person) -> None:
    factories.duty_session(prepared=False)
    page = centre.get(NOTICE)

    refused = centre.send(page, NOTICE, signer_name=stories.SIGNER, incomplete_reason="Thử")

    assert refused.faults == ["Buổi này chưa mở chuẩn bị nên chưa lập được văn bản."]


def test_a_cancelled_saturday_has_no_notice(centre: Person) -> None:
    row = stories.saturday()
    row.cancel("mưa bão", by=None)
    db.session.commit()
    page = centre.get(NOTICE)

    refused = centre.send(page, NOTICE, signer_name=stories.SIGNER, incomplete_reason="Thử")

    assert refused.faults == ["Buổi này đã hủy: mưa bão."]


def test_a_second_click_makes_one_paper(centre: Person) -> None:
    stories.saturday()
    data = {**values_of(centre.get(NOTICE).form(NOTICE)), "signer_name": stories.SIGNER}

    first, second = centre.post(NOTICE, dict(data)), centre.post(NOTICE, dict(data))

    assert count() == 1
    assert first.path == second.path
    assert first.notice == second.notice


def test_a_new_year_begins_with_its_own_plan(centre: Person) -> None:
    stories.paper("issued", sort="annual_plan", number="50")
    later = stories.at("2026-12-20 09:00", centre)
    factories.plan(2027)

    page = later.get("/van-ban/lap/annual_plan/2027")

    assert page.has_form("/van-ban/lap/annual_plan/2027")


def test_a_plan_may_list_its_saturdays_in_an_annex(centre: Person) -> None:
    factories.duty_session()
    page = centre.get(PLAN)

    page = centre.send(page, "/annual_plan/2026", signer_name=stories.SIGNER, with_annex="y")

    made = read_word(centre.get(f"{page.path.split('?')[0]}/docx").response.data)
    lines = [line.text for line in made.lines]
    assert "Phụ lục" in lines
    assert "thứ Bảy, 11/4/2026" in lines
    assert only().with_annex


def test_a_plan_has_no_annex_unless_it_is_asked_for(centre: Person) -> None:
    factories.duty_session()
    page = centre.get(PLAN)

    page = centre.send(page, "/annual_plan/2026", signer_name=stories.SIGNER)

    made = read_word(centre.get(f"{page.path.split('?')[0]}/docx").response.data)
    assert "Phụ lục" not in [line.text for line in made.lines]


def test_only_a_plan_has_an_annex(centre: Person) -> None:
    stories.saturday()
    page = centre.get(NOTICE)
    assert page.soup.select_one("input[name=with_annex]") is None

    centre.send(page, "/2026-04-11", signer_name=stories.SIGNER, with_annex="y")

    assert not only().with_annex


def test_the_annex_may_be_added_to_a_draft(centre: Person) -> None:
    factories.duty_session()
    row = stories.paper(sort="annual_plan")
    page = centre.get(f"/van-ban/{row.id}/sua")

    centre.send(page, "/sua", with_annex="y")

    assert row.with_annex


def test_a_later_saver_sees_that_the_annex_was_added(centre: Person) -> None:
    row = stories.paper(sort="annual_plan")
    page = centre.get(f"/van-ban/{row.id}/sua")
    row.with_annex = True
    db.session.commit()

    page = centre.send(page, "/sua")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Kèm phụ lục ghi ngày, địa điểm từng buổi thứ Bảy", "có", "không"]
    ]


REPORT = "/van-ban/lap/monthly_report/2026-03-15/2026-04-14"


def test_a_report_may_show_its_charts(centre: Person) -> None:
    page = centre.get(REPORT)

    centre.send(page, REPORT, signer_name=stories.SIGNER, with_charts="y")

    assert only().with_charts


def test_a_report_has_no_charts_unless_they_are_asked_for(centre: Person) -> None:
    centre.send(centre.get(REPORT), REPORT, signer_name=stories.SIGNER)

    row = only()
    assert not row.with_charts
    page = centre.get(f"/van-ban/{row.id}/sua")
    centre.send(page, "/sua", with_charts="y")
    assert row.with_charts


def test_a_later_saver_sees_that_charts_were_added(centre: Person) -> None:
    centre.send(centre.get(REPORT), REPORT, signer_name=stories.SIGNER)
    row = only()
    page = centre.get(f"/van-ban/{row.id}/sua")
    row.with_charts = True
    db.session.commit()

    page = centre.send(page, "/sua")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Kèm biểu đồ lượt công dân và kết quả tại buổi", "có", "không"]
    ]


def test_only_a_report_has_charts(centre: Person) -> None:
    stories.saturday()
    page = centre.get(NOTICE)
    assert page.soup.select_one("input[name=with_charts]") is None

    centre.send(page, "/2026-04-11", signer_name=stories.SIGNER, with_charts="y")

    assert not only().with_charts


WITHOUT = "Kế hoạch năm 2026 chưa phát hành nên văn bản này chưa nêu số, ngày của Kế hoạch."


def test_a_notice_says_when_the_plan_has_no_number_yet(clerk: Person, centre: Person) -> None:
    stories.saturday()
    assert WITHOUT in clerk.get(NOTICE).main
    assert clerk.get(NOTICE).soup.select_one("a[href='/van-ban/da-phat-hanh?nam=2026']")
    assert "Văn thư ghi số Kế hoạch xong" in centre.get(NOTICE).main
    draft = stories.paper()
    assert WITHOUT in clerk.get(f"/van-ban/{draft.id}").main


def test_nothing_is_said_when_the_plan_has_its_number(clerk: Person) -> None:
    stories.earlier_plan()
    draft = stories.paper()

    assert WITHOUT not in clerk.get(f"/van-ban/{draft.id}").main
    assert "chưa nêu số" not in clerk.get("/van-ban/lap/annual_plan/2026").main


def test_a_checked_paper_no_longer_says_it(clerk: Person) -> None:
    row = stories.paper("checked")

    assert WITHOUT not in clerk.get(f"/van-ban/{row.id}").main
