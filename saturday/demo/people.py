"""Who works in the invented commune, and in which villages do people live? Nobody exists."""

from saturday.models.commune import ContactPost, Hall, Hamlet, Network, Power, Signal

PHONE = "02383000000"
HAMLETS = 35
DEPUTY = "Lê Văn Minh (mẫu)"
DIRECTOR = "Phạm Thị Hương (mẫu)"

# Name, post; every name says that it is an example.
OFFICERS = {
    "uy-ban": (
        ("Nguyễn Văn Hùng (mẫu)", "Chủ tịch"),
        ("Trần Thị Lan (mẫu)", "Phó Chủ tịch"),
        ("Lê Văn Minh (mẫu)", "Phó Chủ tịch"),
    ),
    "trung-tam": (
        ("Phạm Thị Hương (mẫu)", "Giám đốc"),
        ("Hoàng Văn Sơn (mẫu)", "Phó Giám đốc"),
        ("Lô Thị Bình (mẫu)", "Chuyên viên"),
        ("Vi Văn Đức (mẫu)", "Chuyên viên"),
        ("Nguyễn Thị Ánh (mẫu)", "Chuyên viên"),
    ),
    "van-phong": (
        ("Cao Văn Thành (mẫu)", "Chánh Văn phòng"),
        ("Đặng Thị Ước (mẫu)", "Công chức Tư pháp - Hộ tịch"),
        ("Bùi Văn Quang (mẫu)", "Công chức Tư pháp - Hộ tịch"),
        ("Võ Thị Thủy (mẫu)", "Văn thư"),
    ),
    "van-hoa-xa-hoi": (
        ("Lương Văn Khoa (mẫu)", "Trưởng phòng"),
        ("Ngân Thị Yến (mẫu)", "Công chức Văn hóa - Xã hội"),
        ("Hồ Thị Mai (mẫu)", "Công chức Văn hóa - Xã hội"),
    ),
    "kinh-te": (
        ("Phan Văn Tài (mẫu)", "Trưởng phòng"),
        ("Nguyễn Đình Long (mẫu)", "Công chức Địa chính"),
        ("Kha Văn Nam (mẫu)", "Công chức Địa chính"),
        ("Trương Thị Hạnh (mẫu)", "Công chức Kinh tế"),
    ),
}

# Who usually takes which duty: the lists of the departments, then the Centre's own people.
LISTS = {
    "van-phong": (("CIVIL_STATUS", "Đặng Thị Ước (mẫu)"), ("CLERICAL_SEAL", "Võ Thị Thủy (mẫu)")),
    "van-hoa-xa-hoi": (("SOCIAL_POLICY", "Ngân Thị Yến (mẫu)"),),
    "kinh-te": (("LAND", "Nguyễn Đình Long (mẫu)"), ("BUSINESS", "Trương Thị Hạnh (mẫu)")),
}
DESKS = {
    "CERTIFICATION": "1",
    "CIVIL_STATUS": "2",
    "SOCIAL_POLICY": "3",
    "LAND": "4",
    "BUSINESS": "5",
}
# Who else sits at a desk with an account of his own.
AT_THE_DESK = ("Bùi Văn Quang (mẫu)", "Lô Thị Bình (mẫu)")
PAID = ("Hoàng Văn Sơn (mẫu)", "Trương Thị Hạnh (mẫu)")  # who wants payment; others, time off
OWN_PEOPLE = (
    ("LEADER", "Lê Văn Minh (mẫu)"),
    ("CENTRE_LEAD", "Hoàng Văn Sơn (mẫu)"),
    ("CERTIFICATION", "Lô Thị Bình (mẫu)"),
    ("CERTIFICATION_SIGNER", "Lê Văn Minh (mẫu)"),
    ("CIVIL_STATUS_SIGNER", "Lê Văn Minh (mẫu)"),
)

# Who takes whose place on Friday, and why.
STAND_INS = (
    ("CIVIL_STATUS", "Bùi Văn Quang (mẫu)", "xin nghỉ vì việc gia đình", "Chánh Văn phòng"),
    ("LEADER", "Nguyễn Văn Hùng (mẫu)", "Phó Chủ tịch đi họp đột xuất", "Chủ tịch UBND xã"),
    ("CIVIL_STATUS_SIGNER", "Nguyễn Văn Hùng (mẫu)", "Phó Chủ tịch đi họp", "Chủ tịch UBND xã"),
    ("CERTIFICATION_SIGNER", "Hoàng Văn Sơn (mẫu)", "ký theo ủy quyền", "Chủ tịch UBND xã"),
)


def village(name: str, place: int) -> Hamlet:
    """Make an invented village with those who are called there; the last lies without signal."""
    is_thai, is_remote = place > HAMLETS - 2, place == HAMLETS
    row = Hamlet(name=name, position=place, distance_km=place * 0.5)
    row.language = "tiếng Thái" if is_thai else ""
    row.signal = Signal.NONE if is_remote else Signal.WEAK if place % 7 == 0 else Signal.GOOD
    row.has_loudspeaker = not is_remote
    words = dict(zip(ContactPost, ("Bí thư", "Trưởng", "Mặt trận"), strict=True))
    for number, post in enumerate(ContactPost):
        setattr(row, f"{post}_name", f"{words[post]} {name.lower()} (mẫu)")
        setattr(row, f"{post}_phone", f"0900{place:03d}{number:03d}")
    hall = Hall(name=f"Nhà văn hóa {name.lower()}", capacity=60 + place % 5 * 20)
    hall.power = Power.UNSTEADY if is_thai else Power.STEADY
    hall.network = Network.WIRED if place % 3 else Network.MOBILE
    row.halls = [hall]
    return row
