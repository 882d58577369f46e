"""Bulletins that the tests of the loudspeaker are told with."""

from pathlib import Path

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.announcements import Announcement, Made
from saturday.models.plan import DutySession
from saturday.papers import texts
from saturday.papers.facts import PublicFacts
from saturday.rules.announcements import Channel
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Person

LOA = "/thong-bao/2026-04-11/loa"


def bulletin(duty_session: DutySession, *, approved: bool = True, edition: int = 1) -> Announcement:
    """Write the bulletin of what is to be told now, and approve it."""
    facts = PublicFacts.of(db.session, duty_session)
    source = texts.source_of(db.session, Channel.LOUDSPEAKER, facts.news)
    made = Made(duty_session, Channel.LOUDSPEAKER, facts.news, source, facts.to_json())
    row = Announcement.write(made, texts.render(source, facts), edition=edition, by=None)
    db.session.add(row)
    if approved:
        row.approve("Lê Thị Duyệt (mẫu)", by=None)
    db.session.commit()
    return row


def operator(app: Flask) -> Person:
    """Open the browser of the loudspeaker operator, signed in."""
    account = factories.account(
        username="truyenthanh", name="Vi Văn Loa (mẫu)", roles={Role.BROADCASTER}
    )
    return Person(app, account)


def program(folder: Path, name: str, script: str) -> None:
    """Put a program of our own before those of the machine."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def only_programs_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine have no programs but these and a shell's."""
    monkeypatch.setenv("PATH", str(folder))
