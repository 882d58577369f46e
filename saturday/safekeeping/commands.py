"""The doors for machines that keep the data: parse, call, print. No passphrase is an argument."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from flask import current_app

from saturday.extensions import db, writing
from saturday.models.personal import Overdue
from saturday.models.safekeeping import CopyPlace
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.safekeeping import backup as backups
from saturday.safekeeping import doctor as doctors
from saturday.safekeeping import erasing, homecoming, packs, shelf
from saturday.safekeeping import restore as restores
from saturday.safekeeping import transfer as transfers
from saturday.vietnamese.dates import moment, numeric_day
from saturday.vietnamese.numbers import grouped

P = ParamSpec("P")
ASKED = "Câu mật khẩu"


@contextmanager
def _refusing() -> Iterator[None]:
    """Print why something was not done, and exit 1."""
    try:
        yield
    except NotAllowedNow as refusal:
        click.echo(refusal.reason, err=True)
        sys.exit(1)


def _in_words(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command end with a sentence, not with a trace."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with _refusing():
            command(*args, **kwargs)

    return run


_passphrase_file = click.option(
    "--passphrase-file",
    "passphrase_file",
    type=click.File("r", encoding="utf-8"),
    help="Tệp có câu mật khẩu ở dòng đầu; dấu - là đọc từ đầu vào chuẩn.",
)


def _passphrase(source: Iterator[str] | None, file: Path) -> str | None:
    """Find the passphrase of a copy: in a file, as kept for the nightly ones, or by asking."""
    if source is not None:
        return next(source, "").rstrip("\r\n")
    if not backups.is_sealed(file):
        return None
    kept = shelf.kept_passphrase()
    if kept and backups.WRONG_PASSPHRASE not in backups.faults_of(file, kept):
        return kept
    return str(click.prompt(ASKED, hide_input=True)) if sys.stdin.isatty() else None


@click.command("backup")
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True)
@click.option("--seal", is_flag=True, help="Niêm phong bằng câu mật khẩu, sẽ hỏi khi chạy.")
@_passphrase_file
@_in_words
def backup(folder: Path, *, seal: bool, passphrase_file: Iterator[str] | None) -> None:
    """Sao lưu ra một thư mục: NAME.sqlite (hoặc NAME.sealed) và NAME.json."""
    passphrase = None
    if passphrase_file is not None:
        passphrase = next(passphrase_file, "").rstrip("\r\n")
    elif seal:
        passphrase = click.prompt(ASKED, hide_input=True, confirmation_prompt="Gõ lại")
    if passphrase is not None:
        shelf.refuse_passphrase(passphrase)
    file = backups.back_up(folder, passphrase)
    here = folder.resolve() == backups.room().resolve()
    copy = shelf.copy_at(file)
    if copy:
        shelf.record(copy, CopyPlace.HERE if here else CopyPlace.ELSEWHERE)
    click.echo(file)


@click.command("nightly-backup")
@_in_words
def nightly_backup() -> None:
    """Dọn phần giữ tạm một ngày; sao lưu, kiểm tra, cất thêm một bản ra USB, xóa bản cũ."""
    if not erasing.tidy():
        click.echo("Chưa dọn được phần giữ tạm vì đang có người dùng. Lần sau dọn tiếp.")
    report = shelf.keep_everywhere()
    for line in report.done:
        click.echo(line)
    for line in report.faults:
        click.echo(line, err=True)
    if report.faults:
        sys.exit(1)


@click.command("verify-backup")
@click.argument("file", type=click.Path(path_type=Path))
@_passphrase_file
@_in_words
def verify_backup(file: Path, passphrase_file: Iterator[str] | None) -> None:
    """Kiểm tra một bản sao lưu; thoát 1 khi có lỗi."""
    passphrase = _passphrase(passphrase_file, file)
    faults = backups.faults_of(file, passphrase)
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    click.echo(f"Bản sao lưu tốt: {file}")
    if backups.is_sealed(file) and not passphrase:
        click.echo("Mới so mã băm; chưa mở ra kiểm tra vì không có câu mật khẩu.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@_passphrase_file
@_in_words
def restore(file: Path, passphrase_file: Iterator[str] | None) -> None:
    """Khôi phục từ một bản sao lưu; dữ liệu đang có được giữ lại ở một tệp khác."""
    found = restores.restore(file, _passphrase(passphrase_file, file))
    day = found.made_at
    click.echo(f"Đã khôi phục {grouped(found.rows)} dòng, lưu lúc {moment(day)}/{day.year}.")
    number, fingerprint = found.audit_head
    click.echo(f"Dòng cuối của nhật ký: {number} {fingerprint}")
    if found.former:
        click.echo(f"Dữ liệu trước khi khôi phục: {found.former}")
    click.echo("Mọi phiên đăng nhập và liên kết cũ đã kết thúc; mọi người đăng nhập lại.")
    for finding in doctors.after_restore():
        click.echo(finding)


@click.command("doctor")
@_in_words
def doctor() -> None:
    """Xem máy và dữ liệu có gì sai; nói cách sửa, thoát 1 khi có điều sai."""
    findings = doctors.examine()
    for finding in findings:
        for fault in finding.faults + finding.remarks:
            click.echo(f"{finding.name}: {fault}")
    if not all(finding.is_well for finding in findings):
        sys.exit(1)
    click.echo("Máy và dữ liệu đều tốt.")


@click.command("transfer")
@click.option("--to", "address", help="Địa chỉ cơ sở dữ liệu; bỏ trống thì sẽ hỏi khi chạy.")
@_in_words
def transfer(address: str | None) -> None:
    """Chép mọi dữ liệu sang một cơ sở dữ liệu PostgreSQL còn trống."""
    target = address or click.prompt("Địa chỉ cơ sở dữ liệu đích", hide_input=True)
    with restores.alone(Path(current_app.config["DATA_FOLDER"])):
        moved = transfers.transfer(target)
    click.echo(f"Đã chép {grouped(moved.rows)} dòng của {len(moved.counts)} bảng; đã so từng bảng.")
    if moved.audit_head:
        number, fingerprint = moved.audit_head
        click.echo(f"Dòng cuối của nhật ký: {number} {fingerprint}")
    db.session.remove()


@click.command("purge-personal")
@click.option("--dry-run", is_flag=True, help="Chỉ đếm, không xóa.")
@_in_words
def purge_personal(*, dry_run: bool) -> None:
    """Xóa tên, điện thoại, số định danh, lời ý kiến đã quá hạn giữ; số đếm còn mãi."""
    writing.set(not dry_run)
    plan = Overdue.now(db.session)
    click.echo(f"Hạn giữ {plan.months} tháng: xóa phần trước ngày {numeric_day(plan.before)}.")
    click.echo(f"Lượt ở quầy: {grouped(plan.visits)}. Ý kiến: {grouped(plan.opinions)}.")
    if plan.waiting_visits or plan.open_opinions:
        held = f"{grouped(plan.waiting_visits)} lượt, {grouped(plan.open_opinions)} ý kiến"
        click.echo(f"Còn giữ vì chưa xong hoặc mới xong: {held}.")
    if dry_run:
        click.echo("Chạy thử: chưa xóa gì.")
        return
    erasing.purge(by=None)
    day = numeric_day(erasing.gone_from_copies())
    click.echo(f"Đã xóa. Bản sao lưu cũ nhất còn phần này được xóa trước ngày {day}.")


# The laptop of a mobile Saturday


_seal = click.option("--seal", is_flag=True, help="Niêm phong bằng câu mật khẩu, sẽ hỏi khi chạy.")


def _chosen_passphrase(source: Iterator[str] | None, *, seal: bool) -> str | None:
    """Give the passphrase that something new is sealed with: from a file, or typed twice."""
    if source is not None:
        return next(source, "").rstrip("\r\n")
    if not seal:
        return None
    return str(click.prompt(ASKED, hide_input=True, confirmation_prompt="Gõ lại"))


@click.command("export-pack")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_seal
@_passphrase_file
@_in_words
def export_pack(
    day: datetime, folder: Path, *, seal: bool, passphrase_file: Iterator[str] | None
) -> None:
    """Xuất gói của một buổi lưu động ra một thư mục, để chạy trên máy xách tay không có mạng."""
    passphrase = _chosen_passphrase(passphrase_file, seal=seal)
    warning = packs.warning_of(db.session, packs.held_on(db.session, day.date()))
    if warning:
        click.echo(warning, err=True)
    click.echo("Đang chép chương trình và dữ liệu của buổi…", err=True)
    sent = packs.send_out(db.session, day.date(), folder, passphrase, by=None)
    click.echo(sent.folder)
    for line in sent.words:
        click.echo(line, err=True)


@click.command("import-pack")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--letter", default="", help="Chữ khác cho máy thứ hai đã chạy cùng một gói.")
@_passphrase_file
@_in_words
def import_pack(file: Path, *, letter: str, passphrase_file: Iterator[str] | None) -> None:
    """Nhận dữ liệu của máy lưu động về: tệp trong thư mục mang-ve, hoặc cả thư mục của gói."""
    writing.set(True)
    passphrase = _passphrase(passphrase_file, file)
    with homecoming.opened(file, passphrase) as far:
        found = homecoming.bring_home(db.session, far, letter.upper(), by=None)
        db.session.commit()
        click.echo(found.words)
        for finding in found.brought.findings:
            click.echo(f"{finding.words} {finding.todo}", err=True)
            for side in finding.sides:
                said = f"  {side.part}: trụ sở {side.here}, máy lưu động {side.there}"
                click.echo(said, err=True)


@click.command("open-pack", hidden=True)
@_passphrase_file
@_in_words
def open_pack(passphrase_file: Iterator[str] | None) -> None:
    """Mở dữ liệu niêm phong của gói, trên máy xách tay."""
    folder = Path(current_app.config["DATA_FOLDER"])
    passphrase = _passphrase(passphrase_file, folder / packs.SEAL)
    refuse_when(passphrase is None, packs.TO_BE_TYPED)
    packs.open_sealed(folder, passphrase or "")


@click.command("pack-up", hidden=True)
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True)
@_seal
@_passphrase_file
@_in_words
def pack_up(folder: Path, *, seal: bool, passphrase_file: Iterator[str] | None) -> None:
    """Chép dữ liệu của máy xách tay ra tệp để mang về trụ sở."""
    passphrase = _chosen_passphrase(passphrase_file, seal=seal)
    click.echo(packs.pack_up(db.session, folder, passphrase))


COMMANDS = (
    backup,
    doctor,
    export_pack,
    import_pack,
    nightly_backup,
    open_pack,
    pack_up,
    purge_personal,
    restore,
    transfer,
    verify_backup,
)
