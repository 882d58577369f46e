"""Are procedures found, shown as of a day, typed, confirmed, renewed and printed?"""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import DutyProcedure, SubjectArea
from saturday.models.procedures import CONTENT, Procedure
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person, values_of

LIST, NEW = "/danh-muc/thu-tuc/", "/danh-muc/thu-tuc/moi"
TYPED = {
    "code": "1.012783.000.00.00.H41",
    "name": "Cấp đổi Giấy chứng nhận",
    "short_name": "Cấp đổi sổ",
    "time_unit": "WORKING_DAYS",
    "time_amount": "10",
    "time_note": "",
    "fee": "Chưa có thông tin",
    "quantity_unit": "việc",
    "receive_only": "y",
    "mobile": "SIGNED_AT_OFFICE",
    "bring": "Đơn\n\n Giấy chứng nhận  cũ ",
    "valid_from": "",
    "valid_to": "",
    "source": "Quyết định 3380/QĐ-BNNMT",
    "position": "3",
    "is_shown": "y",
}


def number(code: str, day: date = date(2026, 4, 1)) -> int:
    """Give the number of the version that holds on a day."""
    return db.session.scalars(
        select(Procedure.id)
        .join(Procedure.subject_area)
        .where(
            Procedure.id.in_(row.id for row in db.session.scalars(Procedure.in_force(day))),
            Procedure.code == code,
        )
    ).one()


def stored(code: str) -> Procedure:
    """Give the only version of a code."""
    return db.session.scalars(Procedure.versions(code)).one()


def act(person: Person, code: str, path: str, **typed: str) -> Page:
    """Do something on the page of a procedure."""
    address = f"{LIST}{number(code)}"
    return person.send(person.get(address), f"{address}/{path}", follow=True, **typed)


def fill(person: Person, address: str, **typed: str) -> Page:
    """Fill in a form at its own address."""
    return person.send(person.get(address), address, follow=True, **typed)


def shown(page: Page) -> list[str]:
    """Name the procedures that a list shows."""
    return [cell.get_text(strip=True) for cell in page.soup.select("main tbody th")]


def land() -> str:
    """Give the number of the subject area of land."""
    area = db.session.scalars(select(SubjectArea).where(SubjectArea.code == "dat-dai")).one()
    return str(area.id)


def test_the_list_is_grouped_and_says_what_a_saturday_promises(clerk: Person) -> None:
    page = clerk.get(LIST)

    assert [head.text for head in page.soup.select("main h2")] == [
        "Chứng thực",
        "Hộ tịch",
        "Bảo trợ xã hội",
        "Người có công",
        "Giảm nghèo",
        "Hộ kinh doanh, tổ hợp tác, hợp tác xã",
        "Nông nghiệp",
        "Đất đai",
    ]
    assert page.rows("Chứng thực")[0] == [
        "Chứng thực bản sao",
        "2.000815",
        "trong ngày",
        "2.000 đồng/trang; từ trang thứ 3: 1.000 đồng/trang; tối đa 200.000 đồng/bản",
        "trả ngay",
        "không nhận",
        "có nguồn",
    ]
    assert page.rows("Đất đai")[0][4:] == ["chỉ tiếp nhận", "nhận, ký tại trụ sở", "! cần xác nhận"]
    assert "46 trên 46 thủ tục. 35 thủ tục cần Trung tâm xác nhận" in page.main


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tim=trích+lục", ["Cấp bản sao trích lục hộ tịch"]),
        ("tim=trich+luc", ["Cấp bản sao trích lục hộ tịch"]),
        ("tim=ctbs", ["Chứng thực bản sao"]),
        ("tim=2.000815", ["Chứng thực bản sao"]),
        ("tim=2.000815.000.00.00.H41", ["Chứng thực bản sao"]),
        ("tim=1.0138", []),
        ("tim=không+có+gì", []),
        ("linh-vuc=giam-ngheo", ["Công nhận hộ nghèo, cận nghèo", "Công nhận hộ thoát nghèo"]),
        ("loc=trong-buoi&linh-vuc=ho-tich", [
            "Đăng ký khai sinh",
            "Đăng ký kết hôn",
            "Đăng ký khai tử",
            "Cấp bản sao trích lục hộ tịch",
        ]),
        ("loc=chi-tiep-nhan&tim=hòa+giải", ["Hòa giải tranh chấp đất đai"]),
        ("loc=can-xac-nhan&linh-vuc=ho-kinh-doanh&tim=chấm+dứt", ["Chấm dứt hộ kinh doanh"]),
        ("loc=can-xac-nhan&tim=2.000815", []),
        ("loc=bịa&tim=2.000815", ["Chứng thực bản sao"]),
    ],
)  # fmt: skip
def test_it_is_searched_and_filtered(centre: Person, query: str, found: list[str]) -> None:
    page = centre.get(f"{LIST}?{query}")

    assert shown(page) == found
    assert f"{len(found)} trên 46 thủ tục." in page.main
    assert bool(found) != ("Không có thủ tục nào như đã lọc." in page.main)


def test_it_is_seen_as_of_a_day(centre: Person) -> None:
    before = centre.get(f"{LIST}?ngay=28/02/2027&linh-vuc=ho-tich").rows("Hộ tịch")
    after = centre.get(f"{LIST}?ngay=01/3/2027&linh-vuc=ho-tich")

    assert before[0][2:] == [
        "trong ngày",
        "Miễn lệ phí khi đăng ký đúng hạn",
        "trả ngay",
        "nhận, ký tại trụ sở",
        "có nguồn · đến hết 28/02/2027",
    ]
    assert after.rows("Hộ tịch")[0][2:5] == ["chưa rõ", "Chưa có thông tin", "hẹn trả"]
    assert "Theo quy định có hiệu lực ngày 01/3/2027." in after.main


def test_a_day_that_cannot_be_read_is_said_at_its_field(centre: Person) -> None:
    page = centre.get(f"{LIST}?ngay=32/3/2027")

    field = page.soup.find(id="ngay")
    assert page.status == 200
    assert field
    assert (field["value"], field["aria-invalid"]) == ("32/3/2027", "true")
    assert "Lỗi: Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 01/3/2027." in page.main


def test_the_list_warns_of_what_ends_with_nothing_to_follow(centre: Person) -> None:
    assert "cần thêm phiên bản mới" not in centre.get(LIST).main
    act(centre, "2.001263", "het-hieu-luc", last_day="30/6/2026")

    page = centre.get(LIST)

    assert "Trung tâm cần thêm phiên bản mới của 1 thủ tục trước 30/6/2026." in page.main
    assert "không còn phiên bản nào: Nuôi con nuôi trong nước." in page.main


def test_what_has_ended_is_still_found(centre: Person) -> None:
    act(centre, "2.001263", "het-hieu-luc", last_day="31/3/2026")

    page = centre.get(LIST)

    assert "Nuôi con nuôi trong nước" not in shown(page)
    link = page.soup.select_one("main details li a")
    assert link
    assert "2.001263" in link.text
    ended = centre.get(str(link["href"]))
    assert "hết hiệu lực sau 31/3/2026 nên giữ nguyên" in ended.main
    assert not ended.has_form("/xoa")
    assert not ended.soup.select('a[href$="/sua"]')


def test_an_empty_commune_is_told_how_to_begin(centre: Person, clerk: Person) -> None:
    db.session.execute(delete(Procedure))
    db.session.commit()

    page = centre.get(LIST)

    assert "Chưa có thủ tục nào. Thêm từng thủ tục" in page.main
    assert len(page.soup.select(f'main a[href="{NEW}"]')) == 2
    assert not clerk.get(LIST).soup.select(f'main a[href="{NEW}"]')


def test_more_procedures_ask_no_more_of_the_database(centre: Person) -> None:
    row = stored("2.001263")
    values = {name: getattr(row, name) for name in CONTENT}

    def statements() -> int:
        with counted_queries() as sent:
            assert centre.get(LIST).status == 200
            assert centre.get(f"{LIST}in").status == 200
            assert centre.get(f"{LIST}{row.id}").status == 200
            assert centre.get("/danh-muc/nhiem-vu/").status == 200
        return len(sent)

    before = statements()
    for place in range(10):
        db.session.add(Procedure(**values | {"code": f"9.00000{place}"}))
        db.session.add(DutyProcedure(duty_id=factories.duty("LAND").id, code=f"9.00000{place}"))
    db.session.commit()

    assert statements() == before


def test_a_procedure_is_added(centre: Person) -> None:
    page = fill(centre, NEW, **TYPED, subject_area_id=land())

    assert page.notice == "Đã thêm Cấp đổi sổ. Thủ tục này cần Trung tâm xác nhận."
    row = stored("1.012783")
    assert (row.time, row.receive_only, row.same_day) == ("10 ngày làm việc", True, False)
    assert row.bring == ["Đơn", "Giấy chứng nhận cũ"]
    assert page.path.startswith(f"{LIST}{row.id}?")
    assert "Trung tâm cần xác nhận thủ tục này." in page.main


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("code", "", "Hãy ghi mã quốc gia."),
        ("code", "12345", "Hãy ghi mã quốc gia, ví dụ 2.000815."),
        ("code", "1.013978", "Mã này đã có phiên bản không ghi ngày. Hãy ghi hiệu lực không trùng"),
        ("name", " ", "Hãy ghi tên thủ tục."),
        ("name", "x" * 401, "Hãy viết ngắn hơn: tối đa 400 ký tự."),
        ("short_name", "", "Hãy ghi tên gọn."),
        ("short_name", "x" * 101, "Hãy viết ngắn hơn: tối đa 100 ký tự."),
        ("subject_area_id", "", "Hãy chọn lĩnh vực."),
        ("subject_area_id", "999", "Hãy chọn lại: mục đã chọn không còn trong danh sách."),
        ("time_unit", "", "Hãy chọn cách tính thời hạn."),
        ("time_unit", "YEARS", "Hãy chọn cách tính thời hạn."),
        ("time_amount", "", "Hãy ghi số ngày, từ 1 đến 365."),
        ("time_amount", "0", "Hãy ghi số ngày, từ 1 đến 365."),
        ("time_amount", "mười", "Hãy ghi một số, chỉ dùng chữ số."),
        ("time_note", "x" * 301, "Hãy viết ngắn hơn: tối đa 300 ký tự."),
        ("fee", "", "Hãy ghi phí; không thu thì ghi Không thu phí."),
        ("fee", "x" * 301, "Hãy viết ngắn hơn: tối đa 300 ký tự."),
        ("quantity_unit", "", "Hãy ghi đơn vị đếm, ví dụ: việc, bản."),
        ("quantity_unit", "x" * 31, "Hãy viết ngắn hơn: tối đa 30 ký tự."),
        ("same_day", "y", "Thủ tục chỉ tiếp nhận thì không trả kết quả trong buổi."),
        ("mobile", "", "Hãy chọn việc làm được ở buổi lưu động."),
        ("mobile", "ON_THE_SPOT", "Chỉ thủ tục trả kết quả trong buổi mới xong tại chỗ"),
        ("bring", "a\n" * 21, "Hãy ghi ít dòng hơn: tối đa 20 dòng."),
        ("bring", "x" * 201, "Hãy viết mỗi dòng ngắn hơn: tối đa 200 ký tự."),
        ("valid_from", "31/02/2027", "Hãy ghi ngày dạng ngày/tháng/năm"),
        ("valid_to", "hôm qua", "Hãy ghi ngày dạng ngày/tháng/năm"),
        ("source", "", "Hãy ghi văn bản làm nguồn."),
        ("source", "x" * 401, "Hãy viết ngắn hơn: tối đa 400 ký tự."),
        ("position", "", "Hãy ghi thứ tự."),
        ("position", "1000", "Hãy ghi số từ 0 đến 999."),
    ],
)
def test_every_field_is_refused_in_words_and_keeps_the_rest(
    centre: Person, field: str, typed: str, fault: str
) -> None:
    sent = {**TYPED, "subject_area_id": land(), field: typed}

    page = fill(centre, NEW, **sent)

    assert page.status == 422
    assert len(page.faults) == 1
    assert page.faults[0].startswith(fault)
    assert page.soup.title
    assert page.soup.title.text.strip().startswith("Lỗi: ")
    kept = {name: some[0] for name, some in values_of(page.form(NEW)).items()}
    assert (
        kept["fee" if field != "fee" else "source"] == sent["fee" if field != "fee" else "source"]
    )
    assert not db.session.scalars(Procedure.versions("1.012783")).all()


def test_an_end_before_the_beginning_is_refused(centre: Person) -> None:
    ends = {"valid_from": "02/5/2026", "valid_to": "01/5/2026"}

    page = fill(centre, NEW, **{**TYPED, **ends, "subject_area_id": land()})

    assert page.faults == ["Ngày hết hiệu lực phải từ ngày bắt đầu trở đi."]


def test_a_second_click_adds_one_procedure(centre: Person) -> None:
    data: dict[str, object] = {**values_of(centre.get(NEW).form(NEW)), **TYPED}
    data["subject_area_id"] = land()

    first, second = centre.post(NEW, data), centre.post(NEW, data)

    assert first.path == second.path
    assert stored("1.012783").name == TYPED["name"]


def test_a_change_asks_for_confirmation_again(centre: Person) -> None:
    row = stored("2.000884")
    address = f"{LIST}{row.id}/sua"
    assert "cần Trung tâm xác nhận lại" in centre.get(address).main

    page = fill(centre, address, fee="12.000 đồng")

    assert page.notice == "Đã lưu Chứng thực chữ ký."
    assert (stored("2.000884").fee, stored("2.000884").needs_confirmation) == ("12.000 đồng", True)


def test_the_later_saver_sees_both_versions(centre: Person) -> None:
    row = stored("2.000884")
    address = f"{LIST}{row.id}/sua"
    early = centre.get(address)
    fill(centre, address, fee="11.000 đồng")

    page = centre.send(early, address, fee="12.000 đồng")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [["Phí, lệ phí", "11.000 đồng", "12.000 đồng"]]
    assert centre.send(page, address).notice == "Đã lưu Chứng thực chữ ký."
    assert stored("2.000884").fee == "12.000 đồng"


def test_a_change_that_contradicts_itself_is_refused(centre: Person) -> None:
    address = f"{LIST}{stored('2.000884').id}/sua"

    page = fill(centre, address, time_amount="3")

    assert (page.status, len(page.faults)) == (422, 1)
    assert page.faults[0].startswith("Hãy để trống số ngày")
    assert fill(centre, address, name="").status == 422


def test_the_centre_confirms_and_is_named(centre: Person) -> None:
    page = act(centre, "2.001406", "xac-nhan")

    assert page.notice == "Đã xác nhận Chứng thực phân chia di sản."
    assert "Trung tâm cần xác nhận thủ tục này." not in page.main
    assert "Đã xác nhận 9 giờ, thứ Tư, 01/4, Người dùng trungtam." in page.main
    assert centre.get(f"{LIST}?tim=2.001406").rows("Chứng thực")[0][6] == "✓ đã xác nhận"
    verbs = db.session.scalars(select(AuditEvent.verb).where(AuditEvent.subject == "procedure"))
    assert list(verbs) == ["confirm"]


def test_what_was_changed_meanwhile_is_not_confirmed(centre: Person) -> None:
    address = f"{LIST}{number('2.001406')}"
    early = centre.get(address)
    fill(centre, f"{address}/sua", fee="60.000 đồng")

    page = centre.send(early, f"{address}/xac-nhan")

    assert page.status == 409
    assert "Thủ tục vừa được sửa." in page.main
    assert stored("2.001406").needs_confirmation


def test_a_new_law_enters_a_new_version(centre: Person) -> None:
    address = f"{LIST}{number('2.000815')}/phien-ban-moi"
    page = centre.get(address)
    assert values_of(page.form(address))["source"] == [""]

    page = centre.send(
        page, address, valid_from="01/7/2026", fee="3.000 đồng/trang", source="Nghị định 1/2026"
    )

    assert page.notice == (
        "Đã thêm phiên bản từ 01/7/2026 của Chứng thực bản sao. Bản này cần Trung tâm xác nhận."
    )
    assert page.rows("Chứng thực")[0][3] == "3.000 đồng/trang"
    old = centre.get(f"{LIST}{number('2.000815')}")
    assert "từ 01/11/2025 đến hết 30/6/2026" in old.main
    assert old.rows("Phiên bản khác") == [
        ["từ 01/7/2026", "trong ngày", "3.000 đồng/trang", "Nghị định 1/2026"]
    ]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"valid_from": ""}, "Hãy ghi ngày phiên bản mới bắt đầu."),
        ({"valid_from": "mai"}, "Hãy ghi ngày dạng ngày/tháng/năm"),
        ({"valid_from": "01/11/2025"}, "Phiên bản mới phải bắt đầu sau 01/11/2025."),
        ({"valid_from": "01/7/2026", "source": ""}, "Hãy ghi văn bản làm nguồn."),
        ({"valid_from": "01/7/2026", "time_amount": "2"}, "Hãy để trống số ngày"),
    ],
)
def test_a_new_version_is_refused_and_the_old_one_stays(
    centre: Person, typed: dict[str, str], fault: str
) -> None:
    address = f"{LIST}{number('2.000815')}/phien-ban-moi"

    page = fill(centre, address, **{"source": "Nghị định 1/2026", **typed})

    assert (page.status, len(page.faults)) == (422, 1)
    assert page.faults[0].startswith(fault)
    assert stored("2.000815").valid_to is None


def test_an_end_is_written_and_taken_back(centre: Person) -> None:
    page = act(centre, "2.000884", "het-hieu-luc", last_day="30/6/2026")
    assert page.notice == "Chứng thực chữ ký hết hiệu lực sau 30/6/2026."

    page = act(centre, "2.000884", "het-hieu-luc", last_day="")
    assert page.notice == "Chứng thực chữ ký còn hiệu lực."


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("hôm nay", "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ("31/10/2025", "Ngày hết hiệu lực phải từ ngày bắt đầu trở đi."),
    ],
)
def test_an_end_is_refused_at_its_field(centre: Person, typed: str, fault: str) -> None:
    page = act(centre, "2.000884", "het-hieu-luc", last_day=typed)

    assert (page.status, page.faults) == (422, [fault])
    field = page.soup.find(id="last_day")
    assert field
    assert field["value"] == typed


def test_a_procedure_entered_by_mistake_is_removed(centre: Person) -> None:
    page = act(centre, "2.001263", "xoa")

    assert page.notice == "Đã xóa Nuôi con nuôi trong nước."
    assert not db.session.scalars(Procedure.versions("2.001263")).all()


def test_a_procedure_that_a_duty_names_is_not_removed(centre: Person) -> None:
    page = act(centre, "2.000815", "xoa")

    assert page.status == 409
    assert "Nhiệm vụ có nhắc thủ tục này." in page.main
    assert stored("2.000815").is_shown


def test_what_to_bring_is_printed(clerk: Person) -> None:
    page = clerk.get(f"{LIST}in?loc=trong-buoi&linh-vuc=chung-thuc")

    rows = page.rows("Giấy tờ mang theo")
    assert rows[0] == ["Chứng thực"]
    assert rows[2] == [
        "Chứng thực chữ ký",
        "Căn cước, hộ chiếu còn giá trị sử dụng hoặc căn cước điện tử Giấy tờ, văn bản sẽ ký",
        "Giải quyết, trả ngay. Thời hạn: trong ngày. Phí: 10.000 đồng/trường hợp.",
    ]
    assert page.soup.select_one(
        'nav a[href="/danh-muc/thu-tuc/?linh-vuc=chung-thuc&loc=trong-buoi"]'
    )
    assert "Không có thủ tục nào để in." in clerk.get(f"{LIST}in?tim=xyz").main


def test_a_sheet_of_another_day_says_so(clerk: Person) -> None:
    page = clerk.get(f"{LIST}in?tim=1.001193&ngay=01/3/2027")

    assert "Theo quy định có hiệu lực ngày 01/3/2027." in page.main
    assert "(Cần Trung tâm xác nhận)" in page.rows("Giấy tờ")[1][2]


def test_a_procedure_without_papers_says_whom_to_ask(centre: Person) -> None:
    address = f"{LIST}{number('2.001406')}"
    fill(centre, f"{address}/sua", bring="")

    assert "Chưa ghi. Trung tâm ghi ở trang sửa" in centre.get(address).main
    assert "Hỏi Trung tâm trước khi đến" in centre.get(f"{LIST}in?tim=2.001406").main


def test_a_subject_area_that_ended_is_kept_where_it_stands(centre: Person) -> None:
    row = stored("2.001263")
    row.subject_area.valid_to = date(2026, 3, 1)
    db.session.commit()
    address = f"{LIST}{row.id}/sua"

    assert fill(centre, address, fee="0 đồng").notice == "Đã lưu Nuôi con nuôi trong nước."
    assert "Hộ tịch" not in centre.get(NEW).main


def test_only_the_centre_confirms_and_only_it_and_the_admin_edit(
    admin: Person, clerk: Person, economy: Person
) -> None:
    address = f"{LIST}{number('2.001406')}"
    page = admin.get(address)

    assert page.has_form("/het-hieu-luc")
    assert not page.has_form("/xac-nhan")
    data: dict[str, object] = {**values_of(page.form("/het-hieu-luc")), "version": "1"}
    assert admin.post(f"{address}/xac-nhan", data).status == 403
    for person in (clerk, economy):
        page = person.get(address)
        assert page.status == 200
        assert not page.soup.select("main form")
        assert person.get(f"{address}/sua").status == 403
        assert person.get(f"{address}/phien-ban-moi").status == 403
        assert person.get(NEW).status == 403


@pytest.mark.parametrize("role", [Role.HAMLET, Role.BROADCASTER])
def test_procedures_are_for_the_office_only(app: Flask, role: Role) -> None:
    person = Person(app, factories.account(username="khac", roles={role}))

    assert person.get(LIST).status == 403


def test_a_procedure_that_is_not_there_is_not_found(centre: Person) -> None:
    for path in ("9999", "9999/sua", "9999/phien-ban-moi"):
        assert centre.get(f"{LIST}{path}").status == 404


def test_a_typed_form_waits_for_the_next_sign_in_as_it_was(centre: Person) -> None:
    stand_at("2026-04-01 09:05")
    page = centre.get(f"{LIST}{number('2.000815')}/phien-ban-moi")

    assert "Phiên bản mới: Chứng thực bản sao" in page.main


def test_a_day_typed_without_its_year_is_the_nearest_and_shown_whole(centre: Person) -> None:
    page = fill(centre, NEW, **TYPED | {"valid_from": "25/11", "name": ""}, subject_area_id=land())

    field = page.soup.find(id="valid_from")
    assert page.status == 422
    assert field
    assert field["value"] == "25/11/2025"  # it is April 2026
    page = act(centre, "2.000884", "het-hieu-luc", last_day="30.6")
    assert page.notice == "Chứng thực chữ ký hết hiệu lực sau 30/6/2026."
    refused = act(centre, "2.000884", "het-hieu-luc", last_day="31/6")
    assert refused.faults == ["Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."]
