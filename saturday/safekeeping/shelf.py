"""Which copies lie where, which may go, and what happens to them every night?"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from saturday import clock
from saturday.extensions import db, writing
from saturday.files import write_durably
from saturday.models.accounts import Account
from saturday.models.commune import Setting
from saturday.models.safekeeping import BackupCopy, CopyPlace, Made
from saturday.models.settings import change_settings
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.rules.rotation import to_keep
from saturday.safekeeping import backup, sealing

NAME = re.compile(r"saturday-(\d{8}-\d{6})(?:-\d+)*\.(?:sqlite|sealed)")
ELSEWHERE = "backup.folder"  # keys of settings: where copies go, since when with this passphrase
SEALED_SINCE = "backup.sealed_since"
MARK = ".saturday-backups"  # lies on the stick, so that an empty folder is not taken for it
LEFT_BY_A_KILL = re.compile(r"\..+\.part(?:-journal)?|\.open-.+")


@dataclass(frozen=True, slots=True)
class Copy:
    """One backup as it lies in a folder (tệp sao lưu)."""

    file: Path
    at: datetime
    size: int

    @property
    def is_sealed(self) -> bool:
        """Whether a passphrase opens it."""
        return backup.is_sealed(self.file)

    @property
    def made(self) -> Made:
        """What is entered of it."""
        return Made(self.file.name, self.at, self.size, self.is_sealed)


def copy_at(file: Path) -> Copy | None:
    """Read what a file's name says of it; None when it is no backup of ours."""
    named = NAME.fullmatch(file.name)
    if not named or not file.is_file():
        return None
    at = datetime.strptime(named[1], "%Y%m%d-%H%M%S").replace(tzinfo=clock.TIMEZONE)
    return Copy(file, at, file.stat().st_size)


def copies_in(folder: Path) -> list[Copy]:
    """Give the backups of a folder that have their manifest, the newest first."""
    if not folder.is_dir():
        return []
    found = [copy_at(one) for one in folder.iterdir()]
    whole = [one for one in found if one and one.file.with_suffix(backup.MANIFEST).is_file()]
    return sorted(whole, key=lambda one: (one.at, one.file.name), reverse=True)


def latest() -> Copy | None:
    """Give the newest copy on this machine."""
    return next(iter(copies_in(Path(current_app.config["BACKUPS"]))), None)


# Making and forgetting


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[bool]:
    """Let one process at a time work on a folder of copies; say whether it had to wait."""
    handle, waited = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600), False
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waited = True
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield waited
    finally:
        os.close(handle)


def keep_here(*, by: Account | None = None) -> Copy:
    """Make a copy on this machine; a second click meanwhile takes that one."""
    folder, before = backup.room(), latest()
    with one_at_a_time(folder) as waited:
        newest = latest()
        if waited and newest and newest != before:
            return newest
        _sweep(folder)
        made = copy_at(backup.back_up(folder))
    if made is None:
        reason = "Bản sao lưu vừa tạo đã biến mất. Hãy sao lưu lại."
        raise NotAllowedNow(reason)
    record(made, CopyPlace.HERE, by=by)
    return made


def _sweep(folder: Path) -> None:
    """Remove what a killed program left: it never had a good name."""
    for left in folder.iterdir():
        # A restore that was killed may have left a second name of the live data.
        is_live = left.name.startswith("replaced-") and left.stat().st_nlink > 1
        if LEFT_BY_A_KILL.fullmatch(left.name) or is_live:
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def rotate(folder: Path) -> list[Path]:
    """Forget old copies; a bad one takes nobody's place and stays to be looked at."""
    good = [one for one in copies_in(folder) if not backup.fingerprint_faults(one.file)]
    kept = to_keep(one.at for one in good)
    gone = [one.file for one in good if one.at not in kept]
    for file in gone:
        file.unlink(missing_ok=True)
        file.with_suffix(backup.MANIFEST).unlink(missing_ok=True)
    return gone


def record(copy: Copy, place: CopyPlace, *, by: "Account | None" = None) -> None:
    """Enter a copy in the log, where that is possible: the copy counts without it too.

    Before an upgrade the table may be missing, and a full disk takes no entry.
    """
    writing.set(True)
    try:
        db.session.add(BackupCopy.record(copy.made, place, by=by))
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()


# The stick, or another folder


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where copies go besides this machine, and with which passphrase (nơi cất thứ hai)."""

    folder: Path
    passphrase: str | None = None

    @property
    def is_there(self) -> bool:
        """Whether it is the folder that was chosen, and not the empty place of a pulled stick."""
        return (self.folder / MARK).is_file()

    @property
    def is_on_the_same_disk(self) -> bool:
        """Whether it is lost together with this machine's own copies."""
        return self.is_there and self.folder.stat().st_dev == backup.room().stat().st_dev

    @property
    def copies(self) -> list[Copy]:
        """Copies that lie there, the newest first."""
        return copies_in(self.folder) if self.is_there else []


def _passphrase_file() -> Path:
    return Path(current_app.config["DATA_FOLDER"]) / "backup.passphrase"


def kept_passphrase() -> str | None:
    """Give the passphrase that the nightly copy is sealed with: it never lies on the stick."""
    file = _passphrase_file()
    return file.read_text("utf-8") if file.is_file() else None


def elsewhere() -> Elsewhere | None:
    """Give where copies go besides this machine; None when nobody chose."""
    row = db.session.scalar(Setting.in_order().where(Setting.key == ELSEWHERE))
    return Elsewhere(Path(row.value), kept_passphrase()) if row and row.value else None


def refuse_passphrase(passphrase: str, *, field: str | None = None) -> None:
    """Raise NotAllowedNow when a passphrase is too short to seal personal data with."""
    least = sealing.SHORTEST
    reason = f"Hãy dùng câu mật khẩu từ {least} ký tự trở lên, ví dụ bốn từ không liên quan."
    refuse_when(len(passphrase) < least, reason, field=field)


def choose(folder: str, passphrase: str | None, *, by: Account | None) -> None:
    """Let copies go to a folder too, sealed when there is a passphrase; "" ends it.

    Raises NotAllowedNow when nothing can be written there now.
    """
    if folder:
        _refuse_folder(Path(folder))
    if passphrase:
        refuse_passphrase(passphrase, field="passphrase")
        write_durably(_passphrase_file(), passphrase.encode())
    elif passphrase is not None:
        _passphrase_file().unlink(missing_ok=True)
    values = {ELSEWHERE: folder}
    if passphrase is not None:
        values[SEALED_SINCE] = clock.now().isoformat() if passphrase else ""
    change_settings(db.session, values, by=by)


def _refuse_folder(folder: Path) -> None:
    """Try to write where copies shall go."""
    not_there = f"Máy chủ không thấy thư mục {folder}. Hãy cắm USB vào máy chủ, rồi lưu lại."
    refuse_when(not folder.is_absolute() or not folder.is_dir(), not_there, field="folder")
    inside = backup.room().resolve() in (folder.resolve(), *folder.resolve().parents)
    reason = "Đây là thư mục sao lưu của chính máy này. Hãy chọn USB hoặc ổ đĩa khác."
    refuse_when(inside, reason, field="folder")
    try:
        write_durably(folder / MARK, json.dumps({"made_by": "saturday"}).encode())
    except OSError as fault:
        reason = f"Chương trình không ghi được vào {folder}. Hãy xem lại quyền ghi của thư mục."
        raise NotAllowedNow(reason, field="folder") from fault


def bring_elsewhere(copy: Copy, place: Elsewhere, *, by: Account | None = None) -> Copy:
    """Bring a copy to the stick, look at it there, forget what is old there."""
    words = f"Chưa thấy {place.folder}. Hãy cắm USB sao lưu vào máy chủ."
    refuse_when(not place.is_there, words)
    with backup.said_in_words(place.folder), one_at_a_time(place.folder):
        _sweep(place.folder)
        file = backup.bring_to(place.folder, copy.file, place.passphrase)
        faults = backup.faults_of(file, place.passphrase)
        refuse_when(faults, " ".join(faults))
        rotate(place.folder)
    brought = Copy(file, copy.at, file.stat().st_size)
    record(brought, CopyPlace.ELSEWHERE, by=by)
    return brought


@dataclass(slots=True)
class Report:
    """What was done and what was not (kết quả sao lưu)."""

    done: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def keep_everywhere(*, by: Account | None = None) -> Report:
    """Do what the night and the button do: a copy here, checked, one elsewhere, old ones gone."""
    report = Report()
    try:
        copy = keep_here(by=by)
    except NotAllowedNow as refusal:
        report.faults.append(refusal.reason)
        return report
    report.faults += backup.faults_of(copy.file)
    if report.faults:
        return report
    report.done.append(f"Đã sao lưu và kiểm tra: {copy.file.name}.")
    _forget(report)
    _bring(copy, report, by=by)
    return report


def _forget(report: Report) -> None:
    """Forget old copies of this machine."""
    with suppress(OSError), one_at_a_time(backup.room()):
        gone = rotate(backup.room())
        if gone:
            report.done.append(f"Đã xóa {len(gone)} bản sao cũ trên máy.")


def _bring(copy: Copy, report: Report, *, by: Account | None) -> None:
    """Bring the copy to the stick when one was chosen."""
    place = elsewhere()
    if place is None:
        return
    try:
        brought = bring_elsewhere(copy, place, by=by)
        report.done.append(f"Đã cất thêm một bản ở {place.folder}: {brought.file.name}.")
    except NotAllowedNow as refusal:
        report.faults.append(refusal.reason)
