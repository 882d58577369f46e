"""What does the commune consist of, and which days are off or busy?"""

from datetime import date

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.calendar import Holiday, known_calendar
from saturday.models.commune import Hamlet, Officer
from saturday.models.entries import Entry
from saturday.models.plan import DutySession, fallen_of
from saturday.models.procedures import Procedure
from saturday.rules.calendar import Calendar, Judgement
from saturday.rules.permissions import Permission
from saturday.rules.schedule import fallen_sentence
from saturday.vietnamese.names import nfc
from saturday.web.access import may, me, requires
from saturday.web.commune.forms import DutyForm, EntryForm
from saturday.web.commune.listing import Listing, Table
from saturday.web.commune.tables import TABLES
from saturday.web.page import done, render_page, row_urls

bp = Blueprint("commune", __name__, url_prefix="/danh-muc")

ANY_TABLE = "<any({}):name>".format(", ".join(f'"{name}"' for name in TABLES))
OFFICERS, PROCEDURES = "cong-chuc", "thu-tuc"


@bp.get("/")
@requires(Permission.SEE_COMMUNE_DATA)
def overview() -> ResponseReturnValue:
    counted = {name: func.count(table.model.id) for name, table in TABLES.items()}
    counted |= {OFFICERS: func.count(Officer.id), PROCEDURES: func.count(Procedure.code.distinct())}
    counts = db.session.execute(
        select(*(select(one).scalar_subquery() for one in counted.values()))
    ).one()
    return render_page(
        "commune/overview.html",
        tables=TABLES,
        counts=dict(zip(counted, counts, strict=True)),
    )


@bp.get(f"/{ANY_TABLE}/")
@requires(Permission.SEE_COMMUNE_DATA)
def entry_list(name: str) -> ResponseReturnValue:
    table, query = TABLES[name], nfc(request.args.get("tim", ""))
    rows = db.session.scalars(table.rows()).all()
    year = request.args.get("nam", clock.today().year, type=int)
    shown = [row for row in rows if row.day.year == year] if table.by_year else rows
    return render_page(
        "commune/entry_list.html",
        name=name,
        table=table,
        listing=Listing.of(table, shown, query, phones=may(Permission.SEE_PHONES)),
        query=query,
        address_of=row_urls(".entry_form", "row_id", name=name),
        excel_url=excel_url(name),
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
    for asked in table.offers:
        form[asked].data = form[asked].data or request.args.get(asked, type=int)
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
    status = form.refused(
        row, lambda: form.differences(row), lambda: row.change(form.values(), by=me())
    )
    if status:
        return _show(name, form, row), status
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


def excel_url(name: str) -> str | None:
    """Give the address where a table is entered from Excel, when it can be."""
    known = name in {OFFICERS, PROCEDURES, "thon-ban"}
    return url_for("commune.import_form", sheet=name) if known else None


def _open_table(name: str) -> Table:
    """Give a table whose rows may be added and removed."""
    table = TABLES[name]
    if table.is_fixed:
        abort(404)
    return table


def _form(table: Table, row: Entry | None = None) -> EntryForm:
    """Make the form of a table over a row, with what it offers."""
    form = table.form(obj=row)
    for name, offer in table.offers.items():
        chosen = getattr(row, name.removesuffix("_id")) if row else None
        rows = db.session.scalars(offer.rows()).all()
        former = [chosen] if chosen is not None and chosen not in rows else []
        form[name].offer([(one.id, one.name) for one in (*rows, *former)], none=offer.none)
    if isinstance(form, DutyForm):
        form.offer(db.session.scalars(Procedure.in_force(clock.today())))
    return form


def _show(name: str, form: EntryForm, row: Entry | None) -> Response:
    """Show the form of a table."""
    return render_page(
        "commune/entry_form.html",
        name=name,
        table=TABLES[name],
        form=form,
        row=row,
        accounts=db.session.scalars(Account.of_hamlet(row.id)).all()
        if isinstance(row, Hamlet)
        else [],
    )


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
