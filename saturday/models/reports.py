"""Which words did the Centre put into the report of a period, instead of those drafted?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.orm.exc import StaleDataError

from saturday import clock
from saturday.models.base import AnySession, Model, Versioned
from saturday.models.figures import Span
from saturday.models.period_figures import counted, review
from saturday.models.period_tables import Table, table_of
from saturday.models.plan import AnnualPlan
from saturday.rules.periods import Period
from saturday.rules.report_text import Promise, Section, drafted, refuse_text
from saturday.rules.reporting import Check, Compared, PeriodFigures, checks, compared
from saturday.rules.statistics import Dimension

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class ReportText(Versioned, Model):
    """One part of a period's report as the Centre wrote it (lời văn báo cáo)."""

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("first_day", "last_day", "section"),)

    first_day: Mapped[date]
    last_day: Mapped[date]
    section: Mapped[Section]
    text: Mapped[str]
    drafted: Mapped[str]  # what the figures proposed when it was written
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    written_by: Mapped["Account | None"] = relationship()

    @classmethod
    def of_period(cls, period: Period) -> Select[Self]:
        """Ask for what was written of a period."""
        return (
            select(cls)
            .where(cls.first_day == period.first, cls.last_day == period.last)
            .options(joinedload(cls.written_by))
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """One part of a report: as drafted from the figures, or as it was written (đoạn báo cáo)."""

    period: Period
    section: Section
    draft: str
    row: ReportText | None = None

    @property
    def text(self) -> str:
        """What the report says."""
        return self.row.text if self.row else self.draft

    @property
    def lines(self) -> tuple[str, ...]:
        """Give its paragraphs."""
        return tuple(line for line in self.text.splitlines() if line.strip())

    @property
    def is_overtaken(self) -> bool:
        """Whether the figures have changed since it was written."""
        return self.row is not None and self.row.drafted != self.draft

    @property
    def version(self) -> int:
        """How often it was written; none while it is only drafted."""
        return self.row.version if self.row else 0

    def write(self, session: AnySession, text: str, *, by: "Account | None") -> None:
        """Keep other words; the figures never overwrite them."""
        refuse_text(text)
        row = self.row
        if row is None:
            row = ReportText(
                first_day=self.period.first, last_day=self.period.last, section=self.section
            )
            session.add(row)
        row.text, row.drafted = text, self.draft
        row.written_at, row.written_by_id = clock.now(), by.id if by else None
        row.note("write", by=by, section=self.section, period=self.period.key)

    def drop(self, session: AnySession, seen: str, *, by: "Account | None") -> None:
        """Go back to what the figures say; raise StaleDataError when it was written meanwhile."""
        if seen != str(self.version):
            raise StaleDataError(seen)
        if self.row is not None:
            self.row.note("drop", by=by, section=self.section, period=self.period.key)
            session.delete(self.row)


def wordings(session: AnySession, figures: PeriodFigures) -> Mapping[Section, Wording]:
    """Give every part of a period's report."""
    rows: Iterable[ReportText] = session.scalars(ReportText.of_period(figures.period))
    written = {one.section: one for one in rows}
    return {
        one: Wording(figures.period, one, drafted(one, figures), written.get(one))
        for one in Section
    }


@dataclass(frozen=True, slots=True)
class Review:
    """Everything of a period's report: figures, those before, tables, words (số liệu báo cáo)."""

    span: Span
    now: PeriodFigures
    before: PeriodFigures
    year_before: PeriodFigures
    areas: Table
    wordings: Mapping[Section, Wording]

    @classmethod
    def of(cls, session: AnySession, period: Period) -> Self:
        """Ask for the figures as they are today."""
        today = clock.today()
        span, before = Span(period, today), counted(session, Span(period.before, today))
        same = period.before == period.year_before
        areas = table_of(session, span, Dimension.SUBJECT_AREA)
        now = review(session, span, areas.total)
        return cls(
            span=span,
            now=now,
            before=before,
            year_before=before if same else counted(session, Span(period.year_before, today)),
            areas=areas,
            wordings=wordings(session, now),
        )

    @property
    def period(self) -> Period:
        """The days of which it speaks."""
        return self.span.period

    @property
    def is_compared_twice(self) -> bool:
        """Whether the year before is another period than the one before."""
        return self.before.period != self.year_before.period

    @property
    def compared(self) -> list[Compared]:
        """Give every figure beside the earlier ones."""
        return list(compared(self.now, self.before, self.year_before))

    @property
    def checks(self) -> list[Check]:
        """Give the checks of the figures, and of each row of the table."""
        words = "Bảng theo lĩnh vực: mỗi dòng tiếp nhận bằng đã trả cộng còn lại."
        return [*checks(self.now), Check(self.areas.agrees, words)]


def promise_of(plan: AnnualPlan, today: date) -> Promise:
    """Set what a plan promised against what was held."""
    last = min(today, date(plan.year, 12, 31))
    planned = [one for one in plan.sessions if one.counts]
    return Promise(
        year=plan.year,
        counted_from=plan.counted_from,
        planned=[one.day for one in planned],
        mobile=[one.day for one in planned if one.is_mobile],
        as_of=last,
    )
