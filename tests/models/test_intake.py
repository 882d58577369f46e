"""What passes over the desk is written, counted, corrected and voided."""

from datetime import date, time

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.intake import (
    LONGEST_KEY,
    Applicant,
    Deed,
    Due,
    Fee,
    IntakeEntry,
    IntakeSeries,
    Origin,
    SearchKey,
    counts_of,
    name_keys,
)
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.returns import Handing, Return
from saturday.rules.intake import (
    LINE_PARTS,
    EntryOrigin,
    Filing,
    Guidance,
    Outcome,
    Payment,
)
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("morning")
SATURDAY = date(2026, 4, 11)
AN = Applicant(name="Lô Thị Ẩn", phone="0912345678", identity_number="040012345678")


@pytest.fixture
def morning(app: object) -> DutySession:
    """Open the desk of Saturday 11/4, at twenty past eight."""
    del app
    row = factories.duty_session(SATURDAY)
    stand_at("2026-04-11 08:20")
    return row


def desk() -> DutySession:
    """Give the Saturday."""
    return db.session.scalars(DutySession.on(SATURDAY)).one()


def line(outcome: Outcome = Outcome.SETTLED, **deed: object) -> IntakeEntry:
    """Write one line."""
    who = deed.pop("who", Applicant())
    origin = Origin(desk(), None, letter=str(deed.pop("letter", "")))
    row = IntakeEntry.record(db.session, Deed(outcome, **deed), origin, who=who)  # type: ignore[arg-type]
    db.session.commit()
    return row


def births() -> Procedure:
    """Give the registration of births."""
    question = Procedure.in_force(SATURDAY).where(Procedure.code == "1.001193")
    return db.session.scalars(question).one()


def acts() -> list[tuple[str, dict[str, object]]]:
    """Give the acts of the log with their facts, oldest first."""
    db.session.commit()
    question = select(AuditEvent.verb, AuditEvent.facts).order_by(AuditEvent.id)
    return [(verb, facts) for verb, facts in db.session.execute(question)]


def test_lines_are_numbered_by_device_without_gap() -> None:
    numbers = [line(letter=one).full_number for one in ("", "", "B", "", "B")]

    assert numbers == ["0001", "0002", "B0001", "0003", "B0002"]


def test_a_line_that_is_refused_gives_its_number_back() -> None:
    line()
    with pytest.raises(NotAllowedNow, match="Số lượng từ 1 đến 999"):
        line(quantity=0)
    db.session.rollback()

    assert line().full_number == "0002"
    assert db.session.scalars(select(IntakeSeries.last)).one() == 2


def test_each_line_is_a_person_unless_it_is_the_same_one() -> None:
    first = line(Outcome.SETTLED)
    line(Outcome.RECEIVED, who=first.visit)
    line(Outcome.GUIDED)

    counts = counts_of(db.session, desk())

    assert (counts.visits, counts.lines, counts.received) == (2, 3, 2)


def test_sixty_four_copies_are_one_line() -> None:
    line(quantity=64)

    assert counts_of(db.session, desk()).of(Outcome.SETTLED) == 1


def test_a_void_line_counts_no_longer_and_keeps_its_number() -> None:
    row = line(Outcome.OPINION)
    row.void("ghi nhầm", by=None)
    db.session.commit()

    counts = counts_of(db.session, desk())

    assert (counts.visits, counts.lines) == (0, 0)
    assert (row.is_void, row.void_reason) == (True, "ghi nhầm")
    assert line().full_number == "0002"


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_void_needs_a_reason_and_happens_once(reason: str) -> None:
    row = line()
    with pytest.raises(NotAllowedNow, match="Hãy ghi lý do"):
        row.void(reason, by=None)
    row.void("ghi nhầm", by=None)

    with pytest.raises(NotAllowedNow, match="Dòng này đã hủy"):
        row.void("ghi nhầm", by=None)


def test_a_correction_is_kept_with_its_reason_and_what_changed() -> None:
    row = line(Outcome.SETTLED, procedure=births())
    by = factories.account()

    row.correct(Deed(Outcome.RECEIVED, births(), 2), Applicant(), "ghi nhầm kết quả", by=by)
    db.session.commit()

    (one,) = row.corrections
    assert (one.reason, one.corrected_by, one.fields) == (
        "ghi nhầm kết quả",
        by,
        ["outcome", "quantity"],
    )
    assert (row.outcome, row.quantity, row.full_number) == (Outcome.RECEIVED, 2, "0001")


def test_a_correction_that_changes_nothing_leaves_no_trace() -> None:
    row = line(Outcome.SETTLED, procedure=births())
    before = acts()

    row.correct(Deed(Outcome.SETTLED, births()), Applicant(), "", by=None)

    assert row.corrections == []
    assert acts() == before


def test_a_correction_needs_a_reason_and_a_line_that_stands() -> None:
    row = line()
    with pytest.raises(NotAllowedNow, match="Hãy ghi lý do"):
        row.correct(Deed(Outcome.SETTLED, quantity=2), Applicant(), " ", by=None)
    with pytest.raises(NotAllowedNow, match="Số lượng"):
        row.correct(Deed(Outcome.SETTLED, quantity=0), Applicant(), "đếm lại", by=None)
    row.void("ghi nhầm", by=None)

    with pytest.raises(NotAllowedNow, match="đã hủy nên giữ nguyên"):
        row.correct(Deed(Outcome.SETTLED, quantity=2), Applicant(), "đếm lại", by=None)


def test_who_came_is_corrected_for_the_whole_visit() -> None:
    first = line(Outcome.SETTLED, who=AN)
    second = line(Outcome.GUIDED, who=first.visit)

    second.correct(Deed(Outcome.GUIDED), Applicant(name="Vi Văn Bình"), "nhầm người", by=None)
    db.session.commit()

    assert first.visit.applicant == Applicant(name="Vi Văn Bình")
    assert {one.key for one in first.keys} == name_keys("Vi Văn Bình")
    assert {one.key for one in second.keys} == name_keys("Vi Văn Bình")


def test_both_lines_of_a_visit_notice_who_was_corrected_meanwhile() -> None:
    first = line(Outcome.SETTLED, who=AN)
    second = line(Outcome.GUIDED, who=first.visit)
    before = first.state

    second.correct(Deed(Outcome.GUIDED), Applicant(), "không cho ghi tên", by=None)
    db.session.commit()

    assert first.state != before


def test_a_line_notices_its_own_correction() -> None:
    row = line(Outcome.SETTLED)
    before = row.state

    row.correct(Deed(Outcome.SETTLED, quantity=3), Applicant(), "đếm lại", by=None)
    db.session.commit()

    assert row.state != before


def returned() -> IntakeEntry:
    """Give a line whose result was handed over on the Monday."""
    row = line(Outcome.RECEIVED, procedure=births(), due=Due(date(2026, 4, 15)))
    stand_at("2026-04-13 09:00")
    Return.hand_over(db.session, row, Handing(date(2026, 4, 13)), by=None)
    db.session.commit()
    return row


def test_what_was_handed_over_stays_received() -> None:
    row = returned()

    with pytest.raises(NotAllowedNow, match="Hãy bỏ lần trả kết quả trước") as refusal:
        row.correct(Deed(Outcome.REFUSED, births()), Applicant(), "ghi nhầm", by=None)
    assert refusal.value.field == "outcome"
    with pytest.raises(NotAllowedNow, match="Hãy bỏ lần trả kết quả trước"):
        row.void("ghi nhầm", by=None)


def test_what_was_handed_over_may_be_corrected_otherwise() -> None:
    row = returned()

    row.correct(Deed(Outcome.RECEIVED, births(), 2), Applicant(), "đếm lại", by=None)

    assert row.quantity == 2


def test_the_audit_log_holds_no_personal_value_and_no_reason() -> None:
    row = line(Outcome.RECEIVED, procedure=births(), who=AN, remark="gọi Lô Thị Ẩn")
    row.correct(Deed(Outcome.RECEIVED, births()), Applicant(), "Ẩn không cho ghi", by=None)
    row.void("Ẩn rút hồ sơ", by=None)

    told = acts()

    assert [verb for verb, _facts in told][-3:] == ["record", "correct", "void"]
    assert told[-2][1] == {"number": "0001", "fields": ["remark", "applicant"]}
    for secret in ("Ẩn", AN.phone, AN.identity_number):
        assert secret not in str(told)


def test_a_line_written_later_keeps_its_true_hour() -> None:
    stand_at("2026-04-13 09:00")
    at_desk = factories.at("2026-04-11 08:30")
    origin = Origin(desk(), None, EntryOrigin.LATER, happened_at=at_desk)

    row = IntakeEntry.record(db.session, Deed(Outcome.OPINION), origin)
    db.session.commit()

    assert row.happened_at == at_desk
    assert row.recorded_at.date() == date(2026, 4, 13)
    assert row.visit.came_at == at_desk


def test_a_line_is_of_its_writer_and_of_the_officer_behind() -> None:
    officer = factories.officer()
    by = factories.account(username="mot", roles={Role.OFFICER})
    same = factories.account(username="hai", roles={Role.OFFICER})
    other = factories.account(username="bon", roles={Role.OFFICER})
    by.officer = same.officer = officer
    db.session.commit()
    row = IntakeEntry.record(db.session, Deed(Outcome.OPINION), Origin(desk(), by))
    db.session.commit()

    assert [row.is_own(one) for one in (by, same, other)] == [True, True, False]
    assert [own_of(one) for one in (by, same, other)] == [["0001"], ["0001"], []]


def own_of(account: Account) -> list[str]:
    """Give the numbers of an account's own lines."""
    question = IntakeEntry.log(desk()).where(IntakeEntry.own(account))
    return [row.full_number for row in db.session.scalars(question)]


def test_the_log_shows_the_newest_first_and_what_came_before_a_line() -> None:
    for letter in ("", "B", "", ""):
        line(letter=letter)

    rows = db.session.scalars(IntakeEntry.log(desk())).all()
    before = IntakeEntry.log(desk()).where(IntakeEntry.before(desk(), "", 2))

    assert [row.full_number for row in rows] == ["0003", "0002", "B0001", "0001"]
    assert [row.full_number for row in db.session.scalars(before)] == ["B0001", "0001"]


def test_a_line_says_what_it_was_about() -> None:
    assert line(procedure=births()).matter == births().short_name
    assert line(Outcome.GUIDED, guidance=Guidance.VNEID).matter == "cài đặt, dùng VNeID"
    assert line(Outcome.OPINION).matter == ""


@pytest.mark.parametrize(
    ("who", "remark", "tells"),
    [
        (Applicant(), "", False),
        (Applicant(is_organisation=True), "", False),
        (Applicant(name="Ẩn"), "", True),
        (Applicant(phone="0912345678"), "", True),
        (Applicant(identity_number="040012345678"), "", True),
        (Applicant(), "gọi trước", True),
    ],
)
def test_what_lists_mask_is_known(who: Applicant, remark: str, tells: bool) -> None:  # noqa: FBT001 - a table
    assert line(Outcome.OPINION, who=who, remark=remark).tells_of_somebody is tells


def test_every_part_of_a_line_has_words_for_its_correction() -> None:
    row = line(Outcome.SETTLED, who=AN)
    other = Deed(
        Outcome.RECEIVED,
        births(),
        quantity=2,
        filing=Filing.ONLINE,
        guidance=Guidance.FILING,
        dossier_code="H41-1",
        decider=factories.department("kinh-te"),
        fee=Fee(8000, Payment.CASH, "0001"),
        due=Due(date(2026, 4, 15), time(9), "hẹn thêm"),
        remark="gọi trước",
    )

    row.correct(other, Applicant(), "viết lại", by=None)

    assert set(row.corrections[0].fields) == set(LINE_PARTS)


def test_keys_of_a_line_are_its_people_and_its_code() -> None:
    row = line(Outcome.RECEIVED, procedure=births(), who=AN, dossier_code="H41.03-260411-0012")

    keys = set(db.session.scalars(select(SearchKey.key).where(SearchKey.entry_id == row.id)))

    assert keys == {
        *("=lô thị ẩn", "=thị ẩn", "=ẩn"),
        *("lo thi an", "thi an", "an"),
        *("0912345678", "040012345678"),
        *("h41.03-260411-0012", "0012"),
    }


def test_a_very_long_name_has_keys_that_fit() -> None:
    assert max(map(len, name_keys("Lô " * 50))) == LONGEST_KEY
