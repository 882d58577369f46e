"""One person's browser window: finds things as people do, and minds what a careful eye would."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, ViewportSize

from tests.browser.pictures import slim

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "guide"
TAKES_PICTURES = os.environ.get("SATURDAY_PICTURES") == "1"
DESK = ViewportSize(width=1366, height=768)
PHONE = ViewportSize(width=360, height=740)
TRIES = 100
A_BREATH = 600  # milliseconds after which a hand that clicks again means another one
# Of axe's rules those that another width can break; the others read the markup, which stays.
TARGETS = "target-size"
OF_SIZES = (TARGETS, "scrollable-region-focusable", "aria-hidden-focus", "link-in-text-block")
# Axe's rule of contrast takes most of its time. Colours come from the classes and states of a part
# and of all that hold it, so that of the parts with words or to type in one is read of each look.
CONTRAST = "color-contrast"
PARTS = """() => {
  const looks = new Map(), places = {};
  const states = ["type", "aria-current", "aria-disabled", "aria-invalid", "aria-selected"];
  document.querySelectorAll("body, body *").forEach((one, place) => {
    const own = [one.localName, one.className, ...one.getAttributeNames(),
      ...states.map(name => one.getAttribute(name))].join(" ");
    const look = `${looks.get(one.parentElement) ?? ""} > ${own}`;
    looks.set(one, look);
    const words = [...one.childNodes].some(each => each.nodeType === 3 && each.data.trim());
    if ((words || one.matches("input, select, textarea")) && one.checkVisibility())
      places[look] ??= place;
  });
  return places;
}"""
# Axe takes long to find which targets are too small for a thumb. Where each is large enough, or
# stands far enough from all others, and none lies over another, there is nothing for it to find.
TIGHT = """() => {
  const least = 24;
  const targets = [...document.querySelectorAll(
    "a, area, button, input, select, summary, textarea, [contenteditable], [role][tabindex]")]
    .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect())
    .map(({left, right, top, bottom, width, height}) => ({left, right, top, bottom,
      x: left + width / 2, y: top + height / 2, small: Math.min(width, height) < least}));
  const near = (one, other) => Math.hypot(
    Math.max(other.left - one.x, 0, one.x - other.right),
    Math.max(other.top - one.y, 0, one.y - other.bottom)) < least / 2;
  const close = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) < least;
  return targets.some((one, place) => targets.some((other, there) => place !== there && (
    one.left < other.right && other.left < one.right && one.top < other.bottom
      && other.top < one.bottom
    || one.small && (near(one, other) || other.small && close(one, other)))));
}"""
AXE = """async ({options, places}) => {
  globalThis.axe ?? await import("/axe.js");
  const all = document.querySelectorAll("body, body *");
  const read = places ? {include: places.map(place => all[place])} : document;
  const {violations} = await axe.run(read, options);
  return violations.map(one => [one.id, one.nodes[0].html]);
}"""
# Whether the page has the new width; then it answers to it.
ANSWER = "width => innerWidth === width && dispatchEvent(new Event('resize'))"
# How far the page is wider than the window, and how many heads it has.
AT_ONCE = """() => [document.documentElement.scrollWidth - innerWidth,
  document.querySelectorAll("h1").length]"""
# What the person meant to see: refusals of the app, and files that a test keeps away.
EXPECTED = ("status of 4", "net::ERR_BLOCKED_BY_CLIENT", "net::ERR_FAILED")


@dataclass
class Desk:
    """One person's browser window, which notes whatever a careful eye would mind."""

    address: str
    page: Page
    looked_at: set[str] = field(default_factory=set)  # looks whose contrast was read
    complaints: list[str] = field(default_factory=list)

    def hear(self, said: ConsoleMessage) -> None:
        """Note an error of the console; one of the content policy is among them."""
        if said.type == "error" and not any(words in said.text for words in EXPECTED):
            self.complaints.append(said.text)

    # Where it is, and what it says

    def open(self, path: str) -> None:
        """Go to an address of the app."""
        self.page.goto(self.address + path)

    @property
    def path(self) -> str:
        """Where the window is."""
        return urlsplit(self.page.url).path

    @property
    def title(self) -> str:
        """Give the page's name."""
        return self.page.title().removesuffix(" · Ngày thứ 7 vì dân")

    @property
    def notice(self) -> str:
        """What the page says was done."""
        return " ".join(self.page.locator("#status").inner_text().split()).strip("✓ ")

    def main(self) -> str:
        """Give the words of the main part."""
        return " ".join(self.page.locator("main").inner_text().split())

    # What people do

    def sign_in(self, username: str, password: str) -> None:
        """Sign in at the page that asks for it."""
        if self.path != "/dang-nhap":
            self.open("/dang-nhap")
        self.fill("Tên đăng nhập", username)
        self.fill("Mật khẩu", password)
        self.press("Đăng nhập")

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press the first button of this name."""
        place = within or self.page.locator("main")
        self.click(place.get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Follow the first link of this name."""
        place = within or self.page.locator("main")
        self.click(place.get_by_role("link", name=name, exact=True).first)

    def click(self, goal: Locator) -> None:
        """Click, and let the page that it leads to arrive whole: a click ends at its first byte."""
        goal.click()
        self.page.wait_for_load_state()

    def go(self, room: str) -> None:
        """Choose a room in the menu."""
        self.follow(room, self.page.get_by_role("navigation", name="Mục chính"))

    def fill(self, label: str, text: str, place: int = 0) -> None:
        """Type into the field of this label; ``place`` counts fields of one name."""
        self.field(label, place).fill(text)

    def pick(self, label: str, part: str, place: int = 0) -> None:
        """Choose in a select; where scripts made it a box, type a part and press Enter."""
        control = self.field(label, place)
        if control.evaluate("node => node.tagName") == "SELECT":
            option = control.locator("option", has_text=part).first
            control.select_option(option.get_attribute("value"))
            return
        control.fill(part)
        control.press("Enter")

    def field(self, label: str, place: int = 0) -> Locator:
        """Find a field by its label."""
        main = self.page.locator("main")
        controls = main.locator("input:visible, select:visible, textarea:visible")
        return main.get_by_label(label, exact=True).and_(controls).nth(place)

    def resize(self, size: ViewportSize) -> None:
        """Give the window another size, and let the page answer to it."""
        self.page.set_viewport_size(size)
        for _ in range(TRIES):  # a tab in the background paints nothing and would keep us waiting
            if self.page.evaluate(ANSWER, size["width"]):
                break
            self.page.wait_for_timeout(10)

    # What a careful eye minds

    def check(self) -> None:
        """Refuse faults of accessibility, content policy, and sideways scrolling."""
        faults = self.faults()
        assert not faults, (self.path, faults)

    def glance(self) -> None:
        """Refuse what is seen at once; axe, which takes its time, is left out."""
        faults = self.faults(axe=False)
        assert not faults, (self.path, faults)

    def faults(self, *, axe: bool = True, again: bool = False) -> list[str]:
        """Give the faults of the page as it stands; ``again``, of what another size changes."""
        found = self.violations(again=again) if axe else []
        faults = [f"{rule}: {markup}" for rule, markup in found]
        wide, heads = self.page.evaluate(AT_ONCE)
        faults += [f"scrolls sideways by {wide} px"] if wide > 0 else []
        faults += [f"{heads} h1"] if heads != 1 else []
        faults += self.complaints
        self.complaints.clear()
        return faults

    def faults_at_both_sizes(self, *, axe: bool = True, stays: bool = False) -> list[str]:
        """Give the faults at the desk and on the phone; ``stays``: at the size that was last."""
        sizes = {"at the desk": DESK, "on the phone": PHONE}
        order = sorted(sizes.items(), key=lambda one: one[1] != self.page.viewport_size)
        found = []
        for name, size in order:
            if self.page.viewport_size != size:
                self.resize(size)
            found += [f"{name}: {one}" for one in self.faults(axe=axe, again=size == PHONE)]
        if not stays and self.page.viewport_size != DESK:
            self.resize(DESK)
        return found

    def violations(self, *, again: bool = False) -> list[tuple[str, str]]:
        """Give what axe finds: the rule, and the first element that breaks it.

        ``again``: at another size the same markup can break only the rules of sizes.
        """
        is_tight = self.is_tight()
        if again:
            return self._axe(only=OF_SIZES if is_tight else OF_SIZES[1:])
        found = self._axe(rules={TARGETS: {"enabled": is_tight}, CONTRAST: {"enabled": False}})
        if new := self.new_looks():
            found += self._axe(only=[CONTRAST], places=list(new.values()))
            self.looked_at.update(new)
        return found

    def is_tight(self) -> bool:
        """Whether a target of this size is too small or too near for axe not to be asked."""
        found: bool = self.page.evaluate(TIGHT)
        return found

    def new_looks(self) -> dict[str, int]:
        """Give how parts of the page look that no window has shown before, and where one stands."""
        looks: dict[str, int] = self.page.evaluate(PARTS)
        return {look: place for look, place in looks.items() if look not in self.looked_at}

    def _axe(
        self,
        *,
        only: Sequence[str] = (),
        rules: dict[str, dict[str, bool]] | None = None,
        places: Sequence[int] = (),
    ) -> list[tuple[str, str]]:
        """Let axe read the page, or some places of it, by all its rules or by some."""
        options: dict[str, object] = {
            "resultTypes": ["violations"],
            "rules": rules or {},
            "iframes": False,  # the content policy allows none
            "preload": {"assets": ["media"]},  # no rule that is on reads style sheets
        }
        if only:
            options["runOnly"] = {"type": "rule", "values": list(only)}
        asked = {"options": options, "places": list(places) or None}
        return [(rule, markup) for rule, markup in self.page.evaluate(AXE, asked)]

    def picture(self, name: str) -> None:
        """Take a picture for the guide, when pictures are wanted."""
        if TAKES_PICTURES:
            GUIDE.mkdir(parents=True, exist_ok=True)
            # Hiding the caret would write a style, which the content policy forbids.
            (GUIDE / f"{name}.png").write_bytes(slim(self.page.screenshot(caret="initial")))
