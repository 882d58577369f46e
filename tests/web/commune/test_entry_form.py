"""Is each row entered, changed and removed as typed, by whom it may be, and judged anew?"""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.abbreviations import Abbreviation
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.calendar import BusyDay, Holiday, WorkingHours
from saturday.models.commune import Department, Duty, Hamlet, Partner, SubjectArea
from saturday.models.entries import Entry
from saturday.models.plan import Choice
from saturday.models.roster import Seat, assign
from saturday.rules.calendar import HolidayKind
from tests import factories
from tests.pages import Page, Person
from tests.web.plan.test_year_detail import planned

NEW: list[tuple[str, dict[str, str], str, list[str]]] = [
    (
        "ngay-nghi",
        {"day": "13/6/2026", "kind": "MAKE_UP_WORKDAY", "name": "làm bù cho ngày 01/6"},
        "Đã thêm ngày 13/6/2026.",
        ["13/6/2026", "thứ Bảy", "làm bù", "làm bù cho ngày 01/6", ""],
    ),
    (
        "ngay-ban",
        {"day": "13-6-2026", "reason": "diễn tập"},
        "Đã thêm ngày 13/6/2026.",
        ["13/6/2026", "thứ Bảy", "diễn tập"],
    ),
    (
        "gio-lam-viec",
        {"from_day": "1", "from_month": "7", "starts_at": "6h30", "ends_at": "11:00"},
        "Đã thêm giờ từ 1/7.",
        ["1/7", "6 giờ 30 – 11 giờ 00"],
    ),
    (
        "phong",
        {"name": "Phòng Nội vụ", "short_name": "Nội vụ", "phone": "0238 3872 105"},
        "Đã thêm Phòng Nội vụ.",
        ["Phòng Nội vụ", "Nội vụ", "", "0238 3872 105", "không", "noi-vu"],
    ),
    (
        "don-vi-phoi-hop",
        {"name": "Hội Phụ nữ", "phone": "+84 912 345 678"},
        "Đã thêm Hội Phụ nữ.",
        ["Hội Phụ nữ", "0912 345 678"],
    ),
    (
        "thon-ban",
        {
            "name": "Bản Cao",
            "secretary_name": "Vi Văn Một (mẫu)",
            "head_name": "Lô Thị Hai (mẫu)",
            "head_phone": "0912.345.678",
            "language": "tiếng Thái",
            "signal": "WEAK",
            "distance_km": "12,5",
            "has_loudspeaker": "y",
            "valid_from": "01/7/2025",
        },
        "Đã thêm Bản Cao.",
        [
            "Bản Cao",
            "Vi Văn Một (mẫu)",
            "Lô Thị Hai (mẫu) 0912 345 678",
            "",
            "yếu",
            "có",
            "tiếng Thái",
            "12,5",
        ],
    ),
    (
        "linh-vuc",
        {"name": "Giáo dục", "receive_only": "y"},
        "Đã thêm lĩnh vực Giáo dục.",
        ["Giáo dục", "", "", "chỉ tiếp nhận", "giao-duc"],
    ),
    (
        "chu-viet-tat",
        {"written": "NTD", "said": "nhà truyền dân"},
        "Đã thêm chữ viết tắt NTD.",
        ["NTD", "nhà truyền dân"],
    ),
]


def path(name: str, key: int | str = "moi") -> str:
    """Give the address of a form."""
    return f"/danh-muc/{name}/{key}"


def fill(person: Person, address: str, page: Page | None = None, /, **typed: Any) -> Page:  # noqa: ANN401 - as send
    """Fill in and send the form of an address."""
    return person.send(page or person.get(address), address, **typed)


def verbs() -> list[str]:
    """Give the verbs noted about rows of the tables."""
    log = db.session.scalars(AuditEvent.in_order())
    return [one.verb for one in log if one.verb in {"add", "change", "remove"}]


def number_of(model: type[Entry]) -> int:
    """Count the rows of a table."""
    return db.session.scalar(select(func.count(model.id))) or 0


@pytest.mark.each_on_server
@pytest.mark.parametrize(("name", "typed", "notice", "row"), NEW)
def test_a_row_is_added(
    centre: Person, name: str, typed: dict[str, str], notice: str, row: list[str]
) -> None:
    page = fill(centre, path(name), **typed)

    assert page.notice == notice
    assert row in [cells[: len(row)] for cells in page.rows()]
    last = db.session.scalars(AuditEvent.newest()).one()
    assert last.verb == "add"
    assert centre.account
    assert last.account_id == centre.account.id


@pytest.mark.parametrize(("name", "typed", "notice", "row"), NEW)
def test_an_empty_form_is_refused_in_words(
    centre: Person, name: str, typed: dict[str, str], notice: str, row: list[str]
) -> None:
    page = fill(centre, path(name), **dict.fromkeys(typed, ""), position="")

    assert page.status == 422
    assert page.faults
    assert all(fault.startswith("Hãy ") for fault in page.faults), page.faults
    assert page.soup.title
    assert page.soup.title.text.strip().startswith("Lỗi:")
    assert notice not in page.main
    assert row


@pytest.mark.parametrize(
    ("name", "typed", "fault"),
    [
        ("ngay-nghi", {"day": "22/8/2026"}, "Ngày này đã có trong bảng. Hãy sửa dòng đã có."),
        ("ngay-nghi", {"kind": "OTHER"}, "Hãy chọn loại ngày."),
        ("ngay-nghi", {"day": "hôm nay"}, "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ("ngay-ban", {"day": "14/3/2026"}, "Ngày này đã có trong bảng. Hãy sửa dòng đã có."),
        (
            "gio-lam-viec",
            {"from_day": "16", "from_month": "4"},
            "Đã có giờ làm việc bắt đầu từ ngày này. Hãy sửa dòng đã có.",
        ),
        (
            "gio-lam-viec",
            {"from_day": "31", "from_month": "4"},
            "Không có ngày 31/4. Hãy ghi lại ngày và tháng.",
        ),
        ("gio-lam-viec", {"ends_at": "6h00"}, "Giờ kết thúc phải sau giờ bắt đầu."),
        ("gio-lam-viec", {"starts_at": "sáng"}, "Hãy ghi giờ dạng 7h30."),
        ("phong", {"name": "phòng kinh tế"}, "Tên này đã có trong bảng. Hãy ghi tên khác."),
        (
            "phong",
            {"phone": "12"},
            "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678.",
        ),
        (
            "don-vi-phoi-hop",
            {"name": "CÔNG AN XÃ"},
            "Đơn vị này đã có trong bảng. Hãy ghi tên khác.",
        ),
        ("don-vi-phoi-hop", {"position": "1000"}, "Hãy ghi số từ 0 đến 999."),
        ("thon-ban", {"valid_to": "30/6/2025"}, "Ngày cuối phải sau ngày bắt đầu."),
        ("thon-ban", {"head_phone": "12"}, "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."),
        ("thon-ban", {"front_name": "lô văn ba"}, "Hãy viết hoa chữ cái đầu của họ và tên."),
        ("thon-ban", {"signal": "LOUD"}, "Hãy chọn lại trong danh sách."),
        ("thon-ban", {"distance_km": "xa"}, "Hãy ghi số ki-lô-mét từ 0 đến 999, ví dụ 12,5."),
        ("thon-ban", {"distance_km": "1000"}, "Hãy ghi số ki-lô-mét từ 0 đến 999, ví dụ 12,5."),
        ("linh-vuc", {"name": "ĐẤT ĐAI"}, "Lĩnh vực này đã có trong bảng. Hãy ghi tên khác."),
        (
            "chu-viet-tat",
            {"written": "UBND"},
            "Chữ viết tắt này đã có trong bảng. Hãy sửa dòng đã có.",
        ),
        (
            "chu-viet-tat",
            {"written": "ủy ban"},
            "Đây là từ thường, loa đọc được ngay. Chỉ ghi chữ viết tắt.",
        ),
        (
            "chu-viet-tat",
            {"said": "nhà TD"},
            "Loa chưa đọc được: “TD”. Hãy viết thành chữ, hoặc thêm vào chữ viết tắt.",
        ),
        (
            "linh-vuc",
            {"duty_id": "999"},
            "Hãy chọn lại: mục đã chọn không còn trong danh sách.",
        ),
    ],
)
def test_a_bad_row_is_refused_and_kept_as_typed(
    centre: Person, name: str, typed: dict[str, str], fault: str
) -> None:
    good = next(row[1] for row in NEW if row[0] == name)

    page = fill(centre, path(name), **{**good, **typed})

    assert page.status == 422
    assert page.faults == [fault]
    for field, words in {**good, **typed}.items():
        box = page.soup.find("input", attrs={"name": field, "type": "text"})
        assert box is None or box["value"] == words


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("name", "typed", "model"),
    [
        (row[0], row[1], model)
        for row, model in zip(
            NEW,
            [
                *(Holiday, BusyDay, WorkingHours, Department, Partner, Hamlet, SubjectArea),
                Abbreviation,
            ],
            strict=True,
        )
    ],
)
def test_a_second_click_makes_one_row(
    centre: Person, name: str, typed: dict[str, str], model: type[Entry]
) -> None:
    page, before = centre.get(path(name)), number_of(model)

    first = fill(centre, path(name), page, **typed)
    second = fill(centre, path(name), page, **typed)

    assert number_of(model) == before + 1
    assert second.notice == first.notice


def test_two_villages_may_differ_in_a_mark_alone(centre: Person) -> None:
    factories.hamlet("Bản Cà")

    assert fill(centre, path("thon-ban"), name="Bản Cá").notice == "Đã thêm Bản Cá."


def test_a_department_gets_a_code_of_its_own_that_stays(centre: Person) -> None:
    fill(centre, path("phong"), name="Đội Kinh tế", short_name="Kinh  tế")
    row = factories.department("kinh-te-2")

    page = fill(centre, path("phong", row.id), short_name="Đội KT")

    assert page.notice == "Đã lưu Đội Kinh tế."
    assert factories.department("kinh-te-2").short_name == "Đội KT"


def test_a_row_is_changed_and_the_log_names_what(centre: Person) -> None:
    row = db.session.scalars(BusyDay.in_order()).first()
    assert row

    page = fill(centre, path("ngay-ban", row.id), reason="ngày trước bầu cử")

    assert page.notice == "Đã lưu ngày 14/3/2026."
    last = db.session.scalars(AuditEvent.newest()).one()
    assert (last.verb, last.facts["fields"]) == ("change", ["reason"])


def test_saving_without_a_change_notes_nothing(centre: Person) -> None:
    page = fill(centre, path("phong", factories.department("kinh-te").id))

    assert page.notice == "Đã lưu Phòng Kinh tế."
    assert verbs() == []


def test_a_duty_keeps_its_code_and_takes_the_rest(centre: Person) -> None:
    row = factories.duty("LAND")
    typed = {
        "name": "Đất đai",
        "department_id": str(factories.department("van-phong").id),
        "default_count": "0",
        "fails_without": ["2.000815", "1.001193"],
    }

    page = fill(centre, path("nhiem-vu", row.id), **typed)

    assert page.notice == "Đã lưu Đất đai."
    changed = db.session.get(Duty, row.id)
    assert changed
    assert (changed.code, changed.default_count) == ("LAND", 0)
    assert changed.fails_without == ["1.001193", "2.000815"]
    assert centre.get("/danh-muc/nhiem-vu/").rows()[5] == [
        "Đất đai",
        "Văn phòng",
        "0",
        "cả buổi",
        "chứng thực bản sao, đăng ký khai sinh",
        "Sửa Đất đai",
    ]


def test_a_duty_may_belong_to_no_department(centre: Person) -> None:
    row = factories.duty("LAND")

    fill(centre, path("nhiem-vu", row.id), department_id="")

    changed = db.session.get(Duty, row.id)
    assert changed
    assert changed.department_id is None


def test_the_later_saver_sees_both_versions_and_keeps_his_own(centre: Person) -> None:
    row = factories.duty("LAND")
    address = path("nhiem-vu", row.id)
    mine, theirs = centre.get(address), centre.get(address)
    fill(centre, address, theirs, name="Đất đai 1", default_count="2")

    page = fill(centre, address, mine, name="Đất đai 2")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Tên nhiệm vụ", "Đất đai 1", "Đất đai 2"],
        ["Số người thường cần", "2", "1"],
    ]
    assert fill(centre, address, page).notice == "Đã lưu Đất đai 2."


def test_both_versions_show_choices_days_and_ticks_in_words(centre: Person) -> None:
    row = db.session.scalars(Holiday.in_order()).first()
    assert row
    address = path("ngay-nghi", row.id)
    mine, theirs = centre.get(address), centre.get(address)
    fill(centre, address, theirs, kind="SUBSTITUTE", is_provisional="y", day="02/01/2024", basis="")

    page = fill(centre, address, mine)

    assert page.rows("Hai bản khác nhau") == [
        ["Ngày", "02/01/2024", "01/01/2024"],
        ["Loại ngày", "nghỉ bù ngày lễ", "nghỉ lễ"],
        ["Căn cứ", "để trống", "Bộ luật Lao động 2019, Điều 112"],
        ["Tạm tính, chờ thông báo chính thức", "có", "không"],
    ]


def test_a_holiday_of_another_year_is_seen_after_saving(centre: Person) -> None:
    page = fill(centre, path("ngay-nghi"), day="25/11/2027", kind="HOLIDAY", name="Ngày Văn hóa")

    assert "25/11/2027" in [row[0] for row in page.rows("2027")]


def test_a_row_is_removed(centre: Person) -> None:
    row = db.session.scalars(BusyDay.in_order()).first()
    assert row
    page = centre.get(path("ngay-ban", row.id))

    page = centre.send(page, path("ngay-ban", row.id) + "/xoa")

    assert page.notice == "Đã xóa ngày 14/3/2026."
    assert number_of(BusyDay) == 1
    assert verbs() == ["remove"]


def test_rows_that_others_name_are_not_removed(centre: Person) -> None:
    village = factories.hamlet()
    session = factories.duty_session()
    session.hamlet = village
    partner = db.session.scalars(Partner.in_order()).first()
    assign(session, Seat(duty=factories.duty("PARTNER"), partner=partner), by=None)
    db.session.commit()
    assert partner

    for name, number, words in (
        ("thon-ban", village.id, "Hãy ghi sáp nhập, hoặc ghi ngày cuối còn hiệu lực."),
        ("don-vi-phoi-hop", partner.id, "đã có trong bảng phân công"),
        ("phong", factories.department("kinh-te").id, "đã có công chức, nhiệm vụ"),
    ):
        address = path(name, number)
        page = centre.send(centre.get(address), f"{address}/xoa")
        assert page.status == 409
        assert words in page.main
    assert db.session.get(Hamlet, village.id)
    assert verbs() == []


def test_a_department_nobody_names_may_go(centre: Person) -> None:
    fill(centre, path("phong"), name="Nhầm", short_name="Nhầm")
    address = path("phong", factories.department("nham").id)

    page = centre.send(centre.get(address), f"{address}/xoa")

    assert page.notice == "Đã xóa Nhầm."


def test_a_department_of_an_account_stays(centre: Person) -> None:
    fill(centre, path("phong"), name="Mới", short_name="Mới")
    row = factories.department("moi")
    account = db.session.scalars(select(Account)).first()
    assert account
    account.department = row
    db.session.commit()
    address = path("phong", row.id)

    assert centre.send(centre.get(address), f"{address}/xoa").status == 409


def test_a_new_day_off_says_which_planned_saturday_fell_and_why(centre: Person) -> None:
    planned(Choice(date(2026, 6, 13)), Choice(date(2026, 7, 4)))

    page = fill(
        centre, path("ngay-nghi"), day="13/6/2026", kind="MAKE_UP_WORKDAY", name="làm bù ngày 15/6"
    )

    sentence = "Buổi 13/6 cần dời sang ngày khác: làm bù ngày 15/6."
    assert page.notice == f"Đã thêm ngày 13/6/2026. {sentence}"
    assert page.main.count(sentence) == 2
    assert page.soup.select_one('.todo a[href="/ke-hoach/2026"]')
    assert sentence in centre.get("/ke-hoach/2026").main


def test_a_break_made_by_neighbouring_days_makes_a_saturday_fall(centre: Person) -> None:
    planned(Choice(date(2026, 6, 13)))

    page = fill(centre, path("ngay-nghi"), day="12/6/2026", kind="HOLIDAY", name="lễ của xã")

    assert (
        "Buổi 13/6 cần dời hoặc ghi lý do giữ lại: trong kỳ nghỉ lễ của xã (12–14/6)."
        in page.notice
    )


def test_a_change_names_only_what_it_made_fall(centre: Person) -> None:
    planned(Choice(date(2026, 6, 13)), Choice(date(2026, 7, 4)))
    fill(centre, path("ngay-ban"), day="13/6/2026", reason="diễn tập")

    page = fill(centre, path("ngay-ban"), day="04/7/2026", reason="kỳ họp HĐND xã")

    assert page.notice == (
        "Đã thêm ngày 04/7/2026. Buổi 04/7 cần dời hoặc ghi lý do giữ lại: kỳ họp HĐND xã."
    )
    assert "Buổi 13/6 cần dời" in page.main


def test_a_day_taken_away_lets_the_saturday_stand_again(centre: Person) -> None:
    planned(Choice(date(2026, 6, 13)))
    fill(centre, path("ngay-ban"), day="13/6/2026", reason="diễn tập")
    row = db.session.scalar(select(BusyDay).where(BusyDay.day == date(2026, 6, 13)))
    assert row
    address = path("ngay-ban", row.id)

    page = centre.send(centre.get(address), f"{address}/xoa")

    assert page.notice == "Đã xóa ngày 13/6/2026."
    assert "cần dời" not in page.main
    assert "cần dời" not in centre.get("/ke-hoach/2026").main


@pytest.mark.parametrize("name", [row[0] for row in NEW] + ["nhiem-vu"])
def test_only_centre_and_admin_edit(
    admin: Person, clerk: Person, economy: Person, name: str
) -> None:
    if name == "thon-ban":
        factories.hamlet()
    for person in (clerk, economy):
        assert person.get(path(name)).status == 403
        assert person.get(path(name, 1)).status == 403
        assert person.post(path(name), {}).status == 403
        assert person.post(path(name, 1), {}).status == 403
        assert person.post(path(name, 1) + "/xoa", {}).status == 403
    assert admin.get(path(name, 1)).status == 200


@pytest.mark.parametrize("name", [row[0] for row in NEW] + ["nhiem-vu"])
def test_a_row_that_is_not_there_is_not_found(centre: Person, name: str) -> None:
    assert centre.get(path(name, 999)).status == 404


def test_the_kind_of_a_new_holiday_is_chosen_not_guessed(centre: Person) -> None:
    page = centre.get(path("ngay-nghi"))

    assert not page.soup.select("input[name=kind][checked]")
    assert [one["value"] for one in page.soup.select("input[name=kind]")] == [
        kind.name for kind in HolidayKind
    ]
