"""Can a person set up, renew and give up the second step, and nobody in their place?"""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account, SignIn, SignInFailure
from saturday.models.audit import AuditEvent
from saturday.models.commune import Setting
from saturday.models.forms import Draft
from saturday.models.second_step import SecondFactor
from saturday.models.sign_in_rules import CODES_FOR
from saturday.rules.one_time_codes import code_at, step_of
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person, values_of

PASSWORD = "bảy cây xoài già sau vườn"
PATH = "/hai-lop"


def master(app: Flask) -> str:
    """Give the secret of the app under test."""
    return str(app.config["SECRET_KEY"])


def code_of(person: Person, steps: int = 0) -> str:
    """Give what the person's telephone shows."""
    account = person.account
    assert account is not None
    row = db.session.scalars(SecondFactor.of(account)).one()
    return code_at(row.key(master(person.app)), step_of(clock.true_now()) + steps)


def begin(person: Person) -> Page:
    """Press the first button."""
    return person.send(person.get(PATH), "/hai-lop/bat-dau")


def prove(person: Person, page: Page, **typed: Any) -> Page:  # noqa: ANN401 - form values
    """Type the first code and the password."""
    values = {"code": code_of(person), "password": PASSWORD} | typed
    return person.send(page, "/hai-lop/xac-nhan", **values)


def require(role: Role) -> None:
    """Let a role need the second step."""
    db.session.add(Setting(key=CODES_FOR, value=role.value))
    db.session.commit()


@pytest.fixture(autouse=True)
def telephone_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a half minute from ending between a code and its use."""
    moment = clock.true_now()
    monkeypatch.setattr(clock, "true_now", lambda: moment)


@pytest.fixture
def hoa(app: Flask) -> Person:
    """Somebody of the Centre, signed in, with a password."""
    return Person(
        app, factories.account(username="hoa", name="Hoa", roles={Role.CENTRE}, password=PASSWORD)
    )


def test_it_is_off_at_first_and_says_how_to_begin(hoa: Person) -> None:
    page = hoa.get(PATH)

    assert "đang tắt" in page.main
    assert page.has_form("/hai-lop/bat-dau")
    assert not page.has_form("/hai-lop/xac-nhan")


def test_a_key_is_drawn_and_written(hoa: Person) -> None:
    page = begin(hoa)

    assert page.soup.select_one("svg.qr") is not None
    assert re.search(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.main)
    assert hoa.get("/phien").status == 200


def test_reading_the_page_again_shows_the_same_key(hoa: Person) -> None:
    first = begin(hoa)

    again = hoa.get(PATH)

    key = first.soup.select_one(".long-code")
    assert key is not None
    assert key.get_text() in again.main


def test_the_first_code_turns_it_on_and_gives_recovery_codes(hoa: Person) -> None:
    page = prove(hoa, begin(hoa))

    assert page.path.startswith("/hai-lop/ma-du-phong")
    codes = re.findall(r"(?:\d{4} ){4}\d{4}", page.main)
    assert len(codes) == 8
    assert "đang bật" in hoa.get(PATH).main
    assert re.findall(r"(?:\d{4} ){4}\d{4}", hoa.get("/hai-lop/ma-du-phong").main) == codes


def test_recovery_codes_go_from_the_screen_after_a_while(hoa: Person) -> None:
    prove(hoa, begin(hoa))
    stand_at("2026-04-01 09:16")

    assert hoa.get("/hai-lop/ma-du-phong").path == PATH


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"code": ""}, "Hãy ghi mã."),
        ({"password": ""}, "Hãy ghi mật khẩu đang dùng."),
        (
            {"code": "12345"},
            "Mã chưa khớp. Hãy ghi mã đang hiện; nếu vẫn sai, đặt lại giờ của điện thoại.",
        ),
        (
            {"password": "sai"},
            "Mật khẩu đang dùng chưa đúng. Kiểm tra phím Caps Lock và bộ gõ (UniKey).",
        ),
    ],
)
def test_a_bad_first_code_is_refused_at_its_field(
    hoa: Person, typed: dict[str, str], fault: str
) -> None:
    answer = prove(hoa, begin(hoa), **typed)

    assert answer.status == 422
    assert answer.faults == [fault]
    assert answer.soup.title is not None
    assert answer.soup.title.text.strip().startswith("Lỗi:")
    assert answer.soup.select_one("svg.qr") is not None
    row = db.session.scalars(select(SecondFactor)).one()
    assert row.proven_at is None
    assert prove(hoa, answer, code=code_of(hoa, 1)).path.startswith("/hai-lop/ma-du-phong")


def test_two_clicks_make_one_key_and_turn_it_on_once(hoa: Person) -> None:
    page = hoa.get(PATH)
    hoa.send(page, "/hai-lop/bat-dau")
    shown = hoa.send(page, "/hai-lop/bat-dau")
    assert db.session.scalar(select(func.count(SecondFactor.id))) == 1

    first = prove(hoa, shown)
    second = prove(hoa, shown)

    assert first.path == second.path
    verbs = db.session.scalars(select(AuditEvent.verb).where(AuditEvent.verb == "prove"))
    assert len(verbs.all()) == 1


def test_a_key_left_lying_is_made_anew(hoa: Person) -> None:
    page = begin(hoa)
    before = code_of(hoa)
    stand_at("2026-04-01 09:16")

    assert prove(hoa, page).path.startswith(PATH)
    assert "đang tắt" in hoa.get(PATH).main
    begin(hoa)
    assert code_of(hoa) != before


def test_guesses_at_the_password_are_counted(hoa: Person) -> None:
    page = begin(hoa)
    for _ in range(10):
        page = prove(hoa, page, password="sai")

    assert prove(hoa, page).status == 429
    assert db.session.scalar(select(func.count(SignInFailure.id))) == 11


def test_other_sign_ins_end_when_it_is_turned_on(hoa: Person) -> None:
    assert hoa.account is not None
    other = Person(hoa.app, hoa.account)

    prove(hoa, begin(hoa))

    assert other.get("/phien", follow=False).status == 303
    assert hoa.get("/phien").status == 200


def test_recovery_codes_are_renewed_by_the_password(hoa: Person) -> None:
    codes = re.findall(r"(?:\d{4} ){4}\d{4}", prove(hoa, begin(hoa)).main)

    refused = hoa.send(hoa.get(PATH), "/hai-lop/ma-du-phong", renew__password="sai")
    page = hoa.send(refused, "/hai-lop/ma-du-phong", renew__password=PASSWORD)

    assert refused.status == 422
    assert len(refused.faults) == 1
    assert set(re.findall(r"(?:\d{4} ){4}\d{4}", page.main)).isdisjoint(codes)


def test_it_is_given_up_by_the_password(hoa: Person) -> None:
    prove(hoa, begin(hoa))

    empty = hoa.send(hoa.get(PATH), "/hai-lop/tat")
    refused = hoa.send(empty, "/hai-lop/tat", drop__password="sai")
    page = hoa.send(refused, "/hai-lop/tat", drop__password=PASSWORD)

    assert empty.faults == ["Hãy ghi mật khẩu đang dùng."]
    assert refused.status == 422
    assert page.notice == "Đã tắt đăng nhập hai lớp."
    assert "đang tắt" in page.main
    assert hoa.get("/phien").status == 200


def test_with_a_short_password_it_is_not_given_up(hoa: Person) -> None:
    prove(hoa, begin(hoa))
    short = "mười hai chữ"
    form = hoa.get("/mat-khau")
    assert "Từ 12 ký tự" in form.main
    hoa.send(form, "/mat-khau", password=PASSWORD, new_password=short, again=short)

    answer = hoa.send(hoa.get(PATH), "/hai-lop/tat", drop__password=short)

    assert answer.status == 422
    assert answer.faults == [
        "Hãy đổi mật khẩu từ 15 ký tự trở lên trước khi tắt đăng nhập hai lớp."
    ]


@pytest.mark.parametrize("act", ["/hai-lop/ma-du-phong", "/hai-lop/tat"])
def test_what_is_off_can_not_be_renewed_or_given_up(hoa: Person, act: str) -> None:
    prove(hoa, begin(hoa))
    page = hoa.get(PATH)
    old = values_of(page.form(act))
    hoa.send(page, "/hai-lop/tat", drop__password=PASSWORD)
    prefix = "renew" if "ma" in act else "drop"
    fresh = values_of(hoa.get(PATH).form("/hai-lop/bat-dau"))

    answer = hoa.post(
        act, {**old, f"{prefix}-password": PASSWORD, "form_key": fresh["form_key"]}, follow=False
    )

    assert answer.status == 303
    assert db.session.scalar(select(SecondFactor)) is None


# Required per role


def come_in(person: Person) -> Page:
    """Sign in by the password."""
    return person.send(
        person.get("/dang-nhap?next=/lich-truc/"), "/dang-nhap", username="hoa", password=PASSWORD
    )


@pytest.mark.usefixtures("hoa")
def test_a_role_that_requires_it_is_led_there_and_nowhere_else(stranger: Person) -> None:
    require(Role.CENTRE)

    page = come_in(stranger)

    assert page.path == PATH
    assert "phải đăng nhập hai lớp" in page.main
    nav = page.soup.find("nav", attrs={"aria-label": "Mục chính"})
    assert nav is None
    for path in ("/", "/lich-truc/", "/mat-khau", "/phien", "/dang-nhap"):
        assert stranger.get(path).path == PATH
    htmx = stranger.get("/lich-truc/", htmx=True)
    assert htmx.status == 401
    assert htmx.response.headers["HX-Redirect"] == PATH


def test_when_it_is_set_up_everything_opens(stranger: Person, hoa: Person) -> None:
    require(Role.CENTRE)
    come_in(stranger)
    page = stranger.send(stranger.get(PATH), "/hai-lop/bat-dau")

    stranger.send(page, "/hai-lop/xac-nhan", code=code_of(hoa), password=PASSWORD)

    assert stranger.get("/lich-truc/").path == "/lich-truc/"


def test_a_form_sent_meanwhile_is_kept_for_its_owner(stranger: Person, hoa: Person) -> None:
    form = values_of(hoa.get("/danh-muc/ngay-ban/moi").form("/danh-muc/ngay-ban/moi"))
    require(Role.CENTRE)
    come_in(stranger)
    token = values_of(stranger.get(PATH).form("/hai-lop/bat-dau"))["csrf_token"]

    answer = stranger.post(
        "/danh-muc/ngay-ban/moi", {**form, "csrf_token": token, "reason": "diễn tập"}
    )

    assert answer.path == PATH
    kept = db.session.scalars(select(Draft)).one()
    assert kept.values["reason"] == ["diễn tập"]


def test_who_is_required_gives_it_up_only_to_begin_anew(stranger: Person, hoa: Person) -> None:
    require(Role.CENTRE)
    come_in(stranger)
    page = stranger.send(stranger.get(PATH), "/hai-lop/bat-dau")
    stranger.send(page, "/hai-lop/xac-nhan", code=code_of(hoa), password=PASSWORD)

    page = stranger.send(stranger.get(PATH), "/hai-lop/tat", drop__password=PASSWORD)

    assert "phải đăng nhập hai lớp" in page.main
    assert stranger.get("/lich-truc/").path == PATH


def test_other_roles_are_not_led_there(stranger: Person, hoa: Person) -> None:
    require(Role.ADMIN)

    assert come_in(stranger).path == "/lich-truc/"
    assert hoa.account is not None
    assert not any(row.must_enrol for row in db.session.scalars(select(SignIn)))


def test_who_must_set_it_up_may_still_leave(stranger: Person, hoa: Person) -> None:
    require(Role.CENTRE)
    page = come_in(stranger)

    assert stranger.send(page, "/dang-xuat").path.startswith("/dang-nhap")
    assert db.session.scalars(select(Account)).one().username == "hoa"
    assert hoa.account is not None
