"""Can the IT officer change, close and open an account?"""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account, SignInFailure
from saturday.models.audit import AuditEvent
from saturday.models.second_step import SecondFactor
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Person, values_of

PASSWORD = "bảy cây xoài già sau vườn"


@pytest.fixture
def hoa(admin: Person) -> Account:
    """Somebody of the Centre."""
    del admin
    return factories.account(username="hoa", name="Hoa", roles={Role.CENTRE})


def path_of(account: Account) -> str:
    """Give the page of an account."""
    return f"/quan-tri/tai-khoan/{account.id}"


def test_its_page_shows_it_as_it_is(admin: Person, hoa: Account) -> None:
    Person(admin.app, hoa)

    page = admin.get(path_of(hoa))

    form = page.form(path_of(hoa))
    assert [one["value"] for one in form.select("[name=roles][checked]")] == ["CENTRE"]
    assert "Chưa đặt mật khẩu" in page.main
    assert "Đang đăng nhập ở 1 nơi" in page.main
    assert not form.select("[name=username]")


def test_name_roles_and_department_can_be_changed(admin: Person, hoa: Account) -> None:
    van_phong = factories.department("van-phong")

    answer = admin.send(
        admin.get(path_of(hoa)),
        path_of(hoa),
        name="Hoa Mới",
        roles=["CLERK", "DEPARTMENT"],
        department_id=str(van_phong.id),
    )

    assert answer.notice == "Đã lưu tài khoản hoa."
    account = db.session.get(Account, hoa.id)
    assert account is not None
    assert account.name == "Hoa Mới"
    assert account.roles == {Role.CLERK, Role.DEPARTMENT}
    assert account.department == van_phong


def test_new_roles_count_at_the_next_page(admin: Person, hoa: Account) -> None:
    inside = Person(admin.app, hoa)
    assert inside.get("/quan-tri/").status == 403

    admin.send(admin.get(path_of(hoa)), path_of(hoa), roles=["CENTRE", "ADMIN"])

    assert inside.get("/quan-tri/").status == 200


@pytest.mark.parametrize("change", [{"name": "Hoa Một"}, {"roles": ["CLERK"]}])
def test_the_later_saver_sees_both_versions(
    admin: Person, hoa: Account, change: dict[str, Any]
) -> None:
    late = admin.get(path_of(hoa))
    admin.send(admin.get(path_of(hoa)), path_of(hoa), **change)

    answer = admin.send(late, path_of(hoa), name="Hoa Hai", roles=["CENTRE", "LEADER"])

    assert answer.status == 409
    both = {row[0]: row[1:] for row in answer.rows("Hai bản khác nhau")}
    assert both["Họ và tên"][1] == "Hoa Hai"
    assert both["Họ và tên"][0] == change.get("name", "Hoa")
    assert "Vai trò" in both
    again = admin.send(answer, path_of(hoa))
    assert again.notice == "Đã lưu tài khoản hoa."
    account = db.session.get(Account, hoa.id)
    assert account is not None
    assert account.name == "Hoa Hai"


def test_a_bad_form_comes_back_as_typed(admin: Person, hoa: Account) -> None:
    answer = admin.send(admin.get(path_of(hoa)), path_of(hoa), name="", roles=["HAMLET"])

    assert answer.status == 422
    assert answer.faults == ["Hãy ghi họ và tên."]
    ticked = answer.form(path_of(hoa)).select("[name=roles][checked]")
    assert [one["value"] for one in ticked] == ["HAMLET"]


def test_closing_ends_everything_at_once(admin: Person, hoa: Account) -> None:
    inside = Person(admin.app, hoa)

    answer = admin.send(admin.get(path_of(hoa)), f"{path_of(hoa)}/khoa")

    assert answer.notice == "Đã khóa tài khoản hoa. Các phiên đăng nhập đã kết thúc."
    assert inside.get("/phien", follow=False).status == 303
    assert answer.has_form(f"{path_of(hoa)}/mo-khoa")
    assert not answer.has_form(f"{path_of(hoa)}/lien-ket")


def test_a_closed_account_can_be_opened_again(admin: Person, hoa: Account) -> None:
    closed = admin.send(admin.get(path_of(hoa)), f"{path_of(hoa)}/khoa")

    answer = admin.send(closed, f"{path_of(hoa)}/mo-khoa")

    assert answer.notice == "Đã mở khóa tài khoản hoa."
    assert Person(admin.app, db.session.get(Account, hoa.id)).get("/phien").status == 200


def test_nobody_closes_their_own(admin: Person) -> None:
    assert admin.account is not None
    own = path_of(admin.account)
    page = admin.get(own)
    assert not page.has_form(f"{own}/khoa")

    answer = admin.post(f"{own}/khoa", keys(page.form(f"{own}/bo-cho")))

    assert answer.status == 409
    assert "Không tự khóa tài khoản của chính mình được." in answer.main


def keys(form: Any) -> dict[str, object]:  # noqa: ANN401 - a form as read
    """Give the hidden values of a form."""
    return {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}


def test_the_last_admin_stays_admin(admin: Person) -> None:
    assert admin.account is not None
    own = path_of(admin.account)

    answer = admin.send(admin.get(own), own, roles=["CENTRE"])

    assert answer.status == 422
    assert answer.faults == [
        "Đây là người quản trị cuối cùng còn đăng nhập được. Hãy thêm người khác trước."
    ]
    account = db.session.get(Account, admin.account.id)
    assert account is not None
    assert account.roles == {Role.ADMIN}


def test_one_of_two_may_give_it_up(admin: Person) -> None:
    factories.account(username="thay", roles={Role.ADMIN}, password=PASSWORD)
    assert admin.account is not None
    own = path_of(admin.account)

    answer = admin.send(admin.get(own), own, roles=["CENTRE"])

    assert answer.status == 403  # the list of accounts is no longer theirs


def test_the_wait_after_wrong_passwords_can_be_lifted(admin: Person, hoa: Account) -> None:
    db.session.add_all([SignInFailure.note_one("hoa", "10.0.0.5") for _ in range(10)])
    db.session.add(SignInFailure.note_one("binh", "10.0.0.6"))
    db.session.commit()

    answer = admin.send(admin.get(path_of(hoa)), f"{path_of(hoa)}/bo-cho")

    assert answer.notice == "Đã bỏ thời gian chờ. Hoa đăng nhập lại được ngay."
    assert db.session.scalars(select(SignInFailure.username)).all() == ["binh"]


@pytest.mark.parametrize("act", ["", "/khoa", "/mo-khoa", "/bo-cho", "/lien-ket"])
def test_nobody_else_may_and_no_account_is_no_page(
    admin: Person, centre: Person, hoa: Account, act: str
) -> None:
    form = keys(centre.get("/phien").form("/phien/gia-han"))

    assert centre.post(f"{path_of(hoa)}{act}", form).status == 403
    assert admin.get("/quan-tri/tai-khoan/999").status == 404
    page = admin.get(path_of(hoa))
    assert admin.post(f"/quan-tri/tai-khoan/999{act}", keys(page.form("/bo-cho"))).status == 404
    assert db.session.scalar(select(func.count(Account.id))) == 3


# The second step, and whoever is in


def with_telephone(account: Account, app: Flask, *, password: str) -> None:
    """Let the account ask for a code."""
    account.set_password(password, by=None)
    secret = app.config["SECRET_KEY"]
    row = SecondFactor.begin(account, secret, by=account)
    db.session.add(row)
    row.proven_at = clock.now()
    account.has_short_password = len(password) < 15
    db.session.commit()


@pytest.mark.parametrize(
    ("password", "more", "remains"),
    [
        ("bảy cây xoài già sau vườn", "", True),
        ("mười hai chữ", " Mật khẩu ngắn hơn 15 ký tự: hãy in phiếu để đặt lại.", False),
    ],
    ids=["long password", "short password"],
)
def test_the_second_step_is_taken_away_when_the_telephone_is_lost(
    admin: Person, hoa: Account, password: str, more: str, *, remains: bool
) -> None:
    with_telephone(hoa, admin.app, password=password)
    inside = Person(admin.app, hoa)
    path = path_of(hoa)

    page = admin.send(admin.get(path), f"{path}/tat-hai-lop")

    assert page.notice == f"Đã tắt đăng nhập hai lớp của Hoa.{more}"
    assert not page.has_form(f"{path}/tat-hai-lop")
    assert inside.get("/phien", follow=False).status == 303
    assert not hoa.asks_for_code
    assert (hoa.password_hash is not None) is remains
    event = db.session.scalars(AuditEvent.in_order().where(AuditEvent.verb == "remove")).one()
    assert event.account is not None
    assert event.account.username == "quantri"


def test_after_another_secret_it_says_to_set_the_second_step_up_again(
    admin: Person, hoa: Account
) -> None:
    with_telephone(hoa, admin.app, password=PASSWORD)
    assert "Đang bật từ" in admin.get(path_of(hoa)).main
    db.session.scalars(select(SecondFactor)).one().key_sha256 = "0" * 64
    db.session.commit()

    page = admin.get(path_of(hoa))

    assert "Phải lập lại đăng nhập hai lớp" in page.main
    assert "Đang bật" not in page.main


def test_a_second_click_takes_it_away_once(admin: Person, hoa: Account) -> None:
    with_telephone(hoa, admin.app, password=PASSWORD)
    path = path_of(hoa)
    page = admin.get(path)

    first = admin.send(page, f"{path}/tat-hai-lop")
    second = admin.send(page, f"{path}/tat-hai-lop")

    assert first.path == second.path


def test_nobody_takes_away_ones_own_or_one_that_is_not_there(admin: Person, hoa: Account) -> None:
    assert admin.account is not None
    with_telephone(admin.account, admin.app, password=PASSWORD)
    form = values_of(admin.get(path_of(hoa)).form("/bo-cho"))

    assert not admin.get(f"/quan-tri/tai-khoan/{admin.account.id}").has_form("/tat-hai-lop")
    own = admin.post(f"/quan-tri/tai-khoan/{admin.account.id}/tat-hai-lop", dict(form))
    none = admin.post(f"/quan-tri/tai-khoan/{hoa.id}/tat-hai-lop", dict(form))

    assert (own.status, none.status) == (404, 404)
    assert admin.account.asks_for_code


def test_the_admin_sends_somebody_out_everywhere(admin: Person, hoa: Account) -> None:
    first, second = Person(admin.app, hoa), Person(admin.app, hoa)
    path = path_of(hoa)

    page = admin.send(admin.get(path), f"{path}/ket-thuc-phien")

    assert page.notice == "Đã kết thúc 2 phiên đăng nhập của Hoa."
    assert "Hiện không đăng nhập ở đâu." in page.main
    for person in (first, second):
        assert person.get("/phien", follow=False).status == 303
    assert admin.get("/phien").status == 200


@pytest.mark.parametrize("act", ["tat-hai-lop", "ket-thuc-phien"])
def test_nobody_else_does_either(admin: Person, centre: Person, act: str) -> None:
    assert admin.account is not None
    assert centre.post(f"/quan-tri/tai-khoan/{admin.account.id}/{act}", {}).status == 403
    form = values_of(admin.get(f"/quan-tri/tai-khoan/{admin.account.id}").form("/bo-cho"))
    assert admin.post(f"/quan-tri/tai-khoan/999/{act}", dict(form)).status == 404
