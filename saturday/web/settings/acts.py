"""How is an act of the audit log said in Vietnamese?"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from flask import g
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Duty
from saturday.models.packs import PackEvent
from saturday.models.safekeeping import CopyPlace
from saturday.models.villages import ReceiptKind
from saturday.rules.announcements import Channel, News
from saturday.rules.coded import Coded
from saturday.rules.intake import LINE_PARTS, Outcome, ReturnWay, Satisfaction
from saturday.rules.lifecycle import PaperMark
from saturday.rules.numbering import Issuer, SeriesMode
from saturday.rules.permissions import Role
from saturday.rules.report_text import Section
from saturday.rules.running import CountKind
from saturday.vietnamese.dates import clock, numeric_day
from saturday.vietnamese.names import phrase_sort_key

Act = AuditEvent | PackEvent  # of the office, or of a laptop
VERBS: Mapping[str, str] = MappingProxyType(
    {
        "add": "thêm",
        "answer": "trả lời",
        "approve": "duyệt",
        "ask": "gửi duyệt",
        "assign": "phân công",
        "attach_scan": "đính kèm bản ký",
        "attend": "chấm công",
        "back_up": "sao lưu",
        "begin": "bắt đầu",
        "cancel": "hủy",
        "bring_home": "nhận về từ",
        "call_in_vain": "ghi gọi không được",
        "change": "sửa",
        "change_mode": "đổi cách lấy số",
        "check": "kiểm tra",
        "choose": "chọn ngày",
        "choose_hours": "chọn nghỉ bù hay thanh toán",
        "close": "báo lại, đóng",
        "close_day": "chốt",
        "confirm": "xác nhận",
        "copy": "chép",
        "count": "đếm",
        "correct": "sửa",
        "create": "tạo",
        "decline": "không tiếp nhận",
        "describe": "sửa thông tin",
        "disable": "khóa",
        "discard": "bỏ dự thảo",
        "draft": "lập dự thảo",
        "drop": "bỏ",
        "enable": "mở khóa",
        "end": "kết thúc",
        "explain": "ghi nghĩa",
        "export": "trích cho người yêu cầu",
        "forget": "xóa phần nhận ra người",
        "forget_password": "bỏ mật khẩu",
        "freeze": "chốt nội dung",
        "give_back": "xin thôi xử lý",
        "hand_over": "ghi",
        "head": "sửa phần đầu",
        "import": "nhập từ Excel",
        "issue": "phát hành",
        "keep_anyway": "giữ bản đã ký",
        "make": "tạo",
        "mark": "ghi đính chính, thay thế, thu hồi",
        "merge": "sáp nhập",
        "move": "dời",
        "plan": "đưa vào kế hoạch",
        "plan_broadcasts": "lập lịch phát thanh",
        "play": "ghi đã phát",
        "prepare": "mở chuẩn bị",
        "prove": "bật",
        "publish": "đăng",
        "put_in_force": "đưa vào dùng",
        "record_earlier": "ghi văn bản đã phát hành trước đây",
        "record": "ghi, lưu",
        "register": "ghi sổ",
        "remove": "bỏ",
        "renew_code": "làm phiếu mới cho",
        "renew_codes": "tạo bộ mã dự phòng",
        "reopen": "mở lại",
        "replace": "thay người",
        "require": "đặt số người cần",
        "restore": "khôi phục từ",
        "return": "trả lại",
        "reword": "sửa nội dung",
        "revive": "dùng lại ngày",
        "purge": "xóa",
        "revoke": "thu hồi",
        "rewrite": "viết lại",
        "send": "gửi",
        "send_back": "trả về dự thảo",
        "send_out": "xuất",
        "set_aside": "thôi dùng",
        "set_password": "đặt mật khẩu",
        "set_roles": "đổi vai trò",
        "set_up": "sửa giờ, nơi, hạn",
        "settle": "ghi đã xem lại các việc của",
        "sign": "ghi đã ký",
        "sign_in": "đăng nhập",
        "take_back": "lấy lại",
        "take_leave": "ghi giờ nghỉ bù",
        "take_over": "nhận buổi dời đến",
        "take_up": "nhận xử lý",
        "tick": "ghi kiểm tra đầu buổi",
        "transfer": "chuyển",
        "undo": "hoàn tác",
        "undo_transfer": "bỏ lần chuyển phòng",
        "unlock": "bỏ thời gian chờ đăng nhập",
        "unmerge": "bỏ sáp nhập",
        "upload": "tải lên",
        "use": "dùng",
        "use_recovery_code": "dùng mã dự phòng",
        "verify": "kiểm tra",
        "view": "xem đủ thông tin",
        "void": "hủy",
        "vouch_for_clock": "xác nhận đồng hồ đúng",
        "wipe": "ghi đã xóa trên máy lưu động:",
        "withdraw": "hủy",
        "write": "viết",
        "write_other": "viết phần tiếng khác",
        "wrong_code": "nhập sai mã đăng nhập",
    }
)
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "abbreviation": "chữ viết tắt",
        "account": "tài khoản",
        "announcement": "tin, bài",
        "dispatch": "lần gửi tin, bài",
        "annual_plan": "kế hoạch năm",
        "assignment": "phân công",
        "attendance": "chấm công",
        "backup_copy": "bản sao lưu",
        "broadcast": "lượt phát thanh",
        "budget_line": "dòng kinh phí",
        "busy_day": "ngày bận",
        "call_attempt": "lần gọi không được",
        "checklist_item": "mục kiểm tra đầu buổi",
        "compensatory_leave": "giờ nghỉ bù",
        "daily_sheet": "số liệu ngày của công chức",
        "day_closing": "số liệu ngày",
        "department": "phòng, đơn vị",
        "document": "văn bản",
        "duty": "nhiệm vụ",
        "duty_session": "buổi thứ Bảy",
        "feedback": "phản ánh, kiến nghị",
        "feedback_series": "sổ phản ánh, kiến nghị năm",
        "file_word": "từ ngữ của tệp một cửa",
        "hall": "nhà văn hóa",
        "hamlet": "thôn, bản",
        "holiday": "ngày nghỉ",
        "import_file": "tệp Excel",
        "intake_entry": "dòng nhật ký tiếp nhận",
        "intake_return": "lần trả kết quả",
        "link": "liên kết dùng một lần",
        "mobile_pack": "gói lưu động",
        "nomination": "danh sách cử công chức",
        "number_series": "hệ thống số văn bản",
        "officer": "cán bộ, công chức",
        "paper_template": "mẫu văn bản",
        "partner": "đơn vị phối hợp",
        "personal_purge": "lần xóa dữ liệu cá nhân quá hạn",
        "procedure": "thủ tục",
        "posting": "nơi công tác trước",
        "receipt": "xác nhận của thôn",
        "recording": "âm thanh của bản tin",
        "replacement": "thay người",
        "report_text": "lời văn báo cáo",
        "satisfaction_count": "mức độ hài lòng",
        "second_factor": "đăng nhập hai lớp",
        "setting": "cài đặt",
        "sign_in": "phiên đăng nhập",
        "subject_area": "lĩnh vực",
        "text_override": "lời văn riêng",
        "undone_return": "lần bỏ trả kết quả",
        "village_link": "liên kết của thôn",
        "visit": "lượt công dân",
        "waiting_count": "số người tại buổi",
        "working_hours": "giờ làm việc",
        "year_budget": "kinh phí được giao cả năm",
    }
)

FACTS: Mapping[str, str] = MappingProxyType(
    {
        "accounts": "số tài khoản",
        "added": "thêm",
        "amount": "số tiền",
        "before": "trước đó",
        "before_day": "trước ngày",
        "changed": "sửa",
        "channel": "hình thức",
        "closed": "ghi trả",
        "count": "số lượt",
        "counts": "số người",
        "day": "ngày",
        "days": "các ngày",
        "department": "phòng",
        "due_on": "hẹn trả",
        "dossiers": "hồ sơ",
        "dropped": "hủy lượt đếm",
        "duty": "nhiệm vụ",
        "edition": "bản",
        "estimate": "dự toán",
        "fields": "mục đã sửa",
        "from_day": "từ buổi",
        "good": "còn tốt",
        "head": "dòng cuối nhật ký",
        "incomplete": "còn thiếu người",
        "issuer": "cơ quan",
        "items": "số mục",
        "key": "mục",
        "kind": "loại",
        "late_days": "số ngày muộn",
        "left": "còn lại",
        "letter": "chữ",
        "level": "mức độ",
        "lines": "số dòng",
        "link": "liên kết",
        "made_at": "tạo lúc",
        "mark": "đánh dấu",
        "meaning": "nghĩa",
        "mode": "cách lấy số",
        "name": "tên",
        "news": "nội dung tin",
        "number": "số",
        "on_behalf": "ghi hộ",
        "opinions": "ý kiến",
        "outcome": "kết quả",
        "paper": "văn bản",
        "part": "phần",
        "people": "số người",
        "period": "kỳ",
        "place": "nơi",
        "procedure": "thủ tục",
        "quantity": "số lượng",
        "roles": "vai trò",
        "said": "nội dung",
        "saturday": "buổi",
        "section": "phần",
        "seen": "đếm",
        "sha256": "mã băm",
        "skipped": "bỏ",
        "spent": "thực chi",
        "table": "bảng",
        "to": "đến",
        "undecided": "chưa quyết định",
        "valid_from": "hiệu lực từ",
        "valid_to": "hiệu lực đến hết",
        "visits": "lượt công dân",
        "way": "cách nhận",
        "why": "vì",
        "year": "năm",
    }
)
CODES: Mapping[str, str] = MappingProxyType(
    {
        "changed person": "đổi người",
        "disabled": "khóa tài khoản",
        "ended by admin": "người quản trị kết thúc",
        "ended by owner": "tự kết thúc",
        "first_admin": "lập quản trị đầu tiên",
        "password": "đổi mật khẩu",
        "replaced": "đăng nhập lại",
        "restored": "khôi phục dữ liệu",
        "second step": "đăng nhập hai lớp",
        "set_password": "đặt mật khẩu",
        "signed out": "đăng xuất",
    }
)
KINDS: Mapping[str, type[Coded]] = MappingProxyType(
    {
        "before": Role,
        "channel": Channel,
        "issuer": Issuer,
        "level": Satisfaction,
        "mark": PaperMark,
        "mode": SeriesMode,
        "news": News,
        "outcome": Outcome,
        "place": CopyPlace,
        "roles": Role,
        "said": ReceiptKind,
        "section": Section,
        "seen": CountKind,
        "way": ReturnWay,
    }
)
NAMED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "paper": {
            "annual_plan": "kế hoạch năm",
            "assignment_notice": "thông báo phân công",
            "correction": "đính chính",
            "monthly_report": "báo cáo kỳ",
            "nomination": "danh sách cử công chức",
            "citizen_notice": "thông báo cho người dân",
            "session_report": "báo cáo buổi",
            "withdrawal": "thu hồi",
            "year_report": "báo cáo năm",
        },
        "part": {"form": "thể thức", "content": "nội dung"},
        "fields": {**CODES, **LINE_PARTS},
    }
)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+.:\d]*", re.ASCII)
DUTY_CODE = re.compile(r"[A-Z_]+", re.ASCII)
DUTIES = select(Duty.code, Duty.name)
SHA256, SHORT = 64, 12  # letters of a hash, and how many of them are shown


def verbs() -> list[tuple[str, str]]:
    """Give each wording of a verb once, in the order of the alphabet."""
    first = {words: verb for verb, words in sorted(VERBS.items(), reverse=True)}
    return sorted(((verb, words) for words, verb in first.items()), key=_by_words)


def verbs_like(verb: str) -> tuple[str, ...]:
    """Give all verbs that are worded as this one."""
    words = VERBS.get(verb)
    return tuple(one for one, said in VERBS.items() if said == words) if words else ()


def subjects() -> list[tuple[str, str]]:
    """Give what acts are done to, in the order of the alphabet."""
    return sorted(SUBJECTS.items(), key=_by_words)


def _by_words(pair: tuple[str, str]) -> str:
    return phrase_sort_key(pair[1])


def who(event: Act) -> str:
    """Name who did it: the account, or the machine by itself."""
    return event.account.username if event.account else "máy chủ"


def in_words(event: Act) -> str:
    """Say what was done to what: "Gửi: danh sách cử công chức 3"."""
    verb = VERBS.get(event.verb, event.verb)
    subject = SUBJECTS.get(event.subject, event.subject)
    return f"{verb[:1].upper()}{verb[1:]}: {subject} {event.subject_id}"


def facts_in_words(event: Act) -> str:
    """Write the facts of an act in one line: codes as words, days as people write them."""
    return "; ".join(
        f"{FACTS.get(name, name)}: {_value(name, value)}" for name, value in event.facts.items()
    )


def day_of(event: Act) -> str:
    """Say of which Saturday an act was."""
    return _plain(str(event.facts.get("day", "")))


def _value(name: str, value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(_value(name, one) for one in value)
    if isinstance(value, bool):
        return "có" if value else "không"
    return "để trống" if value in (None, "") else _known(name, str(value))


def _known(name: str, text: str) -> str:
    """Say a code in words where it is known; give it as it is where not."""
    if name in KINDS:
        words = {one.value: one.words for one in KINDS[name]}
        return words.get(text, text)
    if name in {"duty", "counts"}:
        return DUTY_CODE.sub(lambda found: _duties().get(found[0], found[0]), text)
    return NAMED.get(name, CODES).get(text) or _plain(text)


def _plain(text: str) -> str:
    """Write days and moments as people do, and only the beginning of a hash."""
    if ISO_DAY.fullmatch(text):
        return numeric_day(date.fromisoformat(text))
    if ISO_MOMENT.fullmatch(text):
        at = datetime.fromisoformat(text)
        return f"{clock(at.time())}, {numeric_day(at)}"
    return f"{text[:SHORT]}…" if len(text) == SHA256 else text


def _duties() -> Mapping[str, str]:
    """Name the duties by their codes; asked once for a page."""
    if "duty_names" not in g:
        g.duty_names = dict(iter(db.session.execute(DUTIES)))
    names: Mapping[str, str] = g.duty_names
    return names
