"""How is a paper made from its rows, checked and signed? Every door takes these steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from saturday.models.accounts import Account
from saturday.models.base import AnySession
from saturday.models.commune import Commune, Department
from saturday.models.daily import DayFigures
from saturday.models.documents import (
    Check,
    Document,
    Frozen,
    Papers,
    Subject,
    words_sha256,
)
from saturday.models.own_words import recipients_of
from saturday.models.plan import AnnualPlan as Plan
from saturday.models.plan import DutySession
from saturday.models.progress import ANNUAL_PLAN, ASSIGNMENT_NOTICE, CITIZEN_NOTICE, in_force
from saturday.models.reports import Review, promise_of
from saturday.models.roster import DutyRequirement, gaps_of
from saturday.models.running import Answers
from saturday.papers import monthly_report, session_report, year_report
from saturday.papers.annual_plan import AnnualPlan
from saturday.papers.assignment_notice import AssignmentNotice
from saturday.papers.citizen_notice import CitizenNotice, changed_facts, title_of
from saturday.papers.correction import Correction
from saturday.papers.facts import PublicFacts
from saturday.papers.letter import Letter, kind_of
from saturday.papers.letterhead import HeadedPaper
from saturday.papers.monthly_report import MonthlyReport
from saturday.papers.nomination import Nomination
from saturday.papers.picture import NO_FONT, fonts
from saturday.papers.render import render
from saturday.papers.reported import Report, changed_report
from saturday.papers.session_report import SessionReport
from saturday.papers.templates import render_in_force, template_of, version_in_force
from saturday.papers.withdrawal import Withdrawal
from saturday.papers.year_report import YearReport
from saturday.rules.coverage import Gap
from saturday.rules.lifecycle import PaperMark, PaperState
from saturday.rules.numbering import DocumentKind, Issuer, symbol
from saturday.rules.periods import YEARS, Period, PeriodKind
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import listed_day, long_day, numeric_day

NOMINATION, CORRECTION, WITHDRAWAL = "nomination", "correction", "withdrawal"
MONTHLY_REPORT, YEAR_REPORT = "monthly_report", "year_report"
SESSION_REPORT = "session_report"
OF_A_PERIOD = frozenset({MONTHLY_REPORT, YEAR_REPORT})
# What the maker of a letter must say in it.
STATEMENTS = MappingProxyType({CORRECTION: "Nội dung đính chính", WITHDRAWAL: "Lý do thu hồi"})
UNKNOWN_SIGNER = "……………………"
AS_ABOVE = "Như trên\nLưu: VT"
CHANGED = "Nội dung đã đổi sau khi kiểm tra."
OF_A_SATURDAY = frozenset({CITIZEN_NOTICE, ASSIGNMENT_NOTICE, SESSION_REPORT})


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of paper that is made here."""

    name: str
    words: type[HeadedPaper]
    kind: DocumentKind | None = None
    issuer: Issuer | None = None  # else chosen: a letter has that of the paper it is about


SORTS: Mapping[str, Sort] = MappingProxyType(
    {
        ANNUAL_PLAN: Sort("Kế hoạch", AnnualPlan, DocumentKind.PLAN, Issuer.COMMITTEE),
        CITIZEN_NOTICE: Sort("Thông báo cho người dân", CitizenNotice, DocumentKind.NOTICE),
        ASSIGNMENT_NOTICE: Sort(
            "Thông báo phân công", AssignmentNotice, DocumentKind.NOTICE, Issuer.CENTRE
        ),
        NOMINATION: Sort("Danh sách cử công chức", Nomination),
        SESSION_REPORT: Sort("Báo cáo buổi", SessionReport, DocumentKind.REPORT, Issuer.CENTRE),
        MONTHLY_REPORT: Sort("Báo cáo kỳ", MonthlyReport, DocumentKind.REPORT, Issuer.CENTRE),
        YEAR_REPORT: Sort("Báo cáo năm", YearReport, DocumentKind.REPORT, Issuer.CENTRE),
        CORRECTION: Sort("Công văn đính chính", Correction, DocumentKind.OFFICIAL_LETTER),
        WITHDRAWAL: Sort("Công văn thu hồi", Withdrawal, DocumentKind.OFFICIAL_LETTER),
    }
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """Which issued paper a new one corrects, replaces or withdraws."""

    old: Document
    mark: PaperMark


def is_made_here(document: Document) -> bool:
    """Whether the app sets its words; of a paper from before the app only the entry is kept."""
    return document.paper in SORTS and not document.is_earlier


def name_of(document: Document) -> str:
    """Name a paper as people call it: "Thông báo phân công thứ Bảy, 11/4"."""
    sort = SORTS.get(document.paper)
    kind = document.kind.words.capitalize() if document.kind else ""
    return " ".join(filter(None, (sort.name if sort else kind, _about(document))))


def _about(document: Document) -> str:
    """Say which department, Saturday, year or other paper it is of."""
    old = document.amends
    if old is not None and document.paper in {CORRECTION, WITHDRAWAL}:
        return f"{kind_of(old)} số {old.full_number}"
    unit = document.nomination.department.name if document.nomination else ""
    day = listed_day(document.duty_session.day) if document.duty_session else ""
    year = f"năm {document.plan.year}" if document.plan else ""
    period = document.period.words if document.period else ""
    period = period.removeprefix("năm ") if document.paper == YEAR_REPORT else period
    return ", ".join(filter(None, (unit, day, year, period)))


def file_name(document: Document, number: str = "", ending: str = ".docx") -> str:
    """Name a file as people look for it; no sign that a folder could misread."""
    given = f"{number}/{document.symbol}" if number else ""
    known = document.full_number if document.number else given
    words = " ".join(filter(None, (known, name_of(document))))
    return f"{words.replace('/', '-').replace(',', '')}{ending}"


def subject_of(
    session: AnySession, paper: str, key: str, department: str | None = None
) -> Subject | None:
    """Find what a paper is made from: a year's plan, a Saturday, a list, a period.

    Raises ValueError when the key is no year, no day, or no period.
    """
    if paper in OF_A_PERIOD:
        return _period_of(session, paper, Period.of_key(key))
    if paper == ANNUAL_PLAN:
        plan = session.scalar(Plan.with_text(int(key))) if int(key) in YEARS else None
        return Subject(plan=plan) if plan else None
    duty_session = session.scalar(DutySession.on(date.fromisoformat(key)))
    if duty_session is None or paper in OF_A_SATURDAY:
        return Subject(duty_session=duty_session) if duty_session else None
    unit = session.scalar(Department.coded(department or ""))
    row = session.scalar(Nomination.wanted(duty_session, unit)) if unit else None
    return Subject(duty_session=duty_session, nomination=row) if row else None


def _period_of(session: AnySession, paper: str, period: Period) -> Subject | None:
    """Report any period; a year only when it is one, and has a plan."""
    is_year = period.kind is PeriodKind.YEAR
    planned = is_year and session.scalar(Plan.of_year(period.first.year)) is not None
    return Subject(period=period) if planned or paper == MONTHLY_REPORT else None


def proposed(
    session: AnySession,
    paper: str,
    subject: Subject,
    amendment: Amendment | None = None,
    issuer: Issuer | None = None,
) -> Papers:
    """Give what a new paper begins with: nothing that is known is typed again.

    ``issuer`` was chosen for this one; else it is the amended paper's, or the settings say it.
    """
    commune, sort = Commune.of_database(session), SORTS[paper]
    if amendment is not None and issubclass(sort.words, Letter):
        return _letter(commune, paper, amendment.old)
    if paper == CITIZEN_NOTICE:
        kept = amendment.old.issuer if amendment else None
        sort = replace(sort, issuer=issuer or kept or issuer_of(commune, subject))
    foot = foot_of(paper, sort.issuer)
    begun = Papers(
        paper=paper,
        kind=sort.kind,
        issuer=sort.issuer,
        symbol=_symbol(commune, sort.kind, sort.issuer),
        title=_title(session, paper, subject),
        signer_capacity=_capacity(commune, foot, subject),
        signer_name=commune.text(f"{foot}.signer"),
        recipients=recipients_of(session, commune, foot) or AS_ABOVE,
        with_annex=amendment is not None and amendment.old.with_annex,
        with_charts=amendment is not None and amendment.old.with_charts,
    )
    if begun.signer_name:
        return begun
    last = session.scalar(Document.last_signed(begun, subject))
    return replace(begun, signer_name=last.signer_name) if last else begun


def issuer_of(commune: Commune, subject: Subject) -> Issuer:
    """Say who issues the notice to the people: the settings know it, by the kind of Saturday."""
    is_mobile = subject.duty_session is not None and subject.duty_session.is_mobile
    usual = Issuer.COMMITTEE if is_mobile else Issuer.CENTRE
    wanted = commune.text(f"{CITIZEN_NOTICE}.{'mobile_issuer' if is_mobile else 'issuer'}")
    return Issuer(wanted) if wanted in set(Issuer) else usual


def foot_of(paper: str, issuer: Issuer | None) -> str:
    """Name the settings of a paper's foot: those of a notice differ by who issues it."""
    own = paper == CITIZEN_NOTICE and issuer is Issuer.COMMITTEE
    return f"{paper}.committee" if own else paper


def _letter(commune: Commune, paper: str, old: Document) -> Papers:
    """Begin a letter about an issued paper: its signer signs again."""
    sort = SORTS[paper]
    verb = "đính chính" if paper == CORRECTION else "thu hồi"
    return Papers(
        paper=paper,
        kind=sort.kind,
        issuer=old.issuer,
        symbol=_symbol(commune, sort.kind, old.issuer),
        title=f"{verb} {kind_of(old)} số {old.full_number}",
        signer_capacity=old.signer_capacity,
        signer_name=old.signer_name,
        recipients=commune.text(f"{paper}.recipients") or AS_ABOVE,
    )


def _symbol(commune: Commune, kind: DocumentKind | None, issuer: Issuer | None) -> str:
    return symbol(kind, commune.symbol_of(issuer)) if kind and issuer else ""


def _title(session: AnySession, paper: str, subject: Subject) -> str:
    if subject.plan is not None:
        return subject.plan.subject
    if subject.period is not None:
        return _report_title(paper, subject.period)
    if paper == CITIZEN_NOTICE and subject.duty_session is not None:
        return title_of(PublicFacts.of(session, subject.duty_session))
    if paper == SESSION_REPORT and subject.duty_session is not None:
        return session_report.title_of(subject.duty_session)
    day = long_day(subject.duty_session.day) if subject.duty_session else ""
    if paper == NOMINATION:
        return f"Cử công chức tham gia “Ngày thứ 7 vì dân”\n{day}"
    return f"Phân công cán bộ, công chức thực hiện “Ngày thứ 7 vì dân”\n{day}"


def _report_title(paper: str, period: Period) -> str:
    if paper == YEAR_REPORT:
        return year_report.title_of(period.first.year)
    return monthly_report.title_of(period)


def _capacity(commune: Commune, foot: str, subject: Subject) -> str:
    if subject.nomination is not None:
        return subject.nomination.department.head
    return commune.text(f"{foot}.capacity")


def gaps(session: AnySession, paper: str, subject: Subject) -> list[Gap]:
    """Give what a Saturday still lacks when its notice is to be made."""
    duty_session = subject.duty_session
    if duty_session is None or paper != ASSIGNMENT_NOTICE:
        return []
    return gaps_of(
        duty_session,
        session.scalars(DutyRequirement.of_session(duty_session)).all(),
        session.scalars(AssignmentNotice.wanted(duty_session)).all(),
    )


def begin(
    session: AnySession,
    papers: Papers,
    subject: Subject,
    amendment: Amendment | None = None,
    *,
    by: Account | None,
) -> Document:
    """Begin a paper, unless there is one already, or the Saturday can't have one."""
    standing = standing_in_the_way(session, papers.paper, subject, amendment)
    refuse_when(standing, standing.words if standing else "")
    _refuse_unwanted(session, papers.paper)
    _refuse_too_early(papers.paper, subject)
    _refuse_unexplained(session, papers, subject)
    _refuse_undrawable(papers)
    document = Document.draft(papers, subject, by=by)
    if amendment is not None:
        document.amend(amendment.old, amendment.mark)
    session.add(document)
    return document


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper that must be gone on with, or replaced, instead of making another beside it."""

    document: Document
    words: str


def standing_in_the_way(
    session: AnySession, paper: str, subject: Subject, amendment: Amendment | None
) -> Standing | None:
    """Find a draft of the same under way, or the paper in force that a new one would double."""
    old_id = amendment.old.id if amendment else None
    for row in session.scalars(Document.like(paper, subject)):
        if not row.is_finished and row.amends_id == old_id:
            begun = f"Đã có văn bản này, lập ngày {numeric_day(row.drafted_at.date())}."
            return Standing(row, f"{begun} Hãy làm tiếp văn bản đó.")
        if row.is_in_force and amendment is None:
            issued = f"Đã phát hành số {row.full_number}."
            return Standing(row, f"{issued} Cần đổi thì lập văn bản thay thế.")
    return None


def reports_each_saturday(session: AnySession) -> bool:
    """Whether the commune wants a numbered report of each Saturday: a setting, off at first."""
    return Commune.of_database(session).text("reports.of_saturday") == "yes"


def _refuse_unwanted(session: AnySession, paper: str) -> None:
    """Refuse the report of a Saturday while the commune does without it."""
    words = "Xã chưa dùng báo cáo từng buổi. Cần dùng thì bật ở Cài đặt của xã."
    refuse_when(paper == SESSION_REPORT and not reports_each_saturday(session), words)


def _refuse_too_early(paper: str, subject: Subject) -> None:
    """Refuse a notice of a Saturday that is not prepared; people are told of one that is gone."""
    duty_session = subject.duty_session
    if duty_session is None or paper not in {*OF_A_SATURDAY, NOMINATION}:
        return
    gone = paper != CITIZEN_NOTICE and not duty_session.counts
    refuse_when(gone, duty_session.gone_words)
    unprepared = "Buổi này chưa mở chuẩn bị nên chưa lập được văn bản."
    refuse_when(duty_session.prepared_at is None, unprepared)
    is_open = paper == SESSION_REPORT and duty_session.closing is None
    refuse_when(is_open, "Hãy chốt số liệu ngày trước khi lập báo cáo của buổi.")


def _refuse_unexplained(session: AnySession, papers: Papers, subject: Subject) -> None:
    """Refuse a notice with gaps, or a letter, that gives no reason."""
    unexplained = not papers.incomplete_reason and gaps(session, papers.paper, subject)
    refuse_when(unexplained, "Hãy ghi lý do vẫn lập khi còn thiếu.", field="incomplete_reason")
    wanted = STATEMENTS.get(papers.paper)
    silent = f"Hãy ghi {wanted.lower()}." if wanted and not papers.statement else ""
    refuse_when(silent, silent, field="statement")


def _refuse_undrawable(papers: Papers) -> None:
    """Refuse charts where no font has the letters: a paper must not fail when it is checked."""
    refuse_when(papers.with_charts and fonts() is None, NO_FONT, field="with_charts")


def subject_from(document: Document) -> Subject:
    """Give what a paper was made from."""
    return Subject(document.plan, document.duty_session, document.nomination, document.period)


def reword(session: AnySession, document: Document, papers: Papers, *, by: Account | None) -> None:
    """Change what its maker chose of a draft."""
    _refuse_unexplained(session, papers, subject_from(document))
    _refuse_undrawable(papers)
    document.reword(papers, by=by)


def words_now(session: AnySession, document: Document) -> HeadedPaper:
    """Give the words of a paper as the facts are now, without number and date."""
    commune, sort = Commune.of_database(session), SORTS[document.paper]
    if issubclass(sort.words, Letter):
        return sort.words.of(document, commune)
    if document.plan is not None:
        annex = document.with_annex
        return AnnualPlan.of(document.plan, document, commune, with_saturdays=annex)
    if document.period is not None:
        return _report_now(session, document, document.period, commune)
    return _of_a_saturday(session, document, commune)


def _of_a_saturday(session: AnySession, document: Document, commune: Commune) -> HeadedPaper:
    """Set a list, or a notice, of a Saturday."""
    plan = _plan_carried_out(session, document.duty_session)
    if document.nomination is not None:
        return Nomination.of(document.nomination, document, commune, plan)
    if document.duty_session is None:
        message = f"nothing to make {document.paper} from"
        raise ValueError(message)
    if document.paper == CITIZEN_NOTICE:
        facts = PublicFacts.of(session, document.duty_session)
        return CitizenNotice.of(facts, document, commune, plan)
    if document.paper == SESSION_REPORT:
        figures = DayFigures.of(session, document.duty_session)
        satisfied = Answers.of(session, document.duty_session).counts
        return SessionReport.of(figures, satisfied, document, commune, plan)
    assignments = session.scalars(AssignmentNotice.wanted(document.duty_session)).all()
    return AssignmentNotice.of(assignments, document, commune, plan)


def _report_now(
    session: AnySession, document: Document, period: Period, commune: Commune
) -> Report:
    """Set the report of a period from the rows as they are."""
    year = session.scalar(Plan.of_year(period.last.year))
    plan, reviewed = _issued_plan(session, year), Review.of(session, period)
    if document.paper == YEAR_REPORT and year is not None:
        promise = promise_of(year, reviewed.span.today)
        return YearReport.of(reviewed, promise, document, commune, plan)
    return MonthlyReport.of(reviewed, document, commune, plan)


def _plan_carried_out(session: AnySession, duty_session: DutySession | None) -> Document | None:
    """Give the issued plan of the Saturday's year, which its papers name as their ground."""
    return _issued_plan(session, duty_session.plan if duty_session else None)


def _issued_plan(session: AnySession, year: Plan | None) -> Document | None:
    """Give the paper of a year's plan, once it has its number."""
    if year is None:
        return None
    papers = session.scalars(Document.of_plan(year)).all()
    plan = in_force(papers, ANNUAL_PLAN)
    return plan if plan and plan.state is PaperState.ISSUED else None


def missing_plan(session: AnySession, paper: str, subject: Subject) -> int | None:
    """Give the year whose plan a notice or a list would name, but that has no number yet."""
    held = subject.duty_session
    if held is None or paper not in {*OF_A_SATURDAY, NOMINATION}:
        return None
    return None if _plan_carried_out(session, held) else held.day.year


def facts_now(session: AnySession, document: Document) -> dict[str, Any]:
    """Give the words by today's facts, to be compared with those that were checked."""
    return words_now(session, document).as_words()


def frozen_words(document: Document) -> HeadedPaper:
    """Give the words that were checked."""
    return SORTS[document.paper].words.from_words(document.words or {})


def docx_now(session: AnySession, document: Document) -> bytes:
    """Set a draft anew; of a paper further on give the bytes that were kept."""
    kept = document.text_file
    if kept is not None:
        return kept.content
    words = numbered(document, words_now(session, document))
    return render_in_force(session, words, title=name_of(document))


def printed(
    session: AnySession, paper: str, subject: Subject, issuer: Issuer | None = None
) -> bytes:
    """Set a paper as it stands: the one in force, else the one under way, else a fresh draft.

    Another ``issuer`` than its own asks for a fresh draft.
    """
    rows = session.scalars(Document.like(paper, subject)).all()
    document = in_force(reversed(rows), paper)
    if document is None or (issuer is not None and document.issuer is not issuer):
        papers = proposed(session, paper, subject, issuer=issuer)
        name = papers.signer_name or UNKNOWN_SIGNER
        document = Document.draft(replace(papers, signer_name=name), subject, by=None)
    return docx_now(session, document)


def numbered(document: Document, words: HeadedPaper) -> HeadedPaper:
    """Set number and date, once the paper has them."""
    if document.number is None or document.dated_on is None:
        return words
    return words.numbered(document.full_number.partition("/")[0], document.dated_on)


def check(
    session: AnySession, document: Document, part: Check, seen: str, *, by: Account | None
) -> None:
    """Record a check of the words that were seen; after the second, freeze them."""
    overtaken = document.state is PaperState.DRAFT and seen_now(session, document) != seen
    refuse_when(overtaken, "Nội dung vừa đổi sau khi mở trang. Hãy đọc lại dự thảo rồi kiểm tra.")
    paper, template = words_now(session, document), template_of(session, document.paper)
    words = paper.as_words()
    document.check(part, words, template, by=by)
    if document.is_wholly_checked:
        content = render(paper, template.content, title=name_of(document))
        document.freeze(Frozen(words, file_name(document), content), by=by)


def seen_now(session: AnySession, document: Document) -> str:
    """Tell what somebody reads who opens a draft now: its words, and their template."""
    words = words_sha256(facts_now(session, document))
    return f"{words} {version_in_force(session, document.paper)}"


def seen_when_checked(document: Document) -> str:
    """Tell what was read at the first check, to be compared with what is there now."""
    return f"{document.words_sha256} {document.template.sha256 if document.template else ''}"


def sign(
    session: AnySession, document: Document, signed_at: datetime, *, by: Account | None
) -> bool:
    """Record the signature; when the facts have changed, take the paper back to draft instead."""
    now = facts_now(session, document)
    if document.state is PaperState.CHECKED and document.differs_from(now):
        document.send_back(CHANGED, by=by)
        return False
    document.sign(now, signed_at, by=by)
    return True


def keep_anyway(
    session: AnySession, document: Document, reason: str, *, by: Account | None
) -> None:
    """Let a signed paper stand although its facts have changed."""
    document.keep_anyway(facts_now(session, document), reason, by=by)


def changes(session: AnySession, document: Document, today: date) -> list[str]:
    """Name what changed since a paper was frozen, while its facts still matter."""
    last = document.living_until
    if document.words is None or document.mark is PaperMark.REPLACED or not last or last < today:
        return []
    now = words_now(session, document)
    if not document.differs_from(now.as_words()):
        return []
    return _told(document, frozen_words(document), now)


def _told(document: Document, then: HeadedPaper, now: HeadedPaper) -> list[str]:
    """Name in what the facts differ from a paper."""
    if isinstance(then, AssignmentNotice) and isinstance(now, AssignmentNotice):
        return list(_changed_people(then, now)) or ["Thời gian, địa điểm hoặc lời văn đã đổi."]
    if isinstance(then, Report) and isinstance(now, Report):
        is_issued = document.state is PaperState.ISSUED
        return changed_report(then, now, is_issued=is_issued)
    if isinstance(then, SessionReport) and isinstance(now, SessionReport):
        words = [] if document.state is PaperState.ISSUED else ["Lời văn đã đổi."]
        return list(session_report.changed(then, now)) or words
    if isinstance(then, CitizenNotice) and isinstance(now, CitizenNotice):
        return _changed_facts(document.duty_session, then, now) or ["Lời văn đã đổi."]
    return ["Nội dung lập văn bản đã đổi."]


def _changed_facts(held: DutySession | None, then: CitizenNotice, now: CitizenNotice) -> list[str]:
    """Say that the Saturday is gone, else what the notice says otherwise than the facts."""
    if held is not None and not held.counts and then.opening != now.opening:
        return [held.gone_words]
    return list(changed_facts(then, now))


def _changed_people(then: AssignmentNotice, now: AssignmentNotice) -> Iterator[str]:
    """Say who left and who came, duty by duty."""
    before = {(one.duty, one.name) for one in then.people}
    after = {(one.duty, one.name) for one in now.people}
    for duty in dict.fromkeys(one.duty for one in (*then.people, *now.people)):
        gone = [name for at, name in before - after if at == duty]
        come = [name for at, name in after - before if at == duty]
        if gone and come:
            yield f"{duty}: {', '.join(sorted(gone))} thay bằng {', '.join(sorted(come))}."
        elif gone or come:
            yield f"{duty}: {'bỏ' if gone else 'thêm'} {', '.join(sorted(gone or come))}."
