"""Is what the hub and the list of things to do know of a Saturday true?"""

from datetime import date, timedelta

import pytest

from saturday import clock
from saturday.extensions import db
from saturday.models.documents import Document, Papers, Subject
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import DutySession
from saturday.models.progress import (
    ASSIGNMENT_NOTICE,
    SessionProgress,
    hub_facts,
    in_force,
    progress_of,
    turns_of,
)
from saturday.models.roster import Seat, assign
from saturday.rules.lifecycle import NominationState, PaperMark, PaperState
from saturday.rules.numbering import DocumentKind, Issuer
from tests import factories
from tests.conftest import counted_queries, stand_at

pytestmark = pytest.mark.usefixtures("app")


def nomination(duty_session: DutySession, code: str, *duties: str) -> Nomination:
    """Write a department's list with an officer for each duty."""
    row = Nomination.begin(duty_session, factories.department(code), by=None)
    db.session.add(row)
    lines = [
        Line(factories.duty(one), factories.officer(f"Người {one} (mẫu)", code=code))
        for one in duties
    ]
    row.write(lines, remark="", cannot_reason="", by=None)
    db.session.commit()
    return row


def paper(
    sort: str = ASSIGNMENT_NOTICE,
    *,
    about: DutySession | None = None,
    state: PaperState = PaperState.DRAFT,
    number: int | None = None,
) -> Document:
    """Put a paper into a state, whatever came before."""
    papers = Papers(
        paper=sort,
        kind=DocumentKind.NOTICE,
        issuer=Issuer.CENTRE,
        symbol="TB-TTPVHCC",
        title="Phân công",
        signer_capacity="GIÁM ĐỐC",
        signer_name="",
        recipients="Lưu: VT",
    )
    row = Document.draft(papers, Subject(duty_session=about), by=None)
    row.state = state
    if number:
        row.number, row.dated_on, row.issued_at = number, clock.today(), clock.now()
    db.session.add(row)
    db.session.commit()
    return row


def now(duty_session: DutySession) -> SessionProgress:
    """Ask anew."""
    db.session.expire_all()
    return progress_of(db.session, [duty_session])[0]


def test_a_planned_saturday_has_nothing_yet() -> None:
    facts = hub_facts(db.session, factories.duty_session(prepared=False))

    assert facts.day == date(2026, 4, 11)
    assert not facts.is_prepared
    assert (facts.lists_wanted, facts.gaps, facts.notice, facts.plan_number) == (0, 0, None, "")


def test_lists_are_wanted_of_the_departments_whose_duties_are() -> None:
    saturday = factories.duty_session()

    assert [one.department.code for one in now(saturday).lists] == [
        "kinh-te",
        "van-hoa-xa-hoi",
        "van-phong",
    ]

    for row in saturday.requirements:
        if row.duty.department and row.duty.department.code == "van-hoa-xa-hoi":
            row.count = 0
    db.session.commit()
    assert [one.department.code for one in now(saturday).lists] == ["kinh-te", "van-phong"]

    nomination(saturday, "van-hoa-xa-hoi", "SOCIAL_POLICY")
    assert now(saturday).facts.lists_wanted == 3


def test_lists_are_counted_by_their_state() -> None:
    saturday = factories.duty_session()
    economy = nomination(saturday, "kinh-te", "LAND", "BUSINESS")
    office = nomination(saturday, "van-phong", "CIVIL_STATUS")
    draft = now(saturday)
    assert (draft.facts.lists_sent, draft.facts.lists_approved) == (0, 0)
    assert draft.lists[0].state is NominationState.DRAFT

    economy.send(by=None)
    office.send(by=None)
    office.approve(by=None)
    db.session.commit()

    found = now(saturday)
    assert (found.facts.lists_sent, found.facts.lists_approved) == (2, 1)
    assert [one.is_sent for one in found.lists] == [True, False, True]


def test_only_who_is_assigned_and_still_there_fills_a_gap() -> None:
    saturday = factories.duty_session()
    row = nomination(saturday, "van-phong", "CIVIL_STATUS")
    row.send(by=None)
    db.session.commit()
    before = now(saturday)
    assert "CIVIL_STATUS" in {gap.code for gap in before.gaps}

    row.approve(by=None)
    db.session.commit()
    filled = now(saturday)
    assert filled.facts.gaps == before.facts.gaps - 1

    saturday.assignments[0].remove(by=None)
    db.session.commit()
    assert now(saturday).facts.gaps == before.facts.gaps


@pytest.mark.parametrize(
    ("states", "known", "number"),
    [
        ([], None, ""),
        ([PaperState.DRAFT], PaperState.DRAFT, ""),
        ([PaperState.SIGNED, PaperState.DRAFT], PaperState.DRAFT, ""),
        ([PaperState.ISSUED], PaperState.ISSUED, "28/TB-TTPVHCC"),
        ([PaperState.ISSUED, PaperState.DRAFT], PaperState.ISSUED, "28/TB-TTPVHCC"),
    ],
)
def test_an_issued_notice_stands_until_another_takes_its_place(
    states: list[PaperState], known: PaperState | None, number: str
) -> None:
    saturday = factories.duty_session()
    for state in states:
        paper(about=saturday, state=state, number=28 if state is PaperState.ISSUED else None)

    facts = now(saturday).facts

    assert (facts.notice, facts.notice_number) == (known, number)


@pytest.mark.parametrize(
    ("mark", "stands"),
    [(PaperMark.CORRECTED, True), (PaperMark.REPLACED, False), (PaperMark.WITHDRAWN, False)],
)
def test_a_marked_paper_stands_only_when_corrected(mark: PaperMark, *, stands: bool) -> None:
    saturday = factories.duty_session()
    old = paper(about=saturday, state=PaperState.ISSUED, number=28)
    old.mark = mark

    assert (in_force([old], ASSIGNMENT_NOTICE) is old) is stands
    assert in_force([old], "annual_plan") is None


def test_the_plans_number_and_the_public_notice_are_known() -> None:
    saturday = factories.duty_session()
    plan = paper("annual_plan", state=PaperState.ISSUED, number=50)
    plan.plan, plan.symbol = saturday.plan, "KH-UBND"
    paper("citizen_notice", about=saturday, state=PaperState.ISSUED, number=27)

    facts = now(saturday).facts

    assert facts.plan_number == "50/KH-UBND"
    assert facts.public_notice_on == date(2026, 4, 1)


def test_a_cancelled_saturday_says_so() -> None:
    saturday = factories.duty_session()
    saturday.cancel("bão", by=None)
    db.session.commit()

    assert now(saturday).facts.gone == "Buổi này đã hủy: bão."


def test_saturdays_do_not_mix_and_ten_cost_as_much_as_one() -> None:
    first = factories.duty_session()
    nomination(first, "kinh-te", "LAND").send(by=None)
    db.session.commit()
    assert first.is_open
    with counted_queries() as few:
        progress_of(db.session, [first])
    others = [
        factories.duty_session(date(2026, 5, 9) + timedelta(weeks=4 * number))
        for number in range(7)
    ]
    db.session.expire_all()
    saturdays = [first, *others]
    assert len([one.day for one in saturdays]) == 8
    with counted_queries() as many:
        found = progress_of(db.session, saturdays)

    assert [one.facts.lists_sent for one in found] == [1] + [0] * 7
    assert len(many) == len(few)


def test_an_officer_sees_the_coming_turns() -> None:
    officer, other = factories.officer("Công chức 1 (mẫu)"), factories.officer("Khác (mẫu)")
    days = [date(2026, 3, 28), date(2026, 4, 11), date(2026, 5, 9), date(2026, 6, 13)]
    rows = {}
    for day in days:
        saturday = factories.duty_session(day)
        rows[day] = assign(saturday, Seat(factories.duty("LAND"), officer), by=None)
        assign(saturday, Seat(factories.duty("BUSINESS"), other), by=None)
    rows[days[2]].remove(by=None)
    rows[days[3]].duty_session.cancel("bão", by=None)
    db.session.commit()

    turns = turns_of(db.session, officer.id)
    assert [(one.duty_session.day, one.duty.code) for one in turns] == [(days[1], "LAND")]

    stand_at("2026-04-11 10:00")
    assert len(turns_of(db.session, officer.id)) == 1
    stand_at("2026-04-12 00:00")
    assert not turns_of(db.session, officer.id)
