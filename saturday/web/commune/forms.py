"""What is typed to keep the commune's tables?"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from saturday.models.base import Model
from saturday.models.commune import Department, Hamlet, Network, Officer, Power, Signal
from saturday.models.procedures import Procedure
from saturday.rules.calendar import HolidayKind
from saturday.rules.coded import Coded
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
    float: lambda value: f"{value:g}".replace(".", ","),
}
FARTHEST = 999  # kilometres: no village is farther
_DISTANCE = re.compile(r"\d{1,6}([.,]\d{1,3})?")


class Between(NumberRange):
    """Refuse a number out of bounds; what can't be read keeps its own sentence."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - WTForms calls it so
        """Look at the number only when it could be read."""
        if not field.process_errors:
            super().__call__(form, field)


def place_in_order() -> WholeNumberField:
    """Make the field that says where a row stands in its table."""
    bounds = NumberRange(0, 999, "Hãy ghi số từ 0 đến 999.")
    return WholeNumberField("Thứ tự", [InputRequired("Hãy ghi thứ tự."), bounds])


def last_day(label: str) -> DayField:
    """Make the field of the last day on which a row is offered."""
    return DayField(label, [optional()])


class DistanceField(StringField):
    """A distance in kilometres, with a decimal comma."""

    data: float | None  # type: ignore[assignment] # what it reads into

    def _value(self) -> str:
        """Show what was typed, else the stored distance."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else WORDS[float](self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the distance, refusing what is none."""
        text = nfc(str(valuelist[0])).lower().removesuffix("km").strip() if valuelist else ""
        self.data = float(text.replace(",", ".")) if _DISTANCE.fullmatch(text) else None
        if text and (self.data is None or self.data > FARTHEST):
            message = f"Hãy ghi số ki-lô-mét từ 0 đến {FARTHEST}, ví dụ 12,5."
            raise ValueError(message)


class CodeField(SelectField):
    """A choice among codes with words; "" is not known."""

    def __init__(self, label: str, kind: type[Coded], **kwargs: Any) -> None:  # noqa: ANN401
        """Offer every code of a kind."""
        self.kind = kind
        choices = [option("", "Chưa rõ"), *(option(one.value, one.words) for one in kind)]
        super().__init__(label, choices=choices, coerce=self._read, **kwargs)

    def _read(self, value: object) -> Coded | None:
        """Take a stored code as it is, a typed one by its letters."""
        return self.kind.__members__.get(str(value))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the code, refusing what was not offered."""
        text = str(valuelist[0]) if valuelist else ""
        self.data = self._read(text)
        if text and self.data is None:
            message = "Hãy chọn lại trong danh sách."
            raise ValueError(message)


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


class CodesField(SelectMultipleField):
    """Procedures ticked in a list, by their national codes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002, ANN401 - WTForms calls it so
        """Refuse a code that was not offered."""
        if not {choice[0] for choice in self.iter_choices()}.issuperset(self.data or ()):
            message = "Hãy chọn lại: có thủ tục không còn trong danh sách."
            raise ValidationError(message)


class EntryForm(EditForm):
    """A form over one row of a table; its fields are named like the row's values."""

    HINTS: ClassVar[dict[str, str]] = {}
    # Heads and, below each, the lines of fields that stand side by side; empty: one below another.
    GROUPS: ClassVar[tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]] = ()

    def groups(self) -> Iterator[tuple[str, list[list[Field]]]]:
        """Give the fields as they are laid out."""
        if not self.GROUPS:
            yield "", [[field] for field in self.rows()]
        for head, lines in self.GROUPS:
            yield head, [[self[name] for name in line if name in self] for line in lines]

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
    valid_to = last_day("Ngày cuối còn hoạt động")

    HINTS: ClassVar[dict[str, str]] = {
        "name": "Sửa thì buổi cũ cũng đổi tên; phòng tổ chức lại thì thêm phòng mới",
        "short_name": "Dùng trong bảng, ví dụ: Kinh tế",
        "head": "Ghi như trên chữ ký, ví dụ: TRƯỞNG PHÒNG",
        "position": "Số nhỏ đứng trước",
        "valid_to": "Để trống nếu còn hoạt động. Buổi cũ vẫn giữ tên phòng.",
    }


class PartnerForm(EntryForm):
    """A unit outside the departments."""

    name = StringField("Tên đơn vị", [required("Hãy ghi tên đơn vị."), at_most(200)])
    phone = StringField("Điện thoại", [optional(), phone])
    position = place_in_order()
    valid_to = last_day("Ngày cuối còn phối hợp")

    HINTS: ClassVar[dict[str, str]] = {
        "position": "Số nhỏ đứng trước",
        "valid_to": "Để trống nếu còn phối hợp",
    }


class HamletForm(EntryForm):
    """A village: whom to call there, and how word reaches it."""

    name = StringField("Tên thôn, bản", [required("Hãy ghi tên thôn, bản."), at_most(100)])
    position = place_in_order()
    secretary_name = StringField("Bí thư chi bộ", [optional(), at_most(100), person_name])
    secretary_phone = StringField("Điện thoại Bí thư chi bộ", [optional(), phone])
    head_name = StringField("Trưởng thôn, bản", [optional(), at_most(100), person_name])
    head_phone = StringField("Điện thoại Trưởng thôn, bản", [optional(), phone])
    front_name = StringField(
        "Trưởng Ban công tác Mặt trận", [optional(), at_most(100), person_name]
    )
    front_phone = StringField("Điện thoại Trưởng Ban Mặt trận", [optional(), phone])
    language = StringField("Tiếng nói khác tiếng Việt", [at_most(60)])
    signal = CodeField("Sóng điện thoại", Signal)
    distance_km = DistanceField("Cách Trung tâm (km)")
    has_loudspeaker = BooleanField("Có cụm loa truyền thanh riêng")
    valid_from = DayField("Có từ ngày", [optional()])
    valid_to = last_day("Ngày cuối còn hiệu lực")

    GROUPS = (
        ("", (("name", "position"),)),
        (
            "Đầu mối",
            (
                ("secretary_name", "secretary_phone"),
                ("head_name", "head_phone"),
                ("front_name", "front_phone"),
            ),
        ),
        ("Liên lạc", (("signal", "distance_km", "language"), ("has_loudspeaker",))),
        ("Thời gian", (("valid_from", "valid_to"),)),
    )
    HINTS: ClassVar[dict[str, str]] = {
        "language": "Ví dụ: tiếng Thái",
        "distance_km": "Theo đường đi, ví dụ: 12,5",
        "valid_from": "Để trống nếu có từ trước",
        "valid_to": "Để trống nếu còn",
        "position": "Số nhỏ đứng trước",
    }


class HallForm(EntryForm):
    """A village's hall."""

    hamlet_id = PickField("Thôn, bản", [required("Hãy chọn thôn, bản.")])
    name = StringField("Tên nhà văn hóa", [required("Hãy ghi tên nhà văn hóa."), at_most(100)])
    address = StringField("Địa chỉ", [at_most(150)])
    capacity = WholeNumberField(
        "Số chỗ ngồi", [optional(), Between(1, 9999, "Hãy ghi số chỗ từ 1 đến 9999.")]
    )
    power = CodeField("Điện", Power)
    network = CodeField("Mạng", Network)
    note_text = StringField("Ghi chú", [at_most(200)])
    valid_to = last_day("Ngày cuối còn dùng")

    GROUPS = (
        ("", (("hamlet_id",), ("name",), ("address",))),
        ("Điều kiện", (("capacity", "power", "network"), ("note_text",), ("valid_to",))),
    )
    HINTS: ClassVar[dict[str, str]] = {
        "name": "Ví dụ: Nhà văn hóa thôn 1",
        "address": "In sau tên trong thông báo của buổi lưu động",
        "note_text": "Ví dụ: ai giữ chìa khóa, đường vào",
        "valid_to": "Để trống nếu còn dùng",
    }


class SubjectAreaForm(EntryForm):
    """A field of procedures."""

    name = StringField("Tên lĩnh vực", [required("Hãy ghi tên lĩnh vực."), at_most(100)])
    receive_only = BooleanField("Chỉ tiếp nhận, không giải quyết tại xã")
    department_id = PickField("Phòng thường phụ trách")
    duty_id = PickField("Nhiệm vụ thường nhận")
    position = place_in_order()
    valid_to = last_day("Ngày cuối còn dùng")

    HINTS: ClassVar[dict[str, str]] = {
        "receive_only": "Ví dụ: đất đai",
        "duty_id": "Người của nhiệm vụ này nhận hồ sơ của lĩnh vực",
        "position": "Số nhỏ đứng trước",
        "valid_to": "Để trống nếu còn dùng",
    }


class DutyForm(EntryForm):
    """One kind of work on a Saturday."""

    name = StringField("Tên nhiệm vụ", [required("Hãy ghi tên nhiệm vụ."), at_most(200)])
    department_id = PickField("Phòng thường cử người")
    default_count = WholeNumberField(
        "Số người thường cần",
        [InputRequired("Hãy ghi số người."), NumberRange(0, 99, "Hãy ghi số từ 0 đến 99.")],
    )
    starts_at = ClockField("Từ giờ", [optional()])
    ends_at = ClockField("Đến giờ", [optional()])
    fails_without = CodesField("Thủ tục không xong trong buổi khi thiếu người")

    HINTS: ClassVar[dict[str, str]] = {
        "default_count": "Ghi 0 nếu chỉ cần ở một số buổi",
        "starts_at": "Để trống nếu trực cả buổi",
        "ends_at": "Ví dụ: 9h30",
        "fails_without": "Bảng phân công nhắc các thủ tục này khi còn thiếu người",
    }

    GROUPS = (
        ("", (("name",), ("department_id",), ("default_count", "starts_at", "ends_at"))),
        ("", (("fails_without",),)),
    )

    def offer(self, procedures: Iterable[Procedure]) -> None:
        """Offer the same-day procedures, and what is ticked already."""
        names = {one.code: one.short_name for one in procedures if one.same_day}
        ticked = {code: code for code in self.fails_without.object_data or () if code not in names}
        self.fails_without.choices = [
            option(code, words) for code, words in {**names, **ticked}.items()
        ]


class AbbreviationForm(EntryForm):
    """An abbreviation and what is said for it."""

    written = StringField("Chữ viết tắt", [required("Hãy ghi chữ viết tắt."), at_most(40)])
    said = StringField("Loa đọc là", [required("Hãy ghi lời đọc."), at_most(200)])

    HINTS: ClassVar[dict[str, str]] = {
        "written": "Ghi như trong văn bản, đúng chữ hoa, chữ thường. Ví dụ: UBND",
        "said": "Ghi thành lời, không có số, dấu hay chữ viết tắt. Ví dụ: Ủy ban nhân dân",
    }


class OfficerForm(EntryForm):
    """A person in the commune's service."""

    name = StringField("Họ và tên", [required("Hãy ghi họ và tên."), at_most(100), person_name])
    post = StringField("Chức vụ", [required("Hãy ghi chức vụ."), at_most(100)])
    department_id = PickField("Phòng, đơn vị", [required("Hãy chọn phòng, đơn vị.")])
    phone = StringField("Điện thoại", [optional(), phone])
    code = StringField("Mã công chức", [at_most(40)], filters=[lambda text: text or None])
    left_on = DayField("Đã chuyển, nghỉ từ ngày", [optional()])

    GROUPS = (("", (("name", "code"), ("post", "department_id"), ("phone", "left_on"))),)
    HINTS: ClassVar[dict[str, str]] = {
        "code": "Nếu có; phân biệt người trùng tên",
        "post": "Ví dụ: Chuyên viên, Phó Trưởng phòng",
        "left_on": "Từ ngày này thôi được chọn trực",
    }

    def offer(self, departments: Iterable[Department], own: Department | None) -> None:
        """Offer the departments and the one that is set, or fix the only one."""
        names = {one.id: one.name for one in (*departments, *filter(None, [own]))}
        self.department_id.offer(names.items(), none=None if len(names) == 1 else "Chọn")


class MoveForm(EditForm):
    """Where somebody serves from a day on, and as what."""

    from_day = DayField("Từ ngày", [required("Hãy ghi ngày chuyển.")])
    department_id = PickField("Phòng, đơn vị mới", [required("Hãy chọn phòng, đơn vị.")])
    post = StringField("Chức vụ mới", [required("Hãy ghi chức vụ."), at_most(100)])

    def offer(self, departments: Iterable[Department], own: Department) -> None:
        """Offer the departments and the present one: a post may change in its place."""
        names = {one.id: one.name for one in (*departments, own)}
        self.department_id.offer(names.items())

    def differences(self, row: Officer) -> list[tuple[str, str, str]]:
        """Give what is stored beside what was typed."""
        return [
            (
                "Phòng, đơn vị",
                row.department.name,
                in_words(self.department_id, self.department_id.data),
            ),
            ("Chức vụ", row.post, self.post.data or ""),
        ]


class MergeForm(EditForm):
    """Which village another becomes a part of, and when."""

    merged_into_id = PickField("Sáp nhập vào", [required("Hãy chọn thôn, bản.")])
    from_day = DayField("Từ ngày", [required("Hãy ghi ngày sáp nhập.")])

    def differences(self, row: Hamlet) -> list[tuple[str, str, str]]:
        """Give what is stored beside what was typed."""
        stored = row.merged_into.name if row.merged_into else ""
        return [("Sáp nhập vào", stored, in_words(self.merged_into_id, self.merged_into_id.data))]
