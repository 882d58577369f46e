"""How far is each Saturday, and what does it still lack? Questions only; rules judge the facts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeVar

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from saturday import clock
from saturday.models.attendance import recorded_of
from saturday.models.base import AnySession
from saturday.models.closing import closed_of
from saturday.models.commune import Department
from saturday.models.documents import Document
from saturday.models.nominations import Nomination
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment, DutyRequirement, gaps_of
from saturday.models.running import visits_of
from saturday.rules.coverage import Gap
from saturday.rules.lifecycle import Facts, NominationState, PaperMark, PaperState

Row = TypeVar("Row")

ANNUAL_PLAN, CITIZEN_NOTICE, ASSIGNMENT_NOTICE = (
    "annual_plan",
    "citizen_notice",
    "assignment_notice",
)
_SENT = frozenset({NominationState.SENT, NominationState.APPROVED})
_NO_LONGER_IN_FORCE = frozenset({PaperMark.REPLACED, PaperMark.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class ListProgress:
    """One department's list for one Saturday, written or not (danh sách của một phòng)."""

    department: Department
    nomination: Nomination | None

    @property
    def state(self) -> NominationState | None:
        """State of the list; none while nothing was written."""
        return self.nomination.state if self.nomination else None

    @property
    def is_sent(self) -> bool:
        """Whether the Centre has it."""
        return self.state in _SENT


@dataclass(frozen=True, slots=True)
class SessionProgress:
    """How far one Saturday is (tiến độ của buổi)."""

    duty_session: DutySession
    facts: Facts
    lists: tuple[ListProgress, ...]  # of the departments that its duties ask for
    gaps: tuple[Gap, ...]
    notice: Document | None  # the assignment notice in force, else the one being made
    public_notice: Document | None = None  # the same of the notice to the people


@dataclass(frozen=True, slots=True)
class Board:
    """Who is wanted, sent and assigned, as loaded (bảng phân công)."""

    requirements: Sequence[DutyRequirement]
    nominations: Sequence[Nomination]  # with their lines
    assignments: Sequence[Assignment]  # of those who are still on


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the database holds of some Saturdays, by the id of each."""

    requirements: Mapping[int | None, list[DutyRequirement]]
    nominations: Mapping[int | None, list[Nomination]]
    assignments: Mapping[int | None, list[Assignment]]
    papers: Mapping[int | None, list[Document]]
    plan_papers: Mapping[int | None, list[Document]]
    departments: Sequence[Department]
    recorded: Mapping[int, frozenset[int]]  # officers, of the Saturdays that have come
    visits: Mapping[int, int]  # people served, of the same
    closed: frozenset[int]  # of the same, whose figures are closed

    @classmethod
    def of(cls, session: AnySession, duty_sessions: Sequence[DutySession]) -> Self:
        """Ask nine questions at most, however many Saturdays there are."""
        ids = [one.id for one in duty_sessions]
        requirements = select(DutyRequirement).where(DutyRequirement.duty_session_id.in_(ids))
        duty = DutyRequirement.with_duty()
        nominations = select(Nomination).where(Nomination.duty_session_id.in_(ids))
        assignments = select(Assignment).where(
            Assignment.duty_session_id.in_(ids), Assignment.ended_at.is_(None)
        )
        return cls.beside(
            session,
            duty_sessions,
            Board(
                requirements=session.scalars(requirements.options(duty)).all(),
                nominations=session.scalars(
                    nominations.options(
                        joinedload(Nomination.department), selectinload(Nomination.lines)
                    )
                ).all(),
                assignments=session.scalars(assignments.options(joinedload(Assignment.duty))).all(),
            ),
        )

    @classmethod
    def beside(
        cls, session: AnySession, duty_sessions: Sequence[DutySession], board: Board
    ) -> Self:
        """Ask for what is not on the board: papers and departments."""
        ids = [one.id for one in duty_sessions]
        plan_ids = {one.plan_id for one in duty_sessions}
        come = [one for one in duty_sessions if one.day <= clock.today()]
        papers = session.scalars(
            select(Document)
            .where(or_(Document.duty_session_id.in_(ids), Document.plan_id.in_(plan_ids)))
            .where(Document.nomination_id.is_(None))
            .order_by(Document.id)
        ).all()
        return cls(
            requirements=_grouped(board.requirements, _saturday),
            nominations=_grouped(board.nominations, _saturday),
            assignments=_grouped(board.assignments, _saturday),
            papers=_grouped(papers, _saturday),
            plan_papers=_grouped(papers, lambda one: one.plan_id),
            departments=session.scalars(Department.in_order()).all(),
            recorded=recorded_of(session, come),
            visits=visits_of(session, come),
            closed=closed_of(session, come),
        )


def hub_facts(session: AnySession, duty_session: DutySession) -> Facts:
    """Gather what is known of one Saturday now."""
    return progress_of(session, [duty_session])[0].facts


def progress_of(session: AnySession, duty_sessions: Sequence[DutySession]) -> list[SessionProgress]:
    """Gather what is known of some Saturdays now; ten more cost no more questions."""
    rows = _Rows.of(session, duty_sessions)
    return [_progress(one, rows) for one in duty_sessions]


def progress_beside(
    session: AnySession, duty_session: DutySession, board: Board
) -> SessionProgress:
    """Gather what is known of one Saturday whose board was loaded already."""
    return _progress(duty_session, _Rows.beside(session, [duty_session], board))


def in_force(papers: Iterable[Document], paper: str) -> Document | None:
    """Give the issued paper of a kind that still stands, else the newest one being made."""
    rows = [one for one in papers if one.paper == paper and one.mark not in _NO_LONGER_IN_FORCE]
    issued = [one for one in rows if one.state is PaperState.ISSUED]
    return next(reversed(issued or rows), None)


def has_paper(paper: str, about: Any, row: Any) -> ColumnElement[bool]:  # noqa: ANN401 - columns
    """Tell, inside a question, whether ``in_force`` would find a paper about a row."""
    stands = or_(Document.mark.is_(None), Document.mark.not_in(_NO_LONGER_IN_FORCE))
    return exists().where(Document.paper == paper, about == row, stands)


def turns_of(session: AnySession, officer_id: int) -> Sequence[Assignment]:
    """Give the coming Saturdays on which an officer is on duty, with the duty."""
    question = (
        select(Assignment)
        .join(DutySession)
        .where(
            Assignment.officer_id == officer_id,
            Assignment.ended_at.is_(None),
            DutySession.day >= clock.today(),
            DutySession.moved_to.is_(None),
            DutySession.cancelled_at.is_(None),
        )
        .options(joinedload(Assignment.duty), contains_eager(Assignment.duty_session))
        .order_by(DutySession.day, Assignment.id)
    )
    return session.scalars(question).all()


def _progress(duty_session: DutySession, rows: _Rows) -> SessionProgress:
    """Put together what was found of one Saturday."""
    key = duty_session.id
    requirements = rows.requirements.get(key, [])
    papers = rows.papers.get(key, [])
    lists = _lists(rows.departments, requirements, rows.nominations.get(key, []))
    gaps = gaps_of(duty_session, requirements, rows.assignments.get(key, []))
    notice = in_force(papers, ASSIGNMENT_NOTICE)
    public_notice = in_force(papers, CITIZEN_NOTICE)
    recorded = rows.recorded.get(key, frozenset())
    facts = Facts(
        day=duty_session.day,
        now=clock.now(),
        plan_number=_number(in_force(rows.plan_papers.get(duty_session.plan_id, []), ANNUAL_PLAN)),
        public_notice_on=_issued_on(public_notice),
        is_prepared=duty_session.prepared_at is not None,
        lists_wanted=len(lists),
        lists_sent=sum(one.is_sent for one in lists),
        lists_approved=sum(one.state is NominationState.APPROVED for one in lists),
        lists_due=duty_session.list_due_at,
        gaps=len(gaps),
        notice=notice.state if notice else None,
        notice_number=_number(notice),
        gone="" if duty_session.counts else duty_session.gone_words,
        recorded=len(recorded),
        unrecorded=len(_officers(rows.assignments.get(key, [])) - recorded),
        visits=rows.visits.get(key, 0),
        is_closed=key in rows.closed,
    )
    return SessionProgress(duty_session, facts, lists, tuple(gaps), notice, public_notice)


def _officers(assignments: Iterable[Assignment]) -> frozenset[int]:
    """Give the officers among those on the board."""
    return frozenset(one.officer_id for one in assignments if one.officer_id is not None)


def _lists(
    departments: Iterable[Department],
    requirements: Iterable[DutyRequirement],
    nominations: Iterable[Nomination],
) -> tuple[ListProgress, ...]:
    """Pair each department that is asked for somebody, or has written a list, with its list."""
    written = {one.department_id: one for one in nominations}
    asked = {one.duty.department_id for one in requirements if one.count}
    return tuple(
        ListProgress(one, written.get(one.id))
        for one in departments
        if one.sends_list and (one.id in asked or one.id in written)
    )


def _number(paper: Document | None) -> str:
    """Give number and symbol of an issued paper."""
    return paper.full_number if paper and paper.state is PaperState.ISSUED else ""


def _issued_on(paper: Document | None) -> date | None:
    """Give the date of an issued paper."""
    return paper.dated_on if paper and paper.state is PaperState.ISSUED else None


def _saturday(row: DutyRequirement | Nomination | Assignment | Document) -> int | None:
    """Give the Saturday a row belongs to."""
    return row.duty_session_id


def _grouped(
    rows: Iterable[Row], key: Callable[[Row], int | None]
) -> Mapping[int | None, list[Row]]:
    """Put rows together that have the same key."""
    found: defaultdict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
