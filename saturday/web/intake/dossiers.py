"""What does the one-stop system's Excel say of the day?"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FieldList, RadioField, SelectField, StringField
from wtforms.fields import Label

from saturday.extensions import db
from saturday.models.dossiers import Choices, DossierDesk, DossierPlan
from saturday.models.file_words import COLUMNS, FileHead
from saturday.models.imports import KEPT, NOTHING_TO_DO, ImportFile
from saturday.models.plan import DutySession
from saturday.models.running import refuse_running
from saturday.papers.inspection import MOST_BYTES
from saturday.papers.spreadsheet import MEDIA_TYPE, Book, fault_list, read_workbook, workbook
from saturday.rules.dossiers import Figures
from saturday.rules.intake import Outcome
from saturday.rules.pairing import Answer, Doubt, Question
from saturday.rules.permissions import Permission
from saturday.rules.reconciling import DossierState, Reconciliation, changes_in_words
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.sheets import MOST_ROWS
from saturday.web.access import me, requires
from saturday.web.fields import BaseForm, SeenForm, WorkbookForm, option
from saturday.web.intake.routes import bp
from saturday.web.page import done, download, render_page

SHOWN = 200  # rows of each kind on the page; the workbook of faults has them all
OVERTAKEN = "Nhật ký vừa có người ghi nên kết quả khác trước. Hãy xem lại rồi bấm nạp."
UNREAD = "Không đọc"


class ChoicesForm(SeenForm):
    """The plan that was seen, and what is decided of it."""

    answers = FieldList(RadioField(choices=[], validate_choice=False))
    figures = RadioField("Lấy số nào", choices=[], validate_choice=False)
    drop = BooleanField()
    reason = StringField("Vì sao hủy lượt đếm")

    @property
    def choices(self) -> Choices:
        """Give what was chosen; an answer names the pair that it is about."""
        said = (str(one.data or "").partition(" ") for one in self.answers.entries)
        answers = {key: Answer(code) for code, _, key in said if code in set(Answer)}
        told = Figures.FILE if self.drop.data else self.figures.data
        figures = next((one for one in Figures if one == told), None)
        return Choices(figures, answers, self.reason.data or "")

    def offer(self, plan: DossierPlan) -> None:
        """Ask what is open, and offer both figures; what an earlier file took is chosen."""
        self.seen.data = plan.fingerprint
        asked = plan.asked[:SHOWN]
        _lay_out(self.answers, [(_about(one), "", _answers(one)) for one in asked])
        self.figures.choices = [option(one, _choice(plan, one)) for one in plan.offered]
        self.drop.label = Label(self.drop.id, _choice(plan, Figures.FILE))
        if self.figures.data not in list(Figures):
            self.figures.data = plan.usual


class WordsForm(BaseForm):
    """What the heads and the procedures of a file are called here."""

    heads = FieldList(SelectField(choices=[], validate_choice=False))
    procedures = FieldList(SelectField(choices=[], validate_choice=False))

    def ask(self, heads: Sequence[FileHead], names: Sequence[str], desk: DossierDesk) -> None:
        """Ask for each head which column it is, and for each name which procedure."""
        columns = [("", UNREAD), *((one.field, one.title) for one in COLUMNS)]
        known = [("", "Chọn"), *((one.code, one.short_name) for one in desk.procedures.values())]
        _lay_out(self.heads, [(one.title, one.meaning, columns) for one in heads])
        _lay_out(self.procedures, [(one, "", known) for one in names])


@bp.get("/<day:day>/nap-tep")
@requires(Permission.IMPORT_DOSSIERS)
def dossier_form(day: date) -> ResponseReturnValue:
    return _show_form(_desk(day), WorkbookForm())


@bp.post("/<day:day>/nap-tep")
@requires(Permission.IMPORT_DOSSIERS)
def read_dossiers(day: date) -> ResponseReturnValue:
    desk, form, kept = _desk(day), WorkbookForm(), list[ImportFile]()
    if not form.validate() or not form.accepts(lambda: kept.append(_keep(desk, form))):
        return _show_form(desk, form), 422
    known = desk.words.knows_columns(kept[0].sheet)
    page = ".dossier_preview" if known else ".dossier_words"
    address = url_for(page, day=day, file_id=kept[0].id)
    return done(address, "Đã đọc tệp. Chưa có gì được ghi vào nhật ký.")


@bp.get("/<day:day>/nap-tep/<int:file_id>")
@requires(Permission.IMPORT_DOSSIERS)
def dossier_preview(day: date, file_id: int) -> ResponseReturnValue:
    desk = _desk(day)
    file = _file(desk, file_id)
    return _show_preview(desk, file, (desk.plan(file), ChoicesForm()))


@bp.post("/<day:day>/nap-tep/<int:file_id>")
@requires(Permission.IMPORT_DOSSIERS)
def import_dossiers(day: date, file_id: int) -> ResponseReturnValue:
    desk, form, plans = _desk(day), ChoicesForm(), list[DossierPlan]()
    file, seen = _file(desk, file_id), form.seen.data or ""
    refuse_running(desk.duty_session)
    if not form.accepts(lambda: plans.append(desk.confirm(file, seen, form.choices))):
        return _show_preview(desk, file, (desk.plan(file), form)), 422
    if plans[0].fingerprint != seen:
        form.refuse(OVERTAKEN)
        return _show_preview(desk, file, (plans[0], form)), 409
    return _told_what_was_done(day, file, plans[0].chosen(form.choices))


@bp.get("/<day:day>/nap-tep/<int:file_id>/cot")
@requires(Permission.IMPORT_DOSSIERS)
def dossier_words(day: date, file_id: int) -> ResponseReturnValue:
    desk = _desk(day)
    return _show_words(desk, _file(desk, file_id), WordsForm())


@bp.post("/<day:day>/nap-tep/<int:file_id>/cot")
@requires(Permission.IMPORT_DOSSIERS)
def explain_words(day: date, file_id: int) -> ResponseReturnValue:
    desk, form = _desk(day), WordsForm()
    file = _file(desk, file_id)
    if not form.validate() or not form.accepts(partial(_explain, desk, file, form)):
        return _show_words(desk, file, form), 422
    address = url_for(".dossier_preview", day=day, file_id=file_id)
    return done(address, "Đã nhớ tên cột và tên thủ tục cho các tệp sau.")


@bp.post("/<day:day>/nap-tep/<int:file_id>/bo")
@requires(Permission.IMPORT_DOSSIERS)
def discard_dossiers(day: date, file_id: int) -> ResponseReturnValue:
    desk = _desk(day)
    _file(desk, file_id).discard(desk.work)
    return done(url_for(".dossier_form", day=day), "Đã bỏ tệp, không nạp dòng nào.")


@bp.get("/<day:day>/nap-tep/<int:file_id>/loi.xlsx")
@requires(Permission.IMPORT_DOSSIERS)
def dossier_faults(day: date, file_id: int) -> ResponseReturnValue:
    desk = _desk(day)
    faulty = desk.plan(_file(desk, file_id)).faulty
    return download(fault_list(faulty), f"ho-so-loi-{day}.xlsx", MEDIA_TYPE)


@bp.get("/<day:day>/nap-tep/mau.xlsx")
@requires(Permission.IMPORT_DOSSIERS)
def dossier_template(day: date) -> ResponseReturnValue:
    book = Book("Hồ sơ", _desk(day).layout, has_example=True)
    return download(workbook(book), "mau-ho-so.xlsx", MEDIA_TYPE)


def _told_what_was_done(day: date, file: ImportFile, chosen: Reconciliation) -> ResponseReturnValue:
    """Go on to the desk, or stay with what nobody decided yet."""
    words = f"Đã nạp tệp: {chosen.act}."
    if not chosen.asked:
        return done(url_for(".desk", day=day), words)
    address = url_for(".dossier_preview", day=day, file_id=file.id)
    return done(address, f"{words} Còn {len(chosen.asked)} hồ sơ chưa quyết định.")


def _desk(day: date) -> DossierDesk:
    """Give the log of a Saturday to the person who imports."""
    return DossierDesk(db.session, db.one_or_404(DutySession.on(day)), me())


def _file(desk: DossierDesk, file_id: int) -> ImportFile:
    """Give a file that this account uploaded today for this Saturday; another's isn't there."""
    row: ImportFile = db.one_or_404(ImportFile.of(me(), desk.name, file_id))
    return row


def _keep(desk: DossierDesk, form: WorkbookForm) -> ImportFile:
    """Read the chosen file and keep its cells; raise NotAllowedNow with words when it can't be."""
    refuse_running(desk.duty_session)
    sheet = read_workbook(form.content(), desk.layout)
    file = ImportFile.keep(desk, sheet, form.name, desk.work)
    db.session.flush()
    return file


def _explain(desk: DossierDesk, file: ImportFile, form: WordsForm) -> None:
    """Remember what was chosen; how many there are is what the file says."""
    sheet, names = file.sheet, desk.plan(file).unknown
    heads = desk.words.heads(sheet)
    desk.words.explain(heads, _told(form.heads, len(heads)))
    desk.words.explain_procedures(names, _told(form.procedures, len(names)))


def _told(field: Any, number: int) -> list[str]:  # noqa: ANN401 - a list of selects
    """Give what was chosen in each; "" for what was not sent."""
    chosen = [one.data or "" for one in field.entries][:number]
    return [*chosen, *[""] * (number - len(chosen))]


def _lay_out(
    field: Any,  # noqa: ANN401 - as above
    about: Sequence[tuple[str, str, Sequence[tuple[str, str]]]],
) -> None:
    """Lay out one choice for each thing asked about, as it was sent or else as it stands."""
    while len(field.entries) > len(about):
        field.pop_entry()
    for place, (label, present, choices) in enumerate(about):
        if place == len(field.entries):
            field.append_entry(present)
        entry = field.entries[place]
        entry.label = Label(entry.id, label)
        entry.choices = [option(*one) for one in choices]
        if entry.data not in {value for value, _words in choices}:
            entry.data = present


def _about(question: Question) -> str:
    """Name a pair: "Dòng 0012 và hồ sơ H41-0007"."""
    return f"Dòng {question.line.number} và hồ sơ {question.dossier.code}"


def _answers(question: Question) -> list[tuple[str, str]]:
    """Offer what can be said of a pair; each answer names it."""
    said = [(f"{one} {question.key}", one.words.capitalize()) for one in Answer]
    return [("", "Chưa quyết định"), *said]


def _choice(plan: DossierPlan, figures: Figures) -> str:
    """Say what a choice counts, and what it does."""
    either = plan.either[figures]
    act = either.act or "không ghi gì thêm"
    if figures is Figures.BOTH:
        return f"Giữ mọi lượt đếm, thêm hồ sơ chưa khớp ({act})"
    counted = sum((either.told if figures is Figures.FILE else either.tapped).values())
    verb = "Lấy số của tệp" if figures is Figures.FILE else "Giữ số đếm nhanh"
    return f"{verb}: {counted} ({act})"


def _refusal(desk: DossierDesk) -> str:
    """Say why no file can be read now; nothing when it can."""
    try:
        refuse_running(desk.duty_session)
    except NotAllowedNow as refusal:
        return refusal.reason
    return ""


def _show_form(desk: DossierDesk, form: WorkbookForm) -> Response:
    """Show where the file is chosen."""
    return render_page(
        "intake/dossier_form.html",
        duty_session=desk.duty_session,
        form=form,
        refusal=_refusal(desk),
        columns=COLUMNS,
        most_rows=MOST_ROWS,
        most_megabytes=MOST_BYTES // 1024 // 1024,
    )


def _show_words(desk: DossierDesk, file: ImportFile, form: WordsForm) -> Response:
    """Show which column is which, and which procedure is meant."""
    heads, names = desk.words.heads(file.sheet), desk.plan(file).unknown
    form.ask(heads, names, desk)
    return render_page(
        "intake/dossier_words.html",
        duty_session=desk.duty_session,
        file=file,
        form=form,
        heads=heads,
        names=names,
    )


def _show_preview(
    desk: DossierDesk, file: ImportFile, shown: tuple[DossierPlan, ChoicesForm]
) -> Response:
    """Show what importing would do, faults first; what is asked comes before all."""
    plan, form = shown
    form.offer(plan)
    either = plan.shown
    return render_page(
        "intake/dossier_preview.html",
        duty_session=desk.duty_session,
        file=file,
        form=form,
        plan=plan,
        either=either,
        states=DossierState,
        outcomes=[one for one in Outcome if one in either.tapped or one in either.told],
        names={key: row.short_name for key, row in desk.procedures.items()},
        villages={key: row.name for key, row in desk.hamlets.items()},
        doubts=Doubt,
        shown=SHOWN,
        is_known=desk.words.knows_columns(file.sheet),
        nothing_to_do=NOTHING_TO_DO,
        until=file.kept_at + KEPT,
        told=changes_in_words,
    )
