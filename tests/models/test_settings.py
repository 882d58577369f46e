"""Are settings and runs of numbers kept as chosen?"""

import pytest

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Commune
from saturday.models.documents import NumberSeries
from saturday.models.settings import (
    USUAL_KINDS,
    Arrangement,
    arrange,
    arrangement,
    change_settings,
)
from saturday.rules.numbering import DocumentKind, Issuer, SeriesMode

pytestmark = pytest.mark.usefixtures("app")


def test_only_what_differs_is_changed_and_logged() -> None:
    changed = change_settings(
        db.session,
        {"commune.name": "xã Anh Sơn", "centre.phone": "02383872105", "new.key": "yes"},
        by=None,
    )
    db.session.commit()

    assert changed == ["centre.phone", "new.key"]
    assert Commune.of_database(db.session).text("new.key") == "yes"
    facts = [one.facts for one in db.session.scalars(AuditEvent.in_order())]
    assert facts == [{"key": "centre.phone"}, {"key": "new.key"}]


def test_an_unset_key_is_not_made_for_nothing() -> None:
    assert change_settings(db.session, {"new.key": ""}, by=None) == []


def wanted(*, one_for_all: bool, mode: SeriesMode = SeriesMode.EXTERNAL) -> Arrangement:
    """Choose for the Centre in 2026."""
    return Arrangement(Issuer.CENTRE, 2026, one_for_all, mode)


def test_without_runs_it_is_as_the_settings_say() -> None:
    change_settings(db.session, {"centre.one_series": "yes", "centre.numbers": "OWN"}, by=None)

    found = arrangement(db.session, Issuer.CENTRE, 2026)

    assert (found.one_for_all, found.mode, found.used) == (True, SeriesMode.OWN, 0)
    assert not arrangement(db.session, Issuer.COMMITTEE, 2026).one_for_all


@pytest.mark.parametrize("one_for_all", [True, False])
@pytest.mark.parametrize("mode", list(SeriesMode))
def test_what_is_chosen_is_what_is_found(*, one_for_all: bool, mode: SeriesMode) -> None:
    arrange(db.session, wanted(one_for_all=not one_for_all), by=None)
    arrange(db.session, wanted(one_for_all=one_for_all, mode=mode), by=None)

    found = arrangement(db.session, Issuer.CENTRE, 2026)
    assert (found.one_for_all, found.mode) == (one_for_all, mode)
    kinds = {row.kind_key for row in db.session.scalars(NumberSeries.in_order())}
    assert kinds == ({""} if one_for_all else {kind.name for kind in USUAL_KINDS})


def test_choosing_the_same_again_begins_nothing_new() -> None:
    arrange(db.session, wanted(one_for_all=False), by=None)
    arrange(db.session, wanted(one_for_all=False), by=None)

    assert len(db.session.scalars(NumberSeries.in_order()).all()) == len(USUAL_KINDS)


def test_a_run_begun_alone_gets_its_fellows() -> None:
    db.session.add(
        NumberSeries.begin(Issuer.CENTRE, DocumentKind.OFFICIAL_LETTER, 2026, SeriesMode.EXTERNAL)
    )

    arrange(db.session, wanted(one_for_all=False, mode=SeriesMode.OWN), by=None)

    rows = db.session.scalars(NumberSeries.in_order()).all()
    assert {row.mode for row in rows} == {SeriesMode.OWN}
    assert len(rows) == len(USUAL_KINDS) + 1
