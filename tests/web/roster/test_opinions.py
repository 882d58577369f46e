"""The Saturday's page counts what people said there."""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.feedback import Feedback, Opinion
from saturday.models.plan import DutySession
from saturday.rules.feedback import FeedbackSource
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person

HUB = "/lich-truc/2026-04-11"


@pytest.fixture
def saturday(app: Flask) -> DutySession:
    """Give the Saturday of 11/4, at nine."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 09:00")
    return row


def written(saturday: DutySession | None) -> Feedback:
    """Write one down, on a Saturday or not."""
    said = Opinion("Nên có thêm ghế ngồi chờ.", FeedbackSource.DESK, duty_session=saturday)
    row, _code = Feedback.record(db.session, said, by=None)
    db.session.commit()
    return row


def counted(page: Page) -> str:
    """Read what stands of the opinions."""
    found = page.soup.select_one("#phan-anh")
    return found.get_text(" ", strip=True) if found else ""


def test_what_was_said_on_the_day_is_counted(app: Flask, saturday: DutySession) -> None:
    centre = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))
    assert counted(centre.get(HUB)) == ""

    written(saturday)
    written(saturday).decline("không rõ", by=None)
    written(None)
    db.session.commit()
    page = centre.get(HUB)

    assert "2 ý kiến : 1 mới ghi nhận, 1 không tiếp nhận." in counted(page)
    link = page.soup.select_one("#phan-anh a")
    assert link
    assert link["href"] == "/phan-anh/?buoi=2026-04-11"


def test_who_may_not_see_them_sees_how_many(app: Flask, saturday: DutySession) -> None:
    written(saturday)
    clerk = Person(app, factories.account(username="vanthu", roles={Role.CLERK}))

    page = clerk.get(HUB)

    assert "1 ý kiến" in counted(page)
    assert page.soup.select_one("#phan-anh a") is None


def test_before_the_day_nothing_is_asked(centre: Person) -> None:
    factories.duty_session(date(2026, 5, 9))

    assert counted(centre.get("/lich-truc/2026-05-09")) == ""
