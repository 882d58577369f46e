"""Which official papers were made, in what state is each, and which number has it?"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    String,
    UniqueConstraint,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from saturday import clock
from saturday.models.base import Model, Versioned
from saturday.models.nominations import Nomination
from saturday.models.templates import PaperTemplate
from saturday.rules.lifecycle import PaperMark, PaperState, refuse_mark, refuse_step
from saturday.rules.numbering import (
    DocumentKind,
    Issuer,
    PaperNumber,
    SeriesMode,
    format_number,
    refuse_clock,
    refuse_number,
)
from saturday.rules.periods import Period
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import numeric_day

if TYPE_CHECKING:
    from saturday.models.accounts import Account
    from saturday.models.plan import AnnualPlan, DutySession

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The first bytes of what a signed paper may be kept as, with its kind and the end of its name.
SCANS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
)
OUTSIDE = frozenset({"annual_plan", "citizen_notice"})  # papers that name no officer
_AFTER_SIGNING = frozenset({PaperState.SIGNED, PaperState.ISSUED})


OF_A_LIST = text("nomination_id IS NOT NULL")
UNISSUED = text("state <> 'ISSUED'")


class NumberSeries(Versioned, Model):
    """One run of numbers (hệ thống số văn bản): issuer × (one kind, or all kinds) × year."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("issuer", "kind_key", "year"),)

    issuer: Mapped[Issuer]
    kind_key: Mapped[str] = mapped_column(String(32))  # a DocumentKind's name, or "" for all kinds
    year: Mapped[int]
    mode: Mapped[SeriesMode] = mapped_column(default=SeriesMode.EXTERNAL)

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for all series, newest year first."""
        return select(cls).order_by(cls.year.desc(), cls.issuer, cls.kind_key)

    @classmethod
    def for_(cls, issuer: Issuer, kind: DocumentKind, year: int) -> Select[Self]:
        """Ask for the series a paper of this date takes its number from: its kind's own first."""
        return (
            select(cls)
            .where(cls.issuer == issuer, cls.year == year, cls.kind_key.in_([kind.name, ""]))
            .order_by(cls.kind_key.desc())
            .limit(1)
        )

    @classmethod
    def begin(cls, issuer: Issuer, kind: DocumentKind | None, year: int, mode: SeriesMode) -> Self:
        """Begin a series; no kind means one run for all kinds."""
        row = cls(issuer=issuer, kind_key=kind.name if kind else "", year=year, mode=mode)
        row.note("begin", by=None, issuer=issuer, kind=row.kind_key, year=year, mode=mode)
        return row

    @property
    def words(self) -> str:
        """Name the papers that take their numbers here."""
        return DocumentKind[self.kind_key].words if self.kind_key else "mọi tên loại"

    def change_mode(self, mode: SeriesMode, *, by: "Account | None") -> None:
        """Let the province's system give the numbers, or the app."""
        if mode is not self.mode:
            self.mode = mode
            self.note("change_mode", by=by, mode=mode)


class FileStage(StrEnum):
    """Which of a paper's files this is."""

    CHECKED = "checked"  # frozen when checked; it becomes the signed text
    SIGNED = "signed"
    NUMBERED = "numbered"
    SCAN = "scan"  # bản ký: the signed PDF or scan


class DocumentFile(Model):
    """The bytes of a paper at one stage, with their SHA-256."""

    __tablename__ = "document_file"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    stage: Mapped[FileStage]
    name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    made_at: Mapped[datetime]

    document: Mapped["Document"] = relationship(back_populates="files")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paper is about: the row it was made from."""

    plan: "AnnualPlan | None" = None
    duty_session: "DutySession | None" = None
    nomination: "Nomination | None" = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """What kind of paper is begun, and the words its maker chooses."""

    paper: str
    kind: DocumentKind | None
    issuer: Issuer | None
    symbol: str
    title: str
    signer_capacity: str
    signer_name: str
    recipients: str
    statement: str = ""  # what a công văn says: what is put right, why it is withdrawn
    incomplete_reason: str = ""
    with_annex: bool = False  # a plan with its Saturdays in an annex
    with_charts: bool | None = False  # a report with its charts as pictures


# Columns 6 to 10 of the register of outgoing papers (Nghị định 30/2020, Phụ lục IV).
REGISTER_COLUMNS = ("archived_by", "copies", "sent_on", "received_by", "register_note")


class Document(Versioned, Model):
    """One official paper from draft to issue (văn bản)."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("series_id", "number", "suffix"),
        # Most papers are of no list: asking for those must not walk through them all.
        Index(None, "nomination_id", sqlite_where=OF_A_LIST, postgresql_where=OF_A_LIST),
        # Most papers are issued: an index of states is for those that are not.
        Index(None, "state", sqlite_where=UNISSUED, postgresql_where=UNISSUED),
    )

    paper: Mapped[str] = mapped_column(String(40))
    kind: Mapped[DocumentKind | None]
    issuer: Mapped[Issuer | None]
    symbol: Mapped[str] = mapped_column(default="")
    title: Mapped[str]  # trích yếu
    signer_capacity: Mapped[str]  # lines, as printed
    signer_name: Mapped[str]
    recipients: Mapped[str]  # lines, as printed
    statement: Mapped[str] = mapped_column(default="")  # what a công văn says
    incomplete_reason: Mapped[str] = mapped_column(default="")
    with_annex: Mapped[bool] = mapped_column(default=False)  # a plan lists its Saturdays
    with_charts: Mapped[bool | None] = mapped_column(default=False)  # a report shows its charts

    plan_id: Mapped[int | None] = mapped_column(ForeignKey("annual_plan.id"), index=True)
    duty_session_id: Mapped[int | None] = mapped_column(ForeignKey("duty_session.id"), index=True)
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"))
    first_day: Mapped[date | None] = mapped_column(index=True)  # of the period it reports
    last_day: Mapped[date | None]

    state: Mapped[PaperState] = mapped_column(default=PaperState.DRAFT)
    drafted_at: Mapped[datetime] = mapped_column(index=True)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    content_checked_at: Mapped[datetime | None]
    content_checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    form_checked_at: Mapped[datetime | None]
    form_checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    returned_reason: Mapped[str] = mapped_column(default="")
    words: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    words_sha256: Mapped[str] = mapped_column(String(64), default="")
    template_id: Mapped[int | None] = mapped_column(ForeignKey("paper_template.id"), index=True)
    signed_at: Mapped[datetime | None]
    signing_recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    kept_sha256: Mapped[str] = mapped_column(String(64), default="")  # facts seen and kept
    kept_reason: Mapped[str] = mapped_column(default="")

    series_id: Mapped[int | None] = mapped_column(ForeignKey("number_series.id"))
    number: Mapped[int | None]
    suffix: Mapped[str] = mapped_column(String(4), default="")
    dated_on: Mapped[date | None] = mapped_column(index=True)
    issued_at: Mapped[datetime | None] = mapped_column(index=True)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    is_earlier: Mapped[bool] = mapped_column(default=False)  # issued before the app was used

    amends_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    amends_as: Mapped[PaperMark | None]  # what this one does to the other when issued
    mark: Mapped[PaperMark | None]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    archived_by: Mapped[str] = mapped_column(default="")
    copies: Mapped[int | None]
    sent_on: Mapped[date | None]
    received_by: Mapped[str] = mapped_column(default="")
    register_note: Mapped[str] = mapped_column(default="")

    plan: Mapped["AnnualPlan | None"] = relationship()
    duty_session: Mapped["DutySession | None"] = relationship()
    nomination: Mapped["Nomination | None"] = relationship()
    series: Mapped[NumberSeries | None] = relationship()
    template: Mapped[PaperTemplate | None] = relationship()
    files: Mapped[list[DocumentFile]] = relationship(
        back_populates="document", cascade="all, delete-orphan", order_by="DocumentFile.id"
    )
    drafted_by: Mapped["Account | None"] = relationship(foreign_keys=[drafted_by_id])
    content_checked_by: Mapped["Account | None"] = relationship(
        foreign_keys=[content_checked_by_id]
    )
    form_checked_by: Mapped["Account | None"] = relationship(foreign_keys=[form_checked_by_id])
    signing_recorded_by: Mapped["Account | None"] = relationship(
        foreign_keys=[signing_recorded_by_id]
    )
    issued_by: Mapped["Account | None"] = relationship(foreign_keys=[issued_by_id])
    amends: Mapped["Document | None"] = relationship(
        foreign_keys=[amends_id], remote_side="Document.id"
    )
    marked_by: Mapped["Document | None"] = relationship(
        foreign_keys=[marked_by_id], remote_side="Document.id", post_update=True
    )
    amendments: Mapped[list["Document"]] = relationship(
        foreign_keys=[amends_id], viewonly=True, order_by="Document.id"
    )

    @classmethod
    def visible_to(cls, account: "Account") -> Select[Self]:
        """Ask for the papers this person may see, the newest first.

        Unissued ones are the office's, a list also its department's; who does not see the board
        of a Saturday sees only papers that name no officer.
        """
        question = select(cls).order_by(cls.drafted_at.desc(), cls.id.desc())
        if account.may(Permission.SEE_UNISSUED_PAPERS):
            return question
        issued = cls.state == PaperState.ISSUED
        if not account.may(Permission.SEE_SATURDAYS):
            return question.where(issued, cls.paper.in_(OUTSIDE))
        return question.where(or_(issued, cls._own_list(account)))

    @classmethod
    def _own_list(cls, account: "Account") -> ColumnElement[bool]:
        """Tell the papers of lists that the account's own department wrote."""
        if not account.may(Permission.SEND_LIST) or account.department_id is None:
            return false()
        return cls.nomination.has(Nomination.department_id == account.department_id)

    @classmethod
    def one_visible_to(cls, account: "Account", document_id: int) -> Select[Self]:
        """Ask for one paper with everything its page shows, if this person may see it."""
        return (
            cls.visible_to(account)
            .where(cls.id == document_id)
            .options(
                joinedload(cls.drafted_by),
                joinedload(cls.content_checked_by),
                joinedload(cls.form_checked_by),
                joinedload(cls.signing_recorded_by),
                joinedload(cls.issued_by),
                joinedload(cls.series),
                joinedload(cls.plan),
                joinedload(cls.duty_session),
                joinedload(cls.nomination).joinedload(Nomination.department),
                joinedload(cls.amends),
                joinedload(cls.template),
                selectinload(cls.amendments),
                selectinload(cls.files),
            )
        )

    @classmethod
    def like(cls, paper: str, subject: "Subject") -> Select[Self]:
        """Ask for the papers of one kind about one thing, the newest first."""
        return (
            select(cls)
            .where(cls.paper == paper, *(column == key for column, key in cls._about(subject)))
            .order_by(cls.id.desc())
        )

    @classmethod
    def _about(cls, subject: "Subject") -> list[tuple[Any, int | date | None]]:
        """Give the columns that say what a paper is about, with their values."""
        rows = (
            (cls.plan_id, subject.plan),
            (cls.duty_session_id, subject.duty_session),
            (cls.nomination_id, subject.nomination),
        )
        period = subject.period
        return [
            *((column, row.id if row else None) for column, row in rows),
            (cls.first_day, period.first if period else None),
            (cls.last_day, period.last if period else None),
        ]

    @classmethod
    def last_signed(cls, papers: "Papers", subject: "Subject") -> Select[Self]:
        """Ask for the last paper that somebody was to sign: of its kind, else of the same office.

        A list is signed by its department.
        """
        of_its_kind = cls.paper == papers.paper
        question = select(cls).where(cls.signer_name != "").limit(1)
        if subject.nomination is None:
            of_the_office = cls.signer_capacity == papers.signer_capacity
            return question.where(
                cls.issuer == papers.issuer, or_(of_its_kind, of_the_office)
            ).order_by(of_its_kind.desc(), cls.id.desc())
        question = question.where(of_its_kind).order_by(cls.id.desc())
        department_id = subject.nomination.department_id
        return question.where(cls.nomination.has(Nomination.department_id == department_id))

    @classmethod
    def of_session(cls, duty_session: "DutySession") -> Select[Self]:
        """Ask for the papers of one Saturday, nominations left out."""
        return (
            select(cls)
            .where(cls.duty_session_id == duty_session.id, cls.nomination_id.is_(None))
            .order_by(cls.id)
        )

    @classmethod
    def of_plan(cls, plan: "AnnualPlan") -> Select[Self]:
        """Ask for the papers of a year's plan."""
        return select(cls).where(cls.plan_id == plan.id).order_by(cls.id)

    @classmethod
    def registered(cls, issuer: Issuer, year: int) -> Select[Self]:
        """Ask for the issued papers of a year in the order of the register."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return (
            select(cls)
            .where(
                cls.issuer == issuer,
                cls.state == PaperState.ISSUED,
                cls.dated_on.between(first, last),
            )
            .options(selectinload(cls.amendments), joinedload(cls.amends))
            .order_by(cls.dated_on, cls.number, cls.suffix, cls.id)
        )

    @classmethod
    def issued_in(cls, series: NumberSeries) -> Select[Self]:
        """Ask for the papers that took a number of a series."""
        return (
            select(cls)
            .where(cls.series_id == series.id, cls.number.is_not(None))
            .order_by(cls.number, cls.suffix)
        )

    @classmethod
    def made_by(cls, template: PaperTemplate) -> Select[Self]:
        """Ask for the papers that were made by a template, the newest first."""
        return (
            select(cls)
            .where(cls.template_id == template.id, cls.state != PaperState.DRAFT)
            .options(
                joinedload(cls.plan),
                joinedload(cls.duty_session),
                joinedload(cls.amends),
                joinedload(cls.nomination).joinedload(Nomination.department),
            )
            .order_by(cls.id.desc())
        )

    @classmethod
    def count_by_template(cls) -> Select[int | None, int]:
        """Ask how many papers each template made."""
        return (
            select(cls.template_id, func.count(cls.id))
            .where(cls.template_id.is_not(None), cls.state != PaperState.DRAFT)
            .group_by(cls.template_id)
        )

    @classmethod
    def reports(cls) -> Select[Self]:
        """Ask for the reports of periods, the newest period first."""
        return (
            select(cls)
            # A comparison finds them by their index; "is not null" walks through all papers.
            .where(cls.first_day > date.min, cls.kind == DocumentKind.REPORT)
            .order_by(cls.last_day.desc(), cls.first_day, cls.id.desc())
        )

    @property
    def period(self) -> Period | None:
        """Of which days it reports; none of any other paper."""
        if self.first_day is None or self.last_day is None:
            return None
        return Period(self.first_day, self.last_day)

    @property
    def full_number(self) -> str:
        """Number and symbol as printed, "50/KH-UBND"; a blank stands for a number to come."""
        number = format_number(self.number, self.suffix) if self.number else "…"
        return f"{number}/{self.symbol}" if self.symbol else number

    @property
    def is_frozen(self) -> bool:
        """Whether its bytes no longer follow the facts."""
        return self.state is not PaperState.DRAFT

    @property
    def is_finished(self) -> bool:
        """Whether no step is left: issued, or a signed list, which takes no number."""
        return self.state is PaperState.ISSUED or (
            self.state is PaperState.SIGNED and self.kind is None
        )

    @property
    def is_being_made(self) -> bool:
        """Whether it is on its way and not issued yet."""
        return self.state is not PaperState.ISSUED

    @classmethod
    def goes_on(cls) -> ColumnElement[bool]:
        """Tell, inside a question, the papers that are not finished."""
        return cls.unissued() & or_(cls.state != PaperState.SIGNED, cls.kind.is_not(None))

    @classmethod
    def unissued(cls) -> ColumnElement[bool]:
        """Tell, inside a question, the papers that are not issued, in the words of their index."""
        return cls.state != literal_column("'ISSUED'")

    @property
    def is_in_force(self) -> bool:
        """Whether it was issued, and nothing took its place."""
        return self.state is PaperState.ISSUED and self.mark in {None, PaperMark.CORRECTED}

    @property
    def issued_amendments(self) -> list["Document"]:
        """Give the issued papers that corrected, replaced or withdrew this one."""
        return [one for one in self.amendments if one.state is PaperState.ISSUED]

    @property
    def living_until(self) -> date | None:
        """Give the last day on which its facts still matter: the Saturday, or the plan's year."""
        if self.kind is DocumentKind.REPORT:
            return date.max  # what it tells may be corrected at any time
        if self.duty_session is not None:
            return self.duty_session.day
        return date(self.plan.year, 12, 31) if self.plan is not None else None

    def file_at(self, stage: FileStage) -> DocumentFile | None:
        """Give the newest file of a stage."""
        return next((one for one in reversed(self.files) if one.stage is stage), None)

    @property
    def text_file(self) -> DocumentFile | None:
        """Give the .docx in force: numbered, signed or checked; a draft has none stored."""
        stages = (FileStage.NUMBERED, FileStage.SIGNED, FileStage.CHECKED)
        return next((file for stage in stages if (file := self.file_at(stage))), None)

    @classmethod
    def draft(cls, papers: Papers, subject: Subject, *, by: "Account | None") -> Self:
        """Begin a paper."""
        row = cls(
            paper=papers.paper,
            kind=papers.kind,
            issuer=papers.issuer,
            symbol=papers.symbol,
            title=papers.title,
            signer_capacity=papers.signer_capacity,
            signer_name=papers.signer_name,
            recipients=papers.recipients,
            statement=papers.statement,
            incomplete_reason=papers.incomplete_reason,
            with_annex=papers.with_annex,
            with_charts=papers.with_charts,
            plan=subject.plan,
            duty_session=subject.duty_session,
            nomination=subject.nomination,
            first_day=subject.period.first if subject.period else None,
            last_day=subject.period.last if subject.period else None,
            state=PaperState.DRAFT,
            drafted_at=clock.now(),
            drafted_by=by,
        )
        row.note("draft", by=by, paper=papers.paper, incomplete=bool(papers.incomplete_reason))
        return row

    def amend(self, old: "Document", mark: PaperMark) -> None:
        """Let this draft correct, replace or withdraw an issued paper once it is issued itself."""
        refuse_mark(old.state, old.mark)
        self.amends, self.amends_as = old, mark

    def discard(self, *, by: "Account | None") -> None:
        """Note that a draft is thrown away; whoever calls deletes the row."""
        reason = "Chỉ bỏ được dự thảo. Hãy trả văn bản về dự thảo trước."
        refuse_when(self.state is not PaperState.DRAFT, reason)
        self.note("discard", by=by, paper=self.paper)

    def keep_file(self, stage: FileStage, name: str, media_type: str, content: bytes) -> None:
        """Store the bytes of a stage with their SHA-256."""
        self.files.append(
            DocumentFile(
                stage=stage,
                name=name,
                media_type=media_type,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
                made_at=clock.now(),
            )
        )

    def reword(self, papers: Papers, *, by: "Account | None") -> None:
        """Change what its maker chose, while it is a draft."""
        if self.state is not PaperState.DRAFT:
            reason = "Chỉ sửa được dự thảo. Hãy trả văn bản về dự thảo trước."
            raise NotAllowedNow(reason)
        self.title, self.issuer, self.symbol = papers.title, papers.issuer, papers.symbol
        self.signer_capacity, self.signer_name = papers.signer_capacity, papers.signer_name
        self.recipients, self.statement = papers.recipients, papers.statement
        self.incomplete_reason = papers.incomplete_reason
        self.with_annex, self.with_charts = papers.with_annex, papers.with_charts
        self._uncheck()
        self.note("reword", by=by)

    def check(
        self,
        part: "Check",
        present: Mapping[str, Any],
        template: PaperTemplate,
        *,
        by: "Account | None",
    ) -> None:
        """Record that content or form was checked; both may be one person's.

        ``present`` are the words that were read, in their template: a check of other words, or
        in another template, no longer counts.
        """
        if self.state is not PaperState.DRAFT:
            reason = "Chỉ kiểm tra được dự thảo."
            raise NotAllowedNow(reason)
        if (self.words_sha256, self.template) != (words_sha256(present), template):
            self._uncheck()
        self.words_sha256, self.template = words_sha256(present), template
        if part is Check.CONTENT:
            self.content_checked_at, self.content_checked_by = clock.now(), by
        else:
            self.form_checked_at, self.form_checked_by = clock.now(), by
        self.returned_reason = ""
        self.note("check", by=by, part=part)

    def _uncheck(self) -> None:
        """Forget the checks: they were of other words."""
        self.content_checked_at = self.form_checked_at = None
        self.content_checked_by = self.form_checked_by = None
        self.words, self.words_sha256, self.template = None, "", None

    @property
    def is_wholly_checked(self) -> bool:
        """Whether content and form have both been checked."""
        return self.content_checked_at is not None and self.form_checked_at is not None

    def freeze(self, frozen: "Frozen", *, by: "Account | None") -> None:
        """Keep the checked words and bytes: from here on they no longer follow the facts."""
        refuse_step(self.state, PaperState.CHECKED)
        half = "Hãy kiểm tra cả nội dung và thể thức trước."
        refuse_when(not self.is_wholly_checked, half)
        self.state = PaperState.CHECKED
        self.words, self.words_sha256 = dict(frozen.words), words_sha256(frozen.words)
        self.keep_file(FileStage.CHECKED, frozen.name, DOCX, frozen.content)
        self.note("freeze", by=by, sha256=self.files[-1].sha256)

    def send_back(self, reason: str, *, by: "Account | None") -> None:
        """Return a checked paper to draft, saying why; it follows the facts again."""
        refuse_step(self.state, PaperState.DRAFT, reason=reason)
        self.state = PaperState.DRAFT
        self.returned_reason = reason
        self._uncheck()
        self.files = [one for one in self.files if one.stage is not FileStage.CHECKED]
        self.note("send_back", by=by)

    def sign(
        self, present: Mapping[str, Any], signed_at: datetime, *, by: "Account | None"
    ) -> None:
        """Record that the checked text was signed; ``present`` are its words by today's facts.

        Raises NotAllowedNow when the facts have changed since the check, or the moment is wrong.
        """
        changed = words_sha256(present) != self.words_sha256
        refuse_step(self.state, PaperState.SIGNED, changed=changed)
        late = "Lúc ký muộn hơn hiện tại. Hãy ghi lại ngày, giờ ký."
        refuse_when(signed_at > clock.now(), late, field="signed_on")
        early = f"Ngày ký phải từ ngày lập dự thảo trở đi: {numeric_day(self.drafted_at.date())}."
        refuse_when(signed_at.date() < self.drafted_at.date(), early, field="signed_on")
        self.state = PaperState.SIGNED
        self.signed_at, self.signing_recorded_by = signed_at, by
        for one in self.files:
            if one.stage is FileStage.CHECKED:
                one.stage = FileStage.SIGNED
        self.note("sign", by=by)

    def issue(self, number: PaperNumber, issue: "Issue", *, by: "Account | None") -> None:
        """Give number and date; nothing else of the signed text changes.

        Raises NotAllowedNow when the number is taken, the date can't stand, or the clock is
        behind the newest record.
        """
        refuse_step(self.state, PaperState.ISSUED, numbered=self.kind is not None)
        alone = "Người lập dự thảo không tự phát hành: cài đặt của xã cần hai người."
        refuse_when(issue.two_people and by is not None and by is self.drafted_by, alone)
        if self.amends is not None:
            refuse_mark(self.amends.state, self.amends.mark)
        refuse_clock(clock.now(), issue.newest)
        refuse_number(
            number,
            issue.taken,
            mode=issue.series.mode,
            signed_on=self.signed_at.date() if self.signed_at else None,
            today=clock.today(),
        )
        self.state = PaperState.ISSUED
        self.series = issue.series
        self.number, self.suffix, self.dated_on = number.number, number.suffix, number.dated
        self.issued_at, self.issued_by = clock.now(), by
        self.archived_by = self.archived_by or kept_at(self.recipients)
        self.keep_file(FileStage.NUMBERED, issue.name, DOCX, issue.content)
        if self.amends is not None and self.amends_as is not None:
            self.amends.mark, self.amends.marked_by = self.amends_as, self
            self.amends.note("mark", by=by, mark=self.amends_as)
        self.note("issue", by=by, number=self.full_number, sha256=self.files[-1].sha256)

    @classmethod
    def record_earlier(
        cls, papers: Papers, subject: Subject, earlier: "Earlier", *, by: "Account | None"
    ) -> Self:
        """Record a paper issued before the app was used; its number counts as taken."""
        refuse_clock(clock.now(), earlier.newest)
        refuse_number(
            earlier.number,
            earlier.taken,
            mode=SeriesMode.EXTERNAL,
            signed_on=None,
            today=clock.today(),
        )
        row = cls.draft(papers, subject, by=by)
        row.is_earlier = True
        row.state = PaperState.ISSUED
        row.series = earlier.series
        row.number, row.suffix = earlier.number.number, earlier.number.suffix
        row.dated_on = earlier.number.dated
        row.issued_at, row.issued_by = clock.now(), by
        row.archived_by = kept_at(row.recipients)
        row.note("record_earlier", by=by, number=row.full_number)
        return row

    def attach_scan(self, title: str, content: bytes, *, by: "Account | None") -> None:
        """Keep the signed PDF or scan (bản ký), at issue or later; its bytes say what it is."""
        unsigned = "Chỉ đính kèm bản ký cho văn bản đã ký hoặc đã phát hành."
        refuse_when(self.state not in _AFTER_SIGNING, unsigned, field="scan")
        media_type, ending = scan_type(content)
        self.keep_file(FileStage.SCAN, f"{title}.{ending}", media_type, content)
        self.note("attach_scan", by=by, sha256=self.files[-1].sha256)

    def keep_anyway(self, present: Mapping[str, Any], reason: str, *, by: "Account | None") -> None:
        """Let a signed paper stand although its facts have changed, saying why."""
        unsigned = "Văn bản chưa ký thì kiểm tra lại, không cần ghi lý do giữ."
        refuse_when(self.state not in _AFTER_SIGNING, unsigned)
        refuse_when(not reason.strip(), "Hãy ghi lý do vẫn giữ văn bản.", field="keep_reason")
        self.kept_sha256, self.kept_reason = words_sha256(present), reason
        self.note("keep_anyway", by=by)

    def differs_from(self, present: Mapping[str, Any]) -> bool:
        """Whether the facts have changed since it was frozen, and nobody chose to keep it so."""
        sha256 = words_sha256(present)
        return self.is_frozen and sha256 not in {self.words_sha256, self.kept_sha256}

    def register(self, columns: Mapping[str, Any], *, by: "Account | None") -> None:
        """Write columns 6 to 10 of the register."""
        unissued = "Chỉ ghi sổ văn bản đã phát hành."
        refuse_when(self.state is not PaperState.ISSUED, unissued)
        changed = [name for name in REGISTER_COLUMNS if getattr(self, name) != columns[name]]
        for name in changed:
            setattr(self, name, columns[name])
        if changed:
            self.note("register", by=by, fields=changed)


class Check(StrEnum):
    """What of a paper was checked (Nghị định 30/2020, Điều 11 and 12)."""

    CONTENT = "content"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Frozen:
    """The checked words of a paper with the bytes made from them."""

    words: Mapping[str, Any]
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Issue:
    """What issuing needs besides the number: the series, what is taken, the numbered file."""

    series: NumberSeries
    taken: Iterable[PaperNumber]
    newest: datetime | None  # the last record: no number is given by a clock that is behind it
    name: str
    content: bytes
    two_people: bool = False  # whoever drafted it may not issue it


@dataclass(frozen=True, slots=True)
class Earlier:
    """Number and date of a paper issued before the app was used."""

    series: NumberSeries
    taken: Iterable[PaperNumber]
    newest: datetime | None
    number: PaperNumber


def words_sha256(words: Mapping[str, Any]) -> str:
    """Give one fingerprint for the words of a paper."""
    line = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(line.encode()).hexdigest()


def scan_type(content: bytes) -> tuple[str, str]:
    """Tell a signed paper's kind of file and the end of its name by its first bytes."""
    for beginning, media_type, ending in SCANS:
        if content.startswith(beginning):
            return media_type, ending
    reason = "Tệp phải là PDF, JPG hoặc PNG. Hãy chọn lại tệp bản ký."
    raise NotAllowedNow(reason, field="scan")


def kept_at(recipients: str) -> str:
    """Read from "Lưu: VT, HS" who keeps the file copy."""
    last = recipients.rstrip(" ;.").splitlines()[-1:]
    return last[0].partition(":")[2].strip() if last and last[0].startswith("Lưu:") else ""


def taken_of(documents: Iterable[Document]) -> list[PaperNumber]:
    """Give the numbers that papers of a series have taken, withdrawn ones too."""
    return [
        PaperNumber(row.number, row.suffix, row.dated_on)
        for row in documents
        if row.number is not None and row.dated_on is not None
    ]
