"""Is it kept which copies were made, and who looked at them?"""

from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.safekeeping import OFF_THIS_MACHINE, BackupCopy, CopyPlace, Made
from tests import factories


def test_the_newest_copy_of_some_places_is_found(app: object) -> None:
    del app
    for day, place in (("01", "ELSEWHERE"), ("03", "DOWNLOAD"), ("05", "HERE")):
        made = Made(f"saturday-{day}.sqlite", factories.at(f"2026-03-{day} 17:30"), 5_000_000_000)
        db.session.add(BackupCopy.record(made, CopyPlace[place], by=None))
    db.session.commit()

    away = db.session.scalars(BackupCopy.latest(OFF_THIS_MACHINE)).one()

    assert (away.name, away.size) == ("saturday-03.sqlite", 5_000_000_000)
    verbs = db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)).all()
    assert verbs[-3:] == ["back_up"] * 3


def test_a_bad_copy_has_no_mark(app: object) -> None:
    del app
    made = Made("saturday-01.sqlite", factories.at("2026-03-01 17:30"), 7)
    row = BackupCopy.record(made, CopyPlace.HERE, by=None)
    db.session.add(row)

    row.check(good=False, by=None)
    db.session.commit()

    assert row.checked_at is None
    assert db.session.scalars(AuditEvent.newest()).one().facts["good"] is False
