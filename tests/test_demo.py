"""Does the demo tell its story, up to its moment and no further?"""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import clock, demo
from saturday.extensions import db
from saturday.models.abbreviations import Abbreviation
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent, first_break
from saturday.models.base import Model, Way
from saturday.models.broadcasts import Broadcast
from saturday.models.commune import Commune, Hamlet, Officer, Signal
from saturday.models.documents import Document, FileStage
from saturday.models.nominations import Nomination
from saturday.models.plan import DutySession
from saturday.models.progress import ASSIGNMENT_NOTICE, progress_of
from saturday.models.roster import Replacement
from saturday.models.villages import CallAttempt, Receipt, ReceiptKind, reached_of
from saturday.papers import making
from saturday.papers.layout import check_layout
from saturday.papers.voices import voices_of
from saturday.rules.announcements import Channel, refuse_text
from saturday.rules.bulletins import refuse_unspeakable
from saturday.rules.lifecycle import PaperState
from saturday.rules.permissions import Role
from saturday.vietnamese.spoken import read_aloud
from tests.telling import tell

pytestmark = pytest.mark.long

FRIDAY, TUESDAY = demo.FRIDAY, demo.TUESDAY
APRIL_11 = date(2026, 4, 11)


@pytest.fixture(autouse=True)
def told(app: Flask, empty_folder: Path, request: pytest.FixtureRequest) -> str:
    """Tell the story into an empty database, to Friday night or to where a test wants it."""
    stand: str = getattr(request, "param", FRIDAY)
    tell(app, empty_folder, stand)
    return stand


def saturday(day: date) -> DutySession:
    """Give one of its Saturdays."""
    return db.session.scalars(DutySession.on(day)).one()


@pytest.mark.parametrize("told", [TUESDAY, FRIDAY], indirect=True)
def test_it_stands_at_its_moment_and_holds_nothing_later(told: str) -> None:
    now = clock.now()

    assert f"{now:%Y-%m-%d %H:%M}" == told
    assert all(act.at <= now for act in db.session.scalars(AuditEvent.in_order()))
    assert first_break(db.session.scalars(AuditEvent.in_order())) is None


def test_it_says_of_itself_that_it_is_a_demo() -> None:
    assert Commune.of_database(db.session).is_demo


def test_everybody_in_it_is_marked_as_an_example() -> None:
    officers = db.session.scalars(select(Officer.name)).all()
    accounts = db.session.scalars(select(Account.name)).all()

    assert officers
    assert all(name.endswith("(mẫu)") for name in [*officers, *accounts])


def test_there_is_an_account_for_each_role_and_village() -> None:
    accounts = db.session.scalars(Account.all_by_name()).all()

    assert {role for one in accounts for role in one.roles} == set(Role)
    assert sum(one.hamlet_id is not None for one in accounts) == 35
    assert len(db.session.scalars(Hamlet.in_order()).all()) == 35


@pytest.mark.parametrize("told", [TUESDAY], indirect=True)
def test_on_tuesday_the_notice_of_11_april_waits_for_the_signature() -> None:
    (progress,) = progress_of(db.session, [saturday(APRIL_11)])

    assert progress.gaps == ()
    assert progress.notice is not None
    assert progress.notice.state is PaperState.CHECKED
    assert progress.facts.plan_number == "50/KH-UBND"


def test_the_people_were_told_by_paper_ten_days_before() -> None:
    (progress,) = progress_of(db.session, [saturday(APRIL_11)])

    notice = progress.public_notice
    assert notice is not None
    assert (notice.full_number, notice.dated_on) == ("27/TB-TTPVHCC", date(2026, 4, 1))
    assert notice.signed_at is not None
    file = notice.file_at(FileStage.NUMBERED)
    assert file is not None
    assert check_layout(file.content) == []
    assert making.changes(db.session, notice, APRIL_11) == []


def test_every_channel_was_approved_by_telephone_and_still_agrees() -> None:
    voices = voices_of(db.session, saturday(APRIL_11))

    assert {one.channel for one in voices if one.published} == set(Channel)
    for voice in voices:
        text = voice.newest
        assert text is not None
        assert (text.way, text.approver) == (Way.TELEPHONE, "Lê Văn Minh (mẫu), Phó Chủ tịch")
        assert voice.differences == ()
        refuse_text(voice.channel, text.text)
        assert "(mẫu)" not in text.text
    sent = {voice.channel: len(voice.newest.dispatches) for voice in voices if voice.newest}
    assert sent[Channel.ZALO_OFFICIALS] == sent[Channel.ZALO_VILLAGES] == 1


def test_the_bulletin_can_be_said_and_was_played_morning_and_evening() -> None:
    played = db.session.scalars(Broadcast.of_session(saturday(APRIL_11))).all()
    bulletin = played[0].announcement

    assert bulletin is not None
    refuse_unspeakable(read_aloud(bulletin.text, Abbreviation.known(db.session)))
    planned = [f"{one.planned_at:%d/%m %H:%M}" for one in played if one.planned_at]
    assert planned == [f"{day:02}/04 {hour}" for day in range(7, 11) for hour in ("05:30", "17:00")]
    assert all(one.played_at and one.played_at > one.planned_at for one in played if one.planned_at)


@pytest.mark.parametrize("told", [TUESDAY], indirect=True)
def test_on_tuesday_only_one_playing_lies_behind() -> None:
    played = db.session.scalars(Broadcast.of_session(saturday(APRIL_11))).all()

    assert [one.played_at is not None for one in played] == [True] + [False] * 7
    assert reached_of(db.session, saturday(APRIL_11)).received == 0


@pytest.mark.parametrize(
    ("until", "count"),
    [
        ("2026-04-08 23:59", 19),
        ("2026-04-09 23:59", 33),
        ("2026-04-10 16:45", 34),
        ("2026-04-10 20:30", 35),
    ],
)
def test_the_villages_were_reached_one_after_the_other(until: str, count: int) -> None:
    row = saturday(APRIL_11)
    said = [
        one
        for one in db.session.scalars(Receipt.standing(row))
        if one.kind is ReceiptKind.RECEIVED and one.happened_at <= demo.at(until)
    ]

    assert len(said) == count
    assert reached_of(db.session, row).received == 35


def test_the_last_village_was_reached_through_its_party_secretary() -> None:
    row = saturday(APRIL_11)
    last = db.session.scalars(Receipt.standing(row)).all()[-1]

    assert (last.hamlet.name, last.hamlet.signal) == ("Bản 2", Signal.NONE)
    assert (last.reported_by, last.way) == ("Bí thư chi bộ", Way.TELEPHONE)
    assert len(db.session.scalars(CallAttempt.standing(row)).all()) == 6


def test_who_was_replaced_on_friday_leaves_no_gap_and_recalls_no_public_notice() -> None:
    row = saturday(APRIL_11)
    (progress,) = progress_of(db.session, [row])

    assert progress.gaps == ()
    assert len(db.session.scalars(Replacement.of_session(row)).unique().all()) == 4
    assert progress.notice is not None
    assert making.changes(db.session, progress.notice, APRIL_11)


def test_one_list_was_late_and_typed_in_by_the_centre() -> None:
    lists = db.session.scalars(Nomination.of_session(saturday(APRIL_11))).unique().all()
    late = {one.department.code: one.days_late for one in lists}

    assert late == {"van-phong": 0, "van-hoa-xa-hoi": 0, "kinh-te": 3}
    assert [one.department.code for one in lists if one.recorded_by] == ["kinh-te"]


def test_the_saturdays_behind_it_have_their_issued_papers() -> None:
    papers = db.session.scalars(
        select(Document).where(
            Document.paper == ASSIGNMENT_NOTICE, Document.state == PaperState.ISSUED
        )
    ).all()

    numbers = [one.full_number for one in papers]
    assert numbers == ["06/TB-TTPVHCC", "21/TB-TTPVHCC", "28/TB-TTPVHCC"]
    for one in papers:
        file = one.file_at(FileStage.NUMBERED)
        assert file is not None
        assert check_layout(file.content) == []


def test_the_rest_of_the_year_is_planned_and_9_may_is_open_to_try() -> None:
    days = db.session.scalars(DutySession.between(date(2026, 1, 1), date(2026, 12, 31))).all()
    may = saturday(date(2026, 5, 9))

    assert len(days) == 11
    assert sum(one.is_mobile for one in days) == 2
    assert may.is_open
    assert not db.session.scalars(Nomination.of_session(may)).unique().all()


def test_it_is_never_told_into_data_that_has_accounts() -> None:
    with pytest.raises(ValueError, match="đã có tài khoản"):
        demo.tell(None)


def test_every_table_it_fills_is_filled_by_verbs_that_leave_their_trace() -> None:
    traced = set(db.session.scalars(select(AuditEvent.subject).distinct()))
    told_of = {"annual_plan", "duty_session", "nomination", "assignment", "document", "account"}
    told_of |= {"announcement", "broadcast", "receipt", "call_attempt", "replacement"}

    assert told_of <= traced
    assert told_of <= set(Model.metadata.tables)
