"""Are the people of the departments found, entered and let go, each by whom it may be?"""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from saturday.extensions import db, writing
from saturday.models.audit import AuditEvent
from saturday.models.commune import Officer
from saturday.models.roster import Seat, assign
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Page, Person

LIST = "/danh-muc/cong-chuc/"
NEW = "/danh-muc/cong-chuc/moi"
PEOPLE = (
    ("Đặng Thị Ước (mẫu)", "van-phong"),
    ("Lê Văn Anh (mẫu)", "kinh-te"),
    ("Bùi Thị Ánh (mẫu)", "kinh-te"),
    ("Trần Văn Bình (mẫu)", "van-hoa-xa-hoi"),
)


def people() -> None:
    """Enter four invented people."""
    for name, code in PEOPLE:
        factories.officer(name, code=code)


def names(page: Page) -> list[str]:
    """Give the names listed."""
    return [row[0].removesuffix(" (mẫu)") for row in page.rows("Cán bộ, công chức")]


def fill(person: Person, address: str, page: Page | None = None, /, **typed: Any) -> Page:  # noqa: ANN401 - as send
    """Fill in and send the form of an address."""
    return person.send(page or person.get(address), address, **typed)


def one_of(name: str) -> Officer:
    """Give the officer of a name."""
    rows = db.session.scalars(Officer.everyone()).all()
    return next(row for row in rows if row.name == name)


def test_people_are_in_the_order_of_their_given_names(economy: Person) -> None:
    people()

    assert names(economy.get(LIST)) == [
        "Lê Văn Anh",
        "Bùi Thị Ánh",
        "Trần Văn Bình",
        "Đặng Thị Ước",
    ]


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("uoc", ["Đặng Thị Ước"]),
        ("Ước", ["Đặng Thị Ước"]),
        ("dang thi", ["Đặng Thị Ước"]),
        ("anh", ["Lê Văn Anh", "Bùi Thị Ánh"]),
        ("  BÌNH ", ["Trần Văn Bình"]),
        ("ltb", []),
    ],
)
def test_a_part_of_a_name_finds_it_with_or_without_marks(
    centre: Person, typed: str, found: list[str]
) -> None:
    people()

    page = centre.get(f"{LIST}?tim={typed}")

    assert (names(page) if found else []) == found
    assert f"{len(found)} trên 4 người." in page.main
    if not found:
        assert "Không có ai khớp." in page.main


def test_the_list_is_narrowed_by_department(centre: Person) -> None:
    people()

    page = centre.get(f"{LIST}?phong=kinh-te")

    assert names(page) == ["Lê Văn Anh", "Bùi Thị Ánh"]
    chosen = page.soup.select("option[selected]")
    assert [one["value"] for one in chosen] == ["kinh-te"]


def test_an_empty_list_says_how_to_begin(centre: Person, clerk: Person) -> None:
    page = centre.get(LIST)

    assert "Chưa nhập cán bộ, công chức." in page.main
    assert page.soup.select_one(f'.empty a[href="{NEW}"]')
    assert not clerk.get(LIST).soup.select_one(f'a[href="{NEW}"]')


def test_the_centre_enters_somebody_of_any_department(centre: Person) -> None:
    page = fill(
        centre,
        NEW,
        name="  Vi  Thị   Hoa (mẫu)",
        post="Chuyên viên",
        department_id=str(factories.department("kinh-te").id),
        phone="0912.345.678",
    )

    assert page.notice == "Đã thêm Vi Thị Hoa (mẫu)."
    row = one_of("Vi Thị Hoa (mẫu)")
    assert (row.folded_name, row.phone) == ("vi thi hoa (mau)", "0912345678")
    assert "0912 345 678" in page.main
    log = db.session.scalars(AuditEvent.newest()).one()
    assert log.verb == "add"
    assert "Hoa" not in str(log.facts)
    assert "0912" not in str(log.facts)


def test_a_department_enters_its_own_people_only(economy: Person) -> None:
    page = economy.get(NEW)
    offered = [str(one.text).strip() for one in page.soup.select("#department_id option")]
    foreign = str(factories.department("van-phong").id)

    refused = fill(economy, NEW, page, name="Vi Thị Hoa", post="x", department_id=foreign)
    entered = fill(economy, NEW, page, name="Vi Thị Hoa", post="Chuyên viên")

    assert offered == ["Phòng Kinh tế"]
    assert refused.faults == ["Hãy chọn lại: mục đã chọn không còn trong danh sách."]
    assert entered.notice == "Đã thêm Vi Thị Hoa."
    assert one_of("Vi Thị Hoa").department.code == "kinh-te"


def test_a_department_changes_its_own_people(economy: Person) -> None:
    row = factories.officer()

    page = fill(economy, f"{LIST}{row.id}", name="Lô Văn Ba (mẫu)", post="Phó Trưởng phòng")

    assert page.notice == "Đã lưu Lô Văn Ba (mẫu)."
    assert one_of("Lô Văn Ba (mẫu)").folded_name == "lo van ba (mau)"


def test_another_departments_people_are_not_there(economy: Person) -> None:
    row = factories.officer("Công chức 2 (mẫu)", code="van-phong")
    own = factories.officer()
    shown = economy.get(f"{LIST}{own.id}")
    form = shown.form(f"{LIST}{own.id}")

    assert economy.get(f"{LIST}{row.id}").status == 404
    form["action"] = f"{LIST}{row.id}"
    assert economy.send(shown, f"{LIST}{row.id}", post="Đổi").status == 404
    form["action"] = f"{LIST}{row.id}/xoa"
    assert economy.send(shown, f"{LIST}{row.id}/xoa").status == 404
    assert one_of("Công chức 2 (mẫu)").post == "Chuyên viên"
    links = [str(one["href"]) for one in economy.get(LIST).soup.select("table a")]
    assert links == [f"{LIST}{own.id}"]


def test_an_account_of_no_department_owns_nobody(app: Flask) -> None:
    row = factories.officer()
    person = Person(app, factories.account(username="khong", roles={Role.DEPARTMENT}))

    assert person.get(f"{LIST}{row.id}").status == 404
    assert person.get(LIST).soup.select("table a") == []


def test_who_left_is_listed_last_and_no_longer_offered(centre: Person) -> None:
    people()
    row = one_of("Lê Văn Anh (mẫu)")

    page = fill(centre, f"{LIST}{row.id}", left_on="01/4/2026")

    assert names(page)[-1] == "Lê Văn Anh"
    assert "đã chuyển, nghỉ từ 01/4/2026" in page.main
    assert row.id not in [one.id for one in db.session.scalars(Officer.serving())]


def test_who_will_leave_is_still_in_service(centre: Person) -> None:
    row = factories.officer()

    page = fill(centre, f"{LIST}{row.id}", left_on="02/5/2026")

    assert "sẽ chuyển, nghỉ từ 02/5/2026" in page.main
    assert row.id in [one.id for one in db.session.scalars(Officer.serving())]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"name": " "}, "Hãy ghi họ và tên."),
        ({"name": "phan thị lan"}, "Hãy viết hoa chữ cái đầu của họ và tên."),
        ({"post": ""}, "Hãy ghi chức vụ."),
        ({"department_id": ""}, "Hãy chọn phòng, đơn vị."),
        ({"phone": "91"}, "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."),
        ({"left_on": "mai"}, "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
    ],
)
def test_a_bad_form_is_refused_and_kept(centre: Person, typed: dict[str, str], fault: str) -> None:
    good = {
        "name": "Vi Thị Hoa",
        "post": "Chuyên viên",
        "department_id": str(factories.department("kinh-te").id),
    }

    page = fill(centre, NEW, **{**good, **typed})

    assert page.status == 422
    assert page.faults == [fault]
    box = page.soup.find("input", attrs={"name": "post"})
    assert box
    assert box["value"] == {**good, **typed}["post"]


def test_the_later_saver_sees_both_versions(centre: Person) -> None:
    row = factories.officer()
    address = f"{LIST}{row.id}"
    mine, theirs = centre.get(address), centre.get(address)
    fill(centre, address, theirs, department_id=str(factories.department("van-phong").id))

    page = fill(centre, address, mine, post="Phó Trưởng phòng")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Chức vụ", "Chuyên viên", "Phó Trưởng phòng"],
        ["Phòng, đơn vị", "Văn phòng HĐND và UBND", "Phòng Kinh tế"],
    ]


def test_somebody_entered_by_mistake_is_removed(centre: Person) -> None:
    row = factories.officer()
    address = f"{LIST}{row.id}"

    page = centre.send(centre.get(address), f"{address}/xoa")

    assert page.notice == "Đã xóa Công chức 1 (mẫu)."
    assert db.session.get(Officer, row.id) is None


def test_somebody_who_served_is_not_removed(centre: Person) -> None:
    row = factories.officer()
    session = factories.duty_session()
    writing.set(True)
    assign(session, Seat(duty=factories.duty("LAND"), officer=row), by=None)
    db.session.commit()
    address = f"{LIST}{row.id}"

    page = centre.send(centre.get(address), f"{address}/xoa")

    assert page.status == 409
    assert "Hãy ghi ngày đã chuyển, nghỉ." in page.main
    assert db.session.get(Officer, row.id)


def test_other_roles_look_and_do_not_touch(app: Flask, clerk: Person) -> None:
    row = factories.officer()
    officer = Person(app, factories.account(username="khac", roles={Role.OFFICER}))

    for person in (clerk, officer):
        assert person.get(LIST).status == 200
        assert person.get(NEW).status == 403
        assert person.get(f"{LIST}{row.id}").status == 403
        assert person.post(NEW, {}).status == 403
        assert person.post(f"{LIST}{row.id}/xoa", {}).status == 403


def test_a_second_click_enters_one_person(centre: Person) -> None:
    page = centre.get(NEW)
    typed = {
        "name": "Vi Thị Hoa",
        "post": "Chuyên viên",
        "department_id": str(factories.department("kinh-te").id),
    }

    first, second = fill(centre, NEW, page, **typed), fill(centre, NEW, page, **typed)

    assert first.notice == second.notice
    assert names(second) == ["Vi Thị Hoa"]


def test_more_people_ask_no_more_of_the_database(centre: Person) -> None:
    people()
    with counted_queries() as few:
        centre.get(LIST)
    for number in range(10):
        factories.officer(f"Công chức {number} (mẫu)", code="van-phong")

    with counted_queries() as many:
        centre.get(LIST)

    assert len(many) == len(few)


DAYS = ("2026-03-28", "2026-04-11")
ELSEWHERE = "Phó Chánh Văn phòng"


def move(person: Person, row: Officer, day: str, page: Page | None = None, **typed: str) -> Page:
    """Fill in and send the form of a move, to Văn phòng unless told."""
    address = f"{LIST}{row.id}/chuyen"
    typed = {"code": "van-phong", "post": ELSEWHERE, **typed}
    department = str(factories.department(typed.pop("code")).id)
    shown = page or person.get(address)
    return fill(person, address, shown, from_day=day, department_id=department, **typed)


def test_a_move_is_written_with_its_day(centre: Person) -> None:
    row = factories.officer()

    page = move(centre, row, "01/3/2026")

    assert page.notice == "Đã ghi chuyển cho Công chức 1 (mẫu)."
    assert page.rows("Nơi công tác trước") == [
        ["28/02/2026", "Chuyên viên", "Phòng Kinh tế"],
        ["từ 01/3/2026", "Phó Chánh Văn phòng", "Văn phòng HĐND và UBND"],
    ]
    last = db.session.scalars(AuditEvent.newest()).one()
    facts = {"day": "2026-03-01", "department": "van-phong"}
    assert (last.verb, last.subject, last.facts) == ("transfer", "officer", facts)
    assert centre.get(LIST).rows()[0][1:3] == ["Phó Chánh Văn phòng", "Văn phòng"]


def test_a_move_ahead_shows_where_somebody_still_is(centre: Person) -> None:
    row = factories.officer()

    move(centre, row, "01/5/2026")

    state = "từ 01/5/2026: Phó Chánh Văn phòng, Văn phòng"
    shown = centre.get(LIST).rows()[0]
    assert shown[1:5] == ["Chuyên viên", "Kinh tế", "", state]
    assert names(centre.get(f"{LIST}?phong=kinh-te")) == ["Công chức 1"]


def test_earlier_boards_keep_the_department_of_their_day(centre: Person) -> None:
    row = factories.officer()
    for day in DAYS:
        session = factories.duty_session(date.fromisoformat(day))
        assign(session, Seat(duty=factories.duty("LAND"), officer=row), by=None)
    db.session.commit()

    move(centre, row, "01/4/2026")

    units = []
    for day in DAYS:
        rows = centre.get(f"/lich-truc/{day}").rows("Bảng phân công")
        units += [row[-3] for row in rows if "Công chức 1 (mẫu)" in row]
    assert units == ["Kinh tế", "Văn phòng"]


def test_who_served_is_moved_not_overwritten(centre: Person) -> None:
    row = factories.officer()
    assign(factories.duty_session(), Seat(duty=factories.duty("LAND"), officer=row), by=None)
    db.session.commit()
    address = f"{LIST}{row.id}"

    page = fill(centre, address, department_id=str(factories.department("van-phong").id))

    assert page.status == 422
    words = "Người này đã có trong danh sách các buổi. Hãy dùng 'Chuyển phòng, chức vụ'."
    assert page.faults == [words]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"from_day": ""}, "Hãy ghi ngày chuyển."),
        ({"from_day": "mai"}, "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ({"department_id": ""}, "Hãy chọn phòng, đơn vị."),
        ({"department_id": "99"}, "Hãy chọn lại: mục đã chọn không còn trong danh sách."),
        ({"post": " "}, "Hãy ghi chức vụ."),
        ({"post": "x" * 101}, "Hãy viết ngắn hơn: tối đa 100 ký tự."),
        (
            {"department_id": "kinh-te", "post": "Chuyên viên"},
            "Phòng và chức vụ giống như đang ghi. Hãy chọn phòng khác hoặc ghi chức vụ khác.",
        ),
    ],
)
def test_a_bad_move_is_refused_and_kept(centre: Person, typed: dict[str, str], fault: str) -> None:
    row = factories.officer()
    codes = {"kinh-te": str(factories.department("kinh-te").id)}
    good = {
        "from_day": "01/5/2026",
        "department_id": str(factories.department("van-phong").id),
        "post": "Phó Chánh Văn phòng",
    }
    sent = {name: codes.get(value, value) for name, value in {**good, **typed}.items()}

    page = fill(centre, f"{LIST}{row.id}/chuyen", **sent)

    assert page.status == 422
    assert page.faults == [fault]
    for name in ("from_day", "post"):
        box = page.soup.find("input", attrs={"name": name})
        assert box
        assert box["value"] == sent[name].strip()
    assert row.former == []


def test_a_second_click_moves_once(centre: Person) -> None:
    row = factories.officer()
    page = centre.get(f"{LIST}{row.id}/chuyen")

    first = move(centre, row, "01/5/2026", page)
    second = move(centre, row, "01/5/2026", page)

    assert second.notice == first.notice
    assert len(row.former) == 1


def test_two_who_move_one_person_see_each_other(centre: Person) -> None:
    row = factories.officer()
    late = centre.get(f"{LIST}{row.id}/chuyen")
    move(centre, row, "01/5/2026", code="trung-tam", post="Chuyên viên chính")

    page = move(centre, row, "01/5/2026", late, post="Chuyên viên")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Phòng, đơn vị", "Trung tâm Phục vụ hành chính công", "Văn phòng HĐND và UBND"],
        ["Chức vụ", "Chuyên viên chính", "Chuyên viên"],
    ]


def test_a_move_written_by_mistake_is_taken_back(centre: Person) -> None:
    row = factories.officer()
    move(centre, row, "01/3/2026")
    shown, late = centre.get(f"{LIST}{row.id}"), centre.get(f"{LIST}{row.id}")

    page = centre.send(shown, f"{LIST}{row.id}/bo-chuyen")

    assert page.notice == "Đã bỏ lần chuyển gần nhất của Công chức 1 (mẫu)."
    assert (row.department.code, row.post, row.former) == ("kinh-te", "Chuyên viên", [])
    assert centre.send(late, f"{LIST}{row.id}/bo-chuyen").status == 409


def test_a_department_does_not_move_its_people(economy: Person) -> None:
    row = factories.officer()
    page = economy.get(f"{LIST}{row.id}")

    assert "báo Trung tâm" in page.main
    assert not page.soup.select_one('a[href$="/chuyen"]')
    assert economy.get(f"{LIST}{row.id}/chuyen").status == 403
    assert economy.post(f"{LIST}{row.id}/chuyen", {}).status == 403
    assert economy.post(f"{LIST}{row.id}/bo-chuyen", {}).status == 403


def test_nobody_is_not_moved(centre: Person) -> None:
    assert centre.get(f"{LIST}999/chuyen").status == 404


def test_leaving_points_at_what_is_still_open(centre: Person, admin: Person) -> None:
    row = factories.officer()
    account = factories.account(username="lvanh", roles={Role.OFFICER})
    account.officer = row
    assign(factories.duty_session(), Seat(duty=factories.duty("LAND"), officer=row), by=None)
    db.session.commit()

    page = fill(centre, f"{LIST}{row.id}", left_on="11/4/2026")

    assert page.notice == "Đã lưu Công chức 1 (mẫu)."
    assert "còn trong bảng phân công thứ Bảy, 11/4 (Đất đai (chỉ tiếp nhận))" in page.main
    assert "Tài khoản lvanh của người này còn mở" in page.main
    assert page.soup.select_one('a[href="/lich-truc/2026-04-11"]')
    link = f'a[href="/quan-tri/tai-khoan/{account.id}"]'
    assert not page.soup.select_one(link)
    assert admin.get(f"{LIST}{row.id}").soup.select_one(link)


def test_leaving_after_the_last_turn_asks_for_nothing(centre: Person) -> None:
    row = factories.officer()
    assign(factories.duty_session(), Seat(duty=factories.duty("LAND"), officer=row), by=None)
    db.session.commit()

    page = fill(centre, f"{LIST}{row.id}", left_on="12/4/2026")

    assert page.path.startswith(LIST)
    assert "còn trong bảng phân công" not in centre.get(f"{LIST}{row.id}").main


def test_a_code_tells_two_people_apart(centre: Person) -> None:
    for number in (1, 2):
        fill(
            centre,
            NEW,
            name="Vi Thị Hoa",
            post="Chuyên viên",
            department_id=str(factories.department("kinh-te").id),
            code=f"CC0{number}",
        )

    assert names(centre.get(LIST)) == ["Vi Thị Hoa", "Vi Thị Hoa"]
    assert names(centre.get(f"{LIST}?tim=CC02")) == ["Vi Thị Hoa"]
    again = fill(
        centre,
        NEW,
        name="Vi Thị Hoa",
        post="Chuyên viên",
        department_id=str(factories.department("kinh-te").id),
        code="CC02",
    )
    assert again.faults == ["Mã này đã có người dùng. Hãy ghi mã khác, hoặc để trống."]


def test_two_people_without_a_code_are_both_entered(economy: Person) -> None:
    for name in ("Lê Văn An (mẫu)", "Lê Văn Bảo (mẫu)"):
        page = economy.get("/danh-muc/cong-chuc/moi")
        added = economy.send(page, "/moi", name=name, post="Chuyên viên", code="")
        assert f"Đã thêm {name}." in added.notice
