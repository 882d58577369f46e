"""Does the invented year show something true on every page of the reports?"""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from saturday import clock, demo
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.budget import YearMoney
from saturday.models.closing import DayClosing
from saturday.models.documents import Document, FileStage
from saturday.models.figures import Span
from saturday.models.period_figures import review
from saturday.models.plan import AnnualPlan
from saturday.papers.layout import check_layout
from saturday.rules.budget import Sums
from saturday.rules.lifecycle import PaperState
from saturday.rules.periods import Period
from tests.eleventh_of_april import SUM
from tests.pages import Person
from tests.telling import tell
from tests.web.reports.test_period_detail import APRIL, figure

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
PAGES = (
    "/bao-cao/",
    "/bao-cao/lanh-dao",
    "/bao-cao/nam/2026",
    "/bao-cao/nam/2026/kinh-phi",
    "/bao-cao/ky/2026-03-15/2026-04-14",
    "/bao-cao/2026-03-28",
    "/bao-cao/2026-03-28/kinh-phi",
    "/bao-cao/2026-03-28/du-toan",
)


@pytest.fixture(autouse=True)
def told(app: Flask, empty_folder: Path, request: pytest.FixtureRequest) -> str:
    """Tell the story to where the demo stands, or to where a test wants it."""
    stand: str = getattr(request, "param", demo.NOW)
    tell(app, empty_folder, stand)
    return stand


def closed() -> list[tuple[date, int, int]]:
    rows = db.session.scalars(DayClosing.in_force_between(YEAR.first, YEAR.last))
    return [(one.duty_session.day, one.visits, one.dossiers) for one in rows]


def test_the_saturdays_behind_are_closed_as_they_were_counted() -> None:
    figures = review(db.session, Span(YEAR, clock.today()))

    assert [one.day for one in figures.held if one.is_closed] == [demo.DAYS[0], demo.DAYS[1]]
    assert [(day, visits) for day, visits, _dossiers in closed()] == [
        (one.day, one.counts.visits) for one in figures.held if one.is_closed
    ]
    assert figures.answers > 40


@pytest.mark.parametrize("told", [demo.MONDAY], indirect=True)
def test_on_monday_the_third_is_closed_too() -> None:
    assert [one[:2] for one in closed()][2:] == [(date(2026, 4, 11), 58)]


def test_march_was_reported_by_a_paper_without_a_fault() -> None:
    (paper,) = db.session.scalars(Document.reports())
    made = next(one for one in paper.files if one.stage is FileStage.NUMBERED)

    assert (paper.state, paper.full_number) == (PaperState.ISSUED, "14/BC-TTPVHCC")
    assert check_layout(made.content) == []


def test_the_year_has_its_money() -> None:
    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    money = YearMoney.of(db.session, plan)

    assert [(one.day, sums) for one, sums in money.rows] == [
        (demo.DAYS[0], Sums(1_550_000, 1_455_000, 0)),
        (demo.DAYS[1], Sums(1_550_000, 1_680_000, 0)),
        (demo.DAYS[2], Sums(1_790_000, 0, 5)),
    ]
    assert money.given.amount > money.total.estimate
    assert all(source.endswith("(mẫu)") for source in money.sources)


def reader(app: Flask) -> Person:
    """Let the leader read."""
    return Person(app, db.session.scalars(Account.named("lanhdao")).one())


def test_at_its_moment_days_period_year_and_outlook_agree(app: Flask) -> None:
    leader = reader(app)
    page = leader.get(f"/bao-cao/ky/{YEAR.first}/{YEAR.last}")

    assert figure(page, "Lượt công dân")[:4] == ["21", "33", "37", "91"]
    assert figure(page, "Hồ sơ tiếp nhận")[:4] == ["15", "25", "24", "64"]
    assert figure(leader.get(APRIL), "Lượt công dân")[:3] == ["33", "37", "70"]
    told = leader.get("/bao-cao/lanh-dao").main
    for words in ("Lượt công dân 91", "Hồ sơ tiếp nhận 64 trả ngay 41", "3.135.000"):
        assert words in told
    assert "37 lượt = 24 tiếp nhận" in leader.get("/bao-cao/2026-04-11").main


@pytest.mark.parametrize("told", [demo.MONDAY], indirect=True)
def test_on_monday_the_pages_tell_11_april_as_practice_does(app: Flask) -> None:
    leader = reader(app)
    day = leader.get("/bao-cao/2026-04-11").main

    assert f"{SUM}." in day
    assert "39 tiếp nhận = 25 giải quyết, trả ngay + 14 hẹn trả." in day
    left = "= 48 hồ sơ = 30 đã trả + 18 còn lại (17 trong hạn, 1 quá hạn)."
    assert f"39 tiếp nhận + 9 từ các buổi trước {left}" in day
    april = leader.get(APRIL)
    assert figure(april, "Lượt công dân")[:3] == ["33", "58", "91"]
    assert "Chưa chốt số liệu" not in april.main


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_reports_has_something_to_show(app: Flask, path: str) -> None:
    page = reader(app).get(path)

    assert page.status == 200
    assert not page.soup.select(".empty")
    assert page.soup.select("table tbody tr")
