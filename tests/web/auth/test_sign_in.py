"""Who comes in, and how often may one be wrong?"""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account, SignIn, SignInFailure
from saturday.models.calendar import BusyDay
from saturday.models.forms import Draft, FormKey
from saturday.models.imports import ImportFile
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person, values_of

PASSWORD = "bảy cây xoài già sau vườn"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock và bộ gõ (UniKey)."
TOO_MANY = "Nhập sai nhiều lần. Thử lại sau 15 phút, hoặc gọi người quản trị."
BUSY_DAY = "/danh-muc/ngay-ban/moi"


@pytest.fixture
def hoa(app: Flask) -> Account:
    """Somebody of the Centre with a password."""
    del app
    return factories.account(username="hoa", roles={Role.CENTRE}, password=PASSWORD)


def come_in(
    person: Person, username: str = "hoa", password: str = PASSWORD, *, next_page: str = ""
) -> Page:
    """Fill in the sign-in page."""
    page = person.get(f"/dang-nhap?next={next_page}" if next_page else "/dang-nhap")
    return person.send(page, "/dang-nhap", username=username, password=password)


def failures() -> int:
    """Count the wrong passwords that are remembered."""
    return db.session.scalars(select(func.count(SignInFailure.id))).one()


@pytest.mark.usefixtures("hoa")
@pytest.mark.parametrize("typed", ["hoa", "HOA", "  hoa "])
def test_the_right_password_lets_in(stranger: Person, typed: str) -> None:
    answer = come_in(stranger, typed)

    assert answer.status == 200
    assert "Đăng xuất" in answer.text
    row = db.session.scalars(select(SignIn)).one()
    assert row.account.username == "hoa"
    assert row.address == "127.0.0.1"
    assert failures() == 0


def test_the_page_says_what_it_is_for(stranger: Person) -> None:
    page = stranger.get("/dang-nhap")

    assert "Đăng nhập" in page.main
    assert "Quên mật khẩu? Gọi người quản trị" in page.main
    assert "Đăng xuất" not in page.text


@pytest.mark.usefixtures("hoa")
@pytest.mark.parametrize(
    ("username", "password"),
    [("hoa", "sai"), ("khongco", PASSWORD), ("khoa", PASSWORD), ("chuadat", "bất kỳ")],
    ids=["wrong password", "unknown name", "disabled account", "no password yet"],
)
def test_every_refusal_has_the_same_words(stranger: Person, username: str, password: str) -> None:
    factories.account(username="khoa", password=PASSWORD).disabled_at = clock.now()
    factories.account(username="chuadat")
    db.session.commit()

    answer = come_in(stranger, username, password)

    assert answer.status == 422
    assert answer.faults == [WRONG]
    assert answer.soup.title is not None
    assert answer.soup.title.text.strip().startswith("Lỗi:")
    assert answer.form("/dang-nhap").select_one("[name=username]")["value"] == username  # type: ignore[index]
    assert PASSWORD not in answer.response.get_data(as_text=True)
    assert failures() == 1
    assert db.session.scalar(select(SignIn)) is None


def test_empty_fields_are_named_and_not_counted(stranger: Person) -> None:
    answer = come_in(stranger, "", "")

    assert answer.status == 422
    assert answer.faults == ["Hãy ghi tên đăng nhập.", "Hãy ghi mật khẩu."]
    assert failures() == 0


def test_ten_wrong_passwords_make_one_wait_a_quarter_of_an_hour(
    stranger: Person, hoa: Account
) -> None:
    for _ in range(10):
        assert come_in(stranger, password="sai").status == 422

    answer = come_in(stranger)

    assert answer.status == 429
    assert answer.faults == [TOO_MANY]
    assert db.session.scalar(SignIn.open_of(hoa)) is None
    stand_at("2026-04-01 09:16")
    assert come_in(stranger).status == 200


def test_an_unknown_name_waits_as_a_known_one(stranger: Person) -> None:
    statuses = [come_in(stranger, "khongco", "sai").status for _ in range(11)]

    assert statuses == [422] * 10 + [429]


@pytest.mark.usefixtures("hoa")
def test_thirty_wrong_ones_from_one_machine_close_it_for_all_names(stranger: Person) -> None:
    for number in range(30):
        db.session.add(SignInFailure.note_one(f"ten{number}", "127.0.0.1"))
    db.session.commit()

    assert come_in(stranger).status == 429


@pytest.mark.usefixtures("hoa")
def test_wrong_ones_from_other_machines_do_not_close_this_one(stranger: Person) -> None:
    for number in range(40):
        db.session.add(SignInFailure.note_one(f"ten{number}", "10.0.0.9"))
    db.session.commit()

    assert come_in(stranger).status == 200


@pytest.mark.usefixtures("hoa")
def test_the_cookie_from_before_opens_nothing(stranger: Person) -> None:
    stranger.get("/dang-nhap")
    before = stranger.client.get_cookie("session")
    assert before is not None

    come_in(stranger)

    after = stranger.client.get_cookie("session")
    assert after is not None
    assert after.value != before.value
    with stranger.client.session_transaction() as cookie:
        assert cookie["sign_in"]
    stranger.client.set_cookie("session", before.value)
    assert stranger.get("/", follow=False).status == 303


@pytest.mark.usefixtures("hoa")
def test_a_token_planted_before_signing_in_is_thrown_away(stranger: Person) -> None:
    with stranger.client.session_transaction() as cookie:
        cookie["sign_in"] = "planted"
        cookie["other"] = "planted"

    come_in(stranger)

    with stranger.client.session_transaction() as cookie:
        assert cookie["sign_in"] != "planted"
        assert "other" not in cookie


def test_changing_the_person_at_a_shared_desk_ends_the_first_ones_sign_in(
    centre: Person, hoa: Account
) -> None:
    stranger = Person(centre.app, None)
    page = stranger.get("/dang-nhap")
    with centre.client.session_transaction() as mine, stranger.client.session_transaction() as his:
        mine["csrf_token"] = his["csrf_token"]

    answer = centre.send(page, "/dang-nhap", username="hoa", password=PASSWORD)

    assert hoa.name in answer.text
    assert centre.account is not None
    assert db.session.scalar(SignIn.open_of(centre.account)) is None


def test_two_sign_ins_of_one_account_stand_side_by_side(app: Flask, hoa: Account) -> None:
    one, other = Person(app, None), Person(app, None)

    come_in(one)
    come_in(other)

    assert len(db.session.scalars(SignIn.open_of(hoa)).all()) == 2
    assert len(one.get("/phien").rows()) == 2


@pytest.mark.usefixtures("hoa")
@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "evil.example",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(stranger: Person, wanted: str) -> None:
    page = stranger.get(f"/dang-nhap?next={wanted}")

    answer = stranger.send(page, "/dang-nhap", username="hoa", password=PASSWORD, follow=False)

    assert answer.status == 303
    assert answer.response.location == "/"


@pytest.mark.usefixtures("hoa")
def test_one_comes_to_the_page_one_wanted(stranger: Person) -> None:
    asked = stranger.get("/phien")

    answer = stranger.send(asked, "/dang-nhap", username="hoa", password=PASSWORD)

    assert answer.path == "/phien"


def test_who_is_in_already_is_led_on(centre: Person) -> None:
    assert centre.get("/dang-nhap?next=/phien", follow=False).response.location == "/phien"
    assert centre.get("/dang-nhap?next=//evil", follow=False).response.location == "/"


def test_after_an_ended_sign_in_the_page_says_that_the_text_is_kept(stranger: Person) -> None:
    page = stranger.get("/dang-nhap?next=/&het_phien=1")

    assert "Phiên làm việc đã hết. Phần đang nhập được giữ 24 giờ" in page.main


def type_too_late(
    person: Person, *, htmx: bool = False, before: str = f"http://localhost{BUSY_DAY}"
) -> Page:
    """Fill in a form, sign out in another tab, and send the form."""
    page = person.get(BUSY_DAY)
    person.send(person.get("/phien"), "/dang-xuat")
    headers = {"Referer": before} | ({"HX-Request": "true"} if htmx else {})
    typed: dict[str, object] = {"day": "18/4/2026", "reason": "diễn tập"}
    values = {**values_of(page.form(BUSY_DAY)), **typed}
    return person.post(BUSY_DAY, values, follow=False, headers=headers)


def busy_days() -> int:
    """Count the busy days."""
    return db.session.scalars(select(func.count(BusyDay.id))).one()


def test_text_typed_too_late_is_back_after_signing_in(app: Flask, hoa: Account) -> None:
    person, before = Person(app, hoa), busy_days()

    answer = type_too_late(person)
    asked = person.get(answer.response.location)
    back = person.send(asked, "/dang-nhap", username="hoa", password=PASSWORD)

    assert answer.status == 303
    assert "Phần đang nhập được giữ 24 giờ" in asked.main
    assert busy_days() == before
    assert values_of(back.form(BUSY_DAY))["reason"] == ["diễn tập"]
    assert person.send(back, BUSY_DAY).status == 200
    assert busy_days() == before + 1
    assert db.session.scalar(select(Draft)) is None


def test_a_browser_that_says_nonsense_of_where_it_was_is_led_to_the_form(
    app: Flask, hoa: Account
) -> None:
    answer = type_too_late(Person(app, hoa), before="http://[nowhere")

    assert answer.status == 303
    assert f"next={BUSY_DAY}" in answer.response.location


def test_kept_text_does_not_follow_to_another_page(app: Flask, hoa: Account) -> None:
    person = Person(app, hoa)
    type_too_late(person)

    answer = come_in(person, next_page="/phien")

    assert answer.path == "/phien"


def test_text_typed_too_late_is_shown_to_nobody_else(app: Flask, hoa: Account) -> None:
    factories.account(username="binh", name="Bình", roles={Role.CENTRE}, password=PASSWORD)
    person = Person(app, hoa)

    asked = person.get(type_too_late(person).response.location)
    back = person.send(asked, "/dang-nhap", username="binh", password=PASSWORD)
    number = db.session.scalars(select(Draft.id)).one()
    forced = person.get(f"{BUSY_DAY}?giu={number}")

    assert "Bình" in back.text
    assert values_of(back.form(BUSY_DAY))["reason"] == [""]
    assert values_of(forced.form(BUSY_DAY))["reason"] == [""]
    assert "Phần đang nhập" not in person.get("/").main


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(app: Flask, hoa: Account) -> None:
    person = Person(app, hoa)

    answer = type_too_late(person, htmx=True)

    assert answer.status == 401
    assert answer.response.headers["HX-Redirect"].startswith("/dang-nhap?next=/danh-muc")
    assert answer.response.get_data() == b""
    assert db.session.scalars(select(Draft)).one().values["reason"] == ["diễn tập"]


@pytest.mark.parametrize("key", ["", "forged", "W10.forged"])
def test_text_with_a_forged_key_is_kept_for_nobody(stranger: Person, key: str) -> None:
    answer = stranger.post(BUSY_DAY, {"form_key": key, "reason": "diễn tập"}, follow=False)

    assert answer.response.location.startswith("/dang-nhap?next=")
    assert "het_phien" not in answer.response.location
    assert db.session.scalar(select(Draft)) is None


@pytest.mark.usefixtures("hoa")
def test_old_failures_and_keys_are_forgotten(stranger: Person) -> None:
    long_ago = clock.now() - timedelta(days=8)
    db.session.add(SignInFailure(username="ai", address="10.0.0.1", at=long_ago))
    db.session.add(FormKey(nonce="cu", account_id=None, used_at=long_ago))
    db.session.add(FormKey(nonce="moi", account_id=None, used_at=clock.now()))
    db.session.commit()

    come_in(stranger)

    assert failures() == 0
    assert db.session.scalars(select(FormKey.nonce)).all() == ["moi"]


@pytest.mark.parametrize("hours", [23, 25])
def test_text_and_tables_that_wait_are_forgotten_after_a_day(
    stranger: Person, hoa: Account, hours: int
) -> None:
    """A telephone number in a table that nobody confirmed must not stand in every copy."""
    then = clock.now() - timedelta(hours=hours)
    db.session.add(Draft(account_id=hoa.id, form="", path="/", values={}, kept_at=then))
    db.session.add(
        ImportFile(
            account_id=hoa.id, table="officers", name="a.xlsx", sha256="", content=b"", kept_at=then
        )
    )
    db.session.commit()

    come_in(stranger)

    left = [db.session.scalars(select(one)).all() for one in (Draft, ImportFile)]
    assert [len(one) for one in left] == ([1, 1] if hours < 24 else [0, 0])


@pytest.mark.usefixtures("hoa")
def test_an_installed_office_takes_no_password_in_the_clear(stranger: Person) -> None:
    stranger.app.config["HTTPS_ONLY"] = True
    try:
        page = stranger.get("/dang-nhap?next=/phien")
        posted = stranger.post("/dang-nhap", {"username": "hoa", "password": PASSWORD})
    finally:
        stranger.app.config["HTTPS_ONLY"] = False

    assert not list(page.forms())
    assert "https://localhost/dang-nhap?next=/phien" in page.main
    assert posted.status == 400
    assert db.session.scalar(select(SignIn)) is None
