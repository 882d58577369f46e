"""Can the Centre give villages links of their own on paper, and take them away?"""

import re

import pytest
from sqlalchemy import select

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import token_hash
from saturday.models.villages import VillageLink
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person
from tests.web.announcements.telling import setting
from tests.web.announcements.village_stories import PAGE, link_of, villages

pytestmark = pytest.mark.usefixtures("app")

LINKS = "/thon/lien-ket"
ADDRESS = "https://thubay.example.vn"


def typed(page: Page) -> list[str]:
    """Read the tokens off the slips, as one types them."""
    lines = [one.text for one in page.soup.select(".a5 .code")]
    assert all(line.startswith(f"{ADDRESS}/thon/l/") for line in lines)
    return [line.rpartition("/")[2] for line in lines]


def test_a_slip_for_each_ticked_village_opens_its_page(centre: Person, stranger: Person) -> None:
    setting("public.address", f"{ADDRESS}/")
    one, two, _three = villages(3)

    page = centre.send(centre.get(LINKS), LINKS, hamlet=[str(one.id), str(two.id)], holder="HEAD")

    assert [row.text for row in page.soup.select(".a5 h2")] == [
        "Trang của Thôn 1",
        "Trang của Thôn 2",
    ]
    assert "Phiếu của Trưởng thôn, bản" in page.main
    assert len(page.soup.select(".a5 svg.qr")) == 2
    for token, name in zip(typed(page), ("Thôn 1", "Thôn 2"), strict=True):
        assert name in stranger.get(f"/thon/l/{token}").text


def test_a_token_has_at_least_128_random_bits_and_only_its_hash_is_kept(centre: Person) -> None:
    setting("public.address", ADDRESS)
    villages(2)

    tokens = [one.replace("-", "") for one in typed(centre.send(centre.get(LINKS), LINKS))]

    assert all(re.fullmatch(r"[a-z2-7]{26,}", one) for one in tokens)  # five bits a letter
    assert len(set(tokens)) == 2
    stored = set(db.session.scalars(select(VillageLink.token_sha256)))
    assert stored == {token_hash(one) for one in tokens}


def test_who_has_no_link_is_ticked_for_one(centre: Person) -> None:
    setting("public.address", ADDRESS)
    one, two = villages(2)
    link_of(one)

    page = centre.get(LINKS)

    ticked = [box["value"] for box in page.soup.select("input[name=hamlet][checked]")]
    assert ticked == [str(two.id)]
    assert page.rows("Các thôn, bản và liên kết") == [
        ["Thôn 1", "cả thôn · từ 01/4/2026"],
        ["Thôn 2", "chưa có"],
    ]


def test_several_links_stand_side_by_side_unless_old_ones_are_to_end(
    centre: Person, stranger: Person
) -> None:
    setting("public.address", ADDRESS)
    (one,) = villages(1)
    link_of(one)
    hamlet = [str(one.id)]

    (second,) = typed(centre.send(centre.get(LINKS), LINKS, hamlet=hamlet, holder="FRONT"))
    assert stranger.get(PAGE).status == 200
    (third,) = typed(centre.send(centre.get(LINKS), LINKS, hamlet=hamlet, again="y"))

    codes = [stranger.get(f"/thon/l/{one}").status for one in (second, third)]
    assert [stranger.get(PAGE).status, *codes] == [404, 404, 200]


def test_a_second_click_shows_the_same_slips(centre: Person) -> None:
    setting("public.address", ADDRESS)
    villages(1)
    page = centre.get(LINKS)

    first, second = (typed(centre.send(page, LINKS)) for _ in range(2))

    assert first == second
    assert len(list(db.session.scalars(select(VillageLink)))) == 1


def test_slips_are_shown_for_an_hour_and_to_nobody_else(centre: Person, leader: Person) -> None:
    setting("public.address", ADDRESS)
    villages(1)
    page = centre.send(centre.get(LINKS), LINKS)
    path = page.path.partition("?")[0]

    assert leader.get(path).status == 403
    assert typed(centre.get(path))
    stand_at("2026-04-01 09:20")
    centre.get("/")
    stand_at("2026-04-01 09:45")
    centre.get("/")
    stand_at("2026-04-01 10:01")
    assert "Không còn phiếu nào để hiện." in centre.get(path).main


def test_one_link_is_revoked_and_opens_nothing(centre: Person, stranger: Person) -> None:
    (one,) = villages(1)
    link_of(one)

    page = centre.send(centre.get(LINKS), "/thu-hoi")

    assert page.notice == "Đã thu hồi liên kết của Thôn 1."
    assert stranger.get(PAGE).status == 404
    assert not page.has_form("/thu-hoi")


def test_without_a_public_address_it_says_why_and_makes_none(centre: Person) -> None:
    (one,) = villages(1)

    page = centre.get(LINKS)

    assert "Chưa có địa chỉ công khai" in page.main
    assert not page.soup.select("input[name=hamlet]")
    assert centre.send(page, LINKS, hamlet=[str(one.id)], holder="").status == 409
    assert list(db.session.scalars(select(VillageLink))) == []


def test_ticking_no_village_is_refused_in_words(centre: Person) -> None:
    setting("public.address", ADDRESS)
    villages(1)

    page = centre.send(centre.get(LINKS), LINKS, hamlet=None)

    assert page.status == 422
    assert page.faults == ["Hãy chọn ít nhất một thôn."]


def test_the_link_of_a_merged_village_can_still_be_revoked(centre: Person) -> None:
    one, two = villages(2)
    link_of(one)
    one.merge(two, clock.today(), by=None)
    db.session.commit()

    page = centre.get(LINKS)

    assert "Thôn 1 (không còn hiệu lực)" in page.main
    assert centre.send(page, "/thu-hoi").notice == "Đã thu hồi liên kết của Thôn 1."


def test_others_make_no_links(leader: Person) -> None:
    assert leader.get(LINKS).status == 403
    assert leader.post(LINKS, {}).status == 403
    assert leader.post(f"{LINKS}/1/thu-hoi", {}).status == 403


def test_a_link_that_is_not_there_is_not_found(centre: Person) -> None:
    (one,) = villages(1)
    link_of(one, "motlan")
    page = centre.get(LINKS)
    form = {"form_key": page.form("/thu-hoi").select_one("[name=form_key]")["value"]}  # type: ignore[index]
    token = page.form("/thu-hoi").select_one("[name=csrf_token]")["value"]  # type: ignore[index]

    assert centre.post(f"{LINKS}/999/thu-hoi", form | {"csrf_token": token}).status == 404


def test_sixty_villages_cost_no_more_questions(centre: Person) -> None:
    setting("public.address", ADDRESS)
    rows = villages(60)
    centre.get(LINKS)
    with counted_queries() as few:
        centre.get(LINKS)
    for number, one in enumerate(rows[:20]):
        link_of(one, f"thon{number}")
    with counted_queries() as many:
        centre.get(LINKS)

    assert len(many) == len(few)
