"""Is a list what a department wrote, sent and was granted?"""

from datetime import date, time

import pytest
from sqlalchemy import update
from sqlalchemy.orm.exc import StaleDataError

from saturday.extensions import db
from saturday.models.base import Report, Way
from saturday.models.nominations import Nomination
from saturday.models.roster import Seat, assign
from saturday.rules.lifecycle import NominationState
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at
from tests.models.stories import BUSINESS, LAND, board, line, missing, sent, verbs, written

pytestmark = pytest.mark.usefixtures("app")


# A department's list


def test_an_officer_of_another_department_is_refused_at_the_row() -> None:
    row = factories.duty_session()
    stranger = factories.officer("Công chức lạ (mẫu)", code="van-phong")

    with pytest.raises(NotAllowedNow, match="không thuộc Phòng Kinh tế") as refusal:
        written(row, line(factories.officer()), line(stranger, BUSINESS))

    assert refusal.value.field == "lines-1-officer_id"


def test_an_officer_on_another_list_of_the_day_is_refused_at_the_typed_row() -> None:
    row = factories.duty_session()
    officer = factories.officer(code="van-phong")
    sent(row, line(officer, "CIVIL_STATUS"), code="van-phong")
    officer.department = factories.department("kinh-te")
    db.session.flush()

    with pytest.raises(NotAllowedNow, match="danh sách của Văn phòng HĐND và UBND") as refusal:
        written(row, line(officer, LAND, row=4))

    assert refusal.value.field == "lines-4-officer_id"


def test_one_officer_may_hold_two_duties_but_not_one_twice() -> None:
    row = factories.duty_session()
    officer = factories.officer()

    assert len(sent(row, line(officer), line(officer, BUSINESS)).lines) == 2
    with pytest.raises(NotAllowedNow, match="đã có ở nhiệm vụ này"):
        row.nominations[0].write(
            [line(officer), line(officer)], remark="", cannot_reason="", by=None
        )


def test_hours_of_a_line_that_run_backwards_are_refused_at_the_row() -> None:
    row = factories.duty_session()

    with pytest.raises(NotAllowedNow) as refusal:
        written(row, line(factories.officer(), starts_at=time(10), ends_at=time(9)))

    assert refusal.value.field == "lines-0-ends_at"


def test_an_empty_list_is_not_sent_without_a_reason() -> None:
    row = written(factories.duty_session())

    with pytest.raises(NotAllowedNow, match="chưa có dòng nào"):
        row.send(by=None)
    row.write([], remark="", cannot_reason="Cả phòng đi tập huấn", by=None)
    row.send(by=None)

    assert row.state is NominationState.SENT


def test_a_list_is_not_taken_while_the_saturday_is_not_open() -> None:
    closed = factories.duty_session(prepared=False)

    with pytest.raises(NotAllowedNow, match="chưa mở chuẩn bị"):
        written(closed, line(factories.officer()))


def test_a_list_sent_after_the_limit_is_late_and_accepted() -> None:
    row = factories.duty_session()
    stand_at("2026-04-06 09:10")

    late = sent(row, line(factories.officer()))

    assert late.state is NominationState.SENT
    assert late.days_late == 3


def test_late_is_judged_by_when_it_was_reported() -> None:
    row = factories.duty_session()
    stand_at("2026-04-06 09:10")
    in_time = written(row, line(factories.officer()))

    in_time.send(Report("Trưởng phòng", Way.ZALO, factories.at("2026-04-03 16:50")), by=None)

    assert in_time.days_late == 0
    assert (in_time.way, in_time.reported_by) == (Way.ZALO, "Trưởng phòng")


def test_word_from_the_future_is_refused() -> None:
    with pytest.raises(NotAllowedNow, match="muộn hơn hiện tại") as refusal:
        Report("Trưởng phòng", Way.ZALO, factories.at("2026-04-03 16:50"))

    assert refusal.value.field == "reported_at"


def test_a_list_taken_back_is_a_draft_that_nobody_sent() -> None:
    row = sent(factories.duty_session(), line(factories.officer()))

    row.take_back(by=None)

    assert row.state is NominationState.DRAFT
    assert row.sent_at is None
    assert row.way is None
    assert verbs()[-1] == "take_back"


def test_a_returned_list_says_why_until_it_is_sent_again() -> None:
    row = sent(factories.duty_session(), line(factories.officer()))

    with pytest.raises(NotAllowedNow, match="ghi lý do"):
        row.send_back(" ", by=None)
    row.send_back("Thiếu người đất đai", by=None)
    assert (row.state, row.returned_reason) == (NominationState.RETURNED, "Thiếu người đất đai")
    row.send(by=None)

    assert not row.returned_reason
    assert verbs()[-2:] == ["return", "send"]


def test_a_sent_list_may_be_corrected_and_stays_sent() -> None:
    row = factories.duty_session()
    first, second = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    nomination = written(row, line(first))
    nomination.send(Report("Trưởng phòng", Way.PAPER, factories.at("2026-04-01 08:00")), by=None)

    nomination.write([line(second)], remark="", cannot_reason="", by=None)

    assert nomination.state is NominationState.SENT
    assert nomination.way is Way.PAPER


def test_lines_that_were_read_give_way_to_those_put_in_their_place() -> None:
    row = factories.duty_session()
    first, second = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    nomination = written(row, line(first, note="ca đầu"))
    before = nomination.lines[0]  # still in somebody's hand

    nomination.write([line(second)], remark="", cannot_reason="", by=None)

    assert [(one.officer, one.note_text) for one in nomination.lines] == [(second, "")]
    assert before.officer_id == first.id


def test_who_saves_over_a_list_that_changed_meanwhile_is_noticed() -> None:
    nomination = sent(factories.duty_session(), line(factories.officer()))
    db.session.execute(
        update(Nomination)
        .values(version=Nomination.version + 1)
        .execution_options(synchronize_session=False)
    )

    with pytest.raises(StaleDataError):
        nomination.write([], remark="", cannot_reason="", by=None)


def test_a_list_is_found_with_its_saturday_to_be_written() -> None:
    row = factories.duty_session()
    economy, office = factories.department("kinh-te"), factories.department("van-phong")
    nomination = sent(row, line(factories.officer()))
    db.session.commit()

    assert Nomination.to_write(db.session, row.day, economy) == (row, nomination)
    assert Nomination.to_write(db.session, row.day, office) == (row, None)
    assert Nomination.to_write(db.session, date(2026, 6, 13), economy) is None


# Approval


def test_approval_copies_the_lines_to_the_board() -> None:
    row = factories.duty_session()
    officer = factories.officer()
    nomination = sent(row, line(officer, starts_at=time(8), ends_at=time(10), note="nhận hộ"))
    assert LAND in missing(row)

    nomination.approve(by=None)

    assert board(row) == [(LAND, officer.name)]
    assert (row.assignments[0].starts_at, row.assignments[0].note_text) == (time(8), "nhận hộ")
    assert row.assignments[0].nomination_line is nomination.lines[0]
    assert verbs()[-2:] == ["assign", "approve"]


def test_approval_does_not_double_who_is_there_already() -> None:
    row = factories.duty_session()
    officer = factories.officer()
    assign(row, Seat(factories.duty(LAND), officer), by=None)

    sent(row, line(officer), line(officer, BUSINESS)).approve(by=None)

    assert board(row) == [(LAND, officer.name), (BUSINESS, officer.name)]


@pytest.mark.parametrize("verb", ["approve", "take_back", "send", "write"])
def test_an_approved_list_is_settled(verb: str) -> None:
    nomination = sent(factories.duty_session(), line(factories.officer()))
    nomination.approve(by=None)
    again = {
        "approve": lambda: nomination.approve(by=None),
        "take_back": lambda: nomination.take_back(by=None),
        "send": lambda: nomination.send(by=None),
        "write": lambda: nomination.write([], remark="", cannot_reason="", by=None),
    }

    with pytest.raises(NotAllowedNow, match="Danh sách đã duyệt"):
        again[verb]()


def test_a_list_of_a_cancelled_saturday_is_not_approved() -> None:
    row = factories.duty_session()
    nomination = sent(row, line(factories.officer()))
    row.cancel("Bão số 3", by=None)

    with pytest.raises(NotAllowedNow, match="không còn tổ chức"):
        nomination.approve(by=None)


def test_the_last_list_to_copy_is_the_latest_that_was_sent() -> None:
    march = factories.duty_session(date(2026, 3, 28))
    officer = factories.officer()
    sent(march, line(officer))
    written(factories.duty_session(date(2026, 2, 28)), line(officer, BUSINESS))
    db.session.commit()

    kinh_te = factories.department("kinh-te")
    found = db.session.scalars(Nomination.latest_before(date(2026, 4, 11), kinh_te)).one()

    assert found.duty_session is march
