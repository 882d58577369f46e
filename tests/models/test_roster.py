"""Do lists, the board and replacements follow what people agreed?"""

from datetime import date, time

import pytest

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.base import Report, Way
from saturday.models.commune import Officer, Partner
from saturday.models.documents import Document, Papers, Subject
from saturday.models.moving import copy_lists
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import DutySession
from saturday.models.roster import (
    Assignment,
    DutyRequirement,
    Replacement,
    Seat,
    Wanted,
    assign,
    gaps_of,
    require,
)
from saturday.rules.lifecycle import NominationState
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("app")

LAND, BUSINESS = "LAND", "BUSINESS"


def line(officer: Officer, duty: str = LAND, **other: object) -> Line:
    """Give a typed line."""
    return Line(factories.duty(duty), officer, **other)  # type: ignore[arg-type]


def written(duty_session: DutySession, *lines: Line, code: str = "kinh-te") -> Nomination:
    """Write a department's list."""
    row = Nomination.begin(duty_session, factories.department(code), by=None)
    row.write(lines, remark="", cannot_reason="", by=None)
    return row


def sent(duty_session: DutySession, *lines: Line, code: str = "kinh-te") -> Nomination:
    """Write a department's list and send it."""
    row = written(duty_session, *lines, code=code)
    row.send(by=None)
    db.session.flush()
    return row


def board(duty_session: DutySession) -> list[tuple[str, str]]:
    """Give who is on which duty."""
    db.session.flush()
    rows = db.session.scalars(Assignment.of_session(duty_session))
    return [(one.duty.code, one.who) for one in rows]


def verbs() -> list[str]:
    """Commit, and give every verb of the log."""
    db.session.commit()
    return [one.verb for one in db.session.scalars(AuditEvent.in_order())]


def missing(duty_session: DutySession) -> list[str]:
    """Give the duties without enough people."""
    db.session.flush()
    wanted = db.session.scalars(DutyRequirement.of_session(duty_session))
    people = db.session.scalars(Assignment.of_session(duty_session))
    return [gap.code for gap in gaps_of(duty_session, wanted, people)]


# What a Saturday needs


def test_a_duty_may_be_needed_for_a_part_of_the_half_day() -> None:
    row = factories.duty_session()
    signer = factories.duty("CERTIFICATION_SIGNER")
    require(row, [Wanted(signer, 1, time(9), time(10))], by=None)
    officer = factories.officer("Phó Chủ tịch (mẫu)", code="uy-ban")

    assign(row, Seat(signer, officer, starts_at=time(9), ends_at=time(10)), by=None)

    assert "CERTIFICATION_SIGNER" not in missing(row)


def test_the_late_saver_of_what_is_needed_is_noticed() -> None:
    row = factories.duty_session()
    before = row.version

    require(row, [Wanted(factories.duty("GUIDANCE"), 2)], by=None)
    db.session.commit()

    assert row.version > before
    assert verbs()[-1] == "require"


def test_hours_of_a_duty_that_run_backwards_are_refused_at_their_row() -> None:
    row = factories.duty_session()
    wanted = [
        Wanted(factories.duty("LEADER"), 1),
        Wanted(factories.duty(LAND), 1, time(9), time(8)),
    ]

    with pytest.raises(NotAllowedNow) as refusal:
        require(row, wanted, by=None)

    assert refusal.value.field == "duties-1-ends_at"


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


# Approval and the board


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


def test_the_same_person_twice_on_one_duty_is_refused() -> None:
    row = factories.duty_session()
    seat = Seat(factories.duty("LEADER"), factories.officer(code="uy-ban"))
    assign(row, seat, by=None)

    with pytest.raises(NotAllowedNow, match="đã có ở nhiệm vụ Lãnh đạo UBND xã"):
        assign(row, seat, by=None)


def test_a_partner_comes_with_or_without_a_name() -> None:
    row = factories.duty_session()
    police = db.session.scalars(Partner.in_order()).first()
    duty = factories.duty("PARTNER")

    assign(row, Seat(duty, partner=police), by=None)
    assign(row, Seat(duty, partner=police, person="Chiến sĩ 1 (mẫu)"), by=None)

    assert [who for _code, who in board(row)] == ["Công an xã", "Chiến sĩ 1 (mẫu) (Công an xã)"]
    assert {one.workplace for one in row.assignments} == {"Công an xã"}


def test_nobody_can_not_be_assigned() -> None:
    with pytest.raises(NotAllowedNow, match="Hãy chọn người") as refusal:
        assign(factories.duty_session(), Seat(factories.duty(LAND)), by=None)

    assert refusal.value.field == "officer_id"


def test_who_is_taken_off_is_missing_again() -> None:
    row = factories.duty_session()
    place = assign(row, Seat(factories.duty(LAND), factories.officer()), by=None)
    assert LAND not in missing(row)

    place.remove(by=None)

    assert LAND in missing(row)
    with pytest.raises(NotAllowedNow, match="đã được bỏ"):
        place.remove(by=None)
    assert verbs()[-1] == "remove"


# Replacement


def test_a_replacement_keeps_who_why_and_who_said_so() -> None:
    row = factories.duty_session()
    duty = factories.duty(LAND)
    old = assign(row, Seat(duty, factories.officer()), by=None)
    stand_in = factories.officer("Công chức 2 (mẫu)")
    report = Report("Trưởng phòng", Way.TELEPHONE, factories.at("2026-04-01 08:30"))

    made = Replacement.make(old, Seat(duty, stand_in), "đi tập huấn", report, by=None)

    assert board(row) == [(LAND, stand_in.name)]
    assert (made.old, made.new.officer, made.reason) == (old, stand_in, "đi tập huấn")
    assert made.reported_by == "Trưởng phòng"
    assert verbs()[-3:] == ["remove", "assign", "replace"]
    assert list(db.session.scalars(Replacement.of_session(row)).unique()) == [made]


def test_nobody_is_replaced_twice_or_by_himself() -> None:
    row = factories.duty_session()
    duty = factories.duty(LAND)
    first, second = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    old = assign(row, Seat(duty, first), by=None)

    with pytest.raises(NotAllowedNow, match="phải khác"):
        Replacement.make(old, Seat(duty, first), "nhầm", by=None)
    Replacement.make(old, Seat(duty, second), "đi tập huấn", by=None)
    with pytest.raises(NotAllowedNow, match="hoặc đã thay"):
        Replacement.make(old, Seat(duty, second), "đi tập huấn", by=None)


def test_the_stand_in_may_be_replaced_in_turn() -> None:
    row = factories.duty_session()
    duty = factories.duty(LAND)
    first, second = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    old = assign(row, Seat(duty, first), by=None)

    made = Replacement.make(old, Seat(duty, second), "đi tập huấn", by=None)
    Replacement.make(made.new, Seat(duty, first), "về kịp", by=None)

    assert board(row) == [(LAND, first.name)]


# A moved Saturday


def moved(old: DutySession) -> DutySession:
    """Copy the lists to a Saturday a week later."""
    new = factories.duty_session(date(2026, 4, 18), prepared=False)
    new.prepared_at = old.prepared_at
    new.starts_at, new.ends_at = old.starts_at, old.ends_at
    copy_lists(old, new, by=None)
    db.session.flush()
    return new


def test_approved_lists_move_along_as_sent_ones() -> None:
    old = factories.duty_session()
    officer = factories.officer()
    nomination = written(old, line(officer, note="nhận hộ"))
    nomination.send(Report("Trưởng phòng", Way.ZALO, factories.at("2026-04-01 08:00")), by=None)
    nomination.approve(by=None)
    sent(old, line(factories.officer("Công chức 3 (mẫu)", code="van-phong")), code="van-phong")

    new = moved(old)

    copies = list(db.session.scalars(Nomination.of_session(new)))
    assert [(one.department.code, one.state) for one in copies] == [
        ("kinh-te", NominationState.SENT)
    ]
    assert [(one.officer, one.note_text) for one in copies[0].lines] == [(officer, "nhận hộ")]
    assert (copies[0].way, copies[0].sent_at) == (Way.ZALO, nomination.sent_at)
    assert board(new) == []
    assert board(old) == [(LAND, officer.name)]
    assert {one.duty.code: one.count for one in new.requirements} == {
        one.duty.code: one.count for one in old.requirements
    }
    assert verbs()[-3:] == ["require", "begin", "copy"]


def test_a_revived_saturday_confirms_its_own_lists_again() -> None:
    first = factories.duty_session()
    early, late = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    sent(first, line(early)).approve(by=None)
    second = moved(first)
    nomination = second.nominations[0]
    nomination.write([line(late)], remark="", cannot_reason="", by=None)
    nomination.approve(by=None)

    copy_lists(second, first, by=None)

    assert board(first) == []
    assert [one.officer for one in first.nominations[0].lines] == [late]
    assert first.nominations[0].state is NominationState.SENT
    first.nominations[0].approve(by=None)
    assert board(first) == [(LAND, late.name)]


def test_papers_and_log_stay_with_the_old_saturday() -> None:
    old = factories.duty_session()
    papers = Papers("assignment_notice", None, None, "", "Thông báo", "GIÁM ĐỐC", "", "")
    db.session.add(Document.draft(papers, Subject(duty_session=old), by=None))
    before = len(verbs())

    new = moved(old)

    assert len(list(db.session.scalars(Document.of_session(old)))) == 1
    assert list(db.session.scalars(Document.of_session(new))) == []
    assert len(verbs()) > before


def test_the_last_list_to_copy_is_the_latest_that_was_sent() -> None:
    march = factories.duty_session(date(2026, 3, 28))
    officer = factories.officer()
    sent(march, line(officer))
    written(factories.duty_session(date(2026, 2, 28)), line(officer, BUSINESS))
    db.session.commit()

    kinh_te = factories.department("kinh-te")
    found = db.session.scalars(Nomination.latest_before(date(2026, 4, 11), kinh_te)).one()

    assert found.duty_session is march
