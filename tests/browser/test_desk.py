"""Can two officers log a Saturday by keyboard alone, at once, and lose or double nothing?"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Locator, Route, expect
from sqlalchemy import select

from saturday.extensions import db
from saturday.models import daily
from saturday.models.daily import DayFigures
from saturday.models.intake import IntakeEntry
from saturday.models.plan import DutySession
from saturday.rules.intake import Outcome
from tests.browser.conftest import HOST
from tests.browser.window import A_BREATH, PHONE, Desk
from tests.conftest import stand_at
from tests.faults.effort import times
from tests.telling import PASSWORD
from tests.web.announcements.telling import setting

pytestmark = [pytest.mark.browser, pytest.mark.long]

DESK = "/tiep-nhan/2026-04-11"
PATIENCE = 15_000  # milliseconds: nothing here is about speed
MOST_KEYS = 12  # of one line, beyond the letters of name, village and procedure
TRIES, FORGOTTEN = 5, 1_200  # milliseconds after which a list begins with other letters
# What is typed of a procedure, and which one it finds: parts and initials, with marks and without.
PARTS = (
    ("ban sao", "Chứng thực bản sao"),
    ("chứng thực chữ", "Chứng thực chữ ký"),
    ("dang ky khai sinh", "Đăng ký khai sinh"),
    ("hon nhan", "Xác nhận tình trạng hôn nhân"),
    ("trích lục", "Cấp bản sao trích lục hộ tịch"),
    ("1.001612", "Đăng ký hộ kinh doanh"),
    ("lien thong", "Liên thông khai sinh, thường trú, thẻ bảo hiểm y tế"),
)
VILLAGES = ("Thôn 12", "Thôn 7", "Bản 2", "Thôn 30", "Thôn 21")
NAMES = ("Lô Văn Quý", "Vi Thị Nguyệt", "Nguyễn Đức Thuận", "Hoàng Ngọc Ưng", "Phạm Thị Hoài")


# As a hand whose second click comes when the first has just been counted.
CLICK_AGAIN = """() => document.addEventListener("htmx:afterSettle", () => {
  const button = document.querySelector("#tally button[name=outcome]");
  button.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, detail: 1}));
}, {once: true})"""


@dataclass(frozen=True)
class Paper:
    """One record on paper, before it is typed."""

    part: str  # of the procedure, as it is typed
    procedure: str
    village: str
    name: str


def papers(number: int, first: int = 0) -> list[Paper]:
    """Give so many different records."""
    return [
        Paper(*PARTS[at % len(PARTS)], VILLAGES[at % len(VILLAGES)], NAMES[at % len(NAMES)])
        for at in range(first, first + number)
    ]


@dataclass
class Typist:
    """An officer at the keyboard, who counts the keys that are no letters of the record."""

    window: Desk
    keys: int = 0
    _session: CDPSession | None = field(default=None, repr=False)

    def letters(self, text: str) -> None:
        """Type letters of the record."""
        self.window.page.keyboard.type(text)

    def press(self, *names: str) -> None:
        """Press other keys: "Tab", "Control+Enter"."""
        for name in names:
            self.keys += len(name.split("+"))
            self.window.page.keyboard.press(name)

    def composed(self, text: str) -> None:
        """Type letters as a typing program does: each word is composed before it is taken."""
        for place, word in enumerate(text.split()):
            self.letters(" " if place else "")
            for end in range(1, len(word) + 1, 2):
                self.compose(word[:end])
            self.typing.send("Input.insertText", {"text": word})

    def compose(self, begun: str) -> None:
        """Leave a word half composed."""
        caret = len(begun)
        begin = {"text": begun, "selectionStart": caret, "selectionEnd": caret}
        self.typing.send("Input.imeSetComposition", begin)

    @property
    def typing(self) -> CDPSession:
        """The typing program of this window."""
        if self._session is None:
            self._session = self.window.page.context.new_cdp_session(self.window.page)
        return self._session

    @property
    def status(self) -> Locator:
        """The line that says what was done."""
        return self.window.page.locator("#status")

    def begin(self, paper: Paper) -> str:
        """Type one record up to its last key; give what the status says before it is saved."""
        said, self.keys = self.status.inner_text(), 0
        expect(self.box("Thủ tục")).to_be_focused()
        self.choose(paper.part, paper.procedure)
        self.press("Tab", "Tab")
        self.choose(paper.village, paper.village)
        self.press("Tab", "Tab", "Tab")
        expect(self.box("Người nộp hồ sơ")).to_be_focused()
        self.composed(paper.name)
        return said

    def choose(self, part: str, _whole: str) -> None:
        """Choose from a list by part of a name."""
        self.letters(part)
        self.press("Enter")

    def save(self) -> None:
        """Save from wherever the keyboard stands."""
        self.press("Control+Enter")
        assert self.keys <= MOST_KEYS

    def tap(self, digit: int) -> None:
        """Count one thing by two keys."""
        said = self.status.inner_text()
        self.window.page.keyboard.press(f"Alt+Digit{digit}")
        self.wait_for_another(said)

    def wait_for_another(self, said: str) -> None:
        """Wait until the status says something new."""
        expect(self.status).not_to_have_text(said, use_inner_text=True, timeout=PATIENCE)
        expect(self.status).to_contain_text("Đã", timeout=PATIENCE)

    def box(self, label: str) -> Locator:
        """Give a field of the entry line."""
        line = self.window.page.locator("#line")
        controls = line.locator("input:visible, select:visible")
        return line.get_by_label(label, exact=True).and_(controls)


@dataclass
class PlainTypist(Typist):
    """An officer at the keyboard whose browser runs no scripts: lists, buttons and pages."""

    def choose(self, _part: str, whole: str) -> None:
        """Choose from a list by the letters that its line begins with, as browsers themselves do.

        A browser forgets the letters before when the next one is long in coming.
        """
        chosen = self.window.page.locator("select:focus option:checked")
        for _try in range(TRIES):
            for letter in whole:
                self.typing.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter})
                self.typing.send("Input.dispatchKeyEvent", {"type": "keyUp"})
            if chosen.inner_text().startswith(whole):
                return
            self.window.page.wait_for_timeout(FORGOTTEN)
        expect(chosen).to_have_text(whole)

    def save(self) -> None:
        """Save from the last field."""
        self.press("Enter")
        assert self.keys <= MOST_KEYS

    def tap(self, digit: int) -> None:
        """Count one thing by one of the large buttons."""
        said = self.status.inner_text()
        self.window.page.locator(f"[data-digit='{digit}']").click()
        self.wait_for_another(said)


@pytest.fixture
def morning(friday: object) -> None:
    """Open the doors on Saturday, where the commune lets names be written down."""
    assert friday
    setting("desk.names", "yes")
    stand_at("2026-04-11 07:30")


def at_the_desk(desk: Callable[..., Desk], who: str, *, scripts: bool = True) -> Desk:
    """Let an officer sit down."""
    window = desk(scripts=scripts)
    window.sign_in(who, PASSWORD)
    window.open(DESK)
    assert window.path == DESK, window.main()
    return window


@dataclass(frozen=True)
class Line:
    """One line of the log, as it is kept."""

    number: int
    outcome: Outcome
    is_void: bool
    told: tuple[str, str, str]  # procedure, village, name
    by: int | None
    visit: int
    happened_at: datetime
    recorded_at: datetime

    @classmethod
    def of(cls, row: IntakeEntry) -> Self:
        """Take what stands in a row."""
        procedure = row.procedure.short_name if row.procedure else ""
        hamlet = row.visit.hamlet.name if row.visit.hamlet else ""
        return cls(
            row.number,
            row.outcome,
            row.is_void,
            (procedure, hamlet, row.visit.name),
            row.recorded_by_id,
            row.visit_id,
            row.happened_at,
            row.recorded_at,
        )


def lines() -> list[Line]:
    """Give what was written on the day, in the order of the numbers."""
    db.session.rollback()
    row = db.session.scalars(DutySession.on(date(2026, 4, 11))).one()
    asked = IntakeEntry.log(row).order_by(None).order_by(IntakeEntry.number)
    found = [Line.of(one) for one in db.session.scalars(asked).unique()]
    db.session.rollback()  # a reader that stays would keep the server from writing
    return found


@pytest.mark.usefixtures("morning")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_two_officers_type_20_papers_each_by_keyboard_and_tap_40_times(
    desk: Callable[..., Desk], *, scripts: bool
) -> None:
    kind = Typist if scripts else PlainTypist
    typists = [kind(at_the_desk(desk, who, scripts=scripts)) for who in ("congchuc6", "congchuc7")]
    piles = [papers(times(20)), papers(times(20), first=3)]

    for pair in zip(*piles, strict=True):
        said = [typist.begin(paper) for typist, paper in zip(typists, pair, strict=True)]
        for typist in typists:
            typist.save()  # both at once: nobody waits for the other
        for typist, before in zip(typists, said, strict=True):
            typist.wait_for_another(before)
    for digit in [1, 2, 3, 4, 5, 6, 7, 8, 1, 7] * times(2):
        for typist in typists:
            typist.tap(digit)

    rows = lines()
    typed = [one for one in rows if one.told[2]]
    assert [one.number for one in rows] == list(range(1, times(80) + 1))
    assert len({one.visit for one in rows}) == len(rows)
    assert Counter(one.told for one in typed) == said_on(piles)
    assert set(Counter(one.by for one in rows).values()) == {times(40)}
    typists[0].window.open(DESK)
    assert f"{times(80)} lượt công dân" in typists[0].window.main()
    typists[0].window.check() if scripts else typists[0].window.glance()


def said_on(piles: list[list[Paper]]) -> Counter[tuple[str, str, str]]:
    """Give what the papers say."""
    return Counter((one.procedure, one.village, one.name) for pile in piles for one in pile)


@pytest.mark.usefixtures("morning")
def test_enter_inside_a_word_being_composed_sends_nothing(desk: Callable[..., Desk]) -> None:
    typist = Typist(at_the_desk(desk, "congchuc6"))
    typist.letters("ban sao")
    typist.press("Enter")
    name = typist.box("Người nộp hồ sơ")
    name.focus()

    typist.composed("Lô Văn")
    typist.letters(" ")
    typist.compose("Quy")
    typist.press("Enter")

    assert name.input_value() == "Lô Văn Quy"
    typist.typing.send("Input.insertText", {"text": "Quý"})
    expect(name).to_have_value("Lô Văn Quý")
    said = typist.status.inner_text()
    assert lines() == []
    typist.press("Enter")
    typist.wait_for_another(said)
    assert [one.told[2] for one in lines()] == ["Lô Văn Quý"]


@pytest.mark.usefixtures("morning")
def test_what_is_typed_outlives_a_cut_network_and_an_answer_that_is_lost(
    desk: Callable[..., Desk],
) -> None:
    typist, (paper,) = Typist(at_the_desk(desk, "congchuc6")), papers(1)
    page, alert = typist.window.page, typist.window.page.locator("#alert")
    said = typist.begin(paper)

    page.context.set_offline(True)
    with page.expect_event("requestfailed"):  # else it might go out when the network is back
        typist.save()
    expect(alert).to_contain_text("Chưa lưu được: mất kết nối")
    assert lines() == []
    page.context.set_offline(False)
    expect(alert).to_be_empty()

    def lose(route: Route) -> None:
        place = route.request.url.replace(HOST, "127.0.0.1")
        host = urlsplit(route.request.url).netloc
        route.fetch(url=place, headers=route.request.headers | {"host": host}, max_redirects=0)
        route.abort()

    page.route("**/ghi", lose)
    page.keyboard.press("Control+Enter")
    expect(alert).to_contain_text("Chưa lưu được: mất kết nối")
    expect(typist.box("Người nộp hồ sơ")).to_have_value(paper.name)
    assert len(lines()) == 1, "it was saved, and nobody heard of it"
    page.unroute("**/ghi")
    page.keyboard.press("Control+Enter")
    typist.wait_for_another(said)

    expect(typist.status).to_contain_text("Đã lưu dòng 0001")
    assert [one.told for one in lines()] == list(said_on([[paper]]))


@pytest.mark.usefixtures("morning")
def test_a_double_click_counts_one_and_says_so(desk: Callable[..., Desk]) -> None:
    typist = Typist(at_the_desk(desk, "congchuc6"))
    button = typist.window.page.locator("#tally button[name=outcome]").first
    typist.window.page.evaluate(CLICK_AGAIN)

    button.click()

    expect(typist.status).to_contain_text("Bấm liền hai lần chỉ đếm một")
    typist.window.page.wait_for_timeout(A_BREATH)
    assert len(lines()) == 1
    button.click()
    expect(typist.status).to_contain_text("Đã đếm dòng 0002")


@pytest.mark.usefixtures("morning")
def test_back_and_save_once_more_doubles_nothing(desk: Callable[..., Desk]) -> None:
    typist = PlainTypist(at_the_desk(desk, "congchuc6", scripts=False))
    said = typist.begin(papers(1)[0])
    typist.save()
    typist.wait_for_another(said)

    typist.window.page.go_back()  # asked of the server anew: no page is kept
    assert "1 lượt công dân" in typist.window.main()
    typist.window.press("Lưu", typist.window.page.locator("#line"))

    assert "Hãy chọn thủ tục hoặc kết quả." in typist.window.main()
    assert len(lines()) == 1


@pytest.mark.usefixtures("morning")
def test_keys_go_by_their_place_and_one_takes_the_last_tap_back(desk: Callable[..., Desk]) -> None:
    typist = Typist(at_the_desk(desk, "congchuc6"))

    typist.tap(7)
    typist.tap(0)
    typist.window.page.keyboard.press("Alt+KeyK")
    expect(typist.window.page.locator("#sought")).to_be_focused()
    typist.window.page.keyboard.press("Alt+KeyN")
    expect(typist.box("Thủ tục")).to_be_focused()

    (row,) = lines()
    assert (row.outcome, row.is_void) == (Outcome.GUIDED, True)


@pytest.mark.usefixtures("morning")
def test_what_was_on_paper_keeps_its_hour(desk: Callable[..., Desk]) -> None:
    stand_at("2026-04-11 09:00")
    window = at_the_desk(desk, "congchuc6")

    window.follow("Cập nhật sau")
    typist = Typist(window)
    for hour in ("8h22", "8h27"):
        said = typist.status.inner_text()
        line = window.page.locator("#line")
        line.get_by_label("Giờ thật", exact=True).fill(hour)
        typist.box("Thủ tục").focus()
        typist.letters("hon nhan")
        typist.press("Enter")
        typist.save()
        typist.wait_for_another(said)

    assert [f"{one.happened_at:%H:%M}" for one in lines()] == ["08:22", "08:27"]
    assert {f"{one.recorded_at:%H}" for one in lines()} == {"09"}
    window.check()


@pytest.mark.usefixtures("saturday")
def test_the_demo_stands_in_the_middle_of_the_morning(desk: Callable[..., Desk]) -> None:
    window = at_the_desk(desk, "trungtam")

    assert "37 lượt công dân" in window.main()
    assert db.session.scalar(select(IntakeEntry.number).order_by(IntakeEntry.id.desc())) == 37
    db.session.rollback()
    window.check()


@pytest.mark.usefixtures("saturday")
def test_a_tap_leaves_the_page_and_the_keyboard_where_they_are(desk: Callable[..., Desk]) -> None:
    window = desk()
    window.page.clock.install()
    window.sign_in("congchuc6", PASSWORD)
    window.open(DESK)
    typist = Typist(window)
    said = typist.status.inner_text()
    button = window.page.locator("button[name=outcome][value=GUIDED]")

    button.click()
    typist.wait_for_another(said)

    expect(button).to_be_focused()
    expect(button.locator("b")).to_have_text("5")
    assert window.page.evaluate("scrollY") == 0
    window.page.clock.fast_forward(10_000)  # whoever was answered hears of no slow network
    expect(typist.status).to_contain_text("Đã đếm")


@pytest.mark.usefixtures("saturday")
def test_other_lines_and_searches_leave_what_is_typed(desk: Callable[..., Desk]) -> None:
    typist = Typist(at_the_desk(desk, "congchuc6"))
    page, log = typist.window.page, typist.window.page.locator("#log")
    typist.letters("khai sinh")
    typist.press("Enter")
    typist.box("Ghi chú").fill("đang gõ dở")

    log.get_by_role("link", name="Cả buổi").click()
    expect(log.get_by_role("link", name="Cả buổi")).to_be_focused()
    expect(log.get_by_role("row")).to_have_count(37 + 1)
    page.keyboard.press("Alt+KeyK")
    typist.letters("thon 15")
    typist.press("Enter")
    expect(page.locator("#found")).to_contain_text("Tìm thấy")
    typist.tap(7)

    expect(log.get_by_role("row")).to_have_count(38 + 1)
    expect(typist.box("Ghi chú")).to_have_value("đang gõ dở")
    expect(typist.box("Thủ tục")).to_have_value("Đăng ký khai sinh – 1.001193")
    typist.window.check()


@pytest.mark.usefixtures("saturday")
def test_a_telephone_opens_the_desk_at_its_top(desk: Callable[..., Desk]) -> None:
    window = desk(size=PHONE)
    window.sign_in("congchuc6", PASSWORD)
    window.open(DESK)

    expect(window.page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert window.page.evaluate("scrollY") == 0
    window.check()


@pytest.mark.usefixtures("saturday")
def test_a_tap_after_closing_is_answered_where_the_officer_looks(desk: Callable[..., Desk]) -> None:
    window = desk(size=PHONE)
    window.page.emulate_media(reduced_motion="no-preference")
    window.sign_in("congchuc6", PASSWORD)
    window.open(DESK)
    row = db.session.scalars(select(DutySession).where(DutySession.day == date(2026, 4, 11))).one()
    daily.close(db.session, row, "", DayFigures.of(db.session, row).mark, by=None)
    db.session.commit()

    window.page.locator("button[name=outcome][value=GUIDED]").click()

    said = window.page.get_by_text("Lần bấm này chưa được ghi vào nhật ký.")
    expect(said).to_be_in_viewport()
    window.page.wait_for_timeout(500)  # a page that glides away does it within this
    expect(said).to_be_in_viewport()
    assert window.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
