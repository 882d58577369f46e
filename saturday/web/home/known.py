"""What does the list of things to do ask the database? Each question at most once a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import joinedload, undefer

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.announcements import Announcement
from saturday.models.attendance import Attendance, unrecorded
from saturday.models.broadcasts import Broadcast, changes_since, unplanned_since
from saturday.models.calendar import known_calendar
from saturday.models.closing import reasons_to_reopen
from saturday.models.commune import Commune, Hamlet, Officer
from saturday.models.daily import owes_sheet, unclosed
from saturday.models.documents import Document, DocumentFile, FileStage
from saturday.models.figures import Span
from saturday.models.nominations import Nomination
from saturday.models.own_words import FIRST_NAME
from saturday.models.period_figures import counted
from saturday.models.plan import AnnualPlan, DutySession
from saturday.models.progress import (
    ANNUAL_PLAN,
    ASSIGNMENT_NOTICE,
    CITIZEN_NOTICE,
    SessionProgress,
    in_force,
    progress_of,
)
from saturday.papers import making
from saturday.papers.facts import PublicFacts
from saturday.papers.reported import Report, changed_figures, set_figures
from saturday.papers.voices import differences
from saturday.rules.calendar import Calendar
from saturday.rules.lifecycle import PaperState
from saturday.rules.numbering import DocumentKind
from saturday.rules.permissions import Permission, Role
from saturday.rules.reporting import compared
from saturday.vietnamese.dates import listed_day

AHEAD = timedelta(days=30)
RECENT = timedelta(days=7)
SCANS_WAIT = timedelta(days=90)
JUST_DONE = 3
LOOKED_AT = 3  # Saturdays whose issued notice, and reports that, are compared with the facts
REPORTS_WATCHED = timedelta(days=60)  # after their last day
UNFINISHED = (PaperState.DRAFT, PaperState.CHECKED, PaperState.SIGNED)


@dataclass(frozen=True, slots=True)
class Change:
    """The bulletin of a moved or cancelled Saturday (bản tin gấp)."""

    edition: Announcement
    was_played: bool

    @property
    def words(self) -> str:
        """Name it: "bản tin báo dời buổi thứ Bảy, 11/4"."""
        return f"bản tin {self.edition.news.words} {listed_day(self.edition.duty_session.day)}"


class Known:
    """What is known now, asked when somebody's list needs it."""

    def __init__(self, account: Account) -> None:
        """Look through one person's eyes."""
        self.account = account
        self.now: datetime = clock.now()
        self.today: date = clock.today()

    def is_over(self, duty_session: DutySession) -> bool:
        """Whether the hours of a Saturday are over."""
        ends = duty_session.ends
        return duty_session.day < self.today or (ends is not None and self.now >= ends)

    @cached_property
    def coming(self) -> Sequence[DutySession]:
        """Saturdays still to be held, the next one first."""
        return db.session.scalars(DutySession.coming()).all()

    @cached_property
    def last(self) -> DutySession | None:
        """The Saturday of today, else the last one held within a week."""
        rows = db.session.scalars(DutySession.between(self.today - RECENT, self.today))
        return next((one for one in reversed(rows.all()) if one.counts), None)

    @cached_property
    def near(self) -> list[SessionProgress]:
        """Progress of the Saturdays of the next thirty days, and of those under preparation."""
        last = self.today + AHEAD
        return progress_of(
            db.session, [one for one in self.coming if one.day <= last or one.prepared_at]
        )

    @cached_property
    def open(self) -> list[SessionProgress]:
        """Progress of the Saturdays that still need people or papers."""
        return [
            one for one in self.near if one.facts.is_prepared and not one.facts.is_announced_inside
        ]

    @cached_property
    def calendar(self) -> Calendar:
        """Holidays and busy days."""
        return known_calendar(db.session)

    @cached_property
    def plan(self) -> AnnualPlan | None:
        """Plan of this year."""
        return db.session.scalar(AnnualPlan.of_year(self.today.year))

    @cached_property
    def next_plan(self) -> AnnualPlan | None:
        """Plan of the coming year."""
        return db.session.scalar(select(AnnualPlan).where(AnnualPlan.year == self.today.year + 1))

    @cached_property
    def plan_paper(self) -> Document | None:
        """The paper of this year's plan: issued, else the one being made."""
        if self.plan is None:
            return None
        papers = Document.visible_to(self.account).where(Document.plan_id == self.plan.id)
        return in_force(reversed(db.session.scalars(papers).all()), ANNUAL_PLAN)

    @cached_property
    def others_have_accounts(self) -> bool:
        """Whether somebody who is no administrator may come in."""
        return db.session.scalar(Account.not_of(Role.ADMIN).limit(1)) is not None

    @cached_property
    def is_named(self) -> bool:
        """Whether somebody looked over the commune's words: another name, or a telephone."""
        commune = Commune.of_database(db.session)
        return commune.is_demo or commune.name != FIRST_NAME or bool(commune.help_phone)

    @cached_property
    def has_hamlets(self) -> bool:
        """Whether a village is entered."""
        return db.session.scalar(select(Hamlet.id).limit(1)) is not None

    @cached_property
    def staffed(self) -> frozenset[int]:
        """Departments that have somebody in service, by id."""
        return frozenset(db.session.scalars(Officer.departments_served()))

    @cached_property
    def unfinished(self) -> Sequence[Document]:
        """Papers this person may see that still go on; lists of departments end elsewhere."""
        return self._papers(Document.unissued(), Document.nomination_id.is_(None))

    @cached_property
    def unscanned(self) -> Sequence[Document]:
        """Papers issued in the last months whose signed copy was not attached."""
        return self._papers(
            Document.state == PaperState.ISSUED,
            Document.is_earlier.is_(False),
            Document.issued_at > self.now - SCANS_WAIT,
            ~Document.files.any(DocumentFile.stage == FileStage.SCAN),
        )

    @cached_property
    def overtaken(self) -> Sequence[Document]:
        """Notices in force of the next Saturdays whose facts changed after they were issued."""
        notices = [one for one in self._notices if making.changes(db.session, one, self.today)]
        return sorted(notices, key=lambda one: one.living_until or self.today)

    @cached_property
    def outdated(self) -> list[Document]:
        """The newest reports in force whose figures changed after they were issued."""
        papers = self._papers(
            Document.first_day > date.min,
            Document.kind == DocumentKind.REPORT,
            Document.last_day > self.today - REPORTS_WATCHED,
            Document.state == PaperState.ISSUED,
            ~Document.amendments.any(),
            words=True,
        )
        return [one for one in papers[:LOOKED_AT] if _tells_otherwise(one)]

    @property
    def _notices(self) -> Sequence[Document]:
        """Notices issued for the next few Saturdays, but those that are being replaced.

        People were told of a Saturday that is moved or cancelled since.
        """
        days = [one.id for one in self.coming[:LOOKED_AT]]
        coming = Document.duty_session_id.in_(days)
        gone = Document.duty_session.has(not_(DutySession.comes(self.today)))
        still = select(DutySession.id).where(DutySession.day >= self.today)  # found by its index
        return self._papers(
            Document.duty_session_id.in_(still),
            or_(
                and_(Document.paper.in_((CITIZEN_NOTICE, ASSIGNMENT_NOTICE)), coming),
                and_(Document.paper == CITIZEN_NOTICE, gone),
            ),
            Document.state == PaperState.ISSUED,
            Document.mark.is_(None),
            Document.is_earlier.is_(False),
            ~Document.amendments.any(Document.state.in_(UNFINISHED)),
            words=True,
        )

    @cached_property
    def unrecorded(self) -> list[tuple[date, int]]:
        """Saturdays of the last months that lack attendance, with how many people lack it."""
        return unrecorded(db.session, self.today - SCANS_WAIT, self.today - timedelta(days=1))

    @cached_property
    def unclosed(self) -> list[DutySession]:
        """Saturdays of the last months, today's too, whose figures are not closed."""
        return unclosed(db.session, self.today - SCANS_WAIT, self.today)

    @cached_property
    def reopened(self) -> Mapping[int, str]:
        """Why those among them that were closed once were opened again, by their ids."""
        return reasons_to_reopen(db.session, self.unclosed)

    @cached_property
    def own_unconfirmed(self) -> list[DutySession]:
        """Those among them, of this week, whose own figures nobody confirmed."""
        own = self.account.officer_id
        near = [one for one in self.unclosed if one.day >= self.today - RECENT] if own else []
        return [one for one in near if owes_sheet(db.session, one, own or 0)]

    @cached_property
    def broadcasts(self) -> Sequence[Broadcast]:
        """Playings planned up to tomorrow that nobody noted yet, of the last days too."""
        return db.session.scalars(Broadcast.open_between(*self._broadcast_days)).all()

    @cached_property
    def unplanned(self) -> Sequence[DutySession]:
        """Saturdays to come whose bulletin is approved, and no hour of it is set."""
        return db.session.scalars(unplanned_since(self.today)).all()

    @cached_property
    def changes(self) -> list[Change]:
        """Approved bulletins that tell of a change, true to the facts as they are now."""
        rows = db.session.execute(changes_since(self.today)).all()
        newest = {row.duty_session_id: Change(row, was_played) for row, was_played in rows}
        gone = [one.edition.duty_session for one in newest.values()]
        known = PublicFacts.of_each(db.session, gone) if gone else []
        return [
            one
            for one, facts in zip(newest.values(), known, strict=True)
            if not differences(one.edition, facts)
        ]

    @property
    def unplayed_changes(self) -> list[Change]:
        """Those of them that nobody has heard yet."""
        return [one for one in self.changes if not one.was_played]

    @property
    def _broadcast_days(self) -> tuple[datetime, datetime]:
        """The span of days in which a missing note is still asked for."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - RECENT, midnight + timedelta(days=2)

    @cached_property
    def undecided(self) -> Sequence[Attendance]:
        """Own Saturdays whose hours wait for a choice."""
        officer_id = self.account.officer_id
        return db.session.scalars(Attendance.undecided(officer_id)).all() if officer_id else []

    @cached_property
    def just_issued(self) -> Sequence[Document]:
        """Papers issued in the last days, the newest first."""
        if not self.account.may(Permission.SEE_PAPERS):
            return []
        rows = self._papers(Document.issued_at > self.now - RECENT)
        return sorted(rows, key=lambda one: one.issued_at or self.now, reverse=True)[:JUST_DONE]

    def _papers(self, *conditions: ColumnElement[bool], words: bool = False) -> Sequence[Document]:
        """Give the few papers that meet conditions, with what names them, the newest first.

        They are put in order here: asked to, the database would walk through all papers in order.
        """
        found = db.session.scalars(
            Document.visible_to(self.account)
            .where(*conditions)
            .order_by(None)
            .options(
                joinedload(Document.plan),
                joinedload(Document.duty_session),
                joinedload(Document.nomination).joinedload(Nomination.department),
                *([undefer(Document.words)] if words else []),
            )
        )
        return sorted(found, key=lambda one: (one.drafted_at, one.id), reverse=True)


def _tells_otherwise(paper: Document) -> bool:
    """Whether a report's figures are others now, and nobody chose to keep it as it is."""
    period = paper.period
    then = making.frozen_words(paper) if paper.words else None  # of an older paper none are kept
    if not isinstance(then, Report) or period is None:
        return False
    now = counted(db.session, Span(period, clock.today()))
    if not changed_figures(then.figures, set_figures(compared(now, now, now))):
        return False
    return not paper.kept_sha256 or paper.differs_from(making.facts_now(db.session, paper))
