"""Which tables does the commune keep, and how does each show and take its rows?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from saturday import clock
from saturday.models.calendar import BusyDay, Holiday, WorkingHours
from saturday.models.commune import Department, Duty, Hamlet, Partner
from saturday.models.entries import Entry
from saturday.models.procedures import names_on
from saturday.rules.identifiers import show_phone
from saturday.vietnamese.dates import hours, numeric_day, weekday
from saturday.web.commune.forms import (
    BusyDayForm,
    DepartmentForm,
    DutyForm,
    EntryForm,
    HamletForm,
    HolidayForm,
    PartnerForm,
    WorkingHoursForm,
)


@dataclass(frozen=True)
class Table:
    """One table: its words, its rows and the form over one of them."""

    title: str
    one: str  # as it stands after a verb: "Thêm thôn, bản"
    lede: str
    how_to_begin: str
    model: type[Entry]
    rows: Callable[[], Select[Any]]
    form: type[EntryForm]
    name: Callable[[Any], str]
    columns: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]
    is_fixed: bool = False  # rows are neither added nor removed
    judges_days: bool = False  # a change may make a planned Saturday fall
    by_year: bool = False


def _phone(digits: str) -> str:
    return show_phone(digits) if digits else ""


def _day(day: date | None) -> str:
    return numeric_day(day) if day else ""


def _holiday(row: Holiday) -> tuple[str, ...]:
    basis = "tạm tính" if row.is_provisional else row.basis
    return numeric_day(row.day), weekday(row.day), row.kind.words, row.name, basis


def _department(row: Department) -> tuple[str, ...]:
    sends = "có" if row.sends_list else "không"
    return row.name, row.short_name, row.head, _phone(row.phone), sends, row.code


def _duty(row: Duty) -> tuple[str, ...]:
    usual = row.department.short_name if row.department else ""
    fails = ", ".join(names_on(clock.today(), row.procedures))
    return row.name, usual, str(row.default_count), fails


TABLES = {
    "ngay-nghi": Table(
        title="Ngày nghỉ, ngày làm bù",
        one="ngày",
        lede="Nghỉ lễ, nghỉ bù, hoán đổi và làm bù. Thứ Bảy nào không tổ chức được là do bảng này.",
        how_to_begin="Thêm từng ngày theo thông báo nghỉ lễ, Tết của năm.",
        model=Holiday,
        rows=Holiday.in_order,
        form=HolidayForm,
        name=lambda row: f"ngày {numeric_day(row.day)}",
        columns=("Ngày", "Thứ", "Loại ngày", "Tên ngày", "Căn cứ"),
        cells=_holiday,
        judges_days=True,
        by_year=True,
    ),
    "ngay-ban": Table(
        title="Ngày bận",
        one="ngày bận",
        lede="Ngày không nên tổ chức: bầu cử, kỳ họp HĐND, tiếp xúc cử tri, diễn tập, bão lũ.",
        how_to_begin="Thêm ngày bận để kế hoạch nhắc trước khi chọn thứ Bảy.",
        model=BusyDay,
        rows=BusyDay.in_order,
        form=BusyDayForm,
        name=lambda row: f"ngày {numeric_day(row.day)}",
        columns=("Ngày", "Thứ", "Lý do"),
        cells=lambda row: (numeric_day(row.day), weekday(row.day), row.reason),
        judges_days=True,
    ),
    "gio-lam-viec": Table(
        title="Giờ làm việc theo mùa",
        one="giờ làm việc",
        lede="Giờ buổi sáng của từng mùa, cần Trung tâm xác nhận. Mỗi buổi vẫn đặt giờ riêng được.",
        how_to_begin="Thêm giờ mùa hè và giờ mùa đông để mỗi buổi có sẵn giờ.",
        model=WorkingHours,
        rows=WorkingHours.in_order,
        form=WorkingHoursForm,
        name=lambda row: f"giờ từ {row.from_day}/{row.from_month}",
        columns=("Từ ngày", "Giờ làm việc buổi sáng"),
        cells=lambda row: (f"{row.from_day}/{row.from_month}", hours(row.starts_at, row.ends_at)),
    ),
    "phong": Table(
        title="Phòng, đơn vị",
        one="phòng, đơn vị",
        lede="Nơi có công chức trực. Phòng gửi danh sách thì có trang danh sách ở mỗi buổi.",
        how_to_begin="Thêm các phòng chuyên môn, Văn phòng HĐND và UBND, Trung tâm.",
        model=Department,
        rows=Department.in_order,
        form=DepartmentForm,
        name=lambda row: str(row.name),
        columns=(
            "Tên",
            "Tên gọn",
            "Chức vụ người đứng đầu",
            "Điện thoại",
            "Gửi danh sách",
            "Mã cố định",
        ),
        cells=_department,
    ),
    "don-vi-phoi-hop": Table(
        title="Đơn vị phối hợp",
        one="đơn vị phối hợp",
        lede="Đơn vị ngoài các phòng cùng tham gia: Công an xã, Tổ công nghệ số, Thuế.",
        how_to_begin="Thêm đơn vị để chọn được ở bảng phân công.",
        model=Partner,
        rows=Partner.in_order,
        form=PartnerForm,
        name=lambda row: str(row.name),
        columns=("Tên đơn vị", "Điện thoại"),
        cells=lambda row: (row.name, _phone(row.phone)),
    ),
    "thon-ban": Table(
        title="Thôn, bản",
        one="thôn, bản",
        lede="Thôn, bản và nhà văn hóa, nơi tổ chức buổi lưu động.",
        how_to_begin="Thêm thôn, bản để chọn được nơi tổ chức buổi lưu động.",
        model=Hamlet,
        rows=Hamlet.with_former,
        form=HamletForm,
        name=lambda row: str(row.name),
        columns=("Tên", "Nhà văn hóa", "Có từ ngày", "Hết hiệu lực ngày"),
        cells=lambda row: (row.name, row.hall_words, _day(row.valid_from), _day(row.valid_to)),
    ),
    "nhiem-vu": Table(
        title="Nhiệm vụ",
        one="nhiệm vụ",
        lede="Việc cần người ở mỗi buổi. Tên, phòng, số người sửa được; không thêm, không xóa.",
        how_to_begin="Chạy lệnh load-defaults để nạp các nhiệm vụ ban đầu.",
        model=Duty,
        rows=lambda: Duty.in_order().options(selectinload(Duty.procedures)),
        form=DutyForm,
        name=lambda row: str(row.name),
        columns=(
            "Tên nhiệm vụ",
            "Phòng thường cử",
            "Số người",
            "Không xong trong buổi khi thiếu",
        ),
        cells=_duty,
        is_fixed=True,
    ),
}
