"""A Saturday whose announcements are being written, as the tests of these pages find it."""

from datetime import date

from saturday.extensions import db
from saturday.models.announcements import Announcement, Made
from saturday.models.commune import Setting
from saturday.models.plan import DutySession
from saturday.papers.facts import PublicFacts
from saturday.papers.texts import render, source_of
from saturday.rules.announcements import Channel

APRIL_11 = date(2026, 4, 11)
DESK = "/thong-bao/2026-04-11/soan"


def written(
    duty_session: DutySession,
    *channels: Channel,
    text: str = "",
    approved: bool = False,
    published: bool = False,
) -> list[Announcement]:
    """Write announcements of the facts as they are; all channels unless some are named."""
    facts = PublicFacts.of(db.session, duty_session)
    rows = []
    for channel in channels or Channel:
        source = source_of(db.session, channel, facts.news)
        made = Made(duty_session, channel, facts.news, source, facts.to_json())
        row = Announcement.write(made, text or render(source, facts), by=None)
        db.session.add(row)
        if approved or published:
            row.approve("Phó Chủ tịch UBND xã", by=None)
        if published:
            row.publish(by=None)
        rows.append(row)
    db.session.commit()
    return rows


def put(key: str, value: str) -> None:
    """Set words of the commune."""
    row = db.session.query(Setting).filter_by(key=key).one_or_none()
    if row is None:
        row = Setting(key=key, value=value)
        db.session.add(row)
    row.value = value
    db.session.commit()


def newest(duty_session: DutySession, channel: Channel) -> Announcement:
    """Give the newest edition of a channel as it is stored."""
    rows = db.session.scalars(Announcement.of_session(duty_session))
    return [row for row in rows if row.channel is channel][-1]
