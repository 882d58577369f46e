"""What does one paper's page show: its states, what is wrong, what comes next?"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeVar

from flask import current_app, url_for

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.documents import Document, FileStage
from saturday.models.progress import ANNUAL_PLAN, CITIZEN_NOTICE
from saturday.papers import making, pdf
from saturday.papers.issuing import Offer, offered
from saturday.papers.layout import Fault, check_layout
from saturday.rules.lifecycle import PaperState
from saturday.rules.numbering import SeriesMode
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.dates import moment
from saturday.web.access import may, me
from saturday.web.documents.forms import IssueForm, KeepForm, ScanForm, SendBackForm, SignForm
from saturday.web.fields import BaseForm

REACHED = (PaperState.DRAFT, PaperState.CHECKED, PaperState.SIGNED, PaperState.ISSUED)
STEP_NAMES = ("Dự thảo", "Kiểm tra", "Ký", "Phát hành")
STAGE_WORDS = {
    FileStage.CHECKED: "bản đã kiểm tra",
    FileStage.SIGNED: "bản đã ký",
    FileStage.NUMBERED: "bản có số, ngày",
    FileStage.SCAN: "bản ký",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One state in the row of steps."""

    name: str
    state: str
    words: str
    url: None = None


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms a paper's page may hold; ``sent`` is the one that was refused."""

    sent: BaseForm | None
    back: SendBackForm
    sign: SignForm
    issue: IssueForm
    scan: ScanForm
    keep: KeepForm

    @classmethod
    def around(cls, document: Document, sent: BaseForm | None) -> "Forms":
        """Put the refused form among fresh ones."""
        offer = _offer(document)
        return cls(
            sent,
            back=_one(SendBackForm, sent),
            sign=_one(SignForm, sent, signed_on=clock.today(), signed_at=_this_minute()),
            issue=_one(IssueForm, sent, number=offer.number, dated=clock.today()),
            scan=_one(ScanForm, sent),
            keep=_one(KeepForm, sent),
        )


AnyForm = TypeVar("AnyForm", bound=BaseForm)


def _one(kind: type[AnyForm], sent: BaseForm | None, **shown: object) -> AnyForm:
    """Give the refused form when it is of this kind, else a fresh one."""
    if type(sent) is kind:
        return sent
    return kind(data=shown) if sent is None else kind(formdata=None, data=shown)


def _this_minute() -> time:
    return clock.now().time().replace(second=0, microsecond=0)


def _offer(document: Document) -> Offer:
    if document.issuer is None or document.kind is None:
        return Offer(SeriesMode.EXTERNAL)
    return offered(db.session, document.issuer, document.kind, clock.today())


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What is shown of a paper besides its own columns."""

    document: Document
    forms: Forms
    mode: SeriesMode
    seen: str = ""  # fingerprint of the words shown, so that a check is of what was read
    faults: tuple[Fault, ...] = ()
    changes: tuple[str, ...] = ()  # what of the facts has changed since it was frozen

    @classmethod
    def of(cls, document: Document, sent: BaseForm | None) -> "PaperPage":
        """Read the paper as it would be printed now."""
        forms, mode = Forms.around(document, sent), _offer(document).mode
        if not making.is_made_here(document):
            return cls(document, forms, mode)
        return cls(
            document,
            forms,
            mode,
            seen=making.seen_now(db.session, document),
            faults=tuple(check_layout(making.docx_now(db.session, document))),
            changes=tuple(making.changes(db.session, document, clock.today())),
        )

    @property
    def name(self) -> str:
        return making.name_of(self.document)

    @property
    def steps(self) -> list[Step]:
        """Give the states as steps; a list ends when it is signed."""
        steps = list(_steps(self.document))
        return steps if self.document.kind else steps[:-1]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Give who made, checked and signed it, and the words its maker chose."""
        return [(label, words) for label, words in _facts(self.document) if words]

    @property
    def stage_words(self) -> Mapping[FileStage, str]:
        return STAGE_WORDS

    @property
    def is_made_here(self) -> bool:
        return making.is_made_here(self.document)

    @property
    def is_other_than_checked(self) -> bool:
        """Whether a draft's facts have changed since its first check."""
        document = self.document
        checked = document.content_checked_at or document.form_checked_at
        if document.is_frozen or not checked:
            return False
        return making.seen_when_checked(document) != self.seen

    @property
    def gives_numbers(self) -> bool:
        return self.mode is SeriesMode.OWN

    @property
    def has_pdf(self) -> bool:
        return pdf_program() is not None

    @property
    def may_write(self) -> bool:
        return self.document.state is PaperState.DRAFT and may_write(self.document)

    @property
    def missing_plan(self) -> int | None:
        """Give the year whose plan has no number yet, while this paper is a draft."""
        if self.document.is_frozen:
            return None
        subject = making.subject_from(self.document)
        return making.missing_plan(db.session, self.document.paper, subject)

    @property
    def lacks_scan(self) -> bool:
        return self.document.is_finished and self.document.file_at(FileStage.SCAN) is None

    @property
    def changed_words(self) -> str:
        """Say what the facts and the frozen text have come to."""
        told = {CITIZEN_NOTICE: "Thông tin của buổi", ANNUAL_PLAN: "Kế hoạch"}
        reported = "Số liệu của báo cáo" if self.document.period else "Danh sách"
        what = told.get(self.document.paper, reported)
        when = "kiểm tra" if self.document.state is PaperState.CHECKED else "ký"
        return f"{what} đã đổi sau khi {when}:"

    @property
    def amending_words(self) -> str:
        """Say what this paper does to another."""
        old = self.document.amends
        number = old.full_number if old else ""
        done = self.document.state is PaperState.ISSUED
        when = "" if done else " khi phát hành"
        return f"Văn bản này {self.act_of(self.document)} văn bản số {number}{when}."

    @staticmethod
    def act_of(document: Document) -> str:
        """Name what a paper does to another: "thay thế"."""
        words = document.amends_as.words if document.amends_as else ""
        return words.removeprefix("đã ")

    @property
    def begun_amendments(self) -> list[Document]:
        """Give the papers under way that will correct, replace or withdraw this one."""
        rows = self.document.amendments
        return [one for one in rows if one.state is not PaperState.ISSUED]

    @property
    def replace_url(self) -> str | None:
        """Give the door to a paper of the same sort that takes this one's place."""
        document = self.document
        key = str(document.plan.year) if document.plan else ""
        if document.duty_session is not None:
            key = document.duty_session.day.isoformat()
        if document.period is not None:
            key = document.period.key
        if document.paper not in making.SORTS or not key:
            return None
        return url_for(
            "documents.document_new", paper=document.paper, key=key, replaces=document.id
        )


def may_write(document: Document) -> bool:
    """Whether this person may change the draft: the office; a list, its department too."""
    if document.amends_id is not None:
        return may(Permission.CORRECT_PAPERS)
    if may(Permission.DRAFT_PAPERS):
        return True
    nomination = document.nomination
    own = nomination is not None and nomination.department_id == me().department_id
    return own and may(Permission.PRINT_NOMINATION)


def _steps(document: Document) -> Iterator[Step]:
    reached = REACHED.index(document.state)
    for place, (name, words) in enumerate(zip(STEP_NAMES, _when(document), strict=True)):
        state = "done" if place <= reached else "now" if place == reached + 1 else "todo"
        yield Step(name, state, words)


def _when(document: Document) -> Iterator[str]:
    """Say of each state when it was reached, or what is still wanted."""
    yield "" if document.is_earlier else moment(document.drafted_at)
    yield _checked(document)
    yield moment(document.signed_at) if document.signed_at else ""
    yield f"số {document.full_number}" if document.number else ""


def _checked(document: Document) -> str:
    checks = {
        "nội dung": document.content_checked_at,
        "thể thức": document.form_checked_at,
    }
    open_ones = [name for name, when in checks.items() if when is None]
    if document.state is PaperState.DRAFT and len(open_ones) == 1:
        return f"còn {open_ones[0]}"
    return moment(max(when for when in checks.values() if when)) if not open_ones else ""


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    yield "Trích yếu", document.title
    yield "Nội dung", document.statement
    yield "Người ký", f"{' '.join(document.signer_capacity.splitlines())} {document.signer_name}"
    yield "Nơi nhận", "; ".join(document.recipients.splitlines())
    yield "Lý do vẫn lập khi còn thiếu", document.incomplete_reason
    yield "Lập dự thảo", _who_when(document.drafted_by, document.drafted_at)
    yield (
        "Kiểm tra nội dung",
        _who_when(document.content_checked_by, document.content_checked_at),
    )
    yield "Kiểm tra thể thức", _who_when(document.form_checked_by, document.form_checked_at)
    yield "Ghi đã ký", _who_when(document.signing_recorded_by, document.signed_at)
    yield "Phát hành", _who_when(document.issued_by, document.issued_at)
    yield "Vẫn giữ dù đã đổi", document.kept_reason
    yield "Mẫu", _template_words(document)


def _template_words(document: Document) -> str:
    """Say by which template its bytes were made; a draft follows the one in force."""
    template = document.template if document.is_frozen else None
    if template is None:
        return ""
    return f"mẫu riêng tải lên {moment(template.kept_at)}" if template.is_own else "mẫu có sẵn"


def _who_when(account: Account | None, when: datetime | None) -> str:
    if when is None:
        return ""
    return ", ".join(filter(None, (account.name if account else "", moment(when))))


def pdf_program() -> str | None:
    """Find LibreOffice: the one of the settings, else any on this machine."""
    return shutil.which(current_app.config["SOFFICE"]) or pdf.find_program()


def to_pdf(docx: bytes) -> bytes:
    """Turn a paper into a PDF, or say in words why that can't be done now."""
    try:
        return pdf.make_pdf(docx, program=pdf_program())
    except pdf.PdfUnavailable as fault:
        raise NotAllowedNow(fault.reason) from fault
