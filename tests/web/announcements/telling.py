"""A Saturday as it is told of, made plainly: published through the model's own steps."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from saturday.extensions import db
from saturday.models.announcements import Announcement, Made
from saturday.models.calendar import known_calendar
from saturday.models.commune import Setting
from saturday.models.plan import AnnualPlan, Choice, DutySession
from saturday.papers import texts
from saturday.papers.facts import PublicFacts
from saturday.rules.announcements import Channel, News
from tests import factories

DAY, NEW_DAY = date(2026, 4, 11), date(2026, 4, 18)
PAGE, NEW_PAGE = f"/thong-bao/{DAY}", f"/thong-bao/{NEW_DAY}"


def setting(key: str, value: str) -> None:
    """Set one of the commune's settings."""
    row = db.session.scalar(select(Setting).where(Setting.key == key))
    if row is None:
        row = Setting(key=key, value=value)
        db.session.add(row)
    row.value = value
    db.session.commit()


def written(
    duty_session: DutySession,
    channel: Channel = Channel.WEBSITE,
    **other_facts: Any,  # noqa: ANN401 - whatever fact is told otherwise
) -> Announcement:
    """Write what a channel tells of a Saturday, from its facts as they are now."""
    facts = replace(PublicFacts.of(db.session, duty_session), **other_facts)
    news = facts.news if channel is Channel.WEBSITE else News.HELD
    source = texts.built_in(channel, news)
    made = Made(duty_session, channel, news, source, facts.to_json())
    earlier = db.session.scalars(Announcement.of_session(duty_session)).all()
    edition = 1 + sum(one.channel is channel and one.news is news for one in earlier)
    row = Announcement.write(made, texts.render(source, facts), edition=edition, by=None)
    db.session.add(row)
    db.session.commit()
    return row


def published(
    duty_session: DutySession,
    channel: Channel = Channel.WEBSITE,
    **other_facts: Any,  # noqa: ANN401 - as above
) -> Announcement:
    """Write, approve and publish it."""
    row = written(duty_session, channel, **other_facts)
    row.approve("Phó Chủ tịch (mẫu)", by=None)
    row.publish(by=None)
    db.session.commit()
    return row


def told(day: date = DAY, **other_facts: Any) -> Announcement:  # noqa: ANN401 - as above
    """Prepare a Saturday and publish it on the website."""
    return published(factories.duty_session(day), **other_facts)


def moved(duty_session: DutySession, day: date = NEW_DAY, reason: str = "mưa lũ") -> DutySession:
    """Move a Saturday."""
    plan: AnnualPlan = duty_session.plan
    new = plan.move(duty_session, Choice(day), reason, known_calendar(db.session), by=None)
    db.session.commit()
    return new
