"""Can a village head read the page on an old telephone, and hit its buttons?"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import ViewportSize

from saturday.extensions import db
from tests.browser.window import PHONE, Desk
from tests.web.announcements.telling import setting
from tests.web.announcements.village_stories import PAGE, announced, link_of, villages

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]

FIRST_SCREEN = 620  # what the bars of a browser leave of 740
TEXT, TARGET, GAP, CONTRAST = 20, 48, 8, 4.5

# What is seen: of each run of words its size and contrast, of each control its place.
MEASURED = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!/, 0\\)$/.test(colour) && colour !== "transparent") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const box = element.getBoundingClientRect();
    if (!walker.currentNode.data.trim() || box.right < 0 || box.width < 2) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(style.color), light(ground(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    words.push([walker.currentNode.data.trim(), parseFloat(style.fontSize), contrast]);
  }
  const controls = [...document.querySelectorAll("a, button, select, input:not([type=hidden])")]
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.right > 0)
    .map(([one, box]) => [one.textContent.trim(), box.top, box.bottom, box.left, box.right]);
  return {words, controls};
}"""


def faults_of(measured: dict[str, Any]) -> list[str]:
    """Name words too small or too pale, and controls too low or too near each other."""
    found = [
        f"{words!r}: {size} px, {contrast:.1f}"
        for words, size, contrast in measured["words"]
        if size < TEXT or contrast < CONTRAST
    ]
    controls = measured["controls"]
    found += [] if measured["words"] or controls else ["nothing was measured"]
    found += [
        f"{name!r}: {bottom - top:.0f} px high"
        for name, top, bottom, *_sides in controls
        if bottom - top < TARGET - 0.5
    ]
    for one, other in pairwise(controls):
        beside = one[4] <= other[3] or other[4] <= one[3]
        gap = other[1] - one[2]
        if not beside and gap < GAP - 0.5:
            found.append(f"{one[0]!r} and {other[0]!r}: {gap:.0f} px apart")
    return found


@pytest.fixture
def village(app: object) -> None:
    """Make a village with a loudspeaker, in whose hall the Saturday is held."""
    assert app
    setting("centre.phone", "0238 387 6543")
    duty_session = announced()
    (one,) = villages(1, has_loudspeaker=True)
    duty_session.is_mobile, duty_session.hamlet = True, one
    one.name = "Thôn Trường Xuân Thượng Hạ"
    db.session.commit()
    link_of(one)
    db.session.rollback()


@pytest.fixture
def phone(village: None, desk: Callable[..., Desk]) -> Desk:
    """Open an old telephone without scripts."""
    assert village is None
    return desk(scripts=False, size=PHONE)


def test_title_day_place_and_one_act_are_in_the_first_screen(phone: Desk) -> None:
    phone.open(PAGE)

    for words in ("h1", "dl.facts dd >> nth=0", "dl.facts dd >> nth=2", "button.button"):
        box = phone.page.locator(f"main {words}").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= FIRST_SCREEN, words
    assert phone.page.locator("main .button").count() == 1


def test_words_are_large_and_dark_and_buttons_easy_to_hit(phone: Desk) -> None:
    for path in (PAGE, f"{PAGE}?phat=2026-04-11", f"{PAGE}x"):
        phone.open(path)
        assert faults_of(phone.page.evaluate(MEASURED)) == [], path
        phone.glance()
    phone.open(PAGE)
    phone.press("Đã nhận thông báo")
    assert faults_of(phone.page.evaluate(MEASURED)) == []
    assert phone.page.context.cookies() == []

    phone.page.set_viewport_size(ViewportSize(width=320, height=480))
    phone.glance()


def test_without_signal_it_says_so_and_the_next_press_is_taken(
    village: None, desk: Callable[..., Desk]
) -> None:
    assert village is None
    phone = desk(size=PHONE)
    phone.open(PAGE)
    lost = phone.page.get_by_text("Chưa gửi được. Bấm lại, hoặc gọi Trung tâm: 0238 387 6543.")
    phone.page.context.set_offline(True)
    phone.press("Đã nhận thông báo")
    lost.wait_for()

    phone.page.context.set_offline(False)
    phone.press("Đã nhận thông báo")
    phone.page.get_by_text("Bấm nhầm? Bỏ xác nhận").wait_for()

    assert not lost.is_visible()
    phone.press("Chưa được, báo Trung tâm")
    phone.page.get_by_text("Hãy ghi vì sao nhà văn hóa chưa sẵn sàng.").wait_for()


def test_pale_small_and_crowded_things_are_noticed() -> None:
    pale = {"words": [["nhạt", 20, 3.0], ["nhỏ", 16, 9.0]], "controls": []}
    near = {"words": [], "controls": [["một", 0, 48, 0, 100], ["hai", 50, 90, 0, 100]]}

    assert len(faults_of(pale)) == 2
    assert faults_of(near) == ["'hai': 40 px high", "'một' and 'hai': 2 px apart"]
