"""Who may do what? Which rows they may do it to is asked of the models."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from saturday.rules.coded import Coded


class Role(Coded):
    """What an account may be (vai trò); an account may have several."""

    ADMIN = "ADMIN", "Quản trị"
    LEADER = "LEADER", "Lãnh đạo UBND xã"
    CENTRE = "CENTRE", "Trung tâm Phục vụ hành chính công"
    CLERK = "CLERK", "Văn thư"
    DEPARTMENT = "DEPARTMENT", "Phòng, đơn vị"
    OFFICER = "OFFICER", "Cán bộ, công chức trực"
    BROADCASTER = "BROADCASTER", "Cán bộ truyền thanh"
    HAMLET = "HAMLET", "Thôn, bản"


class Permission(Coded):
    """One thing an account may be allowed to do (quyền)."""

    ANSWER_FEEDBACK = "answer_feedback", "Trả lời phản ánh, kiến nghị; phòng chỉ trả lời của mình"
    APPROVE_ANNOUNCEMENTS = "approve_announcements", "Duyệt tin, bài"
    APPROVE_LISTS = "approve_lists", "Duyệt hoặc trả lại danh sách cử công chức"
    ASSIGN_PEOPLE = "assign_people", "Phân công người trực, thêm đơn vị phối hợp"
    CANCEL_SATURDAY = "cancel_saturday", "Hủy buổi thứ Bảy"
    CHECK_CONTENT = "check_content", "Kiểm tra nội dung văn bản"
    CHECK_FORM = "check_form", "Kiểm tra thể thức văn bản"
    CHOOSE_LEAVE = "choose_leave", "Xem giờ trực của mình, chọn nghỉ bù hay thanh toán"
    CLOSE_DAY = "close_day", "Sửa, xác nhận, chốt, mở lại số liệu ngày"
    CONFIRM_OWN_SHEET = "confirm_own_sheet", "Xem, xác nhận số liệu ngày của mình"
    CONFIRM_PROCEDURES = "confirm_procedures", "Xác nhận thủ tục đã đối chiếu với nguồn"
    CORRECT_PAPERS = "correct_papers", "Đính chính, thay thế, thu hồi văn bản"
    DRAFT_PAPERS = "draft_papers", "Lập dự thảo văn bản"
    EDIT_COMMUNE_DATA = "edit_commune_data", "Sửa danh mục của xã, lịch nghỉ, ngày bận"
    EDIT_OWN_OFFICERS = "edit_own_officers", "Sửa danh sách công chức; phòng chỉ sửa của mình"
    EDIT_TEMPLATES = "edit_templates", "Sửa mẫu văn bản và lời văn"
    IMPORT_DOSSIERS = "import_dossiers", "Nạp tệp Excel của hệ thống một cửa"
    ISSUE_PAPERS = "issue_papers", "Ghi số, ngày và phát hành văn bản"
    KEEP_BUDGET = "keep_budget", "Lập dự toán, ghi khoản chi, kinh phí được giao"
    LOG_AT_DESK = "log_at_desk", "Ghi, sửa, tìm trong nhật ký tiếp nhận"
    MANAGE_ACCOUNTS = "manage_accounts", "Quản lý tài khoản"
    MANAGE_BACKUPS = "manage_backups", "Sao lưu và kiểm tra bản sao lưu"
    MANAGE_LINKS = "manage_links", "Lập, thu hồi đường liên kết của thôn, bản"
    MANAGE_PACKS = "manage_packs", "Xuất, nhận gói dữ liệu cho buổi lưu động"
    MANAGE_PERSONAL_DATA = "manage_personal_data", "Trích, sửa, xóa dữ liệu cá nhân của người dân"
    MANAGE_SERIES = "manage_series", "Quản lý hệ thống số văn bản"
    MANAGE_SETTINGS = "manage_settings", "Đổi cài đặt của xã"
    MOVE_SATURDAY = "move_saturday", "Dời buổi thứ Bảy sang ngày khác"
    NOTE_BROADCASTS = "note_broadcasts", "Ghi lượt phát thanh, chuẩn bị tệp âm thanh"
    OPEN_SATURDAY = "open_saturday", "Mở chuẩn bị buổi thứ Bảy"
    PLAN_BROADCASTS = "plan_broadcasts", "Lập lịch phát thanh"
    PLAN_YEAR = "plan_year", "Lập kế hoạch năm, chọn ngày"
    PRINT_NOMINATION = "print_nomination", "Lập và in danh sách cử công chức"
    PUBLISH_ANNOUNCEMENTS = "publish_announcements", "Đăng tin, bài; ghi hộ lời duyệt, lần gửi"
    RECORD_ATTENDANCE = "record_attendance", "Chấm công, ghi giờ nghỉ bù"
    RECORD_EARLIER_PAPERS = "record_earlier_papers", "Ghi văn bản đã phát hành trước đây"
    RECORD_FEEDBACK = "record_feedback", "Ghi phản ánh, kiến nghị của người dân"
    RECORD_RECEIPTS = "record_receipts", "Ghi xác nhận của thôn, bản"
    RECORD_SIGNING = "record_signing", "Ghi văn bản đã ký"
    REPLACE_PEOPLE = "replace_people", "Thay người trực"
    RETURN_PAPERS = "return_papers", "Trả văn bản đã kiểm tra về dự thảo"
    RETURN_RESULTS = "return_results", "Ghi trả kết quả cho người dân"
    RUN_DESK = "run_desk", "Chuẩn bị, theo dõi buổi tiếp nhận, in sổ của buổi"
    SEE_ALL_FEEDBACK = "see_all_feedback", "Xem mọi phản ánh, kiến nghị"
    SEE_ANNOUNCEMENTS = "see_announcements", "Xem tin, bài của các buổi"
    SEE_ATTENDANCE = "see_attendance", "Xem chấm công; phòng chỉ xem người của mình"
    SEE_AUDIT = "see_audit", "Xem nhật ký thao tác"
    SEE_BULLETINS = "see_bulletins", "Xem bản tin phát thanh đã duyệt"
    SEE_COMMUNE_DATA = "see_commune_data", "Xem danh mục của xã"
    SEE_FEEDBACK = "see_feedback", "Xem phản ánh, kiến nghị; phòng chỉ xem của mình"
    SEE_OUTLOOK = "see_outlook", "Xem toàn cảnh: năm, buổi tới, hạn, ý kiến quá hạn"
    SEE_OWN_VILLAGE = "see_own_village", "Xem trang của thôn, bản mình"
    SEE_PACKS = "see_packs", "Xem gói lưu động, việc cần xem lại sau khi nhận về"
    SEE_PAPERS = "see_papers", "Xem văn bản đã phát hành"
    SEE_PHONES = "see_phones", "Xem số điện thoại của công chức và đầu mối thôn, bản"
    SEE_REGISTER = "see_register", "Xem sổ đăng ký văn bản đi"
    SEE_REPORTS = "see_reports", "Xem số liệu, báo cáo của buổi, của kỳ, của năm"
    SEE_SATURDAYS = "see_saturdays", "Xem kế hoạch, các buổi thứ Bảy, bảng phân công"
    SEE_UNAPPROVED_LISTS = "see_unapproved_lists", "Xem danh sách chưa duyệt"
    SEE_UNISSUED_PAPERS = "see_unissued_papers", "Xem văn bản chưa phát hành"
    SEE_VILLAGES = "see_villages", "Xem bảng xác nhận của thôn, bản"
    SEE_WHOLE_LOG = "see_whole_log", "Xem đủ, sửa mọi dòng trong nhật ký tiếp nhận"
    SEND_FEEDBACK = "send_feedback", "Gửi khó khăn, ý kiến của thôn, bản mình"
    SEND_LIST = "send_list", "Lập và gửi danh sách của phòng mình"
    SEND_LIST_ON_BEHALF = "send_list_on_behalf", "Ghi hộ danh sách của phòng"
    SORT_FEEDBACK = "sort_feedback", "Phân loại, giao, chuyển, đóng phản ánh, kiến nghị"
    USE_ACCOUNT = "use_account", "Xem việc cần làm, đổi mật khẩu của mình"
    WRITE_ANNOUNCEMENTS = "write_announcements", "Soạn tin, bài của các buổi"

    @property
    def description(self) -> str:
        return self.words


_ADMIN = frozenset({Role.ADMIN})
_CENTRE = frozenset({Role.CENTRE})
_CLERK = frozenset({Role.CLERK})
_DEPARTMENT = frozenset({Role.DEPARTMENT})
_CENTRE_AND_CLERK = _CENTRE | _CLERK
_OFFICE = frozenset({Role.LEADER, Role.CENTRE, Role.CLERK})
_STAFF = _ADMIN | _OFFICE | _DEPARTMENT | {Role.OFFICER}

GRANTS: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.ANSWER_FEEDBACK: _CENTRE | _DEPARTMENT,
        Permission.APPROVE_ANNOUNCEMENTS: frozenset({Role.LEADER}),
        Permission.APPROVE_LISTS: _CENTRE,
        Permission.ASSIGN_PEOPLE: _CENTRE,
        Permission.CANCEL_SATURDAY: _CENTRE,
        Permission.CHECK_CONTENT: _CENTRE_AND_CLERK,
        Permission.CHECK_FORM: _CLERK,
        Permission.CHOOSE_LEAVE: frozenset({Role.OFFICER}),
        Permission.CLOSE_DAY: _CENTRE,
        Permission.CONFIRM_OWN_SHEET: frozenset({Role.OFFICER}),
        Permission.CONFIRM_PROCEDURES: _CENTRE,
        Permission.CORRECT_PAPERS: _CLERK,
        Permission.DRAFT_PAPERS: _CENTRE_AND_CLERK,
        Permission.EDIT_COMMUNE_DATA: _ADMIN | _CENTRE,
        Permission.EDIT_OWN_OFFICERS: _ADMIN | _CENTRE | _DEPARTMENT,  # the first two: everybody's
        Permission.EDIT_TEMPLATES: _CENTRE_AND_CLERK,
        Permission.IMPORT_DOSSIERS: _CENTRE,
        Permission.ISSUE_PAPERS: _CLERK,
        Permission.KEEP_BUDGET: _CENTRE,
        Permission.LOG_AT_DESK: _CENTRE | {Role.OFFICER},
        Permission.MANAGE_ACCOUNTS: _ADMIN,
        Permission.MANAGE_BACKUPS: _ADMIN,
        Permission.MANAGE_LINKS: _CENTRE,
        Permission.MANAGE_PACKS: _ADMIN,
        Permission.MANAGE_PERSONAL_DATA: _ADMIN | _CENTRE,  # people ask at the Centre's desk
        Permission.MANAGE_SERIES: _ADMIN,
        Permission.MANAGE_SETTINGS: _ADMIN,
        Permission.MOVE_SATURDAY: _CENTRE,
        Permission.NOTE_BROADCASTS: _CENTRE | {Role.BROADCASTER},
        Permission.OPEN_SATURDAY: _CENTRE,
        Permission.PLAN_BROADCASTS: _CENTRE,
        Permission.PLAN_YEAR: _CENTRE,
        Permission.PRINT_NOMINATION: _CENTRE_AND_CLERK | _DEPARTMENT,
        Permission.PUBLISH_ANNOUNCEMENTS: _CENTRE,
        Permission.RECORD_ATTENDANCE: _CENTRE,
        Permission.RECORD_EARLIER_PAPERS: _CLERK,
        Permission.RECORD_FEEDBACK: _CENTRE | {Role.OFFICER},
        Permission.RECORD_RECEIPTS: _CENTRE,
        Permission.RECORD_SIGNING: _CLERK,
        Permission.REPLACE_PEOPLE: _CENTRE,
        Permission.RETURN_PAPERS: _CENTRE_AND_CLERK,
        Permission.RETURN_RESULTS: _CENTRE | {Role.OFFICER},
        Permission.RUN_DESK: _CENTRE,
        Permission.SEE_ALL_FEEDBACK: _CENTRE | {Role.LEADER},
        Permission.SEE_ANNOUNCEMENTS: _STAFF,
        Permission.SEE_ATTENDANCE: _CENTRE | _DEPARTMENT | {Role.LEADER},
        Permission.SEE_AUDIT: _ADMIN,
        Permission.SEE_BULLETINS: _OFFICE | {Role.BROADCASTER},
        Permission.SEE_COMMUNE_DATA: _STAFF,
        Permission.SEE_FEEDBACK: _CENTRE | _DEPARTMENT | {Role.LEADER},
        Permission.SEE_OUTLOOK: _CENTRE | {Role.LEADER},
        Permission.SEE_OWN_VILLAGE: frozenset({Role.HAMLET}),
        Permission.SEE_PACKS: _ADMIN | _CENTRE,
        Permission.SEE_PAPERS: _STAFF | {Role.BROADCASTER},
        Permission.SEE_PHONES: _ADMIN | _OFFICE | _DEPARTMENT,
        Permission.SEE_REGISTER: _ADMIN | _OFFICE,
        Permission.SEE_REPORTS: _OFFICE,
        Permission.SEE_SATURDAYS: _STAFF,
        Permission.SEE_UNAPPROVED_LISTS: _CENTRE | _DEPARTMENT,
        Permission.SEE_UNISSUED_PAPERS: _OFFICE,
        Permission.SEE_VILLAGES: _OFFICE,
        Permission.SEE_WHOLE_LOG: _CENTRE,  # an officer's own lines need no more than the desk
        Permission.SEND_FEEDBACK: frozenset({Role.HAMLET}),
        Permission.SEND_LIST: _DEPARTMENT,
        Permission.SEND_LIST_ON_BEHALF: _CENTRE,
        Permission.SORT_FEEDBACK: _CENTRE,
        Permission.USE_ACCOUNT: frozenset(Role),
        Permission.WRITE_ANNOUNCEMENTS: _CENTRE,
    }
)


def allowed(roles: Iterable[Role], permission: Permission) -> bool:
    """Say whether one of these roles is granted the permission."""
    return not GRANTS[permission].isdisjoint(roles)
