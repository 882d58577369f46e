"""Saturday 11/4/2026 is reported as practice tells it, beside 28/3 in one reporting month."""

from pathlib import Path

import pytest
from flask import Flask

from saturday import demo
from saturday.extensions import db
from saturday.models.accounts import Account
from tests.conftest import stand_at
from tests.eleventh_of_april import SUM
from tests.pages import Person
from tests.telling import tell
from tests.web.reports.test_period_detail import APRIL, figure


@pytest.fixture
def coordinator(app: Flask, empty_folder: Path) -> Person:
    """Let the Centre sign in when the story is over."""
    tell(app, empty_folder, demo.MONDAY)
    stand_at("2026-04-14 08:00")
    account = db.session.scalars(Account.named("trungtam")).one()
    return Person(app, account)


def test_the_day_alone_proves_its_counts(coordinator: Person) -> None:
    words = coordinator.get("/bao-cao/ky/2026-04-11/2026-04-11").main

    assert f"khớp Lượt công dân: {SUM}." in words
    assert "39 tiếp nhận + 9 kỳ trước chuyển sang = 30 đã trả + 18 còn lại." in words


def test_both_saturdays_of_the_reporting_month_stand_side_by_side(coordinator: Person) -> None:
    page = coordinator.get(APRIL)

    assert figure(page, "Lượt công dân")[:3] == ["33", "58", "91"]
    assert figure(page, "Hồ sơ tiếp nhận")[1] == "39"
    assert figure(page, "giải quyết, trả ngay")[1] == "25"
    assert figure(page, "Hồ sơ còn lại")[2] == "18"
