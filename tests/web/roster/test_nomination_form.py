"""Does a department find its list, and nobody else's?"""

from datetime import date

import pytest

from saturday.extensions import db
from saturday.models.base import Report, Way
from saturday.rules.lifecycle import NominationState
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Person
from tests.web.roster.stories import HUB, LIST, found, later, list_of, nominated, shown


def test_a_department_finds_a_row_for_each_person_wanted(economy: Person) -> None:
    factories.duty_session()
    factories.officer("Nguyễn Đình Long (mẫu)")

    page = economy.get(LIST)

    assert found(page, "h1").text == "Danh sách cử công chức: Phòng Kinh tế"
    assert "gửi trước 17 giờ thứ Sáu, 03/4 (còn 2 ngày)" in page.main
    chosen = page.soup.select("[name$=duty_id] option[selected]")
    assert [one.text for one in chosen] == ["Đất đai (chỉ tiếp nhận)", "Hộ kinh doanh, nông nghiệp"]
    assert "Nguyễn Đình Long (mẫu) – Chuyên viên" in page.main
    assert "Ghi hộ" not in page.main


def test_only_officers_of_the_department_are_offered(economy: Person) -> None:
    factories.duty_session()
    factories.officer("Người nhà (mẫu)")
    factories.officer("Người lạ (mẫu)", code="van-phong")

    page = economy.get(LIST)

    assert "Người nhà" in page.main
    assert "Người lạ" not in page.main


def test_the_centre_is_asked_who_reported(centre: Person) -> None:
    factories.duty_session()

    page = centre.get(LIST)

    assert "Ghi hộ Phòng Kinh tế" in page.main
    assert [one["value"] for one in page.soup.select("[name=way]")] == [way.name for way in Way]
    assert shown(page, "reported_on") == "01/4/2026"


@pytest.mark.parametrize("code", ["van-phong", "trung-tam", "khong-co"])
def test_a_foreign_list_is_not_there(economy: Person, code: str) -> None:
    factories.duty_session()

    assert economy.get(f"/lich-truc/2026-04-11/phong/{code}").status == 404


def test_a_unit_that_sends_no_list_has_no_page(centre: Person) -> None:
    factories.duty_session()

    assert centre.get("/lich-truc/2026-04-11/phong/trung-tam").status == 404


def test_a_day_without_a_saturday_is_not_there(economy: Person) -> None:
    factories.duty_session()

    assert economy.get("/lich-truc/2026-04-18/phong/kinh-te").status == 404


@pytest.mark.parametrize("who", ["leader", "clerk", "admin"])
def test_others_may_not_see_lists(who: str, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue(who)
    factories.duty_session()

    assert person.get(LIST).status == 403


def test_before_the_preparation_no_list_is_taken(economy: Person) -> None:
    factories.duty_session(prepared=False)

    page = economy.get(LIST)

    assert "chưa mở chuẩn bị" in page.main
    assert not page.has_form("/phong/kinh-te")


def test_a_sent_list_is_shown_as_it_stands(economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    page = economy.get(LIST)

    assert "Đã gửi lúc 9 giờ, thứ Tư, 01/4; chờ Trung tâm duyệt" in page.main
    assert page.rows("Người trực") == [
        ["Đất đai (chỉ tiếp nhận)", "Công chức 1 (mẫu) – Chuyên viên", "cả buổi", ""]
    ]
    assert page.has_form("/lay-lai")
    assert not page.has_form("/duyet")


def test_a_sent_list_may_be_opened_for_a_correction(economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    page = economy.get(f"{LIST}?sua=1")

    assert page.has_form("/phong/kinh-te")
    assert "Lưu chỗ sửa" in page.main


def test_the_department_sees_what_was_recorded_on_its_behalf(economy: Person) -> None:
    economy = later(economy, "2026-04-06 09:30")
    report = Report("Trưởng phòng", Way.ZALO, factories.at("2026-04-06 09:10"))
    nominated(factories.duty_session(), factories.officer(), report=report)

    page = economy.get(LIST)

    words = "Trung tâm ghi hộ theo Zalo, do Trưởng phòng báo lúc 9 giờ 10, thứ Hai, 06/4"
    assert words in page.main
    assert "Gửi muộn 3 ngày." in page.main
    assert "Sửa danh sách" in page.main


def test_who_is_not_offered_is_added_elsewhere(economy: Person) -> None:
    factories.duty_session()

    page = economy.get(LIST)

    assert "Người chưa có trong danh sách chọn: thêm ở Danh mục, mục Cán bộ," in page.main
    link = found(page, "#list-form a[href='/danh-muc/cong-chuc/']")
    assert link.get_text() == "Cán bộ, công chức"


@pytest.mark.parametrize(
    "typed", ["Thiếu người đất đai", "Thiếu người đất đai. ", "Thiếu người đất đai…"]
)
def test_a_returned_list_says_why(economy: Person, typed: str) -> None:
    row = nominated(factories.duty_session(), factories.officer())
    row.send_back(typed, by=None)
    db.session.commit()

    page = economy.get(LIST)

    assert "Trung tâm trả lại: Thiếu người đất đai. Sửa rồi gửi lại." in page.main
    assert "Trung tâm trả lại: Thiếu người đất đai." in economy.get(HUB).main
    assert ".." not in economy.get(HUB).main
    assert "Gửi danh sách" in page.main


def test_an_approved_list_can_only_be_read(economy: Person) -> None:
    row = nominated(factories.duty_session(), factories.officer())
    row.approve(by=None)
    db.session.commit()

    page = economy.get(f"{LIST}?sua=1")

    assert "đã duyệt lúc 9 giờ, thứ Tư, 01/4" in page.main
    assert not page.has_form("/phong/kinh-te")
    assert not page.has_form("/lay-lai")
    assert list_of().state is NominationState.APPROVED


@pytest.mark.parametrize("sent", [False, True])
def test_a_kept_list_may_be_made_a_paper(economy: Person, *, sent: bool) -> None:
    address = "/van-ban/lap/nomination/2026-04-11?department=kinh-te"
    duty_session = factories.duty_session()
    assert not economy.get(LIST).soup.select(f"a[href='{address}']")
    nominated(db.session.merge(duty_session), factories.officer(), sent=sent)

    assert economy.get(LIST).soup.select(f"a[href='{address}']")
    assert economy.get(address).status == 200


def test_the_last_list_is_offered_for_copying(economy: Person) -> None:
    nominated(factories.duty_session(date(2026, 3, 28)), factories.officer())
    factories.duty_session()

    assert "Chép danh sách buổi 28/3" in economy.get(LIST).main


def test_who_left_since_the_last_list_is_named(economy: Person) -> None:
    gone = factories.officer("Người đã chuyển (mẫu)")
    nominated(factories.duty_session(date(2026, 3, 28)), gone)
    gone.left_on = date(2026, 3, 31)
    db.session.commit()
    factories.duty_session()

    assert "không chép: Người đã chuyển (mẫu)" in economy.get(LIST).main


def test_ten_more_officers_and_lines_ask_no_more(economy: Person) -> None:
    duty_session = factories.duty_session()
    row = nominated(duty_session, factories.officer(), sent=False)
    with counted_queries() as few:
        economy.get(LIST)
    row = db.session.merge(row)
    many = [factories.officer(f"Công chức {n} (mẫu)") for n in range(2, 12)]
    lines = [one.typed for one in row.lines]
    lines += [type(lines[0])(lines[0].duty, officer) for officer in many]
    row.write(lines, remark="", cannot_reason="", by=None)
    db.session.commit()

    with counted_queries() as sent:
        economy.get(LIST)

    assert len(sent) <= len(few)
