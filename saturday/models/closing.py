"""Which Saturdays' counts are closed, by whom, and why was one opened again?"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Self

from sqlalchemy import ForeignKey, Index, Select, bindparam, select, text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from saturday import clock
from saturday.models.base import AnySession, Model, plainly
from saturday.models.plan import DutySession
from saturday.rules.closing import Handled, closed_words, refuse_reopening
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account

IN_FORCE = text("reopened_at IS NULL")


class DayClosing(Model):
    """One closing of a Saturday's count (lần chốt số liệu ngày), and its reopening.

    The day is closed while one of them was not opened again; the log takes no change then.
    """

    __tablename__ = "day_closing"
    __table_args__ = (
        Index(
            "uq_day_closing_in_force",
            "duty_session_id",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
    )

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    closed_at: Mapped[datetime]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    visits: Mapped[int]  # what was counted then
    dossiers: Mapped[int]
    opinions: Mapped[int]
    remark: Mapped[str] = mapped_column(default="")  # what was difficult that day
    reopened_at: Mapped[datetime | None]
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(default="")  # why it was opened again

    duty_session: Mapped[DutySession] = relationship()
    closed_by: Mapped["Account | None"] = relationship(foreign_keys=[closed_by_id])
    reopened_by: Mapped["Account | None"] = relationship(foreign_keys=[reopened_by_id])

    @classmethod
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for the closings of one Saturday, the newest first."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .options(joinedload(cls.closed_by), joinedload(cls.reopened_by))
            .order_by(cls.id.desc())
        )

    @classmethod
    def in_force_between(cls, first: date, last: date) -> Select[Self]:
        """Ask for the closings in force of the Saturdays of a span of days, in order."""
        return (
            select(cls)
            .join(cls.duty_session)
            .where(DutySession.day.between(first, last), cls.reopened_at.is_(None))
            .options(joinedload(cls.duty_session))
            .order_by(DutySession.day)
        )

    @property
    def handled(self) -> Handled:
        """What was counted then."""
        return Handled(self.dossiers, self.opinions)

    @property
    def words(self) -> str:
        """Say that it is closed, and where it is opened again."""
        return closed_words(self.closed_at)

    def reopen(self, session: AnySession, reason: str, *, by: "Account | None") -> None:
        """Let the log be changed again, saying why; the closing stays as a row."""
        self.duty_session.take_turn(session)
        session.refresh(self)
        refuse_reopening(is_closed=self.reopened_at is None, reason=reason)
        self.reopened_at, self.reopened_by, self.reason = clock.now(), by, reason
        self.note("reopen", by=by, day=self.duty_session.day)


def closed_at(session: AnySession, duty_session_id: int) -> datetime | None:
    """Give when a Saturday was closed, as it stands at this moment; none while it is open."""
    return plainly(session).scalar(_closed_at(), {"day": duty_session_id})


def closed_in_words(session: AnySession, duty_session_id: int) -> str:
    """Say that a Saturday is closed, and where it is opened again; empty while it is open.

    For what asks at every tap: loading the closing with its relation costs several times as much.
    """
    since = closed_at(session, duty_session_id)
    return closed_words(since) if since else ""


def closed_of(session: AnySession, duty_sessions: Iterable[DutySession]) -> frozenset[int]:
    """Tell which Saturdays are closed, by their ids; nothing is asked of none."""
    ids = [one.id for one in duty_sessions]
    if not ids:
        return frozenset()
    asked = select(DayClosing.duty_session_id).where(
        DayClosing.duty_session_id.in_(ids), DayClosing.reopened_at.is_(None)
    )
    return frozenset(session.scalars(asked))


def reasons_to_reopen(
    session: AnySession, duty_sessions: Iterable[DutySession]
) -> Mapping[int, str]:
    """Give why Saturdays were last opened again, by their ids; nothing is asked of none."""
    ids = [one.id for one in duty_sessions]
    if not ids:
        return {}
    asked = (
        select(DayClosing.duty_session_id, DayClosing.reason)
        .where(DayClosing.duty_session_id.in_(ids), DayClosing.reopened_at.is_not(None))
        .order_by(DayClosing.id)
    )
    return dict(iter(session.execute(asked)))


def refuse_closed(session: AnySession, duty_session_id: int) -> None:
    """Refuse to write into the log of a closed day.

    For who holds the Saturday's series, or its turn: whoever closes has waited for them.
    """
    words = closed_in_words(session, duty_session_id)
    refuse_when(words, words)


def hold_state(session: AnySession, duty_session_id: int) -> None:
    """Let nobody close a Saturday until this is done; others may hold it too."""
    one = select(DutySession.id).where(DutySession.id == duty_session_id)
    session.execute(one.with_for_update(read=True))


def keep_open(session: AnySession, duty_session_id: int) -> None:
    """Refuse to change what a closed day counts, and let nobody close it until this is done."""
    hold_state(session, duty_session_id)
    refuse_closed(session, duty_session_id)


@cache
def _closed_at() -> Select[datetime]:
    """Ask whether a Saturday is closed."""
    return select(DayClosing.closed_at).where(
        DayClosing.duty_session_id == bindparam("day"), DayClosing.reopened_at.is_(None)
    )
