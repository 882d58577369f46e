"""Tests: which number a paper gets, and from which run."""

from dataclasses import replace
from datetime import date

import pytest

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Commune
from saturday.models.documents import Document, NumberSeries, Subject
from saturday.models.progress import ANNUAL_PLAN
from saturday.papers import issuing, making
from saturday.papers.issuing import Entry, Offer
from saturday.rules.lifecycle import PaperState
from saturday.rules.numbering import DocumentKind, Issuer, SeriesMode
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at
from tests.web.documents import stories

pytestmark = pytest.mark.usefixtures("app")

NOTICE = (Issuer.CENTRE, DocumentKind.NOTICE)
TODAY = date(2026, 4, 1)


def offer(day: date = TODAY) -> Offer:
    return issuing.offered(db.session, *NOTICE, day)


def test_numbers_of_the_provinces_system_are_not_offered() -> None:
    stories.paper("issued")

    assert offer() == Offer(SeriesMode.EXTERNAL)


def test_own_numbers_begin_with_one_and_go_on_from_the_highest() -> None:
    stories.setting("centre.numbers", "OWN")
    first = offer()
    stories.paper("issued", number="9")
    stories.paper("issued", number="7", day=date(2026, 5, 9))

    assert (first.number, offer().number) == ("01", "10")
    assert offer(date(2027, 1, 1)).number == "01"


def test_a_setting_nobody_knows_means_typing_the_number() -> None:
    stories.setting("centre.numbers", "whatever")

    assert offer().mode is SeriesMode.EXTERNAL


@pytest.mark.parametrize(("one_run", "key"), [("no", "NOTICE"), ("yes", ""), ("", "NOTICE")])
def test_a_run_is_begun_as_the_settings_say(one_run: str, key: str) -> None:
    stories.setting("centre.one_series", one_run)
    commune = Commune.of_database(db.session)

    row = issuing.series_for(db.session, commune, NOTICE, 2026)

    assert (row.kind_key, row.year, row.issuer) == (key, 2026, Issuer.CENTRE)
    assert issuing.series_for(db.session, commune, NOTICE, 2026) is row


def test_a_run_once_begun_goes_on_when_the_setting_changes() -> None:
    stories.paper("issued", number="1")
    stories.setting("centre.numbers", "OWN")
    stories.setting("centre.one_series", "yes")

    assert offer().mode is SeriesMode.EXTERNAL


def test_an_unsigned_paper_is_refused_before_anything_is_set() -> None:
    row = stories.paper("checked")

    with pytest.raises(NotAllowedNow, match="Hãy ghi đã ký trước khi phát hành"):
        issuing.issue(db.session, row, Entry("28", TODAY), by=None)

    assert db.session.scalar(NumberSeries.for_(*NOTICE, 2026)) is None


def test_a_paper_recorded_earlier_needs_issuer_and_kind() -> None:
    about = stories.subject(ANNUAL_PLAN)
    papers = making.proposed(db.session, ANNUAL_PLAN, about)

    with pytest.raises(ValueError, match="an issuer and a kind"):
        issuing.record_earlier(
            db.session, replace(papers, issuer=None), about, Entry("50", TODAY), by=None
        )


def test_papers_that_belong_to_nothing_here_do_not_stand_in_each_others_way() -> None:
    about = stories.subject(ANNUAL_PLAN)
    papers = replace(making.proposed(db.session, ANNUAL_PLAN, about), paper="")

    for number in ("50", "51"):
        issuing.record_earlier(db.session, papers, Subject(), Entry(number, TODAY), by=None)

    run = db.session.scalars(NumberSeries.for_(Issuer.COMMITTEE, DocumentKind.PLAN, 2026)).one()
    rows = db.session.scalars(Document.issued_in(run)).all()
    assert [row.number for row in rows] == [50, 51]


def test_a_clock_that_went_back_is_noticed_through_later_acts() -> None:
    row = stories.paper("signed")
    assert not issuing.clock_is_behind(db.session)
    stand_at("2019-01-01 08:00")
    factories.account(username="som")

    assert issuing.clock_is_behind(db.session)
    with pytest.raises(NotAllowedNow, match="Đồng hồ của máy đang chậm"):
        issuing.issue(db.session, row, Entry("28", date(2019, 1, 1)), by=None)
    assert row.state is PaperState.SIGNED


def test_vouching_for_the_clock_is_remembered() -> None:
    row = stories.paper("signed")
    stand_at("2027-01-01 08:00")
    factories.account(username="tuonglai")
    stand_at("2026-04-01 10:00")

    issuing.issue(db.session, row, Entry("28", TODAY, clock_is_right=True), by=None)
    db.session.commit()

    assert db.session.scalars(AuditEvent.newest()).one().verb == "vouch_for_clock"


def test_an_earlier_paper_may_be_vouched_for_too() -> None:
    about = stories.subject(ANNUAL_PLAN)
    papers = making.proposed(db.session, ANNUAL_PLAN, about)
    stand_at("2027-01-01 08:00")
    factories.account(username="tuonglai")
    stand_at("2026-04-01 10:00")
    entry = Entry("50", date(2026, 2, 11))

    with pytest.raises(NotAllowedNow, match="Đồng hồ của máy đang chậm"):
        issuing.record_earlier(db.session, papers, about, entry, by=None)
    db.session.rollback()
    vouched = replace(entry, clock_is_right=True)
    issuing.record_earlier(db.session, papers, about, vouched, by=None)
    db.session.commit()

    assert db.session.scalars(AuditEvent.newest()).one().verb == "vouch_for_clock"
