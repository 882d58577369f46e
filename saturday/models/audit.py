"""Who did what, and has anyone touched the record of it since?"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import JSON, ForeignKey, Select, String, event, func, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from saturday.models.base import Model

if TYPE_CHECKING:
    from saturday.models.accounts import Account

NOTHING_BEFORE = "0" * 64
LAST_ACTS = 200
CHAIN_LOCK = 7  # any number: PostgreSQL's advisory lock that keeps the chain a single line


class AuditEvent(Model):
    """One act (nhật ký thao tác), chained to the one before by its hash.

    ``facts`` holds names of changed fields and values that are not personal.
    """

    __tablename__ = "audit_event"

    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    verb: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    account: Mapped["Account | None"] = relationship()

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for the whole log, oldest first."""
        return select(cls).order_by(cls.id)

    @classmethod
    def newest(cls) -> Select[Self]:
        """Ask for the last act: the head of the chain."""
        return select(cls).order_by(cls.id.desc()).limit(1)

    @classmethod
    def page(cls, before: int | None, size: int) -> Select[Self]:
        """Ask for the newest acts, or those before one, with who did them."""
        question = select(cls).options(joinedload(cls.account)).order_by(cls.id.desc()).limit(size)
        return question.where(cls.id < before) if before else question

    @classmethod
    def latest_moment(cls) -> Select[datetime | None]:
        """Ask for the latest moment among the last acts.

        The last act alone would not do: after a night with a dead battery it may be the sign-in
        of this morning, dated years ago.
        """
        last = select(cls.at).order_by(cls.id.desc()).limit(LAST_ACTS).subquery()
        return select(func.max(last.c.at))

    def expected_hash(self, previous: str) -> str:
        """Compute what the hash must be after ``previous``."""
        line = json.dumps(
            [
                self.id,
                self.at.isoformat(),
                self.account_id,
                self.verb,
                self.subject,
                self.subject_id,
                self.facts,
            ],
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        return hashlib.sha256(f"{previous}\n{line}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    row: int
    why: str


def first_break(events: Iterable[AuditEvent]) -> Break | None:
    """Walk the chain from its beginning; a row changed, removed or moved breaks it."""
    previous = NOTHING_BEFORE
    for number, act in enumerate(events, start=1):
        if act.id != number:
            return Break(number, f"thiếu dòng {number}, gặp dòng {act.id}")
        if act.previous != previous or act.hash != act.expected_hash(previous):
            return Break(act.id, f"dòng {act.id} đã bị sửa hoặc đổi chỗ")
        previous = act.hash
    return None


def plain(value: object) -> object:
    """Turn a fact into something JSON can hold."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


@event.listens_for(Session, "before_attach")
def _hand_over_notes(session: Session, row: object) -> None:
    """Let notes taken before a new row joined the session travel with it."""
    notes = row.__dict__.pop("_notes", None)
    if notes:
        session.info.setdefault("notes", []).extend(notes)


@event.listens_for(Session, "before_commit")
def _write_notes(session: Session) -> None:
    """Chain all notes of this transaction, after its rows have their numbers."""
    notes = session.info.pop("notes", None)
    if not notes:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    head = session.execute(
        select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    ).first()
    number, previous = head or (0, NOTHING_BEFORE)
    for row, verb, by, at, facts in notes:
        number += 1
        act = AuditEvent(
            id=number,
            at=at,
            account_id=by.id if by else None,
            verb=verb,
            subject=row.__tablename__,
            subject_id=row.id,
            facts={name: plain(value) for name, value in facts.items()},
            previous=previous,
        )
        act.hash = act.expected_hash(previous)
        previous = act.hash
        session.add(act)
    session.flush()


@event.listens_for(Session, "after_rollback")
def _forget_notes(session: Session) -> None:
    """Drop the notes: what was not saved was not done."""
    session.info.pop("notes", None)
