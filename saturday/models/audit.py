"""Who did what, and has anyone touched the record of it since?"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Table,
    event,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from saturday import clock
from saturday.models.base import AnySession, Model, plainly

if TYPE_CHECKING:
    from saturday.models.accounts import Account

NOTHING_BEFORE = "0" * 64
LAST_ACTS = 200
SERVER = 0  # stands for nobody: what commands and the app itself did
ROWS_AT_ONCE = 1000  # held in memory while the chain is walked
CHAIN_LOCK = 7  # any number: PostgreSQL's advisory lock that keeps the chain a single line


class AuditEvent(Model):
    """One act (nhật ký thao tác), chained to the one before by its hash.

    ``facts`` holds names of changed fields and values that are not personal.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject_newest", "subject", "id"),)

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
    def page(cls, sought: "Sought", before: int | None, size: int) -> Select[Self]:
        """Ask for the newest acts that are sought, or those before one, with who did them."""
        question = (
            select(cls)
            .options(joinedload(cls.account))
            .where(*sought.conditions())
            .order_by(cls.id.desc())
            .limit(size)
        )
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
        return chained(_content(self), previous)


def chained(content: list[object], previous: str) -> str:
    """Compute the hash of an act after the one before."""
    line = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{line}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sought:
    """Which acts are looked for; what is empty does not narrow (điều kiện lọc)."""

    account_id: int | None = None
    verbs: Sequence[str] = ()
    subjects: Sequence[str] = ()
    since: date | None = None
    until: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give what each act must meet; days are Vietnam's."""
        zone = clock.TIMEZONE
        found: list[ColumnElement[bool]] = []
        if self.account_id is not None:
            found.append(AuditEvent.account_id.is_not_distinct_from(self.account_id or None))
        if self.verbs:
            found.append(AuditEvent.verb.in_(self.verbs))
        if self.subjects:
            found.append(AuditEvent.subject.in_(self.subjects))
        if self.since:
            found.append(AuditEvent.at >= datetime.combine(self.since, time(), zone))
        if self.until:
            end = datetime.combine(self.until + timedelta(days=1), time(), zone)
            found.append(AuditEvent.at < end)
        return found


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Head:
    """A row of the log and its hash: what stands before it can not be changed unseen."""

    row: int = 0
    hash: str = NOTHING_BEFORE
    source: str = ""  # where it was noted: the name of a backup


def first_break(events: Iterable[AuditEvent]) -> Break | None:
    """Walk the chain from its beginning; a row changed, removed or moved breaks it."""
    return _walk(((one, _content(one)) for one in events), Head())[1]


def _content(act: Any) -> list[object]:  # noqa: ANN401 - a row of the model, or its columns
    """Give what is hashed of an act."""
    moment = act.at.isoformat()
    return [act.id, moment, act.account_id, act.verb, act.subject, act.subject_id, act.facts]


def _walk(acts: Iterable[tuple[Any, list[object]]], head: Head) -> tuple[Head, Break | None]:
    """Follow the chain from a head as far as it holds."""
    row, previous = head.row, head.hash
    for act, content in acts:
        if act.id != row + 1:
            return Head(row, previous), Break(row + 1, f"thiếu dòng {row + 1}, gặp dòng {act.id}")
        if act.previous != previous or act.hash != chained(content, previous):
            return Head(row, previous), Break(act.id, f"dòng {act.id} đã bị sửa hoặc đổi chỗ")
        row, previous = act.id, act.hash
    return Head(row, previous), None


def walk(session: AnySession, head: Head, most: int) -> tuple[Head, Break | None]:
    """Follow the chain through the next ``most`` rows, a thousand in memory at a time."""
    columns = AuditEvent.__table__.columns
    question = select(*columns).where(AuditEvent.id > head.row).order_by(AuditEvent.id).limit(most)
    with session.execute(question, execution_options={"yield_per": ROWS_AT_ONCE}) as rows:
        return _walk(((one, _content(one)) for one in rows), head)


def cut_after(session: AnySession, heads: Iterable[Head]) -> Break | None:
    """Compare with heads noted elsewhere: a chain that was cut, or computed anew, lacks them."""
    for head in sorted(heads, key=lambda one: one.row):
        found = session.scalar(select(AuditEvent.hash).where(AuditEvent.id == head.row))
        if found != head.hash:
            lost = "không còn" if found is None else "khác"
            return Break(head.row, f"dòng {head.row} {lost} so với {head.source}")
    return None


class AuditCheck(Model):
    """One reading of the whole log (lần kiểm tra nhật ký), carried on from press to press."""

    __tablename__ = "audit_check"

    begun_at: Mapped[datetime]
    at: Mapped[datetime]
    row: Mapped[int]  # the last one that was found right
    hash: Mapped[str] = mapped_column(String(64))
    is_whole: Mapped[bool] = mapped_column(default=False)
    fault_row: Mapped[int | None]
    fault: Mapped[str | None]

    @classmethod
    def newest(cls) -> Select[Self]:
        """Ask for the last reading."""
        return select(cls).order_by(cls.id.desc()).limit(1)

    @classmethod
    def whole(cls) -> Select[Self]:
        """Ask for the last reading that came to the end without a fault."""
        return cls.newest().where(cls.is_whole, cls.fault.is_(None))

    @classmethod
    def begin(cls) -> Self:
        """Begin at the first row."""
        moment = clock.now()
        return cls(begun_at=moment, at=moment, row=0, hash=NOTHING_BEFORE)

    @property
    def is_over(self) -> bool:
        """Whether it came to the end, or to a fault."""
        return self.is_whole or self.fault is not None

    def carry_on(self, session: AnySession, most: int, noted: Iterable[Head]) -> None:
        """Read the next rows; at the end, compare with heads noted elsewhere."""
        head, fault = walk(session, Head(self.row, self.hash), most)
        self.is_whole = fault is None and head.row - self.row < most
        if self.is_whole:
            fault = cut_after(session, noted)
        self.row, self.hash, self.at = head.row, head.hash, clock.now()
        if fault:
            self.fault_row, self.fault = fault.row, fault.why


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


_LOG = cast("Table", AuditEvent.__table__)
_HEAD = select(_LOG.c.id, _LOG.c.hash).order_by(_LOG.c.id.desc()).limit(1)
_WRITE = insert(_LOG)
_WRITTEN = ("id", "at", "account_id", "verb", "subject", "subject_id", "facts")


@event.listens_for(Session, "before_commit")
def _write_notes(session: Session) -> None:
    """Chain all notes of this transaction, after its rows have their numbers."""
    notes = session.info.pop("notes", None)
    if not notes:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    number, previous = plainly(session).execute(_HEAD).first() or (0, NOTHING_BEFORE)
    acts = []
    for row, verb, by, at, facts in notes:
        number += 1
        account = by.id if by else None
        told = {name: plain(value) for name, value in facts.items()}
        content = [number, at.isoformat(), account, verb, row.__tablename__, row.id, told]
        acts.append(dict(zip(_WRITTEN, content, strict=True)) | {"at": at, "previous": previous})
        previous = acts[-1]["hash"] = chained(content, previous)
    plainly(session).execute(_WRITE, acts)


@event.listens_for(Session, "after_rollback")
def _forget_notes(session: Session) -> None:
    """Drop the notes: what was not saved was not done."""
    session.info.pop("notes", None)
