"""Can one change one's password, and only then?"""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.accounts import Account, SignInFailure, password_fits
from saturday.models.audit import AuditEvent
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Page, Person

OLD = "bảy cây xoài già sau vườn"
NEW = "con mèo vàng leo cây cau"
EASY = "Mật khẩu này dễ đoán: phần lớn là từ hay dùng, tên gọi hoặc dãy phím. Hãy thêm từ khác."


@pytest.fixture
def hoa(app: Flask) -> Person:
    """Somebody of the Centre, signed in."""
    return Person(app, factories.account(username="hoa", roles={Role.CENTRE}, password=OLD))


def change(person: Person, old: str = OLD, new: str = NEW, again: str | None = None) -> Page:
    """Fill in the form."""
    return person.send(
        person.get("/mat-khau"),
        "/mat-khau",
        password=old,
        new_password=new,
        again=new if again is None else again,
    )


def fits(password: str) -> bool:
    """Whether this is now the password."""
    return password_fits(db.session.scalars(Account.named("hoa")).one(), password)


def test_the_new_password_holds_and_the_old_one_does_not(hoa: Person) -> None:
    answer = change(hoa)

    assert answer.notice == "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."
    assert fits(NEW)
    assert not fits(OLD)
    assert hoa.get("/phien").status == 200


@pytest.mark.parametrize(
    "new",
    [
        "x" + "bốn quả ổi chín trong vườn nhà " * 3,
        "  hai dấu cách ở đầu và cuối  ",
        "con me\u0300o vàng leo cây cau",
    ],
    ids=["long", "blanks kept", "decomposed"],
)
def test_a_password_is_kept_as_typed(hoa: Person, new: str) -> None:
    change(hoa, new=new)

    assert fits(new)
    assert not fits(new.strip() + "x")
    assert fits(new.strip()) == (new == new.strip())


@pytest.mark.parametrize(
    ("old", "new", "again", "faults"),
    [
        ("", "", "", ["Hãy ghi mật khẩu đang dùng.", "Hãy ghi mật khẩu mới."]),
        (OLD, NEW, NEW + "x", ["Hai lần ghi mật khẩu mới chưa giống nhau."]),
        (OLD, OLD, OLD, ["Mật khẩu mới phải khác mật khẩu đang dùng."]),
        (
            OLD,
            "ngắn quá",
            "ngắn quá",
            ["Hãy đặt mật khẩu từ 15 ký tự trở lên, ví dụ bốn, năm từ viết liền nhau."],
        ),
        (
            OLD,
            "anhson@123456789",
            "anhson@123456789",
            [EASY],
        ),
        (
            "sai",
            NEW,
            NEW,
            ["Mật khẩu đang dùng chưa đúng. Kiểm tra phím Caps Lock và bộ gõ (UniKey)."],
        ),
    ],
    ids=["empty", "unlike", "the same", "short", "easy", "wrong"],
)
def test_refusals_say_how_to_mend_it(
    hoa: Person, old: str, new: str, again: str, faults: list[str]
) -> None:
    answer = change(hoa, old, new, again)

    assert answer.status == 422
    assert answer.faults == faults
    assert fits(OLD)
    assert OLD not in answer.response.get_data(as_text=True)


def test_the_form_can_be_sent_again_after_a_refusal(hoa: Person) -> None:
    refused = change(hoa, old="sai")

    answer = hoa.send(refused, "/mat-khau", password=OLD, new_password=NEW, again=NEW)

    assert answer.notice.startswith("Đã đổi mật khẩu.")
    assert fits(NEW)


def test_guessing_the_old_one_is_counted_with_the_sign_ins(hoa: Person) -> None:
    for _ in range(10):
        change(hoa, old="sai")

    answer = change(hoa)

    assert answer.status == 429
    assert answer.faults == ["Nhập sai nhiều lần. Thử lại sau 15 phút, hoặc gọi người quản trị."]
    assert db.session.scalars(select(func.count(SignInFailure.id))).one() == 11
    assert fits(OLD)


def test_a_second_click_changes_it_once(hoa: Person) -> None:
    page = hoa.get("/mat-khau")
    typed: dict[str, Any] = {"password": OLD, "new_password": NEW, "again": NEW}

    first = hoa.send(page, "/mat-khau", **typed)
    second = hoa.send(page, "/mat-khau", **typed)

    assert second.notice == first.notice
    verbs = select(func.count(AuditEvent.id)).where(AuditEvent.verb == "set_password")
    assert db.session.scalars(verbs).one() == 2  # the fixture's own, and this one


def test_pasting_is_not_hindered(hoa: Person) -> None:
    form = hoa.get("/mat-khau").form("/mat-khau")

    for field in form.select("input[type=password]"):
        assert not field.has_attr("maxlength")
        assert not field.get("value")
    assert [field.get("autocomplete") for field in form.select("input[type=password]")] == [
        "current-password",
        "new-password",
        "new-password",
    ]


def test_strangers_are_asked_to_sign_in(stranger: Person) -> None:
    assert stranger.get("/mat-khau").path == "/dang-nhap?next=/mat-khau"
