"""What was done, by whom, when; and does the log still stand as it was written?"""

import csv
import io
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.audit import AuditCheck, AuditEvent
from saturday.papers.spreadsheet import MEDIA_TYPE, Book, workbook
from saturday.rules.columns import Column, ColumnKind, Layout, Values
from saturday.rules.permissions import Permission
from saturday.safekeeping import heads
from saturday.web.access import requires
from saturday.web.page import done, download, render_page
from saturday.web.settings import acts
from saturday.web.settings.forms import SoughtForm
from saturday.web.settings.routes import bp

ACTS_A_PAGE = 100
ACTS_A_FILE = 10_000
ROWS_A_PRESS = 25_000  # of the chain: about a second
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "row": "Dòng",
        "day": "Ngày",
        "time": "Giờ",
        "who": "Ai",
        "act": "Việc",
        "facts": "Chi tiết",
        "hash": "Mã băm",
    }
)


@bp.get("/nhat-ky")
@requires(Permission.SEE_AUDIT)
def audit_log() -> ResponseReturnValue:
    """Show the newest acts that are sought, or those before one."""
    form = SoughtForm.offering(people())
    status = 200 if form.validate() else 422
    before = request.args.get("truoc", type=int)
    events = db.session.scalars(AuditEvent.page(form.sought(), before, ACTS_A_PAGE + 1)).all()
    shown = events[:ACTS_A_PAGE]
    page = render_page(
        "settings/audit_log.html",
        form=form,
        events=shown,
        older=shown[-1].id if len(events) > ACTS_A_PAGE else None,
        before=before,
        kept=form.kept(),
        acts=acts,
        chain=chain(),
    )
    return page, status


def people() -> list[tuple[int, str]]:
    """Give every account, by user name, to choose from."""
    question = select(Account.id, Account.username).order_by(Account.username)
    return [(number, name) for number, name in db.session.execute(question)]


def chain() -> dict[str, object]:
    """Say where the log ends, and how far it was read."""
    return {
        "head": db.session.scalar(AuditEvent.newest()),
        "check": db.session.scalar(AuditCheck.newest()),
    }


@bp.post("/nhat-ky/kiem-tra")
@requires(Permission.SEE_AUDIT)
def check_audit() -> ResponseReturnValue:
    """Read the next rows of the log; a reading that is over begins anew."""
    check = db.session.scalar(AuditCheck.newest())
    if check is None or check.is_over:
        check = AuditCheck.begin()
        db.session.add(check)
    check.carry_on(db.session, ROWS_A_PRESS, heads.noted())
    return done(url_for(".audit_log"), "")


@bp.get("/nhat-ky/tep.<any(csv, xlsx):ending>")
@requires(Permission.SEE_AUDIT)
def audit_file(ending: str) -> ResponseReturnValue:
    """Give what is sought as a table, the newest first, no more than a file of use may hold."""
    form = SoughtForm.offering(people())
    if not form.validate():
        return audit_log()
    rows = written(AuditEvent.page(form.sought(), None, ACTS_A_FILE))
    name = f"nhat-ky-thao-tac.{ending}"
    if ending == "csv":
        return download(as_csv(rows), name, "text/csv; charset=utf-8")
    return download(as_workbook(rows), name, MEDIA_TYPE)


def written(question: Select[AuditEvent]) -> Iterable[dict[str, str | int]]:
    """Write each act as the cells of a row."""
    for event in db.session.scalars(question.options(joinedload(AuditEvent.account))):
        yield {
            "row": event.id,
            "day": event.at.strftime("%d/%m/%Y"),
            "time": event.at.strftime("%H:%M:%S"),
            "who": acts.who(event),
            "act": acts.in_words(event),
            "facts": acts.facts_in_words(event),
            "hash": event.hash,
        }


def as_csv(rows: Iterable[Mapping[str, str | int]]) -> bytes:
    """Write a table for any program: a mark so that Vietnamese is read, no cell a formula."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(COLUMNS.values())
    lines.writerows([harmless(row[key]) for key in COLUMNS] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(value: str | int) -> str:
    """Keep a program from taking typed words for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_workbook(rows: Iterable[Mapping[str, str | int]]) -> bytes:
    """Write a table for Excel, every cell as text."""
    columns = tuple(
        Column(key, title, ColumnKind.NUMBER if key == "row" else ColumnKind.TEXT)
        for key, title in COLUMNS.items()
    )
    layout = Layout(columns)
    values: Iterable[Values] = (dict(row) for row in rows)
    return workbook(Book("Nhật ký thao tác", layout, values))
