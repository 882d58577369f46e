"""What is owed to villages, and what does a village owe?"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from flask import url_for

from saturday.extensions import db
from saturday.models.broadcasts import news_of
from saturday.models.plan import DutySession
from saturday.models.villages import ReceiptKind, announced, host_of, reached_of, village_row
from saturday.papers.facts import held_instead
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
        asked = list(_asked())
        found += [*_unreached(asked), *_halls(asked)]
    if Role.HAMLET in roles:
        found += _unanswered(known)
    return found


def _asked() -> Iterator[DutySession]:
    """Give the Saturdays of which word is wanted: all that are gone, and the next one held."""
    rows = db.session.scalars(announced()).all()
    held = next((one for one in rows if one.counts), None)
    return (one for one in rows if not one.counts or one is held)


def _due(duty_session: DutySession) -> date:
    """Give by when word is wanted; of a change before everything else."""
    return duty_session.day - EVE if duty_session.counts else date.min


def _unreached(asked: Iterable[DutySession]) -> Iterator[Todo]:
    """Owe the villages that have not answered a call, or a message."""
    for duty_session in asked:
        reached = reached_of(db.session, duty_session)
        if reached.left:
            day, news = duty_session.day, news_of(duty_session)
            yield Todo(
                f"{reached.left} thôn chưa xác nhận {TOLD[news]} {listed_day(day)}.",
                "Mở bảng thôn",
                url_for("announcements.village_board", day=day),
                _due(duty_session),
                f"{reached.words.capitalize()}.",
                is_late=news is not News.HELD,
            )


def _halls(asked: Iterable[DutySession]) -> Iterator[Todo]:
    """Owe a mobile Saturday a hall that can be used."""
    for duty_session in asked:
        host = host_of(db.session, duty_session)
        if host is None or (host.hall and host.hall.kind is ReceiptKind.HALL_READY):
            continue
        day = duty_session.day
        yield Todo(
            f"Nhà văn hóa {host.hamlet.name} cho buổi {listed_day(day)} {host.hall_words}.",
            "Mở bảng thôn",
            url_for("announcements.village_board", day=day),
            _due(duty_session),
            is_late=host.hall is not None,
        )


def _unanswered(known: Known) -> Iterator[Todo]:
    """Owe the Centre word that the own village knows of the next Saturday."""
    hamlet = known.account.hamlet
    if hamlet is None or not hamlet.is_current:
        return
    for one in _asked():
        if village_row(db.session, one, hamlet).reached is None:
            yield Todo(
                _wanted(hamlet.name, one),
                "Mở trang của thôn",
                url_for("announcements.my_village"),
                _due(one),
                is_late=not one.counts,
            )


def _wanted(village: str, duty_session: DutySession) -> str:
    """Ask for word; of a change say at once what it is."""
    name, end = listed_day(duty_session.day), held_instead(db.session, duty_session)
    if duty_session.counts:
        return f"{village} cần xác nhận đã nhận {TOLD[News.HELD]} {name}."
    gone = "đã hủy" if end.cancelled_at else f"dời sang {listed_day(end.day)}"
    return f"Buổi {name} {gone}, mời bấm đã nhận."
