"""What is typed to keep the commune's tables?"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from typing import Any, ClassVar

from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from saturday.models.base import Model
from saturday.models.commune import Department
from saturday.rules.calendar import HolidayKind
from saturday.vietnamese.dates import clock_short, numeric_day
from saturday.vietnamese.names import nfc
from saturday.web.fields import (
    ClockField,
    DayField,
    EditForm,
    PickField,
    WholeNumberField,
    at_most,
    option,
    optional,
    person_name,
    phone,
    required,
)

FRAME = frozenset({"csrf_token", "form_key", "version"})
WORDS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "có" if value else "không",
    date: numeric_day,
    time: clock_short,
    list: ", ".join,
}


def place_in_order() -> WholeNumberField:
    """Make the field that says where a row stands in its table."""
    bounds = NumberRange(0, 999, "Hãy ghi số từ 0 đến 999.")
    return WholeNumberField("Thứ tự", [InputRequired("Hãy ghi thứ tự."), bounds])


class LinesField(TextAreaField):
    """A list typed one a line."""

    data: list[str]  # type: ignore[assignment] # WTForms lets a field read what it likes

    def _value(self) -> str:
        """Show what was typed, else the stored list."""
        return str(self.raw_data[0]) if self.raw_data else "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the lines that hold something."""
        lines = str(valuelist[0]).splitlines() if valuelist else []
        self.data = [line for line in map(nfc, lines) if line]


class EntryForm(EditForm):
    """A form over one row of a table; its fields are named like the row's values."""

    HINTS: ClassVar[dict[str, str]] = {}

    def rows(self) -> Iterator[Field]:
        """Give the fields that are typed."""
        return (field for field in self if field.short_name not in FRAME)

    def values(self) -> dict[str, Any]:
        """Give what was typed, by the name of the row's value."""
        return {field.short_name: field.data for field in self.rows()}

    def differences(self, row: Model) -> list[tuple[str, str, str]]:
        """Give label, stored words and typed words wherever they differ."""
        found = [
            (field.label.text, in_words(field, getattr(row, name)), in_words(field, field.data))
            for name, field in ((field.short_name, field) for field in self.rows())
        ]
        return [one for one in found if one[1] != one[2]]


def in_words(field: Field, value: object) -> str:
    """Show a value as its field does."""
    choices = {one.value: one.label for one in getattr(field, "choices", None) or ()}
    if str(value) in choices:
        return str(choices[str(value)])
    if value in (None, "", []):
        return "để trống"
    return WORDS.get(type(value), str)(value)


class HolidayForm(EntryForm):
    """A day off, or a Saturday worked instead."""

    day = DayField("Ngày", [required("Hãy ghi ngày.")])
    kind = RadioField(
        "Loại ngày",
        [required("Hãy chọn loại ngày.")],
        choices=[option(kind.name, kind.words) for kind in HolidayKind],
        coerce=HolidayKind.__members__.get,
        validate_choice=False,
    )
    name = StringField("Tên ngày", [required("Hãy ghi tên ngày."), at_most(200)])
    basis = StringField("Căn cứ", [at_most(300)])
    is_provisional = BooleanField("Tạm tính, chờ thông báo chính thức")

    HINTS: ClassVar[dict[str, str]] = {
        "day": "Ví dụ: 22/8/2026",
        "name": "Ví dụ: Quốc khánh, làm bù cho ngày 31/8",
        "basis": "Văn bản quy định, ví dụ: Thông báo 9441/TB-BNV ngày 16/10/2025",
    }


class BusyDayForm(EntryForm):
    """A day on which a Saturday session is unwise."""

    day = DayField("Ngày", [required("Hãy ghi ngày.")])
    reason = StringField("Lý do", [required("Hãy ghi lý do."), at_most(200)])

    HINTS: ClassVar[dict[str, str]] = {
        "day": "Ví dụ: 14/3/2026",
        "reason": "Ví dụ: ngay trước ngày bầu cử 15/3, diễn tập, kỳ họp HĐND xã",
    }


class WorkingHoursForm(EntryForm):
    """Morning hours from one day of the year on."""

    from_day = WholeNumberField("Từ ngày", [required("Hãy ghi ngày bắt đầu.")])
    from_month = WholeNumberField("Tháng", [required("Hãy ghi tháng bắt đầu.")])
    starts_at = ClockField("Giờ bắt đầu", [required("Hãy ghi giờ bắt đầu.")])
    ends_at = ClockField("Giờ kết thúc", [required("Hãy ghi giờ kết thúc.")])

    HINTS: ClassVar[dict[str, str]] = {
        "from_day": "Ví dụ: 16",
        "from_month": "Ví dụ: 4. Giờ này giữ đến khi mùa sau bắt đầu.",
        "starts_at": "Ví dụ: 7h00",
        "ends_at": "Ví dụ: 11h30",
    }


class DepartmentForm(EntryForm):
    """A department or unit."""

    name = StringField("Tên đầy đủ", [required("Hãy ghi tên phòng, đơn vị."), at_most(200)])
    short_name = StringField("Tên gọn", [required("Hãy ghi tên gọn."), at_most(60)])
    head = StringField("Chức vụ người đứng đầu", [at_most(100)])
    phone = StringField("Điện thoại", [optional(), phone])
    sends_list = BooleanField("Gửi danh sách cử công chức")
    position = place_in_order()

    HINTS: ClassVar[dict[str, str]] = {
        "short_name": "Dùng trong bảng, ví dụ: Kinh tế",
        "head": "Ghi như trên chữ ký, ví dụ: TRƯỞNG PHÒNG",
        "position": "Số nhỏ đứng trước",
    }


class PartnerForm(EntryForm):
    """A unit outside the departments."""

    name = StringField("Tên đơn vị", [required("Hãy ghi tên đơn vị."), at_most(200)])
    phone = StringField("Điện thoại", [optional(), phone])
    position = place_in_order()

    HINTS: ClassVar[dict[str, str]] = {"position": "Số nhỏ đứng trước"}


class HamletForm(EntryForm):
    """A village with its hall."""

    name = StringField("Tên thôn, bản", [required("Hãy ghi tên thôn, bản."), at_most(100)])
    valid_from = DayField("Có từ ngày", [optional()])
    valid_to = DayField("Hết hiệu lực ngày", [optional()])
    position = place_in_order()

    HINTS: ClassVar[dict[str, str]] = {
        "valid_from": "Để trống nếu có từ trước",
        "valid_to": "Ghi khi thôn, bản sáp nhập hoặc đổi tên",
        "position": "Số nhỏ đứng trước",
    }


class DutyForm(EntryForm):
    """One kind of work on a Saturday."""

    name = StringField("Tên nhiệm vụ", [required("Hãy ghi tên nhiệm vụ."), at_most(200)])
    department_id = PickField("Phòng thường cử người")
    default_count = WholeNumberField(
        "Số người thường cần",
        [InputRequired("Hãy ghi số người."), NumberRange(0, 99, "Hãy ghi số từ 0 đến 99.")],
    )
    fails_without = LinesField("Việc không làm được trong ngày khi thiếu người")

    HINTS: ClassVar[dict[str, str]] = {
        "default_count": "Ghi 0 nếu chỉ cần ở một số buổi",
        "fails_without": "Mỗi dòng một thủ tục, ví dụ: đăng ký khai sinh",
    }

    def offer(self, departments: Iterable[Department]) -> None:
        """Offer the departments."""
        rows = [(one.id, one.name) for one in departments]
        self.department_id.offer(rows, none="Không thuộc phòng nào")


class OfficerForm(EntryForm):
    """A person in the commune's service."""

    name = StringField("Họ và tên", [required("Hãy ghi họ và tên."), at_most(100), person_name])
    post = StringField("Chức vụ", [required("Hãy ghi chức vụ."), at_most(100)])
    department_id = PickField("Phòng, đơn vị", [required("Hãy chọn phòng, đơn vị.")])
    phone = StringField("Điện thoại", [optional(), phone])
    left_on = DayField("Đã chuyển, nghỉ từ ngày", [optional()])

    HINTS: ClassVar[dict[str, str]] = {
        "post": "Ví dụ: Chuyên viên, Phó Trưởng phòng",
        "left_on": "Từ ngày này không còn trong danh sách để chọn; các buổi cũ giữ nguyên",
    }

    def offer(self, departments: Iterable[Department]) -> None:
        """Offer the departments, or fix the only one."""
        rows = [(one.id, one.name) for one in departments]
        self.department_id.offer(rows, none=None if len(rows) == 1 else "Chọn")
