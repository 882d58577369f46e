"""Two steps from a workbook to the tables: look, then confirm."""

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Hall, Hamlet, Officer, Posting
from saturday.models.import_tables import TABLES, Importing
from saturday.models.imports import ImportFile
from saturday.models.procedures import Procedure
from saturday.papers.spreadsheet import Book, fault_list, read_workbook, workbook
from saturday.rules.columns import Values
from saturday.rules.imports import RowState
from tests import factories
from tests.pages import Page, Person

OFFICERS = "/danh-muc/cong-chuc/excel"
HAMLETS = "/danh-muc/thon-ban/excel"


def book(rows: Iterable[Values], table: str = "cong-chuc") -> bytes:
    """Fill in a workbook of a table."""
    layout = TABLES[table].layout(Importing(db.session, clock.today()))
    return workbook(Book("Trang 1", layout, rows))


def person(name: str, code: str = "kinh-te", **more: object) -> Values:
    """Write one officer's row."""
    row = {"name": name, "post": "Chuyên viên", "department_id": factories.department(code).id}
    return {**row, **more}  # type: ignore[dict-item] # the tests give values only


def upload(
    who: Person, content: bytes, address: str = OFFICERS, name: str = "danh-sach.xlsx"
) -> Page:
    """Choose a file and send it."""
    return who.send(who.get(address), address, file=(BytesIO(content), name))


def confirm(who: Person, page: Page) -> Page:
    """Press the button of the preview."""
    return who.send(page, page.path.partition("?")[0])


def names() -> set[str]:
    """Name everyone in service."""
    return set(db.session.scalars(select(Officer.name)))


def test_nothing_is_saved_until_it_is_confirmed(centre: Person) -> None:
    page = upload(centre, book([person("Lê An"), person("Lê Bình", phone="0912345678")]))

    assert page.status == 200
    assert page.notice == "Đã đọc tệp. Chưa có gì được lưu vào danh mục."
    assert names() == set()
    assert page.rows("Dòng mới") == [
        ["2", "Lê An", "Chức vụ: Chuyên viên; Phòng, đơn vị: Phòng Kinh tế"],
        [
            "3",
            "Lê Bình",
            "Chức vụ: Chuyên viên; Phòng, đơn vị: Phòng Kinh tế; Điện thoại: 0912 345 678",
        ],
    ]
    assert page.form(page.path.partition("?")[0]).get_text(strip=True).startswith("Nhập 2 dòng mới")

    done = confirm(centre, page)

    assert done.notice == "Đã xong: nhập 2 dòng mới."
    assert names() == {"Lê An", "Lê Bình"}


def test_the_log_tells_counts_and_no_names(centre: Person) -> None:
    confirm(centre, upload(centre, book([person("Lê An")])))

    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "import")).one()

    assert event.facts | {"sha256": ""} == {
        "table": "cong-chuc",
        "added": 1,
        "changed": 0,
        "skipped": 0,
        "sha256": "",
    }


def test_the_same_file_a_second_time_changes_nothing(centre: Person) -> None:
    content = book([person("Lê An"), person("Lê Bình", phone="0912345678")])
    confirm(centre, upload(centre, content))

    again = upload(centre, content)

    assert "Tệp này không có dòng nào để nhập." in again.main
    assert not again.has_form(again.path.partition("?")[0])
    assert "2 dòng như cũ." in again.main


def test_a_changed_row_shows_old_and_new(centre: Person) -> None:
    factories.officer("Lê An")

    page = upload(centre, book([person("Lê An", post="Phó Trưởng phòng", phone="0912345678")]))

    assert page.rows("Dòng sửa") == [
        [
            "2",
            "Lê An",
            "Chức vụ: Chuyên viên → Phó Trưởng phòng Điện thoại: để trống → 0912 345 678",
        ]
    ]
    confirm(centre, page)
    row = db.session.scalars(select(Officer)).one()
    assert (row.post, row.phone) == ("Phó Trưởng phòng", "0912345678")


def test_another_department_is_a_move_that_history_remembers(centre: Person) -> None:
    factories.officer("Lê An")

    confirm(centre, upload(centre, book([person("Lê An", "van-phong", post="Chánh Văn phòng")])))

    row = db.session.scalars(select(Officer)).one()
    assert row.department.code == "van-phong"
    former = db.session.scalars(select(Posting)).one()
    assert (former.department.code, former.post) == ("kinh-te", "Chuyên viên")
    assert former.until == clock.today() - timedelta(days=1)


def test_faulty_rows_come_first_with_reasons_and_can_be_left_out(centre: Person) -> None:
    content = book([person("Lê An"), person("", phone="0912345678"), person("lê bình")])

    page = upload(centre, content)

    assert page.rows("Dòng lỗi") == [
        ["3", "chưa có tên", "Cột Họ và tên: Hãy ghi họ và tên."],
        [
            "4",
            "lê bình",
            "Cột Họ và tên: Hãy viết hoa chữ cái đầu của họ và tên.",
        ],
    ]
    assert page.main.index("Dòng lỗi") < page.main.index("Dòng mới")
    file = centre.client.get(f"{page.path.partition('?')[0]}/loi.xlsx")
    assert file.status_code == 200
    assert confirm(centre, page).notice == "Đã xong: nhập 1 dòng mới, bỏ 2 dòng lỗi."
    assert names() == {"Lê An"}


def test_an_example_line_is_not_imported(centre: Person) -> None:
    template = centre.client.get(f"{OFFICERS}/mau.xlsx").data

    page = upload(centre, template)

    assert "Dưới dòng tên cột chưa có dòng nào." in page.main
    assert not page.has_form(page.path.partition("?")[0])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Hãy chọn tệp Excel .xlsx."),
        (b"hello", "Tệp này không phải tệp Excel .xlsx. Hãy mở bằng Excel rồi lưu thành .xlsx."),
        (
            b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
            (
                "Tệp này là .xls kiểu cũ hoặc có đặt mật khẩu. "
                "Hãy mở bằng Excel, bỏ mật khẩu rồi lưu thành .xlsx."
            ),
        ),
    ],
)
def test_a_file_that_cant_be_read_is_refused_in_words(
    centre: Person, content: bytes, sentence: str
) -> None:
    page = upload(centre, content)

    assert page.status == 422
    assert page.faults == [sentence]
    assert db.session.scalar(select(func.count(ImportFile.id))) == 0


def test_a_sheet_that_is_refused_is_not_called_read(centre: Person) -> None:
    page = upload(centre, book([{"name": "Bản Xốp"}], "thon-ban"))

    assert "Hãy tải mẫu" in page.main
    assert page.notice == ""


def test_data_changed_meanwhile_show_the_preview_again(centre: Person) -> None:
    page = upload(centre, book([person("Lê An", phone="0912345678")]))
    factories.officer("Lê An")

    again = confirm(centre, page)

    assert again.status == 409
    assert again.faults == [
        "Danh mục vừa có người sửa nên kết quả khác trước. Hãy xem lại rồi bấm nhập."
    ]
    assert [row[1] for row in again.rows("Dòng sửa")] == ["Lê An"]
    assert db.session.scalars(select(Officer)).one().phone == ""
    assert confirm(centre, again).notice == "Đã xong: sửa 1 dòng."
    assert db.session.scalars(select(Officer)).one().phone == "0912345678"


def test_a_double_click_confirms_once(centre: Person) -> None:
    page = upload(centre, book([person("Lê An")]))
    address = page.path.partition("?")[0]
    form = {
        str(one["name"]): str(one.get("value", ""))
        for one in page.form(address).select("input[name]")
    }

    first = centre.post(address, dict(form), follow=False)
    second = centre.post(address, dict(form), follow=False)

    assert first.response.location == second.response.location
    assert db.session.scalar(select(func.count(Officer.id))) == 1


def test_a_file_is_used_once(centre: Person) -> None:
    page = upload(centre, book([person("Lê An")]))
    other_tab = centre.get(page.path)
    confirm(centre, page)

    late = confirm(centre, other_tab)

    assert late.status == 409
    assert "Tệp này đã nhập rồi." in late.text
    assert db.session.scalars(select(ImportFile)).one().content is None


def test_another_account_does_not_find_the_file(centre: Person, admin: Person) -> None:
    page = upload(centre, book([person("Lê An")]))

    assert admin.get(page.path).status == 404
    assert admin.get(f"{page.path.partition('?')[0]}/loi.xlsx").status == 404


def test_a_file_waits_a_day(centre: Person) -> None:
    page = upload(centre, book([person("Lê An")]))
    row = db.session.scalars(select(ImportFile)).one()
    row.kept_at -= timedelta(hours=24)
    db.session.commit()

    assert centre.get(page.path).status == 404
    upload(centre, book([person("Lê Bình")]))
    assert db.session.scalar(select(func.count(ImportFile.id))) == 1


def test_a_file_can_be_given_up(centre: Person) -> None:
    page = upload(centre, book([person("Lê An")]))

    gone = centre.send(page, "/bo")

    assert gone.notice == "Đã bỏ tệp, không nhập dòng nào."
    assert db.session.scalar(select(func.count(ImportFile.id))) == 0


# --- Who may -----------------------------------------------------------------------------------


def test_a_department_imports_its_own_people_only(economy: Person) -> None:
    factories.officer("Vi Chi", code="van-phong")
    page = upload(economy, book([person("Lê An"), person("Vi Chi", "van-phong"), person("Vi Chi")]))

    assert [row[2] for row in page.rows("Dòng lỗi")] == [
        (
            "Cột Phòng, đơn vị: Phòng chỉ nhập người của phòng mình, "
            "không nhập “Văn phòng HĐND và UBND”."
        )
    ]
    assert [row[1] for row in page.rows("Dòng mới")] == ["Lê An", "Vi Chi"]


def test_a_department_may_not_take_a_code_of_others(economy: Person) -> None:
    other = factories.officer("Vi Chi", code="van-phong")
    other.code = "C1"
    db.session.commit()

    page = upload(economy, book([{**person("Lê An"), "code": "C1"}]))

    assert [row[2] for row in page.rows("Dòng lỗi")] == [
        "Cột Mã công chức: Mã này người của phòng khác đang dùng. Hãy ghi mã khác, hoặc để trống."
    ]


def test_a_department_exports_its_own_people_only(economy: Person) -> None:
    factories.officer("Vi Chi", code="van-phong")
    factories.officer("Lê An")

    content = economy.client.get(f"{OFFICERS}/danh-sach.xlsx").data

    layout = TABLES["cong-chuc"].layout(Importing(db.session, clock.today()))
    lines = read_workbook(content, layout).lines
    assert [row[2] for row in lines] == ["Họ và tên (*)", "Lê An"]


def test_a_department_account_without_its_department_touches_nobody(
    economy: Person,
) -> None:
    assert economy.account is not None
    economy.account.department = None
    db.session.commit()

    assert economy.get(OFFICERS).status == 404
    assert economy.client.get(f"{OFFICERS}/danh-sach.xlsx").status_code == 404


@pytest.mark.parametrize("address", [HAMLETS, "/danh-muc/thu-tuc/excel"])
def test_a_department_does_not_find_the_other_tables(economy: Person, address: str) -> None:
    for path in ("", "/mau.xlsx", "/danh-sach.xlsx"):
        assert economy.get(f"{address}{path}").status == 404


def test_a_leader_may_not_import(leader: Person) -> None:
    assert leader.get(OFFICERS).status == 403


# --- The other tables --------------------------------------------------------------------------


def test_villages_come_with_contacts_and_hall(centre: Person) -> None:
    row: Values = {
        "name": "Bản Cao",
        "language": "tiếng Thái",
        "signal": "WEAK",
        "has_loudspeaker": True,
        "distance_km": 12.5,
        "head_name": "Vi Văn Chi",
        "head_phone": "0912345678",
        "hall_name": "Nhà văn hóa bản Cao",
        "hall_address": "đầu bản",
        "hall_capacity": 120,
        "hall_power": "STEADY",
    }

    done = confirm(centre, upload(centre, book([row, {"name": "Thôn 2"}], "thon-ban"), HAMLETS))

    assert done.notice == "Đã xong: nhập 2 dòng mới."
    first, second = db.session.scalars(select(Hamlet).order_by(Hamlet.id)).all()
    assert (first.position, second.position) == (1, 2)
    assert (first.signal, first.distance_km, first.has_loudspeaker) == ("WEAK", 12.5, True)
    assert first.hall is not None
    assert (first.hall.name, first.hall.capacity) == ("Nhà văn hóa bản Cao", 120)
    assert second.hall is None


def test_a_hall_is_changed_and_none_is_added_beside_it(centre: Person) -> None:
    row: Values = {"name": "Bản Cao", "hall_name": "Nhà văn hóa"}
    confirm(centre, upload(centre, book([row], "thon-ban"), HAMLETS))

    more = {**row, "hall_capacity": 80}
    confirm(centre, upload(centre, book([more], "thon-ban"), HAMLETS))

    assert db.session.scalars(select(Hall)).one().capacity == 80


def test_a_hall_needs_its_name(centre: Person) -> None:
    page = upload(centre, book([{"name": "Bản Cao", "hall_capacity": 80}], "thon-ban"), HAMLETS)

    assert [row[2] for row in page.rows("Dòng lỗi")] == [
        "Cột Tên nhà văn hóa: Hãy ghi tên nhà văn hóa."
    ]


@pytest.mark.each_on_server
@pytest.mark.parametrize("name", TABLES)
def test_what_was_exported_changes_nothing_when_it_is_imported(centre: Person, name: str) -> None:
    factories.officer("Lê An")
    factories.officer("Lê An", code="van-phong")
    factories.hamlet()
    content = centre.client.get(f"/danh-muc/{name}/excel/danh-sach.xlsx").data

    page = upload(centre, content, f"/danh-muc/{name}/excel")

    found = (
        db.session.scalars(select(ImportFile))
        .one()
        .plan(Importing(db.session, clock.today(), centre.account))
    )
    states = {one.state for one in found.verdicts}
    assert states == {RowState.SAME}, [
        one.line for one in found.verdicts if one.state is not RowState.SAME
    ][:5]
    assert "Tệp này không có dòng nào để nhập." in page.main


def test_a_changed_procedure_must_be_confirmed_again(centre: Person) -> None:
    row = db.session.scalars(Procedure.versions("2.000815")).first()
    assert row is not None
    assert not row.needs_confirmation
    values = {**TABLES["thu-tuc"].values_of(row), "fee": "3.000 đồng/trang"}

    address = "/danh-muc/thu-tuc/excel"
    confirm(centre, upload(centre, book([values], "thu-tuc"), address))

    again = db.session.get_one(Procedure, row.id)
    assert again.fee == "3.000 đồng/trang"
    assert again.needs_confirmation


def test_a_new_version_over_days_that_are_held_is_refused(centre: Person) -> None:
    row = db.session.scalars(Procedure.versions("2.000815")).first()
    assert row is not None
    values = {**TABLES["thu-tuc"].values_of(row), "valid_from": clock.today()}

    page = upload(centre, book([values], "thu-tuc"), "/danh-muc/thu-tuc/excel")

    assert "Hãy ghi hiệu lực không trùng nhau." in page.rows("Dòng lỗi")[0][2]


def test_a_long_file_shows_the_first_rows_of_each_kind(centre: Person) -> None:
    page = upload(centre, book([person(f"Lê An {one}") for one in range(230)]))

    assert len(page.rows("Dòng mới")) == 200
    assert "Còn 30 dòng nữa không hiện ở đây." in page.main


def test_the_list_of_faults_is_whole() -> None:
    assert fault_list([])[:2] == b"PK"
