"""How is a paper recorded that was issued before the app was used?"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.documents import Document, Papers, Subject
from saturday.models.own_words import recipients_of
from saturday.models.plan import AnnualPlan, DutySession
from saturday.models.progress import ANNUAL_PLAN, CITIZEN_NOTICE
from saturday.papers import issuing, making
from saturday.papers.citizen_notice import title_of
from saturday.papers.facts import PublicFacts
from saturday.rules.numbering import DocumentKind, Issuer, symbol
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import listed_day
from saturday.web.access import me
from saturday.web.documents.forms import EarlierForm


def form() -> EarlierForm:
    """Offer the plans and Saturdays that such a paper may belong to; begin with the one meant."""
    plans = db.session.scalars(select(AnnualPlan).order_by(AnnualPlan.year.desc())).all()
    rows = db.session.scalars(DutySession.coming()).all()
    return EarlierForm.offering(
        [(row.id, f"Kế hoạch năm {row.year}") for row in plans],
        [(row.id, f"Buổi {listed_day(row.day)}") for row in rows],
        begun=_meant(plans, rows),
    )


def _meant(plans: Iterable[AnnualPlan], rows: Iterable[DutySession]) -> dict[str, object]:
    """Fill in what is known of the paper that a page led here for: a year's plan, a Saturday's."""
    year, day = request.args.get("nam", ""), request.args.get("buoi", "")
    plan = next((row for row in plans if str(row.year) == year), None)
    held = next((row for row in rows if row.day.isoformat() == day), None)
    if plan is not None:
        return _begun(ANNUAL_PLAN, Issuer.COMMITTEE, DocumentKind.PLAN) | {
            "title": plan.subject,
            "plan_id": plan.id,
        }
    if held is not None:
        issuer = making.issuer_of(Commune.of_database(db.session), Subject(duty_session=held))
        title = title_of(PublicFacts.of(db.session, held))
        return _begun(CITIZEN_NOTICE, issuer, DocumentKind.NOTICE) | {
            "title": title,
            "duty_session_id": held.id,
        }
    return {}


def _begun(paper: str, issuer: Issuer, kind: DocumentKind) -> dict[str, object]:
    commune = Commune.of_database(db.session)
    return {
        "issuer": issuer.value,
        "kind": kind.value,
        "signer_name": commune.text(f"{making.foot_of(paper, issuer)}.signer"),
        "recipients": recipients_of(db.session, commune, making.foot_of(paper, issuer)),
    }


@dataclass(slots=True)
class Kept:
    """The paper that was recorded."""

    made: Document | None = None

    @property
    def document(self) -> Document:
        """Give it once it is recorded."""
        if self.made is None:
            message = "nothing was recorded yet"
            raise ValueError(message)
        return self.made

    def record(self, typed: EarlierForm) -> None:
        """Keep what was typed; a plan of the year, or a Saturday's notice, shows it."""
        issuer, kind = Issuer(typed.issuer.data), DocumentKind(typed.kind.data)
        subject = _subject(typed, kind)
        papers = _papers(typed, subject, issuer, kind)
        self.made = issuing.record_earlier(db.session, papers, subject, typed.entry, by=me())


def _subject(typed: EarlierForm, kind: DocumentKind) -> Subject:
    plan = db.session.get(AnnualPlan, typed.plan_id.data) if typed.plan_id.data else None
    row = typed.duty_session_id.data
    duty_session = db.session.get(DutySession, row) if row else None
    no_plan = "Chỉ văn bản loại kế hoạch mới là kế hoạch năm. Hãy chọn lại."
    refuse_when(plan and kind is not DocumentKind.PLAN, no_plan, field="plan_id")
    no_notice = "Chỉ văn bản loại thông báo mới là thông báo của buổi. Hãy chọn lại."
    refuse_when(
        duty_session and kind is not DocumentKind.NOTICE, no_notice, field="duty_session_id"
    )
    return Subject(plan=plan, duty_session=duty_session)


def _papers(typed: EarlierForm, subject: Subject, issuer: Issuer, kind: DocumentKind) -> Papers:
    commune = Commune.of_database(db.session)
    paper = ANNUAL_PLAN if subject.plan else CITIZEN_NOTICE if subject.duty_session else ""
    foot = making.foot_of(paper, issuer)
    return Papers(
        paper=paper,
        kind=kind,
        issuer=issuer,
        symbol=symbol(kind, commune.symbol_of(issuer)),
        title=typed.title.data or "",
        signer_capacity=commune.text(f"{foot}.capacity"),
        signer_name=typed.signer_name.data or "",
        recipients=typed.recipients.data or recipients_of(db.session, commune, foot),
    )
