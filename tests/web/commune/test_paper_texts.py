"""Are recipients and signers changed where everybody finds them, and do new papers take them?"""

from typing import Any

import pytest

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Commune
from saturday.models.documents import Subject
from saturday.models.progress import ASSIGNMENT_NOTICE
from saturday.models.settings import change_settings
from saturday.papers import making
from tests import factories
from tests.pages import Page, Person

LIST = "/danh-muc/noi-nhan-nguoi-ky/"
NOTICE = f"{LIST}phan-cong"


def fill(person: Person, address: str = NOTICE, page: Page | None = None, /, **typed: Any) -> Page:  # noqa: ANN401 - as send
    """Fill in and send the form of one sort of paper."""
    return person.send(page or person.get(address), address, **typed)


def text(key: str) -> str:
    """Give the words of a setting."""
    return Commune.of_database(db.session).text(key)


def test_every_sort_of_paper_says_who_signs_and_who_gets_it(clerk: Person) -> None:
    rows = {row[0]: row[1:] for row in clerk.get(LIST).rows()}

    assert list(rows) == [
        "Kế hoạch",
        "Thông báo cho người dân, Trung tâm Phục vụ hành chính công",
        "Thông báo cho người dân, Ủy ban nhân dân xã",
        "Thông báo phân công",
        "Danh sách cử công chức",
        "Báo cáo buổi",
        "Báo cáo kỳ",
        "Báo cáo năm",
        "Công văn đính chính",
        "Công văn thu hồi",
    ]
    assert rows["Kế hoạch"][0] == "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"
    assert rows["Thông báo phân công"][1].endswith("- Lưu: VT, TTPVHCC.")
    assert rows["Công văn thu hồi"] == ["Người đã ký văn bản cũ ký.", "- Như trên; - Lưu: VT."]


def test_they_are_saved_and_seen_as_they_will_stand(centre: Person) -> None:
    factories.officer("Lê Văn Anh (mẫu)", code="trung-tam", post="Phó Giám đốc")

    shown = centre.get(NOTICE)
    page = fill(
        centre,
        NOTICE,
        shown,
        capacity="KT. GIÁM ĐỐC\r\nPHÓ GIÁM ĐỐC",
        signer="Lê Văn Anh (mẫu)",
        recipients="UBND xã\r\n\r\n  Các   thôn, bản;\r\nLưu: VT",
    )

    offered = shown.soup.select("datalist option")
    assert [(one["value"], one.text) for one in offered] == [
        ("Lê Văn Anh (mẫu)", "Phó Giám đốc, Trung tâm")
    ]
    assert page.notice == "Đã lưu nơi nhận, người ký của Thông báo phân công."
    foot = page.soup.select_one(".paper-foot")
    assert foot
    assert foot.get_text(" ", strip=True) == (
        "Nơi nhận: - UBND xã; - Các thôn, bản; - Lưu: VT. "
        "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Lê Văn Anh (mẫu)"
    )
    assert text("assignment_notice.recipients") == "UBND xã\nCác thôn, bản;\nLưu: VT"
    log = db.session.scalars(AuditEvent.in_order()).all()
    assert {event.facts["key"] for event in log[-3:]} == {
        "assignment_notice.capacity",
        "assignment_notice.signer",
        "assignment_notice.recipients",
    }
    assert "Anh" not in str([event.facts for event in log])


@pytest.mark.parametrize("sort", ["ke-hoach", "phan-cong", "cu-cong-chuc", "thu-hoi"])
def test_saving_what_is_shown_changes_no_word(centre: Person, sort: str) -> None:
    before = Commune.of_database(db.session).texts

    page = fill(centre, f"{LIST}{sort}")

    assert page.status == 200
    changed = set(Commune.of_database(db.session).texts.items()) - set(before.items())
    assert changed <= {
        ("nomination.recipients", "Như trên\nLưu: VT"),
        ("withdrawal.recipients", "Như trên\nLưu: VT"),
    }


def test_a_new_paper_takes_them(centre: Person) -> None:
    subject = Subject(duty_session=factories.duty_session())
    before = making.proposed(db.session, ASSIGNMENT_NOTICE, subject)

    fill(centre, signer="Lê Văn Anh (mẫu)", capacity="PHÓ GIÁM ĐỐC", recipients="Lưu: VT")

    papers = making.proposed(db.session, ASSIGNMENT_NOTICE, subject)
    assert (before.signer_name, before.signer_capacity) == ("", "GIÁM ĐỐC")
    assert papers.signer_name == "Lê Văn Anh (mẫu)"
    assert (papers.signer_capacity, papers.recipients) == ("PHÓ GIÁM ĐỐC", "Lưu: VT")


def test_a_letter_has_its_recipients_only(centre: Person) -> None:
    address = f"{LIST}thu-hoi"
    shown = centre.get(address)

    page = fill(centre, address, shown, recipients="Như trên\r\nUBND tỉnh\r\nLưu: VT")

    assert shown.soup.select_one("[name=capacity]") is None
    assert page.notice == "Đã lưu nơi nhận, người ký của Công văn thu hồi."
    assert text("withdrawal.recipients") == "Như trên\nUBND tỉnh\nLưu: VT"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"capacity": " "}, "Hãy ghi chức vụ người ký."),
        ({"capacity": "X" * 301}, "Hãy viết ngắn hơn: tối đa 300 ký tự."),
        ({"signer": "lê văn anh"}, "Hãy viết hoa chữ cái đầu của họ và tên."),
        ({"recipients": "\r\n "}, "Hãy ghi nơi nhận."),
        ({"recipients": "x" * 1001}, "Hãy viết ngắn hơn: tối đa 1000 ký tự."),
    ],
)
def test_a_bad_form_comes_back_as_typed(centre: Person, typed: dict[str, str], fault: str) -> None:
    sent = {"capacity": "GIÁM ĐỐC MỚI", "signer": "Lê Văn Anh", "recipients": "Lưu: VT", **typed}

    page = fill(centre, **sent)

    assert page.status == 422
    assert page.faults == [fault]
    box = page.soup.find("input", attrs={"name": "signer"})
    assert box
    assert box["value"] == sent["signer"]
    assert text("assignment_notice.capacity") == "GIÁM ĐỐC"


def test_the_later_saver_sees_both_versions(centre: Person) -> None:
    late = centre.get(NOTICE)
    fill(centre, signer="Lê Văn Anh")

    page = fill(centre, NOTICE, late, signer="Bùi Thị Ánh")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Họ tên người thường ký", "Lê Văn Anh", "Bùi Thị Ánh"]
    ]
    fill(centre, NOTICE, page)
    assert text("assignment_notice.signer") == "Bùi Thị Ánh"


def test_a_second_click_saves_once(centre: Person) -> None:
    page = centre.get(NOTICE)

    first, second = fill(centre, NOTICE, page, signer="Lê Văn Anh"), None
    events = len(db.session.scalars(AuditEvent.in_order()).all())
    second = fill(centre, NOTICE, page, signer="Lê Văn Anh")

    assert second.notice == first.notice
    assert len(db.session.scalars(AuditEvent.in_order()).all()) == events


def test_only_centre_and_admin_change_them(admin: Person, clerk: Person, economy: Person) -> None:
    for person in (clerk, economy):
        assert person.get(LIST).status == 200
        assert not person.get(LIST).soup.select("table a")
        assert person.get(NOTICE).status == 403
        assert person.post(NOTICE, {}).status == 403
    assert admin.get(NOTICE).status == 200
    assert admin.get(f"{LIST}giay-moi").status == 404


def test_the_number_of_villages_is_still_counted_after_another_line_was_saved(
    centre: Person,
) -> None:
    change_settings(db.session, {"commune.name": "xã Bình Chuẩn"}, by=None)
    factories.hamlet()
    plan = f"{LIST}ke-hoach"
    shown = centre.get(plan)
    assert "01 thôn, bản" in shown.main

    fill(centre, plan, shown, signer="Lê Văn Anh (mẫu)")
    factories.hamlet("Thôn 2 (mẫu)")

    assert text("annual_plan.signer") == "Lê Văn Anh (mẫu)"
    assert "02 thôn, bản" in centre.get(plan).main


def test_who_tells_the_people_is_set_beside_the_foot_of_the_notice(centre: Person) -> None:
    address = f"{LIST}nguoi-dan"
    shown = centre.get(address)
    assert centre.get(f"{LIST}nguoi-dan-ubnd").soup.select_one("[name=issuer]") is None

    refused = fill(centre, address, shown, issuer="thon")
    page = fill(centre, address, shown, issuer="COMMITTEE", mobile_issuer="CENTRE")

    assert refused.faults == ["Hãy chọn cơ quan ban hành."]
    assert page.status == 200
    assert text("citizen_notice.issuer") == "COMMITTEE"
    assert text("citizen_notice.mobile_issuer") == "CENTRE"
