"""Can one stay signed in by saying so?"""

import pytest

from tests.conftest import stand_at
from tests.pages import Person


def test_staying_begins_another_half_hour(centre: Person) -> None:
    page = centre.get("/phien")
    stand_at("2026-04-01 09:29")

    answer = centre.send(page, "/phien/gia-han")

    assert answer.path == "/phien"
    stand_at("2026-04-01 09:58")
    assert centre.get("/phien", follow=False).status == 200


def test_without_it_the_half_hour_ends(centre: Person) -> None:
    centre.get("/phien")
    stand_at("2026-04-01 09:31")

    assert centre.get("/phien", follow=False).status == 303


def test_the_same_button_works_twice(centre: Person) -> None:
    page = centre.get("/phien")

    assert centre.send(page, "/phien/gia-han").status == 200
    assert centre.send(page, "/phien/gia-han").status == 200


def test_it_comes_too_late_after_the_end(centre: Person) -> None:
    page = centre.get("/phien")
    stand_at("2026-04-01 09:31")

    answer = centre.send(page, "/phien/gia-han", follow=False)

    assert answer.response.location.startswith("/dang-nhap")
    assert "het_phien" not in answer.response.location


def test_the_script_hears_when_it_came_too_late(centre: Person) -> None:
    stand_at("2026-04-01 09:31")

    assert centre.post("/phien/gia-han", {}, headers={"HX-Request": "true"}).status == 401


def test_strangers_extend_nothing(stranger: Person) -> None:
    answer = stranger.post("/phien/gia-han", {}, follow=False)

    assert answer.response.location.startswith("/dang-nhap")


@pytest.mark.parametrize("elsewhere", ["http://evil.example/phien", "http://[", "phien"])
def test_a_page_elsewhere_is_not_led_back_to(centre: Person, elsewhere: str) -> None:
    form = centre.get("/phien").form("/phien/gia-han")
    token = form.select_one("[name=csrf_token]")
    assert token is not None

    answer = centre.post(
        "/phien/gia-han",
        {"csrf_token": token["value"]},
        follow=False,
        headers={"Referer": elsewhere},
    )

    assert answer.response.location == "/"
