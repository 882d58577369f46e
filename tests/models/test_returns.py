"""Results wait, are handed over on any day, and what was recorded by mistake waits again."""

from datetime import date, time

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import clock
from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.calendar import known_calendar
from saturday.models.intake import IntakeEntry, counts_of
from saturday.models.plan import DutySession
from saturday.models.returns import (
    Dossier,
    DueCounts,
    Handing,
    Return,
    UndoneReturn,
    appointment_of,
    counted_of,
    due_counts,
    last_with_dossiers,
    waiting,
    waiting_of,
)
from saturday.rules.intake import EntryOrigin, Outcome, ReturnWay
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at

MARCH, APRIL = date(2026, 3, 28), date(2026, 4, 11)
MARRIAGE = "Xác nhận tình trạng hôn nhân"


@pytest.fixture
def duty_session(app: Flask) -> DutySession:
    """Hold the Saturday of 11/4, at ten o'clock."""
    del app
    row = factories.duty_session(APRIL)
    stand_at("2026-04-11 10:00")
    return row


@pytest.fixture
def dossier(duty_session: DutySession) -> IntakeEntry:
    """Receive a dossier to be fetched on Wednesday 15/4."""
    return factories.received(duty_session, due_on=date(2026, 4, 15))


def handed(
    entry: IntakeEntry, on: date, *, at: time | None = None, way: ReturnWay = ReturnWay.AT_DESK
) -> Return:
    """Hand a result over."""
    row = Return.hand_over(db.session, entry, Handing(on, at=at, way=way), by=None)
    db.session.commit()
    return row


def refusal(entry: IntakeEntry, handing: Handing) -> tuple[str, str | None]:
    """Give why a result cannot be handed over, and at which field."""
    with pytest.raises(NotAllowedNow) as refused:
        Return.hand_over(db.session, entry, handing, by=None)
    return refused.value.reason, refused.value.field


def test_a_result_is_handed_over_on_any_day(dossier: IntakeEntry) -> None:
    stand_at("2026-04-14 14:20")

    row = handed(dossier, date(2026, 4, 14), at=time(14, 5))

    assert dossier.returned is row
    assert (row.returned_on, row.returned_at) == (date(2026, 4, 14), time(14, 5))
    assert row.dossier_code == dossier.dossier_code
    assert row.fetched_entry is None  # no desk of ours that day
    assert not row.is_late


@pytest.mark.parametrize(("day", "is_late"), [(15, False), (16, True)])
def test_what_is_fetched_after_its_day_is_late(
    dossier: IntakeEntry, day: int, *, is_late: bool
) -> None:
    stand_at("2026-04-16 08:00")

    assert handed(dossier, date(2026, 4, day)).is_late is is_late


def test_the_appointment_of_a_line_is_counted_anew(dossier: IntakeEntry) -> None:
    calendar = known_calendar(db.session)
    counted = counted_of(dossier, calendar)
    dossier.due_on = None

    assert counted is not None
    assert counted.due_on == date(2026, 4, 14)  # three days; the Centre said the 15th
    assert counted_of(dossier, calendar) is None


def test_a_result_fetched_on_a_saturday_counts_the_person_who_came(app: Flask) -> None:
    del app
    march, april = factories.duty_session(MARCH), factories.duty_session(APRIL)
    stand_at("2026-03-28 09:00")
    entry = factories.received(march, due_on=date(2026, 4, 10))
    stand_at("2026-04-11 08:50")

    row = handed(entry, APRIL)

    counts = counts_of(db.session, april)
    assert (counts.visits, counts.of(Outcome.HANDED_OVER)) == (1, 1)
    assert row.fetched_entry is not None
    assert row.fetched_entry.full_number == "0001"
    assert row.fetched_entry.origin is EntryOrigin.LINE
    assert row.fetched_entry.procedure_id == entry.procedure_id
    assert counts_of(db.session, march).visits == 1


@pytest.mark.parametrize("way", [ReturnWay.POST, ReturnWay.ELECTRONIC])
def test_a_result_that_was_sent_counts_nobody(dossier: IntakeEntry, way: ReturnWay) -> None:
    assert handed(dossier, APRIL, way=way).fetched_entry is None


def test_a_person_whom_the_desk_has_counted_is_not_counted_again(dossier: IntakeEntry) -> None:
    row = Return.hand_over(db.session, dossier, Handing(APRIL, is_counted=True), by=None)

    assert row.fetched_entry is None
    assert counts_of(db.session, dossier.duty_session).visits == 1


def test_a_saturday_that_is_not_held_counts_nobody(app: Flask) -> None:
    del app
    march, april = factories.duty_session(MARCH), factories.duty_session(APRIL)
    stand_at("2026-03-28 09:00")
    entry = factories.received(march, due_on=date(2026, 4, 10))
    april.cancel("mưa bão", by=None)
    stand_at("2026-04-11 08:50")

    assert handed(entry, APRIL).fetched_entry is None


def test_what_is_written_down_later_keeps_the_hour_of_the_saturday(dossier: IntakeEntry) -> None:
    stand_at("2026-04-13 08:00")

    fetched = handed(dossier, APRIL, at=time(11, 10)).fetched_entry

    assert fetched is not None
    assert fetched.origin is EntryOrigin.LATER
    assert fetched.happened_at == factories.at("2026-04-11 11:10")


def test_without_its_hour_a_later_note_stands_at_the_beginning(dossier: IntakeEntry) -> None:
    stand_at("2026-04-13 08:00")

    fetched = handed(dossier, APRIL).fetched_entry

    assert fetched is not None
    assert fetched.happened_at == factories.at("2026-04-11 07:30")


def test_one_result_is_handed_over_once(dossier: IntakeEntry) -> None:
    handed(dossier, APRIL)

    assert refusal(dossier, Handing(APRIL)) == ("Kết quả này đã ghi trả ngày 11/4/2026.", None)


@pytest.mark.parametrize(
    ("handing", "reason", "field"),
    [
        (
            Handing(date(2026, 4, 10)),
            "Hồ sơ nhận ngày 11/4/2026. Hãy ghi ngày trả từ ngày đó.",
            "returned_on",
        ),
        (Handing(date(2026, 4, 12)), "Ngày trả chưa đến.", "returned_on"),
        (Handing(APRIL, at=time(10, 30)), "Giờ trả chưa đến.", "returned_at"),
    ],
)
def test_a_day_or_an_hour_that_cannot_be_is_refused(
    dossier: IntakeEntry, handing: Handing, reason: str, field: str
) -> None:
    assert refusal(dossier, handing) == (reason, field)


def test_a_voided_line_has_no_result(dossier: IntakeEntry) -> None:
    dossier.void("ghi nhầm", by=None)

    words = "Dòng này đã hủy nên không có kết quả để trả."
    assert refusal(dossier, Handing(APRIL)) == (words, None)


def test_what_was_settled_on_the_spot_does_not_wait(duty_session: DutySession) -> None:
    entry = factories.received(duty_session, outcome=Outcome.SETTLED)

    words = "Dòng này là “giải quyết, trả ngay”, không chờ trả kết quả."
    assert refusal(entry, Handing(APRIL)) == (words, None)


def test_a_dossier_of_another_desk_is_handed_over_too(duty_session: DutySession) -> None:
    procedure = factories.procedure(MARRIAGE)

    row = Return.hand_over_other(
        db.session, Dossier(procedure, "H41.156-260310-0007"), Handing(APRIL), by=None
    )

    assert row.entry is None
    assert row.procedure is procedure
    assert not row.is_late
    assert row.fetched_entry is not None
    assert row.fetched_entry.dossier_code == "H41.156-260310-0007"
    assert counts_of(db.session, duty_session).of(Outcome.HANDED_OVER) == 1


@pytest.mark.parametrize("code", ["H41.156-260411-0001", "h41.156-260411-0001"])
def test_a_dossier_that_waits_here_is_handed_over_at_its_line(
    dossier: IntakeEntry, code: str
) -> None:
    with pytest.raises(NotAllowedNow) as refused:
        Return.hand_over_other(db.session, Dossier(code=code), Handing(APRIL), by=None)

    assert refused.value.reason == (
        "Hồ sơ này là dòng 0001 buổi 11/4/2026, đang chờ trả. Hãy ghi trả ở dòng đó."
    )
    assert refused.value.field == "dossier_code"
    assert dossier.returned is None


def test_the_end_of_a_code_is_not_the_dossier_itself(dossier: IntakeEntry) -> None:
    row = Return.hand_over_other(db.session, Dossier(code="0001"), Handing(APRIL), by=None)

    assert row.entry is None
    assert dossier.returned is None


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_dossier_is_handed_over_once_wherever_it_came_in(
    dossier: IntakeEntry, *, is_ours: bool
) -> None:
    code = dossier.dossier_code if is_ours else "H41.156-260310-0007"
    if is_ours:
        handed(dossier, APRIL)
    else:
        Return.hand_over_other(db.session, Dossier(code=code), Handing(APRIL), by=None)
        db.session.commit()
    stand_at("2026-04-14 09:00")

    other = Handing(date(2026, 4, 14))
    with pytest.raises(NotAllowedNow) as refused:
        Return.hand_over_other(db.session, Dossier(code=code.lower()), other, by=None)

    words = "Kết quả của hồ sơ này đã ghi trả ngày 11/4/2026."
    assert (refused.value.reason, refused.value.field) == (words, "dossier_code")


def test_a_dossier_needs_a_procedure_or_a_code(duty_session: DutySession) -> None:
    del duty_session
    with pytest.raises(NotAllowedNow) as refused:
        Return.hand_over_other(db.session, Dossier(), Handing(APRIL), by=None)

    assert refused.value.field == "procedure"


def test_what_was_recorded_by_mistake_waits_again_and_its_reason_stays(
    dossier: IntakeEntry,
) -> None:
    row = handed(dossier, APRIL)
    fetched = row.fetched_entry

    row.take_back(db.session, "nhầm người", by=None)
    db.session.commit()
    db.session.expire_all()

    assert dossier.returned is None
    assert fetched is not None
    assert (fetched.is_void, fetched.void_reason) == (True, "nhầm người")
    undone = db.session.scalars(select(UndoneReturn)).one()
    assert (undone.entry_id, undone.reason) == (dossier.id, "nhầm người")
    assert list(db.session.scalars(waiting())) == [dossier]
    assert handed(dossier, APRIL).fetched_entry is not None


def test_a_mistake_is_taken_back_only_with_a_reason(dossier: IntakeEntry) -> None:
    row = handed(dossier, APRIL)

    with pytest.raises(NotAllowedNow, match="Hãy ghi lý do"):
        row.take_back(db.session, " ", by=None)


def test_who_came_for_a_result_is_not_voided_while_it_counts_as_handed_over(
    dossier: IntakeEntry,
) -> None:
    fetched = handed(dossier, APRIL).fetched_entry
    assert fetched is not None

    with pytest.raises(NotAllowedNow, match="Hãy bỏ lần trả đó"):
        fetched.void("nhầm", by=None)


def test_a_line_that_was_voided_already_is_left_alone(dossier: IntakeEntry) -> None:
    row = handed(dossier, APRIL)
    assert row.fetched_entry is not None
    row.fetched_entry.voided_at, row.fetched_entry.void_reason = clock.now(), "đếm hai lần"
    db.session.commit()

    row.take_back(db.session, "nhầm người", by=None)
    db.session.commit()

    voided = db.session.scalars(select(IntakeEntry).where(IntakeEntry.voided_at.is_not(None)))
    assert [one.void_reason for one in voided] == ["đếm hai lần"]


def test_the_audit_log_names_the_line_and_nobody(dossier: IntakeEntry) -> None:
    handed(dossier, APRIL).take_back(db.session, "nhầm bà Lan", by=None)
    db.session.commit()

    table = AuditEvent.subject == "intake_return"
    events = db.session.scalars(select(AuditEvent).where(table).order_by(AuditEvent.id)).all()
    assert [one.verb for one in events] == ["hand_over", "undo"]
    assert events[0].facts == {
        "day": "2026-04-11",
        "way": "AT_DESK",
        "saturday": "2026-04-11",
        "number": "0001",
    }
    assert "Lan" not in str([one.facts for one in events])


def test_what_waits_is_counted_by_its_day(duty_session: DutySession) -> None:
    days = (date(2026, 4, 13), date(2026, 4, 15), date(2026, 4, 15), date(2026, 4, 17), None)
    rows = [factories.received(duty_session, due_on=day) for day in days]
    factories.received(duty_session, outcome=Outcome.SETTLED)
    factories.received(duty_session, due_on=date(2026, 4, 13)).void("ghi nhầm", by=None)
    handed(factories.received(duty_session, due_on=date(2026, 4, 13)), APRIL)
    db.session.commit()

    counts = due_counts(db.session, date(2026, 4, 15))

    assert counts == DueCounts(overdue=1, today=2, later=2)
    assert counts.waiting == 5
    assert list(db.session.scalars(waiting())) == rows
    assert list(db.session.scalars(waiting_of(duty_session))) == rows
    assert due_counts(db.session, date(2026, 4, 13)).overdue == 0


def test_the_last_saturday_with_dossiers_is_to_be_handed_over(app: Flask) -> None:
    del app
    march, april = factories.duty_session(MARCH), factories.duty_session(APRIL)
    assert last_with_dossiers(db.session, date(2026, 4, 13)) is None
    stand_at("2026-03-28 09:00")
    factories.received(march, due_on=date(2026, 4, 10))
    stand_at("2026-04-11 09:00")
    entry = factories.received(april, due_on=date(2026, 4, 15))

    assert last_with_dossiers(db.session, date(2026, 4, 13)) is april
    assert last_with_dossiers(db.session, date(2026, 4, 10)) is march
    handed(entry, APRIL)
    assert last_with_dossiers(db.session, date(2026, 4, 13)) is march


def test_the_appointment_of_a_procedure_knows_the_hours_of_its_saturday(
    duty_session: DutySession,
) -> None:
    received_at, calendar = factories.at("2026-04-11 08:20"), known_calendar(db.session)
    copies = appointment_of(
        factories.procedure("Chứng thực bản sao"), duty_session, received_at, calendar
    )
    business = appointment_of(
        factories.procedure("Đăng ký hộ kinh doanh"), duty_session, received_at, calendar
    )
    duty_session.is_mobile = True
    signed_later = appointment_of(
        factories.procedure("Chứng thực chữ ký"), duty_session, received_at, calendar
    )

    assert copies is not None
    assert (copies.due_on, copies.due_at) == (APRIL, time(11, 30))
    assert business is not None
    assert business.due_on == date(2026, 4, 15)
    assert signed_later is not None
    assert signed_later.due_on == date(2026, 4, 13)
