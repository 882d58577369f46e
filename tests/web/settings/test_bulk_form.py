"""Do all villages and officers get their accounts in one press?"""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account, Link
from saturday.rules.permissions import Role
from saturday.web.settings.bulk import LONGEST, free, officer_name, village_name
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Page, Person, values_of

VILLAGES = "/quan-tri/tai-khoan/hang-loat/thon"
OFFICERS = "/quan-tri/tai-khoan/hang-loat/cong-chuc"
CAPTION = "Tài khoản sẽ tạo"


def names(page: Page) -> list[str]:
    """Read the proposed user names."""
    return [
        str(one["value"])
        for one in page.soup.select("input[name$=username]")
        if str(one["name"]).startswith("rows")
    ]


def accounts() -> dict[str, Account]:
    """Give the accounts of villages and officers by user name."""
    rows = db.session.scalars(select(Account).order_by(Account.username))
    return {row.username: row for row in rows if row.hamlet_id or row.officer_id}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Thôn 7", "thon7"),
        ("Bản Vều 1", "banveu1"),
        ("Đồng Lũng", "donglung"),
        ("Thôn 1 (mẫu)", "thon1"),
    ],
)
def test_a_village_is_named_as_it_is_called(name: str, wanted: str) -> None:
    assert village_name(name) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Phan Văn Tài", "taipv"), ("Đặng Thị Ước (mẫu)", "uocdt"), ("Y Ban", "bany"), ("", "")],
)
def test_a_person_is_named_by_given_name_and_initials(name: str, wanted: str) -> None:
    assert officer_name(name) == wanted


def test_a_taken_name_gets_a_number_and_a_short_one_is_filled() -> None:
    taken = {"taipv", "taipv2"}

    assert free("taipv", taken) == "taipv3"
    assert free("taipv", taken) == "taipv4"
    assert free("an", set()) == "an.xa"
    assert len(free("a" * LONGEST, {"a" * LONGEST})) <= LONGEST


def test_villages_without_an_account_are_proposed(admin: Person) -> None:
    factories.hamlet("Thôn 1")
    second = factories.hamlet("Thôn 2")
    taken = factories.account(username="chuacuatoi", roles={Role.HAMLET})
    taken.hamlet = second
    factories.account(username="thon1")
    over = factories.hamlet("Thôn 9")
    over.valid_to = clock.today().replace(year=2025)
    db.session.commit()

    page = admin.get(VILLAGES)

    assert [row[1] for row in page.rows(CAPTION)] == ["Thôn 1"]
    assert names(page) == ["thon12"]


def test_one_press_makes_them_and_prints_their_slips(admin: Person) -> None:
    for number in (1, 2, 3):
        factories.hamlet(f"Thôn {number}")

    sheet = admin.send(admin.get(VILLAGES), VILLAGES)

    assert "/quan-tri/tai-khoan/phieu/" in sheet.path
    assert len(re.findall(r"(?:\d{4} ){4}\d{4}", sheet.main)) == 3
    made = accounts()
    assert list(made) == ["thon1", "thon2", "thon3"]
    assert made["thon2"].name == "Thôn 2"
    assert made["thon2"].roles == {Role.HAMLET}
    assert made["thon2"].hamlet is not None
    assert made["thon2"].password_hash is None
    assert "Không còn thôn, bản nào chưa có tài khoản." in admin.get(VILLAGES).main


def test_a_second_click_makes_them_once(admin: Person) -> None:
    factories.hamlet("Thôn 1")
    page = admin.get(VILLAGES)

    first, second = admin.send(page, VILLAGES), admin.send(page, VILLAGES)

    assert first.path == second.path
    assert len(accounts()) == 1
    assert db.session.scalar(select(func.count(Link.id))) == 1


def test_officers_are_proposed_with_their_department(admin: Person) -> None:
    factories.officer("Phan Văn Tài")
    factories.officer("Phạm Văn Tài")

    page = admin.get(OFFICERS)
    admin.send(page, OFFICERS)

    assert page.rows(CAPTION)[0][1] == "Phạm Văn Tài, Kinh tế"
    assert list(accounts()) == ["taipv", "taipv2"]
    assert all(one.roles == {Role.OFFICER} for one in accounts().values())


def test_who_is_not_ticked_gets_none(admin: Person) -> None:
    factories.hamlet("Thôn 1")
    factories.hamlet("Thôn 2")

    admin.send(admin.get(VILLAGES), VILLAGES, rows__0__pick=None)

    assert list(accounts()) == ["thon2"]


def test_a_name_may_be_changed(admin: Person) -> None:
    factories.hamlet("Thôn 1")

    admin.send(admin.get(VILLAGES), VILLAGES, rows__0__username="Truong.Thon1")

    assert list(accounts()) == ["truong.thon1"]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (
            {"rows__0__username": "thôn một"},
            "Hãy ghi từ 3 đến 40 ký tự: chữ không dấu, chữ số, dấu chấm hoặc gạch nối.",
        ),
        ({"rows__0__username": "QUANTRI"}, "Tên quantri đã có người dùng. Hãy ghi tên khác."),
        (
            {"rows__0__pick": None, "rows__1__pick": None},
            "Chưa chọn ai. Hãy đánh dấu ít nhất một dòng rồi tạo tài khoản.",
        ),
    ],
)
def test_a_bad_row_is_refused_and_the_rest_is_kept(
    admin: Person, typed: dict[str, Any], fault: str
) -> None:
    factories.hamlet("Thôn 1")
    factories.hamlet("Thôn 2")

    answer = admin.send(admin.get(VILLAGES), VILLAGES, **typed)

    assert answer.status == 422
    assert answer.faults == [fault]
    assert accounts() == {}
    assert len(answer.rows(CAPTION)) == 2
    whole: dict[str, Any] = {"rows__0__username": "x.thon1", "rows__1__username": "x.thon2"}
    whole |= {"rows__0__pick": "y", "rows__1__pick": "y"}
    assert "phieu" in admin.send(answer, VILLAGES, **whole).path


def test_a_name_typed_twice_is_said_at_both_lines(admin: Person) -> None:
    for number in (1, 2, 3):
        factories.hamlet(f"Thôn {number}")

    answer = admin.send(admin.get(VILLAGES), VILLAGES, rows__0__username="THON2")

    fault = "Tên thon2 ghi hai lần trong bảng này. Hãy đổi một dòng."
    assert answer.status == 422
    assert answer.faults == [fault, fault]
    lines = [row[2] for row in answer.rows(CAPTION)]
    assert [fault in line for line in lines] == [True, True, False]
    assert accounts() == {}


def test_a_line_left_out_repeats_nothing(admin: Person) -> None:
    factories.hamlet("Thôn 1")
    factories.hamlet("Thôn 2")

    admin.send(admin.get(VILLAGES), VILLAGES, rows__0__username="thon2", rows__1__pick=None)

    assert list(accounts()) == ["thon2"]


def test_who_got_an_account_meanwhile_is_passed_over(admin: Person) -> None:
    village = factories.hamlet("Thôn 1")
    factories.hamlet("Thôn 2")
    page = admin.get(VILLAGES)
    other = factories.account(username="khac", roles={Role.HAMLET})
    other.hamlet = village
    db.session.commit()

    admin.send(page, VILLAGES)

    assert list(accounts()) == ["khac", "thon2"]


def test_an_officer_can_not_be_made_a_village(admin: Person) -> None:
    factories.hamlet("Thôn 1")
    values = values_of(admin.get(VILLAGES).form(VILLAGES)) | {"rows-0-key": ["999"]}

    answer = admin.post(VILLAGES, dict(values))

    assert answer.status == 422
    assert accounts() == {}


def test_there_is_no_third_group_and_nobody_else_may(admin: Person, centre: Person) -> None:
    assert admin.get("/quan-tri/tai-khoan/hang-loat/lanh-dao").status == 404
    assert admin.post("/quan-tri/tai-khoan/hang-loat/lanh-dao", {}).status in {400, 404}
    assert centre.get(VILLAGES).status == 403
    assert centre.post(VILLAGES, {}).status == 403


def test_ten_more_rows_cost_no_more_questions(admin: Person) -> None:
    factories.officer("Phan Văn Tài")
    with counted_queries() as few:
        admin.get(OFFICERS)
    for number in range(10):
        factories.officer(f"Phan Văn {chr(65 + number)}n")
    with counted_queries() as many:
        admin.get(OFFICERS)

    assert len(many) == len(few)
