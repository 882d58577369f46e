"""What is to be made, and may this person make it?"""

from dataclasses import dataclass, replace
from typing import Any

from flask import abort, request, url_for

from saturday.extensions import db
from saturday.models.documents import Document, Papers, Subject
from saturday.models.progress import CITIZEN_NOTICE
from saturday.papers import making
from saturday.papers.making import Amendment, Standing
from saturday.rules.coverage import fails_sentence, gap_hours
from saturday.rules.lifecycle import PaperMark, PaperState
from saturday.rules.numbering import Issuer
from saturday.rules.permissions import Permission
from saturday.web.access import may, me
from saturday.web.documents.forms import PaperForm, chosen_papers
from saturday.web.fields import LONGEST_NUMBER

AS_OTHER_PAPER = {"correct": "correction", "withdraw": "withdrawal"}
ISSUER = "issuer"
KEPT = ("replaces", "as", "department")  # what an address says beside it
FORMS = {  # the page on which each door shows its form
    "documents.document_new": "documents.document_new",
    "documents.draft": "documents.document_new",
    "documents.document_form": "documents.document_form",
    "documents.reword": "documents.document_form",
}
MARKS = {"correction": PaperMark.CORRECTED, "withdrawal": PaperMark.WITHDRAWN}


@dataclass(slots=True)
class Wish:
    """A paper that somebody wants to make: from what, as which amendment of what."""

    papers: Papers
    subject: Subject
    amendment: Amendment | None
    gaps: tuple[str, ...]
    begun: Document | None = None

    @classmethod
    def of(cls, paper: str, key: str) -> "Wish":
        """Read an address; what is not there, or not this person's, is no page."""
        replaced = request.args.get("replaces", "")
        paper = AS_OTHER_PAPER.get(request.args.get("as", ""), paper)
        if paper in MARKS:
            amended = _amended(_number(replaced or key))
            subject = making.subject_from(amended)
            amendment: Amendment | None = Amendment(amended, MARKS[paper])
        else:
            subject = _subject(paper, key)
            amendment = _replacement(_number(replaced), paper, subject) if replaced else None
        if not _may_make(subject, amendment):
            abort(403)
        return cls(
            papers=making.proposed(db.session, paper, subject, amendment, asked_issuer()),
            subject=subject,
            amendment=amendment,
            gaps=gap_sentences(paper, subject),
        )

    @property
    def name(self) -> str:
        """Name the paper to be, within a sentence."""
        row = Document.draft(self.papers, self.subject, by=None)
        row.amends = self.amendment.old if self.amendment else None
        name = making.name_of(row)
        return name[:1].lower() + name[1:]

    @property
    def standing(self) -> Standing | None:
        """Find the paper to go on with instead."""
        return making.standing_in_the_way(
            db.session, self.papers.paper, self.subject, self.amendment
        )

    @property
    def statement(self) -> str | None:
        """Name what the maker of a công văn must say in it; other papers say what the rows say."""
        return making.STATEMENTS.get(self.papers.paper)

    @property
    def issuing(self) -> "Issuing | None":
        """Say who else may issue it."""
        return Issuing.of(self.papers)

    @property
    def missing_plan(self) -> int | None:
        """Give the year whose plan has no number yet, so that this paper can't name it."""
        return making.missing_plan(db.session, self.papers.paper, self.subject)

    @property
    def act(self) -> str:
        """Name what it does to an issued paper."""
        return self.amendment.mark.words.removeprefix("đã ") if self.amendment else ""

    def begin(self, form: PaperForm) -> None:
        """Begin the paper with what was chosen."""
        papers = chosen_papers(self.papers, form)
        self.begun = making.begin(db.session, papers, self.subject, self.amendment, by=me())

    @property
    def made(self) -> Document:
        """Give the paper once it is begun."""
        if self.begun is None:
            message = "nothing was begun yet"
            raise ValueError(message)
        return self.begun


@dataclass(frozen=True, slots=True)
class Issuing:
    """Who issues a notice to the people, and the door to the same one by the other body."""

    issuer: Issuer
    other: Issuer
    url: str

    @classmethod
    def of(cls, papers: Papers, chosen: Papers | None = None) -> "Issuing | None":
        """Offer the other body; of other papers the issuer is settled."""
        issuer = (chosen or papers).issuer
        if papers.paper != CITIZEN_NOTICE or issuer is None:
            return None
        other = Issuer.CENTRE if issuer is Issuer.COMMITTEE else Issuer.COMMITTEE
        asked: dict[str, Any] = {name: request.args[name] for name in KEPT if name in request.args}
        door = FORMS[str(request.endpoint)]
        return cls(
            issuer,
            other,
            url_for(door, **asked, **(request.view_args or {}), issuer=other.value),
        )


def asked_issuer() -> Issuer | None:
    """Read from the address who is to issue the paper; nothing while the settings say it."""
    wanted = request.args.get(ISSUER, "")
    return Issuer(wanted) if wanted in set(Issuer) else None


def reissued(document: Document) -> Papers | None:
    """Begin a draft's words anew for another body, when the address asks for it."""
    issuer = asked_issuer()
    if issuer in {None, document.issuer} or document.paper != CITIZEN_NOTICE:
        return None
    subject = making.subject_from(document)
    begun = making.proposed(db.session, document.paper, subject, issuer=issuer)
    return replace(begun, title=document.title)


def _number(key: str) -> int:
    return int(key) if key.isdecimal() and len(key) <= LONGEST_NUMBER else 0


def _amended(document_id: int) -> Document:
    """Give the issued paper that is to be corrected, replaced or withdrawn."""
    row: Document = db.one_or_404(Document.one_visible_to(me(), document_id))
    if row.state is not PaperState.ISSUED:
        abort(404)
    return row


def _replacement(document_id: int, paper: str, subject: Subject) -> Amendment:
    old = _amended(document_id)
    if old.paper != paper or making.subject_from(old) != subject:
        abort(404)
    return Amendment(old, PaperMark.REPLACED)


def _subject(paper: str, key: str) -> Subject:
    """Find what the paper is made from; a department finds only its own lists."""
    department = request.args.get("department")
    own = me().department
    if paper == "nomination" and not may(Permission.DRAFT_PAPERS):
        department = own.code if own and own.code == department else None
    try:
        found = making.subject_of(db.session, paper, key, department)
    except ValueError:
        found = None
    return found or abort(404)


def _may_make(subject: Subject, amendment: Amendment | None) -> bool:
    if amendment is not None:
        return may(Permission.CORRECT_PAPERS)
    return subject.nomination is not None or may(Permission.DRAFT_PAPERS)


def gap_sentences(paper: str, subject: Subject) -> tuple[str, ...]:
    """Say what is still missing when a notice is made, and what fails without it."""
    return tuple(
        " ".join(filter(None, (f"{gap_hours(one)}.", fails_sentence(one))))
        for one in making.gaps(db.session, paper, subject)
    )
