"""Which number does a paper get, and what is kept when it is issued?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from saturday import clock
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.base import AnySession
from saturday.models.commune import Commune
from saturday.models.documents import (
    Document,
    Earlier,
    Issue,
    NumberSeries,
    Papers,
    Subject,
    taken_of,
)
from saturday.papers.making import file_name, frozen_words, name_of
from saturday.papers.render import render
from saturday.rules.lifecycle import PaperState, refuse_step
from saturday.rules.numbering import (
    DocumentKind,
    Issuer,
    PaperNumber,
    SeriesMode,
    format_number,
    next_number,
    parse_number,
)
from saturday.rules.refusals import NotAllowedNow, refuse_when


@dataclass(frozen=True, slots=True)
class Entry:
    """What the clerk types when a paper is issued: number, date, perhaps the signed file."""

    number: str
    dated: date
    scan: bytes = b""
    clock_is_right: bool = False  # somebody looked: it is the last records that are wrong

    @property
    def paper_number(self) -> PaperNumber:
        return PaperNumber(*parse_number(self.number), self.dated)


@dataclass(frozen=True, slots=True)
class Offer:
    """Where a paper gets its number from, and which one is offered."""

    mode: SeriesMode
    number: str = ""


def offered(session: AnySession, issuer: Issuer, kind: DocumentKind, day: date) -> Offer:
    """Offer the next number where the app gives it; elsewhere it is typed."""
    series = session.scalar(NumberSeries.for_(issuer, kind, day.year))
    mode = series.mode if series else _mode(Commune.of_database(session), issuer)
    if mode is SeriesMode.EXTERNAL:
        return Offer(mode)
    taken = taken_of(session.scalars(Document.issued_in(series))) if series else []
    return Offer(mode, format_number(next_number(one.number for one in taken)))


def issue(session: AnySession, document: Document, entry: Entry, *, by: Account | None) -> None:
    """Give number and date; the frozen words are set anew in the template they were checked in."""
    if document.issuer is None or document.kind is None:
        reason = "Danh sách không lấy số: đã ký là xong."
        raise NotAllowedNow(reason)
    refuse_step(document.state, PaperState.ISSUED)
    number, commune = entry.paper_number, Commune.of_database(session)
    series = series_for(session, commune, (document.issuer, document.kind), entry.dated.year)
    words = frozen_words(document).numbered(number.written, number.dated)
    template = document.template.content if document.template else None
    step = Issue(
        series=series,
        taken=taken_of(session.scalars(Document.issued_in(series))),
        newest=_newest(session, entry),
        name=file_name(document, number.written),
        content=render(words, template, title=name_of(document)),
        two_people=commune.text("documents.two_people") == "yes",
    )
    document.issue(number, step, by=by)
    if entry.clock_is_right:
        document.note("vouch_for_clock", by=by)
    if entry.scan:
        attach_scan(document, entry.scan, by=by)
    _settle(session, number)


def record_earlier(
    session: AnySession, papers: Papers, subject: Subject, entry: Entry, *, by: Account | None
) -> Document:
    """Record a paper issued before the app was used."""
    if papers.issuer is None or papers.kind is None:
        message = "an issued paper has an issuer and a kind"
        raise ValueError(message)
    number, commune = entry.paper_number, Commune.of_database(session)
    if papers.paper:
        _refuse_a_second(session, papers.paper, subject)
    series = series_for(session, commune, (papers.issuer, papers.kind), entry.dated.year)
    taken = taken_of(session.scalars(Document.issued_in(series)))
    earlier = Earlier(series=series, taken=taken, newest=_newest(session, entry), number=number)
    document = Document.record_earlier(papers, subject, earlier, by=by)
    session.add(document)
    if entry.clock_is_right:
        document.note("vouch_for_clock", by=by)
    if entry.scan:
        attach_scan(document, entry.scan, by=by)
    _settle(session, number)
    return document


def _refuse_a_second(session: AnySession, paper: str, subject: Subject) -> None:
    """Refuse a plan, or a notice of a Saturday, beside the one in force."""
    rows = session.scalars(Document.like(paper, subject))
    standing = next((row.full_number for row in rows if row.is_in_force), None)
    refuse_when(standing, f"Đã có văn bản số {standing}. Cần đổi thì lập văn bản thay thế.")


def series_for(
    session: AnySession, commune: Commune, key: tuple[Issuer, DocumentKind], year: int
) -> NumberSeries:
    """Find the run of numbers of an issuer's kind in a year, or begin it as the settings say."""
    issuer, kind = key
    row = session.scalar(NumberSeries.for_(issuer, kind, year))
    if row is None:
        one_run = commune.text(f"{issuer.name.lower()}.one_series") == "yes"
        row = NumberSeries.begin(issuer, None if one_run else kind, year, _mode(commune, issuer))
        session.add(row)
        _settle(session)
    return row


def _mode(commune: Commune, issuer: Issuer) -> SeriesMode:
    wanted = commune.text(f"{issuer.name.lower()}.numbers")
    return SeriesMode.OWN if wanted == SeriesMode.OWN else SeriesMode.EXTERNAL


def clock_is_behind(session: AnySession) -> bool:
    """Whether the last records are of a later time than the clock shows."""
    newest = session.scalar(AuditEvent.latest_moment())
    return newest is not None and clock.now() < newest


def _newest(session: AnySession, entry: Entry) -> datetime | None:
    """Give the moment the clock is compared with; none once somebody vouches for the clock."""
    return None if entry.clock_is_right else session.scalar(AuditEvent.latest_moment())


def attach_scan(document: Document, scan: bytes, *, by: Account | None) -> None:
    """Keep the signed file under a name of our own, never the one it came with."""
    document.attach_scan(f"{file_name(document, ending='')} (bản ký)", scan, by=by)


def _settle(session: AnySession, number: PaperNumber | None = None) -> None:
    """Write now: when somebody took the same number in the same moment, say so."""
    try:
        session.flush()
    except IntegrityError as fault:
        which = f"Số {number.written} vừa được dùng" if number else "Số vừa được lấy"
        reason = f"{which} cho văn bản khác. Hãy xem lại số rồi phát hành lại."
        raise NotAllowedNow(reason, field="number") from fault
