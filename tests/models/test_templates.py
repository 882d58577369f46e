"""Does a template come into force, go and stay kept as it should?"""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.templates import PaperTemplate, fingerprint
from saturday.rules.refusals import NotAllowedNow
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def uploaded(content: bytes = b"docx", paper: str = "nomination") -> PaperTemplate:
    row = PaperTemplate.upload(paper, content, "Sửa căn cứ", by=None)
    db.session.add(row)
    db.session.flush()
    return row


def test_what_is_sent_is_kept_and_not_yet_in_force() -> None:
    row = uploaded()

    assert (row.is_own, row.is_in_force, row.was_in_force) == (True, False, False)
    assert row.sha256 == fingerprint(b"docx")
    assert db.session.scalar(PaperTemplate.in_force("nomination")) is None


def test_one_in_force_says_since_when_and_by_whom() -> None:
    clerk, row = factories.account(), uploaded()
    row.put_in_force(by=clerk)
    db.session.flush()

    assert db.session.scalar(PaperTemplate.in_force("nomination")) is row
    assert db.session.scalar(PaperTemplate.in_force("correction")) is None
    assert db.session.scalars(PaperTemplate.all_in_force()).all() == [row]
    assert row.put_in_force_by is clerk
    assert row.in_force_from is not None


def test_one_set_aside_is_kept_and_may_come_back() -> None:
    row = uploaded()
    row.put_in_force(by=None)
    row.set_aside(by=None)
    db.session.flush()

    assert (row.is_in_force, row.was_in_force) == (False, True)
    assert row.set_aside_at is not None
    row.put_in_force(by=None)
    is_set_aside = row.set_aside_at is not None
    assert (row.is_in_force, is_set_aside) == (True, False)


def test_two_can_never_be_in_force_for_one_paper() -> None:
    for content in (b"one", b"two"):
        PaperTemplate.put_in_force(uploaded(content), by=None)

        if content == b"two":
            with pytest.raises(IntegrityError):
                db.session.flush()


def test_one_content_is_one_row_for_a_paper_and_another_for_another() -> None:
    uploaded()
    uploaded(paper="correction")

    with pytest.raises(IntegrityError):
        uploaded()


def test_only_what_was_never_used_is_thrown_away() -> None:
    never, used = uploaded(b"one"), uploaded(b"two")
    used.put_in_force(by=None)
    used.set_aside(by=None)

    never.discard(by=None)
    with pytest.raises(NotAllowedNow, match="đã được dùng nên phải giữ lại"):
        used.discard(by=None)


def test_a_built_in_one_is_neither_put_in_force_nor_thrown_away() -> None:
    row = PaperTemplate.kept("nomination", b"docx")

    with pytest.raises(NotAllowedNow, match="Mẫu có sẵn luôn dùng được"):
        row.put_in_force(by=None)
    with pytest.raises(NotAllowedNow, match="phải giữ lại"):
        row.discard(by=None)


def test_own_ones_are_listed_newest_first_without_the_built_in() -> None:
    first, second = uploaded(b"one"), uploaded(b"two")
    db.session.add(PaperTemplate.kept("nomination", b"three"))
    db.session.flush()

    assert db.session.scalars(PaperTemplate.own_of("nomination")).all() == [second, first]


def test_every_act_is_noted_with_its_fingerprint() -> None:
    row = uploaded()
    row.put_in_force(by=None)
    row.set_aside(by=None)
    db.session.commit()

    acts = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject == "paper_template").order_by(AuditEvent.id)
    ).all()
    assert [act.verb for act in acts] == ["upload", "put_in_force", "set_aside"]
    assert {act.facts["sha256"] for act in acts} == {row.sha256}
