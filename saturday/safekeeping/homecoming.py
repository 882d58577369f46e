"""How does what a laptop wrote come home, once and whole, in whatever order packs arrive?

A laptop's audit log says where it comes from: of two copies of its data one log begins with the
other, and the longer one knows more. Lines are known by their numbers. What both sides changed
since stays as it is here and is named, so that a person decides.
"""

import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from saturday import clock
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.base import AnySession, Model
from saturday.models.closing import closed_at, refuse_closed
from saturday.models.commune import Department, Hamlet, Officer
from saturday.models.intake import Correction, IntakeEntry, IntakeSeries, SearchKey, Visit
from saturday.models.packs import Brought, MobilePack, PackEvent, PackRow
from saturday.models.procedures import Procedure
from saturday.models.returns import Return, UndoneReturn
from saturday.models.running import ChecklistItem, SatisfactionCount, WaitingCount
from saturday.rules.intake import Outcome
from saturday.rules.packs import Finding, Lineage, lineage, next_letter, refuse_letter
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.safekeeping import backup, differing, packs, restore, schema
from saturday.vietnamese.dates import numeric_day

Row = TypeVar("Row", bound=Model)
SPOILT = "Dữ liệu trong gói hỏng, chưa nhận gì. Hãy chép lại từ máy xách tay."
# By what a row of the commune's data is the same here and on a laptop, and how it is called.
KNOWN_BY: Mapping[str, tuple[type[Any], tuple[str, ...], str]] = MappingProxyType(
    {
        "account": (Account, ("username",), "tài khoản"),
        "department": (Department, ("code",), "phòng, đơn vị"),
        "hamlet": (Hamlet, ("name",), "thôn, bản"),
        "officer": (Officer, ("name",), "cán bộ, công chức"),
        "procedure": (Procedure, ("code", "valid_from"), "thủ tục"),
    }
)
# Columns that are each side's own, or that the letter decides.
OWN = frozenset({"id", "version", "letter", "duty_session_id", "visit_id", "entry_id"})


class _LeftOut(Exception):
    """A row that can't come home yet; the sentence says why, the other what to do about it."""

    def __init__(self, words: str, todo: str) -> None:
        super().__init__(words)
        self.todo = todo


@dataclass(frozen=True, slots=True)
class Homecoming:
    """What became of one attempt (kết quả nhận về)."""

    pack: MobilePack
    brought: Brought
    lineage: Lineage

    @property
    def words(self) -> str:
        """Say what came home."""
        day, letter = self.pack.duty_session.day, self.pack.letter
        where = f"gói chữ {letter} của buổi {numeric_day(day)}"
        if self.lineage is Lineage.OLDER:
            return f"Bản này của {where} cũ hơn bản đã nhận: không có gì mới."
        new, renewed = self.brought.new, self.brought.renewed
        if not (new or renewed or self.brought.findings):
            return f"Đã nhận đủ {where} từ trước: không có gì mới."
        said = f"Đã nhận về {where}: {new} dòng mới, {renewed} dòng sửa."
        left = len(self.brought.findings)
        return f"{said} Còn {left} việc cần xem lại." if left else said


@contextmanager
def opened(file: Path, passphrase: str | None = None) -> Iterator[Session]:
    """Open a copy of what a laptop holds: the file it was packed up in, or the pack's folder."""
    with backup.unpacking() as aside:
        copy = aside / "pack.sqlite"
        _take(_file_of(file), copy, passphrase)
        try:
            faults = _faults_of(copy)
        except (sqlite3.Error, SQLAlchemyError) as fault:
            raise NotAllowedNow(SPOILT) from fault
        refuse_when(faults, f"{SPOILT} {' '.join(faults)}")
        engine = create_engine(backup.address_of(copy))
        try:
            with engine.begin() as connection:
                refuse_when(not schema.knows(schema.version_of(connection)), restore.NEWER)
                schema.bring_to(connection)
            with Session(engine) as far:
                yield far
        finally:
            engine.dispose()


def _file_of(given: Path) -> Path:
    """Find what to read: in a pack's folder the data that are in use there."""
    if given.is_dir():
        given = given / packs.FOLDER / packs.DATABASE
    words = f"Không có tệp {given}. Hãy chọn tệp trong thư mục mang-ve của gói."
    refuse_when(not given.is_file(), words)
    return given


def _take(file: Path, copy: Path, passphrase: str | None) -> None:
    """Bring the data aside, as they are or unsealed; a journal of a crash comes along."""
    if packs.is_sealed(file):
        words = "Gói này được niêm phong: cần câu mật khẩu để mở."
        refuse_when(not passphrase, words, field="passphrase")
        packs.unseal(file, copy, passphrase or "")
        return
    shutil.copyfile(file, copy)
    copy.chmod(0o600)
    journal = file.with_name(f"{file.name}-journal")
    if journal.is_file():
        shutil.copyfile(journal, copy.with_name(f"{copy.name}-journal"))


def _faults_of(copy: Path) -> list[str]:
    """Look at structure and log of what came; opening it first undoes what a crash left half."""
    with sqlite3.connect(copy) as found:
        found.execute("SELECT count(*) FROM mobile_pack").fetchone()
    found.close()
    return backup.structure_faults(copy) + backup.chain_faults(copy)


def bring_home(
    near: AnySession, far: Session, letter: str = "", *, by: Account | None
) -> Homecoming:
    """Merge what a laptop wrote into the data here, in one transaction that the caller commits.

    ``letter``: the lines of a second laptop that ran the same pack come under another one.
    Raises NotAllowedNow; then nothing may be committed.
    """
    packs.refuse_on_a_laptop(near)
    chain = list(far.scalars(select(AuditEvent.hash).order_by(AuditEvent.id)))
    pack, found = _pack_of(near, far, chain, letter)
    pack.duty_session.take_turn(near)
    if found is Lineage.OLDER:
        return Homecoming(pack, Brought(), found)
    if found is Lineage.SAME and closed_at(near, pack.duty_session_id):
        return Homecoming(pack, Brought(findings=pack.to_review), found)
    refuse_closed(near, pack.duty_session_id)
    merging = _Merging(near, far, pack)
    brought = merging.merge()
    if found is Lineage.NEWER or brought != Brought(findings=pack.to_review):
        merging.keep_log()
        pack.bring(brought, [len(chain), chain[-1] if chain else ""], by=by)
    near.flush()
    return Homecoming(pack, brought, found)


def _pack_of(
    near: AnySession, far: Session, chain: list[str], letter: str
) -> tuple[MobilePack, Lineage]:
    """Find which pack this is, by its own mark and by its log."""
    twin = far.scalars(MobilePack.in_order()).first()
    refuse_when(twin is None, "Tệp này không phải của máy lưu động.")
    assert twin is not None  # noqa: S101 - said above
    known = near.scalars(MobilePack.in_order().where(MobilePack.uid == twin.uid)).all()
    refuse_when(not known, "Gói này không do máy này xuất, chưa nhận gì.")
    for pack in known:
        found = lineage(near.scalars(PackEvent.hashes(pack)).all(), chain)
        if found is not Lineage.OTHER and letter in {"", pack.letter}:
            return pack, found
    return _second(near, known[0], letter), Lineage.NEWER


def _second(near: AnySession, first: MobilePack, letter: str) -> MobilePack:
    """Give a second laptop that ran the same pack a letter of its own, when that was asked for."""
    taken = packs.letters_of(near, first.duty_session)
    words = (
        f"Gói chữ {first.letter} đã nhận từ một máy khác, nên chưa nhận gì của máy này. "
        f"Hãy nhận lại với chữ {next_letter(taken)}."
    )
    refuse_when(not letter, words, field="letter")
    refuse_letter(letter, taken)
    second = MobilePack(
        duty_session=first.duty_session,
        letter=letter,
        uid=first.uid,
        made_at=first.made_at,
        accounts=first.accounts,
        is_sealed=first.is_sealed,
    )
    near.add(second)
    near.flush()
    return second


class _Names:
    """Which row here is which row there."""

    def __init__(self, near: AnySession, far: Session) -> None:
        """Remember what was found."""
        self.near, self.far = near, far
        self.known: dict[tuple[str, int], int] = {}

    def of(self, table: str, far_id: int | None) -> int | None:
        """Give the number here; raises _LeftOut when there is no such row.

        What is no data of the commune (a file that was imported) stays on the laptop.
        """
        if far_id is None or table not in KNOWN_BY:
            return None
        if (table, far_id) not in self.known:
            self.known[table, far_id] = self._find(table, far_id)
        return self.known[table, far_id]

    def _find(self, table: str, far_id: int) -> int:
        """Look for the row of the same name; of two with one name, the one of the same number."""
        model, columns, noun = KNOWN_BY[table]
        row = self.far.get_one(model, far_id)
        values = {name: getattr(row, name) for name in columns}
        found = set(self.near.scalars(select(model.id).filter_by(**values)))
        if far_id in found:
            return far_id
        if len(found) == 1:
            return int(found.pop())
        name = getattr(row, "name", "") or values[columns[0]]
        words = f"danh mục ở trụ sở không có {noun} “{name}”"
        raise _LeftOut(words, differing.LACKING)


@dataclass(slots=True)
class _Line:
    """One line of the laptop beside the same line here."""

    far: IntakeEntry
    near: IntakeEntry
    row: PackRow | None
    was_in_step: bool = False

    @property
    def revision(self) -> int:
        """How often the line was changed on the laptop."""
        return revision_of(self.far)

    def step(self) -> None:
        """Remember how far the line here is, unless somebody here changed it."""
        if self.row is not None and self.was_in_step:
            self.row.here = revision_of(self.near)


def revision_of(entry: IntakeEntry) -> int:
    """Count the changes of a line, of who came, and of what was corrected."""
    return entry.version + entry.visit.version + len(entry.corrections)


class _Merging:
    """One laptop's state on its way into the data here."""

    def __init__(self, near: AnySession, far: Session, pack: MobilePack) -> None:
        """Read what is known of the laptop."""
        self.near, self.far, self.pack = near, far, pack
        self.names = _Names(near, far)
        twin = far.scalars(MobilePack.in_order()).one()
        self.letter, self.far_session = twin.letter, twin.duty_session
        self.rows = {(one.subject, one.key): one for one in near.scalars(PackRow.of_pack(pack))}
        self.findings: list[Finding] = []
        self.new = self.renewed = 0
        self.lines: dict[int, _Line] = {}  # by the number on the laptop
        self.visits: dict[int, Visit] = {}

    def merge(self) -> Brought:
        """Bring everything over."""
        self._lines()
        self._returns()
        self._undone()
        self._waiting()
        self._satisfaction()
        self._checklist()
        self.near.flush()
        return Brought(self.new, self.renewed, tuple(self.findings))

    def _find(self, words: str, why: _LeftOut, of: Return | UndoneReturn | None = None) -> None:
        """Keep what could not be settled, with the line here that it is about."""
        line = self.lines.get(of.entry_id) if of is not None and of.entry_id else None
        self.findings.append(Finding(words, why.todo, line.near.full_number if line else ""))

    # Lines

    def _lines(self) -> None:
        """Add the lines that are new, renew those that were changed there only."""
        asked = select(IntakeEntry).where(IntakeEntry.duty_session_id == self.far_session.id)
        there = self.far.scalars(asked.order_by(IntakeEntry.id)).all()
        here = self._lines_here()
        for one in there:
            self._know(one, here)
        for one in there:
            try:
                self._line(one)
            except _LeftOut as why:
                self._find(f"Dòng {one.full_number} chưa nhận: {why}.", why)
        self._number_on(there)
        self.near.flush()
        for line in self.lines.values():
            line.step()

    def _lines_here(self) -> dict[tuple[str, int], IntakeEntry]:
        """Give the lines of this laptop's letters that are here already."""
        letters = {self.letter, self.pack.letter}
        asked = select(IntakeEntry).where(
            IntakeEntry.duty_session_id == self.pack.duty_session_id,
            IntakeEntry.letter.in_(letters),
        )
        return {(one.letter, one.number): one for one in self.near.scalars(asked)}

    def _know(self, there: IntakeEntry, here: Mapping[tuple[str, int], IntakeEntry]) -> None:
        """Find a line here, and whether it was changed here since it came.

        Two of one number are the same when they were written at the same moment.
        """
        numbered = [here.get((one, there.number)) for one in (self.letter, self.pack.letter)]
        for found in numbered:
            if found is not None and found.recorded_at == there.recorded_at:
                row = self.rows.get((IntakeEntry.__tablename__, there.full_number))
                in_step = row is not None and row.here == revision_of(found)
                self.lines[there.id] = _Line(there, found, row, in_step)
                self.visits.setdefault(there.visit_id, found.visit)
                return

    def _line(self, there: IntakeEntry) -> None:
        """Bring one line over."""
        odd = there.letter != self.letter
        if odd:
            words = f"số của dòng không mang chữ {self.letter}"
            raise _LeftOut(words, differing.NOT_ITS_OWN)
        if there.id in self.lines:
            self._renew(self.lines[there.id])
        else:
            self._add(there)

    def _add(self, there: IntakeEntry) -> None:
        """Write a line that is new here, under its own number and moment."""
        cells, corrections = self._cells(there), self._corrections(there)
        row = IntakeEntry(
            duty_session_id=self.pack.duty_session_id,
            visit=self._visit(there),
            letter=self.pack.letter,
            **cells,
        )
        self.near.add(row)
        self.near.flush()
        row.corrections.extend(corrections)
        row.keys = [SearchKey(key=one.key) for one in there.keys]
        kept = self._keep(IntakeEntry.__tablename__, there.full_number, row.id, revision_of(there))
        self.lines[there.id] = _Line(there, row, kept, was_in_step=True)
        self.new += 1

    def _renew(self, line: _Line) -> None:
        """Take over what was changed there; when it was changed here too, say so."""
        if line.row is not None and line.row.there == line.revision:
            return
        differs = self._differences(line)
        if line.row is None or not line.was_in_step:
            self._refuse_both(line, differs)
            return
        cells, who = self._cells(line.far), self._cells(line.far.visit)
        corrections = self._corrections(line.far, line.near.corrections)
        visit = self._visit(line.far)
        for name, value in cells.items():
            setattr(line.near, name, value)
        for name, value in who.items():
            setattr(visit, name, value)
        line.near.visit = visit
        line.near.corrections.extend(corrections)
        if {one.key for one in line.near.keys} != {one.key for one in line.far.keys}:
            line.near.keys = [SearchKey(key=one.key) for one in line.far.keys]
        line.row.there = line.revision
        self.renewed += bool(differs)

    def _refuse_both(self, line: _Line, differs: list[str]) -> None:
        """Keep what is here; name what differs, unless nothing does."""
        if differs:
            self.findings.append(differing.changed_twice(line.far, line.near, differs))
        elif line.row is not None:
            line.row.there, line.was_in_step = line.revision, True

    def _differences(self, line: _Line) -> list[str]:
        """Name the columns that are not the same here and there."""
        pairs = ((line.far, line.near), (line.far.visit, line.near.visit))
        return [
            name
            for far, near in pairs
            for name, value in self._cells(far).items()
            if getattr(near, name) != value
        ]

    def _cells(self, row: Model) -> dict[str, Any]:
        """Give the columns of a row as they are to be here."""
        found = {}
        for column in row.__table__.columns:
            if column.name in OWN:
                continue
            value = getattr(row, column.name)
            for key in column.foreign_keys:
                value = self.names.of(key.column.table.name, value)
            found[column.name] = value
        return found

    def _visit(self, there: IntakeEntry) -> Visit:
        """Give the visit of a line: of several lines of one person it is one."""
        if there.visit_id not in self.visits:
            visit = Visit(duty_session_id=self.pack.duty_session_id, **self._cells(there.visit))
            self.near.add(visit)
            self.visits[there.visit_id] = visit
        return self.visits[there.visit_id]

    def _corrections(self, there: IntakeEntry, here: Iterable[Correction] = ()) -> list[Correction]:
        """Give what the history of a line lacks; asked before anything is written of the line."""
        known = {one.corrected_at for one in here}
        lacking = [one for one in there.corrections if one.corrected_at not in known]
        return [Correction(**self._cells(one)) for one in lacking]

    def _number_on(self, there: Sequence[IntakeEntry]) -> None:
        """Let no number of the laptop be given here."""
        last = max((one.number for one in there), default=0)
        place = {"duty_session_id": self.pack.duty_session_id, "letter": self.pack.letter}
        row = self.near.scalars(select(IntakeSeries).filter_by(**place)).one_or_none()
        if row is None and last:
            self.near.add(IntakeSeries(**place, last=last))
        elif row is not None:
            row.last = max(row.last, last)

    def _keep(self, subject: str, key: str, row_id: int, there: int) -> PackRow:
        """Remember what a row here came from."""
        row = PackRow(
            pack_id=self.pack.id, subject=subject, key=key, row_id=row_id, there=there, here=1
        )
        self.near.add(row)
        self.rows[subject, key] = row
        return row

    # Results handed over

    def _returns(self) -> None:
        """Bring results that were handed over, and take back what was taken back there."""
        returns = self.far.scalars(select(Return).order_by(Return.id))
        there = {_moment(one.recorded_at): one for one in returns}
        for row in self._gone(Return.__tablename__, there):
            self._take_back(row)
        for key, one in there.items():
            if (Return.__tablename__, key) in self.rows:
                continue
            try:
                self._return(key, one)
            except _LeftOut as why:
                self._find(f"Một lần trả kết quả chưa nhận: {why}.", why, one)

    def _take_back(self, row: PackRow) -> None:
        """Let go of a return that the laptop has taken back since."""
        found = self.near.get(Return, row.row_id)
        if found is not None:
            self.near.delete(found)
            self.renewed += 1
        self._forget(row)

    def _gone(self, subject: str, there: Collection[str]) -> list[PackRow]:
        """Give what came once and was removed on the laptop since."""
        rows = list(self.rows.values())
        return [one for one in rows if one.subject == subject and one.key not in there]

    def _forget(self, row: PackRow) -> None:
        """Remember no more what is gone on both sides."""
        del self.rows[row.subject, row.key]
        self.near.delete(row)
        self.near.flush()

    def _return(self, key: str, there: Return) -> None:
        """Write one return; a result is handed over once."""
        entry = self._line_here(there.entry_id)
        if entry is not None and entry.returned is not None:
            words = f"ở trụ sở đã ghi trả kết quả của dòng {entry.full_number}"
            if entry.returned.recorded_at == there.recorded_at:
                return
            raise _LeftOut(words, differing.TWICE)
        _leave_out_what_waits_no_more(entry)
        fetched = self._line_here(there.fetched_entry_id)
        cells = self._cells_without_lines(there)
        row = Return(entry=entry, fetched_entry=fetched, **cells)
        self.near.add(row)
        self.near.flush()
        self._keep(Return.__tablename__, key, row.id, there.version)
        self.renewed += 1

    def _line_here(self, far_id: int | None) -> IntakeEntry | None:
        """Give the line here that a row of the laptop points to."""
        if far_id is None:
            return None
        if far_id not in self.lines:
            words = "dòng nhật ký của nó chưa nhận"
            raise _LeftOut(words, differing.NOT_YET)
        return self.lines[far_id].near

    def _cells_without_lines(self, row: Model) -> dict[str, Any]:
        """Give the columns of a row that point to no line."""
        lines = IntakeEntry.__tablename__
        names = self.names
        found = {}
        for column in row.__table__.columns:
            tables = [key.column.table.name for key in column.foreign_keys]
            if column.name in OWN or lines in tables:
                continue
            value = getattr(row, column.name)
            found[column.name] = names.of(tables[0], value) if tables else value
        return found

    def _undone(self) -> None:
        """Bring over what was recorded as handed over by mistake."""
        for one in self.far.scalars(select(UndoneReturn).order_by(UndoneReturn.id)):
            waits = one.entry_id is not None and one.entry_id not in self.lines
            if (UndoneReturn.__tablename__, _moment(one.undone_at)) in self.rows or waits:
                continue
            try:
                self._undo(one)
            except _LeftOut as why:
                self._find(f"Một lần bỏ trả kết quả chưa nhận: {why}.", why, one)

    def _undo(self, there: UndoneReturn) -> None:
        """Write what was taken back, and why."""
        entry = self._line_here(there.entry_id)
        cells = self._cells_without_lines(there)
        row = UndoneReturn(entry_id=entry.id if entry else None, **cells)
        self.near.add(row)
        self.near.flush()
        self._keep(UndoneReturn.__tablename__, _moment(there.undone_at), row.id, 1)

    # How the morning went

    def _waiting(self) -> None:
        """Bring over how many waited; what was dropped there goes here too."""
        there = self._counted()
        subject = WaitingCount.__tablename__
        for row in self._gone(subject, there):
            found = self.near.get(WaitingCount, row.row_id)
            if found is not None:
                self.near.delete(found)
            self._forget(row)
        for name, one in there.items():
            if (subject, name) not in self.rows:
                cells = self._cells_without_lines(one)
                new = WaitingCount(duty_session_id=self.pack.duty_session_id, **cells)
                self.near.add(new)
                self.near.flush()
                self._keep(subject, name, new.id, 1)

    def _counted(self) -> dict[str, WaitingCount]:
        """Name each count by what it says; equal ones by their order."""
        found: dict[str, WaitingCount] = {}
        asked = select(WaitingCount).order_by(WaitingCount.id)
        for one in self.far.scalars(asked):
            said = f"{_moment(one.seen_at)} {one.kind} {one.place} {one.count}"
            again = sum(name.startswith(f"{said} #") for name in found)
            found[f"{said} #{again}"] = one
        return found

    def _satisfaction(self) -> None:
        """Add what people said there to the totals, and only what was not added before."""
        subject = SatisfactionCount.__tablename__
        place = {"duty_session_id": self.pack.duty_session_id}
        here = SatisfactionCount.taken(self.near, self.pack.duty_session)
        for one in self.far.scalars(select(SatisfactionCount)):
            kept = self.rows.get((subject, one.level.value))
            added = one.count - (kept.there if kept else 0)
            if not added:
                continue
            total = here.get(one.level)
            if total is None:
                total = SatisfactionCount(**place, level=one.level, count=0)
                self.near.add(total)
            total.count = max(0, total.count + added)
            self.near.flush()
            kept = kept or self._keep(subject, one.level.value, total.id, 0)
            kept.there = one.count

    def _checklist(self) -> None:
        """Tick here what was ticked there; things written there are added at the end."""
        here = {
            one.text: one
            for one in self.near.scalars(ChecklistItem.of_session(self.pack.duty_session))
        }
        last = max((one.position for one in here.values()), default=0)
        for one in self.far.scalars(ChecklistItem.of_session(self.far_session)):
            found = here.get(one.text)
            if found is None:
                last += 1
                found = ChecklistItem(
                    duty_session_id=self.pack.duty_session_id, position=last, text=one.text
                )
                self.near.add(found)
            if found.done_at is None and one.done_at is not None:
                found.done_at = one.done_at
                found.done_by_id = self._account(one.done_by_id)

    # The laptop's own log

    def _account(self, far_id: int | None) -> int | None:
        """Give the account here, or nobody."""
        try:
            return self.names.of("account", far_id)
        except _LeftOut:
            return None

    def keep_log(self) -> None:
        """Keep what the laptop's audit log says: it is gone there when the laptop is wiped."""
        asked = select(func.max(PackEvent.row)).where(PackEvent.pack_id == self.pack.id)
        last = self.near.scalar(asked) or 0
        for one in self.far.scalars(select(AuditEvent).where(AuditEvent.id > last)):
            self.near.add(
                PackEvent(
                    pack_id=self.pack.id,
                    row=one.id,
                    at=one.at,
                    account_id=self._account(one.account_id),
                    verb=one.verb,
                    subject=one.subject,
                    subject_id=one.subject_id,
                    facts=one.facts,
                    hash=one.hash,
                )
            )


def _leave_out_what_waits_no_more(entry: IntakeEntry | None) -> None:
    """Leave out a return of a line that the office has voided, or made into something else."""
    if entry is None or (entry.outcome is Outcome.RECEIVED and not entry.is_void):
        return
    fate = "đã hủy" if entry.is_void else f"là “{entry.outcome.words}”, không chờ trả kết quả"
    words = f"ở trụ sở dòng {entry.full_number} {fate}"
    raise _LeftOut(words, differing.NOT_WAITING)


def _moment(moment: datetime) -> str:
    return moment.astimezone(clock.TIMEZONE).isoformat()
