"""Which Word template makes which paper, and how does a clerk change it?"""

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from saturday.extensions import db
from saturday.models.documents import DOCX
from saturday.papers import making
from saturday.rules.permissions import Permission
from saturday.web.access import repeatable, requires
from saturday.web.documents.desk import pdf_program, to_pdf
from saturday.web.documents.forms import TemplateForm, UseForm
from saturday.web.documents.routes import PREVIEW_CSP, bp
from saturday.web.documents.versions import NAMES, Shelf, Upload, Version
from saturday.web.page import done, download, render_page

PAPERS = f"any({', '.join(repr(one) for one in NAMES)})"


def page_of(version: Version) -> str:
    return url_for(".template_version", paper=version.paper, version=version.key)


@bp.get("/mau/")
@requires(Permission.EDIT_TEMPLATES)
def template_list() -> ResponseReturnValue:
    return render_page("documents/template_list.html", shelves=Shelf.every())


@bp.get(f"/mau/<{PAPERS}:paper>")
@requires(Permission.EDIT_TEMPLATES)
def template_detail(paper: str) -> ResponseReturnValue:
    return show_shelf(paper, TemplateForm())


@bp.post(f"/mau/<{PAPERS}:paper>")
@requires(Permission.EDIT_TEMPLATES)
@repeatable  # the same file sent twice is one row, and the trial must not hold the database
def upload_template(paper: str) -> ResponseReturnValue:
    form, upload = TemplateForm(), Upload(paper)
    if not form.validate() or not upload.is_good(form):
        return show_shelf(paper, form), 422
    return done(page_of(upload.version), "")


def show_shelf(paper: str, form: TemplateForm) -> Response:
    """Show a paper's templates with the way to change them."""
    return render_page("documents/template_detail.html", shelf=Shelf.of(paper), form=form)


@bp.get(f"/mau/<{PAPERS}:paper>/<version>")
@requires(Permission.EDIT_TEMPLATES)
def template_version(paper: str, version: str) -> ResponseReturnValue:
    return render_page(
        "documents/template_version.html",
        version=Version.found(paper, version),
        shelf=Shelf.of(paper),
        has_pdf=pdf_program() is not None,
        name_of=making.name_of,
    )


@bp.get(f"/mau/<{PAPERS}:paper>/<version>/docx")
@requires(Permission.EDIT_TEMPLATES)
def template_docx(paper: str, version: str) -> ResponseReturnValue:
    found = Version.found(paper, version)
    return download(found.content, f"{found.file_name}.docx", DOCX)


@bp.get(f"/mau/<{PAPERS}:paper>/<version>/lap-thu")
@requires(Permission.EDIT_TEMPLATES)
def template_specimen(paper: str, version: str) -> ResponseReturnValue:
    found = Version.found(paper, version)
    return download(found.specimen, f"{found.file_name} lập thử.docx", DOCX)


@bp.get(f"/mau/<{PAPERS}:paper>/<version>/lap-thu-pdf")
@requires(Permission.EDIT_TEMPLATES)
def template_pdf(paper: str, version: str) -> ResponseReturnValue:
    found = Version.found(paper, version)
    content, name = found.specimen, f"{found.file_name} lập thử.pdf"
    db.session.rollback()  # LibreOffice may take a minute: nobody waits for this reader meanwhile
    return download(to_pdf(content), name, "application/pdf")


@bp.get(f"/mau/<{PAPERS}:paper>/<version>/xem")
@requires(Permission.EDIT_TEMPLATES)
def template_preview(paper: str, version: str) -> ResponseReturnValue:
    found = Version.found(paper, version)
    page = render_page("documents/template_preview.html", version=found, name=NAMES[paper])
    page.headers["Content-Security-Policy"] = PREVIEW_CSP  # docx-preview writes its own style
    return page


@bp.post(f"/mau/<{PAPERS}:paper>/<version>/dung")
@requires(Permission.EDIT_TEMPLATES)
def use_template(paper: str, version: str) -> ResponseReturnValue:
    found, form = Version.found(paper, version), UseForm()
    found.use(form.seen.data or "")
    which = f"{NAMES[paper]} nay lập theo {found.name}"
    return done(url_for(".template_detail", paper=paper), f"{which}.")


@bp.post(f"/mau/<{PAPERS}:paper>/<version>/bo")
@requires(Permission.EDIT_TEMPLATES)
def drop_template(paper: str, version: str) -> ResponseReturnValue:
    found = Version.found(paper, version)
    found.drop()
    return done(url_for(".template_detail", paper=paper), "Đã bỏ mẫu chưa dùng.")
