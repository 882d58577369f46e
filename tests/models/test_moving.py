"""Does what was agreed come along when a Saturday is moved?"""

from datetime import date

import pytest

from saturday.extensions import db
from saturday.models.base import Report, Way
from saturday.models.documents import Document, Papers, Subject
from saturday.models.moving import copy_lists
from saturday.models.nominations import Nomination
from saturday.models.plan import DutySession
from saturday.rules.lifecycle import NominationState
from tests import factories
from tests.models.stories import LAND, board, line, sent, verbs, written

pytestmark = pytest.mark.usefixtures("app")


def moved(old: DutySession) -> DutySession:
    """Copy the lists to a Saturday a week later."""
    new = factories.duty_session(date(2026, 4, 18), prepared=False)
    new.prepared_at = old.prepared_at
    new.starts_at, new.ends_at = old.starts_at, old.ends_at
    copy_lists(old, new, by=None)
    db.session.flush()
    return new


def test_approved_lists_move_along_as_sent_ones() -> None:
    old = factories.duty_session()
    officer = factories.officer()
    nomination = written(old, line(officer, note="nhận hộ"))
    nomination.send(Report("Trưởng phòng", Way.ZALO, factories.at("2026-04-01 08:00")), by=None)
    nomination.approve(by=None)
    sent(old, line(factories.officer("Công chức 3 (mẫu)", code="van-phong")), code="van-phong")

    new = moved(old)

    copies = list(db.session.scalars(Nomination.of_session(new)))
    assert [(one.department.code, one.state) for one in copies] == [
        ("kinh-te", NominationState.SENT)
    ]
    assert [(one.officer, one.note_text) for one in copies[0].lines] == [(officer, "nhận hộ")]
    assert (copies[0].way, copies[0].sent_at) == (Way.ZALO, nomination.sent_at)
    assert board(new) == []
    assert board(old) == [(LAND, officer.name)]
    assert {one.duty.code: one.count for one in new.requirements} == {
        one.duty.code: one.count for one in old.requirements
    }
    assert verbs()[-3:] == ["require", "begin", "copy"]


def test_a_revived_saturday_confirms_its_own_lists_again() -> None:
    first = factories.duty_session()
    early, late = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    sent(first, line(early)).approve(by=None)
    second = moved(first)
    nomination = second.nominations[0]
    nomination.write([line(late)], remark="", cannot_reason="", by=None)
    nomination.approve(by=None)

    copy_lists(second, first, by=None)

    assert board(first) == []
    assert [one.officer for one in first.nominations[0].lines] == [late]
    assert first.nominations[0].state is NominationState.SENT
    first.nominations[0].approve(by=None)
    assert board(first) == [(LAND, late.name)]


def test_papers_and_log_stay_with_the_old_saturday() -> None:
    old = factories.duty_session()
    papers = Papers("assignment_notice", None, None, "", "Thông báo", "GIÁM ĐỐC", "", "")
    db.session.add(Document.draft(papers, Subject(duty_session=old), by=None))
    before = len(verbs())

    new = moved(old)

    assert len(list(db.session.scalars(Document.of_session(old)))) == 1
    assert list(db.session.scalars(Document.of_session(new))) == []
    assert len(verbs()) > before
