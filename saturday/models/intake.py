"""Who came on a Saturday, for what, what became of it, and when is the result fetched?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import (
    Mapped,
    aliased,
    joinedload,
    mapped_column,
    object_session,
    relationship,
)
from sqlalchemy.orm.exc import StaleDataError

from saturday import clock
from saturday.models.base import (
    AnySession,
    Model,
    Versioned,
    at_home,
    built_once,
    index_of_few,
    plainly,
    says,
)
from saturday.models.closing import hold_state, refuse_closed
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
AS_WRITTEN = "="  # begins a key that keeps its marks
# Which rows hold what goes away in time: on most there is none of it.
SAYS_WHO = says("name", "phone", "identity_number")
REMARKED = says("remark", "due_reason", "void_reason")
EXPLAINED = says("reason")


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
        place = {"day": duty_session.id, "device": letter}
        number: int | None = plainly(session).scalar(_RAISE, place)
        if number is None:  # the first of this Saturday: two who come at once begin in turn
            duty_session.take_turn(session)
            number = plainly(session).scalar(_RAISE, place)
        if number is None:
            cls.inserted(session, duty_session_id=duty_session.id, letter=letter, last=1)
            return 1
        return number

    @classmethod
    def hold_all(cls, session: AnySession, duty_session: DutySession) -> None:
        """Let nobody take a number of a Saturday, at whichever desk, until this transaction ends.

        For who closes the day: what was begun before is written, what comes after sees it closed.
        """
        duty_session.take_turn(session)
        every = select(cls.id).where(cls.duty_session_id == duty_session.id).order_by(cls.id)
        session.execute(every.with_for_update())

    @classmethod
    def hold(cls, session: AnySession, duty_session: DutySession, letter: str) -> None:
        """Let nobody else take a number of a Saturday until this transaction ends.

        For who changes lines and takes numbers: all wait in one order, the Saturday, its series,
        its lines, so that no two wait for each other.
        """
        place = {"day": duty_session.id, "device": letter}
        if session.scalar(_HOLD, place) is None:
            duty_session.take_turn(session)
            session.scalar(_HOLD, place)


_SERIES = cast("Table", IntakeSeries.__table__)
_RAISE = (
    update(_SERIES)
    .where(_SERIES.c.duty_session_id == bindparam("day"), _SERIES.c.letter == bindparam("device"))
    .values(last=_SERIES.c.last + 1)
    .returning(_SERIES.c.last)
)
_HOLD = (
    select(_SERIES.c.last)
    .where(_SERIES.c.duty_session_id == bindparam("day"), _SERIES.c.letter == bindparam("device"))
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who brings a thing (người nộp hồ sơ), as far as the settings let it be asked."""

    name: str = ""
    is_organisation: bool = False
    hamlet: Hamlet | None = None
    phone: str = ""
    identity_number: str = ""

    def said_of(self, typed: "Applicant") -> "Applicant":
        """Say it as typed; what was left empty stays as it was."""
        said = {name: getattr(typed, name) for name in PARTICULARS if getattr(typed, name)}
        known = not typed.name and self.is_organisation
        return replace(self, **said, is_organisation=typed.is_organisation or known)

    def completed(self, typed: "Applicant") -> "Applicant":
        """Add what was not said before; what says otherwise is another person's."""
        for name, words in PARTICULARS.items():
            known, new = getattr(self, name), getattr(typed, name)
            other = f"Người của dòng trước đã ghi {words} khác. Là người khác thì bỏ “Cùng người”."
            refuse_when(known and new and known != new, other, field=name)
        is_other = self.name and typed.is_organisation and not self.is_organisation
        words = "Dòng trước ghi cá nhân. Là người khác thì bỏ “Cùng người”."
        refuse_when(is_other, words, field="is_organisation")
        either = self.is_organisation or typed.is_organisation
        return replace(self.said_of(typed), is_organisation=either)


# What is said of a person, as a refusal names it.
PARTICULARS: Mapping[str, str] = MappingProxyType(
    {
        "name": "tên",
        "hamlet": "thôn, bản",
        "phone": "số điện thoại",
        "identity_number": "số định danh",
    }
)


class Visit(Versioned, Model):
    """One person served (lượt công dân), whatever the number of things brought."""

    __tablename__ = "visit"
    __table_args__ = (index_of_few("ix_visit_says_who", "came_at", SAYS_WHO),)

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

    @property
    def keys(self) -> frozenset[str]:
        """By what the person is found again."""
        return name_keys(self.name) | {one for one in (self.phone, self.identity_number) if one}

    @property
    def is_personal(self) -> bool:
        """Whether it says who came: what lists mask."""
        return bool(self.name or self.phone or self.identity_number)

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


@dataclass(frozen=True, slots=True)
class VersionTogether:
    """The versions of a line and of its visit, compared as one (số lần sửa của dòng)."""

    version: str


class IntakeEntry(Versioned, Model):
    """One line of the session log (dòng nhật ký tiếp nhận): one procedure with its quantity.

    A number is never used again: a line that was wrong is corrected or voided with a reason.
    """

    __tablename__ = "intake_entry"
    __table_args__ = (
        UniqueConstraint("duty_session_id", "letter", "number"),
        Index("ix_intake_entry_procedure_id_id", "procedure_id", "id"),
        # Few lines of years before are asked for: those that were promised.
        Index(None, "outcome", "voided_at", "duty_session_id"),
        index_of_few("ix_intake_entry_remarked", "happened_at", REMARKED),
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
    fetching: Mapped[list["Return"]] = relationship(  # of a line that says who came for a result
        foreign_keys="Return.fetched_entry_id", viewonly=True
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
    def before(cls, duty_session: DutySession, letter: str, number: int) -> ColumnElement[bool]:
        """Give the condition that holds for lines written earlier than one of the same day."""
        one = aliased(cls)
        place = (one.duty_session_id == duty_session.id, one.letter == letter)
        return cls.id < select(one.id).where(*place, one.number == number).scalar_subquery()

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
    def handing(self) -> "Return | None":
        """Give the handing over that keeps the line: of its result, or that it says itself."""
        if self.outcome is Outcome.HANDED_OVER and not self.is_void:
            return next(iter(self.fetching), None)
        return self.returned

    @property
    def is_void(self) -> bool:
        """Whether it no longer counts."""
        return self.voided_at is not None

    @property
    def state(self) -> "VersionTogether":
        """The version of the line together with that of who came."""
        return VersionTogether(f"{self.version}.{self.visit.version}")

    @property
    def matter(self) -> str:
        """What it was about, in a few words; empty when it was only counted."""
        if self.procedure is not None:
            return self.procedure.short_name
        return self.guidance.words if self.guidance else ""

    @property
    def tells_of_somebody(self) -> bool:
        """Whether its page shows what lists mask; a remark may hold anything."""
        return self.visit.is_personal or bool(self.remark)

    def is_own(self, account: "Account") -> bool:
        """Whether this account, or the officer behind it, wrote the line."""
        if self.recorded_by_id == account.id:
            return True
        return self.officer_id is not None and self.officer_id == account.officer_id

    @classmethod
    def own(cls, account: "Account") -> ColumnElement[bool]:
        """Give the condition that holds for an account's own lines."""
        written = cls.recorded_by_id == account.id
        if account.officer_id is None:
            return written
        return or_(written, cls.officer_id == account.officer_id)

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
        home, now = at_home(session), clock.now()
        happened_at = origin.happened_at or now
        refuse_moment(happened_at, origin.duty_session.day, now)
        # The number comes first: desks that write at the same moment wait here for each other.
        number = IntakeSeries.next_number(home, origin.duty_session, origin.letter)
        refuse_closed(home, origin.duty_session.id)  # who closed meanwhile was waited for
        visit = who if isinstance(who, Visit) else _visit(home, who, origin, happened_at)
        row = cls.inserted(
            home,
            duty_session_id=origin.duty_session.id,
            visit_id=visit.id,
            letter=origin.letter,
            number=number,
            origin=origin.kind,
            happened_at=happened_at,
            recorded_at=now,
            recorded_by_id=origin.by.id if origin.by else None,
            officer_id=origin.by.officer_id if origin.by else None,
            **_columns(deed),
        )
        SearchKey.keep(home, row, visit)
        row.note("record", by=origin.by, number=row.full_number, **_told(deed))
        return row

    def correct(
        self, deed: Deed, applicant: Applicant, reason: str, *, by: "Account | None"
    ) -> None:
        """Write the line anew, with the reason; its number and moment stay.

        Who came is said for the whole visit, so that its other lines follow.
        """
        self._hold_as_seen()
        refuse_when(self.is_void, "Dòng này đã hủy nên giữ nguyên.")
        refuse_quantity(deed.quantity)
        self._refuse_when_returned(deed.outcome)
        changed = [name for name, value in _columns(deed).items() if getattr(self, name) != value]
        renamed = self.visit.applicant != applicant
        if not (changed or renamed):
            return
        self._refuse_closed()
        refuse_without_reason(reason)
        self._put(deed)
        if renamed:
            self.visit.describe(applicant)
        for line in self.visit.entries if renamed else (self,):
            line.keys = SearchKey.of(line, self.visit)
        self._note_correction(changed + ["applicant"] * renamed, reason, by=by)

    def complete(self, typed: Applicant, reason: str, *, by: "Account | None") -> Visit:
        """Add to who came what a later line says of the same person, and give the visit."""
        session = object_session(self)
        if session is not None and typed != Applicant():
            # The later line takes a number, and numbers come before lines and who came.
            IntakeSeries.hold(session, self.duty_session, self.letter)
            refuse_closed(session, self.duty_session_id)
            session.refresh(self.visit)
        whole = self.visit.applicant.completed(typed)
        if whole != self.visit.applicant:
            self.visit.describe(whole)
            for line in self.visit.entries:
                line.keys = SearchKey.of(line, self.visit)
            self._note_correction(["applicant"], reason, by=by)
        return self.visit

    def _note_correction(self, fields: list[str], reason: str, *, by: "Account | None") -> None:
        """Keep what was changed, and why.

        A reason is free words and may be personal: it stands here, never in the audit log.
        """
        self.corrections.append(
            Correction(corrected_at=clock.now(), corrected_by=by, reason=reason, fields=fields)
        )
        self.note("correct", by=by, number=self.full_number, fields=fields)

    def void(self, reason: str, *, by: "Account | None") -> None:
        """Let the line count no longer; its number is not used again."""
        self._hold_as_seen()
        self._refuse_closed()
        refuse_when(self.is_void, "Dòng này đã hủy.")
        self._refuse_when_returned(None)
        refuse_without_reason(reason)
        self.voided_at, self.void_reason = clock.now(), reason
        self.note("void", by=by, number=self.full_number, outcome=self.outcome)

    def hold(self, session: AnySession) -> None:
        """Wait for those who change this line, and read what they left of it."""
        one = select(IntakeEntry).where(IntakeEntry.id == self.id)
        # What only points to the line (a return, a key) need not wait.
        held = one.with_for_update(key_share=True).execution_options(populate_existing=True)
        session.scalars(held).one()

    def _hold_as_seen(self) -> None:
        """Hold the line; raise StaleDataError when somebody changed it while one waited."""
        session = object_session(self)
        if session is None:
            return
        session.flush()
        seen = self.version
        hold_state(session, self.duty_session_id)
        self.hold(session)
        if self.version != seen:
            raise StaleDataError(self.full_number)

    def _refuse_closed(self) -> None:
        """Refuse to change what a closed day counts."""
        session = object_session(self)
        if session is not None:
            refuse_closed(session, self.duty_session_id)

    def _refuse_when_returned(self, outcome: Outcome | None) -> None:
        """Keep a dossier received whose result was handed over, and who came for one."""
        kept = outcome is not None and outcome.is_received
        words = "Kết quả của dòng này đã trả. Hãy bỏ lần trả kết quả trước."
        refuse_when(self.returned and not kept, words, field="outcome")
        handed = self.outcome is Outcome.HANDED_OVER and outcome is not Outcome.HANDED_OVER
        words = "Dòng này ghi lần trả kết quả. Hãy bỏ lần trả đó, dòng hủy theo."
        refuse_when(handed and self.fetching, words, field="outcome")

    def _put(self, deed: Deed) -> None:
        """Set the columns of what was done."""
        for name, value in _columns(deed).items():
            setattr(self, name, value)


class SearchKey(Model):
    """By what a line of the log is found over all years (khóa tìm).

    Names stand in it from each of their words on, once as written in small letters and once
    without marks: a search is a question for keys that begin alike, which an index answers.
    Letters are in the order of their codes everywhere, whatever the language of the server.
    """

    __tablename__ = "search_key"
    __table_args__ = (Index("ix_search_key_key_entry_id", "key", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("intake_entry.id"), index=True)
    key: Mapped[str] = mapped_column(
        String(LONGEST_KEY).with_variant(String(LONGEST_KEY, collation="C"), "postgresql")
    )

    entry: Mapped[IntakeEntry] = relationship(back_populates="keys")

    @classmethod
    def of(cls, line: "Deed | IntakeEntry", visit: Visit) -> "list[SearchKey]":
        """Give the keys of a line: who it was, and the dossier's code."""
        return [cls(key=one) for one in _keys(line, visit)]

    @classmethod
    def keep(cls, session: AnySession, line: IntakeEntry, visit: Visit) -> None:
        """Write the keys of a new line; most lines have none."""
        rows = [{"entry_id": line.id, "key": one} for one in _keys(line, visit)]
        if rows:
            plainly(session).execute(_KEEP_KEYS, rows)


_KEEP_KEYS = insert(cast("Table", SearchKey.__table__))


def _keys(line: "Deed | IntakeEntry", visit: Visit) -> list[str]:
    """Give by what a line is found: who it was, and the dossier's code."""
    return sorted(visit.keys | code_keys(line.dossier_code))


class Correction(Model):
    """One change of a line after it was written (lần sửa)."""

    __tablename__ = "correction"
    __table_args__ = (index_of_few("ix_correction_explained", "corrected_at", EXPLAINED),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("intake_entry.id"), index=True)
    corrected_at: Mapped[datetime]
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str]
    fields: Mapped[list[Any]] = mapped_column(JSON)  # names of the columns that changed

    entry: Mapped[IntakeEntry] = relationship(back_populates="corrections")
    corrected_by: Mapped["Account | None"] = relationship()


def counts_of(session: AnySession, duty_session: DutySession) -> DeskCounts:
    """Count people and lines of one Saturday, voided lines left out."""
    by_outcome = dict(iter(session.execute(_BY_OUTCOME, {"day": duty_session.id})))
    return DeskCounts(session.scalars(_VISITS, {"day": duty_session.id}).one(), by_outcome)


_STANDING = (IntakeEntry.duty_session_id == bindparam("day"), IntakeEntry.voided_at.is_(None))
_BY_OUTCOME = (
    select(IntakeEntry.outcome, func.count()).where(*_STANDING).group_by(IntakeEntry.outcome)
)
_VISITS = select(func.count(IntakeEntry.visit_id.distinct())).where(*_STANDING)


def name_keys(name: str) -> frozenset[str]:
    """Give by what a name is found, from each word on: as written after "=", and without marks."""
    words = nfc(name).casefold().split()
    tails = [" ".join(words[place:]) for place in range(len(words))]
    keys = {f"{AS_WRITTEN}{one}" for one in tails} | {fold(one) for one in tails}
    return frozenset(one[:LONGEST_KEY] for one in keys)


def code_keys(code: str) -> frozenset[str]:
    """Give by what a dossier is found: its code, and the number at the end that people recall."""
    small = code.casefold()
    return frozenset(one for one in (small, small.rpartition("-")[2]) if one)


def _visit(session: AnySession, applicant: Applicant, origin: Origin, came_at: datetime) -> Visit:
    """Begin the visit of a person."""
    return Visit.inserted(
        session,
        duty_session_id=origin.duty_session.id,
        came_at=came_at,
        name=applicant.name,
        is_organisation=applicant.is_organisation,
        phone=applicant.phone,
        identity_number=applicant.identity_number,
        hamlet_id=applicant.hamlet.id if applicant.hamlet else None,
    )


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
