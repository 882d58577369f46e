"""Who may pass which door, and is a form counted once?"""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday import clock
from saturday.config import MissingSecret
from saturday.extensions import db
from saturday.models.accounts import SignIn
from saturday.models.calendar import BusyDay
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Person

FOR_EVERYONE = {"/thong-bao/", "/thong-bao/tin.atom"}  # the same whoever is signed in


@pytest.fixture
def page_paths(whole_app: Flask) -> list[str]:
    """Every address that needs no key."""
    return sorted(
        rule.rule
        for rule in whole_app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint != "static"
    )


def test_every_answer_carries_the_protecting_headers(
    admin: Person, stranger: Person, page_paths: list[str]
) -> None:
    for person in (admin, stranger):
        for path in [*page_paths, "/no-such-page", "/static/app.css", "/static/none"]:
            headers = person.get(path, follow=False).response.headers
            csp = headers["Content-Security-Policy"]
            assert "default-src 'none'" in csp, path
            assert "unsafe" not in csp, path
            assert headers["X-Content-Type-Options"] == "nosniff", path


def test_a_signed_in_page_is_never_kept_by_the_browser(
    admin: Person, page_paths: list[str]
) -> None:
    for path in page_paths:
        headers = admin.get(path, follow=False).response.headers
        wanted = "public, max-age=60" if path in FOR_EVERYONE else "no-store"
        assert headers["Cache-Control"] == wanted, path


def test_a_stranger_is_led_to_the_sign_in_page_and_back(stranger: Person) -> None:
    answer = stranger.get("/lich-truc/", follow=False)

    assert answer.status == 303
    assert answer.response.location == "/dang-nhap?next=/lich-truc/"


def test_a_fragment_asked_after_the_sign_in_ended_reloads_the_window(stranger: Person) -> None:
    answer = stranger.get("/lich-truc/", htmx=True, follow=False)

    assert answer.status == 401
    assert answer.response.headers["HX-Redirect"].startswith("/dang-nhap")


def test_a_form_without_its_token_or_key_saves_nothing(centre: Person) -> None:
    before = db.session.scalar(select(func.count(BusyDay.id)))

    bare = centre.post("/danh-muc/ngay-ban/moi", {"day": "18/4/2026", "reason": "diễn tập"})

    assert bare.status == 400
    assert db.session.scalar(select(func.count(BusyDay.id))) == before


def test_a_key_made_for_one_account_opens_nothing_for_another(app: Flask, centre: Person) -> None:
    other = Person(app, factories.account(username="khac", roles={Role.CENTRE}))
    page = centre.get("/danh-muc/ngay-ban/moi")
    theirs = other.get("/danh-muc/ngay-ban/moi")
    key = page.form("/danh-muc/ngay-ban/moi").find("input", attrs={"name": "form_key"})
    assert key is not None

    answer = other.send(
        theirs,
        "/danh-muc/ngay-ban/moi",
        day="18/4/2026",
        reason="diễn tập",
        form_key=str(key["value"]),
    )

    assert answer.status == 400


def test_a_second_click_makes_one_row_and_both_answers_show_it(centre: Person) -> None:
    page = centre.get("/danh-muc/ngay-ban/moi")
    before = db.session.scalar(select(func.count(BusyDay.id))) or 0

    first = centre.send(page, "/danh-muc/ngay-ban/moi", day="18/4/2026", reason="diễn tập")
    second = centre.send(page, "/danh-muc/ngay-ban/moi", day="18/4/2026", reason="diễn tập")

    assert db.session.scalar(select(func.count(BusyDay.id))) == before + 1
    assert first.notice
    assert second.notice == first.notice


def test_a_refused_form_may_be_sent_again_with_the_same_key(centre: Person) -> None:
    page = centre.get("/danh-muc/ngay-ban/moi")

    refused = centre.send(page, "/danh-muc/ngay-ban/moi", day="mai", reason="diễn tập")
    mended = centre.send(refused, "/danh-muc/ngay-ban/moi", day="18/4/2026")

    assert refused.status == 422
    assert mended.status == 200
    assert db.session.scalar(select(BusyDay).where(BusyDay.reason == "diễn tập")) is not None


def test_a_page_read_often_is_written_down_at_most_every_five_minutes(centre: Person) -> None:
    def seen() -> object:
        db.session.expire_all()
        return db.session.scalar(select(func.max(SignIn.last_seen_at)))

    centre.get("/lich-truc/")
    first = seen()
    clock.run_from(clock.now() + timedelta(minutes=4))
    centre.get("/lich-truc/")
    assert seen() == first
    clock.run_from(clock.now() + timedelta(minutes=2))
    centre.get("/lich-truc/")
    assert seen() != first


def test_no_secret_stands_in_an_address(centre: Person) -> None:
    page = centre.get("/danh-muc/ngay-ban/moi")

    done = centre.send(
        page, "/danh-muc/ngay-ban/moi", follow=False, day="18/4/2026", reason="diễn tập"
    )

    assert re.fullmatch(r"/[a-z/-]+(\?xong=[\w-]+)?", done.response.location or "")


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8000", "192.168.1.10", "[::1]:8000", "may-xa", "anhson.lan:80"]
)
def test_the_office_is_reached_by_address_or_local_name(stranger: Person, host: str) -> None:
    answer = stranger.client.get("/dang-nhap", headers={"Host": host})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "anhson.lan.evil.example", "192.168.1.10.evil.vn"]
)
def test_a_strange_name_is_refused(stranger: Person, host: str) -> None:
    answer = stranger.client.get("/dang-nhap", headers={"Host": host})

    assert answer.status_code == 400


def test_a_public_name_is_served_once_the_settings_list_it(
    app: Flask, stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "OWN_HOSTS", ("thu7.anhson.vn",))

    assert stranger.client.get("/dang-nhap", headers={"Host": "thu7.anhson.vn"}).status_code == 200


def test_nothing_is_served_without_a_secret(
    app: Flask, stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECRET_KEY", None)

    with pytest.raises(MissingSecret):
        stranger.client.get("/healthz")
