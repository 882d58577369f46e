"""How does a Saturday go: is it prepared, who waits, and what do people say of it?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.intake import Deed, Due, IntakeEntry, Origin, Visit
from saturday.models.plan import DutySession
from saturday.models.progress import progress_of
from saturday.models.returns import Return
from saturday.models.running import (
    Answers,
    Checklist,
    Seen,
    WaitingCount,
    figures_of,
    visits_of,
)
from saturday.rules.intake import Filing, Outcome, ReturnWay, Satisfaction
from saturday.rules.lifecycle import StageState, stages
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.running import CountKind, Crowd
from tests import factories
from tests.conftest import counted_queries, stand_at

USUAL = "Điện\nMáy in\nCon dấu"


@pytest.fixture
def saturday(app: Flask) -> DutySession:
    """Give the Saturday of 11/4, at 10:52 of the day."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 10:52")
    return row


@pytest.fixture
def person(app: Flask) -> Account:
    """Give somebody of the Centre."""
    del app
    return factories.account(username="trungtam")


def log(
    saturday: DutySession, deed: Deed, *, at: str = "08:00", visit: Visit | None = None
) -> IntakeEntry:
    """Write one line of the log, at an hour of the Saturday."""
    origin = Origin(saturday, None, happened_at=factories.at(f"{saturday.day} {at}"))
    row = IntakeEntry.record(db.session, deed, origin, **({"who": visit} if visit else {}))
    db.session.commit()
    return row


def events() -> list[str]:
    """Name what the audit log holds of this part, in order."""
    tables = ("checklist_item", "satisfaction_count", "waiting_count")
    question = select(AuditEvent).where(AuditEvent.subject.in_(tables)).order_by(AuditEvent.id)
    return [f"{one.subject} {one.verb}" for one in db.session.scalars(question)]


# What is to be seen to


def checklist(saturday: DutySession) -> Checklist:
    return Checklist.of(db.session, saturday, USUAL)


def marks(saturday: DutySession) -> list[tuple[str, bool]]:
    """Give each thing, and whether it was seen to."""
    db.session.commit()
    return [(one.text, one.done_at is not None) for one in checklist(saturday).items]


def test_until_somebody_ticks_it_the_list_is_the_usual_one(saturday: DutySession) -> None:
    assert marks(saturday) == [("Điện", False), ("Máy in", False), ("Con dấu", False)]
    assert checklist(saturday).items[0] not in db.session


def test_a_tick_says_who_and_when(saturday: DutySession, person: Account) -> None:
    changed = checklist(saturday).tick(db.session, [], [2], by=person)

    assert changed == 1
    assert marks(saturday) == [("Điện", False), ("Máy in", True), ("Con dấu", False)]
    done = checklist(saturday).items[1]
    assert done.done_at is not None
    assert (done.done_at.time().strftime("%H:%M"), done.done_by) == ("10:52", person)
    assert events() == ["checklist_item tick"]


def test_ticks_of_two_people_meet_without_loss(saturday: DutySession, person: Account) -> None:
    checklist(saturday).tick(db.session, [], [1], by=person)
    db.session.commit()

    checklist(saturday).tick(db.session, [], [3], by=person)  # shown before the first was saved

    assert marks(saturday) == [("Điện", True), ("Máy in", False), ("Con dấu", True)]


def test_a_tick_may_be_taken_back(saturday: DutySession, person: Account) -> None:
    checklist(saturday).tick(db.session, [], [1, 2], by=person)
    db.session.commit()

    checklist(saturday).tick(db.session, [1, 2], [2], by=person)

    assert marks(saturday) == [("Điện", False), ("Máy in", True), ("Con dấu", False)]
    assert checklist(saturday).items[0].done_by is None


def test_the_same_tick_twice_changes_nothing(saturday: DutySession, person: Account) -> None:
    checklist(saturday).tick(db.session, [], [1], by=person)
    db.session.commit()
    first = checklist(saturday).items[0].done_at
    stand_at("2026-04-11 11:10")

    assert checklist(saturday).tick(db.session, [], [1], by=None) == 0

    assert checklist(saturday).items[0].done_at == first
    assert events() == ["checklist_item tick"]


def test_the_list_may_be_ticked_on_the_eve(app: Flask, person: Account) -> None:
    del app
    saturday = factories.duty_session()
    stand_at("2026-04-10 16:00")

    assert checklist(saturday).tick(db.session, [], [1], by=person) == 1


def test_a_thing_that_stays_on_the_list_keeps_its_tick(
    saturday: DutySession, person: Account
) -> None:
    checklist(saturday).tick(db.session, [], [1, 3], by=person)
    db.session.commit()
    before = checklist(saturday).version

    checklist(saturday).write(db.session, "Con dấu\nMạng\nĐiện", by=person)

    assert marks(saturday) == [("Con dấu", True), ("Mạng", False), ("Điện", True)]
    assert checklist(saturday).version != before
    assert events() == ["checklist_item tick", "checklist_item write"]


@pytest.mark.parametrize("verb", ["tick", "write"])
def test_a_list_that_was_written_since_it_was_shown_stays(saturday: DutySession, verb: str) -> None:
    seen = checklist(saturday)
    late: dict[str, Callable[[], object]] = {
        "tick": lambda: seen.tick(db.session, [], [1], by=None),
        "write": lambda: seen.write(db.session, "Loa", by=None),
    }
    checklist(saturday).write(db.session, "Mạng", by=None)
    db.session.commit()

    with pytest.raises(StaleDataError):
        late[verb]()

    db.session.rollback()
    assert marks(saturday) == [("Mạng", False)]


def test_totals_that_were_written_since_they_were_shown_stay(saturday: DutySession) -> None:
    seen = Answers.of(db.session, saturday)
    Answers.of(db.session, saturday).write(db.session, {Satisfaction.VERY: 9}, by=None)
    db.session.commit()

    with pytest.raises(StaleDataError):
        seen.write(db.session, {Satisfaction.VERY: 4}, by=None)

    db.session.rollback()
    assert Answers.of(db.session, saturday).counts[Satisfaction.VERY] == 9


def test_another_saturday_keeps_the_usual_list(saturday: DutySession) -> None:
    checklist(saturday).write(db.session, "Mạng", by=None)
    db.session.commit()

    other = factories.duty_session(date(2026, 5, 9))

    assert [text for text, _done in marks(other)] == ["Điện", "Máy in", "Con dấu"]


def test_a_cancelled_saturday_is_not_prepared(saturday: DutySession) -> None:
    saturday.cancel("mưa bão", by=None)
    db.session.commit()

    for verb in (
        lambda: checklist(saturday).tick(db.session, [], [1], by=None),
        lambda: checklist(saturday).write(db.session, "Mạng", by=None),
    ):
        with pytest.raises(NotAllowedNow, match="Buổi này không tổ chức"):
            verb()


# People counted


def test_the_most_who_waited_are_remembered_with_place_and_hour(saturday: DutySession) -> None:
    for count, at in ((4, "09:00"), (9, "10:30"), (9, "10:40"), (2, "10:50")):
        seen_at = factories.at(f"2026-04-11 {at}")
        WaitingCount.write(
            db.session, saturday, Seen(count, place="Chứng thực", seen_at=seen_at), by=None
        )
    WaitingCount.write(db.session, saturday, Seen(61, CountKind.CAME_IN, "Chứng thực"), by=None)
    db.session.commit()

    assert figures_of(db.session, saturday).crowd == Crowd(9, "Chứng thực", time(10, 30))
    newest = db.session.scalars(WaitingCount.of_session(saturday)).first()
    assert newest is not None
    assert (newest.kind, newest.count, newest.place) == (CountKind.CAME_IN, 61, "")
    assert set(events()) == {"waiting_count count"}


def test_a_wrong_count_is_taken_back(saturday: DutySession) -> None:
    row = WaitingCount.write(db.session, saturday, Seen(90), by=None)
    db.session.commit()

    row.drop(db.session, by=None)
    db.session.commit()

    assert db.session.scalars(WaitingCount.of_session(saturday)).all() == []
    assert events() == ["waiting_count count", "waiting_count remove"]


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (Seen(1000), "Số người từ 0 đến 999."),
        (Seen(9, seen_at=factories.at("2026-04-11 11:30")), "Giờ này chưa đến."),
        (Seen(9, seen_at=factories.at("2026-04-10 10:30")), "Hãy ghi giờ trong thứ Bảy, 11/4."),
        (Seen(9, place="a" * 61), "Hãy viết ngắn hơn."),
    ],
)
def test_a_count_that_cannot_be_is_refused(saturday: DutySession, seen: Seen, reason: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        WaitingCount.write(db.session, saturday, seen, by=None)

    assert refusal.value.reason.startswith(reason)


def test_nobody_waits_before_the_day(app: Flask) -> None:
    del app
    saturday = factories.duty_session()

    for verb in (
        lambda: WaitingCount.write(db.session, saturday, Seen(9), by=None),
        lambda: Answers.of(db.session, saturday).write(db.session, {}, by=None),
    ):
        with pytest.raises(NotAllowedNow, match="Buổi chưa đến"):
            verb()


# What people say


def test_totals_of_answers_are_kept_and_changed(saturday: DutySession) -> None:
    empty = Answers.of(db.session, saturday)
    empty.write(db.session, {Satisfaction.VERY: 40, Satisfaction.NOT: 1}, by=None)
    db.session.commit()

    stored = Answers.of(db.session, saturday)
    stored.write(db.session, {Satisfaction.VERY: 41, Satisfaction.NOT: 1}, by=None)
    db.session.commit()

    last = Answers.of(db.session, saturday)
    assert (last.counts[Satisfaction.VERY], last.total) == (41, 42)
    assert len({one.version for one in (empty, stored, last)}) == 3
    assert events() == ["satisfaction_count count"] * 3  # what did not change is not told


# Figures


def test_the_figures_are_those_of_the_log(saturday: DutySession) -> None:
    earlier = factories.duty_session(date(2026, 3, 28))
    stand_at("2026-03-28 09:00")
    old = [log(earlier, Deed(Outcome.RECEIVED, due=Due(date(2026, 4, day)))) for day in (3, 8, 11)]
    stand_at("2026-04-11 12:05")
    settled = log(saturday, Deed(Outcome.SETTLED, quantity=64), at="08:00")
    log(saturday, Deed(Outcome.RECEIVED, filing=Filing.ONLINE), visit=settled.visit)
    log(saturday, Deed(Outcome.HANDED_OVER), at="11:52")
    wrong = log(saturday, Deed(Outcome.SETTLED), at="12:00")
    wrong.void("đếm nhầm", by=None)
    db.session.add_all(
        Return(
            entry=one,
            returned_on=saturday.day,
            way=ReturnWay.AT_DESK,
            recorded_at=factories.at("2026-04-11 09:00"),
        )
        for one in (old[0], old[2])
    )
    db.session.commit()

    figures = figures_of(db.session, saturday)

    assert (figures.counts.visits, figures.counts.lines, figures.counts.received) == (2, 3, 2)
    assert figures.filed == {Filing.DIRECT: 1, Filing.ONLINE: 1}
    assert figures.returned_late == 1
    assert (figures.waiting_results, figures.overdue) == (2, 1)
    assert figures.last_at == time(11, 52)


def test_ten_more_lines_cost_no_more_questions(saturday: DutySession) -> None:
    def asked() -> int:
        db.session.expire_all()
        with counted_queries() as sent:
            figures_of(db.session, saturday)
        return len(sent)

    log(saturday, Deed(Outcome.GUIDED))
    few = asked()
    for _ in range(10):
        log(saturday, Deed(Outcome.GUIDED))

    assert asked() == few


def test_people_served_are_counted_by_saturday(saturday: DutySession) -> None:
    first = log(saturday, Deed(Outcome.GUIDED))
    log(saturday, Deed(Outcome.OPINION), visit=first.visit)

    assert visits_of(db.session, [saturday]) == {saturday.id: 1}
    with counted_queries() as sent:
        assert visits_of(db.session, []) == {}
    assert sent == []


@pytest.mark.parametrize(
    ("moment", "state", "words"),
    [
        ("2026-04-11 11:00", StageState.DOING, "hôm nay, 1 lượt công dân"),
        ("2026-04-13 09:00", StageState.MISSING, "1 lượt công dân, chưa chốt số liệu"),
    ],
)
def test_the_last_stage_counts_the_people(
    saturday: DutySession, moment: str, state: StageState, words: str
) -> None:
    log(saturday, Deed(Outcome.GUIDED))
    stand_at(moment)

    stage = stages(progress_of(db.session, [saturday])[0].facts)[-1]

    assert (stage.name, stage.state, stage.words) == ("Tiếp nhận", state, words)


def test_who_lacks_attendance_stands_beside_the_people_served(saturday: DutySession) -> None:
    log(saturday, Deed(Outcome.GUIDED))
    stand_at("2026-04-13 09:00")

    facts = replace(progress_of(db.session, [saturday])[0].facts, unrecorded=2)

    words = "1 lượt công dân, còn 2 người chưa chấm công, chưa chốt số liệu"
    assert stages(facts)[-1].words == words
