"""What does the register of outgoing papers show?"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, url_for

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.papers.outgoing_register import OutgoingRegister
from saturday.rules.numbering import Issuer

ISSUERS = {"ubnd": Issuer.COMMITTEE, "trung-tam": Issuer.CENTRE}
PLACES = {issuer: place for place, issuer in ISSUERS.items()}


@dataclass(frozen=True, slots=True)
class Register:
    """One issuer's register of one year: the words of its lines beside their rows."""

    issuer: Issuer
    year: int
    documents: Sequence[Document]
    paper: OutgoingRegister

    @classmethod
    def of(cls, issuer: Issuer, year: int) -> "Register":
        """Read the issued papers of the year."""
        rows = db.session.scalars(OutgoingRegister.wanted(issuer, year)).all()
        commune, today = Commune.of_database(db.session), clock.today()
        return cls(issuer, year, rows, OutgoingRegister.of(rows, issuer, year, today, commune))

    @staticmethod
    def address_of(document: Document) -> str:
        """Give the register that a paper stands in."""
        if document.issuer is None or document.dated_on is None:
            abort(404)
        place, year = PLACES[document.issuer], document.dated_on.year
        return url_for("documents.register", place=place, year=year)

    @property
    def place(self) -> str:
        return PLACES[self.issuer]

    @property
    def name(self) -> str:
        return f"Sổ đăng ký văn bản đi {self.year}"

    @property
    def others(self) -> list[tuple[str, str]]:
        """Give the years beside, and the other issuer's register of this year."""
        beside = [
            (url_for("documents.register", place=self.place, year=year), f"Năm {year}")
            for year in (self.year - 1, self.year + 1)
            if year <= clock.today().year
        ]
        other = next(one for one in Issuer if one is not self.issuer)
        place = PLACES[other]
        return [
            *beside,
            (url_for("documents.register", place=place, year=self.year), f"Sổ của {other.words}"),
        ]
