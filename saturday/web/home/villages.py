"""What is owed to villages, and what does a village owe?"""

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for

from saturday.extensions import db
from saturday.models.broadcasts import news_of
from saturday.models.plan import DutySession
from saturday.models.villages import announced, reached_of, village_row
from saturday.rules.announcements import News
from saturday.rules.permissions import Role
from saturday.vietnamese.dates import listed_day
from saturday.web.home.known import Known
from saturday.web.home.todos import Todo

EVE = timedelta(days=1)
TOLD = {
    News.HELD: "thông báo buổi",
    News.MOVED: "tin dời buổi",
    News.CANCELLED: "tin hủy buổi",
}


def village_todos(known: Known) -> list[Todo]:
    """Owe villages the news, or the Centre an answer."""
    roles = known.account.roles
    found: list[Todo] = []
    if Role.CENTRE in roles:
        found += _unreached(known)
    if Role.HAMLET in roles:
        found += _unanswered(known)
    return found


def _next(known: Known) -> DutySession | None:
    """Give the first Saturday of which something is published."""
    del known
    return db.session.scalars(announced()).first()


def _unreached(known: Known) -> Iterator[Todo]:
    """Owe the villages that have not answered a call, or a message."""
    duty_session = _next(known)
    if duty_session is None:
        return
    reached = reached_of(db.session, duty_session)
    if reached.left:
        day, news = duty_session.day, news_of(duty_session)
        yield Todo(
            f"{reached.left} thôn chưa xác nhận {TOLD[news]} {listed_day(day)}.",
            "Mở bảng thôn",
            url_for("announcements.village_board", day=day),
            day - EVE if news is News.HELD else known.today,
            f"{reached.words.capitalize()}.",
        )


def _unanswered(known: Known) -> Iterator[Todo]:
    """Owe the Centre word that the own village knows of the next Saturday."""
    hamlet, duty_session = known.account.hamlet, _next(known)
    if hamlet is None or not hamlet.is_current or duty_session is None:
        return
    if village_row(db.session, duty_session, hamlet).reached is None:
        day, news = duty_session.day, news_of(duty_session)
        yield Todo(
            f"{hamlet.name} cần xác nhận đã nhận {TOLD[news]} {listed_day(day)}.",
            "Mở trang của thôn",
            url_for("announcements.my_village"),
            day - EVE if news is News.HELD else known.today,
        )
