"""Villages that tests are told with: announced to, with links, everyone in them invented."""

from datetime import date

from flask import Flask

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import token_hash
from saturday.models.base import Report, Way
from saturday.models.commune import Hamlet
from saturday.models.plan import DutySession
from saturday.models.villages import ReceiptKind, Said, VillageLink, record
from saturday.rules.announcements import Channel
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Person
from tests.web.announcements.telling import DAY, published

BOARD = f"/thon/{DAY}"
TOKEN = "thon7abcdefghijklmnopqrstuvwxyz2"
PAGE = f"/thon/l/{TOKEN}"


def villages(count: int, *, has_loudspeaker: bool = False) -> list[Hamlet]:
    """Make villages with a head who can be called."""
    rows = [
        Hamlet(
            name=f"Thôn {number}",
            position=number,
            head_name=f"Trưởng thôn {number} (mẫu)",
            head_phone=f"09120000{number:02d}",
            has_loudspeaker=has_loudspeaker,
        )
        for number in range(1, count + 1)
    ]
    db.session.add_all(rows)
    db.session.commit()
    return rows


def announced(day: date = DAY) -> DutySession:
    """Prepare a Saturday and publish what villages are told, on Zalo and on their pages."""
    duty_session = factories.duty_session(day)
    for channel in (Channel.ZALO_VILLAGES, Channel.VILLAGE):
        published(duty_session, channel)
    return duty_session


def answered(
    duty_session: DutySession, *hamlets: Hamlet, kind: ReceiptKind = ReceiptKind.RECEIVED
) -> None:
    """Record what villages said by telephone just now."""
    report = Report("Trưởng thôn, bản", Way.TELEPHONE, clock.now())
    record(db.session, duty_session, hamlets, Said(kind, clock.now(), report=report), by=None)
    db.session.commit()


def link_of(hamlet: Hamlet, token: str = TOKEN) -> VillageLink:
    """Give a village an address of its own."""
    row = VillageLink(hamlet=hamlet, token_sha256=token_hash(token), made_at=clock.now())
    db.session.add(row)
    db.session.commit()
    return row


def villager(app: Flask, hamlet: Hamlet) -> Person:
    """Open the browser of somebody with an account of a village, signed in."""
    account = factories.account(username="thon1", roles={Role.HAMLET})
    account.hamlet = hamlet
    db.session.commit()
    return Person(app, account)
