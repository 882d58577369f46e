"""Which rooms does this person see in the menu?"""

from dataclasses import dataclass

from flask import request, url_for

from saturday.rules.permissions import Permission
from saturday.web.access import must_enrol, signed_in


@dataclass(frozen=True, slots=True)
class Item:
    """One word of the menu."""

    title: str
    endpoint: str
    permission: Permission
    under: str = ""  # where its pages lie, when the room has more than one item
    unless: Permission | None = None  # who may do this finds the way elsewhere

    @property
    def url(self) -> str:
        """Where it leads."""
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        """Whether the page being shown is in this room."""
        if self.under:
            return request.path.startswith(self.under)
        return request.blueprint == self.endpoint.partition(".")[0]


MENU = (
    Item("Việc cần làm", "home.todo", Permission.USE_ACCOUNT),
    Item("Kế hoạch", "plan.this_year", Permission.SEE_SATURDAYS),
    Item("Lịch trực", "roster.session_list", Permission.SEE_SATURDAYS),
    Item("Tiếp nhận", "intake.today", Permission.LOG_AT_DESK),
    Item("Phản ánh", "feedback.register", Permission.SEE_FEEDBACK),
    Item("Báo cáo", "reports.overview", Permission.SEE_REPORTS),
    Item("Thôn, bản", "announcements.village_board", Permission.SEE_VILLAGES, "/thon/"),
    Item("Trang của thôn", "announcements.my_village", Permission.SEE_OWN_VILLAGE, "/thon/"),
    Item(
        "Bản tin phát thanh",
        "announcements.bulletin_list",
        Permission.SEE_BULLETINS,
        under="/thong-bao/",
        unless=Permission.SEE_ANNOUNCEMENTS,
    ),
    Item("Văn bản", "documents.document_list", Permission.SEE_PAPERS),
    Item("Danh mục", "commune.overview", Permission.SEE_COMMUNE_DATA),
    Item("Quản trị", "settings.overview", Permission.MANAGE_ACCOUNTS),
)


def menu() -> list[Item]:
    """Give the rooms whose first door this person may pass: the same table guards the doors."""
    account = signed_in()
    if account is None or must_enrol():
        return []
    may = account.may
    return [
        item for item in MENU if may(item.permission) and not (item.unless and may(item.unless))
    ]
