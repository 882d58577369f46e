"""Tests: the report of a period tells what the raw rows say, and keeps to the decree."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document as WordFile
from flask import Flask

from saturday.extensions import db
from saturday.models.documents import Subject
from saturday.models.intake import Deed, IntakeEntry, Origin
from saturday.models.reports import Review
from saturday.papers import making
from saturday.papers.layout import check_layout
from saturday.papers.monthly_report import MonthlyReport, title_of
from saturday.papers.reading import read_word
from saturday.rules.intake import Outcome
from saturday.rules.periods import Period
from tests import factories, plain_figures
from tests.conftest import stand_at
from tests.plain_figures import PERIODS, by_area, counted, in_words, tables_of

APRIL = PERIODS[0]


def made(period: Period) -> bytes:
    """Make the report as the command does."""
    return making.printed(db.session, making.MONTHLY_REPORT, Subject(period=period))


def drafted(paper: str, period: Period, *, with_charts: bool) -> bytes:
    """Make the report as its draft is made."""
    subject = Subject(period=period)
    papers = making.proposed(db.session, paper, subject)
    chosen = replace(papers, signer_name="Trần Quốc Ứng (mẫu)", with_charts=with_charts)
    row = making.begin(db.session, chosen, subject, by=None)
    return making.docx_now(db.session, row)


def text_of(content: bytes) -> str:
    lines = (line.text.replace("\N{NO-BREAK SPACE}", " ") for line in read_word(content).lines)
    return "\n".join(lines)


def figures_in(content: bytes) -> dict[str, str]:
    """Read the main figures back out of the Word file."""
    rows = tables_of(content)["Chỉ tiêu"][1:]
    return {row[1].removeprefix("- "): row[2] for row in rows}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_in_the_word_file_is_that_of_the_raw_rows(app: Flask, seed: int) -> None:
    del app
    plain_figures.fill(seed)

    for period in PERIODS:
        content = made(period)

        told = figures_in(content)
        assert {name: told[name] for name in in_words(counted(period))} == in_words(counted(period))
        earlier = {row[1].removeprefix("- "): row[3] for row in tables_of(content)["Chỉ tiêu"]}
        assert in_words(counted(period.before)).items() <= earlier.items()
        assert check_layout(content) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_an_answer_is_owed_only_where_one_is_asked_for_here(app: Flask, seed: int) -> None:
    del app
    plain_figures.fill(seed)
    said = {one: Review.of(db.session, one).now.said for one in PERIODS}

    assert {one: told.unanswered for one, told in said.items()} == {
        one: plain_figures.owed(one) for one in PERIODS
    }
    for told in said.values():
        assert told.recorded == told.answered + told.unanswered + told.unowed
    assert any(told.unanswered for told in said.values())
    assert any(told.unowed for told in said.values())


@pytest.mark.parametrize("seed", [3])
def test_the_table_by_area_is_that_of_the_raw_rows(app: Flask, seed: int) -> None:
    del app
    plain_figures.fill(seed)

    rows = tables_of(made(APRIL))["Lĩnh vực"][3:]

    areas = {row[1]: row[2] for row in rows}
    assert {name: int(count) for name, count in areas.items() if int(count)} == {
        **by_area(APRIL),
        "Cộng": sum(int(row[2]) for row in rows[:-1]),
    }
    assert areas["Người có công"] == "0"  # a row of zeros is shown
    for row in rows:
        numbers = [int(one) for one in row[2:]]
        assert numbers[0] == sum(numbers[1:4]) == numbers[4] + numbers[8]
        assert numbers[4] == sum(numbers[5:8])
        assert numbers[8] == sum(numbers[9:])


def test_two_saturdays_from_the_15th_to_the_14th_stand_in_one_report(app: Flask) -> None:
    del app
    first, second = (factories.duty_session(date(2026, *day)) for day in ((3, 28), (4, 11)))
    stand_at("2026-04-14 16:00")
    for row, count in ((first, 2), (second, 3)):
        for _ in range(count):
            origin = Origin(row, None, happened_at=factories.at(f"{row.day} 08:00"))
            IntakeEntry.record(db.session, Deed(Outcome.OPINION), origin)
    db.session.commit()

    content = made(APRIL)

    assert "Đã tổ chức 02 buổi làm việc thứ Bảy: 28/3, 11/4." in text_of(content)
    days = {row[1]: row[2] for row in tables_of(content)["Ngày"][1:]}
    assert days == {"28/3/2026": "2", "11/4/2026": "3"}
    assert figures_in(content)["Lượt công dân"] == "5"


def test_columns_of_periods_of_which_nothing_was_kept_are_left_out(app: Flask) -> None:
    del app
    heads = ["TT", "Chỉ tiêu", "Kỳ này", "Kỳ trước", "So sánh", "Cùng kỳ năm trước"]
    for day, count in ((date(2026, 4, 11), 3), (date(2026, 2, 28), 5), (date(2025, 4, 12), 6)):
        row = factories.duty_session(day)
        stand_at("2026-04-14 16:00")

        content = made(APRIL)

        assert tables_of(content)["Chỉ tiêu"][0] == heads[:count]
        assert check_layout(content) == []
        assert row.counts
    assert "- Kỳ trước: tháng 3 (15/02 – 14/3/2026)." in text_of(content)
    assert "- Cùng kỳ năm trước: tháng 4 (15/3 – 14/4/2025)." in text_of(content)


@pytest.mark.parametrize("paper", sorted(making.OF_A_PERIOD))
def test_charts_stand_in_it_when_the_centre_wants_them(app: Flask, paper: str) -> None:
    del app
    plain_figures.fill(2)
    period = Period.of_key("2026") if paper == making.YEAR_REPORT else APRIL

    plain = drafted(paper, period, with_charts=False)
    db.session.rollback()
    drawn = drafted(paper, period, with_charts=True)

    assert "Biểu đồ" not in text_of(plain)
    assert not WordFile(BytesIO(plain)).inline_shapes
    assert len(WordFile(BytesIO(drawn)).inline_shapes) == 2
    by = "tháng" if paper == making.YEAR_REPORT else "buổi"
    for title in ("Lượt công dân và hồ sơ tiếp nhận", "Kết quả tại buổi"):
        assert f"Biểu đồ: {title}, theo {by}" in text_of(drawn)
    assert figures_in(plain) == figures_in(drawn)
    assert check_layout(plain) == check_layout(drawn) == []


def test_of_nothing_no_chart_is_drawn(app: Flask) -> None:
    del app
    empty = Period(date(2031, 1, 1), date(2031, 1, 31))

    content = drafted(making.MONTHLY_REPORT, empty, with_charts=True)

    assert "Biểu đồ" not in text_of(content)
    assert check_layout(content) == []


def test_of_an_empty_period_the_report_says_so(app: Flask) -> None:
    del app
    content = made(Period(date(2031, 1, 1), date(2031, 1, 31)))

    words = text_of(content)
    assert "Trong kỳ không tổ chức buổi làm việc thứ Bảy nào." in words
    assert "Trong kỳ không có buổi nào." in tables_of(content)["Ngày"][1][0]
    assert check_layout(content) == []


def test_it_goes_to_ubnd_xa_and_to_the_centre_of_the_province(app: Flask) -> None:
    del app
    words = text_of(made(APRIL))

    assert "Kính gửi: Ủy ban nhân dân xã Anh Sơn" in words
    assert "- Như trên;" in words
    assert "- Trung tâm PVHCC tỉnh NA;" in words
    assert "- Lưu: VT, TTPVHCC." in words


def test_its_words_survive_being_kept_as_json(app: Flask) -> None:
    del app
    plain_figures.fill(4)
    papers = making.proposed(db.session, making.MONTHLY_REPORT, Subject(period=APRIL))
    named = replace(papers, signer_name="Trần Quốc Ứng (mẫu)")
    document = making.begin(db.session, named, Subject(period=APRIL), by=None)
    words = making.words_now(db.session, document)

    assert isinstance(words, MonthlyReport)
    assert MonthlyReport.from_words(words.as_words()) == words
    assert words.subject == ("Kết quả thực hiện “Ngày thứ 7 vì dân”", "tháng 4 (15/3 – 14/4/2026)")
    assert making.name_of(document) == "Báo cáo kỳ tháng 4 (15/3 – 14/4/2026)"
    assert document.title == title_of(APRIL)
    assert db.session.scalars(MonthlyReport.wanted(APRIL)).all()
