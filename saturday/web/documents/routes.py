"""Which papers are there, how far is each, and what may be done with it now?"""

from dataclasses import asdict

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.documents import DOCX, Check, Document
from saturday.papers import issuing, making
from saturday.papers.templates import render_in_force
from saturday.rules.lifecycle import PaperState
from saturday.rules.permissions import Permission
from saturday.web.access import CSP, me, requires
from saturday.web.documents import earlier as earlier_papers
from saturday.web.documents.desk import PaperPage, may_write, pdf_program, to_pdf
from saturday.web.documents.drafting import Issuing, Wish, gap_sentences, reissued
from saturday.web.documents.forms import (
    CheckForm,
    EarlierForm,
    IssueForm,
    KeepForm,
    PaperForm,
    RegisterForm,
    ScanForm,
    SendBackForm,
    SignForm,
    chosen_papers,
    papers_of,
)
from saturday.web.documents.lists import Filter, can_be_made
from saturday.web.documents.registry import ISSUERS, Register
from saturday.web.fields import BaseForm
from saturday.web.page import done, download, render_page

bp = Blueprint("documents", __name__, url_prefix="/van-ban")

SORTS = "any({})".format(", ".join(f'"{sort}"' for sort in making.SORTS))
PLACES = 'any("ubnd", "trung-tam")'
BACK_TO_DRAFT = "Văn bản về dự thảo; hãy kiểm tra lại."
# A preview writes its own style, and shows the pictures of a paper from its file.
PREVIEW_CSP = CSP.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "img-src 'self'", "img-src 'self' blob:"
)


def found(document_id: int) -> Document:
    """Give a paper this person may see; another is no page."""
    document: Document = db.one_or_404(Document.one_visible_to(me(), document_id))
    return document


def own_draft(document_id: int) -> Document:
    """Give a paper whose draft this person may change."""
    document = found(document_id)
    if not may_write(document):
        abort(403)
    return document


def page_of(document: Document) -> str:
    return url_for(".document_detail", document_id=document.id)


def show(document: Document, sent: BaseForm | None = None) -> Response:
    """Show a paper with its next step; ``sent`` is the form that was refused."""
    return render_page(
        "documents/document_detail.html", page=PaperPage.of(document, sent), document=document
    )


@bp.get("/")
@requires(Permission.SEE_PAPERS)
def document_list() -> ResponseReturnValue:
    chosen = Filter.of(request.args)
    lines, has_older = chosen.lines(me())
    return render_page(
        "documents/document_list.html",
        chosen=chosen,
        lines=lines,
        has_older=has_older,
        can_be_made=can_be_made(),
        this_year=clock.today().year,
    )


@bp.get(f"/lap/<{SORTS}:paper>/<path:key>")
@requires(Permission.PRINT_NOMINATION)
def document_new(paper: str, key: str) -> ResponseReturnValue:
    wish = Wish.of(paper, key)
    return show_new(wish, PaperForm(data=asdict(wish.papers)))


@bp.post(f"/lap/<{SORTS}:paper>/<path:key>")
@requires(Permission.PRINT_NOMINATION)
def draft(paper: str, key: str) -> ResponseReturnValue:
    wish, form = Wish.of(paper, key), PaperForm()
    if not form.validate() or not form.accepts(lambda: wish.begin(form)):
        return show_new(wish, form), 422
    return done(page_of(wish.made), f"Đã lập dự thảo {wish.name}. Cần kiểm tra trước khi trình ký.")


def show_new(wish: Wish, form: PaperForm) -> Response:
    """Show the one door that makes a paper."""
    address = request.full_path.rstrip("?")
    asked = form.asking_for(wish.papers.paper)
    return render_page("documents/document_new.html", wish=wish, form=asked, address=address)


@bp.get("/<int:document_id>")
@requires(Permission.SEE_PAPERS)
def document_detail(document_id: int) -> ResponseReturnValue:
    return show(found(document_id))


@bp.get("/<int:document_id>/sua")
@requires(Permission.PRINT_NOMINATION)
def document_form(document_id: int) -> ResponseReturnValue:
    document = own_draft(document_id)
    return show_form(document, PaperForm(obj=document).begun_with(reissued(document)))


@bp.post("/<int:document_id>/sua")
@requires(Permission.PRINT_NOMINATION)
def reword(document_id: int) -> ResponseReturnValue:
    document, form = own_draft(document_id), PaperForm()
    if not form.validate():
        return show_form(document, form), 422
    if form.is_stale(document, lambda: form.both(document)):
        return show_form(document, form), 409
    papers = chosen_papers(reissued(document) or papers_of(document), form)
    if not form.accepts(lambda: making.reword(db.session, document, papers, by=me())):
        return show_form(document, form), 422
    return done(page_of(document), "Đã sửa dự thảo. Cần kiểm tra lại nội dung và thể thức.")


def show_form(document: Document, form: PaperForm) -> Response:
    """Show what its maker may change of a draft."""
    return render_page(
        "documents/document_form.html",
        document=document,
        form=form.asking_for(document.paper),
        address=request.full_path.rstrip("?"),
        issuing=Issuing.of(papers_of(document), reissued(document)),
        name=making.name_of(document),
        gaps=gap_sentences(document.paper, making.subject_from(document)),
    )


@bp.post("/<int:document_id>/kiem-tra-noi-dung")
@requires(Permission.CHECK_CONTENT)
def check_content(document_id: int) -> ResponseReturnValue:
    return checked(found(document_id), Check.CONTENT)


@bp.post("/<int:document_id>/kiem-tra-the-thuc")
@requires(Permission.CHECK_FORM)
def check_form(document_id: int) -> ResponseReturnValue:
    return checked(found(document_id), Check.FORM)


def checked(document: Document, part: Check) -> ResponseReturnValue:
    """Record one of the two checks of the words that were seen."""
    form = CheckForm()
    making.check(db.session, document, part, form.seen.data or "", by=me())
    words = "nội dung" if part is Check.CONTENT else "thể thức"
    rest = "Trình ký được." if document.state is PaperState.CHECKED else "Còn một lần kiểm tra nữa."
    return done(page_of(document), f"Đã ghi kiểm tra {words}. {rest}")


@bp.post("/<int:document_id>/tra-ve")
@requires(Permission.RETURN_PAPERS)
def send_back(document_id: int) -> ResponseReturnValue:
    document, form = found(document_id), SendBackForm()
    reason = form.reason
    if not form.validate() or not form.accepts(
        lambda: document.send_back(reason.data or "", by=me())
    ):
        return show(document, form), 422
    return done(page_of(document), "Đã trả về dự thảo. Sửa xong thì kiểm tra lại.")


@bp.post("/<int:document_id>/ky")
@requires(Permission.RECORD_SIGNING)
def sign(document_id: int) -> ResponseReturnValue:
    document, form = found(document_id), SignForm()
    if not form.validate() or not form.accepts(
        lambda: making.sign(db.session, document, form.moment, by=me())
    ):
        return show(document, form), 422
    if document.state is PaperState.DRAFT:
        return done(page_of(document), f"Chưa ghi ký. {making.CHANGED} {BACK_TO_DRAFT}")
    rest = "" if document.kind is None else " Còn ghi số và phát hành."
    return done(page_of(document), f"Đã ghi ký.{rest}")


@bp.post("/<int:document_id>/phat-hanh")
@requires(Permission.ISSUE_PAPERS)
def issue(document_id: int) -> ResponseReturnValue:
    document, form = found(document_id), IssueForm()
    if not form.validate() or not form.accepts(
        lambda: issuing.issue(db.session, document, form.entry, by=me())
    ):
        return show(document, form), 422
    return done(page_of(document), f"Đã phát hành, số {document.full_number}.")


@bp.post("/<int:document_id>/ban-ky")
@requires(Permission.RECORD_SIGNING)
def attach_scan(document_id: int) -> ResponseReturnValue:
    document, form = found(document_id), ScanForm()
    if not form.validate() or not form.accepts(
        lambda: issuing.attach_scan(document, form.content, by=me())
    ):
        return show(document, form), 422
    return done(page_of(document), "Đã lưu bản ký.")


@bp.post("/<int:document_id>/van-giu")
@requires(Permission.RETURN_PAPERS)
def keep_anyway(document_id: int) -> ResponseReturnValue:
    document, form = found(document_id), KeepForm()
    if not form.validate() or not form.accepts(
        lambda: making.keep_anyway(db.session, document, form.keep_reason.data or "", by=me())
    ):
        return show(document, form), 422
    return done(page_of(document), "Đã ghi lý do vẫn giữ văn bản.")


@bp.post("/<int:document_id>/bo")
@requires(Permission.PRINT_NOMINATION)
def discard(document_id: int) -> ResponseReturnValue:
    document = own_draft(document_id)
    name = making.name_of(document)
    document.discard(by=me())
    db.session.delete(document)
    return done(url_for(".document_list"), f"Đã bỏ dự thảo {name}.")


@bp.get("/<int:document_id>/docx")
@requires(Permission.SEE_PAPERS)
def document_docx(document_id: int) -> ResponseReturnValue:
    document = made_here(document_id)
    return download(making.docx_now(db.session, document), making.file_name(document), DOCX)


@bp.get("/<int:document_id>/pdf")
@requires(Permission.SEE_PAPERS)
def document_pdf(document_id: int) -> ResponseReturnValue:
    document = made_here(document_id)
    content, name = making.docx_now(db.session, document), making.file_name(document, ending=".pdf")
    db.session.rollback()  # LibreOffice may take a minute: nobody waits for this reader meanwhile
    return download(to_pdf(content), name, "application/pdf")


@bp.get("/<int:document_id>/xem")
@requires(Permission.SEE_PAPERS)
def document_preview(document_id: int) -> ResponseReturnValue:
    document = made_here(document_id)
    page = render_page(
        "documents/document_preview.html",
        document=document,
        name=making.name_of(document),
        has_pdf=pdf_program() is not None,
    )
    page.headers["Content-Security-Policy"] = PREVIEW_CSP  # docx-preview writes its own style
    return page


@bp.get("/<int:document_id>/tep/<int:file_id>")
@requires(Permission.SEE_PAPERS)
def document_file(document_id: int, file_id: int) -> ResponseReturnValue:
    files = {file.id: file for file in found(document_id).files}
    file = files.get(file_id) or abort(404)
    return download(file.content, file.name, file.media_type)


def made_here(document_id: int) -> Document:
    """Give a paper whose words the app sets."""
    document = found(document_id)
    return document if making.is_made_here(document) else abort(404)


@bp.get("/da-phat-hanh")
@requires(Permission.RECORD_EARLIER_PAPERS)
def earlier_form() -> ResponseReturnValue:
    return show_earlier(earlier_papers.form())


@bp.post("/da-phat-hanh")
@requires(Permission.RECORD_EARLIER_PAPERS)
def record_earlier() -> ResponseReturnValue:
    form, kept = earlier_papers.form(), earlier_papers.Kept()
    if not form.validate() or not form.accepts(lambda: kept.record(form)):
        return show_earlier(form), 422
    return done(page_of(kept.document), f"Đã ghi văn bản số {kept.document.full_number}.")


def show_earlier(form: EarlierForm) -> Response:
    """Show the form for a paper from before the app."""
    return render_page("documents/earlier_form.html", form=form)


@bp.get(f"/so/<{PLACES}:place>/<year:year>")
@requires(Permission.SEE_REGISTER)
def register(place: str, year: int) -> ResponseReturnValue:
    return render_page("documents/register.html", register=Register.of(ISSUERS[place], year))


@bp.get(f"/so/<{PLACES}:place>/<year:year>/in")
@requires(Permission.SEE_REGISTER)
def register_print(place: str, year: int) -> ResponseReturnValue:
    return render_page("documents/register_print.html", register=Register.of(ISSUERS[place], year))


@bp.get(f"/so/<{PLACES}:place>/<year:year>/docx")
@requires(Permission.SEE_REGISTER)
def register_docx(place: str, year: int) -> ResponseReturnValue:
    rows = Register.of(ISSUERS[place], year)
    content = render_in_force(db.session, rows.paper, title=rows.name)
    return download(content, f"{rows.name}.docx", DOCX)


@bp.get("/so/dong/<int:document_id>")
@requires(Permission.ISSUE_PAPERS)
def register_entry(document_id: int) -> ResponseReturnValue:
    document = registered(document_id)
    return show_entry(document, RegisterForm(obj=document))


@bp.post("/so/dong/<int:document_id>")
@requires(Permission.ISSUE_PAPERS)
def register_edit(document_id: int) -> ResponseReturnValue:
    document, form = registered(document_id), RegisterForm()
    if not form.validate():
        return show_entry(document, form), 422
    if form.is_stale(document, lambda: form.both(document)):
        return show_entry(document, form), 409
    document.register(form.columns(), by=me())
    return done(Register.address_of(document), f"Đã sửa dòng số {document.full_number} trong sổ.")


def registered(document_id: int) -> Document:
    """Give an issued paper, which has its line in a register."""
    document = found(document_id)
    return document if document.state is PaperState.ISSUED else abort(404)


def show_entry(document: Document, form: RegisterForm) -> Response:
    """Show columns 6 to 10 of one line."""
    return render_page(
        "documents/register_entry.html",
        document=document,
        form=form,
        back=Register.address_of(document),
    )
