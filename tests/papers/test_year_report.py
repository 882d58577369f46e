"""Tests: the report of a year sets what was held against what the plan promised."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.documents import Check, Document, Subject
from saturday.models.plan import AnnualPlan, Choice, DutySession
from saturday.papers import making
from saturday.papers.layout import check_layout
from saturday.papers.year_report import YearReport
from saturday.rules.periods import Period
from tests import factories, plain_figures
from tests.conftest import stand_at
from tests.papers.test_monthly_report import figures_in, text_of
from tests.plain_figures import counted, in_words, tables_of

YEAR = Period.of_key("2026")


def made() -> bytes:
    """Make the report as the command does."""
    return making.printed(db.session, making.YEAR_REPORT, Subject(period=YEAR))


@pytest.mark.parametrize("seed", [5])
def test_every_figure_of_the_year_is_that_of_the_raw_rows(app: Flask, seed: int) -> None:
    del app
    plain_figures.fill(seed)

    content = made()

    papers = making.proposed(db.session, making.YEAR_REPORT, Subject(period=YEAR))
    document = Document.draft(papers, Subject(period=YEAR), by=None)
    assert making.name_of(document) == "Báo cáo năm 2026"
    assert papers.title == "Kết quả thực hiện “Ngày thứ 7 vì dân”\nnăm 2026"
    told, wanted = figures_in(content), in_words(counted(YEAR))
    assert {name: told[name] for name in wanted} == wanted
    assert check_layout(content) == []


def test_a_promise_counts_from_the_plan_and_names_what_was_moved_and_why(app: Flask) -> None:
    del app
    for day in (date(2026, 2, 28), date(2026, 3, 28), date(2026, 4, 11), date(2026, 5, 9)):
        factories.duty_session(day)
    stand_at("2026-04-20 09:00")
    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    held = db.session.scalars(DutySession.on(date(2026, 5, 9))).one()
    calendar = known_calendar(db.session)
    plan.move(held, Choice(date(2026, 5, 16)), "mưa lũ, đường ngập", calendar, by=None)
    db.session.commit()

    content = made()

    words = text_of(content)
    assert (
        "Kế hoạch tính từ ngày 11 tháng 02 năm 2026: mỗi tháng một buổi, cả năm 11 buổi." in words
    )
    assert "Đến 11/4/2026 đã tổ chức 03 buổi, đạt 27,3 %." in words
    assert tables_of(content)["Ngày theo kế hoạch"][1:] == [
        ["1", "09/5/2026", "dời sang 16/5", "mưa lũ, đường ngập"]
    ]
    assert "Buổi 09/5 dời sang 16/5: mưa lũ, đường ngập." in words
    assert check_layout(content) == []


def test_a_report_checked_today_may_be_signed_tomorrow(app: Flask) -> None:
    del app
    factories.duty_session(date(2026, 4, 11))
    stand_at("2026-04-20 16:00")
    subject = Subject(period=YEAR)
    papers = making.proposed(db.session, making.YEAR_REPORT, subject)
    chosen = replace(papers, signer_name="Trần Quốc Ứng (mẫu)")
    row = making.begin(db.session, chosen, subject, by=None)
    db.session.flush()
    for part in Check:
        making.check(db.session, row, part, making.seen_now(db.session, row), by=None)

    stand_at("2026-04-21 08:00")

    assert making.sign(db.session, row, factories.at("2026-04-21 08:00"), by=None)


def test_a_year_without_a_plan_has_no_report(app: Flask) -> None:
    del app
    factories.plan(2026)

    assert making.subject_of(db.session, making.YEAR_REPORT, "2031") is None
    assert making.subject_of(db.session, making.YEAR_REPORT, "2026-03-15/2026-04-14") is None
    assert making.subject_of(db.session, making.YEAR_REPORT, "2026") == Subject(period=YEAR)
    assert db.session.scalars(YearReport.wanted(2026)).one().year == 2026
    assert db.session.scalars(select(AnnualPlan.year)).all() == [2026]
