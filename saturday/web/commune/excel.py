"""How do the commune's tables leave as workbooks, and come back filled in?"""

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.import_tables import TABLES, Importing, ImportTable
from saturday.models.imports import KEPT, NOTHING_TO_DO, ImportFile
from saturday.papers.inspection import MOST_BYTES
from saturday.papers.spreadsheet import MEDIA_TYPE, Book, fault_list, read_workbook, workbook
from saturday.rules.columns import Layout
from saturday.rules.imports import ImportPlan, RowState, RowVerdict
from saturday.rules.permissions import Permission
from saturday.rules.sheets import MOST_ROWS
from saturday.vietnamese.dates import numeric_day
from saturday.web.access import may, me, requires
from saturday.web.commune.routes import bp
from saturday.web.fields import SeenForm, WorkbookForm
from saturday.web.page import done, download, render_page

SHOWN = 200  # rows of each kind on the page; the workbook of faults has them all
ANY_TABLE = "<any({}):sheet>".format(", ".join(f'"{name}"' for name in TABLES))
OFFICERS = "cong-chuc"
LISTS = {OFFICERS: "officer_list", "thu-tuc": "procedure_list"}  # the rest are plain tables
OVERTAKEN = "Danh mục vừa có người sửa nên kết quả khác trước. Hãy xem lại rồi bấm nhập."


@bp.get(f"/{ANY_TABLE}/excel")
@requires(Permission.EDIT_OWN_OFFICERS)
def import_form(sheet: str) -> ResponseReturnValue:
    return _show_form(_table(sheet), WorkbookForm())


@bp.post(f"/{ANY_TABLE}/excel")
@requires(Permission.EDIT_OWN_OFFICERS)
def read_import(sheet: str) -> ResponseReturnValue:
    table, form, kept = _table(sheet), WorkbookForm(), list[ImportFile]()
    if not form.validate() or not form.accepts(lambda: kept.append(_keep(table, form))):
        return _show_form(table, form), 422
    address = url_for(".import_preview", sheet=sheet, file_id=kept[0].id)
    return done(address, "Đã đọc tệp. Chưa có gì được lưu vào danh mục.")


@bp.get(f"/{ANY_TABLE}/excel/<int:file_id>")
@requires(Permission.EDIT_OWN_OFFICERS)
def import_preview(sheet: str, file_id: int) -> ResponseReturnValue:
    table, file = _table(sheet), _file(sheet, file_id)
    plan, form = file.plan(_work()), SeenForm()
    form.seen.data = plan.fingerprint
    return _show_preview(table, file, (plan, form))


@bp.post(f"/{ANY_TABLE}/excel/<int:file_id>")
@requires(Permission.EDIT_OWN_OFFICERS)
def import_rows(sheet: str, file_id: int) -> ResponseReturnValue:
    table, file, form = _table(sheet), _file(sheet, file_id), SeenForm()
    seen = form.seen.data or ""
    plan = file.confirm(seen, _work())
    if plan.fingerprint != seen:
        form.seen.data = plan.fingerprint
        form.refuse(OVERTAKEN)
        return _show_preview(table, file, (plan, form)), 409
    return done(_list_of(table), f"Đã xong: {plan.act[:1].lower()}{plan.act[1:]}.")


@bp.post(f"/{ANY_TABLE}/excel/<int:file_id>/bo")
@requires(Permission.EDIT_OWN_OFFICERS)
def discard_import(sheet: str, file_id: int) -> ResponseReturnValue:
    _file(sheet, file_id).discard(_work())
    return done(url_for(".import_form", sheet=sheet), "Đã bỏ tệp, không nhập dòng nào.")


@bp.get(f"/{ANY_TABLE}/excel/<int:file_id>/loi.xlsx")
@requires(Permission.EDIT_OWN_OFFICERS)
def import_faults(sheet: str, file_id: int) -> ResponseReturnValue:
    faulty = _file(sheet, file_id).plan(_work()).of(RowState.FAULTY)
    return download(fault_list(faulty), f"{_table(sheet).name}-loi.xlsx", MEDIA_TYPE)


@bp.get(f"/{ANY_TABLE}/excel/mau.xlsx")
@requires(Permission.EDIT_OWN_OFFICERS)
def import_template(sheet: str) -> ResponseReturnValue:
    table = _table(sheet)
    book = Book(table.noun.capitalize(), table.layout(_work()), has_example=True)
    return download(workbook(book), f"mau-{table.name}.xlsx", MEDIA_TYPE)


@bp.get(f"/{ANY_TABLE}/excel/danh-sach.xlsx")
@requires(Permission.EDIT_OWN_OFFICERS)
def export_table(sheet: str) -> ResponseReturnValue:
    table, work = _table(sheet), _work()
    rows = (table.values_of(row) for row in table.rows(work).values())
    book = Book(table.noun.capitalize(), table.layout(work), rows)
    today = numeric_day(clock.today()).replace("/", "-")
    return download(workbook(book), f"{table.name}-{today}.xlsx", MEDIA_TYPE)


def _table(name: str) -> ImportTable:
    """Give a table this account may fill; a department has its own officers only."""
    if name != OFFICERS and not may(Permission.EDIT_COMMUNE_DATA):
        abort(404)
    return TABLES[name]


def _work() -> Importing:
    """Say who imports today, and whose people may be touched."""
    if may(Permission.EDIT_COMMUNE_DATA):
        return Importing(db.session, clock.today(), me())
    department = me().department or abort(404)  # without one there is nobody to touch
    return Importing(db.session, clock.today(), me(), department)


def _file(name: str, file_id: int) -> ImportFile:
    """Give a file that this account uploaded today; another's isn't there."""
    row: ImportFile = db.one_or_404(ImportFile.of(me(), _table(name).name, file_id))
    return row


def _keep(table: ImportTable, form: WorkbookForm) -> ImportFile:
    """Read the chosen file and keep its cells; raise NotAllowedNow with words when it can't be."""
    work = _work()
    sheet = read_workbook(form.content(), table.layout(work))
    return ImportFile.keep(table, sheet, form.name, work)


def _list_of(table: ImportTable) -> str:
    """Address of the page that lists the table's rows."""
    if table.name in LISTS:
        return url_for(f"commune.{LISTS[table.name]}")
    return url_for("commune.entry_list", name=table.name)


def _show_form(table: ImportTable, form: WorkbookForm) -> Response:
    """Show the page with template, export and upload."""
    return render_page(
        "commune/import_form.html",
        table=table,
        form=form,
        columns=table.layout(_work()).columns,
        list_url=_list_of(table),
        most_rows=MOST_ROWS,
        most_megabytes=MOST_BYTES // 1024 // 1024,
    )


def _show_preview(
    table: ImportTable, file: ImportFile, shown: tuple[ImportPlan, SeenForm]
) -> Response:
    """Show what importing would do, faults first."""
    plan, form = shown
    layout = table.layout(_work())
    return render_page(
        "commune/import_preview.html",
        table=table,
        file=file,
        form=form,
        plan=plan,
        faulty=plan.of(RowState.FAULTY),
        changed=plan.of(RowState.CHANGED),
        new=plan.of(RowState.NEW),
        same=plan.counts[RowState.SAME],
        shown=SHOWN,
        nothing_to_do=NOTHING_TO_DO,
        list_url=_list_of(table),
        until=file.kept_at + KEPT,
        told=lambda row: _told(row, layout),
    )


def _told(row: RowVerdict, layout: Layout) -> list[tuple[str, str]]:
    """Say what a new row holds beside its name."""
    pairs = ((one, one.in_words(row.values.get(one.field))) for one in layout.columns)
    return [(one.title, words) for one, words in pairs if words and words != row.name]
