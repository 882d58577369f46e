"""What does a leader see of the year, of the next Saturday, and of what is late?"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.budget import YearMoney
from saturday.models.calendar import known_calendar
from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.models.feedback import Feedback, limits_of, opened
from saturday.models.figures import Span
from saturday.models.period_figures import review
from saturday.models.plan import AnnualPlan, DutySession
from saturday.models.progress import SessionProgress, in_force, progress_of
from saturday.models.reports import promise_of
from saturday.models.villages import Reached, reached_of
from saturday.rules.ahead import Deadline, deadlines_of, reports_due
from saturday.rules.calendar import Calendar
from saturday.rules.coverage import who_sends_whom
from saturday.rules.deadlines import late_in_words, left_in_words, list_due_on
from saturday.rules.intake import Outcome
from saturday.rules.lifecycle import PaperState, Stage, stages
from saturday.rules.periods import Period, PeriodKind
from saturday.rules.permissions import Permission
from saturday.rules.report_text import Promise
from saturday.rules.reporting import PeriodFigures, SaturdayFigures
from saturday.web.access import me, requires
from saturday.web.page import render_page
from saturday.web.reports.routes import bp

AHEAD = 3  # Saturdays whose limits are watched
SHOWN = 5  # of each list
MONTHS = range(1, 13)


class Outlook:
    """Everything of the page, each asked once (toàn cảnh)."""

    def __init__(self) -> None:
        """Look at today."""
        self.today: date = clock.today()

    # The year

    @cached_property
    def figures(self) -> PeriodFigures:
        """The year's figures, as its report tells them."""
        year = Period.around(PeriodKind.YEAR, self.today)
        return review(db.session, Span(year, self.today))

    @cached_property
    def plan(self) -> AnnualPlan | None:
        """The year's plan."""
        return db.session.scalar(AnnualPlan.of_year(self.today.year))

    @property
    def promise(self) -> Promise | None:
        """What the plan promised; none without a plan."""
        return promise_of(self.plan, self.today) if self.plan else None

    @cached_property
    def money(self) -> YearMoney | None:
        """What the Saturdays cost; none without a plan."""
        return YearMoney.of(db.session, self.plan) if self.plan else None

    @property
    def settled(self) -> int:
        """Dossiers whose result was taken home at once."""
        return self.figures.counts.of(Outcome.SETTLED)

    @property
    def months(self) -> list[list[SaturdayFigures]]:
        """Give the Saturdays of each month, those that were moved or cancelled too."""
        known = self.figures.saturdays
        return [[one for one in known if one.day.month == month] for month in MONTHS]

    @property
    def month_heads(self) -> list[tuple[str, str]]:
        """Name the months, as heads of columns."""
        return [(str(month), "num") for month in MONTHS]

    # The next Saturday

    @cached_property
    def coming(self) -> list[SessionProgress]:
        """The next Saturdays, the first one first."""
        rows: Sequence[DutySession] = db.session.scalars(DutySession.coming().limit(AHEAD)).all()
        return progress_of(db.session, rows) if rows else []

    @cached_property
    def next(self) -> SessionProgress | None:
        """The first of them that is not closed yet."""
        left = (one for one in self.coming if not self._is_closed(one))
        return next(left, None)

    def _is_closed(self, one: SessionProgress) -> bool:
        """Whether today's Saturday is done."""
        return one.facts.day == self.today and one.duty_session.closing is not None

    @property
    def stages(self) -> Sequence[Stage]:
        """How far it is."""
        return stages(self.next.facts) if self.next else ()

    @property
    def gaps(self) -> list[str]:
        """Say who must send whom."""
        return who_sends_whom(self.next.gaps) if self.next else []

    @cached_property
    def reached(self) -> Reached | None:
        """How many villages know of it."""
        return reached_of(db.session, self.next.duty_session) if self.next else None

    # What comes, and what is late

    @property
    def deadlines(self) -> list[Deadline]:
        """Give the limits that come next, and those gone by, the first one first."""
        found = [*self._of_saturdays(), *self._of_reports(), *self._of_opinions()]
        return sorted(found)

    @cached_property
    def calendar(self) -> Calendar:
        """Holidays and busy days."""
        return known_calendar(db.session)

    def _of_saturdays(self) -> Iterator[Deadline]:
        for one in self.coming:
            yield from deadlines_of(one.facts, list_due_on(one.facts.day, self.calendar))

    def _of_reports(self) -> Iterator[Deadline]:
        current = Period.around(PeriodKind.REPORTING_MONTH, self.today)
        earliest = current.before.first  # of the year before, in January
        known = db.session.scalars(DutySession.between(earliest, current.last))
        held = [one.day for one in known if one.counts]
        papers = db.session.scalars(
            Document.reports().where(
                Document.first_day >= earliest, Document.state == PaperState.ISSUED
            )
        )
        stands = (one.period for one in papers if in_force([one], one.paper))
        return reports_due(self.today, held, [one for one in stands if one])

    def _of_opinions(self) -> Iterator[Deadline]:
        for row, due in self.owed:
            if due >= self.today:
                owner = row.owner
                does = f"{owner.short_name} trả lời" if owner else "Trung tâm giao xử lý"
                yield Deadline(due, f"{does} ý kiến {row.full_number}")

    @cached_property
    def owed(self) -> list[tuple[Feedback, date]]:
        """Give the opinions that somebody still owes, with their limits, the first one first."""
        rows = opened(db.session, me())
        limits = limits_of(Commune.of_database(db.session))
        dated = ((one, one.due_on(limits, self.calendar)) for one in rows)
        return sorted(
            ((one, due) for one, due in dated if due), key=lambda pair: (pair[1], pair[0].id)
        )

    @property
    def overdue(self) -> list[tuple[Feedback, str]]:
        """Give the opinions that are late, with how late they are."""
        return [
            (row, late_in_words(due, self.today, self.calendar))
            for row, due in self.owed
            if due < self.today
        ]

    def left(self, one: Deadline) -> str:
        """Say how long there is."""
        return left_in_words(one.day, self.today, self.calendar)


@bp.get("/lanh-dao")
@requires(Permission.SEE_OUTLOOK)
def outlook() -> ResponseReturnValue:
    """Show the year at a glance, what comes next, and what is late."""
    return render_page("reports/outlook.html", None, seen=Outlook(), shown=SHOWN)
