"""Does the Centre get a picture of what the channel's text tells?"""

from datetime import time
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from saturday.extensions import db
from saturday.papers import picture
from saturday.papers.facts import PublicFacts
from saturday.rules.announcements import Channel
from tests import factories
from tests.pages import Person
from tests.web.announcements.telling import DAY, PAGE, setting, written

FANPAGE, ZALO = f"{PAGE}/anh/fanpage.png", f"{PAGE}/anh/zalo.png"


def test_each_shape_is_a_picture_to_keep(centre: Person) -> None:
    factories.duty_session(DAY)

    for path, size in ((FANPAGE, (1200, 630)), (ZALO, (1080, 1080))):
        answer = centre.get(path).response
        assert answer.content_type == "image/png"
        assert "attachment" in answer.headers["Content-Disposition"]
        assert Image.open(BytesIO(answer.get_data())).size == size


def test_it_tells_what_the_text_tells_until_the_text_is_written_anew(
    centre: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[PublicFacts, picture.Shape, str]] = []

    def note(*asked: Any) -> bytes:  # noqa: ANN401 - whatever is asked
        drawn.append(asked)
        return b""

    monkeypatch.setattr(picture, "png", note)
    duty_session = factories.duty_session(DAY)
    setting("picture.colour", "#0b6b3a")
    written(duty_session, Channel.FANPAGE)
    duty_session.starts_at = time(8)
    db.session.commit()

    centre.get(FANPAGE)
    centre.get(ZALO)

    (facts, shape, colour), (now, square, _colour) = drawn
    assert (facts.hours, shape) == ("7 giờ 30 – 11 giờ 30", picture.Shape.FANPAGE)
    assert (now.hours, square) == ("8 giờ 00 – 11 giờ 30", picture.Shape.ZALO)
    assert colour == "#0b6b3a"


def test_without_a_font_the_page_says_what_is_missing(
    centre: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.duty_session(DAY)
    monkeypatch.setattr(picture, "fonts", lambda: None)

    page = centre.get(FANPAGE)

    assert page.status == 409
    assert "Hãy cài gói fonts-liberation2." in page.text


@pytest.mark.parametrize("path", [f"{PAGE}/anh/a4.png", "/thong-bao/2026-04-25/anh/zalo.png"])
def test_another_shape_or_day_is_no_page(centre: Person, path: str) -> None:
    factories.duty_session(DAY)

    assert centre.get(path).status == 404


def test_a_stranger_signs_in_first(stranger: Person) -> None:
    factories.duty_session(DAY)

    assert stranger.get(FANPAGE).path.startswith("/dang-nhap")
