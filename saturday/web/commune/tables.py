"""Which tables does the commune keep, and how does each show and take its rows?"""

from sqlalchemy.orm import selectinload

from saturday import clock
from saturday.models.abbreviations import Abbreviation
from saturday.models.calendar import BusyDay, Holiday, WorkingHours
from saturday.models.commune import (
    ContactPost,
    Department,
    Duty,
    Hall,
    Hamlet,
    Partner,
    SubjectArea,
)
from saturday.models.entries import Ending
from saturday.models.procedures import names_on
from saturday.rules.coded import Coded
from saturday.vietnamese.dates import hours, numeric_day, weekday
from saturday.web.commune.forms import (
    WORDS,
    AbbreviationForm,
    BusyDayForm,
    DepartmentForm,
    DutyForm,
    HallForm,
    HamletForm,
    HolidayForm,
    PartnerForm,
    SubjectAreaForm,
    WorkingHoursForm,
)
from saturday.web.commune.listing import Column, Offer, Table


def _contact(post: ContactPost) -> Column:
    """Make the column of those who are called in a village."""
    return Column(
        post.words,
        lambda row: str(getattr(row, f"{post}_name")),
        lambda row: str(getattr(row, f"{post}_phone")),
    )


def _coded(value: Coded | None) -> str:
    return value.words if value else ""


def _state(row: Ending) -> str:
    """Say until when a row is offered; nothing for one that has no end."""
    if row.valid_to is None:
        return ""
    return f"{'còn' if row.is_current else 'đã hết'}: đến {numeric_day(row.valid_to)}"


def _village_state(row: Hamlet) -> str:
    """Say since and until when a village is, and what it became."""
    if row.merged_into:
        said = "đã sáp nhập" if not row.is_current else "sẽ sáp nhập"
        return f"{said} vào {row.merged_into.name}, đến {_day(row)}"
    since = row.valid_from and row.valid_from > clock.today()
    begins = f"có từ {numeric_day(row.valid_from)}" if since and row.valid_from else ""
    return ", ".join(filter(None, (begins, _state(row))))


def _day(row: Ending) -> str:
    return numeric_day(row.valid_to) if row.valid_to else ""


def _hall(row: Hall) -> str:
    """Say what can be relied on in a hall."""
    known = (
        f"{row.capacity} chỗ" if row.capacity else "",
        f"điện {row.power.words}" if row.power else "",
        row.network.words if row.network else "",
    )
    return "; ".join(filter(None, known))


def _duty_hours(row: Duty) -> str:
    both = row.starts_at and row.ends_at
    return (
        hours(row.starts_at, row.ends_at) if both and row.starts_at and row.ends_at else "cả buổi"
    )


STATE = Column("Tình trạng", _state, when_any=True)


TABLES = {
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
            Column("Tên", lambda row: str(row.name)),
            Column("Tên gọn", lambda row: str(row.short_name)),
            Column("Chức vụ người đứng đầu", lambda row: str(row.head)),
            Column("Điện thoại", phone=lambda row: str(row.phone)),
            Column("Gửi danh sách", lambda row: "có" if row.sends_list else "không"),
            Column("Mã cố định", lambda row: str(row.code)),
            STATE,
        ),
    ),
    "don-vi-phoi-hop": Table(
        title="Đơn vị phối hợp",
        one="đơn vị phối hợp",
        lede="Đơn vị ngoài các phòng cùng tham gia: Công an xã, Tổ công nghệ số, Thuế.",
        how_to_begin="Thêm đơn vị để chọn được ở bảng phân công.",
        model=Partner,
        rows=Partner.with_former,
        form=PartnerForm,
        name=lambda row: str(row.name),
        columns=(
            Column("Tên đơn vị", lambda row: str(row.name)),
            Column("Điện thoại", phone=lambda row: str(row.phone)),
            STATE,
        ),
    ),
    "thon-ban": Table(
        title="Thôn, bản",
        one="thôn, bản",
        lede="Ai nhận tin ở thôn, bản, liên lạc thế nào. Số điện thoại chỉ để gọi, không in ra.",
        how_to_begin="Thêm từng thôn, bản cùng người nhận thông báo và số điện thoại.",
        model=Hamlet,
        rows=Hamlet.with_former,
        form=HamletForm,
        name=lambda row: str(row.name),
        columns=(
            Column("Tên", lambda row: str(row.name), look="nowrap"),
            *map(_contact, ContactPost),
            Column("Sóng", lambda row: _coded(row.signal)),
            Column("Loa riêng", lambda row: "có" if row.has_loudspeaker else "", when_any=True),
            Column("Tiếng", lambda row: str(row.language), look="nowrap", when_any=True),
            Column(
                "Cách (km)",
                lambda row: "" if row.distance_km is None else WORDS[float](row.distance_km),
                look="num",
                when_any=True,
            ),
            Column("Tình trạng", _village_state, when_any=True),
        ),
        more="commune/_hamlet.html",
    ),
    "nha-van-hoa": Table(
        title="Nhà văn hóa",
        one="nhà văn hóa",
        lede="Nơi tổ chức buổi lưu động. Tên và địa chỉ in vào thông báo của buổi.",
        how_to_begin="Thêm nhà văn hóa của thôn, bản để chọn được nơi tổ chức buổi lưu động.",
        model=Hall,
        rows=Hall.in_order,
        form=HallForm,
        name=lambda row: str(row.name),
        columns=(
            Column("Tên", lambda row: str(row.name)),
            Column("Thôn, bản", lambda row: str(row.hamlet.name)),
            Column("Địa chỉ", lambda row: str(row.address)),
            Column("Điều kiện", _hall),
            Column("Ghi chú", lambda row: str(row.note_text), when_any=True),
            STATE,
        ),
        offers={"hamlet_id": Offer(Hamlet.in_order, "Chọn")},
    ),
    "linh-vuc": Table(
        title="Lĩnh vực",
        one="lĩnh vực",
        lede="Lĩnh vực của thủ tục, phòng phụ trách và nhiệm vụ nhận hồ sơ ở buổi thứ Bảy.",
        how_to_begin="Thêm từng lĩnh vực, hoặc chạy lệnh load-defaults để nạp lúc ban đầu.",
        model=SubjectArea,
        rows=SubjectArea.with_former,
        form=SubjectAreaForm,
        name=lambda row: f"lĩnh vực {row.name}",
        columns=(
            Column("Tên lĩnh vực", lambda row: str(row.name)),
            Column(
                "Phòng phụ trách", lambda row: row.department.short_name if row.department else ""
            ),
            Column("Nhiệm vụ nhận hồ sơ", lambda row: row.duty.name if row.duty else ""),
            Column("Cách nhận", lambda row: "chỉ tiếp nhận" if row.receive_only else ""),
            Column("Mã cố định", lambda row: str(row.code)),
            STATE,
        ),
        offers={
            "department_id": Offer(Department.current, "Không thuộc phòng nào"),
            "duty_id": Offer(Duty.in_order, "Không có"),
        },
    ),
    "nhiem-vu": Table(
        title="Nhiệm vụ",
        one="nhiệm vụ",
        lede="Việc cần người ở mỗi buổi. Sửa được nội dung từng dòng; không thêm, không xóa.",
        how_to_begin="Chạy lệnh load-defaults để nạp các nhiệm vụ ban đầu.",
        model=Duty,
        rows=lambda: Duty.in_order().options(selectinload(Duty.procedures)),
        form=DutyForm,
        name=lambda row: str(row.name),
        columns=(
            Column("Tên nhiệm vụ", lambda row: str(row.name)),
            Column(
                "Phòng thường cử", lambda row: row.department.short_name if row.department else ""
            ),
            Column("Số người", lambda row: str(row.default_count), look="num"),
            Column("Giờ", _duty_hours),
            Column(
                "Không xong trong buổi khi thiếu",
                lambda row: ", ".join(names_on(clock.today(), row.procedures)),
            ),
        ),
        offers={"department_id": Offer(Department.current, "Không thuộc phòng nào")},
        is_fixed=True,
    ),
    "ngay-nghi": Table(
        title="Ngày nghỉ, ngày làm bù",
        one="ngày",
        lede="Nghỉ lễ, nghỉ bù, hoán đổi và làm bù. Thứ Bảy nào không tổ chức được là do bảng này.",
        how_to_begin="Thêm từng ngày theo thông báo nghỉ lễ, Tết của năm.",
        model=Holiday,
        rows=Holiday.in_order,
        form=HolidayForm,
        name=lambda row: f"ngày {numeric_day(row.day)}",
        columns=(
            Column("Ngày", lambda row: numeric_day(row.day)),
            Column("Thứ", lambda row: weekday(row.day)),
            Column("Loại ngày", lambda row: str(row.kind.words)),
            Column("Tên ngày", lambda row: str(row.name)),
            Column("Căn cứ", lambda row: "tạm tính" if row.is_provisional else str(row.basis)),
        ),
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
        columns=(
            Column("Ngày", lambda row: numeric_day(row.day)),
            Column("Thứ", lambda row: weekday(row.day)),
            Column("Lý do", lambda row: str(row.reason)),
        ),
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
        columns=(
            Column("Từ ngày", lambda row: f"{row.from_day}/{row.from_month}"),
            Column("Giờ làm việc buổi sáng", lambda row: hours(row.starts_at, row.ends_at)),
        ),
    ),
    "chu-viet-tat": Table(
        title="Chữ viết tắt",
        one="chữ viết tắt",
        lede="Loa truyền thanh đọc chữ viết tắt thành lời theo bảng này.",
        how_to_begin="Thêm chữ viết tắt và lời đọc, hoặc chạy lệnh load-defaults lúc ban đầu.",
        model=Abbreviation,
        rows=Abbreviation.in_order,
        form=AbbreviationForm,
        name=lambda row: f"chữ viết tắt {row.written}",
        columns=(
            Column("Chữ viết tắt", lambda row: str(row.written), look="nowrap"),
            Column("Loa đọc là", lambda row: str(row.said)),
        ),
    ),
}
