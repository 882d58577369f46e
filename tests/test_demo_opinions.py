"""Do the opinions of Saturday 11/4/2026 stand in the demo as the story says?"""

from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import clock, demo
from saturday.extensions import db
from saturday.models.audit import AuditEvent, first_break
from saturday.models.calendar import known_calendar
from saturday.models.commune import Commune
from saturday.models.feedback import Feedback, limits_of
from saturday.models.feedback_register import said_on
from saturday.models.intake import counts_of
from saturday.rules.feedback import FeedbackSource, FeedbackState
from saturday.rules.intake import Outcome
from tests.eleventh_of_april import DAY, saturday
from tests.telling import tell

NOW, NOON, MONDAY = demo.NOW, demo.NOON, demo.MONDAY


@pytest.fixture(autouse=True)
def told(app: Flask, empty_folder: Path, request: pytest.FixtureRequest) -> str:
    """Tell the story to the end of the Saturday, or to where a test wants it."""
    stand: str = getattr(request, "param", NOON)
    tell(app, empty_folder, stand)
    return stand


def of_the_day() -> list[Feedback]:
    """Give the opinions of 11/4 in the order in which they were written down."""
    asked = select(Feedback).where(Feedback.duty_session_id == saturday().id)
    return list(db.session.scalars(asked.order_by(Feedback.number)))


def standing() -> list[tuple[str, FeedbackState, str, date | None]]:
    """Say of each: number, how far it is, who owes the next step, by which day."""
    limits, calendar = limits_of(Commune.of_database(db.session)), known_calendar(db.session)
    return [
        (
            row.full_number,
            row.state,
            row.owner.code if row.owner else "",
            row.due_on(limits, calendar),
        )
        for row in of_the_day()
    ]


@pytest.mark.parametrize("told", [NOW], indirect=True)
def test_while_people_wait_the_land_certificate_has_its_department() -> None:
    assert standing() == [("02/2026", FeedbackState.SORTED, "kinh-te", date(2026, 4, 24))]


def test_at_noon_the_loudspeaker_is_to_be_sent_on_by_the_17th() -> None:
    assert standing() == [
        ("02/2026", FeedbackState.SORTED, "kinh-te", date(2026, 4, 24)),
        ("03/2026", FeedbackState.NEW, "", date(2026, 4, 17)),
    ]
    land, loudspeaker = of_the_day()
    assert "bảy tháng" in land.content
    assert "bốn lần" in land.content
    assert loudspeaker.hamlet
    assert loudspeaker.hamlet.language == "tiếng Thái"
    area = loudspeaker.subject_area
    assert area
    assert area.department
    assert area.department.code == "van-hoa-xa-hoi"


def test_the_accusation_is_counted_at_the_desk_and_kept_nowhere() -> None:
    kept = " ".join(db.session.scalars(select(Feedback.content)))

    assert len(of_the_day()) == counts_of(db.session, saturday()).of(Outcome.OPINION) == 2
    assert "tố cáo" not in kept
    assert "thu tiền" not in kept


@pytest.mark.parametrize("told", [MONDAY], indirect=True)
def test_on_monday_both_departments_have_theirs() -> None:
    assert standing() == [
        ("02/2026", FeedbackState.HANDLING, "kinh-te", date(2026, 4, 24)),
        ("03/2026", FeedbackState.SORTED, "van-hoa-xa-hoi", date(2026, 4, 24)),
    ]
    assert all(act.at <= clock.now() for act in db.session.scalars(AuditEvent.in_order()))
    assert first_break(db.session.scalars(AuditEvent.in_order())) is None


def test_what_was_said_in_february_was_answered_and_may_be_read_out() -> None:
    row = db.session.scalars(select(Feedback).where(Feedback.number == 1)).one()

    assert said_on(db.session, saturday(demo.DAYS[0])) == {FeedbackState.CLOSED: 1}
    assert row.answer
    assert row.answer.is_public
    assert row.answer.answered_on == date(2026, 3, 13)  # the last day of its limit
    assert [step.at for step in row.steps] == sorted(step.at for step in row.steps)


def test_whoever_speaks_is_an_example() -> None:
    rows = db.session.scalars(select(Feedback)).all()

    assert all(row.name.endswith("(mẫu)") for row in rows)
    assert all(row.phone.startswith("0900") for row in rows)
    assert {row.source for row in rows} == {FeedbackSource.DESK}
    assert {row.received_at.date() for row in of_the_day()} == {DAY}
    assert all(isinstance(row.written_at, datetime) for row in rows)
