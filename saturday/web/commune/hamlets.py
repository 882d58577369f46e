"""Which village became a part of which, and from which day?"""

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.commune import Hamlet
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import numeric_day
from saturday.web.access import me, requires
from saturday.web.commune.forms import MergeForm
from saturday.web.commune.routes import bp
from saturday.web.page import done, render_page

HAMLETS = "thon-ban"


@bp.get(f"/{HAMLETS}/<int:hamlet_id>/sap-nhap")
@requires(Permission.EDIT_COMMUNE_DATA)
def merge_form(hamlet_id: int) -> ResponseReturnValue:
    row = _unmerged(hamlet_id)
    return _show(_form(row), row)


@bp.post(f"/{HAMLETS}/<int:hamlet_id>/sap-nhap")
@requires(Permission.EDIT_COMMUNE_DATA)
def merge_hamlet(hamlet_id: int) -> ResponseReturnValue:
    row = db.get_or_404(Hamlet, hamlet_id)
    form = _form(row)
    status = form.refused(row, lambda: form.differences(row), lambda: _merge(row, form))
    if status:
        return _show(form, row), status
    into = row.merged_into.name if row.merged_into else ""
    return done(_page(row), f"Đã ghi {row.name} sáp nhập vào {into}.")


@bp.post(f"/{HAMLETS}/<int:hamlet_id>/bo-sap-nhap")
@requires(Permission.EDIT_COMMUNE_DATA)
def unmerge_hamlet(hamlet_id: int) -> ResponseReturnValue:
    row = db.get_or_404(Hamlet, hamlet_id)
    row.unmerge(by=me())
    return done(_page(row), f"Đã bỏ sáp nhập. {row.name} lại có trong danh sách để chọn.")


def _unmerged(hamlet_id: int) -> Hamlet:
    """Give a village that can still be merged."""
    row: Hamlet = db.get_or_404(Hamlet, hamlet_id)
    if row.merged_into_id is not None:
        abort(404)
    return row


def _page(row: Hamlet) -> str:
    return url_for(".entry_form", name=HAMLETS, row_id=row.id)


def _form(row: Hamlet) -> MergeForm:
    """Make the form of a merger, with every other village that is not over."""
    form = MergeForm(obj=row)
    rows = db.session.scalars(Hamlet.with_former()).all()
    form.merged_into_id.offer(
        (one.id, one.name) for one in rows if one.is_current and one is not row
    )
    return form


def _merge(row: Hamlet, form: MergeForm) -> None:
    """Write the merger that was typed."""
    other = db.session.get_one(Hamlet, form.merged_into_id.data)
    if form.from_day.data is not None:  # it is required
        row.merge(other, form.from_day.data, by=me())


def _show(form: MergeForm, row: Hamlet) -> Response:
    """Show the form of a merger, and what keeps the former name."""
    return render_page(
        "commune/merge_form.html",
        form=form,
        row=row,
        accounts=db.session.scalars(Account.of_hamlet(row.id)).all(),
        last_day=numeric_day(row.valid_to) if row.valid_to else "",
    )
