"""Is a Saturday reported by a paper of its own, and does that still agree?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from flask import url_for
from sqlalchemy.orm import undefer

from saturday import clock
from saturday.extensions import db
from saturday.models.documents import Document, Subject
from saturday.models.plan import DutySession
from saturday.models.progress import in_force
from saturday.papers.making import SESSION_REPORT, changes, reports_each_saturday
from saturday.rules.permissions import Permission
from saturday.web.access import may


@dataclass(frozen=True, slots=True)
class DayReport:
    """The report of one Saturday as its page shows it (báo cáo của buổi)."""

    duty_session: DutySession
    paper: Document | None
    changes: Sequence[str]  # what the figures say otherwise than an issued one

    @classmethod
    def of(cls, duty_session: DutySession) -> Self | None:
        """Find the report; none where the commune does without, or the person sees no draft."""
        if not (reports_each_saturday(db.session) and may(Permission.SEE_UNISSUED_PAPERS)):
            return None
        question = Document.like(SESSION_REPORT, Subject(duty_session=duty_session))
        rows = db.session.scalars(question.options(undefer(Document.words))).all()
        paper = in_force(reversed(rows), SESSION_REPORT)
        issued = paper is not None and paper.is_in_force
        told = changes(db.session, paper, clock.today()) if paper and issued else []
        return cls(duty_session, paper, told)

    @property
    def making(self) -> str:
        """Where one is begun; nowhere before the day is closed, and for who makes none."""
        waits = self.paper is not None or self.duty_session.closing is None
        return "" if waits or not may(Permission.DRAFT_PAPERS) else self._new()

    @property
    def replacing(self) -> str:
        """Where one that no longer agrees is replaced."""
        differs = bool(self.changes) and self.duty_session.closing is not None
        able = differs and self.paper is not None and may(Permission.CORRECT_PAPERS)
        return self._new(replaces=self.paper.id) if able and self.paper else ""

    def _new(self, **asked: int) -> str:
        key = self.duty_session.day.isoformat()
        return url_for("documents.document_new", paper=SESSION_REPORT, key=key, **asked)  # type: ignore[arg-type] # numbers are written out
