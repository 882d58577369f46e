"""Who came on a Saturday, for what, what became of it, and when is the result fetched?"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from saturday import clock
from saturday.models.base import AnySession, Model, Versioned, built_once
from saturday.models.commune import Department, Hamlet, Officer
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.intake import (
    DeskCounts,
    EntryOrigin,
    Filing,
    Guidance,
    Outcome,
    Payment,
    entry_number,
    refuse_moment,
    refuse_quantity,
    refuse_without_reason,
)
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.names import fold, nfc

if TYPE_CHECKING:
    from saturday.models.accounts import Account
    from saturday.models.returns import Return

LONGEST_KEY = 60  # letters of a name that a search looks at


class IntakeSeries(Model):
    """The last number given on one Saturday by one device (dãy số của buổi)."""

    __tablename__ = "intake_series"
    __table_args__ = (UniqueConstraint("duty_session_id", "letter"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"))
    letter: Mapped[str] = mapped_column(String(1), default="")  # of a second device; "" here
    last: Mapped[int]

    @classmethod
    def next_number(cls, session: AnySession, duty_session: DutySession, letter: str) -> int:
        """Give the next number of a Saturday, without gap or double under several desks.

        The row is changed in the same transaction as what takes the number: a desk that fails
        gives it back, and two desks wait for each other.
        """
        raised = (
            update(cls)
            .where(cls.duty_session_id == duty_session.id, cls.letter == letter)
            .values(last=cls.last + 1)
            .returning(cls.last)
            .execution_options(synchronize_session=False)
        )
        number = session.scalar(raised)
        if number is None:  # the first of this Saturday: two who come at once begin in turn
            session.execute(
                select(DutySession.id).where(DutySession.id == duty_session.id).with_for_update()
            )
            number = session.scalar(raised)
        if number is None:
            session.add(cls(duty_session_id=duty_session.id, letter=letter, last=1))
            session.flush()
            return 1
        return number


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who brings a thing (người nộp hồ sơ), as far as the settings let it be asked."""

    name: str = ""
    is_organisation: bool = False
    hamlet: Hamlet | None = None
    phone: str = ""
    identity_number: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """By what the person is found again."""
        return name_keys(self.name) | {one for one in (self.phone, self.identity_number) if one}


class Visit(Model):
    """One person served (lượt công dân), whatever the number of things brought."""

    __tablename__ = "visit"

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    came_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(default="")  # off until a setting turns it on
    is_organisation: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str] = mapped_column(default="")  # as above
    identity_number: Mapped[str] = mapped_column(default="")  # as above
    hamlet_id: Mapped[int | None] = mapped_column(ForeignKey("hamlet.id"), index=True)

    hamlet: Mapped[Hamlet | None] = relationship()
    entries: Mapped[list["IntakeEntry"]] = relationship(
        back_populates="visit", order_by="IntakeEntry.id"
    )

    @property
    def applicant(self) -> Applicant:
        """Who it was."""
        return Applicant(
            name=self.name,
            is_organisation=self.is_organisation,
            hamlet=self.hamlet,
            phone=self.phone,
            identity_number=self.identity_number,
        )

    def describe(self, applicant: Applicant) -> None:
        """Set who it was."""
        self.name, self.is_organisation = applicant.name, applicant.is_organisation
        self.phone, self.identity_number = applicant.phone, applicant.identity_number
        self.hamlet = applicant.hamlet


@dataclass(frozen=True, slots=True)
class Fee:
    """What was paid for a thing: whole đồng, how, and the number of the receipt (biên lai)."""

    amount: int | None = None
    payment: Payment | None = None
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """When a result is to be fetched (hẹn trả); a reason when it is not what the rules count."""

    on: date | None = None
    at: time | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done at the desk, as tapped or typed (việc tại quầy)."""

    outcome: Outcome
    procedure: Procedure | None = None
    quantity: int = 1
    filing: Filing = Filing.DIRECT
    guidance: Guidance | None = None
    dossier_code: str = ""
    decider: Department | None = None
    fee: Fee = Fee()
    due: Due = Due()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where, when and by whom a deed is written down."""

    duty_session: DutySession
    by: "Account | None"
    kind: EntryOrigin = EntryOrigin.LINE
    letter: str = ""
    happened_at: datetime | None = None  # none: now


class IntakeEntry(Versioned, Model):
    """One line of the session log (dòng nhật ký tiếp nhận): one procedure with its quantity.

    A number is never used again: a line that was wrong is corrected or voided with a reason.
    """

    __tablename__ = "intake_entry"
    __table_args__ = (
        UniqueConstraint("duty_session_id", "letter", "number"),
        Index("ix_intake_entry_procedure_id_id", "procedure_id", "id"),
    )

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    letter: Mapped[str] = mapped_column(String(1), default="")
    number: Mapped[int]
    origin: Mapped[EntryOrigin]
    outcome: Mapped[Outcome]
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedure.id"))
    quantity: Mapped[int] = mapped_column(default=1)
    filing: Mapped[Filing]
    guidance: Mapped[Guidance | None]
    dossier_code: Mapped[str] = mapped_column(String(40), default="", index=True)
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))  # who decides
    fee: Mapped[int | None]  # whole đồng
    payment: Mapped[Payment | None]
    fee_receipt: Mapped[str] = mapped_column(default="")  # biên lai
    due_on: Mapped[date | None] = mapped_column(index=True)
    due_at: Mapped[time | None]
    due_reason: Mapped[str] = mapped_column(default="")  # why not the day that is counted
    remark: Mapped[str] = mapped_column(default="")
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(default="")

    duty_session: Mapped[DutySession] = relationship()
    visit: Mapped[Visit] = relationship(back_populates="entries")
    procedure: Mapped[Procedure | None] = relationship()
    decider: Mapped[Department | None] = relationship()
    recorded_by: Mapped["Account | None"] = relationship()
    officer: Mapped[Officer | None] = relationship()
    returned: Mapped["Return | None"] = relationship(
        back_populates="entry", foreign_keys="Return.entry_id"
    )
    keys: Mapped[list["SearchKey"]] = relationship(
        back_populates="entry", cascade="all, delete-orphan"
    )
    corrections: Mapped[list["Correction"]] = relationship(
        back_populates="entry", order_by="Correction.id"
    )

    @classmethod
    @built_once
    def log(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for the whole log of one Saturday, the newest line first, voided ones too."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id)
            .options(
                joinedload(cls.visit).joinedload(Visit.hamlet),
                joinedload(cls.procedure),
                joinedload(cls.returned),
            )
            .order_by(cls.id.desc())
        )

    @classmethod
    @built_once
    def numbered(cls, duty_session: DutySession, letter: str, number: int) -> Select[Self]:
        """Ask for one line by its number."""
        return (
            select(cls)
            .where(
                cls.duty_session_id == duty_session.id, cls.letter == letter, cls.number == number
            )
            .options(
                joinedload(cls.visit).joinedload(Visit.hamlet),
                joinedload(cls.procedure),
                joinedload(cls.decider),
                joinedload(cls.recorded_by),
                joinedload(cls.returned),
            )
        )

    @property
    def full_number(self) -> str:
        """The number as written: "0038", "B0001"."""
        return entry_number(self.letter, self.number)

    @property
    def is_void(self) -> bool:
        """Whether it no longer counts."""
        return self.voided_at is not None

    @property
    def due(self) -> Due:
        """When the result is to be fetched."""
        return Due(self.due_on, self.due_at, self.due_reason)

    @classmethod
    def record(
        cls,
        session: AnySession,
        deed: Deed,
        origin: Origin,
        *,
        who: Applicant | Visit = Applicant(),
    ) -> Self:
        """Write one line under the next number; with the visit of an earlier line no new person.

        Raises NotAllowedNow for a quantity, a moment or an outcome that cannot be.
        """
        refuse_quantity(deed.quantity)
        now = clock.now()
        happened_at = origin.happened_at or now
        refuse_moment(happened_at, origin.duty_session.day, now)
        visit = who if isinstance(who, Visit) else _visit(who, origin.duty_session, happened_at)
        row = cls(
            duty_session_id=origin.duty_session.id,
            visit=visit,
            letter=origin.letter,
            number=IntakeSeries.next_number(session, origin.duty_session, origin.letter),
            origin=origin.kind,
            happened_at=happened_at,
            recorded_at=now,
            recorded_by_id=origin.by.id if origin.by else None,
            officer_id=origin.by.officer_id if origin.by else None,
        )
        row._put(deed)
        row.keys = SearchKey.of(deed, who if isinstance(who, Applicant) else None)
        session.add(row)
        session.flush()
        row.note("record", by=origin.by, number=row.full_number, **_told(deed))
        return row

    def correct(
        self, deed: Deed, applicant: Applicant, reason: str, *, by: "Account | None"
    ) -> None:
        """Write the line anew, with the reason; its number and moment stay."""
        refuse_when(self.is_void, "Dòng này đã hủy nên giữ nguyên.")
        refuse_without_reason(reason)
        refuse_quantity(deed.quantity)
        changed = [name for name, value in _columns(deed).items() if getattr(self, name) != value]
        if self.visit.applicant != applicant:
            changed.append("applicant")
            self.visit.describe(applicant)
        if not changed:
            return
        self._put(deed)
        self.keys = SearchKey.of(deed, applicant)
        # A reason is free words and may be personal: it stands here, never in the audit log.
        self.corrections.append(
            Correction(corrected_at=clock.now(), corrected_by=by, reason=reason, fields=changed)
        )
        self.note("correct", by=by, number=self.full_number, fields=changed)

    def void(self, reason: str, *, by: "Account | None") -> None:
        """Let the line count no longer; its number is not used again."""
        refuse_when(self.is_void, "Dòng này đã hủy.")
        refuse_without_reason(reason)
        self.voided_at, self.void_reason = clock.now(), reason
        self.note("void", by=by, number=self.full_number, outcome=self.outcome)

    def _put(self, deed: Deed) -> None:
        """Set the columns of what was done."""
        for name, value in _columns(deed).items():
            setattr(self, name, value)


class SearchKey(Model):
    """By what a line of the log is found over all years (khóa tìm).

    Names stand in it from each of their words on, once as written in small letters and once
    without marks: a search is a question for keys that begin alike, which an index answers.
    """

    __tablename__ = "search_key"
    __table_args__ = (Index("ix_search_key_key_entry_id", "key", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("intake_entry.id"), index=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))

    entry: Mapped[IntakeEntry] = relationship(back_populates="keys")

    @classmethod
    def of(cls, deed: Deed, applicant: Applicant | None = None) -> "list[SearchKey]":
        """Give the keys of a line: who it was, as far as this line says it, and the code."""
        keys = set(applicant.keys) if applicant else set()
        keys |= {deed.dossier_code.casefold()} if deed.dossier_code else set()
        return [cls(key=one) for one in sorted(keys)]


class Correction(Model):
    """One change of a line after it was written (lần sửa)."""

    __tablename__ = "correction"

    entry_id: Mapped[int] = mapped_column(ForeignKey("intake_entry.id"), index=True)
    corrected_at: Mapped[datetime]
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str]
    fields: Mapped[list[Any]] = mapped_column(JSON)  # names of the columns that changed

    entry: Mapped[IntakeEntry] = relationship(back_populates="corrections")
    corrected_by: Mapped["Account | None"] = relationship()


def counts_of(session: AnySession, duty_session: DutySession) -> DeskCounts:
    """Count people and lines of one Saturday, voided lines left out."""
    stands = (IntakeEntry.duty_session_id == duty_session.id, IntakeEntry.voided_at.is_(None))
    lines = select(IntakeEntry.outcome, func.count()).where(*stands).group_by(IntakeEntry.outcome)
    visits = select(func.count(IntakeEntry.visit_id.distinct())).where(*stands)
    by_outcome = dict(iter(session.execute(lines)))
    return DeskCounts(session.scalars(visits).one(), by_outcome)


def name_keys(name: str) -> frozenset[str]:
    """Give by what a name is found: from each word on, in small letters, with and without marks."""
    small = nfc(name).casefold()
    words = small.split()
    tails = [" ".join(words[place:])[:LONGEST_KEY] for place in range(len(words))]
    return frozenset(tails) | frozenset(fold(one) for one in tails)


def _visit(applicant: Applicant, duty_session: DutySession, came_at: datetime) -> Visit:
    """Begin the visit of a person."""
    visit = Visit(duty_session_id=duty_session.id, came_at=came_at)
    visit.describe(applicant)
    return visit


def _columns(deed: Deed) -> dict[str, object]:
    """Give the columns that a deed fills."""
    return {
        "outcome": deed.outcome,
        "procedure_id": deed.procedure.id if deed.procedure else None,
        "quantity": deed.quantity,
        "filing": deed.filing,
        "guidance": deed.guidance,
        "dossier_code": deed.dossier_code,
        "decider_id": deed.decider.id if deed.decider else None,
        "fee": deed.fee.amount,
        "payment": deed.fee.payment,
        "fee_receipt": deed.fee.receipt,
        "due_on": deed.due.on,
        "due_at": deed.due.at,
        "due_reason": deed.due.reason,
        "remark": deed.remark,
    }


def _told(deed: Deed) -> dict[str, object]:
    """Give what the audit log may keep of a deed: nothing personal, no free words."""
    code = deed.procedure.code if deed.procedure else ""
    told = {"outcome": deed.outcome, "procedure": code, "quantity": deed.quantity}
    return told | ({"due_on": deed.due.on} if deed.due.on else {})
