"""Figures are those of the rows: counted once more, plainly, over logs made by chance."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models import figures
from saturday.models.commune import Hamlet
from saturday.models.figures import Span, behind, dossiers
from saturday.models.intake import Applicant, Deed, Due, Fee, IntakeEntry, Origin
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.returns import Dossier, Handing, Return
from saturday.models.running import Answers
from saturday.rules.intake import (
    RECEIVED_HERE,
    Filing,
    Guidance,
    Outcome,
    Payment,
    ReturnWay,
    Satisfaction,
)
from saturday.rules.periods import Period, PeriodKind
from saturday.rules.statistics import Dimension, Dossiers, Fate, Intake
from tests import factories
from tests.conftest import stand_at

SATURDAYS = [date(2026, 3, 28), date(2026, 4, 11), date(2026, 5, 9), date(2026, 6, 13)]
END = "2026-07-15 10:00"
APRIL = Period.around(PeriodKind.REPORTING_MONTH, date(2026, 4, 11))
LINES = 70


@pytest.fixture(params=[1, 2, 3])
def log(app: object, request: pytest.FixtureRequest) -> list[IntakeEntry]:
    """Fill four Saturdays by chance."""
    del app
    chance = random.Random(request.param)  # noqa: S311 - repeatable on purpose
    days = [factories.duty_session(one) for one in SATURDAYS]
    villages = [factories.hamlet(f"Thôn {one} (mẫu)") for one in range(3)]
    procedures = list(db.session.scalars(select(Procedure).order_by(Procedure.id).limit(8)))
    stand_at(END)
    rows = [one_line(chance, chance.choice(days), villages, procedures) for _ in range(LINES)]
    for row in rows:
        if row.outcome is Outcome.RECEIVED and chance.random() < 0.6:
            on = row.duty_session.day + timedelta(days=chance.randint(0, 60))
            handing = Handing(min(on, date(2026, 7, 15)), way=ReturnWay.POST)
            Return.hand_over(db.session, row, handing, by=None)
        elif chance.random() < 0.1:
            row.void("ghi nhầm", by=None)
    db.session.commit()
    return rows


def one_line(
    chance: random.Random,
    day: DutySession,
    villages: list[Hamlet],
    procedures: list[Procedure],
) -> IntakeEntry:
    """Write one line by chance."""
    outcome = chance.choice([*sorted(RECEIVED_HERE), *Outcome])  # a set has no order
    due = day.day + timedelta(days=chance.randint(1, 40)) if outcome is Outcome.RECEIVED else None
    deed = Deed(
        outcome,
        procedure=chance.choice([*procedures, None]),
        filing=chance.choice(list(Filing)),
        guidance=chance.choice(list(Guidance)) if outcome is Outcome.GUIDED else None,
        fee=Fee(chance.choice([None, 8000, 50000]), chance.choice(list(Payment))),
        due=Due(due, reason="" if due is None else "hẹn theo lời người dân"),
    )
    origin = Origin(day, None, happened_at=factories.at(f"{day.day} 08:30"))
    who = Applicant(hamlet=chance.choice([*villages, None]))
    return IntakeEntry.record(db.session, deed, origin, who=who)


@dataclass(frozen=True)
class Plain:
    """A dossier as a clerk with paper would sort it."""

    key: object
    intake: Intake
    fate: Fate


def counted_by_hand(rows: list[IntakeEntry], span: Span, by: Dimension) -> list[Plain]:
    """Sort every dossier of a period as the form says, one by one."""
    first, last = span.period.first, span.period.last
    found = []
    for row in rows:
        day = row.duty_session.day
        if row.is_void or row.outcome not in RECEIVED_HERE or day > last:
            continue
        returned = row.returned.returned_on if row.returned else None
        if row.outcome is Outcome.SETTLED:
            returned = day
        if day < first and returned is not None and returned < first:
            continue
        online = Intake.ONLINE if row.filing is Filing.ONLINE else Intake.DIRECT
        found.append(
            Plain(
                key_of(row, by),
                Intake.CARRIED if day < first else online,
                fate_of(row, returned, span),
            )
        )
    return found


def fate_of(row: IntakeEntry, returned: date | None, span: Span) -> Fate:
    """Say what became of a dossier by the end of a period."""
    if returned is not None and returned <= span.period.last:
        if row.due_on is None or returned == row.due_on:
            return Fate.ON_TIME
        return Fate.EARLY if returned < row.due_on else Fate.LATE
    late = row.due_on is not None and row.due_on < min(span.period.last, span.today)
    return Fate.OVERDUE if late else Fate.OPEN


def key_of(row: IntakeEntry, by: Dimension) -> object:
    """Say where a dossier stands in a table."""
    area = row.procedure.subject_area if row.procedure else None
    return {
        Dimension.SUBJECT_AREA: area and area.id,
        Dimension.DEPARTMENT: row.decider_id or (area and area.department_id),
        Dimension.OFFICER: row.officer_id,
        Dimension.HAMLET: row.visit.hamlet_id,
        Dimension.PROCEDURE: row.procedure and row.procedure.code,
        Dimension.FILING: row.filing,
        Dimension.SESSION: row.duty_session_id,
    }[by]


def spans() -> list[Span]:
    """Give periods of each kind, over, running, and still to come."""
    today = date(2026, 7, 15)
    periods = [Period.around(kind, day) for kind in PeriodKind for day in SATURDAYS]
    return [Span(one, today) for one in periods]


@pytest.mark.parametrize("by", Dimension)
def test_every_table_is_what_a_clerk_counts_by_hand(log: list[IntakeEntry], by: Dimension) -> None:
    for span in spans():
        by_hand = counted_by_hand(log, span, by)
        found = dossiers(db.session, span, by)

        assert set(found) == {one.key for one in by_hand}
        for key, row in found.items():
            mine = [one for one in by_hand if one.key == key]
            assert row.agrees
            for name in Dossiers.__slots__:
                sorts = (
                    one.intake if name in {"online", "direct", "carried"} else one.fate
                    for one in mine
                )
                assert getattr(row, name) == sum(sort.name.lower() == name for sort in sorts), name


def test_every_dimension_gives_the_same_sum(log: list[IntakeEntry]) -> None:
    assert log
    for span in spans():
        sums = {sum(dossiers(db.session, span, by).values(), Dossiers()) for by in Dimension}
        assert len(sums) == 1


def test_every_number_opens_its_rows(log: list[IntakeEntry]) -> None:
    assert log
    span = Span(APRIL, date(2026, 7, 15))
    for key, row in dossiers(db.session, span, Dimension.SUBJECT_AREA).items():
        for sort in (*Intake, *Fate):
            rows = db.session.scalars(behind(span, Dimension.SUBJECT_AREA, key, sort)).all()
            assert len(rows) == getattr(row, sort.name.lower())
        returned = behind(span, Dimension.SUBJECT_AREA, key, Fate.EARLY, Fate.ON_TIME, Fate.LATE)
        assert len(db.session.scalars(returned).all()) == row.returned
    whole = db.session.scalars(behind(span, Dimension.FILING, ...)).all()
    assert (
        len(whole)
        == sum(dossiers(db.session, span, Dimension.FILING).values(), Dossiers()).received
    )


def test_people_lines_help_and_money_are_those_of_the_rows(log: list[IntakeEntry]) -> None:
    rows = [one for one in log if not one.is_void and APRIL.holds(one.duty_session.day)]

    counts = figures.desk_counts(db.session, APRIL)
    assert sum(one.visits for one in counts.values()) == len({one.visit_id for one in rows})
    assert sum((Counter(one.by_outcome) for one in counts.values()), Counter()) == Counter(
        one.outcome for one in rows
    )
    assert figures.guided(db.session, APRIL) == Counter(
        one.guidance for one in rows if one.outcome is Outcome.GUIDED
    )
    paid = Counter[Payment | None]()
    for one in rows:
        paid[one.payment] += one.fee or 0
    assert figures.money(db.session, APRIL).by_payment == +paid
    assert figures.money(db.session, APRIL).total == paid.total()


def test_a_period_without_saturdays_is_empty(log: list[IntakeEntry]) -> None:
    assert log
    empty = Period(date(2025, 1, 1), date(2025, 12, 31))

    assert dossiers(db.session, Span(empty, date(2026, 7, 15)), Dimension.SUBJECT_AREA) == {}
    assert figures.desk_counts(db.session, empty) == {}
    assert figures.money(db.session, empty).total == 0
    assert figures.satisfaction(db.session, empty) == dict.fromkeys(Satisfaction, 0)


@pytest.mark.usefixtures("app")
def test_received_on_tuesday_and_returned_on_saturday_counts_as_returned_on_saturday() -> None:
    day = factories.duty_session(date(2026, 4, 11))
    stand_at("2026-04-11 09:00")
    handing = Handing(day.day, is_counted=True)
    Return.hand_over_other(db.session, Dossier(code="H41.156-260407-0001"), handing, by=None)
    db.session.commit()

    assert figures.other_returns(db.session, APRIL) == 1
    assert dossiers(db.session, Span(APRIL, day.day), Dimension.FILING) == {}, "not received here"


@pytest.mark.usefixtures("app")
def test_satisfaction_is_added_up_over_saturdays() -> None:
    for one in SATURDAYS[:3]:
        day = factories.duty_session(one)
        stand_at(f"{one} 11:00")
        counts = {Satisfaction.VERY: 3, Satisfaction.SATISFIED: 2, Satisfaction.NOT: 1}
        Answers.of(db.session, day).write(db.session, counts, by=None)
    db.session.commit()

    assert figures.satisfaction(db.session, APRIL) == {
        Satisfaction.VERY: 6,
        Satisfaction.SATISFIED: 4,
        Satisfaction.NOT: 2,
    }
