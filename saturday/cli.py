"""The doors for machines: parse, call, print."""

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import click
from flask import Flask, current_app, url_for
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from saturday import clock, demo
from saturday.extensions import db, writing
from saturday.models.abbreviations import Abbreviation
from saturday.models.accounts import Account, Link, LinkKind
from saturday.models.audit import AuditEvent, Head, cut_after, walk
from saturday.models.calendar import BusyDay, Holiday, calendar_of
from saturday.models.commune import Commune
from saturday.models.import_tables import TABLES, Importing, ImportTable
from saturday.models.imports import HAS_FAULTS, NOTHING_TO_DO, ImportFile
from saturday.models.progress import ANNUAL_PLAN, ASSIGNMENT_NOTICE, CITIZEN_NOTICE
from saturday.papers import layout, making
from saturday.papers.inspection import MOST_BYTES
from saturday.papers.outgoing_register import OutgoingRegister
from saturday.papers.spreadsheet import read_workbook
from saturday.papers.templates import render_in_force
from saturday.rules.calendar import Calendar, saturdays
from saturday.rules.imports import RowState
from saturday.rules.numbering import Issuer
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.safekeeping import commands as safekeeping
from saturday.safekeeping import defaults, heads
from saturday.vietnamese.numbers import grouped
from saturday.vietnamese.spoken import read_aloud

REGISTER = "outgoing_register"
COMMANDS = {
    "cong-chuc": "import-officers",
    "thon-ban": "import-hamlets",
    "thu-tuc": "import-procedures",
}
PAPERS = (
    ANNUAL_PLAN,
    CITIZEN_NOTICE,
    ASSIGNMENT_NOTICE,
    making.NOMINATION,
    making.SESSION_REPORT,
    making.MONTHLY_REPORT,
    making.YEAR_REPORT,
    REGISTER,
)


def _calendar() -> Calendar:
    """Give the edited calendar, or that of the files where there is no database."""
    try:
        holidays = list(db.session.scalars(Holiday.in_order()))
        busy_days = list(db.session.scalars(BusyDay.in_order()))
    except SQLAlchemyError:
        return defaults.calendar()
    return calendar_of(holidays, busy_days) if holidays else defaults.calendar()


@click.command("saturdays")
@click.argument("year", type=click.IntRange(2000, 2099))
def list_saturdays(year: int) -> None:
    """In từng thứ Bảy của một năm: ngày, kết luận, lý do."""
    calendar = _calendar()
    for day in saturdays(year):
        judgement = calendar.judge(day)
        click.echo(f"{day.isoformat()} {judgement.verdict.name} {judgement.reason}".rstrip())


@click.command("load-defaults")
def load_defaults() -> None:
    """Nạp dữ liệu ban đầu của xã; không đụng đến phần đã sửa."""
    writing.set(True)
    for table, count in defaults.load(db.session).items():
        click.echo(f"{table}: thêm {count}")
    db.session.commit()


@click.command("create-admin")
@click.option("--base", default="", help="Địa chỉ của máy, ví dụ http://192.168.1.10:8000")
def create_admin(base: str) -> None:
    """In liên kết dùng một lần để lập tài khoản quản trị đầu tiên."""
    writing.set(True)
    link, token = Link.make(LinkKind.FIRST_ADMIN, None, by=None)
    db.session.add(link)
    db.session.commit()
    with current_app.test_request_context():
        click.echo(f"{base.rstrip('/')}{url_for('auth.first_step', token=token)}")


@click.command("has-accounts")
def has_accounts() -> None:
    """Thoát 0 khi đã có tài khoản, 1 khi chưa."""
    sys.exit(0 if db.session.scalar(select(Account.id).limit(1)) else 1)


@click.command("demo")
def tell_demo() -> None:
    """Nạp câu chuyện dùng thử vào cơ sở dữ liệu trống; in tài khoản của từng vai trò."""
    writing.set(True)
    if Commune.of_database(db.session).is_demo:
        click.echo("Số liệu dùng thử đã có sẵn.")
        _say_where_it_lies()
        return
    password, logins = demo.tell(current_app.config["DEMO_PASSWORD"])
    shown: set[str] = set()
    click.echo(f"Mật khẩu của mọi tài khoản dùng thử: {password}")
    for login in logins:
        if login.role not in shown:
            shown.add(login.role)
            click.echo(f"  {login.username:<12} {login.role.words}")
    click.echo("Thêm: kinhte, vanhoa, vanphong, congchuc1 đến congchuc7, thon1 đến thon35.")
    _say_where_it_lies()


def _say_where_it_lies() -> None:
    """Print what points ``flask`` at the demo, its clock at the newest record."""
    head = db.session.scalar(AuditEvent.newest())
    moment = max(demo.at(demo.NOW), head.at) if head else demo.at(demo.NOW)
    folder = shlex.quote(current_app.instance_path)
    click.echo("Muốn gõ lệnh flask với dữ liệu dùng thử thì đặt trước mỗi lệnh hai thiết lập:")
    click.echo(f"SATURDAY_DATA={folder} SATURDAY_NOW={moment:%Y-%m-%dT%H:%M:%S}")


@click.command("speak")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
def speak(file: TextIO) -> None:
    """In từng dòng như loa đọc; thoát 1 và nêu các chữ chưa đọc được."""
    known, left = _abbreviations(), dict[str, None]()
    for line in file:
        reading = read_aloud(line, known)
        click.echo(reading.text)
        left |= dict.fromkeys(reading.left)
    for word in left:
        click.echo(word, err=True)
    if left:
        sys.exit(1)


def _abbreviations() -> Mapping[str, str]:
    """Give the edited abbreviations, or those of the file where there is no database."""
    try:
        return Abbreviation.known(db.session) or defaults.abbreviations()
    except SQLAlchemyError:
        return defaults.abbreviations()


@click.command("check-layout")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_layout(file: Path) -> None:
    """So một tệp .docx với Nghị định 30/2020; in mỗi lỗi một dòng, thoát 1 khi có lỗi."""
    try:
        faults = [fault.sentence for fault in layout.check_layout(file)]
    except layout.UnreadablePaper as fault:
        faults = [str(fault)]
    for sentence in faults:
        click.echo(sentence)
    if faults:
        sys.exit(1)


@click.command("make-paper")
@click.argument("kind", type=click.Choice(PAPERS))
@click.argument("key")
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--department", help="Mã phòng của danh sách, ví dụ kinh-te")
@click.option("--issuer", type=click.Choice(list(Issuer)), help="Cơ quan ban hành")
def make_paper(kind: str, key: str, file: Path, department: str | None, issuer: str | None) -> None:
    """Tạo tệp .docx của một văn bản; không ghi gì vào cơ sở dữ liệu."""
    try:
        content = _paper(kind, key, department, Issuer(issuer) if issuer else None)
    except ValueError:
        content = None
    if content is None:
        click.echo(f"Không tìm thấy {kind} {key}. Hãy xem lại năm, ngày hoặc phòng.", err=True)
        sys.exit(1)
    file.write_bytes(content)
    click.echo(f"Đã tạo {file}")


def _paper(kind: str, key: str, department: str | None, issuer: Issuer | None) -> bytes | None:
    """Set the paper that is asked for; None when there is nothing to make it from."""
    if kind == REGISTER:
        commune, year, issuer = Commune.of_database(db.session), int(key), issuer or Issuer.CENTRE
        rows = db.session.scalars(OutgoingRegister.wanted(issuer, year)).all()
        words = OutgoingRegister.of(rows, issuer, year, clock.today(), commune)
        return render_in_force(db.session, words)
    subject = making.subject_of(db.session, kind, key, department)
    return making.printed(db.session, kind, subject, issuer) if subject else None


@click.group("audit")
def audit() -> None:
    """Nhật ký thao tác."""


@audit.command("verify")
@click.option("--head", "printed", type=(int, str), help="Số và mã băm của dòng cuối đã ghi lại")
def verify_audit(printed: tuple[int, str] | None) -> None:
    """Kiểm tra chuỗi nhật ký; thoát 1 và nêu dòng bị sửa, xóa, đổi chỗ, cắt bỏ."""
    known = heads.noted()
    if printed:
        known.append(Head(*printed, "dòng đã ghi lại"))
    head, found = walk(db.session, Head(), sys.maxsize)
    found = found or cut_after(db.session, known)
    if found:
        click.echo(f"Nhật ký bị đứt ở dòng {found.row}: {found.why}.", err=True)
        sys.exit(1)
    click.echo(f"Nhật ký liền mạch: {head.row} dòng.")


@audit.command("head")
def audit_head() -> None:
    """In dòng cuối của chuỗi nhật ký: số và mã băm."""
    head = db.session.scalar(AuditEvent.newest())
    click.echo(f"{head.id} {head.hash}" if head else "0")


def _import_from(table: ImportTable) -> click.Command:
    """Make the command that imports one table."""

    @click.command(name=COMMANDS[table.name], help=f"Nhập {table.noun} từ một tệp Excel .xlsx.")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option(
        "--bo-dong-loi", "skips", is_flag=True, help="Bỏ dòng lỗi, nhập các dòng còn lại."
    )
    def command(file: Path, *, skips: bool) -> None:
        try:
            _import(table, file, skips=skips)
        except NotAllowedNow as refusal:
            db.session.rollback()
            click.echo(refusal.reason, err=True)
            sys.exit(1)

    return command


def _import(table: ImportTable, file: Path, *, skips: bool) -> None:
    """Say what each row would do; write all of them at once, or nothing."""
    writing.set(True)
    work = Importing(db.session, clock.today())
    click.echo("Đang đọc tệp…", err=True)
    with file.open("rb") as content:
        sheet = read_workbook(content.read(MOST_BYTES + 1), table.layout(work))
    kept = ImportFile.keep(table, sheet, file.name, work)
    click.echo(f"Đã đọc {grouped(len(sheet.lines))} dòng, đang so với danh mục…", err=True)
    plan = kept.plan(work)
    click.echo("\n".join((*plan.sheet.remarks, *(one.line for one in plan.verdicts))))
    refuse_when(plan.sheet.refusal, plan.sheet.refusal)
    refuse_when(plan.of(RowState.FAULTY) and not skips, HAS_FAULTS)
    if plan.does_something:
        kept.write(plan, work)
        db.session.commit()
    click.echo(f"Đã xong: {plan.act.lower()}." if plan.does_something else NOTHING_TO_DO, err=True)


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (
        audit,
        check_layout,
        create_admin,
        has_accounts,
        list_saturdays,
        load_defaults,
        make_paper,
        speak,
        tell_demo,
        *map(_import_from, TABLES.values()),
        *safekeeping.COMMANDS,
    ):
        app.cli.add_command(command)
