"""What can anyone type who writes to the commune, or asks where an opinion stands?"""

from collections.abc import Iterable
from typing import Self

from wtforms import BooleanField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf

from saturday.models.commune import Hamlet
from saturday.models.feedback import Opinion, Speaker
from saturday.rules.feedback import (
    FeedbackKind,
    FeedbackSource,
    missing,
    refuse_content,
)
from saturday.rules.refusals import NotAllowedNow
from saturday.web.fields import BaseForm, PickField, at_most, option, phone

NAMED, UNNAMED = "NAMED", "UNNAMED"
EXPLAINED = {
    FeedbackKind.REPORT: "Phản ánh: nêu việc chưa đúng, chưa tốt",
    FeedbackKind.PROPOSAL: "Kiến nghị: đề nghị cách làm khác",
    FeedbackKind.QUESTION: "Hỏi đáp: hỏi về thủ tục, giấy tờ",
    FeedbackKind.PRAISE: "Khen",
}


class PublicForm(BaseForm):
    """A form without a cookie: its own signed key stands for the token of one."""

    csrf_token = None  # type: ignore[assignment] # it would need a cookie


class PublicOpinionForm(PublicForm):
    """An opinion as anybody writes it on the commune's page."""

    kind = RadioField(
        "Loại ý kiến",
        [AnyOf([kind.name for kind in EXPLAINED], "Hãy chọn loại ý kiến.")],
        validate_choice=False,
        choices=[option(kind.name, words) for kind, words in EXPLAINED.items()],
        default=FeedbackKind.REPORT.name,
    )
    content = TextAreaField("Nội dung")
    hamlet_id = PickField("Ở thôn, bản nào")
    named = RadioField("Ghi tên hay không", default=NAMED, validate_choice=False)
    name = StringField("Họ và tên", [at_most(120)])
    address = StringField("Địa chỉ", [at_most(200)])
    phone = StringField("Số điện thoại", [at_most(40), phone])
    is_hidden = BooleanField("Không in tên của tôi ra giấy")

    @classmethod
    def offering(cls, hamlets: Iterable[Hamlet], answer_days: int) -> Self:
        """Offer the villages, and say what a name is for."""
        form = cls()
        form.hamlet_id.offer(((one.id, one.name) for one in hamlets), "Không ghi")
        named = f"Ghi tên: được trả lời trong {answer_days} ngày làm việc"
        form.named.choices = [
            option(NAMED, named),
            option(UNNAMED, "Góp ý không ghi tên: luật không định thời hạn trả lời"),
        ]
        return form

    def validate_content(self, field: TextAreaField) -> None:
        """Want a sentence, and no more than anybody reads."""
        try:
            refuse_content(field.data or "")
        except NotAllowedNow as refusal:
            raise ValidationError(refusal.reason) from refusal

    def validate_name(self, field: StringField) -> None:
        """Want all that a named one needs, said at once: each try takes an old telephone long."""
        if self.named.data != UNNAMED and not field.data:
            raise ValidationError(missing(field.name))

    validate_address = validate_phone = validate_name

    @property
    def speaker(self) -> Speaker:
        """Who writes; nobody in particular when it is a góp ý, whatever was typed before."""
        if self.named.data == UNNAMED:
            return Speaker()
        name, address, number = (one.data or "" for one in (self.name, self.address, self.phone))
        return Speaker(name, address, number, is_hidden=bool(self.is_hidden.data))

    def opinion(self, hamlets: Iterable[Hamlet]) -> Opinion:
        """Give what was written."""
        return Opinion(
            content=self.content.data or "",
            source=FeedbackSource.PUBLIC_FORM,
            kind=FeedbackKind[self.kind.data],
            speaker=self.speaker,
            hamlet=next((one for one in hamlets if one.id == self.hamlet_id.data), None),
        )


class CodeForm(PublicForm):
    """The code of a slip."""

    code = StringField("Mã trên phiếu")
