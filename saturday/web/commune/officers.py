"""Who serves in the commune, where, since when, and until when?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.commune import Department, Officer, Posting
from saturday.models.progress import turns_of
from saturday.models.roster import Assignment
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import numeric_day
from saturday.vietnamese.names import matches, nfc
from saturday.web.access import may, me, requires
from saturday.web.commune.forms import MoveForm, OfficerForm
from saturday.web.commune.routes import OFFICERS, bp, excel_url
from saturday.web.page import done, render_page, row_urls


@dataclass(frozen=True, slots=True)
class Shown:
    """One person on the list, as of today."""

    officer: Officer
    still: Posting | None  # where somebody serves until a move that is dated ahead

    @property
    def department(self) -> Department:
        """Where the person serves today."""
        return self.still.department if self.still else self.officer.department

    @property
    def post(self) -> str:
        """What the person is today."""
        return self.still.post if self.still else self.officer.post

    @property
    def state(self) -> str:
        """Say whether the person serves, leaves or moves."""
        row = self.officer
        if row.left_on:
            will = "sẽ" if row.is_serving else "đã"
            return f"{will} chuyển, nghỉ từ {numeric_day(row.left_on)}"
        if self.still:
            to, day = row.department.short_name, numeric_day(self.still.next_day)
            return f"từ {day}: {row.post}, {to}"
        return "đang công tác"

    @classmethod
    def everyone(cls) -> list[Self]:
        """Give everybody, those who left last."""
        still = {one.officer_id: one for one in db.session.scalars(Posting.coming())}
        rows = db.session.scalars(Officer.everyone())
        return [cls(row, still.get(row.id)) for row in rows]


@bp.get(f"/{OFFICERS}/")
@requires(Permission.SEE_COMMUNE_DATA)
def officer_list() -> ResponseReturnValue:
    query, code = nfc(request.args.get("tim", "")), request.args.get("phong", "")
    everyone = Shown.everyone()
    rows = [row for row in everyone if not code or row.department.code == code]
    return render_page(
        "commune/officer_list.html",
        rows=[row for row in rows if _holds(row.officer, query)] if query else rows,
        total=len(everyone),
        departments=db.session.scalars(Department.in_order()).all(),
        query=query,
        code=code,
        edits_all=may(Permission.EDIT_COMMUNE_DATA),
        address_of=row_urls(".officer_form", "officer_id"),
        excel_url=excel_url(OFFICERS),
    )


@bp.get(f"/{OFFICERS}/moi")
@requires(Permission.EDIT_OWN_OFFICERS)
def new_officer_form() -> ResponseReturnValue:
    return _show(_form(), None)


@bp.post(f"/{OFFICERS}/moi")
@requires(Permission.EDIT_OWN_OFFICERS)
def add_officer() -> ResponseReturnValue:
    form, row = _form(), Officer()
    if not form.validate() or not form.accepts(
        lambda: row.enter(db.session, form.values(), by=me())
    ):
        return _show(form, None), 422
    return done(url_for(".officer_list"), f"Đã thêm {row.name}.")


@bp.get(f"/{OFFICERS}/<int:officer_id>")
@requires(Permission.EDIT_OWN_OFFICERS)
def officer_form(officer_id: int) -> ResponseReturnValue:
    row = _own_officer(officer_id)
    return _show(_form(row), row)


@bp.post(f"/{OFFICERS}/<int:officer_id>")
@requires(Permission.EDIT_OWN_OFFICERS)
def change_officer(officer_id: int) -> ResponseReturnValue:
    row = _own_officer(officer_id)
    form = _form(row)
    status = form.refused(
        row, lambda: form.differences(row), lambda: row.change(form.values(), by=me())
    )
    if status:
        return _show(form, row), status
    return done(_next_page(row), f"Đã lưu {row.name}.")


@bp.post(f"/{OFFICERS}/<int:officer_id>/xoa")
@requires(Permission.EDIT_OWN_OFFICERS)
def delete_officer(officer_id: int) -> ResponseReturnValue:
    row = _own_officer(officer_id)
    words = row.name
    row.remove(by=me())
    return done(url_for(".officer_list"), f"Đã xóa {words}.")


@bp.get(f"/{OFFICERS}/<int:officer_id>/chuyen")
@requires(Permission.EDIT_COMMUNE_DATA)
def move_form(officer_id: int) -> ResponseReturnValue:
    row = db.get_or_404(Officer, officer_id)
    return _show_move(_move_form(row), row)


@bp.post(f"/{OFFICERS}/<int:officer_id>/chuyen")
@requires(Permission.EDIT_COMMUNE_DATA)
def move_officer(officer_id: int) -> ResponseReturnValue:
    row = db.get_or_404(Officer, officer_id)
    form = _move_form(row)
    status = form.refused(row, lambda: form.differences(row), lambda: _move(row, form))
    if status:
        return _show_move(form, row), status
    return done(url_for(".officer_form", officer_id=row.id), f"Đã ghi chuyển cho {row.name}.")


@bp.post(f"/{OFFICERS}/<int:officer_id>/bo-chuyen")
@requires(Permission.EDIT_COMMUNE_DATA)
def undo_move(officer_id: int) -> ResponseReturnValue:
    row = db.get_or_404(Officer, officer_id)
    row.undo_move(by=me())
    words = f"Đã bỏ lần chuyển gần nhất của {row.name}."
    return done(url_for(".officer_form", officer_id=row.id), words)


def _own_officer(officer_id: int) -> Officer:
    """Give an officer this account may edit; a foreign one isn't there."""
    row: Officer = db.one_or_404(Officer.editable_by(me()).where(Officer.id == officer_id))
    return row


def _holds(row: Officer, query: str) -> bool:
    """Whether somebody is found by a part of the name, or by the code."""
    return matches(query, row.name) or row.code == query


def _next_page(row: Officer) -> str:
    """Stay with somebody whose leaving asks for more; else go back to the list."""
    if _accounts(row) or _turns(row):
        return url_for(".officer_form", officer_id=row.id)
    return url_for(".officer_list")


def _accounts(row: Officer) -> Sequence[Account]:
    """Give the open accounts of somebody who has left, or will."""
    return db.session.scalars(Account.of_officer(row.id)).all() if row.left_on else []


def _turns(row: Officer) -> list[Assignment]:
    """Give the Saturdays on which somebody is on duty after having left."""
    left = row.left_on
    return [one for one in turns_of(db.session, row.id) if left and one.duty_session.day >= left]


def _form(row: Officer | None = None) -> OfficerForm:
    """Make the form over an officer; a department is offered itself alone."""
    form = OfficerForm(obj=row)
    departments = db.session.scalars(Department.current()).all()
    if not may(Permission.EDIT_COMMUNE_DATA):
        departments = [one for one in departments if one.id == me().department_id]
    form.offer(departments, row.department if row else None)
    return form


def _show(form: OfficerForm, row: Officer | None) -> Response:
    """Show the form over an officer."""
    return render_page(
        "commune/officer_form.html",
        form=form,
        row=row,
        today=clock.today(),
        accounts=_accounts(row) if row else [],
        turns=_turns(row) if row else [],
    )


def _move_form(row: Officer) -> MoveForm:
    """Make the form of a move."""
    form = MoveForm(obj=row)
    form.offer(db.session.scalars(Department.current()), row.department)
    return form


def _move(row: Officer, form: MoveForm) -> None:
    """Write the move that was typed."""
    department = db.session.get_one(Department, form.department_id.data)
    if form.from_day.data is not None and form.post.data:  # both are required
        row.move(department, form.post.data, form.from_day.data, by=me())


def _show_move(form: MoveForm, row: Officer) -> Response:
    """Show the form of a move."""
    return render_page("commune/move_form.html", form=form, row=row)
