"""Are figures drawn as they are, for those who see them and for those who do not?"""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from PIL import Image

from saturday.papers import charts
from saturday.papers.charts import (
    DARK,
    FLOOR,
    KINDS,
    WIDE,
    Chart,
    Illustration,
    Series,
    charts_of,
    png,
    words_of,
)
from saturday.rules.intake import DeskCounts, Outcome
from saturday.rules.periods import Period
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.reporting import PeriodFigures, SaturdayFigures

SVG = "{http://www.w3.org/2000/svg}"
SATURDAYS = ("28/3", "11/4")
VISITS = Chart("visits", "Lượt công dân", "lượt", SATURDAYS, [Series("Lượt công dân", (46, 58))])
BOTH = Chart(
    "both",
    "Lượt & hồ sơ",
    "lượt",
    SATURDAYS,
    [Series("Lượt công dân", (46, 58)), Series("Hồ sơ tiếp nhận", (31, 39))],
)
APRIL = {
    Outcome.SETTLED: 25,
    Outcome.RECEIVED: 14,
    Outcome.SUPPLEMENT: 4,
    Outcome.REDIRECTED: 2,
    Outcome.HANDED_OVER: 5,
    Outcome.GUIDED: 6,
    Outcome.OPINION: 2,
}


def period(first: date, last: date, *saturdays: tuple[date, int]) -> PeriodFigures:
    """Make the figures of a period: a Saturday with so many people each."""
    known = [
        SaturdayFigures(day, DeskCounts(count, APRIL if count == 58 else {Outcome.SETTLED: count}))
        for day, count in saturdays
    ]
    return PeriodFigures(Period(first, last), last, known)


SPRING = period(date(2026, 4, 1), date(2026, 6, 30), (date(2026, 4, 11), 58), (date(2026, 5, 9), 0))
CAME, OUTCOMES = charts_of(SPRING)


def drawn(chart: Chart) -> Element:
    return fromstring(str(chart.svg))  # noqa: S314 - drawn by ourselves


def bars(chart: Chart) -> list[dict[str, str]]:
    """Give the bars without the swatches of the legend."""
    found = [one.attrib for one in drawn(chart).iter(f"{SVG}rect")]
    return found if len(chart.series) == 1 else found[len(chart.series) :]


def words(chart: Chart) -> list[str]:
    return [one.text or "" for one in drawn(chart).iter(f"{SVG}text")]


def test_bars_stand_on_the_floor_as_high_as_their_figures() -> None:
    first, second = bars(VISITS)
    assert float(first["height"]) / float(second["height"]) == pytest.approx(46 / 58, abs=0.001)
    for bar in (first, second):
        assert float(bar["y"]) + float(bar["height"]) == pytest.approx(FLOOR, abs=0.01)


def test_pieces_of_a_stack_stand_on_each_other() -> None:
    pieces = bars(OUTCOMES)
    assert len(pieces) == 4  # of 09/5 there is nothing to draw
    for lower, upper in pairwise(pieces):
        top = float(upper["y"]) + float(upper["height"])
        assert float(lower["y"]) == pytest.approx(top, abs=0.01)
    heights = [float(one["height"]) for one in pieces]
    assert [round(one / sum(heights) * 58) for one in heights] == [25, 14, 6, 13]


def test_every_outcome_is_in_one_kind() -> None:
    assert sorted(one for kind in KINDS.values() for one in kind) == sorted(Outcome)


def test_figures_are_written_on_the_bars_and_labels_below() -> None:
    assert {"46", "58", *SATURDAYS} <= set(words(VISITS))
    assert {"25", "14", "13", "58", "Giải quyết, trả ngay"} <= set(words(OUTCOMES))
    assert "6" not in words(OUTCOMES)  # too flat a piece: the table has it


def test_a_figure_without_room_is_left_to_the_table() -> None:
    months = [f"Tháng {number}" for number in range(1, 13)]
    money = [Series("Dự toán", [1_250_000] * 12), Series("Thực chi", [1_180_000] * 12)]
    chart = Chart("money", "Kinh phí", "đồng", months, money)
    assert "1.250.000" not in words(chart)
    assert chart.rows[0] == ("Tháng 1", [1_250_000, 1_180_000])


def test_series_are_told_apart_without_colour() -> None:
    fills = {one["fill"] for one in bars(OUTCOMES)}
    assert fills == {DARK, "url(#outcomes-1)", "url(#outcomes-2)", "url(#outcomes-3)"}
    patterns = [one.attrib["id"] for one in drawn(OUTCOMES).iter(f"{SVG}pattern")]
    assert patterns == ["outcomes-1", "outcomes-2", "outcomes-3"]


def test_one_series_needs_no_legend() -> None:
    assert "Lượt công dân" not in words(VISITS)
    assert {"Lượt công dân", "Hồ sơ tiếp nhận"} <= set(words(BOTH))


def test_lines_across_count_in_round_steps_that_hold_the_highest() -> None:
    for highest, lines in (
        (1, ["0", "1"]),
        (5, ["0", "1", "2", "3", "4", "5"]),
        (6, ["0", "2", "4", "6"]),
        (58, ["0", "20", "40", "60"]),
        (104, ["0", "50", "100", "150"]),
        (1_180_000, ["0", "500.000", "1.000.000", "1.500.000"]),
    ):
        chart = Chart("one", "", "", ["a"], [Series("", [highest])])
        ends = drawn(chart).iter(f"{SVG}text")
        assert [one.text for one in ends if one.attrib["text-anchor"] == "end"] == lines


def test_sixty_saturdays_keep_their_labels_apart() -> None:
    labels = [f"{number}/1" for number in range(60)]
    chart = Chart("long", "Lượt", "lượt", labels, [Series("Lượt", list(range(60)))])
    shown = [one for one in words(chart) if "/" in one]
    assert len(shown) == 15
    assert len(bars(chart)) == 59  # nothing of the first
    assert len(chart.rows) == 60
    assert all(float(one["x"]) + float(one["width"]) <= WIDE for one in bars(chart))


def test_who_does_not_see_it_hears_what_it_shows() -> None:
    root = drawn(VISITS)
    assert root.attrib["role"] == "img"
    said = {one.attrib["id"]: one.text for one in root if "id" in one.attrib}
    assert said[root.attrib["aria-labelledby"]] == "Lượt công dân"
    assert said[root.attrib["aria-describedby"]] == (
        "2 cột. Nhiều nhất: 11/4, 58 lượt. Ít nhất: 28/3, 46 lượt."
    )


def test_a_picture_is_said_in_the_same_words() -> None:
    assert words_of(BOTH.svg) == (
        "Lượt & hồ sơ. 2 cột. Nhiều nhất: 11/4, 58 lượt. Ít nhất: 28/3, 46 lượt."
    )


def test_the_table_beside_it_has_every_figure() -> None:
    assert (BOTH.heads, BOTH.rows) == (
        ["Lượt công dân", "Hồ sơ tiếp nhận"],
        [("28/3", [46, 31]), ("11/4", [58, 39])],
    )
    assert OUTCOMES.heads == [*KINDS, "Cộng"]
    assert OUTCOMES.rows == [("11/4", [25, 14, 6, 13, 58]), ("09/5", [0, 0, 0, 0, 0])]


@pytest.mark.parametrize("labels", [[], ["11/4"]])
def test_nothing_to_draw_says_so(labels: list[str]) -> None:
    chart = Chart("none", "Lượt", "lượt", labels, [Series("Lượt", [0] * len(labels))])
    assert chart.is_empty
    assert chart.description == "Chưa có số liệu."
    assert bars(chart) == []


def test_what_was_typed_is_text_and_never_markup() -> None:
    chart = Chart("one", "<b>&", "", ["<script>"], [Series("x", [1])])
    assert "<script>" not in str(chart.svg)
    assert words(chart)[-2] == "<script>"


def test_a_drawing_needs_no_style_and_no_script() -> None:
    for one in drawn(OUTCOMES).iter():
        assert one.tag not in {f"{SVG}style", f"{SVG}script"}
        assert not {name for name in one.attrib if name == "style" or name.startswith("on")}


def test_the_picture_for_papers_shows_the_same() -> None:
    with Image.open(BytesIO(png(OUTCOMES.svg))) as picture:
        assert picture.size == (1280, 600)
        seen = picture.convert("RGB").getcolors(maxcolors=1 << 20) or []
    counts: dict[Any, int] = {colour: count for count, colour in seen}
    assert counts[(255, 255, 255)] > counts[(11, 74, 143)] > 5000


def test_the_picture_has_its_letters() -> None:
    """Two charts that differ in one letter give two pictures: no letter is left out."""
    pictures = {
        png(Chart("one", "", "", [label], [Series("", [1])]).svg)
        for label in ("Ă", "Ặ", "Đ", "Ữ", "")
    }
    assert len(pictures) == 5


def test_no_font_is_a_refusal_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "fonts", lambda: None)
    with pytest.raises(NotAllowedNow, match="thiếu phông chữ"):
        png(VISITS.svg)


def test_a_whole_without_room_is_left_to_the_table() -> None:
    values = [1001 + number for number in range(60)]
    labels = [str(number) for number in range(60)]
    stacked = [Series("a", values), Series("b", [1] * 60)]
    chart = Chart("long", "", "", labels, stacked, is_stacked=True)
    assert "1.002" not in words(chart)
    assert chart.rows[0] == ("0", [1001, 1, 1002])


def test_a_paper_has_a_chart_only_where_it_is_wanted_and_shows_something() -> None:
    assert Illustration.of(VISITS, wanted=False) == Illustration("", "")
    assert Illustration.of(replace(VISITS, series=[]), wanted=True) == Illustration("", "")
    drawn_in = Illustration.of(VISITS, wanted=True)
    assert (drawn_in.title, drawn_in.picture) == ("Lượt công dân", str(VISITS.svg))


# Of a period


def test_a_short_period_is_drawn_by_saturday() -> None:
    assert CAME.of == "Buổi"
    assert CAME.rows == [("11/4", [58, 39]), ("09/5", [0, 0])]


def test_a_saturday_that_was_not_held_is_not_drawn() -> None:
    gone = SaturdayFigures(date(2026, 6, 6), DeskCounts(0, {}), is_held=False, gone="đã hủy")
    visits, _outcomes = charts_of(replace(SPRING, saturdays=[*SPRING.saturdays, gone]))
    assert list(visits.labels) == ["11/4", "09/5"]


def test_a_year_is_drawn_by_month_and_months_without_one_show_nothing() -> None:
    year = period(
        date(2026, 1, 1),
        date(2026, 12, 31),
        (date(2026, 2, 28), 31),
        (date(2026, 3, 28), 46),
        (date(2026, 3, 14), 4),
    )
    visits, outcomes = charts_of(year)
    assert visits.of == outcomes.of == "Tháng"
    assert [label for label, _values in visits.rows] == [str(one) for one in range(1, 13)]
    assert [values[0] for _label, values in visits.rows[:4]] == [0, 31, 50, 0]
    assert outcomes.rows[2] == ("3", [50, 0, 0, 0, 50])
    visits, outcomes = charts_of(replace(year, as_of=date(2026, 4, 14)))
    assert list(visits.labels) == list(outcomes.labels) == ["1", "2", "3", "4"]  # none to come


def test_what_crosses_the_year_names_it() -> None:
    winter = period(date(2025, 12, 15), date(2026, 1, 14), (date(2025, 12, 20), 12))
    assert list(charts_of(winter)[0].labels) == ["20/12/2025"]


def test_many_saturdays_are_drawn_by_month() -> None:
    days = [date(2025, 12, 6) + timedelta(weeks=number) for number in range(17)]
    long = period(date(2025, 12, 1), date(2026, 3, 31), *((day, 1) for day in days))
    visits, _outcomes = charts_of(long)
    assert list(visits.labels) == ["12/2025", "1/2026", "2/2026", "3/2026"]
    assert sum(values[0] for _label, values in visits.rows) == 17
