"""What does the commune consist of, and which days are off or busy?"""

from datetime import date

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.calendar import Holiday, known_calendar
from saturday.models.commune import Department, Officer
from saturday.models.entries import Entry
from saturday.models.plan import DutySession, fallen_of
from saturday.models.procedures import Procedure
from saturday.rules.calendar import Calendar, Judgement
from saturday.rules.permissions import Permission
from saturday.rules.schedule import fallen_sentence
from saturday.vietnamese.names import matches
from saturday.web.access import may, me, requires
from saturday.web.commune.forms import DutyForm, EntryForm, OfficerForm
from saturday.web.commune.tables import TABLES, Table
from saturday.web.page import done, render_page, row_urls

bp = Blueprint("commune", __name__, url_prefix="/danh-muc")

ANY_TABLE = "<any({}):name>".format(", ".join(f'"{name}"' for name in TABLES))
OFFICERS = "cong-chuc"


@bp.get("/")
@requires(Permission.SEE_COMMUNE_DATA)
def overview() -> ResponseReturnValue:
    models = {name: table.model for name, table in TABLES.items()} | {OFFICERS: Officer}
    counts = db.session.execute(
        select(*(select(func.count(model.id)).scalar_subquery() for model in models.values()))
    ).one()
    return render_page(
        "commune/overview.html",
        tables=TABLES,
        counts=dict(zip(models, counts, strict=True)),
    )


@bp.get(f"/{ANY_TABLE}/")
@requires(Permission.SEE_COMMUNE_DATA)
def entry_list(name: str) -> ResponseReturnValue:
    table = TABLES[name]
    rows = list(db.session.scalars(table.rows()))
    year = request.args.get("nam", clock.today().year, type=int)
    return render_page(
        "commune/entry_list.html",
        name=name,
        table=table,
        rows=[row for row in rows if row.day.year == year] if table.by_year else rows,
        year=year,
        years=sorted({row.day.year for row in rows} | {year}) if table.by_year else [],
        fallen=[(fallen_sentence(one), one.day.year) for one in _fallen()]
        if table.judges_days
        else [],
    )


@bp.get(f"/{ANY_TABLE}/moi")
@requires(Permission.EDIT_COMMUNE_DATA)
def new_entry_form(name: str) -> ResponseReturnValue:
    table = _open_table(name)
    form = _form(table)
    if "position" in form and form["position"].data is None:
        form["position"].data = len(db.session.scalars(table.rows()).all()) + 1
    return _show(name, form, None)


@bp.post(f"/{ANY_TABLE}/moi")
@requires(Permission.EDIT_COMMUNE_DATA)
def add_entry(name: str) -> ResponseReturnValue:
    table = _open_table(name)
    form, row, before = _form(table), table.model(), known_calendar(db.session)
    if not form.validate() or not form.accepts(
        lambda: row.enter(db.session, form.values(), by=me())
    ):
        return _show(name, form, None), 422
    return done(_address(name, row), f"Đã thêm {table.name(row)}. {_what_fell(table, before)}")


@bp.get(f"/{ANY_TABLE}/<int:row_id>")
@requires(Permission.EDIT_COMMUNE_DATA)
def entry_form(name: str, row_id: int) -> ResponseReturnValue:
    row = db.get_or_404(TABLES[name].model, row_id)
    return _show(name, _form(TABLES[name], row), row)


@bp.post(f"/{ANY_TABLE}/<int:row_id>")
@requires(Permission.EDIT_COMMUNE_DATA)
def change_entry(name: str, row_id: int) -> ResponseReturnValue:
    table = TABLES[name]
    row, before = db.get_or_404(table.model, row_id), known_calendar(db.session)
    form = _form(table, row)
    if not form.validate():
        return _show(name, form, row), 422
    if form.is_stale(row, lambda: form.differences(row)):
        return _show(name, form, row), 409
    if not form.accepts(lambda: row.change(form.values(), by=me())):
        return _show(name, form, row), 422
    return done(_address(name, row), f"Đã lưu {table.name(row)}. {_what_fell(table, before)}")


@bp.post(f"/{ANY_TABLE}/<int:row_id>/xoa")
@requires(Permission.EDIT_COMMUNE_DATA)
def delete_entry(name: str, row_id: int) -> ResponseReturnValue:
    table = _open_table(name)
    row, before = db.get_or_404(table.model, row_id), known_calendar(db.session)
    words, address = table.name(row), _address(name, row)
    row.remove(by=me())
    db.session.flush()
    return done(address, f"Đã xóa {words}. {_what_fell(table, before)}")


@bp.get(f"/{OFFICERS}/")
@requires(Permission.SEE_COMMUNE_DATA)
def officer_list() -> ResponseReturnValue:
    query, code = request.args.get("tim", "").strip(), request.args.get("phong", "")
    everyone = db.session.scalars(Officer.everyone()).all()
    rows = [row for row in everyone if not code or row.department.code == code]
    return render_page(
        "commune/officer_list.html",
        rows=[row for row in rows if matches(query, row.name)] if query else rows,
        total=len(everyone),
        departments=db.session.scalars(Department.in_order()).all(),
        query=query,
        code=code,
        edits_all=may(Permission.EDIT_COMMUNE_DATA),
        address_of=row_urls(".officer_form", "officer_id"),
    )


@bp.get(f"/{OFFICERS}/moi")
@requires(Permission.EDIT_OWN_OFFICERS)
def new_officer_form() -> ResponseReturnValue:
    return _show_officer(_officer_form(), None)


@bp.post(f"/{OFFICERS}/moi")
@requires(Permission.EDIT_OWN_OFFICERS)
def add_officer() -> ResponseReturnValue:
    form, row = _officer_form(), Officer()
    if not form.validate() or not form.accepts(
        lambda: row.enter(db.session, form.values(), by=me())
    ):
        return _show_officer(form, None), 422
    return done(url_for(".officer_list"), f"Đã thêm {row.name}.")


@bp.get(f"/{OFFICERS}/<int:officer_id>")
@requires(Permission.EDIT_OWN_OFFICERS)
def officer_form(officer_id: int) -> ResponseReturnValue:
    row = _own_officer(officer_id)
    return _show_officer(_officer_form(row), row)


@bp.post(f"/{OFFICERS}/<int:officer_id>")
@requires(Permission.EDIT_OWN_OFFICERS)
def change_officer(officer_id: int) -> ResponseReturnValue:
    row = _own_officer(officer_id)
    form = _officer_form(row)
    if not form.validate():
        return _show_officer(form, row), 422
    if form.is_stale(row, lambda: form.differences(row)):
        return _show_officer(form, row), 409
    row.change(form.values(), by=me())
    return done(url_for(".officer_list"), f"Đã lưu {row.name}.")


@bp.post(f"/{OFFICERS}/<int:officer_id>/xoa")
@requires(Permission.EDIT_OWN_OFFICERS)
def delete_officer(officer_id: int) -> ResponseReturnValue:
    row = _own_officer(officer_id)
    words = row.name
    row.remove(by=me())
    return done(url_for(".officer_list"), f"Đã xóa {words}.")


def _open_table(name: str) -> Table:
    """Give a table whose rows may be added and removed."""
    table = TABLES[name]
    if table.is_fixed:
        abort(404)
    return table


def _form(table: Table, row: Entry | None = None) -> EntryForm:
    """Make the form of a table over a row, with what it offers."""
    form = table.form(obj=row)
    if isinstance(form, DutyForm):
        form.offer(
            db.session.scalars(Department.in_order()),
            db.session.scalars(Procedure.in_force(clock.today())),
        )
    return form


def _show(name: str, form: EntryForm, row: Entry | None) -> Response:
    """Show the form of a table."""
    return render_page("commune/entry_form.html", name=name, table=TABLES[name], form=form, row=row)


def _address(name: str, row: Entry) -> str:
    """Give the list on which the row is seen."""
    day: date | None = row.day if isinstance(row, Holiday) else None
    year = day.year if day and day.year != clock.today().year else None
    return url_for(".entry_list", name=name, nam=year)


def _fallen(before: Calendar | None = None) -> list[Judgement]:
    """Judge the coming Saturdays by the calendar as it is now."""
    coming = db.session.scalars(DutySession.coming()).all()
    return fallen_of(coming, known_calendar(db.session), before=before)


def _what_fell(table: Table, before: Calendar) -> str:
    """Say which planned Saturdays a change of the calendar has made fall."""
    if not table.judges_days:
        return ""
    return " ".join(map(fallen_sentence, _fallen(before)))


def _own_officer(officer_id: int) -> Officer:
    """Give an officer this account may edit; a foreign one isn't there."""
    row: Officer = db.one_or_404(Officer.editable_by(me()).where(Officer.id == officer_id))
    return row


def _officer_form(row: Officer | None = None) -> OfficerForm:
    """Make the form over an officer; a department is offered itself alone."""
    form = OfficerForm(obj=row)
    departments = Department.in_order()
    if not may(Permission.EDIT_COMMUNE_DATA):
        departments = departments.where(Department.id == me().department_id)
    form.offer(db.session.scalars(departments))
    return form


def _show_officer(form: OfficerForm, row: Officer | None) -> Response:
    """Show the form over an officer."""
    return render_page("commune/officer_form.html", form=form, row=row)
