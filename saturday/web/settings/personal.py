"""What is kept of people, who saw it, and how does it leave?"""

from collections.abc import Iterable
from typing import Self
from urllib.parse import urlencode

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import StringField, ValidationError

from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.personal import (
    Fact,
    Identity,
    Overdue,
    PersonalPurge,
    PersonFile,
    seen_whole,
)
from saturday.papers.spreadsheet import MEDIA_TYPE, Book, workbook
from saturday.rules.columns import Column, ColumnKind, Layout, Values
from saturday.rules.identifiers import parse_identity_number
from saturday.rules.permissions import Permission
from saturday.safekeeping import erasing
from saturday.web.access import me, note_view, repeatable, requires
from saturday.web.fields import BaseForm, at_most, phone
from saturday.web.page import done, download, render_page
from saturday.web.settings import acts
from saturday.web.settings.routes import bp

ACTS_A_PAGE = 100
VISITS, OPINIONS = "luot", "y-kien"  # as they stand in addresses: ids, which name nobody
COLUMNS = (
    Column("place", "Nơi lưu"),
    Column("day", "Ngày", ColumnKind.DAY),
    Column("number", "Số"),
    Column("label", "Điều được lưu"),
    Column("words", "Nội dung", ColumnKind.LINES),
)


def identity_number(_form: object, field: StringField) -> None:
    """Accept twelve digits however they are spaced."""
    if field.data:
        number = parse_identity_number(field.data)
        if number is None:
            message = "Hãy ghi đủ 12 chữ số của số định danh."
            raise ValidationError(message)
        field.data = number


class PersonForm(BaseForm):
    """By what a person is looked for."""

    name = StringField("Họ và tên", [at_most(120)])
    phone = StringField("Số điện thoại", [at_most(40), phone])
    identity_number = StringField("Số định danh", [at_most(40), identity_number])

    @property
    def identity(self) -> Identity:
        """Give what was typed."""
        typed = self.data
        return Identity(typed["name"] or "", typed["phone"] or "", typed["identity_number"] or "")


class CorrectPersonForm(PersonForm):
    """What shall be right of a person; what stays empty stays as it is."""

    address = StringField("Địa chỉ (của ý kiến)", [at_most(200)])

    @property
    def identity(self) -> Identity:
        """Give what was typed."""
        typed = self.data
        return Identity(
            typed["name"] or "",
            typed["phone"] or "",
            typed["identity_number"] or "",
            typed["address"] or "",
        )


class Chosen:
    """Which rows were ticked as one person's."""

    def __init__(self, values: MultiDict[str, str]) -> None:
        """Read ids; what is none is left out."""
        self.visits = values.getlist(VISITS, type=int)
        self.opinions = values.getlist(OPINIONS, type=int)

    @classmethod
    def sent(cls) -> Self:
        """Read what the address or the form names; 404 when that is nobody."""
        chosen = cls(request.values)
        return chosen if chosen.visits or chosen.opinions else abort(404)

    def at(self, endpoint: str) -> str:
        """Give the address of a page about them."""
        ids = {VISITS: self.visits, OPINIONS: self.opinions}
        return f"{url_for(endpoint)}?{urlencode(ids, doseq=True)}"

    def load(self) -> PersonFile:
        """Load the rows; 404 when one of them is not there."""
        file = PersonFile.of(db.session, self.visits, self.opinions)
        known = len(file.visits) + len(file.opinions)
        return file if known == len({*self.visits}) + len({*self.opinions}) else abort(404)

    def seen(self) -> PersonFile:
        """Load the rows, and note that somebody sees them whole."""
        note_view(*self.load().rows)
        return self.load()


@bp.get("/du-lieu-ca-nhan")
@requires(Permission.MANAGE_PERSONAL_DATA)
def personal_data() -> ResponseReturnValue:
    """Show how long things stay, what is overdue, and where to look for one person."""
    return show(PersonForm())


def show(form: PersonForm, file: PersonFile | None = None) -> Response:
    """Show the page, with what was found."""
    return render_page(
        "settings/personal_data.html",
        form=form,
        found=file,
        plan=Overdue.now(db.session),
        last=db.session.scalar(PersonalPurge.newest()),
        gone=erasing.gone_from_copies,
    )


@bp.post("/du-lieu-ca-nhan/tim")
@requires(Permission.MANAGE_PERSONAL_DATA)
@repeatable
def find_person() -> ResponseReturnValue:
    """Look for somebody; a POST, so that no name comes to stand in an address."""
    form, found = PersonForm(), []
    if not form.validate():
        return show(form), 422
    if not form.accepts(lambda: found.append(PersonFile.found(db.session, form.identity))):
        return show(form), 422
    return show(form, found[0])


@bp.get("/du-lieu-ca-nhan/nguoi")
@requires(Permission.MANAGE_PERSONAL_DATA)
def person() -> ResponseReturnValue:
    """Show all that is kept of one person, and who saw it."""
    return show_person(Chosen.sent(), CorrectPersonForm())


def show_person(chosen: Chosen, form: CorrectPersonForm) -> Response:
    """Show the whole of it; that this is seen is noted."""
    file = chosen.seen()
    return render_page(
        "settings/person.html",
        form=form,
        chosen=chosen,
        facts=list(file.facts()),
        seen=db.session.scalars(file.seen_by().limit(ACTS_A_PAGE)).all(),
        acts=acts,
    )


@bp.get("/du-lieu-ca-nhan/nguoi/in")
@requires(Permission.MANAGE_PERSONAL_DATA)
def person_sheet() -> ResponseReturnValue:
    """Show the same as a sheet, for the person who asked."""
    chosen = Chosen.sent()
    file = chosen.seen()
    return render_page(
        "settings/person_sheet.html",
        chosen=chosen,
        facts=list(file.facts()),
        commune=Commune.of_database(db.session),
        plan=Overdue.now(db.session),
    )


@bp.get("/du-lieu-ca-nhan/nguoi/tep.xlsx")
@requires(Permission.MANAGE_PERSONAL_DATA)
def person_file() -> ResponseReturnValue:
    """Give the same as a workbook."""
    file = Chosen.sent().seen()
    return download(as_workbook(file.facts()), "du-lieu-ca-nhan.xlsx", MEDIA_TYPE)


def as_workbook(facts: Iterable[Fact]) -> bytes:
    """Write one thing a line."""
    rows: Iterable[Values] = (
        {column.field: getattr(fact, column.field) for column in COLUMNS} for fact in facts
    )
    return workbook(Book("Dữ liệu cá nhân", Layout(COLUMNS), rows))


@bp.post("/du-lieu-ca-nhan/nguoi/sua")
@requires(Permission.MANAGE_PERSONAL_DATA)
def correct_person() -> ResponseReturnValue:
    """Put right who it is."""
    chosen, form = Chosen.sent(), CorrectPersonForm()
    file = chosen.load()
    if not form.validate():
        return show_person(chosen, form), 422
    if not form.accepts(lambda: file.correct(form.identity, by=me())):
        return show_person(chosen, form), 422
    return done(chosen.at(".person"), "Đã sửa.")


@bp.post("/du-lieu-ca-nhan/nguoi/xoa")
@requires(Permission.MANAGE_PERSONAL_DATA)
def forget_person() -> ResponseReturnValue:
    """Take away what says who it was."""
    Chosen.sent().load().forget(db.session, by=me())
    answer = done(url_for(".personal_data"), "Đã xóa phần nhận ra người. Số đếm còn giữ.")
    erasing.sweep()
    return answer


@bp.post("/du-lieu-ca-nhan/xoa-qua-han")
@requires(Permission.MANAGE_PERSONAL_DATA)
def purge_personal() -> ResponseReturnValue:
    """Take away what was kept long enough."""
    row = PersonalPurge.carry_out(db.session, by=me())
    words = f"Đã xóa phần quá hạn của {row.visits} lượt, {row.opinions} ý kiến. Số đếm còn giữ."
    answer = done(url_for(".personal_data"), words)
    erasing.sweep()
    return answer


@bp.get("/du-lieu-ca-nhan/ai-da-xem")
@requires(Permission.SEE_AUDIT)
def seen_list() -> ResponseReturnValue:
    """Show who saw or changed whole values of anybody, the newest first."""
    before = request.args.get("truoc", type=int)
    events = db.session.scalars(seen_whole(before, ACTS_A_PAGE + 1)).all()
    shown = events[:ACTS_A_PAGE]
    older = shown[-1].id if len(events) > ACTS_A_PAGE else None
    return render_page(
        "settings/seen_list.html", events=shown, older=older, before=before, acts=acts
    )


@bp.get("/du-lieu-ca-nhan/bien-thong-bao")
@requires(Permission.EDIT_COMMUNE_DATA)
def notice_sign() -> ResponseReturnValue:
    """Show the sign for the desk: what is written down of people, why, and for how long."""
    commune = Commune.of_database(db.session)
    asked = [
        words
        for key, words in (
            ("desk.names", "họ và tên"),
            ("desk.phones", "số điện thoại"),
            ("desk.identity", "số định danh cá nhân"),
        )
        if commune.text(key) == "yes"
    ]
    months = Overdue.now(db.session).months
    return render_page("settings/notice_sign.html", commune=commune, asked=asked, months=months)
