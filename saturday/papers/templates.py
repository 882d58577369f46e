"""Which Word template is a paper set in: the commune's own, or the built-in one?"""

from collections.abc import Mapping
from types import MappingProxyType

from jinja2 import TemplateError

from saturday.models.accounts import Account
from saturday.models.base import AnySession
from saturday.models.templates import PaperTemplate, fingerprint
from saturday.papers.annual_plan import AnnualPlan
from saturday.papers.assignment_notice import AssignmentNotice
from saturday.papers.citizen_notice import CitizenNotice
from saturday.papers.correction import Correction
from saturday.papers.letterhead import Paper
from saturday.papers.monthly_report import MonthlyReport
from saturday.papers.nomination import Nomination
from saturday.papers.outgoing_register import OutgoingRegister
from saturday.papers.render import TEMPLATES, render
from saturday.papers.session_report import SessionReport
from saturday.papers.withdrawal import Withdrawal
from saturday.papers.year_report import YearReport
from saturday.rules.refusals import NotAllowedNow, refuse_when

# The words of every paper that is set in a template, by the template's name.
PAPERS: Mapping[str, type[Paper]] = MappingProxyType(
    {
        one.TEMPLATE.removesuffix(".docx"): one
        for one in (
            AnnualPlan,
            CitizenNotice,
            AssignmentNotice,
            Nomination,
            SessionReport,
            MonthlyReport,
            YearReport,
            Correction,
            Withdrawal,
            OutgoingRegister,
        )
    }
)
# An own template was tried by the program of its day; a later one may know other words.
NOT_FOR_THIS = "Mẫu riêng đang dùng không lập được văn bản này. Hãy quay về mẫu có sẵn."
OVERTAKEN = "Người khác vừa đổi mẫu đang dùng. Hãy tải lại trang rồi chọn lại."


def built_in(paper: str) -> bytes:
    """Give the template that comes with the app; it is always there."""
    return (TEMPLATES / PAPERS[paper].TEMPLATE).read_bytes()


def in_force(session: AnySession, paper: str) -> bytes:
    """Give the template that papers are made from now."""
    own = session.scalar(PaperTemplate.in_force(paper))
    return own.content if own else built_in(paper)


def render_in_force(session: AnySession, words: Paper, *, title: str = "") -> bytes:
    """Set words in the template in force."""
    template = in_force(session, words.TEMPLATE.removesuffix(".docx"))
    try:
        return render(words, template, title=title)
    except TemplateError as fault:
        raise NotAllowedNow(NOT_FOR_THIS) from fault


def template_of(session: AnySession, paper: str) -> PaperTemplate:
    """Give the row of the template in force; the built-in is kept when it makes a paper."""
    own = session.scalar(PaperTemplate.in_force(paper))
    if own is not None:
        return own
    content = built_in(paper)
    kept = session.scalar(PaperTemplate.with_sha(paper, fingerprint(content)))
    if kept is None:
        kept = PaperTemplate.kept(paper, content)
        session.add(kept)
    return kept


def version_in_force(session: AnySession, paper: str) -> str:
    """Name the template in force by its content, so that one who saw another is noticed."""
    own = session.scalar(PaperTemplate.in_force(paper))
    return own.sha256 if own else fingerprint(built_in(paper))


def accept(
    session: AnySession, paper: str, content: bytes, remark: str, *, by: Account | None
) -> PaperTemplate:
    """Keep a template that was tried; the same file sent twice is one row."""
    sha256 = fingerprint(content)
    same = "Tệp này chính là mẫu có sẵn, không cần tải lên."
    refuse_when(sha256 == fingerprint(built_in(paper)), same, field="file")
    row = session.scalar(PaperTemplate.with_sha(paper, sha256))
    if row is None:
        row = PaperTemplate.upload(paper, content, remark, by=by)
        session.add(row)
        session.flush()
    return row


def put_in_force(
    session: AnySession, template: PaperTemplate, seen: str, *, by: Account | None
) -> None:
    """Let papers be made from an own template, instead of the one that was seen in force."""
    _set_aside(session, template.paper, seen, by=by)
    template.put_in_force(by=by)
    session.flush()


def back_to_built_in(session: AnySession, paper: str, seen: str, *, by: Account | None) -> None:
    """Let papers be made from the built-in template again."""
    _set_aside(session, paper, seen, by=by)


def _set_aside(session: AnySession, paper: str, seen: str, *, by: Account | None) -> None:
    refuse_when(version_in_force(session, paper) != seen, OVERTAKEN)
    old = session.scalar(PaperTemplate.in_force(paper))
    if old is not None:
        old.set_aside(by=by)
        session.flush()  # at most one is in force at any moment
