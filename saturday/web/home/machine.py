"""What must the first page say about the machine and the copies of its data?"""

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for

from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.personal import Overdue
from saturday.rules.permissions import Permission, Role
from saturday.safekeeping import doctor, shelf
from saturday.vietnamese.dates import moment
from saturday.web.home.known import Known
from saturday.web.home.todos import Todo

EVERYBODY_IS_TOLD = timedelta(days=7)
TOLD = frozenset({Role.CENTRE, Role.CLERK})


def personal_todos(known: Known) -> list[Todo]:
    """Owe people that what was kept of them goes away in time."""
    if not known.account.may(Permission.MANAGE_PERSONAL_DATA):
        return []
    plan = Overdue.now(db.session)
    if not plan.is_something:
        return []
    words = f"Dữ liệu cá nhân quá hạn giữ: {plan.visits} lượt, {plan.opinions} ý kiến"
    page = url_for("settings.personal_data")
    return [Todo(words, "Xem và xóa", page, known.today)]


def machine_todos(known: Known) -> list[Todo]:
    """Owe the machine what it needs: room, the right time, a new copy."""
    if not known.account.may(Permission.MANAGE_BACKUPS):
        return []
    found = doctor.urgent()
    if not found or _is_demo():
        return []
    page = url_for("settings.health")
    return [Todo(one, "Mở trang Sức khỏe máy", page, known.today, is_late=True) for one in found]


def machine_lines(known: Known) -> Iterator[str]:
    """Say how old the newest copy is: always to who makes them, to others when it is too old."""
    newest = shelf.latest()
    if known.account.may(Permission.MANAGE_BACKUPS):
        if newest:
            yield f"Bản sao lưu gần nhất: {moment(newest.at)}/{newest.at.year}."
        return
    if known.account.roles.isdisjoint(TOLD):
        return
    since = newest.at if newest else doctor.begun() or known.now
    passed = known.today - since.date()
    if passed >= EVERYBODY_IS_TOLD and not _is_demo():
        yield f"Đã {passed.days} ngày chưa có bản sao lưu mới. Hãy nhắc người quản trị sao lưu."


def _is_demo() -> bool:
    """Whether everything here is invented: nobody needs a copy of that."""
    return Commune.of_database(db.session).is_demo
