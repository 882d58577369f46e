"""What is wrong with this machine or its data, in words, and what is to be done?"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from shlex import quote
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from saturday import clock
from saturday.config import is_own_host
from saturday.extensions import db
from saturday.models.audit import AuditEvent, first_break
from saturday.models.broadcasts import Recording
from saturday.models.commune import Commune
from saturday.models.documents import DocumentFile
from saturday.models.safekeeping import OFF_THIS_MACHINE, BackupCopy
from saturday.models.second_step import SecondFactor
from saturday.models.templates import fingerprint
from saturday.papers import pdf, picture, templates
from saturday.papers.render import asked_words
from saturday.safekeeping import backup, schema, shelf
from saturday.vietnamese.dates import moment

LEAST_FREE, LEAST_SHARE = 500 << 20, 0.05
LATE = timedelta(hours=36)  # the nightly copy was missed
AWAY_LATE = timedelta(days=14)
FIRST_YEAR, LAST_YEAR = 2026, 2099
SHORTEST_SECRET = 32
NEEDED = (3, 11)
LETTERS = picture.LETTERS
LIKE_TIMES = ("Times New Roman", "Liberation Serif", "Tinos")
SYNCED = ("OneDrive", "Google Drive", "GoogleDrive", "Dropbox")
NETWORK_DISKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"})
NAMED = 5  # files that are named when many are bad
QUESTION_SECONDS = 10

Faults = Iterator[str]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at (mục kiểm tra)."""

    name: str
    look: Callable[[], Faults]
    needs_data: bool = False
    is_deep: bool = False  # reads everything: only when asked for
    is_optional: bool = False  # work goes on without it: a remark, not a fault


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing (kết quả kiểm tra)."""

    name: str
    faults: tuple[str, ...] = ()
    was_looked_at: bool = True
    remarks: tuple[str, ...] = ()  # what would be good to have

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults


def examine(*, deep: bool = True) -> list[Finding]:
    """Look at everything; without ``deep`` only at what takes a moment."""
    return [_found(check, deep=deep) for check in CHECKS]


def _found(check: Check, *, deep: bool) -> Finding:
    """Carry out one check; one that can't be carried out says so."""
    if (check.needs_data and not has_data()) or (check.is_deep and not deep):
        return Finding(check.name, was_looked_at=False)
    try:
        said = tuple(check.look())
        return Finding(check.name, remarks=said) if check.is_optional else Finding(check.name, said)
    except (SQLAlchemyError, sqlite3.Error, OSError) as fault:
        db.session.rollback()
        words = f"Không kiểm tra được ({type(fault).__name__})."
        return Finding(check.name, (words,))


def urgent() -> list[str]:
    """Give what the first page must say: it costs no more than a look at a folder."""
    return [fault for check in (DISK, CLOCK, AGE) for fault in _found(check, deep=False).faults]


def after_restore() -> list[str]:
    """Say what a backup could not bring along."""
    wanted = (_secret, _second_factors)
    return [fault for look in wanted for fault in _found(Check("", look), deep=True).faults]


def has_data() -> bool:
    """Whether there is a database to look into; looking must not make an empty one."""
    if db.engine.dialect.name != "sqlite":
        return True
    file = Path(str(db.engine.url.database))
    return file.is_file() and file.stat().st_size > 0


def _folder() -> Path:
    return Path(current_app.config["DATA_FOLDER"])


# The machine


def _python() -> Faults:
    if sys.version_info < NEEDED:
        yield "Cần Python từ bản 3.11. Hãy cài bản mới hơn."


def _disk() -> Faults:
    folder = next(one for one in (_folder(), *_folder().parents) if one.exists())
    usage = shutil.disk_usage(folder)
    if usage.free < max(LEAST_FREE, LEAST_SHARE * usage.total):
        yield f"Ổ đĩa sắp đầy: chỉ còn {usage.free >> 20} MB. Hãy xóa hoặc chuyển bớt tệp."


def _data_folder() -> Faults:
    folder = _folder()
    if not folder.is_dir():
        yield f"Chưa có thư mục dữ liệu {folder}. Hãy chạy ./deploy.sh một lần."
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield f"Không ghi được vào {folder}. Hãy chạy bằng người dùng của chương trình."
    yield from _strangers(folder)
    yield from _odd_place(folder)


def _strangers(folder: Path) -> Faults:
    """Name what others may read, or what belongs to somebody else."""
    inside = [one for one in folder.iterdir() if one.name in {"config.py", "saturday.sqlite"}]
    readable = [one.name for one in (folder, *inside) if one.stat().st_mode & 0o077]
    if readable:
        names = ", ".join(readable)
        yield f"Người khác trên máy đọc được {names}. Gõ lệnh: chmod -R go= {quote(str(folder))}"
    owner = folder.stat().st_uid
    foreign = [one.name for one in inside if one.stat().st_uid != owner]
    if foreign:
        names = ", ".join(foreign)
        yield (
            f"Tệp {names} thuộc người dùng khác. Gõ lệnh: chown -R --reference={folder} {folder}"
        )


def _odd_place(folder: Path) -> Faults:
    """Warn of places where two programs write the same file, or a network loses one."""
    service = next((name for name in SYNCED if name in str(folder)), None)
    if service:
        yield f"Dữ liệu nằm trong thư mục đồng bộ {service}. Hãy chuyển ra thư mục thường."
    if _kind_of_disk(folder) in NETWORK_DISKS:
        yield "Dữ liệu nằm trên ổ mạng. Hãy chuyển về ổ đĩa của máy này."


def _kind_of_disk(folder: Path) -> str:
    """Ask the kernel what kind of disk a folder is on."""
    mounts = Path("/proc/self/mounts")
    if not mounts.is_file():
        return ""
    lines = [line.split() for line in mounts.read_text("utf-8", "replace").splitlines()]
    over = [one for one in lines if folder.is_relative_to(one[1].replace("\\040", " "))]
    return max(over, key=lambda one: len(one[1]))[2] if over else ""


def _clock() -> Faults:
    now = clock.now()
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        yield f"Đồng hồ máy ghi năm {now.year}. Hãy đặt lại ngày, giờ của máy."
    newest = db.session.scalar(AuditEvent.latest_moment()) if has_data() else None
    if newest and newest > now:
        yield (
            f"Đồng hồ máy chậm hơn bản ghi mới nhất ({moment(newest)}, năm {newest.year}). "
            "Hãy đặt lại ngày, giờ của máy."
        )


def _secret() -> Faults:
    secret = current_app.config["SECRET_KEY"]
    if not secret:
        yield "Chưa có khóa bí mật nên chương trình không mở trang nào. Hãy chạy ./deploy.sh."
    elif len(secret) < SHORTEST_SECRET:
        yield "Khóa bí mật quá ngắn. Xóa dòng SECRET_KEY trong config.py, rồi chạy ./deploy.sh."


def _fonts() -> Faults:
    try:
        families = _asked("fc-list", LETTERS, "family")
    except OSError:
        yield "Máy thiếu fontconfig nên không biết có phông chữ nào. Hãy cài gói fontconfig."
        return
    if not any(name in families for name in LIKE_TIMES):
        yield (
            "Thiếu phông chữ Times New Roman hoặc Liberation Serif đủ chữ Việt. "
            "Hãy cài gói fonts-liberation2."
        )
    if picture.fonts() is None:
        yield picture.NO_FONT


def _office() -> Faults:
    if pdf.find_program() is None:
        yield (
            "Không tìm thấy LibreOffice nên không tạo được bản PDF. "
            "Hãy cài gói libreoffice-writer-nogui."
        )


def _voice() -> Faults:
    try:
        voices = _asked("espeak-ng", "--voices=vi")
    except OSError:
        yield "Không tìm thấy espeak-ng nên máy chưa đọc được bản tin. Cần thì cài gói espeak-ng."
        return
    if "vi" not in voices.split():
        yield "Phần mềm espeak-ng thiếu giọng tiếng Việt. Hãy cài lại gói espeak-ng."
    if shutil.which("lame") is None:
        yield "Máy chỉ tạo được tệp wav, chưa tạo được mp3. Cần thì cài gói lame."


def _asked(*words: str) -> str:
    """Ask a program of this machine."""
    try:
        answer = subprocess.run(  # noqa: S603 - words of our own
            words, capture_output=True, timeout=QUESTION_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as fault:
        raise OSError from fault
    return answer.stdout.decode("utf-8", "replace")


# The data


def _data() -> Faults:
    if not has_data():
        yield "Chưa có dữ liệu. Hãy chạy ./deploy.sh, hoặc khôi phục từ một bản sao lưu."


def _version() -> Faults:
    version = schema.version_of(db.session.connection())
    if not schema.knows(version):
        yield "Dữ liệu do bản chương trình mới hơn tạo ra. Hãy dùng bản chương trình mới."
    elif version != schema.head():
        yield "Dữ liệu chưa nâng cấp theo chương trình. Hãy chạy ./deploy.sh upgrade."


def _structure() -> Faults:
    connection = db.session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT count(*) FROM audit_event"))
        return
    state = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if state != "ok" or broken:
        yield "Cấu trúc dữ liệu bị hỏng. Hãy dừng chương trình, khôi phục từ bản sao gần nhất."


def _chain() -> Faults:
    found = first_break(db.session.scalars(AuditEvent.in_order().execution_options(yield_per=500)))
    if found:
        yield (
            f"Nhật ký bị đứt ở dòng {found.row}: {found.why}. "
            "Hãy đối chiếu với bản sao lưu và báo lãnh đạo."
        )


def _papers() -> Faults:
    question = select(DocumentFile.id, DocumentFile.name, DocumentFile.content, DocumentFile.sha256)
    rows = db.session.execute(question.execution_options(yield_per=1))
    bad = [row.name for row in rows if fingerprint(row.content) != row.sha256]
    if bad:
        names = ", ".join(bad[:NAMED])
        yield f"{len(bad)} tệp văn bản khác lúc lưu: {names}. Hãy lấy lại từ bản sao lưu."


def _sounds() -> Faults:
    question = select(Recording.content, Recording.sha256).execution_options(yield_per=1)
    bad = sum(fingerprint(content) != sha256 for content, sha256 in db.session.execute(question))
    if bad:
        yield f"{bad} tệp âm thanh của bản tin khác lúc lưu. Hãy bỏ, rồi tạo hoặc tải lên lại."


def _templates() -> Faults:
    for paper, words in templates.PAPERS.items():
        try:
            asked_words(templates.in_force(db.session, paper))
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it makes no paper
            yield (
                f"Mẫu {words.TEMPLATE} không đọc được. Hãy dùng lại mẫu có sẵn ở trang Mẫu văn bản."
            )


def _second_factors() -> Faults:
    secret = current_app.config["SECRET_KEY"] or ""
    rows = db.session.scalars(select(SecondFactor))
    unreadable = sum(not row.is_readable(secret) for row in rows)
    if unreadable:
        yield (
            f"{unreadable} tài khoản phải lập lại lớp đăng nhập thứ hai, vì khóa bí mật đã khác. "
            "Hãy gỡ lớp thứ hai ở trang của từng tài khoản."
        )


def _public_address() -> Faults:
    address = Commune.of_database(db.session).text("public.address")
    name = urlsplit(address).hostname or ""
    if address and not name:
        yield "Địa chỉ công khai phải bắt đầu bằng https:// hoặc http://. Hãy sửa ở cài đặt của xã."
    elif not is_own_host(name, current_app.config["OWN_HOSTS"]):
        yield (
            f"Người mở {name} sẽ bị từ chối. "
            f'Thêm dòng OWN_HOSTS = ("{name}",) vào config.py, rồi khởi động lại chương trình.'
        )


# The copies


def _age() -> Faults:
    newest, now = shelf.latest(), clock.now()
    since = newest.at if newest else begun()
    if since is None or now - since <= LATE:
        return
    words = "Hãy mở trang Sao lưu, bấm Sao lưu ngay."
    if newest is None:
        yield f"Chưa có bản sao lưu nào trên máy này. {words}"
    else:
        yield f"Bản sao lưu gần nhất đã {(now - newest.at).days} ngày. {words}"


def begun() -> datetime | None:
    """Give the moment of the very first act; there is nothing to lose before."""
    question = select(AuditEvent.at).where(AuditEvent.id == 1)
    return db.session.scalar(question) if has_data() else None


def _newest() -> Faults:
    newest = shelf.latest()
    if newest:
        yield from backup.faults_of(newest.file)


def _elsewhere() -> Faults:
    place = shelf.elsewhere()
    if place and not place.is_there:
        yield f"Chưa thấy {place.folder}. Hãy cắm USB sao lưu vào máy chủ."
    if place and place.is_on_the_same_disk:
        yield f"{place.folder} cùng ổ đĩa với dữ liệu: hỏng ổ là mất cả hai. Hãy dùng USB."
    away = db.session.scalar(BackupCopy.latest(OFF_THIS_MACHINE))
    yield from _away(away.made_at if away else None, clock.now())


def _away(made_at: datetime | None, now: datetime) -> Faults:
    """Ask for a copy that a fire in this room would spare."""
    if made_at is None:
        yield "Chưa có bản sao nào cất ngoài máy này. Hãy mở trang Sao lưu, tải một bản về USB."
    elif now - made_at > AWAY_LATE:
        days = (now - made_at).days
        yield f"Bản sao cất ngoài máy đã {days} ngày. Hãy mở trang Sao lưu, tải một bản về USB."


DISK = Check("Ổ đĩa", _disk)
CLOCK = Check("Đồng hồ", _clock)
AGE = Check("Tuổi bản sao lưu", _age)
CHECKS = (
    DISK,
    CLOCK,
    Check("Thư mục dữ liệu", _data_folder),
    Check("Dữ liệu", _data),
    Check("Phiên bản dữ liệu", _version, needs_data=True),
    Check("Cấu trúc dữ liệu", _structure, needs_data=True, is_deep=True),
    Check("Nhật ký", _chain, needs_data=True, is_deep=True),
    Check("Địa chỉ công khai", _public_address, needs_data=True),
    Check("Tệp văn bản", _papers, needs_data=True, is_deep=True),
    Check("Tệp âm thanh", _sounds, needs_data=True, is_deep=True),
    Check("Mẫu văn bản", _templates, needs_data=True, is_deep=True),
    AGE,
    Check("Bản sao lưu gần nhất", _newest, is_deep=True),
    Check("Bản sao cất ngoài máy", _elsewhere, needs_data=True),
    Check("Khóa bí mật", _secret),
    Check("Lớp đăng nhập thứ hai", _second_factors, needs_data=True),
    Check("Phông chữ", _fonts),
    Check("LibreOffice", _office),
    Check("espeak-ng", _voice, is_optional=True),
    Check("Python", _python),
)
