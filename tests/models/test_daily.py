"""What did each officer do, who confirmed it, and what does a closed day still take?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models import daily
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.calendar import known_calendar
from saturday.models.closing import DayClosing, closed_at
from saturday.models.commune import SubjectArea
from saturday.models.daily import DailySheet, DayFigures, OfficerDay
from saturday.models.intake import Applicant, Deed, IntakeEntry, Origin
from saturday.models.packs import MobilePack
from saturday.models.personal import Identity, PersonFile
from saturday.models.plan import Choice, DutySession
from saturday.models.returns import Dossier, Handing, Return
from saturday.models.roster import Seat, assign
from saturday.models.running import Answers, Checklist, Seen, WaitingCount
from saturday.models.settings import change_settings
from saturday.rules.closing import Handled, Stated
from saturday.rules.intake import EntryOrigin, Outcome, ReturnWay, Satisfaction
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import counted_queries, stand_at

CLOSED = (
    "Buổi đã chốt số liệu lúc 12 giờ 20, thứ Bảy, 11/4. Trung tâm mở lại được ở trang Số liệu ngày."
)
MONDAY = date(2026, 4, 13)


@pytest.fixture
def saturday(app: object) -> DutySession:
    """Give the Saturday of 11/4, at ten o'clock."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 10:00")
    return row


@pytest.fixture
def desk(saturday: DutySession) -> Account:
    """Give the account of an officer at the desk."""
    del saturday
    row = factories.account(username="congchuc1", roles={Role.OFFICER})
    row.officer = factories.officer("Vi Văn An (mẫu)")
    db.session.commit()
    return row


def log(saturday: DutySession, *outcomes: Outcome, by: Account | None = None) -> None:
    """Write a line for each outcome, now."""
    for one in outcomes:
        factories.received(saturday, outcome=one, by=by)


def figures(saturday: DutySession) -> DayFigures:
    return DayFigures.of(db.session, saturday)


def row_of(saturday: DutySession, key: int) -> OfficerDay:
    found = figures(saturday).of_officer(key)
    assert found is not None
    return found


def confirm(saturday: DutySession, key: int, said: Handled, reason: str = "") -> None:
    """Confirm what an officer did, having seen what the log says."""
    stated = replace(row_of(saturday, key).as_counted, said=said, reason=reason)
    daily.confirm(db.session, saturday, stated, by=None)


def close(saturday: DutySession, remark: str = "") -> DayClosing:
    """Close a Saturday whose figures were seen."""
    return daily.close(db.session, saturday, remark, figures(saturday).mark, by=None)


@pytest.fixture
def closed(saturday: DutySession, desk: Account) -> DutySession:
    """Give the Saturday with one dossier that waits, closed at 12:20."""
    log(saturday, Outcome.RECEIVED, by=desk)
    stand_at("2026-04-11 12:20")
    close(saturday)
    db.session.commit()
    return saturday


# Counting


def test_everybody_on_duty_has_a_row_and_so_has_who_wrote_a_line(
    saturday: DutySession, desk: Account
) -> None:
    served = factories.officer("Lô Thị Bình (mẫu)")
    assign(saturday, Seat(duty=factories.duty("LAND"), officer=served), by=None)
    log(saturday, Outcome.SETTLED, Outcome.SUPPLEMENT, Outcome.OPINION, by=desk)
    log(saturday, Outcome.GUIDED)

    rows = figures(saturday).officers

    assert [(one.name, one.counted) for one in rows] == [
        ("Lô Thị Bình (mẫu)", Handled()),
        ("Vi Văn An (mẫu)", Handled(2, 1)),
        (daily.NOBODY, Handled()),
    ]
    assert figures(saturday).handled == Handled(2, 1)


def test_every_subject_area_has_a_row_and_what_names_none_comes_last(
    saturday: DutySession,
) -> None:
    log(saturday, Outcome.SETTLED, Outcome.RECEIVED)
    IntakeEntry.record(db.session, Deed(Outcome.GUIDED), Origin(saturday, None))

    rows = figures(saturday).areas
    told = {one.name: (one.received, one.total, one.handled) for one in rows if one.total}

    assert len(rows) == len(db.session.scalars(select(SubjectArea)).all()) + 1
    assert told == {
        "Hộ tịch": (2, 2, Handled(2, 0)),
        "Không theo lĩnh vực": (0, 1, Handled()),
    }


def test_a_field_that_ended_since_keeps_its_row(saturday: DutySession) -> None:
    log(saturday, Outcome.SETTLED)
    area = db.session.scalars(select(SubjectArea).where(SubjectArea.name == "Hộ tịch")).one()
    area.valid_to = date(2026, 4, 1)
    db.session.commit()

    assert [one.name for one in figures(saturday).areas if one.received] == ["Hộ tịch"]


def test_an_officer_stands_where_he_served_that_day(saturday: DutySession, desk: Account) -> None:
    log(saturday, Outcome.SETTLED, by=desk)
    stand_at("2026-05-04 08:00")
    assert desk.officer is not None
    elsewhere = factories.department("van-phong")
    desk.officer.move(elsewhere, "Văn thư", date(2026, 5, 1), by=None)
    db.session.commit()

    row = row_of(saturday, desk.officer.id)

    assert (row.post, row.unit) == ("Chuyên viên", "Phòng Kinh tế")


def test_a_village_merged_since_changes_no_figure(saturday: DutySession) -> None:
    small, large = factories.hamlet("Thôn 1 (mẫu)"), factories.hamlet("Thôn 2 (mẫu)")
    factories.received(saturday, who=Applicant(hamlet=small))
    before = figures(saturday).mark
    stand_at("2026-05-04 08:00")
    small.valid_to, small.merged_into = date(2026, 5, 1), large
    db.session.commit()

    assert figures(saturday).mark == before


# Confirming


def test_what_was_confirmed_counts_until_the_log_changes(
    saturday: DutySession, desk: Account
) -> None:
    key = desk.officer_id or 0
    log(saturday, Outcome.SETTLED, by=desk)
    confirm(saturday, key, Handled(2, 1), "một hồ sơ ghi giấy")
    db.session.commit()
    row = row_of(saturday, key)
    assert (row.said, row.reason, row.is_overtaken) == (Handled(2, 1), "một hồ sơ ghi giấy", False)

    log(saturday, Outcome.SETTLED, by=desk)

    row = row_of(saturday, key)
    assert (row.said, row.reason, row.is_overtaken) == (Handled(2, 0), "", True)


def test_confirmed_twice_it_is_one_row(saturday: DutySession, desk: Account) -> None:
    key = desk.officer_id or 0
    log(saturday, Outcome.SETTLED, by=desk)
    for said in (Handled(2, 0), Handled(1, 0)):
        confirm(saturday, key, said, "đếm lại")
        db.session.commit()

    sheet = db.session.scalars(select(DailySheet)).one()

    assert (sheet.said, sheet.counted, sheet.reason) == (Handled(1, 0), Handled(1, 0), "")


def test_the_figures_of_an_account_without_officer_are_confirmed_too(
    saturday: DutySession,
) -> None:
    log(saturday, Outcome.SETTLED)
    confirm(saturday, 0, Handled(1, 0))

    assert figures(saturday).unconfirmed == []


def test_nobody_confirms_what_was_counted_since(saturday: DutySession, desk: Account) -> None:
    stated = Stated(desk.officer_id or 0, Handled(), Handled())
    log(saturday, Outcome.SETTLED, by=desk)

    with pytest.raises(NotAllowedNow, match="Nhật ký vừa có dòng mới"):
        daily.confirm(db.session, saturday, stated, by=None)


def test_nobody_confirms_of_somebody_who_is_not_there(saturday: DutySession) -> None:
    with pytest.raises(NotAllowedNow, match="Nhật ký vừa có dòng mới"):
        daily.confirm(db.session, saturday, Stated(999, Handled(), Handled()), by=None)


def test_nobody_confirms_over_what_somebody_else_confirmed_meanwhile(
    saturday: DutySession, desk: Account
) -> None:
    key = desk.officer_id or 0
    log(saturday, Outcome.SETTLED, by=desk)
    first, again = row_of(saturday, key).as_counted, Handled(3, 0)
    for version in (0, 1):
        confirm(saturday, key, Handled(2, 0), f"đếm lại {version}")
        db.session.commit()

        with pytest.raises(NotAllowedNow, match="Số liệu vừa đổi"):
            daily.confirm(
                db.session,
                saturday,
                replace(first, said=again, reason="đếm", version=version),
                by=None,
            )
    assert row_of(saturday, key).said == Handled(2, 0)


def test_many_are_confirmed_by_one_count_of_the_day(saturday: DutySession) -> None:
    for name in ("Vi Văn An (mẫu)", "Lô Thị Bình (mẫu)", "Lương Thị Hoa (mẫu)"):
        seat = Seat(duty=factories.duty("LAND"), officer=factories.officer(name))
        assign(saturday, seat, by=None)
    db.session.commit()

    def asked() -> int:
        first, *others = [one.as_counted for one in figures(saturday).unconfirmed]
        with counted_queries() as questions:
            daily.confirm_all(db.session, saturday, others or [first], by=None)
        return len(questions)

    two, one = asked(), asked()

    assert two == one + 1  # its own row
    assert figures(saturday).unconfirmed == []


def test_of_many_none_is_confirmed_when_one_has_changed(
    saturday: DutySession, desk: Account
) -> None:
    log(saturday, Outcome.SETTLED)
    log(saturday, Outcome.SETTLED, by=desk)
    seen = [one.as_counted for one in figures(saturday).unconfirmed]
    log(saturday, Outcome.SETTLED)

    with pytest.raises(NotAllowedNow, match="Nhật ký vừa có dòng mới"):
        daily.confirm_all(db.session, saturday, seen, by=None)
    assert db.session.scalars(select(DailySheet)).all() == []


def test_a_laptop_confirms_nothing(saturday: DutySession) -> None:
    change_settings(db.session, {"desk.letter": "B"}, by=None)
    log(saturday, Outcome.SETTLED)

    with pytest.raises(NotAllowedNow, match=r"Máy này là máy lưu động\..* ở trụ sở"):
        confirm(saturday, 0, Handled(1, 0))


def test_of_a_cancelled_saturday_nothing_is_confirmed(saturday: DutySession) -> None:
    log(saturday, Outcome.SETTLED)
    saturday.cancel("mưa bão", by=None)

    with pytest.raises(NotAllowedNow, match="Buổi này không tổ chức"):
        confirm(saturday, 0, Handled(1, 0))


# Closing


def test_closing_confirms_the_rest_and_keeps_what_was_counted(
    saturday: DutySession, desk: Account
) -> None:
    log(saturday, Outcome.SETTLED, Outcome.OPINION, by=desk)
    by = factories.account(username="trungtam", roles={Role.CENTRE})

    row = daily.close(db.session, saturday, " Mất điện 8 phút ", figures(saturday).mark, by=by)
    db.session.commit()

    assert (row.visits, row.handled, row.remark) == (2, Handled(1, 1), "Mất điện 8 phút")
    assert (row.closed_by, saturday.closing) == (by, row)
    assert figures(saturday).unconfirmed == []
    assert row_of(saturday, desk.officer_id or 0).confirmed is not None
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "close_day")).one()
    assert told.facts == {"day": "2026-04-11", "visits": 2, "dossiers": 1, "opinions": 1}


def test_a_saturday_without_a_line_is_closed_too(saturday: DutySession) -> None:
    assert (close(saturday).visits, figures(saturday).handled) == (0, Handled())


def test_other_figures_than_those_seen_are_not_closed(saturday: DutySession) -> None:
    seen = figures(saturday).mark
    log(saturday, Outcome.SETTLED)

    with pytest.raises(NotAllowedNow, match="Số liệu vừa đổi"):
        daily.close(db.session, saturday, "", seen, by=None)


def test_a_closed_day_is_not_closed_again(closed: DutySession) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        close(closed)
    assert refusal.value.reason == CLOSED


def test_before_the_day_nothing_is_closed(saturday: DutySession) -> None:
    stand_at("2026-04-10 16:00")
    with pytest.raises(NotAllowedNow, match="Buổi chưa đến"):
        close(saturday)


def test_a_cancelled_saturday_is_not_closed(saturday: DutySession) -> None:
    saturday.cancel("mưa bão", by=None)
    with pytest.raises(NotAllowedNow, match="Buổi này không tổ chức"):
        close(saturday)


def test_a_laptop_closes_nothing(saturday: DutySession) -> None:
    change_settings(db.session, {"desk.letter": "B"}, by=None)
    with pytest.raises(NotAllowedNow, match="chốt số liệu ở trụ sở"):
        close(saturday)


def test_a_laptop_that_is_still_out_is_waited_for_or_explained(saturday: DutySession) -> None:
    pack = MobilePack(
        duty_session=saturday, letter="B", uid="b", made_at=factories.at("2026-04-10")
    )
    db.session.add(pack)
    db.session.flush()

    with pytest.raises(NotAllowedNow, match="Gói lưu động chữ B chưa nhận về"):
        close(saturday)
    assert close(saturday, "máy hỏng, không lấy được dữ liệu").reopened_at is None


# Opening again


def test_an_opened_day_takes_lines_and_both_closings_stay(closed: DutySession) -> None:
    first = closed.closing
    assert first is not None
    first.reopen(db.session, "sót hai hồ sơ ghi giấy", by=None)
    db.session.commit()
    db.session.expire_all()
    assert closed.closing is None

    log(closed, Outcome.SETTLED)
    close(closed)
    db.session.commit()

    kept = db.session.scalars(DayClosing.of_session(closed)).all()
    assert [(one.visits, one.reason) for one in kept] == [(2, ""), (1, "sót hai hồ sơ ghi giấy")]


def test_what_is_open_is_not_opened(closed: DutySession) -> None:
    row = closed.closing
    assert row is not None
    row.reopen(db.session, "sót hai hồ sơ", by=None)

    with pytest.raises(NotAllowedNow, match="đang mở"):
        row.reopen(db.session, "sót hai hồ sơ", by=None)


# What a closed day takes


def the_line(saturday: DutySession) -> IntakeEntry:
    return db.session.scalars(IntakeEntry.numbered(saturday, "", 1)).one()


def tap(saturday: DutySession) -> None:
    IntakeEntry.record(db.session, Deed(Outcome.GUIDED), Origin(saturday, None))


def copy_from_paper(saturday: DutySession) -> None:
    happened_at = factories.at("2026-04-11 08:20")
    origin = Origin(saturday, None, EntryOrigin.LATER, happened_at=happened_at)
    IntakeEntry.record(db.session, Deed(Outcome.GUIDED), origin)


def correct(saturday: DutySession) -> None:
    row = the_line(saturday)
    deed = Deed(row.outcome, row.procedure, 3, dossier_code=row.dossier_code)
    row.correct(deed, row.visit.applicant, "đếm lại", by=None)


def void(saturday: DutySession) -> None:
    the_line(saturday).void("ghi nhầm", by=None)


def say_who_it_was(saturday: DutySession) -> None:
    the_line(saturday).complete(Applicant(name="Lê An (mẫu)"), "ghi thêm", by=None)


def hand_over_on_the_day(saturday: DutySession) -> None:
    Return.hand_over(db.session, the_line(saturday), Handing(saturday.day), by=None)


def hand_over_uncounted(saturday: DutySession) -> None:
    handing = Handing(saturday.day, is_counted=True)
    Return.hand_over(db.session, the_line(saturday), handing, by=None)


def hand_over_another(saturday: DutySession) -> None:
    handing = Handing(saturday.day, way=ReturnWay.POST)
    Return.hand_over_other(db.session, Dossier(code="H41.1"), handing, by=None)


def count_answers(saturday: DutySession) -> None:
    Answers.of(db.session, saturday).write(db.session, {Satisfaction.VERY: 3}, by=None)


def count_people(saturday: DutySession) -> None:
    WaitingCount.write(db.session, saturday, Seen(4), by=None)


REFUSED: dict[str, Callable[[DutySession], None]] = {
    "a tap": tap,
    "a line copied from paper": copy_from_paper,
    "a correction": correct,
    "a void, as a tap that is undone": void,
    "who it was": say_who_it_was,
    "a result handed over on the day": hand_over_on_the_day,
    "one whose person the desk has counted": hand_over_uncounted,
    "one of another dossier": hand_over_another,
    "what people said": count_answers,
    "how many waited": count_people,
}


@pytest.mark.parametrize("deed", REFUSED.values(), ids=REFUSED)
def test_a_closed_day_takes_no_change_of_its_figures(
    closed: DutySession, deed: Callable[[DutySession], None]
) -> None:
    db.session.expire_all()

    with pytest.raises(NotAllowedNow) as refusal:
        deed(closed)
    assert refusal.value.reason == CLOSED


@pytest.mark.parametrize("deed", REFUSED.values(), ids=REFUSED)
def test_an_open_day_takes_each_of_them(
    saturday: DutySession, deed: Callable[[DutySession], None]
) -> None:
    log(saturday, Outcome.RECEIVED)
    deed(saturday)


def test_who_saw_the_day_open_is_told_when_it_was_closed_meanwhile(closed: DutySession) -> None:
    seen = closed.closing
    assert seen is not None
    db.session.expire(closed, ["closing"])
    closed.__dict__["closing"] = None  # as it stood on the page

    with pytest.raises(NotAllowedNow) as refusal:
        tap(closed)
    assert refusal.value.reason == CLOSED


def test_a_result_is_handed_over_on_a_later_day(closed: DutySession) -> None:
    stand_at("2026-04-13 09:00")
    Return.hand_over(db.session, the_line(closed), Handing(MONDAY), by=None)
    db.session.commit()

    row = db.session.scalars(select(Return)).one()
    row.take_back(db.session, "nhầm hồ sơ", by=None)
    db.session.commit()

    assert figures(closed).counts.visits == 1


def test_a_result_of_the_day_is_not_taken_back(saturday: DutySession) -> None:
    log(saturday, Outcome.RECEIVED)
    stand_at("2026-04-11 12:20")
    hand_over_uncounted(saturday)
    close(saturday)
    db.session.commit()

    with pytest.raises(NotAllowedNow) as refusal:
        db.session.scalars(select(Return)).one().take_back(db.session, "nhầm hồ sơ", by=None)
    assert refusal.value.reason == CLOSED


def test_what_people_ask_of_their_own_data_is_done_on_a_closed_day_too(
    closed: DutySession,
) -> None:
    visit = the_line(closed).visit
    PersonFile([visit]).correct(Identity(name="Lê An (mẫu)"), by=None)

    assert visit.name == "Lê An (mẫu)"


def test_the_list_of_the_morning_is_ticked_on_a_closed_day_too(closed: DutySession) -> None:
    assert Checklist.of(db.session, closed, "Điện").tick(db.session, [], [1], by=None) == 1


def test_a_closed_saturday_is_neither_moved_nor_cancelled(closed: DutySession) -> None:
    held = "Buổi này đã tổ chức và chốt số liệu"
    calendar = known_calendar(db.session)

    with pytest.raises(NotAllowedNow, match=held):
        closed.cancel("mưa bão", by=None)
    with pytest.raises(NotAllowedNow, match=held):
        closed.plan.move(closed, Choice(date(2026, 4, 18)), "mưa bão", calendar, by=None)


# Asking


def test_unclosed_saturdays_are_found(closed: DutySession) -> None:
    open_day = factories.duty_session(date(2026, 3, 28))
    factories.duty_session(date(2026, 2, 28), prepared=False)
    gone = factories.duty_session(date(2026, 1, 10))
    gone.cancel("mưa bão", by=None)
    db.session.commit()

    found = daily.unclosed(db.session, date(2026, 1, 1), date(2026, 4, 30))

    assert found == [open_day]
    assert closed_at(db.session, closed.id) is not None
    in_force = db.session.scalars(DayClosing.in_force_between(date(2026, 4, 1), date(2026, 4, 30)))
    assert [one.duty_session for one in in_force] == [closed]


def test_two_states_of_the_figures_bear_different_marks(saturday: DutySession) -> None:
    before = figures(saturday)
    log(saturday, Outcome.OPINION)

    assert replace(before).mark == before.mark != figures(saturday).mark
