"""What did each officer do on a Saturday, who confirmed it, and is the day closed?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from saturday import clock
from saturday.models.base import AnySession, Model, Versioned
from saturday.models.closing import DayClosing, refuse_closed
from saturday.models.commune import Commune, Officer, Posting, SubjectArea
from saturday.models.figures import Span, dossiers, outcomes
from saturday.models.intake import IntakeSeries, counts_of
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment
from saturday.rules.closing import Handled, Stated, refuse_closing, refuse_overtaken, refuse_stated
from saturday.rules.intake import RECEIVED_HERE, DeskCounts, Outcome, refuse_desk
from saturday.rules.periods import Period
from saturday.rules.refusals import refuse_when
from saturday.rules.statistics import Dimension, Dossiers

if TYPE_CHECKING:
    from saturday.models.accounts import Account

NOBODY = "Phần ghi chung tại quầy"  # by accounts of no officer
NO_AREA = "Không theo lĩnh vực"  # lines that name no procedure
REASON_EXPIRED = "đã xóa khi hết thời hạn lưu"
ON_A_LAPTOP = "Máy này là máy lưu động. Hãy xác nhận, chốt số liệu ở trụ sở."


class DailySheet(Versioned, Model):
    """What one officer is said to have done on one Saturday (số liệu ngày của công chức).

    Nothing is stored until somebody confirms it; what the log said then stays beside it.
    """

    __tablename__ = "daily_sheet"
    __table_args__ = (UniqueConstraint("duty_session_id", "officer_id"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    dossiers: Mapped[int]
    opinions: Mapped[int]
    counted_dossiers: Mapped[int]
    counted_opinions: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")  # why another number than the log's
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    confirmed_by: Mapped["Account | None"] = relationship()

    @classmethod
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for the sheets of one Saturday."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .options(joinedload(cls.confirmed_by))
            .order_by(cls.id)
        )

    @property
    def said(self) -> Handled:
        """What was confirmed."""
        return Handled(self.dossiers, self.opinions)

    @property
    def counted(self) -> Handled:
        """What the log said when it was confirmed."""
        return Handled(self.counted_dossiers, self.counted_opinions)


@dataclass(frozen=True, slots=True)
class OfficerDay:
    """One officer's Saturday (số liệu của một công chức): the log, and what was said of it."""

    duty_session: DutySession
    officer: Officer | None
    counts: Mapping[Outcome, int]
    sheet: DailySheet | None

    @property
    def key(self) -> int:
        """By what it is known in an address: 0 for accounts of no officer."""
        return self.officer.id if self.officer else 0

    @property
    def name(self) -> str:
        return self.officer.name if self.officer else NOBODY

    @property
    def unit(self) -> str:
        """Where the officer served on that day, whoever moved since."""
        return self.officer.department_on(self.duty_session.day).name if self.officer else ""

    @property
    def post(self) -> str:
        """Which post the officer had on that day."""
        return self.officer.post_on(self.duty_session.day) if self.officer else ""

    @property
    def counted(self) -> Handled:
        """What the log says."""
        return Handled.of(self.counts)

    @property
    def confirmed(self) -> DailySheet | None:
        """The sheet, unless the log has changed since it was confirmed."""
        return self.sheet if self.sheet and self.sheet.counted == self.counted else None

    @property
    def is_overtaken(self) -> bool:
        """Whether it was confirmed before the log changed."""
        return self.sheet is not None and self.confirmed is None

    @property
    def said(self) -> Handled:
        """What counts: as confirmed, else as the log says."""
        return self.confirmed.said if self.confirmed else self.counted

    @property
    def reason(self) -> str:
        """Why it is another number than the log's; nothing when it is the same."""
        sheet = self.confirmed
        if sheet is None or sheet.said == sheet.counted:
            return ""
        return sheet.reason or REASON_EXPIRED

    @property
    def as_counted(self) -> Stated:
        """What somebody says who sees this row and confirms what the log says."""
        version = self.sheet.version if self.sheet else 0
        return Stated(self.key, self.counted, self.counted, version=version)

    def of(self, *some: Outcome) -> int:
        return sum(self.counts.get(one, 0) for one in some)

    @property
    def received(self) -> int:
        return self.of(*RECEIVED_HERE)


@dataclass(frozen=True, slots=True)
class AreaDay:
    """One subject area's Saturday (số liệu của một lĩnh vực)."""

    area: SubjectArea | None
    counts: Mapping[Outcome, int]

    @property
    def key(self) -> int:
        """By what it is known in an address: 0 for lines that name no procedure."""
        return self.area.id if self.area else 0

    @property
    def name(self) -> str:
        return self.area.name if self.area else NO_AREA

    def of(self, *some: Outcome) -> int:
        return sum(self.counts.get(one, 0) for one in some)

    @property
    def received(self) -> int:
        return self.of(*RECEIVED_HERE)

    @property
    def handled(self) -> Handled:
        return Handled.of(self.counts)

    @property
    def total(self) -> int:
        """All its lines."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The figures of one Saturday (số liệu ngày), as the log and its sheets say them."""

    duty_session: DutySession
    counts: DeskCounts
    officers: Sequence[OfficerDay]
    areas: Sequence[AreaDay]
    dossiers: Dossiers  # Biểu II.06a, of this day alone

    @classmethod
    def of(cls, session: AnySession, duty_session: DutySession) -> Self:
        """Count one Saturday."""
        day = duty_session.day
        period = Period(day, day)
        rows = dossiers(session, Span(period, clock.today()), Dimension.SUBJECT_AREA)
        return cls(
            duty_session,
            counts_of(session, duty_session),
            list(_officers(session, duty_session)),
            list(_areas(session, period)),
            sum(rows.values(), Dossiers()),
        )

    @property
    def handled(self) -> Handled:
        """What all officers did together."""
        return sum((one.said for one in self.officers), Handled())

    @property
    def mark(self) -> str:
        """Tell two states of the figures apart: what was seen must be what is closed."""
        said = [(one.key, one.said.dossiers, one.said.opinions) for one in self.officers]
        return sha256(f"{self.counts} {self.dossiers} {said}".encode()).hexdigest()[:16]

    @property
    def unconfirmed(self) -> list[OfficerDay]:
        """Those whose figures nobody confirmed as they are now."""
        return [one for one in self.officers if one.confirmed is None]

    def of_officer(self, key: int) -> OfficerDay | None:
        """Give one officer's row."""
        return next((one for one in self.officers if one.key == key), None)


def confirm(
    session: AnySession, duty_session: DutySession, stated: Stated, *, by: "Account | None"
) -> None:
    """Confirm what an officer did, as the log counts it or with another number and why."""
    confirm_all(session, duty_session, [stated], by=by)


def confirm_all(
    session: AnySession,
    duty_session: DutySession,
    stated: Sequence[Stated],
    *,
    by: "Account | None",
) -> None:
    """Confirm what several officers did, each named once; all of them or none.

    Raises NotAllowedNow on a laptop, on a closed day, and when the log or the sheet says other
    than what was seen.
    """
    _refuse_elsewhere(session)
    duty_session.take_turn(session)
    _refuse_not_held(session, duty_session)
    refuse_closed(session, duty_session.id)
    figures = DayFigures.of(session, duty_session)
    rows = [figures.of_officer(one.key) for one in stated]
    for one, now in zip(stated, rows, strict=True):
        refuse_stated(one, now.as_counted if now else None)
    for one, now in zip(stated, rows, strict=True):
        if now is not None:
            _keep(session, now, one, by=by)


def close(
    session: AnySession, duty_session: DutySession, remark: str, seen: str, *, by: "Account | None"
) -> DayClosing:
    """Close a Saturday's count; what nobody confirmed is confirmed as the log counts it.

    Raises NotAllowedNow on a laptop, before the day, when it is not held or closed already, and
    when the log says other than what was ``seen``.
    """
    _refuse_elsewhere(session)
    IntakeSeries.hold_all(session, duty_session)
    _refuse_not_held(session, duty_session)
    refuse_closed(session, duty_session.id)
    refuse_closing(waiting_packs(session, duty_session), remark)
    figures = DayFigures.of(session, duty_session)
    refuse_overtaken(figures.mark, seen)
    for one in figures.unconfirmed:
        _keep(session, one, one.as_counted, by=by)
    counted = {
        "visits": figures.counts.visits,
        "dossiers": figures.handled.dossiers,
        "opinions": figures.handled.opinions,
    }
    row = DayClosing(
        duty_session=duty_session,
        closed_at=clock.now(),
        closed_by=by,
        remark=remark.strip(),
        **counted,
    )
    session.add(row)
    session.flush()
    session.expire(duty_session, ["closing"])
    row.note("close_day", by=by, day=duty_session.day, **counted)
    return row


def waiting_packs(session: AnySession, duty_session: DutySession) -> str:
    """Say which laptops have not brought home what they wrote; nothing when all have."""
    packs = session.scalars(MobilePack.of_session(duty_session)).all()
    letters = [one.letter for one in packs if one.brought_at is None]
    return f"Gói lưu động chữ {', '.join(letters)} chưa nhận về." if letters else ""


def elsewhere(session: AnySession) -> str:
    """Say where figures are confirmed and closed, on a laptop; nothing at home."""
    return ON_A_LAPTOP if Commune.of_database(session).text("desk.letter") else ""


def unclosed(session: AnySession, first: date, last: date) -> list[DutySession]:
    """Give the Saturdays of a span that were prepared and held, and whose count is not closed."""
    asked = (
        DutySession.between(first, last)
        .outerjoin(DutySession.closing)
        .where(
            DutySession.prepared_at.is_not(None),
            DutySession.moved_to.is_(None),
            DutySession.cancelled_at.is_(None),
            DayClosing.id.is_(None),
        )
    )
    return list(session.scalars(asked))


def owes_sheet(session: AnySession, duty_session: DutySession, officer_id: int) -> bool:
    """Whether an officer wrote lines that Saturday, and confirmed no figures as they are now."""
    period = Period(duty_session.day, duty_session.day)
    counted = outcomes(session, period, Dimension.OFFICER).get(officer_id)
    if not counted:
        return False
    own = DailySheet.of_session(duty_session).where(DailySheet.officer_id == officer_id)
    sheet = session.scalars(own).one_or_none()
    return sheet is None or sheet.counted != Handled.of(counted)


# --- Within -------------------------------------------------------------------------------------


def _refuse_elsewhere(session: AnySession) -> None:
    """Refuse what a laptop would not bring home."""
    words = elsewhere(session)
    refuse_when(words, words)


def _refuse_not_held(session: AnySession, duty_session: DutySession) -> None:
    """Refuse what is said of a Saturday that has not come, or is not held.

    For who holds its turn: whoever moves or cancels it has waited, or is seen here.
    """
    session.refresh(duty_session, ["moved_to", "cancelled_at", "change_reason"])
    gone = "" if duty_session.counts else duty_session.gone_words
    refuse_desk(duty_session.day, clock.today(), gone=gone.rstrip("."))


def _keep(session: AnySession, one: OfficerDay, stated: Stated, *, by: "Account | None") -> None:
    """Store what is confirmed of one officer."""
    held, said = one.duty_session, stated.said
    sheet = one.sheet or DailySheet(duty_session_id=held.id, officer_id=one.key or None)
    sheet.dossiers, sheet.opinions = said.dossiers, said.opinions
    sheet.counted_dossiers, sheet.counted_opinions = stated.seen.dossiers, stated.seen.opinions
    sheet.reason = stated.kept_reason
    sheet.confirmed_at, sheet.confirmed_by = clock.now(), by
    session.add(sheet)
    session.flush()
    facts = {"dossiers": said.dossiers, "opinions": said.opinions}
    sheet.note("confirm", by=by, day=held.day, **facts)


def _officers(session: AnySession, duty_session: DutySession) -> Iterator[OfficerDay]:
    """Give those on duty, and everybody else who wrote a line; accounts of nobody come last.

    On a closed day they are those of its sheets: whoever is put on the board since has no row.
    """
    day = duty_session.day
    counted = outcomes(session, Period(day, day), Dimension.OFFICER)
    sheets = {one.officer_id: one for one in session.scalars(DailySheet.of_session(duty_session))}
    known = _people(session, duty_session, {*counted, *sheets} - {None})
    if duty_session.closing is not None:
        known = [one for one in known if one.id in sheets]
    for officer in known:
        yield OfficerDay(duty_session, officer, counted.get(officer.id, {}), sheets.get(officer.id))
    if None in counted or None in sheets:
        yield OfficerDay(duty_session, None, counted.get(None, {}), sheets.get(None))


def _people(
    session: AnySession, duty_session: DutySession, others: Iterable[object]
) -> Iterable[Officer]:
    """Give the officers of the board in its order, then those who are not on it by name."""
    board = session.scalars(Assignment.of_session(duty_session)).unique()
    on_duty = {one.officer.id: one.officer for one in board if one.officer}
    missing = set(others) - on_duty.keys()
    if not missing:
        return on_duty.values()
    asked = select(Officer).where(Officer.id.in_(missing)).order_by(Officer.sort_key, Officer.id)
    loaded = asked.options(
        joinedload(Officer.department),
        selectinload(Officer.former).joinedload(Posting.department),
    )
    return [*on_duty.values(), *session.scalars(loaded)]


def _areas(session: AnySession, period: Period) -> Iterator[AreaDay]:
    """Give every subject area of the day, those without a line too; what names none comes last."""
    counted = outcomes(session, period, Dimension.SUBJECT_AREA)
    here = SubjectArea.with_former().where(SubjectArea.lasts(period.last))
    for area in session.scalars(here):
        yield AreaDay(area, counted.pop(area.id, {}))
    others = [key for key in counted if key is not None]
    if others:
        ended = select(SubjectArea).where(SubjectArea.id.in_(others))
        for area in session.scalars(ended.order_by(SubjectArea.position, SubjectArea.id)):
            yield AreaDay(area, counted[area.id])
    if None in counted:
        yield AreaDay(None, counted[None])
