"""What can be typed about a paper?"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, time
from typing import Self

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import Label
from wtforms.validators import AnyOf, StopValidation

from saturday import clock
from saturday.extensions import db
from saturday.models.documents import REGISTER_COLUMNS, Document, Papers
from saturday.models.progress import ANNUAL_PLAN
from saturday.papers.issuing import Entry, clock_is_behind
from saturday.papers.making import OF_A_PERIOD, STATEMENTS
from saturday.rules.numbering import DocumentKind, Issuer
from saturday.vietnamese.names import phrase_sort_key
from saturday.web.fields import (
    BaseForm,
    ClockField,
    DayField,
    EditForm,
    PickField,
    WholeNumberField,
    at_most,
    option,
    optional,
    person_name,
    required,
)

SCAN_LABEL = "Bản ký (tệp PDF, JPG hoặc PNG)"
KINDS = [option("", "Chọn")] + [
    option(one.value, f"{one.words.capitalize()} ({one.abbreviation})".removesuffix(" ()"))
    for one in sorted(DocumentKind, key=lambda one: phrase_sort_key(one.words))
]


CHOSEN = (
    "title",
    "statement",
    "signer_capacity",
    "signer_name",
    "recipients",
    "incomplete_reason",
)


BOXES = ("with_annex", "with_charts")


class PaperForm(EditForm):
    """What its maker chooses of a paper: subject, signer, recipients."""

    title = TextAreaField("Trích yếu", [required("Hãy ghi trích yếu."), at_most(300)])
    statement = TextAreaField("Nội dung", [optional(), at_most(2000)])
    signer_capacity = TextAreaField(
        "Quyền hạn, chức vụ người ký",
        [required("Hãy ghi quyền hạn, chức vụ người ký."), at_most(200)],
    )
    signer_name = StringField(
        "Họ tên người ký", [required("Hãy ghi họ tên người ký."), at_most(80), person_name]
    )
    recipients = TextAreaField("Nơi nhận", [required("Hãy ghi nơi nhận."), at_most(1000)])
    incomplete_reason = TextAreaField("Lý do vẫn lập", [optional(), at_most(300)])
    with_annex = BooleanField("Kèm phụ lục ghi ngày, địa điểm từng buổi thứ Bảy")
    with_charts = BooleanField("Kèm biểu đồ lượt công dân và kết quả tại buổi")

    says_something = False  # whether its maker writes what a công văn says
    has_annex = False  # whether its maker may add one
    has_charts = False  # whether its maker may add them

    def asking_for(self, paper: str) -> Self:
        """Ask what this sort of paper needs: what a công văn says, what goes with it."""
        statement = STATEMENTS.get(paper)
        if statement:
            self.says_something = True
            self.statement.label = Label(self.statement.id, statement)
        self.has_annex = paper == ANNUAL_PLAN
        self.has_charts = paper in OF_A_PERIOD
        return self

    def begun_with(self, papers: Papers | None) -> Self:
        """Show what a paper would begin with anew, instead of what is kept of it."""
        for name in CHOSEN if papers else ():
            self[name].data = getattr(papers, name)
        return self

    def chosen(self) -> dict[str, str]:
        """Give what was chosen, lines without blank ones between."""
        return {
            name: "\n".join(filter(None, (self[name].data or "").splitlines())) for name in CHOSEN
        }

    def both(self, document: Document) -> list[tuple[str, str, str]]:
        """Show the saved words beside those being typed, where they differ."""
        own: dict[str, str | bool] = {**self.chosen(), **{one: self[one].data for one in BOXES}}
        return [
            (self[name].label.text, _shown(getattr(document, name)), _shown(typed))
            for name, typed in own.items()
            if (getattr(document, name) or "") != (typed or "")
        ]


def _shown(value: str | bool | None) -> str:  # noqa: FBT001 - a box that is ticked or not
    return value if isinstance(value, str) else ("có" if value else "không")


class CheckForm(BaseForm):
    """One press of a button; ``seen`` is the fingerprint of the words that were read."""

    seen = HiddenField()


class SendBackForm(BaseForm):
    """Why a checked paper goes back to its draft."""

    reason = TextAreaField("Lý do", [required("Hãy ghi lý do trả về dự thảo."), at_most(300)])


class SignForm(BaseForm):
    """When the checked text was signed."""

    signed_on = DayField("Ngày ký", [required("Hãy ghi ngày ký.")])
    signed_at = ClockField("Giờ ký", [required("Hãy ghi giờ ký.")])

    @property
    def moment(self) -> datetime:
        """Give day and hour as one; both are there once the form is valid."""
        day, hour = self.signed_on.data or date.min, self.signed_at.data or time.min
        return datetime.combine(day, hour, tzinfo=clock.TIMEZONE)


class ScanForm(BaseForm):
    """The signed PDF or scan, when it comes later."""

    scan = FileField(SCAN_LABEL)

    @property
    def content(self) -> bytes:
        """Give the bytes that were sent; none when no file was chosen."""
        return self.scan.data.read() if self.scan.data else b""


def only_number(_form: Form, field: Field) -> None:
    """Refuse a number that was typed with its symbol: 28/TB-TTPVHCC."""
    if "/" in (field.data or ""):
        message = "Chỉ ghi số, ví dụ 28; ký hiệu đã có sẵn."
        raise StopValidation(message)


class IssueForm(ScanForm):
    """Number and date of a paper being issued."""

    number = StringField("Số", [required("Hãy ghi số văn bản."), only_number, at_most(8)])
    dated = DayField("Ngày văn bản", [required("Hãy ghi ngày văn bản.")])

    clock_is_right = BooleanField("Đã xem lại: đồng hồ của máy đúng")

    @property
    def entry(self) -> Entry:
        """Give what was typed; number and date are there once the form is valid."""
        return Entry(
            self.number.data or "",
            self.dated.data or date.min,
            self.content,
            clock_is_right=self.clock_is_right.data,
        )

    @property
    def asks_for_clock(self) -> bool:
        """Whether the clock is behind the last records, so that somebody must look."""
        return clock_is_behind(db.session)


class KeepForm(BaseForm):
    """Why a signed paper stands although its facts have changed."""

    keep_reason = TextAreaField(
        "Lý do vẫn giữ", [required("Hãy ghi lý do vẫn giữ văn bản."), at_most(300)]
    )


class EarlierForm(IssueForm):
    """A paper issued before the app was used."""

    issuer = RadioField(
        "Cơ quan ban hành",
        [AnyOf([one.value for one in Issuer], "Hãy chọn cơ quan ban hành.")],
        choices=[option(one.value, one.words) for one in Issuer],
        validate_choice=False,
    )
    kind = SelectField(
        "Tên loại",
        [AnyOf([one.value for one in DocumentKind], "Hãy chọn tên loại.")],
        choices=KINDS,
        validate_choice=False,
    )
    title = TextAreaField("Trích yếu", [required("Hãy ghi trích yếu."), at_most(300)])
    signer_name = StringField(
        "Họ tên người ký", [required("Hãy ghi họ tên người ký."), at_most(80), person_name]
    )
    recipients = TextAreaField("Nơi nhận", [optional(), at_most(1000)])
    plan_id = PickField("Là kế hoạch của năm")
    duty_session_id = PickField("Là thông báo cho người dân của buổi")

    @classmethod
    def offering(
        cls,
        plans: Iterable[tuple[int, str]],
        saturdays: Iterable[tuple[int, str]],
        *,
        begun: Mapping[str, object] | None = None,
    ) -> "EarlierForm":
        """Offer plans and Saturdays that it may belong to, and what is known already."""
        form = cls(data=begun)
        form.plan_id.offer(plans, "Không phải kế hoạch của phần mềm này")
        form.duty_session_id.offer(saturdays, "Không phải thông báo của buổi nào")
        return form


class RegisterForm(EditForm):
    """Columns 6 to 10 of one line of the register."""

    archived_by = StringField("Đơn vị, người nhận bản lưu", [at_most(120)])
    copies = WholeNumberField("Số lượng bản")
    sent_on = DayField("Ngày chuyển")
    received_by = StringField("Ký nhận", [at_most(120)])
    register_note = TextAreaField("Ghi chú", [at_most(300)])

    def columns(self) -> dict[str, str | int | date | None]:
        """Give what was typed, by column."""
        return {name: self[name].data for name in REGISTER_COLUMNS}

    def both(self, document: Document) -> list[tuple[str, str, str]]:
        """Show the saved columns beside those being typed, where they differ."""
        return [
            (self[name].label.text, str(getattr(document, name) or ""), str(typed or ""))
            for name, typed in self.columns().items()
            if getattr(document, name) != typed
        ]


def chosen_papers(papers: Papers, form: PaperForm) -> Papers:
    """Put what was chosen into what a paper is begun with."""
    chosen = replace(papers, **form.chosen())  # type: ignore[arg-type] # all of them are text
    return replace(
        chosen,
        with_annex=papers.paper == ANNUAL_PLAN and form.with_annex.data,
        with_charts=papers.paper in OF_A_PERIOD and form.with_charts.data,
    )


def papers_of(document: Document) -> Papers:
    """Give what a paper was begun with."""
    return Papers(**{one.name: getattr(document, one.name) for one in fields(Papers)})


class TemplateForm(BaseForm):
    """A Word template that a clerk has changed."""

    file = FileField("Tệp mẫu đã sửa (.docx)")
    remark = StringField("Ghi chú", [optional(), at_most(200)])

    def validate_file(self, field: Field) -> None:
        """Refuse no file, and the one that Word keeps beside an open one."""
        if not field.data:
            message = "Hãy chọn tệp .docx."
            raise StopValidation(message)
        if (field.data.filename or "").startswith("~$"):
            message = "Đây là tệp tạm của Word. Hãy đóng Word rồi chọn tệp mẫu."
            raise StopValidation(message)

    @property
    def content(self) -> bytes:
        """Give the bytes that were sent."""
        return bytes(self.file.data.read())


class UseForm(BaseForm):
    """One press of a button; ``seen`` is the template that was in force on the page."""

    seen = HiddenField()
