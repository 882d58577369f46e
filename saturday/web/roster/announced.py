"""What does a Saturday's page say of the notice to the people, and does it still agree?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for

from saturday import clock
from saturday.extensions import db
from saturday.models.documents import Document
from saturday.models.progress import CITIZEN_NOTICE, SessionProgress, in_force
from saturday.papers import making
from saturday.rules.lifecycle import PaperState


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """The notice to the people in force, else the one being made (thông báo cho người dân)."""

    document: Document
    changes: tuple[str, ...] = ()  # what it says otherwise than the facts now
    begun: Document | None = None  # the notice under way that will take its place

    @classmethod
    def among(cls, papers: Sequence[Document]) -> "PublicNotice | None":
        """Find it among the papers of one Saturday that somebody may see, the newest first."""
        row = in_force(reversed(papers), CITIZEN_NOTICE)
        if row is None:
            return None
        issued = row.state is PaperState.ISSUED
        changes = making.changes(db.session, row, clock.today()) if issued else ()
        begun = (one for one in papers if one.amends_id == row.id and one.is_being_made)
        return cls(row, tuple(changes), next(begun, None))

    @property
    def replace_url(self) -> str:
        """Give the door to the notice that takes its place."""
        day = self.document.duty_session.day.isoformat() if self.document.duty_session else ""
        return url_for(
            "documents.document_new", paper=CITIZEN_NOTICE, key=day, replaces=self.document.id
        )


def judged(progress: SessionProgress, notice: PublicNotice | None) -> SessionProgress:
    """Put among the facts that the notice no longer agrees with them."""
    if notice is None or not notice.changes:
        return progress
    return replace(progress, facts=replace(progress.facts, public_notice_is_wrong=True))
