"""What goes along on a laptop for a Saturday without network, and how is it kept from others?

A pack is a folder: the program, the data of one Saturday, and a script that starts it. Only what
the desk needs is in it: no line of another day, no telephone number, no paper, no audit log.
"""

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, create_engine, select
from sqlalchemy.orm import Session

from saturday import clock
from saturday.extensions import writing
from saturday.files import sync_file, sync_folder, sync_tree, write_durably
from saturday.models.accounts import Account
from saturday.models.base import AnySession, Model
from saturday.models.commune import Commune, Setting
from saturday.models.intake import IntakeSeries
from saturday.models.nominations import Nomination
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.roster import Assignment
from saturday.models.sign_in_rules import CODES_FOR
from saturday.rules.lifecycle import NominationState
from saturday.rules.packs import Preparation, next_letter
from saturday.rules.permissions import Role
from saturday.rules.procedures import MobileState
from saturday.rules.refusals import refuse_when
from saturday.safekeeping import backup, pack_program, schema, sealing, shelf
from saturday.vietnamese.dates import long_day, numeric_day

LETTER = "desk.letter"
UID = "pack.uid"
NOT_FROM_A_LAPTOP = "Máy này là máy lưu động. Hãy làm việc này trên máy chủ ở trụ sở."
TO_BE_TYPED = "Gói này được niêm phong. Hãy chạy trong cửa sổ dòng lệnh để gõ câu mật khẩu."
# Tables that go along with all their rows: what the commune decided, nothing of what happened.
WHOLE = (
    "abbreviation",
    "busy_day",
    "department",
    "duty",
    "duty_procedure",
    "hall",
    "hamlet",
    "holiday",
    "partner",
    "procedure",
    "setting",
    "subject_area",
    "working_hours",
)
OF_THE_SATURDAY = ("assignment", "checklist_item", "duty_requirement")
# What nobody asks for in the village, or what must not lie on a laptop.
EMPTIED: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "hall": {"note_text": ""},
        "hamlet": {
            f"{post}_{what}": ""
            for post in ("secretary", "head", "front")
            for what in ("name", "phone")
        },
        "officer": {"phone": ""},
        "partner": {"phone": ""},
    }
)
STAYING_SETTINGS = ("backup.", "public.", UID)  # beginnings of keys
SEAL, DATABASE, FOLDER = "saturday.sealed", "saturday.sqlite", "data"


@dataclass(frozen=True, slots=True)
class Crew:
    """Who goes along (người đi cùng gói): who can sign in there, and who could not."""

    accounts: Sequence[Account]
    without: Sequence[str]

    @classmethod
    def of(cls, session: AnySession, duty_session: DutySession) -> "Crew":
        """Find the accounts of those on duty that day, and of the Centre that leads it."""
        on_duty = [
            one.officer
            for one in session.scalars(Assignment.of_session(duty_session))
            if one.is_on and one.officer
        ]
        ids = {one.id for one in on_duty}
        asked = select(Account).where(Account.disabled_at.is_(None)).order_by(Account.username)
        known = [one for one in session.scalars(asked) if _goes_along(one, ids)]
        able = {one.officer_id for one in known if _opens(one)}
        names = {one.id: one.name for one in on_duty}
        return cls(known, sorted(name for key, name in names.items() if key not in able))


def _goes_along(account: Account, on_duty: set[int]) -> bool:
    return Role.CENTRE in account.roles or account.officer_id in on_duty


def _opens(account: Account) -> bool:
    """Whether the password alone lets its owner in: no telephone's code works on the laptop."""
    return bool(account.password_hash) and not account.has_short_password


def preparation_of(session: AnySession, duty_session: DutySession) -> Preparation:
    """Say how far a Saturday is prepared: what a pack of it would lack."""
    approved = select(Nomination.id).where(
        Nomination.duty_session_id == duty_session.id,
        Nomination.state == NominationState.APPROVED,
    )
    procedures = session.scalars(Procedure.in_force(duty_session.day))
    return Preparation(
        is_past=duty_session.day < clock.today(),
        has_hours=bool(duty_session.starts_at and duty_session.ends_at),
        has_place=bool(duty_session.place),
        has_list=session.scalars(approved.limit(1)).first() is not None,
        has_procedures=not duty_session.is_mobile
        or any(one.is_shown and one.mobile is not MobileState.NOT_TAKEN for one in procedures),
    )


def warning_of(session: AnySession, duty_session: DutySession) -> str:
    """Name what a Saturday lacks before its pack goes out; nothing when it is prepared."""
    lacks = preparation_of(session, duty_session).lacks
    day = numeric_day(duty_session.day)
    return f"Buổi {day} chưa sẵn sàng: {'; '.join(lacks)}." if lacks else ""


@dataclass(frozen=True, slots=True)
class SentOut:
    """A pack that was made (gói vừa xuất)."""

    folder: Path
    pack: MobilePack
    people: Sequence[str]  # the user names that open it
    without: Sequence[str]
    is_early: bool = False  # the Saturday was not prepared yet

    @property
    def words(self) -> list[str]:
        """Say what is in it, who can not sign in there, and what comes next."""
        pack = self.pack
        said = [f"Gói chữ {pack.letter}: {pack.accounts} người đăng nhập được trên máy xách tay."]
        if self.people:
            said.append(f"Tài khoản: {', '.join(self.people)}.")
        if self.is_early:
            said.append("Buổi chưa sẵn sàng. Khi đã đủ, hãy xuất gói khác.")
        if self.without:
            names = ", ".join(self.without)
            said.append(f"Chưa có tài khoản kèm mật khẩu: {names}. Hãy lập rồi xuất gói khác.")
        if not pack.is_sealed:
            said.append("Gói chưa niêm phong: ai cầm USB cũng đọc được dữ liệu.")
        return [*said, "Cách chạy, mang về và xóa: xem tệp doc-truoc.txt trong gói."]


def refuse_on_a_laptop(session: AnySession) -> None:
    """Refuse what only the office does: a copy of a copy would give a letter twice."""
    refuse_when(Commune.of_database(session).text(LETTER), NOT_FROM_A_LAPTOP)


def send_out(
    session: AnySession,
    day: date,
    folder: Path,
    passphrase: str | None = None,
    *,
    by: Account | None,
) -> SentOut:
    """Make the pack of a Saturday in a new folder under ``folder``; sealed with a passphrase.

    Commits: the letter is this laptop's from then on. Raises NotAllowedNow; then nothing is left.
    """
    if passphrase is not None:
        shelf.refuse_passphrase(passphrase, field="phrase")
    with backup.said_in_words(folder):
        refuse_on_a_laptop(session)
        duty_session = held_on(session, day)
        session.commit()  # copying the program takes a minute, and others save meanwhile
        folder.mkdir(parents=True, exist_ok=True)
        backup.refuse_without_room(folder, pack_program.size())
        with _part_of(folder) as part:
            pack_program.copy_into(part)
            sync_tree(part)  # a stick is slow: nobody waits for it
            writing.set(True)
            return _finish(session, duty_session, _Making(folder, part, passphrase), by=by)


@dataclass(frozen=True, slots=True)
class _Making:
    """Where a pack is being made, and with what it is sealed."""

    folder: Path
    part: Path
    passphrase: str | None


def held_on(session: AnySession, day: date) -> DutySession:
    """Find the Saturday that the pack is for."""
    found = session.scalars(DutySession.on(day)).one_or_none()
    none = f"Không có buổi nào vào {long_day(day)}. Hãy xem lại ngày."
    refuse_when(found is None, none, field="day")
    assert found is not None  # noqa: S101 - said above; the type checker can't know
    refuse_when(not found.counts, found.gone_words, field="day")
    return found


@contextmanager
def _part_of(folder: Path) -> Iterator[Path]:
    """Give the temporary folder of a pack; without a good end nothing of it stays."""
    part = folder / f".pack-{secrets.token_hex(4)}.part"
    part.mkdir(mode=0o700)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _finish(
    session: AnySession, duty_session: DutySession, making: _Making, *, by: Account | None
) -> SentOut:
    """Give the letter, write the data, and let the folder have its name."""
    crew = Crew.of(session, duty_session)
    people = [one.username for one in crew.accounts if _opens(one)]
    pack = MobilePack(
        duty_session=duty_session,
        letter=next_letter(letters_of(session, duty_session)),
        uid=secrets.token_hex(16),
        made_at=clock.now(),
        made_by=by,
        accounts=len(people),
        is_sealed=making.passphrase is not None,
    )
    session.add(pack)
    session.flush()
    pack.send(by=by)
    _write_data(session, pack, crew, making)
    _describe(pack, people, making.part)
    target = _free_name(making.folder / pack.name)
    making.part.rename(target)
    try:
        _sync(target)
        session.commit()
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    is_early = bool(preparation_of(session, duty_session).lacks)
    return SentOut(target, pack, people, crew.without, is_early=is_early)


def letters_of(session: AnySession, duty_session: DutySession) -> set[str]:
    """Give the letters that this Saturday has used, whatever became of their laptops."""
    packs = session.scalars(MobilePack.of_session(duty_session))
    used = select(IntakeSeries.letter).where(IntakeSeries.duty_session_id == duty_session.id)
    return {one.letter for one in packs} | set(session.scalars(used))


def _free_name(wanted: Path) -> Path:
    """Give a name that nothing has: the stick may hold an older pack of another machine."""
    found, number = wanted, 1
    while found.exists():
        number += 1
        found = wanted.with_name(f"{wanted.name}-{number}")
    return found


def _sync(folder: Path) -> None:
    """Let what was written last reach the stick before anybody pulls it; the program is there."""
    sync_tree(folder / FOLDER)
    for one in folder.iterdir():
        if one.is_file():
            sync_file(one)
    sync_folder(folder)
    sync_folder(folder.parent)


# The data


def _write_data(session: AnySession, pack: MobilePack, crew: Crew, making: _Making) -> None:
    """Write the database, its secret, and seal it when there is a passphrase."""
    data = making.part / FOLDER
    data.mkdir(mode=0o700)
    write_durably(data / "config.py", f'SECRET_KEY = "{secrets.token_hex(32)}"\n'.encode())
    with backup.unpacking() as aside:
        database = aside / DATABASE
        _fill(session, pack, crew, database)
        if making.passphrase is None:
            shutil.copyfile(database, data / DATABASE)
            (data / DATABASE).chmod(0o600)
        else:
            with database.open("rb") as source, (data / SEAL).open("wb") as sink:
                sealing.seal(source, sink, making.passphrase)


def _fill(session: AnySession, pack: MobilePack, crew: Crew, database: Path) -> None:
    """Make a database of this program's version with what goes along."""
    database.touch(mode=0o600)
    engine = create_engine(backup.address_of(database))
    try:
        with engine.begin() as sink:
            schema.bring_to(sink)
            _Filling(session.connection(), sink, _wanted(pack, crew)).pour()
        with Session(engine) as there:
            _begin(there, pack)
            there.commit()
    finally:
        engine.dispose()


Condition = Callable[[Table], ColumnElement[bool]]


def _wanted(pack: MobilePack, crew: Crew) -> dict[str, Condition]:
    """Say which rows of which table go along; the rest stays at the office."""
    day = pack.duty_session
    people = {one.officer_id for one in crew.accounts if one.officer_id}
    people |= {one.officer_id for one in day.assignments if one.is_on and one.officer_id}
    accounts = [one.id for one in crew.accounts]
    wanted: dict[str, Condition] = dict.fromkeys(WHOLE, lambda table: table.c.id.is_not(None))
    wanted |= dict.fromkeys(OF_THE_SATURDAY, lambda table: table.c.duty_session_id == day.id)
    return wanted | {
        "account": lambda table: table.c.id.in_(accounts),
        "account_role": lambda table: table.c.account_id.in_(accounts),
        "annual_plan": lambda table: table.c.id == day.plan_id,
        "duty_session": lambda table: table.c.id == day.id,
        "officer": lambda table: table.c.id.in_(people),
        "posting": lambda table: table.c.officer_id.in_(people),
    }


class _Filling:
    """Rows on their way into a pack."""

    def __init__(
        self, source: Connection, sink: Connection, wanted: Mapping[str, Condition]
    ) -> None:
        """Read what goes along."""
        self.sink = sink
        self.tables = [one for one in Model.metadata.sorted_tables if one.name in wanted]
        self.rows = {
            table.name: [
                dict(row)
                for row in source.execute(
                    select(table).where(wanted[table.name](table)).order_by(table.c.id)
                ).mappings()
            ]
            for table in self.tables
        }
        self.ids = {name: {row["id"] for row in rows} for name, rows in self.rows.items()}

    def pour(self) -> None:
        """Write it: references to what stays at the office are empty."""
        self.sink.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in self.tables:
            rows = [self._fitted(table, row) for row in self.rows[table.name] if self._goes(row)]
            if rows:
                self.sink.execute(table.insert(), rows)

    @staticmethod
    def _goes(row: Mapping[str, Any]) -> bool:
        return not str(row.get("key", "")).startswith(STAYING_SETTINGS)

    def _fitted(self, table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
        """Empty what stays; a password that is good beside a code only opens nothing there."""
        found = {**row, **EMPTIED.get(table.name, {})}
        for column in table.columns:
            for key in column.foreign_keys:
                if found[column.name] not in self.ids.get(key.column.table.name, ()):
                    found[column.name] = None
        if table.name == "account" and found["has_short_password"]:
            found["password_hash"] = None
        return found


def _begin(there: Session, pack: MobilePack) -> None:
    """Tell the laptop which one it is; its own log begins with that."""
    own = {LETTER: pack.letter, UID: pack.uid, CODES_FOR: ""}
    kept = {row.key: row for row in there.scalars(Setting.in_order())}
    for key, value in own.items():
        row = kept.get(key) or Setting(key=key)
        row.value = value
        there.add(row)
    duty_session = there.scalars(DutySession.on(pack.duty_session.day)).one()
    twin = MobilePack(
        duty_session=duty_session,
        letter=pack.letter,
        uid=pack.uid,
        made_at=pack.made_at,
        accounts=pack.accounts,
        is_sealed=pack.is_sealed,
    )
    there.add(twin)
    twin.send(by=None)


def _describe(pack: MobilePack, people: Sequence[str], part: Path) -> None:
    """Write what the pack is, for whoever finds it."""
    said = {
        "day": pack.duty_session.day.isoformat(),
        "letter": pack.letter,
        "made_at": pack.made_at.isoformat(),
        "schema": schema.head(),
        "sealed": pack.is_sealed,
        "uid": pack.uid,
    }
    (part / "pack.json").write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    pack_program.write_words(part, pack, people)


# On the laptop


def open_sealed(folder: Path, passphrase: str) -> Path:
    """Open the data of a sealed pack, where they lie; what was opened before stays as it is."""
    target = folder / DATABASE
    if target.exists() and target.stat().st_size:  # looking for data leaves an empty file
        return target
    sealed = folder / SEAL
    refuse_when(not sealed.is_file(), f"Không có tệp {SEAL} trong {folder}.")
    part = folder / f".{DATABASE}.part"
    try:
        unseal(sealed, part, passphrase)
        part.replace(target)
        sync_folder(folder)
    finally:
        part.unlink(missing_ok=True)
    return target


def is_sealed(file: Path) -> bool:
    """Say whether a file is sealed, whatever it is called."""
    with file.open("rb") as content:
        return content.read(len(sealing.MAGIC)) == sealing.MAGIC


def unseal(file: Path, target: Path, passphrase: str) -> None:
    """Open a sealed file; raises NotAllowedNow with the reason when it can't be."""
    target.touch(mode=0o600)
    with file.open("rb") as source, target.open("wb") as sink:
        try:
            sealing.unseal(source, sink, passphrase)
        except sealing.WrongPassphrase:
            refuse_when(condition=True, reason="Câu mật khẩu không đúng với gói này.")
        except sealing.Damaged:
            refuse_when(condition=True, reason=f"Tệp {file.name} hỏng, không mở được.")
        sink.flush()
        os.fsync(sink.fileno())


def pack_up(session: AnySession, folder: Path, passphrase: str | None = None) -> Path:
    """Copy the laptop's data as they are now into a file to be carried home."""
    pack = session.scalars(MobilePack.in_order()).one_or_none()
    letter = Commune.of_database(session).text(LETTER)
    refuse_when(pack is None or not letter, "Máy này không phải máy lưu động.")
    assert pack is not None  # noqa: S101 - said above
    sealed = "Gói này được niêm phong: cần câu mật khẩu để niêm phong bản mang về."
    refuse_when(pack.is_sealed and not passphrase, sealed)
    if passphrase is not None:
        shelf.refuse_passphrase(passphrase)
    name = f"{pack.name}-{clock.now():%Y%m%d-%H%M%S}"
    session.rollback()
    with backup.said_in_words(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with backup.unpacking() as aside:
            copy = backup.back_up(aside)
            return _carried(copy, folder / name, passphrase)


def _carried(copy: Path, wanted: Path, passphrase: str | None) -> Path:
    """Bring the copy to its place, sealed when there is a passphrase."""
    target = wanted.with_name(wanted.name + (backup.SEALED if passphrase else backup.PLAIN))
    part = target.with_name(f".{target.name}.part")
    with copy.open("rb") as source, part.open("wb") as sink:
        part.chmod(0o600)
        if passphrase:
            sealing.seal(source, sink, passphrase)
        else:
            shutil.copyfileobj(source, sink, backup.CHUNK)
        sink.flush()
        os.fsync(sink.fileno())
    part.replace(target)
    sync_folder(target.parent)
    return target
