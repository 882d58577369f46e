"""What do the office and a laptop say of the same line, and what does a person do about it?"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from saturday.models.intake import IntakeEntry
from saturday.rules.coded import Coded
from saturday.rules.packs import Finding, Side
from saturday.vietnamese.dates import clock, numeric_day
from saturday.vietnamese.numbers import grouped

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "decider_id": "nơi giải quyết",
        "dossier_code": "mã hồ sơ",
        "due_at": "giờ hẹn",
        "due_on": "ngày hẹn",
        "due_reason": "lý do hẹn",
        "fee": "phí",
        "fee_receipt": "biên lai",
        "filing": "hình thức nộp",
        "guidance": "nội dung hướng dẫn",
        "happened_at": "giờ",
        "hamlet_id": "thôn, bản",
        "identity_number": "số định danh",
        "is_organisation": "loại người nộp",
        "name": "họ tên",
        "outcome": "kết quả",
        "payment": "cách nộp phí",
        "phone": "điện thoại",
        "procedure_id": "thủ tục",
        "quantity": "số lượng",
        "remark": "ghi chú",
        "void_reason": "lý do hủy",
        "voided_at": "hủy dòng",
    }
)
# Nothing personal: both values are kept to be compared, of the other parts only the name.
PLAIN = frozenset(
    {
        *("due_on", "fee", "filing", "guidance", "happened_at"),
        *("outcome", "payment", "quantity", "voided_at"),
    }
)
EMPTY = "để trống"

TWO_WAYS = (
    "So hai bản. Bản của máy lưu động đúng thì mở dòng này, sửa theo, ghi lý do. "
    "Phần không nêu giá trị thì xem trên máy xách tay, trước khi xóa máy."
)
LACKING = "Thêm mục này ở Danh mục (tài khoản thì ở Quản trị), rồi nhận lại đúng tệp ấy."
NOT_ITS_OWN = "Mở trang Tiếp nhận của buổi, bấm Cập nhật sau, ghi lại dòng này."
NOT_YET = "Xử lý dòng nhật ký của nó trước, rồi nhận lại đúng tệp ấy."
TWICE = (
    "Lần của trụ sở đúng thì thôi. Ghi nhầm thì mở dòng này, bỏ lần trả, rồi nhận lại đúng tệp ấy."
)
NOT_WAITING = (
    "Đã trả thật thì vào Trả kết quả, bấm Ghi hồ sơ ngoài nhật ký. Ghi nhầm thì không cần làm gì."
)


def changed_twice(far: IntakeEntry, near: IntakeEntry, differs: Iterable[str]) -> Finding:
    """Name what both sides changed differently; the office keeps its own."""
    names = sorted(differs, key=_words)
    number = near.full_number
    fields = ", ".join(dict.fromkeys(map(_words, names)))
    words = (
        f"Dòng {number} đã sửa cả ở trụ sở và ở máy lưu động, khác nhau: {fields}. "
        "Trụ sở giữ bản của mình."
    )
    said = [(_words(one), _value(near, one), _value(far, one)) for one in names]
    sides = tuple(Side(*one) for one in said if one[1] or one[2])
    return Finding(words, TWO_WAYS, number, sides)


def _words(name: str) -> str:
    return WORDS.get(name, name)


def _value(entry: IntakeEntry, name: str) -> str:
    """Say what a line holds; nothing when that may be personal."""
    named = {
        "decider_id": entry.decider.name if entry.decider else EMPTY,
        "hamlet_id": entry.visit.hamlet.name if entry.visit.hamlet else EMPTY,
        "procedure_id": entry.procedure.short_name if entry.procedure else EMPTY,
    }
    if name in named:
        return named[name]
    return _plain(getattr(entry, name)) if name in PLAIN else ""


def _plain(value: object) -> str:
    if isinstance(value, Coded):
        return value.words
    if isinstance(value, datetime):
        return f"{clock(value.time())}, {numeric_day(value)}"
    if isinstance(value, date):
        return numeric_day(value)
    return grouped(value) if isinstance(value, int) else EMPTY
