"""Does a village become a part of another, keep its name where it stood, and come back?"""

from datetime import date
from typing import Any

import pytest

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Hamlet
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Page, Person


def two() -> tuple[Hamlet, Hamlet]:
    """Make two villages: the first will become a part of the second."""
    return factories.hamlet("Thôn 1 (mẫu)"), factories.hamlet("Thôn 2 (mẫu)")


def path(row: Hamlet, act: str = "/sap-nhap") -> str:
    """Give an address of a village."""
    return f"/danh-muc/thon-ban/{row.id}{act}"


def merge(person: Person, row: Hamlet, into: object, day: str, page: Page | None = None) -> Page:
    """Fill in and send the form of a merger."""
    shown = page or person.get(path(row))
    return person.send(shown, path(row), merged_into_id=str(into), from_day=day)


def offered(person: Person, address: str, field: str) -> list[str]:
    """Give what a select offers."""
    options = person.get(address).soup.select(f"select[name={field}] option")
    return [one.get_text(strip=True) for one in options][1:]


def test_a_village_becomes_a_part_of_another_from_a_day(centre: Person) -> None:
    one, two_ = two()

    page = merge(centre, one, two_.id, "01/4/2026")

    assert page.notice == "Đã ghi Thôn 1 (mẫu) sáp nhập vào Thôn 2 (mẫu)."
    assert "đã sáp nhập vào Thôn 2 (mẫu) , còn hiệu lực đến hết ngày 31/3/2026" in page.main
    assert (one.merged_into, one.valid_to) == (two_, date(2026, 3, 31))
    state = [row[-2] for row in centre.get("/danh-muc/thon-ban/").rows()]
    assert state == ["", "đã sáp nhập vào Thôn 2 (mẫu), đến 31/3/2026"]
    last = db.session.scalars(AuditEvent.newest()).one()
    assert (last.verb, last.subject, last.facts) == ("merge", "hamlet", {"day": "2026-04-01"})


def test_the_former_one_leaves_the_pickers_from_its_day(centre: Person, admin: Person) -> None:
    one, two_ = two()
    session = factories.duty_session()
    session.is_mobile = True
    db.session.commit()
    address = "/lich-truc/2026-04-11/chuan-bi"
    assert len(offered(centre, address, "hamlet_id")) == 2

    merge(centre, one, two_.id, "11/4/2026")

    assert offered(centre, address, "hamlet_id") == ["Thôn 2 (mẫu) (Nhà văn hóa thôn 1)"]
    assert len(offered(admin, "/quan-tri/tai-khoan/moi", "hamlet_id")) == 2
    assert "sẽ sáp nhập vào Thôn 2 (mẫu), đến 10/4/2026" in centre.get("/danh-muc/thon-ban/").main


def test_accounts_and_mobile_saturdays_keep_the_name(centre: Person, admin: Person) -> None:
    one, two_ = two()
    account = factories.account(username="thon1", roles={Role.HAMLET})
    session = factories.duty_session()
    account.hamlet = session.hamlet = one
    session.place = "Nhà văn hóa thôn 1, Thôn 1 (mẫu)"
    db.session.commit()

    page = merge(centre, one, two_.id, "01/4/2026")

    assert "Tài khoản đang mở: thon1." in page.main
    assert "Thôn 1 (mẫu)" in admin.get(f"/quan-tri/tai-khoan/{account.id}").main
    assert "Thôn 1 (mẫu)" in centre.get("/lich-truc/2026-04-11").main
    assert session.hamlet is one


def test_the_form_says_what_follows(centre: Person) -> None:
    one, _two = two()
    factories.account(username="thon1", roles={Role.HAMLET}).hamlet = one
    db.session.commit()

    page = centre.get(path(one))

    assert "vẫn giữ tên cũ" in page.main
    assert "Nhà văn hóa thôn 1: còn dùng thì mở ra và chọn thôn, bản mới." in page.main
    assert "Tài khoản thon1 vẫn mở" in page.main
    assert offered(centre, path(one), "merged_into_id") == ["Thôn 2 (mẫu)"]


@pytest.mark.parametrize(
    ("into", "day", "fault"),
    [
        ("", "01/4/2026", "Hãy chọn thôn, bản."),
        ("2", "", "Hãy ghi ngày sáp nhập."),
        ("2", "mai", "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ("1", "01/4/2026", "Hãy chọn lại: mục đã chọn không còn trong danh sách."),
        ("99", "01/4/2026", "Hãy chọn lại: mục đã chọn không còn trong danh sách."),
        ("2", "30/6/2024", "Thôn 2 (mẫu) chỉ có từ ngày 01/7/2024."),
        ("2", "02/1/2027", "Thôn 2 (mẫu) chỉ có đến hết ngày 31/12/2026."),
        ("2", "01/8/2024", "Ngày sáp nhập phải sau ngày thôn, bản này bắt đầu."),
    ],
)
def test_a_bad_merger_is_refused_and_kept(centre: Person, into: str, day: str, fault: str) -> None:
    one, two_ = two()
    one.valid_from, two_.valid_from = date(2024, 8, 1), date(2024, 7, 1)
    two_.valid_to = date(2026, 12, 31)
    db.session.commit()

    page = merge(centre, one, {"1": one.id, "2": two_.id}.get(into, into), day)

    assert page.status == 422
    assert page.faults == [fault]
    box = page.soup.find("input", attrs={"name": "from_day"})
    assert box
    assert box["value"] == day
    assert one.merged_into is None


def test_villages_do_not_merge_in_a_circle(centre: Person) -> None:
    one, two_ = two()
    page = centre.get(path(two_))
    merge(centre, one, two_.id, "01/12/2026")

    refused = merge(centre, two_, one.id, "01/11/2026", page)

    assert refused.status == 422
    assert refused.faults == ["Thôn 1 (mẫu) đã sáp nhập vào Thôn 2 (mẫu). Hãy chọn thôn, bản khác."]


def test_the_day_of_a_merger_is_not_changed_by_hand(centre: Person) -> None:
    one, two_ = two()
    merge(centre, one, two_.id, "01/4/2026")

    page = centre.send(centre.get(path(one, "")), path(one, ""), valid_to="")

    assert page.status == 422
    assert page.faults == ["Ngày này do việc sáp nhập đặt. Hãy bỏ sáp nhập trước khi sửa."]
    assert centre.send(page, path(one, ""), valid_to="31/3/2026", head_name="Vi Văn Ba").notice


def test_a_merger_written_by_mistake_is_taken_back(centre: Person) -> None:
    one, two_ = two()
    merge(centre, one, two_.id, "01/4/2026")
    assert centre.get(path(one)).status == 404

    shown, late = centre.get(path(one, "")), centre.get(path(one, ""))
    page = centre.send(shown, path(one, "/bo-sap-nhap"))

    assert page.notice == "Đã bỏ sáp nhập. Thôn 1 (mẫu) lại có trong danh sách để chọn."
    assert (one.merged_into, one.valid_to) == (None, None)
    again = centre.send(late, path(one, "/bo-sap-nhap"))
    assert again.status == 409
    assert "Thôn, bản này chưa sáp nhập." in again.main


def test_a_second_click_merges_once(centre: Person) -> None:
    one, two_ = two()
    page = centre.get(path(one))

    first = merge(centre, one, two_.id, "01/4/2026", page)
    second = merge(centre, one, two_.id, "01/4/2026", page)

    assert second.notice == first.notice


def test_the_later_one_sees_what_was_written_meanwhile(centre: Person) -> None:
    one, two_ = two()
    three = factories.hamlet("Thôn 3 (mẫu)")
    mine, theirs = centre.get(path(one)), centre.get(path(one))
    merge(centre, one, three.id, "01/4/2026", theirs)

    page = merge(centre, one, two_.id, "01/4/2026", mine)

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [["Sáp nhập vào", "Thôn 3 (mẫu)", "Thôn 2 (mẫu)"]]
    again = merge(centre, one, two_.id, "01/4/2026", page)
    assert again.faults == ["Thôn, bản này đã sáp nhập. Hãy tải lại trang."]


def test_a_chain_of_mergers_names_where_it_belongs_today(centre: Person) -> None:
    one, two_ = two()
    three = factories.hamlet("Thôn 3 (mẫu)")
    merge(centre, one, two_.id, "01/2/2026")
    merge(centre, two_, three.id, "01/3/2026")

    assert "Nay thuộc Thôn 3 (mẫu)." in centre.get(path(one, "")).main


def test_only_centre_and_admin_merge(clerk: Person, economy: Person, admin: Person) -> None:
    one, _two = two()

    for person in (clerk, economy):
        assert person.get(path(one)).status == 403
        assert person.post(path(one), {}).status == 403
        assert person.post(path(one, "/bo-sap-nhap"), {}).status == 403
    assert admin.get(path(one)).status == 200
    assert admin.get("/danh-muc/thon-ban/999/sap-nhap").status == 404


def test_a_hall_is_added_from_its_village(centre: Person) -> None:
    row = factories.hamlet(hall="")
    shown = centre.get(path(row, ""))
    link = shown.soup.select_one('a[href*="nha-van-hoa/moi"]')
    assert "Chưa nhập nhà văn hóa." in shown.main
    assert link

    page = centre.send(
        centre.get(str(link["href"])), "/danh-muc/nha-van-hoa/moi", name="Nhà văn hóa thôn 1"
    )

    assert page.notice == "Đã thêm Nhà văn hóa thôn 1."
    assert [one.name for one in row.halls] == ["Nhà văn hóa thôn 1"]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"hamlet_id": ""}, "Hãy chọn thôn, bản."),
        ({"name": ""}, "Hãy ghi tên nhà văn hóa."),
        (
            {"name": "nhà văn hóa thôn 1"},
            "Thôn, bản này đã có nhà văn hóa cùng tên. Hãy ghi tên khác.",
        ),
        ({"capacity": "0"}, "Hãy ghi số chỗ từ 1 đến 9999."),
        ({"capacity": "nhiều"}, "Hãy ghi một số, chỉ dùng chữ số."),
        ({"power": "SUN"}, "Hãy chọn lại trong danh sách."),
    ],
)
def test_a_bad_hall_is_refused(centre: Person, typed: dict[str, str], fault: str) -> None:
    row = factories.hamlet()
    good = {"name": "Nhà văn hóa mới", "hamlet_id": str(row.id), "address": "xóm Đông"}
    sent: dict[str, Any] = {**good, **typed}
    address = "/danh-muc/nha-van-hoa/moi"

    page = centre.send(centre.get(address), address, **sent)

    assert page.status == 422
    assert page.faults == [fault]
    box = page.soup.find("input", attrs={"name": "address"})
    assert box
    assert box["value"] == "xóm Đông"


def test_a_hall_of_a_former_village_keeps_its_village(centre: Person) -> None:
    one, two_ = two()
    merge(centre, one, two_.id, "01/4/2026")
    address = f"/danh-muc/nha-van-hoa/{one.halls[0].id}"

    page = centre.send(centre.get(address), address, capacity="80")
    moved = centre.send(centre.get(address), address, hamlet_id=str(two_.id), name="Nhà văn hóa cũ")

    assert page.notice == "Đã lưu Nhà văn hóa thôn 1."
    assert moved.notice == "Đã lưu Nhà văn hóa cũ."
    assert "Nhà văn hóa cũ" in [hall.name for hall in two_.halls]
