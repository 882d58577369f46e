"""What is typed when a result is handed over, or was not after all?"""

from collections.abc import Iterable
from datetime import date

from wtforms import BooleanField, RadioField, StringField, TextAreaField

from saturday import clock
from saturday.models.procedures import Procedure
from saturday.models.returns import Dossier, Handing
from saturday.rules.intake import LONGEST_REMARK, ReturnWay
from saturday.web.fields import (
    BaseForm,
    ClockField,
    DayField,
    PickField,
    at_most,
    option,
    optional,
    required,
)

LONGEST_CODE = 40


class ReturnForm(BaseForm):
    """When and how a result was handed over."""

    returned_on = DayField("Ngày trả", validators=[required("Hãy ghi ngày trả.")])
    returned_at = ClockField("Giờ trả", validators=[optional()])
    way = RadioField(
        "Phương thức nhận kết quả",
        choices=[option(one.value, one.words) for one in ReturnWay],
        validators=[required("Hãy chọn phương thức nhận kết quả.")],
    )
    is_counted = BooleanField("Bàn tiếp nhận đã đếm lượt này")
    remark = StringField("Ghi chú", validators=[at_most(LONGEST_REMARK)])

    @classmethod
    def begin(cls, *, is_mobile: bool = False) -> "ReturnForm":
        """Offer today, at the desk or in the village."""
        way = ReturnWay.AT_VILLAGE if is_mobile else ReturnWay.AT_DESK
        return cls(data={"returned_on": clock.today(), "way": way.value})

    def handing(self, letter: str) -> Handing:
        """Give what was typed."""
        return Handing(
            on=self.returned_on.data or date.min,
            at=self.returned_at.data,
            way=ReturnWay(self.way.data),
            remark=self.remark.data or "",
            is_counted=self.is_counted.data,
            letter=letter,
        )


class OtherReturnForm(ReturnForm):
    """The same of a dossier that no line of the log speaks of."""

    procedure = PickField("Thủ tục")
    dossier_code = StringField("Mã hồ sơ", validators=[at_most(LONGEST_CODE)])

    def offer(self, procedures: Iterable[Procedure]) -> None:
        """Offer these procedures."""
        self.procedure.offer(
            ((one.id, one.short_name) for one in procedures), none="Không rõ thủ tục"
        )

    def dossier(self, procedures: Iterable[Procedure]) -> Dossier:
        """Give which dossier it was."""
        chosen = next((one for one in procedures if one.id == self.procedure.data), None)
        return Dossier(chosen, self.dossier_code.data or "")


class TakeBackForm(BaseForm):
    """Why a result was not handed over after all."""

    reason = TextAreaField(
        "Lý do", validators=[required("Hãy ghi lý do."), at_most(LONGEST_REMARK)]
    )
