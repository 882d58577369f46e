"""Which workbook waits to be confirmed, and what happens when it is?"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, Self

from sqlalchemy import Delete, ForeignKey, Select, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from saturday import clock
from saturday.models.base import Model
from saturday.models.entries import Entry
from saturday.models.import_tables import TABLES, Importing, ImportTable
from saturday.rules.columns import Cell, Layout
from saturday.rules.imports import ImportPlan, RowState, RowVerdict, judge
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.rules.sheets import Fault, RawSheet, read_sheet

if TYPE_CHECKING:
    from saturday.models.accounts import Account

KEPT = timedelta(hours=24)
DAY, MOMENT = "day", "moment"  # what a date is wrapped in where it is kept as JSON
USED = "Tệp này đã nhập rồi. Mở danh mục để xem kết quả."
NOTHING_TO_DO = "Tệp này không có dòng nào để nhập."
HAS_FAULTS = "Tệp có dòng lỗi nên chưa nhập dòng nào."


class ImportKind(Protocol):
    """What a workbook is read for (loại tệp)."""

    @property
    def name(self) -> str:
        """Its name, as it stands in addresses."""


class ImportFile(Model):
    """What was read of a workbook (tệp Excel chờ nhập), for its account alone, 24 hours."""

    __tablename__ = "import_file"

    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    table: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]  # of the file, as its owner knows it
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None]  # the cells, packed; gone once it was used
    kept_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    @classmethod
    def of(cls, account: "Account", table: str, number: int) -> Select[Self]:
        """Ask for a file that an account may still look at; another's is not there."""
        return select(cls).where(
            cls.id == number,
            cls.account_id == account.id,
            cls.table == table,
            cls.kept_at > clock.now() - KEPT,
        )

    @classmethod
    def stale(cls) -> Delete:
        """Ask to forget what is older than a day; that it was imported stays in the log."""
        return delete(cls).where(cls.kept_at <= clock.now() - KEPT)

    @classmethod
    def keep(cls, table: ImportKind, sheet: RawSheet, name: str, work: Importing) -> Self:
        """Keep the cells of a workbook until they are confirmed; older ones are forgotten."""
        work.session.execute(cls.stale())
        packed = _packed(sheet)
        row = cls(
            account_id=work.by.id if work.by else None,
            table=table.name,
            name=name,
            sha256=hashlib.sha256(packed).hexdigest(),
            content=zlib.compress(packed, 1),
            kept_at=clock.now(),
        )
        work.session.add(row)
        return row

    @property
    def sheet(self) -> RawSheet:
        """Give the cells back as they were read; they must be the very same."""
        refuse_when(self.content is None, USED)
        packed = zlib.decompress(self.content or b"")
        if hashlib.sha256(packed).hexdigest() != self.sha256:
            message = "the kept cells are not those that were read"
            raise RuntimeError(message)
        return _unpacked(packed)

    def plan(self, work: Importing) -> ImportPlan:
        """Say what confirming would do to the data as they are now."""
        return plan_of(TABLES[self.table], self.sheet, work)

    def confirm(self, seen: str, work: Importing) -> ImportPlan:
        """Write what the plan says, when it still is the plan that was seen; else write nothing.

        Give the plan as it is now: its fingerprint tells whether it was done.
        """
        plan = self.plan(work)
        if plan.fingerprint == seen:
            self.write(plan, work)
        return plan

    def write(self, plan: ImportPlan, work: Importing) -> None:
        """Write all rows of a plan in the transaction that is open, and note it once."""
        refuse_when(plan.sheet.refusal, plan.sheet.refusal)
        refuse_when(not plan.does_something, NOTHING_TO_DO)
        table = TABLES[self.table]
        rows = table.rows(work)
        with work.session.no_autoflush:
            for one in plan.of(RowState.CHANGED):
                table.change(rows[one.key or 0], one.values, work)
            for one in plan.of(RowState.NEW):
                table.add(one.values, work)
        counts = plan.counts
        self.use(
            work.by,
            added=counts[RowState.NEW],
            changed=counts[RowState.CHANGED],
            skipped=counts[RowState.FAULTY],
        )

    def use(self, by: "Account | None", **counts: int) -> None:
        """Forget a file that was written, and note how many rows did what."""
        self.forget()
        self.note_use(by, **counts)

    def note_use(self, by: "Account | None", **counts: int) -> None:
        """Note how many rows did what."""
        self.note("import", by=by, table=self.table, **counts, sha256=self.sha256)

    def forget(self) -> None:
        """Forget the cells of a file of which nothing is left to do."""
        self.content, self.used_at = None, clock.now()

    def discard(self, work: Importing) -> None:
        """Forget a file that shall not be imported."""
        refuse_when(self.used_at is not None, USED)
        work.session.delete(self)


def plan_of(table: ImportTable, sheet: RawSheet, work: Importing) -> ImportPlan:
    """Judge all rows of a sheet against the table as it is now."""
    layout = table.layout(work)
    rows = table.rows(work)
    plan = judge(read_sheet(sheet, layout), table.stored(rows), layout)
    tried = (_tried(one, table, rows, (layout, work)) for one in plan.verdicts)
    return replace(plan, verdicts=tuple(tried))


def _tried(
    verdict: RowVerdict,
    table: ImportTable,
    rows: Mapping[int, Entry],
    about: tuple[Layout, Importing],
) -> RowVerdict:
    """Refuse a row that reads well and that the database would not take."""
    if verdict.state not in {RowState.NEW, RowState.CHANGED}:
        return verdict
    layout, work = about
    try:
        table.try_out(verdict, rows.get(verdict.key or 0), work)
    except NotAllowedNow as refusal:
        titles = {one.field: one.title for one in layout.columns}
        fault = Fault(titles.get(refusal.field or "", ""), refusal.reason)
        return replace(verdict, state=RowState.FAULTY, faults=(fault,), changes=())
    return verdict


# --- How cells are kept ------------------------------------------------------------------------


def _packed(sheet: RawSheet) -> bytes:
    """Write a sheet as JSON, its days marked."""
    whole = {
        "name": sheet.name,
        "headings": sorted(sheet.headings),
        "unread": sheet.unread,
        "lines": sheet.lines,
    }
    return json.dumps(whole, default=_wrapped, ensure_ascii=False, separators=(",", ":")).encode()


def _wrapped(cell: object) -> object:
    if isinstance(cell, datetime):
        return {MOMENT: cell.isoformat()}
    if isinstance(cell, date):
        return {DAY: cell.isoformat()}
    message = f"a cell can't hold {type(cell).__name__}"
    raise TypeError(message)


def _unpacked(packed: bytes) -> RawSheet:
    whole: dict[str, Any] = json.loads(packed, object_hook=_unwrapped)
    return RawSheet(
        whole["name"], whole["lines"], frozenset(whole["headings"]), tuple(whole["unread"])
    )


def _unwrapped(found: dict[str, Any]) -> dict[str, Any] | Cell:
    if MOMENT in found:
        return datetime.fromisoformat(found[MOMENT])
    return date.fromisoformat(found[DAY]) if DAY in found else found
