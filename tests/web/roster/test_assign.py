"""Does the Centre put leaders, its own people and partners on the board?"""

from datetime import time

import pytest

from saturday.extensions import db
from saturday.models.commune import Partner
from saturday.models.plan import DutySession
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
