"""A picture must be whole, readable on a telephone, and lose no letter that a font has."""

from dataclasses import replace
from datetime import date, time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from saturday.papers import picture
from saturday.papers.facts import PublicFacts
from saturday.papers.picture import (
    INK,
    READABLE,
    SIZES,
    SMALLEST,
    WHITE,
    Font,
    Fonts,
    Part,
    Pen,
    Shape,
    contrast,
    fitted,
    fonts,
    ground_of,
    parts_of,
    png,
)
from saturday.rules.refusals import NotAllowedNow
from tests.papers.facts import ORDINARY

FACTS = replace(
    ORDINARY,
    subject_areas=("Chứng thực", "Hộ tịch", "Đất đai"),
    bring=("Căn cước hoặc ứng dụng VNeID", "Bản chính giấy tờ"),
)
LONG = replace(FACTS, place="Nhà văn hóa bản Cao Vều " * 20, commune="xã Anh Sơn " * 20)
CASES = {
    "held": FACTS,
    "moved": replace(FACTS, moved_to=date(2026, 4, 18), reason="mưa lũ"),
    "cancelled": replace(FACTS, cancelled=True, reason="bão số 3 " * 30),
    "cancelled, nobody says why": replace(FACTS, cancelled=True),
    "a very long place": LONG,
    "one endless word": replace(FACTS, place="W" * 300),
    "nothing known": replace(
        FACTS, starts_at=None, ends_at=None, place="", phone="", subject_areas=(), bring=()
    ),
}
BRAND = ground_of("")
INSIDE = 1080 - 2 * picture.MARGIN


@pytest.fixture(scope="module")
def known() -> Fonts:
    """Find the fonts of this machine once."""
    found = fonts()
    assert found, "install fonts-liberation2"
    return found


@pytest.fixture
def pen(known: Fonts) -> Pen:
    """Give a pen over a white sheet."""
    return Pen(ImageDraw.Draw(Image.new("RGB", (1080, 1080), WHITE)), known)


def drawn(facts: PublicFacts, shape: Shape, colour: str = "") -> Image.Image:
    """Read the picture back."""
    return Image.open(BytesIO(png(facts, shape, colour))).convert("RGB")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("shape", Shape)
def test_it_has_its_size_and_nothing_runs_over_an_edge(shape: Shape, case: str) -> None:
    image = drawn(CASES[case], shape)
    wide, high = image.size

    assert image.size == SIZES[shape]
    for edge in ((0, 0, 30, high), (wide - 30, 0, wide, high)):
        colours = {colour for _count, colour in image.crop(edge).getcolors(99) or []}
        assert colours <= {BRAND, WHITE}, "letters in the margin"


@pytest.mark.parametrize("case", CASES)
def test_all_that_must_be_said_fits_between_head_and_foot(pen: Pen, case: str) -> None:
    parts = [pen.cleaned(one) for one in parts_of(CASES[case], BRAND)]
    kept = fitted(pen, parts, INSIDE, 330)

    assert pen.height(kept, INSIDE) <= 330
    assert [one.text for one in kept][:1] == [parts[0].text]
    assert all(not one.is_spare or one.text for one in kept)
    for one in kept:
        usual = next(part.size for part in parts if part.text == one.text)
        assert one.size >= round(usual * SMALLEST)
        assert all(pen.font(one).getlength(line) <= INSIDE for line in pen.lines(one, INSIDE))


def test_what_is_cut_short_says_so_by_dots(pen: Pen) -> None:
    kept = fitted(pen, parts_of(LONG, BRAND), INSIDE, 330)

    place = next(one for one in kept if one.text == LONG.where)
    assert pen.lines(place, INSIDE)[-1].endswith("…")
    assert pen.cleaned(place).text.endswith("…")


def test_what_is_spare_goes_before_anything_is_cut(pen: Pen) -> None:
    kept = fitted(pen, parts_of(FACTS, BRAND), INSIDE, 330)

    assert [one for one in kept if one.is_spare] == []
    assert FACTS.where in " ".join(pen.lines(kept[-1], INSIDE))
    assert fitted(pen, parts_of(FACTS, BRAND), INSIDE, 2000)[-1].is_spare


def test_a_single_line_too_high_for_the_room_is_written_all_the_same(pen: Pen) -> None:
    assert fitted(pen, [Part("Ngày", 90)], INSIDE, 10) == [Part("Ngày", 63)]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("held", ["Sáng thứ Bảy, 11/4/2026", "7 giờ 30 – 11 giờ 30", FACTS.place]),
        ("moved", ["Dời sang thứ Bảy, 18/4/2026", "Thứ Bảy, 11/4: không làm việc"]),
        ("cancelled, nobody says why", ["Đã hủy", "Thứ Bảy, 11/4: không làm việc"]),
        ("nothing known", ["Sáng thứ Bảy, 11/4/2026"]),
    ],
)
def test_it_says_the_same_as_every_other_announcement(case: str, words: list[str]) -> None:
    said = [one.text.replace("\u00a0", " ") for one in parts_of(CASES[case], BRAND)]

    assert said[: len(words)] == words


def test_a_fact_that_changes_changes_the_picture() -> None:
    later = replace(FACTS, starts_at=time(8))
    difference = ImageChops.difference(drawn(FACTS, Shape.ZALO), drawn(later, Shape.ZALO))

    assert difference.getbbox()


def test_letters_apart_from_their_marks_are_put_together(known: Fonts) -> None:
    apart = "Nha\u0300 va\u0306n ho\u0301a, thu\u031b\u0301 Ba\u0309y"

    assert known.bold.known(apart) == "Nhà văn hóa, thứ Bảy"


@pytest.mark.parametrize("strange", ["🌾", "👨‍👩‍👧", "\n", "ᡣ", "\ufffe"])
def test_no_empty_box_stands_for_a_letter_that_the_font_lacks(known: Fonts, strange: str) -> None:
    assert known.regular.known(f"Bản {strange} Cao Vều{strange}") == "Bản Cao Vều"


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_white_words_are_well_read_on_any_colour(colour: tuple[int, int, int]) -> None:
    ground = ground_of(f"#{bytes(colour).hex()}")

    assert contrast(ground, WHITE) >= READABLE
    if contrast(colour, WHITE) >= READABLE:
        assert ground == colour


def test_a_pale_colour_is_darkened_for_white_words() -> None:
    assert contrast((0xFF, 0xE6, 0x80), WHITE) < READABLE <= contrast(ground_of("#ffe680"), WHITE)


@pytest.mark.parametrize("colour", ["", "đỏ", "#12", "#1234567", "javascript:"])
def test_what_is_no_colour_gives_the_usual_one(colour: str) -> None:
    assert ground_of(colour) == (0x8F, 0x1D, 0x1D)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast((0, 0, 0), WHITE) == pytest.approx(21)
    assert contrast(INK, INK) == pytest.approx(1)
    assert contrast((0x76, 0x76, 0x76), WHITE) == pytest.approx(4.54, abs=0.01)


def test_without_a_font_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "fonts", lambda: None)

    with pytest.raises(NotAllowedNow, match="fonts-liberation2"):
        png(FACTS, Shape.FANPAGE, "")


def test_a_machine_without_fontconfig_has_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert fonts() is None


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ("Arial|Regular|/a|20-7e\nArial|Bold|/b|20-7e 1ea0", "/a"),
        ("DejaVu Sans|Book|/d|20-7e\nDejaVu Sans|Bold|/e|20-7e", "/d"),
        ("Arial|Regular|/a|20-7e\nArial|Italic|/i|20-7e", None),
        ("Comic Sans|Regular|/c|20-7e\nComic Sans|Bold|/c|20-7e", None),
        ("", None),
    ],
)
def test_a_font_is_taken_when_both_its_weights_are_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, listed: str, found: str | None
) -> None:
    program = tmp_path / "fc-list"
    program.write_text(f"#!/bin/sh\ncat <<'X'\n{listed}\nX\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    known = fonts()

    assert (known.regular.file if known else None) == found
    if found == "/a" and known:
        assert known.bold == Font("/b", frozenset(map(chr, [*range(0x20, 0x7F), 0x1EA0])))
