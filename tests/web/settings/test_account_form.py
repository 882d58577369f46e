"""Can the IT officer enter a new account?"""

from typing import Any

import pytest
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Page, Person

PATH = "/quan-tri/tai-khoan/moi"


def enter(person: Person, **typed: Any) -> Page:  # noqa: ANN401 - whatever a field takes
    """Fill in the form."""
    values: dict[str, Any] = {"username": "hoa", "name": "Hoa", "roles": ["CENTRE"]} | typed
    return person.send(person.get(PATH), PATH, **values)


def test_an_account_is_entered_without_a_password(admin: Person) -> None:
    kinh_te = factories.department("kinh-te")
    officer = factories.officer("Công chức 5 (mẫu)")

    answer = enter(
        admin,
        username=" KinhTe ",
        name="  Trần Văn   Mẫu ",
        roles=["DEPARTMENT", "OFFICER"],
        department_id=str(kinh_te.id),
        officer_id=str(officer.id),
    )

    assert answer.notice == "Đã tạo tài khoản kinhte. Hãy in phiếu đặt mật khẩu."
    account = db.session.scalars(Account.named("kinhte")).one()
    assert answer.path.startswith(f"/quan-tri/tai-khoan/{account.id}")
    assert account.name == "Trần Văn Mẫu"
    assert account.roles == {Role.DEPARTMENT, Role.OFFICER}
    assert (account.department, account.officer) == (kinh_te, officer)
    assert account.password_hash is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"username": ""}, "Hãy ghi tên đăng nhập."),
        (
            {"username": "có dấu"},
            "Hãy ghi từ 3 đến 40 ký tự: chữ không dấu, chữ số, dấu chấm hoặc gạch nối.",
        ),
        ({"username": "quantri"}, "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."),
        ({"name": ""}, "Hãy ghi họ và tên."),
        ({"name": "x" * 121}, "Hãy viết ngắn hơn: tối đa 120 ký tự."),
        ({"roles": []}, "Hãy chọn ít nhất một vai trò."),
        ({"roles": ["KING"]}, "Hãy chọn ít nhất một vai trò."),
        ({"roles": ["DEPARTMENT"]}, "Hãy chọn phòng, đơn vị."),
        ({"roles": ["OFFICER"]}, "Hãy chọn cán bộ, công chức."),
        ({"roles": ["HAMLET"]}, "Hãy chọn thôn, bản."),
        ({"officer_id": "999"}, "Hãy chọn lại: mục đã chọn không còn trong danh sách."),
    ],
)
def test_a_bad_form_comes_back_as_typed(admin: Person, typed: dict[str, Any], fault: str) -> None:
    answer = enter(admin, **typed)

    assert answer.status == 422
    assert answer.faults == [fault]
    name = answer.form(PATH).select_one("[name=name]")
    assert name is not None
    assert name["value"] == typed.get("name", "Hoa")
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_fields_that_are_not_asked_for_change_nothing(admin: Person) -> None:
    page = admin.get(PATH)
    form = page.form(PATH)
    hidden = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}

    admin.post(
        PATH,
        {**hidden, "username": "hoa", "name": "Hoa", "roles": "CLERK", "password_hash": "x"},
    )

    assert db.session.scalars(Account.named("hoa")).one().password_hash is None


def test_a_second_click_makes_one_account(admin: Person) -> None:
    page = admin.get(PATH)

    first = admin.send(page, PATH, username="hoa", name="Hoa", roles=["CENTRE"])
    second = admin.send(page, PATH, username="hoa", name="Hoa", roles=["CENTRE"])

    assert second.notice == first.notice
    assert second.path == first.path
    assert db.session.scalar(select(func.count(Account.id))) == 2


def test_nobody_else_may_enter_one(admin: Person, centre: Person) -> None:
    page = admin.get(PATH)

    assert centre.get(PATH).status == 403
    assert centre.send(page, PATH, username="hoa", name="Hoa", roles=["ADMIN"]).status == 403
    assert db.session.scalar(Account.named("hoa")) is None
