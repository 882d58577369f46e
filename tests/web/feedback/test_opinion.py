"""An opinion goes its way step by step, each by whom it belongs to."""

import itertools
import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Department, SubjectArea
from saturday.models.feedback import Answer, Feedback
from saturday.rules.feedback import AnswerWay, FeedbackKind, FeedbackState
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, department_person, stand_at
from tests.pages import Page, Person, values_of
from tests.web.feedback.telling import LAND, UNNAMED, given, written

ONE = "/phan-anh/2026/1"
ANSWER: dict[str, Any] = {"text": "Đã cấp giấy chứng nhận ngày 20/4.", "way": "LETTER"}
SHORT_PAGES = {
    "giao": "words",
    "chuyen": "to",
    "khong-tiep-nhan": "reason",
    "tra-loi": "text",
    "bao-lai": "told",
    "mo-lai": "reason",
}


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Stand at the desk of Saturday 11/4."""
    del app
    stand_at("2026-04-11 09:00")


def only() -> Feedback:
    """Give the one that was written."""
    return db.session.scalars(select(Feedback)).one()


def step(person: Person, name: str, **typed: object) -> Page:
    """Open the page of a step and send it."""
    path = f"{ONE}/{name}"
    return person.send(person.get(path), path, follow=True, **typed)


def main_button(page: Page) -> str:
    """Read the one blue button."""
    buttons = page.soup.select("main .btn-act")  # what is folded away repeats its own words
    found = [one.get_text(strip=True) for one in buttons if not one.find_parent("details")]
    assert len(found) <= 1, found
    return found[0] if found else ""


def test_the_whole_way_from_the_desk_to_the_person(centre: Person, economy: Person) -> None:
    written()
    assert main_button(centre.get(ONE)) == "Giao xử lý"

    department = factories.department("kinh-te")
    page = step(centre, "giao", owner=str(department.id), words="Gấp: dân đi bốn lần.")
    assert page.notice == "Đã giao ý kiến số 01/2026."
    assert main_button(page) == "Trả lời"

    page = economy.get(ONE)
    assert main_button(page) == "Nhận xử lý"
    assert "còn 10 ngày làm việc, đến 24/4" in page.main
    page = economy.send(page, f"{ONE}/nhan")
    assert page.notice == "Đã nhận xử lý ý kiến số 01/2026."
    assert main_button(page) == "Trả lời"

    page = step(economy, "tra-loi", **ANSWER, is_public="y")
    assert page.notice.startswith("Đã ghi trả lời ý kiến số 01/2026.")
    assert main_button(page) == ""
    answer = db.session.scalars(select(Answer)).one()
    assert (answer.way, answer.answered_on, answer.is_public, answer.department_id) == (
        AnswerWay.LETTER,
        date(2026, 4, 11),
        True,
        department.id,
    )

    assert main_button(centre.get(ONE)) == "Ghi đã báo lại"
    page = step(centre, "bao-lai", told="Đã gọi điện.")
    assert only().state is FeedbackState.CLOSED
    assert main_button(page) == ""
    assert [one.get_text(strip=True) for one in page.soup.select(".way b")] == [
        "Ghi nhận",
        "Giao xử lý",
        "Nhận xử lý",
        "Trả lời",
        "Báo lại cho người nêu",
    ]
    assert "Gấp: dân đi bốn lần." in page.main


def test_a_department_asks_to_be_relieved_and_sees_it_no_more(
    centre: Person, economy: Person
) -> None:
    given("kinh-te")

    page = step(economy, "tra-lai", reason="Việc của Chi nhánh đất đai.")

    assert page.notice == "Đã trả ý kiến số 01/2026 về Trung tâm để giao lại."
    assert page.path.startswith("/phan-anh/?")
    assert economy.get(ONE).status == 404
    shown = centre.get(ONE)
    assert "Việc của Chi nhánh đất đai." in shown.main
    assert main_button(shown) == "Giao xử lý"


def test_the_centre_gives_it_to_somebody_else(centre: Person) -> None:
    given("kinh-te")
    page = centre.get(ONE)
    assert page.soup.find("a", string="Giao đơn vị khác")

    step(centre, "giao", owner=str(factories.department("van-phong").id))

    row = only()
    assert row.owner
    assert (row.owner.code, row.state) == ("van-phong", FeedbackState.SORTED)


def test_what_another_body_decides_is_sent_on(centre: Person) -> None:
    given()
    page = step(centre, "chuyen", to="Chi nhánh Văn phòng đăng ký đất đai")

    assert "Đã chuyển Chi nhánh Văn phòng đăng ký đất đai, thứ Bảy, 11/4." in page.main
    assert only().state is FeedbackState.TRANSFERRED
    assert main_button(page) == "Ghi đã báo lại"


def test_what_is_not_taken_says_why_and_may_be_opened_again(centre: Person) -> None:
    written(UNNAMED)
    page = step(centre, "khong-tiep-nhan", reason="Không rõ nội dung.")
    assert "Không tiếp nhận: Không rõ nội dung." in page.main

    page = step(centre, "mo-lai", reason="Người nêu đã nói rõ.")
    assert page.notice == "Đã mở lại ý kiến số 01/2026. Thời hạn tính lại từ hôm nay."
    assert only().state is FeedbackState.NEW


def test_the_usual_department_of_its_field_is_proposed(centre: Person) -> None:
    row = written()
    row.subject_area = db.session.scalars(
        select(SubjectArea).where(SubjectArea.code == "dat-dai")
    ).one()
    db.session.commit()

    page = centre.get(f"{ONE}/giao")

    assert values_of(page.form("/giao"))["owner"] == [str(factories.department("kinh-te").id)]


def test_a_department_that_is_no_more_is_not_offered(centre: Person) -> None:
    row = given("kinh-te")
    department = factories.department("kinh-te")
    department.valid_to = date(2026, 4, 10)
    db.session.commit()

    page = centre.get(ONE)
    assert "Phòng Kinh tế không còn hoạt động." in page.main
    assert main_button(page) == "Giao đơn vị khác"

    page = centre.get(f"{ONE}/giao")
    assert values_of(page.form("/giao"))["owner"] == [""]
    page = centre.send(page, "/giao", owner=str(department.id))
    assert page.faults == ["Hãy chọn lại: mục đã chọn không còn trong danh sách."]
    assert row.owner_id == department.id


# Bad input


@pytest.mark.parametrize(
    ("name", "typed", "fault"),
    [
        ("giao", {"owner": ""}, "Hãy chọn đơn vị xử lý."),
        ("chuyen", {"to": ""}, "Hãy ghi cơ quan nhận."),
        ("chuyen", {"to": "Sở", "on": "12/4/2026"}, "Ngày này chưa đến."),
        ("chuyen", {"to": "Sở", "on": "10/4/2026"}, "Ngày này trước ngày nhận ý kiến."),
        ("khong-tiep-nhan", {"reason": ""}, "Hãy ghi lý do không tiếp nhận."),
        ("tra-loi", {"text": ""}, "Hãy ghi câu trả lời."),
        ("tra-loi", {**ANSWER, "way": ""}, "Hãy chọn hình thức trả lời."),
        ("tra-loi", {**ANSWER, "on": ""}, "Hãy ghi ngày trả lời."),
        ("tra-loi", {**ANSWER, "on": "10/4/2026"}, "Ngày này trước ngày nhận ý kiến."),
        ("tra-loi", {**ANSWER, "text": "a" * 4001}, "Hãy viết ngắn hơn: tối đa 4000 ký tự."),
    ],
)
def test_a_bad_step_is_refused_and_keeps_what_was_typed(
    centre: Person, name: str, typed: dict[str, object], fault: str
) -> None:
    given()
    before = only().state

    page = step(centre, name, **typed)

    assert (page.status, page.faults) == (422, [fault])
    assert only().state is before
    kept = values_of(page.form(name))
    assert {key: kept.get(key, [""])[0] for key in typed} == typed


def test_an_accusation_is_pointed_elsewhere_and_nothing_of_it_is_kept(centre: Person) -> None:
    given()
    page = centre.get(f"{ONE}/khong-tiep-nhan")
    assert page.soup.select_one('main a[href="/phan-anh/huong-dan"]') is not None

    page = step(centre, "khong-tiep-nhan", is_accusation="y", reason="Tố cáo ông Mẫu.")

    row = only()
    assert row.state is FeedbackState.DECLINED
    assert (row.name, row.address, row.phone, row.content) == ("", "", "", "")
    assert not row.words
    assert {one.words for one in row.steps} == {""}
    assert row.decline_reason == "Khiếu nại, tố cáo, đã hướng dẫn đến nơi tiếp công dân"
    assert "Lời ý kiến đã xóa." in page.main
    assert [one.verb for one in db.session.scalars(AuditEvent.newest().limit(2))] == [
        "forget",
        "decline",
    ]


def test_another_that_is_declined_is_kept(centre: Person) -> None:
    given()

    step(centre, "khong-tiep-nhan", reason="Không rõ nội dung.")

    assert (only().content, only().masked_at) == (LAND.content, None)


def test_giving_back_wants_a_reason(economy: Person) -> None:
    given()

    assert step(economy, "tra-lai").faults == ["Hãy ghi vì sao không thuộc đơn vị mình."]


@pytest.mark.parametrize("name", ["bao-lai", "mo-lai"])
def test_a_step_that_cannot_be_taken_now_has_no_form(centre: Person, name: str) -> None:
    given()
    page = centre.get(f"{ONE}/{name}")

    assert "Ý kiến này đã giao, chờ nhận, nên bước này không còn làm được." in page.main
    assert not page.has_form(name)


def test_a_second_click_makes_one_answer(economy: Person) -> None:
    given()
    form = economy.get(f"{ONE}/tra-loi")
    data: dict[str, object] = {**values_of(form.form("/tra-loi")), **ANSWER}

    first = economy.post(f"{ONE}/tra-loi", data)
    second = economy.post(f"{ONE}/tra-loi", data)

    assert first.notice == second.notice
    assert len(db.session.scalars(select(Answer)).all()) == 1


# Two at once


def test_two_officers_who_answer_at_once_see_each_other_s_words(
    app: Flask, economy: Person
) -> None:
    given()
    account = factories.account(
        username="kinhte2", roles={Role.DEPARTMENT}, department=factories.department("kinh-te")
    )
    other = Person(app, account)
    first, second = economy.get(f"{ONE}/tra-loi"), other.get(f"{ONE}/tra-loi")
    economy.send(first, "/tra-loi", **ANSWER)

    page = other.send(second, "/tra-loi", text="Chưa cấp được.", way="TELEPHONE")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau")[1] == [
        "Câu trả lời",
        "Đã cấp giấy chứng nhận ngày 20/4.",
        "Chưa cấp được.",
    ]
    assert "Người dùng kinh-te" in page.rows("Hai bản khác nhau")[0][1]
    assert "11/4/2026" in page.rows("Hai bản khác nhau")[0][2]
    assert "Phòng Kinh tế · không công khai" in other.get(ONE).main
    assert values_of(page.form("/tra-loi"))["text"] == ["Chưa cấp được."]

    again = other.send(page, "/tra-loi")  # there is an answer: it must be opened again first
    assert again.status == 422
    assert again.faults == ["Ý kiến này đã trả lời, nên không trả lời được. Hãy tải lại trang."]
    assert len(db.session.scalars(select(Answer)).all()) == 1


def test_a_button_of_an_old_page_does_nothing(economy: Person) -> None:
    given()
    page = economy.get(ONE)
    step(economy, "tra-loi", **ANSWER)

    page = economy.send(page, f"{ONE}/nhan")

    assert page.status == 409
    assert "Ý kiến này đã trả lời, nên không nhận xử lý được." in page.main


# Who


@pytest.mark.parametrize("name", ["nhan", "tra-lai"])
def test_the_owner_s_steps_are_not_the_centre_s(centre: Person, name: str) -> None:
    given()
    key = values_of(centre.get(f"{ONE}/chuyen").form("/chuyen"))
    data: dict[str, object] = {name: key[name] for name in ("csrf_token", "form_key")}

    assert centre.post(f"{ONE}/{name}", data).status == 409
    assert not centre.get(ONE).has_form("/nhan")


@pytest.mark.parametrize("path", ["", "/tra-loi", "/tra-lai"])
def test_another_department_s_opinion_is_not_there(culture: Person, path: str) -> None:
    given("kinh-te")

    assert culture.get(f"{ONE}{path}").status == 404


def test_no_department_reaches_an_opinion_of_any_other(app: Flask) -> None:
    codes = [one.code for one in db.session.scalars(Department.current())]
    people = {code: department_person(app, code) for code in codes}
    pages = {code: f"/phan-anh/2026/{given(code).number}" for code in codes}
    keys = {
        code: values_of(people[code].get(f"{pages[code]}/tra-loi").form("/tra-loi"))
        for code in codes
    }

    for mine, theirs in itertools.permutations(codes, 2):
        person, path = people[mine], pages[theirs]
        seen = [person.get(f"{path}{step}").status for step in ("", "/tra-loi", "/tra-lai")]
        done = [person.post(f"{path}{step}", {**keys[mine]}).status for step in ("/nhan", "/phieu")]

        assert (seen, done) == ([404] * 3, [404, 403]), (mine, theirs)

    assert len(codes) >= 5
    for code in codes:
        assert people[code].get(pages[code]).status == 200
        assert [row[0] for row in people[code].get("/phan-anh/").rows()] == [
            f"{pages[code].rpartition('/')[2]:0>2}/2026"
        ]


@pytest.mark.parametrize("path", ["/nhan", "/tra-lai", "/tra-loi"])
def test_nor_can_anything_be_done_with_it(culture: Person, path: str) -> None:
    given("van-hoa-xa-hoi")
    given("kinh-te")
    key = values_of(culture.get(f"{ONE}/tra-loi").form("/tra-loi"))

    page = culture.post(f"/phan-anh/2026/2{path}", {**key, **ANSWER, "reason": "không"})

    assert page.status == 404


@pytest.mark.parametrize(
    "path", ["/giao", "/chuyen", "/khong-tiep-nhan", "/bao-lai", "/mo-lai", "/sua"]
)
def test_a_department_takes_no_step_of_the_centre(economy: Person, path: str) -> None:
    given()

    assert economy.get(f"{ONE}{path}").status == 403


def test_a_leader_reads_only(leader: Person) -> None:
    given()
    page = leader.get(ONE)

    assert main_button(page) == ""
    assert [str(one.get("action")) for one in page.soup.select("main form")] == []
    assert leader.get(f"{ONE}/tra-loi").status == 403


@pytest.mark.parametrize(
    "path", ["/phan-anh/2026/9", "/phan-anh/2025/1", "/phan-anh/2026/9/tra-loi"]
)
def test_what_is_not_written_is_not_there(centre: Person, path: str) -> None:
    written()

    assert centre.get(path).status == 404


# Personal data


def test_seeing_who_said_it_is_noted(economy: Person) -> None:
    given()
    economy.get(ONE)

    seen = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "view")).one()
    assert (seen.subject, seen.facts) == ("feedback", {"number": "01/2026"})
    assert seen.account_id == (economy.account.id if economy.account else None)


def test_seeing_a_gop_y_is_no_event(centre: Person) -> None:
    written(UNNAMED)
    centre.get(ONE)

    assert db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "view")).all() == []


def test_no_step_tells_the_log_what_was_said(centre: Person) -> None:
    given()
    step(centre, "chuyen", to="Sở Xây dựng")

    events = db.session.scalars(select(AuditEvent).where(AuditEvent.subject == "feedback")).all()
    told = re.sub(r"\s", "", str([one.facts for one in events]))
    assert len(events) >= 3
    for word in ("Ẩn", "0912345678", "giấychứngnhận"):
        assert word not in told


@pytest.mark.parametrize(("name", "_field"), list(SHORT_PAGES.items()))
def test_pages_of_steps_do_not_name_who_said_it(centre: Person, name: str, _field: str) -> None:
    given()
    page = centre.get(f"{ONE}/{name}")

    assert page.status == 200
    assert LAND.speaker.name not in page.text
    assert "0912" not in page.text


def test_a_longer_way_asks_no_more(centre: Person) -> None:
    row = given()
    centre.get(ONE)
    with counted_queries() as few:
        centre.get(ONE)
    for number in range(10):
        code = ("kinh-te", "van-phong", "van-hoa-xa-hoi")[number % 3]
        by = factories.account(username=f"nguoi{number}", roles={Role.CENTRE})
        row.assign(factories.department(code), FeedbackKind.REPORT, by=by)
    db.session.commit()
    with counted_queries() as many:
        page = centre.get(ONE)

    assert len(page.soup.select(".way li")) == 12
    assert len(many) <= len(few)
