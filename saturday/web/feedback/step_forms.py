"""What is typed at each step of an opinion's way?"""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, ClassVar, Self

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms import StringField as LineField

from saturday import clock
from saturday.models.accounts import Account
from saturday.models.commune import Department
from saturday.models.feedback import Feedback, Reply, Transfer
from saturday.models.personal import point_elsewhere
from saturday.rules.feedback import AnswerWay, FeedbackKind, FeedbackStep
from saturday.web.feedback.forms import codes, in_words, picked, reader
from saturday.web.fields import DayField, EditForm, PickField, at_most, required

LONGEST_WORDS, LONGEST_ANSWER, LONGEST_BODY = 500, 4000, 200


class StepForm(EditForm):
    """One step over an opinion that others may handle meanwhile."""

    STEP: ClassVar[FeedbackStep]
    ENDPOINT: ClassVar[str]
    TITLE: ClassVar[str]  # heading of its page, and the words on its button
    DONE: ClassVar[str]

    @classmethod
    def over(cls, row: Feedback) -> Self:
        """Ask for the step, with what is usual of this opinion."""
        form = cls(obj=SimpleNamespace(version=row.version), data=cls.usual(row))
        form.prepare(row)
        return form

    @classmethod
    def usual(cls, _row: Feedback) -> dict[str, Any]:
        """Give what stands in the fields at first."""
        return {}

    def prepare(self, row: Feedback) -> None:
        """Offer what may be chosen."""

    def act(self, row: Feedback, *, by: Account) -> None:
        """Take the step as typed."""
        raise NotImplementedError

    def differences(self, row: Feedback) -> list[tuple[str, str, str]]:
        """Give how the opinion stands by now beside what was typed."""
        last = row.steps[-1]
        who = f", {last.by.name}" if last.by else ""
        saved = f"{row.state.words} ({last.step.words}{who})"
        own = "; ".join(filter(None, (in_words(self[name]) for name in self._typed)))
        return [("Tình trạng", saved, f"{self.STEP.words}: {own}"), *self._saved(row)]

    def _saved(self, _row: Feedback) -> list[tuple[str, str, str]]:
        """Give what else was saved."""
        return []

    @property
    def _typed(self) -> list[str]:
        frame = {"csrf_token", "form_key", "version"}
        return [name for name in self._fields if name not in frame]


class AssignForm(StepForm):
    """What it is, and who owes the answer."""

    STEP = FeedbackStep.ASSIGN
    ENDPOINT = "assign"
    TITLE = "Giao xử lý"
    DONE = "Đã giao ý kiến số {}."

    owner = PickField("Đơn vị xử lý", [required("Hãy chọn đơn vị xử lý.")])
    kind = RadioField(
        "Loại",
        [required("Hãy chọn loại ý kiến.")],
        choices=codes(FeedbackKind),
        coerce=reader(FeedbackKind),
        validate_choice=False,
    )
    words = TextAreaField("Lời dặn cho đơn vị xử lý", [at_most(LONGEST_WORDS)])
    offered: Sequence[Department] = ()

    @classmethod
    def usual(cls, row: Feedback) -> dict[str, Any]:
        """Propose the department of the subject area, or the one that has it."""
        area = row.subject_area
        usual = row.owner_id or (area.department_id if area else None)
        return {"owner": usual, "kind": row.kind}

    def offering(self, departments: Sequence[Department]) -> Self:
        """Offer these departments."""
        self.offered = departments
        self.owner.offer((one.id, one.name) for one in departments)
        if not self.is_submitted() and picked(departments, self.owner.data) is None:
            self.owner.data = None  # the usual one is no more
        return self

    def act(self, row: Feedback, *, by: Account) -> None:
        """Give it to whom was chosen."""
        owner = picked(self.offered, self.owner.data)
        if owner is not None:  # as validated
            row.assign(owner, self.kind.data, self.words.data or "", by=by)


class ReasonForm(StepForm):
    """A step for which only its reason is asked."""

    def words(self) -> str:
        """Give the reason."""
        return str(self["reason"].data or "")


class GiveBackForm(ReasonForm):
    """Why it does not belong to a department."""

    STEP = FeedbackStep.GIVE_BACK
    ENDPOINT = "give_back"
    TITLE = "Xin thôi xử lý"
    DONE = "Đã trả ý kiến số {} về Trung tâm để giao lại."

    reason = TextAreaField(
        "Vì sao không thuộc đơn vị mình, nên giao cho ai",
        [required("Hãy ghi vì sao không thuộc đơn vị mình."), at_most(LONGEST_WORDS)],
    )

    def act(self, row: Feedback, *, by: Account) -> None:
        """Ask to be relieved."""
        row.give_back(self.words(), by=by)


class TransferForm(StepForm):
    """Which body decides, and when it was sent there."""

    STEP = FeedbackStep.TRANSFER
    ENDPOINT = "transfer"
    TITLE = "Chuyển cơ quan khác"
    DONE = "Đã ghi chuyển ý kiến số {}."

    to = LineField("Cơ quan nhận", [required("Hãy ghi cơ quan nhận."), at_most(LONGEST_BODY)])
    on = DayField("Ngày chuyển", [required("Hãy ghi ngày chuyển.")])

    @classmethod
    def usual(cls, _row: Feedback) -> dict[str, Any]:
        """Propose today."""
        return {"on": clock.today()}

    def act(self, row: Feedback, *, by: Account) -> None:
        """Send it on."""
        row.transfer(Transfer(self.to.data or "", self.on.data or date.min), by=by)


class DeclineForm(ReasonForm):
    """Why it is not taken."""

    STEP = FeedbackStep.DECLINE
    ENDPOINT = "decline"
    TITLE = "Không tiếp nhận"
    DONE = "Đã ghi không tiếp nhận ý kiến số {}."

    is_accusation = BooleanField("Là khiếu nại, tố cáo: xóa ngay tên và lời, chỉ giữ số")
    reason = TextAreaField("Lý do không tiếp nhận", [at_most(LONGEST_WORDS)])

    def act(self, row: Feedback, *, by: Account) -> None:
        """Decline it; what has its own law is not kept."""
        if self.is_accusation.data:
            point_elsewhere(row, by=by)
        else:
            row.decline(self.words(), by=by)


class ReplyForm(StepForm):
    """What is answered, which way, when."""

    STEP = FeedbackStep.ANSWER
    ENDPOINT = "reply"
    TITLE = "Trả lời"
    DONE = "Đã ghi trả lời ý kiến số {}. Trung tâm báo lại cho người nêu."

    text = TextAreaField("Câu trả lời", [required("Hãy ghi câu trả lời."), at_most(LONGEST_ANSWER)])
    way = RadioField(
        "Trả lời bằng cách nào",
        [required("Hãy chọn hình thức trả lời.")],
        choices=codes(AnswerWay),
        coerce=reader(AnswerWay),
        validate_choice=False,
    )
    on = DayField("Ngày trả lời", [required("Hãy ghi ngày trả lời.")])
    is_public = BooleanField("Được đọc tại cuộc họp thôn, bản và khi tra cứu")

    @classmethod
    def usual(cls, row: Feedback) -> dict[str, Any]:
        """Propose today, and by telephone to whoever left a number."""
        way = AnswerWay.TELEPHONE if row.phone else AnswerWay.CODE
        return {"on": clock.today(), "way": way}

    def act(self, row: Feedback, *, by: Account) -> None:
        """Answer it."""
        reply = Reply(
            self.text.data or "",
            self.way.data,
            self.on.data or date.min,
            is_public=bool(self.is_public.data),
        )
        row.reply(reply, by=by)

    def _saved(self, row: Feedback) -> list[tuple[str, str, str]]:
        """Give what the other officer answered beside the own words."""
        saved = row.answer
        return [("Câu trả lời", saved.text if saved else "", self.text.data or "")]


class CloseForm(StepForm):
    """How whoever said it was told what became of it."""

    STEP = FeedbackStep.CLOSE
    ENDPOINT = "close"
    TITLE = "Ghi đã báo lại"
    DONE = "Đã đóng ý kiến số {}: người nêu đã được báo lại."

    told = TextAreaField(
        "Đã báo lại thế nào",
        [required("Hãy ghi đã báo lại thế nào."), at_most(LONGEST_WORDS)],
    )

    def act(self, row: Feedback, *, by: Account) -> None:
        """Close it."""
        row.close(self.told.data or "", by=by)


class ReopenForm(ReasonForm):
    """Why it is not over."""

    STEP = FeedbackStep.REOPEN
    ENDPOINT = "reopen"
    TITLE = "Mở lại"
    DONE = "Đã mở lại ý kiến số {}. Thời hạn tính lại từ hôm nay."

    reason = TextAreaField(
        "Vì sao mở lại", [required("Hãy ghi vì sao mở lại."), at_most(LONGEST_WORDS)]
    )

    def act(self, row: Feedback, *, by: Account) -> None:
        """Open it again."""
        row.reopen(self.words(), by=by)
