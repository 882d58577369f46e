"""Does the Centre put leaders, its own people and partners on the board?"""

from datetime import time

import pytest

from saturday.extensions import db
from saturday.models.commune import Partner
from saturday.models.plan import DutySession
from saturday.models.roster import Wanted, require
from tests import factories
from tests.pages import Person, values_of
from tests.web.roster.stories import APRIL_11, HUB, assigned, board, found, shown

ASSIGN = f"{HUB}/phan-cong"


def stored() -> DutySession:
    """Give the Saturday as it is stored."""
    return db.session.scalars(DutySession.on(APRIL_11)).one()


def test_the_leader_comes_as_the_chairman_named(centre: Person) -> None:
    factories.duty_session()
    leader = factories.officer("Phó Chủ tịch (mẫu)", code="uy-ban", post="Phó Chủ tịch")
    page = centre.get(f"{ASSIGN}?nhiem-vu=LEADER")
    assert found(page, "[name=duty_id] option[selected]").text == "Lãnh đạo UBND xã"
    assert shown(page, "note_text") == "theo phân công của Chủ tịch UBND xã"

    page = centre.send(page, "/phan-cong", officer_id=str(leader.id))

    assert page.notice == "Đã phân công Phó Chủ tịch (mẫu): Lãnh đạo UBND xã."
    assert board() == [("LEADER", "Phó Chủ tịch (mẫu)")]
    assert stored().assignments[0].note_text == "theo phân công của Chủ tịch UBND xã"


def test_a_person_may_come_for_a_part(centre: Person) -> None:
    factories.duty_session()
    officer = factories.officer("Người ký (mẫu)", code="uy-ban")
    page = centre.get(f"{ASSIGN}?nhiem-vu=CERTIFICATION_SIGNER")

    centre.send(page, "/phan-cong", officer_id=str(officer.id), starts_at="9h", ends_at="10h")

    row = stored().assignments[0]
    assert (row.starts_at, row.ends_at) == (time(9), time(10))


def test_a_partner_comes_with_a_name_or_a_number(centre: Person) -> None:
    factories.duty_session()
    partners = db.session.scalars(Partner.in_order()).all()
    police, digital = partners[0], partners[1]
    page = centre.get(f"{ASSIGN}?nhiem-vu=PARTNER")
    who = "Chiến sĩ 1 (mẫu)"
    centre.send(page, "/phan-cong", partner_id=str(police.id), person=who)
    page = centre.get(f"{ASSIGN}?nhiem-vu=PARTNER")

    page = centre.send(page, "/phan-cong", partner_id=str(digital.id), note_text="02 người")

    assert page.notice == "Đã phân công Tổ công nghệ số cộng đồng: Phối hợp."
    assert board() == [
        ("PARTNER", "Chiến sĩ 1 (mẫu) (Công an xã)"),
        ("PARTNER", "Tổ công nghệ số cộng đồng"),
    ]


def test_everybody_in_service_is_offered_with_the_department(centre: Person) -> None:
    factories.duty_session()
    factories.officer("Đặng Thị Ước (mẫu)", code="van-phong")

    page = centre.get(ASSIGN)

    select = found(page, "select[name=officer_id]")
    assert select.has_attr("data-filter")
    assert "Đặng Thị Ước (mẫu) – Chuyên viên, Văn phòng" in select.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"duty_id": "", "officer_id": "1"}, "Hãy chọn nhiệm vụ."),
        ({}, "Hãy chọn người hoặc đơn vị phối hợp."),
        (
            {"officer_id": "1", "partner_id": "1"},
            "Hãy chọn một: cán bộ, công chức hoặc đơn vị phối hợp.",
        ),
        (
            {"officer_id": "1", "starts_at": "10h", "ends_at": "9h"},
            "Giờ kết thúc phải sau giờ bắt đầu.",
        ),
        ({"officer_id": "77"}, "Hãy chọn lại: mục đã chọn không còn trong danh sách."),
    ],
)
def test_a_slip_is_named_and_nothing_is_lost(
    centre: Person, typed: dict[str, str], words: str
) -> None:
    factories.duty_session()
    factories.officer()
    values: dict[str, object] = dict(
        values_of(centre.get(f"{ASSIGN}?nhiem-vu=LAND").form("/phan-cong"))
    )

    page = centre.post(ASSIGN, {**values, "note_text": "nhận hộ", **typed})

    assert page.status == 422
    assert page.faults == [words]
    assert shown(page, "note_text") == "nhận hộ"
    assert board() == []


def test_several_are_assigned_in_one_visit(centre: Person) -> None:
    factories.duty_session()
    first, second = (
        factories.officer(f"Người {number} (mẫu)", code="trung-tam") for number in (1, 2)
    )
    page = centre.get(f"{ASSIGN}?nhiem-vu=LEADER")
    assert "Còn thiếu: Lãnh đạo UBND xã (0/1), " in page.main

    page = centre.send(page, "/phan-cong", officer_id=str(first.id), them="1")

    assert page.notice == "Đã phân công Người 1 (mẫu): Lãnh đạo UBND xã."
    assert page.path.startswith(f"{ASSIGN}?nhiem-vu=CENTRE_LEAD")
    page = centre.send(page, "/phan-cong", officer_id=str(second.id))
    assert page.path.startswith(f"{HUB}?")
    assert board() == [("LEADER", "Người 1 (mẫu)"), ("CENTRE_LEAD", "Người 2 (mẫu)")]


def test_a_duty_that_wants_two_is_asked_for_twice(centre: Person) -> None:
    duty_session = factories.duty_session()
    require(duty_session, [Wanted(factories.duty("CERTIFICATION"), 2)], by=None)
    db.session.commit()
    officer = factories.officer(code="trung-tam")
    page = centre.get(f"{ASSIGN}?nhiem-vu=CERTIFICATION")

    page = centre.send(page, "/phan-cong", officer_id=str(officer.id), them="1")

    assert found(page, "[name=duty_id] option[selected]").text == "Chứng thực"


def test_when_nobody_is_missing_more_may_still_come(centre: Person) -> None:
    duty_session = factories.duty_session()
    for row in duty_session.requirements:
        row.count = 0
    db.session.commit()
    officer = factories.officer()
    page = centre.get(f"{ASSIGN}?nhiem-vu=LAND")
    assert "Các nhiệm vụ đã đủ người." in page.main

    page = centre.send(page, "/phan-cong", officer_id=str(officer.id), them="1")

    assert page.path.startswith(f"{ASSIGN}?xong=")


def test_faults_are_summed_up_in_the_order_of_the_page(centre: Person) -> None:
    factories.duty_session()

    page = centre.send(centre.get(ASSIGN), "/phan-cong", starts_at="sáng", note_text="x" * 201)

    assert page.faults == [
        "Hãy chọn nhiệm vụ.",
        "Hãy ghi giờ dạng 7h30.",
        "Hãy viết ngắn hơn: tối đa 200 ký tự.",
    ]


def test_the_same_person_twice_on_one_duty_is_refused(centre: Person) -> None:
    officer = factories.officer()
    assigned(factories.duty_session(), officer)
    page = centre.get(f"{ASSIGN}?nhiem-vu=LAND")

    page = centre.send(page, "/phan-cong", officer_id=str(officer.id))

    assert page.status == 422
    words = "Công chức 1 (mẫu) đã có ở nhiệm vụ Đất đai (chỉ tiếp nhận)."
    assert words in found(page, "#officer_id-error").text


def test_before_the_preparation_nobody_is_assigned(centre: Person) -> None:
    factories.duty_session(prepared=False)
    officer = factories.officer()
    page = centre.get(f"{ASSIGN}?nhiem-vu=LAND")

    page = centre.send(page, "/phan-cong", officer_id=str(officer.id))

    assert page.status == 422
    assert page.faults == ["Buổi này chưa mở chuẩn bị hoặc không còn tổ chức."]


def test_a_second_click_assigns_once(centre: Person) -> None:
    factories.duty_session()
    officer = factories.officer()
    values: dict[str, object] = dict(
        values_of(centre.get(f"{ASSIGN}?nhiem-vu=LAND").form("/phan-cong"))
    )
    values["officer_id"] = str(officer.id)

    first, second = centre.post(ASSIGN, values), centre.post(ASSIGN, values)

    assert first.notice == second.notice
    assert len(board()) == 1


def test_others_may_not_assign(economy: Person, clerk: Person) -> None:
    factories.duty_session()

    for person in (economy, clerk):
        assert person.get(ASSIGN).status == 403
        assert person.post(ASSIGN, {}).status == 403


def test_a_day_without_a_saturday_has_no_board(centre: Person) -> None:
    assert centre.get(ASSIGN).status == 404
