"""Facts of Saturdays as texts are tried with them; everything in them is invented."""

from dataclasses import replace
from datetime import date, time

from saturday.papers.facts import PublicFacts

ORDINARY = PublicFacts(
    day=date(2026, 4, 11),
    starts_at=time(7, 30),
    ends_at=time(11, 30),
    is_mobile=False,
    place="Trung tâm Phục vụ hành chính công xã Anh Sơn",
    hamlet="",
    subject_areas=(
        "Chứng thực",
        "Hộ tịch",
        "Bảo trợ xã hội",
        "Người có công",
        "Giảm nghèo",
        "Văn hóa - xã hội khác",
        "Hộ kinh doanh, tổ hợp tác, hợp tác xã",
        "Nông nghiệp",
        "Đất đai",
    ),
    settled_areas=("Chứng thực", "Hộ tịch"),
    settled=(
        "Chứng thực bản sao",
        "Chứng thực chữ ký",
        "Sửa, hủy giao dịch đã chứng thực",
        "Sửa lỗi giao dịch đã chứng thực",
        "Cấp bản sao từ sổ gốc",
        "Đăng ký khai sinh",
        "Đăng ký kết hôn",
        "Đăng ký khai tử",
        "Cấp bản sao trích lục hộ tịch",
    ),
    received=("Chứng thực di chúc", "Nhận cha, mẹ, con"),
    not_taken=(),
    bring=("Căn cước", "Bản chính giấy tờ có liên quan", "Điện thoại có ứng dụng VNeID"),
    phone="0238 3872 105",
    commune="xã Anh Sơn",
    centre="Trung tâm Phục vụ hành chính công",
    station="Đài truyền thanh xã Anh Sơn",
    address="https://anhson.example.vn",
)
MOBILE = replace(
    ORDINARY,
    is_mobile=True,
    place="Nhà văn hóa thôn 12",
    hamlet="Thôn 12",
    settled=(),
    settled_areas=(),
    not_taken=("Chứng thực bản sao",),
)
MOVED = replace(ORDINARY, moved_to=date(2026, 4, 18), reason="áp thấp nhiệt đới, mưa lớn")
CANCELLED = replace(ORDINARY, cancelled=True, reason="Mưa lũ chia cắt đường về Trung tâm.")
BARE = replace(
    ORDINARY,
    subject_areas=(),
    settled_areas=(),
    settled=(),
    received=(),
    bring=(),
    phone="",
    address="",
)
UNPREPARED = replace(MOVED, starts_at=None, ends_at=None, place="", reason="")
LONG = replace(
    MOBILE,
    day=date(2026, 12, 26),
    place="Nhà văn hóa cộng đồng bản Tân Hợp Thượng, cạnh Trường Tiểu học Phúc Sơn",
    hamlet="Bản Vều và bản Cao Vều Bốn, khu vực biên giới",
    settled_areas=ORDINARY.settled_areas,
    bring=(*ORDINARY.bring, "Giấy ủy quyền nếu làm thay người khác"),
    address="https://anhson.nghean.gov.vn/thong-bao/2026-12-26",
)
